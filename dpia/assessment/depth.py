"""How deep an assessment goes, why, and what it will take: the result of the screening."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.fired import FiredFinding
from dpia.assessment.forming import form_of
from dpia.questionnaire.compiled import CompiledQuestion
from dpia.questionnaire.kinds import NO_ANSWER_TYPES
from dpia.questionnaire.library import Library
from dpia.questionnaire.rules.logic import CountTrue
from dpia.questionnaire.rules.nodes import Reason
from dpia.questionnaire.rules.truth import Count, State, Truth


@dataclass(frozen=True, slots=True)
class Depth:
    """Whether every question is asked (`full`), or the core; `settled` once no open answer can change that.

    `reasons` are the answers that call for the full depth, `wanted` the key of the question that asks for it by hand, and
    `by_hand` whether it was answered so.
    """

    full: bool
    settled: bool
    reasons: tuple[Reason, ...]
    wanted: str | None
    by_hand: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to be answered: each questionnaire that applies, and how many questions they ask together as things stand.

    `left` lack an answer, or a part of one, that is required.
    """

    questionnaires: tuple[str, ...]
    asked: int
    answered: int
    left: int


def depth_of(evaluation: Evaluation) -> Depth | None:
    """How deep it goes, where a question of the form counts the signs that decide it (`means: depth`)."""
    item = _meaning(evaluation, "depth")
    if item is None or item.value is None:
        return None
    truth = _at_least_one(item.value.run(evaluation.facts, ()))
    wanted = _meaning(evaluation, "depth_wanted")
    reasons: tuple[Reason, ...] = ()
    if truth.holds:
        reasons = tuple(dict.fromkeys(_answers_behind(evaluation, item)))
    by_hand = wanted is not None and evaluation.states[wanted.key].value == "yes"
    return Depth(truth.holds, truth is not Truth.OPEN, reasons, wanted.key if wanted is not None else None, by_hand)


def silenced(evaluation: Evaluation, depth: Depth) -> tuple[FiredFinding, ...]:
    """The open findings that nobody would read any more, were the full depth not asked for by hand."""
    if depth.wanted is None or not depth.by_hand:
        return ()
    core = evaluate(
        evaluation.form,
        evaluation.assessment.with_answer(depth.wanted, "no"),
        on=evaluation.on,
        previous=evaluation,
    )
    left = {fired.key for fired in core.open_findings}
    return tuple(fired for fired in evaluation.open_findings if fired.key not in left)


def _answers_behind(evaluation: Evaluation, item: CompiledQuestion) -> Iterator[Reason]:
    """The answers that a count of signs comes from, also through a count that it counts."""
    if not isinstance(item.value, CountTrue):
        return
    for term in item.value.terms:
        for reason in term.reasons(evaluation.facts, ()) if term.truth(evaluation.facts).holds else ():
            behind = evaluation.form.questions.get(reason.key)
            found = tuple(_answers_behind(evaluation, behind)) if behind is not None else ()
            yield from found or (reason,)


def outlook(evaluation: Evaluation, library: Library, on: date) -> Outlook:
    """What the questionnaires that are answered, and those that answers open beside them, will ask.

    Those that wait are judged as if they were opened, so that the number is that of the questions which will show.
    """
    assessment = evaluation.assessment
    waiting = [name for name in evaluation.waiting if name in library.questionnaires]
    names = (*(ref.id for ref in assessment.questionnaires), *waiting)
    whole = evaluate(form_of(assessment, library, names), assessment, on=on) if waiting else evaluation
    items = [item for item in whole.form.asked if item.type not in NO_ANSWER_TYPES]
    shown = [whole.states[item.key] for item in items if whole.states[item.key].shown]
    return Outlook(names, len(shown), sum(state.given for state in shown), sum(bool(state.missing) for state in shown))


def decisions_of(evaluation: Evaluation) -> tuple[str, ...]:
    """The answered questions of the section in which it is decided whether an assessment is made, that question first."""
    deciding = _meaning(evaluation, "dpia_decision")
    if deciding is None:
        return ()
    section = next(keys for _, _, keys in evaluation.form.answered_sections if deciding.key in keys)
    shown = (key for key in section if evaluation.states[key].shown and evaluation.states[key].given)
    return tuple(sorted(shown, key=lambda key: key != deciding.key))


def _meaning(evaluation: Evaluation, meaning: str) -> CompiledQuestion | None:
    return next((item for item in evaluation.form.asked if item.question.means == meaning), None)


def _at_least_one(value: Count | float | State) -> Truth:
    if isinstance(value, Count):
        return value.compare(operator.ge, 1)
    return value.truth if isinstance(value, State) else Truth.TRUE if value >= 1 else Truth.FALSE
