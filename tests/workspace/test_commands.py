"""The commands over a workspace, run as people run them: in, list, history, what is due, a backup and back."""

from pathlib import Path
from typing import Any

import pytest

from dpia.cli import run
from dpia.data import EXAMPLES
from dpia.errors import DpiaError
from dpia.workspace import restoring
from tests.support.commands import dpia
from tests.support.workspaces import AT, create, make, opened, small_library

LUMEN = EXAMPLES / "lumen-line.yaml"


def test_an_assessment_goes_in_is_listed_backed_up_and_restored(tmp_path: Path) -> None:
    here = {"DPIA_WORKSPACE": str(tmp_path / "workspace.sqlite")}
    assert dpia("import", LUMEN, "--keep", cwd=tmp_path, **here).returncode == 0
    assert dpia("workspace", "path", cwd=tmp_path, **here).stdout.strip() == here["DPIA_WORKSPACE"]
    assert dpia("workspace", "list", cwd=tmp_path, **here).stdout.startswith("lumen-line ")
    assert "imported" in dpia("history", "lumen-line", cwd=tmp_path, **here).stdout
    assert "Lumen Line" in dpia("due", "--until", "2030-01-01", cwd=tmp_path, **here).stdout
    assert dpia("workspace", "backup", "backup.zip", cwd=tmp_path, **here).returncode == 0
    restored = tmp_path / "restored.sqlite"
    assert dpia("workspace", "restore", "backup.zip", "--workspace", restored, cwd=tmp_path).returncode == 0
    assert dpia("workspace", "list", "--workspace", restored, cwd=tmp_path).stdout.startswith("lumen-line ")


@pytest.mark.slow
def test_every_command_that_takes_an_id_takes_it_from_the_workspace_that_is_named(tmp_path: Path) -> None:
    small = tmp_path / "hotline.yaml"
    assert dpia("new", small, "--questionnaire", "screening", cwd=tmp_path).returncode == 0
    there = ("--workspace", tmp_path / "kept.sqlite")
    taken = dpia("import", small, "--keep", *there, cwd=tmp_path)
    assert f"dpia check hotline --workspace {tmp_path / 'kept.sqlite'}" in " ".join(taken.stderr.split())
    small.unlink()
    here = {"DPIA_WORKSPACE": str(tmp_path / "other.sqlite")}
    for command in (
        ("open", "hotline", "law-measure", "--reason", "A decree is planned."),
        ("close", "hotline", "law-measure", "--reason", "It was given up."),
        ("check", "hotline"),
        ("export", "hotline"),
        ("diff", "hotline", "hotline"),
        ("fill", "hotline"),
        ("report", "hotline", "--html", "--output", "hotline.html"),
    ):
        said = dpia(*command, *there, cwd=tmp_path, **here)
        assert said.returncode == 0, f"{command}: {said.stderr}"
    refused = dpia("sign", "hotline", "--name", "C. Example", "--role", "Director", *there, cwd=tmp_path, **here)
    assert "hotline cannot be signed" in " ".join(refused.stderr.split())
    refused = dpia("review", "hotline", "--output", "review.yaml", *there, cwd=tmp_path, **here)
    assert refused.stderr.startswith("hotline: missing-key: There is no decision yet, so there is nothing to review")
    assert dpia("check", "hotline", cwd=tmp_path, **here).returncode == 2
    assert not (tmp_path / "other.sqlite").exists()


@pytest.mark.parametrize(
    "command",
    [
        ("workspace", "list"),
        ("workspace", "backup", "b.zip"),
        ("history", "lumen-line"),
        ("due",),
        ("check", "lumen-line"),
    ],
)
def test_looking_into_a_workspace_that_is_not_there_makes_none(tmp_path: Path, command: tuple[str, ...]) -> None:
    missing = tmp_path / "folder" / "mistyped.sqlite"
    said = dpia(*command, "--workspace", missing, cwd=tmp_path)
    assert (said.returncode, said.stdout) == (2, "")
    assert f"{missing}: there is no workspace." in " ".join(said.stderr.split())
    assert list(tmp_path.glob("**/*.sqlite")) == []
    assert not missing.parent.exists()


@pytest.mark.parametrize("command", [("list",), ("verify",), ("backup", "b.zip")])
def test_a_workspace_that_the_environment_names_and_that_is_not_there_is_not_made(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    missing = tmp_path / "mistyped.sqlite"
    said = dpia("workspace", *command, cwd=tmp_path, DPIA_WORKSPACE=str(missing))
    assert (said.returncode, said.stdout) == (2, "")
    assert f"{missing}: there is no workspace." in " ".join(said.stderr.split())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [("list",), ("verify",), ("backup", "b.zip")])
def test_looking_where_workspaces_are_kept_makes_none(tmp_path: Path, command: tuple[str, ...]) -> None:
    said = dpia("workspace", *command, cwd=tmp_path, XDG_DATA_HOME=str(tmp_path / "data"))
    assert (said.returncode, said.stdout) == (2, "")
    assert f"{tmp_path / 'data' / 'dpia' / 'workspace.sqlite'}: there is no workspace." in said.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("source", ["missing.zip", "none.zip"])
def test_a_restore_that_fails_leaves_no_empty_workspace(tmp_path: Path, source: str) -> None:
    (tmp_path / "none.zip").write_bytes(b"x")
    (tmp_path / "empty.sqlite").write_bytes(b"")
    for target in ("made.sqlite", "new/deep/made.sqlite", "empty.sqlite"):
        assert run(["workspace", "restore", str(tmp_path / source), "-w", str(tmp_path / target)]) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.sqlite", "none.zip"], "what was there stays"


def test_a_restore_that_fails_leaves_what_somebody_saved_in_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "made.sqlite"

    def saved_in_between(*words: Any, **more: Any) -> int:
        other = opened(place)
        create(other, make())
        other.close()
        raise DpiaError("It fails.")

    monkeypatch.setattr(restoring, "restore_backup", saved_in_between)
    with pytest.raises(DpiaError, match="It fails"):
        restoring.open_restored(place, tmp_path / "b.zip", small_library(), actor="A", at=AT)
    assert opened(place).holds("hotline")


def test_a_day_that_is_none_is_said_of_the_option_it_was_given_to(tmp_path: Path) -> None:
    said = dpia("due", "--until", "gestern", cwd=tmp_path, DPIA_WORKSPACE=str(tmp_path / "workspace.sqlite"))
    assert said.returncode == 2
    assert "--until" in said.stderr
    assert "--on" not in said.stderr


def test_an_export_that_lacks_evidence_says_so_and_exits_with_one(tmp_path: Path) -> None:
    here = {"DPIA_WORKSPACE": str(tmp_path / "workspace.sqlite")}
    small = tmp_path / "hotline.yaml"
    assert dpia("new", small, "--questionnaire", "screening", cwd=tmp_path).returncode == 0
    taken = dpia("import", small, "--keep", cwd=tmp_path, **here)
    assert "Note:" not in taken.stderr
    whole = dpia("export", "hotline", "-o", "whole.zip", cwd=tmp_path, **here)
    assert (whole.returncode, "Wrote whole.zip" in whole.stderr) == (0, True)
    text = small.read_text(encoding="utf-8").replace("id: hotline", "id: other")
    evidence = f"{{title: The contract, file: contract.pdf, sha256: {'ab' * 32}}}"
    named = f"    processing_name: {{value: A name, evidence: [{evidence}]}}\n"
    lines = [named if "# processing_name:" in line else line for line in text.splitlines(keepends=True)]
    small.write_text("".join(lines), encoding="utf-8")
    taken = dpia("import", small, "--keep", cwd=tmp_path, **here)
    assert "Note: Evidence is named that is not in this workspace: The contract." in " ".join(taken.stderr.split())
    lacking = dpia("export", "other", "-o", "lacking.zip", "--quiet", cwd=tmp_path, **here)
    assert lacking.returncode == 1
    assert lacking.stderr.splitlines() == [
        "lacking.zip lacks a file of evidence that is not in the workspace: The contract"
    ]
    refused = dpia("export", small, "-o", "file.zip", cwd=tmp_path, **here)
    assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1)
    assert "a zip holds an assessment of the workspace" in refused.stderr
