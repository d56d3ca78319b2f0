"""The record of a screening that ends without an assessment: every answer on four pages, the decision first."""

import io
from functools import cache
from typing import Any

import pikepdf
import pytest

from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.routing import close_questionnaire
from dpia.cli.summary import summary_lines
from dpia.errors import DpiaError
from dpia.report.building import build_report
from dpia.report.editions import Edition, closable, edition_of
from dpia.report.html import render_html
from tests.report.test_opening import page_part
from tests.support.forms import ON, make_assessment, make_library
from tests.support.reports import pdf_of

QUESTIONS = """
- {id: watched, code: R-1, ask: Is a place watched?, type: yes_no, findings: [
    {id: public, if: watched == yes, level: note, says: A public place is watched., dpia: required, cite: [gdpr 35(1)]}]}
- {id: places, code: R-2, ask: Which places?, type: table, prefix: P, columns: [{id: where, ask: Where?, type: text}]}
- id: decided
  code: R-3
  ask: What is decided?
  type: choice
  means: dpia_decision
  options: [{id: required, label: It is made}, {id: not_required, label: None is made}]
- {id: why, code: R-4, ask: Why?, type: long}
"""


@cache
def judged(decided: str) -> Evaluation:
    form = make_library(page=QUESTIONS).form(["page"])
    places = [{"id": "P1", "where": "The yard"}]
    answers = {"watched": "yes", "places": places, "decided": decided, "why": "Nobody comes by."}
    return evaluate(form, make_assessment(form, answers), on=ON)


def page(decided: str, edition: Edition | None = None) -> str:
    return render_html(build_report(judged(decided), make_library(page=QUESTIONS), edition=edition), standalone=False)


def test_the_edition_follows_from_what_was_decided() -> None:
    assert edition_of(judged("not_required")) is Edition.RECORD
    assert edition_of(judged("required")) is Edition.STANDARD
    assert 'id="record"' in page("not_required")
    assert 'id="risks"' in page("required")


def test_an_edition_can_be_named() -> None:
    assert 'id="risks"' in page("not_required", Edition.STANDARD)
    assert 'id="record"' in page("not_required", Edition.RECORD)


def test_there_is_no_record_of_an_assessment_that_is_made_or_not_decided_about() -> None:
    with pytest.raises(DpiaError, match="“A sample” is no screening that ends without an assessment"):
        page("required", Edition.RECORD)
    register = QUESTIONS + "- {id: risks_now, code: R-5, ask: How grave?, type: register, view: risks_before}\n"
    library = make_library(page=register)
    form = library.form(["page"])
    for answers in ({"decided": "not_required"}, {}):
        evaluation = evaluate(form, make_assessment(form, answers), on=ON)
        with pytest.raises(DpiaError, match="no record of one"):
            build_report(evaluation, library, edition=Edition.RECORD)


def test_the_decision_comes_first_and_every_answer_once() -> None:
    words = page_part(page("not_required"), "record")
    result, found, answers = (words.index(text) for text in ("None is made", "A public place is watched.", "The yard"))
    assert result < found
    assert words.count("Nobody comes by.") == 1
    assert words.count("The yard") == 1
    assert answers


def test_it_is_a_pdf_of_one_page_with_the_hash_that_it_carries() -> None:
    evaluation = judged("not_required")
    content = pdf_of(evaluation, make_library(page=QUESTIONS))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) <= 2
        assert list(pdf.attachments)


def test_what_has_a_register_of_risks_is_no_mere_record() -> None:
    register = QUESTIONS + "- {id: risks_now, code: R-5, ask: How grave?, type: register, view: risks_before}\n"
    form = make_library(page=register).form(["page"])
    assert edition_of(evaluate(form, make_assessment(form, {"decided": "not_required"}), on=ON)) is Edition.STANDARD


def test_it_says_where_a_definition_is_not_the_one_that_was_answered() -> None:
    form = make_library(page=QUESTIONS).form(["page"])
    refs = [{"id": "page", "version": "1.2.0", "sha256": "0" * 64}]
    other = make_assessment(form, {"decided": "not_required"}, questionnaires=refs)
    report = build_report(evaluate(form, other, on=ON), make_library(page=QUESTIONS))
    assert "The definition changed since it was answered" in page_part(render_html(report, standalone=False), "record")


def test_it_says_what_is_decided_spoken_and_closed_beside_the_answers() -> None:
    library = make_library(page=QUESTIONS)
    form = library.form(["page"])
    assessment = make_assessment(
        form,
        {"decided": "not_required", "watched": "no", "why": "Nobody comes by."},
        decision={
            "outcome": "conditional",
            "reason": "The reason of the board.",
            "by": {"name": "C. Example", "role": "Director"},
            "on": "2026-11-20",
            "conditions": [{"id": "C1", "text": "The gate is shut.", "owner": "Yard", "due": "2027-01-10"}],
        },
        remarks=[{"about": "page.watched", "text": "Ask the neighbour.", "by": "A. Example", "on": "2026-11-19"}],
        routing=[{"id": "gdpr-dpia", "applies": False, "reason": "The screening ends here.", "by": "B. Example"}],
    )
    words = page_part(render_html(build_report(evaluate(form, assessment, on=ON), library), standalone=False), "record")
    for text in ("The reason of the board.", "The gate is shut.", "Ask the neighbour.", "The screening ends here."):
        assert words.count(text) == 1, text
    assert "not among those that findings and risks leave" in words


def test_without_a_decision_it_says_nothing_of_one() -> None:
    assert "No decision has been taken" not in page_part(page("not_required"), "record")


@pytest.mark.parametrize(
    "parts",
    [
        {"risks": [{"id": "X1", "title": "The gate stays open"}]},
        {"measures": [{"id": "M1", "title": "A lock"}]},
        {"acceptances": [{"finding": "page.public", "by": "A", "reason": "Few come.", "on": "2026-11-19"}]},
    ],
)
def test_where_a_risk_a_measure_or_an_acceptance_stands_it_is_no_mere_record(parts: dict[str, Any]) -> None:
    form = make_library(page=QUESTIONS).form(["page"])
    assessment = make_assessment(form, {"decided": "not_required", "watched": "yes"}, **parts)
    assert edition_of(evaluate(form, assessment, on=ON)) is Edition.STANDARD


def test_it_marks_what_no_act_orders() -> None:
    proposed = QUESTIONS.replace("cite: [gdpr 35(1)]", "basis: proposal").replace(
        "type: long", "type: long, basis: proposal"
    )
    assert proposed.count("basis: proposal") == 2
    library = make_library(page=proposed)
    form = library.form(["page"])
    assessment = make_assessment(form, {"decided": "not_required", "watched": "yes", "why": "Nobody comes by."})
    words = page_part(render_html(build_report(evaluate(form, assessment, on=ON), library), standalone=False), "record")
    assert "Why? (proposal)" in words
    assert "proposal) R-1 A public place is watched." in words


def test_it_does_not_say_that_nothing_is_missing_where_an_answer_is() -> None:
    form = make_library(page=QUESTIONS).form(["page"])
    evaluation = evaluate(form, make_assessment(form, {"decided": "not_required", "watched": "no"}), on=ON)
    words = page_part(render_html(build_report(evaluation, make_library(page=QUESTIONS)), standalone=False), "record")
    assert "none is missing its ground" not in words
    assert "No answer so far asks for a data protection impact assessment." in words


def test_a_form_that_no_answer_opens_is_offered_to_be_closed_and_then_the_record_is_there() -> None:
    """As `dpia new` begins it: the screening and the form, and then nothing asks for an assessment."""
    form = "- {id: risks_now, code: F-1, ask: How grave?, type: register, view: risks_before}\n"
    library = make_library(page=QUESTIONS, rating=form)
    both = library.form(["page", "rating"])
    evaluation = evaluate(both, make_assessment(both, {"page": {"decided": "not_required"}}), on=ON)
    assert edition_of(evaluation) is Edition.STANDARD
    assert closable(evaluation) == ("rating",)
    line = "No assessment is made, so rating need not be answered: dpia close a.yaml rating --reason WHY"
    assert line in list(summary_lines(evaluation, named="a.yaml"))
    required = evaluate(both, make_assessment(both, {"page": {"decided": "required"}}), on=ON)
    assert closable(required) == ()
    closed = close_questionnaire(evaluation.assessment, both, "rating", reason="The screening ends here.")
    alone = evaluate(library.form(["page"]), closed, on=ON)
    assert edition_of(alone) is Edition.RECORD
    words = page_part(render_html(build_report(alone, library), standalone=False), "record")
    assert "Closed rating" in words and "The screening ends here." in words
