"""The report as a document for other people's hands: clauses and forms beside what the assessment says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from dpia.errors import DpiaError
from dpia.questionnaire.rules.nodes import Row
from dpia.questionnaire.rules.truth import State
from dpia.report.answered import QuestionView
from dpia.report.building.questions import build_question
from dpia.report.clauses import ANSWERED, ASKED, CLAUSES, REQUEST, Clause
from dpia.report.document import ReportDocument
from dpia.report.formal import TITLES, ClauseView, Field, FormalKind, FormalView, Held
from dpia.showing.context import Context
from dpia.showing.display import row_name, show_value
from dpia.wording import N_, said

EXCHANGE: Final = "exchange"
AGREEMENTS: Final = f"{EXCHANGE}.instruments"


def as_formal(report: ReportDocument, context: Context, kind: FormalKind) -> ReportDocument:
    """The same assessment as such a document. Raises DpiaError where it does not answer `exchange`."""
    form = context.evaluation.form
    if EXCHANGE not in form.modules:
        text = N_(
            "This document is made of the questionnaire `exchange`, which the assessment does not answer. Open it first."
        )
        raise DpiaError(said(text))
    answers, left_out = _told(context, REQUEST)
    clauses: tuple[ClauseView, ...] = ()
    if kind is FormalKind.AGREEMENT_ANNEX:
        clauses = tuple(_clause(context, number, clause) for number, clause in enumerate(CLAUSES, 1))
    agreements = tuple(_held(context, ())) if clauses else ()
    asked, answered = (tuple(_field(context, field) for field in fields) for fields in (ASKED, ANSWERED))
    view = FormalView(kind.value, context._(TITLES[kind]), agreements, clauses, asked, answered, answers, left_out)
    is_example = report.status_kind == "example"
    return replace(
        report,
        edition=kind.value,
        kind=context._(N_("Model text")),
        status=report.status if is_example else context._(N_("Model text")),
        band=report.band if is_example else "",
        formal=view,
    )


def _clause(context: Context, number: int, clause: Clause) -> ClauseView:
    answers, left_out = _told(context, clause.questions)
    text = tuple(context._(sentence) for sentence in clause.text)
    return ClauseView(
        number,
        context._(clause.title),
        text,
        tuple(_held(context, clause.ticked)) if clause.ticked else (),
        answers,
        left_out,
    )


def _field(context: Context, field: Field) -> Field:
    boxes = tuple(context._(box) for box in field.boxes)
    return Field(context._(field.name), context._(field.hint), boxes, field.tall)


def _told(context: Context, names: Iterable[str]) -> tuple[tuple[QuestionView, ...], tuple[str, ...]]:
    """The answers that this version may show, and the codes of questions that no answer of this version may be shown of.

    Which these are follows from the questionnaire alone, so that nothing is told by a code that stands there.
    """
    form, states = context.evaluation.form, context.evaluation.states
    items = [form.questions[key] for name in names if (key := f"{EXCHANGE}.{name}") in form.questions]
    shown = [item for item in items if context.shows(item)]
    left_out = tuple(item.question.code or "" for item in items if not context.shows(item))
    return tuple(build_question(context, item) for item in shown if states[item.key].shown), left_out


def _held(context: Context, ticked: tuple[str, ...]) -> Iterator[Held]:
    """The agreements of X-11, and which of them have a clause, where this version may say."""
    item = context.evaluation.form.questions.get(AGREEMENTS)
    if item is None or not context.shows(item):
        return
    rows = context.evaluation.facts[AGREEMENTS]
    for row in rows if isinstance(rows, tuple) else ():
        if isinstance(row, Row):
            status, chosen = row.cells.get("instrument_status", State.OPEN), row.cells.get("clauses", State.OPEN)
            yield Held(
                row.id,
                row_name(context.evaluation, AGREEMENTS, row.id, context._),
                show_value(item.columns["instrument_status"], status, context._),
                None if not isinstance(chosen, frozenset) else set(ticked) <= chosen,
            )
