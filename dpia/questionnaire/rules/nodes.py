"""The closed set of expressions that a rule is made of. Each evaluates itself and names the answers that made it so."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Final, NamedTuple

from dpia.questionnaire.rules.truth import (
    FALSE,
    OPEN,
    TRUE,
    TRUTHS,
    UNKNOWN,
    VOID,
    Count,
    Duration,
    State,
    Truth,
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


class Facts(dict[str, Any]):
    """What rules are evaluated on: by the key of a question its value, or the State that says why there is none.

    A table has a sequence of rows as its value. A question that is not there counts as hidden.
    """

    __slots__ = ("today",)

    def __init__(self, today: date, values: Mapping[str, Any] | None = None) -> None:
        super().__init__(values or {})
        self.today = today

    def __missing__(self, key: str) -> Any:
        return VOID


Frames = tuple[Row, ...]
Run = Callable[[Facts, Frames], Any]
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
    """An expression: a value or a State, or the Truth of a condition, for facts and the rows that it stands in."""

    @cached_property
    def run(self) -> Run:
        """The expression as one function, put together from those of its parts when it is first asked for."""
        return self.build()

    def build(self) -> Run:
        raise NotImplementedError

    def value(self, facts: Facts, frames: Frames) -> Any:
        """What the expression comes to."""
        return self.run(facts, frames)

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

    def truth(self, facts: Facts, frames: Frames = ()) -> Truth:
        """What the condition comes to."""
        found: Truth = self.run(facts, frames)
        return found


def settled(value: Any) -> Any:
    """A count as a plain number, or the State it waits for; every other value as it is."""
    return value.settled if isinstance(value, Count) else value


@dataclass(frozen=True)
class Constant(Node):
    content: Any

    def build(self) -> Run:
        content = self.content
        return lambda facts, frames: content


@dataclass(frozen=True)
class Today(Node):
    def build(self) -> Run:
        return lambda facts, frames: facts.today


@dataclass(frozen=True)
class Answer(Node):
    """The answer of a question."""

    key: str

    def build(self) -> Run:
        key = self.key
        return lambda facts, frames: facts[key]

    def reads(self) -> Iterator[str]:
        yield self.key

    def reasons(self, facts: Facts, frames: Frames) -> Iterator[Reason]:
        yield Reason(self.key)


@dataclass(frozen=True)
class Cell(Node):
    """A cell of the row in scope `depth` frames out; with `of_source`, of the row it was made from."""

    table: str
    column: str
    depth: int = 0
    of_source: str | None = None

    @property
    def is_near(self) -> bool:
        """Whether it is a cell of the innermost row itself."""
        return self.depth == 0 and self.of_source is None

    def build(self) -> Run:
        place, column, empty = -1 - self.depth, self.column, OPEN

        def of_source(facts: Facts, frames: Frames) -> Any:
            row = frames[place].source
            return VOID if row is None else row.cells.get(column, empty)

        if self.of_source is not None:
            return of_source
        return lambda facts, frames: frames[place].cells.get(column, empty)

    def reads(self) -> Iterator[str]:
        yield self.of_source or self.table

    def reasons(self, facts: Facts, frames: Frames) -> Iterator[Reason]:
        yield Reason(self.of_source or self.table, frames[-1 - self.depth].id, self.column)


@dataclass(frozen=True)
class Compare(Condition):
    """`left operator right`; ordinal where `order` gives the place of each option on its scale."""

    symbol: str
    left: Node
    right: Node
    order: Mapping[str, int] | None = None

    def build(self) -> Run:
        if isinstance(self.right, Constant) and isinstance(self.right.content, str):
            return self._with_word(self.right.content)
        left_of, right_of, symbol, compare = self.left.run, self.right.run, self.symbol, OPERATORS[self.symbol]

        def run(facts: Facts, frames: Frames) -> Truth:
            left, right, compared = left_of(facts, frames), right_of(facts, frames), compare
            if isinstance(right, Count) and not isinstance(left, Count):
                left, right, compared = right, left, OPERATORS[TURNED[symbol]]
            right = settled(right)
            for side in (left, right):
                if type(side) is State:
                    return side.truth
            if isinstance(left, Count):
                return left.compare(compared, right)
            if isinstance(left, Duration):
                left, right = left.hours, right.hours
            return _truth(compared(left, right))

        return run

    def _with_word(self, word: str) -> Run:
        """The comparison with one option or text: every verdict that differs from the usual one is known beforehand."""
        if self.order is None:
            verdicts, usual = _verdicts(frozenset({word}), _truth(self.symbol == "==")), _truth(self.symbol == "!=")
            return _looked_up(self.left, verdicts, usual)
        compare, places = OPERATORS[self.symbol], self.order
        ordered: dict[State | str, Truth] = {
            name: _truth(compare(place, places[word])) for name, place in places.items()
        }
        ordered.update(TRUTHS.items())
        return _looked_up(self.left, ordered, FALSE)

    def parts(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True)
class Contains(Condition):
    """`option in question` for choices: whether one of those that are wanted was chosen."""

    subject: Node
    wanted: frozenset[str]

    def build(self) -> Run:
        subject, misses = self.subject.run, self.wanted.isdisjoint

        def run(facts: Facts, frames: Frames) -> Truth:
            chosen = subject(facts, frames)
            if type(chosen) is State:
                return chosen.truth
            return FALSE if misses(chosen) else TRUE

        return run

    def parts(self) -> tuple[Node, ...]:
        return (self.subject,)


@dataclass(frozen=True)
class OneOf(Condition):
    """`question in (a, b)` for a choice."""

    subject: Node
    wanted: frozenset[str]

    def build(self) -> Run:
        return _looked_up(self.subject, _verdicts(self.wanted, TRUE), FALSE)

    def parts(self) -> tuple[Node, ...]:
        return (self.subject,)


@dataclass(frozen=True)
class Has(Condition):
    """`answered`, `lacks` and `unknown`: what is known about an answer, not what it says."""

    ask: str
    subject: Node

    def build(self) -> Run:
        subject, verdicts = self.subject.run, _HAS[self.ask]

        def run(facts: Facts, frames: Frames) -> Truth:
            value = subject(facts, frames)
            if type(value) is State:
                return verdicts[value]
            return usual if value or not isinstance(value, tuple | frozenset | str) else empty

        usual, empty = _truth(self.ask == "answered"), _truth(self.ask != "unknown")
        return run

    def parts(self) -> tuple[Node, ...]:
        return (self.subject,)


def _looked_up(subject: Node, verdicts: Mapping[State | str, Truth], usual: Truth) -> Run:
    """The verdict on what an expression comes to. Answers and cells, as nearly all are, are looked up on the spot."""
    verdict, open_ = verdicts.get, OPEN
    if isinstance(subject, Answer):
        key = subject.key
        return lambda facts, frames: verdict(facts[key], usual)
    if isinstance(subject, Cell) and subject.is_near:
        column = subject.column
        return lambda facts, frames: verdict(frames[-1].cells.get(column, open_), usual)
    value = subject.run
    return lambda facts, frames: verdict(value(facts, frames), usual)


@lru_cache(maxsize=1024)
def _verdicts(words: frozenset[str], truth: Truth) -> Mapping[State | str, Truth]:
    """The truth of each of these words and of each State; many rules share one table."""
    found: dict[State | str, Truth] = dict(TRUTHS.items())
    found.update(dict.fromkeys(words, truth))
    return found


_HAS: Final[Mapping[str, Mapping[State, Truth]]] = {
    "answered": {UNKNOWN: FALSE, OPEN: FALSE, VOID: Truth.VOID},
    "lacks": {UNKNOWN: TRUE, OPEN: Truth.OPEN, VOID: Truth.VOID},
    "unknown": {UNKNOWN: TRUE, OPEN: FALSE, VOID: Truth.VOID},
}
"""What is known about an answer that has no value."""


def _truth(value: bool) -> Truth:
    return TRUE if value else FALSE


def calculated(function: Callable[..., Any], values: Sequence[Any]) -> Any:
    """What a function makes of values; UNKNOWN where that is no number that can be written down."""
    try:
        result = function(*values)
    except OverflowError:
        return UNKNOWN
    return UNKNOWN if isinstance(result, float) and not math.isfinite(result) else result


@dataclass(frozen=True)
class Computed(Node):
    """A plain function of values: a product, words, ratio, ..., a State where one of them has no value."""

    name: str
    function: Callable[..., Any]
    arguments: tuple[Node, ...]

    def build(self) -> Run:
        arguments = tuple(argument.run for argument in self.arguments)
        return lambda facts, frames: self._of([argument(facts, frames) for argument in arguments])

    def _of(self, found: list[Any]) -> Any:
        values = [settled(value) for value in found]
        for state in (UNKNOWN, OPEN, VOID):
            if any(value is state for value in values):
                return state
        return calculated(self.function, values)

    def parts(self) -> tuple[Node, ...]:
        return self.arguments


@dataclass(frozen=True)
class Mentions(Condition):
    """`mentions(text, "a", "b")`: whether one of the phrases stands in the text, in any case, as whole words."""

    subject: Node
    pattern: re.Pattern[str]

    def build(self) -> Run:
        subject, search = self.subject.run, self.pattern.search

        def run(facts: Facts, frames: Frames) -> Truth:
            value = subject(facts, frames)
            return value.truth if type(value) is State else _truth(search(value) is not None)

        return run

    def parts(self) -> tuple[Node, ...]:
        return (self.subject,)
