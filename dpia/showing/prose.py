"""A text of several paragraphs, as reports, pages and other formats take it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from dpia.showing.markdown import markdown_html
from dpia.showing.typed import Block, read_typed
from dpia.showing.typed.html import Place, typed_html


@dataclass(frozen=True, slots=True)
class Prose:
    """A text as it was written: an answer as somebody typed it, or with `markdown` a text of the author of a questionnaire.

    A template that prints it gets its safe HTML; a writer for Word takes the `blocks` of an answer.
    """

    text: str = ""
    markdown: bool = False

    @property
    def html(self) -> Markup:
        """The text as safe HTML, to stand anywhere in a report; empty for no text."""
        return self._html(Place.PART)

    @property
    def page(self) -> Markup:
        """The same for a place of its own, where a wide table may be turned onto a landscape page."""
        return self._html(Place.PAGE)

    @property
    def screen(self) -> Markup:
        """The same for a page of the application, where a wide table can be moved."""
        return self._html(Place.SCREEN)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """An answer as paragraphs, headings, lists and tables."""
        return read_typed(self.text)

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

    def _html(self, place: Place) -> Markup:
        if not self.text:
            return Markup("")
        return markdown_html(self.text) if self.markdown else typed_html(self.blocks, place)

    def __html__(self) -> str:
        return self.html

    def __len__(self) -> int:
        return len(self.text)
