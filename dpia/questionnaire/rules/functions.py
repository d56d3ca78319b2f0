"""The functions of the rule language. `FUNCTIONS` is what docs/rules.md lists."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final, Protocol

from dpia.messages import rules
from dpia.questionnaire.rules.logic import CountTrue
from dpia.questionnaire.rules.nodes import Answer, Cell, Computed, Condition, Has, Mentions, Node
from dpia.questionnaire.rules.rows import Counted, NamedCell, Quantified, Rows, Total
from dpia.questionnaire.rules.sums import MaxScore, OfSeveral
from dpia.questionnaire.rules.truth import HOURS, Duration, State
from dpia.questionnaire.rules.types import TALLY, Kind, RuleError, Scope, Table, Type, spoken
from dpia.wording import THERE_IS, did_you_mean, said

Typed = tuple[Node, Type]


class Checker(Protocol):
    """What reads the arguments of a function: `check` is it."""

    @property
    def scope(self) -> Scope: ...
    def inside(self, table: Table) -> Checker: ...
    def expression(self, tree: ast.expr) -> Typed: ...
    def condition(self, tree: ast.expr) -> Condition: ...


ARITHMETIC: Final[dict[tuple[str, Kind, Kind], tuple[Callable[..., Any], Kind]]] = {
    ("+", Kind.NUMBER, Kind.NUMBER): (operator.add, Kind.NUMBER),
    ("-", Kind.NUMBER, Kind.NUMBER): (operator.sub, Kind.NUMBER),
    ("*", Kind.NUMBER, Kind.NUMBER): (operator.mul, Kind.NUMBER),
    ("+", Kind.DATE, Kind.DURATION): (lambda day, length: length.after(day), Kind.DATE),
    ("-", Kind.DATE, Kind.DURATION): (lambda day, length: length.before(day), Kind.DATE),
    ("-", Kind.DATE, Kind.DATE): (lambda later, earlier: Duration(_days(later, earlier), "days"), Kind.DURATION),
}


def _days(later: date, earlier: date) -> float:
    return float((later - earlier).days)


def call(checker: Checker, tree: ast.Call) -> Typed:
    """A function call. Raises RuleError where there is no such function or its arguments do not fit."""
    if not isinstance(tree.func, ast.Name):
        raise RuleError(rules.NOT_CALLED(names=", ".join(FUNCTIONS)), offset=tree.col_offset)
    name = tree.func.id
    entry = FUNCTIONS.get(name)
    if entry is None:
        suggestion = did_you_mean(name, FUNCTIONS) or said(THERE_IS, names=", ".join(FUNCTIONS))
        raise RuleError(rules.NO_FUNCTION(name=name, suggestion=suggestion), offset=tree.col_offset)
    least, most, build, usage = entry
    if tree.keywords or not least <= len(tree.args) <= most or any(isinstance(arg, ast.Starred) for arg in tree.args):
        raise RuleError(rules.WRITTEN_DIFFERENTLY(name=name, usage=usage), offset=tree.col_offset)
    return build(checker, name, tree.args)


def _has(checker: Checker, name: str, args: list[ast.expr]) -> Typed:
    node, _ = checker.expression(args[0])
    if not isinstance(node, Answer | Cell | NamedCell):
        raise RuleError(rules.ABOUT_QUESTION(name=name), offset=args[0].col_offset)
    return Has(name, node), Type(Kind.TRUTH)


def _quantified(checker: Checker, name: str, args: list[ast.expr]) -> Typed:
    over, table = _rows(checker, name, args)
    condition = checker.inside(table).condition(args[-1])
    return Quantified(name == "all", over, condition), Type(Kind.TRUTH)


def _counted(checker: Checker, name: str, args: list[ast.expr]) -> Typed:
    if len(args) == 1 and isinstance(args[0], ast.Name | ast.Attribute):
        node, type_ = checker.expression(args[0])
        if type_.kind is Kind.CHOICES:
            return Counted(node), TALLY
        return Counted(_rows_of(checker, node, type_, args[0])[0]), TALLY
    over, table = _rows(checker, name, args)
    return Counted(over, checker.inside(table).condition(args[-1])), TALLY


def _total(checker: Checker, name: str, args: list[ast.expr]) -> Typed:
    over, table = _rows(checker, name, args)
    node, type_ = checker.inside(table).expression(args[-1])
    if type_.kind is not Kind.NUMBER:
        raise RuleError(rules.ADDS_NUMBERS(), offset=args[-1].col_offset)
    return Total(over, node), TALLY


def _rows(checker: Checker, name: str, args: list[ast.expr]) -> tuple[Rows, Table]:
    if len(args) == 2:
        return _rows_of(checker, *checker.expression(args[0]), args[0])
    own = checker.scope.own_table
    if own is None:
        raise RuleError(rules.NEEDS_TABLE(name=name), offset=args[0].col_offset)
    return Rows(own), checker.scope.tables[own]


def _rows_of(checker: Checker, node: Node, type_: Type, tree: ast.expr) -> tuple[Rows, Table]:
    if type_.kind not in (Kind.TABLE, Kind.REFERENCE) or type_.table is None:
        raise RuleError(rules.NO_ROWS(kind=spoken(type_)), offset=tree.col_offset)
    through = node if isinstance(node, Cell) else None
    return Rows(type_.table, through), checker.scope.tables[type_.table]


def _cell(checker: Checker, name: str, args: list[ast.expr]) -> Typed:
    node, type_ = checker.expression(args[0])
    table = checker.scope.tables.get(type_.table or "") if isinstance(node, Answer) else None
    if table is None or not table.fixed:
        raise RuleError(rules.NO_FIXED_ROWS(name=name), offset=args[0].col_offset)
    row, column = _one_of(args[1], table.fixed), _one_of(args[2], tuple(table.columns))
    return NamedCell(table.key, row, column), table.columns[column]


def _one_of(tree: ast.expr, known: tuple[str, ...]) -> str:
    """The id of a row or a column, as a bare name."""
    word = tree.id if isinstance(tree, ast.Name) else ""
    if word not in known:
        told = rules.NO_ROW_OR_COLUMN(name=word or ast.unparse(tree), suggestion=did_you_mean(word, known))
        raise RuleError(told, offset=tree.col_offset)
    return word


def _count_true(checker: Checker, name: str, args: list[ast.expr]) -> Typed:
    return CountTrue(tuple(checker.condition(arg) for arg in args)), TALLY


def _words(checker: Checker, name: str, args: list[ast.expr]) -> Typed:
    node = _of_kind(checker, name, args[0], Kind.TEXT)
    return Computed(name, lambda text: len(text.split()), (node,)), Type(Kind.NUMBER)


def _mentions(checker: Checker, name: str, args: list[ast.expr]) -> Typed:
    node = _of_kind(checker, name, args[0], Kind.TEXT)
    phrases = [arg.value for arg in args[1:] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if len(phrases) < len(args) - 1 or not all(phrases):
        raise RuleError(rules.QUOTED_TEXTS())
    found = "|".join(re.escape(phrase) for phrase in phrases)
    return Mentions(node, re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE)), Type(Kind.TRUTH)


def _duration(checker: Checker, name: str, args: list[ast.expr]) -> Typed:
    node = _of_kind(checker, name, args[0], Kind.NUMBER)
    return Computed(name, lambda amount: Duration(float(amount), name), (node,)), Type(Kind.DURATION)


def _ratio(checker: Checker, name: str, args: list[ast.expr]) -> Typed:
    nodes = tuple(_of_kind(checker, name, arg, Kind.NUMBER) for arg in args)
    return Computed(name, lambda part, whole: part / whole if whole else State.UNKNOWN, nodes), Type(Kind.NUMBER)


def _score(checker: Checker, name: str, args: list[ast.expr]) -> Typed:
    node, _ = checker.expression(args[0])
    scores = checker.scope.scores.get(node.key) if isinstance(node, Answer) else None
    if scores is None:
        raise RuleError(rules.NEEDS_SCORE(name=name), offset=args[0].col_offset)

    def add(chosen: Any) -> float:
        return sum(scores[option] for option in (chosen if isinstance(chosen, frozenset) else (chosen,)))

    return Computed(name, add, (node,)), TALLY


def _max_score(checker: Checker, name: str, args: list[ast.expr]) -> Typed:
    node, _ = checker.expression(args[0])
    most = checker.scope.max_scores.get(node.key) if isinstance(node, Answer) else None
    if most is None or not isinstance(node, Answer):
        raise RuleError(rules.NEEDS_SCORE(name=name), offset=args[0].col_offset)
    return MaxScore(node, most), TALLY


def _of_several(checker: Checker, name: str, args: list[ast.expr]) -> Typed:
    nodes = tuple(_of_kind(checker, name, arg, Kind.NUMBER) for arg in args)
    return OfSeveral(name, nodes), Type(Kind.NUMBER, tally=all(checker.expression(arg)[1].tally for arg in args))


def _of_kind(checker: Checker, name: str, tree: ast.expr, kind: Kind) -> Node:
    node, type_ = checker.expression(tree)
    if type_.kind is not kind:
        raise RuleError(rules.TAKES(name=name, wanted=said(kind.value), kind=spoken(type_)), offset=tree.col_offset)
    return node


Builder = Callable[[Checker, str, list[ast.expr]], Typed]
FUNCTIONS: Final[dict[str, tuple[int, int, Builder, str]]] = {
    "answered": (1, 1, _has, "answered(question): an answer was given"),
    "lacks": (
        1,
        1,
        _has,
        "lacks(question): the answer says that there is none: unknown, or an empty table, list or text",
    ),
    "unknown": (1, 1, _has, "unknown(question): the answer is “unknown”"),
    "any": (1, 2, _quantified, "any(table, condition): at least one row meets the condition"),
    "all": (1, 2, _quantified, "all(table, condition): every row meets the condition; true for a table without rows"),
    "cell": (3, 3, _cell, "cell(table, row, column): the answer in a row that the questionnaire gives"),
    "count": (1, 2, _counted, "count(table), count(table, condition), count(multiple choice)"),
    "count_true": (1, 30, _count_true, "count_true(condition, ...): how many of the conditions hold"),
    "total": (1, 2, _total, "total(table, number): the sum over the rows"),
    "words": (1, 1, _words, "words(text): the number of words"),
    "mentions": (2, 20, _mentions, 'mentions(text, "phrase", ...): one of the phrases stands in the text'),
    **{unit: (1, 1, _duration, f"{unit}(number): a duration") for unit in HOURS},
    "ratio": (2, 2, _ratio, "ratio(a, b): a divided by b; unknown when b is 0"),
    "score": (1, 1, _score, "score(question): the sum of the scores of the chosen options"),
    "max_score": (1, 1, _max_score, "max_score(question): the highest score that its options can give"),
    "min": (2, 30, _of_several, "min(a, b, ...): the smallest of the numbers that are there"),
    "max": (2, 30, _of_several, "max(a, b, ...): the largest of the numbers that are there"),
    "average": (2, 30, _of_several, "average(a, b, ...): the average of the numbers that are there"),
}
