"""The steps of the library that join several rooms: read, save, make a report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dpia.assessment.checking import check_assessment
from dpia.assessment.files import write_assessment
from dpia.assessment.model import Assessment
from dpia.i18n import translation
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Publication

if TYPE_CHECKING:
    from dpia.assessment.evaluation import Evaluation
    from dpia.report.document import ReportDocument


def read(path: Path | str, library: Library) -> Assessment:
    """The assessment in a YAML or JSON file or a report PDF, checked against its questionnaires.

    Raises AssessmentError with every problem and its place, NotFound, or DefinitionError.
    """
    from dpia.exchange.reading import read_any

    assessment, document = read_any(Path(path))
    form = library.form([ref.id for ref in assessment.questionnaires], assessment.method)
    check_assessment(form, assessment, document)
    return assessment


def save(assessment: Assessment, path: Path | str, *, force: bool = False) -> None:
    """Writes an assessment as YAML, or as JSON where the name ends so; whole or not at all. Raises WouldOverwrite."""
    write_assessment(assessment, Path(path), force=force)


def make_pdf(
    evaluation: Evaluation,
    library: Library,
    *,
    language: str | None = None,
    publication: Publication = Publication.OPERATIONAL,
    templates: Sequence[Path] = (),
    logo: Path | None = None,
) -> bytes:
    """The report as PDF/A-3a and PDF/UA-1, with the assessment embedded. Same input, same bytes. Raises ReportError."""
    from dpia.report.pdf import render_pdf

    document = report_document(evaluation, library, language=language, publication=publication)
    translate = translation(document.language)
    return render_pdf(document, evaluation.assessment, translate=translate, templates=templates, logo=logo)[0]


def make_html(
    evaluation: Evaluation,
    library: Library,
    *,
    language: str | None = None,
    publication: Publication = Publication.OPERATIONAL,
    templates: Sequence[Path] = (),
    logo: Path | None = None,
) -> str:
    """The same report as one HTML file with its style and fonts inside."""
    from dpia.report.html import render_html

    document = report_document(evaluation, library, language=language, publication=publication)
    return render_html(document, translate=translation(document.language), templates=templates, logo=logo)


def report_document(
    evaluation: Evaluation, library: Library, *, language: str | None, publication: Publication
) -> ReportDocument:
    """What templates see."""
    from dpia.report.building import build_report

    chosen = language or evaluation.assessment.language
    return build_report(evaluation, library, language=chosen, translate=translation(chosen), publication=publication)
