"""Texts in many scripts, printed and read back with the tools that readers use."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from unicodedata import category, normalize

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

from dpia.report.fonts import SHIPPED, FontSource
from dpia.report.pdf import render_pdf
from tests.support import verapdf
from tests.support.reports import run, small_assessment, small_report
from tests.support.run import HANG_SECONDS

pytestmark = pytest.mark.slow
LEFT_TO_RIGHT = {
    "Latin": "Đánh giá tác động, Größe, coördinatie.",
    "Greek": "Εκτίμηση αντικτύπου.",
    "Cyrillic": "Оцінка впливу, ґ, є.",
    "Armenian": "Տվյալների պաշտպանության գնահատում։",  # noqa: RUF001 - the full stop of Armenian
    "Georgian": "მონაცემთა დაცვის შეფასება.",
    "Amharic": "የመረጃ ጥበቃ ተጽዕኖ ግምገማ።",
    "Devanagari": "डेटा संरक्षण प्रभाव का मूल्यांकन क्षत्रिय।",
    "Bengali": "তথ্য সুরক্ষা প্রভাব মূল্যায়ন।",
    "Gurmukhi": "ਡਾਟਾ ਸੁਰੱਖਿਆ ਪ੍ਰਭਾਵ ਮੁਲਾਂਕਣ।",
    "Gujarati": "ડેટા સુરક્ષા અસર મૂલ્યાંકન.",
    "Odia": "ତଥ୍ୟ ସୁରକ୍ଷା ପ୍ରଭାବ।",
    "Tamil": "தரவு பாதுகாப்பு தாக்க மதிப்பீடு.",
    "Telugu": "డేటా రక్షణ ప్రభావ అంచనా.",
    "Kannada": "ಡೇಟಾ ರಕ್ಷಣೆ ಪರಿಣಾಮ ಮೌಲ್ಯಮಾಪನ.",
    "Malayalam": "ഡാറ്റ സംരക്ഷണ ആഘാത വിലയിരുത്തൽ.",
    "Sinhala": "දත්ත ආරක්ෂණ බලපෑම් තක්සේරුව.",
    "Thai": "การประเมินผลกระทบด้านการคุ้มครองข้อมูล",
    "Lao": "ການປະເມີນຜົນກະທົບ",
    "Burmese": "ဒေတာကာကွယ်ရေး သက်ရောက်မှု",
    "emoji": "🔒 👩‍💻 🇳🇱 ✅ 🙂",
}
KHMER = "ការវាយតម្លៃផលប៉ះពាល់"
HEBREW, ARABIC = "הערכת השפעה על הגנת מידע.", "خط المساعدة (المادة 35)."
CHINESE = "求助热线"
TITLE = "עברית हिन्दी 求"


@pytest.fixture(scope="module")
def own_fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a font of the user that has some Chinese signs, with the curves of PostScript."""
    folder = tmp_path_factory.mktemp("fonts")
    names = [".notdef", "space", *(f"sign{place}" for place in range(len(CHINESE)))]
    pen = T2CharStringPen(1000, None)
    for place, point in enumerate(((100, 0), (900, 0), (500, 800))):
        (pen.lineTo if place else pen.moveTo)(point)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({0x20: "space", **{ord(sign): names[2 + place] for place, sign in enumerate(CHINESE)}})
    builder.setupCFF("OwnChinese", {}, dict.fromkeys(names, pen.getCharString()), {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Own Chinese", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.save(folder / "Own.otf")
    return folder


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, own_fonts: Path) -> Path:
    """A report whose title and summary hold every script; both stand in the cover, the title in the foot of each page."""
    texts = (*LEFT_TO_RIGHT.values(), KHMER, HEBREW, ARABIC, CHINESE)
    assessment = small_assessment().change(title=TITLE, summary="\n\n".join(texts))
    raw, missing = render_pdf(small_report(assessment), assessment, fonts=FontSource((own_fonts,)))
    assert missing == ()
    path = tmp_path_factory.mktemp("scripts") / "report.pdf"
    path.write_bytes(raw)
    return path


@pytest.fixture(scope="module")
def lines(report: Path) -> list[str]:
    """The text of its cover, line by line, without spaces and signs that nobody sees."""
    return [plain(line) for line in run("pdftotext", "-l", "2", report, "-").splitlines()]


def plain(text: str) -> str:
    return normalize("NFC", "".join(sign for sign in text if category(sign) != "Cf" and not sign.isspace()))


@pytest.mark.skipif(verapdf.available() is not None, reason=verapdf.available() or "")
@pytest.mark.parametrize("flavour", ["3a", "ua1"])
def test_a_report_in_all_scripts_is_pdf_a_3a_and_pdf_ua_1(report: Path, flavour: str) -> None:
    result = verapdf.validate(report, flavour)
    assert result.compliant, str(result)


@pytest.mark.parametrize("script", LEFT_TO_RIGHT)
def test_a_text_is_read_back_as_it_was_typed(lines: list[str], script: str) -> None:
    assert plain(LEFT_TO_RIGHT[script]) in "".join(lines)


def test_chinese_is_set_in_the_font_of_the_user(lines: list[str], report: Path) -> None:
    assert plain(CHINESE) in lines
    assert "+Own-Chinese" in run("pdffonts", report)


def test_khmer_is_read_back_with_all_its_letters(lines: list[str]) -> None:
    """WeasyPrint 70 tells readers of a PDF the letters of a group, and not their order within it; the print is right."""
    assert set(plain(KHMER)) <= set("".join(lines))


def test_hebrew_and_arabic_run_from_right_to_left_with_the_full_stop_at_the_left(lines: list[str]) -> None:
    """pdftotext gives the full stop at the left edge of a line first: it stands where the line ends."""
    assert "." + plain(HEBREW)[:-1] in lines
    assert any(line[0] == "." and sorted(line) == sorted(plain(ARABIC)) for line in lines if line)


def test_right_to_left_begins_at_the_right_edge(report: Path) -> None:
    """The last word of the Hebrew line stands left of its first; pdftotext gives the letters of each as they stand on paper."""
    words = run("pdftotext", "-bbox", "-l", "2", report, "-").splitlines()
    first, last = (next(line for line in words if word[::-1] in line) for word in ("הערכת", "הגנת"))
    assert float(last.split('xMin="')[1].split('"')[0]) < float(first.split('xMin="')[1].split('"')[0])
    assert float(first.split('xMax="')[1].split('"')[0]) > 400


def test_title_foot_and_charts_use_the_fonts_of_the_report_alone(report: Path) -> None:
    """The title stands in the foot of every page, with letters of three fonts; the risk maps are SVG."""
    fonts = run("pdffonts", report).splitlines()[2:]
    assert len(fonts) > 20
    for line in fonts:
        assert "+Noto-" in line or "+Own-Chinese" in line
        assert " yes yes yes " in line
    with pikepdf.open(report) as pdf:
        for page in list(pdf.pages)[3:6]:
            used = {str(font.BaseFont) for font in page.Resources.Font.values()}
            assert all("+Noto-" in name or "+Own-Chinese" in name for name in used)
    assert plain("हिन्दी") in plain(run("pdftotext", "-f", "5", "-l", "5", report, "-"))


def test_the_hash_of_each_font_file_stands_in_the_data_and_at_the_end_of_the_report(
    report: Path, own_fonts: Path
) -> None:
    with pikepdf.open(report) as pdf:
        found = json.loads(pdf.attachments["fonts.json"].get_file().read_bytes())["fonts"]
    named = {font["name"]: font["sha256"] for font in found}
    assert {"NotoSans-Regular.ttf", "NotoSansHebrew-Regular.ttf", "NotoEmoji-Regular.ttf", "Own.otf"} <= set(named)
    assert named["Own.otf"] == run("sha256sum", own_fonts / "Own.otf").split()[0]
    end = plain(run("pdftotext", report, "-"))
    assert all(value in end for value in named.values())


PROGRAM = """
import sys
from dpia.report.pdf import render_pdf
from tests.support.reports import small_assessment, small_report
assessment = small_assessment().change(title="שלום ≡ ─ Ꙩ")
sys.stdout.buffer.write(render_pdf(small_report(assessment), assessment)[0])
"""


def test_a_font_of_the_machine_is_never_used_and_the_bytes_do_not_depend_on_it(tmp_path: Path) -> None:
    """Both machines differ in their fonts: the one has a font with all that is missing, called like that of the report."""
    folder = tmp_path / "machine"
    folder.mkdir()
    with TTFont(SHIPPED / "fonts/NotoSansMono-Regular.ttf") as font:
        font["name"].setName("Noto Sans", 1, 3, 1, 0x409)
        font.save(folder / "Foreign.ttf")
    made = []
    for number, fonts in enumerate((f"<dir>{folder}</dir>", "")):
        config = tmp_path / f"{number}.conf"
        config.write_text(f"<fontconfig>{fonts}<cachedir>{tmp_path}</cachedir></fontconfig>")
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            capture_output=True,
            timeout=HANG_SECONDS,
            cwd=Path(__file__).parents[2],
            env={**os.environ, "FONTCONFIG_FILE": str(config)},
        )
        assert done.returncode == 0, done.stderr.decode()
        assert done.stderr == b""
        made.append(done.stdout)
    assert made[0] == made[1]
    with pikepdf.open(io.BytesIO(made[0])) as pdf:
        assert "Foreign" not in str(pdf.Root)
