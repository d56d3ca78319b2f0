"""The five truths of the rule language, and what `and`, `or` and `not` make of them.

Unknown is never neutral: a finding fires, and a question shows, when its rule is TRUE or UNKNOWN. An OPEN answer is not given
yet and a VOID one is hidden or not applicable; neither fires anything.

`and` takes the first of FALSE, UNKNOWN, OPEN, VOID, TRUE that occurs, `or` the first of TRUE, UNKNOWN, OPEN, VOID, FALSE;
`not` turns TRUE and FALSE round and leaves the others. De Morgan's laws hold. The table in docs/rules.md is generated from
this module and tests are generated from it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Final, final


class Truth(Enum):
    """What a rule can come to. A finding fires, and a question shows, where it `holds`: TRUE or UNKNOWN."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"
    OPEN = "open"
    VOID = "void"

    holds: bool
    __hash__ = object.__hash__

    def __init__(self, word: str) -> None:
        self.holds = word in ("true", "unknown")


@final
class State(Enum):
    """Why an answer has no value: its owner does not know, it is not given yet, or it is hidden or not applicable.

    A comparison with such an answer comes to its `truth`. What runs in an evaluation asks `type(value) is State`, because
    `isinstance` of an enum takes several times as long, and uses the plain names below: TRUE and FALSE are Truths, OPEN,
    UNKNOWN and VOID are States.
    """

    UNKNOWN = "unknown"
    OPEN = "unanswered"
    VOID = "hidden or not applicable"

    truth: Truth
    __hash__ = object.__hash__

    def __init__(self, word: str) -> None:
        self.truth = Truth[self.name]


TRUE, FALSE = Truth.TRUE, Truth.FALSE
OPEN, UNKNOWN, VOID = State.OPEN, State.UNKNOWN, State.VOID
TRUTHS: Final[Mapping[State, Truth]] = {state: state.truth for state in State}
AND_ORDER: Final = (Truth.FALSE, Truth.UNKNOWN, Truth.OPEN, Truth.VOID, Truth.TRUE)
OR_ORDER: Final = (Truth.TRUE, Truth.UNKNOWN, Truth.OPEN, Truth.VOID, Truth.FALSE)


def negation(truth: Truth) -> Truth:
    """`not`."""
    if truth is TRUE:
        return FALSE
    return TRUE if truth is FALSE else truth


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows hold: at least `low`, `unknown` more if what is unknown were true, `open` more are not answered."""

    low: int
    unknown: int = 0
    open: int = 0

    def __add__(self, other: Count | int) -> Count:
        if isinstance(other, Count):
            return Count(self.low + other.low, self.unknown + other.unknown, self.open + other.open)
        return Count(self.low + other, self.unknown, self.open)

    __radd__ = __add__

    @property
    def settled(self) -> int | State:
        """The number where nothing is unknown or open, for arithmetic; else the State that says what it waits for."""
        if self.unknown:
            return UNKNOWN
        return OPEN if self.open else self.low

    def compare(self, operator: Callable[[float, float], bool], number: float) -> Truth:
        """TRUE or FALSE where every possible count says so, else UNKNOWN if the unknown ones decide it, else OPEN."""
        sure = {operator(count, number) for count in range(self.low, self.low + self.unknown + 1)}
        if len(sure) == 2:
            return Truth.UNKNOWN
        most = self.low + self.unknown + self.open
        if {operator(count, number) for count in range(self.low, most + 1)} != sure:
            return Truth.OPEN
        return TRUE if sure.pop() else FALSE


def count_truths(truths: Iterable[Truth]) -> Count:
    """The number of truths that hold."""
    found = list(truths)
    return Count(found.count(TRUE), found.count(Truth.UNKNOWN), found.count(Truth.OPEN))


DURATION: Final = re.compile(r"^\s*([0-9]{1,5}(?:\.[0-9]{1,6})?)\s+([Hh]our|[Dd]ay|[Ww]eek|[Mm]onth|[Yy]ear)s?\s*$")
HOURS: Final = {"hours": 1.0, "days": 24.0, "weeks": 168.0, "months": 730.5, "years": 8766.0}


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as its author wrote it. Compared by its hours; a month counts as 730.5 hours, a year as 8,766."""

    amount: float
    unit: str

    @property
    def hours(self) -> float:
        """The length in hours: 30 days -> 720.0."""
        return self.amount * HOURS[self.unit]

    def __str__(self) -> str:
        unit = self.unit[:-1] if self.amount == 1 else self.unit
        return f"{self.amount:g} {unit}"

    def after(self, day: date) -> date:
        """The day this long after a day; months and years go by the calendar, the last day of a month at most."""
        months = self.amount * (12 if self.unit == "years" else 1)
        if self.unit in ("months", "years") and months == int(months):
            year, month = divmod(day.year * 12 + day.month - 1 + int(months), 12)
            if not date.min.year <= year <= date.max.year:
                return date.max if months > 0 else date.min
            return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        try:
            return day + timedelta(hours=self.hours)
        except OverflowError:
            return date.max if self.amount > 0 else date.min

    def before(self, day: date) -> date:
        """The day this long before a day."""
        return Duration(-self.amount, self.unit).after(day)


def parse_duration(text: str) -> Duration | None:
    """`30 days`, `1 year`, `24 hours`, `1.5 years` -> Duration; anything else -> None."""
    found = DURATION.fullmatch(text)
    return Duration(float(found[1]), found[2].lower() + "s") if found else None
