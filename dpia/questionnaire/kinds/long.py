"""`long`: a text of several paragraphs, as somebody types it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from dpia.questionnaire.kinds.base import Asked, QuestionKind, Reader, Sent, Widget
from dpia.questionnaire.kinds.text import text_reader
from dpia.questionnaire.limits import MAX_LONG
from dpia.questionnaire.options import Option
from dpia.questionnaire.rules.types import Kind as RuleKind
from dpia.questionnaire.types import QuestionType


class Long(QuestionKind):
    """A text of several paragraphs."""

    type = QuestionType.LONG
    keys = frozenset({"max_length"})
    is_free_text = True
    has_lines = True
    rule_kind = RuleKind.TEXT
    content = "prose"
    example = "<text, or | and an indented block of several paragraphs>"

    def reader(self, asked: Asked, options: Sequence[Option]) -> Reader:
        return text_reader(asked.max_length or MAX_LONG)

    def schema(self, asked: Asked, options: Sequence[Option]) -> Any:
        return Annotated[str, Field(max_length=asked.max_length or MAX_LONG)]

    def sent(self, asked: Asked, sent: Sent) -> Any:
        return sent.text() or None

    def widget(self, asked: Asked, in_table: bool) -> Widget:
        return Widget("area")


KIND = Long()
