"""docs/patterns.md is made from the patterns, and holds each of them."""

from tests.docs.pages import page
from tests.docs.test_pages_run import script
from tests.support.patterns import patterns


def test_the_page_is_current() -> None:
    assert script("patterns_doc").text() == page("patterns.md"), "run `make patterns`"


def test_every_pattern_stands_on_it() -> None:
    text = page("patterns.md")
    assert [name for name in patterns() if f'<a id="{name}"></a>' not in text] == []
