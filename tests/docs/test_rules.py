"""docs/rules.md: its tables are those of the code, and it names everything the rule language has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dpia.questionnaire.kinds import NO_ANSWER_TYPES
from dpia.questionnaire.rules.check import check_condition
from dpia.questionnaire.rules.functions import ARITHMETIC, FUNCTIONS
from dpia.questionnaire.rules.nodes import OPERATORS
from dpia.questionnaire.rules.truth import HOURS
from dpia.questionnaire.rules.types import RuleError
from dpia.questionnaire.scope import scope_of
from dpia.questionnaire.types import QuestionType
from dpia.shipped import shipped_library
from scripts import rules_doc
from tests.support.rules import KINDS

TEXT = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")


def test_the_generated_tables_are_current() -> None:
    assert rules_doc.page(TEXT) == TEXT, "run `make rules`"


def test_a_page_without_a_generated_part_is_refused() -> None:
    with pytest.raises(SystemExit):
        rules_doc.page(TEXT.replace("<!-- generated: and -->", ""))


def test_the_table_of_missing_answers_has_a_rule_for_every_operator_and_function() -> None:
    rules = " ".join(rules_doc.RULES)
    needed = {*OPERATORS, *(symbol for symbol, _, _ in ARITHMETIC), "in", "not in", "not"}
    functions = {name for name in FUNCTIONS if name not in HOURS}
    assert [word for word in needed if f" {word} " not in f" {rules} "] == []
    assert [name for name in functions if f"{name}(" not in rules] == []


def test_every_function_stands_in_the_table_of_functions() -> None:
    table = rules_doc.tables()["functions"]
    assert [name for name in FUNCTIONS if f"`{name}(" not in table] == []


def test_every_type_says_what_it_gives_to_a_rule() -> None:
    part = TEXT.partition("## Types")[2].partition("## Functions")[0]
    assert [kind.value for kind in QuestionType if f"`{kind.value}`" not in part] == []
    assert QuestionType.COMPUTED in NO_ANSWER_TYPES


def test_the_columns_of_the_registers_are_those_that_rules_can_read() -> None:
    library = shipped_library()
    tables = scope_of(library.questionnaire("screening"), library.questionnaires, {}, {}, {}, []).tables
    for register in ("risks", "measures"):
        row = re.search(rf"^\| `{register}` \| (.*) \|$", TEXT, re.MULTILINE)
        assert row is not None
        assert set(re.findall(r"`(\w+)`", row[1])) == set(tables[register].columns)


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("mfa = no", "rule"),
        ("mfa == maybe", "option"),
        ("basis > consent", "type"),
        ("start > 3", "type"),
        ("mfa", "type"),
        ("mfe == no", "name"),
        ("mentoins(reason, 'x')", "name"),
        ("1 < staff < 5", "rule"),
        ("staff > 1 # one", "rule"),
        ("staff > 1e16", "rule"),
    ],
)
def test_the_mistakes_it_names_are_refused(rule: str, kind: str) -> None:
    with pytest.raises(RuleError) as refused:
        check_condition(rule, rules_doc.SCOPE)
    assert KINDS[refused.value.told.code] == kind


@pytest.mark.parametrize(
    ("rule", "truth"),
    [
        ("count(items, secret == yes) * 2 > 1", "unknown"),
        ("count(items) * 2 > 3", "true"),
        ("1 < count(items)", "true"),
        ("count(items, secret == yes) + 1 >= 1", "true"),
        ("1 + count(items, secret == yes) >= 1", "true"),
        ("count(items, secret == yes) - 1 >= 0", "unknown"),
        ("ratio(count(items, secret == yes), count(items)) > 0.4", "unknown"),
        ("ratio(1, count(items)) > 0.4", "true"),
        ("count(items, secret == yes) < count(items)", "true"),
        ("count(items, secret == yes) < count(items) - 1", "unknown"),
        ("count(items) > count(items, secret == yes)", "unknown"),
        ("total(items, count(items)) == 4", "true"),
        ("days(count(items)) > days(1)", "true"),
    ],
)
def test_a_count_can_stand_wherever_a_number_can(rule: str, truth: str) -> None:
    rows = (rules_doc.Row("I1", {"secret": "no"}), rules_doc.Row("I2", {"secret": rules_doc.State.UNKNOWN}))
    answers = rules_doc.Answers({"page.items": rows})
    assert check_condition(rule, rules_doc.SCOPE).truth(answers).value == truth


def test_the_examples_at_the_top_can_be_read() -> None:
    examples = re.findall(r"^    (.+)$", TEXT.partition("## Grammar")[0], re.MULTILINE)
    assert len(examples) == 4
    for rule in examples:
        check_condition(rule, rules_doc.SCOPE)
