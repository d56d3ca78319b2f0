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

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from dpia.wording import N_, Said, Saying, Translate, said


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


HERE: Final = Location("this page")
"""Where a form of the browser is wrong, which the person who filled it in has before them."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one thing that is wrong: its code, the sentence, and what to do about it. See `Message`."""

    code: Code
    what: Said
    advice: Said

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.what.text()

    @property
    def hint(self) -> str:
        """What to do about it, in English; empty where there is nothing to say."""
        return self.advice.text()

    def on(self, subject: Saying | str) -> Told:
        """The same as a sentence on something that is named: "has to be a date" -> "`due` has to be a date"."""
        return replace(self, what=said("{subject} {what}", subject=subject, what=self.what))

    def at(self, place: Saying | str) -> Told:
        """The same behind the name of a place: "answers.page.due: has to be a date"."""
        return replace(self, what=said("{place}: {what}", place=place, what=self.what))

    def sentences(self, translate: Translate = str) -> str:
        """The message and the hint as sentences of their own, for a reader who sees what they are about."""
        parts = (part.text(translate).strip(" .") for part in (self.what, self.advice))
        return " ".join(_sentence(part) for part in parts if part)


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands in `dpia.messages`: its code, its template, and that of its hint. Calling it fills the gaps.

    The template is a sentence, or what follows the name of what it is about: "has to be a date".
    """

    code: Code
    text: str
    hint: str = ""

    def __call__(self, **gaps: Any) -> Told:
        return Told(self.code, said(self.text, **gaps), said(self.hint, **gaps))


@dataclass(frozen=True, slots=True)
class Problem:
    """One error in a file: where, what, and what to do about it."""

    location: Location
    told: Told
    warning: bool = False

    @property
    def code(self) -> Code:
        """The stable code."""
        return self.told.code

    @property
    def message(self) -> str:
        """The sentence on it, in English."""
        return self.told.message

    @property
    def hint(self) -> str:
        """What to do about it, in English; empty where there is nothing to say."""
        return self.told.hint

    def text(self, translate: Translate = str) -> str:
        """The whole line in the language of `translate`: place, code, sentence and hint."""
        kind = "warning " if self.warning else ""
        hint = self.told.advice.text(translate)
        line = f"{self.location}: {kind}{self.code.slug}: {self.told.what.text(translate)}" + (
            f" ({hint})" if hint else ""
        )
        # A key of a hostile file may hold line breaks; a problem is always one line.
        return " ".join(line.split())

    def __str__(self) -> str:
        return self.text()


class Refused(ValueError):
    """What a model raises, because pydantic makes a ValidationError of a ValueError; it keeps what is told."""

    def __init__(self, told: Told) -> None:
        super().__init__(told.message)
        self.told = told


class DpiaError(Exception):
    """Anything this library raises on purpose. `str()` of it is English, `text()` the same in another language."""

    exit_code = 2

    def __init__(self, message: Saying | str = "") -> None:
        self.said = message if isinstance(message, Saying) else said("{message}", message=message)
        super().__init__(str(message))

    def text(self, translate: Translate = str) -> str:
        """What is wrong, in the language of `translate`."""
        return self.said.text(translate)


class BadInput(DpiaError):
    """Input that cannot be used. `problems` holds everything that was found, in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=_place))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def text(self, translate: Translate = str) -> str:
        """Every problem, a line each, in the language of `translate`."""
        return "\n".join(problem.text(translate) for problem in self.problems)


class DefinitionError(BadInput):
    """A definition file is wrong."""


class AssessmentError(BadInput):
    """An assessment is ill-typed; an incomplete one is not an error."""


class NotFound(DpiaError):
    """Something named does not exist."""


class WouldOverwrite(DpiaError):
    """The file exists already."""

    def __init__(self, path: object) -> None:
        super().__init__(said(N_("{path} exists already. Add --force to replace it."), path=path))


class Locked(DpiaError):
    """The assessment is in review, or archived."""


class StaleSave(DpiaError):
    """Somebody else changed the same part since it was read. `clashes` says what; nothing was saved and nothing lost."""

    def __init__(self, message: Saying | str, clashes: Sequence[object] = ()) -> None:
        super().__init__(message)
        self.clashes = tuple(clashes)


class ReportError(DpiaError):
    """The report could not be made."""

    exit_code = 1


class TemplateError(ReportError):
    """A template is wrong."""


def _sentence(text: str) -> str:
    """A text as a sentence: "has to be a date" -> "Has to be a date."."""
    return text[0].upper() + text[1:] + ("" if text.endswith(("?", "!", "…")) else ".")


class BrokenPackage(UserWarning):
    """An installed package cannot be used, or a translation of it; everything else can. The message names it."""


def _place(problem: Problem) -> tuple[str, int, int]:
    where = problem.location
    return (where.file, where.line or 0, where.column or 0)
