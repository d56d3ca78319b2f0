"""The five truths: tables that are typed here by hand, laws that hold for all, and counts against brute force."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia.questionnaire.rules.nodes import OPERATORS
from dpia.questionnaire.rules.truth import (
    AND_ORDER,
    HOURS,
    OR_ORDER,
    Count,
    Duration,
    State,
    Truth,
    count_truths,
    negation,
    parse_duration,
)
from tests.support.rules import conjunction, disjunction, rows
from tests.support.rules import truth as truth_of

LETTERS = {"T": Truth.TRUE, "F": Truth.FALSE, "U": Truth.UNKNOWN, "O": Truth.OPEN, "V": Truth.VOID}
LETTER_OF = {truth: letter for letter, truth in LETTERS.items()}

# Rows and columns stand in the order of the heading: true, false, unknown, open (not answered), void (hidden).
AND = """
    T F U O V
  T T F U O V
  F F F F F F
  U U F U U U
  O O F U O O
  V V F U O V
"""
OR = """
    T F U O V
  T T T T T T
  F T F U O V
  U T U U U U
  O T O U O O
  V T V U O V
"""
NOT = {"T": "F", "F": "T", "U": "U", "O": "O", "V": "V"}

truths = st.sampled_from(list(Truth))
many = st.lists(truths, max_size=6)


def cells(table: str) -> list[tuple[str, str, str]]:
    head, *lines = [line.split() for line in table.strip("\n").splitlines()]
    return [(line[0], column, cell) for line in lines for column, cell in zip(head, line[1:], strict=True)]


@pytest.mark.parametrize(("left", "right", "result"), cells(AND))
def test_and_is_as_the_table_says(left: str, right: str, result: str) -> None:
    assert LETTER_OF[conjunction([LETTERS[left], LETTERS[right]])] == result


@pytest.mark.parametrize(("left", "right", "result"), cells(OR))
def test_or_is_as_the_table_says(left: str, right: str, result: str) -> None:
    assert LETTER_OF[disjunction([LETTERS[left], LETTERS[right]])] == result


@pytest.mark.parametrize(("word", "table"), [("all", AND), ("any", OR)])
def test_all_and_any_are_as_the_tables_say(word: str, table: str) -> None:
    values = {"T": "yes", "F": "no", "U": State.UNKNOWN, "O": State.OPEN, "V": State.VOID}
    for left, right, result in cells(table):
        two = rows({"secret": values[left]}, {"secret": values[right]})
        assert LETTER_OF[truth_of(f"{word}(items, secret == yes)", items=two)] == result, (left, right)


@pytest.mark.parametrize(("term", "result"), NOT.items())
def test_not_turns_only_true_and_false(term: str, result: str) -> None:
    assert LETTER_OF[negation(LETTERS[term])] == result


@given(many)
def test_and_takes_the_first_of_its_order_that_occurs(terms: list[Truth]) -> None:
    assert conjunction(terms) is next((truth for truth in AND_ORDER if truth in terms), Truth.TRUE)


@given(many)
def test_or_takes_the_first_of_its_order_that_occurs(terms: list[Truth]) -> None:
    assert disjunction(terms) is next((truth for truth in OR_ORDER if truth in terms), Truth.FALSE)


@given(many)
def test_de_morgans_laws_hold(terms: list[Truth]) -> None:
    turned = [negation(term) for term in terms]
    assert negation(conjunction(terms)) is disjunction(turned)
    assert negation(disjunction(terms)) is conjunction(turned)


@given(many, many)
def test_grouping_and_order_of_terms_do_not_matter(left: list[Truth], right: list[Truth]) -> None:
    for join in (conjunction, disjunction):
        assert join([join(left), join(right)]) is join([*right, *left])


@given(truths)
def test_twice_not_is_nothing(truth: Truth) -> None:
    assert negation(negation(truth)) is truth


@pytest.mark.parametrize(("truth", "holds"), [("T", True), ("U", True), ("F", False), ("O", False), ("V", False)])
def test_unknown_holds_and_what_is_not_answered_or_hidden_does_not(truth: str, holds: bool) -> None:
    assert LETTERS[truth].holds is holds


@pytest.mark.parametrize(
    ("state", "truth"), [(State.UNKNOWN, Truth.UNKNOWN), (State.OPEN, Truth.OPEN), (State.VOID, Truth.VOID)]
)
def test_a_comparison_with_a_missing_answer_says_why_it_is_missing(state: State, truth: Truth) -> None:
    assert state.truth is truth


@given(st.lists(truths, max_size=7), st.sampled_from(list(OPERATORS)), st.integers(-1, 8))
def test_a_comparison_of_a_count_is_what_trying_every_answer_gives(rows: list[Truth], symbol: str, number: int) -> None:
    """Every unknown and every open row is tried as true and as false; hidden rows never count."""
    operator = OPERATORS[symbol]
    low = rows.count(Truth.TRUE)

    def outcomes(*doubtful: Truth) -> set[bool]:
        tried = itertools.product((0, 1), repeat=sum(rows.count(truth) for truth in doubtful))
        return {operator(low + sum(choice), number) for choice in tried}

    if len(outcomes(Truth.UNKNOWN)) == 2:
        expected = Truth.UNKNOWN
    elif len(outcomes(Truth.UNKNOWN, Truth.OPEN)) == 2:
        expected = Truth.OPEN
    else:
        expected = Truth.TRUE if operator(low, number) else Truth.FALSE

    assert count_truths(rows).compare(operator, number) is expected


@given(st.lists(truths, max_size=5), st.lists(truths, max_size=5))
def test_counts_add_up_as_if_their_rows_stood_together(left: list[Truth], right: list[Truth]) -> None:
    assert count_truths(left) + count_truths(right) == count_truths([*left, *right])
    assert 3 + count_truths(left) == count_truths(left) + 3 == count_truths([*left, *[Truth.TRUE] * 3])


@pytest.mark.parametrize(
    ("count", "settled"),
    [
        (Count(2), 2),
        (Count(2, open=1), State.OPEN),
        (Count(2, unknown=1), State.UNKNOWN),
        (Count(0, 1, 1), State.UNKNOWN),
    ],
)
def test_a_count_is_a_number_only_where_nothing_is_unknown_or_open(count: Count, settled: object) -> None:
    assert count.settled == settled


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("30 days", 30, "days"),
        ("1 day", 1, "days"),
        ("24 hours", 24, "hours"),
        ("1.5 years", 1.5, "years"),
        ("6 Months", 6, "months"),
        (" 2  weeks ", 2, "weeks"),
        ("0 days", 0, "days"),
    ],
)
def test_a_length_of_time_is_a_number_and_a_unit(text: str, amount: float, unit: str) -> None:
    assert parse_duration(text) == Duration(amount, unit)


@pytest.mark.parametrize(
    "text",
    ["", "30", "days", "30days", "-1 days", "1e3 days", "1_0 days", "inf days", "nan days", "123456 days", "1 fortnight",
     "1 2 days", "٣ days", "1,5 years", "1 dayss"],
)  # fmt: skip
def test_everything_else_is_no_length_of_time(text: str) -> None:
    assert parse_duration(text) is None


@given(st.integers(0, 99_999), st.sampled_from(list(HOURS)))
def test_a_length_of_time_is_written_as_it_is_read(amount: int, unit: str) -> None:
    duration = Duration(float(amount), unit)
    assert parse_duration(f"{amount} {unit}") == duration
    if amount < 1000:
        assert parse_duration(str(duration)) == duration


@pytest.mark.parametrize(
    ("duration", "day", "after"),
    [
        (Duration(1, "months"), date(2026, 1, 31), date(2026, 2, 28)),
        (Duration(1, "months"), date(2028, 1, 31), date(2028, 2, 29)),
        (Duration(12, "months"), date(2026, 11, 24), date(2027, 11, 24)),
        (Duration(1, "years"), date(2028, 2, 29), date(2029, 2, 28)),
        (Duration(1.5, "years"), date(2026, 1, 1), date(2027, 7, 1)),
        (Duration(0.5, "months"), date(2026, 1, 1), date(2026, 1, 16)),
        (Duration(2, "weeks"), date(2026, 12, 24), date(2027, 1, 7)),
        (Duration(48, "hours"), date(2026, 12, 31), date(2027, 1, 2)),
        (Duration(1, "months"), date(9999, 12, 1), date.max),
        (Duration(-1, "months"), date(1, 1, 31), date.min),
    ],
)
def test_months_and_years_go_by_the_calendar(duration: Duration, day: date, after: date) -> None:
    assert duration.after(day) == after


def test_a_month_before_the_end_of_march_is_the_end_of_february() -> None:
    assert Duration(1, "months").before(date(2026, 3, 31)) == date(2026, 2, 28)


@given(
    st.floats(-1e300, 1e300),
    st.sampled_from(list(HOURS)),
    st.dates(),
)
def test_no_length_of_time_leaves_the_calendar(amount: float, unit: str, day: date) -> None:
    found = Duration(amount, unit).after(day)
    assert date.min <= found <= date.max
    assert (found >= day) if amount > 0 else (found <= day)


@given(st.integers(-4000, 4000), st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_days_are_days(amount: int, day: date) -> None:
    assert Duration(float(amount), "days").after(day) == day + timedelta(days=amount)
