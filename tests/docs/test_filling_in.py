"""docs/filling-in.md: what it says stands on the pages stands there."""

import html
import re

import pytest

from dpia.assessment.kits import kits_of
from dpia.data import TEMPLATES
from dpia.shipped import example_path, shipped_library
from tests.docs.pages import page, part
from tests.docs.test_choosing import judged
from tests.support.counting import asked

TEXT = page("filling-in.md")
TEMPLATE_WORDS = html.unescape(
    " ".join(
        " ".join(re.sub(r'"\s+"', "", path.read_text(encoding="utf-8")).split())
        for path in (TEMPLATES / "web").rglob("*.j2")
    )
)
WORDS = {"screening", "blocks approval", "major", "minor", "sign in", "(proposal)"}
"""What is set in italics for another reason, or stands in a sentence of the program."""


@pytest.mark.parametrize("heading", ["Begin", "What is only suggested", "What follows"])
def test_what_it_sets_in_italics_is_a_word_of_the_pages(heading: str) -> None:
    library = shipped_library()
    titles = {item.title for item in library.questionnaires.values()} | {kit.title for kit in kits_of(library).values()}
    text = " ".join(re.sub(r"\*\*[^*]+\*\*", "", part(TEXT, heading)).split())
    found = {words for words in re.findall(r"(?<![*\w])\*([^*]+)\*", text) if words not in WORDS}
    assert found
    assert {words for words in found if words not in TEMPLATE_WORDS and words not in titles} == set()


def test_the_screening_has_about_as_many_questions_as_it_says() -> None:
    assert "about thirty questions" in " ".join(part(TEXT, "Begin").split())
    assert 25 <= len(asked(judged(example_path("club-list")))) <= 35
    assert 25 <= len(asked(judged(example_path("corner-camera")), "screening")) <= 35
