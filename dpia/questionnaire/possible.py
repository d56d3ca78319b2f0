"""Whether a rule can ever hold: found by trying the options of the few questions it names, never by guessing.

Only choices of questions (not of table rows) are tried; everything else is taken to be possible either way. So what is called
impossible is impossible, and some impossible rules are not seen.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from dpia.questionnaire.rules.nodes import OPERATORS, And, Answer, Compare, Condition, Constant, Contains, Has, Not, Or

MAX_TRIALS = 20_000
Domain = Mapping[str, Sequence[str]]
Trial = Mapping[str, str]


def can_hold(condition: Condition, domain: Domain) -> bool:
    """Whether some choice of options makes the condition true."""
    names = sorted({key for key in _finite(condition) if key in domain})
    size = 1
    for name in names:
        size *= max(len(domain[name]), 1)
    if size > MAX_TRIALS:
        return True
    trials = itertools.product(*(domain[name] or ("",) for name in names))
    return any(True in _outcomes(condition, dict(zip(names, trial, strict=True))) for trial in trials)


def _finite(condition: Condition) -> Iterator[str]:
    match condition:
        case And() | Or():
            for term in condition.terms:
                yield from _finite(term)
        case Not():
            yield from _finite(condition.term)
        case Compare(left=Answer() as left, right=Constant()):
            yield left.key
        case Contains(subject=Answer() as subject):
            yield subject.key


def _outcomes(condition: Condition, trial: Trial) -> set[bool]:
    """The truths the condition can come to in a trial, whatever the rest of the answers is."""
    match condition:
        case And():
            parts = [_outcomes(term, trial) for term in condition.terms]
            return ({True} if all(True in part for part in parts) else set()) | (
                {False} if any(False in part for part in parts) else set()
            )
        case Or():
            parts = [_outcomes(term, trial) for term in condition.terms]
            return ({True} if any(True in part for part in parts) else set()) | (
                {False} if all(False in part for part in parts) else set()
            )
        case Not():
            return {not truth for truth in _outcomes(condition.term, trial)}
        case Compare(left=Answer() as left, right=Constant() as right) if left.key in trial:
            return {_compare(condition, trial[left.key], right.content)}
        case Contains(subject=Answer() as subject) if subject.key in trial:
            return {trial[subject.key] in condition.wanted}
        case Has(ask="answered", subject=Answer() as asked) if asked.key in trial:
            return {True}
    return {True, False}


def _compare(condition: Compare, value: str, wanted: str) -> bool:
    if condition.order is not None:
        return bool(OPERATORS[condition.symbol](condition.order[value], condition.order[wanted]))
    return bool(OPERATORS[condition.symbol](value, wanted))
