"""`scale`: one of some options that stand in an order."""

from __future__ import annotations

from dpia.questionnaire.kinds.option_kinds import OneOption
from dpia.questionnaire.rules.types import Kind as RuleKind
from dpia.questionnaire.types import QuestionType


class Scale(OneOption):
    """One of some options in order, the lowest first, so that rules can compare them."""

    type = QuestionType.SCALE
    rule_kind = RuleKind.SCALE


KIND = Scale()
