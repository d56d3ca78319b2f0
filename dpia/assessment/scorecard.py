"""The scorecard of the ICAT actions: what was asked, answered and found for each. Never a percentage of compliance,
because one block outweighs fifty answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dpia.assessment.evaluation import Evaluation
from dpia.questionnaire.kinds import NO_ANSWER_TYPES
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Level
from dpia.questionnaire.reference import Actions


@dataclass(frozen=True, slots=True)
class ActionScore:
    """One action: questions that apply, of them answered, unknown and missing; open findings by level; measures due."""

    action: str
    asked: int
    answered: int
    unknown: int
    missing: int
    blocks: int
    majors: int
    minors: int
    measures_due: tuple[str, ...]


def actions_of(evaluation: Evaluation, library: Library) -> Actions | None:
    """The ICAT actions, where the set has them and the answers of the assessment open them."""
    return library.actions if evaluation.form.layers.has_actions(evaluation.facts) else None


def scorecard(
    evaluation: Evaluation, actions: tuple[str, ...], told: Callable[[str], bool] = lambda key: True
) -> tuple[ActionScore, ...]:
    """The score of each action, in the order given: of those questions and findings that are `told`, by their keys."""
    return tuple(_score(evaluation, action, told) for action in actions)


def _score(evaluation: Evaluation, action: str, told: Callable[[str], bool]) -> ActionScore:
    items = [
        item
        for item in evaluation.form.asked
        if action in item.question.icat
        and evaluation.states[item.key].shown
        and item.type not in NO_ANSWER_TYPES
        and told(item.key)
    ]
    keys = {item.key for item in items}
    states = [evaluation.states[item.key] for item in items]
    findings = [fired for fired in evaluation.open_findings if fired.item.question in keys and told(fired.key)]
    return ActionScore(
        action=action,
        asked=len(items),
        answered=sum(state.given and not state.missing and not state.unknown for state in states),
        unknown=sum(bool(state.unknown) for state in states),
        missing=sum(bool(state.missing) for state in states),
        blocks=sum(fired.level is Level.BLOCK for fired in findings),
        majors=sum(fired.level is Level.MAJOR for fired in findings),
        minors=sum(fired.level is Level.MINOR for fired in findings),
        measures_due=_due(evaluation, keys),
    )


def _due(evaluation: Evaluation, keys: set[str]) -> tuple[str, ...]:
    """The measures not yet in place against risks that questions of the action raise, in the order of the plan."""
    raised = {
        risk for fired in evaluation.findings if fired.item.question in keys for risk in fired.item.finding.raises
    }
    linked = {
        measure.id
        for state in evaluation.risks
        if state.scenario is not None and state.scenario.id in raised
        for measure in state.measures
    }
    return tuple(
        measure.id for measure in evaluation.assessment.measures if measure.id in linked and not measure.is_in_place
    )
