"""What answers a finding: a measure that mends it, a condition of the decision, or somebody who accepts it in writing.

While a major finding is open, an approval without conditions needs a measure in place or an acceptance with name and reason
(GDPR 24(1), 35(7)(d)).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dpia.assessment.model import Assessment, Condition, FindingAcceptance, Measure
from dpia.questionnaire.compiled import CompiledFinding


@dataclass(frozen=True, slots=True)
class Remedy:
    """One answer to a finding. `record` is the measure, the condition or the acceptance; `in_place` whether it holds already."""

    kind: Literal["measure", "condition", "acceptance"]
    record: Measure | Condition | FindingAcceptance
    in_place: bool

    @property
    def id(self) -> str:
        """M03, K1, or who accepted."""
        return self.record.by if isinstance(self.record, FindingAcceptance) else self.record.id


def remedies(assessment: Assessment, item: CompiledFinding) -> tuple[Remedy, ...]:
    """What answers a finding, in the order of conditions, measures, acceptances. What is only suggested answers nothing."""
    return tuple(_remedies(assessment, {item.key, item.finding.id}))


def is_answered(assessment: Assessment, item: CompiledFinding) -> bool:
    """Whether a measure that is in place mends a finding, or somebody accepts it in writing."""
    return any(found.in_place for found in remedies(assessment, item) if found.kind != "condition")


def _remedies(assessment: Assessment, names: set[str]) -> Iterator[Remedy]:
    for condition in assessment.decision.conditions if assessment.decision is not None else ():
        if not names.isdisjoint(condition.finding):
            yield Remedy("condition", condition, condition.met_on is not None)
    for measure in assessment.measures:
        if measure.suggested is None and not names.isdisjoint(measure.mends):
            yield Remedy("measure", measure, measure.is_in_place)
    for acceptance in assessment.acceptances:
        if acceptance.stands and acceptance.finding in names:
            yield Remedy("acceptance", acceptance, True)
