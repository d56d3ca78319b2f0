"""The commands over a workspace, run as people run them: in, list, history, what is due, a backup and back."""

from pathlib import Path

import pytest

from dpia.data import EXAMPLES
from tests.support.commands import dpia

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
    assert "hotline: missing-key: has no decision yet" in refused.stderr
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


def test_a_day_that_is_none_is_said_of_the_option_it_was_given_to(tmp_path: Path) -> None:
    said = dpia("due", "--until", "gestern", cwd=tmp_path, DPIA_WORKSPACE=str(tmp_path / "workspace.sqlite"))
    assert said.returncode == 2
    assert "--until" in said.stderr
    assert "--on" not in said.stderr
