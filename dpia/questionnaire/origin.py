"""Where a definition comes from, and whose place it takes. A report that rests on an altered definition has to say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dpia.questionnaire.base import Definition
from dpia.questionnaire.kit import Kit
from dpia.questionnaire.model import Questionnaire
from dpia.questionnaire.national import NationalList
from dpia.questionnaire.reference import Actions, Catalogue, Glossary, Method, Sources, Vocabulary


class OriginKind(StrEnum):
    """Who brought a definition; a later kind takes the place of an earlier one."""

    SHIPPED = "shipped"
    PACKAGE = "package"
    USER = "user"
    PATH = "path"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a definition file was found. `package` and `version` are those of the installed package that brought it."""

    kind: OriginKind
    folder: str = ""
    package: str = ""
    version: str = ""

    def __str__(self) -> str:
        match self.kind:
            case OriginKind.SHIPPED:
                return "shipped"
            case OriginKind.PACKAGE:
                return f"package {self.package} {self.version}".rstrip()
            case OriginKind.USER:
                return "your folder"
            case OriginKind.PATH:
                return self.folder

    def data(self) -> dict[str, str]:
        """The same for a program; what is empty is left out."""
        found = {"kind": self.kind.value, "package": self.package, "version": self.version, "folder": self.folder}
        return {key: value for key, value in found.items() if value}


SHIPPED: Final = Origin(OriginKind.SHIPPED)


@dataclass(frozen=True, slots=True)
class Replacement:
    """A definition, or an entry of one, that takes the place of earlier ones with its id: `earlier`, the first one first."""

    kind: str
    id: str
    file: str
    origin: Origin
    earlier: tuple[Origin, ...]
    differs: bool

    @property
    def alters(self) -> bool:
        """Whether it says something else than the one that is shipped."""
        return self.differs and any(origin.kind is OriginKind.SHIPPED for origin in self.earlier)

    @property
    def is_file(self) -> bool:
        """Whether it is a whole file, and not an entry of one."""
        return self.kind in ("questionnaire", "module", "method", "national-list")

    @property
    def was(self) -> str:
        """What stood in its place: "the shipped `review`"."""
        return " and of ".join(_place_of(origin, self.id) for origin in self.earlier)

    def __str__(self) -> str:
        return f"takes the place of {self.was}"


@dataclass(frozen=True, slots=True)
class ForeignTexts:
    """Texts of a definition in another language that neither the program brought nor whoever brought the definition."""

    kind: str
    id: str
    language: str
    origins: tuple[Origin, ...]

    def __str__(self) -> str:
        return f"Texts in {self.language} of {self.id}: {', '.join(map(str, self.origins))}"

    def data(self) -> dict[str, object]:
        """The same for a program."""
        origins = [origin.data() for origin in self.origins]
        return {"kind": self.kind, "id": self.id, "language": self.language, "origins": origins}


def _place_of(origin: Origin, name: str) -> str:
    return f"the shipped `{name}`" if origin.kind is OriginKind.SHIPPED else f"`{name}` ({origin})"


def replacements(definitions: Sequence[tuple[str, Definition]], origins: Mapping[str, Origin]) -> Iterator[Replacement]:
    """What stands in the place of something else, in the order in which it was first read."""
    found: dict[tuple[str, str], list[tuple[str, object]]] = {}
    for file, definition in definitions:
        for kind, name, entry in _entries(definition):
            found.setdefault((kind, name), []).append((file, entry))
    for (kind, name), versions in found.items():
        (first, original), (file, entry) = versions[0], versions[-1]
        if first != file and (entry != original or kind not in HEADS):
            earlier = tuple(dict.fromkeys(origins[before] for before, _ in versions[:-1]))
            yield Replacement(kind, name, file, origins[file], earlier, entry != original)


HEADS: Final = frozenset({"catalogue", "actions", "dpv"})
"""Of these all files stand together, but one title, version and note counts: that of the last file, of catalogues with one id."""


def _entries(definition: Definition) -> Iterator[tuple[str, str, object]]:
    """What can be replaced by its id: some kinds as a whole, of the others each entry and what stands above."""
    match definition:
        case Questionnaire() | Method() | Kit() | NationalList():
            yield definition.kind, definition.id, definition
        case Catalogue():
            yield from (("risk", risk.id, risk) for risk in definition.risks)
            yield definition.kind, definition.id, definition.model_dump(exclude={"risks"})
        case Sources():
            yield from (("source", key, source) for key, source in definition.sources.items())
        case Glossary():
            yield from (("term", term.id, term) for term in definition.terms)
        case Actions():
            yield from (("action", letter, action) for letter, action in definition.actions.items())
            yield _head(definition, "actions")
        case Vocabulary():
            yield from (("prefix", prefix, address) for prefix, address in definition.prefixes.items())
            yield _head(definition, "prefixes", "terms")
        case _:
            raise TypeError(f"nobody would be told of a {type(definition).__name__} in the place of another")


def _head(definition: Actions | Vocabulary, *entries: str) -> tuple[str, str, object]:
    """What a file says beside its entries, whatever its id is."""
    return definition.kind, definition.kind, definition.model_dump(exclude={"id", *entries})
