"""`evidence`: a document that backs an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from dpia.questionnaire.kinds.base import Asked, Speaker
from dpia.questionnaire.kinds.record_kinds import RecordKind
from dpia.questionnaire.options import Option
from dpia.questionnaire.records import Evidence
from dpia.questionnaire.types import QuestionType

_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_FILE: Final = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_HASH: Final = re.compile(r"[0-9A-Fa-f]{64}")


class EvidenceKind(RecordKind):
    """A document: a file beside the assessment with its SHA-256, or a link."""

    type = QuestionType.EVIDENCE
    model = Evidence
    parts = ("title", "link", "file", "sha256")
    content = "evidence"
    example = "{title: <title>, link: <address>}"

    def entered(self, asked: Asked, options: Sequence[Option], typed: str, listed: bool) -> Any:
        """The title first, the others by their form: an address is the link, 64 hexadecimal digits are the hash.

        A semicolon with no space behind it belongs to the address that it stands in.
        """
        pieces: list[str] = []
        for piece in typed.split(";"):
            if pieces and _ADDRESS.match(pieces[-1].strip()) and piece and not piece[0].isspace():
                pieces[-1] += f";{piece}"
            else:
                pieces.append(piece)
        title, *others = (piece.strip() for piece in pieces)
        found = {"title": title}
        for part in filter(None, others):
            name = "link" if _ADDRESS.match(part) else "sha256" if _HASH.fullmatch(part) else "file"
            if name in found:
                return typed
            found[name] = part
        if "file" in found and "sha256" not in found and not _FILE.search(found["file"]):
            return typed  # one more piece of a title, perhaps
        return {name: part for name, part in found.items() if part} or typed

    def say(self, asked: Asked, options: Sequence[Option], value: Any, speaker: Speaker) -> str:
        return str(value.title)


KIND = EvidenceKind()
