"""Evidence files: each once, by its SHA-256."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects.postgresql import insert

from dpia.errors import HERE, BadInput, DpiaError, NotFound, Problem
from dpia.messages import workspaces
from dpia.wording import N_, said
from dpia.workspace.steps import reading, writing
from dpia.workspace.tables import ASSESSMENTS, FILES, USES, is_id

MAX_FILE_BYTES: Final = 20_000_000


def add_file(engine: Engine, content: bytes, *, assessment: str, at: datetime) -> str:
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
    return sha256


def keep_file(connection: Connection, content: bytes, sha256: str, *, assessment: str, at: datetime) -> None:
    """Keeps a file in a transaction, once, also when others keep the same one at the same time."""
    # SQLite says "on conflict do nothing" as PostgreSQL does.
    new = insert(FILES).values(sha256=sha256, size=len(content), added_at=at, content=content)
    connection.execute(new.on_conflict_do_nothing())
    connection.execute(insert(USES).values(assessment=assessment, sha256=sha256).on_conflict_do_nothing())


def find_file(engine: Engine, sha256: str) -> bytes | None:
    """A file by its hash, or None. Raises DpiaError where it was changed since."""
    if re.fullmatch(r"[0-9a-f]{64}", sha256) is None:
        return None
    with reading(engine) as connection:
        content = connection.execute(select(FILES.c.content).where(FILES.c.sha256 == sha256)).scalar_one_or_none()
    if content is not None and hashlib.sha256(content).hexdigest() != sha256:
        text = N_("The file {file} in the workspace is damaged: it is not that of its hash. Restore a backup.")
        raise DpiaError(said(text, file=sha256[:8]))
    return content
