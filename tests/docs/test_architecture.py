"""docs/architecture.md: every name on it is there, and its picture shows the layers that lint-imports enforces."""

import importlib
import inspect
import re
import tomllib
from typing import Any

import pytest

from tests.docs.pages import DOCS, page, part

TEXT = page("architecture.md")
WALK = part(TEXT, "One answer, from the browser to the PDF")
NAMES = sorted(set(re.findall(r"`([a-z_]+(?:\.\w+)+)`", TEXT)) - {"pyproject.toml"})
WORDS = part(TEXT, "Ten words of the house")


def looked_up(name: str) -> Any:
    """What a dotted name below `dpia` stands for: a module, or something in one."""
    steps = name.split(".")
    for count in range(len(steps), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(["dpia", *steps[:count]]))
        except ModuleNotFoundError:
            continue
        for step in steps[count:]:
            found = inspect.getattr_static(found, step)
        return found
    raise ModuleNotFoundError(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_on_the_page_is_there(name: str) -> None:
    assert looked_up(name) is not None


def test_a_name_that_is_not_there_would_be_found() -> None:
    with pytest.raises(AttributeError):
        looked_up("web.fields.read_from")


def test_the_walk_names_a_function_or_class_at_every_step() -> None:
    steps = re.split(r"^\d+\. ", WALK, flags=re.MULTILINE)[1:]
    assert len(steps) == 17
    assert [step for step in steps if not re.search(r"`[a-z_]+(\.\w+)+`", step)] == []


def test_there_are_ten_words_and_each_says_where_it_is_defined() -> None:
    rows = re.findall(r"^\| \*\*(\w+)…?\*\* \|.*\| `([\w.]+)` \|$", WORDS, re.MULTILINE)
    assert len(rows) == 10
    assert [word for word, where in rows if word not in where.rpartition(".")[2]] == []


def test_the_picture_shows_the_layers_in_the_order_that_is_enforced() -> None:
    settings = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = [
        contract["layers"] for contract in settings["tool"]["importlinter"]["contracts"] if contract["type"] == "layers"
    ]
    enforced = [frozenset(layer.split(" | ")) for layer in layers if layer != "__main__"]
    lines = re.findall(r"^│ (.+) │$", part(TEXT, "The rooms"), re.MULTILINE)
    shown = [drawn(line) for line in lines]
    assert shown == enforced


def drawn(line: str) -> frozenset[str]:
    """The rooms of a line of the picture: the first word of each box, or all that are joined by commas."""
    boxes = [box.strip() for box in line.split("│")]
    return frozenset(room for box in boxes for room in re.match(r"\w+(, \w+)*", box)[0].split(", "))  # type: ignore[index]
