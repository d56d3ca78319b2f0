"""What a hidden question takes out of a rule: a product, a ratio or a comparison comes to nothing, a sum to 0.

Only what is asked of questions is looked at, not the cells of tables; whether a question can be hidden while another shows is
found as in `possible`, so that what is told can be so, as far as the tried answers say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from itertools import product

from dpia.questionnaire.compiled import CompiledQuestion
from dpia.questionnaire.possible import Domain, can_hold
from dpia.questionnaire.rules.logic import And, CountTrue, Not
from dpia.questionnaire.rules.nodes import OPERATORS, TURNED, Answer, Cell, Compare, Computed, Condition, Constant, Node
from dpia.questionnaire.rules.rows import Counted, Rows, Total
from dpia.questionnaire.rules.sums import MaxScore, OfSeveral, Sum

Hidden = frozenset[str]
"""Keys of questions that are hidden together."""
MOST_WAYS = 64


class Lost(Enum):
    """What becomes of a rule: nothing is left of it, a sum is 0 and it holds, or a ratio has 0 for its divisor."""

    NOTHING = auto()
    ZERO = auto()
    DIVISOR = auto()


@dataclass(frozen=True, slots=True)
class Loss:
    """What is lost of a rule where all questions of `hidden` are hidden."""

    hidden: Hidden
    kind: Lost


def losses(
    owner: CompiledQuestion, rule: Node, items: Mapping[str, CompiledQuestion], domain: Domain
) -> Iterator[Loss]:
    """What the rule loses while the question that it belongs to shows, each once."""
    told: set[Loss] = set()
    for loss in _losses(rule, items):
        if loss not in told and _is_possible(owner, loss.hidden, items, domain):
            told.add(loss)
            yield loss


def _losses(node: Node, items: Mapping[str, CompiledQuestion]) -> Iterator[Loss]:
    match node:
        case Computed(name="*" | "ratio") | Compare() if _of_tallies(node, items):
            ways = [_void_where(part, items) for part in node.parts()]
            # Where both sides are hidden there was nothing to judge.
            alone = [way for found in ways for way in found]
            yield from (Loss(way, Lost.NOTHING) for way in alone if any(way not in found for found in ways))
    kind = Lost.DIVISOR if isinstance(node, Computed) else Lost.ZERO
    for number in _compared_with_zero(node, items):
        yield from (Loss(way, kind) for way in _void_where_all(_terms(number), items))
    for part in node.parts():
        yield from _losses(part, items)


def _of_tallies(node: Node, items: Mapping[str, CompiledQuestion]) -> bool:
    """Whether two things are taken together that are judged: where one is a score or a count, and none is a constant."""
    parts = node.parts()
    return any(_is_tally(part, items) for part in parts) and not any(isinstance(part, Constant) for part in parts)


def _is_tally(node: Node, items: Mapping[str, CompiledQuestion], seen: Hidden = frozenset()) -> bool:
    match node:
        case Computed(name="score") | MaxScore() | Counted() | CountTrue() | Total():
            return True
        case Answer() if node.key in items and node.key not in seen and (value := items[node.key].value) is not None:
            return _is_tally(value, items, seen | {node.key})
        case Sum() | OfSeveral() | Computed(name="*"):
            return any(_is_tally(part, items, seen) for part in node.parts())
    return False


def _compared_with_zero(node: Node, items: Mapping[str, CompiledQuestion]) -> Iterator[Sum]:
    """The sum that a comparison holds for, or a ratio has no result for, where it is 0."""
    match node:
        case Compare(left=Constant() as constant):
            number, symbol = node.right, TURNED[node.symbol]
        case Compare(right=Constant() as constant):
            number, symbol = node.left, node.symbol
        case Computed(name="ratio"):
            number, symbol, constant = node.arguments[1], "==", Constant(0)
        case _:
            return
    if isinstance(number, Answer) and number.key in items:
        number = items[number.key].value or number
    if isinstance(number, Sum) and OPERATORS[symbol](0, constant.content):
        yield number


def _terms(node: Node) -> list[Node]:
    """What a sum adds and subtracts; a constant among it leaves it a sum of the others."""
    if isinstance(node, Sum):
        return [*_terms(node.left), *_terms(node.right)]
    return [] if isinstance(node, Constant) else [node]


def _void_where(node: Node, items: Mapping[str, CompiledQuestion], seen: Hidden = frozenset()) -> list[Hidden]:
    """The questions that leave the expression without a value where they are hidden: each set is one way to it."""
    match node:
        case Answer() if node.key in items and node.key not in seen:
            item = items[node.key]
            inner = _void_where(item.value, items, seen | {node.key}) if item.value is not None else []
            return [*([frozenset({node.key})] if item.shown is not None else []), *inner]
        case Counted(over=Rows() as rows) | Total(over=rows):
            return [frozenset({rows.table})] if _can_hide(rows.table, items) else []
        case OfSeveral():
            return _void_where_all(list(node.terms), items, seen)
        case Sum():
            empty = [*([] if node.left_is_zero else [node.left]), *([] if node.right_is_zero else [node.right])]
            both = [] if node.both_are_zero else _void_where_all([node.left, node.right], items, seen)
            return [*(way for part in empty for way in _void_where(part, items, seen)), *both]
        case CountTrue() | Cell() | Constant() | Answer():
            return []
    return [way for part in node.parts() for way in _void_where(part, items, seen)][:MOST_WAYS]


def _can_hide(key: str, items: Mapping[str, CompiledQuestion]) -> bool:
    return key in items and items[key].shown is not None


def _void_where_all(
    nodes: list[Node], items: Mapping[str, CompiledQuestion], seen: Hidden = frozenset()
) -> list[Hidden]:
    ways = [_void_where(node, items, seen) for node in nodes]
    if not ways or not all(ways):
        return []
    found = (frozenset[str]().union(*parts) for _, parts in zip(range(MOST_WAYS), product(*ways), strict=False))
    return list(dict.fromkeys(found))


def _is_possible(
    owner: CompiledQuestion, hidden: Hidden, items: Mapping[str, CompiledQuestion], domain: Domain
) -> bool:
    """Whether all of these questions can be hidden while the owner shows."""
    shown = _terms_of(owner.shown)
    conditions = [items[key].shown for key in sorted(hidden)]
    if owner.key in hidden or any(all(term in shown for term in _terms_of(found)) for found in conditions):
        return False
    away = [Not(condition) for condition in conditions if condition is not None]
    return can_hold(And((*shown, *away)), domain)


def _terms_of(condition: Condition | None) -> tuple[Condition, ...]:
    if condition is None:
        return ()
    return condition.terms if isinstance(condition, And) else (condition,)
