"""The fonts of a report, each named by its file: the shipped ones, those of a user, and Debian's for Chinese, Japanese and Korean."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

import platformdirs

from dpia.data import TEMPLATES
from dpia.errors import NotFound
from dpia.wording import N_, said

SHIPPED: Final = TEMPLATES / "report"
ENDINGS: Final = (".ttf", ".otf", ".ttc", ".otc")
CJK_FOLDER: Final = Path("/usr/share/fonts/opentype/noto")
"""Where Debian's package fonts-noto-cjk lays its files."""
CJK_FILES: Final = ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc")
FIRST: Final = ("Noto Sans", "Noto Sans Arabic")
SYMBOLS: Final = ("Noto Sans Math", "Noto Sans Symbols 2")
EMOJI: Final = "Noto Emoji"
# Text is never set in these, so what only they have could not be shown.
_NOT_FOR_TEXT: Final = ("*Mono*", "*Italic*")
_HEAVY: Final = 600
FEWEST_KANA: Final = 10
"""Japanese has about fifty kana beside some hundred Chinese signs; a Chinese text that names a Japanese word has two or three."""
_REGIONS: Final = {"ja": "JP", "ko": "KR", "zh-hk": "HK", "zh-mo": "HK", "zh-tw": "TC", "zh-hant": "TC", "zh": "SC"}


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font by its file; `face` is its number in a collection. Weight is 400 or 600."""

    path: Path
    family: str
    weight: int
    covered: frozenset[int] = field(repr=False, compare=False)
    face: int = 0

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.path.name

    @property
    def sha256(self) -> str:
        """The hash of its file, as it stands in reports."""
        return _digest(self.path, self.path.stat().st_mtime_ns)

    @property
    def is_shipped(self) -> bool:
        """Whether it comes with the program."""
        return self.path.is_relative_to(SHIPPED)


@dataclass(frozen=True, slots=True)
class FontSource:
    """Where a report takes fonts from beside the shipped ones, and the language that chooses among the forms of Chinese signs."""

    folders: tuple[Path, ...] = ()
    language: str = "en"


@dataclass(frozen=True)
class Fonts:
    """The fonts that a report may use: `base` are those that its style names, `more` come in where they are needed."""

    base: tuple[FontFile, ...]
    more: tuple[FontFile, ...]

    @cached_property
    def base_covered(self) -> frozenset[int]:
        """The code points that text has a glyph for in the fonts of the style."""
        text = (font for font in self.base if not any(font.path.match(pattern) for pattern in _NOT_FOR_TEXT))
        return frozenset().union(*(font.covered for font in text))

    @cached_property
    def covered(self) -> frozenset[int]:
        """The code points that text has a glyph for in any font."""
        return self.base_covered.union(*(font.covered for font in self.more))

    def needed(self, letters: Iterable[str]) -> tuple[FontFile, ...]:
        """The fonts beside those of the style that some letters need: the first family that has a letter, in all weights."""
        left = {ord(letter) for letter in letters} - self.base_covered
        chosen: list[FontFile] = []
        for family in dict.fromkeys(font.family for font in self.more):
            files = [font for font in self.more if font.family == family]
            if any(left & font.covered for font in files):
                chosen += files
                left = left.difference(*(font.covered for font in files))
        return tuple(chosen)


def families(more: Iterable[FontFile]) -> tuple[str, ...]:
    """The families that text is set in, in order: letters, then signs, then emoji in one tone."""
    names = dict.fromkeys(font.family for font in more)
    emoji = (EMOJI,) if EMOJI in names else ()
    return (*FIRST, *(name for name in names if name not in (*FIRST, *SYMBOLS, EMOJI)), *SYMBOLS, *emoji)


def user_fonts() -> Path:
    """The folder in which a user's own fonts lie; it need not exist."""
    return Path(platformdirs.user_data_dir("dpia", appauthor=False)) / "fonts"


def fonts_of(templates: tuple[Path, ...], source: FontSource, letters: Iterable[str] = ()) -> Fonts:
    """The fonts for a report with these folders of templates. `letters` help to choose among the forms of Chinese signs.

    The folders of the source come first, then the user's own, the shipped scripts, and fonts-noto-cjk where it is installed.
    Raises NotFound for a folder that is not there and for a file that is no font.
    """
    region = _region(source.language, letters)
    base: dict[str, FontFile] = {}
    for folder in (*templates, SHIPPED):
        for path in _files(folder / "fonts"):
            base.setdefault(path.name, _named(path, region))
    more = [_font(path, region) for folder in source.folders for path in _files(_there(folder))]
    more += [_font(path, region) for path in _files(user_fonts())]
    more += [_font(path, region) for path in _files(SHIPPED / "fonts" / "scripts")]
    more += [_font(path, region) for name in CJK_FILES if (path := CJK_FOLDER / name).is_file()]
    return Fonts(tuple(base.values()), tuple(sorted(more, key=lambda font: font.family == EMOJI)))


def _there(folder: Path) -> Path:
    if not folder.is_dir():
        raise NotFound(said(N_("{folder}: there is no such folder of fonts."), folder=folder))
    return folder.resolve()


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in sorted(folder.iterdir()) if path.suffix.lower() in ENDINGS and path.is_file())


def _region(language: str, letters: Iterable[str]) -> str:
    """Whose forms of Chinese signs are shown: those of the language, else of the script that most stands beside them."""
    words = language.lower().split("-")
    for name in ("-".join(words[:2]), words[0]):
        if name in _REGIONS:
            return _REGIONS[name]
    points = {ord(letter) for letter in letters}
    chinese = sum(0x4E00 <= point <= 0x9FFF for point in points)
    if FEWEST_KANA * sum(0x3041 <= point <= 0x30FF for point in points) > chinese:
        return "JP"
    return "KR" if sum(0xAC00 <= point <= 0xD7A3 for point in points) > chinese else "SC"


def _named(path: Path, region: str) -> FontFile:
    """A font that a style may name. One that cannot be read shows nothing, and is told of by the signs that are missing."""
    try:
        return _font(path, region)
    except NotFound:
        return FontFile(path, path.stem, 400, frozenset())


def _font(path: Path, region: str) -> FontFile:
    return _read(path, path.stat().st_mtime_ns, region if path.suffix.lower() in (".ttc", ".otc") else "")


@lru_cache(maxsize=256)
def _read(path: Path, changed: int, region: str) -> FontFile:
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    try:
        with path.open("rb") as stream:
            face = 0
            if region:
                faces = [_family(font) for font in TTCollection(stream, lazy=True).fonts]
                face = next((place for place, name in enumerate(faces) if name.split()[-1:] == [region]), 0)
            font = TTFont(stream, fontNumber=face, lazy=True)
            weight = _HEAVY if font["OS/2"].usWeightClass >= _HEAVY else 400
            return FontFile(path, _family(font), weight, frozenset(font.getBestCmap() or ()), face)
    except (TTLibError, OSError, KeyError, ValueError, AssertionError, AttributeError):
        raise NotFound(said(N_("{path}: this is no font that can be read."), path=path)) from None


def _family(font: Any) -> str:
    """The family that a font says it is of, without signs that mean something in a style sheet."""
    names = font["name"]
    family = str(names.getDebugName(16) or names.getDebugName(1) or "Font")
    return "".join(letter for letter in family if letter.isalnum() or letter in " -_").strip()[:80] or "Font"


@lru_cache(maxsize=256)
def _digest(path: Path, changed: int) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
