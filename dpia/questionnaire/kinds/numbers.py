"""Numbers as people write them, and as they stand in a field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from dpia.errors import Told
from dpia.messages import answers
from dpia.questionnaire.kinds.base import Asked, QuestionKind, Sent
from dpia.questionnaire.options import Option
from dpia.questionnaire.rules.types import Kind as RuleKind

AMBIGUOUS: Final = re.compile(r"-?[1-9][0-9]*[.,][0-9]{3}")
"""A text that is a number in the thousands for some people and one with decimals for others: 6,000."""
_NUMBER: Final = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,330})?")
_SPACES: Final = re.compile(r"[\s'’]")
_SPACED: Final = re.compile(rf"-?[0-9]{{1,3}}(?:{_SPACES.pattern}[0-9]{{3}})+(?:[.,][0-9]+)?")
_GROUPED: Final = re.compile(r"-?[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+(?:\.[0-9]+)?|(?:\.[0-9]{3})+(?:,[0-9]+)?)")


class Numeric(QuestionKind):
    """What the types have in common whose answers are numbers."""

    rule_kind = RuleKind.NUMBER
    is_number = True

    def entered(self, asked: Asked, options: Sequence[Option], typed: str, listed: bool) -> Any:
        return self.canonical(asked, options, typed)

    def canonical(self, asked: Asked, options: Sequence[Option], written: Any) -> Any:
        return number_of(_without_unit(asked, written)) if isinstance(written, str) else written

    def pasted(self, asked: Asked, options: Sequence[Option], typed: str) -> Any:
        value = self.entered(asked, options, typed, False)
        return None if isinstance(value, str) else value

    def sent(self, asked: Asked, sent: Sent) -> Any:
        typed = sent.line()
        return self.entered(asked, (), typed, False) if typed else None

    def typed_back(self, value: Any) -> Any:
        return number_text(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _without_unit(asked: Asked, text: str) -> str:
    """A number without the unit that the question itself names behind it: "12 times" -> "12"."""
    unit = (getattr(asked, "unit", None) or "").casefold()
    typed = text.strip()
    if not unit or not typed.casefold().endswith(unit):
        return text
    bare = typed[: -len(unit)].rstrip()
    return bare if AMBIGUOUS.fullmatch(bare) or not isinstance(number_of(bare), str) else text


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
    return _clear(format(Decimal(repr(number)), "f"))


def _clear(text: str) -> str:
    """The same number with decimals that cannot be taken for thousands."""
    return f"{text}0" if AMBIGUOUS.fullmatch(text) else text


def no_number(raw: Any) -> Told:
    """What is said of something that is no number, or that could be two."""
    text = str(raw).strip()
    if not isinstance(raw, str) or not AMBIGUOUS.fullmatch(text):
        return answers.NO_NUMBER()
    sign = "-" if text.startswith("-") else ""
    whole, decimals = re.split("[.,]", text.removeprefix("-"))
    part = f"{sign}{whole}.{decimals}".rstrip("0").rstrip(".")
    return answers.TWO_NUMBERS(whole=f"{sign}{whole}{decimals}", part=part, written=_clear(part))
