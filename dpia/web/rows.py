"""The rows of a table under its buttons: added, copied, moved, removed, and pasted from a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dpia.assessment.model import Answer
from dpia.messages import forms
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.kinds import Unfit, read_value
from dpia.wording import Said, Saying, and_more, joined, said

BUTTONS: Final = ("add", "copy", "up", "down", "remove", "paste")
"""What the buttons of a table say that they do."""
_LABELS: Final = 12


def do_to_rows(
    item: CompiledQuestion, answer: Answer | None, what: str, row_id: str, cells: Sequence[Mapping[str, Any]] = ()
) -> list[dict[str, Any]]:
    """The rows after one of them was added, copied, moved or removed, or after those of a block were pasted."""
    rows = [dict(row) for row in answer.value] if answer is not None and isinstance(answer.value, list) else []
    place = next((place for place, row in enumerate(rows) if row["id"] == row_id), None)
    if what == "add":
        rows.append({"id": free_row(item, rows)})
    elif what == "paste":
        _paste(item, rows, cells)
    elif place is None:
        return rows
    elif what == "remove":
        del rows[place]
    elif what == "copy":
        rows.insert(place + 1, {**rows[place], "id": free_row(item, rows)})
    elif what in ("up", "down"):
        other = place + (1 if what == "down" else -1)
        if 0 <= other < len(rows):
            rows[place], rows[other] = rows[other], rows[place]
    return rows


def _paste(item: CompiledQuestion, rows: list[dict[str, Any]], cells: Sequence[Mapping[str, Any]]) -> None:
    """Puts pasted cells behind the rows; empty ones at the end, which somebody added before, are filled first."""
    for place, pasted in enumerate(cells, first_pasted(rows)):
        if place < len(rows):
            rows[place] |= pasted
        else:
            rows.append({"id": free_row(item, rows), **pasted})


def first_pasted(rows: Sequence[Mapping[str, Any]]) -> int:
    """The place at which pasted rows begin: behind the last row that says anything."""
    return max((place for place, row in enumerate(rows, 1) if len(row) > 1), default=0)


def free_row(item: CompiledQuestion, rows: Sequence[Mapping[str, Any]]) -> str:
    """The next id of a row; ids of rows that were removed last do not come back while a later one stands."""
    prefix = item.question.prefix or "P"
    taken = [int(found[1]) for row in rows if (found := re.fullmatch(rf"{prefix}(\d{{1,6}})", str(row["id"])))]
    return f"{prefix}{max(taken, default=0) + 1}"


@dataclass(frozen=True, slots=True)
class Block:
    """A block from a spreadsheet: the cells of each row by column, the line that each stood on, and what does not fit."""

    rows: tuple[dict[str, Any], ...]
    lines: tuple[int, ...]
    unfit: tuple[Said, ...]


def read_block(columns: Sequence[CompiledColumn], text: str) -> Block:
    """A block line by line, in the order of the columns; labels stand for options. Empty lines are no rows."""
    rows: list[dict[str, Any]] = []
    lines: list[int] = []
    unfit: list[Said] = []
    for number, line in enumerate(_block(text), 1):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        row: dict[str, Any] = {}
        for column, cell in zip(columns, cells, strict=False):
            value = _pasted(column, cell)
            if isinstance(value, Saying):
                unfit.append(misfit(number, column, cell, value))
            elif value is not None:
                row[column.column.id] = value
        unfit += [
            said(forms.CELL_IN_NO_COLUMN, row=number, cell=cell[:60], number=place, count=len(columns))
            for place, cell in enumerate(cells[len(columns) :], len(columns) + 1)
            if cell
        ]
        rows.append(row)
        lines.append(number)
    return Block(tuple(rows), tuple(lines), tuple(unfit))


def misfit(number: int, column: CompiledColumn, cell: Any, why: Saying) -> Said:
    """What is wrong with a pasted cell, with its row in the block and its column."""
    return said(forms.CELL_IN_COLUMN, row=number, column=column.column.ask, cell=str(cell)[:60], why=why)


def _block(text: str) -> list[list[str]]:
    """The cells of a block. A spreadsheet puts quotes around a cell that holds a line break or a tab."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        return list(csv.reader(io.StringIO(plain, newline=""), delimiter="\t", strict=True))
    except csv.Error:  # a quote that is no such sign
        return [line.split("\t") for line in plain.split("\n")]


def _pasted(column: CompiledColumn, raw: str) -> Any:
    """A cell of a spreadsheet as a value; None where it is empty, and why it does not fit where it does not."""
    if raw.casefold() == "unknown" and "unknown" in column.column.allow:
        return {"unknown": True}
    if not raw:
        return None
    value = column.kind.pasted(column.asked, column.options, raw)
    if value is None and column.options:
        return _allowed(column)
    written = column.kind.entered(column.asked, column.options, raw, False) if value is None else value
    try:
        read_value(column.asked, column.options, written)
    except Unfit as unfit:
        return joined((unfit.told.what, unfit.told.advice), ", ")
    return written


def _allowed(column: CompiledColumn) -> Said:
    """The options of a column by their labels; the program's own are said in the reader's language."""
    shown, own = column.options[:_LABELS], column.kind.fixed_options
    labels: list[Saying] = [said(one.label) if own else said("{label}", label=one.label) for one in shown]
    if (more := len(column.options) - _LABELS) > 0:
        labels.append(and_more(more))
    several = column.kind.content == "items"
    return said(forms.SOME_OF_LABELS if several else forms.ONE_OF_LABELS, labels=joined(labels))
