"""The closed set of expressions that a rule is made of. Each evaluates itself and names the answers that made it so."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple, Protocol

from dpia.questionnaire.rules.truth import (
    Count,
    Duration,
    State,
    Truth,
    conjunction,
    count_truths,
    disjunction,
    negation,
)


class Row(NamedTuple):
    """A row as rules see it: cell values by column, and the row of the source table where there is one."""

    id: str
    cells: Mapping[str, Any]
    source: Row | None = None


class Reason(NamedTuple):
    """One answer a rule rests on: the question's key, and the row and column in a table."""

    key: str
    row: str | None = None
    column: str | None = None


class Facts(Protocol):
    """What rules are evaluated on."""

    @property
    def today(self) -> date: ...

    def value(self, key: str) -> Any:
        """The value of a question, or the State that says why there is none."""

    def rows(self, key: str) -> Sequence[Row] | State:
        """The rows of a table, or the State that says why there are none."""


Frames = tuple[Row, ...]
OPERATORS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
TURNED: Final = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""Each comparison with its sides changed: 3 < count(rows) asks what count(rows) > 3 asks."""


class Node:
    """An expression. `value` gives a value or a State; a condition gives a Truth through `truth`."""

    __slots__ = ()

    def value(self, facts: Facts, frames: Frames) -> Any:
        raise NotImplementedError

    def parts(self) -> tuple[Node, ...]:
        return ()

    def reads(self) -> Iterator[str]:
        """The keys of all questions the expression reads."""
        for part in self.parts():
            yield from part.reads()

    def reasons(self, facts: Facts, frames: Frames) -> Iterator[Reason]:
        """The answers that this expression, as it stands now, rests on."""
        for part in self.parts():
            yield from part.reasons(facts, frames)


class Condition(Node):
    """An expression that is true or false."""

    __slots__ = ()

    def truth(self, facts: Facts, frames: Frames = ()) -> Truth:
        raise NotImplementedError

    def value(self, facts: Facts, frames: Frames) -> Any:
        return self.truth(facts, frames)


def settled(value: Any) -> Any:
    """A count as a plain number, or the State it waits for; every other value as it is."""
    return value.settled if isinstance(value, Count) else value


@dataclass(frozen=True, slots=True)
class Constant(Node):
    content: Any

    def value(self, facts: Facts, frames: Frames) -> Any:
        return self.content


@dataclass(frozen=True, slots=True)
class Today(Node):
    def value(self, facts: Facts, frames: Frames) -> Any:
        return facts.today


@dataclass(frozen=True, slots=True)
class Answer(Node):
    """The answer of a question."""

    key: str

    def value(self, facts: Facts, frames: Frames) -> Any:
        return facts.value(self.key)

    def reads(self) -> Iterator[str]:
        yield self.key

    def reasons(self, facts: Facts, frames: Frames) -> Iterator[Reason]:
        yield Reason(self.key)


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """A cell of the row in scope `depth` frames out; with `of_source`, of the row it was made from."""

    table: str
    column: str
    depth: int = 0
    of_source: str | None = None

    def value(self, facts: Facts, frames: Frames) -> Any:
        row: Row | None = frames[-1 - self.depth]
        if self.of_source is not None and row is not None:
            row = row.source
        return row.cells.get(self.column, State.OPEN) if row is not None else State.VOID

    def reads(self) -> Iterator[str]:
        yield self.of_source or self.table

    def reasons(self, facts: Facts, frames: Frames) -> Iterator[Reason]:
        yield Reason(self.of_source or self.table, frames[-1 - self.depth].id, self.column)


@dataclass(frozen=True, slots=True)
class Compare(Condition):
    """`left operator right`; ordinal where `order` gives the place of each option on its scale."""

    symbol: str
    left: Node
    right: Node
    order: Mapping[str, int] | None = None

    def truth(self, facts: Facts, frames: Frames = ()) -> Truth:
        left, right, symbol = self.left.value(facts, frames), self.right.value(facts, frames), self.symbol
        if isinstance(right, Count) and not isinstance(left, Count):
            left, right, symbol = right, left, TURNED[symbol]
        right = settled(right)
        for side in (left, right):
            if isinstance(side, State):
                return side.truth
        compare = OPERATORS[symbol]
        if isinstance(left, Count):
            count: Truth = left.compare(compare, right)
            return count
        if self.order is not None:
            left, right = self.order[left], self.order[right]
        elif isinstance(left, Duration):
            left, right = left.hours, right.hours
        return _truth(compare(left, right))

    def parts(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Contains(Condition):
    """`option in question` for choices, `question in (a, b)` for a choice."""

    subject: Node
    wanted: frozenset[str]

    def truth(self, facts: Facts, frames: Frames = ()) -> Truth:
        value = self.subject.value(facts, frames)
        if isinstance(value, State):
            return value.truth
        chosen = value if isinstance(value, frozenset) else {value}
        return Truth.FALSE if self.wanted.isdisjoint(chosen) else Truth.TRUE

    def parts(self) -> tuple[Node, ...]:
        return (self.subject,)


@dataclass(frozen=True, slots=True)
class And(Condition):
    terms: tuple[Condition, ...]

    def truth(self, facts: Facts, frames: Frames = ()) -> Truth:
        return conjunction(term.truth(facts, frames) for term in self.terms)

    def parts(self) -> tuple[Node, ...]:
        return self.terms

    def reasons(self, facts: Facts, frames: Frames) -> Iterator[Reason]:
        return _deciding(self, self.terms, facts, frames)


@dataclass(frozen=True, slots=True)
class Or(Condition):
    terms: tuple[Condition, ...]

    def truth(self, facts: Facts, frames: Frames = ()) -> Truth:
        return disjunction(term.truth(facts, frames) for term in self.terms)

    def parts(self) -> tuple[Node, ...]:
        return self.terms

    def reasons(self, facts: Facts, frames: Frames) -> Iterator[Reason]:
        return _deciding(self, self.terms, facts, frames)


def _deciding(whole: Condition, terms: Sequence[Condition], facts: Facts, frames: Frames) -> Iterator[Reason]:
    """The reasons of the terms that share the truth of the whole; of all terms where none does."""
    truth = whole.truth(facts, frames)
    deciding = [term for term in terms if term.truth(facts, frames) is truth]
    if truth.holds and isinstance(whole, And):
        deciding = list(terms)
    for term in deciding or terms:
        yield from term.reasons(facts, frames)


@dataclass(frozen=True, slots=True)
class Not(Condition):
    term: Condition

    def truth(self, facts: Facts, frames: Frames = ()) -> Truth:
        return negation(self.term.truth(facts, frames))

    def parts(self) -> tuple[Node, ...]:
        return (self.term,)


@dataclass(frozen=True, slots=True)
class Has(Condition):
    """`answered`, `lacks` and `unknown`: what is known about an answer, not what it says."""

    ask: str
    subject: Node

    def truth(self, facts: Facts, frames: Frames = ()) -> Truth:
        value = self.subject.value(facts, frames)
        empty = isinstance(value, tuple | frozenset | str) and not value
        if self.ask == "unknown":
            return Truth.VOID if value is State.VOID else _truth(value is State.UNKNOWN)
        if self.ask == "answered":
            return Truth.VOID if value is State.VOID else _truth(not isinstance(value, State))
        if value is State.OPEN or value is State.VOID:
            return Truth.OPEN if value is State.OPEN else Truth.VOID
        return _truth(value is State.UNKNOWN or empty)

    def parts(self) -> tuple[Node, ...]:
        return (self.subject,)


def _truth(value: bool) -> Truth:
    return Truth.TRUE if value else Truth.FALSE


@dataclass(frozen=True, slots=True)
class CountTrue(Node):
    """`count_true(a, b, ...)`: how many of the conditions hold."""

    terms: tuple[Condition, ...]

    def value(self, facts: Facts, frames: Frames) -> Any:
        return count_truths(term.truth(facts, frames) for term in self.terms)

    def parts(self) -> tuple[Node, ...]:
        return self.terms

    def reasons(self, facts: Facts, frames: Frames) -> Iterator[Reason]:
        holding = [term for term in self.terms if term.truth(facts, frames).holds]
        for term in holding or self.terms:
            yield from term.reasons(facts, frames)


@dataclass(frozen=True, slots=True)
class Computed(Node):
    """A plain function of values: arithmetic, words, ratio, ..., a State where one of them has no value."""

    name: str
    function: Callable[..., Any]
    arguments: tuple[Node, ...]

    def value(self, facts: Facts, frames: Frames) -> Any:
        values = [argument.value(facts, frames) for argument in self.arguments]
        if self.name != "+" or not all(isinstance(value, Count | int) for value in values):
            values = [settled(value) for value in values]
        for state in (State.UNKNOWN, State.OPEN, State.VOID):
            if any(value is state for value in values):
                return state
        try:
            result = self.function(*values)
        except OverflowError:
            return State.UNKNOWN
        return State.UNKNOWN if isinstance(result, float) and not math.isfinite(result) else result

    def parts(self) -> tuple[Node, ...]:
        return self.arguments


@dataclass(frozen=True, slots=True)
class Mentions(Condition):
    """`mentions(text, "a", "b")`: whether one of the phrases stands in the text, in any case, as whole words."""

    subject: Node
    pattern: re.Pattern[str]

    def truth(self, facts: Facts, frames: Frames = ()) -> Truth:
        value = self.subject.value(facts, frames)
        return value.truth if isinstance(value, State) else _truth(self.pattern.search(value) is not None)

    def parts(self) -> tuple[Node, ...]:
        return (self.subject,)
