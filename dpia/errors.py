"""What can go wrong, as one tree, and how a problem in a file is told.

    DpiaError                      exit code 2 unless said otherwise
    ├── BadInput                   a file or an argument is wrong; carries every Problem found
    │   ├── DefinitionError        in a questionnaire, method, catalogue or sources file
    │   └── AssessmentError        in an assessment
    │       └── OtherVersion       it was answered on another version of a questionnaire than the one that is here
    ├── NotFound                   no such questionnaire, file or example
    ├── WouldOverwrite             the target exists and `--force` was not given
    ├── Locked                     an assessment in review or in the archive cannot be changed
    ├── StaleSave                  somebody else changed the same answer since it was read
    └── ReportError                a report could not be made (exit code 1)
        └── TemplateError          a user's own template is wrong

A *problem* is an error in a file. It is never mixed with a *finding*, which is a rule that fired on answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from dpia.wording import N_, NOTHING, Said, Saying, Translate, said


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
    PLACEHOLDER = "what `dpia new` writes in the place of an answer"
    BAD_OPTION = "an option that the question does not have"
    BAD_ROW = "a row that the table does not have"
    BAD_DATE = "no date of the calendar"
    BAD_RULE = "a rule that cannot be read"
    RULE_TYPE = "a rule that compares things that cannot be compared"
    RULE_CYCLE = "rules that depend on each other in a circle"
    NEVER_SHOWN = "a question that can never show"
    NEVER_FIRES = "a finding that can never fire"
    HIDDEN_PART = "a rule that comes to nothing, or to 0, where a question that it reads is hidden"
    UNUSED = "an option list or a file in `uses` that nothing uses"
    METHODS = "risk methods that do not go together, or a level of one that another one does not know"
    RISK_NUMBER = "two risks with one number"
    UNKNOWN_RISK = "a risk that is not in the catalogue"
    RISK_NOT_RAISED = "a risk of the catalogue that no finding raises"
    FEW_MEASURES = "a risk of the catalogue with fewer than three measures"
    UNKNOWN_SOURCE = "a citation without an entry in the sources"
    NO_BASIS = "a finding that blocks and cites no law, without the mark of a proposal"
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
    """A place in a file; line and column count from 1, or are None when only the file is known.

    `path` leads to it in the data; it is shown where no line is known, as for data that came without a file.
    """

    file: str
    line: int | None = None
    column: int | None = None
    path: tuple[str | int, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        inside = ".".join(str(step)[:60] for step in self.path) if self.line is None else ""
        return ":".join(str(part) for part in (self.file, self.line, self.column, inside or None) if part is not None)


HERE: Final = Location("this page")
"""Where a form of the browser is wrong, which the person who filled it in has before them."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one thing that is wrong: its code, the sentence, and what to do about it. See `Message`.

    `place` says in words where it is, for a reader who does not have it before them: "In “How many people?”".
    """

    code: Code
    what: Said
    advice: Said
    place: Said = field(default_factory=lambda: NOTHING)

    @property
    def message(self) -> str:
        """The sentence in English, with the place that it is about."""
        return self.text()

    def text(self, translate: Translate = str) -> str:
        """The sentence with its place, in the language of `translate`."""
        what = _capital(self.what.text(translate))
        return said(PLACED, place=self.place, what=what).text(translate) if self.place else what

    @property
    def hint(self) -> str:
        """What to do about it, in English; empty where there is nothing to say."""
        return self.advice.text()

    def on(self, subject: Saying | str) -> Told:
        """The same as a sentence on something that is named: "has to be a date" -> "`due` has to be a date"."""
        return replace(self, what=said("{subject} {what}", subject=subject, what=self.what))

    def at(self, place: Said) -> Told:
        """The same with the place that it is about: "In “When does it start?”: This is no date"."""
        return replace(self, place=place)

    def sentences(self, translate: Translate = str) -> str:
        """The message and the hint as sentences of their own, for a reader who sees what they are about."""
        return _sentences(self.what.text(translate), self.advice.text(translate))

    def placed_sentences(self, translate: Translate = str) -> str:
        """The same for a reader who does not: the place comes first."""
        return _sentences(self.text(translate), self.advice.text(translate))


PLACED: Final = N_("{place}: {what}")


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands in `dpia.messages`: its code, its template, and that of its hint. Calling it fills the gaps.

    The template is a sentence, which begins with a capital wherever it is shown, or in `definitions` what follows the name of a
    key: "has to be a list".
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
        line = f"{self.location}: {kind}{self.code.slug}: {self.told.text(translate)}" + (f" ({hint})" if hint else "")
        # A key of a hostile file may hold line breaks; a problem is always one line that can be read.
        return shortened(" ".join(line.split()), MAX_LINE)

    def __str__(self) -> str:
        return self.text()


MAX_LINE: Final = 1_000
MAX_TOLD: Final = 2_000
MAX_LINES: Final = 20


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters; what is cut off leaves a sign."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def first_of(lines: Sequence[str], ending: Callable[[int], str]) -> list[str]:
    """As many lines as somebody reads, each of a bounded length: at most 20, and 2,000 characters with their line breaks.

    Where there are more, the last line is `ending`, which says how many.
    """
    bounded = [shortened(line, MAX_LINE) for line in lines]
    if len(bounded) <= MAX_LINES and sum(map(len, bounded)) + len(bounded) <= MAX_TOLD:
        return bounded
    room, shown = MAX_TOLD - len(ending(len(lines))) - 1, 0
    while shown < min(len(lines), MAX_LINES - 1) and len(bounded[shown]) < room:
        room -= len(bounded[shown]) + 1
        shown += 1
    return [*bounded[:shown], ending(len(lines) - shown)]


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
    """An assessment is ill-typed; an incomplete one is not an error. `data` is what was read of it, as far as that went."""

    data: Any = None


class OtherVersion(AssessmentError):
    """An assessment was answered on another version of a questionnaire, and does not fit the one that is here: see `move`."""


class NotFound(DpiaError):
    """Something named does not exist."""


class WouldOverwrite(DpiaError):
    """The file exists already."""

    def __init__(self, path: object) -> None:
        super().__init__(said(N_("{path} exists already. Add --force to replace it."), path=path))


class Locked(DpiaError):
    """The assessment is in review, or archived."""


class StaleSave(DpiaError):
    """Somebody else changed the same part since it was read. `clashes` says what; nothing was saved and nothing lost.

    `differences` is the same in lines for a reader, where whoever raises it knows the words.
    """

    def __init__(
        self, message: Saying | str, clashes: Sequence[object] = (), differences: Sequence[Saying | str] = ()
    ) -> None:
        super().__init__(message)
        self.clashes, self.differences = tuple(clashes), tuple(differences)


class ReportError(DpiaError):
    """The report could not be made."""

    exit_code = 1


class TemplateError(ReportError):
    """A template is wrong."""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentences(*texts: str) -> str:
    """Texts as sentences: "no date", "write 2027-03-01" -> "No date. Write 2027-03-01."."""
    parts = (_capital(text.strip().rstrip(".")) for text in texts)
    return " ".join(part + ("" if part.endswith(("?", "!", "…")) else ".") for part in parts if part)


class BrokenPackage(UserWarning):
    """An installed package cannot be used, or a translation of it; everything else can. The message names it."""


class TemplateWarning(UserWarning):
    """A file or a picture in a folder of own templates has no effect on the report. The message names it."""


def _place(problem: Problem) -> tuple[str, int, int]:
    where = problem.location
    return (where.file, where.line or 0, where.column or 0)
