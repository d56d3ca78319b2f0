"""The steps of the library that join several rooms: read, save, make a report."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from dpia.assessment.checking import check_assessment
from dpia.assessment.files import write_assessment
from dpia.assessment.model import Assessment
from dpia.errors import AssessmentError, BadInput, Message, NotFound, Problem
from dpia.messages import assessments
from dpia.packages import template_folders
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Publication
from dpia.questionnaire.origin import ForeignTexts
from dpia.questionnaire.text import Document
from dpia.showing.translations import languages, speaks, translation
from dpia.wording import N_, did_you_mean, said

if TYPE_CHECKING:
    from dpia.assessment.evaluation import Evaluation
    from dpia.report.document import ReportDocument


def read(path: Path | str, library: Library) -> Assessment:
    """The assessment in a YAML or JSON file or a report PDF, checked against its questionnaires.

    Raises AssessmentError with every problem and its place, NotFound where there is no such file, and DefinitionError where
    the library itself cannot be used.
    """
    from dpia.exchange.reading import read_any

    assessment, document = read_any(Path(path))
    checked_form(assessment, document, library)
    return assessment


def checked_form(assessment: Assessment, document: Document, library: Library) -> Form:
    """The form that an assessment answers, once every answer was checked against it. Raises AssessmentError."""
    ids = [ref.id for ref in assessment.questionnaires]
    named: list[tuple[tuple[str | int, ...], Message, str, Iterable[str]]] = [
        (("questionnaires", place, "id"), assessments.NO_QUESTIONNAIRE, name, library.questionnaires)
        for place, name in enumerate(ids)
    ]
    if assessment.method is not None:
        named.append((("method",), assessments.NO_METHOD, assessment.method, library.methods))
    problems = [
        Problem(document.location(path), message(name=name, suggestion=did_you_mean(name, known)))
        for path, message, name, known in named
        if name not in known
    ]
    problems += [
        Problem(
            document.location(("questionnaires", place, "id")),
            assessments.IS_MODULE(name=name, where=library.where_included(name)),
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
    """Writes an assessment as YAML, or as JSON where the name ends so; whole or not at all. Only its owner can read a new file.

    Raises WouldOverwrite where the file exists and `force` is not given, and DpiaError where it cannot be written.
    """
    write_assessment(assessment, Path(path), force=force)


@dataclass(frozen=True, slots=True)
class Report:
    """A report that was made: its bytes, the language it is in, and the characters that no font of it can show."""

    content: bytes
    language: str
    missing_glyphs: tuple[str, ...] = ()


class ReportOptions(TypedDict, total=False):
    """What a report can be told, as `make_report` explains: language, publication level, folders of templates, logo."""

    language: str | None
    publication: Publication
    templates: Sequence[Path]
    logo: Path | None


class MissingGlyphs(UserWarning):
    """A text of the report holds characters that no font of it can show; each stands there as a sign."""


def make_report(
    evaluation: Evaluation,
    library: Library,
    *,
    html: bool = False,
    language: str | None = None,
    publication: Publication = Publication.OPERATIONAL,
    templates: Sequence[Path] = (),
    logo: Path | None = None,
) -> Report:
    """The report as PDF/A-3a and PDF/UA-1 with the assessment embedded, or as one HTML file with its style and fonts inside.

    Same input, same bytes. `language` is a code such as `de`; without one it is the assessment's. `publication` is the most
    confidential level that the report may show. `templates` are folders whose files take the place of the shipped ones;
    `package:NAME` is that of an installed package.
    Raises NotFound for a language, folder or logo that is not there, TemplateError for a faulty template, and ReportError
    for input too large to be laid out.
    """
    document = report_document(evaluation, library, language=language, publication=publication)
    translate = translation(document.language)
    templates = template_folders(templates)
    if html:
        from dpia.report.html import render_html

        page = render_html(document, translate=translate, templates=templates, logo=logo)
        return Report(page.encode("utf-8"), document.language)
    from dpia.report.pdf import render_pdf

    content, missing = render_pdf(document, evaluation.assessment, translate=translate, templates=templates, logo=logo)
    return Report(content, document.language, missing)


def make_pdf(evaluation: Evaluation, library: Library, **options: Unpack[ReportOptions]) -> bytes:
    """The report as PDF, with the options of `make_report`. Warns with MissingGlyphs where a font lacks characters."""
    made = make_report(evaluation, library, **options)
    if made.missing_glyphs:
        warnings.warn(f"No font of the report can show: {shown_glyphs(made.missing_glyphs)}.", MissingGlyphs, 2)
    return made.content


def make_html(evaluation: Evaluation, library: Library, **options: Unpack[ReportOptions]) -> str:
    """The same report as one HTML file, with the options of `make_report`."""
    return make_report(evaluation, library, html=True, **options).content.decode("utf-8")


def shown_glyphs(missing: Sequence[str]) -> str:
    """Characters with their numbers, the first ten: "ꙮ (U+A66E)"."""
    return " ".join(f"{sign} (U+{ord(sign):04X})" for sign in missing[:10])


def report_document(
    evaluation: Evaluation, library: Library, *, language: str | None, publication: Publication
) -> ReportDocument:
    """What templates see. Raises NotFound for a language that has no translation.

    Where none is asked for, it is the assessment's; English where that has no translation, so that no report names a language
    because of a title alone. What has no translation, or a stale one, is shown in English.
    """
    from dpia.report.building import build_report

    if language is not None:
        check_language(language, library, list(evaluation.form.modules))
    chosen = language or own_language(evaluation, library)
    spoken, translate = library.in_language(chosen), translation(chosen)
    judged = evaluation if spoken is library else _judged_in(spoken, evaluation)
    return build_report(judged, spoken, language=chosen, translate=translate, publication=publication)


def own_language(evaluation: Evaluation, library: Library) -> str:
    """The language that a report is in where none is asked for: the assessment's, or English where that has no translation."""
    own = evaluation.assessment.language
    return own if _is_translated(own, library, list(evaluation.form.modules)) else "en"


def foreign_texts(evaluation: Evaluation, library: Library) -> tuple[ForeignTexts, ...]:
    """Whose translations a report of this assessment shows, beside those of the program and of who wrote the definitions."""
    spoken = library.in_language(own_language(evaluation, library))
    form = evaluation.form
    return spoken.form([item.id for item in form.questionnaires], form.method.id).foreign_texts


def _judged_in(library: Library, evaluation: Evaluation) -> Evaluation:
    """The same evaluation with the texts of a library in another language."""
    from dpia.assessment.evaluation import evaluate

    form = library.form([item.id for item in evaluation.form.questionnaires], evaluation.form.method.id)
    return evaluate(form, evaluation.assessment, on=evaluation.on)


def version_name(name: str, publication: Publication) -> str:
    """The name of a report without its ending: hotline -> hotline-public. The full version alone is called like the assessment.

    A version for others and the full one are not to be taken for each other.
    """
    return name if publication is Publication.OPERATIONAL else f"{name}-{publication.value}"


def report_languages(library: Library, questionnaire_ids: Sequence[str]) -> list[str]:
    """The languages that a report of these questionnaires can be in."""
    return [word for word in sorted({*languages(), *library.languages}) if _can_be_in(word, library, questionnaire_ids)]


def _can_be_in(language: str, library: Library, questionnaire_ids: Sequence[str]) -> bool:
    try:
        return _is_translated(language, library, questionnaire_ids)
    except BadInput:  # a file of another language than the one that is asked for
        return False


def check_language(language: str, library: Library, questionnaire_ids: Sequence[str]) -> None:
    """Raises NotFound, with what there is, for a language into which neither phrases nor these questionnaires are translated."""
    if not _is_translated(language, library, questionnaire_ids):
        there_is = ", ".join(report_languages(library, questionnaire_ids))
        raise NotFound(
            said(N_("There is no translation into `{language}`: there is {names}."), language=language, names=there_is)
        )


def _is_translated(language: str, library: Library, questionnaire_ids: Sequence[str]) -> bool:
    """Whether the program's phrases or half of what these questionnaires say are there in a language: de-AT is shown in de."""
    return speaks(language) or library.speaks(language, questionnaire_ids)
