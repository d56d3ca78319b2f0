"""Whether a rule can ever hold: found by trying the answers that matter to it, never by guessing.

Only answers of questions (not of table rows) are tried, where a rule compares them with a value: the options of a choice,
the selections among the options that a rule looks for, and of the numbers those that it names and one between each two.
Everything else is taken to be possible either way. So what is called impossible is impossible, and some impossible rules
are not seen; docs/rules.md says which.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from typing import Any

from dpia.questionnaire.rules.logic import And, Not, Or
from dpia.questionnaire.rules.nodes import OPERATORS, Answer, Compare, Condition, Constant, Contains, Has, Node, OneOf

MAX_TRIALS = 20_000
Trial = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some options can be answered."""

    options: tuple[str, ...]

    def trials(self, named: Set[str]) -> list[Any]:
        """The answers to try; none where there are too many."""
        return list(self.options)


@dataclass(frozen=True, slots=True)
class Choices:
    """Several options can be answered, or one of those that stand alone."""

    exclusive: frozenset[str] = frozenset()

    def trials(self, named: Set[str]) -> list[Any]:
        """Every selection among the options that are named, and what they leave out."""
        together = sorted(named - self.exclusive)
        if 2 ** len(together) > MAX_TRIALS:
            return []
        chosen = (some for size in range(len(together) + 1) for some in combinations(together, size))
        return [*map(frozenset, chosen), *(frozenset({option}) for option in sorted(named & self.exclusive))]


@dataclass(frozen=True, slots=True)
class Number:
    """A number within limits can be answered."""

    least: float = -math.inf
    most: float = math.inf
    whole: bool = False

    def trials(self, named: Set[float]) -> list[Any]:
        """The numbers that are named, the limits, and one number in each gap between them."""
        points = sorted({*named, *(limit for limit in (self.least, self.most) if math.isfinite(limit))})
        tried = {points[0] - 1, *points, *((low + high) / 2 for low, high in pairwise(points)), points[-1] + 1}
        if self.whole:
            tried = {math.floor(number) + step for number in tried for step in (-1, 0, 1)}
        return [number for number in sorted(tried) if self.least <= number <= self.most]


@dataclass(frozen=True, slots=True)
class Domain:
    """What can be answered to the questions that are tried, and which ones cannot be answered by “unknown”."""

    answers: Mapping[str, Choice | Choices | Number]
    known: frozenset[str] = frozenset()


def can_hold(condition: Condition, domain: Domain) -> bool:
    """Whether some answers make the condition true."""
    named: dict[str, set[Any]] = {}
    for key, values in _finite(condition):
        if key in domain.answers:
            named.setdefault(key, set()).update(values)
    tried = {key: found for key in sorted(named) if (found := domain.answers[key].trials(named[key]))}
    if math.prod(map(len, tried.values())) > MAX_TRIALS:
        return True
    trials = (dict(zip(tried, trial, strict=True)) for trial in product(*tried.values()))
    return any(True in _outcomes(condition, trial, domain.known) for trial in trials)


def _finite(condition: Condition) -> Iterator[tuple[str, Set[Any]]]:
    """The questions that the condition compares with values, and the values."""
    match condition:
        case And() | Or():
            for term in condition.terms:
                yield from _finite(term)
        case Not():
            yield from _finite(condition.term)
        case Compare(left=Answer() as asked, right=Constant() as value):
            yield asked.key, {value.content}
        case Compare(left=Constant() as value, right=Answer() as asked):
            yield asked.key, {value.content}
        case Contains(subject=Answer() as asked) | OneOf(subject=Answer() as asked):
            yield asked.key, condition.wanted


def _outcomes(condition: Condition, trial: Trial, known: Set[str]) -> set[bool]:
    """The truths the condition can come to in a trial, whatever the rest of the answers is."""
    match condition:
        case And():
            parts = [_outcomes(term, trial, known) for term in condition.terms]
            return ({True} if all(True in part for part in parts) else set()) | (
                {False} if any(False in part for part in parts) else set()
            )
        case Or():
            parts = [_outcomes(term, trial, known) for term in condition.terms]
            return ({True} if any(True in part for part in parts) else set()) | (
                {False} if all(False in part for part in parts) else set()
            )
        case Not():
            return {not truth for truth in _outcomes(condition.term, trial, known)}
        case Compare() if _is_tried(condition.left, trial) and _is_tried(condition.right, trial):
            return {_compare(condition, trial)}
        case Contains(subject=Answer() as asked) | OneOf(subject=Answer() as asked) if asked.key in trial:
            chosen = trial[asked.key]
            return {not condition.wanted.isdisjoint({chosen} if isinstance(chosen, str) else chosen)}
        case Has(ask="answered", subject=Answer() as asked) if asked.key in trial:
            return {True}
        case Has(ask="unknown", subject=Answer() as asked) if asked.key in known:
            return {False}
    return {True, False}


def _is_tried(side: Node, trial: Trial) -> bool:
    return isinstance(side, Constant) or (isinstance(side, Answer) and side.key in trial)


def _compare(condition: Compare, trial: Trial) -> bool:
    left, right = (_value(side, trial) for side in (condition.left, condition.right))
    if condition.order is not None:
        left, right = condition.order[left], condition.order[right]
    return OPERATORS[condition.symbol](left, right)


def _value(side: Node, trial: Trial) -> Any:
    return trial[side.key] if isinstance(side, Answer) else side.content if isinstance(side, Constant) else None
