"""What a person types or pastes, as the value that a file holds: labels stand for options, "6,5" for a number."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

from dpia.assessment.values import AMBIGUOUS
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.model import QuestionType

RECORD_PARTS: Final = {
    QuestionType.PERSON: ("name", "role", "organisation", "contact"),
    QuestionType.EVIDENCE: ("title", "link"),
    QuestionType.PICTURE: ("file", "alt", "caption"),
    QuestionType.SIGN_OFF: ("name", "role", "date", "decision"),
}
"""The parts of a record in the order in which they are typed on a line, with semicolons between them."""
_NUMBER: Final = re.compile(r"-?\d{1,16}(\.\d{1,330})?")
_SPACES: Final = re.compile(r"[\s'’]")
_SPACED: Final = re.compile(rf"-?\d{{1,3}}(?:{_SPACES.pattern}\d{{3}})+(?:[.,]\d+)?")
_GROUPED: Final = re.compile(r"-?[1-9]\d{0,2}(?:(?:,\d{3})+(?:\.\d+)?|(?:\.\d{3})+(?:,\d+)?)")


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
    """A number as people write it: "6 000" -> 6000, "6,5" -> 6.5, "1.250.000,5" -> 1250000.5; the text itself where it is none.

    "6,000" stays a text, so that its check asks which is meant: it is 6000 in one country and 6 in another.
    """
    typed = text.strip().replace("\u2212", "-")
    if _SPACED.fullmatch(typed):
        typed = _SPACES.sub("", typed)
    elif AMBIGUOUS.fullmatch(typed):
        return text
    elif _GROUPED.fullmatch(typed):
        thousands = min((sign for sign in ",." if sign in typed), key=typed.index)
        typed = typed.replace(thousands, "")
    plain = typed.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        return text
    number = float(plain)
    return int(number) if "." not in plain else number


def number_text(number: float) -> str:
    """A number as it stands in a field, so that `number_of` reads the same again: 6.125 -> "6.1250"."""
    text = format(Decimal(repr(number)), "f")
    return f"{text}0" if AMBIGUOUS.fullmatch(text) else text
