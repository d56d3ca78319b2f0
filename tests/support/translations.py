"""A pseudo-language without Latin letters: of the program's phrases, and of definitions through the files to fill in."""

import re
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from dpia.assessment.files import as_yaml
from dpia.cli import run
from dpia.questionnaire.library import Library
from dpia.questionnaire.text import read_document

PSEUDO = "el"
Texts = dict[str, dict[str, str]]


def pseudo(text: str) -> str:
    """A text in a language without Latin letters; the gaps of a sentence stay: "{n} open" -> "{n} ξξξξ"."""
    return re.sub(r"\{\w+\}|[A-Za-z]", lambda match: match[0] if len(match[0]) > 1 else "ξ", text)


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
    """A library in the pseudo-language, made once in a run."""
    if id(library) not in _SPOKEN:
        folder = Path(pseudo_folder(*own).name)
        _SPOKEN[id(library)] = (library, library.with_folder(folder).in_language(PSEUDO))
    return _SPOKEN[id(library)][1]
