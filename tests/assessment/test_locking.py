"""One program at a time changes a file, whichever of its names it uses, and nobody waits for ever."""

import errno
import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dpia.assessment import locking
from dpia.assessment.files import write_whole
from dpia.assessment.locking import alone
from dpia.errors import DpiaError
from dpia.leftovers import beside
from tests.support.commands import ROOT

HOLDER = """
import sys, time
from pathlib import Path
from dpia.assessment.locking import alone

with alone(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@contextmanager
def held_elsewhere(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program holds the file."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        yield process
        process.kill()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.yaml"
    path.write_text("old", encoding="utf-8")
    return path


def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a drive in a network that knows no locks."""

    def flock(handle: int, how: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", flock)


def takes_turns(path: Path) -> bool:
    """Whether four threads that each hold the file twenty times are never in it together."""
    inside, most, counted = [], 0, 0

    def change() -> None:
        nonlocal most, counted
        for _ in range(20):
            with alone(path):
                inside.append(1)
                most = max(most, len(inside))
                time.sleep(0.0005)
                counted += 1
                inside.pop()

    threads = [threading.Thread(target=change) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return (most, counted) == (1, 80)


def test_a_file_that_another_program_does_not_let_go_of_is_told_in_one_line(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "WAIT_SECONDS", 0.1)
    with held_elsewhere(path), pytest.raises(DpiaError) as error:
        write_whole(path, b"new", force=True)
    assert str(error.value) == (
        f"{path}: another program has been changing it for 0 seconds. Nothing was saved; try again."
    )
    assert path.read_text(encoding="utf-8") == "old"


def test_what_a_killed_program_held_is_free_at_once_and_its_lock_goes(path: Path) -> None:
    with held_elsewhere(path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert beside(path, ".lock").exists()
    began = time.monotonic()
    write_whole(path, b"new", force=True)
    assert time.monotonic() - began < 5
    assert [found.name for found in path.parent.iterdir()] == ["a.yaml"]


def test_a_link_and_the_file_behind_it_are_one(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "WAIT_SECONDS", 0.1)
    link = tmp_path / "elsewhere" / "link.yaml"
    link.parent.mkdir()
    link.symlink_to(path)
    with held_elsewhere(link), pytest.raises(DpiaError, match="another program has been changing it"), alone(path):
        pass


def test_threads_take_turns(path: Path) -> None:
    assert takes_turns(path)
    assert [found.name for found in path.parent.iterdir()] == ["a.yaml"]


def test_holding_it_twice_is_holding_it_once(path: Path) -> None:
    with alone(path):
        with alone(path):
            pass
        assert beside(path, ".lock").exists()
    assert not beside(path, ".lock").exists()


def test_where_a_drive_knows_no_locks_whoever_makes_the_file_has_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_locks(monkeypatch)
    assert takes_turns(path)
    assert [found.name for found in path.parent.iterdir()] == ["a.yaml"]


def test_where_a_drive_knows_no_locks_one_that_never_changes_hands_is_taken(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_locks(monkeypatch)
    monkeypatch.setattr(locking, "WAIT_SECONDS", 0.1)
    beside(path, "-by-name.lock").touch()
    write_whole(path, b"new", force=True)
    assert [found.name for found in path.parent.iterdir()] == ["a.yaml"]


@pytest.mark.parametrize("make", [Path.touch, lambda lock: lock.symlink_to("/etc/passwd")], ids=["file", "link"])
def test_what_lies_in_the_place_of_a_lock_is_no_danger(path: Path, make: Callable[[Path], None]) -> None:
    make(beside(path, ".lock"))
    before = Path("/etc/passwd").stat()
    try:
        write_whole(path, b"new", force=True)
    except DpiaError as error:
        assert "cannot be written" in str(error)
    after = Path("/etc/passwd").stat()
    assert (before.st_mode, before.st_mtime_ns) == (after.st_mode, after.st_mtime_ns)


def test_links_in_a_circle_are_told(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.symlink_to(two)
    two.symlink_to(one)
    with pytest.raises(DpiaError, match="one: cannot be written: Too many levels of symbolic links"):
        write_whole(one, b"x", force=True)
