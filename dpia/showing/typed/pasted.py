"""Tables as HTML, as programs put them into the clipboard, and as somebody put them into a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Final

import nh3

from dpia.showing.typed.blocks import MAX_COLUMNS, Block, Cell, Line, Paragraph, Run, Table, fits_bounds
from dpia.showing.typed.inline import read_line

_EDGE: Final = re.compile(r"<(?P<closing>/?)table\b[^<>]*>", re.IGNORECASE)
_CELL: Final = re.compile(r"<t[dh]\b", re.IGNORECASE)
_LINES: Final = frozenset(("br", "p", "div", "li", "tr", "table", "caption", "h1", "h2", "h3", "h4", "h5", "h6"))
_TAGS: Final = {*_LINES, "thead", "td", "th"}
_SPANS: Final = {"td": {"rowspan", "colspan"}, "th": {"rowspan", "colspan"}}
_PIECE: Final = re.compile(r"<(?P<closing>/?)(?P<tag>\w++)(?P<attributes>[^<>]*)>|[^<]+")
_ATTRIBUTE: Final = re.compile(r'\b(\w+)="([^"]*)"')
MAX_SPAN: Final = 1_000


def html_parts(text: str) -> Iterator[tuple[str, bool]]:
    """A text in pieces, and of each whether it is a table as HTML. A table that never ends goes to the end of the text."""
    begun, depth, last = 0, 0, 0
    for edge in _EDGE.finditer(text):
        if not edge["closing"]:
            begun = edge.start() if depth == 0 else begun
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0 and _CELL.search(text, begun, edge.end()):
                yield text[last:begun], False
                yield text[begun : edge.end()], True
                last = edge.end()
    if depth and _CELL.search(text, begun):
        yield text[last:begun], False
        yield text[begun:], True
    else:
        yield text[last:], False


def read_html_table(html: str) -> Iterator[Block]:
    """The table in a piece of HTML; what stands in it outside of cells stands before it.

    A cell that spans rows is repeated in each of them, so that each row can be read by itself. One that spans columns stands in the
    first of them and leaves the others blank; in the head it is repeated, because it is about each of them.
    """
    reader = _Reader(nh3.clean(html, tags=_TAGS, attributes=_SPANS, link_rel=None))
    yield from (Paragraph((line,)) for line in _cell("".join(reader.outside)))
    rows = _grid(reader.rows)
    columns = max((len(row) for row in rows), default=0)
    if not fits_bounds(columns, len(rows)):
        yield Paragraph(tuple(_joined([one.cell for one in row]) for row in reader.rows))
    elif columns:
        heads = _heads(reader.rows)
        head = tuple(_stacked([row[place] for row in rows[:heads] if place < len(row)]) for place in range(columns))
        yield Table(head if any(head) else (), tuple(tuple(row) for row in rows[heads:]))


@dataclass
class _Cell:
    """A cell as it was written: over how many rows (`down`) and columns (`across`) it goes."""

    is_head: bool
    down: int
    across: int
    pieces: list[str] = field(default_factory=list)

    @property
    def cell(self) -> Cell:
        """What it says."""
        return _cell("".join(self.pieces))


class _Reader:
    """Collects the cells of a table that nh3 has put in order. A table within a cell becomes lines of that cell."""

    def __init__(self, html: str) -> None:
        self.rows: list[list[_Cell]] = []
        self.outside: list[str] = []
        self.depth = 0
        self.in_head = False
        self.cell: _Cell | None = None
        for found in _PIECE.finditer(html):
            if found["tag"] is None:
                self._add(re.sub(r"\s+", " ", unescape(found[0])))
            elif found["closing"]:
                self._close(found["tag"])
            else:
                self._open(found["tag"], dict(_ATTRIBUTE.findall(found["attributes"])))

    def _open(self, tag: str, given: dict[str, str]) -> None:
        if self.depth == 1 and tag == "tr":
            self.rows.append([])
        elif self.depth == 1 and tag in ("td", "th"):
            self.cell = _Cell(tag == "th" or self.in_head, _span(given.get("rowspan")), _span(given.get("colspan")))
            self.rows[-1].append(self.cell)
        elif self.depth == 1 and tag == "thead":
            self.in_head = True
        elif tag in _LINES:
            self._add("\n- " if tag == "li" else "\n")
        elif tag in ("td", "th"):
            self._add(" ")
        self.depth += tag == "table"

    def _close(self, tag: str) -> None:
        self.depth -= tag == "table"
        if self.depth == 1 and tag in ("td", "th"):
            self.cell = None
        elif self.depth == 1 and tag == "thead":
            self.in_head = False
        elif tag in _LINES:
            self._add("\n")

    def _add(self, piece: str) -> None:
        (self.outside if self.cell is None else self.cell.pieces).append(piece)


def _span(typed: str | None) -> int:
    """Over how many rows or columns a cell goes."""
    text = (typed or "").strip()
    given = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
    return max(min(given, MAX_SPAN), 1)


def _grid(rows: Sequence[Sequence[_Cell]]) -> list[list[Cell]]:
    """The rows with every merged cell resolved. Those beyond the bounds of a table are left out, so that the caller sees it."""
    heads = _heads(rows)
    grid: list[list[Cell]] = []
    hanging: dict[int, tuple[int, Cell]] = {}  # by column: in how many more rows a cell stands
    for number, row in enumerate(rows):
        line = {place: cell for place, (_, cell) in hanging.items()}
        hanging = {place: (more - 1, cell) for place, (more, cell) in hanging.items() if more > 1}
        place = 0
        for one in row:
            while place in line:
                place += 1
            cell = one.cell
            for step in range(min(one.across, MAX_COLUMNS + 1 - place)):
                line[place] = cell if step == 0 or number < heads else ()
                if one.down > 1:
                    hanging[place] = (one.down - 1, line[place])
                place += 1
        width = max(line, default=-1) + 1
        grid.append([line.get(place, ()) for place in range(width)])
        if not fits_bounds(width, len(grid)):
            break
    return grid


def _heads(rows: Sequence[Sequence[_Cell]]) -> int:
    """How many rows are heads: those that say so, else the first."""
    told = next((place for place, row in enumerate(rows) if not all(cell.is_head for cell in row)), len(rows))
    return told if 0 < told < len(rows) else 1


def _cell(text: str) -> Cell:
    """The lines of a cell. Its words are taken as they are: HTML says itself what is bold."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return tuple(_unstyled(line) for line in lines if line)


def _unstyled(line: str) -> Line:
    return read_line(line) if "*" not in line and "](" not in line else (Run(line),)


def _stacked(cells: Sequence[Cell]) -> Cell:
    """Heads that stand above each other, as lines of one head."""
    return tuple(dict.fromkeys(line for cell in cells for line in cell))


def _joined(row: Sequence[Cell]) -> Line:
    cells = (" ".join("".join(run.text for run in line) for line in cell) for cell in row)
    return (Run(" | ".join(cells)),)
