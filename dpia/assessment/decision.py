"""Which decisions are left, and why: guide 2.6, GDPR 36(1) and (5), LED 28, EDPB template section 6."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dpia.assessment.model import Assessment, Decision, Outcome
from dpia.assessment.register import RiskState
from dpia.assessment.remedies import is_answered
from dpia.questionnaire.compiled import CompiledFinding
from dpia.questionnaire.model import Level
from dpia.wording import N_, Said, said

A, C, S, R = Outcome.APPROVED, Outcome.CONDITIONAL, Outcome.CONSULTATION, Outcome.REJECTED
OUTCOMES: Mapping[Outcome, str] = {
    A: N_("Approved"),
    C: N_("Conditionally approved"),
    S: N_("Consult the supervisory authority"),
    R: N_("Rejected"),
}
_MISSING: Final = N_("Required answers are missing: the processing cannot be approved.")
_EMPTY: Final = N_("Nothing is answered yet: there is nothing to approve and nothing to ask an authority about.")
_SUGGESTED: Final = N_("A risk, a measure or an acceptance is only suggested: somebody has to keep or change it first.")
_WAITING: Final = N_("A questionnaire that applies is neither answered nor closed with a reason.")


@dataclass(frozen=True, slots=True)
class DecisionReason:
    """One reason why some decisions are not left. `left` are those it leaves, `about` the keys of findings, risks or measures."""

    left: frozenset[Outcome]
    text: Said
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionState:
    """The decisions still allowed with the reasons, what is wrong with the decision taken, and prior consultation.

    `allowed` begins with the least cautious. `consultation` says why the authority has to be asked first (GDPR 36(1), LED 28).
    """

    allowed: tuple[Outcome, ...]
    reasons: tuple[DecisionReason, ...]
    taken: Decision | None
    wrong: tuple[Said, ...]
    consultation: tuple[Said, ...]

    @property
    def floor(self) -> Outcome:
        """The least cautious decision that is allowed."""
        return self.allowed[0]

    @property
    def fits(self) -> bool:
        """Whether a decision was taken and keeps within what is allowed."""
        return self.taken is not None and not self.wrong


def decide(
    assessment: Assessment,
    fired: Sequence[CompiledFinding],
    risks: Sequence[RiskState],
    missing: int,
    waiting: tuple[str, ...] = (),
    *,
    is_empty: bool = False,
) -> DecisionState:
    """The state of the decision.

    `missing` counts required answers that are not given; `waiting` are questionnaires that apply and are not answered. Of one
    that `is_empty` nothing was answered yet, so that there is nothing to consult an authority about.
    """
    live = [risk for risk in risks if not risk.dismissed]
    unready = [
        _if(("missing",) if is_empty else (), {R}, _EMPTY),
        _if(("missing",) if missing and not is_empty else (), {S, R}, _MISSING),
        _if(_suggested(assessment), {S, R}, _SUGGESTED),
        _if(waiting, {S, R}, _WAITING),
    ]
    unfinished = bool(missing or waiting or _suggested(assessment))
    reasons = [reason for reason in (*_reasons(assessment, fired, live, unfinished), *unready) if reason is not None]
    left = set(Outcome)
    for reason in reasons:
        left &= reason.left
    allowed = tuple(outcome for outcome in Outcome if outcome in left) or (R,)
    wrong = tuple(_wrong(assessment.decision, allowed, fired)) if assessment.decision else ()
    return DecisionState(allowed, tuple(reasons), assessment.decision, wrong, tuple(_consultation(fired, live)))


def _reasons(
    assessment: Assessment, fired: Sequence[CompiledFinding], risks: Sequence[RiskState], unfinished: bool
) -> list[DecisionReason | None]:
    illegal = tuple(item.key for item in fired if item.finding.rejects)
    blocks = tuple(item.key for item in fired if item.finding.level is Level.BLOCK and not item.finding.rejects)
    unrated = tuple(risk.id for risk in risks if not risk.rated)
    high = tuple(risk.id for risk in risks if risk.done and risk.done.level.acceptable in ("no", "stop"))
    life = tuple(risk.id for risk in risks if risk.done and risk.done.life_safety)
    medium = tuple(risk.id for risk in risks if _is_unowned(risk))
    majors = tuple(
        item.key for item in fired if item.finding.level is Level.MAJOR and not is_answered(assessment, item)
    )
    consult = tuple(item.key for item in fired if item.finding.consult)
    waiting = tuple(risk.id for risk in risks if risk.today and risk.today.level.acceptable in ("no", "stop"))
    unowned = tuple(item.id for item in assessment.measures if not item.is_settled)
    return [
        _if(
            illegal,
            {R},
            N_("A finding says that the processing has no legal ground or is prohibited: it can only be rejected."),
        ),
        _if(high, {S, R}, N_("A risk stays high when all measures are done: consult the authority, or reject.")),
        _if(consult, {S, R}, N_("The law asks for prior consultation of the supervisory authority.")),
        _if(blocks, {C, R}, N_("A blocking finding is open: reject, or make its remedy a condition before the start."))
        if not (high or consult or unrated or unfinished)
        else _if(blocks, {S, R}, N_("A blocking finding is open.")),
        _if(
            majors,
            {C, S, R},
            N_(
                "A major finding is open: link a measure that is in place, write who accepts it and why, or make its remedy a "
                "condition."
            ),
        ),
        _if(
            life,
            {C, S, R},
            N_("A grave harm stays possible: a condition, a named senior official and opinions are needed."),
        ),
        _if(waiting, {C, S, R}, N_("A risk is high until measures are in place: make these measures conditions.")),
        _if(unowned, {C, S, R}, N_("A measure that is not in place yet has no owner or no date.")),
        _if(
            medium,
            {C, S, R},
            N_("A medium risk has neither measures with owner and date nor an acceptance with a reason."),
        ),
        _if(unrated, {S, R}, N_("Risks are not rated: the processing cannot be approved.")),
    ]


def _is_unowned(risk: RiskState) -> bool:
    if risk.done is None or risk.done.level.acceptable != "with_reason":
        return False
    owned = bool(risk.measures) and all(measure.is_settled for measure in risk.measures)
    return not (risk.acceptance is not None or owned)


def _suggested(assessment: Assessment) -> tuple[str, ...]:
    """The ids of risks and measures, and the findings of acceptances, that nobody kept or changed yet."""
    risks = (
        risk.id
        for risk in assessment.risks
        if risk.suggested is not None or (risk.acceptance is not None and not risk.acceptance.stands)
    )
    measures = (measure.id for measure in assessment.measures if measure.suggested is not None)
    return (*risks, *measures, *(item.finding for item in assessment.acceptances if not item.stands))


def _if(about: tuple[str, ...], left: set[Outcome], text: str) -> DecisionReason | None:
    return DecisionReason(frozenset(left), said(text), about) if about else None


def _consultation(fired: Sequence[CompiledFinding], risks: Sequence[RiskState]) -> list[Said]:
    found = [
        said(N_("{risk} stays {level} when all measures are done."), risk=risk.id, level=risk.done.level.label)
        for risk in risks
        if risk.done is not None and risk.done.level.consult
    ]
    return found + [Said("{says}", (("says", item.finding.says),)) for item in fired if item.finding.consult]


def _wrong(decision: Decision, allowed: tuple[Outcome, ...], fired: Sequence[CompiledFinding]) -> list[Said]:
    wrong: list[Said] = []
    if decision.outcome not in allowed:
        wrong.append(said(N_("The decision taken is not among those that findings and risks leave.")))
    if decision.outcome is C and not decision.conditions:
        wrong.append(said(N_("A conditional approval names no condition.")))
    if decision.outcome is C:
        answered = {name for condition in decision.conditions for name in condition.finding}
        for item in fired:
            if item.finding.level is Level.BLOCK and not {item.key, item.finding.id} & answered:
                wrong.append(said(N_("No condition answers the blocking finding {finding}."), finding=item.key))
    if decision.outcome is S and decision.consultation is None:
        wrong.append(said(N_("The decision is to consult, but no authority is named.")))
    return wrong
