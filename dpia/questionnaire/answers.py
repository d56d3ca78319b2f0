"""The pydantic model of a questionnaire's answers, made from its definition.

It judges the form of each answer as an assessment does. What needs more than the one answer stays with the assessment:
whether a country exists, a row that is referred to is there, and a question shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Final, Literal, Union

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model

from dpia.questionnaire.model import NO_ANSWER_TYPES, AskedBase, Option, Question, Questionnaire, QuestionType
from dpia.questionnaire.records import Evidence, Person, Picture, SignOff
from dpia.questionnaire.rules.truth import DURATION
from dpia.questionnaire.text import is_forbidden

MAX_TEXT: Final = 500
MAX_LONG: Final = 20_000
MAX_ROWS: Final = 2_000
MAX_NUMBER: Final = 1e15
_CONFIG = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False, serialize_by_alias=True)
_DATE = r"^\d{4}-\d\d-\d\d$"
_ONE_LINE = r"^\s*[^\n]*\s*$"
_ROW_ID = r"^[A-Za-z][A-Za-z0-9_.-]{0,63}$"
_COUNTRY = r"^[A-Z]{2}$"


class Unknown(BaseModel):
    """The answer “unknown”."""

    model_config = _CONFIG
    unknown: Literal[True]
    note: str | None = None
    evidence: list[Evidence] | None = None


class NotApplicable(BaseModel):
    """The answer “not applicable”, with its reason."""

    model_config = _CONFIG
    not_applicable: Annotated[str, Field(min_length=1, pattern=r"\S")]
    note: str | None = None
    evidence: list[Evidence] | None = None


def answer_model(questionnaire: Questionnaire) -> type[BaseModel]:
    """A pydantic model of the answers to a questionnaire, in the form in which files hold them.

    It has a field for each question that takes an answer, none of them needed, so that drafts are valid; questions of
    included modules have models of their own. Its `model_json_schema()` is the JSON Schema of the answers. Data and schema
    have the ids of the questions; the attribute of a question `why` is called `answer_why`, because pydantic keeps names
    such as `copy` and `model_config` for itself.
    """
    asked = [question for question in questionnaire.questions() if question.type not in NO_ANSWER_TYPES]
    fields = _fields((question, _answer(questionnaire, question, question.id)) for question in asked)
    name = "".join(word.capitalize() for word in questionnaire.id.split("-"))
    return create_model(f"{name}Answers", __config__=_CONFIG, __doc__=questionnaire.title, **fields)


def _fields(answers: Iterable[tuple[AskedBase, Any]]) -> dict[str, Any]:
    return {
        f"answer_{asked.id}": (answer | None, Field(default=None, alias=asked.id, description=asked.ask))
        for asked, answer in answers
    }


def _answer(owner: Questionnaire, asked: AskedBase, name: str) -> Any:
    """A plain value, the same with a note or evidence, unknown, or not applicable."""
    value = _table(owner, asked, name) if isinstance(asked, Question) and asked.columns else _value(owner, asked)
    noted = create_model(
        f"Noted_{name}",
        __config__=_CONFIG,
        value=(value | None, None),
        note=(str | None, None),
        evidence=(list[Evidence] | None, None),
    )
    forms: list[Any] = [value, noted]
    if "unknown" in asked.allow:
        forms.append(Unknown)
    if "not_applicable" in asked.allow:
        forms.append(NotApplicable)
    return Annotated[Union[tuple(forms)], BeforeValidator(_plain_text)]  # noqa: UP007 - the members are known only now


def _plain_text(given: Any) -> Any:
    """The same data; no text in it may hold what no file can hold."""
    if isinstance(given, str) and is_forbidden(given):
        raise ValueError("it holds a control or direction character")
    inside = given.values() if isinstance(given, dict) else given if isinstance(given, list | tuple) else ()
    for part in inside:
        _plain_text(part)
    return given


def _table(owner: Questionnaire, question: Question, name: str) -> Any:
    columns = _fields((column, _answer(owner, column, f"{name}_{column.id}")) for column in question.columns)
    fixed = tuple(row.id for row in question.fixed_rows)
    row_id: Any = Literal[fixed] if fixed else Annotated[str, Field(pattern=_ROW_ID)]
    row = create_model(f"Row_{name}", __config__=_CONFIG, id=(row_id, ...), **columns)
    return Annotated[list[row], Field(max_length=MAX_ROWS), AfterValidator(_own_ids)]


def _value(owner: Questionnaire, asked: AskedBase) -> Any:
    options = owner.options_of(asked)
    match asked.type:
        case QuestionType.YES_NO | QuestionType.CHOICE | QuestionType.SCALE:
            return _one_of(options)
        case QuestionType.CHOICES:
            return _choices(options)
        case QuestionType.NUMBER:
            low = -MAX_NUMBER if asked.min is None else asked.min
            high = MAX_NUMBER if asked.max is None else asked.max
            limits = Field(ge=low, le=high, multiple_of=1 if asked.whole else None)
            return Annotated[int, limits] | Annotated[float, limits]
        case QuestionType.DATE:
            return Annotated[str, Field(pattern=_DATE, json_schema_extra={"format": "date"}), AfterValidator(_day)]
        case QuestionType.DURATION:
            return Annotated[str, Field(pattern=DURATION.pattern)]
        case QuestionType.COUNTRY:
            country = Annotated[str, Field(pattern=_COUNTRY)]
            return country | list[country] if asked.many else country
        case QuestionType.ROW:
            row = Annotated[str, Field(pattern=_ROW_ID)]
            return row | _unique(list[row]) if asked.many else row
        case QuestionType.TEXT:
            return Annotated[str, Field(max_length=asked.max_length or MAX_TEXT, pattern=_ONE_LINE)]
    return _RECORDS.get(asked.type, Annotated[str, Field(max_length=asked.max_length or MAX_LONG)])


_RECORDS: dict[QuestionType, Any] = {
    QuestionType.PERSON: Person,
    QuestionType.EVIDENCE: Evidence,
    QuestionType.PICTURE: Picture,
    QuestionType.SIGN_OFF: SignOff,
}


def _one_of(options: tuple[Option, ...]) -> Any:
    return Literal[tuple(option.id for option in options)]


def _choices(options: tuple[Option, ...]) -> Any:
    """A list of options, or of one that stands alone."""
    together = tuple(option for option in options if not option.exclusive)
    forms = [_unique(list[_one_of(together)])] if together else []  # type: ignore[misc]
    forms += [
        Annotated[list[_one_of((option,))], Field(max_length=1)]  # type: ignore[misc]
        for option in options
        if option.exclusive
    ]
    return Union[tuple(forms)]  # noqa: UP007 - the members are known only now


def _unique(items: Any) -> Any:
    return Annotated[items, Field(json_schema_extra={"uniqueItems": True}), AfterValidator(_once)]


def _once(items: list[str]) -> list[str]:
    if len(set(items)) < len(items):
        raise ValueError("the same stands here twice")
    return items


def _own_ids(rows: list[Any]) -> list[Any]:
    _once([row.id for row in rows])
    return rows


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text
