"""`yes_no`: yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from dpia.messages import answers
from dpia.questionnaire.kinds.base import Asked, Unfit
from dpia.questionnaire.kinds.option_kinds import OneOption
from dpia.questionnaire.options import YES_NO_OPTIONS, Option
from dpia.questionnaire.types import QuestionType
from dpia.wording import N_, said

_TRUTHS: Final = {"true": "yes", "y": "yes", "false": "no", "n": "no"}


class YesNo(OneOption):
    """Yes or no. `true` and `false` of a file or a program are the same, and so are `y` and `n`."""

    type = QuestionType.YES_NO
    keys = frozenset()
    needs_options = False
    fixed_options = YES_NO_OPTIONS
    hint = N_("yes or no")

    def canonical(self, asked: Asked, options: Sequence[Option], written: Any) -> Any:
        word = str(written).casefold() if isinstance(written, bool | str) else ""
        return _TRUTHS.get(word) or super().canonical(asked, options, written)

    def no_option(self, options: Sequence[Option], raw: Any) -> Unfit:
        if not isinstance(raw, str):
            return Unfit(answers.NONE_OF_OPTIONS(names="yes, no"))
        return Unfit(answers.NO_OPTION(value=raw[:60], suggestion=said(answers.YES_OR_NO)))


KIND = YesNo()
