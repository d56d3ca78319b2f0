"""What `dpia questionnaires lint` finds in translations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dpia.errors import Problem
from dpia.messages import linting
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
from dpia.wording import did_you_mean, said


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
        suggestion = did_you_mean(translation.translates, known)
        told = linting.TRANSLATES_NOTHING(name=translation.translates, suggestion=suggestion)
        yield Problem(document.location(("translates",)), told)
    if not is_language(translation.language):
        yield Problem(document.location(("language",)), linting.INTO_ENGLISH())


def _entries(translation: Translation, document: Document, texts: Mapping[str, Text]) -> Iterator[Problem]:
    for place, entry in translation.texts.items() if texts else ():
        text = texts.get(place)
        if text is None:
            yield _unknown(document, place, texts)
        else:
            yield from _entry(document, place, text, entry)


def _unknown(document: Document, place: str, texts: Mapping[str, Text]) -> Problem:
    suggestion = did_you_mean(place, texts) or said(linting.MOVES_TO_GONE)
    where = document.location(("texts", place), key=True)
    return Problem(where, linting.NO_PLACE(place=place, suggestion=suggestion))


def _entry(document: Document, place: str, text: Text, entry: TranslatedText) -> Iterator[Problem]:
    match standing(text, entry):
        case Standing.UNFIT:
            where = document.location(("texts", place, "text"))
            yield Problem(where, linting.MISFIT(place=place, misfit=misfit(text, entry)))
        case Standing.STALE:
            yield Problem(document.location(("texts", place)), linting.STALE(place=place), warning=True)
