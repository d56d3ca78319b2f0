"""What is kept beside a workspace, for its user alone: in files that nobody else can read."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from sqlalchemy import URL

from dpia.assessment.files import write_whole
from dpia.folders import make_folder
from dpia.workspace.places import data_folder


def private_path(workspace: URL, ending: str) -> Path:
    """A file of a workspace: beside one in SQLite, in the user's data folder for one in PostgreSQL."""
    if workspace.get_backend_name() == "sqlite":
        path = Path(str(workspace.database))
        return path.with_name(f"{path.name}.{ending}")
    place = repr((workspace.host, workspace.port, workspace.database, workspace.username))
    return data_folder() / f"{hashlib.sha256(place.encode()).hexdigest()[:16]}.{ending}"


def read_private(path: Path, most_bytes: int) -> bytes:
    """The bytes of a file, at most so many. Raises OSError, also where others could have read or written it."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(handle, "rb") as stream:
        state = os.fstat(stream.fileno())
        if state.st_uid != os.getuid() or state.st_mode & 0o077:
            raise PermissionError(path)
        return stream.read(most_bytes)


def write_private(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all, readable for this user alone. Raises DpiaError or OSError where it cannot be written."""
    make_folder(path.parent)
    if path.is_symlink() or (path.exists() and path.stat().st_mode & 0o077):
        path.unlink()  # a file keeps its rights when it is written anew
    write_whole(path, content, force=True)
