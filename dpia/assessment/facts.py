"""What rules see of an assessment: for each question whether it shows, its value, and what is missing in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from pydantic import ValidationError

from dpia.assessment.model import Answer, is_wrapper
from dpia.assessment.values import Unfit, read_value
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.model import NO_ANSWER_TYPES, AskedBase, QuestionType
from dpia.questionnaire.rules.nodes import Condition, Row
from dpia.questionnaire.rules.truth import State

RawRow = tuple[str, Mapping[str, Any], Row | None]


class Place(NamedTuple):
    """A place in a question: the whole of it, or one cell of its table."""

    row: str | None = None
    column: str | None = None


class QuestionState(NamedTuple):
    """One question as it stands. `value` is what rules see; `kept` says that an answer in it is kept though it is hidden."""

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
    if is_wrapper(raw):
        return raw.get("value"), raw.get("unknown") is True, raw.get("not_applicable")
    return raw, False, None


def cell_answer(raw: Any) -> Answer:
    """A cell as an answer with its note and evidence; an empty one where it is not written as it has to be."""
    try:
        return Answer.model_validate(raw)
    except ValidationError:
        return Answer()


def judge(item: CompiledQuestion, answer: Answer | None, facts: AssessmentFacts) -> QuestionState:
    """The state of one question; everything it depends on has to be in `facts` already."""
    if not _holds(item.shown, facts):
        return QuestionState(item.key, False, State.VOID, kept=answer is not None and answer.is_given)
    type_ = item.question.type
    if type_ in NO_ANSWER_TYPES:
        return QuestionState(item.key, True, _computed(item, facts), given=True)
    if answer is not None and answer.unknown:
        return QuestionState(item.key, True, State.UNKNOWN, given=True, unknown=(Place(),))
    if answer is not None and answer.not_applicable:
        return QuestionState(item.key, True, State.VOID, given=True, not_applicable=(Place(),))
    if type_ is QuestionType.TABLE:
        return _table(item, answer, facts)
    value = _value(item.question, item, item.option_conditions, answer.value if answer else None, facts)
    if value is State.OPEN and item.default_from is not None:
        taken = facts.value(item.default_from)
        if not isinstance(taken, State) and _offers(item, taken):
            return QuestionState(item.key, True, taken, given=True, taken_from=item.default_from)
    missing = (Place(),) if value is State.OPEN and item.question.required else ()
    return QuestionState(item.key, True, value, given=value is not State.OPEN, missing=missing)


def _offers(item: CompiledQuestion, value: Any) -> bool:
    """Whether a question that takes its answer from another has all the options that were chosen there."""
    chosen = value if isinstance(value, frozenset) else {value}
    return not item.options or chosen <= {option.id for option in item.options}


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
    if not conditions:
        return value
    chosen = value if isinstance(value, frozenset) else (value,)
    return value if all(_holds(conditions.get(option), facts, frames) for option in chosen) else State.OPEN


def _table(item: CompiledQuestion, answer: Answer | None, facts: AssessmentFacts) -> QuestionState:
    raw_rows = _raw_rows(answer)
    shared = _shared_rows(item, facts)
    if item.source is not None:
        source_rows = facts.rows(item.source)
        if isinstance(source_rows, State):
            return QuestionState(item.key, True, source_rows)
        condition = item.row_condition
        wanted = [row for row in source_rows if condition is None or condition.truth(facts, (row,)).holds]
        mirrored: list[RawRow] = [(row.id, raw_rows.get(row.id, {}), row) for row in wanted]
        left_out = raw_rows.keys() - {row.id for row in wanted}
        kept = any(len(raw_rows[row_id]) > 1 for row_id in left_out)
        return _rows(item, mirrored, shared, facts, bool(raw_rows or shared), kept)
    if item.question.fixed_rows:
        fixed: list[RawRow] = [(row.id, raw_rows.get(row.id, {}), None) for row in item.question.fixed_rows]
        return _rows(item, fixed, shared, facts, bool(raw_rows or shared))
    if not shared and (answer is None or not isinstance(answer.value, list | tuple)):
        missing = (Place(),) if item.question.required else ()
        return QuestionState(item.key, True, State.OPEN, missing=missing)
    free: list[RawRow] = [(row_id, raw_rows.get(row_id, {}), None) for row_id in dict.fromkeys((*shared, *raw_rows))]
    return _rows(item, free, shared, facts, given=True)


def _shared_rows(item: CompiledQuestion, facts: AssessmentFacts) -> Mapping[str, Row]:
    """The rows of the table that `default_from` names, by id: what was answered there is not asked again here."""
    rows = facts.rows(item.default_from) if item.default_from else State.OPEN
    return {} if isinstance(rows, State) else {row.id: row for row in rows}


def _raw_rows(answer: Answer | None) -> dict[str, Mapping[str, Any]]:
    rows = answer.value if answer is not None else None
    if not isinstance(rows, list | tuple):
        return {}
    return {row["id"]: row for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)}


@dataclass(slots=True)
class _Gaps:
    """The cells of a table that hold no value, by why; `kept` says that an answer is kept in one that is hidden."""

    missing: list[Place] = field(default_factory=list)
    unknown: list[Place] = field(default_factory=list)
    not_applicable: list[Place] = field(default_factory=list)
    kept: bool = False


def _rows(
    item: CompiledQuestion,
    rows: list[RawRow],
    shared: Mapping[str, Row],
    facts: AssessmentFacts,
    given: bool,
    kept: bool = False,
) -> QuestionState:
    gaps = _Gaps(kept=kept)
    built: list[Row] = []
    for row_id, raw, source in rows:
        cells: dict[str, Any] = {}
        row = Row(row_id, cells, source)
        taken = shared.get(row_id)
        for name, column in item.columns.items():
            cells[name] = _cell(column, raw.get(name), row, taken, facts, gaps)
        built.append(row)
    if len(rows) < item.question.min_rows:
        gaps.missing.append(Place())
    return QuestionState(
        item.key,
        True,
        tuple(built),
        given=given or not rows,
        kept=gaps.kept,
        missing=tuple(gaps.missing),
        unknown=tuple(gaps.unknown),
        not_applicable=tuple(gaps.not_applicable),
    )


def _cell(column: CompiledColumn, raw: Any, row: Row, shared: Row | None, facts: AssessmentFacts, gaps: _Gaps) -> Any:
    if column.shown is not None and not column.shown.truth(facts, (row,)).holds:
        gaps.kept = gaps.kept or raw is not None
        return State.VOID
    asked = column.column
    if isinstance(raw, dict):
        raw, is_unknown, reason = split_cell(raw)
        if is_unknown:
            gaps.unknown.append(Place(row.id, asked.id))
            return State.UNKNOWN
        if reason:
            gaps.not_applicable.append(Place(row.id, asked.id))
            return State.VOID
    value = _value(asked, column, column.option_conditions, raw, facts, (row,))
    if value is State.OPEN and shared is not None and column.shared:
        value = shared.cells.get(asked.id, State.OPEN)
    if value is State.OPEN and asked.required:
        gaps.missing.append(Place(row.id, asked.id))
    return value


def _holds(condition: Condition | None, facts: AssessmentFacts, frames: tuple[Row, ...] = ()) -> bool:
    return condition is None or condition.truth(facts, frames).holds
