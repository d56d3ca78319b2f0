"""Evidence files: each once, by its SHA-256."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.dialects.postgresql import insert

from dpia.errors import HERE, BadInput, DpiaError, NotFound, Problem
from dpia.messages import workspaces
from dpia.wording import N_, said
from dpia.workspace.evidence import use
from dpia.workspace.journal import Event, write_line
from dpia.workspace.revisions import as_kept
from dpia.workspace.steps import reading, writing
from dpia.workspace.tables import ASSESSMENTS, FILES, USES, is_id

MAX_FILE_BYTES: Final = 20_000_000
MOST_AT_ONCE: Final = 500
FILES_LOCK: Final = 471_2027
"""In PostgreSQL whoever removes files waits for those who begin to use some, and they for whoever does."""


def add_file(engine: Engine, content: bytes, *, assessment: str, actor: str, at: datetime) -> str:
    """Keeps a file for an assessment and gives its SHA-256. Raises BadInput where it is over 20 MB, NotFound without assessment."""
    if len(content) > MAX_FILE_BYTES:
        large = workspaces.LARGE_EVIDENCE(size=len(content) // 1_000_000, most=MAX_FILE_BYTES // 1_000_000)
        raise BadInput([Problem(HERE, large)])
    sha256 = hashlib.sha256(content).hexdigest()
    with writing(engine) as connection:
        # Held, so that it is not deleted between these steps.
        wanted = select(ASSESSMENTS.c.id).where(ASSESSMENTS.c.id == assessment).with_for_update()
        if not is_id(assessment) or connection.execute(wanted).first() is None:
            raise NotFound(said(N_("There is no assessment of this id in the workspace.")))
        keep_file(connection, content, sha256, assessment=assessment, at=at)
        write_line(connection, Event.FILED, at=at, actor=as_kept(actor), assessment=assessment, subject=sha256)
    return sha256


def keep_file(connection: Connection, content: bytes, sha256: str, *, assessment: str, at: datetime) -> None:
    """Keeps a file in a transaction, once, also when others keep the same one at the same time."""
    hold_files(connection)
    # SQLite says "on conflict do nothing" as PostgreSQL does.
    new = insert(FILES).values(sha256=sha256, size=len(content), added_at=at, content=content)
    connection.execute(new.on_conflict_do_nothing())
    use(connection, assessment, [sha256])


def hold_files(connection: Connection, *, alone: bool = False) -> None:
    """Until the end of the transaction no file is removed, or, `alone`, none is newly used. In SQLite one writes at a time."""
    if connection.dialect.name == "postgresql":
        how = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        connection.execute(text(f"SELECT {how}(:lock)"), {"lock": FILES_LOCK})


def files_there(engine: Engine, wanted: Iterable[str]) -> set[str]:
    """Those of some files, by their hashes, that are here."""
    hashes, found = sorted(wanted), set[str]()
    with reading(engine) as connection:
        for start in range(0, len(hashes), MOST_AT_ONCE):
            some = FILES.c.sha256.in_(hashes[start : start + MOST_AT_ONCE])
            found.update(connection.execute(select(FILES.c.sha256).where(some)).scalars())
    return found


def find_file(engine: Engine, sha256: str, *, assessment: str) -> bytes | None:
    """A file by its hash, or None where this assessment uses no such file. Raises DpiaError where it was changed since."""
    if re.fullmatch(r"[0-9a-f]{64}", sha256) is None:
        return None
    used = (USES.c.sha256 == FILES.c.sha256) & (USES.c.assessment == assessment)
    with reading(engine) as connection:
        wanted = select(FILES.c.content).join(USES, used).where(FILES.c.sha256 == sha256)
        content = connection.execute(wanted).scalar_one_or_none()
    if content is not None and hashlib.sha256(content).hexdigest() != sha256:
        told = N_("The file {file} in the workspace is damaged: it is not that of its hash. Restore a backup.")
        raise DpiaError(said(told, file=sha256[:8]))
    return content
