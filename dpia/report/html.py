"""The ReportDocument as HTML, by Jinja templates: the shipped ones, and those of a user in their places."""

from __future__ import annotations

import base64
import io
import mimetypes
import re
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, reduce
from html import unescape
from pathlib import Path
from typing import Final

import jinja2
from markupsafe import Markup

from dpia.errors import DpiaError, NotFound, TemplateError
from dpia.report.directions import with_directions
from dpia.report.document import ReportDocument
from dpia.report.fonts import FontFile, FontSource, families, fonts_of
from dpia.report.glyphs import letters_of
from dpia.report.own_templates import SHIPPED, warn_of_templates
from dpia.report.sandbox import lies_in, template_environment
from dpia.report.typesetting import font_style
from dpia.showing.direction import direction
from dpia.showing.translations import template_words
from dpia.version import VERSION
from dpia.wording import N_, Said, Translate, said

MAIN: Final = "report.html.j2"
STYLE: Final = "report.css"
SCREEN_STYLE: Final = "screen.css"
BAND_STYLE: Final = "band.css"
MAX_LOGO_BYTES: Final = 2_000_000
MAX_LOGO_PIXELS: Final = 4_000
LOGO_TYPES: Final = {"PNG": "image/png", "JPEG": "image/jpeg"}
_FONT: Final = re.compile(r"url\((fonts/(?:scripts/)?[\w.-]+)\)")
_FOOT: Final = re.compile(r'\bdata-foot="([^"]*)"')
_SHORT: Final = re.compile(r'\bdata-short="[^"]')
_BAND: Final = re.compile(r'\bclass="(?:[^"]*\s)?cover-band[\s"]')
_ADVICE: Final = N_("docs/report-templates.md says what a template can use, and what it has to keep")


@lru_cache(maxsize=8)
def environment(folders: tuple[Path, ...]) -> jinja2.Environment:
    """Jinja over the user's folders, then the shipped one: a file of the same name takes the place of the shipped."""
    for folder in folders:
        if not folder.is_dir():
            raise NotFound(said(N_("{folder}: there is no such folder of templates."), folder=folder))
    return template_environment([*folders, SHIPPED])


def render_html(
    report: ReportDocument,
    *,
    translate: Translate = str,
    templates: Sequence[Path] = (),
    logo: Path | None = None,
    fonts: FontSource | None = None,
    standalone: bool = True,
) -> str:
    """The report as one HTML file. `standalone` carries its style and fonts in it. Raises TemplateError or NotFound."""
    source = fonts or FontSource()
    return set_page(
        report, translate=translate, templates=templates, logo=logo, fonts=source, standalone=standalone
    ).html


@dataclass(frozen=True, slots=True)
class SetPage:
    """The report as HTML, with the fonts that it is set in and the style that brings those which the shipped one lacks."""

    html: str
    fonts: tuple[FontFile, ...]
    style: str


def set_page(
    report: ReportDocument,
    *,
    translate: Translate,
    templates: Sequence[Path],
    logo: Path | None,
    fonts: FontSource,
    standalone: bool = False,
) -> SetPage:
    """The report as HTML. It is written a second time where its letters need further fonts, because it names them.

    `standalone` carries style and fonts in it. Raises TemplateError or NotFound.
    """
    folders = tuple(folder.resolve() for folder in templates)
    base = fonts_of(folders, fonts).base
    try:
        template = environment(folders).get_template(MAIN)

        def written(more: Sequence[FontFile], style: str) -> str:
            return template.render(
                report=report,
                **template_words(translate),
                program_version=VERSION,
                logo=logo_data(logo) if logo else "",
                fonts=(*base, *more),
                families=",".join(f"'{name}'" for name in families(more)),
                inline_css=_inline_style(folders, style) if standalone else "",
            )

        page = written((), "")
        letters = letters_of(page)
        more = fonts_of(folders, fonts, letters).needed(letters)
        style = "\n".join(filter(None, (font_style(more, letters), _foot_style(report))))
        if style:
            page = written(more, style)
        if folders:
            _check_kept(page, report)
            warn_of_templates(folders, page)
        return SetPage(with_directions(page), (*base, *more), style)
    except (DpiaError, MemoryError):
        raise
    except Exception as error:  # a template is a program: whatever goes wrong in it is told with its place
        raise TemplateError(_say(error, (*folders, SHIPPED))) from None


def _check_kept(page: str, report: ReportDocument) -> None:
    """Raises TemplateError where templates of a user lost what tells one report from another on every page that is copied."""
    foot = " ".join(unescape(found) for found in _FOOT.findall(page))
    kept = {
        N_("the title in the foot of the pages (`data-short`)"): _SHORT.search(page),
        N_("the status in the foot of the pages (`data-foot`)"): report.status in foot,
        N_("the hash in the foot of the pages (`data-foot`)"): report.short_hash in foot,
        N_("the band of a draft or an example (`cover-band`)"): not report.band or _BAND.search(page),
    }
    if lost := [what for what, there in kept.items() if not there]:
        text = N_("cover.html.j2: the report would lose {parts} ({advice})")
        parts = reduce(lambda one, other: said(N_("{one} and {other}"), one=one, other=other), map(said, lost))
        raise TemplateError(said(text, parts=parts, advice=said(_ADVICE)))


def template_file(name: str, templates: Sequence[Path]) -> Path:
    """A file beside the templates: the user's where there is one, else the shipped one. A link out of a folder leads to none."""
    found = (folder / name for folder in templates if (folder / name).is_file() and lies_in(folder / name, [folder]))
    return next(found, SHIPPED / name)


def logo_data(path: Path) -> str:
    """A logo as a data address, so that rendering opens no file. Raises NotFound for anything but a small PNG or JPEG."""
    from PIL import Image, UnidentifiedImageError

    if not path.is_file():
        raise NotFound(said(N_("{path}: there is no such logo."), path=path))
    if path.stat().st_size > MAX_LOGO_BYTES:
        most = MAX_LOGO_BYTES // 1_000_000
        raise NotFound(said(N_("{path}: the logo is larger than {most} MB."), path=path, most=most))
    raw = path.read_bytes()
    try:
        with Image.open(io.BytesIO(raw), formats=tuple(LOGO_TYPES)) as image:
            if max(image.size) > MAX_LOGO_PIXELS:
                text = N_("{path}: the logo is wider or higher than {most} pixels.")
                raise NotFound(said(text, path=path, most=MAX_LOGO_PIXELS))
            with _whole_pictures_only():
                image.load()
            kind = str(image.format)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        raise NotFound(said(N_("{path}: a logo has to be a PNG or JPEG picture."), path=path)) from None
    return f"data:{LOGO_TYPES[kind]};base64,{base64.b64encode(raw).decode('ascii')}"


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """Refuse a picture that is cut off: importing WeasyPrint lets Pillow accept one, for the whole process."""
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _foot_style(report: ReportDocument) -> str:
    """A title from right to left stays so in the foot of a page whose language runs the other way."""
    turned = direction(report.short_title) == "rtl" and report.direction == "ltr"
    return "@page { @bottom-left { direction: rtl; text-align: left } }" if turned else ""


def _inline_style(folders: tuple[Path, ...], more: str) -> Markup:
    return _screen_style(folders) + Markup(_FONT.sub(lambda match: _inline_font(match, folders), f"\n{more}"))


@lru_cache(maxsize=4)
def _screen_style(folders: tuple[Path, ...]) -> Markup:
    """The print style and the screen style in one, with the text fonts inside."""
    text = "\n".join(template_file(name, folders).read_text(encoding="utf-8") for name in (STYLE, SCREEN_STYLE))
    return Markup(_FONT.sub(lambda match: _inline_font(match, folders), text))


def _inline_font(match: re.Match[str], folders: tuple[Path, ...]) -> str:
    path = template_file(match[1], folders)
    if not path.is_file():
        return match[0]
    kind = mimetypes.guess_type(path.name)[0] or "font/ttf"
    return f"url(data:{kind};base64,{base64.b64encode(path.read_bytes()).decode('ascii')})"


_WITHOUT_VALUES: Final = (jinja2.TemplateError, TypeError, ArithmeticError, RecursionError)
"""Errors whose texts name types and templates. Those of others, as of a KeyError, may hold an answer."""


def _say(error: Exception, folders: Sequence[Path]) -> Said:
    """One line that names the template, the line and what is wrong."""
    name, line = getattr(error, "name", None), getattr(error, "lineno", None)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).parent in folders]
    if line is None and frames:
        name, line = Path(frames[-1].filename).name, frames[-1].lineno
    told = getattr(error, "message", None) or str(error) if isinstance(error, _WITHOUT_VALUES) else ""
    what = " ".join((told or type(error).__name__).split())
    place = ":".join(str(part) for part in (name, line) if part)
    text = N_("{place}: the template is wrong: {what} ({advice})")
    return said(text, place=place or MAIN, what=what, advice=said(_ADVICE))
