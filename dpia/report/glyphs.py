"""Which characters the fonts of the report can show. A missing glyph prints a box, raises nothing, and breaks PDF/A."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from dpia.report.fonts import Fonts

_TAG: Final = re.compile(r"<(script|style)\b.*?(?:</\1>|\Z)|<[^>]*(?:>|\Z)", re.DOTALL)
_SPACES: Final = frozenset("\n\r\t\u2028\u2029")


def letters_of(page: str) -> frozenset[str]:
    """The characters that an HTML page shows."""
    return frozenset(html.unescape(_TAG.sub(" ", page)))


def without_glyph(text: Iterable[str], covered: frozenset[int]) -> list[str]:
    """The characters of a text that no font has, each as often as it stands there."""
    return [sign for sign in text if ord(sign) not in covered and not _is_invisible(sign)]


def shown_glyphs(missing: Sequence[str]) -> str:
    """Characters with their numbers, the first ten: "ꙮ (U+A66E)"."""
    return " ".join(f"{sign} (U+{ord(sign):04X})" for sign in missing[:10])


def missing_glyphs(page: str, fonts: Fonts) -> tuple[str, ...]:
    """The characters of an HTML page that no font can show, in order of code point."""
    return tuple(sorted(without_glyph(letters_of(page), fonts.covered)))


def replace_missing(page: str, fonts: Fonts, sign: str = "\ufffd") -> str:
    """The page with each character that no font can show replaced by the replacement character, or a question mark."""
    missing = missing_glyphs(page, fonts)
    substitute = sign if ord(sign) in fonts.covered else "?"
    return page.translate({ord(letter): substitute for letter in missing})


def _is_invisible(sign: str) -> bool:
    """Line breaks, joiners, direction marks and variation selectors need no glyph."""
    return sign in _SPACES or unicodedata.category(sign) == "Cf" or "\ufe00" <= sign <= "\ufe0f"
