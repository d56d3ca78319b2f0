"""`table`: rows with typed columns, each row with an id of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dpia.questionnaire.kinds.base import Asked, QuestionKind, Speaker, Widget
from dpia.questionnaire.options import Option
from dpia.questionnaire.rules.types import Kind as RuleKind
from dpia.questionnaire.types import QuestionType


class Table(QuestionKind):
    """Rows whose cells are answers of the types of the columns. What reads and shows a table walks through its cells."""

    type = QuestionType.TABLE
    keys = frozenset({"columns", "rows", "prefix", "row_name", "label", "min_rows"})
    in_table = False
    rule_kind = RuleKind.TABLE

    def offers_none(self, asked: Asked, options: Sequence[Option]) -> bool:
        return True

    def say(self, asked: Asked, options: Sequence[Option], value: Any, speaker: Speaker) -> str:
        return ", ".join(row.id for row in value)

    def widget(self, asked: Asked, in_table: bool) -> Widget:
        return Widget("table", "group")


KIND = Table()
