"""`computed`: a number that a rule gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dpia.questionnaire import possible
from dpia.questionnaire.kinds.base import Asked, QuestionKind, Speaker, Widget
from dpia.questionnaire.options import Option
from dpia.questionnaire.rules.types import Kind as RuleKind
from dpia.questionnaire.types import QuestionType


class Computed(QuestionKind):
    """A number that follows from other answers, with the sentence that says what it means."""

    type = QuestionType.COMPUTED
    keys = frozenset({"unit", "value", "sentence"})
    takes_answer = False
    in_table = False
    rule_kind = RuleKind.NUMBER

    def widget(self, asked: Asked, in_table: bool) -> Widget:
        return Widget("computed")

    def say(self, asked: Asked, options: Sequence[Option], value: Any, speaker: Speaker) -> str:
        number = speaker.computed(value, asked.unit)
        sentence: str | None = getattr(asked, "sentence", None)
        if sentence is None or not isinstance(value, int | float):
            return number
        return f"{number}. {sentence.replace('{value}', str(round(value)))}"

    def possible(
        self, asked: Asked, options: Sequence[Option], own: bool
    ) -> possible.Choice | possible.Choices | possible.Number | None:
        return possible.Number()


KIND = Computed()
