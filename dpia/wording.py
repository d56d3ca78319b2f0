"""Texts that the program itself says: marked for translation here, translated where they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

Translate = Callable[[str], str]


def N_(text: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Marks a text for translation without translating it."""
    return text


class Phrase:
    """Something that can be said in any language; `str()` of it is English, and it is false where it says nothing."""

    __slots__ = ()

    def text(self, translate: Translate = str) -> str:
        """The phrase in the language of `translate`."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.text()

    def __bool__(self) -> bool:
        return bool(self.text())


@dataclass(frozen=True, slots=True)
class Said(Phrase):
    """A sentence with named gaps, so that it can be translated before the gaps are filled; a gap may be a phrase itself."""

    template: str
    gaps: tuple[tuple[str, Any], ...] = ()

    def text(self, translate: Translate = str) -> str:
        """The sentence in the language of `translate`: Said("{n} open", (("n", 2),)) -> "2 open"."""
        if not self.template:
            return ""
        gaps = {name: gap.text(translate) if isinstance(gap, Phrase) else gap for name, gap in self.gaps}
        return translate(self.template).format(**gaps)

    __str__ = Phrase.__str__


def said(template: str, **gaps: Any) -> Said:
    """A sentence with its gaps filled by name."""
    return Said(template, tuple(gaps.items()))


def joined(phrases: Iterable[Phrase], sign: str = "; ") -> Said:
    """Those phrases that say something, one behind the other."""
    parts = {f"part{number}": phrase for number, phrase in enumerate(filter(None, phrases))}
    return Said(sign.join(f"{{{name}}}" for name in parts), tuple(parts.items()))


def with_hint(sentence: Phrase, hint: Phrase) -> Said:
    """A sentence without its full stop, and behind a colon what was meant, where that is known."""
    return said("{sentence}: {hint}", sentence=sentence, hint=hint) if hint else said("{sentence}.", sentence=sentence)


_CLOSE = (
    "",
    N_("did you mean `{a}`?"),
    N_("did you mean `{a}` or `{b}`?"),
    N_("did you mean `{a}` or `{b}` or `{c}`?"),
)
THERE_IS = N_("there is {names}")


@dataclass(frozen=True, slots=True)
class Suggestion(Phrase):
    """What was meant with a word, or what there is. It is looked for when it is said: a file may hold 100,000 unknown names."""

    word: str
    known: Iterable[str] = field(compare=False, repr=False)

    @property
    def close(self) -> list[str]:
        """The known words that come close to it, the closest first."""
        return get_close_matches(self.word, sorted(self.known), n=3, cutoff=0.6)

    def text(self, translate: Translate = str) -> str:
        """The hint, or nothing where no word comes close and there are many."""
        close = self.close
        if close:
            return said(_CLOSE[len(close)], **dict(zip("abc", close, strict=False))).text(translate)
        known = sorted(self.known)
        return said(THERE_IS, names=", ".join(known)).text(translate) if known and len(known) <= 12 else ""

    __str__ = Phrase.__str__


def did_you_mean(word: str, known: Iterable[str]) -> Suggestion:
    """A hint for a mistyped word, or the list of what there is when nothing comes close and the list is short."""
    return Suggestion(word, known)
