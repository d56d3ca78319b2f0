"""The types of the rule language and the names that a rule may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from dpia.errors import Told
from dpia.wording import N_, Said, said


class Kind(StrEnum):
    """What an expression gives; the value is the word used in messages."""

    TRUTH = N_("a condition")
    CHOICE = N_("a choice")
    CHOICES = N_("a multiple choice")
    SCALE = N_("a scale")
    TEXT = N_("a text")
    NUMBER = N_("a number")
    DATE = N_("a date")
    DURATION = N_("a duration")
    TABLE = N_("a table")
    REFERENCE = N_("a reference to rows")
    OTHER = N_("an answer that cannot be compared")


@dataclass(frozen=True, slots=True)
class Type:
    """A kind with what belongs to it: the options in order, or the key of the table.

    A number that is a `tally` is made of scores and counts: where nothing of it was asked it is 0, not missing.
    """

    kind: Kind
    options: tuple[str, ...] = ()
    table: str | None = None
    places: Mapping[str, int] | None = None
    tally: bool = False

    @property
    def order(self) -> Mapping[str, int]:
        """The place of each option on a scale."""
        return self.places or {option: place for place, option in enumerate(self.options)}


def spoken(type_: Type) -> Said:
    """The kind of a type as messages name it."""
    return said(type_.kind.value)


TALLY: Final = Type(Kind.NUMBER, tally=True)


@dataclass(frozen=True, slots=True)
class Variable:
    """A question as rules name it."""

    key: str
    type: Type


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a table, the table it takes its rows from, and the rows that the questionnaire itself gives."""

    key: str
    columns: Mapping[str, Type]
    source: str | None = None
    fixed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The bare id: gdpr-dpia.purposes -> purposes."""
        return self.key.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Scope:
    """Every name a rule of one file may use. Names of files are written with underscores."""

    names: Mapping[str, Variable]
    files: Mapping[str, Mapping[str, Variable]] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    own_table: str | None = None
    scores: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    rows: tuple[Table, ...] = ()
    max_scores: Mapping[str, float] = field(default_factory=dict)


class RuleError(Exception):
    """A rule that is wrong; `offset` counts characters from the start of the rule."""

    def __init__(self, told: Told, *, offset: int = 0) -> None:
        super().__init__(told.message)
        self.told, self.offset = told, offset
