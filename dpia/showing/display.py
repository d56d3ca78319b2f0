"""Answers, places and reasons in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.facts import Place
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.rules.nodes import Reason, Row
from dpia.questionnaire.rules.truth import Count, Duration, State
from dpia.questionnaire.types import QuestionType
from dpia.wording import C_, Translate

MAX_QUOTE = 120
STATES: Mapping[State, str] = {
    State.UNKNOWN: C_("answer", "unknown"),
    State.OPEN: C_("answer", "not answered"),
    State.VOID: C_("answer", "does not apply"),
}


@dataclass(frozen=True, slots=True)
class Plain:
    """Writes values the same in every language: dates and countries as files hold them, only words translated."""

    translate: Translate = str

    def _(self, text: str | None) -> str:
        return self.translate(text) if text else ""

    def date(self, day: date) -> str:
        """A date: 2026-11-24."""
        return day.isoformat()

    def duration(self, length: Duration) -> str:
        """A length of time: 30 days."""
        return str(length)

    def number(self, value: float, unit: str | None = None) -> str:
        """A number with its unit, to three decimals: 6,000 chats."""
        text = f"{round(value, 3):,.15g}"
        return f"{text} {unit}" if unit else text

    def computed(self, value: float | Count, unit: str | None = None) -> str:
        """A computed number; a count in which something is unknown with its limits: 2–5 people."""
        if not isinstance(value, Count):
            return self.number(value, unit)
        text = f"{value.low}–{value.low + value.unknown}" if value.unknown else f"{value.low}"
        return f"{text} {unit}" if unit else text

    def country(self, code: str) -> str:
        """A country by its code."""
        return code


def show_value(item: CompiledQuestion | CompiledColumn, value: Any, translate: Translate = str) -> str:
    """A value as a reader sees it on one line: {"health", "genetic"} -> "Health; Genetic data".

    `value` is what rules see of the question or column, as in `evaluation.states[key].value`.
    """
    if isinstance(value, State):
        return translate(STATES[value])
    return item.kind.say(item.asked, item.options, value, Plain(translate))


def name_column(item: CompiledQuestion) -> str | None:
    """The column that names the rows of a table: its `label`, or the first of type text."""
    texts = (name for name, column in item.columns.items() if column.column.type is QuestionType.TEXT)
    return item.question.label or next(texts, None)


def row_name(evaluation: Evaluation, key: str, row_id: str, translate: Translate = str) -> str:
    """What a row calls itself: ("gdpr-dpia.data_items", "D1") -> "Chat text". The id where it has no name."""
    item = evaluation.form.questions.get(key)
    if item is None:
        return row_id
    for fixed in item.question.fixed_rows:
        if fixed.id == row_id:
            return fixed.label
    if item.source is not None:
        return row_name(evaluation, item.source, row_id, translate)
    rows = evaluation.facts[key]
    row = None if isinstance(rows, State) else next((row for row in rows if row.id == row_id), None)
    label = name_column(item)
    if row is None or label is None:
        return row_id
    value = row.cells.get(label, State.OPEN)
    return row_id if isinstance(value, State) else show_value(item.columns[label], value, translate)


def show_reason(evaluation: Evaluation, reason: Reason, translate: Translate = str) -> str:
    """One answer that made a finding fire: "D1 Chat text: Free text? Yes". A long answer is cut after 120 characters."""
    item = evaluation.form.questions.get(reason.key)
    if item is None:
        return reason.row or reason.key
    if reason.row is None or reason.column is None:
        value = evaluation.facts[reason.key]
        if isinstance(value, tuple):
            names = (row_name(evaluation, reason.key, row.id, translate) for row in value if isinstance(row, Row))
            return f"{item.question.ask} {_short('; '.join(names))}"
        return f"{item.question.ask} {_short(show_value(item, value, translate))}"
    column = item.columns[reason.column]
    rows = evaluation.facts[reason.key]
    row = None if isinstance(rows, State) else next((row for row in rows if row.id == reason.row), None)
    cell = row.cells.get(reason.column, State.OPEN) if row else State.OPEN
    name = row_name(evaluation, reason.key, reason.row, translate)
    where = f"{reason.row} {name}" if name != reason.row and not item.question.fixed_rows else name
    return f"{where}: {column.column.ask} {_short(show_value(column, cell, translate))}"


def show_place(evaluation: Evaluation, key: str, place: Place) -> str:
    """A gap on one line, with the code of its question: "G-2.1 On which basis? [P1] Why it applies"."""
    return f"{evaluation.form.questions[key].question.code or ''} {place_words(evaluation, key, place)}".strip()


def place_words(evaluation: Evaluation, key: str, place: Place) -> str:
    """A place in words: the question, and in a table the row by its id and name, and the column.

    ("gdpr-dpia.purposes", P1, why) -> "On which basis? [P1 Counselling] Why it applies".
    """
    item = evaluation.form.questions[key]
    text = item.question.ask
    if place.row is None:
        return text
    column = item.columns[place.column].column if place.column else None
    name = _short(row_name(evaluation, key, place.row))
    row = name if item.question.fixed_rows or name == place.row else f"{place.row} {name}"
    return f"{text} [{row}] {column.ask if column else ''}".strip()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_QUOTE else line[: MAX_QUOTE - 1].rstrip() + "…"
