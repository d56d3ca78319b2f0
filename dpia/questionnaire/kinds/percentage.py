"""`percentage`: a share of a hundred."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final

from pydantic import Field

from dpia.messages import answers
from dpia.questionnaire import possible
from dpia.questionnaire.kinds.base import Asked, Reader, Speaker, Unfit, Widget
from dpia.questionnaire.kinds.numbers import AMBIGUOUS, Numeric, number_hint, number_of
from dpia.questionnaire.options import Option
from dpia.questionnaire.types import QuestionType
from dpia.wording import N_

MOST: Final = 100


class Percentage(Numeric):
    """A number from 0 to 100, written without its sign: 12.5 for 12.5 %. It is typed as 12, 12 % or 12,5."""

    type = QuestionType.PERCENTAGE
    hint = N_("a percentage, 12.5 %")
    example = "12.5"

    def reader(self, asked: Asked, options: Sequence[Option]) -> Reader:
        return _read

    def schema(self, asked: Asked, options: Sequence[Option]) -> Any:
        limits = Field(ge=0, le=MOST)
        return Annotated[int, limits] | Annotated[float, limits]

    def entered(self, asked: Asked, options: Sequence[Option], typed: str, listed: bool) -> Any:
        number = number_of(typed.removesuffix("%"))
        return typed if isinstance(number, str) else number

    def widget(self, asked: Asked, in_table: bool) -> Widget:
        return Widget("percentage")

    def say(self, asked: Asked, options: Sequence[Option], value: Any, speaker: Speaker) -> str:
        return speaker.number(value, "%")

    def possible(
        self, asked: Asked, options: Sequence[Option], own: bool
    ) -> possible.Choice | possible.Choices | possible.Number | None:
        return possible.Number(0, MOST) if own else possible.Number()


def _read(raw: Any) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        is_ambiguous = isinstance(raw, str) and AMBIGUOUS.fullmatch(raw.strip())
        raise Unfit(answers.NO_NUMBER(hint=number_hint(raw)) if is_ambiguous else answers.NO_PERCENTAGE())
    if not 0 <= raw <= MOST:
        raise Unfit(answers.NOT_TO_HUNDRED())
    return raw


KIND = Percentage()
