"""An evaluation as lines for a person, or as data for a program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dpia.assessment.decision import OUTCOMES
from dpia.assessment.display import show_place, show_reason
from dpia.assessment.evaluation import Evaluation
from dpia.assessment.privacy import PrivacyWarning, privacy_warnings
from dpia.assessment.register import RiskState
from dpia.assessment.routing import Route, redefined, routes
from dpia.questionnaire.model import Level

MOST_GAPS = 20
MOST_REASONS = 5


def summary_lines(evaluation: Evaluation) -> Iterator[str]:
    """What a person wants to know about an assessment at a glance."""
    assessment = evaluation.assessment
    yield f"{assessment.title} ({', '.join(item.id for item in evaluation.form.questionnaires)})"
    asked = sum(part.asked for part in evaluation.progress)
    answered = sum(part.answered for part in evaluation.progress)
    yield (
        f"{answered} of {asked} questions answered, {len(evaluation.missing)} gaps, {len(evaluation.unknown)} unknown, "
        f"{len(evaluation.hidden)} hidden"
    )
    for route in routes(evaluation):
        yield from _route_lines(route)
    for name in redefined(evaluation):
        yield f"The definition of {name} is not the one that was answered. Read its answers again, then run dpia open on it."
    yield ""
    for fired in evaluation.open_findings:
        finding = fired.item.finding
        yield f"{finding.level.value.upper():6} {fired.key}: {finding.says}"
        for reason in fired.reasons[:MOST_REASONS]:
            yield f"         because {show_reason(evaluation, reason)}"
        if len(fired.reasons) > MOST_REASONS:
            yield f"         because of {len(fired.reasons) - MOST_REASONS} more answers (--json lists all)"
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
    for key, place in evaluation.missing[:MOST_GAPS]:
        yield f"Missing: {show_place(evaluation, key, place)}"
    if len(evaluation.missing) > MOST_GAPS:
        yield f"Missing: ... and {len(evaluation.missing) - MOST_GAPS} more (--json lists all)"
    warnings = privacy_warnings(evaluation.form, assessment)
    for warning in warnings[:MOST_GAPS]:
        yield f"Private? {_place(evaluation, warning)}: {warning.reason}"
    if len(warnings) > MOST_GAPS:
        yield f"Private? ... and {len(warnings) - MOST_GAPS} more (--json lists all)"
    yield from _decision_lines(evaluation)


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


def evaluation_data(evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation as plain data; stable keys for programs."""
    state = evaluation.decision
    return {
        "assessment": evaluation.assessment.id,
        "content_hash": evaluation.assessment.content_hash,
        "on": evaluation.on.isoformat(),
        "findings": [
            {
                "id": fired.key,
                "level": fired.level.value,
                "says": fired.item.finding.says,
                "because": fired.item.finding.because,
                "mend": fired.item.finding.mend,
                "doubtful": fired.doubtful,
                "reasons": [show_reason(evaluation, reason) for reason in fired.reasons],
            }
            for fired in evaluation.findings
        ],
        "counts": {level.value: evaluation.count(level) for level in Level},
        "missing": [{"question": key, "row": place.row, "column": place.column} for key, place in evaluation.missing],
        "unknown": [{"question": key, "row": place.row, "column": place.column} for key, place in evaluation.unknown],
        "hidden": list(evaluation.hidden),
        "questionnaires": [
            {
                "id": route.id,
                "answered": route.answered,
                "closed": route.closed,
                "reason": route.word.reason if route.word else None,
                "opened_by": [fired.key for fired in route.opened_by],
            }
            for route in routes(evaluation)
        ],
        "redefined": list(redefined(evaluation)),
        "private": [
            {
                "about": warning.key,
                "row": warning.place.row,
                "column": warning.place.column,
                "kind": warning.kind,
                "reason": warning.reason,
            }
            for warning in privacy_warnings(evaluation.form, evaluation.assessment)
        ],
        "opened": {name: [fired.key for fired in found] for name, found in evaluation.opened.items()},
        "dpia_reasons": [fired.key for fired in evaluation.dpia_reasons],
        "risks": [_risk_data(risk) for risk in evaluation.risks],
        "decision": {
            "allowed": [outcome.value for outcome in state.allowed],
            "reasons": [str(reason.text) for reason in state.reasons],
            "taken": state.taken.outcome.value if state.taken else None,
            "wrong": [str(wrong) for wrong in state.wrong],
            "consultation": [str(reason) for reason in state.consultation],
        },
        "next_review": evaluation.next_review.isoformat() if evaluation.next_review else None,
        "review_due": evaluation.review_due,
    }


def _risk_data(risk: RiskState) -> dict[str, Any]:
    moments = {"before": risk.before, "today": risk.today, "done": risk.done}
    return {
        "id": risk.id,
        "title": risk.title,
        "rated": risk.rated,
        "raised_by": list(risk.raised_by),
        **{
            name: {"severity": rated.severity.id, "likelihood": rated.likelihood.id, "level": rated.level.id}
            for name, rated in moments.items()
            if rated is not None
        },
    }
