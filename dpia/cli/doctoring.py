"""`dpia doctor`: whether everything that reports need is here."""

from __future__ import annotations

import ctypes.util
import sys
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass

from dpia.cli.arguments import AsJson, Quiet
from dpia.cli.console import OPTIONS, print_json, show
from dpia.data import QUESTIONNAIRES, TEMPLATES
from dpia.errors import BrokenPackage, DefinitionError, DpiaError
from dpia.packages import installed_packages
from dpia.questionnaire.translating import from_packages, read_texts
from dpia.shipped import example_names, load_library, user_folder
from dpia.showing.catalogues import FILE, folders, is_translated, read_catalogue, unfit, user_locale
from dpia.version import VERSION


def doctor(as_json: AsJson = False, quiet: Quiet = False) -> int:
    """Say whether everything the reports need is here: Python, Pango, HarfBuzz subsetting, fonts, folders.

    [bold]Example:[/bold] dpia doctor
    """
    found = list(checks())
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


def checks() -> Iterator[Check]:
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
    fonts = sorted(path.name for path in (TEMPLATES / "report" / "fonts").glob("*.ttf"))
    yield Check("Fonts of the report", bool(fonts), f"{len(fonts)} in {TEMPLATES / 'report' / 'fonts'}")
    yield _questionnaires()
    yield Check("Worked examples", bool(example_names()), ", ".join(example_names()))
    yield from _packages()
    yield from _languages()
    own = user_folder()
    yield Check("Your own questionnaires", True, f"{'in' if own.is_dir() else 'none; they would lie in'} {own}")


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
