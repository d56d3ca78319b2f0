"""A workspace that this user may only read can be listed, verified and backed up; what would write says what to do."""

import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.browsing import served_by
from tests.support.commands import surroundings
from tests.support.plainly import needs_rights, plain_command, plainly
from tests.support.workspaces import answer, create, make, opened

pytestmark = needs_rights


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    found = tmp_path / "kept # 1?"
    found.mkdir()
    workspace = opened(found / "w.sqlite")
    create(workspace, make())
    answer(workspace, "hotline", "one", "word")
    workspace.close()
    yield found
    found.chmod(0o700)


def close_file(folder: Path) -> None:
    (folder / "w.sqlite").chmod(0o400)


def close_folder(folder: Path) -> None:
    folder.chmod(0o500)


def close_logged(folder: Path) -> None:
    """As another program leaves it that writes its own kind of log."""
    connection = sqlite3.connect(folder / "w.sqlite")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    close_folder(folder)


@pytest.mark.parametrize("close", [close_file, close_folder, close_logged])
def test_what_can_only_be_read_is_listed_verified_and_backed_up(
    folder: Path, tmp_path: Path, close: Callable[[Path], None]
) -> None:
    close(folder)
    rights = (folder / "w.sqlite").stat().st_mode
    where = ("--workspace", folder / "w.sqlite")
    listed = plainly("workspace", "list", *where, cwd=tmp_path)
    assert (listed.returncode, listed.stdout[:8], listed.stderr) == (0, "hotline ", "")
    verified = plainly("workspace", "verify", *where, cwd=tmp_path)
    assert (verified.returncode, verified.stderr[:23]) == (0, "The workspace is sound."), verified.stdout
    backed = plainly("workspace", "backup", "b.zip", *where, cwd=tmp_path)
    assert (backed.returncode, (tmp_path / "b.zip").is_file()) == (0, True), backed.stderr
    assert (folder / "w.sqlite").stat().st_mode == rights
    assert [path.name for path in folder.iterdir()] == ["w.sqlite"]


def test_what_would_write_says_that_it_cannot_and_what_to_do(folder: Path, tmp_path: Path) -> None:
    close_folder(folder)
    refused = plainly("workspace", "restore", "b.zip", "--workspace", folder / "new.sqlite", cwd=tmp_path)
    assert refused.returncode == 2
    assert "you may not read or make a workspace there. Name another place with --workspace" in refused.stderr
    assert plainly("new", "late.yaml", "--questionnaire", "screening", cwd=tmp_path).returncode == 0
    refused = plainly("import", "late.yaml", "--keep", "--workspace", folder / "w.sqlite", cwd=tmp_path)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "it can only be read; copy it to a folder in which you may write." in refused.stderr


def test_one_that_cannot_be_read_says_what_to_do(folder: Path, tmp_path: Path) -> None:
    (folder / "w.sqlite").chmod(0)
    refused = plainly("workspace", "verify", "--workspace", folder / "w.sqlite", cwd=tmp_path)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "or ask its owner for a backup." in refused.stderr


def test_an_older_one_that_can_only_be_read_is_left_as_it_is(folder: Path, tmp_path: Path) -> None:
    with sqlite3.connect(folder / "w.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0002'")
    connection.close()
    before = (folder / "w.sqlite").read_bytes()
    close_file(folder)
    refused = plainly("workspace", "list", "--workspace", folder / "w.sqlite", cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "its tables have to be made or brought up to date first" in refused.stderr
    assert (folder / "w.sqlite").read_bytes() == before


def test_a_server_says_that_nothing_can_be_saved(folder: Path, tmp_path: Path) -> None:
    close_folder(folder)
    process = subprocess.Popen(
        plain_command("serve", "--no-browser", "--workspace", folder / "w.sqlite"),
        cwd=tmp_path,
        env=surroundings(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    server = served_by(process, folder / "w.sqlite")
    assert process.stdout is not None
    try:
        assert process.stdout.readline().startswith("The workspace can only be read: nothing can be saved.")
    finally:
        server.stop()
