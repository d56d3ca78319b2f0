"""An evaluation as plain data for programs: of `dpia check --json` and of the JSON API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.privacy import privacy_warnings
from dpia.assessment.register import RiskState
from dpia.assessment.routing import redefined, routes
from dpia.questionnaire.model import Level
from dpia.questionnaire.origin import ForeignTexts
from dpia.showing.display import show_reason
from dpia.showing.gaps import Gap, gap_at, gaps


def evaluation_data(evaluation: Evaluation, foreign: Sequence[ForeignTexts] = ()) -> dict[str, Any]:
    """The evaluation as plain data; stable keys for programs. `foreign` is what strangers translated for its report."""
    assessment, state = evaluation.assessment, evaluation.decision
    return {
        "assessment": assessment.id,
        "content_hash": assessment.content_hash,
        "on": evaluation.on.isoformat(),
        "findings": [
            {
                "id": fired.key,
                "level": fired.level.value,
                "says": fired.item.finding.says,
                "because": fired.item.finding.because,
                "mend": fired.item.finding.mend,
                "doubtful": fired.doubtful,
                "reasons": list(dict.fromkeys(show_reason(evaluation, reason) for reason in fired.reasons)),
            }
            for fired in evaluation.findings
        ],
        "counts": {level.value: evaluation.count(level) for level in Level},
        "missing": [_gap_data(gap) for gap in gaps(evaluation)],
        "unknown": [_gap_data(gap_at(evaluation, key, place)) for key, place in evaluation.unknown],
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
        "replaced": [
            {"kind": found.kind, "id": found.id, "origin": found.origin.data(), "not_shipped": found.alters}
            for found in evaluation.form.replacements
        ],
        "foreign_texts": [found.data() for found in foreign],
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
        "open_remarks": [remark.model_dump(mode="json") for remark in assessment.open_remarks],
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


def _gap_data(gap: Gap) -> dict[str, str | None]:
    return {
        "question": gap.key,
        "row": gap.place.row,
        "column": gap.place.column,
        "code": gap.code or None,
        "words": gap.words,
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
