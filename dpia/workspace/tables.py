"""The tables of a workspace. `migrations/` makes them; a test proves that both say the same."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    func,
)

from dpia.questionnaire.lookalike import ALIKE

METADATA: Final = MetaData()


def is_id(name: str) -> bool:
    """Whether an assessment can be called so. Databases differ in the signs they take, so nothing else is asked of them."""
    return re.fullmatch(r"[a-z0-9-]{1,64}", name, re.ASCII) is not None


def outline(name: Column[str]) -> ColumnElement[str]:
    """What an id looks like, in the database; see `outline_of`."""
    found: ColumnElement[str] = name
    for sign, other in ALIKE:
        found = func.replace(found, sign, other)
    return found


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, whatever zone it was given in. SQLite keeps no zone, and PostgreSQL gives it back in its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """What is written."""
        return None if value is None else utc(value)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """What is read."""
        return None if value is None else utc(value)


def utc(moment: datetime) -> datetime:
    """A moment in UTC; one without a zone is in it already."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


ASSESSMENTS: Final = Table(
    "assessments",
    METADATA,
    Column("serial", Integer, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("head", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("changed_by", String(200), nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("locked", Boolean, nullable=False),
    # What the list shows, so that it need not read the assessments themselves.
    Column("title", String(500), nullable=False),
    Column("organisation", String(500), nullable=False),
    Column("example", Boolean, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("level", Integer, nullable=False),
    Column("level_label", String(500), nullable=False),
    Column("blocks", Integer, nullable=False),
    Column("majors", Integer, nullable=False),
    Column("minors", Integer, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("next_review", Date),
    Index("assessments_by_change", "archived", "changed_at"),
)
"""One row for each assessment. `head` is the number of its newest revision; `serial` is its row in the words."""

REVISIONS: Final = Table(
    "revisions",
    METADATA,
    Column("assessment", String(64), ForeignKey("assessments.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("note", Text, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("chain", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("approvals", Text, nullable=False),
)
"""Every revision, never changed. `content` is the canonical JSON without the signatures, compressed with zlib."""

DUE: Final = Table(
    "due",
    METADATA,
    Column("assessment", String(64), ForeignKey("assessments.id", ondelete="CASCADE"), primary_key=True),
    Column("item", String(80), primary_key=True),
    Column("day", Date, nullable=False),
    Column("what", String(500), nullable=False),
    Column("owner", String(500), nullable=False),
    Index("due_by_day", "day"),
)
"""What is due in the newest revision of each assessment: measures, conditions, the next review."""

FILES: Final = Table(
    "files",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""Evidence files, each once by its hash."""

USES: Final = Table(
    "uses",
    METADATA,
    Column("assessment", String(64), ForeignKey("assessments.id", ondelete="CASCADE"), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Index("uses_by_file", "sha256"),
)
"""Which files the revisions of an assessment name, here or not; one that none names any more is removed with the last of them."""

JOURNAL: Final = Table(
    "journal",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("event", String(20), nullable=False),
    Column("assessment", String(64), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("state", String(64), nullable=False),
    Column("note", String(200), nullable=False),
    Column("chain", String(64), nullable=False),
    Index("journal_by_assessment", "assessment"),
    Index("journal_by_subject", "subject"),
)
"""What happened to the workspace as a whole, never changed; see `journal`."""

SEARCH: Final = "search"
"""The table of words: FTS5 in SQLite, a tsvector in PostgreSQL. It holds nothing that the revisions do not."""

ONLY: Final = {
    "open": ASSESSMENTS.c.outcome == "",
    "decided": ASSESSMENTS.c.outcome != "",
    "review": ASSESSMENTS.c.locked,
    "blocked": ASSESSMENTS.c.blocks > 0,
}
"""What the list can be narrowed to."""
SORTS: Final = {
    "changed": (ASSESSMENTS.c.changed_at.desc(), ASSESSMENTS.c.id),
    "title": (func.lower(ASSESSMENTS.c.title), ASSESSMENTS.c.id),
    "level": (ASSESSMENTS.c.level.desc(), ASSESSMENTS.c.blocks.desc(), ASSESSMENTS.c.id),
    "findings": (ASSESSMENTS.c.blocks.desc(), ASSESSMENTS.c.majors.desc(), ASSESSMENTS.c.id),
    "review": (ASSESSMENTS.c.next_review.is_(None), ASSESSMENTS.c.next_review, ASSESSMENTS.c.id),
}
"""What the list can be sorted by; the id last, so that no page shows one twice."""
