"""`number`: a number, with limits and a unit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from dpia.errors import Told
from dpia.messages import answers
from dpia.questionnaire import possible
from dpia.questionnaire.kinds.base import Asked, Reader, Speaker, Unfit, Widget
from dpia.questionnaire.kinds.numbers import Numeric, no_number, number_of
from dpia.questionnaire.limits import MAX_NUMBER
from dpia.questionnaire.options import Option
from dpia.questionnaire.rules.types import Kind as RuleKind
from dpia.questionnaire.types import QuestionType
from dpia.wording import N_


class Number(Numeric):
    """A number, whole or not, between limits. A share from 0 to 1 is written as 0.9 or as 90 %."""

    type = QuestionType.NUMBER
    keys = frozenset({"unit", "min", "max", "whole"})
    rule_kind = RuleKind.NUMBER
    hint = N_("a number")
    example = "<number>"

    def reader(self, asked: Asked, options: Sequence[Option]) -> Reader:
        return number_reader(asked.min, asked.max, asked.whole)

    def schema(self, asked: Asked, options: Sequence[Option]) -> Any:
        low = -MAX_NUMBER if asked.min is None else asked.min
        high = MAX_NUMBER if asked.max is None else asked.max
        limits = Field(ge=low, le=high, multiple_of=1 if asked.whole else None)
        return Annotated[int, limits] | Annotated[float, limits]

    def canonical(self, asked: Asked, options: Sequence[Option], written: Any) -> Any:
        if not isinstance(written, str) or not written.rstrip().endswith(("%", "\uff05")):
            return super().canonical(asked, options, written)
        number = number_of(written.rstrip()[:-1])
        if isinstance(number, str):
            return written
        if asked.unit == "%":
            return number
        return share_of(number) if is_share(asked.min, asked.max) and not asked.whole else written

    def widget(self, asked: Asked, in_table: bool) -> Widget:
        return Widget("number")

    def say(self, asked: Asked, options: Sequence[Option], value: Any, speaker: Speaker) -> str:
        return speaker.number(value, asked.unit)

    def possible(
        self, asked: Asked, options: Sequence[Option], own: bool
    ) -> possible.Choice | possible.Choices | possible.Number | None:
        if not own:
            return possible.Number()
        least = -math.inf if asked.min is None else asked.min
        return possible.Number(least, math.inf if asked.max is None else asked.max, asked.whole)


def number_reader(low: float | None, high: float | None, whole: bool) -> Reader:
    """What reads a number between limits."""

    def read(raw: Any) -> float:
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            raise Unfit(no_number(raw))
        if not abs(raw) <= MAX_NUMBER:
            raise Unfit(answers.NOT_COUNTED(most=f"{MAX_NUMBER:g}"))
        if whole and raw != int(raw):
            raise Unfit(answers.NOT_WHOLE())
        if (low is not None and raw < low) or (high is not None and raw > high):
            raise Unfit(_out_of_limits(raw, low, high))
        return raw

    return read


def is_share(low: float | None, high: float | None) -> bool:
    """Whether numbers between these limits are shares of one."""
    return low == 0 and high == 1


def share_of(percent: float) -> float:
    """A percentage as a share of one, as it would be written: 90 -> 0.9, 100 -> 1."""
    share = Decimal(repr(percent)) / 100
    return int(share) if share == int(share) else float(share)


def _out_of_limits(raw: float, low: float | None, high: float | None) -> Told:
    if is_share(low, high):
        is_percent = 1 < raw <= 100
        return answers.SHARE_OF_HUNDRED(share=share_of(raw), percent=f"{raw:g}") if is_percent else answers.NO_SHARE()
    message = answers.TOO_LARGE if low is None else answers.TOO_SMALL if high is None else answers.OUT_OF_LIMITS
    return message(low=_shown(low), high=_shown(high))


def _shown(limit: float | None) -> str:
    return "" if limit is None else f"{limit:g}"


KIND = Number()
