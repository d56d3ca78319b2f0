"""What a person types or pastes, as the value that a file holds: labels stand for options, "6,5" for a number."""

from __future__ import annotations

import re
import unicodedata
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
_NUMBER: Final = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,330})?")
_SPACES: Final = re.compile(r"[\s'’]")
_SPACED: Final = re.compile(rf"-?[0-9]{{1,3}}(?:{_SPACES.pattern}[0-9]{{3}})+(?:[.,][0-9]+)?")
_GROUPED: Final = re.compile(r"-?[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+(?:\.[0-9]+)?|(?:\.[0-9]{3})+(?:,[0-9]+)?)")
_SHORT: Final = ("yes", "no")
_LEAST: Final = 4


def entered(item: CompiledQuestion | CompiledColumn, text: str, *, listed: bool = False) -> Any:
    """The value of a typed text; None for nothing. What does not fit stays as it was typed, so that its check can say why.

    `listed` says that the options stood before the person with numbers, so that a number can name one.
    """
    asked = item.column if isinstance(item, CompiledColumn) else item.question
    typed = text.strip()
    if not typed:
        return None
    match asked.type:
        case QuestionType.YES_NO | QuestionType.CHOICE | QuestionType.SCALE:
            return _option(item, typed, listed) or typed
        case QuestionType.CHOICES:
            return _several(item, typed, listed) or typed
        case QuestionType.NUMBER:
            return number_of(typed)
        case QuestionType.ROW | QuestionType.COUNTRY:
            parts = [part for part in re.split(r"[\s;,]+", typed) if part]
            if asked.many:
                return parts or typed
            return parts[0] if len(parts) == 1 else typed
        case QuestionType.PERSON | QuestionType.EVIDENCE | QuestionType.PICTURE | QuestionType.SIGN_OFF:
            names = RECORD_PARTS[asked.type]
            parts = [part.strip() for part in typed.split(";", len(names) - 1)]
            return {name: part for name, part in zip(names, parts, strict=False) if part} or typed
    return typed


def _option(item: CompiledQuestion | CompiledColumn, typed: str, listed: bool) -> str | None:
    """An option by its label or id, its number in the list, or the words that its label begins with where that is clear."""
    words = _plain(typed)
    exact = [option.id for option in item.options if words in (_plain(option.label), option.id)]
    if exact:
        return exact[0]
    begun = [option.id for option in item.options if _begins(_plain(option.label), words)]
    if listed and typed.isdecimal() and len(typed) < 5:
        place = int(typed)
        begun += [item.options[place - 1].id] if 1 <= place <= len(item.options) else []
    # A label may begin with a number of its own, so that two are meant: then neither is.
    return begun[0] if len(set(begun)) == 1 else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _begins(label: str, words: str) -> bool:
    """Whether a label begins with these whole words: "national" for "National police", but "no" not for "No data"."""
    if not label.startswith(words):
        return False
    rest = label[len(words) :]
    if words in _SHORT:
        return rest.lstrip()[:1] in (",", ";", ":", ".", "-", "–", "(")
    if " " not in words and any(sign.isdecimal() for sign in words):  # 7, R07, 6(b)
        return rest[:1] in ("", " ", ".", ":", ")", "–")
    return len(words) >= _LEAST and not rest[:1].isalnum()


def _several(item: CompiledQuestion | CompiledColumn, typed: str, listed: bool) -> list[str]:
    """Options with semicolons or commas between them; a label may hold commas itself."""
    sign = ";" if ";" in typed else ","
    parts = [part.strip() for part in typed.split(sign) if part.strip()]
    longest = 1 + max((option.label.count(sign) for option in item.options), default=0)
    if len(parts) > longest * len(item.options):
        return parts  # more than can be chosen
    found, place = [], 0
    while place < len(parts):
        count, option = next(
            (
                (count, option)
                for count in range(longest, 0, -1)
                if (option := _option(item, f"{sign} ".join(parts[place : place + count]), listed)) is not None
            ),
            (1, parts[place]),
        )
        found.append(option)
        place += count
    return found


def number_of(text: str) -> Any:
    """A number as people write it: "6 000" -> 6000, "6,5" -> 6.5, "1.250.000,5" -> 1250000.5; the text itself where it is none.

    "6,000" stays a text, so that its check asks which is meant: it is 6000 in one country and 6 in another.
    """
    typed = "".join(str(unicodedata.decimal(sign, sign)) for sign in unicodedata.normalize("NFKC", text.strip()))
    typed = typed.replace("\u2212", "-")
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
