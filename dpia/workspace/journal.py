"""The journal of a workspace: a chained line for whatever happens to it, so that nothing comes, goes or changes by hand unseen.

Each assessment has a chain of its own; the journal binds them together, with what stands beside their revisions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

import rfc8785
from sqlalchemy import Connection, insert, select, text

from dpia.errors import DpiaError
from dpia.wording import N_, said
from dpia.workspace.revisions import NO_CHAIN
from dpia.workspace.tables import ASSESSMENTS, DUE, FILES, JOURNAL, REVISIONS, USES, utc

PREFIX: Final = b"dpia-workspace-v1\0"
STATE_PREFIX: Final = b"dpia-beside-v1\0"
JOURNAL_LOCK: Final = 471_2028
"""In PostgreSQL whoever writes the next line waits for whoever writes one; it is the last thing a transaction waits for."""

_BY_HAND: Final = N_("Nothing was saved: the workspace was changed by hand. `dpia workspace verify` says where.")


class Event(StrEnum):
    """What happened."""

    FOUND = "found"
    """An assessment was there already when the journal began."""
    SAVED = "saved"
    FILED = "filed"
    """A file of evidence was kept."""
    ARCHIVED = "archived"
    UNARCHIVED = "unarchived"
    DELETED = "deleted"
    RESTORED = "restored"
    """The workspace was filled from a backup."""


def write_line(
    connection: Connection,
    event: Event,
    *,
    at: datetime,
    actor: str,
    assessment: str = "",
    subject: str = "",
    note: str = "",
) -> None:
    """Appends a line. `subject` is the SHA-256 of a file; of an assessment the head of its chain and its state are noted.

    Raises DpiaError where what was there is of no type that dpia writes.
    """
    _take_turn(connection)
    try:
        last = connection.execute(select(JOURNAL).order_by(JOURNAL.c.number.desc()).limit(1)).one_or_none()
        line = {
            "number": 1 if last is None else last.number + 1,
            "at": utc(at),
            "actor": actor,
            "event": event.value,
            "assessment": assessment,
            "subject": subject or head_of(connection, assessment),
            "state": state_of(connection, assessment) if event is not Event.FILED else "",
            "note": note,
        }
        chain = chain_of(NO_CHAIN if last is None else last.chain, line)
    except (ValueError, TypeError, AttributeError, ArithmeticError):
        raise DpiaError(said(_BY_HAND)) from None
    connection.execute(insert(JOURNAL).values(**line, chain=chain))


def begin(connection: Connection, *, at: datetime) -> None:
    """Notes what is there already: every assessment with its head and whether it is in the archive, and the files of each."""
    wanted = select(ASSESSMENTS.c.id, ASSESSMENTS.c.archived).order_by(ASSESSMENTS.c.serial)
    for row in connection.execute(wanted).all():
        note = Event.ARCHIVED.value if row.archived else ""
        write_line(connection, Event.FOUND, at=at, actor="", assessment=row.id, note=note)
    note_files(connection, at=at, actor="")


def note_files(connection: Connection, *where: Any, at: datetime, actor: str) -> None:
    """Notes the files that are here for each assessment that uses them."""
    here = select(USES.c.assessment, USES.c.sha256).join(FILES, FILES.c.sha256 == USES.c.sha256)
    for row in connection.execute(here.where(*where).order_by(USES.c.assessment, USES.c.sha256)).all():
        write_line(connection, Event.FILED, at=at, actor=actor, assessment=row.assessment, subject=row.sha256)


def chain_of(before: str, line: Mapping[str, Any]) -> str:
    """SHA-256 of `dpia-workspace-v1`, a zero byte, the chain before, and the canonical JSON of the line."""
    said = {**line, "at": utc(line["at"]).isoformat(timespec="microseconds")}
    return hashlib.sha256(PREFIX + before.encode("ascii", "replace") + rfc8785.dumps(said)).hexdigest()


def head_of(connection: Connection, assessment: str) -> str:
    """The chain of the newest revision of an assessment; empty where there is none."""
    wanted = (
        select(REVISIONS.c.chain)
        .join(ASSESSMENTS, (ASSESSMENTS.c.id == REVISIONS.c.assessment) & (ASSESSMENTS.c.head == REVISIONS.c.number))
        .where(ASSESSMENTS.c.id == assessment)
    )
    return connection.execute(wanted).scalar_one_or_none() or ""


def state_of(connection: Connection, assessment: str) -> str:
    """SHA-256 of what stands beside the revisions of an assessment: its line in the list, its locks, what is due."""
    row = connection.execute(select(ASSESSMENTS).where(ASSESSMENTS.c.id == assessment)).one_or_none()
    if row is None:
        return ""
    due = connection.execute(select(DUE).where(DUE.c.assessment == assessment).order_by(DUE.c.item)).all()
    said = [_plain(row._asdict().items()), *(_plain(item._asdict().items()) for item in due)]
    return hashlib.sha256(STATE_PREFIX + rfc8785.dumps(said)).hexdigest()


def _plain(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """A row as JSON says it; the serial number is the database's own."""
    return {name: _written(value) for name, value in pairs if name != "serial"}


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return utc(value).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def _take_turn(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": JOURNAL_LOCK})
