"""The pydantic model of a questionnaire's answers, made from its definition."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Union

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from dpia.questionnaire.model import NO_ANSWER_TYPES, AskedBase, Option, Question, Questionnaire, QuestionType
from dpia.questionnaire.records import Evidence, Person, Picture, SignOff
from dpia.questionnaire.rules.truth import parse_duration

_CONFIG = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)
_DATE = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"


class Unknown(BaseModel):
    """The answer “unknown”."""

    model_config = _CONFIG
    unknown: Literal[True]
    note: str | None = None


class NotApplicable(BaseModel):
    """The answer “not applicable”, with its reason."""

    model_config = _CONFIG
    not_applicable: Annotated[str, Field(min_length=1)]
    note: str | None = None


def answer_model(questionnaire: Questionnaire) -> type[BaseModel]:
    """The model: a field for each question that takes an answer, none of them needed, so that drafts are valid."""
    fields: dict[str, Any] = {
        question.id: (_answer(questionnaire, question) | None, Field(default=None, description=question.ask))
        for question in questionnaire.questions()
        if question.type not in NO_ANSWER_TYPES
    }
    name = "".join(word.capitalize() for word in questionnaire.id.split("-"))
    return create_model(f"{name}Answers", __config__=_CONFIG, __doc__=questionnaire.title, **fields)


def _answer(owner: Questionnaire, asked: AskedBase) -> Any:
    """A plain value, the same with a note or evidence, unknown, or not applicable."""
    value = (
        _table(owner, asked)
        if isinstance(asked, Question) and asked.type is QuestionType.TABLE
        else _value(owner, asked)
    )
    noted = create_model(
        f"Noted_{asked.id}",
        __config__=_CONFIG,
        value=(value, ...),
        note=(str | None, None),
        evidence=(list[Evidence] | None, None),
    )
    forms: list[Any] = [value, noted]
    if "unknown" in asked.allow:
        forms.append(Unknown)
    if "not_applicable" in asked.allow:
        forms.append(NotApplicable)
    return Union[tuple(forms)]  # noqa: UP007 - the members are known only now


def _table(owner: Questionnaire, question: Question) -> Any:
    columns: dict[str, Any] = {
        column.id: (_answer(owner, column) | None, Field(default=None, description=column.ask))
        for column in question.columns
    }
    row = create_model(
        f"Row_{question.id}", __config__=_CONFIG, id=(Annotated[str, Field(min_length=1)], ...), **columns
    )
    return list[row]


def _value(owner: Questionnaire, asked: AskedBase) -> Any:
    options = owner.options_of(asked)
    match asked.type:
        case QuestionType.YES_NO | QuestionType.CHOICE | QuestionType.SCALE:
            return _one_of(options)
        case QuestionType.CHOICES:
            return Annotated[list[_one_of(options)], Field(json_schema_extra={"uniqueItems": True})]  # type: ignore[misc]
        case QuestionType.NUMBER:
            limits = Field(ge=asked.min, le=asked.max)
            return Annotated[int, limits] if asked.whole else Annotated[int | float, limits]
        case QuestionType.DATE:
            return Annotated[str, Field(pattern=_DATE)]
        case QuestionType.DURATION:
            return Annotated[str, AfterValidator(_duration)]
        case QuestionType.COUNTRY | QuestionType.ROW:
            one = Annotated[str, Field(min_length=1)]
            return Union[one, list[one]] if asked.many else one  # noqa: UP007
    return _RECORDS.get(asked.type, Annotated[str, Field(max_length=asked.max_length or 20_000)])


_RECORDS: dict[QuestionType, Any] = {
    QuestionType.PERSON: Person,
    QuestionType.EVIDENCE: Evidence,
    QuestionType.PICTURE: Picture,
    QuestionType.SIGN_OFF: SignOff,
}


def _one_of(options: tuple[Option, ...]) -> Any:
    return Literal[tuple(option.id for option in options)]


def _duration(text: str) -> str:
    if parse_duration(text) is None:
        raise ValueError("a length of time is written 30 days, 24 hours, 6 months or 3 years")
    return text
