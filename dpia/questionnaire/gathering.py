"""Definition files: found in folders, and read one by one as what their `kind` says."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from dpia.errors import BadInput, NotFound, Problem
from dpia.messages import definitions, linting
from dpia.questionnaire.base import Definition
from dpia.questionnaire.kit import Kit
from dpia.questionnaire.lookalike import outline_of
from dpia.questionnaire.model import Questionnaire
from dpia.questionnaire.national import NationalList
from dpia.questionnaire.origin import Origin, OriginKind
from dpia.questionnaire.reading import validate
from dpia.questionnaire.reference import Actions, Catalogue, Glossary, Method, Sources, Vocabulary
from dpia.questionnaire.text import Document
from dpia.questionnaire.translating import Translation, TranslationFile, file_name, is_english, translation_file
from dpia.wording import N_, did_you_mean, said

KINDS: Final[Mapping[str, type[Definition]]] = {
    "questionnaire": Questionnaire,
    "module": Questionnaire,
    "method": Method,
    "catalogue": Catalogue,
    "sources": Sources,
    "glossary": Glossary,
    "actions": Actions,
    "dpv": Vocabulary,
    "kit": Kit,
    "national-list": NationalList,
    "translation": Translation,
}
SKIPPED_FOLDERS: Final = frozenset({"examples", "schema"})
Read = Callable[[Path], Document]


@dataclass
class Gathered:
    """What was found: documents and their origins by file, definitions and translations in order, and what is wrong."""

    documents: dict[str, Document] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    definitions: list[tuple[str, Definition]] = field(default_factory=list)
    translations: list[TranslationFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def take(self, document: Document, origin: Origin) -> None:
        """Reads a document as what its `kind` says, and keeps it or what is wrong with it."""
        model, own = _model_of(document)
        self.problems += own
        if model is None:
            return
        definition, wrong = validate(model, document)
        self.problems += wrong
        if isinstance(definition, Translation):  # one that can be used is found by its name
            self.problems.append((_english if is_english(definition.language) else _misnamed)(definition, document))
        elif definition is not None:
            self.documents[document.file] = document
            self.origins[document.file] = origin
            self.definitions.append((document.file, definition))


@contextmanager
def without_collections() -> Iterator[None]:
    """Reading makes many objects that all live on; looking for garbage among them doubles the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_freeze_count() == 0:  # straight into the oldest generation, where nothing looks through them soon
            gc.freeze()
            gc.unfreeze()
        if enabled:
            gc.enable()


@without_collections()
def gather(paths: Sequence[Path], read: Read, origin: Origin | None = None) -> Gathered:
    """Reads files, and folders of files with their folders; translations are only found, and read when they are needed.

    Without an origin each comes from the path that was named. Raises NotFound for a path that is not there.
    """
    found = Gathered()
    for top, path in _files(paths):
        source = origin or Origin(OriginKind.PATH, str(top))
        translation = translation_file(path, source)
        if translation is not None and not is_english(translation.language):
            found.translations.append(translation)
            continue
        try:
            document = read(path)
        except BadInput as error:
            found.problems += error.problems
            continue
        found.take(document, source)
    found.problems += _same_ids(paths, found.definitions, found.documents)
    return found


def _misnamed(translation: Translation, document: Document) -> Problem:
    wanted = file_name(translation.translates, translation.language)
    return Problem(document.location(("kind",)), definitions.UNNAMED_TRANSLATION(file=wanted))


def _english(translation: Translation, document: Document) -> Problem:
    """It would say something else than the definition in its own language, and no report would tell."""
    return Problem(document.location(("language",)), linting.INTO_ENGLISH(name=translation.translates))


def _same_ids(
    paths: Sequence[Path], found: Sequence[tuple[str, Definition]], documents: Mapping[str, Document]
) -> Iterator[Problem]:
    """Two files of one folder with one id: which of them would stand is an accident of their names. Or two ids that look alike."""
    alike: dict[tuple[type[Definition], str], tuple[str, str]] = {}
    for file, item in found:
        name = getattr(item, "id", "")
        other, where = alike.setdefault((type(item), outline_of(name)), (name, file))
        if other != name:
            yield Problem(documents[file].location(("id",)), definitions.LIKE_ID(name=name, other=other, file=where))
    for folder in paths:
        first: dict[tuple[type[Definition], str], str] = {}
        for file, item in found:
            if Path(file).is_relative_to(folder):
                name = getattr(item, "id", "")
                before = first.setdefault((type(item), name), file)
                if before != file:
                    yield Problem(documents[file].location(("id",)), definitions.SAME_ID(name=name, file=before))


def _model_of(document: Document) -> tuple[type[Definition] | None, list[Problem]]:
    data = document.data
    if not isinstance(data, dict):
        return None, [Problem(document.location(), definitions.NO_KEYS())]
    kind = data.get("kind", "questionnaire")
    model = KINDS.get(kind) if isinstance(kind, str) else None
    if model is None:
        told = definitions.NO_KIND(suggestion=did_you_mean(str(kind)[:40], KINDS))
        return None, [Problem(document.location(("kind",)), told)]
    return model, []


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    """Each file behind the path that it was found by."""
    for path in paths:
        if path.is_dir():
            for file in sorted((*path.rglob("*.yaml"), *path.rglob("*.yml"))):
                if not SKIPPED_FOLDERS.intersection(file.relative_to(path).parts[:-1]):
                    yield path, file
        elif path.exists():
            yield path, path
        else:
            raise NotFound(said(N_("{path}: there is no such file or folder."), path=path))
