"""The German translation of `review`: whole, in the words of the law, and in German alone."""

import re

import pytest

from dpia.data import QUESTIONNAIRES
from dpia.questionnaire.library import Library
from dpia.questionnaire.texts import texts_of
from dpia.questionnaire.translating import Translation, misfit, read_translation
from tests.support.german import ENGLISH_ONLY, TERMS, has_term, says, well_quoted

Pairs = dict[str, tuple[str, str]]


@pytest.fixture(scope="module")
def german() -> Translation:
    translation, _, problems = read_translation(QUESTIONNAIRES / "review.de.yaml")
    assert not problems
    assert translation is not None
    return translation


@pytest.fixture(scope="module")
def pairs(shipped: Library, german: Translation) -> Pairs:
    """The English and the German text of each place."""
    english = texts_of(shipped.questionnaire("review"))
    return {place: (text.english, german.texts[place].text) for place, text in english.items()}


def test_every_text_is_translated_and_fits(shipped: Library, german: Translation) -> None:
    texts = texts_of(shipped.questionnaire("review"))
    assert set(german.texts) == set(texts)
    assert not german.gone
    assert not {place: why for place, text in texts.items() if (why := misfit(text, german.texts[place]))}
    spoken = texts_of(shipped.in_language("de").questionnaire("review"))
    assert {place: text.english for place, text in spoken.items()} == {
        place: entry.text for place, entry in german.texts.items()
    }


def test_no_english_word_is_left(pairs: Pairs) -> None:
    left = {place: found[0] for place, (_, german) in pairs.items() if (found := ENGLISH_ONLY.search(german))}
    assert not left
    same = {place for place, (english, german) in pairs.items() if english == german}
    assert not same


def test_quotes_are_german_and_closed(pairs: Pairs) -> None:
    assert not {place for place, (_, german) in pairs.items() if not well_quoted(german)}


@pytest.mark.parametrize("term", TERMS)
def test_a_term_that_binds_is_used(pairs: Pairs, term: str) -> None:
    missing = {
        place: german
        for place, (english, german) in pairs.items()
        if has_term(english, term) and not any(says(german, word) for word in TERMS[term])
    }
    assert not missing


def test_many_terms_stand_in_the_texts(pairs: Pairs) -> None:
    """So that the test above looks at something; with a table that cannot be read it would pass."""
    assert TERMS["legal ground"] == ["Rechtsgrundlage"]
    found = {term for term in TERMS if any(has_term(english, term) for english, _ in pairs.values())}
    assert {"supervisory authority", "data protection officer", "legal ground", "AI Act", "condition"} <= found
    assert len(found) >= 25


def test_numbers_and_codes_are_kept(pairs: Pairs) -> None:
    def numbers(text: str) -> list[str]:
        return sorted(re.findall(r"\b[A-Z]?\d+\b", re.sub(r"(?<=\d)[.,](?=\d)", "", text)))

    changed = {place for place, (english, german) in pairs.items() if numbers(english) != numbers(german)}
    assert not changed


def test_markdown_is_kept(pairs: Pairs) -> None:
    def marks(text: str) -> tuple[int, ...]:
        return tuple(len(re.findall(mark, text, re.M)) for mark in (r"\*\*", r"(?<!\*)\*(?!\*)", r"^- ", r"\n\n"))

    changed = {place for place, (english, german) in pairs.items() if marks(english) != marks(german)}
    assert not changed


def test_people_are_not_called_victims_and_nothing_is_called_compliant(pairs: Pairs) -> None:
    wrong = {place for place, (_, german) in pairs.items() if re.search(r"opfer|konform|compliant", german, re.I)}
    assert not wrong
