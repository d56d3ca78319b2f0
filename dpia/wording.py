"""Texts that the program itself says: marked for translation here, translated where they are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final, Self

GAP: Final = re.compile(r"\{(\w+)\}")
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


class Saying:
    """Something that can be said in any language; `str()` of it is English, and it is false where it says nothing."""

    __slots__ = ()

    def text(self, translate: Translate = str) -> str:
        """It in the language of `translate`."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.text()

    def __bool__(self) -> bool:
        return bool(self.text())


def filled(text: str, gaps: Mapping[str, str]) -> str:
    """A text with its gaps filled: "{n} open" -> "2 open". Raises KeyError for a gap that is not given.

    A gap is a bare name in braces, and every other brace stays as it is. Other people write translations, and with
    `str.format` theirs could ask for {n:>200000000} or {n.__class__}.
    """
    return GAP.sub(lambda gap: gaps[gap[1]], text)


@dataclass(frozen=True, slots=True)
class Said(Saying):
    """A sentence with named gaps, so that it can be translated before the gaps are filled; a gap may be a phrase itself."""

    template: str
    gaps: tuple[tuple[str, Any], ...] = ()

    def text(self, translate: Translate = str) -> str:
        """The sentence in the language of `translate`: Said("{n} open", (("n", 2),)) -> "2 open"."""
        if not self.template:
            return ""
        gaps = {name: gap.text(translate) if isinstance(gap, Saying) else str(gap) for name, gap in self.gaps}
        return filled(translate(self.template), gaps)

    __str__ = Saying.__str__


NOTHING: Final = Said("")
"""No words: where there is nothing to say."""


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


def joined(sayings: Iterable[Saying], sign: str = "; ") -> Said:
    """Those sayings that say something, one behind the other."""
    parts = {f"part{number}": saying for number, saying in enumerate(filter(None, sayings))}
    return Said(sign.join(f"{{{name}}}" for name in parts), tuple(parts.items()))


@dataclass(frozen=True, slots=True)
class Otherwise(Saying):
    """A saying, or another one where that says nothing; which of them is found out when it is said."""

    first: Saying
    second: Saying

    def text(self, translate: Translate = str) -> str:
        """The one that says something, in the language of `translate`."""
        return self.first.text(translate) or self.second.text(translate)

    __str__ = Saying.__str__


def with_hint(sentence: Saying, hint: Saying) -> Said:
    """A sentence without its full stop, and behind a colon what was meant, where that is known."""
    return said("{sentence}: {hint}", sentence=sentence, hint=hint) if hint else said("{sentence}.", sentence=sentence)


_CLOSE = (
    "",
    N_("did you mean `{a}`?"),
    N_("did you mean `{a}` or `{b}`?"),
    N_("did you mean `{a}` or `{b}` or `{c}`?"),
)
THERE_IS = N_("there is {names}")


_MEANT = (
    "",
    N_("did you mean “{a}”?"),
    N_("did you mean “{a}” or “{b}”?"),
    N_("did you mean “{a}” or “{b}” or “{c}”?"),
)


MOST_NAMED: Final = 16
"""A longer list of what there is helps nobody."""


@dataclass(frozen=True, slots=True)
class Suggestion(Saying):
    """What was meant with a word, or what there is. It is looked for when it is said: a file may hold 100,000 unknown names.

    `is_code` says that it is told to an author of definitions, in whose sentences names stand as code.
    """

    word: str
    known: Iterable[str] = field(compare=False, repr=False)
    is_code: bool = True

    @property
    def close(self) -> list[str]:
        """The known words that come close to it, the closest first."""
        return get_close_matches(self.word, sorted(self.known), n=3, cutoff=0.6)

    def text(self, translate: Translate = str) -> str:
        """The hint, or nothing where no word comes close and there are many."""
        close = self.close
        if close:
            words = _CLOSE if self.is_code else _MEANT
            return said(words[len(close)], **dict(zip("abc", close, strict=False))).text(translate)
        known = sorted(self.known)
        return said(THERE_IS, names=", ".join(known)).text(translate) if known and len(known) <= MOST_NAMED else ""

    __str__ = Saying.__str__


def did_you_mean(word: str, known: Iterable[str], *, is_code: bool = True) -> Suggestion:
    """A hint for a mistyped word, or the list of what there is when nothing comes close and the list is short."""
    return Suggestion(word, known, is_code)
