"""Hidden parts of sums: a total stays when one of its parts is hidden, and what nobody was asked is never taken away from."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia.questionnaire.rules.truth import Count, State, Truth
from dpia.questionnaire.scope import scope_of
from dpia.questionnaire.types import QuestionType
from tests.support.forms import judge_all, make_form
from tests.support.rules import number, rows, truth

HIDDEN = State.VOID
FORM = """
- {id: personal, code: H-1, ask: Personal?, type: yes_no}
- {id: limited, code: H-2, ask: Limited?, type: choice, when: personal == yes,
   options: [{id: okay, label: Okay, score: 0}, {id: bad, label: Bad, score: 4}]}
- {id: other, code: H-3, ask: Other?, type: choices,
   options: [{id: one, label: One, score: 5}, {id: two, label: Two, score: 5}, {id: no_one, label: No, exclusive: true}]}
- {id: rate, code: H-4, ask: Rate?, type: percentage, when: personal == yes}
- {id: total, code: H-5, ask: Total, type: computed, value: score(limited) + score(other), findings: [
    {id: high, if: total >= 5, level: note, says: An assessment is required., dpia: required}]}
- {id: half, code: H-6, ask: Half, type: computed, value: 0.5 * score(limited)}
- {id: rest, code: H-7, ask: Rest, type: computed, value: total - half}
- {id: missed, code: H-8, ask: Missed, type: computed, value: 100 - rate}
- {id: share, code: H-9, ask: Share, type: computed,
   value: "ratio(score(limited) + score(other), max_score(limited) + max_score(other))"}
"""


@pytest.mark.parametrize(
    ("rule", "result"),
    [
        ("score(tools) + score(harm)", 2),
        ("score(harm) + score(tools)", 2),
        ("score(tools) + score(tools)", 0),
        ("score(tools) + 1", 1),
        ("2 * score(tools) + score(harm)", 2),
        ("score(tools) * score(harm) + 1", 1),
        ("score(harm) - score(tools)", 2),
        ("score(tools) - score(harm)", -2),
        ("score(harm) - 2 * score(tools)", 2),
        ("score(harm) - count(items)", 2),
        ("score(harm) - total(items, size)", 2),
        ("count(items) + count(tools) + score(harm)", 2),
        ("staff + cost", 4),
        ("staff + staff", HIDDEN),
        ("staff + staff + score(tools)", 0),
        ("staff - cost", HIDDEN),
        ("cost - staff", HIDDEN),
        ("10 - staff", HIDDEN),
        ("staff + 1", HIDDEN),
        ("staff + 1 + cost", 4),
        ("10 - 2 * staff", HIDDEN),
        ("score(tools) * cost", HIDDEN),
        ("score(tools)", HIDDEN),
        ("max_score(tools)", HIDDEN),
        ("min(staff, cost, 9)", 4),
        ("max(staff, cost, 3)", 4),
        ("average(staff, cost, 6)", 5),
        ("max(staff, score(tools))", HIDDEN),
        ("max(score(tools), score(tools)) + 1", 1),
        ("3 - max(score(tools), score(tools))", 3),
        ("ratio(score(tools) + score(harm), max_score(tools) + max_score(harm))", 2 / 3),
        ("ratio(score(tools) + score(tools), max_score(tools) + max_score(tools))", State.UNKNOWN),
    ],
)
def test_a_hidden_part_counts_as_nothing_where_something_is_added_up(rule: str, result: Any) -> None:
    hidden = {"tools": HIDDEN, "items": HIDDEN, "staff": HIDDEN}
    assert number(rule, harm="large", cost=4, **hidden) == result


@pytest.mark.parametrize("state", [State.UNKNOWN, State.OPEN])
@pytest.mark.parametrize("rule", ["score(tools) + staff", "staff - score(tools)", "max(staff, score(tools))"])
def test_what_somebody_could_still_say_is_never_zero(rule: str, state: State) -> None:
    assert number(rule, tools=state, staff=3) is state


def test_a_count_stays_a_range_when_a_hidden_part_is_added() -> None:
    some = rows({"secret": "yes"}, {"secret": State.UNKNOWN})
    assert number("count(items, secret == yes) + count(tools)", items=some, tools=HIDDEN) == Count(1, unknown=1)
    assert truth("count(items, secret == yes) + count(tools) >= 1", items=some, tools=HIDDEN) is Truth.TRUE


def test_dates_and_durations_are_not_added_up() -> None:
    assert truth("start + days(3) > today", start=HIDDEN) is Truth.VOID
    assert truth("today - start > days(3)", start=HIDDEN) is Truth.VOID


def test_a_verdict_stays_when_one_part_of_its_total_is_hidden() -> None:
    found = judge_all(make_form(page=FORM), {"personal": "no", "other": ["one", "two"]})

    assert [fired.key for fired in found.dpia_reasons] == ["page.high"]
    assert found.states["page.total"].value == 10
    assert found.states["page.rest"].value == 10
    assert found.states["page.share"].value == 1


def test_a_part_that_is_not_applicable_counts_as_nothing_too() -> None:
    answers = {"personal": "yes", "limited": {"not_applicable": "no data are kept"}, "other": ["one"]}
    assert judge_all(make_form(page=FORM), answers).states["page.total"].value == 5


def test_a_total_of_hidden_parts_is_zero_and_a_rate_that_was_not_asked_stays_hidden() -> None:
    found = judge_all(make_form(page=FORM), {"personal": "no", "other": {"not_applicable": "no dangers"}})

    assert found.states["page.total"].value == 0
    assert found.truths["page.high"] is Truth.FALSE
    assert found.states["page.missed"].value is HIDDEN


def test_the_highest_score_is_that_of_one_option_or_of_all_that_go_together() -> None:
    text = """
    - {id: one, code: A-1, ask: A?, type: choice, options: [{id: a, label: A, score: 3}, {id: b, label: B, score: 9}]}
    - {id: low, code: A-2, ask: A?, type: choice, options: [{id: a, label: A, score: -3}, {id: b, label: B, score: -9}]}
    - {id: more, code: A-3, ask: A?, type: choices, options: [{id: a, label: A, score: 3}, {id: b, label: B, score: -1},
        {id: c, label: C, score: 4}, {id: d, label: D, score: 5, exclusive: true}]}
    - {id: alone, code: A-4, ask: A?, type: choices, options: [{id: a, label: A, score: 3},
        {id: d, label: D, score: 8, exclusive: true}]}
    """
    form = make_form(page=text)
    page = form.known["page"]
    scope = scope_of(page, form.known, {}, {}, {}, [])
    assert scope.max_scores == {"page.one": 9, "page.low": -3, "page.more": 7, "page.alone": 8}


def test_a_computed_question_is_a_tally_where_scores_and_counts_are_all_that_it_is_made_of() -> None:
    text = """
    - {id: staff, code: B-1, ask: Staff?, type: number}
    - {id: tools, code: B-2, ask: Tools?, type: choices, options: [{id: a, label: A, score: 3}]}
    - {id: points, code: B-3, ask: P, type: computed, value: 2 * score(tools)}
    - {id: more, code: B-4, ask: P, type: computed, value: points + 1}
    - {id: twice, code: B-5, ask: P, type: computed, value: 2 * staff}
    - {id: rate, code: B-6, ask: P, type: computed, value: "ratio(score(tools), 3)"}
    - {id: less, code: B-7, ask: P, type: computed, value: 1 - rate}
    """
    form = make_form(page=text)
    names = scope_of(form.known["page"], form.known, {}, {}, {}, []).names
    computed = [item.question.id for item in form.questions.values() if item.type is QuestionType.COMPUTED]
    assert {name for name in computed if names[name].type.tally} == {"points", "more"}


# A reference that knows nothing of the code: numbers, and the words hidden, unknown and open.
LEAVES: dict[str, tuple[str, bool]] = {
    "staff": ("staff", False),
    "cost": ("cost", False),
    "score(tools)": ("tools", True),
    "score(harm)": ("harm", True),
    "3": ("", False),
}
VALUES: dict[str, dict[Any, Any]] = {
    "tools": {frozenset[str](): 0, frozenset({"chat", "map"}): 5},
    "harm": {"small": 1, "grave": 3},
    "staff": {0: 0, 7: 7},
    "cost": {2: 2, 40: 40},
}
Tree = str | tuple[str, Any, Any]
TREES = st.recursive(
    st.sampled_from(sorted(LEAVES)),
    lambda inner: st.tuples(st.sampled_from(["+", "-", "*", "min", "max", "average"]), inner, inner),
    max_leaves=7,
)


def written(tree: Tree) -> str:
    if isinstance(tree, str):
        return tree
    sign, left, right = tree
    if sign in "+-*":
        return f"({written(left)} {sign} {written(right)})"
    return f"{sign}({written(left)}, {written(right)})"


def plain(tree: Tree, found: dict[str, Any]) -> tuple[Any, bool, bool]:
    """What it comes to, whether it is made of scores and counts alone, and whether it is a constant."""
    if isinstance(tree, str):
        name, tally = LEAVES[tree]
        return (found[name] if name else 3), tally, not name
    sign, left, right = tree
    (a, a_tally, a_fixed), (b, b_tally, b_fixed) = plain(left, found), plain(right, found)
    tally = a_tally and b_tally
    if sign in "+-*":
        tally = (a_tally or a_fixed) and (b_tally or b_fixed)
        answers = sign == "+" and not a_fixed and not b_fixed
        if a == b == "hidden" and not a_tally and not b_tally:
            return "hidden", tally, False
        if a == "hidden" and sign != "*" and (answers or a_tally):
            a = 0
        if b == "hidden" and sign != "*" and (answers or b_tally):
            b = 0
    for word in ("unknown", "open"):
        if word in (a, b):
            return word, tally, False
    there = [x for x in (a, b) if x != "hidden"]
    if sign in "+-*":
        if len(there) < 2:
            return "hidden", tally, False
        return {"+": a + b, "-": a - b, "*": a * b}[sign], tally, False
    if not there:
        return "hidden", tally, False
    return {"min": min(there), "max": max(there), "average": sum(there) / len(there)}[sign], tally, False


WORDS = {"hidden": State.VOID, "unknown": State.UNKNOWN, "open": State.OPEN}


@given(TREES, st.data())
def test_every_sum_comes_to_what_plain_arithmetic_says(tree: Tree, data: st.DataObject) -> None:
    answers, plainly = {}, {}
    for name, values in VALUES.items():
        given_value = data.draw(st.sampled_from([*values, *WORDS]), label=name)
        answers[name] = WORDS.get(given_value, given_value) if isinstance(given_value, str) else given_value
        plainly[name] = given_value if given_value in WORDS else values[given_value]

    result, expected = number(written(tree), **answers), plain(tree, plainly)[0]

    if expected in WORDS:
        assert result is WORDS[expected]
    else:
        assert not isinstance(result, State) and math.isclose(result, expected, abs_tol=1e-9)
