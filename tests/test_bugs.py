"""How a bug is told: its kind and its place, as they are on every machine, and nothing that somebody wrote."""

from pathlib import Path

import jinja2
import pytest

from dpia import bugs
from dpia.wording import said

CANARY = "canary-7319"


def raised(call: object) -> BaseException:
    try:
        call()  # type: ignore[operator]
    except Exception as error:
        return error
    raise AssertionError


def test_the_place_is_the_last_one_of_ours(tmp_path: Path) -> None:
    error = raised(lambda: said("{x}", x=1).text(lambda _: {}[CANARY]))
    assert bugs.at(error).startswith("KeyError at dpia/wording.py:")
    assert bugs.at(KeyError(CANARY)) == "KeyError"
    (tmp_path / "own.j2").write_text("{{ {}[x]() }}")
    page = jinja2.Environment(loader=jinja2.FileSystemLoader(tmp_path)).get_template("own.j2")
    assert bugs.at(raised(lambda: page.render(x=CANARY))).startswith("UndefinedError at ")


def test_every_step_is_told_with_the_errors_before_it_and_without_their_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    def inner() -> None:
        raise ValueError(CANARY)

    def outer() -> None:
        try:
            inner()
        except ValueError as error:
            raise KeyError(CANARY) from error

    error = raised(outer)
    lines = bugs.steps(error)
    assert [line for line in lines if not line.startswith(" ")] == ["KeyError", "ValueError"]
    assert any(line.startswith("  tests/test_bugs.py:") and line.endswith(" in inner") for line in lines)
    assert CANARY not in "".join(lines)
    assert not any(str(bugs.ROOT) in line for line in lines)
    monkeypatch.delenv("DPIA_DEBUG", raising=False)
    assert bugs.told(error) == [bugs.at(error)]
    monkeypatch.setenv("DPIA_DEBUG", "1")
    assert bugs.told(error) == [bugs.at(error), *lines]


def test_errors_that_come_from_each_other_and_endless_recursion_end() -> None:
    one, other = KeyError(CANARY), ValueError(CANARY)
    one.__cause__, other.__cause__ = other, one
    assert bugs.steps(one) == ["KeyError", "ValueError"]

    def again() -> None:
        again()

    assert len(bugs.steps(raised(again))) == 1 + bugs.MAX_STEPS
