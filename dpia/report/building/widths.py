"""How wide the columns of a table are: as wide as makes the table short."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dpia.report.answered import Content, RowView

# What a line of the table holds, in characters of its text; a gap of two stands between columns.
BREADTH: Final = {"narrow": 88, "broad": 108, "wide": 160, "records": 108}
GAP: Final = 2
LEAST: Final = 5
LONGEST_WORD: Final = 22
HEAD_LINES: Final = 5
ONE_LINE: Final = 16
CROWDED: Final = 0.6
STEP: Final = 3
LETTERS: Final = {**dict.fromkeys("mwMW@%", 1.7), **dict.fromkeys("iIjlftr.,:;!|'()[]-/", 0.65)}
OTHER_LETTER: Final = 1.12
SIGN: Final = "◌◌◌◌◌"


def column_widths(columns: Sequence[str], row_head: str, rows: Sequence[RowView], width: str) -> tuple[float, ...]:
    """The share of the breadth that each column gets, the row heads first, in percent; together 100.

    Every column holds its longest word, a text of a few letters (a date) on one line where there is room, and its head in five.
    What is left goes, piece by piece, to the column where it saves the most lines. Given widths also spare the layout from
    measuring every cell twice, which takes a third of its time.
    """
    texts = _texts(rows)
    heads = (row_head, *columns)
    widths = _leasts(heads, texts, ONE_LINE)
    if sum(widths) > BREADTH[width] * CROWDED:
        widths = _leasts(heads, texts, 0)
    lengths = [[len(text) for text in line] for line in texts]
    while sum(widths) + STEP <= BREADTH[width] - GAP * len(widths):
        widths[_neediest(lengths, widths)] += STEP
    total = sum(widths) + GAP * len(widths)
    return tuple(round(100 * (wide + GAP) / total, 2) for wide in widths)


def fits(columns: Sequence[str], row_head: str, rows: Sequence[RowView], width: str) -> bool:
    """Whether every column can hold its longest word in a table of this form."""
    leasts = _leasts((row_head, *columns), _texts(rows), 0)
    return sum(leasts) + GAP * len(leasts) <= BREADTH[width]


def _texts(rows: Sequence[RowView]) -> list[list[str]]:
    return [[f"{row.id} {row.code} {row.name}".strip(), *(_text(cell) for cell in row.cells)] for row in rows]


def _text(cell: Content) -> str:
    """What a cell takes up; the sign before a state is part of its first word."""
    sign = SIGN if cell.kind == "state" else ""
    return " ".join((f"{sign}{cell.text}", cell.reason, cell.note_text, *(link.text for link in cell.evidence))).strip()


def _leasts(heads: Sequence[str], texts: Sequence[Sequence[str]], one_line: int) -> list[int]:
    return [_least(head, [line[place] for line in texts], one_line) for place, head in enumerate(heads)]


def _least(head: str, texts: Sequence[str], one_line: int) -> int:
    words = [word for text in (head, *texts) for word in text.split()]
    longest = max(
        (_length(word) for word in [*words, *(text for text in texts if len(text) <= one_line)]), default=LEAST
    )
    return max(min(longest, LONGEST_WORD), -(-len(head) // HEAD_LINES), LEAST)


def _length(word: str) -> int:
    """How many characters of usual breadth a word is as broad as: "Implemented" is as broad as 12."""
    return round(sum(LETTERS.get(sign, OTHER_LETTER) for sign in word))


def _neediest(lengths: Sequence[Sequence[int]], widths: Sequence[int]) -> int:
    """The column that shortens the table most if it gets the next piece; among equals the fullest."""

    def height(wider: int) -> float:
        given = [wide + (STEP if place == wider else 0) for place, wide in enumerate(widths)]
        return sum(max(length / wide for length, wide in zip(line, given, strict=True)) for line in lengths)

    def fullness(place: int) -> float:
        return sum(line[place] for line in lengths) / widths[place]

    return min(range(len(widths)), key=lambda place: (height(place), -fullness(place)))
