"""Whom trafficking does not concern reads none of its words: not on a page of the browser, and not in a report."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from dpia.assessment.files import read_assessment
from dpia.assessment.model import Assessment
from dpia.data import EXAMPLES
from dpia.report.building import build_report
from dpia.report.editions import Edition, edition_of
from dpia.shipped import shipped_library
from tests.support.browsing import Desk, Node, desk_over, tree
from tests.support.field_layer import FIELD_WORDS
from tests.support.forms import judge_all
from tests.support.reports import ON, example, pdf_of

OF_THE_FIELD = {"victim-hotline"}
ORDINARY = sorted((Path(__file__).parents[1] / "data" / "ordinary").glob("*.yaml"))
SMALL = [EXAMPLES / f"{name}.yaml" for name in ("corner-camera", "practice-app", "club-list")]
NEUTRAL = {path.stem: path for path in (*SMALL, *ORDINARY) if path.stem not in OF_THE_FIELD}
QUICK = {"club-list", "corner-camera"}
PARTS, TRIGGERS = "screening.response_parts", "screening.trafficking_triggers"
ASK = "Which parts of the response to trafficking in persons does the technology serve?"
HEADING = "Special fields of work that bring questions of their own"


@pytest.fixture(
    scope="module", params=[pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in NEUTRAL]
)
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Assessment]]:
    assessment, _ = read_assessment(NEUTRAL[request.param])
    with desk_over(tmp_path_factory.mktemp("neutral") / "workspace.sqlite") as found:
        found.add(assessment)
        yield found, assessment


def pages(desk: Desk, name: str) -> Iterator[str]:
    """The addresses of the pages of an assessment."""
    yield from ("", "/result", "/risks", "/measures", "/decision", "/report", "/history")
    evaluation = desk.workspace.evaluation(desk.workspace.get(name), ON)
    for file, section, keys in evaluation.form.answered_sections:
        if any(evaluation.states[key].shown for key in keys):
            yield f"/s/{file}/{section}"
    yield from (f"/risks/{risk.id}" for risk in evaluation.risks)
    yield from (f"/measures/{measure.id}" for measure in evaluation.assessment.measures)


def shown(node: Node) -> str:
    """What a page shows, but for the question which asks for the field, and the one option that may name abuse."""
    if node.tag in ("style", "script") or node.attributes.get("data-key") == PARTS:
        return ""
    words = " ".join([node.text, *map(shown, node.children)])
    return words.replace(abuse_images(), "") if node.attributes.get("data-key") == TRIGGERS else words


def abuse_images() -> str:
    """The label of the option of SCR-22."""
    options = shipped_library().form(["screening"]).questions[TRIGGERS].options
    return next(option.label for option in options if option.id == "abuse_images")


def told(words: str) -> list[str]:
    """The words of the field in a text, each with what stands around it."""
    plain = " ".join(words.split())
    return [plain[max(0, found.start() - 80) : found.end() + 40] for found in FIELD_WORDS.finditer(plain)]


def test_there_are_enough_neutral_examples() -> None:
    assert len(NEUTRAL) >= 6
    assert set(NEUTRAL) > QUICK


def test_no_page_says_a_word_of_the_field(desk: tuple[Desk, Assessment]) -> None:
    browser, assessment = desk
    found, seen = {}, 0
    for page in pages(browser, assessment.id):
        answer = browser.client.get(f"/a/{assessment.id}{page}")
        assert answer.status_code == 200, page
        seen += 1
        if words := told(shown(tree(answer))):
            found[page] = words

    assert found == {}
    assert seen >= 12


def test_no_report_says_a_word_of_the_field(desk: tuple[Desk, Assessment]) -> None:
    browser, assessment = desk
    evaluation = browser.workspace.evaluation(browser.workspace.get(assessment.id), ON)
    report = tree(browser.client.get(f"/a/{assessment.id}/report.html"))

    if edition_of(evaluation) is Edition.RECORD:
        (asked,) = report.find("th", id_="q-screening-response_parts")
        asked.children.clear()
    else:
        (asked,) = report.find("article", id_="q-screening-response_parts")
        assert asked.words() == f"SCR-04 {HEADING} None of these"
    assert len(shown(report)) > 5000
    assert told(shown(report)) == []


def test_the_question_itself_is_asked_in_full_on_its_page_and_in_the_record(desk: tuple[Desk, Assessment]) -> None:
    browser, assessment = desk
    page = browser.client.get(f"/a/{assessment.id}/s/screening/what_and_who")
    (section,) = tree(page).find("section", data_key=PARTS)

    assert ASK in section.words()
    assert HEADING not in section.words()


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        (["none"], HEADING),
        ([], HEADING),
        (["protection"], ASK),
        (None, ASK),
    ],
)
def test_a_heading_of_its_own_stands_only_where_the_answer_sets_the_question_aside(
    parts: list[str] | None, wanted: str
) -> None:
    answers = {} if parts is None else {"response_parts": parts}
    evaluation = judge_all(shipped_library().form(["screening"]), {"processing_name": "List", **answers})
    report = build_report(evaluation, shipped_library(), edition=Edition.STANDARD)

    views = [
        view for part in (*report.parts, *report.annexes) for section in part.sections for view in section.questions
    ]
    view = next(view for view in views if view.code == "SCR-04")
    assert (view.heading, view.ask) == (wanted, ASK)
    assert bool(view.citations) is (wanted == ASK)
    assert next(trace.ask for trace in report.traces if trace.code == "SCR-04") == wanted


@pytest.mark.slow
def test_the_record_of_the_club_has_at_most_four_pages() -> None:
    assert len(pikepdf.open(BytesIO(pdf_of(example("club-list"), shipped_library()))).pages) <= 4
