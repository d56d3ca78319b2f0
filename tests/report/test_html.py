"""The HTML: texts of strangers stay text, a user's templates take the place of single files, and mistakes name their place."""

import base64
import importlib
import io
import re
import warnings
from pathlib import Path

import pytest
from lxml import html as lxml_html
from PIL import Image

from dpia.assessment.privacy import kinds_in
from dpia.errors import NotFound, TemplateError, TemplateWarning
from dpia.report.html import MAX_LOGO_BYTES, SHIPPED, logo_data, render_html
from tests.support.reports import DATA, small_assessment, small_form, small_html, small_report, with_texts

PAYLOADS = (DATA / "payloads.txt").read_text(encoding="utf-8").splitlines()


def elements(page: str) -> list[tuple[object, ...]]:
    """Every element of a page with the names of its attributes, and the values of those that could act."""
    found = []
    for element in lxml_html.fromstring(page).iter():
        acting = [
            element.get(name, "").partition(":")[0] for name in ("href", "src", "style", "rel") if element.get(name)
        ]
        found.append((element.tag, tuple(sorted(element.attrib)), tuple(acting)))
    return found


def with_everywhere(text: str) -> str:
    """The page of an assessment that has a text in every slot in which a person can type."""
    return small_html(with_texts(small_form(), small_assessment(), lambda slot, old: text))


def test_there_are_many_kinds_of_payloads() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60


def harmless(payload: str) -> str:
    """A text of the same length, which seems to hold personal data where the payload does: that is told in the report.

    An address of the web stays one, which a report makes a link, and a table stays a table, of which the cells are taken.
    """
    if payload.startswith("<table"):
        return "<table><tr><td>h</td></tr></table>"
    text = re.sub(r"\Whttps?://[\w./]+\W|.", lambda found: found[0] if len(found[0]) > 1 else "h", payload)
    return f"@hhhhhh {text[8:]}" if any(kinds_in(payload)) else text


@pytest.mark.parametrize("every", [10, pytest.param(1, marks=pytest.mark.slow)])
def test_a_script_in_every_slot_gives_the_same_elements_as_a_harmless_text(
    every: int, subtests: pytest.Subtests
) -> None:
    # Of the same length, because a table of long texts is set in another way than one of short texts.
    for payload in PAYLOADS[::every]:
        with subtests.test(payload):
            assert elements(with_everywhere(payload)) == elements(with_everywhere(harmless(payload)))


def test_a_payload_really_reaches_every_slot() -> None:
    page = lxml_html.fromstring(with_everywhere("<script>alert(1)</script>"))
    assert page.text_content().count("<script>alert(1)</script>") > 60


def test_template_syntax_in_an_answer_is_shown_as_text() -> None:
    assert "{{ 7 * 7 }}" in with_everywhere("{{ 7 * 7 }}")


def test_nothing_in_the_page_runs_or_loads() -> None:
    page = render_html(small_report())
    assert not re.search(r"<(script|iframe|object|embed|link|base|form)\b", page)
    assert not re.search(r"\son\w+=", page)
    assert not re.search(r"url\((?!data:)", page)
    assert not re.search(r'src="(?!data:)', page)


def test_one_file_carries_its_style_and_fonts() -> None:
    page = render_html(small_report())
    assert page.count("@font-face") == page.count("url(data:font/ttf;base64,") == 9


def test_every_link_within_the_page_has_its_place_and_every_place_is_there_once() -> None:
    page = lxml_html.fromstring(small_html())
    places = [element.get("id") for element in page.iter() if element.get("id")]
    targets = {element.get("href")[1:] for element in page.iter("a") if element.get("href", "").startswith("#")}
    assert len(places) == len(set(places))
    assert targets <= set(places)


# A user's own templates


KEPT = (
    '<i data-short="{{ report.title }}" data-foot="{{ report.status }} {{ report.short_hash }}"></i>'
    '<b class="cover-band">{{ report.band }}</b>'
)
"""What every cover has to keep; docs/report-templates.md."""


def test_one_file_of_the_users_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "cover.html.j2").write_text(f"<h1>Our cover for {{{{ report.title }}}}</h1>{KEPT}", encoding="utf-8")
    page = render_html(small_report(), templates=[tmp_path], standalone=False)
    assert "<h1>Our cover for A title for everything</h1>" in page
    assert "cover-kind" not in page
    assert 'id="decision"' in page


def test_a_users_template_is_escaped_too(tmp_path: Path) -> None:
    (tmp_path / "cover.html.j2").write_text("{{ report.title }}" + KEPT, encoding="utf-8")
    report = small_report(small_assessment().change(title="<script>"))
    assert "&lt;script&gt;" in render_html(report, templates=[tmp_path], standalone=False)


def test_a_users_style_and_font_are_carried(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts/Own.ttf").write_bytes(b"own font")
    (tmp_path / "report.css").write_text("@font-face { src: url(fonts/Own.ttf) } p { color: teal }", encoding="utf-8")
    page = render_html(small_report(), templates=[tmp_path])
    assert "color: teal" in page
    assert base64.b64encode(b"own font").decode() in page


def test_further_scripts_bring_their_fonts_and_no_others(tmp_path: Path) -> None:
    assessment = small_assessment().change(title="עברית")
    page = render_html(small_report(assessment))
    assert page.count("@font-face") == page.count("url(data:font/ttf;base64,") == 11
    assert page.count('font-family: "Noto Sans Hebrew"; font-weight') == 2


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no such folder"):
        render_html(small_report(), templates=[tmp_path / "none"])


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("<p>\n{% if %}</p>", 2, "Expected an expression"),
        ("<p>\n\n{{ report.titel }}</p>", 3, "titel"),
        ("{{ nothing }}", 1, "'nothing' is undefined"),
        ("\n{{ report.title + 1 }}", 2, "str"),
        ("\n\n{{ 1 / 0 }}", 3, "zero"),
        ("{% include 'cover.html.j2' %}", 1, "recursion"),
        ("<p>\n{% include 'not-there.html.j2' %}", 2, "not-there.html.j2"),
        ("<p>\n{{ report.title | frobnicate }}", 2, "frobnicate"),
    ],
)
def test_a_broken_template_is_told_in_one_line_with_file_and_line(
    tmp_path: Path, text: str, line: int, what: str
) -> None:
    (tmp_path / "cover.html.j2").write_text(text, encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        render_html(small_report(), templates=[tmp_path])
    assert str(caught.value).startswith(f"cover.html.j2:{line}: ")
    assert what in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_broken_template_does_not_tell_what_was_answered(tmp_path: Path) -> None:
    (tmp_path / "cover.html.j2").write_text("{{ report.title.encode(report.title) }}", encoding="utf-8")
    with pytest.raises(TemplateError, match="LookupError") as caught:
        render_html(small_report(), templates=[tmp_path])
    assert small_report().title not in str(caught.value)


def test_a_name_that_the_document_does_not_have_is_an_error_and_not_a_gap(tmp_path: Path) -> None:
    (tmp_path / "cover.html.j2").write_text("{% if report.nothing %}{% endif %}", encoding="utf-8")
    with pytest.raises(TemplateError):
        render_html(small_report(), templates=[tmp_path])


# What has no effect is told


def warnings_of(folder: Path) -> list[str]:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", TemplateWarning)
        render_html(small_report(), templates=[folder])
    return [str(one.message) for one in told]


def test_a_file_that_replaces_no_template_is_told_with_the_one_that_is_meant(tmp_path: Path) -> None:
    (tmp_path / "cover.html").write_text("<h1>Ours</h1>", encoding="utf-8")
    (tmp_path / "LICENSE").write_text("not read", encoding="utf-8")
    (told,) = warnings_of(tmp_path)
    assert told.startswith(
        f"{tmp_path / 'cover.html'}: replaces no template and is not used (did you mean `cover.html.j2`"
    )


def test_a_file_that_another_one_of_the_folder_includes_is_used(tmp_path: Path) -> None:
    (tmp_path / "cover.html.j2").write_text("{% include 'house.html.j2' %}" + KEPT, encoding="utf-8")
    (tmp_path / "house.html.j2").write_text("<p>The house</p>", encoding="utf-8")
    assert warnings_of(tmp_path) == []


@pytest.mark.parametrize("address", ["logo.png", "https://example.org/logo.png", "file:///etc/logo.png"])
def test_a_picture_that_a_report_never_opens_is_told(tmp_path: Path, address: str) -> None:
    (tmp_path / "cover.html.j2").write_text(f"<img alt='' src='{address}'>" + KEPT, encoding="utf-8")
    (told,) = warnings_of(tmp_path)
    assert told == (
        f"{tmp_path / 'cover.html.j2'}: the picture {address} is not in the report "
        "(give a logo with --logo, or write a picture as a data: address)"
    )


def test_a_picture_as_a_data_address_and_the_logo_are_shown(tmp_path: Path) -> None:
    picture_ = "<img alt='' src='data:image/png;base64,AAAA'>{% if logo %}<img alt='' src='{{ logo }}'>{% endif %}"
    (tmp_path / "cover.html.j2").write_text(picture_ + KEPT, encoding="utf-8")
    assert warnings_of(tmp_path) == []


def test_a_file_that_a_style_names_and_that_is_not_there_is_told(tmp_path: Path) -> None:
    css = "@font-face { src: url(fonts/None.ttf) } h1 { background: url('https://a.eu/b.png') } p { background: url(c.png) }"
    (tmp_path / "report.css").write_text(css, encoding="utf-8")
    (tmp_path / "c.png").write_bytes(b"")
    assert [told.partition(": ")[2].partition(" (")[0] for told in warnings_of(tmp_path)] == [
        "fonts/None.ttf is not opened",
        "https://a.eu/b.png is not opened",
    ]


def test_the_example_of_the_page_has_nothing_without_effect() -> None:
    assert warnings_of(Path("docs/examples/cover")) == []


# The logo


def picture(path: Path, kind: str = "PNG", size: tuple[int, int] = (40, 20)) -> Path:
    Image.new("L", size).save(path, kind)
    return path


@pytest.mark.parametrize(("kind", "media"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_a_logo_stands_on_the_cover_with_the_organisation_as_its_text(tmp_path: Path, kind: str, media: str) -> None:
    logo = picture(tmp_path / "logo", kind)
    page = render_html(small_report(), logo=logo, standalone=False)
    assert f'<img src="data:{media};base64,' in page
    assert 'alt="An organisation"' in page


def test_what_a_logo_is_shows_its_content_and_not_its_name(tmp_path: Path) -> None:
    assert logo_data(picture(tmp_path / "logo.txt", "JPEG")).startswith("data:image/jpeg;")


@pytest.mark.parametrize(
    "content", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\0" * 50, b"\x89PNG\r\n\x1a\n"]
)
def test_anything_but_a_png_or_jpeg_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "logo.png").write_bytes(content)
    with pytest.raises(NotFound, match="PNG or JPEG"):
        logo_data(tmp_path / "logo.png")


def test_a_logo_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no such logo"):
        logo_data(tmp_path / "logo.png")


def test_a_heavy_logo_is_refused(tmp_path: Path) -> None:
    path = picture(tmp_path / "logo.png")
    path.write_bytes(path.read_bytes() + b"\0" * MAX_LOGO_BYTES)
    with pytest.raises(NotFound, match="2 MB"):
        logo_data(path)


def test_a_logo_that_unpacks_to_a_huge_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="4000 pixels"):
        logo_data(picture(tmp_path / "logo.png", size=(9000, 9000)))


def test_a_broken_logo_is_refused_before_the_report_is_made(tmp_path: Path) -> None:
    whole = io.BytesIO()
    Image.effect_noise((200, 200), 90).save(whole, "PNG")
    (tmp_path / "logo.png").write_bytes(whole.getvalue()[: len(whole.getvalue()) // 2])
    importlib.import_module("weasyprint")  # makes Pillow accept such pictures
    with pytest.raises(NotFound, match="PNG or JPEG"):
        logo_data(tmp_path / "logo.png")


def test_the_shipped_templates_are_where_they_are_looked_for() -> None:
    assert (SHIPPED / "report.html.j2").is_file()
