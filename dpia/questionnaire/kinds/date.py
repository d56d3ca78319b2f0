"""`date`: a day of the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from dpia.messages import answers
from dpia.questionnaire.days import WRITTEN, day_text, no_day
from dpia.questionnaire.kinds.base import Asked, QuestionKind, Reader, Speaker, Unfit, Widget
from dpia.questionnaire.options import Option
from dpia.questionnaire.rules.types import Kind as RuleKind
from dpia.questionnaire.types import QuestionType
from dpia.wording import N_


class Date(QuestionKind):
    """A day, kept as year-month-day (ISO 8601). It is read as people write it where that can be one day only."""

    type = QuestionType.DATE
    rule_kind = RuleKind.DATE
    hint = N_("a date, 2027-03-01")
    example = "<yyyy-mm-dd>"
    keys = frozenset({"due"})

    def reader(self, asked: Asked, options: Sequence[Option]) -> Reader:
        return _read

    def schema(self, asked: Asked, options: Sequence[Option]) -> Any:
        pattern = Field(pattern=f"^{WRITTEN.pattern}$", json_schema_extra={"format": "date"})
        return Annotated[str, pattern, AfterValidator(_day)]

    def canonical(self, asked: Asked, options: Sequence[Option], written: Any) -> Any:
        return day_text(written) if isinstance(written, str) else written

    def widget(self, asked: Asked, in_table: bool) -> Widget:
        return Widget("date")

    def say(self, asked: Asked, options: Sequence[Option], value: Any, speaker: Speaker) -> str:
        return speaker.date(value)


def _read(raw: Any) -> date:
    if not isinstance(raw, str):
        raise Unfit(answers.NO_DATE())
    try:
        if WRITTEN.fullmatch(raw):
            return date.fromisoformat(raw)
    except ValueError:
        pass
    raise Unfit(no_day(raw))


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


KIND = Date()
