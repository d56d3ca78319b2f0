"""A review begins from a decided assessment: answers, risks and measures are carried over, the decision is not (GDPR 35(11))."""

from __future__ import annotations

from datetime import date
from typing import Any

from dpia.assessment.model import REVIEW, Answer, Assessment, QuestionnaireRef, Reviewed
from dpia.errors import BadInput, Code, Location, Problem
from dpia.questionnaire.identity import definition_hash
from dpia.questionnaire.library import Library


def start_review(decided: Assessment, library: Library, *, on: date) -> Assessment:
    """A new revision that also answers `review`, with the conditions of the decision carried over as its rows.

    Raises BadInput where no decision was taken yet: there is nothing to review then.
    """
    if decided.decision is None:
        message = "has no decision yet, so there is nothing to review"
        raise BadInput([Problem(Location(decided.id), Code.MISSING_KEY, message, "take the decision first")])
    review = library.questionnaire(REVIEW)
    refs = [ref for ref in decided.questionnaires if ref.id != REVIEW]
    ref = QuestionnaireRef(id=REVIEW, version=review.version, sha256=definition_hash(review, library.questionnaires))
    return decided.change(
        questionnaires=(*refs, ref),
        answers={**_without_last_review(decided), REVIEW: _carried_over(decided)},
        decision=None,
        approvals=(),
        updated=on,
        reviewed=Reviewed(
            content_hash=decided.content_hash,
            version=decided.version,
            outcome=decided.decision.outcome.value,
            decided_on=decided.decision.on,
            data={key: value for key, value in decided.data().items() if key != "reviewed"},
        ),
    )


def reviewed_assessment(assessment: Assessment) -> Assessment | None:
    """The assessment that a review was made from, or None where this is no review."""
    return Assessment.model_validate(assessment.reviewed.data) if assessment.reviewed is not None else None


def _without_last_review(decided: Assessment) -> dict[str, dict[str, Answer]]:
    return {file: answers for file, answers in decided.answers.items() if file != REVIEW}


def _carried_over(decided: Assessment) -> dict[str, Answer]:
    """What the decided assessment already says of its own review."""
    decision = decided.decision
    if decision is None:
        return {}
    return {
        "reviewed_assessment": Answer(value=f"{decided.title}, version {decided.version}, {decided.content_hash[:8]}"),
        "previous_decision": Answer(value=decision.outcome.value),
        "previous_decision_date": Answer(value=decision.on.isoformat()),
        "conditions": Answer(
            value=[_condition(condition.id, condition.text, condition.due) for condition in decision.conditions]
        ),
    }


def _condition(row_id: str, text: str, due: date | None) -> dict[str, Any]:
    line = " ".join(text.split())
    row: dict[str, Any] = {"id": row_id, "condition": line if len(line) <= 500 else line[:499] + "…"}
    return {**row, "condition_due": due.isoformat()} if due is not None else row
