"""A review begins from a decided assessment: answers, risks and measures are carried over, the decision is not (GDPR 35(11))."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from dpia.assessment.carrying import carried_into
from dpia.assessment.checking import find_ill
from dpia.assessment.forming import form_of
from dpia.assessment.model import REVIEW, Answer, Assessment, QuestionnaireRef, Reviewed
from dpia.assessment.moving import Moved, move
from dpia.errors import AssessmentError, BadInput, Location, NotFound, Problem
from dpia.messages import assessments
from dpia.questionnaire.compiled import CompiledQuestion, Form
from dpia.questionnaire.library import Library

_DAYS_OF_ONE_VERSION: Final = ("completed_on", "validated_on")


def start_review(decided: Assessment, library: Library, *, on: date, moved: Moved | None = None) -> Assessment:
    """A new revision that also answers `review`: conditions, findings and what happened since are carried over as its answers.

    It stands on the versions that are in the library: answers that were given on others move as `move` says, whose result is
    `moved` where that was asked already. What it is compared with is the decided assessment as it was.
    What somebody stated or signed for the old version does not count for the new one: sign-offs, the advice of the data
    protection officer, and the days of completion are asked again. Raises BadInput where no decision was taken yet: there
    is nothing to review then.
    """
    if decided.decision is None:
        raise BadInput([Problem(Location(decided.id), assessments.UNDECIDED())])
    review = library.questionnaire(REVIEW)
    now = (moved or move(decided, library)).assessment
    refs = [ref for ref in now.questionnaires if ref.id != REVIEW]
    ref = QuestionnaireRef(id=REVIEW, version=review.version, sha256=library.hashes[REVIEW])
    begun = now.change(
        questionnaires=(*refs, ref),
        answers={**_kept(now, library), REVIEW: _carried_over(decided)},
        decision=None,
        approvals=(),
        occasions=(),
        updated=on,
        reviewed=Reviewed(
            content_hash=decided.content_hash,
            version=decided.version,
            outcome=decided.decision.outcome.value,
            decided_on=decided.decision.on,
            data={key: value for key, value in decided.data().items() if key != "reviewed"},
        ),
    )
    return carried_into(begun, now, library, on=on)


def reviewed_assessment(assessment: Assessment, library: Library | None = None) -> Assessment | None:
    """The assessment that a review was made from. None where this is no review, or where what it carries cannot be read.

    With a library it stands on the versions that are there, so that both can be compared question by question.
    """
    if assessment.reviewed is None:
        return None
    try:
        reviewed = Assessment.model_validate(assessment.reviewed.data)
    except ValidationError:
        return None
    if library is None:
        return reviewed
    try:
        return move(reviewed, library.original or library).assessment
    except (
        AssessmentError,
        NotFound,
        ValidationError,
    ):  # another version, or ill-typed: it is compared as far as it goes
        return reviewed


def fitting(form: Form, reviewed: Assessment | None) -> Assessment | None:
    """The reviewed assessment as far as it can be compared by the definitions of today.

    It was read by nobody but who decided it: answers that do not fit their questions now, or never did, are left out. None
    where risks, measures or the decision do not fit, or where there is none.
    """
    if reviewed is None:
        return None
    for ill in find_ill(form, reviewed):
        match ill.path:
            case ("answers", file, *question):
                reviewed = _without(reviewed, str(file), *map(str, question[:1]))
            case ("risks" | "measures" | "decision", *_):
                return None
    return reviewed


def _without(assessment: Assessment, file: str, question: str | None = None) -> Assessment:
    """Without one answer, or without all of a file."""
    answers = {name: given for name, given in assessment.answers.items() if name != file}
    if question is not None:
        answers[file] = {name: given for name, given in assessment.answers[file].items() if name != question}
    return assessment.model_copy(update={"answers": answers})


def _kept(decided: Assessment, library: Library) -> dict[str, dict[str, Answer]]:
    """The answers that still count: all but the last review, and but what was stated for one version only."""
    form = form_of(decided, library, (ref.id for ref in decided.questionnaires if ref.id in library.questionnaires))
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
