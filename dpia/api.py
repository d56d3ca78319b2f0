"""The steps of the library that join several rooms: read, save, make a report."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from dpia.assessment.checking import check_assessment
from dpia.assessment.files import write_assessment
from dpia.assessment.forming import form_of
from dpia.assessment.model import Assessment
from dpia.assessment.placing import in_words
from dpia.assessment.settling import composed, settled
from dpia.errors import AssessmentError, BadInput, Code, DefinitionError, Message, NotFound, Problem
from dpia.messages import assessments
from dpia.packages import template_folders
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion, Form
from dpia.questionnaire.embedding import pack_definitions
from dpia.questionnaire.library import Library, close_or_own
from dpia.questionnaire.model import Publication
from dpia.questionnaire.options import Option
from dpia.questionnaire.origin import ForeignTexts
from dpia.questionnaire.text import Document
from dpia.report.editions import Edition
from dpia.report.fonts import FontSource
from dpia.report.formal import FormalKind
from dpia.report.glyphs import shown_glyphs
from dpia.showing.provenance import NO_PROVENANCE, Provenance
from dpia.showing.translations import languages, speaks, translation
from dpia.wording import N_, said

if TYPE_CHECKING:
    from dpia.assessment.evaluation import Evaluation
    from dpia.exchange.reading import Imported
    from dpia.report.document import ReportDocument


def read(path: Path | str, library: Library) -> Assessment:
    """The assessment in a YAML or JSON file or a report PDF, checked against its questionnaires.

    Raises AssessmentError with every problem and its place, NotFound where there is no such file, and DefinitionError where
    the library itself cannot be used.
    """
    found = read_settled(Path(path), library)
    checked_form(found.assessment, found.document, library)
    return found.assessment


def read_settled(path: Path, library: Library) -> Imported:
    """What a file of any form holds, each answer in the one form that is kept; it is not checked yet.

    Raises AssessmentError in the words of the questions, or NotFound.
    """
    from dpia.exchange.reading import read_import

    try:
        found = read_import(path)
    except AssessmentError as error:
        raise _in_words(error, library) from None
    return settle(found, library)


def settle(found: Imported, library: Library) -> Imported:
    """The same file with each answer in the one form that is kept. What a report carries has its hash and stays as it is."""
    if found.form == "pdf":
        return found
    return replace(found, assessment=settled_answers(found.assessment, library, found.document))


def _in_words(error: AssessmentError, library: Library) -> AssessmentError:
    """The same error in the words of the questions, as far as the data says which questionnaires these are."""
    refs = error.data.get("questionnaires") if isinstance(error.data, dict) else None
    ids = [ref.get("id") for ref in refs if isinstance(ref, dict)] if isinstance(refs, list) else []
    named = [name for name in ids if isinstance(name, str) and _is_questionnaire(name, library)]
    try:
        return in_words(error, library.form(named)) if named else error
    except DefinitionError:
        return error


def _is_questionnaire(name: str, library: Library) -> bool:
    return name in library.questionnaires and library.questionnaires[name].kind == "questionnaire"


def settled_answers(assessment: Assessment, library: Library, document: Document | None = None) -> Assessment:
    """The assessment with each answer in the one form that is kept, as `settled` says, in any language of the library.

    One whose questionnaires are not here stays as it is; its check says so.
    """
    assessment = composed(assessment)
    ids = [ref.id for ref in assessment.questionnaires]
    if not all(_is_questionnaire(name, library) for name in ids) or (
        assessment.method is not None and assessment.method not in library.methods
    ):
        return assessment
    try:
        form = form_of(assessment, library, ids)
    except DefinitionError:  # the check says what is wrong with these questionnaires together
        return assessment

    def spoken(key: str, column: str | None) -> Iterator[Sequence[Option]]:
        for language in sorted({"en", *languages(), *library.languages}):
            try:
                item: CompiledQuestion | CompiledColumn = form_of(
                    assessment, library.in_language(language), ids
                ).questions[key]
            except BadInput:  # a translation that cannot be read, which nobody asked for
                continue
            item = item.columns[column] if column is not None and isinstance(item, CompiledQuestion) else item
            translate = translation(language)
            own = item.kind.fixed_options
            yield [one.model_copy(update={"label": translate(one.label)}) for one in own] if own else item.options

    return settled(form, assessment, document, spoken)


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
        Problem(document.location(path), message(name=name, suggestion=close_or_own(name, known, is_code=False)))
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
    try:
        form = form_of(assessment, library, ids)
    except DefinitionError as error:
        if [problem.code for problem in error.problems] != [Code.METHODS]:
            raise
        # Each questionnaire is right by itself; it is the assessment that has to say which method counts.
        raise AssessmentError([Problem(document.location(("questionnaires",)), error.problems[0].told)]) from None
    check_assessment(form, assessment, document)
    return form


def report_definitions(path: Path | str) -> Library | None:
    """The definitions that a report PDF was made with, read and checked; None for a file that carries none.

    An assessment on versions that are not installed any more can be judged by them, and its report be printed as it was.
    Raises NotFound, or BadInput where the file or the definitions in it cannot be used.
    """
    from dpia.exchange.reading import read_import

    return read_import(Path(path)).definitions()


def fitting_library(found: Imported, library: Library) -> Library:
    """The library by which an assessment can be judged: the one that is given, or the one that its report carries.

    Raises AssessmentError where it fits neither.
    """
    try:
        checked_form(found.assessment, found.document, library)
    except AssessmentError as misfit:
        try:
            carried = found.definitions()
        except BadInput:
            carried = None
        if carried is None:
            raise misfit from None
        checked_form(found.assessment, found.document, carried)
        return carried
    return library


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
    """What a report can be told, as `make_report` explains: language, publication level, folders of templates and fonts, logo."""

    language: str | None
    publication: Publication
    templates: Sequence[Path]
    fonts: Sequence[Path]
    logo: Path | None
    provenance: Provenance
    edition: Edition | None
    formal: FormalKind | None


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
    fonts: Sequence[Path] = (),
    logo: Path | None = None,
    provenance: Provenance = NO_PROVENANCE,
    edition: Edition | None = None,
    formal: FormalKind | None = None,
) -> Report:
    """The report as PDF/A-3a and PDF/UA-1 with the assessment embedded, or as one HTML file with its style and fonts inside.

    Same input and same font files, same bytes. `language` is a code such as `de`; without one it is the assessment's.
    `publication` is the most confidential level that the report may show. `templates` are folders whose files take the place
    of the shipped ones; `package:NAME` is that of an installed package. `fonts` are folders whose fonts show what the shipped
    ones cannot; those of the machine are not used, but for Debian's fonts-noto-cjk. The report names the hash of each file.
    `provenance` is what a workspace knows beside the content: the head of the history, and what was brought in; both are printed.
    `edition` is that of the readers: without one it is the record of a screening which ends without an assessment, and the
    standard report otherwise. `formal` makes a document for other people's hands instead, which carries no file inside.
    Raises NotFound for a language, folder, font or logo that is not there, TemplateError for a faulty template, ReportError
    for input too large to be laid out, and DpiaError for the record of what does not end without an assessment.
    """
    document = report_document(
        evaluation,
        library,
        language=language,
        publication=publication,
        provenance=provenance,
        edition=edition,
        formal=formal,
    )
    translate = translation(document.language)
    templates = template_folders(templates)
    source = FontSource(tuple(fonts), evaluation.assessment.language)
    if html:
        from dpia.report.html import render_html

        page = render_html(document, translate=translate, templates=templates, logo=logo, fonts=source)
        return Report(page.encode("utf-8"), document.language)
    from dpia.report.pdf import render_pdf

    content, missing = render_pdf(
        document,
        evaluation.assessment,
        translate=translate,
        templates=templates,
        logo=logo,
        definitions=packed_for(evaluation.assessment, library, document.language),
        fonts=source,
    )
    return Report(content, document.language, missing)


def packed_for(assessment: Assessment, library: Library, language: str = "en") -> bytes | None:
    """The definitions that an assessment rests on, as a report of it carries them."""
    names = [*(ref.id for ref in assessment.questionnaires), *(word.id for word in assessment.routing)]
    return pack_definitions(library, names, language)


def make_pdf(evaluation: Evaluation, library: Library, **options: Unpack[ReportOptions]) -> bytes:
    """The report as PDF, with the options of `make_report`. Warns with MissingGlyphs where a font lacks characters."""
    made = make_report(evaluation, library, **options)
    if made.missing_glyphs:
        warnings.warn(f"No font of the report can show: {shown_glyphs(made.missing_glyphs)}.", MissingGlyphs, 2)
    return made.content


def make_html(evaluation: Evaluation, library: Library, **options: Unpack[ReportOptions]) -> str:
    """The same report as one HTML file, with the options of `make_report`."""
    return make_report(evaluation, library, html=True, **options).content.decode("utf-8")


def report_document(
    evaluation: Evaluation,
    library: Library,
    *,
    language: str | None,
    publication: Publication,
    provenance: Provenance = NO_PROVENANCE,
    edition: Edition | None = None,
    formal: FormalKind | None = None,
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
    return build_report(
        judged,
        spoken,
        language=chosen,
        translate=translate,
        publication=publication,
        provenance=provenance,
        edition=edition,
        formal=formal,
    )


def own_language(evaluation: Evaluation, library: Library) -> str:
    """The language that a report is in where none is asked for: the assessment's, or English where that has no translation."""
    own = evaluation.assessment.language
    return own if _is_translated(own, library, list(evaluation.form.modules)) else "en"


def foreign_texts(evaluation: Evaluation, library: Library) -> tuple[ForeignTexts, ...]:
    """Whose translations a report of this assessment shows, beside those of the program and of who wrote the definitions."""
    spoken = library.in_language(own_language(evaluation, library))
    form, closed = evaluation.form, evaluation.assessment.closed
    return spoken.form([item.id for item in form.questionnaires], form.method.id, closed).foreign_texts


def _judged_in(library: Library, evaluation: Evaluation) -> Evaluation:
    """The same evaluation with the texts of a library in another language."""
    from dpia.assessment.evaluation import evaluate

    names, closed = [item.id for item in evaluation.form.questionnaires], evaluation.assessment.closed
    form = library.form(names, evaluation.form.method.id, closed)
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
