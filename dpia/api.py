"""The steps of the library that join several rooms: read, save, make a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dpia.assessment.checking import check_assessment
from dpia.assessment.files import write_assessment
from dpia.assessment.model import Assessment
from dpia.errors import AssessmentError, Code, NotFound, Problem, did_you_mean
from dpia.i18n import languages, translation
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Publication
from dpia.questionnaire.text import Document

if TYPE_CHECKING:
    from dpia.assessment.evaluation import Evaluation
    from dpia.report.document import ReportDocument


def read(path: Path | str, library: Library) -> Assessment:
    """The assessment in a YAML or JSON file or a report PDF, checked against its questionnaires.

    Raises AssessmentError with every problem and its place, NotFound, or DefinitionError.
    """
    from dpia.exchange.reading import read_any

    assessment, document = read_any(Path(path))
    checked_form(assessment, document, library)
    return assessment


def checked_form(assessment: Assessment, document: Document, library: Library) -> Form:
    """The form that an assessment answers, once every answer was checked against it. Raises AssessmentError."""
    ids = [ref.id for ref in assessment.questionnaires]
    named: list[tuple[tuple[str | int, ...], str, str, Iterable[str]]] = [
        (("questionnaires", place, "id"), "questionnaire", name, library.questionnaires)
        for place, name in enumerate(ids)
    ]
    if assessment.method is not None:
        named.append((("method",), "risk method", assessment.method, library.methods))
    problems = [
        Problem(document.location(path), Code.UNKNOWN_ID, f"there is no {what} `{name}`", did_you_mean(name, known))
        for path, what, name, known in named
        if name not in known
    ]
    problems += [
        Problem(
            document.location(("questionnaires", place, "id")),
            Code.UNKNOWN_ID,
            f"`{name}` is a module, which is not named",
            library.where_included(name),
        )
        for place, name in enumerate(ids)
        if name in library.questionnaires and library.questionnaires[name].kind == "module"
    ]
    if problems:
        raise AssessmentError(problems)
    form = library.form(ids, assessment.method)
    check_assessment(form, assessment, document)
    return form


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
    """What templates see. Raises NotFound for a language that has no translation.

    Where none is asked for, it is the assessment's; English where that has no translation, so that a report never names a
    language that it is not in.
    """
    from dpia.report.building import build_report

    check_language(language)
    own = evaluation.assessment.language
    chosen = language or (own if _is_translated(own) else "en")
    return build_report(evaluation, library, language=chosen, translate=translation(chosen), publication=publication)


def version_name(name: str, publication: Publication) -> str:
    """The name of a report without its ending: hotline -> hotline-public. The full version alone is called like the assessment.

    A version for others and the full one are not to be taken for each other.
    """
    return name if publication is Publication.OPERATIONAL else f"{name}-{publication.value}"


def check_language(language: str | None) -> None:
    """Raises NotFound for a language that has no translation."""
    if language is not None and not _is_translated(language):
        raise NotFound(f"There is no translation into `{language}`: {did_you_mean(language, languages())}")


def _is_translated(language: str) -> bool:
    """Whether there is a translation into a language, or into what it is a variety of: de-AT is shown in de."""
    return bool({language, language.partition("-")[0]} & set(languages()))
