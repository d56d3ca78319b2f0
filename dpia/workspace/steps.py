"""The state of the tables, and how a step of `migrations` is taken."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from dpia.errors import DpiaError
from dpia.wording import N_, Saying, said

MIGRATIONS: Final = Path(__file__).parent / "migrations"
STEPS: Final = ("0001", "0002", "0003")
"""The steps of `migrations/versions`, in order."""
NEWEST: Final = STEPS[-1]
_BUSY: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
UPGRADE_LOCK: Final = 471_2026
"""Two programs that open one PostgreSQL workspace take turns in bringing it up to date."""
_turns: WeakKeyDictionary[Engine, Lock] = WeakKeyDictionary()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes; in SQLite it takes its turn at the beginning. Raises DpiaError where the database fails."""
    with (
        _told(N_("The workspace could not save, and holds what it held before: {why}.")),
        _transaction(engine) as connection,
    ):
        yield connection


@contextmanager
def _transaction(engine: Engine) -> Iterator[Connection]:
    """The threads of this program take turns, so that at most one of them stands in SQLite's queue, which is not fair."""
    turn = _turns.setdefault(engine, Lock()) if engine.dialect.name == "sqlite" else nullcontext()
    with turn, engine.connect() as connection, connection.execution_options(writes=True).begin():
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection to read with. Raises DpiaError where the database fails."""
    with _told(N_("The workspace cannot be read: {why}.")), engine.connect() as connection:
        yield connection


@contextmanager
def _told(template: str) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise DpiaError(said(template, why=why(error))) from None


UNREADABLE: Final = said(N_("it holds a value that cannot be read; `dpia workspace verify` says where"))


def why(error: SQLAlchemyError) -> Saying | str:
    """The first line of what the database says. The rest, and SQLAlchemy's own words, could hold answers or a password."""
    original = getattr(error, "orig", None)
    if isinstance(original, sqlite3.OperationalError):
        code = getattr(original, "sqlite_errorcode", None)
        if code is None:  # not of SQLite but of Python, which read a value and quotes it
            return UNREADABLE
        if code & 0xFF == sqlite3.SQLITE_READONLY:
            return said(N_("it can only be read; copy it to a folder in which you may write"))
        if code & 0xFF in _BUSY:
            return said(N_("another program is writing in it and does not come to an end; try again in a moment"))
    lines = str(original if original is not None else type(error).__name__).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(original).__name__


def step_of(connection: Connection) -> str | None:
    """The step that the tables are at; None where there are none. Raises DpiaError where they say several."""
    steps = MigrationContext.configure(connection).get_current_heads()
    if len(steps) > 1:
        raise DpiaError(said(N_("The workspace says that it is at several steps at once: it was changed by hand.")))
    return next(iter(steps), None)


def upgrade(engine: Engine, to: str) -> None:
    """Brings the tables to a step, in one transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with _transaction(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": UPGRADE_LOCK})
        if step_of(connection) != to:
            config.attributes["connection"] = connection
            command.upgrade(config, to)
