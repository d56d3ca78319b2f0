"""HTML to PDF/A-3a and PDF/UA-1 in one file. The only module that knows WeasyPrint, imported where it is needed."""

from __future__ import annotations

import atexit
import gc
import json
import logging
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final, NamedTuple

from dpia.assessment.files import dump_json
from dpia.assessment.model import Assessment
from dpia.errors import ReportError
from dpia.questionnaire.embedding import NAME as DEFINITIONS
from dpia.report.document import ReportDocument
from dpia.report.fonts import SHIPPED, FontFile, FontSource, fonts_of
from dpia.report.glyphs import missing_glyphs, replace_missing
from dpia.report.html import BAND_STYLE, STYLE, SetPage, set_page, template_file
from dpia.report.xmp import with_ua
from dpia.version import VERSION
from dpia.wording import N_, Translate, said

ATTACHMENT: Final = "assessment.json"
FONTS_ATTACHMENT: Final = "fonts.json"
NO_FONTS: Final = SHIPPED / "fonts" / "fonts.conf"
MAX_HTML_CHARACTERS: Final = 4_000_000
MAX_HTML_TAGS: Final = 120_000
GC_THRESHOLD: Final = 50_000
VARIANT: Final = "pdf/a-3a"
_ENVIRONMENT: Final = Lock()


def render_pdf(
    report: ReportDocument,
    assessment: Assessment,
    *,
    translate: Translate = str,
    templates: Sequence[Path] = (),
    logo: Path | None = None,
    definitions: bytes | None = None,
    fonts: FontSource | None = None,
) -> tuple[bytes, tuple[str, ...]]:
    """The report as PDF bytes, and the characters that no font could show (each is replaced by a sign in the text).

    The assessment is embedded as `assessment.json` with relationship Source, the packed `definitions` that it rests on as
    `definitions.json` with relationship Data, and the hashes of the fonts as `fonts.json` with relationship Supplement. Same
    input and same font files, same bytes: no font of the machine is used but those that `fonts` names and fonts-noto-cjk.
    Nothing is fetched but the fonts of the template folders.
    Raises TemplateError, NotFound, or ReportError where the input is too large to be laid out.
    """
    source = fonts or FontSource()
    made = set_page(report, translate=translate, templates=templates, logo=logo, fonts=source)
    page = made.html
    if len(page) > MAX_HTML_CHARACTERS or page.count("<") > MAX_HTML_TAGS:
        raise ReportError(
            said(N_("The report is too large to be laid out. Shorten the longest answers or attach them as evidence."))
        )
    folders = tuple(folder.resolve() for folder in templates)
    known = fonts_of(folders, source)
    missing = missing_glyphs(page, known)
    if missing:
        made = replace(made, html=replace_missing(page, known))
    # A version with withheld answers must not carry the answers it withholds, nor tell by definitions what was asked. A document
    # for other people's hands carries nothing but what it prints.
    attached = [] if report.withholds or report.formal else list(_attached(assessment, definitions, made.fonts))
    return _write(made, report, folders, attached), missing


class _Attached(NamedTuple):
    """A file that a report carries: its name, what it is to the report, and what it says."""

    name: str
    relationship: str
    description: str
    text: str


def _attached(assessment: Assessment, definitions: bytes | None, fonts: Sequence[FontFile]) -> Iterator[_Attached]:
    yield _Attached(ATTACHMENT, "Source", "The assessment", dump_json(assessment))
    if definitions is not None:
        yield _Attached(DEFINITIONS, "Data", "The definitions that it rests on", definitions.decode("utf-8"))
    yield _Attached(FONTS_ATTACHMENT, "Supplement", "The fonts of this report", fonts_data(fonts))


def _write(page: SetPage, report: ReportDocument, templates: tuple[Path, ...], attached: Sequence[_Attached]) -> bytes:
    sheets, font_config = styles(templates, bool(report.band), page.style)
    from weasyprint import HTML, Attachment

    moment = datetime.combine(datetime.fromisoformat(report.modified_iso).date(), time(), UTC)
    attachments = [
        Attachment(
            string=file.text,
            name=file.name,
            relationship=file.relationship,
            description=file.description,
            created=moment,
            modified=moment,
        )
        for file in attached
    ]
    with _fewer_collections():
        try:
            document = HTML(
                string=page.html, base_url="about:blank", url_fetcher=_fetcher(templates), media_type="print"
            )
            made = document.write_pdf(
                stylesheets=sheets,
                font_config=font_config,
                attachments=attachments,
                pdf_variant=VARIANT,
                pdf_tags=True,
                pdf_identifier=report.content_hash.encode("ascii")[:32],
                finisher=_finish,
            )
        except RecursionError:
            text = N_("An answer nests too deeply to be laid out. Flatten its lists or tables.")
            raise ReportError(said(text)) from None
    return bytes(made)


def fonts_data(fonts: Sequence[FontFile]) -> str:
    """The fonts of a report by name and hash, as JSON: with the same files the same report can be made again."""
    listed = [{"name": font.name, "sha256": font.sha256} for font in fonts]
    return json.dumps({"program": f"dpia {VERSION}", "fonts": listed}, ensure_ascii=False, indent=1)


@lru_cache(maxsize=4)
def styles(templates: tuple[Path, ...], banded: bool, more: str = "") -> tuple[list[Any], Any]:
    """The style sheets and fonts, read once in a process: reading them costs an eighth of a report."""
    with _no_fonts_of_the_machine():
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        font_config = FontConfiguration()
    fetcher = _fetcher(templates)
    texts = [
        template_file(name, templates).read_text(encoding="utf-8")
        for name in ((STYLE, BAND_STYLE) if banded else (STYLE,))
    ]
    sheets = [
        CSS(string=text, base_url=f"{SHIPPED.as_uri()}/", url_fetcher=fetcher, font_config=font_config)
        for text in (*texts, more)
    ]
    return sheets, font_config


@contextmanager
def _no_fonts_of_the_machine() -> Iterator[None]:
    """Fontconfig reads a configuration that names no folder of fonts, so that only those of the style sheets are there.

    It asks the environment for its configuration at the moment in which WeasyPrint makes one; WeasyPrint then warns of a
    machine without fonts, which is what is wanted.
    """
    with _ENVIRONMENT, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(NO_FONTS)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


# A FontConfiguration that outlives the interpreter's modules says so on stderr when it goes.
atexit.register(styles.cache_clear)


def _fetcher(templates: tuple[Path, ...]) -> Any:
    """Opens data addresses and the files beside the templates, the user's before the shipped; refuses all else (security.md)."""
    from urllib.parse import unquote, urlsplit

    from weasyprint.urls import URLFetcher

    shipped = SHIPPED.resolve()

    class TemplateFetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            if parts.scheme == "data":
                return super().fetch(url, headers)
            path = Path(unquote(parts.path)).resolve()
            if parts.scheme == "file" and not parts.netloc and path.is_relative_to(shipped):
                found = template_file(str(path.relative_to(shipped)), templates).resolve()
                if any(found.is_relative_to(folder) for folder in (*templates, shipped)):
                    return super().fetch(found.as_uri(), headers)
            raise ValueError("addresses outside the templates are not opened")

    return TemplateFetcher(allowed_protocols={"data", "file"}, allow_redirects=False)


def _finish(document: Any, pdf: Any) -> None:
    """Adds PDF/UA to the metadata and removes the double entry of the attachment (WeasyPrint 70)."""
    import pydyf

    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.extra.get("Type") == "/Metadata":
            item.stream = [with_ua(part if isinstance(part, bytes) else part.encode()) for part in item.stream]
    files = pdf.catalog.get("AF")
    if isinstance(files, pydyf.Array):
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(files))


@contextmanager
def _fewer_collections() -> Iterator[None]:
    """Layout makes many small objects that live long; collecting less often saves an eighth of the time."""
    old = gc.get_threshold()
    gc.set_threshold(GC_THRESHOLD, *old[1:])
    logger = logging.getLogger("weasyprint")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        gc.set_threshold(*old)
        logger.setLevel(level)
