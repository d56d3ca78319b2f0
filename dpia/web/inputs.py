"""A question on a page, with its inputs, as plain typed values for the templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from dpia.assessment.model import Remark
from dpia.showing.listed import ListsView
from dpia.showing.views import FindingView


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as it is offered."""

    id: str
    label: str
    help: str
    consequence: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class CitationView:
    """A citation at hand beside the question: short name, title, and whether it was verified."""

    text: str
    title: str
    link: str
    verified: str


@dataclass(frozen=True, slots=True)
class Cell:
    """An input: of a question itself, or of a cell of its table."""

    name: str
    id: str
    type: str
    widget: str
    group: str
    """The ARIA role of a field of several inputs, which a fieldset with a legend holds together."""
    ask: str
    help: str
    required: bool
    unit: str
    value: Any
    parts: Mapping[str, str]
    labels: Mapping[str, str]
    """The parts of a record in words."""
    choices: tuple[Choice, ...]
    state: str
    reason: str
    can_be_unknown: bool
    can_be_not_applicable: bool
    error: str
    missing: bool
    offers_none: bool
    most: int = 0
    """How many signs a text may have; 0 for what is no text."""
    taken: str = ""
    """What another question says already, and what counts while nothing is written here."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table with its inputs."""

    id: str
    name: str
    cells: tuple[Cell, ...]
    own: bool = True
    """Whether it is a row of this table; others come from the table that this one takes rows from."""


@dataclass(frozen=True, slots=True)
class Field:
    """A question on a page, with everything that belongs to it."""

    key: str
    id: str
    code: str
    takes_answer: bool
    input: Cell
    guidance: Markup
    citations: tuple[CitationView, ...]
    icat: tuple[str, ...]
    note: str
    evidence: tuple[Mapping[str, str], ...]
    remarks: tuple[Remark, ...]
    findings: tuple[FindingView, ...]
    suggested: str
    """Where a suggested value comes from, in a sentence; empty where a person answers for it."""
    warnings: tuple[str, ...]
    unprintable: str
    rows: tuple[TableRow, ...]
    heads: tuple[str, ...]
    row_word: str
    own_rows: bool
    is_none: bool
    pasted: str
    paste_error: str
    previous: str
    taken_from: str
    computed: str
    register: str
    reasons: tuple[FindingView, ...]
    proposal: bool
    publish: str
    lists: ListsView | None
