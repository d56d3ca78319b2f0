"""An evaluation as lines for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dpia.assessment.decision import OUTCOMES
from dpia.assessment.evaluation import Evaluation
from dpia.assessment.privacy import PrivacyWarning, privacy_warnings
from dpia.assessment.register import RiskState
from dpia.assessment.routing import Route, redefined, routes
from dpia.questionnaire.origin import ForeignTexts
from dpia.showing.display import show_place, show_reason

MOST_GAPS = 20
MOST_REASONS = 5


def summary_lines(evaluation: Evaluation, foreign: Sequence[ForeignTexts] = ()) -> Iterator[str]:
    """What a person wants to know about an assessment at a glance; `foreign` is what strangers translated for its report."""
    assessment = evaluation.assessment
    yield f"{assessment.title} ({', '.join(item.id for item in evaluation.form.questionnaires)})"
    asked = sum(part.asked for part in evaluation.progress)
    answered = sum(part.answered for part in evaluation.progress)
    yield (
        f"{answered} of {asked} questions answered, {len(evaluation.missing)} gaps, {len(evaluation.unknown)} unknown, "
        f"{len(evaluation.hidden)} hidden, {len(assessment.open_remarks)} open remarks"
    )
    for route in routes(evaluation):
        yield from _route_lines(route)
    for found in evaluation.form.replacements:
        if found.alters:
            yield f"The {found.kind} {found.id} is not the shipped definition. It comes from {found.file}."
    yield from map(str, foreign)
    for name in redefined(evaluation):
        yield f"The definition of {name} is not the one that was answered. Read its answers again, then run dpia open on it."
    yield ""
    for fired in evaluation.open_findings:
        finding = fired.item.finding
        yield f"{finding.level.value.upper():6} {fired.key}: {finding.says}"
        reasons = tuple(dict.fromkeys(show_reason(evaluation, reason) for reason in fired.reasons))
        for reason in reasons[:MOST_REASONS]:
            yield f"         because {reason}"
        if len(reasons) > MOST_REASONS:
            yield f"         because of {len(reasons) - MOST_REASONS} more answers (--json lists all)"
        if finding.mend:
            yield f"         to do   {finding.mend}"
    if not evaluation.open_findings:
        yield "No findings."
    yield ""
    for risk in evaluation.risks:
        yield _risk_line(risk)
    if any(risk.done is not None and risk.done.life_safety and not risk.dismissed for risk in evaluation.risks):
        yield "* grave harm to life or safety stays possible when all measures are done"
    if evaluation.risks:
        yield ""
    yield from _capped("Missing:", [show_place(evaluation, *gap) for gap in evaluation.missing])
    yield from _capped("Unknown:", [show_place(evaluation, *gap) for gap in evaluation.unknown])
    warnings = privacy_warnings(evaluation.form, assessment)
    yield from _capped("Private?", [f"{_place(evaluation, warning)}: {warning.reason}" for warning in warnings])
    yield from _capped(
        "Remark:", [f"{remark.about}: {' '.join(remark.text.split())}" for remark in assessment.open_remarks]
    )
    yield from _decision_lines(evaluation)


def _capped(head: str, lines: Sequence[str]) -> Iterator[str]:
    """Each line behind its head, up to twenty."""
    for line in lines[:MOST_GAPS]:
        yield f"{head} {line}"
    if len(lines) > MOST_GAPS:
        yield f"{head} ... and {len(lines) - MOST_GAPS} more (--json lists all)"


def _route_lines(route: Route) -> Iterator[str]:
    if route.waiting:
        yield f"Also applies: {route.id}. Add it with dpia open, or say with dpia close why it does not apply."
        for fired in route.opened_by[:MOST_REASONS]:
            yield f"         because {fired.item.finding.says}"
    elif route.closed and route.word is not None:
        yield f"Closed: {route.id}, because {' '.join(route.word.reason.split())}"


def _place(evaluation: Evaluation, warning: PrivacyWarning) -> str:
    if warning.key in evaluation.form.questions:
        return show_place(evaluation, warning.key, warning.place)
    return " ".join(word for word in (warning.key, warning.place.row) if word)


def _risk_line(risk: RiskState) -> str:
    if risk.dismissed:
        return f"{risk.id}  set aside: {risk.title}"
    if not risk.rated or risk.before is None or risk.today is None or risk.done is None:
        return f"{risk.id}  NOT RATED: {risk.title}"
    levels = f"{risk.before.level.label} -> today {risk.today.level.label} -> when done {risk.done.level.label}"
    return f"{risk.id}  {levels}{'*' if risk.done.life_safety else ''}: {risk.title}"


def _decision_lines(evaluation: Evaluation) -> Iterator[str]:
    state = evaluation.decision
    yield f"Decisions left: {', '.join(OUTCOMES[outcome].lower() for outcome in state.allowed)}"
    for reason in state.reasons:
        yield f"         because {reason.text}"
    if state.taken is not None:
        yield f"Decision taken: {OUTCOMES[state.taken.outcome].lower()} by {state.taken.by.name} on {state.taken.on}"
    for wrong in state.wrong:
        yield f"         but     {wrong}"
    if evaluation.review_due:
        yield f"Review due since {evaluation.next_review}."
