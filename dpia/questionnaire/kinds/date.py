"""`date`: a day of the calendar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from dpia.messages import answers
from dpia.questionnaire.kinds.base import Asked, QuestionKind, Reader, Speaker, Unfit, Widget
from dpia.questionnaire.options import Option
from dpia.questionnaire.rules.types import Kind as RuleKind
from dpia.questionnaire.types import QuestionType
from dpia.wording import N_

_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Date(QuestionKind):
    """A day, written year-month-day (ISO 8601)."""

    type = QuestionType.DATE
    rule_kind = RuleKind.DATE
    hint = N_("a date, 2027-03-01")
    example = "2026-11-24"

    def reader(self, asked: Asked, options: Sequence[Option]) -> Reader:
        return _read

    def schema(self, asked: Asked, options: Sequence[Option]) -> Any:
        pattern = Field(pattern=f"^{_WRITTEN.pattern}$", json_schema_extra={"format": "date"})
        return Annotated[str, pattern, AfterValidator(_day)]

    def widget(self, asked: Asked, in_table: bool) -> Widget:
        return Widget("date")

    def say(self, asked: Asked, options: Sequence[Option], value: Any, speaker: Speaker) -> str:
        return speaker.date(value)


def _read(raw: Any) -> date:
    if isinstance(raw, str) and _WRITTEN.fullmatch(raw):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            raise Unfit(answers.NO_DAY(value=raw)) from None
    raise Unfit(answers.NO_DATE())


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


KIND = Date()
