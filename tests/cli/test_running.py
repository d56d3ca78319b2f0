"""How the command ends: exit codes, and what is said on the way out (dpia/cli/__init__.py)."""

import errno
import os
import pty
import re
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import BaseModel

from dpia import cli
from dpia.cli import run
from tests.support.commands import dpia, surroundings
from tests.support.run import HANG_SECONDS


def test_data_goes_to_stdout_and_talk_to_stderr(hotline: Path, questionnaire: Path) -> None:
    checked = dpia("check", hotline.name, "-Q", questionnaire, cwd=hotline.parent)
    exported = dpia("export", hotline.name, "-Q", questionnaire, "-o", "out.json", cwd=hotline.parent)

    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.startswith("Hotline (hotline-check)\n4 of 5 questions answered: every question is answered")
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


CANARY = "canary-7319"


class Asked(BaseModel):
    people: int


def wrong_value() -> None:
    Asked.model_validate({"people": CANARY})


def wrong_key() -> None:
    {}[CANARY]


def wrong_call() -> None:
    try:
        wrong_key()
    except KeyError as error:
        raise ValueError(CANARY) from error


@pytest.mark.parametrize("debug", ["", "1"])
@pytest.mark.parametrize("wrong", [wrong_value, wrong_key, wrong_call])
@pytest.mark.parametrize(
    ("place", "arguments"),
    [
        ("dpia.cli.doctoring.checks", ["doctor"]),
        ("dpia.cli.arguments.evaluate", ["check", "hotline.yaml"]),
        ("dpia.assessment.checking.find_ill", ["check", "hotline.yaml"]),
        ("dpia.cli.reports.make_report", ["report", "hotline.yaml", "--html"]),
        ("dpia.report.building.whole.build_parts", ["report", "hotline.yaml", "--html"]),
        ("dpia.cli.assessments.dump_json", ["export", "hotline.yaml", "-o", "out.json"]),
        ("dpia.cli.assessments.read_settled", ["import", "hotline.yaml", "-o", "out.yaml"]),
        ("dpia.workspace.store.pack", ["import", "hotline.yaml", "--keep", "-w", "w.sqlite"]),
        ("dpia.workspace.store.Workspace.entries", ["workspace", "list", "-w", "w.sqlite"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bug_is_owned_up_to_in_one_line_with_its_place_and_without_what_was_written(
    place: str,
    arguments: list[str],
    wrong: Callable[[], None],
    debug: str,
    hotline: Path,
    questionnaire: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """With DPIA_DEBUG every step is told, but neither the texts of the errors nor lines of the code."""
    monkeypatch.chdir(hotline.parent)
    monkeypatch.setenv("DPIA_DEBUG", debug)
    if "list" in arguments:
        assert run(["import", "hotline.yaml", "--keep", "-w", "w.sqlite", "-Q", str(questionnaire), "-q"]) == 0
    monkeypatch.setattr(place, lambda *_, **__: wrong())

    more = [] if arguments[0] in ("doctor", "workspace") else ["-Q", str(questionnaire)]
    assert run([*arguments, *more]) == 3

    said = capfd.readouterr()
    first, *steps = said.err.splitlines()
    assert CANARY not in said.out + said.err
    kind = {wrong_value: "ValidationError", wrong_key: "KeyError", wrong_call: "ValueError"}[wrong]
    assert re.fullmatch(rf"dpia: this is a bug in dpia, not in your file \({kind} at dpia/\S+\.py:\d+\)\. .*", first)
    assert "report this line" in first
    if debug:
        assert any(re.fullmatch(r"  dpia/\S+\.py:\d+ in \w+", step) for step in steps)
        assert ("KeyError" in steps) == (wrong is not wrong_value)
    else:
        assert steps == []
        assert "DPIA_DEBUG=1" in first


def test_what_a_library_warns_or_logs_holds_answers_and_is_not_told(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def noisy(fonts: object) -> list[object]:
        warnings.warn(CANARY, UserWarning, stacklevel=1)
        return []

    monkeypatch.setattr("dpia.cli.doctoring.checks", noisy)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        run(["doctor"])
    assert CANARY not in "".join(capfd.readouterr())


def test_an_error_in_a_thread_and_the_log_of_a_library_are_told_without_their_texts(tmp_path: Path) -> None:
    program = f"""
import logging, sys, threading
from dpia import cli
def run(arguments):
    logging.getLogger("weasyprint").error("{CANARY}")
    thread = threading.Thread(target=lambda: {{}}["{CANARY}"])
    thread.start()
    thread.join()
    return 0
cli.run = run
cli.main()
"""
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=surroundings(tmp_path), capture_output=True, text=True
    )
    (line,) = found.stderr.splitlines()
    assert line.startswith("dpia: this is a bug in dpia, not in your file (KeyError at ")
    assert (found.returncode, found.stdout, CANARY in line) == (0, "", False)


def test_a_fault_of_the_machine_is_no_bug(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(fonts: object) -> None:
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
