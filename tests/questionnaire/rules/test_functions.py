"""The functions of the rule language, each with what it gives; a new function needs a line here."""

from typing import Any

import pytest

from dpia.questionnaire.rules.functions import FUNCTIONS
from dpia.questionnaire.rules.nodes import Row
from dpia.questionnaire.rules.truth import Count, Duration, State, Truth
from tests.support.rules import TODAY, number, rows, truth

TWO = rows({"secret": "yes", "size": 2}, {"secret": State.UNKNOWN, "size": 3})
ANSWERS: dict[str, Any] = {
    "items": TWO,
    "tools": frozenset({"chat", "map"}),
    "text": "Kept by the Police, not shared",
    "staff": 3,
    "cost": 4,
    "harm": "large",
    "kept": Duration(30, "days"),
    "start": TODAY,
    "mfa": State.UNKNOWN,
    "locks": (Row("door", {"done": "no"}),),
}

CONDITIONS = {
    "answered": [("answered(text)", Truth.TRUE), ("answered(who)", Truth.FALSE)],
    "lacks": [("lacks(mfa)", Truth.TRUE), ("lacks(text)", Truth.FALSE), ("lacks(who)", Truth.OPEN)],
    "unknown": [("unknown(mfa)", Truth.TRUE), ("unknown(who)", Truth.FALSE)],
    "any": [("any(items, secret == yes)", Truth.TRUE), ("any(items, secret == no)", Truth.UNKNOWN)],
    "cell": [("cell(locks, door, done) == no", Truth.TRUE), ("cell(locks, window, done) == no", Truth.OPEN)],
    "all": [("all(items, size > 1)", Truth.TRUE), ("all(items, secret == yes)", Truth.UNKNOWN)],
    "mentions": [
        ('mentions(text, "police")', Truth.TRUE),
        ('mentions(text, "army", "kept by")', Truth.TRUE),
        ('mentions(text, "polic")', Truth.FALSE),
        ('mentions(text, "k.pt")', Truth.FALSE),
    ],
    "hours": [("kept == hours(720)", Truth.TRUE)],
    "days": [("kept == days(30)", Truth.TRUE), ("kept > days(staff * 10)", Truth.FALSE)],
    "weeks": [("kept > weeks(4)", Truth.TRUE)],
    "months": [("kept < months(1)", Truth.TRUE), ("start + months(1) > today", Truth.TRUE)],
    "years": [("kept < years(1)", Truth.TRUE), ("start - years(1) < today", Truth.TRUE)],
}
NUMBERS = {
    "count": [("count(items)", Count(2)), ("count(items, secret == yes)", Count(1, unknown=1)), ("count(tools)", Count(2))],
    "count_true": [("count_true(staff > 1, harm == large, mfa == yes)", Count(2, unknown=1))],
    "total": [("total(items, size)", 5)],
    "words": [("words(text)", 6)],
    "ratio": [("ratio(staff, cost)", 0.75), ("ratio(staff, 0)", State.UNKNOWN)],
    "score": [("score(tools)", 5), ("score(harm)", 2)],
    "max_score": [("max_score(tools)", 7), ("max_score(harm)", 3), ("ratio(score(harm), max_score(harm))", 2 / 3)],
    "min": [("min(staff, cost, 9)", 3), ("min(count(items), staff)", 2)],
    "max": [("max(staff, cost)", 4)],
    "average": [("average(staff, cost)", 3.5)],
}  # fmt: skip


def test_every_function_is_tried_here() -> None:
    assert {*CONDITIONS, *NUMBERS} == set(FUNCTIONS)


@pytest.mark.parametrize(("rule", "result"), [case for cases in CONDITIONS.values() for case in cases])
def test_a_function_that_asks_gives_a_truth(rule: str, result: Truth) -> None:
    assert truth(rule, **ANSWERS) is result


@pytest.mark.parametrize(("rule", "result"), [case for cases in NUMBERS.values() for case in cases])
def test_a_function_that_counts_gives_a_number(rule: str, result: Any) -> None:
    assert number(rule, **ANSWERS) == result


@pytest.mark.parametrize("function", FUNCTIONS)
def test_its_usage_is_a_sentence_that_begins_with_how_it_is_written(function: str) -> None:
    least, most, _, usage = FUNCTIONS[function]
    assert 1 <= least <= most
    assert usage.startswith(f"{function}(")
