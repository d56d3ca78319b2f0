"""The expressions that run over the rows of a table: `any`, `all`, `count` and `total`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dpia.questionnaire.rules.nodes import Cell, Condition, Facts, Frames, Node, Reason, Row, settled
from dpia.questionnaire.rules.truth import Count, State, Truth, conjunction, count_truths, disjunction


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows a quantifier runs over: a whole table, or those a row column of the row in scope refers to."""

    table: str
    through: Cell | None = None

    def of(self, facts: Facts, frames: Frames) -> Sequence[Row] | State:
        rows = facts.rows(self.table)
        if self.through is None or isinstance(rows, State):
            return rows
        wanted = self.through.value(facts, frames)
        return wanted if isinstance(wanted, State) else [row for row in rows if row.id in wanted]


@dataclass(frozen=True, slots=True)
class Quantified(Condition):
    """`any(table, condition)` and `all(table, condition)`."""

    every: bool
    over: Rows
    condition: Condition

    def truth(self, facts: Facts, frames: Frames = ()) -> Truth:
        rows = self.over.of(facts, frames)
        if isinstance(rows, State):
            return rows.truth
        truths = (self.condition.truth(facts, (*frames, row)) for row in rows)
        return conjunction(truths) if self.every else disjunction(truths)

    def parts(self) -> tuple[Node, ...]:
        return (self.condition,)

    def reads(self) -> Iterator[str]:
        yield self.over.table
        yield from self.condition.reads()

    def reasons(self, facts: Facts, frames: Frames) -> Iterator[Reason]:
        rows = self.over.of(facts, frames)
        whole = self.truth(facts, frames)
        found = False
        for row in () if isinstance(rows, State) else rows:
            inner = (*frames, row)
            if self.condition.truth(facts, inner) is whole or (whole.holds and self.every):
                found = True
                yield from self.condition.reasons(facts, inner)
        if not found:
            yield Reason(self.over.table)


@dataclass(frozen=True, slots=True)
class Counted(Node):
    """`count(table)`, `count(table, condition)`, `count(choices)`."""

    over: Rows | Node
    condition: Condition | None = None

    def value(self, facts: Facts, frames: Frames) -> Any:
        if isinstance(self.over, Node):
            value = self.over.value(facts, frames)
            return value if isinstance(value, State) else Count(len(value))
        rows = self.over.of(facts, frames)
        if isinstance(rows, State):
            return rows
        if self.condition is None:
            return Count(len(rows))
        return count_truths(self.condition.truth(facts, (*frames, row)) for row in rows)

    def parts(self) -> tuple[Node, ...]:
        own = (self.over,) if isinstance(self.over, Node) else ()
        return (*own, self.condition) if self.condition else own

    def reads(self) -> Iterator[str]:
        if isinstance(self.over, Rows):
            yield self.over.table
        for part in self.parts():
            yield from part.reads()

    def reasons(self, facts: Facts, frames: Frames) -> Iterator[Reason]:
        if isinstance(self.over, Node):
            yield from self.over.reasons(facts, frames)
            return
        rows = self.over.of(facts, frames)
        matching = (
            []
            if isinstance(rows, State) or self.condition is None
            else [row for row in rows if self.condition.truth(facts, (*frames, row)).holds]
        )
        for row in matching:
            yield from self.condition.reasons(facts, (*frames, row)) if self.condition else ()
        if not matching:
            yield Reason(self.over.table)


@dataclass(frozen=True, slots=True)
class Total(Node):
    """`total(table, number)`: the sum over the rows."""

    over: Rows
    term: Node

    def value(self, facts: Facts, frames: Frames) -> Any:
        rows = self.over.of(facts, frames)
        if isinstance(rows, State):
            return rows
        values = [settled(self.term.value(facts, (*frames, row))) for row in rows]
        for state in (State.UNKNOWN, State.OPEN):
            if state in values:
                return state
        return sum(value for value in values if not isinstance(value, State))

    def reads(self) -> Iterator[str]:
        yield self.over.table
        yield from self.term.reads()

    def reasons(self, facts: Facts, frames: Frames) -> Iterator[Reason]:
        yield Reason(self.over.table)
