"""Answers, places and reasons in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.facts import Place
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.model import AskedBase, Option, QuestionType
from dpia.questionnaire.records import Evidence, Person, Picture, SignOff
from dpia.questionnaire.rules.nodes import Reason, Row
from dpia.questionnaire.rules.truth import Count, Duration, State
from dpia.wording import N_, Translate

MAX_QUOTE = 120
STATES: Mapping[State, str] = {
    State.UNKNOWN: N_("unknown"),
    State.OPEN: N_("not answered"),
    State.VOID: N_("does not apply"),
}


def show_value(item: CompiledQuestion | CompiledColumn, value: Any, translate: Translate = str) -> str:
    """A value as a reader sees it on one line: {"health", "genetic"} -> "Health; Genetic data"."""
    if isinstance(value, State):
        return translate(STATES[value])
    asked: AskedBase = item.column if isinstance(item, CompiledColumn) else item.question
    labels = {option.id: option_label(asked, option, translate) for option in item.options}
    if isinstance(value, frozenset):
        chosen = [labels[option.id] for option in item.options if option.id in value] or sorted(value)
        return "; ".join(chosen)
    if isinstance(value, tuple):
        return ", ".join(row.id if isinstance(row, Row) else str(row) for row in value)
    if isinstance(value, str):
        return labels.get(value, value)
    return ". ".join((_plain(value, asked), *computed_sentence(item, value)))


def option_label(asked: AskedBase, option: Option, translate: Translate = str) -> str:
    """What an option is called: yes and no are the program's words, all others the questionnaire's."""
    return translate(option.label) if asked.type is QuestionType.YES_NO else option.label


def computed_sentence(item: CompiledQuestion | CompiledColumn, value: Any) -> tuple[str, ...]:
    """What a computed number means, to the nearest whole: "Of 100 people flagged, about 98 are flagged wrongly."."""
    sentence = item.question.sentence if isinstance(item, CompiledQuestion) else None
    if sentence is None or not isinstance(value, int | float):
        return ()
    return (sentence.format(value=round(value)),)


def _plain(value: Any, asked: AskedBase) -> str:
    match value:
        case date() | Duration():
            return str(value)
        case Count():
            most = value.low + value.unknown
            unit = f" {asked.unit}" if asked.unit else ""
            return f"{value.low}–{most}{unit}" if value.unknown else f"{value.low}{unit}"
        case Person() | SignOff():
            return ", ".join(part for part in (value.name, value.role) if part)
        case Evidence():
            return value.title
        case Picture():
            return value.alt
        case int() | float():
            unit = f" {asked.unit}" if asked.unit and asked.type in (QuestionType.NUMBER, QuestionType.COMPUTED) else ""
            return f"{round(value, 3):,.15g}{unit}"
    return str(value)


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
    """One answer that made a finding fire: "D1 Chat text, Free text?: Yes"."""
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
    """The place of a gap: "Purposes, P1, Why it applies"."""
    item = evaluation.form.questions[key]
    text = f"{item.question.code or ''} {item.question.ask}".strip()
    if place.row is None:
        return text
    column = item.columns[place.column].column if place.column else None
    return f"{text} [{place.row}] {column.ask if column else ''}".strip()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_QUOTE else line[: MAX_QUOTE - 1].rstrip() + "…"
