"""`dpia fill` asks one question at a time, saves at once, and goes on where it was left."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import dpia as library
from tests.support.commands import ROOT, dpia, surroundings


def fill(target: str, typed: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`dpia fill` with lines typed into it."""
    return subprocess.run(
        [sys.executable, "-m", "dpia", "fill", target],
        cwd=cwd,
        env=surroundings(cwd) | {"PYTHONPATH": str(ROOT)} | environment,
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


def new(cwd: Path) -> Path:
    dpia("new", "chat.yaml", "--title", "Chat", "--questionnaire", "screening", cwd=cwd)
    return cwd / "chat.yaml"


def answers(path: Path) -> dict[str, object]:
    found = library.read(path, library.load_library())
    return {name: answer.model_dump(mode="json") for name, answer in found.answers["screening"].items()}


def test_answers_are_saved_one_by_one_and_the_comments_of_the_file_stay(tmp_path: Path) -> None:
    path = new(tmp_path)
    done = fill("chat.yaml", "Night chat\nFor people\\\nwho need help.\n1\ncontroller, 2\nq\n", tmp_path)

    assert done.returncode == 0, done.stderr
    assert "Everything is saved" in done.stderr
    assert answers(path) == {
        "processing_name": "Night chat",
        "description": "For people\nwho need help.",
        "organisation_kind": "ngo",
        "role": ["controller", "joint"],
    }


def test_it_goes_on_with_the_first_question_that_is_not_answered(tmp_path: Path) -> None:
    new(tmp_path)
    fill("chat.yaml", "Night chat\n", tmp_path)
    again = fill("chat.yaml", "q\n", tmp_path)

    assert "SCR-01.name" not in again.stdout
    assert "SCR-01.description" in again.stdout


def test_what_does_not_fit_is_told_and_asked_again(tmp_path: Path) -> None:
    path = new(tmp_path)
    done = fill("chat.yaml", "s\ns\n99\nngo\nq\n", tmp_path)

    assert "That does not fit: `99` is no option of this question" in done.stdout
    assert answers(path) == {"organisation_kind": "ngo"}


def test_unknown_and_not_applicable_are_answers_and_one_can_go_back(tmp_path: Path) -> None:
    path = new(tmp_path)
    done = fill("chat.yaml", "First\nb\nSecond\ns\ns\ns\ns\ns\nu\nq\n", tmp_path)

    assert done.returncode == 0, done.stderr
    assert answers(path) == {"processing_name": "Second", "uses_ai": {"unknown": True}}


def test_a_finding_is_told_where_it_fires(tmp_path: Path) -> None:
    new(tmp_path)
    done = fill("chat.yaml", "s\ns\ns\n3\nq\n", tmp_path)
    assert "MINOR " in done.stdout


def test_guidance_is_there_for_the_asking(tmp_path: Path) -> None:
    new(tmp_path)
    plain, asked = (fill("chat.yaml", f"s\ns\n{typed}q\n", tmp_path).stdout for typed in ("", "?\n"))
    assert "An international organisation" in " ".join(asked.split())
    assert "An international organisation" not in " ".join(plain.split())


def test_an_assessment_of_the_workspace_is_filled_in_by_its_id(tmp_path: Path) -> None:
    new(tmp_path)
    here = {"DPIA_WORKSPACE": str(tmp_path / "workspace.sqlite")}
    dpia("import", "chat.yaml", "--keep", cwd=tmp_path, **here)
    done = fill("chat", "Night chat\nq\n", tmp_path, **here)

    assert done.returncode == 0, done.stderr
    history = dpia("history", "chat", cwd=tmp_path, **here).stdout
    assert [line.split()[4] for line in history.splitlines()] == ["edited", "imported"]


def test_in_a_terminal_an_interrupt_ends_it_with_everything_saved(tmp_path: Path) -> None:
    path = new(tmp_path)
    child, leader = pty.fork()
    if child == 0:
        os.chdir(tmp_path)
        words = [sys.executable, "-m", "dpia", "fill", "chat.yaml"]
        os.execve(sys.executable, words, surroundings(tmp_path) | {"TERM": "dumb"})
    said = b""
    while b"SCR-01.name" not in said or not said.rstrip().endswith(b">"):
        said += os.read(leader, 4096)
    os.write(leader, b"Night chat\n")
    while b"SCR-01.description" not in said:
        said += os.read(leader, 4096)
    os.write(leader, b"\x03")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    os.close(leader)
    assert answers(path) == {"processing_name": "Night chat"}
