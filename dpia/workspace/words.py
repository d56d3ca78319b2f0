"""The words of the newest revisions, to be searched: FTS5 in SQLite, a tsvector in PostgreSQL.

What is a word is decided here and not in the databases, which differ in it: "example.org" holds two, "Café" is "cafe".
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from sqlalchemy import Connection, Integer, TextualSelect, column, text
from sqlalchemy.exc import DatabaseError

_WORD: Final = re.compile(r"[^\W_]+")
MAX_WORD: Final = 60
REMEMBERED_LENGTH: Final = 1_000
MAX_WORDS_BYTES: Final = 900_000
"""A tsvector has at most 1 MB. Words beyond the first 900 kB of different ones are not found; no assessment comes near."""


def words_in(text_: str) -> tuple[str, ...]:
    """The different words of a text in their order: in small letters, without accents, cut at 60 signs."""
    return _remembered(text_) if len(text_) <= REMEMBERED_LENGTH else _words(text_)


@lru_cache(maxsize=2048)
def _remembered(text_: str) -> tuple[str, ...]:
    """A save changes few texts of an assessment, so the words of the others are known. 30 MB at most are held for it."""
    return _words(text_)


def _words(text_: str) -> tuple[str, ...]:
    written = dict.fromkeys(_WORD.findall(unicodedata.normalize("NFC", text_)))
    plain = (plain for word in written for plain in ([word.lower()] if word.isascii() else _without_accents(word)))
    return tuple(dict.fromkeys(word[:MAX_WORD] for word in plain))


def _without_accents(word: str) -> list[str]:
    apart = unicodedata.normalize("NFKD", word.casefold())
    return _WORD.findall("".join(sign for sign in apart if not unicodedata.combining(sign)).casefold())


def matching(connection: Connection, words: str) -> TextualSelect | None:
    """The serials of the assessments with all of the words, each also as the beginning of one; None for no words."""
    found = words_in(words[:200])[:10]
    if not found:
        return None
    if connection.dialect.name == "postgresql":
        query = text("SELECT serial FROM search WHERE words @@ CAST(:wanted AS tsquery)")
        wanted = " & ".join(f"'{word}':*" for word in found)
    else:
        query = text("SELECT rowid AS serial FROM search WHERE search MATCH :wanted")
        wanted = " ".join(f'"{word}"*' for word in found)
    return query.bindparams(wanted=wanted).columns(column("serial", Integer))


def words_of(texts: Iterable[str]) -> list[str]:
    """The different words of an assessment's texts, as far as they are kept."""
    found, size = [], 0
    for word in dict.fromkeys(chain.from_iterable(map(words_in, texts))):
        size += len(word.encode()) + 1
        if size > MAX_WORDS_BYTES:
            break
        found.append(word)
    return found


def kept_words(connection: Connection, serial: int) -> set[str] | None:
    """The words that are kept of an assessment; None where it has no entry."""
    if connection.dialect.name == "postgresql":
        query = text("SELECT tsvector_to_array(words) AS words FROM search WHERE serial = :serial")
    else:
        query = text("SELECT words FROM search WHERE rowid = :serial")
    row = connection.execute(query, {"serial": serial}).one_or_none()
    if row is None:
        return None
    return set(row.words.split(" ") if isinstance(row.words, str) else row.words) - {""}


def rows_of_words(connection: Connection) -> list[int]:
    """The serials of all entries."""
    column_ = "serial" if connection.dialect.name == "postgresql" else "rowid"
    return list(connection.execute(text(f"SELECT {column_} FROM search")).scalars())


def index_is_whole(connection: Connection) -> bool:
    """Whether SQLite finds by its index what it keeps. It looks at that in a transaction that writes, and writes nothing."""
    try:
        connection.execute(text("INSERT INTO search (search) VALUES ('integrity-check')"))
    except DatabaseError as error:
        if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_CORRUPT:
            return False
        raise
    return True


def remember_words(connection: Connection, serial: int, texts: Iterable[str]) -> None:
    """Keeps the words of an assessment's texts in place of those it had."""
    found = words_of(texts)
    kept: Any
    if connection.dialect.name == "postgresql":
        kept, query = (
            found,
            (
                "INSERT INTO search (serial, words) VALUES (:serial, array_to_tsvector(CAST(:words AS text[]))) "
                "ON CONFLICT (serial) DO UPDATE SET words = EXCLUDED.words"
            ),
        )
    else:
        kept, query = " ".join(found), "INSERT OR REPLACE INTO search (rowid, words) VALUES (:serial, :words)"
    connection.execute(text(query), {"serial": serial, "words": kept})


def forget_words(connection: Connection, serial: int) -> None:
    """Removes the words of an assessment, also from the memory of this process."""
    _remembered.cache_clear()
    column_ = "serial" if connection.dialect.name == "postgresql" else "rowid"
    connection.execute(text(f"DELETE FROM search WHERE {column_} = :serial"), {"serial": serial})
