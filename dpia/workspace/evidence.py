"""Which files an assessment names as evidence, and which assessments therefore use a file."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from dpia.workspace.revisions import decompressed
from dpia.workspace.tables import REVISIONS, USES

_HASH: Final = re.compile(r"[0-9a-f]{64}")
_NO_FILE: Final = frozenset({"version", "media"})
_AT_ONCE: Final = 400
"""Rows in one statement: databases limit the values that one may have."""


def evidence_in(data: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every file that the data of an assessment names by its SHA-256, wherever in it, with the entry that names it.

    What names a version beside is a questionnaire, and what names a medium a picture that carries its own bytes.
    """
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            named = value.get("sha256")
            if isinstance(named, str) and _HASH.fullmatch(named) and not _NO_FILE & value.keys():
                yield named, value
            waiting += reversed(value.values())
        elif isinstance(value, list):
            waiting += reversed(value)


def use(connection: Connection, assessment: str, files: Iterable[str]) -> None:
    """Notes that an assessment names files, so that they stay as long as it does; also such as are not here yet."""
    _note(connection, {(assessment, sha256) for sha256 in files})


def use_all(connection: Connection) -> None:
    """Notes the same for every revision of every assessment. One that is damaged names nothing any more."""
    wanted = select(REVISIONS.c.assessment, REVISIONS.c.content).execution_options(yield_per=100)
    found = {(row.assessment, sha256) for row in connection.execute(wanted) for sha256 in named_in(row.content)}
    _note(connection, found)


def _note(connection: Connection, uses: set[tuple[str, str]]) -> None:
    rows = [{"assessment": assessment, "sha256": sha256} for assessment, sha256 in sorted(uses)]
    for start in range(0, len(rows), _AT_ONCE):
        # SQLite says "on conflict do nothing" as PostgreSQL does.
        connection.execute(insert(USES).values(rows[start : start + _AT_ONCE]).on_conflict_do_nothing())


def named_in(content: bytes) -> set[str]:
    """The files that a revision names, by their SHA-256. One that is damaged names nothing any more."""
    try:
        return {sha256 for sha256, _ in evidence_in(json.loads(decompressed(content)))}
    except (zlib.error, ValueError, RecursionError):
        return set()
