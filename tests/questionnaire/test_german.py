"""The German translation of `review`: whole, in the words of the law, and in German alone."""

import re
from collections.abc import Iterator
from unicodedata import normalize

import pytest

from dpia.data import LOCALE, QUESTIONNAIRES
from dpia.questionnaire.library import Library
from dpia.questionnaire.texts import texts_of
from dpia.questionnaire.translating import Translation, misfit, read_translation

ENGLISH_ONLY = re.compile(
    r"\b(the|and|with|which|of|to|from|that|this|is|are|were|not|you|your|who|whether|what|people|nobody)\b", re.I
)
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


def terms() -> Iterator[tuple[str, list[str]]]:
    """Each English term that binds, with the German ones that can stand for it."""
    page = (LOCALE / "de/TERMS.md").read_text(encoding="utf-8")
    binding = page.partition("## Words of the law")[2].partition("## Scales")[0]
    for english, german in re.findall(r"^\| ([^|]+) \| ([^|]+) \|", binding, re.M):
        if english not in ("English", "---"):
            for term in english.split(", "):
                yield term, german.split(" / ")


TERMS = dict(terms())


def has_term(text: str, term: str) -> bool:
    """Whether an English text has a term, in the singular or plural, or as a participle."""
    return re.search(rf"\b{re.escape(term)}(s|d|ed)?\b", " ".join(text.split()), re.I) is not None


def plain(text: str) -> str:
    """Without umlauts and capitals, since a plural can change both: "Vorfälle" -> "vorfalle"."""
    return re.sub(r"[\u0300-\u036f]", "", normalize("NFD", text)).lower()


def says(text: str, term: str) -> bool:
    """Whether a German text has every word of a term, whatever its endings."""
    return all(plain(word)[:-2] in plain(text) for word in term.split())


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
    foreign = {place for place, (_, german) in pairs.items() if re.search(r"[\"'”\u201a‘’«»`]", german)}
    assert not foreign
    marks = {place: re.sub(r"[^„“]", "", german) for place, (_, german) in pairs.items()}
    assert not {place for place, found in marks.items() if found.replace("„“", "")}


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
