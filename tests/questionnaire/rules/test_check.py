"""The checker: what rules may say, what it answers to mistakes, and that hostile rules only ever make a RuleError."""

import ast
import keyword
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import dpia
from dpia.messages import rules
from dpia.questionnaire.rules.check import MAX_LENGTH, check_condition, check_number
from dpia.questionnaire.rules.functions import FUNCTIONS
from dpia.questionnaire.rules.truth import Truth
from dpia.questionnaire.rules.types import RuleError
from tests.support.rules import ITEMS, NAMES, SCOPE, Facts, mistake, truth
from tests.support.run import examples


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        # a name that names nothing
        ("mfe == no", "name@0: `mfe` names no question | did you mean `mfa`?"),
        ("staff > 1 and harmm == small", "name@14: `harmm` names no question | did you mean `harm`?"),
        ("any(items, secrt == yes)", "name@11: `secrt` names no question | did you mean `secret` or `start`?"),
        ("other_pag.open == yes", "name@0: `other_pag` names no file | did you mean `other_page`?"),
        ("stranger.open == yes", "name@0: `stranger` names no file | there is other_page, page"),
        ("other_page.opne == yes", "name@0: `other_page.opne` names no question | did you mean `open`?"),
        ("coutn(items) > 1", "name@0: There is no function `coutn` | did you mean `count`?"),
        # a value that is no option
        ("mfa == ye", "option@7: `ye` is no option of this question | did you mean `yes`?"),
        ("harm in (small, larg)", "option@16: `larg` is no option of this question | did you mean `large`?"),
        ("chatt in tools", "option@0: `chatt` is no option of this question | did you mean `chat`?"),
        ("mfa == 1", "option@7: An option has to stand here | there is no, yes"),
        ("mfa == True", "option@7: An option has to stand here | there is no, yes"),
        # types that do not go together
        ("mfa", "type@0: An answer stands where a condition is needed | write `... == yes`"),
        ("staff", "type@0: A number stands where a condition is needed | compare it"),
        ("staff > 1 and mfa", "type@14: An answer stands where a condition is needed | write `... == yes`"),
        ("mfa > no", "type@6: A choice has no order, `>` cannot compare it | use == or !="),
        ("tools == chat", "type@9: A multiple choice is not compared | write `option in question`"),
        ("yes in mfa", "type@7: `in` does not look into a choice | write `option in question` with a multiple choice"),
        ("staff in (1, 2)", "type@0: A number is not looked up in a list | compare it with == or with <"),
        ('staff > "3"', "type@8: A number cannot be compared with a text by `>` | compare two of one kind"),
        ('text > "a"', "type@7: A text cannot be compared with a text by `>` | compare two of one kind"),
        ("start > days(3)", "type@8: A date cannot be compared with a duration by `>` | compare two of one kind"),
        ("items == 3", "type@9: A table cannot be compared with a number by `==` | compare two of one kind"),
        ("who == who", "type@7: An answer that cannot be compared cannot be compared with an answer that cannot be "
                       "compared by `==` | compare two of one kind"),
        ("count(mfa) > 1", "type@6: A choice has no rows | name a table"),
        ("total(items, secret) > 1", "type@13: `total` adds numbers | name a column of type number"),
        ("words(staff) > 1", "type@6: `words` takes a text, not a number | name something of that kind"),
        ("days(mfa) > days(1)", "type@5: `days` takes a number, not a choice | name something of that kind"),
        ("score(mfa) > 1", "type@6: `score` needs a question whose options have a `score` | name another question"),
        # forms that rules do not have
        ("staff = 3", "rule@6: The rule cannot be read | write == for “is”"),
        ("1 < staff < 5", "rule@0: The rule compares more than two things at once | join comparisons with `and`"),
        ("True", "rule@0: `True` is not used in rules | write yes or no"),
        ("mfa == no # a note", "rule@10: The rule has a comment in it | put comments above the rule"),
        ("page.items.secret == yes", "rule@0: The rule has more than one dot in a name | write file.question"),
        ("answered(staff > 1)", "rule@9: `answered` asks about a question | name a question or a column"),
        (
            "cell(items, door, done) == yes",
            "type@5: `cell` needs a table whose rows stand in the questionnaire | write cell(table, row, column)",
        ),
        (
            "cell(locks, doors, done) == yes",
            "name@12: `doors` names no row or column of this table | did you mean `door`?",
        ),
        (
            "cell(locks, door, size) == yes",
            "name@18: `size` names no row or column of this table | there is done, note",
        ),
        ("any(secret == yes)", "rule@4: `any` needs a table | write any(table, condition)"),
        ("mentions(text, staff)", 'rule@0: `mentions` looks for texts in quotes | write mentions(question, "phrase")'),
        ("staff > 1e99", "rule@8: The rule has a number that is too large | write a smaller one"),
        ("start + 3 > today", "type@0: A date and a number cannot be put together like this | there is + - * for "
                              "numbers, date + duration, date - date"),
        # places count characters, not bytes
        ('mentions(text, "déjà") and mfe == no', "name@27: `mfe` names no question | did you mean `mfa`?"),
        ('text == "é" and', f"rule@15: The rule cannot be read | {rules.ALLOWED}"),
        ("mfa == no or", f"rule@12: The rule cannot be read | {rules.ALLOWED}"),
        ("(mfa == no", "rule@0: The rule cannot be read | close each bracket that is opened"),
        ("mfa == no && staff > 1", "rule@11: The rule cannot be read | write `and` for &&, `or` for ||, and `not` for !"),
        ("mfa == no || staff > 1", "rule@11: The rule cannot be read | write `and` for &&, `or` for ||, and `not` for !"),
        ("!(mfa == no)", "rule@0: The rule cannot be read | write `and` for &&, `or` for ||, and `not` for !"),
        ("mfa == no AND staff > 1", "rule@10: The rule cannot be read | write `and`, `or`, `not` and `in` in small letters"),
        ("  mfe == no", "name@2: `mfe` names no question | did you mean `mfa`?"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_place_and_hint(rule: str, message: str) -> None:
    assert mistake(rule) == message


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_function_says_how_it_is_written(function: str) -> None:
    usage = FUNCTIONS[function][3]
    assert usage.startswith(f"{function}(")
    for arguments in ("", "text, " * 40 + "text", "x=text", "*text"):
        assert mistake(f"{function}({arguments})") == f"rule@0: `{function}` is written differently | {usage}"


HOSTILE = [
    "__import__('os').system('x')",
    "().__class__.__bases__[0].__subclasses__()",
    "open('/etc/passwd')",
    "mfa.__class__ == yes",
    "text.__len__() > 1",
    "page.__class__ == yes",
    "lambda: 1",
    "(lambda: mfa)()",
    "[x for x in items]",
    "{x: 1 for x in items}",
    "(x := 3) > 2",
    "yield 1",
    "await mfa",
    "mfa if staff > 1 else mfa",
    "f'{mfa}' == text",
    "items[0] > 1",
    "items[0:1] > 1",
    "staff ** 9 > 1",
    "9 ** 9 ** 9 ** 9 > staff",
    "staff / 0 > 1",
    "staff % 2 == 0",
    "staff // 2 == 0",
    "staff << 9 > 1",
    "~staff > 1",
    "--staff > 1",
    "staff @ staff > 1",
    "mfa is yes",
    "b'x' == text",
    "1j > staff",
    "... == staff",
    "None",
    "any(*items)",
    "count(items, **{})",
    "staff > 1; staff",
    "staff > 1\0",
    "print('x')",
    "eval('1')",
    "exec('1')",
    "mfa == no\nimport os",
    "(" * 10_000 + "mfa == no" + ")" * 10_000,
    "(" * 900 + "mfa == no" + ")" * 900,
    "not " * 450 + "mfa == no",
    "-" * 1900 + "1 > staff",
    "+".join("1" * 900) + " > staff",
    "any(items, " * 150 + "mfa == no" + ")" * 150,
    "a." * 900 + "b",
    "[" * 1900,
    "staff > " + "9" * 1900,
    '"' + "x" * 1900,
    "mfa == no and " * 1000 + "mfa == no",
    'mentions(text, "\\d+")',
    "",
    " ",
    "#",
]


@pytest.mark.parametrize("rule", HOSTILE, ids=lambda rule: rule[:30])
def test_a_hostile_rule_is_refused_like_any_other_mistake(rule: str) -> None:
    message = mistake(rule)
    assert "Error" not in message
    assert len(message) < 400


def test_a_rule_of_the_greatest_length_is_read_and_a_longer_one_is_not() -> None:
    rule = "mfa == no" + " " * (MAX_LENGTH - 9)
    assert truth(rule, mfa="no") is Truth.TRUE
    assert mistake(rule + " ") == "rule@0: The rule is longer than 2000 characters | split it into several findings"


@pytest.mark.parametrize(
    "rule",
    [
        "mfa == no\nand staff > 1",
        "mfa == no\n  and staff > 1\n",
        " mfa == no and staff > 1 ",
        "(mfa == no) and ((staff > 1))",
        "mfa == 'no' and staff > 1.0",
        'mfa == "no" and staff > 1 and text != "# no comment"',
    ],
)
def test_line_breaks_brackets_and_quotes_do_not_change_a_rule(rule: str) -> None:
    assert truth(rule, mfa="no", staff=2, text="x") is Truth.TRUE
    assert truth(rule, mfa="no", staff=1, text="x") is Truth.FALSE


def test_not_binds_closer_than_and_and_and_closer_than_or() -> None:
    yes = {"mfa": "yes", "staff": 1, "cost": 1}
    assert truth("not mfa == yes or staff == 1 and cost == 1", **yes) is Truth.TRUE
    assert truth("not mfa == yes and staff == 2 or cost == 1", **yes) is Truth.TRUE
    assert truth("not (mfa == yes or staff == 2)", **yes) is Truth.FALSE


def test_a_question_of_another_file_is_named_with_underscores() -> None:
    assert set(check_condition("other_page.open == yes", SCOPE).reads()) == {"other-page.open"}


def test_a_computed_question_needs_a_number() -> None:
    with pytest.raises(RuleError, match="gives a condition, but a number is needed"):
        check_number("mfa == no", SCOPE)


def test_a_rule_with_a_comment_is_refused_because_folding_would_swallow_the_rest() -> None:
    """YAML joins the lines of a `>-` block, so that a comment would take the second condition away without a word."""
    assert mistake("mfa == no  # only then and staff > 1").startswith("rule@11: The rule has a comment")


words = st.sampled_from(
    [*NAMES, *FUNCTIONS, *ITEMS.columns, "yes", "no", "small", "chat", "today", "1", "0.5", '"x"', "and", "or", "not",
     "in", "==", "!=", "<", ">=", "+", "-", "*", "(", ")", ",", ".", "lambda", "if", "[", "]", "**", "#", "'"]
)  # fmt: skip


@given(st.lists(words, max_size=14).map(" ".join) | st.text(max_size=40))
@example("any(items, any(items, secret == yes))")
@settings(max_examples=examples(1500))
def test_no_text_makes_the_checker_fail_with_anything_but_a_rule_error(rule: str) -> None:
    try:
        found = check_condition(rule, SCOPE)
    except RuleError as error:
        assert 0 <= error.offset <= max(len(rule), 1)
    else:
        assert isinstance(found.truth(Facts()), Truth)


def calls_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def test_no_part_of_the_program_evaluates_text_as_python() -> None:
    package = Path(dpia.__file__).parent
    found = [
        (path.name, name)
        for path in package.rglob("*.py")
        for name in calls_in(path)
        if name in ("eval", "exec", "compile", "__import__")
    ]
    assert found == []


def test_the_words_of_the_language_are_those_of_python_so_that_no_id_can_be_one() -> None:
    assert {"and", "or", "not", "in", "is", "if", "lambda"} <= set(keyword.kwlist)
