"""`dpia doctor`: whether everything that reports need is here."""

from __future__ import annotations

import ctypes.util
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import gettempdir
from typing import Final

from dpia.cli.arguments import AsJson, FontFolders, Quiet
from dpia.cli.console import OPTIONS, print_json, show
from dpia.data import QUESTIONNAIRES
from dpia.errors import BrokenPackage, DefinitionError, DpiaError
from dpia.extras import EXTRAS
from dpia.leftovers import left_in
from dpia.packages import installed_packages
from dpia.questionnaire.translating import from_packages, read_texts
from dpia.report.fonts import SHIPPED, FontSource, fonts_of, user_fonts
from dpia.shipped import example_names, load_library, user_folder
from dpia.showing.catalogues import FILE, folders, is_translated, read_catalogue, unfit, user_locale
from dpia.version import VERSION

CHINESE: Final = 0x6C42


def doctor(fonts: FontFolders = None, as_json: AsJson = False, quiet: Quiet = False) -> int:
    """Say whether everything is here: Pango, HarfBuzz subsetting and fonts for the reports, the extras, definitions, languages.

    [bold]Example:[/bold] dpia doctor
    """
    found = list(checks(tuple(fonts or ())))
    if as_json:
        print_json([asdict(check) for check in found])
    elif not OPTIONS.quiet:
        show((f"dpia {VERSION}, Python {sys.version.split()[0]}", *map(str, found)))
    return 1 if any(check.needed and not check.fine for check in found) else 0


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `needed` says that nothing works without it."""

    what: str
    fine: bool
    detail: str = ""
    needed: bool = True

    def __str__(self) -> str:
        mark = "ok" if self.fine else "MISSING" if self.needed else "better"
        return f"{mark:8} {self.what}{': ' + self.detail if self.detail else ''}"


def checks(fonts: tuple[Path, ...] = ()) -> Iterator[Check]:
    """Every check, in the order in which a report needs the things."""
    for library, words in (("pango-1.0", "Pango"), ("pangoft2-1.0", "Pango FreeType")):
        there = ctypes.util.find_library(library) is not None
        yield Check(words, there, "" if there else "apt-get install libpango-1.0-0 libpangoft2-1.0-0")
    subset = ctypes.util.find_library("harfbuzz-subset") is not None
    yield Check(
        "HarfBuzz subsetting",
        subset,
        "" if subset else "reports take half as long again: apt-get install libharfbuzz-subset0",
        False,
    )
    yield from _fonts(fonts)
    yield from _extras()
    yield _questionnaires()
    yield Check("Worked examples", bool(example_names()), ", ".join(example_names()))
    yield from _packages()
    yield from _languages()
    own = user_folder()
    yield Check("Your own questionnaires", True, f"{'in' if own.is_dir() else 'none; they would lie in'} {own}")
    yield _left_over()


def _left_over() -> Check:
    """What killed runs left here, in the temporary folder, and where the workspace is."""
    places = [Path.cwd(), Path(gettempdir()), user_folder().parent]
    workspace = OPTIONS.workspace or os.environ.get("DPIA_WORKSPACE", "").strip()
    if workspace and "://" not in workspace:
        places.append(Path(workspace).expanduser().parent)
    found = [path for place in dict.fromkeys(place.resolve() for place in places) for path in left_in(place)]
    told = f"{', '.join(map(str, found))}; the next command that writes there removes it" if found else "nothing"
    return Check("Left over by killed runs", not found, told, False)


def _extras() -> Iterator[Check]:
    """The extras, of which nobody needs all: one that is not installed is no fault."""
    for extra in EXTRAS:
        there = extra.is_installed
        detail = extra.gives if there else f"not installed; it gives {extra.gives}: {extra.advice}"
        yield Check(f"Extra [{extra.name}]", there, detail, False)


def _fonts(folders: tuple[Path, ...]) -> Iterator[Check]:
    """Every font that a report may be set in, with its hash: the shipped ones, the user's, and Debian's for Chinese."""
    try:
        found = fonts_of((), FontSource(folders))
    except DpiaError as error:
        yield Check("Fonts of the report", False, str(error), False)
        return
    shipped = [font for font in (*found.base, *found.more) if font.is_shipped]
    named = ", ".join(dict.fromkeys(font.family for font in shipped))
    yield Check("Fonts of the report", bool(shipped), f"{len(shipped)} in {SHIPPED / 'fonts'}: {named}")
    others = [font for font in found.more if not font.is_shipped]
    chinese = any(CHINESE in font.covered for font in found.more)
    advice = f"apt-get install fonts-noto-cjk, or a font that has them in {user_fonts()}"
    yield Check("Chinese, Japanese, Korean", chinese, "" if chinese else advice, False)
    for font in others:
        yield Check(f"Font {font.family} {font.weight}", True, f"{font.path}, SHA-256 {font.sha256}")
    own = user_fonts()
    yield Check("Your own fonts", True, f"{'in' if own.is_dir() else 'none; they would lie in'} {own}")


def _packages() -> Iterator[Check]:
    with warnings.catch_warnings(record=True, category=BrokenPackage) as broken:
        warnings.simplefilter("always", BrokenPackage)
        packages = installed_packages()
        with suppress(DefinitionError):  # the next check tells it
            read_texts(from_packages(load_library().translations))
    for package in packages:
        folders = filter(None, (package.questionnaires, package.templates))
        yield Check(f"Package {package}", True, ", ".join(map(str, folders)))
    for said in dict.fromkeys(str(one.message) for one in broken):
        yield Check("Packages", False, said, False)


def _languages() -> Iterator[Check]:
    """Each catalogue of the program's phrases, with how far it is and what of it cannot be shown."""
    for path in (path for folder in folders() for path in sorted(folder.glob(f"*/{FILE}"))):
        name = f"Language {path.parts[-3].replace('_', '-')}"
        try:
            messages = [message for message in read_catalogue(path) if message.id]
        except DpiaError as error:
            yield Check(name, False, str(error), False)
            continue
        done = [message for message in messages if is_translated(message)]
        yield Check(name, True, f"{len(done)} of {len(messages)} phrases, in {path}")
        for message in done:
            if why := unfit(message):
                yield Check(name, False, f"{path}:{message.lineno}: the translation {why}", False)
    yield Check(
        "Your own translations",
        True,
        f"{'in' if user_locale().is_dir() else 'none; they would lie in'} {user_locale()}",
    )


def _questionnaires() -> Check:
    try:
        library = load_library()
    except DefinitionError as error:
        return Check("Questionnaires", False, f"{error.problems[0]}")
    count, altered = len(library.questionnaires), sum(found.alters for found in library.replacements)
    note = f", {altered} definitions or entries are not the shipped ones" if altered else ""
    return Check("Questionnaires", bool(count), f"{count} from {QUESTIONNAIRES}{note}")
