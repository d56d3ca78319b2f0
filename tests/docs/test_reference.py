"""docs/reference.md lists every public name, and nothing else."""

import inspect
import re
import sys
import types
import typing
from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from typing import Any

import pytest

import dpia
from tests.docs.pages import page
from tests.docs.test_pages_run import script

TEXT = page("reference.md")
ENTRIES = re.findall(r"^### (\S+)$", TEXT, re.MULTILINE)
INNER = {
    "Layers",
    "LevelNames",
    "LevelWord",
    "DueKind",
    "Moment",
    # What a workspace knows of an assessment, which no library call gives.
    "Provenance",
    # What a rule is made of, once it is read.
    *("Condition", "Node", "Facts"),
    # What `str()` makes a text of, in the language of a `translate`.
    "Saying",
    # Where a definition comes from, what it replaces, and its hash.
    *("Hashes", "TranslationFile"),
    # A definition file as text, and the files beside the questionnaires. docs/writing-questionnaires.md has their keys.
    *("CompiledFile", "Document", "Definition", "Glossary", "Actions", "Vocabulary", "Modulators", "TypicalMeasure"),
    *(
        "Source",
        "Article",
        "RowsFrom",
        "FixedRow",
        "RegisterView",
        "Include",
        "AskedBase",
        "QuestionKind",
        "Hashes",
        "TranslationFile",
    ),
}


def test_the_page_is_current() -> None:
    assert script("reference").text() == TEXT, "run `make reference`"


def test_every_public_name_has_an_entry() -> None:
    assert sorted(set(dpia.__all__) - set(ENTRIES)) == []


def test_every_entry_is_a_public_name_and_stands_once() -> None:
    assert sorted(ENTRIES) == sorted(dpia.__all__)


def test_every_link_of_the_page_leads_to_an_entry_or_a_page() -> None:
    targets = re.findall(r"\]\(#([^)]+)\)", TEXT)
    assert len(targets) == len(dpia.__all__)
    assert set(targets) == {entry.lower() for entry in ENTRIES}


def test_a_name_without_a_place_stops_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dpia, "__all__", [*dpia.__all__, "brand_new"])
    with pytest.raises(SystemExit, match="brand_new"):
        script("reference").text()


@pytest.mark.parametrize("name", [name for name in dpia.__all__ if inspect.isclass(getattr(dpia, name))])
def test_every_field_property_and_method_of_a_class_stands_in_its_entry(name: str) -> None:
    item = getattr(dpia, name)
    entry = TEXT.split(f"\n### {name}\n", 1)[1].split("\n### ", 1)[0]
    fields = set(getattr(item, "model_fields", {})) | set(getattr(item, "__dataclass_fields__", {}))
    fields |= set(getattr(item, "_fields", ()))
    fields |= set(
        item.__members__ if issubclass(item, Enum) else item.__annotations__ if typing.is_typeddict(item) else ()
    )
    own = {
        key
        for key, member in vars(item).items()
        if inspect.isfunction(member) or isinstance(member, property | cached_property)
    }
    wanted = {word for word in fields | own if not word.startswith("_")}
    assert [word for word in sorted(wanted) if f"| `{word}` |" not in entry and f"{name}.{word}(" not in entry] == []


@pytest.mark.parametrize("name", [name for name in dpia.__all__ if inspect.isfunction(getattr(dpia, name))])
def test_the_error_types_that_a_step_names_are_public(name: str) -> None:
    said = " ".join(re.findall(r"(?:Raises|and|or) ((?:[A-Z][a-z]+){2,})", getattr(dpia, name).__doc__))
    assert [word for word in said.split() if word not in dpia.__all__ and word != "ValidationError"] == []


def test_every_type_that_a_public_name_hands_out_is_public_or_known_to_be_inside() -> None:
    public = {item for name in dpia.__all__ if callable(item := getattr(dpia, name))}
    found = {kind for item in public for kind in types_of(item) if kind.__module__.startswith("dpia")}
    assert {kind.__name__ for kind in found - public} == INNER


def types_of(item: Any) -> Iterator[type]:
    """The classes in the annotations of a function, or of the fields, properties and methods of a class."""
    if not inspect.isclass(item):
        yield from classes(hints(item))
    elif not issubclass(item, Enum):
        yield from classes({name: kind for name, kind in hints(item).items() if not name.startswith("_")})
        for name, member in vars(item).items():
            got = getattr(member, "fget", None) or getattr(member, "func", None) or member
            if not name.startswith("_") and inspect.isfunction(got):
                yield from classes(hints(got))


def hints(item: Any) -> dict[str, Any]:
    """Annotations with their names looked up; those that a module imports for the type checker alone are public names."""
    return typing.get_type_hints(item, vars(dpia) | vars(sys.modules[item.__module__]))


def classes(found: dict[str, Any]) -> Iterator[type]:
    waiting = list(found.values())
    while waiting:
        kind = waiting.pop()
        waiting += typing.get_args(kind)
        if isinstance(kind, type) and not isinstance(kind, types.GenericAlias):
            yield kind
