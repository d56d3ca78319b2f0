"""Answers and tables of the report: nothing that was said is left out, and a table stands in the form that its words need."""

import re
from typing import Any

import pytest

from dpia.assessment.evaluation import evaluate
from dpia.questionnaire.records import Evidence
from dpia.report.answered import TableView
from dpia.report.building import build_report
from dpia.report.building.widths import BREADTH
from dpia.showing.widths import GAP
from tests.report.test_opening import page_part
from tests.support.forms import ON, make_assessment, make_library
from tests.support.reports import lumen_html, small_assessment, small_html, small_report

THINGS = {"id": "T1", "thing": "A bell", "secret_place": "Under the stairs"}


def table(code: str, **answers: Any) -> TableView:
    assessment = small_assessment()
    for name, value in answers.items():
        assessment = assessment.with_answer(f"everything.{name}", value)
    waiting = [section for part in small_report(assessment).parts for section in part.sections]
    for section in waiting:
        waiting.extend(section.sections)
        for question in section.questions:
            if question.anchor == f"q-everything-{code}" and question.table is not None:
                return question.table
    raise LookupError(code)


def test_a_cell_carries_its_note_and_evidence_and_the_page_prints_them() -> None:
    cell = table("things").rows[0].cells[0]
    assert cell.note_text == "A note in a cell"
    assert [link.text for link in cell.evidence] == ["A cell's document [cell.pdf]"]
    assert "It rings. Note A note in a cell Evidence A cell&#39;s document [cell.pdf]" in page_part(
        small_html(), "part-everything"
    )


def test_a_cell_with_a_note_has_a_line_of_its_own_in_a_block() -> None:
    stages = small_assessment().answer("everything.stages")
    assert stages is not None
    rows = [{**stages.value[0], "who": {"value": "A worker", "note": "By turns"}}, stages.value[1]]
    view = table("stages", stages=rows)
    assert view.width == "records"
    assert [
        label
        for line in view.fields(view.rows[0])
        for label, cell in line
        if cell.note_text == "By turns" and len(line) == 1
    ]


def test_a_note_alone_shows_in_a_cell_that_nobody_has_to_fill_in() -> None:
    library = make_library(
        small="""
        - id: items
          code: S-1
          ask: Which?
          type: table
          prefix: D
          columns: [{id: more, ask: More?, type: text, required: false}]
        """
    )
    form = library.form(["small"])
    assessment = make_assessment(form, {"items": [{"id": "D1", "more": {"note": "Asked in May"}}]})
    (question,) = build_report(evaluate(form, assessment, on=ON), library).parts[0].sections[0].questions
    assert question.table is not None
    assert question.table.rows[0].cells[0].note_text == "Asked in May"


def test_a_picture_names_its_file_beside_its_caption() -> None:
    assert re.search(r"Boxes and arrows A caption · drawing.png · A source", page_part(small_html(), "part-everything"))


def test_rows_that_a_cell_refers_to_stand_one_below_the_other() -> None:
    assert re.search(
        r'<td><ul class="choices"><li><a href="#row-[^"]+">[^<]+</a></li>\s*<li><a href="#row-', lumen_html()
    )


def test_threats_of_a_risk_stand_beside_its_sources() -> None:
    assert "Threats A first threat; A second threat" in page_part(small_html(), "risks")


def test_the_evidence_of_a_measure_stands_in_the_action_plan() -> None:
    assert "What the measure is Evidence A test report [test.pdf]" in page_part(small_html(), "plan")


def test_a_column_is_as_broad_as_its_longest_word_whose_letters_are_broad() -> None:
    library = make_library(
        small="""
        - id: items
          code: S-1
          ask: Which?
          type: table
          prefix: D
          columns:
            - {id: far, ask: Far?, type: text}
            - {id: tale, ask: Tale?, type: long}
            - {id: more, ask: More?, type: long}
        """
    )
    form = library.form(["small"])
    row = {"id": "D1", "far": "Implemented", "tale": "a tale " * 50, "more": "some more " * 40}
    (question,) = (
        build_report(evaluate(form, make_assessment(form, {"items": [row]}), on=ON), library)
        .parts[0]
        .sections[0]
        .questions
    )
    assert question.table is not None
    assert question.table.width == "broad"
    assert question.table.widths[1] * BREADTH["broad"] / 100 > 12 + GAP - 0.1


@pytest.mark.parametrize(("word", "width"), [("short", "broad"), ("Selbstbestimmungsgesetz", "records")])
def test_a_table_whose_words_do_not_fit_stands_in_blocks(word: str, width: str) -> None:
    columns = ", ".join(f"{{id: {name}, ask: {name}?, type: text}}" for name in ("a", "b", "c", "d", "e"))
    library = make_library(
        small=f"- {{id: items, code: S-1, ask: Which?, type: table, prefix: D, columns: [{columns}]}}"
    )
    form = library.form(["small"])
    assessment = make_assessment(form, {"items": [{"id": "D1", **dict.fromkeys("abcde", word)}]})
    (question,) = build_report(evaluate(form, assessment, on=ON), library).parts[0].sections[0].questions
    assert question.table is not None
    assert question.table.width == width


def test_the_address_of_evidence_is_printed_behind_its_title() -> None:
    """A title can say anything: `bank.example` may lead elsewhere."""
    given = small_assessment()
    proof = {"title": "bank.example", "link": "http://evil.example/x"}
    answer = given.answer("everything.name").model_copy(update={"evidence": (Evidence(**proof),)})
    page = small_html(given.with_answer("everything.name", answer))
    assert '<a href="http://evil.example/x">bank.example</a> (http://evil.example/x)' in page
