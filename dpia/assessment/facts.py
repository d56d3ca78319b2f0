"""What rules see of an assessment: for each question whether it shows, its value, and what is missing in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from dpia.assessment.model import Answer
from dpia.assessment.values import Unfit, read_value
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.model import NO_ANSWER_TYPES, AskedBase, QuestionType
from dpia.questionnaire.rules.nodes import Condition, Row
from dpia.questionnaire.rules.truth import State

RawRow = tuple[str, Mapping[str, Any], Row | None]
_WRAPPER = frozenset({"value", "unknown", "not_applicable", "note", "evidence"})


class Place(NamedTuple):
    """A place in a question: the whole of it, or one cell of its table."""

    row: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class QuestionState:
    """One question as it stands. `value` is what rules see; `kept` says that an answer is kept though it is hidden."""

    key: str
    shown: bool
    value: Any
    given: bool = False
    taken_from: str | None = None
    kept: bool = False
    missing: tuple[Place, ...] = ()
    unknown: tuple[Place, ...] = ()
    not_applicable: tuple[Place, ...] = ()


class AssessmentFacts:
    """The values of all questions, by key, on one day. A question outside the assessment counts as hidden."""

    __slots__ = ("today", "values")

    def __init__(self, today: date, values: dict[str, Any] | None = None) -> None:
        self.today = today
        self.values: dict[str, Any] = values if values is not None else {}

    def value(self, key: str) -> Any:
        return self.values.get(key, State.VOID)

    def rows(self, key: str) -> Sequence[Row] | State:
        found: Sequence[Row] | State = self.values.get(key, State.VOID)
        return found


def split_cell(raw: Any) -> tuple[Any, bool, Any]:
    """A cell as it stands in a file -> its value, whether it is unknown, and why it is not applicable."""
    if isinstance(raw, dict) and raw and _WRAPPER.issuperset(raw):
        return raw.get("value"), raw.get("unknown") is True, raw.get("not_applicable")
    return raw, False, None


def judge(item: CompiledQuestion, answer: Answer | None, facts: AssessmentFacts) -> QuestionState:
    """The state of one question; everything it depends on has to be in `facts` already."""
    if not _holds(item.shown, facts):
        return QuestionState(item.key, False, State.VOID, kept=answer is not None and answer.is_given)
    if item.type in NO_ANSWER_TYPES:
        return QuestionState(item.key, True, _computed(item, facts), given=True)
    if answer is not None and answer.unknown:
        return QuestionState(item.key, True, State.UNKNOWN, given=True, unknown=(Place(),))
    if answer is not None and answer.not_applicable:
        return QuestionState(item.key, True, State.VOID, given=True, not_applicable=(Place(),))
    if item.type is QuestionType.TABLE:
        return _table(item, answer, facts)
    value = _value(item.question, item, item.option_conditions, answer.value if answer else None, facts)
    if value is State.OPEN and item.default_from is not None:
        taken = facts.value(item.default_from)
        if not isinstance(taken, State):
            return QuestionState(item.key, True, taken, given=True, taken_from=item.default_from)
    missing = (Place(),) if value is State.OPEN and item.question.required else ()
    return QuestionState(item.key, True, value, given=value is not State.OPEN, missing=missing)


def _computed(item: CompiledQuestion, facts: AssessmentFacts) -> Any:
    """The number as it is; a count keeps what is unknown and open, so that a rule on it sees them."""
    return State.VOID if item.value is None else item.value.value(facts, ())


def _value(
    asked: AskedBase,
    item: CompiledQuestion | CompiledColumn,
    conditions: Mapping[str, Condition],
    raw: Any,
    facts: AssessmentFacts,
    frames: tuple[Row, ...] = (),
) -> Any:
    """The typed value; OPEN where there is none, where it does not fit, or where its option is not offered now."""
    if raw is None:
        return State.OPEN
    try:
        value = read_value(asked, item.options, raw)
    except Unfit:
        return State.OPEN
    chosen = value if isinstance(value, frozenset) else (value,)
    if conditions and any(not _holds(conditions.get(option), facts, frames) for option in chosen):
        return State.OPEN
    return value


def _table(item: CompiledQuestion, answer: Answer | None, facts: AssessmentFacts) -> QuestionState:
    raw_rows = _raw_rows(answer)
    if item.source is not None:
        source_rows = facts.rows(item.source)
        if isinstance(source_rows, State):
            return QuestionState(item.key, True, source_rows)
        condition = item.row_condition
        wanted = [row for row in source_rows if condition is None or condition.truth(facts, (row,)).holds]
        return _rows(item, [(row.id, raw_rows.get(row.id, {}), row) for row in wanted], facts, bool(raw_rows))
    if item.question.fixed_rows:
        rows: list[RawRow] = [(row.id, raw_rows.get(row.id, {}), None) for row in item.question.fixed_rows]
        return _rows(item, rows, facts, bool(raw_rows))
    shared = facts.rows(item.default_from) if item.default_from else State.OPEN
    if not isinstance(shared, State):
        own: list[RawRow] = [
            (row_id, raw, None) for row_id, raw in raw_rows.items() if row_id not in {row.id for row in shared}
        ]
        rows = [(row.id, raw_rows.get(row.id, {}), row) for row in shared]
        return _rows(item, [*rows, *own], facts, given=True)
    if answer is None or answer.value is None:
        missing = (Place(),) if item.question.required else ()
        return QuestionState(item.key, True, State.OPEN, missing=missing)
    return _rows(item, [(row_id, raw, None) for row_id, raw in raw_rows.items()], facts, given=True)


def _raw_rows(answer: Answer | None) -> dict[str, Mapping[str, Any]]:
    rows = answer.value if answer is not None else None
    if not isinstance(rows, list | tuple):
        return {}
    return {row["id"]: row for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)}


def _rows(item: CompiledQuestion, rows: list[RawRow], facts: AssessmentFacts, given: bool) -> QuestionState:
    missing: list[Place] = []
    unknown: list[Place] = []
    not_applicable: list[Place] = []
    built: list[Row] = []
    for row_id, raw, source in rows:
        cells: dict[str, Any] = {}
        row = Row(row_id, cells, source)
        for column in item.columns.values():
            cells[column.column.id] = _cell(column, raw, row, facts, missing, unknown, not_applicable)
        built.append(row)
    if len(rows) < item.question.min_rows:
        missing.append(Place())
    return QuestionState(
        item.key,
        True,
        tuple(built),
        given=given or not rows,
        missing=tuple(missing),
        unknown=tuple(unknown),
        not_applicable=tuple(not_applicable),
    )


def _cell(
    column: CompiledColumn,
    raw_row: Mapping[str, Any],
    row: Row,
    facts: AssessmentFacts,
    missing: list[Place],
    unknown: list[Place],
    not_applicable: list[Place],
) -> Any:
    name = column.column.id
    if column.shown is not None and not column.shown.truth(facts, (row,)).holds:
        return State.VOID
    raw, is_unknown, reason = split_cell(raw_row.get(name))
    if is_unknown:
        unknown.append(Place(row.id, name))
        return State.UNKNOWN
    if reason:
        not_applicable.append(Place(row.id, name))
        return State.VOID
    value = _value(column.column, column, column.option_conditions, raw, facts, (row,))
    if value is State.OPEN and row.source is not None and column.shared:
        value = row.source.cells.get(name, State.OPEN)
    if value is State.OPEN and column.column.required:
        missing.append(Place(row.id, name))
    return value


def _holds(condition: Condition | None, facts: AssessmentFacts, frames: tuple[Row, ...] = ()) -> bool:
    return condition is None or condition.truth(facts, frames).holds
