"""Markdown of the authors of questionnaires to safe HTML: paragraphs, lists, tables, emphasis, web addresses, nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from dpia.showing.typed import is_web_address

TAGS: Final = {
    *("p", "br", "strong", "em", "s", "a", "code", "pre", "blockquote", "hr"),
    *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES: Final[dict[str, set[str]]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
SCHEMES: Final = {"http", "https", "mailto"}
MAX_DEPTH: Final = 16
"""Deeper text is shown as it was typed: layout takes ever longer with depth, and fails at 300."""
MAX_COLUMNS: Final = 20
_ASIDE: Final = {sign: 0xF0000 + sign for sign in range(0xA0, 0xC0)}
"""nh3 0.3 takes quadratic time for signs whose first byte is that of a space that does not break: 100,000 degree signs 0.14 s, a
million 14 s. None of them means anything in HTML, so they go through it as other ones."""
_BACK: Final = {other: sign for sign, other in _ASIDE.items()}


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


def _keep(tag: str, attribute: str, value: str) -> str | None:
    return value if attribute != "href" or is_web_address(value) else None


def markdown_html(text: str) -> Markup:
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
        parser.renderer.render(tokens, parser.options, environment).translate(_ASIDE),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        attribute_filter=_keep,
        link_rel=None,
    )
    return Markup(clean.translate(_BACK))


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
