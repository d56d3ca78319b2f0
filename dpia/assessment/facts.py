"""What rules see of an assessment: for each question whether it shows, its value, and what is missing in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic import ValidationError

from dpia.assessment.model import Answer, is_wrapper
from dpia.assessment.values import Reader, Unfit, reader
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.model import NO_ANSWER_TYPES, QuestionType
from dpia.questionnaire.rules.nodes import Facts, Frames, Row, Run
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


_WHOLE = (Place(),)
Conditions = Mapping[str, Run]


class Judge:
    """Judges one question: what it needs of the definition is worked out once, for all assessments."""

    __slots__ = ("_cells", "_conditions", "_default", "_hidden", "_judge", "_option_ids", "_read", "_shown", "item")

    def __init__(self, item: CompiledQuestion) -> None:
        self.item = item
        self._shown = item.shown.run if item.shown is not None else None
        self._hidden = QuestionState(item.key, False, State.VOID)
        self._default = item.default_from
        self._option_ids = frozenset(option.id for option in item.options)
        self._conditions: Conditions = {name: found.run for name, found in item.option_conditions.items()}
        self._cells = tuple(_Cells.of(name, column) for name, column in item.columns.items())
        self._judge: Callable[[Answer | None, Facts], QuestionState] = self._single
        if item.type is QuestionType.TABLE:
            self._judge = self._table
        elif item.type in NO_ANSWER_TYPES:
            self._judge = self._computed
        else:
            self._read = reader(item.question, item.options)

    def __call__(self, answer: Answer | None, facts: Facts) -> QuestionState:
        """The state of the question; everything it depends on has to be in `facts` already."""
        if self._shown is not None and not self._shown(facts, ()).holds:
            return self._hidden._replace(kept=True) if answer is not None and answer.is_given else self._hidden
        return self._judge(answer, facts)

    def _computed(self, answer: Answer | None, facts: Facts) -> QuestionState:
        """The number as it is; a count keeps what is unknown and open, so that a rule on it sees them."""
        node = self.item.value
        return QuestionState(self.item.key, True, State.VOID if node is None else node.run(facts, ()), given=True)

    def _single(self, answer: Answer | None, facts: Facts) -> QuestionState:
        key, value = self.item.key, State.OPEN
        if answer is not None:
            if answer.unknown or answer.not_applicable:
                return _without_value(key, answer)
            value = _value(self._read, self._conditions, answer.value, facts, ())
        if value is not State.OPEN:
            return QuestionState(key, True, value, True)
        if self._default is not None:
            taken = facts[self._default]
            if not isinstance(taken, State) and self._offers(taken):
                return QuestionState(key, True, taken, given=True, taken_from=self._default)
        return QuestionState(key, True, State.OPEN, missing=_WHOLE if self.item.question.required else ())

    def _offers(self, value: Any) -> bool:
        """Whether a question that takes its answer from another has all the options that were chosen there."""
        chosen = value if isinstance(value, frozenset) else {value}
        return not self._option_ids or chosen <= self._option_ids

    def _table(self, answer: Answer | None, facts: Facts) -> QuestionState:
        item = self.item
        if answer is not None and (answer.unknown or answer.not_applicable):
            return _without_value(item.key, answer)
        raw_rows = _raw_rows(answer)
        shared = self._shared_rows(facts)
        if item.source is not None:
            source_rows = facts[item.source]
            if isinstance(source_rows, State):
                return QuestionState(item.key, True, source_rows)
            condition = item.row_condition
            wanted = [row for row in source_rows if condition is None or condition.run(facts, (row,)).holds]
            mirrored: list[RawRow] = [(row.id, raw_rows.get(row.id, {}), row) for row in wanted]
            left_out = raw_rows.keys() - {row.id for row in wanted}
            kept = any(len(raw_rows[row_id]) > 1 for row_id in left_out)
            return self._rows(mirrored, shared, facts, bool(raw_rows or shared), kept)
        if item.question.fixed_rows:
            fixed: list[RawRow] = [(row.id, raw_rows.get(row.id, {}), None) for row in item.question.fixed_rows]
            return self._rows(fixed, shared, facts, bool(raw_rows or shared))
        if not shared and (answer is None or not isinstance(answer.value, list | tuple)):
            return QuestionState(item.key, True, State.OPEN, missing=_WHOLE if item.question.required else ())
        free: list[RawRow] = [
            (row_id, raw_rows.get(row_id, {}), None) for row_id in dict.fromkeys((*shared, *raw_rows))
        ]
        return self._rows(free, shared, facts, given=True)

    def _shared_rows(self, facts: Facts) -> Mapping[str, Row]:
        """The rows of the table that `default_from` names, by id: what was answered there is not asked again here."""
        rows = facts[self._default] if self._default else State.OPEN
        return {} if isinstance(rows, State) else {row.id: row for row in rows}

    def _rows(
        self, rows: list[RawRow], shared: Mapping[str, Row], facts: Facts, given: bool, kept: bool = False
    ) -> QuestionState:
        gaps = _Gaps(kept=kept)
        built: list[Row] = []
        for row_id, raw, source in rows:
            cells: dict[str, Any] = {}
            row = Row(row_id, cells, source)
            frames, taken = (row,), shared.get(row_id)
            for name, always, shown, read, conditions, column in self._cells:
                found = raw.get(name)
                if always and found is not None and not isinstance(found, dict):  # as nearly all cells are
                    try:
                        cells[name] = read(found)
                        continue
                    except Unfit:
                        found = None
                if shown is not None and not shown(facts, frames).holds:
                    gaps.kept = gaps.kept or found is not None
                    cells[name] = State.VOID
                    continue
                if isinstance(found, dict):
                    found, state = gaps.split(found, row_id, name)
                    if state is not None:
                        cells[name] = state
                        continue
                value = _value(read, conditions, found, facts, frames)
                if value is State.OPEN and taken is not None and column.shared:
                    value = taken.cells.get(name, State.OPEN)
                if value is State.OPEN and column.column.required:
                    gaps.missing.append(Place(row_id, name))
                cells[name] = value
            built.append(row)
        if len(rows) < self.item.question.min_rows:
            gaps.missing.append(Place())
        return QuestionState(
            self.item.key,
            True,
            tuple(built),
            given=given or not rows,
            kept=gaps.kept,
            missing=tuple(gaps.missing),
            unknown=tuple(gaps.unknown),
            not_applicable=tuple(gaps.not_applicable),
        )


def _without_value(key: str, answer: Answer) -> QuestionState:
    if answer.unknown:
        return QuestionState(key, True, State.UNKNOWN, given=True, unknown=_WHOLE)
    return QuestionState(key, True, State.VOID, given=True, not_applicable=_WHOLE)


def _value(read: Reader, conditions: Conditions, raw: Any, facts: Facts, frames: Frames) -> Any:
    """The typed value; OPEN where there is none, where it does not fit, or where its option is not offered now."""
    if raw is None:
        return State.OPEN
    try:
        value = read(raw)
    except Unfit:
        return State.OPEN
    for option in (value if isinstance(value, frozenset) else (value,)) if conditions else ():
        condition = conditions.get(option)
        if condition is not None and not condition(facts, frames).holds:
            return State.OPEN
    return value


def _raw_rows(answer: Answer | None) -> dict[str, Mapping[str, Any]]:
    rows = answer.value if answer is not None else None
    if not isinstance(rows, list | tuple):
        return {}
    return {row["id"]: row for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)}


class _Cells(NamedTuple):
    """What judging the cells of a column needs; `always` says that neither they nor their options depend on anything."""

    name: str
    always: bool
    shown: Run | None
    read: Reader
    conditions: Conditions
    column: CompiledColumn

    @classmethod
    def of(cls, name: str, column: CompiledColumn) -> _Cells:
        """Those of a column."""
        shown = column.shown.run if column.shown is not None else None
        conditions = {option: found.run for option, found in column.option_conditions.items()}
        always = shown is None and not conditions
        return cls(name, always, shown, reader(column.column, column.options), conditions, column)


@dataclass(slots=True)
class _Gaps:
    """The cells of a table that hold no value, by why; `kept` says that an answer is kept in one that is hidden."""

    missing: list[Place] = field(default_factory=list)
    unknown: list[Place] = field(default_factory=list)
    not_applicable: list[Place] = field(default_factory=list)
    kept: bool = False

    def split(self, cell: Mapping[str, Any], row: str, column: str) -> tuple[Any, State | None]:
        """The value of a cell with more than a value, or the State that it says and that is noted here."""
        value, is_unknown, reason = split_cell(cell)
        if is_unknown:
            self.unknown.append(Place(row, column))
            return None, State.UNKNOWN
        if reason:
            self.not_applicable.append(Place(row, column))
            return None, State.VOID
        return value, None
