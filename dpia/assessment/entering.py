"""What a person types or pastes, as the value that a file holds: labels stand for options, "6,5" for a number."""

from __future__ import annotations

import re
from typing import Any, Final

from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.model import QuestionType

RECORD_PARTS: Final = {
    QuestionType.PERSON: ("name", "role", "organisation", "contact"),
    QuestionType.EVIDENCE: ("title", "link"),
    QuestionType.PICTURE: ("file", "alt", "caption"),
    QuestionType.SIGN_OFF: ("name", "role", "date", "decision"),
}
"""The parts of a record in the order in which they are typed on a line, with semicolons between them."""
_NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d{1,15})?")


def entered(item: CompiledQuestion | CompiledColumn, text: str) -> Any:
    """The value of a typed text; None for nothing. What does not fit stays as it was typed, so that its check can say why."""
    asked = item.column if isinstance(item, CompiledColumn) else item.question
    typed = text.strip()
    if not typed:
        return None
    match asked.type:
        case QuestionType.YES_NO | QuestionType.CHOICE | QuestionType.SCALE:
            return _option(item, typed)
        case QuestionType.CHOICES:
            return [_option(item, part) for part in re.split(r"\s*[;,]\s*", typed) if part]
        case QuestionType.NUMBER:
            return number_of(typed)
        case QuestionType.ROW | QuestionType.COUNTRY:
            parts = [part for part in re.split(r"[\s;,]+", typed) if part]
            return parts if asked.many else parts[0]
        case QuestionType.PERSON | QuestionType.EVIDENCE | QuestionType.PICTURE | QuestionType.SIGN_OFF:
            parts = [part.strip() for part in typed.split(";")]
            return {name: part for name, part in zip(RECORD_PARTS[asked.type], parts, strict=False) if part}
    return typed


def _option(item: CompiledQuestion | CompiledColumn, typed: str) -> str:
    """An option by its label, its id, its number in the list, or the beginning of its label where that is clear."""
    folded = typed.casefold()
    for option in item.options:
        if folded in (option.label.casefold(), option.id):
            return option.id
    if typed.isdecimal() and 1 <= int(typed) <= len(item.options):
        return item.options[int(typed) - 1].id
    close = [option.id for option in item.options if option.label.casefold().startswith(folded)]
    return close[0] if len(close) == 1 else typed


def number_of(text: str) -> Any:
    """A number as people write it: "6 000" -> 6000, "6,5" -> 6.5; the text itself where it is none."""
    plain = text.replace("\u00a0", "").replace(" ", "").replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        return text
    number = float(plain)
    return int(number) if "." not in plain else number
