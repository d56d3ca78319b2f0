"""Tables in typed text: rows between upright lines, and blocks of cells with tabs between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dpia.showing.typed.blocks import Cell, Paragraph, Table, fits_bounds
from dpia.showing.typed.inline import read_line

_UPRIGHT: Final = re.compile(r"(?<!\\)\|")
_RULE: Final = re.compile(r":?-+:?")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MARKED: Final = re.compile(r"(?:[-•*–‣◦▪▫●○■□·∙➢➤►✓✔✗✘☐☑☒\uf0b7\uf0a7o]|\d{1,3}[.)])[ ]*\t[^\t]*")

Found = tuple[Table | Paragraph | None, int]
"""What begins at a line, and the line behind it. What is too large for a table is a paragraph of its lines."""


def piped_table(lines: Sequence[str], at: int) -> Found:
    """The table that begins at a line: `| a | b |`, below it `| --- | --- |`, then rows; and the line behind it."""
    if at + 1 >= len(lines) or "|" not in lines[at] or not _is_rule(lines[at + 1]) or _is_rule(lines[at]):
        return None, at
    end = at + 2
    while end < len(lines) and _UPRIGHT.search(lines[end]):
        end += 1
    rows = [_piped_cells(line) for line in (lines[at], *lines[at + 2 : end])]
    return (_table(rows) if _fits(rows) else _as_typed(lines[at:end])), end


def tabbed_table(lines: Sequence[str], at: int) -> Found:
    """The table that begins at a line: two or more lines with tabs between words, as spreadsheets copy them.

    A list that was copied from a text has a tab behind each of its marks; where two lines are so, no table begins.
    """
    if all(_MARKED.fullmatch(line.strip()) for line in lines[at : at + 2]):
        return None, at
    end = at
    if "\t" in lines[at].strip():
        while end < len(lines) and "\t" in lines[end] and lines[end].strip():
            end += 1
    block = lines[at:end]
    if len(block) < 2:
        return None, at
    inset = min(len(line) - len(line.lstrip(" \t")) for line in block)
    block = [line[inset:] for line in block]
    rows = [line.split("\t") for line in block]
    return (_table(rows) if _fits(rows) else _as_typed(block)), end


def _is_rule(line: str) -> bool:
    """Whether a line is the one below the heads of a table: `| --- | :-: |`."""
    return "|" in line and all(_RULE.fullmatch(cell) for cell in _piped_cells(line))


def _piped_cells(line: str) -> list[str]:
    r"""The cells of a row between upright lines; `\|` is an upright line within a cell."""
    row = line.strip().removeprefix("|")
    row = row[:-1] if row.endswith("|") and not row.endswith("\\|") else row
    return [cell.strip().replace("\\|", "|") for cell in _UPRIGHT.split(row)]


def _fits(rows: Sequence[Sequence[str]]) -> bool:
    return fits_bounds(max(len(row) for row in rows), len(rows))


def _as_typed(lines: Sequence[str]) -> Paragraph:
    return Paragraph(tuple(read_line(line.strip()) for line in lines))


def _table(rows: Sequence[Sequence[str]]) -> Table:
    head, *others = ([_cell(text) for text in row] for row in rows)
    return Table(tuple(head) if any(head) else (), tuple(tuple(row) for row in others))


def _cell(text: str) -> Cell:
    lines = (" ".join(line.split()) for line in _BREAK.split(text))
    return tuple(read_line(line) for line in lines if line)
