"""The extras: they are those of pyproject.toml, and whoever lacks one is told how to get it."""

import re
import sys
import tomllib
from pathlib import Path

import pytest

import dpia
from dpia.cli import run
from dpia.exchange.matrix import matrix_xlsx
from dpia.extras import EXTRAS, Extra, lacking

ROOT = Path(__file__).parent.parent


def test_every_extra_of_the_project_is_named_with_what_it_gives() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {extra.name for extra in EXTRAS} == project["optional-dependencies"].keys() - {"all"}


def test_an_extra_names_the_modules_of_its_packages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for extra in EXTRAS:
        lines = project["optional-dependencies"][extra.name]
        packages = {re.split(r"[\[>]", line)[0].replace("-", "_") for line in lines} - {"dpia"}
        assert packages == set(extra.modules)


def test_what_is_installed_is_found_without_importing_it() -> None:
    assert all(extra.is_installed for extra in EXTRAS)  # the tests need them
    assert not Extra("other", "nothing", ("openpyxl", "no_such_module")).is_installed


@pytest.mark.parametrize("extra", EXTRAS, ids=lambda extra: extra.name)
def test_whoever_lacks_an_extra_is_told_what_it_gives_and_to_install_the_wheel_with_it(extra: Extra) -> None:
    told = str(lacking(extra.name))
    assert told == (
        f"This needs more packages, for {extra.gives}: "
        f"install the wheel of dpia with [{extra.name}], as README.md shows."
    )


def test_no_message_sends_anybody_to_a_registry() -> None:
    package = Path(dpia.__file__).parent
    files = [*package.rglob("*.py"), *(ROOT / "templates").rglob("*.j2")]
    assert [path.name for path in files if "pip install" in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize(
    ("module", "command", "extra"),
    [
        ("dpia.web.serving", ["serve", "--no-browser"], "web"),
        ("dpia.workspace", ["workspace", "list"], "web"),
        ("dpia.workspace", ["check", "some-id"], "web"),
        ("dpia.workspace.connecting", ["workspace", "path"], "web"),
        ("openpyxl", ["questionnaires", "matrix", "-o", "m.xlsx"], "exchange"),
    ],
)
def test_a_command_that_needs_an_extra_says_so(
    module: str,
    command: list[str],
    extra: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DPIA_WORKSPACE", str(tmp_path / "w.sqlite"))
    monkeypatch.setitem(sys.modules, module, None)  # so that its import fails
    assert run(command) == 2
    assert f"install the wheel of dpia with [{extra}]" in capsys.readouterr().err


def test_a_workbook_can_be_a_csv_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(dpia.DpiaError, match=r"README\.md shows\. Or write a \.csv file\.$"):
        matrix_xlsx([])
