"""The traceability matrix: a row for each question, finding, catalogue risk and typical measure, with law, ICAT, EDPB and DPV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.facts import QuestionState
from dpia.errors import DpiaError
from dpia.extras import lacking
from dpia.questionnaire.edpb import EDPB_TABLES
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Question, Questionnaire
from dpia.questionnaire.rules.truth import State
from dpia.questionnaire.types import QuestionType
from dpia.wording import N_, said

COLUMNS: Final = (
    "id",
    "kind",
    "version",
    "questionnaire",
    "section",
    "text",
    "icat_actions",
    "legal_refs",
    "criteria",
    "edpb_ref",
    "edpb_table",
    "dpv_iris",
    "risks",
    "answer_state",
    "finding_ids",
)
Row = dict[str, str]
SEPARATOR: Final = "; "


def matrix(library: Library, evaluation: Evaluation | None = None) -> Iterator[Row]:
    """The rows of the matrix; with an evaluation also how each question is answered and which findings are open."""
    for questionnaire in library.questionnaires.values():
        for section in questionnaire.walk():
            for question in section.questions:
                if question.type is not QuestionType.INFO:
                    yield _question(library, questionnaire, section.title, question, evaluation)
                    yield from _fixed_rows(library, questionnaire, section.title, question, evaluation)
                    yield from _findings(library, questionnaire, section.title, question, evaluation)
    for risk in library.catalogue.risks:
        common = {"version": library.catalogue.version, "questionnaire": library.catalogue.id, "risks": risk.id}
        yield _row(
            library,
            common,
            id=risk.id,
            kind="risk",
            text=risk.title,
            cite=risk.cite,
            icat_actions=risk.icat,
            criteria=risk.criteria,
            edpb=risk.edpb,
            dpv=(*risk.dpv, *risk.impacts),
        )
        for measure in risk.measures:
            dpv = (measure.dpv,) if measure.dpv else ()
            yield _row(library, common, id=measure.id, kind="measure", text=measure.title, dpv=dpv)


def _question(
    library: Library, owner: Questionnaire, section: str, question: Question, evaluation: Evaluation | None
) -> Row:
    key = f"{owner.id}.{question.id}"
    state = evaluation.states.get(key) if evaluation else None
    raised = dict.fromkeys(risk for finding in question.findings for risk in finding.raises)
    findings = [fired.key for fired in evaluation.open_findings if fired.item.question == key] if evaluation else []
    common = {"version": owner.version, "questionnaire": owner.id, "section": section}
    return _row(
        library,
        common,
        id=question.code or question.id,
        kind="question",
        text=question.ask,
        cite=question.cite,
        icat_actions=question.icat,
        criteria=question.criteria,
        edpb=question.edpb,
        dpv=question.dpv,
        risks=tuple(raised),
        answer_state=(_state(question, state) if evaluation else "",),
        finding_ids=findings,
    )


def _fixed_rows(
    library: Library, owner: Questionnaire, section: str, question: Question, evaluation: Evaluation | None
) -> Iterator[Row]:
    """The rows of a table that have a code of their own: they are asked as questions are."""
    state = evaluation.states.get(f"{owner.id}.{question.id}") if evaluation else None
    for fixed in question.fixed_rows:
        if fixed.code is not None and fixed.code != question.code:
            yield _row(
                library,
                {"version": owner.version, "questionnaire": owner.id, "section": section},
                id=fixed.code,
                kind="question",
                text=fixed.label,
                cite=fixed.cite or question.cite,
                icat_actions=question.icat,
                criteria=question.criteria,
                edpb=fixed.edpb or question.edpb,
                dpv=fixed.dpv or question.dpv,
                answer_state=(_row_state(question, state, fixed.id) if evaluation else "",),
            )


def _row_state(question: Question, state: QuestionState | None, row: str) -> str:
    """A row is unknown or open where one of its cells is."""
    whole = _state(question, state)
    if state is None or whole in ("hidden", "na"):
        return whole
    if any(place.row == row for place in state.unknown):
        return "unknown"
    return "open" if not state.given or any(place.row in (row, None) for place in state.missing) else "answered"


def _findings(
    library: Library, owner: Questionnaire, section: str, question: Question, evaluation: Evaluation | None
) -> Iterator[Row]:
    open_now = {fired.key for fired in evaluation.findings} if evaluation else set()
    for finding in question.findings:
        key = f"{owner.id}.{finding.id}"
        fired = "" if evaluation is None else "fired" if key in open_now else "not fired"
        yield _row(
            library,
            {"version": owner.version, "questionnaire": owner.id, "section": section},
            id=key,
            kind=f"finding {finding.level.value}",
            text=finding.says,
            cite=finding.cite or question.cite,
            icat_actions=question.icat,
            edpb=question.edpb,
            risks=finding.raises,
            answer_state=(fired,),
        )


def _row(
    library: Library,
    common: dict[str, str],
    *,
    id: str,
    kind: str,
    text: str,
    cite: Sequence[str] = (),
    edpb: str | None = None,
    dpv: Sequence[str] = (),
    **lists: Iterable[str],
) -> Row:
    row = dict.fromkeys(COLUMNS, "") | common
    row |= {"id": id, "kind": kind, "text": text, "edpb_ref": edpb or ""}
    row["edpb_table"] = f"T{EDPB_TABLES[edpb]}" if edpb is not None and edpb in EDPB_TABLES else ""
    row["legal_refs"] = SEPARATOR.join(_legal(library, key) for key in cite)
    row["dpv_iris"] = SEPARATOR.join(_iri(library, term) for term in dpv)
    return row | {name: SEPARATOR.join(values) for name, values in lists.items()}


def _legal(library: Library, key: str) -> str:
    """`GDPR|35(7)(b)|2026-11-24|yes`: instrument, article, when it was checked, what was verified."""
    found = library.sources.find(key)
    if found is None:
        return f"{key}|||no"
    source, article = found
    checked = (article.checked_on if article else source.checked_on) or ""
    verified = (article.verified if article else source.verified) or "no"
    return "|".join((source.short, key.partition(" ")[2], str(checked), verified))


def _iri(library: Library, term: str) -> str:
    prefix, _, name = term.partition(":")
    vocabulary = library.vocabulary
    base = vocabulary.prefixes.get(prefix) if vocabulary else None
    return f"{base}{name}" if base else term


def _state(question: Question, state: QuestionState | None) -> str:
    if state is None or not state.shown:
        return "hidden"
    if state.unknown:
        return "unknown"
    if state.value is State.VOID and question.type is not QuestionType.REGISTER:
        return "na"
    return "answered" if state.given and not state.missing else "open"


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula; negative numbers stay numbers."""
    if text[:1] in ("=", "+", "@", "\t", "\r") or (text[:1] == "-" and not text[1:].replace(".", "", 1).isdigit()):
        return "'" + text
    return text


def matrix_csv(rows: Iterable[Row]) -> bytes:
    """The matrix as CSV with a byte-order mark, so that spreadsheets read it as UTF-8."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: safe_cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")


def matrix_xlsx(rows: Iterable[Row]) -> bytes:
    """The matrix as an Excel workbook with a frozen head and a filter. Raises DpiaError where openpyxl is missing."""
    try:
        from openpyxl import Workbook
    except ImportError:
        raise DpiaError(said(N_("{lacking} Or write a .csv file."), lacking=lacking("exchange").said)) from None
    book = Workbook()
    sheet = book.create_sheet("traceability", 0)
    sheet.append(list(COLUMNS))
    for row in rows:
        sheet.append([safe_cell(row[name]) for name in COLUMNS])
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
