"""How the time that a function takes grows with its text: texts of one short piece, again and again, and a measure of both."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

PIECES = (
    *(
        "a",
        "A",
        "1",
        "é",
        "\u0301",
        " ",
        "\t",
        "\n",
        " \n",
        "-",
        "*",
        "**",
        "_",
        "`",
        "#",
        "|",
        ".",
        ",",
        ":",
        ";",
        "/",
        "\\",
    ),
    *("[", "]", "(", ")", "{", "}", "<", ">", "<<", "@", "+", "%", "&", "=", "~", '"', "'", "!", "\u00a0", "\u200d"),
    *(
        "a.",
        "1.",
        "a-",
        "de-ad-",
        "a@",
        "a@a.",
        "+1",
        "0 ",
        "1 ",
        "1,",
        "1.000,",
        "- ",
        "- - ",
        "1. ",
        "# ",
        "#a ",
        "* a",
        "**a ",
    ),
    *(
        "[a](",
        "](",
        "[a]",
        "[]",
        "![",
        "http://",
        "http://a.",
        "https://a/(",
        "mailto:a",
        "<a",
        "<a ",
        "</a>",
        "<!--",
        "<br ",
    ),
    *(
        "<table",
        "<table>",
        "<td>",
        "<td ",
        "<tr><td>",
        '<td rowspan="9">',
        "<b>",
        "<p><b>",
        "&amp",
        "&#1",
        "|-",
        "|-|\n",
        "|a|\n",
        "a|",
        "a\t",
    ),
    *(
        "a\tb\n",
        "- a\n",
        "\n\n",
        "  - a\n",
        "> ",
        "~~",
        "``",
        "``` ",
        "a b ",
        "A1",
        "AB12 ",
        "12/",
        "12-",
        "2024-01-",
        "1:",
        "a:",
        "::",
    ),
    *(
        "a: ",
        "- a: ",
        "{a: ",
        "[[",
        "? ",
        "! ",
        "\\u",
        "\\ud8",
        "N 1",
        "lat ",
        "case no ",
        "born ",
        "call ",
        "id #",
        "0",
        "00",
        "(0",
        "°",
    ),
    *(
        "url(",
        "url( ",
        '<img src="',
        "<img ",
        "<script",
        "<style>",
        "<svg ",
        ' class="',
        ' dir="',
        'data-foot="',
        "{{",
        "{%",
        "{a}",
    ),
    *("<a | ", "<a>", "o\t", ".dpia", " is ", ", as a because there is one called ", "_a_ ", "a\\\n"),
)
ENDS = ("", "!", "*a", "\x00")
TOO_QUICK_SECONDS = 0.003
"""Work that takes less is quick, whatever it does."""
MOST = 3.0
"""What takes twice as long for twice the text is linear; four times as long is not."""


def periodic(piece: str, size: int, start: str = "", end: str = "") -> str:
    """One piece, again and again, with a start and an end of its own."""
    return start + (piece * (size // len(piece) + 1))[:size] + end


def seconds(work: Callable[[str], object], text: str) -> float:
    """The processor time that a piece of work takes: the best of some runs, because others use the machine too."""
    best = float("inf")
    for _ in range(4):
        begun = time.process_time()
        work(text)
        best = min(best, time.process_time() - begun)
        if best < TOO_QUICK_SECONDS or best > 2:
            break
    return best


def grows_faster(work: Callable[[str], object], make: Callable[[int], str], size: int) -> bool:
    """Whether work on a text of twice the size takes clearly more than twice the time, and so once more."""
    taken = seconds(work, make(size))
    for factor in (2, 4):
        if taken < TOO_QUICK_SECONDS:
            return False
        before, taken = taken, seconds(work, make(factor * size))
        if taken < MOST * before:
            return False
    return True


def slow_texts(
    work: Callable[[str], object], size: int, starts: Sequence[str] = ("",), ends: Sequence[str] = ENDS
) -> Iterator[tuple[str, str, str]]:
    """The texts, as start, piece and end, on which a piece of work is not linear."""
    for start in starts:
        for piece in PIECES:
            for end in ends:
                if grows_faster(work, partial(_text, piece, start, end), size):
                    yield start, piece, end


def _text(piece: str, start: str, end: str, size: int) -> str:
    return periodic(piece, size, start, end)
