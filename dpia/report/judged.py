"""What a report shows of risks, measures and the decision, with its conditions and signatures."""

from __future__ import annotations

from dataclasses import dataclass

from dpia.report.answered import Link
from dpia.showing.prose import Prose
from dpia.showing.views import Citation, FindingView


@dataclass(frozen=True, slots=True)
class RatedView:
    """A risk at one moment: `before`, `today` or `done`. `tone` is how dark its level is shown, from 0 to 4."""

    moment: str
    title: str
    level: str
    level_id: str
    tone: int
    severity: str
    likelihood: str
    life_safety: bool
    reason: Prose
    lifted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure with its status, owner and date, and the risks it lowers."""

    id: str
    anchor: str
    title: str
    text: Prose
    status: str
    status_label: str
    owner: str
    due: str
    evidence: tuple[Link, ...]
    risks: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class RiskView:
    """A risk of the register. `unrated` names the moments without a rating, where there is one of another moment."""

    id: str
    anchor: str
    title: str
    kind: str
    scenario: str
    harm: Prose
    sources: Prose
    people: str
    threats: tuple[str, ...]
    raising: tuple[str, ...]
    lowering: tuple[str, ...]
    covers: tuple[str, ...]
    raised_by: tuple[FindingView, ...]
    ratings: tuple[RatedView, ...]
    unrated: tuple[str, ...]
    measures: tuple[MeasureView, ...]
    typical: tuple[str, ...]
    acceptance: str
    acceptance_reason: Prose
    set_aside: Prose
    citations: tuple[Citation, ...]

    def at(self, moment: str) -> RatedView | None:
        """The rating of a moment, where there is one."""
        return next((rated for rated in self.ratings if rated.moment == moment), None)


@dataclass(frozen=True, slots=True)
class Task:
    """Who must do what by when: a measure or a condition that is not done."""

    what: Link
    kind: str
    owner: str
    due: str
    late: bool


@dataclass(frozen=True, slots=True)
class RoutingView:
    """A questionnaire that the analyst opened or closed, and why."""

    title: str
    applies: bool
    reason: Prose
    by: str


@dataclass(frozen=True, slots=True)
class ConditionView:
    """A condition of the decision, with the findings that it answers."""

    id: str
    text: Prose
    answers: tuple[Link, ...]
    owner: str
    due: str
    met: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """The decision, or those that are left, in one sentence; and why."""

    outcome: str
    sentence: str
    left: tuple[str, ...]
    why: tuple[str, ...]
    reason: Prose
    by: str
    on: str
    conditions: tuple[ConditionView, ...]
    rejected_parts: Prose
    wrong: tuple[str, ...]
    consultation: tuple[str, ...]
    authority: str
    authority_facts: tuple[tuple[str, str], ...]
    authority_advice: Prose
    next_review: str
    review_due: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """A line of the signature block: who is asked to sign, or who signed, and whether it still holds.

    `about` names the section of a statement in the answers and leads to its question; it is empty for a signature on the whole.
    """

    role: str
    about: Link
    name: str
    on: str
    state: str
