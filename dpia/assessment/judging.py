"""Judges questions: what each needs of its definition is put together once as one function, for all assessments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from dpia.assessment.facts import Place, QuestionState, split_cell
from dpia.assessment.model import Answer, Suggester
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.kinds import NO_ANSWER_TYPES, Unfit
from dpia.questionnaire.kinds.base import LISTS, Reader
from dpia.questionnaire.rules.nodes import Condition, Facts, Frames, Row, Run
from dpia.questionnaire.rules.truth import OPEN, UNKNOWN, VOID, State
from dpia.questionnaire.types import QuestionType

Judge = Callable[[Answer | None, Facts], QuestionState]
"""Gives the state of a question for its answer; everything that it depends on has to be in the facts already."""
Conditions = Mapping[str, Run]

_WHOLE: Final = (Place(),)
_new = tuple.__new__  # makes a named tuple of all its fields in half the time of a call


def judge_of(item: CompiledQuestion) -> Judge:
    """What judges a question."""
    if item.type is QuestionType.TABLE:
        judge = _table(item)
    elif item.type in NO_ANSWER_TYPES:
        judge = _computed(item)
    else:
        judge = _single(item)
    if item.type not in NO_ANSWER_TYPES:
        judge = _where_suggested(judge)
    return judge if item.shown is None else _where_shown(item.key, item.shown.run, judge)


def _where_shown(key: str, shown: Run, judge: Judge) -> Judge:
    hidden = QuestionState(key, False, VOID)
    kept = hidden._replace(kept=True)

    def judge_shown(answer: Answer | None, facts: Facts) -> QuestionState:
        if shown(facts, ()).holds:
            return judge(answer, facts)
        return kept if answer is not None and answer.is_given else hidden

    return judge_shown


def _where_suggested(judge: Judge) -> Judge:
    """A suggested value is missing whatever it says. Rules see what a kit, an import or a program suggests, so that the questions
    behind it show; what was said of another processing says nothing of this one.
    """

    def judge_given(answer: Answer | None, facts: Facts) -> QuestionState:
        if answer is None or answer.suggested is None:
            return judge(answer, facts)
        seen = None if answer.suggested.kind is Suggester.ASSESSMENT else answer
        return judge(seen, facts)._replace(given=False, missing=_WHOLE, suggested=True)

    return judge_given


def _computed(item: CompiledQuestion) -> Judge:
    """The number as it is; a count keeps what is unknown and open, so that a rule on it sees them."""
    key, number = item.key, item.value.run if item.value is not None else None
    nothing = QuestionState(key, True, VOID, given=True)
    if number is None:
        return lambda answer, facts: nothing
    return lambda answer, facts: QuestionState(key, True, number(facts, ()), given=True)


def _single(item: CompiledQuestion) -> Judge:
    key, default = item.key, item.default_from
    read, conditions = item.kind.reader(item.question, item.options), _runs(item.option_conditions)
    offered = frozenset(option.id for option in item.options)
    unknown, inapplicable, nothing = _without_value(item)

    def judge(answer: Answer | None, facts: Facts) -> QuestionState:
        raw = answer.value if answer is not None else None
        if raw is not None:  # so it is neither unknown nor not applicable: see `Answer`
            value = _value(read, conditions, raw, facts, ())
            if value is not OPEN:
                return _new(QuestionState, (key, True, value, True, None, False, (), (), (), False))
        elif answer is not None and (answer.unknown or answer.not_applicable):
            return unknown if answer.unknown else inapplicable
        return nothing if default is None else taken(facts[default])

    def taken(value: Any) -> QuestionState:
        """What another question was answered with, where this one offers all of it."""
        chosen = value if isinstance(value, frozenset) else {value}
        if type(value) is State or not (chosen <= offered or not offered):
            return nothing
        return QuestionState(key, True, value, given=True, taken_from=default)

    return judge


def _without_value(item: CompiledQuestion) -> tuple[QuestionState, QuestionState, QuestionState]:
    """The states of a question that is unknown, not applicable, or not answered."""
    unknown = QuestionState(item.key, True, UNKNOWN, given=True, unknown=_WHOLE)
    inapplicable = QuestionState(item.key, True, VOID, given=True, not_applicable=_WHOLE)
    missing = _WHOLE if item.question.required else ()
    return unknown, inapplicable, QuestionState(item.key, True, OPEN, missing=missing)


def _runs(conditions: Mapping[str, Condition]) -> Conditions:
    return {name: found.run for name, found in conditions.items()}


def _value(read: Reader, conditions: Conditions, raw: Any, facts: Facts, frames: Frames) -> Any:
    """The typed value; OPEN where there is none, where it does not fit, or where its option is not offered now."""
    if raw is None:
        return OPEN
    try:
        value = read(raw)
    except Unfit:
        return OPEN
    for option in (value if isinstance(value, frozenset) else (value,)) if conditions else ():
        condition = conditions.get(option)
        if condition is not None and not condition(facts, frames).holds:
            return OPEN
    return value


RawRow = tuple[str, Mapping[str, Any], Row | None]


def _table(item: CompiledQuestion) -> Judge:
    key, default, source = item.key, item.default_from, item.source
    wanted = item.row_condition.run if item.row_condition is not None else None
    fixed = [row.id for row in item.question.fixed_rows]
    unknown, inapplicable, nothing = _without_value(item)
    judge_rows = _rows(item)

    def judge(answer: Answer | None, facts: Facts) -> QuestionState:
        value = answer.value if answer is not None else None
        if value is None and answer is not None and (answer.unknown or answer.not_applicable):
            return unknown if answer.unknown else inapplicable
        raw_rows, shared = _raw_rows(value), _NO_ROWS if default is None else _by_id(facts[default])
        given = bool(raw_rows or shared)
        if source is not None:
            sources = facts[source]
            if type(sources) is State:
                return QuestionState(key, True, sources)
            if wanted is not None:
                sources = [row for row in sources if wanted(facts, (row,)).holds]
            mirrored: list[RawRow] = [(row.id, raw_rows.get(row.id, _NO_CELLS), row) for row in sources]
            left_out = raw_rows.keys() - {row.id for row in sources}
            return judge_rows(mirrored, shared, facts, given, any(len(raw_rows[row_id]) > 1 for row_id in left_out))
        if fixed:
            return judge_rows(
                [(row_id, raw_rows.get(row_id, _NO_CELLS), None) for row_id in fixed], shared, facts, given
            )
        if not shared and not isinstance(value, LISTS):
            return nothing
        free = {**shared, **raw_rows}
        return judge_rows([(row_id, raw_rows.get(row_id, _NO_CELLS), None) for row_id in free], shared, facts, True)

    return judge


_NO_ROWS: Final[Mapping[str, Row]] = {}
_NO_CELLS: Final[Mapping[str, Any]] = {}


def _by_id(rows: Sequence[Row] | State) -> Mapping[str, Row]:
    """The rows of the table that `default_from` names: what was answered there is not asked again here."""
    return _NO_ROWS if type(rows) is State else {row.id: row for row in rows}


def _raw_rows(rows: Any) -> dict[str, Mapping[str, Any]]:
    if not isinstance(rows, LISTS):
        return {}
    return {row["id"]: row for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)}


def _rows(item: CompiledQuestion) -> Callable[..., QuestionState]:
    """What judges the rows of a table."""
    key, least = item.key, item.question.min_rows
    found = [_Column.of(name, column) for name, column in item.columns.items()]
    columns = [(column.name, column.read if column.is_plain else None, column) for column in found]

    def judge_rows(
        rows: Sequence[RawRow], shared: Mapping[str, Row], facts: Facts, given: bool, kept: bool = False
    ) -> QuestionState:
        gaps = _Gaps(kept=kept)
        built: list[Row] = []
        for row_id, raw, source in rows:
            cells: dict[str, Any] = {}
            row = _new(Row, (row_id, cells, source))
            frames, taken = (row,), shared.get(row_id)
            for name, read, column in columns:
                found = raw.get(name)
                if read is None or type(found) is dict:
                    value = column.judge(found, row_id, facts, frames, gaps)
                elif found is None:
                    value = OPEN
                else:
                    try:
                        value = read(found)
                    except Unfit:
                        value = OPEN
                if value is OPEN:
                    if taken is not None and column.shared:
                        value = taken.cells.get(name, OPEN)
                    if value is OPEN and column.required:
                        gaps.missing.append(Place(row_id, name))
                cells[name] = value
            built.append(row)
        if len(rows) < least:
            gaps.missing.append(Place())
        missing, unknown, inapplicable = tuple(gaps.missing), tuple(gaps.unknown), tuple(gaps.not_applicable)
        return QuestionState(
            key, True, tuple(built), given or not rows, None, gaps.kept, missing, unknown, inapplicable
        )

    return judge_rows


class _Column(NamedTuple):
    """What judging the cells of a column needs; of a `plain` one neither they nor their options depend on anything."""

    name: str
    read: Reader
    shown: Run | None
    conditions: Conditions
    shared: bool
    required: bool

    @classmethod
    def of(cls, name: str, column: CompiledColumn) -> _Column:
        """That of a column."""
        shown = column.shown.run if column.shown is not None else None
        read = column.kind.reader(column.column, column.options)
        return cls(name, read, shown, _runs(column.option_conditions), column.shared, column.column.required)

    @property
    def is_plain(self) -> bool:
        return self.shown is None and not self.conditions

    def judge(self, found: Any, row: str, facts: Facts, frames: Frames, gaps: _Gaps) -> Any:
        """The value of a cell, or the State that says why it has none."""
        if self.shown is not None and not self.shown(facts, frames).holds:
            gaps.kept = gaps.kept or found is not None
            return VOID
        if isinstance(found, dict):
            found, is_unknown, reason = split_cell(found)
            if is_unknown:
                gaps.unknown.append(Place(row, self.name))
                return UNKNOWN
            if reason:
                gaps.not_applicable.append(Place(row, self.name))
                return VOID
        return _value(self.read, self.conditions, found, facts, frames)


@dataclass(slots=True)
class _Gaps:
    """The cells of a table that hold no value, by why; `kept` says that an answer is kept in one that is hidden."""

    missing: list[Place] = field(default_factory=list)
    unknown: list[Place] = field(default_factory=list)
    not_applicable: list[Place] = field(default_factory=list)
    kept: bool = False
