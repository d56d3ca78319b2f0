"""The pydantic model of a questionnaire's answers, made from its definition.

It judges the form of each answer as an assessment does. What needs more than the one answer stays with the assessment:
whether a country exists, a row that is referred to is there, and a question shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal, Union

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model

from dpia.errors import Refused
from dpia.messages import assessments
from dpia.questionnaire.kinds import NO_ANSWER_TYPES, kind_of
from dpia.questionnaire.kinds.choices import once
from dpia.questionnaire.kinds.row import ROW_ID
from dpia.questionnaire.limits import MAX_ROWS
from dpia.questionnaire.model import AskedBase, Question, Questionnaire
from dpia.questionnaire.records import Evidence
from dpia.questionnaire.text import is_forbidden

_CONFIG = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False, serialize_by_alias=True)


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
        raise Refused(assessments.CONTROL_CHARACTER())
    inside = given.values() if isinstance(given, dict) else given if isinstance(given, list | tuple) else ()
    for part in inside:
        _plain_text(part)
    return given


def _table(owner: Questionnaire, question: Question, name: str) -> Any:
    columns = _fields((column, _answer(owner, column, f"{name}_{column.id}")) for column in question.columns)
    fixed = tuple(row.id for row in question.fixed_rows)
    row_id: Any = Literal[fixed] if fixed else Annotated[str, Field(pattern=f"^{ROW_ID.pattern}$")]
    row = create_model(f"Row_{name}", __config__=_CONFIG, id=(row_id, ...), **columns)
    return Annotated[list[row], Field(max_length=MAX_ROWS), AfterValidator(_own_ids)]


def _value(owner: Questionnaire, asked: AskedBase) -> Any:
    return kind_of(asked).schema(asked, owner.options_of(asked))


def _own_ids(rows: list[Any]) -> list[Any]:
    once([row.id for row in rows])
    return rows
