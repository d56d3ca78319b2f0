"""The definitions that an assessment rests on, as one file beside it: a report carries them, so that it can be read for ever.

They are the files as they were read, in their order, so that a questionnaire has the same hash again. Read back, they are
somebody else's data: they go through the strict reader, the models and the checks that a folder of definitions goes through.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from dpia.errors import DefinitionError
from dpia.questionnaire.base import Definition, as_tuple
from dpia.questionnaire.gathering import Gathered
from dpia.questionnaire.identity import with_modules
from dpia.questionnaire.kit import Kit
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Questionnaire
from dpia.questionnaire.national import NationalList
from dpia.questionnaire.origin import Origin, OriginKind
from dpia.questionnaire.reading import validate
from dpia.questionnaire.text import MAX_BYTES, Document
from dpia.questionnaire.translating import Translation, TranslationFile, files_for, read_translation
from dpia.questionnaire.walking import findings_with_paths

NAME: Final = "definitions.json"
FORMAT: Final = 1
MAX_FILES: Final = 500


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class _Carried(_Strict):
    """One file: its name without folders, who brought it, and what it says."""

    file: Annotated[str, Field(min_length=1, max_length=300)]
    origin: Literal["shipped", "package", "user", "path"]
    package: Annotated[str, Field(max_length=200)] = ""
    version: Annotated[str, Field(max_length=200)] = ""
    data: dict[str, Any]


_Files = Annotated[tuple[_Carried, ...], BeforeValidator(as_tuple), Field(max_length=MAX_FILES)]


class _Set(_Strict):
    """The attachment as a whole."""

    format: Annotated[Literal[1], Field(alias="dpia_definitions")]
    definitions: _Files
    translations: _Files = ()


def pack_definitions(library: Library, names: Iterable[str], language: str = "en") -> bytes | None:
    """The definitions that these questionnaires need, with the translations into a language, as canonical as JSON can be.

    Methods, catalogues, sources, glossary, actions and terms come whole, questionnaires with those that they include, use and
    open. Lists of authorities and kits, which no report shows, stay behind. None where they are larger than what would be read back.
    Same input, same bytes.
    """
    original = library.original or library
    wanted = _needed(original, names)
    chosen = [
        (file, item)
        for file, item in original.definitions
        if not isinstance(item, NationalList | Kit) and (not isinstance(item, Questionnaire) or item.id in wanted)
    ]
    ids = {str(getattr(item, "id", "")) for _, item in chosen}
    data = {
        "dpia_definitions": FORMAT,
        "definitions": [
            _carried(number, file, original.origins[file], item) for number, (file, item) in enumerate(chosen)
        ],
        "translations": list(_translations(files_for(original.translations, language), ids)),
    }
    raw = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return raw if len(raw) <= MAX_BYTES else None


def same_definitions(raw: bytes, other: bytes | None) -> bool:
    """Whether two packed sets say the same, whatever languages they are translated into."""
    if other is None:
        return False
    first, second = (json.loads(part) for part in (raw, other))
    return bool(first.get("definitions") == second.get("definitions"))


def read_carried(document: Document) -> Library:
    """The library of packed definitions, checked. Raises DefinitionError with what is wrong in them."""
    found, problems = validate(_Set, document)
    if found is None:
        raise DefinitionError(problems)
    gathered = Gathered()
    for carried in found.definitions:
        name = f"{document.file}/{carried.file}"
        gathered.take(Document(name, carried.data, None), _origin(carried))
    library = Library(
        gathered.documents,
        tuple(gathered.definitions),
        tuple(gathered.problems),
        origins=gathered.origins,
        translations=tuple(_translation_files(found.translations, document.file)),
        carried=True,
    )
    return library.check()


def _needed(library: Library, names: Iterable[str]) -> Collection[str]:
    """The questionnaires and modules that have to be there, so that these can be read and what they open has a name."""
    known = library.questionnaires
    opened = {
        name
        for own in _closure(library, names)
        for _, _, finding in findings_with_paths(known[own])
        for name in finding.opens
    }
    return _closure(library, (*names, *sorted(opened)))


def _closure(library: Library, names: Iterable[str]) -> dict[str, None]:
    found: dict[str, None] = {}
    waiting = [name for name in names if name in library.questionnaires]
    while waiting:
        own = library.questionnaires[waiting.pop()]
        if own.id in found:
            continue
        found[own.id] = None
        waiting += [name for name in own.uses if name in library.questionnaires]
        waiting += [part.id for part in with_modules(own, library.questionnaires)]
    return found


def _carried(number: int, file: str, origin: Origin, item: Definition) -> dict[str, Any]:
    """A file with who brought it; no report tells the folders of a machine."""
    brought = {"origin": origin.kind.value, "package": origin.package, "version": origin.version}
    return {
        "file": f"{number}/{PurePath(file).name}",
        **{key: value for key, value in brought.items() if value},
        "data": item.model_dump(mode="json", by_alias=True, exclude_defaults=True),
    }


def _translations(files: Sequence[TranslationFile], ids: Collection[str]) -> Iterator[dict[str, Any]]:
    for number, file in enumerate(files):
        if file.translates not in ids:
            continue
        translation = file.there or read_translation(file.path)[0]
        if translation is not None:
            yield _carried(number, file.path.name, file.origin, translation)


def _translation_files(carried: Iterable[_Carried], name: str) -> Iterator[TranslationFile]:
    for one in carried:
        document = Document(f"{name}/{one.file}", one.data, None)
        translation, problems = validate(Translation, document)
        if translation is None:
            raise DefinitionError(problems)
        yield TranslationFile(Path(one.file), _origin(one), translation.translates, translation.language, translation)


def _origin(carried: _Carried) -> Origin:
    return Origin(OriginKind(carried.origin), package=carried.package, version=carried.version)
