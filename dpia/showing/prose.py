"""Markdown of answers to safe HTML: paragraphs, lists, tables, emphasis, links to web addresses, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

TAGS: Final = {
    *("p", "br", "strong", "em", "s", "a", "code", "pre", "blockquote", "hr"),
    *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES: Final[dict[str, set[str]]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
SCHEMES: Final = {"http", "https", "mailto"}
MAX_DEPTH: Final = 16
"""Deeper text is shown as it was typed: layout takes ever longer with depth, and fails at 300."""
MAX_COLUMNS: Final = 20
_ADDRESS: Final = re.compile(r"(https?://[^/\\\s]|mailto:[^/\\\s])\S*", re.IGNORECASE)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    # Text nested deeper than maxNesting would be dropped, so it lies far beyond what `_is_plain` refuses.
    options = {"html": False, "maxNesting": 10 * MAX_DEPTH}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"]).disable("image")
    parser.validateLink = is_web_address  # type: ignore[method-assign, assignment]
    parser.add_render_rule("heading_open", _heading_open)
    parser.add_render_rule("heading_close", _heading_close)
    parser.parse("- a *b* [c](d)")  # compiles its rules, which it would else do in the midst of two threads
    return parser


def _heading_open(renderer: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return "<p><strong>"


def _heading_close(renderer: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return "</strong></p>"


def is_web_address(address: str) -> bool:
    """Whether an address names its host or mailbox in full: `//host` and `/path` would leave the document unseen."""
    return _ADDRESS.fullmatch(address) is not None


def _keep(tag: str, attribute: str, value: str) -> str | None:
    return value if attribute != "href" or is_web_address(value) else None


@dataclass(frozen=True, slots=True)
class Prose:
    """A Markdown text as it was typed. A template that prints it gets its safe HTML; a writer for Word takes `markdown`."""

    markdown: str = ""

    @property
    def html(self) -> Markup:
        """The text as safe HTML; empty for no text."""
        return prose(self.markdown) if self.markdown else Markup("")

    @property
    def line(self) -> Markup:
        """The HTML of one line without its paragraph."""
        html = self.html.strip()
        if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
            return Markup(html[3:-4])
        return Markup(html)

    @property
    def plain(self) -> str:
        """The text without its markup."""
        return self.html.striptags()

    def __html__(self) -> str:
        return self.html

    def __len__(self) -> int:
        return len(self.markdown)


def prose(text: str) -> Markup:
    """Safe HTML of a Markdown text: "**yes**" -> <p><strong>yes</strong></p>.

    Raw HTML, pictures and links to anything but a full web or mail address are shown as they were typed. So is a text that nests
    deeper than 16 levels or has a table of more than 20 columns.
    """
    parser = _parser()
    environment: dict[str, Any] = {}
    tokens = parser.parse(text, environment)
    if _is_plain(tokens):
        return Markup("<p>{}</p>\n").format(Markup("<br>\n").join(escape(line) for line in text.splitlines()))
    clean = nh3.clean(
        parser.renderer.render(tokens, parser.options, environment),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        attribute_filter=_keep,
        link_rel=None,
    )
    return Markup(clean)


def _is_plain(tokens: Sequence[Token]) -> bool:
    depth = columns = 0
    for token in _flat(tokens):
        depth += token.nesting
        columns = 0 if token.type == "tr_open" else columns + (token.type in ("th_open", "td_open"))
        if depth > MAX_DEPTH or columns > MAX_COLUMNS:
            return True
    return False


def _flat(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()
