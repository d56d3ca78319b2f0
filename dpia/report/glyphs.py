"""Which characters the fonts of the report can show. A missing glyph prints a box, raises nothing, and breaks PDF/A."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

_TAG: Final = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
_SPACES: Final = frozenset("\n\r\t\u2028\u2029")
# Text is never set in these, so what only they have would be taken from a font of the machine.
_NOT_FOR_TEXT: Final = ("*Mono*.ttf", "*Italic*.ttf")


@lru_cache(maxsize=4)
def covered(folders: tuple[Path, ...]) -> frozenset[int]:
    """The code points that the text fonts of some folders have."""
    from fontTools.ttLib import TTFont

    points: set[int] = set()
    for folder in folders:
        for path in sorted([*folder.glob("*.ttf"), *folder.glob("*.otf")]):
            if not any(path.match(pattern) for pattern in _NOT_FOR_TEXT):
                with TTFont(path, lazy=True) as font:
                    points.update(font.getBestCmap())
    return frozenset(points)


def missing_glyphs(page: str, folders: tuple[Path, ...]) -> tuple[str, ...]:
    """The characters of an HTML page that no font can show, in order of code point."""
    known = covered(folders)
    letters = frozenset(html.unescape(_TAG.sub(" ", page)))
    return tuple(sorted(sign for sign in letters if ord(sign) not in known and not _is_invisible(sign)))


def replace_missing(page: str, folders: tuple[Path, ...], sign: str = "\ufffd") -> str:
    """The page with each character that no font can show replaced by the replacement character, or a question mark."""
    missing = missing_glyphs(page, folders)
    substitute = sign if ord(sign) in covered(folders) else "?"
    return page.translate({ord(letter): substitute for letter in missing})


def _is_invisible(sign: str) -> bool:
    """Line breaks, joiners, direction marks and variation selectors need no glyph."""
    return sign in _SPACES or unicodedata.category(sign) == "Cf" or "\ufe00" <= sign <= "\ufe0f"
