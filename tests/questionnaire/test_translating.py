"""Definitions in another language: which translation counts, and what stays English."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dpia.assessment.files import as_yaml
from dpia.errors import BrokenPackage, DefinitionError
from dpia.questionnaire.filling_in import progress, to_fill_in
from dpia.questionnaire.kinds.computed import KIND
from dpia.questionnaire.library import Library, read_definitions
from dpia.questionnaire.origin import SHIPPED, ForeignTexts, Origin, OriginKind
from dpia.questionnaire.texts import Text, texts_of
from dpia.questionnaire.translating import (
    Standing,
    Texts,
    TranslatedText,
    Translation,
    TranslationFile,
    digest,
    files_for,
    is_language,
    language_chain,
    misfit,
    read_texts,
)
from dpia.questionnaire.translation_lint import translation_problems
from dpia.showing.display import Plain
from tests.support.definitions import METHOD, one_question, write_files

QUESTIONS = """
- {id: lit, code: P-1, ask: Is it lit?, type: yes_no, help: By day.}
- {id: sum, code: P-2, ask: How many?, type: computed, value: "1", sentence: "About {value} of 100.", help: Counted.}
"""
PAGE = one_question(QUESTIONS)
ACME = Origin(OriginKind.PACKAGE, "/lib/acme", "acme", "1.2")
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


def in_file(texts: dict[str, dict[str, str]]) -> Texts:
    """The texts of one file that translates the page."""
    data = {"kind": "translation", "translates": "page", "language": "de", "texts": texts}
    return Texts([(Translation.model_validate(data), SHIPPED)])


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
    assert not both.speaks("fr", ["page"])
    assert not both.speaks("en", ["page"])


def test_half_of_what_is_asked_and_found_makes_a_language_and_a_title_does_not(
    library: Library, tmp_path: Path
) -> None:
    titled = with_files(library, tmp_path / "t", page_de=german(title="Seite", P1_help="Am Tag.", P2_help="Gezählt."))
    assert titled.in_language("de") is not titled
    assert not titled.speaks("de", ["page"])
    half = with_files(library, tmp_path / "half", page_de=german(P1_ask="Ist es hell?"))
    assert half.speaks("de", ["page"])
    assert half.speaks("de-AT", ["page"])
    other = PAGE.replace("id: page", "id: other").replace("P-", "O-")
    third = half.with_folder(write_files(tmp_path / "o", other=other))
    assert [third.speaks("de", names) for names in (["page"], ["other"], ["page", "other"])] == [True, False, False]


# ------------------------------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize("language", ["en", "en-GB", "eng"])
def test_a_translation_into_english_is_refused_where_it_is_found(
    language: str, library: Library, tmp_path: Path
) -> None:
    files = {f"page_{language}": german(language, title="Everything is fine", P1_ask="All fine?")}
    both = with_files(library, tmp_path / "t", **files)
    (problem,) = both.reading_problems
    assert f"page.{language}.yaml:3:" in str(problem)
    assert "Definitions are written in English, so nothing is translated into it" in str(problem)
    assert both.translations == ()
    with pytest.raises(DefinitionError, match="written in English"):
        both.check()
    forced = replace(
        library, translations=(TranslationFile(tmp_path / f"t/page.{language}.yaml", ACME, "page", language),)
    )
    assert forced.in_language(language) is forced
    assert asks(forced.in_language(language)) == ["Is it lit?", "How many?"]


UNFIT = {
    "spaces": ("P1_ask", "   ", "shows nothing"),
    "signs of no width": ("P1_ask", "\u200b\u2060\ufeff\u00ad \u200d", "shows nothing"),
    "fillers": ("P1_ask", "\u3164\u2800\u115f", "shows nothing"),
    "a mark without a letter": ("P1_ask", "\u034f\ufe0f\u0301", "shows nothing"),
    "too long for a line": ("P1_ask", "x" * 501, "is longer than 500 characters"),
    "too long for prose": ("P1_help", "x" * 6001, "is longer than 6000 characters"),
    "a line separator": ("P1_ask", "Ist es\u2028hell?", "has to stay on one line"),
    "a form feed of a line": ("P1_ask", "Ist es hell?\n", "has to stay on one line"),
    "a brace": (
        "P2_sentence",
        "Etwa {value} von 100. {",
        "is not written as it has to be: the sentence needs {value} once",
    ),
    "a form for the number": ("P2_sentence", "{value} {value:>200000000}", "is not written as it has to be: "),
    "a brace that closes": ("P2_sentence", "Etwa {value} }", "is not written as it has to be: "),
}


@pytest.mark.parametrize("kind", UNFIT)
def test_a_translation_has_to_be_what_its_field_takes(kind: str, library: Library, tmp_path: Path) -> None:
    key, text, told = UNFIT[kind]
    both = with_files(library, tmp_path / "t", page_de=german(**{key: text}))
    assert both.in_language("de") is both
    (problem,) = translation_problems(both)
    assert told in str(problem)
    assert not problem.warning


@pytest.mark.parametrize("more", ["{", "}", "{value:>200000000}", "{value.__class__}", "{0}"])
def test_the_sentence_of_a_computed_number_fills_its_gap_and_formats_nothing(more: str, library: Library) -> None:
    asked = library.questionnaire("page").question("sum")
    assert asked is not None
    sentence = asked.model_copy(update={"sentence": f"Etwa {{value}} von 100. {more}"})
    assert KIND.say(sentence, (), 3.2, Plain(str)) == f"3.2. Etwa 3 von 100. {more}"


@pytest.mark.parametrize(("key", "length"), [("P1_ask", 500), ("P1_help", 6000)])
def test_a_text_as_long_as_its_field_takes_is_shown(key: str, length: int, library: Library, tmp_path: Path) -> None:
    both = with_files(library, tmp_path / "t", page_de=german(**{key: "x" * length}))
    assert both.in_language("de") is not both


def test_every_text_of_every_model_says_what_it_takes(shipped: Library) -> None:
    for definition in shipped.current:
        for text in texts_of(definition).values():
            most = 500 if text.one_line else 6000
            assert not misfit(text, entry_for(text, text.english))
            assert (
                misfit(text, entry_for(text, text.english + "x" * most)).text() == f"is longer than {most} characters"
            )


def entry_for(text: Text, words: str) -> TranslatedText:
    return TranslatedText(of=digest(text.english), text=words)


# ------------------------------------------------------------------------------------------------- who brought the texts


def test_texts_of_strangers_are_known_and_those_of_the_program_and_the_author_are_not_strange(
    library: Library, tmp_path: Path
) -> None:
    own = library.with_folder(translated(tmp_path / "s", title="Seite"), origin=SHIPPED)
    assert own.in_language("de").foreign_texts == ()
    acme = own.with_folder(translated(tmp_path / "a", title="Blatt"), origin=ACME)
    assert acme.in_language("de").questionnaire("page").title == "Blatt"
    assert acme.in_language("de").foreign_texts == (ForeignTexts("questionnaire", "page", "de", (ACME,)),)
    assert acme.foreign_texts == ()
    assert str(acme.in_language("de-AT").foreign_texts[0]) == "Texts in de-AT of page: package acme 1.2"
    assert acme.all_foreign_texts() == acme.in_language("de").foreign_texts


def test_the_same_words_as_those_of_the_program_are_not_strange(library: Library, tmp_path: Path) -> None:
    own = library.with_folder(translated(tmp_path / "s", title="Seite"), origin=SHIPPED)
    copied = own.with_folder(translated(tmp_path / "a", title="Seite"), origin=ACME)
    assert copied.in_language("de").foreign_texts == ()


def test_what_is_stale_or_not_shown_is_of_nobody(library: Library, tmp_path: Path) -> None:
    old = write_files(tmp_path / "a", **{"page.de": german(of=ENGLISH | {"title": "Sheet"}, title="Blatt")})
    own = library.with_folder(translated(tmp_path / "s", title="Seite"), origin=SHIPPED)
    assert own.with_folder(old, origin=ACME).in_language("de").foreign_texts == ()


def test_who_brings_a_definition_may_translate_it(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "set", page=PAGE, m=METHOD, **{"page.de": german(title="Seite")})
    assert read_definitions([folder], ACME).check().in_language("de").foreign_texts == ()


def test_a_form_knows_the_strangers_that_count_in_it(library: Library, tmp_path: Path) -> None:
    other = PAGE.replace("id: page", "id: other").replace("P-", "O-")
    both = library.with_folder(write_files(tmp_path / "o", other=other), origin=SHIPPED)
    spoken = both.with_folder(translated(tmp_path / "a", title="Blatt"), origin=ACME).in_language("de")
    assert [found.id for found in spoken.form(["page"]).foreign_texts] == ["page"]
    assert spoken.form(["other"]).foreign_texts == ()


def test_lint_warns_of_a_translation_of_what_others_wrote(library: Library, tmp_path: Path) -> None:
    acme = library.with_folder(translated(tmp_path / "a", title="Blatt"), origin=ACME)
    (problem,) = translation_problems(acme)
    assert problem.warning
    assert "page.de.yaml:2:" in str(problem)
    assert "replaces: Translates `page`, which others wrote: shipped (that may be meant: reports in de say so)" in str(
        problem
    )


def translated(folder: Path, **texts: str) -> Path:
    """A folder with the page in German."""
    return write_files(folder, **{"page.de": german(**texts)})


# ------------------------------------------------------------------------------------------------------- what is current


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
    package = library.with_folder(folder, origin=ACME)
    with pytest.warns(
        BrokenPackage, match=r"^A translation of the package acme 1\.2 is left out: .*page\.de\.yaml:1:1: "
    ):
        assert package.in_language("de") is package


def test_a_file_is_a_translation_by_its_name_and_its_kind(tmp_path: Path, library: Library) -> None:
    other = with_files(library, tmp_path / "a", my_log=PAGE.replace("id: page", "id: other").replace("P-", "O-"))
    assert other.questionnaire("other").title == "Page"
    misnamed = with_files(library, tmp_path / "b", german=german(title="Seite"))
    (problem,) = misnamed.reading_problems
    assert "A translation is found by its name (call the file page.de.yaml)" in str(problem)


@pytest.mark.parametrize(
    ("word", "fine"), [("de", True), ("pt-BR", True), ("en", False), ("en-GB", False), ("D", False)]
)
def test_a_language_is_a_tag_and_not_english(word: str, fine: bool) -> None:
    assert is_language(word) is fine


@pytest.mark.parametrize("digits", [8, 16, 64])
def test_an_entry_is_made_from_a_text_by_eight_digits_or_more(digits: int) -> None:
    full = hashlib.sha256(b"Page").hexdigest()
    assert digest("Page") == full[:16]
    texts = in_file({"title": {"of": full[:digits], "text": "Seite"}})
    assert texts.standing("page", Text("title", "Page", one_line=True)) is Standing.CURRENT
    assert texts.standing("page", Text("title", "Pages", one_line=True)) is Standing.STALE


# ---------------------------------------------------------------------------------------------------- files to fill in


def fill(
    library: Library, own: dict[str, dict[str, str]] | None = None, elsewhere: Texts | None = None, **gone: Any
) -> dict[str, Any]:
    data = {"kind": "translation", "translates": "page", "language": "de", "texts": own or {}, **gone}
    translation = Translation.model_validate(data) if own is not None else None
    found = to_fill_in([library.questionnaire("page")], "de", translation, elsewhere or Texts([]))
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


def test_a_short_hash_becomes_a_long_one(library: Library) -> None:
    short = hashlib.sha256(b"Page").hexdigest()[:8]
    assert fill(library, {"title": {"of": short, "text": "Seite"}})["texts"]["title"]["of"] == digest("Page")
    full = hashlib.sha256(b"Page").hexdigest()
    assert fill(library, {"title": {"of": full, "text": "Seite"}})["texts"]["title"]["of"] == full


def test_a_note_alone_is_kept_when_its_place_goes(library: Library) -> None:
    entry = {"of": digest("Old"), "note": "Ask the lawyer."}
    found = fill(library, {"questions.P-9.ask": entry})
    assert found["gone"] == {"questions.P-9.ask": entry}
    back = fill(library, {}, gone={"title": entry})
    assert back["texts"]["title"] == {"of": digest("Page"), "text": "", "en": "Page", "note": "Ask the lawyer."}


def test_definitions_with_one_id_share_one_file_and_lose_nothing(library: Library, tmp_path: Path) -> None:
    text = one_question("- {id: cold, code: P-3, ask: Is it cold?, type: yes_no, help: Say.}").replace("Page", "Sheet")
    page, other = (
        found.questionnaire("page")
        for found in (library, read_definitions([write_files(tmp_path / "other", page=text)]))
    )
    own = {
        "questions.P-1.ask": {"of": digest("Is it lit?"), "text": "Ist es hell?"},
        "title": {"of": digest("Page"), "text": "Seite"},
    }
    data = {"kind": "translation", "translates": "page", "language": "de", "texts": own}
    for definitions in ([page, other], [other, page]):
        found = to_fill_in(definitions, "de", Translation.model_validate(data), Texts([]))
        assert found is not None
        assert found["texts"].keys() == texts_of(page).keys() | texts_of(other).keys()
        assert {place: found["texts"][place] for place in own} == own
        assert "gone" not in found


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
    found = fill(library, elsewhere=in_file(data))
    assert "title" not in found["texts"]
    assert found["texts"]["questions.P-1.ask"]["was"] == "Alt"


def test_nothing_is_written_where_all_is_translated_elsewhere(library: Library) -> None:
    entries = {place: {"of": digest(text), "text": f"{text} (de)"} for place, text in ENGLISH.items()}
    assert to_fill_in([library.questionnaire("page")], "de", None, in_file(entries)) is None


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
