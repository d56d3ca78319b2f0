"""Whether a workspace is what dpia wrote: every chain, the files, the locks, the list, what is due, the words, the database.

A program that may write in the database can do so without dpia. What it changes is found, as far as it did not rewrite the
journal as well; that shows only with a head that was kept elsewhere. Each part is looked at in a transaction of its own, so
that people go on saving meanwhile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import SQLAlchemyError

from dpia.assessment.evaluation import evaluate
from dpia.assessment.model import Assessment
from dpia.assessment.versions import is_redefined
from dpia.errors import DpiaError
from dpia.workspace.connecting import can_write
from dpia.workspace.evidence import named_in
from dpia.workspace.facts import line_of, texts_of
from dpia.workspace.foreign import foreign_in, replaced_in
from dpia.workspace.journal import Event, chain_of, state_of
from dpia.workspace.revisions import LOCKS, NO_CHAIN, Kind, faults_in, unpack
from dpia.workspace.rows import Broken, keys_of, numbered, plain, revision_rows, row_of
from dpia.workspace.steps import reading, writing
from dpia.workspace.store import Workspace
from dpia.workspace.tables import ASSESSMENTS, FILES, JOURNAL, USES, is_id
from dpia.workspace.words import index_is_whole, kept_words, rows_of_words, words_of

Anchor = tuple[int, str]
"""A number and the chain that it had when it was noted down."""
CLOCKS: Final = timedelta(minutes=1)
"""Two programs save at once, and the clocks of their machines differ a little."""
_AT_ONCE: Final = 500
_SAID: Final = frozenset(["title", "organisation", "example", "outcome"])
"""What of the line in the list stands in the content itself; `_is_of` compares it."""
_LINE: Final = {
    "level": "the highest risk",
    "level_label": "the highest risk",
    "blocks": "blocking findings",
    "majors": "major findings",
    "minors": "minor findings",
    "asked": "questions",
    "answered": "answers",
    "next_review": "the next review",
}
"""The other columns of the list in words."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found. `faults` are what dpia never writes; `notes` are odd, and can have a harmless reason."""

    faults: tuple[str, ...]
    notes: tuple[str, ...]
    head: str


@dataclass
class _Walk:
    """What is remembered while the journal is walked through: who was there once, and which files are kept for whom."""

    names: set[str] = field(default_factory=set)
    files: dict[str, set[str]] = field(default_factory=dict)
    number: int = 0
    chain: str = NO_CHAIN

    def remember(self, line: Any) -> None:
        """Takes a line in."""
        name = line.assessment
        if line.event == Event.FILED:
            self.files.setdefault(line.subject, set()).add(name)
        elif line.event == Event.DELETED:
            for sha256 in [one for one, owners in self.files.items() if owners == {name}]:
                del self.files[sha256]
            for owners in self.files.values():
                owners.discard(name)
        elif name:
            self.names.add(name)


def verify_workspace(workspace: Workspace, anchor: Anchor | None = None) -> Verified:
    """Looks at everything in a workspace, one thing after the other. Raises DpiaError where it cannot be read at all."""
    engine, walk = workspace.engine, _Walk()
    faults: list[str] = []
    notes: list[str] = []
    with _moment(engine) as connection:
        faults += foreign_in(connection)
        if replaced_in(connection):
            return Verified(tuple(faults), (), f"0:{NO_CHAIN}")
    faults += _of_the_journal(engine, walk, anchor)
    with _moment(engine) as connection:
        names = dict.fromkeys([*keys_of(connection, ASSESSMENTS.c.id), *sorted(walk.names)])
    for name in names:
        faults += _guarded(name, _of_an_assessment(workspace, name, notes))
    faults += _of_the_words(engine)
    faults += _of_the_files(engine, walk)
    return Verified(tuple(faults), tuple(notes), f"{walk.number}:{walk.chain}")


@contextmanager
def _moment(engine: Engine) -> Iterator[Connection]:
    """A connection to which the database stands still, and which gives every text, whatever somebody wrote into it."""
    with reading(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection
            return
        raw: Any = connection.connection.dbapi_connection
        before, raw.text_factory = raw.text_factory, lambda text: text.decode("utf-8", "backslashreplace")
        try:
            yield connection
        finally:
            raw.text_factory = before


def _guarded(name: Any, found: Iterator[str]) -> Iterator[str]:
    """What is found, and one line more where what stands there is of no type that dpia writes."""
    try:
        yield from found
    except (DpiaError, SQLAlchemyError, ValueError, TypeError, AttributeError, ArithmeticError):
        yield f"{plain(name)}: something in it cannot be read"


def _of_the_journal(engine: Engine, walk: _Walk, anchor: Anchor | None) -> Iterator[str]:
    with _moment(engine) as connection:
        keys = keys_of(connection, JOURNAL.c.number)
    for start in range(0, len(keys), _AT_ONCE):
        with _moment(engine) as connection:
            lines = [
                (key, row_of(connection, JOURNAL, JOURNAL.c.number == key, key))
                for key in keys[start : start + _AT_ONCE]
            ]
        for key, line in lines:
            yield from _guarded(f"journal, {numbered('line', key)}", _follow(walk, line, anchor))
    if anchor is not None and not 0 < anchor[0] <= walk.number:
        yield f"journal: line {anchor[0]} was noted down and is missing"


def _follow(walk: _Walk, line: Any, anchor: Anchor | None) -> Iterator[str]:
    """The next line of the journal: whether it follows from those before it."""
    walk.number += 1
    if isinstance(line, Broken):
        yield f"journal: {numbered('line', line.key)} cannot be read"
        return
    if line.number != walk.number:
        yield f"journal: line {walk.number} is missing"
        walk.number = line.number
    data = {name: value for name, value in line._asdict().items() if name != "chain"}
    if chain_of(walk.chain, data) != line.chain:
        yield f"journal: line {walk.number} does not follow from those before it"
    walk.chain = str(line.chain)
    if anchor is not None and anchor[0] == walk.number and anchor[1] != walk.chain:
        yield f"journal: line {walk.number} is not the one that was noted down"
    walk.remember(line)


def _of_an_assessment(workspace: Workspace, name: Any, notes: list[str]) -> Iterator[str]:
    shown = plain(name)
    if not isinstance(name, str) or not is_id(name):
        yield f"{shown}: no assessment can have this id"
        return
    with _moment(workspace.engine) as connection:
        row = row_of(connection, ASSESSMENTS, ASSESSMENTS.c.id == name)
        last = _last_line(connection, name)
        if row is None:
            if last is not None and last.event != Event.DELETED:
                yield f"{name}: the journal knows it, and it is gone without having been deleted"
            return
        if isinstance(row, Broken):
            yield f"{name}: its line in the list cannot be read"
            return
        seen = _Seen()
        seen.whole = yield from faults_in(name, row.head, seen.watch(revision_rows(connection, name)), None)
        notes += (f"{name}: revision {number} is of an earlier time than the one before it" for number in seen.back)
        if seen.whole and row.locked != seen.locked:
            yield f"{name}: it is {'locked' if row.locked else 'not locked'}, and the history says otherwise"
        yield from _of_its_files(connection, name, seen.named)
        yield from _beside(connection, row, seen, last)
        yield from _words_of(connection, row, seen)
    notes += _computed(workspace, row, seen)


def _of_its_files(connection: Connection, name: str, named: set[str]) -> Iterator[str]:
    """Which files it is given, against those that its revisions name and those that were filed for it."""
    known = set(connection.execute(select(USES.c.sha256).where(USES.c.assessment == name)).scalars())
    mine = (JOURNAL.c.assessment == name) & (JOURNAL.c.event == Event.FILED.value)
    filed = set(connection.execute(select(JOURNAL.c.subject).where(mine)).scalars())
    yield from (f"{name}: it names the file {plain(one)[:8]}, and that is not noted" for one in sorted(named - known))
    strays = known - named - filed
    yield from (f"{name}: the file {one} was put to it by hand" for one in sorted(plain(one)[:8] for one in strays))


def _last_line(connection: Connection, name: str) -> Any:
    """The newest line of the journal on an assessment, but for its files."""
    mine = (JOURNAL.c.assessment == name) & (JOURNAL.c.event != Event.FILED.value)
    return connection.execute(select(JOURNAL).where(mine).order_by(JOURNAL.c.number.desc()).limit(1)).one_or_none()


@dataclass
class _Seen:
    """What is kept of the revisions of an assessment while they pass by, one at a time; `whole` where none is missing."""

    whole: bool = False
    back: list[int] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    locked: bool = False
    first: Any = None
    last: Any = None

    @cached_property
    def newest(self) -> Assessment:
        """What the last of them holds."""
        return unpack(self.last.content, self.last.approvals)

    def watch(self, rows: Iterator[Any]) -> Iterator[Any]:
        """The same rows."""
        for row in rows:
            if isinstance(row, Broken):
                yield row
                continue
            if self.last is not None and row.at < self.last.at - CLOCKS:
                self.back.append(row.number)
            if row.kind in LOCKS:
                self.locked = row.kind == Kind.LOCKED
            self.named |= named_in(row.content)
            self.first = self.first or row
            self.last = row
            yield row


def _beside(connection: Connection, row: Any, seen: _Seen, last: Any) -> Iterator[str]:
    """What stands beside the revisions, against the last of them and against the journal."""
    if last is None or last.event == Event.DELETED:
        yield f"{row.id}: the journal does not know it: it was put in by hand"
    elif seen.whole and last.subject != (seen.last.chain if seen.last is not None else ""):
        yield f"{row.id}: the newest revision is not the one of the journal"
    if row.archived != (_archiving(connection, row.id) == Event.ARCHIVED):
        yield f"{row.id}: it is {'in' if row.archived else 'not in'} the archive, and the journal says otherwise"
    elif (last is not None and last.state != state_of(connection, row.id)) or not _is_of(row, seen):
        yield f"{row.id}: its line in the list, its lock, or what is due was changed by hand"


def _archiving(connection: Connection, name: str) -> str:
    """Whether the journal saw an assessment go into the archive last, or come out of it; empty where neither."""
    events = [Event.ARCHIVED.value, Event.UNARCHIVED.value, Event.DELETED.value, Event.FOUND.value]
    mine = (JOURNAL.c.assessment == name) & JOURNAL.c.event.in_(events)
    wanted = select(JOURNAL.c.event, JOURNAL.c.note).where(mine).order_by(JOURNAL.c.number.desc()).limit(1)
    found = connection.execute(wanted).one_or_none()
    if found is None:
        return ""
    return str(found.note if found.event == Event.FOUND else found.event)


def _is_of(row: Any, seen: _Seen) -> bool:
    """Whether the line says what stands in the revisions, as far as that needs no questionnaire."""
    if seen.last is None or not seen.whole:
        return True  # that is told already
    newest = seen.newest
    outcome = newest.decision.outcome.value if newest.decision is not None else ""
    said = (
        newest.title,
        newest.organisation or "",
        newest.example,
        outcome,
        seen.last.at,
        seen.last.actor,
        seen.first.at,
    )
    found: tuple[Any, ...] = (row.title, row.organisation, row.example, row.outcome, row.changed_at, row.changed_by)
    created: datetime = row.created_at
    return (*found, created) == said


def _words_of(connection: Connection, row: Any, seen: _Seen) -> Iterator[str]:
    """Whether it is found by its words, and by no others."""
    if seen.last is None or not seen.whole:
        return
    kept = kept_words(connection, row.serial)
    if kept is None:
        yield f"{row.id}: the words to search for it are gone; {_ANEW}"
    elif kept != set(words_of(texts_of(seen.newest.data()))):
        yield f"{row.id}: the words to search for it are not those of its content; {_ANEW}"


_ANEW: Final = "saving it once more writes them anew"


def _of_the_words(engine: Engine) -> Iterator[str]:
    with _moment(engine) as connection:
        foreign = set(rows_of_words(connection)) - set(keys_of(connection, ASSESSMENTS.c.serial))
    if foreign:
        yield f"the words to search: {len(foreign)} {'entry is' if len(foreign) == 1 else 'entries are'} of no assessment"
    if engine.dialect.name == "sqlite" and can_write(engine.url):
        with writing(engine) as connection:
            whole = index_is_whole(connection)
        if not whole:
            yield "the words to search: their index is damaged; a workspace that is restored from a backup has a new one"


def _computed(workspace: Workspace, row: Any, seen: _Seen) -> Iterator[str]:
    """The line computed anew; another version of the program or of a questionnaire may say something else without any fault."""
    if seen.last is None or not seen.whole:
        return
    try:
        assessment = seen.newest
        if is_redefined(assessment, workspace.library):
            return
        line = line_of(evaluate(workspace.form_of(assessment), assessment, on=seen.last.at.date()))
    except DpiaError:  # its questionnaires are not here, or other ones: nothing can be said
        return
    other = dict.fromkeys(
        _LINE[name] for name, value in line.items() if name not in _SAID and getattr(row, name) != value
    )
    if other:
        yield f"{row.id}: the list does not say what follows today ({', '.join(other)}); saving it once more writes it anew"


def _of_the_files(engine: Engine, walk: _Walk) -> Iterator[str]:
    with _moment(engine) as connection:
        keys = keys_of(connection, FILES.c.sha256)
        used = set(connection.execute(select(USES.c.sha256)).scalars())  # one went with its assessment meanwhile
    for key in keys:
        yield from _guarded(f"evidence {plain(key)[:8]}", _of_a_file(engine, key))
    for key in sorted((walk.files.keys() & used) - set(keys)):
        yield f"evidence {plain(key)[:8]}: the file was kept, and is gone"


def _of_a_file(engine: Engine, key: Any) -> Iterator[str]:
    shown = plain(key)[:8]
    with _moment(engine) as connection:
        row = connection.execute(select(FILES.c.content, FILES.c.size).where(FILES.c.sha256 == key)).one_or_none()
        if row is None:  # it was deleted meanwhile
            return
        if not isinstance(row.content, bytes) or hashlib.sha256(row.content).hexdigest() != key:
            yield f"evidence {shown}: the file is not that of its hash"
        elif len(row.content) != row.size:
            yield f"evidence {shown}: the file is not of the size that is noted"
        noted = (JOURNAL.c.event == Event.FILED.value) & (JOURNAL.c.subject == key)
        if connection.execute(select(JOURNAL.c.number).where(noted).limit(1)).first() is None:
            yield f"evidence {shown}: the journal does not know it: it was put in by hand"
        if connection.execute(select(USES.c.sha256).where(USES.c.sha256 == key).limit(1)).first() is None:
            yield f"evidence {shown}: no assessment names it"


def journal_head(engine: Engine) -> str:
    """The number and chain of the newest line of the journal, to be kept elsewhere: `17:3f…`."""
    with reading(engine) as connection:
        wanted = select(JOURNAL.c.number, JOURNAL.c.chain).order_by(JOURNAL.c.number.desc()).limit(1)
        row = connection.execute(wanted).one_or_none()
    return f"{row.number}:{row.chain}" if row is not None else f"0:{NO_CHAIN}"
