"""A disk that is full or fails is told in one line, and what was saved before stays as it was."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, text

from dpia.assessment.files import read_assessment, write_assessment
from dpia.errors import DpiaError
from dpia.workspace import Workspace
from dpia.workspace.backup import write_backup
from dpia.workspace.files import add_file
from tests.support.postgres import Server
from tests.support.workspaces import AT, answer, create, make, opened, value

STEPS = 200
"""The Nth write fails, for N from 1 to 200."""
FULL_DISK = "The workspace could not save, and holds what it held before: "


@contextmanager
def files_end_at(size: int) -> Iterator[None]:
    """The system lets no file grow beyond a size: the write that would fails, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def told(error: DpiaError) -> str:
    said = str(error)
    assert said and "\n" not in said and "canary" not in said
    return said


def test_wherever_writing_into_the_workspace_fails_the_old_data_stay(tmp_path: Path) -> None:
    """Between nothing and more than enough: the journal fails, one of the pages, or putting them back."""
    path = tmp_path / "workspace.sqlite"
    workspace = opened(path)
    create(workspace, make(answers={"purpose": "Advice. " * 2000}))
    step = (path.stat().st_size * 2) // STEPS
    failed = 0
    saved = "none"
    for number in range(1, STEPS + 1):
        before = len(workspace.history("hotline"))
        try:
            with files_end_at(number * step):
                answer(workspace, "hotline", "purpose", f"canary {number} " * 1500)
        except DpiaError as error:
            assert told(error).startswith(FULL_DISK)
            failed += 1
        else:
            saved = f"canary {number} " * 1500
        after = workspace if number % 2 else opened(path)  # the program goes on, or is started again
        expected = before if saved != f"canary {number} " * 1500 else before + 1
        assert [line.number for line in after.history("hotline")] == list(range(expected, 0, -1))
        assert after.verify("hotline") == ()
        assert value(after, "hotline", "purpose") == (saved if saved != "none" else "Advice. " * 2000)
        with after.engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        if after is not workspace:
            after.close()
    assert 0 < failed < STEPS
    assert answer(workspace, "hotline", "one", "after all").changed
    workspace.close()


def test_a_workspace_that_may_not_grow_is_told_and_stays(tmp_path: Path) -> None:
    """SQLite's own limit gives the words of a full disk."""
    path = tmp_path / "workspace.sqlite"
    workspace = opened(path)
    create(workspace, make())
    pages = path.stat().st_size // 4096

    def no_more(connection: object, record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]

    event.listen(workspace.engine, "connect", no_more)
    workspace.engine.dispose()
    with pytest.raises(DpiaError) as error:
        add_file(workspace.engine, bytes(1_000_000), assessment="hotline", actor="A", at=AT)
    assert told(error.value) == f"{FULL_DISK}database or disk is full."
    assert path.stat().st_size == pages * 4096
    assert workspace.verify("hotline") == ()
    assert value(workspace, "hotline", "purpose") == "Advice at any hour."
    workspace.close()


def test_a_server_whose_disk_is_full_is_told_and_stays(postgres: Server) -> None:
    with postgres.database() as url:
        workspace = opened(url)
        create(workspace, make())
        postgres.execute(
            "CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION USING "
            "ERRCODE = '53100', MESSAGE = 'could not extend file: No space left on device', "
            "DETAIL = 'canary', HINT = 'Check free disk space.'; END $$; "
            "CREATE TRIGGER disk_full BEFORE INSERT ON due FOR EACH ROW EXECUTE FUNCTION disk_full()",
            postgres.name_in(url),
        )
        with pytest.raises(DpiaError) as error:
            answer(workspace, "hotline", "review_on", "2027-01-01")
        assert told(error.value) == f"{FULL_DISK}could not extend file: No space left on device."
        assert (len(workspace.history("hotline")), workspace.verify("hotline"), workspace.due()) == (1, (), ())
        assert answer(workspace, "hotline", "one", "word").number == 2
        workspace.close()


def test_a_new_workspace_on_a_full_disk_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "workspace.sqlite"
    for size in range(0, 80_000, 4_000):
        with pytest.raises(DpiaError) as error, files_end_at(size):
            opened(path)
        assert told(error.value).startswith(f"{path}: the workspace cannot be opened: ")
    opened(path).close()


def test_wherever_writing_a_backup_fails_the_old_one_stays(workspace: Workspace, tmp_path: Path) -> None:
    create(workspace, make(answers={"purpose": os.urandom(5000).hex()}))
    target = tmp_path / "backup.zip"
    write_backup(workspace.engine, target, at=AT)
    before = target.read_bytes()
    for number in range(1, 20):
        with pytest.raises(DpiaError) as error, files_end_at(len(before) * number // 20):
            write_backup(workspace.engine, target, at=AT, force=True)
        assert told(error.value) == f"{target}: the backup cannot be written: File too large."
        assert target.read_bytes() == before
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_wherever_writing_a_file_fails_the_old_one_stays(tmp_path: Path) -> None:
    """After each of 200 parts of it; every step of a save beside writing fails in `tests/assessment/test_files.py`."""
    path = tmp_path / "hotline.yaml"
    old = make(answers={"purpose": "Advice. " * 500})
    write_assessment(old, path)
    before = path.read_bytes()
    for number in range(STEPS):
        with pytest.raises(DpiaError) as error, files_end_at(len(before) * number // STEPS):
            write_assessment(old.change(title="canary"), path, force=True)
        assert told(error.value) == f"{path}: cannot be written: File too large. The old file, if any, is unchanged."
        assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["hotline.yaml"]
    write_assessment(old.change(title="New"), path, force=True)
    assert read_assessment(path)[0].title == "New"
