"""Texts that the program itself says: marked for translation here, translated where they are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Translate = Callable[[str], str]


def N_(text: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Marks a text for translation without translating it."""
    return text


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with named gaps, so that it can be translated before the gaps are filled."""

    template: str
    gaps: tuple[tuple[str, Any], ...] = ()

    def text(self, translate: Translate = str) -> str:
        """The sentence in the language of `translate`: Said("{n} open", (("n", 2),)) -> "2 open"."""
        return translate(self.template).format(**dict(self.gaps))

    def __str__(self) -> str:
        return self.text()


def said(template: str, **gaps: Any) -> Said:
    """A sentence with its gaps filled by name."""
    return Said(template, tuple(gaps.items()))
