"""`dpia fill` asks one question at a time, saves at once, and goes on where it was left."""

import os
import pty
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import dpia as library
from dpia.cli import run
from dpia.workspace import open_workspace
from tests.support.commands import ROOT, dpia, surroundings
from tests.support.run import HANG_SECONDS


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
        timeout=HANG_SECONDS,
    )


def new(cwd: Path) -> Path:
    path = cwd / "chat.yaml"
    assert run(["new", str(path), "--questionnaire", "screening"]) == 0
    return path


def answers(path: Path) -> dict[str, object]:
    found = library.read(path, library.load_library())
    return {name: answer.model_dump(mode="json") for name, answer in found.answers["screening"].items()}


def test_answers_are_saved_one_by_one_and_the_comments_of_the_file_stay(tmp_path: Path) -> None:
    path = new(tmp_path)
    done = fill("chat.yaml", "Night chat\nFor people\\\nwho need help.\n3\ns\ncontroller, 2\nq\n", tmp_path)

    assert done.returncode == 0, done.stderr
    assert "Everything is saved" in done.stderr
    assert answers(path) == {
        "processing_name": "Night chat",
        "description": "For people\nwho need help.",
        "organisation_kind": "ngo",
        "role": ["controller", "joint"],
    }
    text = path.read_text(encoding="utf-8")
    assert "    # uses_ai: <yes | no>\n" in text
    assert "    # processing_name:" not in text
    assert (
        text.index("processing_name: Night chat")
        < text.index("# SCR-03 ")
        < text.index("role:")
        < text.index("# SCR-04 ")
    )


def test_it_goes_on_with_the_first_question_that_is_not_answered(tmp_path: Path) -> None:
    new(tmp_path)
    fill("chat.yaml", "Night chat\n", tmp_path)
    again = fill("chat.yaml", "q\n", tmp_path)

    assert "SCR-01.name" not in again.stdout
    assert "SCR-01.description" in again.stdout


def test_what_does_not_fit_is_told_and_asked_again(tmp_path: Path) -> None:
    path = new(tmp_path)
    done = fill("chat.yaml", "s\ns\n99\nngo\nq\n", tmp_path)

    assert "That does not fit: “99” is none of the answers to choose from" in done.stdout
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


def test_guidance_is_printed_as_text_that_can_be_read(tmp_path: Path) -> None:
    """SCR-01.description has a list in its guidance, SCR-02 an emphasis; every item keeps a line of its own."""
    new(tmp_path)
    first = fill("chat.yaml", "s\n?\nq\n", tmp_path).stdout
    assert "\n- who acts on the result, and what that means for the person.\n" in first
    second = fill("chat.yaml", "s\ns\n?\nq\n", tmp_path).stdout
    assert "ask that sensitive data be strictly necessary" in " ".join(second.split())


def test_the_keys_name_everything_that_a_line_can_say(tmp_path: Path) -> None:
    new(tmp_path)
    said = fill("chat.yaml", "\nq\n", tmp_path).stdout
    keys = "? guidance · u unknown · n REASON not applicable · s or an empty line skip · b back · q stop"
    assert said.splitlines()[1] == keys
    assert "SCR-01.description" in said, "an empty line skips"


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


SMALL = """
id: small
version: 1.0.0
title: Small
sections:
  - id: all
    title: All
    questions:
      - {id: note, code: S-1, ask: What is counted?, type: text, allow: [unknown, not_applicable]}
      - {id: name, code: S-2, ask: Its name?, type: text, allow: [unknown]}
      - id: doors
        code: S-3
        ask: Which doors are there?
        type: table
        required: false
        prefix: D
        row_name: door
        allow: [unknown, not_applicable]
        columns:
          - {id: place, ask: Where?, type: text, required: false}
          - {id: width, ask: How wide?, type: number, required: false}
      - {id: people, code: S-4, ask: How many people?, type: number}
"""


def small(cwd: Path, typed: str) -> tuple[str, dict[str, object]]:
    """What `dpia fill` says on a new assessment of these questions when lines are typed, and the answers it leaves."""
    (cwd / "small").mkdir(exist_ok=True)
    (cwd / "small/small.yaml").write_text(SMALL, encoding="utf-8")
    assert run(["new", str(cwd / "door.yaml"), "--questionnaire", "small", "-Q", str(cwd / "small")]) == 0
    done = subprocess.run(
        [sys.executable, "-m", "dpia", "fill", "door.yaml", "-Q", "small"],
        cwd=cwd,
        env=surroundings(cwd),
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=HANG_SECONDS,
    )
    assert done.returncode == 0, done.stderr
    found = library.read(cwd / "door.yaml", library.load_library([cwd / "small"]))
    return done.stdout, {
        name: answer.model_dump(mode="json") for name, answer in found.answers.get("small", {}).items()
    }


def test_whoever_stops_in_a_table_keeps_the_cells_so_far(tmp_path: Path) -> None:
    _, kept = small(tmp_path, "s\ns\nyes\nFront\n90\nyes\nCellar\nq\n")
    assert kept == {"doors": [{"id": "D1", "place": "Front", "width": 90}, {"id": "D2", "place": "Cellar"}]}


def test_a_terminal_that_closes_in_a_table_keeps_the_cells_so_far(tmp_path: Path) -> None:
    _, kept = small(tmp_path, "s\ns\nyes\nFront\n")
    assert kept == {"doors": [{"id": "D1", "place": "Front"}]}


def test_a_cell_that_does_not_fit_is_asked_again_and_the_others_stay(tmp_path: Path) -> None:
    said, kept = small(tmp_path, "s\ns\nyes\nFront\n6,000\n6000\nno\nq\n")
    assert "That does not fit: This number can be read in two ways: is it 6000 or 6? Write 6000 or 6." in said
    assert kept == {"doors": [{"id": "D1", "place": "Front", "width": 6000}]}


@pytest.mark.slow
def test_only_no_says_that_a_table_has_no_rows(tmp_path: Path) -> None:
    assert small(tmp_path, "s\ns\nno\nq\n")[1] == {"doors": []}
    for number, (typed, kept) in enumerate(
        [
            ("q\n", {}),
            ("\nq\n", {}),
            ("s\nq\n", {}),
            ("b\ns\ns\nq\n", {}),
            ("?\ns\nq\n", {}),
            ("n\nNone\ns\nq\n", {}),
            ("u\nq\n", {"doors": {"unknown": True}}),
            ("n they are secret\nq\n", {"doors": {"not_applicable": "they are secret"}}),
        ]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert small(folder, f"s\ns\n{typed}")[1] == kept, typed


def test_a_text_that_begins_with_n_is_not_taken_for_a_reason_unasked(tmp_path: Path) -> None:
    said, kept = small(tmp_path, "n of cases: 30\nno\nn of doors: 2\ns\nq\n")
    assert "Not applicable, because: of cases: 30. Is that meant?" in said
    assert kept == {"note": "n of cases: 30", "name": "n of doors: 2"}


def test_a_command_is_one_in_capitals_too(tmp_path: Path) -> None:
    _, kept = small(tmp_path, "N nothing is counted\nyes\nS\nS\nQ\n")
    assert kept == {"note": {"not_applicable": "nothing is counted"}}


def test_it_says_which_option_was_understood(tmp_path: Path) -> None:
    new(tmp_path)
    assert "  = Association, foundation" in fill("chat.yaml", "s\ns\n3\nq\n", tmp_path).stdout


def test_what_others_save_meanwhile_stays(tmp_path: Path) -> None:
    new(tmp_path)
    here = {"DPIA_WORKSPACE": str(tmp_path / "workspace.sqlite")}
    dpia("import", "chat.yaml", "--keep", cwd=tmp_path, **here)
    workspace = open_workspace(here["DPIA_WORKSPACE"], library.load_library(), at=datetime.now(UTC))
    filling = subprocess.Popen(
        [sys.executable, "-m", "dpia", "fill", "chat"],
        cwd=tmp_path,
        env=surroundings(tmp_path) | here,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert filling.stdin is not None and filling.stdout is not None
    while "SCR-01.name" not in filling.stdout.readline():
        pass
    stored = workspace.get("chat")
    theirs = stored.assessment.with_answer("screening.uses_ai", "yes")
    workspace.save("chat", theirs, seen=stored.number, actor="ben", at=datetime.now(UTC))
    filling.communicate("Night chat\nFor people who need help.\nngo\nq\n", timeout=HANG_SECONDS)
    kept = workspace.get("chat").assessment.answers["screening"]
    workspace.close()
    assert {name: answer.value for name, answer in kept.items()} == {
        "uses_ai": "yes",
        "processing_name": "Night chat",
        "description": "For people who need help.",
        "organisation_kind": "ngo",
    }
