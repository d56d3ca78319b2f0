"""How wide the columns of a table of answers are, in each form in which it can stand on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dpia.report.answered import Content, RowView
from dpia.showing.widths import shares, words_fit

# What a line of the table holds, in characters of its text; a gap of two stands between columns.
BREADTH: Final = {"narrow": 88, "broad": 108, "wide": 160, "records": 108}
SIGN: Final = "◌◌◌◌◌"


def column_widths(columns: Sequence[str], row_head: str, rows: Sequence[RowView], width: str) -> tuple[float, ...]:
    """The share of the breadth that each column gets, the row heads first, in percent; together 100."""
    return shares((row_head, *columns), _texts(rows), BREADTH[width])


def fits(columns: Sequence[str], row_head: str, rows: Sequence[RowView], width: str) -> bool:
    """Whether every column can hold its longest word in a table of this form."""
    return words_fit((row_head, *columns), _texts(rows), BREADTH[width])


def _texts(rows: Sequence[RowView]) -> list[list[str]]:
    return [[f"{row.id} {row.code} {row.name}".strip(), *(_text(cell) for cell in row.cells)] for row in rows]


def _text(cell: Content) -> str:
    """What a cell takes up; the sign before a state is part of its first word."""
    sign = SIGN if cell.kind == "state" else ""
    return " ".join((f"{sign}{cell.text}", cell.reason, cell.note_text, *(link.text for link in cell.evidence))).strip()
