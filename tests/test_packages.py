"""Other people's packages: one as the page describes it, built, installed and used; and broken ones, which stop nothing."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from warnings import catch_warnings

import pytest

from dpia import packages
from dpia.cli.doctoring import checks
from dpia.errors import BrokenPackage, NotFound
from dpia.packages import installed_packages, template_folders
from dpia.questionnaire.origin import Origin, OriginKind
from dpia.questionnaire.translating import digest
from dpia.shipped import load_library
from tests.docs.pages import DOCS, blocks, page, part
from tests.support.commands import ROOT, dpia

EXAMPLE_COVER = DOCS / "examples/cover/cover.html.j2"
FILES = {
    block.attributes["package"]: block.text
    for block in blocks(part(page("writing-questionnaires.md"), "A package with questionnaires"))
}
GATE = FILES["acme_dpia/questionnaires/gate-check.yaml"]
Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a package where Python finds it, as pip leaves it: the module's files, and its entry point."""
    site = tmp_path / "site"
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    def installed(name: str, module: str = "DPIA_API = 1\n", **files: str) -> Path:
        folder = site / name.replace("-", "_")
        for path, text in {"__init__.py": module, **files}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        info = site / f"{folder.name}-2.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 2.0\n")
        (info / "entry_points.txt").write_text(f"[dpia.questionnaires]\nany = {folder.name}\n")
        return folder

    return installed


def gate(**changes: str) -> dict[str, str]:
    text = GATE
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return {"questionnaires/gate.yaml": text}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the page with a template of its own, built as a wheel and installed by pip into a folder."""
    source, wheels, site = (tmp_path_factory.mktemp(name) for name in ("source", "wheels", "site"))
    banner = EXAMPLE_COVER.read_text(encoding="utf-8").replace(
        "{{ report.title }}</h1>", "Acme {{ report.title }}</h1>"
    )
    for name, text in {**FILES, "acme_dpia/templates/cover.html.j2": banner}.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")
    pip(source, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", wheels, ".")
    (wheel,) = wheels.glob("acme_dpia-1.2.0-*.whl")
    pip(source, "install", "--no-deps", "--no-index", "--target", site, wheel)
    return site


def pip(cwd: Path, *arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, arguments)]
    # pip reads this setting the wrong way round: 0 asks it to build with the packages that are installed here.
    settings = os.environ | {"PIP_NO_BUILD_ISOLATION": "0"}
    done = subprocess.run(command, cwd=cwd, env=settings, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_a_package_that_is_built_and_installed_brings_its_questionnaires(site: Path, tmp_path: Path) -> None:
    here = {"cwd": tmp_path, "PYTHONPATH": f"{ROOT}{os.pathsep}{site}"}
    listed = dpia("questionnaires", "list", **here)
    (line,) = (line for line in listed.stdout.splitlines() if line.startswith("gate-check "))
    assert line.split("  ")[-1].strip() == "package acme-dpia 1.2.0"
    assert (listed.returncode, listed.stderr) == (0, "")
    made = dpia("new", "gate.yaml", "--title", "Gate", "--questionnaire", "gate-check", **here)
    assert made.returncode == 0, made.stderr
    assert "GC-1 Is the gate watched?" in (tmp_path / "gate.yaml").read_text(encoding="utf-8")
    doctor = dpia("doctor", **here)
    assert (
        f"ok       Package acme-dpia 1.2.0: {site}/acme_dpia/questionnaires, {site}/acme_dpia/templates\n"
        in doctor.stdout
    )


@pytest.mark.slow
def test_templates_of_a_package_are_used_where_they_are_asked_for_and_nowhere_else(site: Path, tmp_path: Path) -> None:
    here = {"cwd": tmp_path, "PYTHONPATH": f"{ROOT}{os.pathsep}{site}"}
    assert dpia("new", "gate.yaml", "--title", "Gate", "--questionnaire", "gate-check", **here).returncode == 0
    plain = dpia("report", "gate.yaml", "--html", "-o", "plain.html", **here)
    own = dpia("report", "gate.yaml", "--html", "-o", "own.html", "--templates", "package:acme-dpia", **here)
    assert (plain.returncode, own.returncode) == (0, 0), plain.stderr + own.stderr
    pages = [(tmp_path / name).read_text(encoding="utf-8") for name in ("plain.html", "own.html")]
    assert [">Acme Gate</h1>" in text for text in pages] == [False, True]


def test_another_name_than_that_of_a_package_with_templates_is_told(install: Install) -> None:
    folder = install("acme-dpia", **{"templates/cover.html.j2": "Mine"})
    assert template_folders([Path("own"), Path("package:acme-dpia")]) == [Path("own"), folder / "templates"]
    with pytest.raises(NotFound, match="no installed package `acme` with templates: did you mean `acme-dpia`"):
        template_folders([Path("package:acme")])


def test_definitions_of_packages_come_after_the_shipped_ones_and_before_those_of_the_user(
    install: Install, tmp_path: Path
) -> None:
    first = install("a-first", **gate(Gate="First"))
    second = install("b-second", **gate(Gate="Second"))
    library = load_library()
    assert library.questionnaire("gate-check").title == "Second check"
    assert library.origin_of("gate-check") == Origin(OriginKind.PACKAGE, f"{second}/questionnaires", "b-second", "2.0")
    assert [str(found) for found in library.replacements] == ["takes the place of `gate-check` (package a-first 2.0)"]
    assert first != second
    own = tmp_path / "data/dpia/questionnaires"
    own.mkdir(parents=True)
    (own / "gate.yaml").write_text(GATE.replace("Gate", "Own"), encoding="utf-8")
    assert load_library().origin_of("gate-check").kind is OriginKind.USER


def test_a_package_can_bring_a_translation_of_a_shipped_definition_alone(install: Install) -> None:
    title = load_library().questionnaire("review").title
    texts = f"  title: {{of: '{digest(title)}', text: Nachschau}}\n"
    head = "kind: translation\ntranslates: review\nlanguage: de\ntexts:\n"
    install("acme-words", **{"questionnaires/review.de.yaml": head + texts})
    library = load_library()
    assert library.in_language("de").questionnaire("review").title == "Nachschau"
    assert library.replacements == ()


def test_a_broken_translation_of_a_package_stops_nothing(install: Install) -> None:
    title = load_library().in_language("de").questionnaire("review").title
    install("acme-broken-words", **{"questionnaires/review.de.yaml": "kind: translation\ntranslates: review\n"})
    told = r"^A translation of the package acme-broken-words 2\.0 is left out: .*review\.de\.yaml:1:1: missing-key"
    with pytest.warns(BrokenPackage, match=told):
        assert load_library().in_language("de").questionnaire("review").title == title
    with catch_warnings(record=True) as nothing_else:
        (found,) = (check for check in checks() if check.what == "Packages")
    assert re.match(told, found.detail)
    assert (found.what, found.fine, found.needed, nothing_else) == ("Packages", False, False, [])


def test_a_package_that_rewrites_the_english_texts_is_left_out(install: Install) -> None:
    title = load_library().questionnaire("review").title
    texts = f"  title: {{of: '{digest(title)}', text: Everything is fine}}\n"
    head = "kind: translation\ntranslates: review\nlanguage: en\ntexts:\n"
    install("acme-english", **{"questionnaires/review.en.yaml": head + texts})
    with pytest.warns(
        BrokenPackage, match=r"^The package acme-english 2\.0 is left out: .*review\.en\.yaml:3:11: bad-value"
    ):
        library = load_library()
    assert library.in_language("en").questionnaire("review").title == title


BROKEN = {
    "for another version": ("DPIA_API = 2\n", "it is made for DPIA_API 2, this dpia knows 1."),
    "for no version": ("", "it says no DPIA_API, this dpia knows 1."),
    "not importable": ("import nothing_of_that_name\nDPIA_API = 1\n", "ModuleNotFoundError: No module named"),
    "ending the program": ("raise SystemExit(7)\n", "SystemExit: 7"),
    "without folders": ("DPIA_API = 1\n", "there is neither a folder `questionnaires` nor one `templates` beside"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_package_is_told_by_its_name_and_the_others_are_used(kind: str, install: Install) -> None:
    module, told = BROKEN[kind]
    name = f"broken-{'-'.join(kind.split())}"
    install(name, module)
    install(f"good-beside-{name}", **gate(Gate="Good"))
    with pytest.warns(BrokenPackage, match=f"^The package {name} is left out: {told}"):
        library = load_library()
    assert library.questionnaire("gate-check").title == "Good check"


def test_a_package_with_wrong_definitions_is_told_with_the_place_and_left_out(install: Install) -> None:
    folder = install("wrong-words", **gate(yes_no="yesno"))
    install("zzz-right", **gate(Gate="Right"))
    with pytest.warns(
        BrokenPackage, match=rf"^The package wrong-words 2\.0 is left out: {folder}/questionnaires/gate\.yaml:8:"
    ):
        library = load_library()
    assert library.questionnaire("gate-check").title == "Right check"


def test_two_packages_that_do_not_fit_together_leave_the_first(install: Install) -> None:
    install("one-module", **{"questionnaires/m.yaml": GATE.replace("title: Gate check", "kind: module\ntitle: M", 1)})
    user = GATE.replace("id: gate-check", "id: outer").replace("GC-1", "GC-2") + "  - include: gate-check\n"
    install("two-include", **{"questionnaires/o.yaml": user})
    assert load_library().form(["outer"]).modules["gate-check"].title == "M"
    install("three-spoils", **{"questionnaires/m.yaml": "id: gate-check\n"})
    with pytest.warns(BrokenPackage, match="three-spoils"):
        assert load_library().form(["outer"]).modules["gate-check"].title == "M"


def test_the_command_line_tells_a_broken_package_once_and_goes_on(install: Install, tmp_path: Path) -> None:
    folder = install("broken-here", "DPIA_API = 2\n")
    here = {"cwd": tmp_path, "PYTHONPATH": f"{ROOT}{os.pathsep}{folder.parent}"}
    told = "The package broken-here is left out: it is made for DPIA_API 2, this dpia knows 1.\n"
    listed = dpia("questionnaires", "list", **here)
    assert (listed.returncode, listed.stderr) == (0, told)
    assert "screening" in listed.stdout
    doctor = dpia("doctor", **here)
    assert f"better   Packages: {told}" in doctor.stdout
    helped = dpia("--help", **here)
    assert (helped.returncode, helped.stderr) == (0, "")


def test_without_packages_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "GROUP", "dpia.nothing")
    assert installed_packages() == []
