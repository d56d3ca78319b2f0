"""Reads a rule and checks it: a closed set of Python's expression grammar, typed, never evaluated as Python."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import replace
from typing import Any, Final

from dpia.messages import rules
from dpia.questionnaire.limits import MAX_NUMBER
from dpia.questionnaire.rules import functions
from dpia.questionnaire.rules.logic import And, Not, Or
from dpia.questionnaire.rules.nodes import (
    Answer,
    Cell,
    Compare,
    Computed,
    Condition,
    Constant,
    Contains,
    Node,
    OneOf,
    Today,
)
from dpia.questionnaire.rules.sums import SIGNS, Sum
from dpia.questionnaire.rules.types import Kind, RuleError, Scope, Table, Type, spoken
from dpia.wording import did_you_mean, said

MAX_LENGTH: Final = 2000
_TEXTS: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_SYMBOLS: Final = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_ORDERED: Final = {Kind.SCALE, Kind.NUMBER, Kind.DATE, Kind.DURATION}
_CHOSEN: Final = {Kind.CHOICE, Kind.SCALE}

Typed = tuple[Node, Type]


def check_condition(rule: str, scope: Scope) -> Condition:
    """The condition that a rule says. Raises RuleError with what is wrong, where and what to do."""
    return _condition(*_read(rule, scope), 0)


def check_number(rule: str, scope: Scope) -> Node:
    """The number that the rule of a computed question gives."""
    node, type_ = _read(rule, scope)
    if type_.kind is not Kind.NUMBER:
        raise RuleError(rules.NO_NUMBER(kind=spoken(type_)))
    return node


def _read(rule: str, scope: Scope) -> Typed:
    if len(rule) > MAX_LENGTH:
        raise RuleError(rules.TOO_LONG(most=MAX_LENGTH))
    text = " ".join(rule.splitlines()).rstrip()
    start = len(text) - len(text.lstrip())
    try:
        tree = _parse(text[start:])
        return Checker(scope).expression(tree)
    except RuleError as error:
        # Python counts the places in a line in bytes.
        error.offset = start + len(text[start:].encode()[: error.offset].decode(errors="ignore"))
        raise


def _parse(text: str) -> ast.expr:
    """The syntax tree of one line. Python would skip a comment, and with it the rest of a rule that YAML folded."""
    if "#" in _TEXTS.sub("", text):
        offset = len(_TEXTS.sub(lambda found: "_" * len(found[0]), text).partition("#")[0].encode())
        raise RuleError(rules.COMMENT(), offset=offset)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return ast.parse(text, mode="eval").body
    except SyntaxError as error:
        hint = _hint_for(_TEXTS.sub("", text))
        offset = len(text[: (error.offset or len(text) + 1) - 1].encode())
        raise RuleError(rules.UNREADABLE(hint=said(hint)), offset=offset) from None
    except (ValueError, MemoryError, RecursionError):
        raise RuleError(rules.UNREADABLY_DEEP()) from None


_SIGNS_OF_OTHERS: Final = re.compile(r"&&|\|\||!(?!=)")


def _hint_for(text: str) -> str:
    """What to write where a rule cannot be read; `text` is the rule without what stands in quotes."""
    if _SIGNS_OF_OTHERS.search(text):
        return rules.WRITE_WORDS
    if re.search(r"\b(AND|OR|NOT|IN)\b", text):
        return rules.SMALL_LETTERS
    if "=" in text and "==" not in text:
        return rules.WRITE_EQUALS
    return rules.OPEN_BRACKET if text.count("(") != text.count(")") else rules.ALLOWED


def _condition(node: Node, type_: Type, offset: int) -> Condition:
    if isinstance(node, Condition):
        return node
    if type_.kind is Kind.CHOICE and type_.options == ("yes", "no"):
        raise RuleError(rules.ANSWER_NO_CONDITION(), offset=offset)
    raise RuleError(rules.NO_CONDITION(kind=spoken(type_)), offset=offset)


class Checker:
    """Turns one syntax tree into a checked expression."""

    def __init__(self, scope: Scope, depth: int = 0) -> None:
        self.scope = scope
        self._depth = depth

    def expression(self, tree: ast.expr) -> Typed:
        """The expression with its type."""
        self._depth += 1
        if self._depth > 60:
            raise RuleError(rules.TOO_DEEP(), offset=tree.col_offset)
        try:
            match tree:
                case ast.BoolOp():
                    return self._bool(tree)
                case ast.UnaryOp():
                    return self._unary(tree)
                case ast.Compare():
                    return self._compare(tree)
                case ast.BinOp():
                    return self._arithmetic(tree)
                case ast.Call():
                    return functions.call(self, tree)
                case ast.Name():
                    return self.name(tree)
                case ast.Attribute():
                    return self._dotted(tree)
                case ast.Constant():
                    return self._constant(tree)
            raise RuleError(rules.STRANGE(), offset=tree.col_offset)
        finally:
            self._depth -= 1

    def condition(self, tree: ast.expr) -> Condition:
        """An expression that has to be a condition."""
        return _condition(*self.expression(tree), tree.col_offset)

    def inside(self, table: Table) -> Checker:
        """A checker for conditions on the rows of a table."""
        return Checker(replace(self.scope, rows=(table, *self.scope.rows)), self._depth)

    def name(self, tree: ast.Name) -> Typed:
        """A bare name: a column of a row in scope, a question of this file, or `today`."""
        word = tree.id
        if word == "today":
            return Today(), Type(Kind.DATE)
        for depth, table in enumerate(self.scope.rows):
            if word in table.columns:
                return Cell(table.key, word, depth), table.columns[word]
        variable = self.scope.names.get(word)
        if variable is None:
            known = {*self.scope.names, *(column for table in self.scope.rows for column in table.columns)}
            raise RuleError(rules.NO_QUESTION(name=word, suggestion=did_you_mean(word, known)), offset=tree.col_offset)
        return Answer(variable.key), variable.type

    def _bool(self, tree: ast.BoolOp) -> Typed:
        terms = tuple(self.condition(value) for value in tree.values)
        return (And(terms) if isinstance(tree.op, ast.And) else Or(terms)), Type(Kind.TRUTH)

    def _unary(self, tree: ast.UnaryOp) -> Typed:
        if isinstance(tree.op, ast.Not):
            return Not(self.condition(tree.operand)), Type(Kind.TRUTH)
        if isinstance(tree.op, ast.USub) and isinstance(tree.operand, ast.Constant):
            node, type_ = self._constant(tree.operand)
            if type_.kind is Kind.NUMBER and isinstance(node, Constant):
                return Constant(-node.content), type_
        raise RuleError(rules.STRANGE(), offset=tree.col_offset)

    def _constant(self, tree: ast.Constant) -> Typed:
        if isinstance(tree.value, bool) or tree.value is None:
            raise RuleError(rules.NOT_USED(word=tree.value), offset=tree.col_offset)
        if isinstance(tree.value, int | float):
            if not abs(tree.value) <= MAX_NUMBER:
                raise RuleError(rules.TOO_LARGE_NUMBER(), offset=tree.col_offset)
            return Constant(tree.value), Type(Kind.NUMBER)
        if isinstance(tree.value, str):
            return Constant(tree.value), Type(Kind.TEXT)
        raise RuleError(rules.STRANGE(), offset=tree.col_offset)

    def _dotted(self, tree: ast.Attribute) -> Typed:
        if not isinstance(tree.value, ast.Name):
            raise RuleError(rules.DOTS(), offset=tree.col_offset)
        base, word = tree.value.id, tree.attr
        for depth, table in enumerate(self.scope.rows):
            source = self.scope.tables.get(table.source or "")
            if source is not None and source.name == base and word in source.columns:
                return Cell(table.key, word, depth, source.key), source.columns[word]
        names = self.scope.files.get(base)
        if names is None:
            suggestion = did_you_mean(base, self.scope.files) or said(rules.NAME_FILE)
            raise RuleError(rules.NO_FILE(name=base, suggestion=suggestion), offset=tree.col_offset)
        if word not in names:
            suggestion = did_you_mean(word, names)
            raise RuleError(rules.NO_QUESTION(name=f"{base}.{word}", suggestion=suggestion), offset=tree.col_offset)
        return Answer(names[word].key), names[word].type

    def _compare(self, tree: ast.Compare) -> Typed:
        if len(tree.ops) != 1:
            raise RuleError(rules.CHAIN())
        operator, right = tree.ops[0], tree.comparators[0]
        if isinstance(operator, ast.In | ast.NotIn):
            node: Condition = self._contains(tree.left, right)
            return (Not(node) if isinstance(operator, ast.NotIn) else node), Type(Kind.TRUTH)
        symbol = _SYMBOLS.get(type(operator))
        if symbol is None:
            raise RuleError(rules.STRANGE(), offset=tree.col_offset)
        left_node, left = self.expression(tree.left)
        return self._comparison(symbol, left_node, left, right), Type(Kind.TRUTH)

    def _comparison(self, symbol: str, left_node: Node, left: Type, right: ast.expr) -> Condition:
        offset = right.col_offset
        if left.kind in _CHOSEN:
            if symbol not in ("==", "!=") and left.kind is not Kind.SCALE:
                raise RuleError(rules.NO_ORDER(sign=symbol), offset=offset)
            option = self.option(right, left)
            return Compare(symbol, left_node, Constant(option), left.order if left.kind is Kind.SCALE else None)
        if left.kind is Kind.CHOICES:
            raise RuleError(rules.NOT_COMPARED(), offset=offset)
        right_node, right_type = self.expression(right)
        comparable = left.kind in _ORDERED or (left.kind is Kind.TEXT and symbol in ("==", "!="))
        if left.kind is not right_type.kind or not comparable:
            told = rules.INCOMPARABLE(kind=spoken(left), other=spoken(right_type), sign=symbol)
            raise RuleError(told, offset=offset)
        return Compare(symbol, left_node, right_node)

    def _contains(self, left: ast.expr, right: ast.expr) -> Condition:
        if isinstance(right, ast.Tuple | ast.List):
            node, type_ = self.expression(left)
            if type_.kind not in _CHOSEN:
                raise RuleError(rules.NOT_IN_LIST(kind=spoken(type_)), offset=left.col_offset)
            wanted = {self.option(element, type_) for element in right.elts}
            if type_.places is not None:
                # A level of risk has other names in other methods.
                wanted = {name for name, place in type_.places.items() if place in {type_.places[x] for x in wanted}}
            return OneOf(node, frozenset(wanted))
        node, type_ = self.expression(right)
        if type_.kind is not Kind.CHOICES:
            raise RuleError(rules.NOT_LOOKED_INTO(kind=spoken(type_)), offset=right.col_offset)
        return Contains(node, frozenset({self.option(left, type_)}))

    def option(self, tree: ast.expr, of: Type) -> str:
        """An option's id as a bare name or a text. Raises RuleError where the question has no such option."""
        word = tree.id if isinstance(tree, ast.Name) else tree.value if isinstance(tree, ast.Constant) else None
        if not isinstance(word, str):
            raise RuleError(rules.OPTION_NEEDED(suggestion=did_you_mean("", of.options)), offset=tree.col_offset)
        if word not in of.order:
            raise RuleError(
                rules.NO_OPTION(word=word, suggestion=did_you_mean(word, of.options)), offset=tree.col_offset
            )
        return word

    def _arithmetic(self, tree: ast.BinOp) -> Typed:
        symbol = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}.get(type(tree.op))
        left, left_type = self.expression(tree.left)
        right, right_type = self.expression(tree.right)
        found: Any = functions.ARITHMETIC.get((symbol or "", left_type.kind, right_type.kind))
        if found is None:
            raise RuleError(rules.NOT_PUT_TOGETHER(kind=spoken(left_type), other=spoken(right_type)))
        function, kind = found
        tally = all(
            type_.tally or isinstance(node, Constant) for node, type_ in ((left, left_type), (right, right_type))
        )
        if kind is Kind.NUMBER and symbol in SIGNS:
            answers = symbol == "+" and not isinstance(left, Constant) and not isinstance(right, Constant)
            zero = (answers or left_type.tally, answers or right_type.tally, left_type.tally or right_type.tally)
            return Sum(symbol, left, right, *zero), Type(kind, tally=tally)
        return Computed(symbol or "", function, (left, right)), Type(kind, tally=tally)
