"""A new assessment, with what is known of it from the start."""

from __future__ import annotations

from datetime import date

from dpia.assessment.model import Assessment, QuestionnaireRef
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.kinds import Unfit, read_value


def new_assessment(
    form: Form,
    *,
    assessment_id: str,
    title: str,
    created: date,
    organisation: str | None = None,
    method: str | None = None,
) -> Assessment:
    """An assessment without answers on the questionnaires of a form, with the version and hash of each.

    `assessment_id` is lower-case words joined by hyphens, `created` its first day, `method` the id of a risk method where it
    is neither the usual one nor that which a questionnaire names, which is written down too. Raises pydantic's
    ValidationError for an id, title or organisation that no assessment can have.
    """
    return Assessment(
        id=assessment_id,
        title=title,
        organisation=organisation,
        created=created,
        method=method or (form.method.id if any(item.method for item in form.questionnaires) else None),
        questionnaires=tuple(
            QuestionnaireRef(id=item.id, version=item.version, sha256=form.hashes[item.id])
            for item in form.questionnaires
        ),
    )


def with_title_answered(form: Form, assessment: Assessment) -> Assessment:
    """The assessment with its title as the answer to each question that asks for it (`means: title`), where it fits there."""
    for item in form.asked:
        if item.question.means == "title" and assessment.answer(item.key) is None:
            try:
                read_value(item.question, item.options, assessment.title)
            except Unfit:  # too long for the question, which then stays open
                continue
            assessment = assessment.with_answer(item.key, assessment.title)
    return assessment


def with_full_depth(form: Form, assessment: Assessment) -> Assessment:
    """The assessment with the wish for every question, where a question of the form asks for it (`means: depth_wanted`)."""
    for item in form.asked:
        if item.question.means == "depth_wanted":
            assessment = assessment.with_answer(item.key, "yes")
    return assessment
