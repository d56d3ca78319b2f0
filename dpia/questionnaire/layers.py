"""Layers: catalogues of risks, glossaries, and the ICAT actions, that are there only where answers of an assessment say so.

`when` at the head of a file names questions with their file. One that no answer makes true, among them one of a file that
an assessment does not answer, leaves the layer closed: the general twins of its risks stand in for them. In the same way
`offered_when` says of a questionnaire where it is offered to be opened by hand; what answers open is opened all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dpia.errors import Problem
from dpia.questionnaire.base import Definition
from dpia.questionnaire.model import Questionnaire
from dpia.questionnaire.reference import Actions, Catalogue, Glossary
from dpia.questionnaire.rules.check import check_condition
from dpia.questionnaire.rules.logic import Or
from dpia.questionnaire.rules.nodes import Condition, Facts
from dpia.questionnaire.rules.types import RuleError
from dpia.questionnaire.scope import files_named, scope_of_files
from dpia.questionnaire.text import Document

_NEVER = Or(())


@dataclass(frozen=True, slots=True)
class Layers:
    """For each risk, term and questionnaire under one its condition, that of the ICAT actions, and what is wrong with such rules.

    `elsewhere` are those on a file that the set does not have, which close their layer.
    """

    risks: Mapping[str, Condition] = field(default_factory=dict)
    terms: Mapping[str, Condition] = field(default_factory=dict)
    questionnaires: Mapping[str, Condition] = field(default_factory=dict)
    actions: Condition | None = None
    problems: tuple[Problem, ...] = ()
    elsewhere: tuple[Problem, ...] = ()

    def closed(self, facts: Facts) -> frozenset[str]:
        """The risks that are not there."""
        return _closed(self.risks, facts)

    def closed_terms(self, facts: Facts) -> frozenset[str]:
        """The terms of the glossary that are not there."""
        return _closed(self.terms, facts)

    def closed_questionnaires(self, facts: Facts) -> frozenset[str]:
        """The questionnaires that are not offered."""
        return _closed(self.questionnaires, facts)

    def has_actions(self, facts: Facts) -> bool:
        """Whether the ICAT actions are there."""
        return self.actions is None or _holds(self.actions, facts)


NO_LAYERS = Layers()


def layers_of(
    definitions: Sequence[tuple[str, Definition]], documents: Mapping[str, Document], files: Mapping[str, Questionnaire]
) -> Layers:
    """The layers of a set; of two files with one risk the later one counts. A rule that cannot be read closes nothing."""
    risks: dict[str, Condition] = {}
    terms: dict[str, Condition] = {}
    questionnaires: dict[str, Condition] = {}
    actions: Condition | None = None
    problems: list[Problem] = []
    elsewhere: list[Problem] = []
    for file, item in definitions:
        if not isinstance(item, Catalogue | Glossary | Actions | Questionnaire):
            continue
        key, rule = ("offered_when", item.offered_when) if isinstance(item, Questionnaire) else ("when", item.when)
        condition: Condition | None = None
        try:
            condition = check_condition(rule, scope_of_files(files)) if rule is not None else None
        except RuleError as error:
            is_elsewhere = _names_missing(rule or "", files)
            condition = _NEVER if is_elsewhere else None
            told = Problem(documents[file].location((key,), offset=error.offset), error.told)
            (elsewhere if is_elsewhere else problems).append(told)
        match item:
            case Catalogue():
                _put(risks, (risk.id for risk in item.risks), condition)
            case Glossary():
                _put(terms, (term.id for term in item.terms), condition)
            case Questionnaire():
                _put(questionnaires, (item.id,), condition)
            case Actions():
                actions = condition
    return Layers(risks, terms, questionnaires, actions, tuple(problems), tuple(elsewhere))


def _put(layer: dict[str, Condition], ids: Iterable[str], condition: Condition | None) -> None:
    for name in ids:
        layer.pop(name, None)
        if condition is not None:
            layer[name] = condition


def _closed(layer: Mapping[str, Condition], facts: Facts) -> frozenset[str]:
    """What is under a condition that does not hold; each file has one condition, which is asked once."""
    conditions = {id(condition): condition for condition in layer.values()}
    shut = {key for key, condition in conditions.items() if not _holds(condition, facts)}
    return frozenset(name for name, condition in layer.items() if id(condition) in shut)


def _names_missing(rule: str, files: Mapping[str, Questionnaire]) -> bool:
    """Whether a switch is in a file that the set does not have: its layer is closed, which only lint tells."""
    known = {name.replace("-", "_") for name in files}
    return not files_named(rule) <= known


def _holds(condition: Condition, facts: Facts) -> bool:
    return condition.truth(facts).holds
