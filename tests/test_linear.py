"""No text costs more than linear time: whatever is typed, twice as much of it takes about twice as long."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import dpia
from dpia.assessment.privacy import kinds_in
from dpia.showing.prose import Prose
from dpia.showing.typed import read_typed
from tests.support.growing import PIECES, grows_faster, periodic, slow_texts

SIZE = 3_000
ANCHORED = frozenset({"match", "fullmatch"})
CALLED = re.compile(r"\b(\w+)\.(fullmatch|match|search|finditer|sub|split|findall)\(")
MADE_AT_WORK = {
    ("dpia.questionnaire.rules.functions", "words of a rule"),
    ("dpia.report.own_templates", "the name of a file"),
    ("dpia.assessment.editing", "the key of a question"),
    ("dpia.web.retelling", "a sentence of ours"),
    ("dpia.web.records", "a prefix"),
    ("dpia.web.rows", "a prefix"),
    ("dpia.assessment.files", "the tags of YAML"),
    ("dpia.questionnaire.translating", "the form of a language"),
}
"""Patterns that are no literals and stand in no name of a module: made of words of ours, or of escaped ones."""


@lru_cache
def modules() -> tuple[ModuleType, ...]:
    names = [found.name for found in pkgutil.walk_packages(dpia.__path__, "dpia.")]
    return tuple(importlib.import_module(name) for name in names if "__main__" not in name and "migrations" not in name)


@lru_cache
def source(module: ModuleType) -> str:
    return Path(str(module.__file__)).read_text(encoding="utf-8")


def kept_patterns(value: Any) -> Iterator[re.Pattern[Any]]:
    """The patterns in the value of a name, in whatever it is kept."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from kept_patterns(part)
    elif isinstance(value, tuple | list | set | frozenset):
        for part in value:
            yield from kept_patterns(part)


def patterns() -> dict[tuple[str, int], tuple[str, re.Pattern[Any], bool]]:
    """Each pattern of the package with its place, and whether it is only ever tried at the beginning of a text."""
    called: dict[str, set[str]] = {}
    for module in modules():
        for name, method in CALLED.findall(source(module)):
            called.setdefault(name if not name.startswith("_") else f"{module.__name__}.{name}", set()).add(method)
    found: dict[tuple[str, int], tuple[str, re.Pattern[Any], bool]] = {}

    def add(place: str, pattern: re.Pattern[Any], anchored: bool) -> None:
        _, _, before = found.get((str(pattern.pattern), pattern.flags), ("", pattern, True))
        found[str(pattern.pattern), pattern.flags] = place, pattern, anchored and before

    for module in modules():
        for name, value in vars(module).items():
            used = called.get(name if not name.startswith("_") else f"{module.__name__}.{name}", {"search"})
            for pattern in kept_patterns(value):
                add(f"{module.__name__}.{name}", pattern, used <= ANCHORED)
        for call in calls_of_re(module):
            if isinstance(call.args[0], ast.Constant) and call.func.attr != "compile":
                place = f"{module.__name__}:{call.lineno}"
                add(place, re.compile(call.args[0].value), call.func.attr in ANCHORED)
    return found


class Call(ast.Call):
    func: ast.Attribute


def calls_of_re(module: ModuleType) -> Iterator[Call]:
    """Where a module calls `re.sub` and so on."""
    for node in ast.walk(ast.parse(source(module))):
        func = node.func if isinstance(node, ast.Call) else None
        if (
            isinstance(func, ast.Attribute)
            and isinstance(func.value, ast.Name)
            and func.value.id == "re"
            and func.attr not in ("escape", "Pattern", "Match")
        ):
            yield node  # type: ignore[misc]


def trying(pattern: re.Pattern[Any], anchored: bool) -> Callable[[str], object]:
    def work(text: str) -> None:
        given = text if isinstance(pattern.pattern, str) else text.encode()
        if anchored:
            pattern.match(given)
            pattern.fullmatch(given)
        else:
            for _ in pattern.finditer(given):
                pass

    return work


@pytest.mark.slow
def test_every_pattern_is_linear_on_periodic_texts() -> None:
    found = patterns()
    assert len(found) > 80
    slow = [
        (place, *text)
        for place, pattern, anchored in found.values()
        for text in slow_texts(trying(pattern, anchored), SIZE, starts=("", "<"), ends=("", "*a"))
    ]
    assert slow == []


def test_a_quadratic_pattern_would_be_found() -> None:
    old = re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]+\b")
    assert grows_faster(trying(old, anchored=False), lambda size: periodic("a.", size), SIZE)
    assert not grows_faster(trying(re.compile(r"[\w.+-]+"), anchored=False), lambda size: periodic("a.", size), SIZE)


def test_every_pattern_has_a_name_or_is_a_literal() -> None:
    """So that the test above sees it; what is made of words of ours is listed."""
    made = {
        module.__name__
        for module in modules()
        for call in calls_of_re(module)
        if not isinstance(call.args[0], ast.Constant) and not _is_at_the_top(module, call)
    }
    assert made == {name for name, _ in MADE_AT_WORK}


def _is_at_the_top(module: ModuleType, call: ast.Call) -> bool:
    """Whether a pattern is the value of a name of a module, which the import shows."""
    return any(
        isinstance(node, ast.Assign | ast.AnnAssign) and any(_same(part, call) for part in ast.walk(node))
        for node in ast.parse(source(module)).body
    )


def _same(part: ast.AST, call: ast.Call) -> bool:
    return isinstance(part, ast.Call) and (part.lineno, part.col_offset) == (call.lineno, call.col_offset)


READERS: dict[str, Callable[[str], object]] = {
    "typed text": read_typed,
    "typed text on paper": lambda text: Prose(text).page,
    "the text of an author": lambda text: Prose(text, markdown=True).html,
    "what may be personal data": lambda text: list(kinds_in(text)),
}


@pytest.mark.slow
@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_every_reader_of_texts_is_linear(read: Callable[[str], object]) -> None:
    assert list(slow_texts(read, SIZE, starts=("", "a\n"), ends=("!",))) == []


@pytest.mark.parametrize("piece", ["a.", "1.", "de-ad-be-ef-", "a.b@", "+"])
def test_the_check_for_personal_data_reads_a_whole_field_at_once(piece: str) -> None:
    """A field of 98,000 such characters took 25 s."""
    assert not grows_faster(lambda text: list(kinds_in(text)), lambda size: periodic(piece, size), 24_000)


@pytest.mark.parametrize("piece", ["°", "\u00a0", "*«a»* "])
def test_a_text_of_an_author_is_linear_in_its_signs_of_latin_1(piece: str) -> None:
    assert not grows_faster(lambda text: Prose(text, markdown=True).html, lambda size: periodic(piece, size), 100_000)


def test_pieces_are_told_once() -> None:
    assert len(set(PIECES)) == len(PIECES)
