"""How the command ends: exit codes, and what is said on the way out (dpia/cli/__init__.py)."""

import errno
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dpia import cli
from dpia.cli import run
from tests.support.commands import dpia, surroundings
from tests.support.run import HANG_SECONDS


def test_data_goes_to_stdout_and_talk_to_stderr(hotline: Path, questionnaire: Path) -> None:
    checked = dpia("check", hotline.name, "-Q", questionnaire, cwd=hotline.parent)
    exported = dpia("export", hotline.name, "-Q", questionnaire, "-o", "out.json", cwd=hotline.parent)

    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.startswith("Hotline (hotline-check)\n4 of 5 questions answered, 0 gaps")
    assert (exported.returncode, exported.stdout, exported.stderr) == (0, "", "Wrote out.json\n")


@pytest.mark.parametrize("arguments", [[], ["questionnaires"]], ids=["dpia", "a group"])
def test_a_command_without_arguments_shows_its_help_and_nothing_else(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    said = capsys.readouterr()
    assert "Usage: dpia" in said.out + said.err
    assert "(see dpia" not in said.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chek"], "No such command 'chek'. Did you mean 'check'?"),
        (["check"], "Missing argument 'ASSESSMENT'"),
        (["check", "a.yaml", "b.yaml"], "unexpected extra argument"),
        (["check", "a.yaml", "--fail-on", "never"], "'never' is not one of 'block', 'major', 'minor', 'missing'"),
        (["check", "a.yaml", "--fail-on"], "requires an argument"),
        (["check", "a.yaml", "--jsno"], "No such option: --jsno"),
        (["check", "a.yaml", "--on", "24.11.2026"], "24.11.2026 is no date; write it as 2026-11-24"),
        (["check", "a.yaml", "--on", "2026-02-30"], "2026-02-30 is no date"),
        (["check", "a.yaml", "--on", "0001-01-01"], "0001-01-01 is no date"),
        (["report", "a.yaml", "--publish", "secret"], "'secret' is not one of"),
        (["questionnaires", "prove"], "No such command 'prove'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_use_is_told_in_one_line_with_where_to_find_help(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2

    said = capsys.readouterr()
    (line,) = said.err.splitlines()
    assert words in line
    assert line.startswith("dpia")
    assert line.endswith("--help)")
    assert said.out == ""


def test_a_bug_is_owned_up_to_in_two_lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("dpia.cli.doctoring.checks", lambda: 1 / 0)

    assert run(["doctor"]) == 3

    first, second = capsys.readouterr().err.splitlines()
    assert "a bug in dpia" in first
    assert "ZeroDivisionError" in first
    assert "DPIA_DEBUG=1" in second


def test_a_bug_shows_its_traceback_where_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("dpia.cli.doctoring.checks", lambda: 1 / 0)
    monkeypatch.setenv("DPIA_DEBUG", "1")

    assert run(["doctor"]) == 3

    assert "Traceback" in capsys.readouterr().err


def test_a_fault_of_the_machine_is_no_bug(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), "/some/disk")

    monkeypatch.setattr("dpia.cli.doctoring.checks", fail)

    assert run(["doctor"]) == 2

    assert capsys.readouterr().err == "/some/disk: Input/output error.\n"


def test_an_interrupted_command_ends_with_130_and_leaves_nothing(tmp_path: Path) -> None:
    source = tmp_path / "slow.yaml"
    os.mkfifo(source)
    process = subprocess.Popen(
        [sys.executable, "-m", "dpia", "report", source.name],
        cwd=tmp_path,
        env=surroundings(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with source.open("wb"):  # opens as soon as the command begins to read, and gives it nothing
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=HANG_SECONDS)

    assert (process.returncode, out, err) == (cli.EXIT_INTERRUPTED, "", "")
    assert list(tmp_path.iterdir()) == [source]


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    line = f"{sys.executable} -m dpia questionnaires schema | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], env=surroundings(tmp_path), capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "{\n", "")


def test_a_name_that_is_no_text_is_shown_and_not_stumbled_over(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dpia", "check", b"\xff\n\x1b[31m.yaml"],
        cwd=tmp_path,
        env=surroundings(tmp_path),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr == "\\udcff\\n\\x1b[31m.yaml: cannot be read: No such file or directory.\n"


def test_a_terminal_that_knows_no_letters_but_ascii_gets_the_others_written_out(tmp_path: Path) -> None:
    done = dpia("questionnaires", "show", "gdpr-dpia", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()


def in_terminal(arguments: list[str | Path], cwd: Path, **environment: str) -> bytes:
    """What the command writes when it writes to a terminal."""
    mine, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "dpia", *map(str, arguments)],
        cwd=cwd,
        env=surroundings(cwd) | {"TERM": "xterm-256color", **environment},
        stdout=theirs,
        stderr=theirs,
        stdin=theirs,
    )
    os.close(theirs)
    said = b""
    try:
        while part := os.read(mine, 65536):
            said += part
    except OSError:  # the other end was closed
        pass
    os.close(mine)
    assert process.wait(60) == 0
    return said


def test_a_terminal_gets_colours(hotline: Path, questionnaire: Path) -> None:
    hotline.write_text(hotline.read_text(encoding="utf-8").replace("recorded: no", "recorded: yes"), encoding="utf-8")
    assert b"\x1b[1;31mBLOCK" in in_terminal(["check", hotline.name, "-Q", questionnaire], hotline.parent)


@pytest.mark.parametrize("arguments", [["check", "hotline.yaml"], ["--help"]], ids=str)
def test_no_color_means_no_colour(arguments: list[str | Path], hotline: Path, questionnaire: Path) -> None:
    if arguments[0] == "check":
        arguments = [*arguments, "-Q", questionnaire]
    said = in_terminal(arguments, hotline.parent, NO_COLOR="1")
    assert b"[31m" not in said
    assert b";31m" not in said
    assert b"[3" not in said.replace(b"\x1b[?25", b"")
