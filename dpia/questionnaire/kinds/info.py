"""`info`: a text that asks nothing."""

from __future__ import annotations

from dpia.questionnaire.kinds.base import Asked, QuestionKind, Widget
from dpia.questionnaire.types import QuestionType


class Info(QuestionKind):
    """A text between the questions."""

    type = QuestionType.INFO
    takes_answer = False
    in_table = False

    def widget(self, asked: Asked, in_table: bool) -> Widget:
        return Widget("info")


KIND = Info()
