"""Backups: every row of every table in one zip, the same for SQLite and PostgreSQL, and back into an empty workspace.

The facts of the organisation, which are kept beside the tables, lie in it too.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    URL,
    Connection,
    Date,
    Engine,
    LargeBinary,
    MetaData,
    Table,
    func,
    insert,
    inspect,
    select,
    text,
)

from dpia.assessment.files import whole
from dpia.assessment.locking import real
from dpia.assessment.organisation import FILE_NAME, OrganisationFacts, parse_facts
from dpia.errors import BadInput, DpiaError, Location, Problem, Told
from dpia.folders import make_folder
from dpia.messages import workspaces
from dpia.wording import N_, said
from dpia.workspace.evidence import use_all
from dpia.workspace.facts import texts_of
from dpia.workspace.journal import Event, begin, write_line
from dpia.workspace.organisation import MAX_BYTES, bring_back, facts_at
from dpia.workspace.places import data_folder
from dpia.workspace.revisions import as_kept, unpack
from dpia.workspace.steps import NEWEST, STEPS, UNREADABLE, reading, step_of, writing
from dpia.workspace.tables import ASSESSMENTS, JOURNAL, METADATA, REVISIONS, Moment, utc
from dpia.workspace.words import remember_words
from dpia.workspace.zips import ZIP_ERRORS

FORMAT: Final = 1
MANIFEST: Final = "dpia-workspace.json"
ROWS: Final = "rows/"
FACTS: Final = FILE_NAME
TABLES: Final = ("assessments", "revisions", "due", "files", "uses", "journal")
"""The tables in the order in which they are filled, the journal last; the words are made anew."""
WITH_JOURNAL: Final = "0003"
"""The step since which there is a journal."""
MAX_TOTAL: Final = 20_000_000_000
MAX_MANIFEST: Final = 10_000
MAX_LINE: Final = 64_000_000
"""A row holds at most one file of 20 MB, or one revision."""


def write_backup(engine: Engine, target: Path, *, at: datetime, force: bool = False) -> int:
    """Writes a backup, whole or not at all, and gives the number of assessments in it."""
    try:
        make_folder(real(target).parent)
        with whole(target, force=force) as stream, reading(engine) as connection:
            if connection.dialect.name == "postgresql":  # one moment for all tables; SQLite gives that by itself
                connection.execution_options(isolation_level="REPEATABLE READ")
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as zipped:
                number = _write(connection, zipped, at)
                if (facts := facts_at(engine.url)) is not None:
                    zipped.writestr(FACTS, facts.text())
    except OSError as error:
        why = error.strerror or error
        raise DpiaError(said(N_("{target}: the backup cannot be written: {why}."), target=target, why=why)) from None
    except (ValueError, TypeError):  # a day that is none, a word in the place of a number
        text = N_("{target}: the backup cannot be written from this workspace: {why}.")
        raise DpiaError(said(text, target=target, why=UNREADABLE)) from None
    return number


def _write(connection: Connection, zipped: zipfile.ZipFile, at: datetime) -> int:
    """The tables as they are in the database, whatever step it is at."""
    known = MetaData()
    known.reflect(connection, only=[name for name in TABLES if name in _names(connection)])
    for name in TABLES:
        if name in known.tables:
            with zipped.open(f"{ROWS}{name}.jsonl", "w", force_zip64=True) as stream:
                wanted = select(known.tables[name]).execution_options(yield_per=1 if name == "files" else 100)
                for row in connection.execute(wanted):
                    stream.write(json.dumps(_plain(row._mapping), ensure_ascii=False).encode("utf-8") + b"\n")
    number: int = connection.execute(select(func.count()).select_from(ASSESSMENTS)).scalar_one()
    manifest = {"dpia_workspace": FORMAT, "step": step_of(connection), "at": at.isoformat(), "assessments": number}
    zipped.writestr(MANIFEST, json.dumps(manifest, indent=2))
    return number


@dataclass(frozen=True, slots=True)
class Restored:
    """What a workspace is filled from, at which step its tables were, by whom, and when."""

    source: str
    step: str
    actor: str
    at: datetime


def _names(connection: Connection) -> list[str]:
    return inspect(connection).get_table_names()


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, bytes | memoryview):
            plain[str(key)] = {"base64": base64.b64encode(bytes(value)).decode("ascii")}
        elif isinstance(value, datetime):
            plain[str(key)] = utc(value).isoformat()
        elif isinstance(value, date):
            plain[str(key)] = value.isoformat()
        else:
            plain[str(key)] = value
    return plain


def backup_before(engine: Engine, url: URL, at: datetime) -> Path:
    """The backup that is made before the tables are changed: beside a SQLite file, in the data folder for PostgreSQL."""
    stamp = f"{at:%Y%m%dT%H%M%S%f}"  # two programs that do this at once each make their own
    base = Path(str(url.database)) if url.get_backend_name() == "sqlite" else data_folder() / f"{url.database}"
    target = base.with_name(f"{base.name}.before-{NEWEST}-{stamp}.zip")
    write_backup(engine, target, at=at)
    return target


def restore_backup(engine: Engine, source: Path, *, actor: str, at: datetime) -> int:
    """Fills an empty workspace from a backup, and gives the number of assessments. Raises BadInput; nothing is stored then.

    What was changed by hand before the backup was made is restored as it was; `verify_workspace` says so.
    """
    try:
        with zipfile.ZipFile(source) as zipped:
            if sum(entry.file_size for entry in zipped.infolist()) > MAX_TOTAL:
                raise _bad(source, workspaces.LARGE_BACKUP())
            with zipped.open(MANIFEST) as stream:
                manifest = json.loads(stream.read(MAX_MANIFEST))
            if not isinstance(manifest, dict) or manifest.get("dpia_workspace") != FORMAT:
                raise _bad(source, workspaces.NO_BACKUP())
            if manifest.get("step") not in STEPS:
                raise _bad(source, workspaces.NEWER_BACKUP())
            facts = _facts_in(zipped, source)
            number = _fill(engine, zipped, Restored(source.name, manifest["step"], actor, at))
    except FileNotFoundError:
        raise DpiaError(said(N_("{source}: there is no such file."), source=source)) from None
    except (*ZIP_ERRORS, KeyError, TypeError, AttributeError):
        raise _bad(source, workspaces.BAD_BACKUP()) from None
    if facts is not None:
        bring_back(engine.url, facts)
    return number


def _facts_in(zipped: zipfile.ZipFile, source: Path) -> OrganisationFacts | None:
    """The facts of the organisation in a backup; an older one has none."""
    if FACTS not in zipped.namelist():
        return None
    with zipped.open(FACTS) as stream:
        raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise _bad(source, workspaces.LARGE_BACKUP())
    return parse_facts(raw, f"{source}: {FACTS}")


def _fill(engine: Engine, zipped: zipfile.ZipFile, restored: Restored) -> int:
    with writing(engine) as connection:
        if connection.execute(select(ASSESSMENTS.c.id).limit(1)).first() is not None:
            text_ = N_("The workspace holds assessments already. Restore into an empty one: --workspace NEW-FILE")
            raise DpiaError(said(text_))
        # A workspace that held something before goes on with its own journal, and an older backup has none.
        own = connection.execute(select(JOURNAL.c.number).limit(1)).first() is not None
        brings = not own and restored.step >= WITH_JOURNAL
        for name in TABLES if brings else TABLES[:-1]:
            table = METADATA.tables[name]
            for rows in _in_batches(_rows(zipped, table), 1 if name == "files" else 100):
                connection.execute(insert(table), rows)
        if connection.dialect.name == "postgresql":
            connection.execute(
                text(
                    "SELECT setval(pg_get_serial_sequence('assessments', 'serial'), coalesce(max(serial), 1)) FROM assessments"
                )
            )
        use_all(connection)  # an older program did not note all of them
        _make_words(connection)
        if not brings:
            begin(connection, at=restored.at)
        actor, note = as_kept(restored.actor), as_kept(restored.source)
        write_line(connection, Event.RESTORED, at=restored.at, actor=actor, note=note)
        number: int = connection.execute(select(func.count()).select_from(ASSESSMENTS)).scalar_one()
    return number


def _make_words(connection: Connection) -> None:
    wanted = select(ASSESSMENTS.c.serial, REVISIONS.c.content, REVISIONS.c.approvals).join(
        REVISIONS, (REVISIONS.c.assessment == ASSESSMENTS.c.id) & (REVISIONS.c.number == ASSESSMENTS.c.head)
    )
    for row in connection.execute(wanted).all():
        # What was damaged when it was backed up is restored as it was: `dpia history` says so, and the rest is not lost.
        with suppress(DpiaError):
            remember_words(connection, row.serial, texts_of(unpack(row.content, row.approvals).data()))


def _rows(zipped: zipfile.ZipFile, table: Table) -> Iterator[dict[str, Any]]:
    with io.BufferedReader(zipped.open(f"{ROWS}{table.name}.jsonl")) as stream:  # type: ignore[type-var]
        while line := stream.readline(MAX_LINE + 1):
            if len(line) > MAX_LINE:
                raise ValueError("a row is too long")
            yield {key: _typed(table, key, value) for key, value in json.loads(line).items()}


def _typed(table: Table, key: str, value: Any) -> Any:
    kind = table.c[key].type
    if value is None:
        return None
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value["base64"], validate=True)
    if isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if type(value) is not kind.python_type:  # SQLite would take it
        raise TypeError(key)
    return value


def _in_batches(rows: Iterator[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, size)):
        yield batch


def _bad(source: Path, told: Told) -> BadInput:
    return BadInput([Problem(Location(str(source)), told)])
