"""Every command in odd surroundings: a line where something is wrong, the right exit code, nothing lost, nothing open to others.

Each command has a row; a new one without a row fails.
"""

import os
import resource
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dpia.assessment.files import read_assessment
from dpia.cli import run
from dpia.shipped import example_path, load_library
from dpia.workspace import open_workspace
from tests.cli.test_app import NAMES
from tests.support.commands import surroundings
from tests.support.hotline import ASSESSMENT, QUESTIONNAIRE
from tests.support.run import HANG_SECONDS
from tests.support.workspaces import FULL

OWN = ["-Q", "hotline-check.yaml"]
KEPT = ["-w", "kept.sqlite"]
DECIDED = """\
decision:
  outcome: approved
  reason: Nothing is recorded or logged.
  by: {name: C. Example, role: Director}
  on: 2026-11-20
"""


@dataclass(frozen=True)
class Row:
    """A command as it is run: how it ends, and whether it gives data on stdout, asks a person, or serves."""

    arguments: list[str]
    ends: int = 0
    gives: bool = False
    asks: bool = False
    writes: bool = False


ROWS = {
    "demo": Row(["-o", "new/deep/demo.pdf"], writes=True),
    "new": Row(["new/deep/n.yaml", "--title", "T"], writes=True),
    "check": Row(["hotline.yaml", *OWN], gives=True),
    "open": Row(["hotline.yaml", "screening", "--reason", "Asked.", *OWN], writes=True),
    "close": Row(["two.yaml", "screening", "--reason", "Not needed.", *OWN], writes=True),
    "report": Row(["hotline.yaml", "--html", "-o", "new/deep/r.html", *OWN], writes=True),
    "document": Row(["request-form", "shared.yaml", "-o", "new/deep/r.html"], writes=True),
    "occasion": Row(["decided.yaml", "--what", "The police asked for a number.", *OWN], writes=True),
    "sign": Row(["decided.yaml", "--name", "A. Example", "--role", "Director", *OWN], writes=True),
    "review": Row(["decided.yaml", "-o", "new/deep/r.yaml", *OWN], writes=True),
    "duplicate": Row(["hotline.yaml", "-o", "new/deep/d.yaml", "--title", "Another", *OWN], writes=True),
    "keep": Row(["hotline.yaml", "--list", *OWN]),
    "move": Row(["hotline.yaml", "-o", "new/deep/m.yaml", "--yes", *OWN], ends=-1),
    "kits": Row([], gives=True),
    "save-kit": Row(["hotline.yaml", "-o", "new/deep/kit.yaml", *OWN], writes=True),
    "organisation": Row([str(example_path("lumen-line")), "-o", "new/deep/o.yaml"], writes=True),
    "import": Row(["hotline.yaml", "-o", "new/deep/i.yaml", *OWN], writes=True),
    "export": Row(["hotline.yaml", "-o", "new/deep/e.json", *OWN], writes=True),
    "diff": Row(["hotline.yaml", "decided.yaml", *OWN], ends=-1, gives=True),
    "fill": Row(["hotline.yaml", *OWN], ends=-1, asks=True),
    "serve": Row(["--no-browser", "--language", "zz", *KEPT], ends=2),
    "lists": Row(["--country", "FR"], gives=True),
    "history": Row(["hotline", *KEPT], gives=True),
    "due": Row(["--calendar", "new/deep/due.ics", *KEPT], writes=True),
    "doctor": Row([], ends=-1, gives=True),
    "questionnaires list": Row([], gives=True),
    "questionnaires show": Row(["gdpr-dpia"], gives=True),
    "questionnaires lint": Row(["hotline-check.yaml", "--json"], ends=-1, gives=True),
    "questionnaires translations": Row(["de"], ends=-1, gives=True),
    "questionnaires schema": Row([], gives=True),
    "questionnaires matrix": Row(["-o", "new/deep/m.xlsx"], ends=-1, writes=True),
    "workspace path": Row([*KEPT], gives=True),
    "workspace list": Row([*KEPT], gives=True),
    "workspace backup": Row(["new/deep/b.zip", *KEPT], writes=True),
    "workspace verify": Row(["--json", *KEPT], gives=True),
    "workspace restore": Row(["backup.zip", "-w", "new/deep/restored.sqlite"], writes=True),
    "workspace token": Row([*KEPT], gives=True, writes=True),
}
GIVING = [name for name, row in ROWS.items() if row.gives]
WRITING = [name for name, row in ROWS.items() if row.writes]


def test_every_command_has_a_row() -> None:
    assert set(ROWS) >= set(NAMES), "a new command is tried in these surroundings too"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    (folder / "hotline-check.yaml").write_text(QUESTIONNAIRE, encoding="utf-8")
    (folder / "hotline.yaml").write_text(ASSESSMENT, encoding="utf-8")
    (folder / "decided.yaml").write_text(ASSESSMENT + DECIDED, encoding="utf-8")
    (folder / "two.yaml").write_text(ASSESSMENT, encoding="utf-8")
    before = Path.cwd()
    os.chdir(folder)
    try:
        assert run(["new", "shared.yaml", "--title", "T", "--questionnaire", "exchange", "-q"]) == 0
        assert run(["open", "two.yaml", "screening", "--reason", "Asked.", *OWN, "-q"]) == 0
        assert run(["import", "hotline.yaml", "--keep", *KEPT, *OWN, "-q"]) == 0
        assert run(["workspace", "backup", "backup.zip", *KEPT, "-q"]) == 0
    finally:
        os.chdir(before)
    return folder


@pytest.fixture
def here(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "here"))


def start(
    name: str, here: Path, more: Mapping[str, str] | None = None, **options: Any
) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in (surroundings(here) | dict(more or {})).items() if value != "-"}
    return subprocess.run(
        [sys.executable, "-m", "dpia", *name.split(), *ROWS[name].arguments],
        cwd=here,
        env=environment,
        **{
            "capture_output": True,
            "stdin": subprocess.DEVNULL,
            "text": True,
            "encoding": "utf-8",
            "errors": "replace",
            "timeout": HANG_SECONDS,
            **options,
        },
    )


def content(here: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(here)): path.read_bytes()
        for path in here.rglob("*")
        if path.is_file() and not path.name.startswith(".") and ".session" not in path.name
    }


def assert_ended(name: str, found: subprocess.CompletedProcess[str], *ends: int) -> None:
    """It ends so, without a bug; where it is refused, in one line."""
    told = found.stderr or ""
    assert found.returncode in ends, f"{name}: {found.returncode} {told}"
    assert "Traceback" not in told, told
    assert "bug in dpia" not in told, told
    assert "Exception ignored" not in told, told
    if found.returncode == 2 and not ROWS[name].asks:
        assert len(told.splitlines()) <= 2, told
    assert len(told) < 2_000, told


def usual(name: str) -> tuple[int, ...]:
    return (ROWS[name].ends,) if ROWS[name].ends >= 0 else (0, 1, 2)


@pytest.mark.slow
@pytest.mark.parametrize("name", GIVING)
def test_a_reader_that_is_gone_is_no_error_and_not_told(name: str, here: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    found = start(name, here, capture_output=False, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert_ended(name, found, *{0, *usual(name)})
    assert "pipe" not in found.stderr.lower()


@pytest.mark.slow
@pytest.mark.parametrize("name", GIVING)
def test_data_that_cannot_be_written_are_told_in_a_line(name: str, here: Path) -> None:
    with Path("/dev/full").open("w") as full:
        found = start(name, here, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert_ended(name, found, 2)
    assert found.stderr.splitlines()[-1] == "dpia: standard output cannot be written: No space left on device."


def closed(*numbers: int) -> Callable[[], None]:
    return lambda: [os.close(number) for number in numbers] and None


@pytest.mark.slow
@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("numbers", [(0, 2), (0, 1, 2)], ids=["in and err", "all"])
def test_closed_streams_lose_no_file_and_write_into_none(name: str, numbers: tuple[int, ...], here: Path) -> None:
    before = content(here)
    found = start(name, here, preexec_fn=closed(*numbers))
    gives = ROWS[name].gives and 1 in numbers
    assert_ended(name, found, *((2, *usual(name)) if gives or ROWS[name].asks else usual(name)))
    if gives and usual(name) == (0,):
        assert found.returncode == 2
    after = content(here)
    assert set(before) <= set(after)
    assert all(after[path] for path in after), "no file is empty or has talk in it"
    if not ROWS[name].writes:
        assert {path: after[path] for path in before if path != "kept.sqlite"} == {
            path: raw for path, raw in before.items() if path != "kept.sqlite"
        }


@pytest.mark.slow
@pytest.mark.parametrize("name", GIVING)
def test_data_for_a_closed_stdout_are_told_in_a_line(name: str, here: Path) -> None:
    found = start(name, here, preexec_fn=closed(1))
    assert_ended(name, found, 2)
    assert found.stderr.splitlines()[-1] == "dpia: standard output cannot be written: Bad file descriptor."


NOWHERE = {"HOME": "/proc/nowhere", "XDG_CACHE_HOME": "/proc/nowhere", "XDG_DATA_HOME": "/proc/nowhere"}
ODD = {
    "nothing set": dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "LANG", "PATH"), "-"),
    "nowhere, and a language that is none": {**NOWHERE, "LANG": "xx", "LC_ALL": "xx_YY.nothing", "TERM": "nothing"},
    "no cache, in C and ascii": {"XDG_CACHE_HOME": "/proc/nowhere", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    "cp1252": {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
}


ODD_ROWS = [
    (name, odd) for place, name in enumerate(ROWS) for turn, odd in enumerate(ODD) if FULL or place % len(ODD) == turn
]
"""Each command in one of the odd surroundings in turn; in all of them with DPIA_FULL=1."""


@pytest.mark.slow
@pytest.mark.parametrize(("name", "odd"), ODD_ROWS)
def test_no_home_no_cache_and_no_language_stop_nothing(name: str, odd: str, here: Path) -> None:
    assert_ended(name, start(name, here, ODD[odd]), *usual(name))


@pytest.mark.slow
def test_a_workspace_without_a_home_is_told_in_a_line(here: Path) -> None:
    for arguments in (["workspace", "list"], ["import", "hotline.yaml", "--keep", *OWN], ["serve", "--no-browser"]):
        found = subprocess.run(
            [sys.executable, "-m", "dpia", *arguments],
            cwd=here,
            env=surroundings(here) | NOWHERE,
            capture_output=True,
            text=True,
            timeout=HANG_SECONDS,
        )
        (line,) = found.stderr.splitlines()
        assert found.returncode == 2, line
        assert "/proc/nowhere" in line


def full_disk() -> None:
    """No file can grow: the system says so as it says that a disk is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


@pytest.mark.slow
@pytest.mark.parametrize("name", ROWS)
def test_a_full_disk_is_told_and_leaves_the_old_files(name: str, here: Path) -> None:
    before = content(here)
    found = start(name, here, preexec_fn=full_disk)
    assert_ended(name, found, *((2,) if ROWS[name].writes else (*usual(name), 2)))
    after = content(here)
    assert {path: after.get(path) for path in before} == before


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITING)
def test_what_is_written_is_open_to_nobody_else_whatever_the_umask(name: str, here: Path) -> None:
    def anybody() -> None:
        os.umask(0)

    before = {path: path.stat().st_mode for path in here.rglob("*")}
    cache = here / "own-cache"
    found = start(name, here, {"XDG_CACHE_HOME": str(cache)}, preexec_fn=anybody)
    assert_ended(name, found, *{0, *usual(name)} - {2})
    made = [path for path in here.rglob("*") if path not in before]
    assert made
    for path in made:
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path
    assert all(path.stat().st_mode == mode for path, mode in before.items() if path.exists())


@pytest.fixture
def ahead(here: Path) -> Iterator[Path]:
    """A workspace that was changed in 2040: the clock has been set back since."""
    workspace = open_workspace(
        here / "ahead.sqlite", load_library([here / "hotline-check.yaml"]), at=datetime(2040, 1, 1, tzinfo=UTC)
    )
    found, _ = read_assessment(here / "hotline.yaml")
    workspace.create(found, actor="ann", at=datetime(2040, 1, 1, tzinfo=UTC))
    workspace.save("hotline", found.change(title="Later"), seen=1, actor="ann", at=datetime(2040, 6, 1, tzinfo=UTC))
    workspace.close()
    yield here


@pytest.mark.slow
def test_a_clock_that_was_set_back_stops_no_command_and_loses_nothing(ahead: Path) -> None:
    kept = ["-w", "ahead.sqlite"]
    for arguments in (
        ["workspace", "list", *kept],
        ["history", "hotline", *kept],
        ["check", "hotline", *kept, *OWN],
        ["open", "hotline", "screening", "--reason", "Asked.", *kept, *OWN],
        ["export", "hotline", "-o", "e.json", *kept, *OWN],
        ["report", "hotline", "--html", "-o", "r.html", *kept, *OWN],
        ["due", *kept],
        ["workspace", "backup", "b.zip", *kept],
        ["workspace", "restore", "b.zip", "-w", "again.sqlite"],
        ["history", "hotline", "-w", "again.sqlite"],
    ):
        found = subprocess.run(
            [sys.executable, "-m", "dpia", *arguments],
            cwd=ahead,
            env=surroundings(ahead),
            capture_output=True,
            text=True,
            timeout=HANG_SECONDS,
        )
        assert found.returncode == 0, (arguments, found.stderr)
        assert "Traceback" not in found.stderr
    lines = found.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["3", "2", "1"]
    assert lines[1].split()[1].startswith("2040-06-01")
