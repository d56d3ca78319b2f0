"""What `dpia questionnaires lint` finds in translations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dpia.errors import Code, Problem, did_you_mean
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
        message = f"`{translation.translates}` is no definition of this set"
        hint = did_you_mean(translation.translates, known)
        yield Problem(document.location(("translates",)), Code.UNKNOWN_ID, message, hint)


def _foreign(
    library: Library, definitions: Sequence[Definition], file: TranslationFile, document: Document
) -> Iterator[Problem]:
    """A translation that neither the program nor whoever wrote the definition brings. Reports name it, so its author is told."""
    texts, origins = read_texts([file]), [library.origins[library.file_of(item)] for item in definitions]
    if any(texts.foreign(item, own) for item, own in zip(definitions, origins, strict=True)):
        message = f"translates `{file.translates}`, which others wrote: {', '.join(map(str, origins))}"
        hint = f"that may be meant: reports in {file.language} say so"
        yield Problem(document.location(("translates",)), Code.REPLACES, message, hint, warning=True)


def _entries(translation: Translation, document: Document, texts: Mapping[str, list[Text]]) -> Iterator[Problem]:
    for place, entry in translation.texts.items() if texts else ():
        if place not in texts:
            yield _unknown(document, place, texts)
        else:
            yield from _entry(document, place, meant(texts[place], entry), entry)


def _unknown(document: Document, place: str, texts: Mapping[str, list[Text]]) -> Problem:
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
