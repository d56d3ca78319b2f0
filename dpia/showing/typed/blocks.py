"""What a typed text is made of: paragraphs, headings, lists and tables of lines, and lines of runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MAX_COLUMNS: Final = 40
MAX_CELLS: Final = 20_000
"""A table beyond these is no table that anybody reads: its rows are printed as lines."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line in one style; with an `address` it is a link to the web or to a mailbox."""

    text: str
    bold: bool = False
    italic: bool = False
    address: str = ""


Line = tuple[Run, ...]
Cell = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that stand below each other."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that stands above what follows it."""

    line: Line


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list. `mark` is what is printed before it, `3.` or `–`; empty for the usual bullet."""

    mark: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; `numbered` where its marks are numbers."""

    items: tuple[Item, ...]
    numbered: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Rows can be shorter than others; `head` is empty where the table has none."""

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def columns(self) -> int:
        """How many columns its longest row has."""
        return max(len(row) for row in (self.head, *self.rows))


Block = Paragraph | Heading | Listing | Table


def fits_bounds(columns: int, rows: int) -> bool:
    """Whether a table of this size is set as one."""
    return columns <= MAX_COLUMNS and columns * rows <= MAX_CELLS


def plain_line(line: Line) -> str:
    """A line without its styles."""
    return "".join(run.text for run in line)


def plain_cell(cell: Cell) -> str:
    """A cell as one line without styles."""
    return " ".join(plain_line(line) for line in cell)
