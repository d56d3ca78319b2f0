"""Typed text, line by line, as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from dpia.showing.typed.blocks import Block, Heading, Item, Listing, Paragraph
from dpia.showing.typed.inline import read_line
from dpia.showing.typed.pasted import html_parts, read_html_table
from dpia.showing.typed.tables import piped_table, tabbed_table

MAX_DEPTH: Final = 6
"""Lists in lists; what lies deeper is printed as lines."""
_MARK: Final = re.compile(
    r"[ \t]*(?P<mark>[-•*–‣◦▪▫●○■□·∙➢➤►✓✔✗✘☐☑☒\uf0b7\uf0a7]|o(?=\t)|(?P<number>\d{1,3}[.)]))[ \t]+(?=\S)"
)
_USUAL: Final = frozenset("-•\uf0b7\uf0a7")
"""The marks that are printed as a bullet. The last two are the bullet of Word, which are in no font but its own."""
_HEADING: Final = re.compile(r"\s*#{1,6}[ \t]+(?P<title>\S.*)")
_INDENT: Final = 2


def read_typed(text: str) -> tuple[Block, ...]:
    """The blocks of a typed text, in the order in which they were typed."""
    blocks: list[Block] = []
    for part, is_html in html_parts(text):
        blocks += read_html_table(part) if is_html else _blocks(part.splitlines(), 0)
    return tuple(blocks)


def _blocks(lines: Sequence[str], depth: int, goes_on: bool = False) -> Iterator[Block]:
    """The blocks of some lines. `goes_on` says that the first of them is the text behind the mark of an item."""
    waiting: list[str] = [lines[0]] if goes_on else []
    at = len(waiting)
    while at < len(lines):
        if not lines[at].strip():
            found: Block | None = None
            end = at + 1
        else:
            found, end = _special(lines, at, depth, not waiting)
            if end == at:
                waiting.append(lines[at])
                at += 1
                continue
        yield from _paragraph(waiting)
        waiting = []
        if found is not None:
            yield found
        at = end
    yield from _paragraph(waiting)


def _special(lines: Sequence[str], at: int, depth: int, begins: bool) -> tuple[Block | None, int]:
    """What begins at a line, and the line behind its end; the same line where it is a line of a paragraph."""
    if depth == MAX_DEPTH:
        return None, at
    for read in (piped_table, tabbed_table):
        table, end = read(lines, at)
        if table is not None:
            return table, end
    if _MARK.match(lines[at]):
        return _listing(lines, at, depth)
    if begins and (title := _title(lines, at)):
        return Heading(read_line(title)), at + 1
    return None, at


def _paragraph(lines: Sequence[str]) -> Iterator[Paragraph]:
    if lines:
        yield Paragraph(tuple(read_line(" ".join(line.split())) for line in lines))


def _title(lines: Sequence[str], at: int) -> str:
    """The title in a line that stands alone: `# Purpose`, but not `# 12 is the room` and not `# of rooms`."""
    found = _HEADING.fullmatch(lines[at])
    if found is None or any(line.strip() for line in (*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2])):
        return ""
    title = found["title"].strip()
    return title if title[0].isalpha() and not title[0].islower() else ""


def _listing(lines: Sequence[str], at: int, depth: int) -> tuple[Listing, int]:
    """A list: its items stand at the same place of their lines; what is set further in belongs to the item above it."""
    first = _MARK.match(lines[at])
    assert first is not None
    place = _indent(lines[at])
    numbered = first["number"] is not None
    items: list[Item] = []
    while at < len(lines) and (mark := _item_mark(lines[at], place, numbered)):
        end = _item_end(lines, at + 1, place)
        own = [lines[at][mark.end() :], *_moved_out(lines[at + 1 : end])]
        shown = "" if mark["mark"] in _USUAL else mark["mark"]
        items.append(Item(shown, tuple(_blocks(own, depth + 1, goes_on=True))))
        at = end
        after = _next_filled(lines, at)
        if after < len(lines) and _item_mark(lines[after], place, numbered):
            at = after
    return Listing(tuple(items), numbered), at


def _item_mark(line: str, place: int, numbered: bool) -> re.Match[str] | None:
    """The mark of an item of a list that stands at a place, give or take a blank."""
    found = _MARK.match(line)
    fits = found is not None and abs(_indent(line) - place) < _INDENT and (found["number"] is not None) == numbered
    return found if fits else None


def _item_end(lines: Sequence[str], at: int, place: int) -> int:
    """The line behind an item: the first that is not set further in than its mark."""
    while (filled := _next_filled(lines, at)) < len(lines) and _indent(lines[filled]) >= place + _INDENT:
        at = filled + 1
    return at


def _next_filled(lines: Sequence[str], at: int) -> int:
    return next((place for place in range(at, len(lines)) if lines[place].strip()), len(lines))


def _indent(line: str) -> int:
    """How far in a line begins; a tab goes to the next fourth place."""
    inset = line[: len(line) - len(line.lstrip(" \t"))]
    return len(inset.expandtabs(4))


def _moved_out(lines: Sequence[str]) -> list[str]:
    """Lines without what all of them are set in."""
    least = min((_indent(line) for line in lines if line.strip()), default=0)
    return [_without_inset(line, least) for line in lines]


def _without_inset(line: str, least: int) -> str:
    inset = line[: len(line) - len(line.lstrip(" \t"))]
    return " " * max(len(inset.expandtabs(4)) - least, 0) + line[len(inset) :]
