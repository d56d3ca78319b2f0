"""What takes numbers together: a part that is hidden or not applicable is left out, since nothing was asked there.

Without this one hidden part would take a whole total away, and the verdict that hangs on it, without a word.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dpia.questionnaire.rules.nodes import Answer, Facts, Frames, Node, Run, calculated, settled
from dpia.questionnaire.rules.truth import OPEN, UNKNOWN, VOID, Count, State

SIGNS: Final[dict[str, Callable[[Any, Any], Any]]] = {"+": operator.add, "-": operator.sub}


@dataclass(frozen=True)
class Sum(Node):
    """`a + b` and `a - b` of numbers. A hidden part counts as 0 where `left_is_zero` and `right_is_zero` say so.

    They do for scores and counts, and where one answer is added to another; where both are hidden, `both_are_zero` says it. A
    number that somebody would have written, and was not asked for, is not 0 beside a constant or in a difference: `rate + 1` and
    `100 - rate` are hidden with the rate.
    """

    symbol: str
    left: Node
    right: Node
    left_is_zero: bool = True
    right_is_zero: bool = True
    both_are_zero: bool = True

    def build(self) -> Run:
        left_of, right_of, function, adds = self.left.run, self.right.run, SIGNS[self.symbol], self.symbol == "+"
        left_empty, right_empty = 0 if self.left_is_zero else VOID, 0 if self.right_is_zero else VOID
        never = not self.both_are_zero

        def run(facts: Facts, frames: Frames) -> Any:
            left, right = left_of(facts, frames), right_of(facts, frames)
            if never and left is VOID and right is VOID:
                return VOID
            left, right = left_empty if left is VOID else left, right_empty if right is VOID else right
            if not (adds and isinstance(left, Count | int) and isinstance(right, Count | int)):
                left, right = settled(left), settled(right)
            for state in (UNKNOWN, OPEN, VOID):
                if left is state or right is state:
                    return state
            return calculated(function, (left, right))

        return run

    def parts(self) -> tuple[Node, ...]:
        return (self.left, self.right)


def average(numbers: Sequence[float]) -> float:
    """The sum of the numbers by their number."""
    return sum(numbers) / len(numbers)


CHOSEN: Final[dict[str, Callable[[Sequence[float]], float]]] = {"min": min, "max": max, "average": average}


@dataclass(frozen=True)
class OfSeveral(Node):
    """`min`, `max` and `average` of the numbers that are there; hidden where there is none."""

    name: str
    terms: tuple[Node, ...]

    def build(self) -> Run:
        terms, function = tuple(term.run for term in self.terms), CHOSEN[self.name]

        def run(facts: Facts, frames: Frames) -> Any:
            values = [settled(term(facts, frames)) for term in terms]
            for state in (UNKNOWN, OPEN):
                if any(value is state for value in values):
                    return state
            numbers = [value for value in values if type(value) is not State]
            return calculated(function, (numbers,)) if numbers else VOID

        return run

    def parts(self) -> tuple[Node, ...]:
        return self.terms


@dataclass(frozen=True)
class MaxScore(Node):
    """`max_score(question)`: the most that its options can score, whatever was answered; hidden where the question is."""

    subject: Answer
    most: float

    def build(self) -> Run:
        subject, most = self.subject.run, self.most
        return lambda facts, frames: VOID if subject(facts, frames) is VOID else most

    def parts(self) -> tuple[Node, ...]:
        return (self.subject,)
