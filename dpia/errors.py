"""What can go wrong, as one tree, and how a problem in a file is told.

    DpiaError                      exit code 2 unless said otherwise
    ├── BadInput                   a file or an argument is wrong; carries every Problem found
    │   ├── DefinitionError        in a questionnaire, method, catalogue or sources file
    │   └── AssessmentError        in an assessment
    ├── NotFound                   no such questionnaire, file or example
    ├── WouldOverwrite             the target exists and `--force` was not given
    ├── Locked                     an assessment in review or in the archive cannot be changed
    ├── StaleSave                  somebody else changed the same answer since it was read
    └── ReportError                a report could not be made (exit code 1)
        └── TemplateError          a user's own template is wrong

A *problem* is an error in a file. It is never mixed with a *finding*, which is a rule that fired on answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum


class Code(StrEnum):
    """The codes of problems. Stable: programs may depend on them. The value says what the code means."""

    BAD_ENCODING = "the file is not UTF-8 text"
    BAD_SYNTAX = "the file is not well-formed YAML or JSON"
    TOO_LARGE = "the file, its depth or its number of values is over the limit"
    NOT_ALLOWED = "a YAML construct that definitions and assessments do not use (alias, tag, merge, several documents)"
    BAD_CHARACTER = "a control, surrogate or text-direction override character"
    DUPLICATE_KEY = "the same key twice in one mapping"
    UNKNOWN_KEY = "a key that does not exist"
    MISSING_KEY = "a key that is needed is missing"
    BAD_VALUE = "a value of the wrong type or form"
    DUPLICATE_ID = "the same id twice"
    DUPLICATE_CODE = "the same public code for two questions"
    UNKNOWN_ID = "an id that names nothing"
    AMBIGUOUS_ID = "a name that could mean two things"
    BAD_OPTION = "an option that the question does not have"
    BAD_ROW = "a row that the table does not have"
    BAD_DATE = "no date of the calendar"
    BAD_RULE = "a rule that cannot be read"
    RULE_TYPE = "a rule that compares things that cannot be compared"
    RULE_CYCLE = "rules that depend on each other in a circle"
    NEVER_SHOWN = "a question that can never show"
    NEVER_FIRES = "a finding that can never fire"
    UNUSED = "an option list or a file in `uses` that nothing uses"
    UNKNOWN_RISK = "a risk that is not in the catalogue"
    RISK_NOT_RAISED = "a risk of the catalogue that no finding raises"
    FEW_MEASURES = "a risk of the catalogue with fewer than three measures"
    UNKNOWN_SOURCE = "a citation without an entry in the sources"
    STALE_SOURCE = "a citation that was not checked for twelve months"
    STALE_TEXT = "a translation of a text that changed since"
    UNKNOWN_TERM = "a DPV term that is not in the list of terms"
    MISSING_HELP = "a question without help"
    MISSING_TEXT = "a finding without `says`, `because` or `mend`"
    REPLACES = "a definition that takes the place of another one with its id, or a translation of one that others wrote"
    UNAVAILABLE = "a questionnaire that a finding opens and that is not in the set"
    VERSION = "a file made by a newer version, or for another version of a questionnaire"
    HASH = "content that does not match its recorded hash"

    @property
    def slug(self) -> str:
        """The code as it is printed: BAD_DATE -> bad-date."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file; line and column count from 1, or are None when only the file is known."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True)
class Problem:
    """One error in a file: where, what, and what to do about it."""

    location: Location
    code: Code
    message: str
    hint: str = ""
    warning: bool = False

    def __str__(self) -> str:
        kind = "warning " if self.warning else ""
        hint = f" ({self.hint})" if self.hint else ""
        # A key of a hostile file may hold line breaks; a problem is always one line.
        return " ".join(f"{self.location}: {kind}{self.code.slug}: {self.message}{hint}".split())


class DpiaError(Exception):
    """Anything this library raises on purpose."""

    exit_code = 2


class BadInput(DpiaError):
    """Input that cannot be used. `problems` holds everything that was found, in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=_place))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class DefinitionError(BadInput):
    """A definition file is wrong."""


class AssessmentError(BadInput):
    """An assessment is ill-typed; an incomplete one is not an error."""


class NotFound(DpiaError):
    """Something named does not exist."""


class WouldOverwrite(DpiaError):
    """The file exists already."""

    def __init__(self, path: object) -> None:
        super().__init__(f"{path} exists already. Add --force to replace it.")


class Locked(DpiaError):
    """The assessment is in review, or archived."""


class StaleSave(DpiaError):
    """Somebody else changed the same part since it was read. `clashes` says what; nothing was saved and nothing lost."""

    def __init__(self, message: str, clashes: Sequence[object] = ()) -> None:
        super().__init__(message)
        self.clashes = tuple(clashes)


class ReportError(DpiaError):
    """The report could not be made."""

    exit_code = 1


class TemplateError(ReportError):
    """A template is wrong."""


class BrokenPackage(UserWarning):
    """An installed package cannot be used, or a translation of it; everything else can. The message names it."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint for a mistyped word, or the list of what there is when nothing comes close and the list is short."""
    known = sorted(known)
    close = get_close_matches(word, known, n=3, cutoff=0.6)
    if close:
        return "did you mean " + " or ".join(f"`{match}`" for match in close) + "?"
    return "there is " + ", ".join(known) if known and len(known) <= 12 else ""


def _place(problem: Problem) -> tuple[str, int, int]:
    where = problem.location
    return (where.file, where.line or 0, where.column or 0)
