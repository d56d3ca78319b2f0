"""SECURITY.md: every promise names tests that exist, and its figures are those of the program and its tests."""

import re
from pathlib import Path

from dpia import bounds
from dpia.exchange import reading
from dpia.questionnaire import text
from dpia.web.serving import HOST
from tests.docs.pages import DOCS, part
from tests.workspace import test_editors, test_failing_disk, test_killed

ROOT = DOCS.parent
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
PROMISED = part(PAGE, "What is promised")
PROMISES = re.findall(r"^\| (\*\*.+?) \| (`.+`) \|$", PROMISED, re.MULTILINE)


def test_every_promise_names_tests_that_are_there() -> None:
    assert len(PROMISES) >= 15
    named = [name for _, tests in PROMISES for name in re.findall(r"`([^`]+)`", tests)]
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_every_row_of_the_table_is_a_promise_with_tests() -> None:
    rows = [line for line in PROMISED.splitlines() if line.startswith("| ") and not line.startswith("| ---")]
    assert len(rows) == len(PROMISES) + 1


def test_the_numbers_are_those_of_the_tests() -> None:
    kills = source(test_killed.__file__, r"KILLS = (\d+) if FULL else (\d+)")
    editors = source(test_editors.__file__, r"\((\d+), (\d+)\) if FULL else \((\d+), (\d+)\)")
    assert f"{kills[1]} kills [{int(kills[0]):,}]" in PROMISED
    assert f"{editors[2]} editors with {editors[3]} saves each [{editors[0]} with {editors[1]}]" in PROMISED
    assert f"for N from 1 to {test_failing_disk.STEPS}" in PROMISED


def source(file: str | None, pattern: str) -> tuple[str, ...]:
    found = re.search(pattern, Path(str(file)).read_text(encoding="utf-8"))
    assert found is not None
    return found.groups()


def test_the_bounds_are_those_of_the_program() -> None:
    sizes = f"{text.MAX_BYTES // 1_000_000} MB, {text.MAX_DEPTH} levels, {text.MAX_VALUES:,} values"
    assert sizes in PROMISED
    assert f"a report {reading.MAX_BYTES // 1_000_000} MB" in PROMISED
    assert f"{bounds.MAX_SECONDS} seconds" in PROMISED
    assert f"{bounds.MAX_MEMORY // 1_000_000_000} GB" in PROMISED
    assert f"listens on {HOST}" in PROMISED


def test_no_address_of_a_person_is_named() -> None:
    assert re.findall(r"\S+@\S+", PAGE) == []
