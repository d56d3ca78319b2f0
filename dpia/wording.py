"""Texts that the program itself says: marked for translation here, translated where they are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

_GAP: Final = re.compile(r"\{(\w+)\}")
Translate = Callable[[str], str]
"""Gives a text in another language. `str` gives English; one that reads catalogues asks a Phrase for what it knows beside."""


class Phrase(str):
    """A text of the program with what a translator has to know beside it: the sense that it has, or the number that it tells.

    It is its English text, so whatever takes a text takes a phrase.
    """

    __slots__ = ("context", "many", "number", "one")

    context: str
    one: str
    many: str
    number: int

    def __new__(cls, text: str, *, context: str = "", many: str = "", number: int = 1) -> Self:
        phrase = super().__new__(cls, text if number == 1 or not many else many)
        phrase.context, phrase.one, phrase.many, phrase.number = context, text, many, number
        return phrase


def N_(text: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Marks a text for translation without translating it."""
    return text


def C_(context: str, text: str) -> Phrase:  # noqa: N802 - the name that gettext tools know from GLib
    """Marks a text that has several senses, with the one it has here: C_("remark", "open")."""
    return Phrase(text, context=context)


def counted(one: str, many: str, n: int) -> Phrase:
    """Marks the two forms of a text that tells a number; a language chooses among its own forms by `n`."""
    return Phrase(one, many=many, number=n)


def filled(text: str, gaps: Mapping[str, str]) -> str:
    """A text with its gaps filled: "{n} open" -> "2 open". Raises KeyError for a gap that is not given.

    A gap is a bare name in braces, and every other brace stays as it is. Other people write translations, and with
    `str.format` theirs could ask for {n:>200000000} or {n.__class__}.
    """
    return _GAP.sub(lambda gap: gaps[gap[1]], text)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with named gaps, so that it can be translated before the gaps are filled."""

    template: str
    gaps: tuple[tuple[str, Any], ...] = ()

    def text(self, translate: Translate = str) -> str:
        """The sentence in the language of `translate`: Said("{n} open", (("n", 2),)) -> "2 open"."""
        return filled(translate(self.template), {name: str(value) for name, value in self.gaps})

    def __str__(self) -> str:
        return self.text()


def said(template: str, **gaps: Any) -> Said:
    """A sentence with its gaps filled by name."""
    return Said(template, tuple(gaps.items()))


def and_more(n: int) -> Said:
    """What stands at the end of a list that is cut short."""
    # Translators: at the end of a list that is cut short: "G-1; G-2; and 4 more"
    return said_n("and {n} more", "and {n} more", n)


def said_n(one: str, many: str, n: int, **gaps: Any) -> Said:
    """A sentence that tells a number, which its gap `{n}` shows: said_n("{n} save", "{n} saves", 3) -> "3 saves"."""
    return Said(counted(one, many, n), (("n", n), *gaps.items()))
