"""A workspace that is filled from a backup; where that fails, none that was made for it is left."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from dpia.questionnaire.library import Library
from dpia.workspace.backup import restore_backup
from dpia.workspace.connecting import address_of, open_workspace
from dpia.workspace.store import Workspace


def open_restored(
    address: str | Path | None, source: Path, library: Library, *, actor: str, at: datetime
) -> tuple[Workspace, int]:
    """The workspace at an address, filled, and the number of assessments in it. Raises as `restore_backup` does."""
    made = _missing(address)
    workspace = open_workspace(address, library, at=at)
    try:
        return workspace, restore_backup(workspace.engine, source, actor=actor, at=at)
    except BaseException:
        taken = bool(made) and (workspace.entries()[1] or workspace.entries(archived=True)[1])
        workspace.close()
        if made and not taken:
            made[0].unlink(missing_ok=True)
            for folder in made[1:]:
                with suppress(OSError):
                    folder.rmdir()
        raise


def _missing(address: str | Path | None) -> list[Path]:
    """The file of a workspace in SQLite and the folders above it, as far as they are not there."""
    url = address_of(address)
    if url.get_backend_name() != "sqlite":
        return []
    path = Path(str(url.database))
    return [] if path.exists() else [path, *(folder for folder in path.parents if not folder.exists())]
