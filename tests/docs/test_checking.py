"""docs/checking.md: its commands print what the page shows, and what they print is as the schema says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from dpia.cli import run
from dpia.shipped import example_names, example_path
from dpia.showing.outline_schema import Checked, check_schema
from tests.docs.pages import blocks, first_cells, page, part
from tests.docs.test_pages_run import run_shell, shell  # noqa: F401 - a fixture

TEXT = page("checking.md")
BLOCKS = list(blocks(TEXT))
SHOWN = {block.attributes["name"]: json.loads(block.text) for block in BLOCKS if block.language == "json"}
VALIDATOR = jsonschema_rs.validator_for(check_schema(), validate_formats=True)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for block in BLOCKS:
        if block.language == "yaml":
            (tmp_path / block.attributes["file"]).write_text(block.text, encoding="utf-8")
    return tmp_path


def test_every_command_prints_what_the_page_shows_and_ends_as_it_says(
    files: Path,
    shell: dict[str, str],  # noqa: F811
) -> None:
    commands = [block for block in BLOCKS if block.language == "sh"]
    assert {block.attributes["prints"] for block in commands} == SHOWN.keys()
    for block in commands:
        done = run_shell(block.text, files, shell)
        assert (done.returncode, done.stderr) == (int(block.attributes.get("code", 0)), "")
        assert json.loads(done.stdout) == SHOWN[block.attributes["prints"]]


def test_every_key_stands_in_the_table() -> None:
    assert set(first_cells(part(TEXT, "A file that is right"))) == set(Checked.__annotations__)


def checked(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> Any:
    run(["check", str(path), "--json", "--on", "2026-11-24", *options])
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("name", example_names())
def test_what_check_gives_of_an_example_is_as_the_schema_says(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    data = checked(example_path(name), capsys)
    VALIDATOR.validate(data)
    rated = [risk["done"].keys() for risk in data["risks"] if "done" in risk]
    assert rated == [{"severity", "likelihood", "level"}] * len(rated)
    assert bool(rated) is (name != "club-list")


def test_what_check_gives_of_an_empty_draft_is_as_the_schema_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", str(tmp_path / "a.yaml"), "-q"]) == 0
    data = checked(tmp_path / "a.yaml", capsys)
    VALIDATOR.validate(data)
    assert (data["empty"], data["counts"]["block"]) == (True, 0)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("dpia: [", "bad-syntax"),
        ("title: none", "missing-key"),
        ("dpia: 1\nid: a\ntitle: A\nquestionnaires: [{id: newsletter, version: 1.0.0}]\n", "unknown-id"),
        (
            "dpia: 1\nid: a\ntitle: A\nquestionnaires: [{id: screening, version: 2.0.0}]\nrisks: [{id: <R1>}]\n",
            "placeholder",
        ),
        (None, "refused"),
    ],
)
def test_what_check_gives_of_a_wrong_file_is_as_the_schema_says(
    text: str | None, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if text is not None:
        (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    assert run(["check", str(tmp_path / "a.yaml"), "--json"]) == 2
    said = capsys.readouterr()
    data = json.loads(said.out)
    VALIDATOR.validate(data)
    assert ([problem["code"] for problem in data["problems"]], said.err) == ([code], "")
    assert (data["problems"][0]["file"] is None) is (text is None)


def test_a_wrong_use_is_told_as_json_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ["check", "--json"],
        ["check", "a.yaml", "--json", "--on", "soon"],
        ["check", "a.yaml", "--json", "--no"],
    ):
        assert run(words) == 2
        data = json.loads(capsys.readouterr().out)
        VALIDATOR.validate(data)
        assert data["problems"][0]["code"] == "usage"


def test_the_next_command_tells_a_person_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(tmp_path / "a.yaml"), "--json"]) == 2
    assert run(["check", str(tmp_path / "a.yaml")]) == 2
    said = capsys.readouterr()
    assert said.err.endswith("a.yaml: cannot be read: No such file or directory.\n")


@pytest.mark.parametrize("change", [{"more": 1}, {"problems": [{}]}, {"findings": None}])
def test_the_schema_refuses_what_check_does_not_give(
    change: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    data = checked(example_path("lumen-line"), capsys)
    assert not VALIDATOR.is_valid(data | change)


def test_the_schema_is_given_by_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questionnaires", "schema", "check"]) == 0
    assert json.loads(capsys.readouterr().out) == check_schema()
    assert re.search(r"\]\(check\.schema\.json\)", TEXT)
