"""Rendering ends: with a report, or with one clear line that says what is too much."""

from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest

from dpia.assessment.evaluation import evaluate
from dpia.errors import ReportError
from dpia.report.building import build_report
from dpia.report.pdf import MAX_HTML_CHARACTERS, MAX_HTML_TAGS, render_pdf
from tests.support.forms import make_assessment, make_library
from tests.support.reports import (
    ON,
    judge,
    pdf_of,
    small_assessment,
    small_form,
    small_library,
    small_report,
    with_texts,
)


@pytest.mark.slow
def test_two_hundred_answers_of_ten_kilobytes_end() -> None:
    names = [f"q{number}" for number in range(200)]
    library = make_library(
        big="\n".join(
            f"- {{id: {name}, code: B-{name}, ask: What is {name}?, type: long, help: Much.}}" for name in names
        )
    )
    form = library.form(["big"])
    assessment = make_assessment(form, {name: f"{name} " + "some words and more " * 500 for name in names})
    report = build_report(evaluate(form, assessment, on=ON), library)
    assert render_pdf(report, assessment)[0].startswith(b"%PDF-1.7")


BOMBS = {
    "nested lists": "- " * 400 + "x",
    "nested quotes": ">" * 400 + "x",
    "nested emphasis": "*" * 400 + "x" + "*" * 400,
    "a broad table": "|" + "a|" * 120 + "\n|" + "-|" * 120 + "\n|" + "b|" * 120,
    "a long word": "x" * 480,
    "many breaks": "a\\\n" * 120,
    "combining marks": "a" + "\u0301" * 470,
    "wide blanks": "\u2003" * 400,
    "many links": "[a](https://example.org) " * 19,
    "many rules": "---\n" * 110,
    "entities": "&nbsp;" * 80,
    "directions": "\u202fא\u200fא\u200e" * 110,
}


LONG_SLOTS = (
    "summary",
    "everything.story",
    "everything.guard",
    "everything.stages.what",
    "risks.harm",
    "decision.reason",
)


def test_bombs_in_every_slot_end_with_a_report() -> None:
    bombs = cycle(BOMBS.values())

    def write(slot: str, old: str) -> str:
        bomb = next(bombs)
        return bomb * 8 if slot in LONG_SLOTS else " ".join(bomb.split())[:480] or "x"

    assessment = with_texts(small_form(), small_assessment(), write)
    assert pdf_of(judge(assessment), small_library()).startswith(b"%PDF-1.7")


def test_a_page_of_too_many_elements_is_refused_before_it_is_laid_out() -> None:
    report = small_report()
    many = replace(report, glossary=report.glossary[:1] * MAX_HTML_TAGS)
    with pytest.raises(ReportError, match="too large to be laid out"):
        render_pdf(many, small_assessment())


def test_a_page_of_too_many_characters_is_refused_before_it_is_laid_out() -> None:
    with pytest.raises(ReportError, match="too large to be laid out"):
        render_pdf(replace(small_report(), organisation="x" * MAX_HTML_CHARACTERS), small_assessment())


def test_a_document_that_nests_too_deeply_is_refused(tmp_path: Path) -> None:
    (tmp_path / "section.html.j2").write_text("<div>" * 1500 + "x" + "</div>" * 1500, encoding="utf-8")
    with pytest.raises(ReportError, match="nests too deeply"):
        render_pdf(small_report(), small_assessment(), templates=[tmp_path])
