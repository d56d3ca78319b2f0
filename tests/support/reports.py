"""Reports for tests, each made once in a run: of the worked example, and of a small questionnaire with every type."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from dpia.api import packed_for
from dpia.assessment.checking import check_assessment
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.files import read_assessment
from dpia.assessment.model import Approval, Assessment, Reviewed
from dpia.data import QUESTIONNAIRES
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion, Form
from dpia.questionnaire.library import Library, read_definitions
from dpia.questionnaire.model import Publication
from dpia.questionnaire.types import QuestionType
from dpia.report.building import build_report
from dpia.report.document import ReportDocument
from dpia.report.html import render_html
from dpia.report.pdf import render_pdf
from dpia.shipped import example_path, shipped_library
from tests.support.forms import LAYERS
from tests.support.run import HANG_SECONDS, once

ON = date(2026, 11, 24)
DATA = Path(__file__).parents[1] / "data"
Write = Callable[[str, str], str]
"""Gives the text for a slot: its name, and what stands in it."""


@lru_cache
def lumen() -> Evaluation:
    """The worked example, evaluated."""
    return example("lumen-line")


@lru_cache
def adlens() -> Evaluation:
    """The worked example with the most questionnaires, evaluated."""
    return example("adlens")


def example(name: str) -> Evaluation:
    """A shipped example, evaluated."""
    assessment, _ = read_assessment(example_path(name))
    library = shipped_library()
    form = library.form([ref.id for ref in assessment.questionnaires], assessment.method)
    return evaluate(form, assessment, on=ON)


@lru_cache
def lumen_pdf(publication: Publication = Publication.OPERATIONAL) -> bytes:
    """The report of the worked example."""
    return once(f"lumen-line.{publication}.pdf", lambda: pdf_of(lumen(), shipped_library(), publication))


@lru_cache
def lumen_html(publication: Publication = Publication.OPERATIONAL) -> str:
    """The same as HTML, without the style in it."""

    def make() -> bytes:
        report = build_report(lumen(), shipped_library(), publication=publication)
        return render_html(report, standalone=False).encode()

    return once(f"lumen-line.{publication}.html", make).decode()


@lru_cache
def small_library() -> Library:
    """The questionnaire with every type of question, on the shipped method, catalogue and sources."""
    shipped = [QUESTIONNAIRES / name for name in ("methods", *LAYERS, "sources.yaml", "glossary.yaml")]
    return read_definitions([DATA / "report/everything.yaml", *shipped]).check()


def small_form() -> Form:
    return small_library().form(["everything"])


@lru_cache
def small_assessment() -> Assessment:
    """An assessment in which everything is answered that can be."""
    assessment, document = read_assessment(DATA / "report/everything-answers.yaml")
    check_assessment(small_form(), assessment, document)
    return assessment


def judge(assessment: Assessment) -> Evaluation:
    """An assessment of the small questionnaire, evaluated."""
    return evaluate(small_form(), assessment, on=ON)


def small_report(assessment: Assessment | None = None, **options: Any) -> ReportDocument:
    """The ReportDocument of an assessment of the small questionnaire."""
    return build_report(judge(assessment or small_assessment()), small_library(), **options)


def small_html(assessment: Assessment | None = None, **options: Any) -> str:
    """Its HTML, without the style in it."""
    return render_html(small_report(assessment, **options), standalone=False)


@lru_cache
def small_pdf(publication: Publication = Publication.OPERATIONAL) -> bytes:
    """Its PDF."""
    return once(
        f"everything.{publication}.pdf", lambda: pdf_of(judge(small_assessment()), small_library(), publication)
    )


def pdf_of(evaluation: Evaluation, library: Library, publication: Publication = Publication.OPERATIONAL) -> bytes:
    """The report of any evaluation."""
    report = build_report(evaluation, library, publication=publication)
    packed = packed_for(evaluation.assessment, library)
    return render_pdf(report, evaluation.assessment, definitions=packed)[0]


def signed(assessment: Assessment) -> Assessment:
    """The same with a signature on exactly this content."""
    approval = Approval(name="N. Sample", role="Director", on=ON, content_hash=assessment.content_hash)
    return assessment.change(approvals=(approval,))


def review_of(old: Assessment, new: Assessment) -> Assessment:
    """The new assessment as a review of the old one."""
    assert old.decision is not None
    data = {key: value for key, value in old.data().items() if key != "reviewed"}
    reviewed = Reviewed(
        content_hash=old.content_hash, version=old.version, decided_on=old.decision.on, outcome=None, data=data
    )
    return new.change(reviewed=reviewed)


def with_texts(form: Form, assessment: Assessment, write: Write) -> Assessment:
    """The same assessment with every text that a person typed written anew; ids, options, dates and numbers stay."""
    data = assessment.data()
    for key in ("title", "organisation", "summary", "version"):
        if key in data:
            data[key] = write(key, data[key])
    for file, answers in data["answers"].items():
        for name, answer in answers.items():
            answers[name] = _answer(form.questions[f"{file}.{name}"], answer, write, f"{file}.{name}")
    for register in ("risks", "measures"):
        data[register] = [_texts(entry, write, register) for entry in data.get(register, [])]
    data["remarks"] = [_texts(entry, write, f"remarks.{entry['about']}") for entry in data.get("remarks", [])]
    if "decision" in data:
        data["decision"] = _texts(data["decision"], write, "decision")
    return Assessment.model_validate(data)


_KEPT = frozenset(
    ["id", "scenario", "severity", "likelihood", "measures", "kind", "status", "due", "implemented_on", "on", "met_on"]
) | {"outcome", "finding", "mends", "content", "link", "sha256", "date", "sent_on", "answered_on", "about", "verdict"}
_FREE = frozenset([QuestionType.TEXT, QuestionType.LONG])
_RECORDS = frozenset([QuestionType.PERSON, QuestionType.EVIDENCE, QuestionType.PICTURE, QuestionType.SIGN_OFF])


def _answer(item: CompiledQuestion | CompiledColumn, raw: Any, write: Write, slot: str) -> Any:
    if isinstance(raw, dict) and set(raw) <= {"value", "unknown", "not_applicable", "note", "evidence", "suggested"}:
        changed = {**raw, **{key: write(f"{slot} {key}", raw[key]) for key in ("note", "not_applicable") if key in raw}}
        if "value" in raw:
            changed["value"] = _answer(item, raw["value"], write, slot)
        if "evidence" in raw:
            changed["evidence"] = [_texts(entry, write, slot) for entry in raw["evidence"]]
        return changed
    asked = item.column if isinstance(item, CompiledColumn) else item.question
    if asked.type in _FREE:
        return write(slot, raw)
    if asked.type in _RECORDS:
        return _texts(raw, write, slot)
    if asked.type is QuestionType.TABLE and isinstance(item, CompiledQuestion):
        return [
            {
                name: cell if name == "id" else _answer(item.columns[name], cell, write, f"{slot}.{name}")
                for name, cell in row.items()
            }
            for row in raw
        ]
    return raw


def _texts(entry: Any, write: Write, slot: str) -> Any:
    """Every text of a record, but for its ids, dates and choices."""
    if isinstance(entry, dict):
        return {key: value if key in _KEPT else _texts(value, write, f"{slot}.{key}") for key, value in entry.items()}
    if isinstance(entry, list):
        return [_texts(value, write, slot) for value in entry]
    return write(slot, entry) if isinstance(entry, str) else entry


def run(*command: str | Path) -> str:
    """What a program says about a file; the test fails where the program does."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, encoding="utf-8", timeout=HANG_SECONDS
    )
    assert done.returncode == 0, f"{command[0]} said {done.returncode}: {done.stdout}{done.stderr}"
    return done.stdout
