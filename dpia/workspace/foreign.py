"""What stands in the database of a workspace that dpia did not put there: a trigger runs with every save."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import Any, Final

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import SAWarning, SQLAlchemyError

from dpia.workspace.rows import plain
from dpia.workspace.steps import why
from dpia.workspace.tables import METADATA, SEARCH

MOST_DAMAGES: Final = 20
_WORDS: Final = (SEARCH, *(f"{SEARCH}_{part}" for part in ("data", "idx", "content", "docsize", "config")))
_ARTICLE: Final = {"index": "an"}
_OURS: Final = frozenset([*METADATA.tables, *_WORDS, "alembic_version"])
_OBJECTS: Final = {
    "sqlite": "SELECT type, name FROM sqlite_master WHERE type <> 'index' OR sql IS NOT NULL ORDER BY name",
    "postgresql": """
SELECT CASE WHEN relkind IN ('v', 'm') THEN 'view' ELSE 'table' END, relname::text FROM pg_class
WHERE relnamespace = to_regnamespace(current_schema()) AND relkind IN ('r', 'v', 'm', 'f', 'p')
AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
UNION ALL SELECT 'trigger', tgname::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND relnamespace = to_regnamespace(current_schema())
UNION ALL SELECT 'rule', rulename::text FROM pg_rules WHERE schemaname = current_schema() ORDER BY 2
""",
}
"""What belongs to an extension is left out: an administrator put it there for all databases."""
_OWN: Final = {
    "table": frozenset([*_OURS, "sqlite_sequence", *(f"sqlite_stat{number}" for number in (1, 2, 3, 4))]),
    "index": frozenset(str(index.name) for table in METADATA.tables.values() for index in table.indexes),
}
"""The last ones SQLite makes itself. Triggers and views can be called so too, by whoever writes in its schema."""
_CLAUSE: Final = re.compile(r"\b(?:CHECK|COLLATE|CONFLICT|DEFAULT|GENERATED|AS)\b", re.IGNORECASE)
"""What no table of ours says: it would change or drop what is saved."""


def foreign_in(connection: Connection) -> Iterator[str]:
    """What the database says of itself, what is not ours in it, and what of ours is not as the steps make it."""
    dialect = connection.dialect.name
    if dialect == "sqlite":
        for line in _lines(connection, f"PRAGMA integrity_check({MOST_DAMAGES})"):
            if line != ("ok",):
                yield f"the database: SQLite says: {plain(' '.join(str(line[0]).split()))}"
        for line in _lines(connection, "PRAGMA foreign_key_check"):
            yield f"the database: a row of {plain(line[0])} belongs to nothing"
    for kind, name in _lines(connection, _OBJECTS[dialect]):
        if name not in _OWN.get(kind, ()):
            yield f"the database: it holds {_ARTICLE.get(kind, 'a')} {plain(kind)} {plain(name)}, which is not of dpia"
    if dialect == "sqlite":
        yield from _clauses(connection)
    yield from dict.fromkeys(_differences(connection))


def replaced_in(connection: Connection) -> frozenset[str]:
    """Our tables in whose place there is a view: to read it can take for ever."""
    return (
        frozenset(str(name) for kind, name in _lines(connection, _OBJECTS[connection.dialect.name]) if kind == "view")
        & _OURS
    )


def _clauses(connection: Connection) -> Iterator[str]:
    for name, sql in _lines(connection, "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"):
        if name in METADATA.tables and (found := _CLAUSE.search(str(sql))):
            yield f"the database: not as dpia makes it: {found[0].upper()} in the table {name}"


def _lines(connection: Connection, statement: str) -> list[tuple[Any, ...]]:
    try:
        return [tuple(row) for row in connection.execute(text(statement))]
    except SQLAlchemyError as error:
        return [(str(why(error)), "")]


def _differences(connection: Connection) -> Iterator[str]:
    """Tables that lack a column or an index, or have one too many."""
    options = {"include_name": lambda name, kind, parents: kind != "table" or name in METADATA.tables}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # what it cannot compare is told above
            found = compare_metadata(MigrationContext.configure(connection, opts=options), METADATA)
    except SQLAlchemyError as error:
        yield f"the database: {plain(why(error))}"
        return
    for one in found:
        for change in one if isinstance(one, list) else [one]:
            yield f"the database: {_said(change)}"


def _said(change: Any) -> str:
    """What would have to be done to make it as dpia makes it, as what is wrong with it."""
    doing, _, kind = change[0].partition("_")
    if doing == "modify":
        return f"the column {plain(change[3])} of the table {plain(change[2])} is not as dpia makes it"
    thing = change[-1]
    what = f"the {_KINDS.get(kind, kind)} {plain(getattr(thing, 'name', None) or '')}".rstrip()
    table = getattr(thing, "table", None)
    if table is not None and table is not thing:
        what += f" of the table {plain(table.name)}"
    elif kind == "column":
        what += f" of the table {plain(change[2])}"
    return f"{what} is missing" if doing == "add" else f"{what} is not of dpia"


_KINDS: Final = {"fk": "foreign key", "table_comment": "comment"}
