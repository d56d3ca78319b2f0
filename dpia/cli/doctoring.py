"""What `dpia doctor` looks at."""

from __future__ import annotations

import ctypes.util
from collections.abc import Iterator
from dataclasses import dataclass

from dpia.data import QUESTIONNAIRES, TEMPLATES
from dpia.errors import DefinitionError
from dpia.shipped import example_names, load_library, user_folder


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
    own = user_folder()
    yield Check("Your own questionnaires", True, f"{'in' if own.is_dir() else 'none; they would lie in'} {own}")


def _questionnaires() -> Check:
    try:
        count = len(load_library().questionnaires)
    except DefinitionError as error:
        return Check("Questionnaires", False, f"{error.problems[0]}")
    return Check("Questionnaires", bool(count), f"{count} from {QUESTIONNAIRES}")
