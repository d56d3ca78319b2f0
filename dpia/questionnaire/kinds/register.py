"""`register`: a register of the assessment."""

from __future__ import annotations

from dpia.questionnaire.kinds.base import Asked, QuestionKind, Widget
from dpia.questionnaire.types import QuestionType


class Register(QuestionKind):
    """The place of a register: risks, measures, the plan or the decision."""

    type = QuestionType.REGISTER
    keys = frozenset({"view", "moments", "group"})
    takes_answer = False
    in_table = False

    def widget(self, asked: Asked, in_table: bool) -> Widget:
        return Widget("register")


KIND = Register()
