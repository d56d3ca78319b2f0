"""Which fonts a report takes, and that those of the machine are not among them."""

import hashlib
import re
import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection, TTFont

from dpia.errors import NotFound
from dpia.report import fonts
from dpia.report.fonts import SHIPPED, FontSource, families, fonts_of
from dpia.report.signs import ORDINARY
from dpia.report.typesetting import font_style

FONTS = fonts_of((), FontSource())
README = (SHIPPED / "fonts/README.md").read_text(encoding="utf-8")


def test_the_readme_names_each_shipped_font_with_its_hash() -> None:
    shipped = sorted((*(SHIPPED / "fonts").glob("*.ttf"), *(SHIPPED / "fonts/scripts").glob("*.ttf")))
    assert len(shipped) == 38
    for path in shipped:
        line = next(line for line in README.splitlines() if path.name in line and re.search("[0-9a-f]{64}", line))
        assert hashlib.sha256(path.read_bytes()).hexdigest() in line


def test_the_fonts_for_further_scripts_stay_small() -> None:
    assert sum(path.stat().st_size for path in (SHIPPED / "fonts/scripts").glob("*.ttf")) < 3_000_000


def test_the_shaping_of_scripts_is_kept() -> None:
    for path in (SHIPPED / "fonts/scripts").glob("*.ttf"):
        with TTFont(path) as font:
            assert "GSUB" in font or path.name.startswith(("NotoSansArmenian", "NotoSansGeorgian")), path.name


def test_ordinary_text_needs_no_font_to_be_opened() -> None:
    ordinary = {chr(point) for point in range(0x10000) if ORDINARY.fullmatch(chr(point))}
    assert not {letter for letter in ordinary if ord(letter) not in FONTS.base_covered} - set("\t\n\r")


def test_only_the_fonts_that_letters_need_are_taken() -> None:
    assert FONTS.needed("plain text, Ελληνικά, Жизнь, العربية") == ()
    assert [font.name for font in FONTS.needed("a ש")] == [
        "NotoSansHebrew-Regular.ttf",
        "NotoSansHebrew-SemiBold.ttf",
    ]


def test_emoji_come_last_among_the_families_and_in_one_tone() -> None:
    taken = FONTS.needed("🔒 ש")
    assert families(taken)[-1] == "Noto Emoji"
    with TTFont(SHIPPED / "fonts/scripts/NotoEmoji-Regular.ttf") as font:
        assert not {"COLR", "CBDT", "SVG ", "sbix"} & set(font.keys())


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no such folder of fonts"):
        fonts_of((), FontSource((tmp_path / "none",)))


def test_a_file_that_is_no_font_is_named(tmp_path: Path) -> None:
    (tmp_path / "no.ttf").write_bytes(b"no font")
    with pytest.raises(NotFound, match=r"no\.ttf: this is no font that can be read"):
        fonts_of((), FontSource((tmp_path,)))


@pytest.mark.parametrize(
    ("language", "letters", "region"),
    [
        ("ja", "", "JP"),
        ("ko-KR", "", "KR"),
        ("zh", "", "SC"),
        ("zh-Hant", "", "TC"),
        ("zh-HK", "", "HK"),
        ("en", "保密咨询", "SC"),
        ("en", "相談窓口のかたち", "JP"),
        ("en", "상담 漢", "KR"),
        ("en", "保密咨询提供数据存七十二小时为可能遭受剥削的人求助热线 の", "SC"),
    ],
)
def test_the_forms_of_chinese_signs_are_those_of_the_language_or_of_the_script_beside_them(
    language: str, letters: str, region: str
) -> None:
    assert fonts._region(language, letters) == region


def collection(path: Path, *regions: str) -> None:
    """A collection of fonts with `─`, called after their regions."""
    made = TTCollection()
    for region in regions:
        font = TTFont(SHIPPED / "fonts/NotoSansMono-Regular.ttf")
        font["name"].setName(f"Noto Sans CJK {region}", 1, 3, 1, 0x409)
        font["name"].removeNames(nameID=16)
        made.fonts.append(font)
    made.save(path)


def test_the_package_of_the_system_for_chinese_is_found_where_it_lies_with_the_forms_of_the_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection(tmp_path / "NotoSansCJK-Regular.ttc", "JP", "KR", "SC")
    monkeypatch.setattr(fonts, "CJK_FOLDER", tmp_path)
    for language, family, face in (("ko", "Noto Sans CJK KR", 1), ("de", "Noto Sans CJK SC", 2)):
        (taken,) = fonts_of((), FontSource(language=language)).needed("─")
        assert (taken.name, taken.family, taken.face) == ("NotoSansCJK-Regular.ttc", family, face)


def test_a_font_of_the_user_is_cut_down_to_the_letters_that_are_shown(tmp_path: Path) -> None:
    source = SHIPPED / "fonts/NotoSansMono-Regular.ttf"
    shutil.copy(source, tmp_path / "Own.ttf")
    taken = fonts_of((), FontSource((tmp_path,))).needed("─")
    style = font_style(taken, frozenset("─ a"))
    assert f'font-family: "{taken[0].family}"' in style
    assert len(style) < source.stat().st_size / 20
    assert style == font_style(taken, frozenset("a ─"))
    assert str(tmp_path) not in style
