"""Definitions in another language: which translation counts, and what stays English."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from dpia.assessment.files import as_yaml
from dpia.errors import DefinitionError
from dpia.questionnaire.filling_in import progress, to_fill_in
from dpia.questionnaire.library import Library, read_definitions
from dpia.questionnaire.origin import SHIPPED, Origin, OriginKind
from dpia.questionnaire.texts import Text, texts_of
from dpia.questionnaire.translating import (
    Standing,
    Texts,
    Translation,
    digest,
    files_for,
    is_language,
    language_chain,
    read_texts,
)
from tests.support.definitions import METHOD, one_question, write_files

QUESTIONS = """
- {id: lit, code: P-1, ask: Is it lit?, type: yes_no, help: By day.}
- {id: sum, code: P-2, ask: How many?, type: computed, value: "1", sentence: "About {value} of 100.", help: Counted.}
"""
PAGE = one_question(QUESTIONS)
ENGLISH = {
    "title": "Page",
    "sections.all.title": "All",
    "questions.P-1.ask": "Is it lit?",
    "questions.P-1.help": "By day.",
    "questions.P-2.ask": "How many?",
    "questions.P-2.help": "Counted.",
    "questions.P-2.sentence": "About {value} of 100.",
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return read_definitions([write_files(tmp_path / "set", page=PAGE, m=METHOD)], SHIPPED).check()


def german(language: str = "de", of: dict[str, str] | None = None, **texts: str) -> str:
    """A translation of some texts; the key `P1_ask` stands for the place `questions.P-1.ask`."""
    entries = {}
    for word, text in texts.items():
        code, _, field = word.partition("_")
        place = f"questions.{code[0]}-{code[1:]}.{field}" if field else word
        entries[place] = {"of": digest((of or ENGLISH)[place]), "text": text}
    return as_yaml({"kind": "translation", "translates": "page", "language": language, "texts": entries})


def with_files(library: Library, folder: Path, **files: str) -> Library:
    """The library with translations; the key `page_de` stands for the file page.de.yaml."""
    for name, text in files.items():
        write_files(folder, **{name.replace("_", "."): text})
    return library.with_folder(folder)


def asks(library: Library) -> list[str]:
    return [question.ask for question in library.questionnaire("page").questions()]


def test_texts_are_shown_in_the_language_and_the_others_in_english(library: Library, tmp_path: Path) -> None:
    both = with_files(library, tmp_path / "t", page_de=german(title="Seite", P1_ask="Ist es hell?"))
    spoken = both.in_language("de")
    assert spoken.questionnaire("page").title == "Seite"
    assert asks(spoken) == ["Ist es hell?", "How many?"]
    assert asks(both) == ["Is it lit?", "How many?"]
    assert spoken.form(["page"]).questions["page.lit"].question.ask == "Ist es hell?"
    assert both.in_language("de") is spoken
    assert spoken.in_language("en") is both


def test_hashes_origins_and_replacements_stay_those_of_the_original(library: Library, tmp_path: Path) -> None:
    both = with_files(library, tmp_path / "t", page_de=german(title="Seite"))
    spoken = both.in_language("de")
    assert spoken.hashes is both.hashes
    assert spoken.form(["page"]).hashes["page"] == library.form(["page"]).hashes["page"]
    assert spoken.origin_of("page") == SHIPPED
    assert spoken.replacements == both.replacements == ()


def test_a_library_without_the_language_is_the_original(library: Library, tmp_path: Path) -> None:
    both = with_files(library, tmp_path / "t", page_de=german(title="Seite"))
    assert both.in_language("fr") is both
    assert both.languages == {"de"}
    assert (both.speaks("de", ["page"]), both.speaks("fr", ["page"]), both.speaks("en", ["page"])) == (
        True,
        False,
        False,
    )


def test_a_text_whose_english_changed_is_shown_in_english(library: Library, tmp_path: Path) -> None:
    old = ENGLISH | {"questions.P-1.ask": "Is it lit"}
    both = with_files(library, tmp_path / "t", page_de=german(of=old, P1_ask="Ist es hell?", P2_ask="Wie viele?"))
    assert asks(both.in_language("de")) == ["Is it lit?", "Wie viele?"]


def test_a_changed_comma_in_a_replaced_questionnaire_marks_one_text(library: Library, tmp_path: Path) -> None:
    spoken = with_files(library, tmp_path / "t", page_de=german(P1_ask="Ist es hell?", P2_ask="Wie viele?"))
    own = write_files(tmp_path / "own", page=PAGE.replace("How many?", "How many then?"))
    assert asks(spoken.with_folder(own).in_language("de")) == ["Ist es hell?", "How many then?"]


@pytest.mark.parametrize("text", ["Etwa {wert} von 100.", "Etwa so viele.", "Etwa {value}\nvon 100."])
def test_a_translation_that_lost_its_gap_or_its_line_is_not_shown(text: str, library: Library, tmp_path: Path) -> None:
    both = with_files(library, tmp_path / "t", page_de=german(P2_sentence=text, title="Seite"))
    question = both.in_language("de").questionnaire("page").question("sum")
    assert question is not None
    assert question.sentence == "About {value} of 100."


def test_a_variety_falls_back_on_its_language_text_by_text(library: Library, tmp_path: Path) -> None:
    files = {"page_de": german(P1_ask="Ist es hell?", title="Seite"), "page_de-AT": german("de-AT", P1_ask="Is’ hell?")}
    both = with_files(library, tmp_path / "t", **files)
    spoken = both.in_language("de-AT")
    assert (spoken.questionnaire("page").title, asks(spoken)[0]) == ("Seite", "Is’ hell?")
    assert asks(both.in_language("de-CH"))[0] == "Ist es hell?"
    assert language_chain("de-AT") == ("de", "de-at")


def test_a_later_file_counts_where_it_is_current(library: Library, tmp_path: Path) -> None:
    first = with_files(library, tmp_path / "one", page_de=german(title="Seite", P1_ask="Ist es hell?"))
    stale = ENGLISH | {"questions.P-1.ask": "Was it lit?"}
    later = with_files(first, tmp_path / "two", page_de=german(of=stale, title="Blatt", P1_ask="War es hell?"))
    spoken = later.in_language("de")
    assert (spoken.questionnaire("page").title, asks(spoken)[0]) == ("Blatt", "Ist es hell?")


def test_a_translation_that_cannot_be_read_is_told_unless_a_package_brings_it(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "t"
    bad = german(title="Seite").replace("texts:", "textes:")
    with pytest.raises(DefinitionError, match=r"page\.de\.yaml:4:1: unknown-key.*did you mean `texts`"):
        with_files(library, folder, page_de=bad).in_language("de")
    package = library.with_folder(folder, origin=Origin(OriginKind.PACKAGE, str(folder), "acme", "1"))
    assert package.in_language("de") is package


def test_a_file_is_a_translation_by_its_name_and_its_kind(tmp_path: Path, library: Library) -> None:
    other = with_files(library, tmp_path / "a", my_log=PAGE.replace("id: page", "id: other").replace("P-", "O-"))
    assert other.questionnaire("other").title == "Page"
    misnamed = with_files(library, tmp_path / "b", german=german(title="Seite"))
    (problem,) = misnamed.reading_problems
    assert "a translation is found by its name (call the file page.de.yaml)" in str(problem)


@pytest.mark.parametrize(
    ("word", "fine"), [("de", True), ("pt-BR", True), ("en", False), ("en-GB", False), ("D", False)]
)
def test_a_language_is_a_tag_and_not_english(word: str, fine: bool) -> None:
    assert is_language(word) is fine


def test_an_entry_is_made_from_a_text_by_eight_digits_or_more() -> None:
    full = hashlib.sha256(b"Page").hexdigest()
    assert digest("Page") == full[:8]
    page = {"of": full, "text": "Seite"}
    data = {"kind": "translation", "translates": "page", "language": "de", "texts": {"title": page}}
    texts = Texts([Translation.model_validate(data)])
    assert texts.standing("page", Text("title", "Page", one_line=True)) is Standing.CURRENT
    assert texts.standing("page", Text("title", "Pages", one_line=True)) is Standing.STALE


# ---------------------------------------------------------------------------------------------------- files to fill in


def fill(
    library: Library, own: dict[str, dict[str, str]] | None = None, elsewhere: Texts | None = None, **gone: Any
) -> dict[str, Any]:
    data = {"kind": "translation", "translates": "page", "language": "de", "texts": own or {}, **gone}
    translation = Translation.model_validate(data) if own is not None else None
    found = to_fill_in(library.questionnaire("page"), "de", translation, elsewhere or Texts([]))
    assert found is not None
    Translation.model_validate(found)
    return found


def test_the_file_to_fill_in_has_every_text_with_the_english_one_beside_it(library: Library) -> None:
    found = fill(library)
    assert {place: entry["en"] for place, entry in found["texts"].items()} == ENGLISH
    assert found["texts"]["title"] == {"of": digest("Page"), "text": "", "en": "Page"}
    assert (found["kind"], found["translates"], found["language"]) == ("translation", "page", "de")


def test_what_is_translated_stays_and_loses_the_english_text_beside_it(library: Library) -> None:
    entry = {"of": digest("Page"), "text": "Seite", "en": "Page", "note": "As on paper."}
    found = fill(library, {"title": entry})
    assert found["texts"]["title"] == {"of": digest("Page"), "text": "Seite", "note": "As on paper."}
    assert list(found["texts"]) == list(ENGLISH)


def test_a_stale_text_is_kept_beside_the_new_english_one(library: Library) -> None:
    found = fill(library, {"title": {"of": digest("Sheet"), "text": "Blatt"}})
    assert found["texts"]["title"] == {"of": digest("Page"), "text": "", "en": "Page", "was": "Blatt"}
    again = fill(library, found["texts"])
    assert again == found


def test_a_text_without_a_place_is_kept_and_comes_back(library: Library) -> None:
    entry = {"of": digest("Old"), "text": "Alt"}
    found = fill(library, {"questions.P-9.ask": entry})
    assert found["gone"] == {"questions.P-9.ask": entry}
    kept = fill(library, {}, gone=found["gone"])
    assert kept["gone"] == found["gone"]
    moved = fill(library, {}, gone={"questions.P-9.ask": {"of": digest("Is it lit?"), "text": "Ist es hell?"}})
    assert moved["texts"]["questions.P-1.ask"] == {"of": digest("Is it lit?"), "text": "Ist es hell?"}
    assert "gone" not in moved


def test_what_is_current_elsewhere_is_not_written_again_and_what_is_stale_there_is_shown(library: Library) -> None:
    data = {"title": {"of": digest("Page"), "text": "Seite"}, "questions.P-1.ask": {"of": digest("Old"), "text": "Alt"}}
    whole = {"kind": "translation", "translates": "page", "language": "de", "texts": data}
    found = fill(library, elsewhere=Texts([Translation.model_validate(whole)]))
    assert "title" not in found["texts"]
    assert found["texts"]["questions.P-1.ask"]["was"] == "Alt"


def test_nothing_is_written_where_all_is_translated_elsewhere(library: Library) -> None:
    entries = {place: {"of": digest(text), "text": f"{text} (de)"} for place, text in ENGLISH.items()}
    whole = Translation.model_validate(
        {"kind": "translation", "translates": "page", "language": "de", "texts": entries}
    )
    assert to_fill_in(library.questionnaire("page"), "de", None, Texts([whole])) is None


def test_an_unfit_text_stays_and_gets_the_english_one_beside_it(library: Library) -> None:
    english = ENGLISH["questions.P-2.sentence"]
    found = fill(library, {"questions.P-2.sentence": {"of": digest(english), "text": "Etwa so viele."}})
    assert found["texts"]["questions.P-2.sentence"] == {"of": digest(english), "text": "Etwa so viele.", "en": english}


def test_progress_says_how_it_stands_with_each_text(library: Library, tmp_path: Path) -> None:
    old = ENGLISH | {"questions.P-1.ask": "Was it lit?"}
    text = german(of=old, title="Seite", P1_ask="War es hell?", P2_sentence="Ohne Lücke")
    both = with_files(library, tmp_path / "t", page_de=text)
    found = {one.id: one for one in progress(both.current, read_texts(files_for(both.translations, "de")))}
    page = found["page"]
    assert page.places(Standing.CURRENT) == ("title",)
    assert page.places(Standing.STALE) == ("questions.P-1.ask",)
    assert page.places(Standing.UNFIT) == ("questions.P-2.sentence",)
    assert len(page.places(Standing.MISSING)) == len(ENGLISH) - 3
    assert set(found["two-by-two"].standings.values()) == {Standing.MISSING}
    assert len(texts_of(both.methods["two-by-two"])) == len(found["two-by-two"].standings)
