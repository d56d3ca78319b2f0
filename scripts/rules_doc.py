"""Writes the tables of docs/rules.md from the rule language itself. `make rules` runs it, a test compares.

Every cell of the tables of truth is an evaluation of the rule that stands in its row, so the page cannot drift from the code.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from dpia.questionnaire.rules.check import check_condition
from dpia.questionnaire.rules.functions import FUNCTIONS
from dpia.questionnaire.rules.nodes import Facts, Row
from dpia.questionnaire.rules.truth import State, Truth, negation
from dpia.questionnaire.rules.types import Kind, Scope, Table, Type, Variable

PAGE = Path(__file__).parent.parent / "docs" / "rules.md"
ORDER = (Truth.TRUE, Truth.UNKNOWN, Truth.OPEN, Truth.VOID, Truth.FALSE)
STATES = (State.OPEN, State.UNKNOWN, State.VOID)

YES_NO = Type(Kind.CHOICE, ("yes", "no"))
QUESTIONS: Mapping[str, Type] = {
    "mfa": YES_NO,
    "mail": YES_NO,
    "basis": Type(Kind.CHOICE, ("consent", "law")),
    "tools": Type(Kind.CHOICES, ("chat", "phone")),
    "dangers": Type(Kind.CHOICES, ("leak", "loss")),
    "harm": Type(Kind.SCALE, ("limited", "serious", "grave")),
    "staff": Type(Kind.NUMBER),
    "clients": Type(Kind.NUMBER),
    "start": Type(Kind.DATE),
    "kept": Type(Kind.DURATION),
    "reason": Type(Kind.TEXT),
    "items": Type(Kind.TABLE, table="page.items"),
    "locks": Type(Kind.TABLE, table="page.locks"),
}
ITEMS = Table("page.items", {"secret": YES_NO, "size": Type(Kind.NUMBER), "why": Type(Kind.TEXT)})
LOCKS = Table("page.locks", {"state": Type(Kind.CHOICE, ("none", "everywhere"))}, fixed=("door", "window"))
SCOPE = Scope(
    {name: Variable(f"page.{name}", type_) for name, type_ in QUESTIONS.items()},
    {},
    {ITEMS.key: ITEMS, LOCKS.key: LOCKS},
    scores={"page.tools": {"chat": 1.0, "phone": 2.0}, "page.dangers": {"leak": 2.0, "loss": 2.0}},
    max_scores={"page.tools": 3.0, "page.dangers": 4.0},
)
RULES: Sequence[str] = (
    "mfa == no",
    "mfa != no",
    "not mfa == no",
    "basis in (consent, law)",
    "basis not in (consent, law)",
    "chat in tools",
    "chat not in tools",
    "harm >= serious",
    "harm > limited",
    "harm < grave",
    "harm <= serious",
    "staff == 3",
    "staff + 1 > clients",
    "staff - 1 > clients",
    "staff * 2 > clients",
    "ratio(staff, clients) > 0.5",
    "start < today",
    "start + months(6) < today",
    "today - start > days(90)",
    "kept > years(3)",
    'reason == "none"',
    "words(reason) < 20",
    'mentions(reason, "research", "statistics")',
    "score(tools) >= 2",
    "score(tools) * 2 >= 2",
    "max_score(tools) >= 2",
    "min(staff, clients) < 3",
    "max(staff, clients) > 3",
    "average(staff, clients) > 3",
    "answered(mfa)",
    "not answered(mfa)",
    "unknown(mfa)",
    "lacks(reason)",
    "count(tools) > 1",
    "count(items) > 1",
    "count(items, secret == yes) > 1",
    "any(items, secret == yes)",
    "all(items, secret == yes)",
    "total(items, size) > 10",
    "cell(locks, door, state) == none",
    "count_true(mfa == no, harm >= serious) >= 1",
)
SUM_RULES: Sequence[str] = (
    "score(tools) + score(dangers) >= 2",
    "2 * score(tools) + score(dangers) >= 2",
    "score(tools) + score(dangers) * count(tools) >= 2",
    "score(dangers) - score(tools) >= 2",
    "score(tools) - score(dangers) >= 2",
    "staff + clients >= 2",
    "clients - staff >= 2",
    "max(score(tools), score(dangers)) >= 2",
    "min(score(tools), score(dangers)) >= 2",
    "average(score(tools), score(dangers)) >= 2",
    "ratio(score(tools) + score(dangers), max_score(tools) + max_score(dangers)) >= 0.5",
    "score(dangers) > score(tools)",
)
"""Rules on two numbers, of which `tools` and `staff` have no value."""
CELL_RULES: Sequence[tuple[str, str]] = (
    ("any(items, secret == yes)", "no"),
    ("any(items, secret == yes)", "yes"),
    ("all(items, secret == yes)", "no"),
    ("all(items, secret == yes)", "yes"),
    ("count(items, secret == yes) >= 1", "no"),
    ("count(items, secret == yes) >= 1", "yes"),
    ("count(items, secret == yes) == 1", "yes"),
    ("count(items) == 2", "yes"),
)


class Answers(Facts):
    """The answers one cell of a table is evaluated on; with `every`, what each question comes to."""

    def __init__(self, values: Mapping[str, Any], every: State | None = None) -> None:
        super().__init__(date(2026, 11, 24), values)
        self.every = every

    def __missing__(self, key: str) -> State:
        if self.every is None:
            raise KeyError(key)
        return self.every


def tables() -> dict[str, str]:
    """The generated parts of the page, by the name in their markers."""
    return {
        "functions": _table(("function", "what it gives"), (_function(name) for name in FUNCTIONS)),
        "consequences": _table(("the rule is", "a finding", "a `when`"), (_consequence(truth) for truth in ORDER)),
        "answers": _table(("rule", *(state.value for state in STATES)), (_on_states(rule) for rule in RULES)),
        "sums": _table(("rule", *(state.value for state in STATES)), (_on_sums(rule) for rule in SUM_RULES)),
        "cells": _table(
            ("rule", "the other row says", *(state.value for state in STATES)),
            (_on_cells(rule, other) for rule, other in CELL_RULES),
        ),
        "and": _pairs("and"),
        "or": _pairs("or"),
        "not": _table(("rule", *(truth.value for truth in ORDER)), [("`not`", *(_word(negation(t)) for t in ORDER))]),
    }


def page(text: str) -> str:
    """The page with its generated parts made anew."""
    for name, table in tables().items():
        begin, end = f"<!-- generated: {name} -->", "<!-- end -->"
        before, found, rest = text.partition(f"{begin}\n")
        if not found:
            raise SystemExit(f"docs/rules.md has no part {begin}")
        text = f"{before}{found}{table}\n{end}{rest.partition(end)[2]}"
    return text


def _function(name: str) -> tuple[str, str]:
    usage = FUNCTIONS[name][3]
    call, _, meaning = usage.partition(": ")
    return (f"`{call}`", meaning) if meaning else (", ".join(f"`{part}`" for part in _calls(call)), _COUNTS)


_COUNTS = "the number of rows, of rows that meet the condition, of chosen options"


def _calls(text: str) -> Iterator[str]:
    """`a(x), b(x, y)` -> `a(x)`, `b(x, y)`."""
    yield from re.findall(r"\w+\([^)]*\)", text)


def _consequence(truth: Truth) -> tuple[str, str, str]:
    return truth.value, "fires" if truth.holds else "does not fire", "shows" if truth.holds else "hides"


def _on_states(rule: str) -> tuple[str, ...]:
    condition = check_condition(rule, SCOPE)
    return f"`{rule}`", *(_word(condition.truth(Answers({}, state))) for state in STATES)


def _on_sums(rule: str) -> tuple[str, ...]:
    condition = check_condition(rule, SCOPE)
    given = {"page.dangers": frozenset({"leak"}), "page.clients": 2}
    return f"`{rule}`", *(_word(condition.truth(Answers(given, state))) for state in STATES)


def _on_cells(rule: str, other: str) -> tuple[str, ...]:
    condition = check_condition(rule, SCOPE)
    found = []
    for state in STATES:
        rows = (Row("I1", {"secret": other}), Row("I2", {"secret": state}))
        found.append(_word(condition.truth(Answers({"page.items": rows}))))
    return f"`{rule}`", other, *found


def _pairs(word: str) -> str:
    rule = check_condition(f"mfa == yes {word} mail == yes", SCOPE)
    values = {Truth.TRUE: "yes", Truth.FALSE: "no", **{state.truth: state for state in State}}
    rows = (
        (
            f"**{left.value}**",
            *(_word(rule.truth(Answers({"page.mfa": values[left], "page.mail": values[right]}))) for right in ORDER),
        )
        for left in ORDER
    )
    return _table((f"`{word}`", *(truth.value for truth in ORDER)), rows)


def _word(truth: Truth) -> str:
    return truth.value


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print("docs/rules.md")
