"""Begins an assessment from another one: facts are carried over, what was said of the other processing is only suggested."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final, TypeVar

from dpia.assessment.model import (
    REVIEW,
    Acceptance,
    Answer,
    Assessment,
    Measure,
    MeasureStatus,
    Risk,
    SuggestedBy,
    Suggester,
)
from dpia.assessment.referring import finding_names
from dpia.assessment.starting import with_title_answered
from dpia.errors import NotFound
from dpia.questionnaire.compiled import CompiledQuestion, Form
from dpia.questionnaire.kinds import kind_of
from dpia.questionnaire.types import QuestionType
from dpia.wording import N_, did_you_mean, said, with_hint

RISKS: Final = "risks"
MEASURES: Final = "measures"
ACCEPTANCES: Final = "acceptances"
T = TypeVar("T", bound=Acceptance)
_OPINIONS: Final = ("dpo_advice", "views", "next_review", "launch")


def duplicate(assessment: Assessment, form: Form, *, assessment_id: str, title: str, on: date) -> Assessment:
    """A new assessment of another processing with the same facts, without decision, signatures, remarks and history.

    Opinions, views, sign-offs and days, ratings, the state of measures and acceptances were given for the other processing. They
    stand as suggested, from it by its title, and count as missing until a person keeps or changes them. `form` is the one that
    `assessment` answers; of a review the questionnaire `review` stays behind.
    """
    origin = SuggestedBy(kind=Suggester.ASSESSMENT, name=assessment.title, on=on)
    refs = tuple(ref for ref in assessment.questionnaires if ref.id != REVIEW) or assessment.questionnaires
    asked = {ref.id for ref in refs}
    known = finding_names(form) | form.questions.keys()  # those of a closed questionnaire stay behind with its answers
    named = {key for key, item in form.questions.items() if item.question.means == "title" and assessment.answer(key)}
    copied = assessment.change(
        id=assessment_id,
        title=title,
        version="0.1",
        example=False,
        created=on,
        updated=None,
        questionnaires=refs,
        routing=tuple(word for word in assessment.routing if word.applies),
        answers={
            file: {
                name: _answer(form, f"{file}.{name}", answer, origin)
                for name, answer in answers.items()
                if f"{file}.{name}" not in named
            }
            for file, answers in assessment.answers.items()
            if file in form.modules and (file != REVIEW or REVIEW in asked)
        },
        risks=tuple(_risk(risk, origin) for risk in assessment.risks),
        measures=tuple(_measure(measure, origin, known) for measure in assessment.measures),
        acceptances=tuple(
            _suggested(accepted, origin) for accepted in assessment.acceptances if accepted.finding in known
        ),
        decision=None,
        approvals=(),
        remarks=(),
        occasions=(),
        losses=(),
        reviewed=None,
    )
    return with_title_answered(form, copied) if named else copied


def is_of_one_processing(item: CompiledQuestion) -> bool:
    """Whether a question asks for an opinion, a statement or a day, which hold for one processing alone."""
    return is_opinion(item) or bool(columns_of_one_processing(item))


def is_opinion(item: CompiledQuestion) -> bool:
    """Whether a question as a whole asks for one of these, and not only a column of its table."""
    asked = item.question
    return asked.once or item.kind.is_statement or item.type is QuestionType.DATE or asked.means in _OPINIONS


def columns_of_one_processing(item: CompiledQuestion) -> frozenset[str]:
    """The columns of a table for days and statements."""
    return frozenset(
        name
        for name, column in item.columns.items()
        if column.column.type is QuestionType.DATE or kind_of(column.column).is_statement
    )


def suggestions(assessment: Assessment) -> tuple[str, ...]:
    """Everything that is only suggested, by name: `gdpr-dpia.dpo_advice`, `risks.R02`, `measures.M1`, `acceptances.FINDING`."""
    answers = (
        f"{file}.{name}"
        for file, given in assessment.answers.items()
        for name, answer in given.items()
        if answer.suggested is not None
    )
    risks = (f"{RISKS}.{risk.id}" for risk in assessment.risks if _waits(risk))
    measures = (f"{MEASURES}.{item.id}" for item in assessment.measures if item.suggested is not None)
    accepted = (f"{ACCEPTANCES}.{item.finding}" for item in assessment.acceptances if not item.stands)
    return (*answers, *risks, *measures, *accepted)


def keep(assessment: Assessment, names: Collection[str]) -> Assessment:
    """The assessment with these suggestions kept: a person answers for them now, as they are.

    `names` are of `suggestions`. Raises NotFound for one that is not suggested.
    """
    known = suggestions(assessment)
    for name in names:
        if name not in known:
            text = N_("Nothing is suggested at `{name}`")
            raise NotFound(with_hint(said(text, name=name[:100]), did_you_mean(name, known)))
    wanted = frozenset(names)
    return assessment.change(
        answers={
            file: {
                name: answer.model_copy(update={"suggested": None}) if f"{file}.{name}" in wanted else answer
                for name, answer in given.items()
            }
            for file, given in assessment.answers.items()
        },
        risks=tuple(_kept_risk(risk) if f"{RISKS}.{risk.id}" in wanted else risk for risk in assessment.risks),
        measures=tuple(
            item.model_copy(update={"suggested": None}) if f"{MEASURES}.{item.id}" in wanted else item
            for item in assessment.measures
        ),
        acceptances=tuple(
            item.model_copy(update={"suggested": None}) if f"{ACCEPTANCES}.{item.finding}" in wanted else item
            for item in assessment.acceptances
        ),
    )


def _waits(risk: Risk) -> bool:
    return risk.suggested is not None or (risk.acceptance is not None and not risk.acceptance.stands)


def _answer(form: Form, key: str, answer: Answer, origin: SuggestedBy) -> Answer:
    """An answer as the new processing has it. One that was suggested before keeps its first origin."""
    item = form.questions.get(key)
    if item is None or not is_of_one_processing(item) or not answer.stands:
        return answer
    return answer.model_copy(update={"suggested": origin})


def _suggested(accepted: T, origin: SuggestedBy) -> T:
    return accepted if accepted.suggested is not None else accepted.model_copy(update={"suggested": origin})


def _risk(risk: Risk, origin: SuggestedBy) -> Risk:
    """A risk whose ratings, or the reason why it is set aside, were given for the other processing."""
    if risk.suggested is None and (risk.not_relevant or risk.before or risk.today or risk.done):
        risk = risk.model_copy(update={"suggested": origin})
    if risk.acceptance is None:
        return risk
    return risk.model_copy(update={"acceptance": _suggested(risk.acceptance, origin)})


def _measure(measure: Measure, origin: SuggestedBy, known: Collection[str]) -> Measure:
    """A measure whose state, owner, days or evidence come from the other processing; one that says none of them is a plain plan."""
    mends = tuple(name for name in measure.mends if name in known)
    if mends != measure.mends:
        measure = measure.model_copy(update={"mends": mends})
    said_of = (measure.owner, measure.due, measure.implemented_on, *measure.evidence)
    if measure.suggested is not None or (measure.status is MeasureStatus.PLANNED and not any(said_of)):
        return measure
    return measure.model_copy(update={"suggested": origin})


def _kept_risk(risk: Risk) -> Risk:
    accepted = risk.acceptance.model_copy(update={"suggested": None}) if risk.acceptance is not None else None
    return risk.model_copy(update={"suggested": None, "acceptance": accepted})
