"""Rules over rows: any, all, count and total; rows that other rows refer to; rows made from rows."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia.questionnaire.rules.nodes import Reason, Row
from dpia.questionnaire.rules.truth import Count, State, Truth
from tests.support.rules import CHECKS, ITEMS, Facts, condition, conjunction, disjunction, number, rows, truth

TRUTHS = {"yes": Truth.TRUE, "no": Truth.FALSE, **{state: state.truth for state in State}}
cells = st.lists(st.sampled_from(list(TRUTHS)), max_size=5)


def items(values: list[Any]) -> dict[str, Any]:
    return {"items": rows(*({"secret": value} for value in values))}


@given(cells)
def test_any_is_the_or_of_its_rows_and_all_is_their_and(values: list[Any]) -> None:
    found = [TRUTHS[value] for value in values]
    assert truth("any(items, secret == yes)", **items(values)) is disjunction(found)
    assert truth("all(items, secret == yes)", **items(values)) is conjunction(found)


@given(cells)
def test_any_and_all_answer_to_de_morgan(values: list[Any]) -> None:
    answers = items(values)
    assert truth("not any(items, secret == yes)", **answers) is truth("all(items, not (secret == yes))", **answers)


@given(cells)
def test_count_knows_what_is_sure_unknown_and_open(values: list[Any]) -> None:
    expected = Count(values.count("yes"), values.count(State.UNKNOWN), values.count(State.OPEN))
    assert number("count(items, secret == yes)", **items(values)) == expected


@pytest.mark.parametrize("rule", ["any(items, secret == yes)", "all(items, secret == yes)", "count(items) > 0"])
@pytest.mark.parametrize("state", list(State))
def test_a_table_without_an_answer_says_why(rule: str, state: State) -> None:
    assert truth(rule, items=state) is state.truth


def test_a_table_without_rows_has_none_that_meets_and_none_that_fails() -> None:
    assert truth("any(items, secret == yes)", items=()) is Truth.FALSE
    assert truth("all(items, secret == yes)", items=()) is Truth.TRUE
    assert truth("count(items, secret == yes) == 0", items=()) is Truth.TRUE
    assert number("total(items, size)", items=()) == 0


@pytest.mark.parametrize(
    ("sizes", "total"),
    [
        ([1, 2.5], 3.5),
        ([1, State.VOID], 1),
        ([1, State.OPEN], State.OPEN),
        ([State.OPEN, State.UNKNOWN], State.UNKNOWN),
    ],
)
def test_a_total_leaves_hidden_cells_out_and_waits_for_the_others(sizes: list[Any], total: Any) -> None:
    assert number("total(items, size)", items=rows(*({"size": size} for size in sizes))) == total


def test_a_total_can_be_of_something_computed() -> None:
    assert number("total(items, size * 2 + staff)", items=rows({"size": 1}, {"size": 2}), staff=10) == 26


def test_the_findings_of_a_table_may_leave_the_table_out() -> None:
    answers = items(["no", "yes"])
    assert truth("any(secret == yes)", own_table=ITEMS, **answers) is Truth.TRUE
    assert truth("all(secret == yes)", own_table=ITEMS, **answers) is Truth.FALSE
    assert truth("count(secret == yes) == 1", own_table=ITEMS, **answers) is Truth.TRUE


def test_a_column_of_rows_can_be_run_through() -> None:
    goals = rows({"basis": "consent"}, {"basis": "law"})
    wants = "any(items, any(goal, basis == consent))"
    assert truth(wants, goals=goals, items=rows({"goal": ("R1", "R2")})) is Truth.TRUE
    assert truth(wants, goals=goals, items=rows({"goal": ("R2",)})) is Truth.FALSE
    assert truth(wants, goals=goals, items=rows({"goal": State.UNKNOWN})) is Truth.UNKNOWN
    assert truth("all(items, count(goal) == 2)", goals=goals, items=rows({"goal": ("R1", "R2")})) is Truth.TRUE


def test_an_inner_run_sees_the_row_around_it() -> None:
    goals = rows({"basis": "consent"}, {"basis": "law"})
    rule = "any(items, secret == yes and any(goal, basis == law and size > 1))"
    here = {"secret": "yes", "goal": ("R2",)}
    assert truth(rule, goals=goals, items=rows({**here, "size": 2})) is Truth.TRUE
    assert truth(rule, goals=goals, items=rows({**here, "size": 1})) is Truth.FALSE


def test_a_row_reaches_into_the_row_that_it_was_made_from() -> None:
    origin = rows({"secret": "yes"}, {"secret": "no"})
    made = rows({"done": "no"}, {"done": "no"}, source=origin)
    assert number("count(checks, done == no and items.secret == yes)", checks=made, items=origin) == Count(1)


def test_a_row_that_was_made_from_no_other_has_nothing_there() -> None:
    assert truth("any(checks, items.secret == yes)", checks=rows({"done": "no"})) is Truth.VOID


def test_a_condition_on_a_row_reads_the_row_it_stands_in() -> None:
    row = rows({"secret": "yes", "size": 3})[0]
    found = condition("secret == yes and size > staff", row_of=ITEMS)
    assert found.truth(Facts(staff=2), (row,)) is Truth.TRUE
    assert found.truth(Facts(staff=3), (row,)) is Truth.FALSE


def test_columns_come_before_questions_and_nearer_rows_before_farther_ones() -> None:
    assert set(condition("any(checks, done == yes)").reads()) == {"page.checks"}
    assert set(condition("secret == yes", row_of=CHECKS.__class__("page.x", ITEMS.columns)).reads()) == {"page.x"}


def locks(**done: Any) -> dict[str, Any]:
    return {"locks": tuple(Row(name, {"done": value}) for name, value in done.items())}


@pytest.mark.parametrize("value", TRUTHS)
def test_a_cell_is_the_answer_in_a_row_that_the_questionnaire_gives(value: Any) -> None:
    assert truth("cell(locks, door, done) == yes", **locks(window="yes", door=value)) is TRUTHS[value]


def test_a_cell_of_a_row_that_is_not_there_yet_is_open() -> None:
    assert truth("cell(locks, door, done) == yes", **locks(window="yes")) is Truth.OPEN
    assert truth("answered(cell(locks, door, done))", **locks(window="yes")) is Truth.FALSE


@pytest.mark.parametrize("state", list(State))
def test_a_cell_of_a_table_without_an_answer_says_why(state: State) -> None:
    assert truth("cell(locks, door, done) == yes", locks=state) is state.truth


def test_what_is_known_about_a_cell_can_be_asked() -> None:
    unknown = locks(door=State.UNKNOWN)
    assert truth("unknown(cell(locks, door, done))", **unknown) is Truth.TRUE
    assert truth("lacks(cell(locks, door, done))", **unknown) is Truth.TRUE
    assert truth("cell(locks, door, done) in (yes, no)", **locks(door="no")) is Truth.TRUE


def test_a_cell_gives_its_row_and_column_as_the_reason() -> None:
    found = condition("cell(locks, door, done) == no")
    assert list(found.reasons(Facts(**locks(door="no")), ())) == [Reason("page.locks", "door", "done")]
    assert list(found.reads()) == ["page.locks"]
