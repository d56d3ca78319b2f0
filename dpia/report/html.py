"""The ReportDocument as HTML. The only room that knows Jinja."""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import jinja2
from markupsafe import Markup

from dpia.data import TEMPLATES
from dpia.errors import NotFound, TemplateError
from dpia.report.document import ReportDocument
from dpia.version import VERSION
from dpia.wording import Translate

MAIN: Final = "report.html.j2"
STYLE: Final = "report.css"
SHIPPED: Final = TEMPLATES / "report"
MAX_LOGO_BYTES: Final = 2_000_000
LOGO_TYPES: Final = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


@lru_cache(maxsize=8)
def environment(folders: tuple[Path, ...]) -> jinja2.Environment:
    """Jinja over the user's folders, then the shipped one: a file of the same name takes the place of the shipped."""
    for folder in folders:
        if not folder.is_dir():
            raise NotFound(f"{folder}: there is no such folder of templates.")
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([*folders, SHIPPED]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_html(
    report: ReportDocument,
    *,
    translate: Translate = str,
    templates: Sequence[Path] = (),
    logo: Path | None = None,
    standalone: bool = True,
) -> str:
    """The report as one HTML file. `standalone` carries its style and fonts in it. Raises TemplateError or NotFound."""
    folders = tuple(templates)
    try:
        template = environment(folders).get_template(MAIN)
        return template.render(
            report=report,
            _=translate,
            program_version=VERSION,
            logo=logo_data(logo) if logo else "",
            inline_css=_screen_style(folders) if standalone else "",
        )
    except jinja2.TemplateError as error:
        raise TemplateError(_say(error)) from None


def style_path(templates: Sequence[Path]) -> Path:
    """The style sheet: the user's where there is one, else the shipped one."""
    return next((folder / STYLE for folder in (*templates, SHIPPED) if (folder / STYLE).is_file()), SHIPPED / STYLE)


def logo_data(path: Path) -> str:
    """A logo as a data address, so that rendering opens no file. Raises NotFound for anything but a small PNG or JPEG."""
    kind = LOGO_TYPES.get(path.suffix.lower())
    if kind is None or not path.is_file():
        raise NotFound(f"{path}: a logo has to be a PNG or JPEG file that exists.")
    raw = path.read_bytes()
    if len(raw) > MAX_LOGO_BYTES:
        raise NotFound(f"{path}: the logo is larger than {MAX_LOGO_BYTES // 1_000_000} MB.")
    return f"data:{kind};base64,{base64.b64encode(raw).decode('ascii')}"


@lru_cache(maxsize=4)
def _screen_style(folders: tuple[Path, ...]) -> Markup:
    """The print style and the screen style in one, with the text fonts inside."""
    paths = [
        style_path(folders),
        next((f / "screen.css" for f in folders if (f / "screen.css").is_file()), SHIPPED / "screen.css"),
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    return Markup(re.sub(r"url\((fonts/[\w.-]+)\)", _inline_font, text))


def _inline_font(match: re.Match[str]) -> str:
    path = SHIPPED / match[1]
    kind = mimetypes.guess_type(path.name)[0] or "font/ttf"
    return f"url(data:{kind};base64,{base64.b64encode(path.read_bytes()).decode('ascii')})"


def _say(error: jinja2.TemplateError) -> str:
    """One line that names the template, the line and what is wrong."""
    name = getattr(error, "name", None) or getattr(error, "templates", [None])[0]
    line = getattr(error, "lineno", None)
    place = ":".join(str(part) for part in (name, line) if part)
    if place:
        return f"{place}: the template is wrong: {error.message}"
    return f"The template is wrong: {error.message}. docs/report-templates.md says what a template can use."
