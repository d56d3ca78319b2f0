"""An evaluation as plain data for programs: of `dpia check --json` and of the JSON API."""

from __future__ import annotations

from collections.abc import Sequence

from dpia.assessment.duplicating import suggestions
from dpia.assessment.evaluation import Evaluation
from dpia.assessment.privacy import privacy_warnings
from dpia.assessment.register import Rated, RiskState
from dpia.assessment.routing import redefined, routes
from dpia.assessment.soundness import unsound
from dpia.assessment.versions import version_gaps
from dpia.questionnaire.model import Level
from dpia.questionnaire.origin import ForeignTexts
from dpia.showing.display import show_reason
from dpia.showing.gaps import Gap, count_gaps, gaps, gaps_at
from dpia.showing.outline_schema import GapData, Outline, RatingData, RiskData


def evaluation_data(evaluation: Evaluation, foreign: Sequence[ForeignTexts] = ()) -> Outline:
    """The evaluation as plain data; stable keys for programs. `foreign` is what strangers translated for its report."""
    assessment, state = evaluation.assessment, evaluation.decision
    return {
        "assessment": assessment.id,
        "content_hash": assessment.content_hash,
        "on": evaluation.on.isoformat(),
        "empty": evaluation.is_empty,
        "findings": [
            {
                "id": fired.key,
                "level": fired.level,
                "says": fired.item.finding.says,
                "because": fired.item.finding.because,
                "mend": fired.item.finding.mend,
                "doubtful": fired.doubtful,
                "answered_by": [
                    {"kind": found.kind, "id": found.id, "in_place": found.in_place}
                    for found in evaluation.remedies(fired)
                ],
                "reasons": list(dict.fromkeys(show_reason(evaluation, reason) for reason in fired.reasons)),
            }
            for fired in evaluation.findings
        ],
        "counts": {level.value: evaluation.count(level) for level in Level},
        "missing": [_gap_data(gap) for gap in gaps(evaluation)],
        "gaps": {
            "questions": sum(place.row is None for _, place in evaluation.missing),
            "cells": sum(place.row is not None for _, place in evaluation.missing),
            "words": str(count_gaps(evaluation.missing)),
        },
        "unknown": [_gap_data(gap) for gap in gaps_at(evaluation, evaluation.unknown)],
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
        "unsound": [
            {
                "place": found.place,
                "code": found.told.code.slug,
                "message": found.told.message,
                "hint": found.told.hint,
                "warning": found.warning,
            }
            for found in unsound(evaluation)
        ],
        "redefined": list(redefined(evaluation)),
        "versions": [
            {"id": gap.id, "answered": gap.answered, "installed": gap.here, "newer": gap.is_newer}
            for gap in version_gaps(assessment, evaluation.form.known)
        ],
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
            "allowed": list(state.allowed),
            "reasons": [str(reason.text) for reason in state.reasons],
            "taken": state.taken.outcome if state.taken else None,
            "wrong": [str(wrong) for wrong in state.wrong],
            "consultation": [str(reason) for reason in state.consultation],
        },
        "signatures": [
            {
                "name": approval.name,
                "role": approval.role,
                "on": approval.on.isoformat(),
                "content_hash": approval.content_hash,
                "valid": approval in assessment.valid_approvals,
            }
            for approval in assessment.approvals
        ],
        "suggested": list(suggestions(assessment)),
        "doubts": [
            {
                "kind": doubt.kind.value,
                "about": doubt.key,
                "row": doubt.place.row,
                "column": doubt.place.column,
                "text": str(doubt.text),
            }
            for doubt in evaluation.doubts
        ],
        "next_review": evaluation.next_review.isoformat() if evaluation.next_review else None,
        "review_due": evaluation.review_due,
    }


def _gap_data(gap: Gap) -> GapData:
    return {
        "question": gap.key,
        "code": gap.code or None,
        "words": gap.words,
        "file": gap.file,
        "file_title": gap.titles[0],
        "section": gap.section,
        "section_title": gap.titles[1],
        "row": gap.place.row,
        "column": gap.place.column,
    }


def _risk_data(risk: RiskState) -> RiskData:
    data: RiskData = {"id": risk.id, "title": risk.title, "rated": risk.rated, "raised_by": list(risk.raised_by)}
    if risk.covers:
        data["covers"] = list(risk.covers)
    if risk.before is not None:
        data["before"] = _rating_data(risk.before)
    if risk.today is not None:
        data["today"] = _rating_data(risk.today)
    if risk.done is not None:
        data["done"] = _rating_data(risk.done)
    return data


def _rating_data(rated: Rated) -> RatingData:
    return {"severity": rated.severity.id, "likelihood": rated.likelihood.id, "level": rated.level.id}
