"""Finds out by content which form a file has, and reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from dpia.assessment.files import parse_assessment
from dpia.assessment.model import Assessment
from dpia.errors import AssessmentError, Location, NotFound, Problem
from dpia.exchange.pdf import assessment_in_pdf, definitions_in_pdf
from dpia.messages import files
from dpia.questionnaire.embedding import NAME, read_carried
from dpia.questionnaire.file_kinds import kind_of_file
from dpia.questionnaire.library import Library
from dpia.questionnaire.text import Document, parse_bytes
from dpia.wording import N_, said


@dataclass(frozen=True, slots=True)
class Imported:
    """An assessment that was read, its document, and what could not be taken over."""

    assessment: Assessment
    document: Document
    form: str
    losses: tuple[str, ...] = ()
    raw: bytes = field(default=b"", repr=False)

    @property
    def packed(self) -> bytes | None:
        """The definitions that a report carries, as they are packed in it; None where there are none."""
        return definitions_in_pdf(self.raw, self.document.file.partition("[")[0]) if self.form == "pdf" else None

    def definitions(self) -> Library | None:
        """The definitions that a report was made with, read and checked; None where it carries none.

        Raises BadInput where they cannot be used.
        """
        packed = self.packed
        if packed is None:
            return None
        name = f"{self.document.file.partition('[')[0]}[{NAME}]"
        return read_carried(parse_bytes(packed, name, is_json=True))


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
    if kind := kind_of_file(raw):
        raise AssessmentError([Problem(Location(str(path)), files.OTHER_KIND(kind=said(kind)))])
    form = sniff(raw)
    assessment, document = READERS[form](raw, str(path))
    return Imported(assessment, document, form, raw=raw if form == "pdf" else b"")


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
