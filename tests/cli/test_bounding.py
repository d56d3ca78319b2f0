"""What reads a stranger's file ends: with its result, or with one line and exit code 2, whatever the file holds."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dpia.bounds import MAX_MEMORY
from dpia.cli.bounding import COMMANDS, TOO_LARGE, TOO_SLOW, within_bounds
from tests.report.test_html import KEPT
from tests.support.commands import dpia, surroundings
from tests.support.run import HANG_SECONDS

DOUBLING = "{% set n = namespace(x='a') %}{% for a in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}"
ENDLESS = "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}"


def templates(folder: Path, text: str) -> Path:
    own = folder / "own"
    own.mkdir()
    (own / "cover.html.j2").write_text(text + KEPT, encoding="utf-8")
    return own


@pytest.mark.parametrize("text", [DOUBLING, "{{ 'a' | center(10 ** 11) }}"], ids=["a text that doubles", "a wide text"])
def test_a_template_that_takes_all_memory_ends_in_one_line(
    text: str, hotline: Path, questionnaire: Path, tmp_path: Path
) -> None:
    own = templates(tmp_path, text)
    done = dpia("report", hotline, "-Q", questionnaire, "--html", "-T", own, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", TOO_LARGE + "\n")
    assert not hotline.with_suffix(".html").exists()


@pytest.mark.slow
def test_a_template_that_never_ends_is_ended_in_one_line(hotline: Path, questionnaire: Path, tmp_path: Path) -> None:
    """Under a limit of the shell, which is kept, so that nobody waits for ours."""
    command = [sys.executable, "-m", "dpia", "report", hotline, "-Q", questionnaire, "--html", "-T"]
    done = subprocess.run(
        ["sh", "-c", 'ulimit -S -t 6; exec "$@"', "sh", *command, templates(tmp_path, ENDLESS)],
        cwd=tmp_path,
        env=surroundings(tmp_path),
        capture_output=True,
        text=True,
        timeout=HANG_SECONDS,
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", TOO_SLOW + "\n")


def test_a_program_is_told_as_json(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from dpia import cli

    monkeypatch.setattr(cli, "within_bounds", lambda arguments, work, tell: tell(TOO_SLOW) or 2)
    monkeypatch.setattr(sys, "argv", ["dpia", "check", "x.yaml", "--json"])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 2
    assert json.loads(capsys.readouterr().out)["problems"][0]["text"] == TOO_SLOW


def code_of(work: str, *arguments: str) -> tuple[int, str]:
    """The exit code of some work under `within_bounds`, and what was said, in a process of its own."""
    program = (
        "import os, resource, signal, sys, time\nfrom dpia.cli.bounding import within_bounds\n"
        f"def work():\n    {work}\n"
        f"sys.exit(within_bounds({list(arguments)}, work, lambda line: print(line)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=HANG_SECONDS)
    return done.returncode, done.stdout


@pytest.mark.parametrize("code", [0, 1, 2, 3, 130])
def test_the_exit_code_is_that_of_the_work(code: int) -> None:
    assert code_of(f"return {code}", "check", "x") == (code, "")


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("SIGXCPU", 2, TOO_SLOW),
        ("SIGKILL", 2, TOO_LARGE),
        ("SIGABRT", 2, TOO_LARGE),
        ("SIGSEGV", 2, TOO_LARGE),
        ("SIGTERM", 143, ""),
        ("SIGHUP", 129, ""),
    ],
)
def test_how_the_work_was_ended_is_told(name: str, code: int, told: str) -> None:
    assert code_of(f"os.kill(os.getpid(), signal.{name}); time.sleep(60)", "-q", "check", "x") == (
        code,
        f"{told}\n" if told else "",
    )


def test_whoever_ends_the_command_ends_the_work(tmp_path: Path) -> None:
    program = (
        "import os, sys, time\nfrom pathlib import Path\nfrom dpia.cli.bounding import within_bounds\n"
        "def work():\n    Path('child').write_text(str(os.getpid()))\n    time.sleep(600)\n"
        "sys.exit(within_bounds(['check'], work, print))"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=tmp_path, env=surroundings(tmp_path))
    while not (tmp_path / "child").exists() or not (tmp_path / "child").read_text():
        time.sleep(0.02)
    child = int((tmp_path / "child").read_text())
    parent.terminate()
    assert parent.wait(HANG_SECONDS) == 128 + signal.SIGTERM
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


@pytest.mark.parametrize("arguments", [("serve",), ("fill", "x.yaml"), ("workspace", "verify"), ()], ids=str)
def test_what_serves_or_asks_a_person_has_no_limits(arguments: tuple[str, ...]) -> None:
    here = os.getpid()
    assert within_bounds(arguments, lambda: os.getpid() == here, print) == 1


def test_every_limited_command_is_there() -> None:
    from dpia.cli.app import command

    assert set(command().commands) >= COMMANDS  # type: ignore[attr-defined]


def test_a_stricter_limit_is_kept() -> None:
    program = (
        "import resource; from dpia.bounds import *\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (50, 60)); bound_seconds(); bound_memory()\n"
        "print(resource.getrlimit(resource.RLIMIT_CPU), resource.getrlimit(resource.RLIMIT_AS)[0])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=HANG_SECONDS)
    soft = resource.getrlimit(resource.RLIMIT_AS)[0]
    assert done.stdout == f"(50, 60) {MAX_MEMORY if soft == resource.RLIM_INFINITY else min(soft, MAX_MEMORY)}\n"


@pytest.mark.parametrize("words", [["due"], ["workspace", "list"], ["-q", "sign", "x"], ["check", "x"]])
def test_what_ends_by_itself_works_in_a_child(words: list[str]) -> None:
    code, said = code_of("print(os.getppid()); return 0", *words)
    assert code == 0
    assert int(said) != os.getpid()
