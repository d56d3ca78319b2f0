"""What a file is that nothing here can read, by its content: so that its reader is told, and not that it is no UTF-8."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any, Final

from dpia.messages import files

_HEADS: Final = (
    (b"\x89PNG\r\n", files.PNG),
    (b"\xff\xd8\xff", files.JPEG),
    (b"GIF8", files.GIF),
    (b"II*\x00", files.TIFF),
    (b"MM\x00*", files.TIFF),
    (b"\x1f\x8b", files.GZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", files.OLD_OFFICE),
    (b"SQLite format 3\x00", files.SQLITE),
    (b"{\\rtf", files.RTF),
)
_MEMBERS: Final = (
    ("word/document.xml", files.WORD),
    ("xl/workbook.xml", files.EXCEL),
    ("ppt/presentation.xml", files.POWERPOINT),
)
_PAGES: Final = ((b"<!doctype html", files.HTML), (b"<html", files.HTML), (b"<svg", files.SVG))
MOST_JSON: Final = 8_000_000


def kind_of_file(raw: bytes) -> str:
    """What a file is, as a phrase: "a PNG picture"; empty where its content does not show it."""
    for head, kind in _HEADS:
        if raw.startswith(head):
            return kind
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return files.WEBP
    if raw.startswith(b"PK\x03\x04"):
        return _kind_of_zip(raw)
    start = raw[:400].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for head, kind in _PAGES:
        if start.startswith(head) or (start.startswith(b"<?xml") and head in start):
            return kind
    return _kind_of_json(raw) if start.startswith((b"{", b"[")) else ""


def _kind_of_zip(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = set(archive.namelist()[:1000])
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return files.ZIP
    found = next((kind for member, kind in _MEMBERS if member in names), None)
    return found or (files.OPEN_DOCUMENT if {"mimetype", "content.xml"} <= names else files.ZIP)


def _kind_of_json(raw: bytes) -> str:
    """The files of other tools. One that is no JSON, or of no known shape, is left to the reader."""
    if len(raw) > MOST_JSON or b'"dpia"' in raw[:2000]:
        return ""
    try:
        data: Any = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return ""
    first = data[0] if isinstance(data, list) and data else data
    if not isinstance(first, dict):
        return ""
    metadata = first.get("metadata")
    if isinstance(metadata, dict) and str(metadata.get("urn", "")).startswith("urn:nl:"):
        return files.PAR
    if "taskState" in first or {"metadata", "answers"} == first.keys() - {"$schema"}:
        return files.PAR
    return files.CNIL if isinstance(first.get("pia"), dict) and "answers" in first else ""
