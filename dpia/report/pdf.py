"""HTML to PDF/A-3a and PDF/UA-1 in one file. The only module that knows WeasyPrint, imported where it is needed."""

from __future__ import annotations

import atexit
import gc
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from dpia.assessment.files import dump_json
from dpia.assessment.model import Assessment
from dpia.errors import ReportError
from dpia.report.document import ReportDocument
from dpia.report.glyphs import missing_glyphs, replace_missing
from dpia.report.html import BAND_STYLE, SHIPPED, STYLE, render_html, template_file
from dpia.report.xmp import with_ua
from dpia.wording import N_, Translate, said

ATTACHMENT: Final = "assessment.json"
MAX_HTML_CHARACTERS: Final = 4_000_000
MAX_HTML_TAGS: Final = 120_000
GC_THRESHOLD: Final = 50_000
VARIANT: Final = "pdf/a-3a"


def render_pdf(
    report: ReportDocument,
    assessment: Assessment,
    *,
    translate: Translate = str,
    templates: Sequence[Path] = (),
    logo: Path | None = None,
) -> tuple[bytes, tuple[str, ...]]:
    """The report as PDF bytes, and the characters that no font could show (each is replaced by a sign in the text).

    The assessment is embedded as `assessment.json` with relationship Source. Same input, same bytes. Nothing is fetched but the
    fonts of the template folders. Raises TemplateError, NotFound, or ReportError where the input is too large to be laid out.
    """
    page = render_html(report, translate=translate, templates=templates, logo=logo, standalone=False)
    if len(page) > MAX_HTML_CHARACTERS or page.count("<") > MAX_HTML_TAGS:
        raise ReportError(
            said(N_("The report is too large to be laid out. Shorten the longest answers or attach them as evidence."))
        )
    folders = tuple(folder.resolve() for folder in templates)
    fonts = tuple(folder / "fonts" for folder in (*folders, SHIPPED))
    missing = missing_glyphs(page, fonts)
    if missing:
        page = replace_missing(page, fonts)
    # A version with withheld answers must not carry the answers it withholds.
    attached = None if report.withholds else dump_json(assessment)
    return _write(page, report, folders, attached), missing


def _write(page: str, report: ReportDocument, templates: tuple[Path, ...], attached: str | None) -> bytes:
    from weasyprint import HTML, Attachment

    moment = datetime.combine(datetime.fromisoformat(report.modified_iso).date(), time(), UTC)
    attachments = (
        [
            Attachment(
                string=attached,
                name=ATTACHMENT,
                relationship="Source",
                description="The assessment",
                created=moment,
                modified=moment,
            )
        ]
        if attached is not None
        else []
    )
    sheets, font_config = styles(templates, bool(report.band))
    with _fewer_collections():
        try:
            document = HTML(string=page, base_url="about:blank", url_fetcher=_fetcher(templates), media_type="print")
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


@lru_cache(maxsize=4)
def styles(templates: tuple[Path, ...], banded: bool) -> tuple[list[Any], Any]:
    """The style sheets and fonts, read once in a process: reading them costs an eighth of a report."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    font_config = FontConfiguration()
    fetcher = _fetcher(templates)
    names = (STYLE, BAND_STYLE) if banded else (STYLE,)
    sheets = [
        CSS(
            string=template_file(name, templates).read_text(encoding="utf-8"),
            base_url=f"{SHIPPED.as_uri()}/",
            url_fetcher=fetcher,
            font_config=font_config,
        )
        for name in names
    ]
    return sheets, font_config


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
