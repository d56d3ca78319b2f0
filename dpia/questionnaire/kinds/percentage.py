"""`percentage`: a share of a hundred."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final

from pydantic import Field

from dpia.messages import answers
from dpia.questionnaire import possible
from dpia.questionnaire.kinds.base import Asked, Reader, Speaker, Unfit, Widget
from dpia.questionnaire.kinds.numbers import AMBIGUOUS, Numeric, no_number, number_of
from dpia.questionnaire.options import Option
from dpia.questionnaire.types import QuestionType
from dpia.wording import N_

MOST: Final = 100
_SIGNS: Final = ("%", "\uff05")


class Percentage(Numeric):
    """A number from 0 to 100, written without its sign: 12.5 for 12.5 %. It is typed as 12, 12 % or 12,5."""

    type = QuestionType.PERCENTAGE
    hint = N_("a percentage, 12.5 %")
    example = "<number from 0 to 100>"

    def reader(self, asked: Asked, options: Sequence[Option]) -> Reader:
        return _read

    def schema(self, asked: Asked, options: Sequence[Option]) -> Any:
        limits = Field(ge=0, le=MOST)
        return Annotated[int, limits] | Annotated[float, limits]

    def canonical(self, asked: Asked, options: Sequence[Option], written: Any) -> Any:
        if not isinstance(written, str):
            return written
        number = number_of(_without_sign(written))
        return written if isinstance(number, str) else number

    def widget(self, asked: Asked, in_table: bool) -> Widget:
        return Widget("percentage")

    def say(self, asked: Asked, options: Sequence[Option], value: Any, speaker: Speaker) -> str:
        return speaker.number(value, "%")

    def possible(
        self, asked: Asked, options: Sequence[Option], own: bool
    ) -> possible.Choice | possible.Choices | possible.Number | None:
        return possible.Number(0, MOST) if own else possible.Number()


def _without_sign(written: str) -> str:
    """12.5 % -> 12.5"""
    text = written.rstrip()
    return text[:-1].rstrip() if text.endswith(_SIGNS) else written


def _read(raw: Any) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        text = _without_sign(raw) if isinstance(raw, str) else ""
        raise Unfit(no_number(text) if AMBIGUOUS.fullmatch(text.strip()) else answers.NO_PERCENTAGE())
    if not 0 <= raw <= MOST:
        raise Unfit(answers.NOT_TO_HUNDRED())
    return raw


KIND = Percentage()
