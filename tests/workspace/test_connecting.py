"""A workspace is made private, opened again as it was, and what is none, or is newer, is refused and left as it is."""

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from dpia.errors import DpiaError
from dpia.workspace import Workspace, default_url
from dpia.workspace import connecting as connecting_module
from dpia.workspace.backup import write_backup
from dpia.workspace.connecting import address_of, shown
from dpia.workspace.places import data_folder
from tests.support.commands import ROOT
from tests.support.postgres import PASSWORD, Server
from tests.support.run import HANG_SECONDS
from tests.support.workspaces import AT, answer, create, later, make, opened, value


def refusal(address: str | Path) -> str:
    """What opening says: one line without a password."""
    with pytest.raises(DpiaError) as error:
        opened(address)
    said = str(error.value)
    assert said and "\n" not in said
    assert PASSWORD not in said
    return said


# ------------------------------------------------------------------------------------------------------ made and found


def test_a_workspace_is_made_where_there_is_none_and_found_again(nowhere: str) -> None:
    first = opened(nowhere)
    create(first, make())
    answer(first, "hotline", "one", "word", at=later(1))
    history = first.history("hotline")
    first.close()
    again = opened(nowhere)
    assert again.history("hotline") == history
    assert value(again, "hotline", "one") == "word"
    again.close()


MAKERS = """
import os, sys
from tests.support.workspaces import create, make, opened, small_library

small_library()
for number in range(6):
    if os.fork() == 0:
        sys.stdin.readline()  # all wait for the end of the input
        workspace = opened(sys.argv[1])
        create(workspace, make(f"a{number}"))
        workspace.close()
        sys.exit()
sys.stdin.close()
os.close(0)
sys.exit(sum(os.waitstatus_to_exitcode(os.wait()[1]) for _ in range(6)))
"""


def test_several_programs_may_make_one_workspace_at_once(nowhere: str) -> None:
    command = [sys.executable, "-c", MAKERS, nowhere]
    made = subprocess.run(command, cwd=ROOT, input="", capture_output=True, text=True, timeout=HANG_SECONDS)
    assert (made.returncode, made.stderr) == (0, "")
    workspace = opened(nowhere)
    assert sorted(entry.id for entry in workspace.entries()[0]) == [f"a{number}" for number in range(6)]
    workspace.close()


# ------------------------------------------------------------------------------------------------------------- private


@pytest.fixture
def usual_umask() -> Iterator[None]:
    """What most systems set: others may read new files."""
    old = os.umask(0o022)
    yield
    os.umask(old)


def rights(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): oct(stat.S_IMODE(path.stat().st_mode)) for path in sorted(folder.rglob("*"))}


@pytest.mark.usefixtures("usual_umask")
def test_folders_and_files_are_private(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "workspace.sqlite"
    workspace = opened(path)
    create(workspace, make())
    with workspace.engine.connect().execution_options(writes=True) as connection:
        connection.execute(text("UPDATE assessments SET title = 'x'"))
        assert rights(tmp_path) == {
            "new": "0o700",
            "new/folder": "0o700",
            "new/folder/workspace.sqlite": "0o600",
            "new/folder/workspace.sqlite-journal": "0o600",
        }
    write_backup(workspace.engine, tmp_path / "far" / "away" / "backup.zip", at=AT)
    workspace.close()
    assert rights(tmp_path / "far") == {"away": "0o700", "away/backup.zip": "0o600"}
    assert stat.S_IMODE((tmp_path / "far").stat().st_mode) == 0o700


@pytest.mark.usefixtures("usual_umask")
def test_a_workspace_that_others_could_read_becomes_private(tmp_path: Path) -> None:
    path = tmp_path / "workspace.sqlite"
    opened(path).close()
    path.chmod(0o644)
    opened(path).close()
    assert rights(tmp_path) == {"workspace.sqlite": "0o600"}


def test_a_folder_that_was_there_keeps_its_rights(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    opened(folder / "workspace.sqlite").close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755


# ------------------------------------------------------------------------------------------- what is refused unharmed


def set_step(address: str, step: str) -> None:
    workspace = opened(address)
    create(workspace, make())
    with workspace.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :step"), {"step": step})
    workspace.close()


def fingerprint(path: Path) -> tuple[bytes, int, int]:
    state = path.stat()
    return path.read_bytes(), state.st_mode, state.st_mtime_ns


def test_a_newer_file_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "workspace.sqlite"
    set_step(str(path), "9999")
    path.chmod(0o640)
    before = fingerprint(path)
    assert refusal(path) == f"{path} was made by a newer version of dpia. Update dpia; nothing was changed."
    assert fingerprint(path) == before
    assert [file.name for file in tmp_path.iterdir()] == ["workspace.sqlite"]


def test_a_newer_database_is_refused_and_stays_as_it_is(postgres: Server) -> None:
    with postgres.database() as url:
        set_step(url, "9999")
        before = dump(postgres, url)
        assert "was made by a newer version of dpia. Update dpia; nothing was changed." in refusal(url)
        assert dump(postgres, url) == before


def dump(postgres: Server, url: str) -> list[object]:
    """The tables, their columns and all rows."""
    with psycopg.connect(host=str(postgres.folder), user="dpia", dbname=postgres.name_in(url)) as connection:
        columns = connection.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' "
            "ORDER BY 1, 2"
        ).fetchall()
        rows = [
            connection.execute(f"SELECT * FROM {table} ORDER BY 1".encode()).fetchall()
            for table in sorted({str(column[0]) for column in columns})
        ]
        return [columns, rows]


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
@pytest.mark.parametrize("table", ["bookmarks", "alembic_version", "assessments"])
def test_a_file_of_another_program_is_refused_and_stays_as_it_is(tmp_path: Path, table: str, journal: str) -> None:
    path = tmp_path / "places.sqlite"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA journal_mode={journal}")
    connection.execute(f"CREATE TABLE {table} (version_num TEXT)")
    connection.commit()
    connection.close()
    path.chmod(0o644)
    before = fingerprint(path)
    assert refusal(path) == f"{path} is no workspace of dpia: it holds other tables. Nothing was changed."
    assert fingerprint(path) == before
    assert [file.name for file in tmp_path.iterdir()] == ["places.sqlite"]


def test_a_database_of_another_program_is_refused_and_stays_as_it_is(postgres: Server) -> None:
    with postgres.database() as url:
        postgres.execute("CREATE TABLE bookmarks (id integer); INSERT INTO bookmarks VALUES (1)", postgres.name_in(url))
        before = dump(postgres, url)
        assert "is no workspace of dpia: it holds other tables. Nothing was changed." in refusal(url)
        assert dump(postgres, url) == before


def test_a_file_that_is_no_database_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear sir or madam, " * 200, encoding="utf-8")
    before = fingerprint(path)
    assert refusal(path) == f"{path}: the workspace cannot be opened: file is not a database."
    assert fingerprint(path) == before


def test_a_file_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/proc/version")
    said = refusal(tmp_path / "link")
    assert said == f"{tmp_path}/link: the workspace cannot be opened: unable to open database file."


def test_a_damaged_file_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "workspace.sqlite"
    opened(path).close()
    whole = path.read_bytes()
    for size in (10, 100, 3000, len(whole) // 2):
        path.write_bytes(whole[:size])
        said = refusal(path)
        assert said.startswith(f"{path}: the workspace cannot be opened: ")
        assert path.read_bytes() == whole[:size]


def test_a_place_that_cannot_be_used_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert refusal(tmp_path / "folder") == f"{tmp_path}/folder: the workspace cannot be opened: Is a directory."
    assert (
        refusal(tmp_path / "file" / "below")
        == f"{tmp_path}/file/below: the workspace cannot be opened: Not a directory."
    )
    assert "File name too long" in refusal(tmp_path / ("x" * 300))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


def test_a_file_in_another_journal_mode_gets_its_own_back(tmp_path: Path) -> None:
    """Write-ahead logging has a bug before SQLite 3.51.3, and a saved file would not be whole without its log."""
    path = tmp_path / "workspace.sqlite"
    workspace = opened(path)
    create(workspace, make())
    workspace.close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
    connection.close()
    workspace = opened(path)
    answer(workspace, "hotline", "one", "word")
    with workspace.engine.connect() as inside:
        found = [inside.exec_driver_sql(f"PRAGMA {name}").scalar() for name in SETTINGS]
    workspace.close()
    assert dict(zip(SETTINGS, found, strict=True)) == SETTINGS
    assert [file.name for file in tmp_path.iterdir()] == ["workspace.sqlite"]


SETTINGS = {"journal_mode": "delete", "synchronous": 3, "foreign_keys": 1, "trusted_schema": 0}
"""`synchronous` 3 is EXTRA."""


# ----------------------------------------------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"mysql://ann:{PASSWORD}@host/name", "dpia keeps workspaces in SQLite or PostgreSQL, not in mysql."),
        ("sqlite://", "A workspace in SQLite needs the path of a file."),
        ("sqlite:///:memory:", "A workspace in SQLite needs the path of a file."),
        (":memory:", "A workspace in SQLite needs the path of a file."),
        ("nul\0", "A workspace in SQLite needs the path of a file."),
        (f"postgresql://ann:{PASSWORD}@host:port/name", "The address of the workspace cannot be read."),
        (f"://{PASSWORD}", "The address of the workspace cannot be read."),
        (f"postgresql://ann:{PASSWORD}@127.0.0.1:1/name", "Connection refused"),
        (f"postgresql://ann@127.0.0.1:1/name?password={PASSWORD}", "Connection refused"),
        (f"postgresql://ann:{PASSWORD}@no-such-host.invalid/name", "the workspace cannot be opened"),
        (f"postgresql://ann:{PASSWORD}@127.0.0.1:1/name?no_such_option=1", "the workspace cannot be opened"),
        (f"postgresql://ann:{PASSWORD}@127.0.0.1:1/name?connect_timeout=x", "the workspace cannot be opened"),
        (f"postgresql://ann:{PASSWORD}@127.0.0.1:99999/name", "the workspace cannot be opened"),
        (f"postgresql+asyncpg://ann:{PASSWORD}@127.0.0.1:1/name", "Connection refused"),
    ],
    ids=lambda value: ascii(value.replace(PASSWORD, "...")[:60]),
)
def test_an_address_that_cannot_be_used_is_one_line_without_a_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in refusal(address)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (f"postgresql://ann:{PASSWORD}@host/name", "postgresql+psycopg://ann:***@host/name"),
        (f"postgresql://ann@host/name?password={PASSWORD}", "postgresql+psycopg://ann@host/name"),
        (f"postgresql://ann@host/name?sslpassword={PASSWORD}&sslmode=require", "postgresql+psycopg://ann@host/name?sslmode=require"),
        (f"postgresql://ann@host/name?pasword={PASSWORD}&port=5433", "postgresql+psycopg://ann@host/name?port=5433"),
        ("sqlite:////srv/dpia.sqlite", "/srv/dpia.sqlite"),
        ("/srv/dpia.sqlite", "/srv/dpia.sqlite"),
    ],
    ids=["password", "in-query", "key", "misspelled", "sqlite", "path"],
)  # fmt: skip
def test_an_address_is_shown_without_a_password(address: str, told: str) -> None:
    assert shown(address_of(address)) == told


def test_without_an_address_the_workspace_is_in_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("DPIA_WORKSPACE", raising=False)
    assert default_url() == str(data_folder() / "workspace.sqlite") == str(tmp_path / "dpia" / "workspace.sqlite")
    monkeypatch.setenv("DPIA_WORKSPACE", "  ")
    assert shown(address_of(None)) == str(tmp_path / "dpia" / "workspace.sqlite")
    monkeypatch.setenv("DPIA_WORKSPACE", str(tmp_path / "other.sqlite"))
    assert shown(address_of(None)) == str(tmp_path / "other.sqlite")


# -------------------------------------------------------------------------------------------- a database that goes away


def told(attempt: object) -> str:
    with pytest.raises(DpiaError) as error:
        attempt()  # type: ignore[operator]
    said = str(error.value)
    assert "\n" not in said and PASSWORD not in said and "canary answer" not in said
    return said


def test_a_server_that_is_gone_is_one_line_and_comes_back(postgres: Server) -> None:
    with postgres.database() as url:
        name = postgres.name_in(url)
        workspace = opened(url)
        create(workspace, make())
        postgres.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        postgres.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        assert told(lambda: workspace.get("hotline")).startswith("The workspace cannot be read: ")
        mine = make().with_answer("page.one", "canary answer")
        told(lambda: workspace.save("hotline", mine, seen=1, actor="ann", at=AT))
        told(lambda: workspace.create(make("other"), actor="ann", at=AT))
        told(workspace.entries)
        postgres.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        assert workspace.save("hotline", mine, seen=1, actor="ann", at=AT).number == 2
        assert workspace.verify("hotline") == ()
        workspace.close()


def test_a_connection_that_breaks_within_a_save_is_one_line_and_saves_nothing(postgres: Server) -> None:
    with postgres.database() as url:
        name = postgres.name_in(url)
        workspace = opened(url)
        create(workspace, make())
        postgres.execute(
            "CREATE FUNCTION gone() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END'; "
            "CREATE TRIGGER gone BEFORE INSERT ON revisions FOR EACH ROW EXECUTE FUNCTION gone()",
            name,
        )
        said = told(lambda: answer(workspace, "hotline", "one", "canary answer"))
        assert said.startswith("The workspace could not save, and holds what it held before: ")
        postgres.execute("DROP TRIGGER gone ON revisions", name)
        assert len(workspace.history("hotline")) == 1
        assert answer(workspace, "hotline", "one", "canary answer").number == 2
        workspace.close()


def test_a_file_that_another_program_holds_is_one_line(
    workspace: Workspace, backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer waits for its turn, and says so when it does not come. In PostgreSQL the row is held."""
    create(workspace, make())
    monkeypatch.setattr(connecting_module, "WAIT_SECONDS", 0.05)
    with workspace.engine.connect().execution_options(writes=True) as holder:
        holder.execute(text("UPDATE assessments SET title = title"))
        if backend == "postgresql":
            with workspace.engine.connect() as connection:
                connection.exec_driver_sql("SET lock_timeout = '50ms'")
                connection.commit()
        said = told(lambda: answer(workspace, "hotline", "one", "canary answer"))
        assert said.startswith("The workspace could not save, and holds what it held before: ")
        assert ("lock" if backend == "postgresql" else "another program is writing in it") in said
    assert len(workspace.history("hotline")) == 1
    assert answer(workspace, "hotline", "one", "canary answer").number == 2


def test_a_workspace_that_another_program_locks_is_told_after_ten_seconds_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "workspace.sqlite"
    opened(path).close()
    assert connecting_module.WAIT_SECONDS <= 10
    monkeypatch.setattr(connecting_module, "WAIT_SECONDS", 0.05)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert told(lambda: opened(path)) == (
        f"{path}: the workspace cannot be opened: another program is writing in it and does not come to an end; "
        "try again in a moment."
    )
    holder.close()
    opened(path).close()


def test_a_device_or_a_pipe_is_no_workspace_and_keeps_its_rights(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o644)
    before = pipe.stat().st_mode
    with pytest.raises(DpiaError) as error:
        address_of(pipe)
    assert str(error.value) == f"{pipe}: this is a device or a pipe, no file. Nothing was changed."
    assert pipe.stat().st_mode == before
