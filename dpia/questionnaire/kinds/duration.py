"""`duration`: a length of time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from dpia.messages import answers
from dpia.questionnaire.kinds.base import Asked, QuestionKind, Reader, Speaker, Unfit, Widget
from dpia.questionnaire.options import Option
from dpia.questionnaire.rules.truth import DURATION, Duration, parse_duration
from dpia.questionnaire.rules.types import Kind as RuleKind
from dpia.questionnaire.types import QuestionType
from dpia.wording import N_


class Length(QuestionKind):
    """A length of time in hours, days, months or years: 30 days."""

    type = QuestionType.DURATION
    rule_kind = RuleKind.DURATION
    hint = N_("a length of time, 30 days")
    example = "30 days"

    def reader(self, asked: Asked, options: Sequence[Option]) -> Reader:
        return _read

    def schema(self, asked: Asked, options: Sequence[Option]) -> Any:
        return Annotated[str, Field(pattern=DURATION.pattern)]

    def widget(self, asked: Asked, in_table: bool) -> Widget:
        return Widget("duration")

    def say(self, asked: Asked, options: Sequence[Option], value: Any, speaker: Speaker) -> str:
        return speaker.duration(value)


def _read(raw: Any) -> Duration:
    found = parse_duration(raw) if isinstance(raw, str) else None
    if found is None:
        raise Unfit(answers.NO_LENGTH())
    return found


KIND = Length()
