"""Typed text as HTML. Everything is escaped here, so nothing of what was typed is ever a tag."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import zip_longest
from typing import Final, assert_never

from markupsafe import Markup, escape

from dpia.showing.typed.blocks import Block, Cell, Heading, Item, Line, Listing, Paragraph, Run, Table, plain_cell
from dpia.showing.widths import shares, words_fit

MANY_COLUMNS: Final = 7
TURNED_COLUMNS: Final = 12
TURNED_ROWS: Final = 4
SHORT_CELL: Final = 60
MEASURED_ROWS: Final = 100
COLUMN: Final = 88
LANDSCAPE: Final = 160


class Place(StrEnum):
    """Where a text stands: on a page of its own breadth, in a part of a page, or on a screen, where a table can be moved."""

    PAGE = "page"
    PART = "part"
    SCREEN = "screen"


def typed_html(blocks: Sequence[Block], place: Place) -> Markup:
    """The HTML of a typed text.

    A table of seven columns and more is turned: it gets the class `turned` for a landscape page, where it stands on a page, has at
    most twelve columns of short cells and enough rows. Else each of its rows is set as a record, so that nothing leaves the paper.
    """
    return Markup("").join(_block(block, place) for block in blocks)


def _block(block: Block, place: Place) -> Markup:
    match block:
        case Paragraph():
            return Markup("<p>{}</p>\n").format(_lines(block.lines))
        case Heading():
            return Markup("<p><strong>{}</strong></p>\n").format(_line(block.line))
        case Listing():
            items = Markup("").join(_item(item, place) for item in block.items)
            return (Markup('<ol class="numbers">\n{}</ol>\n') if block.numbered else Markup("<ul>\n{}</ul>\n")).format(
                items
            )
        case Table():
            return _table(block, place)
        case other:
            assert_never(other)


def _item(item: Item, place: Place) -> Markup:
    within = Place.SCREEN if place is Place.SCREEN else Place.PART
    first, *others = item.blocks
    mark = Markup('<span class="mark">{}</span> ').format(item.mark) if item.mark else Markup("")
    begins = mark + (_lines(first.lines) if isinstance(first, Paragraph) else _block(first, within))
    if others:
        begins = Markup("<p>{}</p>\n").format(begins)
    goes_on = Markup("").join(_block(block, within) for block in others)
    return Markup("<li{}>{}{}</li>\n").format(Markup(' class="marked"') if mark else "", begins, goes_on)


def _table(table: Table, place: Place) -> Markup:
    columns = table.columns
    if not columns:
        return Markup("")
    if columns < MANY_COLUMNS or place is Place.SCREEN:
        return _grid(table, "" if place is Place.SCREEN else _widths(table, COLUMN), "many" * (columns >= MANY_COLUMNS))
    if place is Place.PAGE and _is_turned(table):
        return _grid(table, _widths(table, LANDSCAPE), "turned")
    return Markup('<div class="rows">\n{}</div>\n').format(Markup("").join(_records(table)))


def _is_turned(table: Table) -> bool:
    """Whether a landscape page is worth it, and every word has room on it."""
    if table.columns > TURNED_COLUMNS or len(table.rows) < TURNED_ROWS:
        return False
    heads, texts = _texts(table)
    return all(len(text) <= SHORT_CELL for row in texts for text in row) and words_fit(heads, texts, LANDSCAPE)


def _grid(table: Table, widths: Markup | str, kind: str) -> Markup:
    columns = range(table.columns)
    head = Markup("").join(
        Markup('<th scope="col">{}</th>').format(_lines(_at(table.head, place))) for place in columns
    )
    rows = Markup("").join(
        Markup("<tr>{}</tr>\n").format(
            Markup("").join(Markup("<td>{}</td>").format(_lines(_at(row, place))) for place in columns)
        )
        for row in table.rows
    )
    return Markup('<table class="{}">{}{}<tbody>\n{}</tbody></table>\n').format(
        f"cells {kind}".strip(),
        widths,
        Markup("<thead><tr>{}</tr></thead>\n").format(head) if table.head else "",
        rows,
    )


def _widths(table: Table, breadth: int) -> Markup:
    cols = (Markup('<col style="width: {}%">').format(share) for share in shares(*_texts(table), breadth))
    return Markup("<colgroup>{}</colgroup>").format(Markup("").join(cols))


def _texts(table: Table) -> tuple[list[str], list[list[str]]]:
    """The heads and the cells without their styles, as far as widths are measured by them."""
    columns = range(table.columns)
    heads, *texts = (
        [plain_cell(_at(row, place)) for place in columns] for row in (table.head, *table.rows[:MEASURED_ROWS])
    )
    return heads, texts


def _records(table: Table) -> Iterator[Markup]:
    """Each row with its heads; what stands under no head has none."""
    for row in table.rows or (table.head,):
        heads: Sequence[Cell] = table.head if table.rows else ()
        pairs = ((head, cell) for head, cell in zip_longest(heads, row, fillvalue=()) if head or cell)
        fields = Markup("").join(
            Markup("<div><dt>{}</dt> <dd>{}</dd></div>\n").format(_lines(head), _lines(cell)) for head, cell in pairs
        )
        yield Markup("<dl>\n{}</dl>\n").format(fields)


def _at(row: Sequence[Cell], place: int) -> Cell:
    return row[place] if place < len(row) else ()


def _lines(lines: Sequence[Line]) -> Markup:
    return Markup("<br>\n").join(_line(line) for line in lines)


def _line(line: Line) -> Markup:
    return Markup("").join(_run(run) for run in line)


def _run(run: Run) -> Markup:
    html: Markup = escape(run.text)
    if run.italic:
        html = Markup("<em>{}</em>").format(html)
    if run.bold:
        html = Markup("<strong>{}</strong>").format(html)
    return Markup('<a href="{}">{}</a>').format(run.address, html) if run.address else html
