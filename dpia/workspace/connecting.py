"""Opens a workspace: by its address, with its tables brought up to date after a backup, and private on this machine."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from random import uniform
from time import monotonic, sleep
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from dpia.errors import DpiaError
from dpia.extras import lacking
from dpia.folders import make_folder
from dpia.questionnaire.library import Library
from dpia.wording import N_, said
from dpia.workspace.backup import backup_before
from dpia.workspace.places import default_url
from dpia.workspace.steps import NEWEST, STEPS, step_of, upgrade, why
from dpia.workspace.store import Workspace

WAIT_SECONDS: Final = 10
"""A save takes some milliseconds. Whoever writes for so long is hung, or another kind of program, and a person waits."""


def open_workspace(address: str | Path | None, library: Library, *, at: datetime) -> Workspace:
    """A workspace by the path of its SQLite file or by a PostgreSQL URL; made where there is none.

    Older tables are brought up to date, after a backup beside them. A file that cannot be written is opened to be read. Raises
    DpiaError where the workspace cannot be opened or was made by a newer version of dpia; it is unchanged then.
    """
    url = address_of(address)
    try:
        engine = _engine(url)
        try:
            _bring_up_to_date(engine, url, at)
        except BaseException:
            engine.dispose()
            raise
    except SQLAlchemyError as error:
        raise DpiaError(said(_NOT_OPENED, workspace=shown(url), why=why(error))) from None
    except PermissionError:
        raise DpiaError(said(_NOT_ALLOWED, workspace=shown(url))) from None
    except OSError as error:
        raise DpiaError(said(_NOT_OPENED, workspace=shown(url), why=error.strerror or error)) from None
    return Workspace(engine, library)


_NOT_OPENED: Final = N_("{workspace}: the workspace cannot be opened: {why}.")
_NOT_ALLOWED: Final = N_(
    "{workspace}: you may not read or make a workspace there. Name another place with --workspace, or ask its owner for a backup."
)
_ONLY_READ: Final = N_(
    "{workspace}: it can only be read, and its tables have to be made or brought up to date first. Copy it to a folder in which "
    "you may write, and name the copy with --workspace."
)
_WAL: Final = b"\x02\x02"
"""The two bytes of a file's head that say that a write-ahead log belongs to it."""


def can_write(url: URL) -> bool:
    """Whether something can be saved, as far as that is known before; SQLite needs its folder as well as its file."""
    if url.get_backend_name() != "sqlite":
        return True
    path = Path(str(url.database))
    return not path.exists() or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def address_of(address: str | Path | None) -> URL:
    """The URL behind an address: a path names a SQLite file, `postgresql://...` a PostgreSQL database."""
    text_ = str(address or default_url())
    if "://" not in text_:
        return _sqlite(text_)
    try:
        url = make_url(text_)
    except (ArgumentError, ValueError):
        raise DpiaError(
            said(N_("The address of the workspace cannot be read. Write postgresql://user@host/name, or a path."))
        ) from None
    kind = url.get_backend_name()
    if kind == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if kind == "sqlite":
        return _sqlite(url.database or "")
    raise DpiaError(said(N_("dpia keeps workspaces in SQLite or PostgreSQL, not in {kind}."), kind=kind))


def _is_device(file: Path) -> bool:
    with suppress(OSError, ValueError):
        mode = file.stat().st_mode
        return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
    return False


def _sqlite(path: str) -> URL:
    if path in ("", ":memory:") or "\0" in path:
        raise DpiaError(said(N_("A workspace in SQLite needs the path of a file.")))
    file = Path(path).expanduser().absolute()
    if _is_device(file):  # its rights would be changed, or a disk written over
        raise DpiaError(
            said(N_("{workspace}: this is a device or a pipe, no file. Nothing was changed."), workspace=file)
        )
    return URL.create("sqlite+pysqlite", database=str(file))


_OPEN: Final = frozenset(
    {"host", "port", "dbname", "sslmode", "connect_timeout", "application_name", "target_session_attrs"}
)
"""The options of an address that hold no secret. Any other, a misspelled one too, may hold one, and is not shown."""


def shown(url: URL) -> str:
    """An address as it may be shown: a path, or a URL without its password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    open_ones = {name: value for name, value in url.query.items() if name in _OPEN}
    return url.set(query=open_ones).render_as_string(hide_password=True)


def _engine(url: URL) -> Engine:
    try:
        if url.get_backend_name() != "sqlite":
            return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    except (ImportError, NoSuchModuleError):
        raise lacking("team") from None
    path = Path(str(url.database))
    if not can_write(url):
        return _engine_to_read(url, path)
    # The file exists with its rights before anything is in it. One that is there is not touched before it is known.
    make_folder(path.parent)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    arguments = {"timeout": WAIT_SECONDS, "check_same_thread": False}
    engine = create_engine(url, connect_args=arguments, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _engine_to_read(url: URL, path: Path) -> Engine:
    with path.open("rb") as stream:
        head = stream.read(20)
    # A write-ahead log could not be opened beside it; where none lies there, the file is all there is.
    alone = (
        head[18:] == _WAL and not path.with_name(f"{path.name}-wal").exists() and not os.access(path.parent, os.W_OK)
    )
    address = f"file:{quote(str(path))}?mode=ro{'&immutable=1' if alone else ''}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, timeout=WAIT_SECONDS, check_same_thread=False)

    engine = create_engine(url, creator=connect, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    """Synced whole, and foreign keys: an acknowledged save survives a kill or a power cut."""
    connection.isolation_level = None
    for line in ("synchronous=EXTRA", "foreign_keys=ON", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {line}")


def _keep_rollback_journal(connection: sqlite3.Connection, record: Any) -> None:
    """The journal of a file that somebody opened in another way. It is kept in the file, so only ours are changed."""
    connection.execute("PRAGMA journal_mode=DELETE")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its turn at the beginning, so that two of them cannot both read and then both want to write."""
    if not connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql("BEGIN")
        return
    raw: sqlite3.Connection = connection.connection.dbapi_connection  # type: ignore[assignment]
    until = monotonic() + WAIT_SECONDS
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while monotonic() < until and _is_taken(raw):
            # SQLite itself looks ten times a second, and where many write that can mean never: measured with 32 editors.
            sleep(uniform(0.001, 0.005))
        if not raw.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        raw.execute(f"PRAGMA busy_timeout={int(WAIT_SECONDS * 1000)}")


def _is_taken(connection: sqlite3.Connection) -> bool:
    """Whether it is somebody else's turn to write; where it is not, a transaction has begun, or cannot."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    return False


def _bring_up_to_date(engine: Engine, url: URL, at: datetime) -> None:
    with engine.connect() as connection:
        step = step_of(connection)
        if step is None and _has_tables(connection):
            step = step_of(connection)  # another program may have made them just now
            if step is None:
                text_ = N_("{workspace} is no workspace of dpia: it holds other tables. Nothing was changed.")
                raise DpiaError(said(text_, workspace=shown(url)))
    if step is not None and step not in STEPS:
        text_ = N_("{workspace} was made by a newer version of dpia. Update dpia; nothing was changed.")
        raise DpiaError(said(text_, workspace=shown(url)))
    if not can_write(url):
        if step != NEWEST:
            raise DpiaError(said(_ONLY_READ, workspace=shown(url)))
        return
    if url.get_backend_name() == "sqlite":
        path = Path(str(url.database))
        if path.stat().st_uid == os.getuid():
            path.chmod(0o600)
        event.listen(engine, "connect", _keep_rollback_journal)
        engine.dispose()
    if step == NEWEST:
        return
    if step is not None:
        backup_before(engine, url, at)
    upgrade(engine, NEWEST)


def _has_tables(connection: Connection) -> bool:
    return bool(inspect(connection).get_table_names())
