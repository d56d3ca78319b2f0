"""Every operator on every state of an answer, and the answers that a rule names as its reasons."""

import itertools
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia.questionnaire.rules.nodes import OPERATORS, TURNED, Reason
from dpia.questionnaire.rules.truth import Duration, State, Truth
from tests.support.rules import condition, number, reasons, rows, truth

STATES = list(State)

# One rule for each operator and function that takes answers, with answers on which it is true, and on which it is false.
CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("mfa == no", {"mfa": "no"}, {"mfa": "yes"}),
    ("mfa != no", {"mfa": "yes"}, {"mfa": "no"}),
    ("harm < large", {"harm": "small"}, {"harm": "large"}),
    ("harm <= large", {"harm": "large"}, {"harm": "grave"}),
    ("harm > large", {"harm": "grave"}, {"harm": "large"}),
    ("harm >= large", {"harm": "large"}, {"harm": "small"}),
    ("harm == large", {"harm": "large"}, {"harm": "grave"}),
    ("harm != large", {"harm": "grave"}, {"harm": "large"}),
    ("harm in (small, large)", {"harm": "large"}, {"harm": "grave"}),
    ("mfa not in (yes,)", {"mfa": "no"}, {"mfa": "yes"}),
    ("chat in tools", {"tools": frozenset({"chat", "map"})}, {"tools": frozenset()}),
    ("chat not in tools", {"tools": frozenset({"map"})}, {"tools": frozenset({"chat"})}),
    ("staff > 3", {"staff": 4}, {"staff": 3}),
    ("staff <= -0.5", {"staff": -1}, {"staff": 0}),
    ("staff + 1 == cost", {"staff": 1, "cost": 2}, {"staff": 1, "cost": 3}),
    ("staff - 1 < cost", {"staff": 1, "cost": 1}, {"staff": 2, "cost": 1}),
    ("staff * 2 >= cost", {"staff": 2, "cost": 4}, {"staff": 1, "cost": 4}),
    ("start < today", {"start": date(2026, 11, 23)}, {"start": date(2026, 11, 24)}),
    ("start + months(12) < today", {"start": date(2025, 11, 1)}, {"start": date(2025, 11, 24)}),
    ("today - start > days(30)", {"start": date(2026, 1, 1)}, {"start": date(2026, 11, 1)}),
    ("kept > days(30)", {"kept": Duration(2, "months")}, {"kept": Duration(30, "days")}),
    ('text == "none"', {"text": "none"}, {"text": "None"}),
    ('text != "none"', {"text": "some"}, {"text": "none"}),
    ("words(text) < 3", {"text": "two words"}, {"text": "these are three"}),
    ('mentions(text, "police")', {"text": "The POLICE, too."}, {"text": "policeman"}),
    ("ratio(staff, cost) > 0.5", {"staff": 2, "cost": 3}, {"staff": 1, "cost": 3}),
    ("score(tools) >= 3", {"tools": frozenset({"chat", "phone"})}, {"tools": frozenset({"phone"})}),
    ("score(harm) == 3", {"harm": "grave"}, {"harm": "small"}),
    ("count(tools) == 2", {"tools": frozenset({"chat", "map"})}, {"tools": frozenset({"chat"})}),
    ("count(items) > 1", {"items": rows({}, {})}, {"items": rows({})}),
    ("total(items, size) == 5", {"items": rows({"size": 2}, {"size": 3})}, {"items": rows({"size": 2})}),
    ("any(items, secret == yes)", {"items": rows({"secret": "yes"})}, {"items": rows({"secret": "no"})}),
    ("all(items, secret == yes)", {"items": rows({"secret": "yes"})}, {"items": rows({"secret": "no"})}),
    ("any(items, size > staff)", {"items": rows({"size": 2}), "staff": 1}, {"items": rows({"size": 1}), "staff": 1}),
]
RULES = [pytest.param(rule, yes, no, id=rule) for rule, yes, no in CASES]


@pytest.mark.parametrize(("rule", "yes", "no"), RULES)
def test_the_operator_says_true_and_false(rule: str, yes: dict[str, Any], no: dict[str, Any]) -> None:
    assert truth(rule, **yes) is Truth.TRUE
    assert truth(rule, **no) is Truth.FALSE


@pytest.mark.parametrize(("rule", "yes", "no"), RULES)
def test_not_turns_it_round(rule: str, yes: dict[str, Any], no: dict[str, Any]) -> None:
    assert truth(f"not ({rule})", **yes) is Truth.FALSE
    assert truth(f"not ({rule})", **no) is Truth.TRUE


@pytest.mark.parametrize(("rule", "yes", "no"), RULES)
@pytest.mark.parametrize("state", STATES)
def test_a_missing_answer_makes_the_operator_say_why_it_is_missing(
    rule: str, yes: dict[str, Any], no: dict[str, Any], state: State
) -> None:
    for name in yes:
        assert truth(rule, **{**yes, name: state}) is state.truth
        assert truth(f"not ({rule})", **{**yes, name: state}) is state.truth


@pytest.mark.parametrize("symbols", list(itertools.product(STATES, STATES)), ids=str)
def test_of_two_missing_answers_the_one_that_weighs_more_decides_a_sum(symbols: tuple[State, State]) -> None:
    heaviest = next(state for state in (State.UNKNOWN, State.OPEN, State.VOID) if state in symbols)
    assert number("staff + cost", staff=symbols[0], cost=symbols[1]) is heaviest


HAS = """
             value unknown unanswered hidden empty
  answered   T     F       F          V      T
  lacks      F     T       O          V      T
  unknown    F     T       F          V      F
"""
LETTERS = {"T": Truth.TRUE, "F": Truth.FALSE, "U": Truth.UNKNOWN, "O": Truth.OPEN, "V": Truth.VOID}
VALUES = {"value": "some", "unknown": State.UNKNOWN, "unanswered": State.OPEN, "hidden": State.VOID, "empty": ""}


@pytest.mark.parametrize("line", HAS.strip().splitlines()[1:], ids=lambda line: line.split()[0])
def test_answered_lacks_and_unknown_ask_about_the_answer_itself(line: str) -> None:
    function, *expected = line.split()
    for (kind, value), letter in zip(VALUES.items(), expected, strict=True):
        assert truth(f"{function}(text)", text=value) is LETTERS[letter], kind


@pytest.mark.parametrize(("name", "empty"), [("items", ()), ("tools", frozenset()), ("text", "")])
def test_an_empty_table_list_or_text_lacks_something(name: str, empty: Any) -> None:
    assert truth(f"lacks({name})", **{name: empty}) is Truth.TRUE
    assert truth(f"answered({name})", **{name: empty}) is Truth.TRUE


@given(
    symbol=st.sampled_from(list(OPERATORS)),
    limit=st.integers(0, 4),
    cells=st.lists(st.sampled_from(["yes", "no", *STATES]), max_size=4),
)
def test_a_count_can_stand_on_either_side(symbol: str, limit: int, cells: list[Any]) -> None:
    answers = {"items": rows(*({"secret": cell} for cell in cells))}
    turned = truth(f"{limit} {TURNED[symbol]} count(items, secret == yes)", **answers)
    assert truth(f"count(items, secret == yes) {symbol} {limit}", **answers) is turned


@pytest.mark.parametrize(
    "rule", ["count(items) * 2 > 1", "count(items) - 1 >= 0", "1 + count(items) > 1", "ratio(count(items), 2) > 0.1",
             "days(count(items)) >= days(1)", "count(items) < count(items) + 1", "total(items, count(items)) > 1"],
)  # fmt: skip
def test_a_count_can_be_reckoned_with(rule: str) -> None:
    assert truth(rule, items=rows({}, {})) is Truth.TRUE


def test_reckoning_with_a_doubtful_count_is_unknown() -> None:
    doubtful = rows({"secret": State.UNKNOWN}, {"secret": "yes"})
    assert truth("count(items, secret == yes) * 2 > 1", items=doubtful) is Truth.UNKNOWN


def test_a_division_by_nothing_is_unknown() -> None:
    assert truth("ratio(staff, cost) > 1", staff=1, cost=0) is Truth.UNKNOWN


@pytest.mark.parametrize("value", [10**15, 1e15])
def test_numbers_without_end_are_unknown_and_no_error(value: float) -> None:
    many = "*".join(["staff"] * 30)
    assert number(f"ratio({many}, 1) * 1.0", staff=value) is State.UNKNOWN
    assert truth(f"start + days({many}) > today", staff=value, start=date(2026, 1, 1)) is Truth.UNKNOWN


def test_a_scale_is_compared_by_its_order_and_not_by_its_letters() -> None:
    assert truth("harm > small", harm="large") is Truth.TRUE
    assert truth("harm > large", harm="small") is Truth.FALSE


def test_durations_of_different_units_are_compared_by_their_length() -> None:
    assert truth("kept == days(1)", kept=Duration(24, "hours")) is Truth.TRUE
    assert truth("kept < years(1)", kept=Duration(11, "months")) is Truth.TRUE


def test_the_keys_a_rule_reads_are_those_of_all_its_questions() -> None:
    rule = "mfa == no and (any(items, size > staff) or count_true(harm == small) > 0) and not lacks(text)"
    assert set(condition(rule).reads()) == {"page.mfa", "page.items", "page.staff", "page.harm", "page.text"}


def test_a_reason_is_an_answer_that_decides() -> None:
    assert reasons("mfa == no or staff > 3", mfa="no", staff=1) == [Reason("page.mfa")]
    assert reasons("mfa == no and staff > 3", mfa="no", staff=1) == [Reason("page.staff")]
    assert reasons("mfa == no and staff > 3", mfa="no", staff=4) == [Reason("page.mfa"), Reason("page.staff")]


def test_where_one_answer_is_unknown_all_terms_of_an_and_are_reasons() -> None:
    assert reasons("mfa == no and staff > 3", mfa=State.UNKNOWN, staff=4) == [Reason("page.mfa"), Reason("page.staff")]


def test_a_reason_in_a_table_names_row_and_column() -> None:
    two = rows({"secret": "no"}, {"secret": "yes"})
    assert reasons("any(items, secret == yes)", items=two) == [Reason("page.items", "R2", "secret")]
    assert reasons("count(items, secret == yes) > 0", items=two) == [Reason("page.items", "R2", "secret")]


def test_where_no_row_decides_the_table_is_the_reason() -> None:
    assert reasons("count(items) == 0", items=()) == [Reason("page.items")]
    assert reasons("any(items, secret == yes)", items=State.UNKNOWN) == [Reason("page.items")]
    assert reasons("total(items, size) > 1", items=rows({"size": 2})) == [Reason("page.items")]


def test_of_counted_conditions_those_that_hold_are_reasons() -> None:
    found = reasons("count_true(mfa == no, staff > 3, harm == small) >= 2", mfa="no", staff=4, harm="grave")
    assert found == [Reason("page.mfa"), Reason("page.staff")]
