"""What stands beside the files in an exported zip: which file is the evidence of which hash, and which is missing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import PurePosixPath
from typing import Any, Final

from pydantic import TypeAdapter

from dpia.questionnaire.records import Hash, Record

MANIFEST: Final = "manifest.json"
EVIDENCE: Final = "evidence/"
FORMAT: Final = 1
MAX_NAME: Final = 80
_SIGNS: Final = ((b"%PDF-", ".pdf"), (b"\x89PNG", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"PK\x03\x04", ".zip"))
"""What a file without an ending begins with, and the ending that it gets."""
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for itself."""


class Listed(Record):
    """One file of evidence: its hash, its title, and its name in the zip; none where the zip lacks it."""

    sha256: Hash
    title: str
    file: str | None = None


_LIST: Final = TypeAdapter(tuple[Listed, ...])


def write_manifest(listed: Iterable[Listed]) -> bytes:
    """The manifest as JSON. A file that the zip lacks is marked as `missing`."""
    entries = [one.model_dump() | ({"missing": True} if one.file is None else {}) for one in listed]
    data = {"dpia_bundle": FORMAT, "assessment": "assessment.json", "evidence": entries}
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def read_manifest(raw: bytes) -> tuple[Listed, ...]:
    """The files of a manifest. Raises ValueError where it is none, or of a newer format."""
    try:
        data = json.loads(raw)
        if data.get("dpia_bundle") != FORMAT:
            raise ValueError
        entries = [{key: value for key, value in entry.items() if key != "missing"} for entry in data["evidence"]]
    except (AttributeError, KeyError, TypeError, RecursionError):
        raise ValueError from None
    return _LIST.validate_json(json.dumps(entries))


def file_name(entry: Mapping[str, Any], content: bytes, taken: set[str]) -> str:
    """How a file is called in the zip: as it was attached, or by its title, with an ending, and once only."""
    attached = str(entry.get("file") or "").replace("\\", "/").rstrip("/").rpartition("/")[2]
    path = PurePosixPath(_plain(attached or str(entry.get("title") or "")))
    stem, ending = path.stem or "evidence", path.suffix if re.fullmatch(r"\.\w{1,8}", path.suffix) else ""
    if not ending:
        stem = path.name or stem
        ending = next((ending for sign, ending in _SIGNS if content.startswith(sign)), ".bin")
    stem = stem[:MAX_NAME].strip(" .") or "evidence"
    if _DEVICES.fullmatch(stem):
        stem = f"_{stem}"
    names = (f"{stem}{'' if number == 1 else f' ({number})'}{ending}" for number in count(1))
    name = next(name for name in names if name.casefold() not in taken)
    taken.add(name.casefold())
    return name


def _plain(name: str) -> str:
    """A name with signs that every system takes."""
    return re.sub(r"[^\w\-.,()+ ]", "_", name).strip()
