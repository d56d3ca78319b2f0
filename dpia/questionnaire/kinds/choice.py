"""`choice`: one of some options."""

from __future__ import annotations

from dpia.questionnaire.kinds.option_kinds import OneOption
from dpia.questionnaire.types import QuestionType


class Choice(OneOption):
    """One of some options, which have no order."""

    type = QuestionType.CHOICE


KIND = Choice()
