"""Every command and every line of Python in README.md and in pages of docs/ runs, in a folder of its own."""

import base64
import os
import re
import shutil
import subprocess
import sys
from contextlib import closing
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest

import dpia
from dpia.cli import run
from dpia.shipped import example_path
from dpia.web.bearing import token_path
from dpia.web.sessions import session_path
from dpia.workspace.connecting import address_of
from dpia.workspace.organisation import facts_path
from dpia.workspace.steps import NEWEST
from tests.docs.pages import DOCS, Block, blocks, first_cells, part
from tests.support.commands import surroundings
from tests.support.hotline import AS_MADE, ASSESSMENT, QUESTIONNAIRE
from tests.support.run import HANG_SECONDS
from tests.support.workspaces import opened

ROOT = DOCS.parent
# tests/test_packaging.py runs the first, in an environment that has only the wheel, and tests/web the other, which does not end.
ELSEWHERE = {"dpia demo", "dpia serve"}
DECISION = """\
decision:
  outcome: approved
  reason: Nothing is recorded or logged.
  by: {name: C. Example, role: Director}
  on: 2026-11-20
"""
OWN = QUESTIONNAIRE.replace("ask: Are numbers logged?\n", "ask: Are numbers logged?\n        about: organisation\n")
"""With a fact of the organisation, and nothing that lint would tell."""
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


def page_blocks(path: Path, *languages: str) -> list[Block]:
    return [block for block in blocks(path.read_text(encoding="utf-8")) if block.language in languages]


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """The environment of a reader who has installed dpia: `make` only says what it would do."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, line in (
        ("dpia", f'exec "{sys.executable}" -m dpia "$@"'),
        ("make", f'exec {find("make")} -n -C {ROOT} "$@"'),
    ):
        (folder / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    found = surroundings(tmp_path)
    return found | {"PATH": f"{folder}:{found['PATH']}", "XDG_DATA_HOME": str(tmp_path / "data")}


def find(name: str) -> str:
    return next(str(Path(part) / name) for part in os.environ["PATH"].split(":") if (Path(part) / name).is_file())


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the files that the examples of the commands name."""
    own = tmp_path / "data" / "dpia" / "questionnaires"
    own.mkdir(parents=True)
    (own / "hotline-check.yaml").write_text(OWN, encoding="utf-8")
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "my-questionnaire.yaml").write_text(OWN, encoding="utf-8")
    (desk / "assessment.yaml").write_text(ASSESSMENT + DECISION, encoding="utf-8")
    shutil.copy(example_path("bridgecase"), desk / "bridge.yaml")
    (desk / "logo.png").write_bytes(PNG)
    words = ["report", str(desk / "assessment.yaml"), "-Q", str(own), *AS_MADE, "-q", "-o"]
    assert run([*words, str(desk / "approved.pdf")]) == 0
    return desk


def run_shell(line: str, cwd: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-e", "-c", line], cwd=cwd, env=environment, capture_output=True, text=True, timeout=HANG_SECONDS
    )


@pytest.mark.slow
def test_every_command_of_the_readme_runs(shell: dict[str, str], tmp_path: Path) -> None:
    lines = [
        line
        for block in page_blocks(ROOT / "README.md", "sh")
        if "by" not in block.attributes
        for line in block.text.splitlines()
    ]
    assert len(lines) >= 7
    for line in lines:
        done = run_shell(line, tmp_path, shell)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
    assert (tmp_path / "hotline.pdf").is_file()
    assert dpia.read(tmp_path / "copy.yaml", dpia.load_library()).title == "Hotline chat"


@pytest.mark.slow
def test_every_example_of_the_commands_runs(shell: dict[str, str], desk: Path) -> None:
    lines = [line for block in page_blocks(DOCS / "commands.md", "sh") for line in block.text.splitlines()]
    assert set(lines) >= ELSEWHERE
    assert run_shell("dpia import assessment.yaml --keep", desk, shell).returncode == 0
    for line in lines:
        if line in ELSEWHERE:
            continue
        done = run_shell(line, desk, shell)
        differs = line.startswith("dpia diff ")  # the examples before it changed the assessment
        assert done.returncode == (1 if differs else 0), f"{line}\n{done.stdout}\n{done.stderr}"


def test_every_command_of_the_page_on_filling_in_runs(shell: dict[str, str], desk: Path) -> None:
    assert run_shell("dpia import assessment.yaml --keep", desk, shell).returncode == 0
    lines = [
        line
        for block in page_blocks(DOCS / "filling-in.md", "sh")
        if "by" not in block.attributes
        for line in block.text.splitlines()
    ]
    assert len(lines) >= 4
    done = [run_shell(line, desk, shell) for line in lines]
    assert [found.returncode for found in done] == [0] * len(lines), [found.stderr for found in done]
    assert done[-2].stdout.startswith("hotline ")
    assert done[-1].stderr.startswith("The workspace is sound.")


def test_every_command_of_the_page_on_keeping_a_workspace_runs(shell: dict[str, str], desk: Path) -> None:
    assert run_shell("dpia import assessment.yaml --keep", desk, shell).returncode == 0
    lines = [line for block in page_blocks(DOCS / "workspace.md", "sh") for line in block.text.splitlines()]
    assert len(lines) >= 12
    done = {line: run_shell(line, desk, shell) for line in lines}
    assert {line: found.stderr for line, found in done.items() if found.returncode != 0} == {}
    anchored = done['dpia workspace verify --anchor "$(cat head.txt)" --workspace new.sqlite']
    assert "The head that was noted down is line 1 of its journal" in anchored.stderr


def test_the_page_on_keeping_a_workspace_names_every_file_that_lies_beside_it(tmp_path: Path) -> None:
    url = address_of(tmp_path / "workspace.sqlite")
    named = first_cells(part((DOCS / "workspace.md").read_text(encoding="utf-8"), "Where it lies"))
    with closing(opened(tmp_path / "workspace.sqlite")) as workspace:
        assert named[:3] == [session_path(url).name, token_path(url).name, facts_path(workspace).name]
    assert named[3].startswith(f"workspace.sqlite.before-{NEWEST}-")
    assert (session_path(url).parent, token_path(url).parent) == (tmp_path, tmp_path)


@pytest.mark.slow
def test_every_line_of_the_library_page_runs(tmp_path: Path) -> None:
    code = "\n".join(block.text for block in page_blocks(DOCS / "library.md", "python"))
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=surroundings(tmp_path), capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_every_line_of_the_library_page_passes_the_strict_type_checker(tmp_path: Path) -> None:
    """As a user has it: without the settings and plugins of this project, and with dpia as a package from elsewhere."""
    code = "\n".join(block.text for block in page_blocks(DOCS / "library.md", "python"))
    (tmp_path / "page.py").write_text(code, encoding="utf-8")
    words = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", "cache", "page.py"]
    done = subprocess.run(
        words, cwd=tmp_path, env=surroundings(tmp_path) | {"MYPYPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr, done.returncode) == ("Success: no issues found in 1 source file\n", "", 0)


def test_the_library_page_shows_every_step_of_the_work() -> None:
    code = "\n".join(block.text for block in page_blocks(DOCS / "library.md", "python"))
    steps = ["load_library", "new_assessment", "with_answer", "check_assessment", "evaluate", "compare", "save", "read"]
    steps += [
        "gaps(",
        ".blocks",
        "make_pdf",
        "make_html",
        "lint",
        "answer_model",
        "show_reason",
        "open_findings",
        ".risks",
        ".decision",
    ]
    assert [step for step in steps if step not in code] == []


@pytest.mark.parametrize(
    "name",
    [
        *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "locale/README.md"),
        *(f"docs/{page.name}" for page in sorted(DOCS.glob("*.md"))),
    ],
)
def test_every_link_leads_to_a_page(name: str) -> None:
    path = ROOT / name
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (path.parent / link).is_file()] == []


def script(name: str) -> ModuleType:
    spec = util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_the_commands_is_current() -> None:
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == script("commands").text(), "run `make commands`"


@pytest.mark.parametrize(
    "target",
    [
        "demo",
        "test",
        "test-slow",
        "lint",
        "format",
        "commands",
        "messages",
        "reference",
        "report-templates",
        "pythons",
        "bench",
        "proof",
        "mutants",
        "lock",
        "clean",
    ],
)
def test_make_knows_its_targets(target: str) -> None:
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0
    assert f"make {target} " in subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True).stdout
