"""Which way a text runs, by its first letter that has a direction, as `dir="auto"` finds it in a browser."""

from __future__ import annotations

from typing import Literal
from unicodedata import bidirectional

Direction = Literal["ltr", "rtl"]


def direction(text: str) -> Direction | None:
    """The way a text runs: "שלום" -> "rtl"; None for a text of digits and signs alone."""
    return next((found for letter in text if (found := letter_direction(letter))), None)


def letter_direction(letter: str) -> Direction | None:
    """The way one letter runs; None for digits, signs and spaces."""
    kind = bidirectional(letter)
    if kind == "L":
        return "ltr"
    return "rtl" if kind in ("R", "AL") else None
