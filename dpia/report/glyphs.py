"""Which characters the shipped fonts can show. A missing glyph prints a box, raises nothing, and breaks PDF/A."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

_TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
_INVISIBLE = frozenset("\n\r\t\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\ufeff\u00ad\u2028\u2029")


@lru_cache(maxsize=2)
def covered(folder: Path) -> frozenset[int]:
    """The code points that the fonts of a folder have."""
    from fontTools.ttLib import TTFont

    points: set[int] = set()
    for path in sorted(folder.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            points.update(font.getBestCmap())
    return frozenset(points)


def missing_glyphs(page: str, folder: Path) -> tuple[str, ...]:
    """The characters of an HTML page that no font can show, in order of code point."""
    known = covered(folder)
    return tuple(sorted({sign for sign in _letters(page) if ord(sign) not in known and sign not in _INVISIBLE}))


def replace_missing(page: str, folder: Path, sign: str = "\ufffd") -> str:
    """The page with each character that no font can show replaced by the replacement character, or a question mark."""
    missing = missing_glyphs(page, folder)
    substitute = sign if ord(sign) in covered(folder) else "?"
    return page.translate({ord(letter): substitute for letter in missing})


def _letters(page: str) -> Iterator[str]:
    yield from frozenset(html.unescape(_TAG.sub(" ", page)))
