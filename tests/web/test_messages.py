"""What is wrong is told in the language of the page, at its field without the id that files use."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from dpia.web import app, guarding, showing, signing_in
from tests.report.test_translation import in_greek
from tests.support.browsing import Desk, Node, desk_over, tree
from tests.support.reports import DATA, judge, small_assessment, small_library
from tests.support.translations import PSEUDO, pseudo, pseudo_folder

EVERYTHING = DATA / "report/everything.yaml"
SIMPLE, TABLES = "/a/full/s/everything/simple", "/a/full/s/everything/small"
FAULTS = {
    "people": "many",
    "share": "120",
    "start": "2026-02-30",
    "keep": "ξ",
    "places": "ξ",
    "colour": "ξ",
    "colours": "ξ",
    "name": "ξ" * 600,
    "story": "ξ" * 30_000,
}
"""A value that does not fit, for each type of question that a form can bring one for."""
OPTIONS = {"green", "red", "blue", "daily", "rarely", "yes", "no"}
"""The ids of options. A form does not ask for them, so only what no browser sends is answered with them."""
CELLS = {"uses/T1/kept": "ξ", "uses/T1/often": "ξ", "rules/first/held": "ξ", "things/T1/thing": "ξ" * 600}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The questionnaire with every type of question, in a language that has no Latin letter; so is what people wrote."""
    for module in (showing, app, guarding, signing_in):
        monkeypatch.setattr(module, "translation", lambda language: pseudo)
    library = small_library().with_folder(Path(pseudo_folder(EVERYTHING).name))
    with desk_over(tmp_path / "w.sqlite", library, PSEUDO) as found:
        found.add(in_greek(judge(small_assessment())).change(id="full"))
        yield found


@pytest.fixture
def english(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path / "w.sqlite", small_library()) as found:
        found.add(small_assessment().change(id="full"))
        yield found


def having(answer: httpx.Response, css_class: str) -> list[Node]:
    return [node for node in tree(answer).all() if css_class in node.attributes.get("class", "").split()]


def told(answer: httpx.Response) -> str:
    """Everything that a page says is wrong: at fields, in summaries, and on the page of an error."""
    found = [node.words() for name in ("error", "error-summary", "problems") for node in having(answer, name)]
    assert found, "nothing is told"
    return " ".join(found)


def latin(text: str) -> list[str]:
    """The Latin words that are neither codes of questions nor the ids of rows, risks and measures."""
    return re.findall(r"[A-Za-z]{2,}", re.sub(r"\b[A-Z]{1,2}-?[\d.]+\w*|`[^`]*`", " ", text))


def wrong(desk: Desk, address: str, faults: dict[str, str]) -> httpx.Response:
    asked = [(("asked"), f"everything.{name.partition('/')[0]}") for name in faults]
    rows = [(f"everything.{table}:rows", row) for table, row, _ in (name.split("/") for name in faults if "/" in name)]
    marks = [(f"everything.{part}:asked", "1") for name in faults for part in {name, name.partition("/")[0]}]
    values = [(f"everything.{name}", value) for name, value in faults.items()]
    return desk.client.post(address, [*dict.fromkeys(asked), *dict.fromkeys(rows), *marks, *values, ("seen", "1")])


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_at_a_question_is_told_in_the_language_of_the_page(name: str, desk: Desk) -> None:
    answer = wrong(desk, SIMPLE, {name: FAULTS[name]})
    assert answer.status_code == 422
    assert having(answer, "error")
    assert set(latin(told(answer))) <= OPTIONS


@pytest.mark.parametrize("name", CELLS)
def test_a_fault_in_a_cell_is_told_in_the_language_of_the_page(name: str, desk: Desk) -> None:
    answer = wrong(desk, TABLES, {name: CELLS[name]})
    assert answer.status_code == 422
    assert having(answer, "error")
    assert set(latin(told(answer))) <= OPTIONS


def test_all_faults_of_a_page_are_told_at_once(desk: Desk) -> None:
    assert len(having(wrong(desk, SIMPLE, FAULTS), "error")) == len(FAULTS)


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/a/full/details", {"title": ""}),
        ("/a/full/details", {"title": "ξ" * 501, "classification": "public"}),
        ("/a/full/open", {"questionnaire": "everything"}),
        ("/a/full/close", {"questionnaire": "everything", "reason": ""}),
        ("/a/full/close", {"questionnaire": "everything", "reason": "ξ"}),
        ("/a/full/risks", {}),
        ("/a/full/risks", {"title": "ξ" * 501}),
        ("/a/full/measures", {"title": ""}),
        ("/a/full/measures", {"title": "ξ", "due": "ξ"}),
        ("/a/full/q/everything.name/evidence", {"title": ""}),
        ("/a/full/q/everything.name/remark", {"text": ""}),
        ("/a/full/q/everything.name/remark", {"text": "ξ" * 20_001}),
        ("/a/full/q/ξ/remark", {"text": "ξ"}),
        ("/a/full/decision", {"outcome": "approved", "reason": "", "on": "2026-11-24"}),
        ("/a/full/decision", {"outcome": "approved", "condition:0:owner": "ξ"}),
        ("/a/full/decision", {"outcome": "approved", "consultation:advice": "ξ"}),
        ("/a/full/lock", {"locked": "no"}),
        ("/a/full/sign", {"name": "ξ", "role": "ξ", "content_hash": "ξ"}),
        ("/a/full/delete", {"name": "ξ"}),
        ("/a/full/history/undo", {"seen": "7"}),
        ("/import", {}),
        ("/new", {"title": ""}),
    ],
)
def test_a_form_that_cannot_be_saved_says_why_in_the_language_of_the_page(
    address: str, sent: dict[str, str], desk: Desk
) -> None:
    answer = desk.client.post(address, list(sent.items()))
    assert answer.status_code in (404, 409, 422)
    # The name of the assessment is an id that its people gave it.
    assert [word for word in latin(told(answer)) if word != "full"] == []


@pytest.mark.parametrize(
    "address", ["/a/ξ", "/nothing", "/a/full/s/ξ/ξ", "/a/full/risks/ξ", "/a/full/report?publish=ξ", "/a/full/export.ξ"]
)
def test_what_is_not_there_is_told_in_the_language_of_the_page(address: str, desk: Desk) -> None:
    answer = desk.client.get(address)
    assert answer.status_code == 404
    assert [word for word in latin(told(answer)) if word != "full"] == []


def test_a_file_that_cannot_be_taken_in_is_told_with_its_name(desk: Desk) -> None:
    answer = desk.client.post("/import", files={"file": ("ξ.yaml", b"dpia: 1\nid: x\n x: 2\n")})
    assert answer.status_code == 422
    assert "ξ.yaml:3:" in told(answer)


def test_a_field_says_what_is_wrong_without_the_id_of_its_question(english: Desk) -> None:
    answer = wrong(english, SIMPLE, {"share": "120"})
    (error,) = having(answer, "error")
    assert error.words() == "Error: A percentage from 0 to 100 is needed here. Write for example 12 or 12.5 %."
    (summary,) = having(answer, "error-summary")
    assert "E-16 Which share of them is young? : A percentage from 0 to 100 is needed here" in summary.words()


def test_the_summary_names_the_row_and_the_column_of_a_cell(english: Desk) -> None:
    (summary,) = having(wrong(english, TABLES, {"rules/first/held": "perhaps"}), "error-summary")
    assert "The first rule: Does it hold?" in summary.words()


def patched(desk: Desk, answers: dict[str, Any]) -> httpx.Response:
    body = {"revision": 1, "answers": answers}
    return desk.client.ask("PATCH", "/api/v1/assessments/full/answers", headers=desk.client.ours, json=body)


def test_a_program_is_told_the_same_words_with_the_path_beside_them(english: Desk) -> None:
    answer = patched(english, {"everything.share": 120})
    assert answer.status_code == 422
    assert answer.json()["problems"] == [
        "full:answers.everything.share: bad-value: In “Which share of them is young?”: A percentage from 0 to 100 is "
        "needed here (write for example 12 or 12.5 %)"
    ]


def test_a_program_is_told_in_english(desk: Desk) -> None:
    (problem,) = patched(desk, {"everything.share": 120}).json()["problems"]
    assert problem.endswith("A percentage from 0 to 100 is needed here (write for example 12 or 12.5 %)")


def test_a_program_may_send_what_has_one_meaning_only_and_it_is_kept_in_one_form(english: Desk) -> None:
    sent = {
        "share": "90 %",
        "start": "1.12.2026",
        "keep": "3 Monate",
        "lawful": True,
        "colour": "GREEN",
        "people": "6 000",
    }
    assert patched(english, {f"everything.{name}": value for name, value in sent.items()}).status_code == 200
    kept = english.assessment("full").data()["answers"]["everything"]
    assert {name: kept[name] for name in sent} == {
        "share": 90,
        "start": "2026-12-01",
        "keep": "3 months",
        "lawful": "yes",
        "colour": "green",
        "people": 6000,
    }


@pytest.mark.parametrize("value", ["2.400", "6,000"])
def test_a_number_that_could_be_two_is_asked_about_in_the_browser_and_by_the_api(value: str, english: Desk) -> None:
    plain = value.replace(".", "").replace(",", "")
    asked = f"This number can be read in two ways: is it {plain} or {float(value.replace(',', '.')):g}?"
    assert asked in told(wrong(english, SIMPLE, {"people": value}))
    assert asked in patched(english, {"everything.people": value}).json()["problems"][0]


def test_a_form_takes_what_has_one_meaning_only_and_keeps_it_in_one_form(english: Desk) -> None:
    answer = wrong(english, SIMPLE, {"start": "1. Dezember 2026", "keep": "3 Monate", "share": "90%"})
    assert answer.status_code == 303
    kept = english.assessment("full").data()["answers"]["everything"]
    assert (kept["start"], kept["keep"], kept["share"]) == ("2026-12-01", "3 months", 90)


def test_a_day_that_could_be_two_stays_in_the_field_with_both_of_its_meanings(english: Desk) -> None:
    asked = "This date can be read in two ways: is it 2026-12-01 or 2026-01-12?"
    assert asked in told(wrong(english, SIMPLE, {"start": "01/12/2026"}))


def test_a_flood_of_problems_is_cut(english: Desk) -> None:
    rows = [{"id": f"T{number}", "thing": number} for number in range(100)]
    problems = patched(english, {"everything.things": rows}).json()["problems"]
    assert len(problems) <= 21
    assert problems[-1].startswith("and ")
    assert sum(map(len, problems)) < 2200
