"""A review begins from a decided assessment: answers, risks and measures are carried over, the decision is not (GDPR 35(11))."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from dpia.assessment.model import REVIEW, Answer, Assessment, QuestionnaireRef, Reviewed
from dpia.errors import BadInput, Location, Problem
from dpia.messages import assessments
from dpia.questionnaire.compiled import CompiledQuestion
from dpia.questionnaire.library import Library

_DAYS_OF_ONE_VERSION: Final = ("completed_on", "validated_on")


def start_review(decided: Assessment, library: Library, *, on: date) -> Assessment:
    """A new revision that also answers `review`, with the conditions of the decision carried over as its rows.

    What somebody stated or signed for the old version does not count for the new one: sign-offs, the advice of the data
    protection officer, and the days of completion are asked again. Raises BadInput where no decision was taken yet: there
    is nothing to review then.
    """
    if decided.decision is None:
        raise BadInput([Problem(Location(decided.id), assessments.UNDECIDED())])
    review = library.questionnaire(REVIEW)
    refs = [ref for ref in decided.questionnaires if ref.id != REVIEW]
    ref = QuestionnaireRef(id=REVIEW, version=review.version, sha256=library.hashes[REVIEW])
    return decided.change(
        questionnaires=(*refs, ref),
        answers={**_kept(decided, library), REVIEW: _carried_over(decided)},
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


def _kept(decided: Assessment, library: Library) -> dict[str, dict[str, Answer]]:
    """The answers that still count: all but the last review, and but what was stated for one version only."""
    form = library.form([ref.id for ref in decided.questionnaires if ref.id in library.questionnaires], decided.method)
    once = {key for key, item in form.questions.items() if _is_for_one_version(item)}
    return {
        file: {name: answer for name, answer in answers.items() if f"{file}.{name}" not in once}
        for file, answers in decided.answers.items()
        if file != REVIEW
    }


def _is_for_one_version(item: CompiledQuestion) -> bool:
    asked = item.question
    return item.kind.is_statement or asked.means == "dpo_advice" or asked.id in _DAYS_OF_ONE_VERSION


def _carried_over(decided: Assessment) -> dict[str, Answer]:
    """What the decided assessment already says of its own review."""
    decision = decided.decision
    if decision is None:
        return {}
    last = decided.answers.get(REVIEW, {})
    return {
        **_from_last_review(last),
        "reviewed_assessment": Answer(value=f"{decided.title}, version {decided.version}, {decided.content_hash[:8]}"),
        "previous_decision": Answer(value=decision.outcome.value),
        "previous_decision_date": Answer(value=decision.on.isoformat()),
        "conditions": Answer(
            value=[_condition(condition.id, condition.text, condition.due) for condition in decision.conditions]
        ),
    }


def _from_last_review(last: Mapping[str, Answer]) -> dict[str, Answer]:
    """What a review knows from the one before it, so that it is not asked again."""
    before = last.get("benefit_now", Answer()).value if last else "first_review"
    found = {"benefit_before": Answer(value=before)} if before is not None else {}
    if last.get("independent_review", Answer()).value in ("this_time", "earlier"):
        found["independent_review"] = Answer(value="earlier")
    return found | {name: last[name] for name in ("launched_on", "independent_reviewer") if name in last}


def _condition(row_id: str, text: str, due: date | None) -> dict[str, Any]:
    line = " ".join(text.split())
    row: dict[str, Any] = {"id": row_id, "condition": line if len(line) <= 500 else line[:499] + "…"}
    return {**row, "condition_due": due.isoformat()} if due is not None else row
