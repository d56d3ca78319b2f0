"""What is called impossible is impossible: no answer makes it true."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpia.questionnaire.possible import MAX_TRIALS, Choice, Choices, Domain, Number, can_hold
from dpia.questionnaire.rules.check import check_condition
from dpia.questionnaire.rules.nodes import Condition
from dpia.questionnaire.rules.truth import Truth
from dpia.questionnaire.rules.types import Kind, Scope, Type, Variable
from tests.support.rules import Facts
from tests.support.run import examples

OPTIONS = {
    "a": ["yes", "no"],
    "b": ["x", "y", "z"],
    "c": ["small", "large", "grave"],
}
KINDS = {"a": Kind.CHOICE, "b": Kind.CHOICE, "c": Kind.SCALE}
CHOSEN = [frozenset(), *map(frozenset, ("p", "q", "pq", "r"))]  # r stands alone
NUMBERS = [0, 0.5, 1, 2, 2.5, 3, 3.5, 4, 5]
SCOPE = Scope(
    {
        **{name: Variable(f"page.{name}", Type(KINDS[name], tuple(ids))) for name, ids in OPTIONS.items()},
        "d": Variable("page.d", Type(Kind.CHOICES, ("p", "q", "r"))),
        "n": Variable("page.n", Type(Kind.NUMBER)),
        "w": Variable("page.w", Type(Kind.NUMBER)),
    }
)
DOMAIN = Domain(
    {
        **{f"page.{name}": Choice(tuple(options)) for name, options in OPTIONS.items()},
        "page.d": Choices(frozenset({"r"})),
        "page.n": Number(0, 5),
        "page.w": Number(0, 5, whole=True),
    },
    known=frozenset({"page.a"}),
)

CHOICE_TERMS = ["a == yes", "a != yes", "a == no", "b == x", "b in (x, y)", "b not in (x, y)", "b != z", "c >= large",
                "c < large", "c == grave"]  # fmt: skip
OTHER_TERMS = ["n > 3", "n < 3", "n == 2", "3 <= n", "n > 5", "n >= 0", "w > 2", "w < 3", "w == 0.5", "w != 4", "2 > 3",
               "2 < 3", "p in d", "q in d", "r in d", "q not in d", "unknown(a)"]  # fmt: skip
terms = st.sampled_from([*CHOICE_TERMS, *OTHER_TERMS, "answered(a)", "not answered(b)"])
rules = st.recursive(
    terms,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} and {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} or {pair[1]})"),
        inner.map(lambda rule: f"(not {rule})"),
    ),
    max_leaves=6,
)


def is_made_true(condition: Condition, *names: str) -> bool:
    """Whether some full set of answers makes the condition true; only those to these questions are varied."""
    values = {**OPTIONS, "d": CHOSEN, "n": NUMBERS, "w": range(6)}
    tried = itertools.product(*(values[name] if name in names else list(values[name])[:1] for name in values))
    return any(condition.truth(Facts(**dict(zip(values, answers, strict=True)))) is Truth.TRUE for answers in tried)


@given(rules)
@settings(max_examples=examples(300))
def test_a_rule_that_some_answers_make_true_is_never_called_impossible(rule: str) -> None:
    condition = check_condition(rule, SCOPE)
    read = {key.removeprefix("page.") for key in condition.reads()}
    assert can_hold(condition, DOMAIN) or not is_made_true(condition, *read)


@given(rules.filter(lambda rule: "answered" not in rule))
@settings(max_examples=examples(300))
def test_of_rules_that_compare_answers_with_values_every_impossible_one_is_seen(rule: str) -> None:
    condition = check_condition(rule, SCOPE)
    read = {key.removeprefix("page.") for key in condition.reads()}
    assert can_hold(condition, DOMAIN) is is_made_true(condition, *read)


@pytest.mark.parametrize(
    "rule",
    ["n > 5", "n < 0", "w > 2 and w < 3", "n > 3 and n < 2", "2 > 3", "unknown(a)", "p in d and r in d", "3 < n and n == 1"],
)  # fmt: skip
def test_what_no_answer_makes_true_is_called_impossible(rule: str) -> None:
    assert not can_hold(check_condition(rule, SCOPE), DOMAIN)


@pytest.mark.parametrize("rule", ["n > 2 and n < 3", "n >= 5", "p in d and q in d", "not p in d", "n > w", "n + 1 > 9"])
def test_what_some_answer_makes_true_or_what_is_not_tried_is_not(rule: str) -> None:
    assert can_hold(check_condition(rule, SCOPE), DOMAIN)


def test_where_there_is_too_much_to_try_a_rule_is_taken_to_be_possible() -> None:
    many = {f"q{number}": Variable(f"page.q{number}", Type(Kind.CHOICE, ("yes", "no"))) for number in range(20)}
    rule = " and ".join(f"{name} == yes" for name in many) + " and q0 == no"
    assert 2 ** len(many) > MAX_TRIALS
    domain = Domain({item.key: Choice(("yes", "no")) for item in many.values()})
    assert can_hold(check_condition(rule, Scope(many)), domain)


def test_a_choice_among_too_many_options_is_taken_to_be_possible() -> None:
    options = tuple(f"o{number}" for number in range(20))
    scope = Scope({"d": Variable("page.d", Type(Kind.CHOICES, options))})
    rule = " and ".join(f"{option} in d" for option in options) + " and o0 not in d"
    assert can_hold(check_condition(rule, scope), Domain({"page.d": Choices()}))
