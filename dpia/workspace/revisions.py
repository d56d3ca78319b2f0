"""One revision as it is kept: bytes that its content hash is of, and a chain that binds it to all before it."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

import rfc8785

from dpia.assessment.model import HASH_PREFIX, Assessment, canonical_json
from dpia.errors import DpiaError
from dpia.wording import N_, said

CHAIN_PREFIX: Final = b"dpia-revision-v1\0"
NO_CHAIN: Final = "0" * 64
COMPRESSION: Final = 3
MAX_CONTENT_BYTES: Final = 100_000_000


class Kind(StrEnum):
    """What made a revision."""

    CREATED = "created"
    EDITED = "edited"
    IMPORTED = "imported"
    RESTORED = "restored"
    UNDONE = "undone"
    REDONE = "redone"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    DECIDED = "decided"
    SIGNED = "signed"


LOCKS: Final = (Kind.LOCKED, Kind.UNLOCKED)
"""The kinds that change no content."""
STEPS: Final = (Kind.UNDONE, Kind.REDONE)


@dataclass(frozen=True, slots=True)
class Packed:
    """An assessment ready to be kept: its canonical bytes without signatures, compressed, with their hash, and the signatures."""

    content: bytes
    content_hash: str
    approvals: str


def pack(data: Mapping[str, Any]) -> Packed:
    """The data of an assessment as it is kept."""
    canonical = canonical_json({key: value for key, value in data.items() if key != "approvals"})
    digest = hashlib.sha256(HASH_PREFIX + canonical).hexdigest()
    approvals = rfc8785.dumps(data.get("approvals", [])).decode("utf-8")
    return Packed(zlib.compress(canonical, COMPRESSION), digest, approvals)


def unpack(content: bytes, approvals: str) -> Assessment:
    """The assessment that was kept. Raises DpiaError where it was damaged since."""
    try:
        data: dict[str, Any] = json.loads(_decompressed(content))
        return Assessment.model_validate({**data, "approvals": json.loads(approvals)})
    except (zlib.error, ValueError, TypeError, RecursionError):
        raise DpiaError(
            said(N_("A revision in the workspace is damaged; `dpia history ID` says which. Restore a backup."))
        ) from None


def content_hash_of(content: bytes) -> str:
    """The content hash of what is kept, computed anew; empty where it cannot be read any more."""
    try:
        return hashlib.sha256(HASH_PREFIX + _decompressed(content)).hexdigest()
    except zlib.error:
        return ""


def _decompressed(content: bytes) -> bytes:
    """What was compressed, up to 100 MB: a damaged or hostile workspace may hold what grows without end."""
    reader = zlib.decompressobj()
    found = reader.decompress(content, MAX_CONTENT_BYTES)
    if not reader.eof or reader.unused_data:
        raise zlib.error("it is cut off, or holds more")
    return found


def chain_of(
    before: str, *, assessment: str, number: int, at: datetime, actor: str, kind: str, note: str, packed: Packed
) -> str:
    """SHA-256 of `dpia-revision-v1`, a zero byte, the chain before, and the canonical JSON of the whole revision."""
    said: dict[str, Any] = {
        "assessment": assessment,
        "number": number,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": actor,
        "kind": kind,
        "note": note,
        "content_hash": packed.content_hash,
        "approvals": packed.approvals,
    }
    return hashlib.sha256(CHAIN_PREFIX + before.encode("ascii") + rfc8785.dumps(said)).hexdigest()


def faults_in(name: str, head: int, rows: Any, anchor: tuple[int, str] | None) -> Iterator[str]:
    """What is wrong with the rows of an assessment, in their order; see `Workspace.verify`."""
    chain = NO_CHAIN
    for expected, row in enumerate(rows, 1):
        if row.number != expected:
            yield f"{name}: revision {expected} is missing"
            return
        if content_hash_of(row.content) != row.content_hash:
            yield f"{name}: the content of revision {row.number} is not that of its hash"
        packed = Packed(row.content, row.content_hash, row.approvals)
        said = {"at": row.at, "actor": row.actor, "kind": row.kind, "note": row.note}
        chain = chain_of(chain, assessment=name, number=row.number, packed=packed, **said)
        if chain != row.chain:
            yield f"{name}: revision {row.number} does not follow from those before it"
            chain = row.chain
        if anchor is not None and anchor[0] == row.number and anchor[1] != chain:
            yield f"{name}: revision {row.number} is not the one that was noted down"
    if len(rows) != head:
        yield f"{name}: the newest revision is {head}, and {len(rows)} are there"
    if anchor is not None and not 0 < anchor[0] <= len(rows):
        yield f"{name}: revision {anchor[0]} was noted down and is missing"
