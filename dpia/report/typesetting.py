"""The style that brings further fonts into a report: the shipped by their file, others cut down to the letters that are shown."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from dpia.report.fonts import FontFile, families

CURVE_ERROR: Final = 0.5
"""How far the outline of a letter may be moved, in units of its font, of which a letter has about a thousand."""


def font_style(more: Sequence[FontFile], letters: frozenset[str]) -> str:
    """The rules that name the fonts a report needs beside those of its style; empty where it needs none."""
    if not more:
        return ""
    rules = [
        f'@font-face {{ font-family: "{font.family}"; font-weight: {font.weight}; src: url({_address(font, letters)}) }}'
        for font in more
    ]
    named = ", ".join(f'"{name}"' for name in families(more))
    return "\n".join((*rules, f":root {{ --families: {named} }}"))


def _address(font: FontFile, letters: frozenset[str]) -> str:
    if font.is_shipped:
        return f"fonts/scripts/{font.name}"
    raw = _cut_down(font.path, font.path.stat().st_mtime_ns, font.face, "".join(sorted(letters)))
    return f"data:font/ttf;base64,{base64.b64encode(raw).decode('ascii')}"


@lru_cache(maxsize=16)
def _cut_down(path: Path, changed: int, face: int, letters: str) -> bytes:
    """The letters of a font as a small TrueType font: a whole Chinese one has 20 MB, and its file may hold ten of them.

    PDF names the letters of such a font by numbers that readers understand in two ways; those of TrueType have one.
    """
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options()
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.layout_features = ["*"]
    options.drop_tables += ["DSIG", "VORG"]
    with TTFont(path, fontNumber=face, lazy=True, recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(text=letters)
        subsetter.subset(font)
        if "CFF " in font:
            _to_truetype(font)
        made = io.BytesIO()
        font.save(made)
    return made.getvalue()


def _to_truetype(font: Any) -> None:
    """Draws the letters of a PostScript font with the curves of TrueType."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import newTable

    order, shapes = font.getGlyphOrder(), font.getGlyphSet()
    glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(shapes)
        shapes[name].draw(Cu2QuPen(pen, CURVE_ERROR, reverse_direction=True))
        glyf.glyphs[name] = glyph = pen.glyph()
        glyph.recalcBounds(glyf)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))
    font["loca"], font["glyf"] = newTable("loca"), glyf
    font["maxp"].tableVersion = 0x00010000
    for count in ("maxZones",):
        setattr(font["maxp"], count, 1)
    for count in (
        *("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements"),
        *("maxSizeOfInstructions", "maxComponentElements", "maxPoints", "maxContours"),
        *("maxCompositePoints", "maxCompositeContours", "maxComponentDepth"),
    ):
        setattr(font["maxp"], count, 0)
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"
    del font["CFF "]
