"""What `dpia questionnaires lint` finds in translations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dpia.errors import Code, Problem, did_you_mean
from dpia.questionnaire.library import Library
from dpia.questionnaire.text import Document
from dpia.questionnaire.texts import Text, texts_of
from dpia.questionnaire.translating import (
    Standing,
    TranslatedText,
    Translation,
    is_language,
    misfit,
    read_translation,
    standing,
)


def translation_problems(library: Library) -> Iterator[Problem]:
    """Every problem of the translations of a library, and a warning for each text that is stale."""
    texts: dict[str, dict[str, Text]] = {}
    for definition in library.current if library.translations else ():
        texts.setdefault(str(getattr(definition, "id", "")), {}).update(texts_of(definition))
    for file in library.translations:
        translation, document, problems = read_translation(file.path)
        yield from problems
        if translation is not None and document is not None:
            yield from _head(translation, document, texts)
            yield from _entries(translation, document, texts.get(translation.translates, {}))


def _head(translation: Translation, document: Document, known: Mapping[str, object]) -> Iterator[Problem]:
    if translation.translates not in known:
        message = f"`{translation.translates}` is no definition of this set"
        hint = did_you_mean(translation.translates, known)
        yield Problem(document.location(("translates",)), Code.UNKNOWN_ID, message, hint)
    if not is_language(translation.language):
        message = "definitions are written in English, so nothing is translated into it"
        yield Problem(document.location(("language",)), Code.BAD_VALUE, message)


def _entries(translation: Translation, document: Document, texts: Mapping[str, Text]) -> Iterator[Problem]:
    for place, entry in translation.texts.items() if texts else ():
        text = texts.get(place)
        if text is None:
            yield _unknown(document, place, texts)
        else:
            yield from _entry(document, place, text, entry)


def _unknown(document: Document, place: str, texts: Mapping[str, Text]) -> Problem:
    hint = did_you_mean(place, texts) or "`dpia questionnaires translations` moves it to `gone`"
    where = document.location(("texts", place), key=True)
    return Problem(where, Code.UNKNOWN_ID, f"`{place}` is no place of a text", hint)


def _entry(document: Document, place: str, text: Text, entry: TranslatedText) -> Iterator[Problem]:
    match standing(text, entry):
        case Standing.UNFIT:
            where = document.location(("texts", place, "text"))
            yield Problem(where, Code.BAD_VALUE, f"the text of `{place}` {misfit(text, entry)}")
        case Standing.STALE:
            message = f"the English text of `{place}` changed, so it is shown in English"
            hint = "run `dpia questionnaires translations`"
            yield Problem(document.location(("texts", place)), Code.STALE_TEXT, message, hint, warning=True)
