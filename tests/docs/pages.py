"""Reads the pages of docs/: their tables, and their YAML blocks as the files a reader would make of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the attributes behind it, and its text."""

    language: str
    attributes: dict[str, str]
    text: str


def page(name: str) -> str:
    """The text of a page."""
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    for head, body in re.findall(r"^```(\w[^\n]*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        language, _, rest = head.partition(" ")
        yield Block(language, dict(re.findall(r"(\w+)=(\S+)", rest)), body)


def part(text: str, heading: str) -> str:
    """What stands under a heading, up to the next heading of its level or above."""
    bare = re.sub(r"^```.*?^```$", lambda block: block[0].replace("#", " "), text, flags=re.DOTALL | re.MULTILINE)
    match = re.search(rf"^(#+) {re.escape(heading)}$", bare, re.MULTILINE)
    assert match is not None, f"there is no heading {heading}"
    end = re.compile(rf"^#{{1,{len(match[1])}}} ", re.MULTILINE).search(bare, match.end())
    return text[match.end() : end.start() if end else None]


def first_cells(text: str) -> list[str]:
    """The words in backquotes in the first cell of each row of the tables of a text."""
    rows = re.findall(r"^\| (.*?) \|", text, re.MULTILINE)
    return [word for cell in rows for word in re.findall(r"`([^`]+)`", cell)]
