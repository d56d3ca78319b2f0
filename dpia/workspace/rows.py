"""Rows of a database in which somebody else may have written: one that cannot be read does not hide the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Table, select
from sqlalchemy.exc import SQLAlchemyError

from dpia.workspace.tables import REVISIONS


@dataclass(frozen=True, slots=True)
class Broken:
    """A row whose values are not of the types of their columns."""

    key: Any = None


def keys_of(connection: Connection, key: Column[Any], *where: Any) -> list[Any]:
    """The keys of some rows, in their order."""
    return list(connection.execute(select(key).where(*where).order_by(key)).scalars())


def row_of(connection: Connection, table: Table, where: Any, key: Any = None) -> Any:
    """A row; None where there is none, and `Broken` where it cannot be read."""
    try:
        return connection.execute(select(table).where(where)).one_or_none()
    except (SQLAlchemyError, ValueError, TypeError):
        return Broken(key)


def revision_lines(connection: Connection, name: str) -> list[Any]:
    """The revisions of an assessment without their content, the newest first; those that cannot be read are left out."""
    line = [column for column in REVISIONS.c if column.name not in ("content", "approvals")]
    wanted = select(*line).where(REVISIONS.c.assessment == name).order_by(REVISIONS.c.number.desc())
    try:
        return list(connection.execute(wanted).all())
    except (SQLAlchemyError, ValueError, TypeError):
        return [row for row in reversed(list(revision_rows(connection, name))) if not isinstance(row, Broken)]


def revision_rows(connection: Connection, name: str) -> Iterator[Any]:
    """The revisions of an assessment, the oldest first, each read when its turn comes."""
    mine = REVISIONS.c.assessment == name
    for number in keys_of(connection, REVISIONS.c.number, mine):
        row = row_of(connection, REVISIONS, mine & (REVISIONS.c.number == number), number)
        yield row if row is not None and (isinstance(row, Broken) or _is_whole(row)) else Broken(number)


def _is_whole(row: Any) -> bool:
    """SQLite keeps whatever is given to it: a text where bytes belong, a number where a text belongs."""
    texts = (row.actor, row.kind, row.note, row.content_hash, row.chain, row.approvals)
    return isinstance(row.number, int) and isinstance(row.content, bytes) and all(isinstance(one, str) for one in texts)


def plain(found: Any) -> str:
    """What stands in a database, on one line, whatever it is."""
    return str(found)[:80].encode("unicode_escape", "replace").decode("ascii")


def numbered(what: str, key: Any) -> str:
    """What a number is of: "revision 3", or "a revision without a number" where something else stands there."""
    return f"{what} {key}" if isinstance(key, int) else f"a {what} without a number"
