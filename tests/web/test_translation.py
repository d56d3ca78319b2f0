"""No text of the application is left out of translation: in the pseudo-language, no Latin letter is left on any page.

The program's phrases come from a catalogue that holds what translators are given and nothing else, so a phrase that is not
marked stays English here, as it would in every language. The texts of the definitions come from the files beside them.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from dpia.assessment.model import MeasureStatus
from dpia.questionnaire.library import Library
from dpia.questionnaire.origin import SHIPPED
from dpia.shipped import shipped_library
from dpia.web.showing import times
from dpia.workspace.revisions import Kind
from tests.report.test_translation import GREEK, OWN, SAME_EVERYWHERE, in_greek, names
from tests.report.test_translation import shown as seen_of
from tests.support.browsing import ACTOR, Desk, desk_over, filled, routes_of, tree
from tests.support.reports import ON, judge, lumen, small_assessment, small_library
from tests.support.translations import PSEUDO, pseudo, pseudo_folder, speaking_pseudo

PAGES = {
    "/": ["/", "/?archived=true", "/?words=zzz"],
    "/due": ["/due"],
    "/new": ["/new"],
    "/a/{name}": ["/a/lumen", "/a/small"],
    "/a/{name}/decision": ["/a/lumen/decision", "/a/small/decision"],
    "/a/{name}/delete": ["/a/lumen/delete"],
    "/a/{name}/history": ["/a/lumen/history", "/a/small/history", "/a/small/history?every=true"],
    "/a/{name}/history/compare": ["/a/small/history/compare?old=1&new=6", "/a/lumen/history/compare?old=1&new=1"],
    "/a/{name}/suggested": ["/a/lumen/suggested", "/a/small/suggested"],
    "/a/{name}/move": [],
    "/a/{name}/document/{kind}": [],
    "/a/{name}/measures": ["/a/lumen/measures", "/a/small/measures"],
    "/a/{name}/measures/{measure_id}": ["/a/lumen/measures/M01"],
    "/a/{name}/q/{key}": ["/a/lumen/q/screening.personal_data", "/a/small/q/everything.name"],
    "/a/{name}/report": ["/a/lumen/report"],
    "/a/{name}/result": ["/a/lumen/result"],
    "/a/{name}/risks": ["/a/lumen/risks", "/a/small/risks"],
    "/a/{name}/risks/{risk_id}": ["/a/lumen/risks/R01", "/a/small/risks/R01"],
    "/a/{name}/s/{file}/{section}": ["every section"],
}
"""Every page that people read, by its route."""
NO_PAGES = {
    "/healthz": "a word for programs",
    "/due.ics": "a file",
    "/a/{name}/file/{sha256}": "a file",
    "/a/{name}/export.{kind}": "a file",
    "/a/{name}/document/{kind}.pdf": "a file, in the language of its assessment",
    "/a/{name}/document/{kind}.html": "in the language of its assessment",
    "/a/{name}/report.pdf": "a file, in the language of its assessment",
    "/a/{name}/report.html": "in the language of its assessment",
}
SHOWN = ("placeholder", "data-error", "data-failed", "data-refused", "data-says")
NAMES = re.compile(rf"{ACTOR.split()[1]}|dpia|PDF|YAML|JSON|lumen|small|https://|everything(?:\.\w+)?|not_lawful")

VALUES = {"minor", "likely", "serious", "unlikely", "grave", "possible"}
"""Ids of severities and likelihoods, as an assessment holds them."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("home")
    with speaking_pseudo(home):
        yield home


@pytest.fixture(scope="module")
def translated() -> Library:
    return shipped_library().with_folder(Path(pseudo_folder().name), origin=SHIPPED)


@pytest.fixture(scope="module")
def desk(translated: Library, folder: Path) -> Iterator[Desk]:
    """The worked example, in which people wrote Greek."""
    with desk_over(folder / "w.sqlite", translated, PSEUDO) as found:
        found.add(in_greek(lumen()).change(id="lumen"))
        yield found


@pytest.fixture(scope="module")
def desks(desk: Desk, folder: Path) -> Iterator[dict[str, Desk]]:
    """Beside it a small assessment with every type of question and a history of every kind."""
    library = small_library().with_folder(Path(pseudo_folder(*OWN).name), origin=SHIPPED)
    with desk_over(folder / "small.sqlite", library, PSEUDO) as small:
        _fill(small)
        yield {"lumen": desk, "small": small}


def _fill(small: Desk) -> None:
    first = in_greek(judge(small_assessment())).change(id="small", approvals=())
    small.add(first)
    space, by = small.workspace, {"actor": ACTOR, "at": datetime.now(UTC)}
    things = [{"id": name, "thing": GREEK, "why": GREEK * 2} for name in ("T1", "T2", "T9")]
    second = first.with_answer("everything.lawful", "no").with_answer("everything.things", things)
    second = second.with_answer("everything.people", {"unknown": True})
    risks = [one.model_copy(update={"harm": GREEK, "done": None, "kind": ("event",)}) for one in first.risks]
    measures = [one.model_copy(update={"status": MeasureStatus.PARTIAL, "due": ON}) for one in first.measures]
    third = second.change(risks=risks[:1], measures=measures[:1], classification="public", remarks=())
    for number, changed in enumerate((second, third), 1):
        space.save("small", changed, seen=number, **by)
    space.save("small", first, seen=3, kind=Kind.RESTORED, note="revision 1", **by)
    space.save("small", first.change(decision=None), seen=4, kind=Kind.DECIDED, note="withdrawn", **by)
    space.undo("small", seen=5, **by)
    space.redo("small", seen=6, **by)
    space.lock("small", True, reason=GREEK, **by)
    space.lock("small", False, reason=GREEK, **by)
    space.create(first.change(id="copy"), note="copied from small", **by)
    from_file = "from a YAML file, as again because there is one called small; its signatures are void by that"
    space.create(first.change(id="again"), kind=Kind.IMPORTED, note=from_file, **by)
    space.archive("again", True, actor="A", at=datetime.now(UTC))


def english_in(answer: httpx.Response, desk: Desk, name: str) -> set[str]:
    """The Latin words of a page that are no names."""
    judged = desk.workspace.evaluation(desk.workspace.get(name), ON)
    known = sorted(map(re.escape, names(judged, desk.workspace.library)), key=len, reverse=True)
    same = re.compile(rf"(?<![\w])(?:{'|'.join(known)})(?![\w])")
    found: set[str] = set()
    for text in (*seen_of(answer.text), *hidden_in(answer.text)):
        rest = NAMES.sub(" ", same.sub(" ", SAME_EVERYWHERE.sub(" ", text)))
        found.update(re.findall(r"[A-Za-z]{2,}", rest))
    return found


def hidden_in(page: str) -> Iterator[str]:
    """What a script shows later, and what stands in an empty field."""
    for node in tree(page).all():
        yield from (node.attributes[name] for name in SHOWN if name in node.attributes)


def every_section(desk: Desk, name: str) -> list[str]:
    form = desk.workspace.form_of(desk.assessment(name))
    return [f"/a/{name}/s/{file}/{section}" for file, section, _ in form.answered_sections]


def test_every_page_is_known_here(desk: Desk) -> None:
    there = {path for method, path in routes_of(desk.client.app) if method == "GET" and not path.startswith("/api/")}
    assert there == PAGES.keys() | NO_PAGES.keys()


@pytest.mark.parametrize("page", [page for pages in PAGES.values() for page in pages if page.startswith("/")])
def test_no_english_is_left_on_a_page(page: str, desks: dict[str, Desk]) -> None:
    for name in [name for name in desks if f"/{name}" in page] or desks:
        answer = desks[name].client.get(page)
        assert answer.status_code == 200, page
        assert english_in(answer, desks[name], name) == set()


@pytest.mark.parametrize("name", ["lumen", "small"])
def test_no_english_is_left_on_the_pages_of_the_sections(name: str, desks: dict[str, Desk]) -> None:
    desk = desks[name]
    for page in every_section(desk, name)[:: 6 if name == "lumen" else 1]:
        assert english_in(desk.client.get(page), desk, name) == set(), page


@pytest.mark.parametrize("old", range(1, 5))
def test_no_english_is_left_where_revisions_are_compared(old: int, desks: dict[str, Desk]) -> None:
    answer = desks["small"].client.get(f"/a/small/history/compare?old={old}&new={old + 1}")
    assert english_in(answer, desks["small"], "small") <= VALUES


def test_no_english_is_left_where_two_changed_the_same(desks: dict[str, Desk]) -> None:
    desk = desks["small"]
    shown = desk.client.get("/a/small/risks/R01")
    assert desk.client.post("/a/small/risks/R01", filled(shown, harm="Αλλιώς")).status_code == 303
    for part in (False, True):
        answer = desk.client.post("/a/small/risks/R01", filled(shown, harm=GREEK * 2, people=GREEK), part=part)
        assert answer.status_code == 409
        assert english_in(answer, desk, "small") <= VALUES
    page = every_section(desk, "small")[0]
    shown = desk.client.get(page)
    assert desk.client.post(page, filled(shown, **{"everything.name": GREEK * 2})).status_code == 303
    for part in (False, True):
        answer = desk.client.post(page, filled(shown, **{"everything.name": GREEK * 3}), part=part)
        assert answer.status_code == 409
        assert english_in(answer, desk, "small") == set()


def test_no_english_is_left_on_what_comes_back_while_somebody_types(desks: dict[str, Desk]) -> None:
    desk = desks["small"]
    page = every_section(desk, "small")[0]
    answer = desk.client.post(page, filled(desk.client.get(page), **{"everything.name": "Νέο"}), part=True)
    assert answer.status_code == 200 and english_in(answer, desk, "small") == set()
    half = filled(desk.client.get("/a/small/risks/R01"), **{"acceptance:by": GREEK, "today:severity": ""})
    answer = desk.client.post("/a/small/risks/R01", half, part=True)
    assert answer.status_code == 200 and english_in(answer, desk, "small") == set()
    answer = desk.client.post("/a/small/measures/M1", [("do", "remove"), ("seen", str(desk.head("small")))])
    assert english_in(answer, desk, "small") == set()


def test_a_copy_is_called_so_in_the_language_of_the_pages(desks: dict[str, Desk]) -> None:
    client = desks["small"].client
    answer = client.follow(client.post("/a/copy/duplicate"))
    assert f"{GREEK} (ξξξξ)" in tree(answer).words()


def test_the_page_says_its_language(desk: Desk) -> None:
    (page,) = tree(desk.client.get("/new")).find("html")
    assert (page.attributes["lang"], page.attributes["dir"]) == ("el", "ltr")


def test_the_report_beside_the_questions_is_in_the_language_of_its_assessment(desk: Desk) -> None:
    answer = desk.client.get("/a/lumen/report.html")
    assert '<html lang="en"' in answer.text and "Decision at a glance" in answer.text


def test_days_and_times_are_written_as_the_language_does() -> None:
    moment = datetime(2026, 11, 24, 14, 5).astimezone()
    english, german = times("en-GB"), times("de")
    assert (english["day"](ON), english["clock"](moment), english["stamp"](moment)) == (
        "2026-11-24",
        "14:05",
        "2026-11-24 14:05",
    )
    assert (german["day"](ON), german["clock"](moment)) == ("24.11.2026", "14:05")
    assert german["stamp"](moment) == "24.11.26, 14:05"


def test_the_answers_are_those_that_were_given_in_english(desk: Desk) -> None:
    stored = desk.workspace.get("lumen")
    assert stored.assessment.content_hash == in_greek(lumen()).change(id="lumen").content_hash
    assert pseudo(shipped_library().questionnaire("gdpr-dpia").title) in tree(desk.client.get("/a/lumen")).words()
