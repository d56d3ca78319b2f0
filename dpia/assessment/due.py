"""The days that answers set for something that is held or that ends: reviews, audits, ends (GDPR 35(11); ICAT action B)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.facts import Place
from dpia.questionnaire.compiled import CompiledQuestion
from dpia.questionnaire.model import DueKind


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day that an answer sets, by the key of its question and its place; `code` is that of the question, `ask` what was asked."""

    key: str
    place: Place
    code: str
    ask: str
    kind: DueKind
    day: date


def due_days(evaluation: Evaluation) -> tuple[DueDay, ...]:
    """Every day that a question or a column with `due` was answered with, the earliest first."""
    found = (day for item in evaluation.form.asked for day in _days(evaluation, item))
    return tuple(sorted(found, key=lambda due: (due.day, due.code, due.place)))


def _days(evaluation: Evaluation, item: CompiledQuestion) -> Iterator[DueDay]:
    asked = item.question
    columns = [(name, column.column) for name, column in item.columns.items() if column.column.due is not None]
    if asked.due is None and not columns:
        return
    state = evaluation.states[item.key]
    code = asked.code or asked.id
    if not state.shown:
        return
    if asked.due is not None and isinstance(state.value, date):
        yield DueDay(item.key, Place(), code, asked.ask, asked.due, state.value)
    for row in state.value if columns and isinstance(state.value, tuple) else ():
        for name, column in columns:
            day = row.cells.get(name)
            if column.due is not None and isinstance(day, date):
                yield DueDay(item.key, Place(row.id, name), code, column.ask, column.due, day)
