"""Translations of definitions: a file beside each, `gdpr-dpia.fr.yaml`, with each text by its place.

Each entry carries the hash of the English text it was made from. Where that text changed since, the translation is *stale*
and the English text is shown: a stale text must not be read, let alone signed, as if it were current.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, ValidationError

from dpia.errors import BadInput, BrokenPackage, DefinitionError, Problem
from dpia.messages import definitions, linting
from dpia.questionnaire.base import Definition, FileId
from dpia.questionnaire.origin import SHIPPED, Origin, OriginKind
from dpia.questionnaire.reading import validate
from dpia.questionnaire.text import Document, read_document
from dpia.questionnaire.texts import Text, texts_of, with_texts
from dpia.wording import Said, said

DIGITS: Final = 16
LANGUAGE: Final = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
FILE_NAME: Final = re.compile(r"(?P<id>[a-z][a-z0-9-]*)\.(?P<language>[a-z]{2,3}(-[A-Za-z0-9]{2,8})*)\.ya?ml")
_IS_TRANSLATION: Final = re.compile(rb"""^kind: *["']?translation\b""", re.MULTILINE)
_GAP: Final = re.compile(r"\{\w+\}")
_UNSEEN: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs by their category that show nothing: fillers of Hangul, and the empty pattern of Braille."""

Written = Annotated[str, Field(max_length=12_000)]


class TranslatedText(Definition):
    """One text in another language. `of` begins the SHA-256 of the English text that it was made from."""

    of: Annotated[str, Field(pattern=r"^[0-9a-f]{8,64}$")]
    text: Written = ""
    en: Written | None = None
    was: Written | None = None
    note: Written | None = None


class Translation(Definition):
    """A file of kind `translation`: the texts of one definition in one language, by place."""

    kind: Literal["translation"]
    translates: FileId
    language: Annotated[str, Field(pattern=LANGUAGE)]
    texts: dict[str, TranslatedText]
    gone: dict[str, TranslatedText] = Field(default_factory=dict)


class Standing(StrEnum):
    """How it stands with a text in a language."""

    CURRENT = "translated"
    STALE = "stale"
    UNFIT = "unfit"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class TranslationFile:
    """A file with a translation that was found, by its name; it is read when its language is asked for.

    One that a report carries is `there` already, and its path is only a name.
    """

    path: Path
    origin: Origin
    translates: str
    language: str
    there: Translation | None = None


def translation_file(path: Path, origin: Origin) -> TranslationFile | None:
    """The file as a translation, where its name and its `kind` say that it is one."""
    named = FILE_NAME.fullmatch(path.name)
    if named is None or not path.is_file() or not _IS_TRANSLATION.search(path.read_bytes()):
        return None
    return TranslationFile(path, origin, named["id"], named["language"])


def file_name(translates: str, language: str) -> str:
    """What the file is called: ("review", "de") -> "review.de.yaml"."""
    return f"{translates}.{language}.yaml"


def read_translation(path: Path) -> tuple[Translation | None, Document | None, list[Problem]]:
    """The translation in a file with its document, or None and the problems."""
    try:
        document = read_document(path)
    except BadInput as error:
        return None, None, list(error.problems)
    found, problems = validate(Translation, document)
    if found is not None and path.name not in (name := file_name(found.translates, found.language), f"{name[:-5]}.yml"):
        told = definitions.MISNAMED_TRANSLATION(name=found.translates, language=found.language, file=name)
        problems = [Problem(document.location(("translates",)), told)]
        found = None
    return found, document, problems


def digest(english: str) -> str:
    """What `of` says of a text: the first sixteen digits of its SHA-256. Eight can be met on purpose; they are still read."""
    return hashlib.sha256(english.encode("utf-8")).hexdigest()[:DIGITS]


def is_made_from(entry: TranslatedText, english: str) -> bool:
    """Whether an entry was made from exactly this English text."""
    return hashlib.sha256(english.encode("utf-8")).hexdigest().startswith(entry.of)


def misfit(text: Text, entry: TranslatedText) -> Said:
    """Why a translation cannot stand in the place of its text; nothing where it can.

    It has to be what the field would take from the author of the definition.
    """
    if not any(map(_shows, entry.text)):
        return said(linting.SHOWS_NOTHING)
    if text.one_line and ("\n" in entry.text or len(entry.text.splitlines()) > 1):
        return said(linting.ON_ONE_LINE)
    gaps, wanted = (sorted(_GAP.findall(part)) for part in (entry.text, text.english))
    if gaps != wanted:
        template = linting.KEEPS_GAPS if wanted else linting.STRANGE_GAPS
        return said(template, gaps=", ".join(wanted or gaps))
    try:
        text.form.validate_python(entry.text, strict=True)
    except ValidationError as error:
        return _unfit(error)
    return Said("")


def _shows(sign: str) -> bool:
    """Whether a reader sees anything of a character: no space, no format sign, no mark without a letter."""
    return unicodedata.category(sign)[0] in "LNPS" and sign not in _UNSEEN


def _unfit(error: ValidationError) -> Said:
    """What the type of a field says of a text, in words."""
    context = error.errors(include_url=False)[0].get("ctx") or {}
    if "max_length" in context:
        return said(linting.TOO_LONG, most=context["max_length"])
    hint = definitions.PATTERNS.get(str(context.get("pattern")), "")
    return said(linting.NOT_WRITTEN_SO, hint=said(hint, gap=definitions.GAP)) if hint else said(linting.NOT_WRITTEN)


def standing(text: Text, entry: TranslatedText | None) -> Standing:
    """How it stands with one entry for a text."""
    if entry is None or not (entry.text or entry.was):
        return Standing.MISSING
    if not entry.text or not is_made_from(entry, text.english):
        return Standing.STALE
    return Standing.UNFIT if misfit(text, entry) else Standing.CURRENT


def is_language(word: str) -> bool:
    """Whether a word is the tag of a language that something can be translated into: any but English."""
    return re.fullmatch(LANGUAGE, word) is not None and not is_english(word)


def is_english(language: str) -> bool:
    """Whether a language is the one that definitions are written in, or a variety of it."""
    return language.lower().partition("-")[0] in ("en", "eng")


def language_chain(language: str) -> tuple[str, ...]:
    """A language behind what it is a variety of, in small letters: "de-AT" -> ("de", "de-at")."""
    parts = language.lower().split("-")
    return tuple("-".join(parts[: end + 1]) for end in range(len(parts)))


def files_for(files: Sequence[TranslationFile], language: str) -> list[TranslationFile]:
    """The files that speak in a language, the general ones first; of each in the order in which they were found."""
    return [file for word in language_chain(language) for file in files if file.language.lower() == word]


def from_packages(files: Sequence[TranslationFile]) -> list[TranslationFile]:
    """The files that installed packages brought."""
    return [file for file in files if file.origin.kind is OriginKind.PACKAGE]


class Texts:
    """The translated texts of files, by definition and place, and who brought each; a later one counts where it is current."""

    def __init__(self, translations: Iterable[tuple[Translation, Origin]]) -> None:
        self._entries: dict[tuple[str, str], list[tuple[TranslatedText, Origin]]] = {}
        for translation, origin in translations:
            for place, entry in translation.texts.items():
                self._entries.setdefault((translation.translates, place), []).append((entry, origin))

    def entry(self, translates: str, text: Text) -> TranslatedText | None:
        """The entry that counts for a text: the last current one, or the last one there is."""
        entries = [entry for entry, _ in self._entries.get((translates, text.place), ())]
        current = [entry for entry in entries if standing(text, entry) is Standing.CURRENT]
        return next(reversed(current or entries), None)

    def standing(self, translates: str, text: Text) -> Standing:
        """How it stands with a text."""
        return standing(text, self.entry(translates, text))

    def translated(self, definition: Definition) -> Definition:
        """The definition in the language, and English where no current text is there; the same where none is."""
        name = getattr(definition, "id", "")
        return with_texts(definition, lambda text: self._shown(name, text))

    def _shown(self, name: str, text: Text) -> str:
        entry = self.entry(name, text)
        return entry.text if entry is not None and standing(text, entry) is Standing.CURRENT else text.english

    def foreign(self, definition: Definition, own: Origin) -> tuple[Origin, ...]:
        """Who brought texts of a definition that are shown, beside the program and `own`, who brought the definition itself."""
        name = getattr(definition, "id", "")
        shown = ((text, self._shown(name, text)) for text in texts_of(definition).values())
        firsts = [self._first(name, text, words, own) for text, words in shown if words != text.english]
        return tuple(dict.fromkeys(origin for origin in firsts if origin not in (SHIPPED, own)))

    def _first(self, name: str, text: Text, shown: str, own: Origin) -> Origin:
        """Who brought the words that are shown; of several who brought the same, one who is no stranger."""
        entries = self._entries[name, text.place]
        origins = [origin for entry, origin in entries if entry.text == shown and is_made_from(entry, text.english)]
        return next((origin for origin in origins if origin in (SHIPPED, own)), origins[0])


def read_texts(files: Sequence[TranslationFile]) -> Texts:
    """The texts of files. Raises DefinitionError where one cannot be read.

    One that a package brings is left out instead, with the warning BrokenPackage.
    """
    found: list[tuple[Translation, Origin]] = []
    problems: list[Problem] = []
    for file in files:
        translation, _, wrong = (file.there, None, []) if file.there else read_translation(file.path)
        if translation is not None:
            found.append((translation, file.origin))
        elif file.origin.kind is OriginKind.PACKAGE:
            warnings.warn(f"A translation of the {file.origin} is left out: {wrong[0]}", BrokenPackage, stacklevel=2)
        else:
            problems += wrong
    if problems:
        raise DefinitionError(problems)
    return Texts(found)
