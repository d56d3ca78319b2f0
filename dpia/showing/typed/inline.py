"""A line of typed text: bold and italic where they plainly are meant, and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from unicodedata import category

from dpia.showing.typed.blocks import Line, Run

MAX_ADDRESS: Final = 2_000
_WHOLE: Final = re.compile(r"(https?://[^/\\\s]|mailto:[^/\\\s])\S*", re.IGNORECASE)
_LINK: Final = re.compile(
    r"(?<!!)\[(?P<text>[^\[\]]+)\]\((?P<address>(?:https?:|mailto:)[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)\)"
    r'|(?<!\w)(?P<bare>(?:https?://|mailto:)[^\s<>"*`\\]++)(?=(?P<more>[*`\\]+\w)?)',
    re.IGNORECASE,
)
_STARS: Final = re.compile(r"\*+")
_TRAILING: Final = ".,;:!?'\u2019\u201d»…"
_BEGINS: Final = frozenset(("Ps", "Pi", "Pd", "Sc", "So"))
"""Brackets and quotation marks that open, dashes, currencies, and signs as emoji are: with them a bold text may begin."""
_NEVER: Final = frozenset("\\/*")
"""Beside these a star is part of a path, of code, or of more stars."""


def is_web_address(address: str) -> bool:
    """Whether an address names its host or mailbox in full: `//host` and `/path` would leave the document unseen."""
    return _WHOLE.fullmatch(address) is not None


@dataclass(frozen=True, slots=True)
class _Link:
    start: int
    end: int
    text: str
    address: str

    @property
    def runs(self) -> tuple[str, ...]:
        """The text of a link, and behind it the address where the text is not the address."""
        return (self.text,) if self.text == self.address else (self.text, " (", self.address, ")")


def read_line(text: str) -> Line:
    """The runs of a line: "2*3*4 is **not** 24" has one bold run, and keeps its other stars."""
    links = list(_links(text))
    styles = _styles(_without(text, links))
    begins = {link.start: link for link in links}
    edges = sorted({0, len(text), *styles, *(end for _, end, _ in styles.values()), *begins, *(x.end for x in links)})
    runs: list[Run] = []
    bold = italic = 0
    for start, end in pairwise(edges):
        if start in styles:
            size, _, step = styles[start]
            bold += step * (size > 1)
            italic += step * (size != 2)
        elif start in begins:
            link = begins[start]
            runs += [
                Run(piece, bold > 0, italic > 0, link.address if place % 2 == 0 else "")
                for place, piece in enumerate(link.runs)
            ]
        else:
            runs.append(Run(text[start:end], bold > 0, italic > 0))
    return tuple(runs)


def _without(text: str, links: Sequence[_Link]) -> str:
    """A line with a word in the place of each link: signs within an address are no signs."""
    ends = [0, *(link.end for link in links)]
    pieces = (text[end : link.start] + "x" * (link.end - link.start) for end, link in zip(ends, links, strict=False))
    return "".join(pieces) + text[ends[-1] :]


def _links(text: str) -> Iterator[_Link]:
    for found in _LINK.finditer(text):
        if found["bare"] is None:
            if found["text"].strip() and is_web_address(found["address"]):
                yield _Link(found.start(), found.end(), found["text"], found["address"])
            continue
        if found["more"] or len(found["bare"]) > MAX_ADDRESS:  # what goes on with such signs is code, or a path
            continue
        address = _without_end(found["bare"])
        if address.isascii() and is_web_address(address):
            yield _Link(found.start(), found.start() + len(address), address, address)


def _without_end(address: str) -> str:
    """An address without the signs that end a sentence or a bracket around it."""
    while True:
        shorter = address.rstrip(_TRAILING)
        for opening, closing in ("()", "[]"):
            if shorter.endswith(closing) and shorter.count(closing) > shorter.count(opening):
                shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter


def _styles(text: str) -> dict[int, tuple[int, int, int]]:
    """The stars that open and close a style, by their place: how many they are, where they end, and 1 or -1.

    They belong together where the first stand before a word and the last behind one, with as many stars.
    """
    found: dict[int, tuple[int, int, int]] = {}
    opened: list[tuple[int, int]] = []
    waiting = [0, 0, 0, 0]
    for stars in _STARS.finditer(text):
        start, end = stars.span()
        size = end - start
        before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
        if size > 3:
            continue
        if waiting[size] and _closes(before, after):
            while True:
                place, opener = opened.pop()
                waiting[opener] -= 1
                if opener == size:
                    break
            found[place] = (size, place + size, 1)
            found[start] = (size, end, -1)
        elif _opens(before, after):
            opened.append((start, size))
            waiting[size] += 1
    return found


def _opens(before: str, after: str) -> bool:
    if _is_word(before) or before in _NEVER or after in _NEVER:
        return False
    return _is_word(after) or after in "\"'" or category(after) in _BEGINS


def _closes(before: str, after: str) -> bool:
    if _is_word(after) or after in _NEVER or before in _NEVER:
        return False
    return not before.isspace() and category(before) != "Ps"


def _is_word(sign: str) -> bool:
    """Whether a sign is part of a word or number; marks above and below letters are, in Hindi or Thai."""
    return sign.isalnum() or category(sign).startswith("M")
