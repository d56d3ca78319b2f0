"""The errors and problems: one tree, stable codes, one line each."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dpia
from dpia import errors
from dpia.errors import (
    AssessmentError,
    BadInput,
    Code,
    DefinitionError,
    DpiaError,
    Location,
    Locked,
    Message,
    NotFound,
    Problem,
    ReportError,
    StaleSave,
    TemplateError,
    WouldOverwrite,
)
from dpia.wording import did_you_mean

CODES = """
bad-encoding bad-syntax too-large not-allowed bad-character duplicate-key unknown-key missing-key bad-value duplicate-id
duplicate-code unknown-id ambiguous-id bad-option bad-row bad-date bad-rule rule-type rule-cycle never-shown never-fires
unused unknown-risk risk-not-raised few-measures unknown-source stale-source unknown-term missing-help missing-text
unavailable version hash
"""


@pytest.mark.parametrize(
    ("error", "exit_code"),
    [
        (BadInput([]), 2),
        (DefinitionError([]), 2),
        (AssessmentError([]), 2),
        (NotFound("x"), 2),
        (WouldOverwrite("x"), 2),
        (Locked("x"), 2),
        (StaleSave("x"), 2),
        (ReportError("x"), 1),
        (TemplateError("x"), 1),
    ],
)
def test_every_error_is_of_the_tree_and_knows_its_exit_code(error: DpiaError, exit_code: int) -> None:
    assert isinstance(error, DpiaError)
    assert error.exit_code == exit_code


def test_every_error_stands_in_the_tree_at_the_top() -> None:
    classes = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, DpiaError)}
    assert errors.__doc__ is not None
    assert classes == set(
        re.findall(
            r"\b(DpiaError|\w+Error|BadInput|NotFound|WouldOverwrite|Locked|StaleSave|OtherVersion)\b", errors.__doc__
        )
    )


def test_the_codes_are_stable() -> None:
    """Programs depend on them: a code may be added to this list, never changed or taken away."""
    assert {code.slug for code in Code} >= set(CODES.split())


def test_every_code_has_a_meaning_of_its_own() -> None:
    assert len({code.value for code in Code}) == len(list(Code)) == len(Code.__members__)


def test_every_code_is_used_somewhere() -> None:
    package = Path(dpia.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py") if path.name != "errors.py")
    assert [code.name for code in Code if f"Code.{code.name}" not in text] == []


def test_a_problem_is_told_as_place_code_message_and_hint() -> None:
    place = Location("page.yaml", 3, 7)
    assert str(Problem(place, Message(Code.BAD_DATE, "`on` is no date", "write 2027-03-01")())) == (
        "page.yaml:3:7: bad-date: `on` is no date (write 2027-03-01)"
    )
    assert str(Problem(place, Message(Code.UNUSED, "nothing uses it")(), warning=True)) == (
        "page.yaml:3:7: warning unused: Nothing uses it"
    )


@pytest.mark.parametrize(
    ("place", "text"),
    [(Location("a"), "a"), (Location("a", 1), "a:1"), (Location("a", 1, 2), "a:1:2")],
)
def test_a_place_is_as_exact_as_it_is_known(place: Location, text: str) -> None:
    assert str(place) == text


@given(st.text(), st.text())
def test_a_problem_is_always_one_line(message: str, hint: str) -> None:
    assert (
        len(str(Problem(Location("a", 1, 2), Message(Code.BAD_VALUE, "{a}", "{b}")(a=message, b=hint))).splitlines())
        == 1
    )


def test_problems_are_kept_in_the_order_of_the_files() -> None:
    places = [Location("b", 1, 1), Location("a", 2, 9), Location("a", 2, 1), Location("a"), Location("a", 10, 1)]
    error = BadInput([Problem(place, Message(Code.BAD_VALUE, "x")()) for place in places])
    assert [str(problem.location) for problem in error.problems] == ["a", "a:2:1", "a:2:9", "a:10:1", "b:1:1"]
    assert str(error).splitlines()[0] == "a: bad-value: X"


def test_a_file_that_is_there_is_told_with_the_way_out() -> None:
    assert str(WouldOverwrite("out.pdf")) == "out.pdf exists already. Add --force to replace it."


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("purpse", ["purposes", "people"], "did you mean `purposes`?"),
        ("xyz", ["b", "a"], "there is a, b"),
        ("xyz", [], ""),
        ("xyz", [f"word{number}" for number in range(17)], ""),
    ],
)
def test_a_mistyped_word_is_answered_by_what_comes_close_or_by_the_short_list(
    word: str, known: list[str], hint: str
) -> None:
    assert str(did_you_mean(word, known)) == hint


def test_a_word_that_is_close_to_several_gets_three_at_most() -> None:
    assert str(did_you_mean("word1", [f"word{number}" for number in range(9)])).count("`") == 6
