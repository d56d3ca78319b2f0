"""What a killed run left is removed by the next one, and what a running one needs is not."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dpia.assessment.files import write_whole
from dpia.leftovers import HELD, PassingFolder, beside, left_in, part_of, remove_left
from tests.support.commands import ROOT

WRITER = """
import sys, time
from pathlib import Path
from dpia.assessment.files import whole

with whole(Path(sys.argv[1]), force=True) as stream:
    stream.write(b"half of it")
    print("writing", flush=True)
    time.sleep(60)
"""
MAKER = """
import subprocess, sys, time
from dpia.leftovers import PassingFolder

folder = PassingFolder("report")
(folder.path / "assessment.json").write_text("plain")
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], pass_fds=(folder.handle,))
print(child.pid, flush=True)
time.sleep(60)
"""


@contextmanager
def running(program: str, *arguments: Path, temporary: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A program, once it has said its first word."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()
        process.kill()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_a_killed_write_left_is_removed_by_the_next_one(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("old", encoding="utf-8")
    with running(WRITER, path, temporary=tmp_path) as (process, said):
        assert said == "writing"
        assert left_in(tmp_path) == ()
        remove_left(tmp_path)
        assert len(names(tmp_path)) == 3  # the file, its lock, and what is being written
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert [found.name for found in left_in(tmp_path)] == [name for name in names(tmp_path) if name != "a.yaml"]
    assert len(left_in(tmp_path)) == 2
    write_whole(tmp_path / "b.yaml", b"another file")
    assert names(tmp_path) == ["a.yaml", "b.yaml"]
    assert path.read_text(encoding="utf-8") == "old"


def test_a_passing_folder_is_left_over_when_its_maker_and_its_child_are_gone(tmp_path: Path) -> None:
    with running(MAKER, temporary=tmp_path) as (process, child):
        assert left_in(tmp_path) == ()
        process.send_signal(signal.SIGKILL)
        process.wait()
        remove_left(tmp_path)
        (folder,) = tmp_path.iterdir()
        assert names(folder) == ["assessment.json", HELD]  # the child still writes into it
        os.kill(int(child), signal.SIGKILL)
        until = time.monotonic() + 10
        while not left_in(tmp_path) and time.monotonic() < until:
            time.sleep(0.01)
    assert left_in(tmp_path) == (folder,)
    remove_left(tmp_path)
    assert names(tmp_path) == []


def test_the_next_passing_folder_takes_the_place_of_the_one_that_was_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left = tmp_path / "dpia-report-abcdefgh"
    left.mkdir()
    (left / HELD).touch()
    with PassingFolder("import") as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert list(tmp_path.iterdir()) == [folder]
        assert left_in(tmp_path) == ()
    assert names(tmp_path) == []


def test_a_folder_that_nobody_could_hold_yet_is_left_over_after_a_day(tmp_path: Path) -> None:
    folder = tmp_path / "dpia-report-abcdefgh"
    folder.mkdir()
    assert left_in(tmp_path) == ()
    long_ago = time.time() - 100_000
    os.utime(folder, (long_ago, long_ago))
    assert left_in(tmp_path) == (folder,)


def test_only_what_is_called_as_ours_is_taken_for_left_over(tmp_path: Path) -> None:
    for name in (
        ".a.yaml.abcdefgh.part",
        "a.yaml.part",
        ".a.yaml.lock",
        ".~lock.a.yaml#",
        "dpia-report",
        "dpia-postgres-abcdefgh",
    ):
        (tmp_path / name).write_text("of another program", encoding="utf-8")
    (tmp_path / "dpia-report-abcdefgh").write_text("no folder", encoding="utf-8")
    (tmp_path / "real").write_text("mine", encoding="utf-8")
    (tmp_path / ".a.yaml.dpia-abcdefgh.part").symlink_to(tmp_path / "real")
    before = names(tmp_path)
    assert left_in(tmp_path) == ()
    remove_left(tmp_path)
    assert names(tmp_path) == before
    assert left_in(tmp_path / "nowhere") == ()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file away")
def test_what_another_user_left_stays(tmp_path: Path) -> None:
    path = tmp_path / ".a.yaml.dpia-abcdefgh.part"
    path.touch()
    assert left_in(tmp_path) == (path,)
    os.chown(path, 12345, 12345)
    assert left_in(tmp_path) == ()


def test_a_part_is_made_again_where_somebody_removed_it_before_it_was_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between making it and holding it another program may look for what is left over."""
    import fcntl

    real, removed = fcntl.flock, list[str]()

    def flock(handle: int, how: int) -> None:
        if not removed:
            (path,) = tmp_path.iterdir()
            removed.append(path.name)
            path.unlink()
        real(handle, how)

    monkeypatch.setattr(fcntl, "flock", flock)
    with part_of(tmp_path / "a.yaml") as (stream, part):
        stream.write(b"x")
        assert names(tmp_path) == [part.name]
        assert removed and part.name != removed[0]
    assert names(tmp_path) == []


def test_a_name_of_the_greatest_length_leaves_room_for_ours(tmp_path: Path) -> None:
    path = tmp_path / ("ä" * 125 + ".yaml")
    write_whole(path, b"content")
    assert names(tmp_path) == [path.name]
    assert beside(path, ".lock") != beside(path.with_name("ä" * 124 + ".yaml"), ".lock")
