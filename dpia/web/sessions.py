"""What a server keeps beside its workspace, for its user alone: its secrets, its name and its port, so that they outlive it."""

from __future__ import annotations

import base64
import json
import re
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL

from dpia.errors import DpiaError
from dpia.workspace.private import private_path, read_private, write_private

LASTS: Final = timedelta(days=30)
"""A server that starts later than this after a session began begins another one."""
MAX_BYTES: Final = 10_000
_SECRET_SIGNS: Final = 43
_NAME: Final = re.compile(r"dpia-[a-z2-7]{16}\.localhost")


def new_secret() -> str:
    """A secret of 256 bits."""
    return secrets.token_urlsafe(32)


def new_name() -> str:
    """A host of this workspace alone, which browsers look for on this machine (RFC 6761, 6.3), with 80 random bits.

    No other program knows it, so no page of one can be of the same site, and no cookie of ours is sent to one.
    """
    return f"dpia-{base64.b32encode(secrets.token_bytes(10)).decode('ascii').lower()}.localhost"


@dataclass(frozen=True, slots=True)
class Session:
    """The secret that the cookie of a browser holds, since when, the key of our forms, the host, and the port; 0 for none yet."""

    since: datetime
    secret: str = field(default_factory=new_secret)
    form_key: str = field(default_factory=new_secret)
    name: str = field(default_factory=new_name)
    port: int = 0


def session_path(workspace: URL) -> Path:
    """The file of the session: beside a workspace in SQLite, in the user's data folder for one in PostgreSQL."""
    return private_path(workspace, "session")


def resume(path: Path, now: datetime) -> Session:
    """The session that was kept, or a new one where there is none, it is too old, or others could have read it."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        found = _read(path)
        if timedelta() <= now - found.since < LASTS:
            return found
        # Whoever signs in anew finds the words of an open page at its address.
        return Session(now, name=found.name, port=found.port)
    return Session(now)


def _read(path: Path) -> Session:
    data: dict[str, Any] = json.loads(read_private(path, MAX_BYTES))
    secret, key, name, port = data["secret"], data["form_key"], data["name"], data["port"]
    if min(len(secret), len(key)) < _SECRET_SIGNS or not _NAME.fullmatch(name):
        raise ValueError(path)
    if type(port) is not int or not 0 <= port < 2**16:
        raise ValueError(path)
    return Session(datetime.fromisoformat(data["since"]), str(secret), str(key), name, port)


def keep(path: Path, session: Session) -> bool:
    """Keeps a session, readable for this user alone. Where nothing can be written it lasts as long as the server: False."""
    text = json.dumps({**asdict(session), "since": session.since.isoformat()})
    with suppress(DpiaError, OSError):
        write_private(path, text.encode("ascii"))
        return True
    return False
