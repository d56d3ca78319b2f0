"""The command as a whole: its help, its version, what every command has, and what it does without being asked."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import dpia
from dpia.cli import run
from dpia.cli.app import command
from tests.support.commands import dpia as dpia_command
from tests.support.commands import surroundings


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, item in group.commands.items():
        if hasattr(item, "commands"):
            yield from commands(item, (*path, name))
        else:
            yield (*path, name), item


COMMANDS = dict(commands(command()))
NAMES = [" ".join(path) for path in COMMANDS]


def test_every_promised_command_is_there() -> None:
    promised = {"demo", "new", "check", "report", "import", "export", "diff", "doctor"}
    promised |= {f"questionnaires {name}" for name in ("list", "show", "lint", "schema")}
    assert promised <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_help_of_every_command_says_what_it_does_and_shows_an_example(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*name.split(), "--help"]) == 0

    said = " ".join(capsys.readouterr().out.split())
    assert f"Example: dpia {name}" in said
    assert f"Usage: dpia {name}" in said


@pytest.mark.parametrize("path", COMMANDS, ids=NAMES)
def test_every_option_and_argument_has_a_help_text(path: tuple[str, ...]) -> None:
    unexplained = [item.name for item in COMMANDS[path].params if not item.help and item.name != "help"]
    assert unexplained == []


@pytest.mark.parametrize("path", COMMANDS, ids=NAMES)
def test_every_command_can_be_quiet(path: tuple[str, ...]) -> None:
    assert any("--quiet" in item.opts for item in COMMANDS[path].params)


def test_no_letter_stands_for_two_options() -> None:
    meant: dict[str, set[str]] = {}
    for item in COMMANDS.values():
        for option in item.params:
            for word in option.opts:
                if len(word) == 2 and word.startswith("-"):
                    meant.setdefault(word, set()).add(option.name)
    assert {word: names for word, names in meant.items() if len(names) > 1} == {}


def test_the_version_is_that_of_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"dpia {dpia.__version__}\n"


def test_without_a_command_the_help_is_shown(tmp_path: Path) -> None:
    done = dpia_command(cwd=tmp_path)
    assert "Usage: dpia" in done.stdout + done.stderr
    assert done.returncode == 2


def test_the_completion_of_a_shell_can_be_shown(tmp_path: Path) -> None:
    done = dpia_command("--show-completion", "bash", cwd=tmp_path, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert "complete" in done.stdout
    assert "dpia" in done.stdout
    assert done.returncode == 0


def test_the_completion_completes_a_command(tmp_path: Path) -> None:
    words = {"COMP_WORDS": "dpia ch", "COMP_CWORD": "1"}
    done = dpia_command(cwd=tmp_path, _DPIA_COMPLETE="complete_bash", **words)
    assert done.stdout.split() == ["check"]


@pytest.mark.parametrize("arguments", [["--help"], ["check", "lumen-line.yaml"], ["questionnaires", "lint"]], ids=str)
def test_what_makes_no_report_does_not_load_weasyprint(arguments: list[str], lumen_line: Path) -> None:
    program = (
        "import sys, dpia.cli\n"
        f"code = dpia.cli.run({arguments!r})\n"
        "slow = sorted({name.partition('.')[0] for name in sys.modules} & {'weasyprint', 'jinja2', 'fontTools', 'pikepdf'})\n"
        "print(code, *slow, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=lumen_line.parent,
        env=surroundings(lumen_line.parent),
        capture_output=True,
        text=True,
    )
    assert done.stderr.splitlines()[-1] == "0"


def test_importing_the_library_does_not_load_weasyprint(tmp_path: Path) -> None:
    program = "import sys, dpia; print('weasyprint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], env=surroundings(tmp_path), capture_output=True, text=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("place", ["before", "behind"])
def test_quiet_says_nothing_wherever_it_stands(place: str, hotline: Path, questionnaire: Path) -> None:
    words = ["check", hotline.name, "-Q", questionnaire]
    done = dpia_command(*(["-q", *words] if place == "before" else [*words, "--quiet"]), cwd=hotline.parent)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("name", NAMES)
def test_the_help_shows_no_type_of_a_flag(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*name.split(), "--help"]) == 0
    assert "bool" not in capsys.readouterr().out
