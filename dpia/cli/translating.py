"""`dpia questionnaires translations`: how far the translation of the definitions is, and the files to fill in."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from dpia.assessment.files import as_yaml, write_whole
from dpia.cli.arguments import AsJson, Folders, Quiet
from dpia.cli.console import print_json, show, talk
from dpia.errors import DefinitionError, NotFound
from dpia.questionnaire.base import Definition
from dpia.questionnaire.filling_in import Progress, progress, to_fill_in
from dpia.questionnaire.library import Library
from dpia.questionnaire.origin import Origin, OriginKind
from dpia.questionnaire.translating import (
    Standing,
    Translation,
    TranslationFile,
    file_name,
    files_for,
    is_language,
    read_texts,
    read_translation,
)
from dpia.shipped import load_library
from dpia.wording import did_you_mean

MOST: Final = 10
SCHEMA: Final = "translation.schema.json"
_HASH: Final = re.compile(r"^(    of: )([0-9a-f]+)$", re.MULTILINE)
"""A hash is quoted, because one such as 0315e650 is a number to other readers of YAML."""


def translations(
    language: Annotated[str, typer.Argument(help="The language, as de or pt-BR.")],
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID", help="The ids of definitions; all of them otherwise.", show_default=False),
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option("--write", metavar="FOLDER", help="Write or update the files to fill in.", show_default=False),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with 1 where a text is missing, stale or unfit.")
    ] = False,
    folders: Folders = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """Say how far the definitions are translated, and write the files to fill in.

    A text is stale where the English one changed since it was translated, and unfit where it shows nothing, is too long, lost a
    {gap} or has more than one line; readers see the English text then. Nothing that was translated is lost when a file is updated.

    [bold]Example:[/bold] dpia questionnaires translations de review --write my
    """
    if not is_language(language):
        raise typer.BadParameter(
            f"{language} is no tag of a language but English; write de or pt-BR", param_hint="LANGUAGE"
        )
    library = load_library(folders or ())
    chosen = _chosen(library, names or ())
    written = _write(library, chosen, language, write) if write is not None else []
    found = list(progress(chosen, read_texts(files_for([*library.translations, *written], language))))
    if as_json:
        print_json([_as_data(entry) for entry in found])
    else:
        show(_lines(found))
    return 1 if strict and any(set(entry.standings.values()) - {Standing.CURRENT} for entry in found) else 0


def _chosen(library: Library, names: Sequence[str]) -> list[Definition]:
    """The definitions that count; those with the ids, where some are named. Raises NotFound."""
    known = {str(getattr(item, "id", "")) for item in library.current}
    for name in names:
        if name not in known:
            raise NotFound(f"There is no definition `{name}`: {did_you_mean(name, known)}".rstrip(" :"))
    return [item for item in library.current if not names or getattr(item, "id", "") in names]


def _write(library: Library, chosen: Sequence[Definition], language: str, folder: Path) -> list[TranslationFile]:
    """Writes what is to be filled in; gives the files that lie in the folder afterwards."""
    found = []
    for name, definitions in _by_id(chosen).items():
        path = _target(library, definitions, folder, file_name(name, language))
        own = _read(path) if path.exists() else None
        others = [file for file in library.translations if file.translates == name and not _is(file.path, path)]
        data = to_fill_in(definitions, language, own, read_texts(files_for(others, language)))
        if data is not None:
            text = _text(path, data)
            if own is None or path.read_text(encoding="utf-8") != text:
                write_whole(path, text.encode("utf-8"), force=True)
                talk(f"Wrote {path}")
            found.append(TranslationFile(path, Origin(OriginKind.PATH, str(folder)), name, language))
    return found


def _by_id(definitions: Sequence[Definition]) -> dict[str, list[Definition]]:
    """Definitions by their id: those with the same share one file."""
    found: dict[str, list[Definition]] = {}
    for definition in definitions:
        found.setdefault(str(getattr(definition, "id", "")), []).append(definition)
    return found


def _is(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def _target(library: Library, definitions: Sequence[Definition], folder: Path, name: str) -> Path:
    """Where the file is already in the folder; beside a definition that lies there; or in the folder itself."""
    sources = [Path(library.file_of(definition)).resolve() for definition in definitions]
    beside = [path.with_name(name) for path in reversed(sources) if path.is_relative_to(folder.resolve())]
    there = [path for path in beside if path.exists()] or sorted(folder.rglob(name)) if folder.is_dir() else []
    return next(iter((*there, *beside)), folder / name)


def _read(path: Path) -> Translation:
    found, _, problems = read_translation(path)
    if found is None:
        raise DefinitionError(problems)
    return found


def _text(path: Path, data: dict[str, Any]) -> str:
    """The file, with the line for editors where the schema of translations lies in the same tree."""
    near = (folder / "schema" / SCHEMA for folder in (path.parent, path.parent.parent))
    schema = next((found for found in near if found.is_file()), None)
    head = f"# yaml-language-server: $schema={os.path.relpath(schema, path.parent)}\n" if schema else ""
    return head + _HASH.sub(r"\1'\2'", as_yaml(data))


def _lines(found: Sequence[Progress]) -> Iterator[str]:
    names = ("id", "kind", "texts", *Standing)
    rows = [(entry.id, entry.kind, len(entry.standings), *map(len, map(entry.places, Standing))) for entry in found]
    cells = [tuple(map(str, names)), *(tuple(map(str, row)) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        yield "  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip()
    for entry in found:
        for wanted in (Standing.STALE, Standing.UNFIT, Standing.MISSING):
            places = entry.places(wanted)
            if places and len(places) < len(entry.standings):
                yield from (f"{entry.id}: {wanted.value}: {place}" for place in places[:MOST])
                if len(places) > MOST:
                    yield f"{entry.id}: {wanted.value}: ... and {len(places) - MOST} more (--json lists all)"


def _as_data(entry: Progress) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "texts": len(entry.standings),
        **{wanted.value: len(entry.places(wanted)) for wanted in Standing},
        "places": {wanted.value: list(entry.places(wanted)) for wanted in Standing if wanted is not Standing.CURRENT},
    }
