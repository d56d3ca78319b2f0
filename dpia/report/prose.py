"""Markdown of answers to safe HTML: paragraphs, lists, tables, emphasis, links to web addresses, and nothing else."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

TAGS: Final = frozenset(
    [
        "p",
        "br",
        "strong",
        "em",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "blockquote",
        "code",
        "pre",
        "a",
        "hr",
        "s",
    ]
)
ATTRIBUTES: Final = {"a": {"href"}, "ol": {"start"}}
SCHEMES: Final = frozenset({"http", "https", "mailto"})
MAX_CHARACTERS: Final = 100_000


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = (
        MarkdownIt("commonmark", {"html": False, "maxNesting": 12}).enable(["table", "strikethrough"]).disable("image")
    )
    parser.add_render_rule("heading_open", _heading_open)
    parser.add_render_rule("heading_close", _heading_close)
    return parser


def _heading_open(renderer: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return "<p><strong>"


def _heading_close(renderer: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return "</strong></p>"


def _keep(tag: str, attribute: str, value: str) -> str | None:
    """Links keep only full web or mail addresses: `//host` and `/path` would leave the document unseen."""
    if attribute == "href" and not value.lower().startswith(("http://", "https://", "mailto:")):
        return None
    return value


def prose(text: str) -> Markup:
    """Safe HTML of a Markdown text: "**yes**" -> <p><strong>yes</strong></p>. Raw HTML in it is shown as text."""
    rendered = _parser().render(text[:MAX_CHARACTERS])
    clean = nh3.clean(
        rendered,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        attribute_filter=_keep,
        link_rel=None,
    )
    return Markup(clean)


def line(text: str) -> Markup:
    """One line of Markdown, without its paragraph: emphasis and links only."""
    html = prose(text).strip()
    if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
        return Markup(html[3:-4])
    return Markup(html) if html else escape(text)
