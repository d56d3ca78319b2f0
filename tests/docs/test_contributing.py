"""CONTRIBUTING.md: what it names is there, its Pythons are those of the package, and the first questionnaire works."""

import re
import tomllib
from pathlib import Path

import pytest

from dpia.cli import run
from dpia.questionnaire.library import read_definitions
from tests.docs.pages import DOCS, blocks, part
from tests.docs.test_pages_run import ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
FIRST = DOCS / "examples" / "first-questionnaire.yaml"


def test_every_path_it_names_is_there() -> None:
    named = set(re.findall(r"`((?:dpia|docs|questionnaires|scripts|templates|tests)/[\w./-]+)`", PAGE))
    named |= set(re.findall(r"pytest -q (tests/\S+\.py)", PAGE))
    assert len(named) > 25
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


def test_every_target_it_names_is_one_of_make() -> None:
    named = set(re.findall(r"`make ([\w-]+)`", PAGE)) | set(re.findall(r"^make ([\w-]+)$", PAGE, re.MULTILINE))
    assert named - set(re.findall(r"^([\w-]+):", MAKEFILE, re.MULTILINE)) == set()


def test_every_name_in_its_recipes_is_in_the_file_that_it_names() -> None:
    for file, name in (
        ("dpia/questionnaire/types.py", "class QuestionType"),
        ("dpia/report/document.py", "class ReportDocument"),
        ("dpia/report/building/whole.py", "def build_report"),
        ("dpia/exchange/reading.py", "READERS"),
        ("dpia/exchange/reading.py", "def sniff"),
        ("dpia/assessment/files.py", "def parse_assessment"),
        ("dpia/showing/context.py", "def withheld"),
        ("dpia/showing/context.py", "def shows"),
        ("dpia/showing/context.py", "def names"),
    ):
        assert name.split()[-1] in PAGE
        assert name in (ROOT / file).read_text(encoding="utf-8"), f"{file} has no {name}"


def test_the_pythons_of_the_package_are_those_of_the_table() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    claimed = re.findall(r"Programming Language :: Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    run_on = re.findall(r"^\| (3\.\d+) \|", part(PAGE, "On which Pythons"), re.MULTILINE)
    assert claimed == run_on
    assert project["requires-python"] == f">={claimed[0]}"


# The first questionnaire


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a copy of the file, and of a user who has nothing else."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / FIRST.name).write_bytes(FIRST.read_bytes())
    return tmp_path


def test_it_has_ten_lines_and_not_even_a_warning(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(FIRST.read_text(encoding="utf-8").splitlines()) == 10
    assert read_definitions([FIRST]).questionnaires.keys() == {"shared-phone"}
    assert run(["questionnaires", "lint", "--strict", "--part", FIRST.name]) == 0
    assert "No problems." in capsys.readouterr().err


def test_the_readme_shows_it_as_it_is() -> None:
    shown = [block.text for block in blocks(README) if block.language == "yaml"]
    assert shown == [FIRST.read_text(encoding="utf-8")]


def test_the_lines_of_the_readme_make_a_report_of_it(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (lines,) = [
        block.text.splitlines() for block in blocks(README) if block.attributes.get("by") == "test_contributing"
    ]
    assert [line.split()[1] for line in lines] == ["questionnaires", "new", "check", "report"]
    for line in lines:
        if line.startswith("dpia check"):
            answered = (
                (copied / "phone.yaml").read_text(encoding="utf-8").replace("# shared: <yes | no>", "shared: yes")
            )
            (copied / "phone.yaml").write_text(answered, encoding="utf-8")
        words = re.findall(r'"([^"]*)"|(\S+)', line)
        assert run([quoted or word for quoted, word in words][1:]) == 0, line
    assert "MAJOR  shared-phone.log_is_shared: All who use it see who called." in capsys.readouterr().out
    assert "All who use it see who called." in (copied / "phone.html").read_text(encoding="utf-8")


def test_the_table_of_tests_says_how_long_each_takes() -> None:
    rows = re.findall(r"^\| `(make [\w-]+)` \|.*\| ([^|]+) \|$", PAGE, re.MULTILINE)
    assert [name for name, took in rows if not re.search(r"\d|hours|minutes|below", took)] == []
    assert {"make test", "make test-slow", "make proof"} <= {name for name, _ in rows}
