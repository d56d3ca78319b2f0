"""A pseudo-language without Latin letters: of the program's phrases, and of definitions through the files to fill in."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from dpia.assessment.files import as_yaml
from dpia.cli import run
from dpia.data import LOCALE
from dpia.questionnaire.library import Library
from dpia.questionnaire.origin import SHIPPED
from dpia.questionnaire.text import read_document
from dpia.showing.catalogues import catalogue_path, read_catalogue, user_locale

PSEUDO = "el"
POT = LOCALE / "dpia.pot"
Texts = dict[str, dict[str, str]]


def pseudo(text: str) -> str:
    """A text in a language without Latin letters; the gaps of a sentence stay: "{n} open" -> "{n} ξξξξ"."""
    return re.sub(r"\{\w+\}|[A-Za-z]", lambda match: match[0] if len(match[0]) > 1 else "ξ", text)


@lru_cache
def marked() -> frozenset[tuple[str, str]]:
    """Every phrase that a translator is given, with its sense."""
    return frozenset(
        (one.context or "", one.id if isinstance(one.id, str) else one.id[0]) for one in template() if one.id
    )


def template() -> Catalog:
    """The phrases of the program."""
    return read_catalogue(POT)


def pseudo_catalogue(folder: Path) -> Path:
    """Writes a catalogue in which every phrase that a translator is given is in the pseudo-language."""
    catalogue = Catalog(locale=PSEUDO, fuzzy=False)
    catalogue.update(template())
    for message in catalogue:
        if message.id:
            ids = message.id if isinstance(message.id, list | tuple) else [message.id]
            message.string = tuple(map(pseudo, ids)) if len(ids) > 1 else pseudo(ids[0])
    path = catalogue_path(folder, PSEUDO)
    path.parent.mkdir(parents=True)
    with path.open("wb") as stream:
        write_po(stream, catalogue)
    return path


@contextmanager
def speaking_pseudo(home: Path) -> Iterator[Path]:
    """A user's data folder in which the pseudo-language lies; the program speaks it as any other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(home))
        yield pseudo_catalogue(user_locale())


def filled_in(path: Path, **texts: str) -> Path:
    """The file of a translation with everything that is missing filled in: as `texts` say by place, else in the pseudo-language."""
    data = read_document(path).data
    for place, entry in data["texts"].items():
        if not entry["text"]:
            entry["text"] = texts.get(place) or pseudo(entry.pop("en"))
    path.write_text(as_yaml(data), encoding="utf-8")
    return path


@lru_cache
def pseudo_folder(*own: Path) -> TemporaryDirectory[str]:
    """A folder with pseudo-translations of all shipped definitions, and of those in further files."""
    folder: TemporaryDirectory[str] = TemporaryDirectory(prefix="dpia-pseudo-")
    more = [word for path in own for word in ("-Q", str(path))]
    assert run(["questionnaires", "translations", PSEUDO, "--write", folder.name, "--quiet", *more]) == 0
    for path in Path(folder.name).iterdir():
        filled_in(path)
    return folder


_SPOKEN: dict[int, tuple[Library, Library]] = {}


def in_pseudo(library: Library, *own: Path) -> Library:
    """A library in the pseudo-language, made once in a run; nobody is told that strangers translated it."""
    if id(library) not in _SPOKEN:
        folder = Path(pseudo_folder(*own).name)
        _SPOKEN[id(library)] = (library, library.with_folder(folder, origin=SHIPPED).in_language(PSEUDO))
    return _SPOKEN[id(library)][1]
