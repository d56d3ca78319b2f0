"""`and`, `or`, `not` and `count_true`: conditions that are made of conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dpia.questionnaire.rules.nodes import Condition, Facts, Frames, Node, Reason, Run
from dpia.questionnaire.rules.truth import AND_ORDER, OR_ORDER, Truth, count_truths, negation


def joined(order: Sequence[Truth], runs: Sequence[Run]) -> Run:
    """What joins conditions: the first in the order that occurs among them, looked for no longer than it has to be."""
    first, last = order[0], order[-1]

    def join(facts: Facts, frames: Frames) -> Truth:
        best = last
        for run in runs:
            truth: Truth = run(facts, frames)
            if truth is first:
                return truth
            if truth is not last and order.index(truth) < order.index(best):
                best = truth
        return best

    return join


@dataclass(frozen=True)
class And(Condition):
    terms: tuple[Condition, ...]

    def build(self) -> Run:
        return joined(AND_ORDER, [term.run for term in self.terms])

    def parts(self) -> tuple[Node, ...]:
        return self.terms

    def reasons(self, facts: Facts, frames: Frames) -> Iterator[Reason]:
        return _deciding(self, self.terms, facts, frames)


@dataclass(frozen=True)
class Or(Condition):
    terms: tuple[Condition, ...]

    def build(self) -> Run:
        return joined(OR_ORDER, [term.run for term in self.terms])

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


@dataclass(frozen=True)
class Not(Condition):
    term: Condition

    def build(self) -> Run:
        term = self.term.run
        return lambda facts, frames: negation(term(facts, frames))

    def parts(self) -> tuple[Node, ...]:
        return (self.term,)


@dataclass(frozen=True)
class CountTrue(Node):
    """`count_true(a, b, ...)`: how many of the conditions hold."""

    terms: tuple[Condition, ...]

    def build(self) -> Run:
        terms = tuple(term.run for term in self.terms)
        return lambda facts, frames: count_truths(term(facts, frames) for term in terms)

    def parts(self) -> tuple[Node, ...]:
        return self.terms

    def reasons(self, facts: Facts, frames: Frames) -> Iterator[Reason]:
        holding = [term for term in self.terms if term.truth(facts, frames).holds]
        for term in holding or self.terms:
            yield from term.reasons(facts, frames)
