"""A small scope for rules, and facts that are typed in a test."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dpia.errors import Code
from dpia.questionnaire.rules.check import check_condition, check_number
from dpia.questionnaire.rules.logic import And, Or
from dpia.questionnaire.rules.nodes import Condition, Reason, Row, Run
from dpia.questionnaire.rules.nodes import Facts as RuleFacts
from dpia.questionnaire.rules.truth import State, Truth
from dpia.questionnaire.rules.types import Kind, RuleError, Scope, Table, Type, Variable

TODAY = date(2026, 11, 24)
YES_NO = Type(Kind.CHOICE, ("yes", "no"))

GOALS = Table("page.goals", {"basis": Type(Kind.CHOICE, ("consent", "law")), "why": Type(Kind.TEXT)})
ITEMS = Table(
    "page.items",
    {
        "secret": YES_NO,
        "size": Type(Kind.NUMBER),
        "note": Type(Kind.TEXT),
        "until": Type(Kind.DATE),
        "tags": Type(Kind.CHOICES, ("a", "b")),
        "goal": Type(Kind.REFERENCE, table="page.goals"),
    },
)
CHECKS = Table("page.checks", {"done": YES_NO}, source="page.items")
LOCKS = Table("page.locks", {"done": YES_NO, "note": Type(Kind.TEXT)}, fixed=("door", "window"))
TABLES = {table.key: table for table in (GOALS, ITEMS, CHECKS, LOCKS)}

TYPES: Mapping[str, Type] = {
    "mfa": YES_NO,
    "harm": Type(Kind.SCALE, ("small", "large", "grave")),
    "tools": Type(Kind.CHOICES, ("chat", "phone", "map")),
    "staff": Type(Kind.NUMBER),
    "cost": Type(Kind.NUMBER),
    "start": Type(Kind.DATE),
    "kept": Type(Kind.DURATION),
    "text": Type(Kind.TEXT),
    "who": Type(Kind.OTHER),
    **{table.name: Type(Kind.TABLE, table=table.key) for table in TABLES.values()},
}
NAMES = {name: Variable(f"page.{name}", type_) for name, type_ in TYPES.items()}
SCOPE = Scope(
    NAMES,
    {"page": NAMES, "other_page": {"open": Variable("other-page.open", YES_NO)}},
    TABLES,
    scores={"page.tools": {"chat": 1.0, "phone": 2.0, "map": 4.0}, "page.harm": {"small": 1, "large": 2, "grave": 3}},
    max_scores={"page.tools": 7.0, "page.harm": 3.0},
)


@dataclass(frozen=True)
class Given(Condition):
    """A condition that comes to what it is told."""

    comes_to: Truth

    def build(self) -> Run:
        return lambda facts, frames: self.comes_to


def conjunction(truths: Sequence[Truth]) -> Truth:
    """What `and` of conditions that come to these truths comes to."""
    return And(tuple(map(Given, truths))).truth(Facts())


def disjunction(truths: Sequence[Truth]) -> Truth:
    """What `or` comes to."""
    return Or(tuple(map(Given, truths))).truth(Facts())


class Facts(RuleFacts):
    """The answers of a test, by bare name; every other question is not answered."""

    def __init__(self, **values: Any) -> None:
        super().__init__(TODAY, {f"page.{name}": value for name, value in values.items()})

    def __missing__(self, key: str) -> Any:
        return State.OPEN


def rows(*cells: Mapping[str, Any], source: Sequence[Row] = ()) -> tuple[Row, ...]:
    """Rows R1, R2, ... of these cells, each made from the row of `source` in its place."""
    origins = [*source, *[None] * len(cells)]
    return tuple(Row(f"R{n}", cell, origin) for n, (cell, origin) in enumerate(zip(cells, origins, strict=False), 1))


def condition(rule: str, *, own_table: Table | None = None, row_of: Table | None = None) -> Condition:
    """The rule, checked as the finding of a table or as the condition of a row."""
    scope = replace(SCOPE, own_table=own_table.key if own_table else None, rows=(row_of,) if row_of else ())
    return check_condition(rule, scope)


def truth(rule: str, *, own_table: Table | None = None, **answers: Any) -> Truth:
    """What a rule comes to on these answers."""
    return condition(rule, own_table=own_table).truth(Facts(**answers))


def number(rule: str, **answers: Any) -> Any:
    """What the rule of a computed question comes to on these answers."""
    return check_number(rule, SCOPE).value(Facts(**answers), ())


def reasons(rule: str, **answers: Any) -> list[Reason]:
    """The answers a rule rests on."""
    return list(condition(rule).reasons(Facts(**answers), ()))


KINDS = {Code.UNKNOWN_ID: "name", Code.BAD_OPTION: "option", Code.RULE_TYPE: "type", Code.BAD_RULE: "rule"}


def mistake(rule: str, *, own_table: Table | None = None) -> str:
    """What the checker says of a wrong rule: `kind@offset: message | hint`."""
    try:
        condition(rule, own_table=own_table)
    except RuleError as error:
        return f"{KINDS[error.told.code]}@{error.offset}: {error.told.message} | {error.told.hint}"
    raise AssertionError(f"{rule!r} is no mistake")
