"""The shipped library: its cache, the user's own folder, and the worked examples."""

import gc
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dpia import shipped
from dpia.data import QUESTIONNAIRES
from dpia.errors import BadInput, DefinitionError, NotFound
from dpia.questionnaire.library import Library
from dpia.questionnaire.text import read_document, read_known
from dpia.shipped import example_names, example_path, load_library, shipped_library, user_folder
from tests.support.definitions import one_question, write_files

SHIPPED = sorted(path for path in QUESTIONNAIRES.rglob("*.yaml") if path.parent.name != "examples")
OWN = one_question("- {id: q, code: OWN-1, ask: Q?, type: yes_no, help: Say.}")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home: no cache, no questionnaires of the user's own, and nothing kept from an earlier test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    shipped_library.cache_clear()
    yield tmp_path
    shipped_library.cache_clear()


def cached(home: Path) -> Path:
    (path,) = (home / "cache" / "dpia").glob("*.pickle")
    return path


def again_library() -> Library:
    """The shipped library as a new start of the program reads it."""
    shipped_library.cache_clear()
    return shipped_library()


def again() -> dict[str, list[str]]:
    """The shipped questionnaires as a new start of the program reads them, with their questions."""
    found = again_library().form(["screening", "gdpr-dpia"])
    return {file.questionnaire.id: [item.key for item in file.questions] for file in found.files}


def test_a_second_start_reads_the_cache_and_finds_the_same(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = again()
    monkeypatch.setattr(shipped, "read_definitions", None)
    assert again() == first


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_both_readers_say_the_same_of_a_shipped_file(path: Path) -> None:
    """Written out, so that every value and key is of one kind: 1 is neither true nor 1.0 nor "1"."""
    assert repr(read_known(path).data) == repr(read_document(path).data)


def test_an_installed_program_reads_its_files_with_the_fast_reader(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = again()
    cached(home).unlink()
    monkeypatch.setattr(shipped, "IS_CHECKOUT", False)
    monkeypatch.setattr(shipped, "read_definitions", None)
    assert again() == first


@pytest.fixture
def own_copy(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped files where a test can change them."""
    copy = home / "questionnaires"
    shutil.copytree(QUESTIONNAIRES, copy)
    monkeypatch.setattr(shipped, "QUESTIONNAIRES", copy)
    return copy


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("title: First\ntitle: Screening", "duplicate-key: The key `title` stands here twice"),
        ("title: &name Screening", "not-allowed: What begins with & is an anchor in YAML"),
        ("title: !!str Screening", "not-allowed: What begins with ! is a tag in YAML"),
    ],
)
def test_in_a_checkout_a_changed_file_is_read_strictly(own_copy: Path, title: str, told: str) -> None:
    """The fast reader would take all of these."""
    path = own_copy / "screening.yaml"
    path.write_text(re.sub("(?m)^title: .*$", title, path.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    assert read_known(path).data["title"] == "Screening"
    with pytest.raises(BadInput) as caught:
        shipped_library()
    assert f"{path}:" in str(caught.value)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("kind: questionaire\n", "1:7: bad-value: `kind` names"),
        ("id: own: more\n", "1:8: bad-syntax: This text contains `: `"),
    ],
)
def test_an_installed_file_that_cannot_be_used_is_told_with_its_place(
    own_copy: Path, monkeypatch: pytest.MonkeyPatch, wrong: str, told: str
) -> None:
    monkeypatch.setattr(shipped, "IS_CHECKOUT", False)
    (own_copy / "spoiled.yaml").write_text(wrong)
    with pytest.raises(BadInput) as caught:
        shipped_library()
    assert f"{own_copy / 'spoiled.yaml'}:{told}" in str(caught.value)


def test_a_file_that_is_not_there_is_told_by_the_fast_reader_too(home: Path) -> None:
    with pytest.raises(NotFound, match="there is no such file"):
        read_known(home / "nothing.yaml")


def test_what_comes_from_the_cache_is_written_out_as_what_was_read(home: Path) -> None:
    read = dict(shipped_library().definitions)
    for name, item in again_library().definitions:
        assert item == read[name]
        assert (item.model_dump_json(), repr(item)) == (read[name].model_dump_json(), repr(read[name])), name


def test_a_changed_copy_of_a_definition_forgets_what_was_worked_out_of_the_old_one(home: Path) -> None:
    catalogue = shipped_library().catalogue
    first, *rest = catalogue.risks
    assert catalogue.risk(first.id) is first
    assert catalogue.model_copy(update={"risks": tuple(rest)}).risk(first.id) is None
    method = shipped_library().method()
    assert method.severity_index(method.severity[-1].id) == len(method.severity) - 1
    assert method.model_copy(update={"severity": method.severity[-2:]}).severity_index(method.severity[-1].id) == 1


def test_the_cache_is_private(home: Path) -> None:
    shipped_library()
    path = cached(home)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("damage", [lambda raw: b"", lambda raw: raw[: len(raw) // 2], lambda raw: b"\x80\x05N.",
                                    lambda raw: raw[:5000] + b"\xff" * 40 + raw[5040:], lambda raw: b"not a pickle"])  # fmt: skip
def test_a_damaged_cache_is_made_anew(home: Path, damage: object) -> None:
    first = again()
    path = cached(home)
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    assert again() == first


def test_a_cache_that_others_may_write_is_not_read(home: Path) -> None:
    again()
    path = cached(home)
    path.write_bytes(f"cos\nsystem\n(S'touch {home}/ran'\ntR.".encode())
    path.chmod(0o666)
    assert again()
    assert not (home / "ran").exists()
    assert cached(home).stat().st_mode & 0o777 == 0o600


def test_a_home_that_cannot_be_written_costs_only_time(home: Path) -> None:
    (home / "cache").write_text("a file where a folder should be", encoding="utf-8")
    assert again()


def test_a_change_of_a_file_or_of_the_program_makes_another_cache(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = shipped._cache_file()
    assert shipped._cache_file() == name
    monkeypatch.setattr(shipped, "VERSION", "99.0.0")
    assert shipped._cache_file() != name


def test_a_program_whose_models_changed_reads_no_cache_of_the_old_ones(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a checkout the version stays while the models change."""
    package = home / "package"
    package.mkdir()
    model = package / "model.py"
    model.write_text("old", encoding="utf-8")
    monkeypatch.setattr(shipped.questionnaire, "__file__", str(package / "__init__.py"))
    old = shipped._cache_file()
    model.write_text("newer", encoding="utf-8")
    assert shipped._cache_file() != old


def test_a_folder_of_the_users_own_is_read_after_the_shipped_set(home: Path) -> None:
    assert user_folder().is_relative_to(home)
    write_files(user_folder(), page=OWN)
    library = load_library()
    assert library.questionnaire("page").title == "Page"
    assert library.questionnaire("gdpr-dpia").title == "Data protection impact assessment"


def test_a_questionnaire_of_ones_own_takes_the_place_of_a_shipped_module(home: Path) -> None:
    module = OWN.replace("id: page", "id: own-module").replace("title: Page", "kind: module\ntitle: Mine", 1)
    page = OWN.replace("OWN-1", "OWN-2") + "  - include: own-module\n"
    write_files(home / "one", own=module, page=page)
    write_files(home / "two", own=module.replace("Mine", "Newer"))
    library = load_library([home / "one", home / "two"])
    assert library.form(["page"]).modules["own-module"].title == "Newer"


def test_a_wrong_file_of_the_users_own_is_told_with_its_place(home: Path) -> None:
    write_files(user_folder(), page=OWN.replace("yes_no", "yes"))
    with pytest.raises(DefinitionError, match=r"page\.yaml:8:\d+: bad-value"):
        load_library()


def test_what_replaces_a_shipped_file_has_to_fit_the_others(home: Path) -> None:
    write_files(home / "own", screening=OWN.replace("id: page", "id: screening"))
    with pytest.raises(DefinitionError, match="names no question"):
        load_library([home / "own"])


def test_the_worked_example_is_there_and_another_is_told() -> None:
    assert "lumen-line" in example_names()
    assert example_path("lumen-line").is_file()
    with pytest.raises(NotFound, match="There is no example `lumen`"):
        example_path("lumen")


@pytest.mark.parametrize("name", ["../screening", "/etc/passwd", "lumen-line/../lumen-line"])
def test_an_example_is_a_name_and_no_path(name: str) -> None:
    with pytest.raises(NotFound):
        example_path(name)


def test_reading_leaves_the_garbage_collector_as_it_was() -> None:
    assert gc.isenabled()
    shipped_library()
    assert gc.isenabled()
