"""How wide the columns of a table are: as wide as makes the table short."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

GAP: Final = 2
LEAST: Final = 5
LONGEST_WORD: Final = 22
HEAD_LINES: Final = 5
ONE_LINE: Final = 16
CROWDED: Final = 0.6
STEP: Final = 3
LETTERS: Final = {**dict.fromkeys("mwMW@%", 1.7), **dict.fromkeys("iIjlftr.,:;!|'()[]-/", 0.65)}
OTHER_LETTER: Final = 1.12


def shares(heads: Sequence[str], texts: Sequence[Sequence[str]], breadth: int) -> tuple[float, ...]:
    """The share of the breadth that each column gets, in percent; together 100. `breadth` is what a line holds, in characters.

    Every column holds its longest word, a text of a few letters (a date) on one line where there is room, and its head in five.
    What is left goes, piece by piece, to the column where it saves the most lines. Given widths also spare the layout from
    measuring every cell twice, which takes a third of its time.
    """
    widths = _leasts(heads, texts, ONE_LINE)
    if sum(widths) > breadth * CROWDED:
        widths = _leasts(heads, texts, 0)
    lengths = [[len(text) for text in line] for line in texts]
    while sum(widths) + STEP <= breadth - GAP * len(widths):
        widths[_neediest(lengths, widths)] += STEP
    total = sum(widths) + GAP * len(widths)
    return tuple(round(100 * (wide + GAP) / total, 2) for wide in widths)


def words_fit(heads: Sequence[str], texts: Sequence[Sequence[str]], breadth: int) -> bool:
    """Whether every column can hold its longest word."""
    leasts = _leasts(heads, texts, 0)
    return sum(leasts) + GAP * len(leasts) <= breadth


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
