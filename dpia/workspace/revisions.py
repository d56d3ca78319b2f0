"""One revision as it is kept: bytes that its content hash is of, and a chain that binds it to all before it."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

import rfc8785

from dpia.assessment.model import BESIDE, HASH_PREFIX, Assessment, canonical_json
from dpia.errors import DpiaError
from dpia.questionnaire.text import is_forbidden
from dpia.wording import N_, said
from dpia.workspace.rows import Broken, numbered, plain

CHAIN_PREFIX: Final = b"dpia-revision-v1\0"
NO_CHAIN: Final = "0" * 64
COMPRESSION: Final = 3
MAX_ACTOR: Final = 200
MAX_NOTE: Final = 2000
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
    NOTED = "noted"
    """Something that happened was noted beside the content."""
    MOVED = "moved"
    UNKNOWN = "unknown"
    """Of no kind that dpia writes: somebody changed the database. Nothing is ever saved as this."""


_WRITTEN: Final = frozenset(Kind) - {Kind.UNKNOWN}
LOCKS: Final = (Kind.LOCKED, Kind.UNLOCKED)
"""The kinds that change no content."""
STEPS: Final = (Kind.UNDONE, Kind.REDONE)


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes a revision, when, how and why."""

    actor: str
    at: datetime
    kind: Kind
    note: str

    @classmethod
    def by(cls, actor: str, at: datetime, kind: Kind, note: str) -> Author:
        """With texts as they can be kept: not too long, and without signs that no database takes."""
        return cls(as_kept(actor), at, kind, _kept(note, MAX_NOTE))


def as_kept(actor: str) -> str:
    """A name as it can be kept."""
    return _kept(actor, MAX_ACTOR)


def _kept(text: str, most: int) -> str:
    return "".join(sign for sign in text[: 2 * most] if not is_forbidden(sign))[:most]


@dataclass(frozen=True, slots=True)
class Packed:
    """An assessment ready to be kept: the canonical bytes of what is signed, compressed, with their hash, and what stands beside.

    `approvals` is the JSON of the signatures, or of an object with `approvals` and `occasions` where there are any.
    """

    content: bytes
    content_hash: str
    approvals: str


def pack(data: Mapping[str, Any]) -> Packed:
    """The data of an assessment as it is kept."""
    canonical = canonical_json({key: value for key, value in data.items() if key not in BESIDE})
    digest = hashlib.sha256(HASH_PREFIX + canonical).hexdigest()
    beside = {key: data.get(key) or [] for key in BESIDE}
    approvals = rfc8785.dumps(beside if beside["occasions"] else beside["approvals"]).decode("utf-8")
    return Packed(zlib.compress(canonical, COMPRESSION), digest, approvals)


def beside_of(approvals: str) -> dict[str, Any]:
    """What stands beside the content of a revision, by the fields of an assessment. Raises ValueError where it cannot be read."""
    found = json.loads(approvals)
    return found if isinstance(found, dict) else {"approvals": found}


def unpack(content: bytes, approvals: str) -> Assessment:
    """The assessment that was kept. Raises DpiaError where it was damaged since."""
    try:
        data: dict[str, Any] = json.loads(decompressed(content))
        return Assessment.model_validate({**data, **beside_of(approvals)})
    except (zlib.error, ValueError, TypeError, RecursionError):
        raise DpiaError(
            said(N_("A revision in the workspace is damaged; `dpia history ID` says which. Restore a backup."))
        ) from None


def kind_of(written: str) -> Kind:
    """The kind that stands in the database."""
    return Kind(written) if written in _WRITTEN else Kind.UNKNOWN


def content_hash_of(content: bytes) -> str:
    """The content hash of what is kept, computed anew; empty where it cannot be read any more."""
    try:
        return hashlib.sha256(HASH_PREFIX + decompressed(content)).hexdigest()
    except zlib.error:
        return ""


def decompressed(content: bytes) -> bytes:
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
    return hashlib.sha256(CHAIN_PREFIX + before.encode("ascii", "replace") + rfc8785.dumps(said)).hexdigest()


def faults_in(name: str, head: int, rows: Iterable[Any], anchor: tuple[int, str] | None) -> Generator[str, None, bool]:
    """What is wrong with the rows of an assessment, in their order; see `Workspace.verify`. Gives whether none is missing.

    Behind a gap, or one that cannot be read, it is not known what follows from what.
    """
    chain, found, unread, gap = NO_CHAIN, 0, False, 0
    for row in rows:
        if isinstance(row, Broken):
            yield f"{name}: {numbered('revision', row.key)} cannot be read"
            unread = True
            continue
        if not unread and not gap and row.number != found + 1:
            gap = found + 1
        if content_hash_of(row.content) != row.content_hash:
            yield f"{name}: the content of revision {row.number} is not that of its hash"
        if row.kind not in _WRITTEN:
            yield f"{name}: revision {row.number} is of a kind that dpia does not write"
        if unread or gap:
            continue
        found = row.number
        packed = Packed(row.content, row.content_hash, row.approvals)
        said = {"at": row.at, "actor": row.actor, "kind": row.kind, "note": row.note}
        chain = chain_of(chain, assessment=name, number=row.number, packed=packed, **said)
        if chain != row.chain:
            yield f"{name}: revision {row.number} does not follow from those before it"
            chain = row.chain
        if anchor is not None and anchor[0] == row.number and anchor[1] != chain:
            yield f"{name}: revision {row.number} is not the one that was noted down"
    if unread:
        return False
    if gap:
        yield f"{name}: revision {gap} is missing"
    elif found != head:
        yield f"{name}: the newest revision is {plain(head)}, and {found} are there"
    if anchor is not None and not 0 < anchor[0] <= found:
        yield f"{name}: revision {anchor[0]} was noted down and is missing"
    return not gap and found == head
