"""What `dpia questionnaires lint` finds in translations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dpia.errors import Problem
from dpia.messages import linting
from dpia.questionnaire.base import Definition
from dpia.questionnaire.filling_in import meant, texts_by_place
from dpia.questionnaire.library import Library
from dpia.questionnaire.text import Document
from dpia.questionnaire.texts import Text
from dpia.questionnaire.translating import (
    Standing,
    TranslatedText,
    Translation,
    TranslationFile,
    misfit,
    read_texts,
    read_translation,
    standing,
)
from dpia.wording import did_you_mean, said


def translation_problems(library: Library) -> Iterator[Problem]:
    """Every problem of the translations of a library, and a warning for each text that is stale."""
    definitions: dict[str, list[Definition]] = {}
    for definition in library.current if library.translations else ():
        definitions.setdefault(str(getattr(definition, "id", "")), []).append(definition)
    texts = {name: texts_by_place(found) for name, found in definitions.items()}
    for file in library.translations:
        translation, document, problems = read_translation(file.path)
        yield from problems
        if translation is not None and document is not None:
            yield from _head(translation, document, texts)
            yield from _foreign(library, definitions.get(translation.translates, ()), file, document)
            yield from _entries(translation, document, texts.get(translation.translates, {}))


def _head(translation: Translation, document: Document, known: Mapping[str, object]) -> Iterator[Problem]:
    if translation.translates not in known:
        suggestion = did_you_mean(translation.translates, known)
        told = linting.TRANSLATES_NOTHING(name=translation.translates, suggestion=suggestion)
        yield Problem(document.location(("translates",)), told)


def _foreign(
    library: Library, definitions: Sequence[Definition], file: TranslationFile, document: Document
) -> Iterator[Problem]:
    """A translation that neither the program nor whoever wrote the definition brings. Reports name it, so its author is told."""
    texts, origins = read_texts([file]), [library.origins[library.file_of(item)] for item in definitions]
    if any(texts.foreign(item, own) for item, own in zip(definitions, origins, strict=True)):
        named = ", ".join(map(str, origins))
        told = linting.FOREIGN_TEXTS(name=file.translates, origins=named, language=file.language)
        yield Problem(document.location(("translates",)), told, warning=True)


def _entries(translation: Translation, document: Document, texts: Mapping[str, list[Text]]) -> Iterator[Problem]:
    for place, entry in translation.texts.items() if texts else ():
        if place not in texts:
            yield _unknown(document, place, texts)
        else:
            yield from _entry(document, place, meant(texts[place], entry), entry)


def _unknown(document: Document, place: str, texts: Mapping[str, list[Text]]) -> Problem:
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
