"""What is called impossible is impossible: no answer makes it true."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from dpia.questionnaire.possible import MAX_TRIALS, can_hold
from dpia.questionnaire.rules.check import check_condition
from dpia.questionnaire.rules.nodes import Condition
from dpia.questionnaire.rules.truth import Truth
from dpia.questionnaire.rules.types import Kind, Scope, Type, Variable
from tests.support.rules import Facts

OPTIONS = {
    "a": ["yes", "no"],
    "b": ["x", "y", "z"],
    "c": ["small", "large", "grave"],
}
KINDS = {"a": Kind.CHOICE, "b": Kind.CHOICE, "c": Kind.SCALE}
SCOPE = Scope(
    {
        **{name: Variable(f"page.{name}", Type(KINDS[name], tuple(ids))) for name, ids in OPTIONS.items()},
        "n": Variable("page.n", Type(Kind.NUMBER)),
    }
)
DOMAIN = {f"page.{name}": options for name, options in OPTIONS.items()}

terms = st.sampled_from(
    ["a == yes", "a != yes", "a == no", "b == x", "b in (x, y)", "b not in (x, y)", "b != z", "c >= large", "c < large",
     "c == grave", "answered(a)", "not answered(b)", "n > 3", "n < 3"]
)  # fmt: skip
rules = st.recursive(
    terms,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} and {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} or {pair[1]})"),
        inner.map(lambda rule: f"(not {rule})"),
    ),
    max_leaves=6,
)


def is_made_true(condition: Condition, numbers: tuple[int, ...]) -> bool:
    """Whether some full set of answers makes the condition true."""
    tried = itertools.product(*(OPTIONS[name] for name in "abc"), numbers)
    return any(condition.truth(Facts(a=a, b=b, c=c, n=n)) is Truth.TRUE for a, b, c, n in tried)


@given(rules)
@settings(max_examples=300, deadline=None)
def test_a_rule_that_some_answers_make_true_is_never_called_impossible(rule: str) -> None:
    condition = check_condition(rule, SCOPE)
    assert can_hold(condition, DOMAIN) or not is_made_true(condition, (2, 3, 4))


@given(rules.filter(lambda rule: not any(word in rule for word in ("answered", "n >", "n <"))))
@settings(max_examples=300, deadline=None)
def test_of_rules_on_choices_alone_every_impossible_one_is_seen(rule: str) -> None:
    condition = check_condition(rule, SCOPE)
    assert can_hold(condition, DOMAIN) is is_made_true(condition, (0,))


def test_where_there_is_too_much_to_try_a_rule_is_taken_to_be_possible() -> None:
    many = {f"q{number}": Variable(f"page.q{number}", Type(Kind.CHOICE, ("yes", "no"))) for number in range(20)}
    rule = " and ".join(f"{name} == yes" for name in many) + " and q0 == no"
    assert 2 ** len(many) > MAX_TRIALS
    assert can_hold(check_condition(rule, Scope(many)), {item.key: ["yes", "no"] for item in many.values()})
