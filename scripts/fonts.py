"""Makes the fonts for further scripts in templates/report/fonts/scripts from the fonts they come from, and says their table.

    scripts/fonts.py FOLDER      where fonts-noto-core, fonts-noto-extra and @expo-google-fonts/noto-emoji were unpacked

The same sources and the same fontTools give the same bytes: the hashes stand in templates/report/fonts/README.md.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from typing import Final

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET: Final = Path(__file__).parents[1] / "templates" / "report" / "fonts" / "scripts"
EMOJI: Final = "NotoEmoji_400Regular.ttf"
SCRIPTS: Final = (
    *("Hebrew", "Armenian", "Georgian", "Ethiopic", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil"),
    *("Telugu", "Kannada", "Malayalam", "Sinhala", "Thai", "Lao", "Myanmar", "Khmer"),
)
# Where the heavier weight is small or the script written by many it comes along; headings in the others are regular.
WITH_SEMIBOLD: Final = (
    *("Hebrew", "Armenian", "Georgian", "Devanagari", "Bengali", "Gurmukhi", "Tamil", "Thai", "Lao", "Khmer"),
)
LATIN: Final = frozenset(range(0x100)) - {0x20, 0xA0}
"""Noto Sans has these: in each font they would only be in the way. The spaces stay, drawn beside the letters of their font."""


def main(source: Path) -> None:
    wanted = [f"NotoSans{script}-Regular" for script in SCRIPTS]
    wanted += [f"NotoSans{script}-SemiBold" for script in WITH_SEMIBOLD]
    for name in sorted(wanted):
        _make(_find(source, f"{name}.ttf"), TARGET / f"{name}.ttf")
    _make(_find(source, EMOJI), TARGET / "NotoEmoji-Regular.ttf")


def _find(source: Path, name: str) -> Path:
    found = sorted(source.rglob(name))
    if not found:
        sys.exit(f"{name} is not below {source}.")
    return found[0]


def _make(source: Path, target: Path) -> None:
    """All letters but Latin, all their shapes and the tables that choose among them; no hints, which only screens use."""
    options = Options()
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.layout_features = ["*"]
    options.layout_scripts = ["*"]
    options.name_IDs = ["*"]
    with TTFont(source, recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=set(font.getBestCmap()) - LATIN)
        subsetter.subset(font)
        font.save(target)
        version = str(font["name"].getDebugName(5)).partition(";")[0].removeprefix("Version ")
    raw = target.read_bytes()
    print(f"| `{target.name}` | {version} | {len(raw)} | `{sha256(raw).hexdigest()}` |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
