"""Characters that no font of the report has are found before they print as boxes."""

import shutil
from pathlib import Path

import pytest

from dpia.report.fonts import SHIPPED, Fonts, FontSource, fonts_of
from dpia.report.glyphs import missing_glyphs, replace_missing

FONTS = fonts_of((), FontSource())
LATIN_ALONE = Fonts(FONTS.base, ())


def test_latin_greek_cyrillic_and_arabic_are_there() -> None:
    assert missing_glyphs("<p>Añ ßø Ωμέγα Жизнь العربية – “quoted” … ≤ → ☐ ▲ ■</p>", LATIN_ALONE) == ()


def test_further_scripts_and_emoji_are_there() -> None:
    page = (
        "עברית हिन्दी বাংলা ไทย አማርኛ ქართული Հայերեն ខ្មែរ தமிழ் ລາວ မြန်မာ සිංහල ગુજરાતી ਪੰਜਾਬੀ తెలుగు ಕನ್ನಡ മലയാളം ଓଡ଼ିଆ 😀👩‍💻🇳🇱"
    )
    assert missing_glyphs(f"<p>{page}</p>", FONTS) == ()


def test_what_no_font_has_is_missing() -> None:
    assert missing_glyphs("<p>a 𓀀 b ꙮ𐎀</p>", FONTS) == ("𐎀", "𓀀")


def test_a_missing_character_is_replaced_by_a_sign_that_is_there() -> None:
    shown = replace_missing("<p>a 𓀀 b</p>", FONTS)
    assert shown == "<p>a \ufffd b</p>"
    assert missing_glyphs(shown, FONTS) == ()


def test_names_of_elements_and_style_sheets_are_no_text() -> None:
    assert missing_glyphs('<style>p::before { content: "𓀀" }</style><p title="𓀀">a</p>', FONTS) == ()


def test_a_character_written_as_an_entity_is_found() -> None:
    assert missing_glyphs("<p>&#77824;</p>", FONTS) == ("𓀀",)


@pytest.mark.parametrize("sign", list("\n\u200b\u200d\u200e\u200f\u2066\u2069\ufe0f\u00ad\ufeff"))
def test_signs_that_nobody_sees_need_no_glyph(sign: str) -> None:
    assert missing_glyphs(f"<p>a{sign}b</p>", FONTS) == ()


def test_what_only_the_font_for_code_has_counts_as_missing() -> None:
    assert missing_glyphs("<p>─</p>", FONTS) == ("─",)


def test_a_folder_of_own_fonts_adds_its_characters(tmp_path: Path) -> None:
    shutil.copy(SHIPPED / "fonts/NotoSansMono-Regular.ttf", tmp_path / "Own.ttf")
    assert missing_glyphs("<p>─</p>", fonts_of((), FontSource((tmp_path,)))) == ()
