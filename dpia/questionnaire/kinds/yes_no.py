"""`yes_no`: yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dpia.messages import answers
from dpia.questionnaire.kinds.base import Unfit
from dpia.questionnaire.kinds.option_kinds import OneOption
from dpia.questionnaire.options import YES_NO_OPTIONS, Option
from dpia.questionnaire.types import QuestionType
from dpia.wording import N_


class YesNo(OneOption):
    """Yes or no. Whoever writes `true` in a file is told what to write."""

    type = QuestionType.YES_NO
    keys = frozenset()
    needs_options = False
    fixed_options = YES_NO_OPTIONS
    hint = N_("yes or no")

    def no_option(self, options: Sequence[Option], raw: Any) -> Unfit:
        if isinstance(raw, bool):
            return Unfit(answers.NOT_YES_OR_NO(value=str(raw).lower()))
        return super().no_option(options, raw)


KIND = YesNo()
