"""Finds out by content which form a file has, and reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dpia.assessment.files import parse_assessment
from dpia.assessment.model import Assessment
from dpia.errors import NotFound
from dpia.exchange.pdf import assessment_in_pdf
from dpia.questionnaire.text import Document
from dpia.wording import N_, said


@dataclass(frozen=True, slots=True)
class Imported:
    """An assessment that was read, its document, and what could not be taken over."""

    assessment: Assessment
    document: Document
    form: str
    losses: tuple[str, ...] = ()


MAX_BYTES: Final = 64_000_000


def read_any(path: Path) -> tuple[Assessment, Document]:
    """The assessment in a report PDF, a JSON or a YAML file. Raises AssessmentError or NotFound."""
    found = read_import(path)
    return found.assessment, found.document


def read_import(path: Path) -> Imported:
    """The same, with the form that was recognised and what was lost."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        why = error.strerror or error
        raise NotFound(said(N_("{path}: cannot be read: {why}."), path=path, why=why)) from None
    form = sniff(raw)
    assessment, document = READERS[form](raw, str(path))
    return Imported(assessment, document, form)


def sniff(raw: bytes) -> str:
    """The form of a file by its first signs: a PDF says so, JSON begins with a brace, the rest is YAML."""
    head = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF-"):
        return "pdf"
    return "json" if head.startswith(b"{") else "yaml"


def _json(raw: bytes, name: str) -> tuple[Assessment, Document]:
    return parse_assessment(raw, name, is_json=True)


def _yaml(raw: bytes, name: str) -> tuple[Assessment, Document]:
    return parse_assessment(raw, name, is_json=False)


READERS: Final[Mapping[str, Callable[[bytes, str], tuple[Assessment, Document]]]] = {
    "pdf": assessment_in_pdf,
    "json": _json,
    "yaml": _yaml,
}
