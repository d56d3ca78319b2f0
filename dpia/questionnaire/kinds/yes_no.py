"""`yes_no`: yes or no."""

from __future__ import annotations

from dpia.questionnaire.kinds.option_kinds import OneOption
from dpia.questionnaire.options import YES_NO_OPTIONS
from dpia.questionnaire.types import QuestionType
from dpia.wording import N_


class YesNo(OneOption):
    """Yes or no. Whoever writes `true` in a file is told what to write."""

    type = QuestionType.YES_NO
    keys = frozenset()
    needs_options = False
    fixed_options = YES_NO_OPTIONS
    hint = N_("yes or no")


KIND = YesNo()
