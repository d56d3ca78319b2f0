"""`text`: one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from pydantic import Field

from dpia.messages import answers
from dpia.questionnaire.kinds.base import Asked, QuestionKind, Reader, Unfit, Widget
from dpia.questionnaire.limits import MAX_TEXT
from dpia.questionnaire.options import Option
from dpia.questionnaire.rules.types import Kind as RuleKind
from dpia.questionnaire.types import QuestionType

_ONE_LINE = r"^\s*[^\n]*\s*$"


class Text(QuestionKind):
    """One line of text."""

    type = QuestionType.TEXT
    keys = frozenset({"max_length"})
    is_free_text = True
    rule_kind = RuleKind.TEXT
    example = "<one line of text>"

    def reader(self, asked: Asked, options: Sequence[Option]) -> Reader:
        plain = text_reader(asked.max_length or MAX_TEXT)

        def read(raw: Any) -> str:
            text = plain(raw)
            if "\n" in text:
                raise Unfit(answers.LINES())
            return text

        return read

    def schema(self, asked: Asked, options: Sequence[Option]) -> Any:
        return Annotated[str, Field(max_length=asked.max_length or MAX_TEXT, pattern=_ONE_LINE)]

    def widget(self, asked: Asked, in_table: bool) -> Widget:
        return Widget("line")


def text_reader(most: int) -> Callable[[Any], str]:
    """What reads a text of at most so many characters, without the white space around it."""

    def read(raw: Any) -> str:
        if not isinstance(raw, str):
            raise Unfit(answers.NO_TEXT())
        if len(raw) > most:
            raise Unfit(answers.TOO_LONG(count=len(raw), most=most))
        return raw.strip()

    return read


KIND = Text()
