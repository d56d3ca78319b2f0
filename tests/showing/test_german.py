"""The German catalogue of the program's phrases: whole, in the words of the law and of locale/de/TERMS.md, and in German alone."""

import re

import pytest
from babel.messages.catalog import Message

from dpia.showing.catalogues import LOCALE, catalogue_path, is_translated, read_catalogue, unfit
from tests.support.german import ENGLISH_ONLY, PROGRAM_TERMS, TERMS, has_term, says, well_quoted
from tests.support.translations import template

ALL_TERMS = {**TERMS, **PROGRAM_TERMS}
ALIKE = {
    *("Code", "DPV", "ICAT", "Link", "Name", "Organisation", "PDF", "Status"),
    *("format", "link", "name", "organisation", "status", "text"),
}
"""Words that German shares with English."""
GAP = re.compile(r"\{\w+\}")
CODE = re.compile(r"`([^`]+)`")
Key = tuple[str | None, str]


def forms(texts: str | tuple[str, ...] | list[str]) -> list[str]:
    """A phrase, or the forms of one that tells a number."""
    return [texts] if isinstance(texts, str) else list(texts)


def key(message: Message) -> Key:
    """A phrase with its sense."""
    return message.context, forms(message.id)[0]


@pytest.fixture(scope="module")
def german() -> dict[Key, Message]:
    """The German phrases that are translated."""
    catalogue = read_catalogue(catalogue_path(LOCALE, "de"))
    return {key(message): message for message in catalogue if is_translated(message)}


@pytest.fixture(scope="module")
def pairs(german: dict[Key, Message]) -> list[tuple[str, str]]:
    """The English and the German text of every form, without the names of gaps and without code."""
    found: list[tuple[str, str]] = []
    for message in german.values():
        english = forms(message.id)
        found += [(english[min(at, len(english) - 1)], text) for at, text in enumerate(forms(message.string))]
    return [(without_code(one, other), without_code(other, other)) for one, other in found]


def without_code(text: str, german: str) -> str:
    """A text without the names of gaps, and without the code that its German has between backticks: no language has that."""
    for code in sorted(CODE.findall(german), key=len, reverse=True):
        text = re.sub(rf"`{re.escape(code)}`|(?<![\w`]){re.escape(code)}(?![\w`])", "`", text)
    text = text.replace("`", "·")
    return GAP.sub("{}", text)


def test_every_phrase_is_translated_and_keeps_its_gaps(german: dict[Key, Message]) -> None:
    phrases = {key(message) for message in template() if message.id}
    left = sorted(phrases - set(german), key=str)
    assert not left, f"{len(phrases) - len(left)} of {len(phrases)} phrases are translated, not: {left[:10]}"
    assert not {one: why for one, message in german.items() if (why := unfit(message))}


def test_a_form_for_many_shows_the_number(german: dict[Key, Message]) -> None:
    assert not [one for one, message in german.items() if message.pluralizable and "{n}" not in message.string[-1]]


def test_no_english_is_left(pairs: list[tuple[str, str]]) -> None:
    assert not [german for _, german in pairs if ENGLISH_ONLY.search(german)]
    assert {english for english, german in pairs if english == german and re.search("[A-Za-z]", german)} <= ALIKE


def test_code_stays_as_it_is(german: dict[Key, Message]) -> None:
    """What the English has between backticks: it is typed, or names something in a file."""
    told = [(key(message)[1], forms(message.string)[0]) for message in german.values()]
    assert [english for english, text in told if set(CODE.findall(english)) - set(CODE.findall(text))] == []


def test_quotes_are_german_and_closed(pairs: list[tuple[str, str]]) -> None:
    assert not [german for _, german in pairs if not well_quoted(german)]


def test_umlauts_and_sharp_s_are_written(pairs: list[tuple[str, str]]) -> None:
    """Neither as on a machine without them, nor as in Switzerland."""
    wrong = re.compile(
        r"fuer|ueber|koenn|muess|aender|loesch|pruef|bestaet|massnahm|gross|\bausser|schliess|gemaess", re.I
    )
    assert not [german for _, german in pairs if wrong.search(german)]


def test_marks_at_the_end_are_kept(pairs: list[tuple[str, str]]) -> None:
    """A sentence stays one, a head before a list keeps its colon."""
    own = {"No."}
    ends = [
        (english, re.findall(r"[.:?…]?$", english)[0], re.findall(r"[.:?…]?$", german)[0]) for english, german in pairs
    ]
    assert not [english for english, one, other in ends if one != other and english not in own]


@pytest.mark.parametrize("term", ALL_TERMS)
def test_a_term_that_binds_is_used(pairs: list[tuple[str, str]], term: str) -> None:
    missing = [
        (english, german)
        for english, german in pairs
        if has_term(english, term) and not any(says(german, word) for word in ALL_TERMS[term])
    ]
    assert not missing


def test_many_terms_stand_in_the_phrases(pairs: list[tuple[str, str]]) -> None:
    """So that the test above looks at something; with a table that cannot be read it would pass."""
    found = {term for term in ALL_TERMS if any(has_term(english, term) for english, _ in pairs)}
    assert set(PROGRAM_TERMS) <= found
    assert {"supervisory authority", "legal ground", "likelihood", "owner", "approved"} <= found


def test_people_are_not_called_victims_and_nothing_is_called_compliant(pairs: list[tuple[str, str]]) -> None:
    assert not [german for _, german in pairs if re.search(r"opfer|konform|compliant", german, re.I)]
