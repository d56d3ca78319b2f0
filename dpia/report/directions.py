"""Right-to-left texts in a left-to-right page, and the other way round: each part of the page says which way it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Final

from dpia.showing.direction import Direction, direction

_TOKEN: Final = re.compile(r"(<(?:script|style|svg)\b.*?(?:</(?:script|style|svg)>|\Z)|<[^>]*(?:>|\Z))", re.DOTALL)
_OPENING: Final = re.compile(r"<([a-z][a-z0-9]*)")
_CLASS: Final = re.compile(r'\sclass="([^"]*)"')
_DIRECTION: Final = re.compile(r'\sdir="(ltr|rtl)"')
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_VOID: Final = frozenset(("br", "col", "hr", "img", "input", "link", "meta", "wbr"))
_TEXTS: Final = frozenset(("p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption", "figcaption"))
_WORDS: Final = frozenset(("a", "span", "strong", "em", "b", "s", "bdi"))
_ANSWERS: Final = frozenset(("answer", "value"))
_IN_PROSE: Final = frozenset(("ul", "ol", "table", "blockquote"))
# A number before a title says nothing about the way the title runs, and hangs where the page has its numbers.
_NUMBERS: Final = frozenset(("code", "code-link", "point-code", "row-id", "number", "hash", "label", "map-line"))


@dataclass(slots=True)
class _Element:
    """An element of the page: where its tag stands, and the way its text runs."""

    place: int
    name: str
    classes: frozenset[str]
    in_prose: bool
    runs: Direction | None = None
    has_number: bool = False
    has_right_to_left: bool = False

    @property
    def is_number(self) -> bool:
        return bool(self.classes & _NUMBERS)

    @property
    def says_nothing(self) -> bool:
        """Whether its text has no part in the way that runs what it stands in."""
        return self.is_number or "mark" in self.classes


def with_directions(page: str) -> str:
    """The page with `dir` at each part whose text runs the other way than the page: texts, cells, lists and tables of answers.

    The first letter that has a direction decides, as `dir="auto"` would; in a page from right to left, a part turns only where
    it has no letter that runs so. WeasyPrint knows no `auto`.
    """
    of_page = _DIRECTION.search(page)
    base: Direction = "rtl" if of_page is not None and of_page[1] == "rtl" else "ltr"
    if base == "ltr" and _RIGHT_TO_LEFT.search(page) is None:
        return page
    tokens = _TOKEN.split(page)
    elements = {element.place: element for element in _elements(tokens)}
    return "".join(_written(tokens, elements, base))


def _elements(tokens: list[str]) -> Iterator[_Element]:
    """Every element, once its text was read."""
    above: list[_Element] = []
    for place, token in enumerate(tokens):
        if place % 2 == 0:
            _read(token, above)
        elif token.startswith("</"):
            if above and token[2:-1].strip() == above[-1].name:
                yield above.pop()
        elif (opening := _OPENING.match(token)) and opening[1] not in (*_VOID, "svg", "script", "style"):
            found = _CLASS.search(token)
            classes = frozenset(found[1].split()) if found else frozenset()
            in_prose = "prose" in classes or bool(above and above[-1].in_prose)
            element = _Element(place, opening[1], classes, in_prose)
            if above and element.is_number:
                above[-1].has_number = True
            above.append(element)


def _read(text: str, above: list[_Element]) -> None:
    runs = direction(unescape(text)) if text.strip() else None
    if runs is None:
        return
    is_right_to_left = runs == "rtl" or _RIGHT_TO_LEFT.search(text) is not None
    for element in reversed(above):
        element.runs = element.runs or runs
        element.has_right_to_left |= is_right_to_left
        if element.says_nothing:
            return


def _written(tokens: list[str], elements: dict[int, _Element], base: Direction) -> Iterator[str]:
    """The tokens with what has to be added to tags. The text of a fact is wrapped, because its margin keeps its side."""
    open_: list[tuple[str, Direction, bool]] = []
    for place, token in enumerate(tokens):
        element = elements.get(place)
        if element is not None:
            above = open_[-1][1] if open_ else base
            runs = _turned(element, above, base)
            wrapped = runs is not None and element.name == "dd" and not element.in_prose
            open_.append((element.name, runs or above, wrapped))
            if wrapped:
                yield f'{token}<div dir="{runs}">'
            else:
                yield token if runs is None else f'{token[:-1]} dir="{runs}">'
        elif token.startswith("</") and open_ and token[2:-1].strip() == open_[-1][0]:
            yield f"</div>{token}" if open_.pop()[2] else token
        else:
            yield token


def _turned(element: _Element, above: Direction, base: Direction) -> Direction | None:
    """The way an element runs, where that is another than the way of what it stands in."""
    may = element.name in (*_TEXTS, *_WORDS, "dd") or bool(element.classes & _ANSWERS)
    may |= element.in_prose and element.name in _IN_PROSE
    runs = element.runs
    if not may or element.has_number or element.says_nothing or runs is None or runs == above:
        return None
    if runs == "ltr" and base == "rtl" and above == base and element.has_right_to_left:
        return None
    return runs
