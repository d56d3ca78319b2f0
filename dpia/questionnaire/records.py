"""The records that answers and assessments are made of: people, evidence, pictures, sign-offs."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_serializer
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import SerializerFunctionWrapHandler

from dpia.questionnaire.days import WRITTEN, days_of

NO_DATE: Final = "no_date"
NO_DAY: Final = "no_day"
TWO_DAYS: Final = "two_days"


class Record(BaseModel):
    """The base of everything that is stored: frozen, strict, no unknown keys; empty fields are not written."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False, hide_input_in_errors=True)

    @model_serializer(mode="wrap")
    def _without_empty(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in handler(self).items() if not is_empty(value)}


def is_empty(value: Any) -> bool:
    """Whether a field holds nothing that has to be written: zero is something, false is nothing."""
    return value is None or value is False or (isinstance(value, str | list | tuple | dict) and not value)


def _day(value: Any) -> Any:
    """A day as people write it, where that can be one day only."""
    if isinstance(value, date):
        return value
    days = days_of(value) if isinstance(value, str) else ()
    if len(days) == 1:
        return days[0]
    if days:
        first, second = (day.isoformat() for day in days)
        raise PydanticCustomError(TWO_DAYS, "two dates", {"first": first, "second": second})
    if isinstance(value, str) and WRITTEN.fullmatch(value):
        raise PydanticCustomError(NO_DAY, "no date of the calendar")
    raise PydanticCustomError(NO_DATE, "no date")


Day = Annotated[date, BeforeValidator(_day)]
Line = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\n]*$")]
MAX_PROSE: Final = 100_000
Prose = Annotated[str, Field(min_length=1, max_length=MAX_PROSE)]
RowId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,63}$")]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Person(Record):
    """A member of staff or an official; never a person the processing is about."""

    name: Line
    role: Line | None = None
    organisation: Line | None = None
    contact: Line | None = None


class Evidence(Record):
    """A document that backs an answer: a file beside the assessment with its SHA-256 in hexadecimal digits, or a link."""

    title: Line
    file: Line | None = None
    link: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=2000)] | None = None
    sha256: Hash | None = None


class Picture(Record):
    """A picture with the text that stands for it."""

    file: Line
    alt: Line
    caption: Line | None = None
    source: Line | None = None


class SignOff(Record):
    """A statement somebody puts their name to. On a local machine it is not authenticated."""

    name: Line
    role: Line
    date: Day
    decision: Prose
