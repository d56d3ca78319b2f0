"""Markdown of the authors of questionnaires becomes a few safe tags; whatever else it holds is shown as it was typed."""

import re

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from dpia.showing.markdown import ATTRIBUTES, MAX_DEPTH, TAGS
from dpia.showing.markdown import markdown_html as prose
from dpia.showing.prose import Prose
from dpia.showing.typed import is_web_address


def test_paragraphs_lists_tables_and_emphasis_become_tags() -> None:
    text = "One *two* **three** ~~four~~\n\n1. a\n2. b\n\n- c\n\n> d\n\n`e`\n\n| f | g |\n|---|---|\n| h | i |"
    found = re.findall(r"<(\w+)", prose(text))
    inline = ["p", "em", "strong", "s"]
    lists = ["ol", "li", "li", "ul", "li", "blockquote", "p", "p", "code"]
    table = ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]
    assert found == [*inline, *lists, *table]


def test_a_heading_of_an_answer_is_no_heading_of_the_report() -> None:
    assert prose("# Loud") == "<p><strong>Loud</strong></p>"


@pytest.mark.parametrize("address", ["http://example.org/a?b=c#d", "https://example.org", "mailto:a@example.org"])
def test_full_addresses_become_links(address: str) -> None:
    assert f'<a href="{address}">here</a>' in prose(f"[here]({address})")
    assert f'<a href="{address}">' in prose(f"<{address}>")


OTHER_ADDRESSES = [
    *(
        "//example.org",
        "/path",
        "page.html",
        "#top",
        "?query",
        "file:///etc/passwd",
        "ftp://x",
        "mailto:",
        "mailto://x",
    ),
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "&#106;avascript:alert(1)", "vbscript:x"),
    *("data:text/html,x", "data:image/png;base64,AAAA", "http:example.org", "http:///x", "https:\\\\example.org"),
]


@pytest.mark.parametrize("address", OTHER_ADDRESSES)
def test_other_addresses_are_shown_as_they_were_typed(address: str) -> None:
    assert "<a" not in prose(f"[here]({address})")
    assert "here](" in prose(f"[here]({address})")
    assert "<a" not in prose(f"<{address}>")


def test_a_link_carries_its_address_and_nothing_else() -> None:
    assert prose('[a](https://example.org "title")') == '<p><a href="https://example.org">a</a></p>\n'


def test_pictures_are_not_shown() -> None:
    assert "<img" not in prose("![a](https://example.org/a.png) ![b](data:image/png;base64,AAAA)")


def test_html_is_shown_as_text() -> None:
    assert prose("<b onclick=x>a</b><script>b</script>") == (
        "<p>&lt;b onclick=x&gt;a&lt;/b&gt;&lt;script&gt;b&lt;/script&gt;</p>\n"
    )


NESTED = {
    "quotes": "> " * 1000 + "deep",
    "lists": "- " * 1000 + "deep",
    "both": "> - " * 400 + "deep",
    "emphasis": "*" * 1000 + "deep" + "*" * 1000,
    "indented lists": "\n".join(" " * 2 * level + "- level" for level in range(1000)) + " deep",
}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED)
def test_text_nested_a_thousand_levels_deep_stays_flat_and_whole(text: str) -> None:
    shown = prose(text)
    assert _depth(shown) <= MAX_DEPTH
    assert "deep" in shown


def test_a_table_that_fits_no_page_is_shown_as_it_was_typed() -> None:
    row = "|" + "a|" * 21
    assert "<table" not in prose(f"{row}\n{'|' + '-|' * 21}\n{row}")


def test_a_megabyte_is_shown_whole() -> None:
    text = "word " * 200_000
    assert prose(text).count("word") == 200_000


def test_one_line_has_no_paragraph() -> None:
    assert Prose("a *b*", markdown=True).line == "a <em>b</em>"
    assert Prose("").line == ""


PIECES = [
    *"<>[]()!*_~`#-+|>\"'&;:/\\ \n=ab1",
    "javascript:",
    "http://",
    "https://a",
    "data:",
    "<a href=",
    "\n- ",
    "\n> ",
]
SIGNS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@given(SIGNS)
def test_whatever_is_typed_gives_only_the_allowed_tags_with_full_addresses(text: str) -> None:
    shown = prose(text)
    for tag, attributes in re.findall(r"<(\w+)((?:\s[^>]*)?)>", shown):
        assert tag in TAGS
        for name, value in re.findall(r'([\w-]+)="([^"]*)"', attributes):
            assert name in ATTRIBUTES[tag]
            assert name != "href" or is_web_address(value)


@given(SIGNS)
def test_whatever_is_typed_gives_whole_elements(text: str) -> None:
    shown = str(prose(text))
    assert nh3.clean(shown, tags=TAGS, attributes=ATTRIBUTES, link_rel=None) == shown


@given(st.text(alphabet="abcdefghij \n", max_size=200))
def test_no_word_is_lost(text: str) -> None:
    shown = prose(text)
    assert (lxml_html.fromstring(shown).text_content().split() if shown.strip() else []) == text.split()


def _depth(shown: str) -> int:
    depth = deepest = 0
    for closing, tag in re.findall(r"<(/?)(\w+)", shown):
        if tag not in ("br", "hr"):
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest
