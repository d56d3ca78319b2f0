"""Pages show what the questionnaires say in the language of the translation, and never in English beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dpia.questionnaire.library import Library
from dpia.questionnaire.texts import texts_of
from dpia.shipped import shipped_library
from tests.report.test_translation import in_greek
from tests.support.browsing import Desk, desk_over, tree
from tests.support.reports import lumen
from tests.support.translations import PSEUDO, pseudo, pseudo_folder

PAGES = ["", "/risks", "/measures", "/decision", "/report", "/history", "/risks/R01", "/q/screening.personal_data"]


@pytest.fixture(scope="module")
def translated() -> Library:
    return shipped_library().with_folder(Path(pseudo_folder().name))


@pytest.fixture(scope="module")
def desk(translated: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The worked example, in which people wrote Greek."""
    with desk_over(tmp_path_factory.mktemp("w") / "w.sqlite", translated, PSEUDO) as found:
        found.add(in_greek(lumen()).change(id="lumen"))
        yield found


@pytest.fixture(scope="module")
def english(translated: Library) -> frozenset[str]:
    """Every text of every definition that is long enough not to be a word of the program too."""
    texts = {text.english for item in translated.current for text in texts_of(item).values()}
    return frozenset(" ".join(text.split()) for text in texts if len(text) > 30 and text != pseudo(text))


def shown(desk: Desk, page: str) -> str:
    answer = desk.client.get(f"/a/lumen{page}")
    assert answer.status_code == 200, (page, answer.status_code)
    return tree(answer).words()


@pytest.mark.parametrize("page", PAGES)
def test_no_english_text_of_a_definition_is_left_on_a_page(page: str, desk: Desk, english: frozenset[str]) -> None:
    words = shown(desk, page)
    assert sorted(text for text in english if text in words) == []


def test_no_english_text_is_left_on_the_pages_of_the_measures(desk: Desk, english: frozenset[str]) -> None:
    for measure in lumen().assessment.measures[:3]:
        words = shown(desk, f"/measures/{measure.id}")
        assert sorted(text for text in english if text in words) == []


def test_no_english_text_is_left_on_the_pages_of_the_sections(desk: Desk, english: frozenset[str]) -> None:
    for file, section, _ in lumen().form.answered_sections[::6]:
        words = shown(desk, f"/s/{file}/{section}")
        assert "ξξξξ" in words
        assert sorted(text for text in english if text in words) == [], section


def test_the_answers_are_those_that_were_given_in_english(desk: Desk) -> None:
    stored = desk.workspace.get("lumen")
    assert stored.assessment.content_hash == in_greek(lumen()).change(id="lumen").content_hash
    words = shown(desk, "")
    assert pseudo(shipped_library().questionnaire("gdpr-dpia").title) in words
