"""What is asked of a question type. Each type is one module here, with one `KIND`; `docs/architecture.md` walks through one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final, Literal, Protocol

from dpia.errors import Told
from dpia.questionnaire.options import Option
from dpia.questionnaire.possible import Choice, Choices, Number
from dpia.questionnaire.rules.truth import Count, Duration
from dpia.questionnaire.rules.types import Kind as RuleKind
from dpia.questionnaire.types import QuestionType

LISTS: Final = (list, tuple)
"""What a list in a file is read as. Python builds `list | tuple` anew at each call."""
Reader = Callable[[Any], Any]
"""Gives the value that rules see of an answer as it stands in a file, or raises Unfit."""
ContentKind = Literal["text", "prose", "items", "rows", "person", "sign_off", "evidence", "picture"]
"""How a report sets an answer: on a line, as paragraphs, as a list, as links to rows, or as a record."""


class Unfit(Exception):
    """A value that does not fit its question."""

    def __init__(self, told: Told) -> None:
        super().__init__(told.message)
        self.told = told


class Asked(Protocol):
    """The keys of a question or a column that its type may look at."""

    @property
    def type(self) -> QuestionType: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def min(self) -> float | None: ...
    @property
    def max(self) -> float | None: ...
    @property
    def whole(self) -> bool: ...
    @property
    def max_length(self) -> int | None: ...
    @property
    def many(self) -> bool: ...


class Speaker(Protocol):
    """Writes values as people of a language do."""

    def _(self, text: str | None) -> str: ...
    def date(self, day: date) -> str: ...
    def duration(self, length: Duration) -> str: ...
    def number(self, value: float, unit: str | None = None) -> str: ...
    def computed(self, value: float | Count, unit: str | None = None) -> str: ...
    def country(self, code: str) -> str: ...


class Sent(Protocol):
    """What a form of the browser brings for one field; `part` names a part of a record."""

    def line(self, part: str = "") -> str: ...
    def text(self, part: str = "") -> str: ...
    def several(self) -> list[str]: ...
    def says_none(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Widget:
    """The template below `templates/web/fields` that a field is drawn with.

    `group` is the ARIA role of a field that is made of several inputs; empty for one that a label can name.
    """

    template: str
    group: Literal["", "group", "radiogroup"] = ""


class QuestionKind:
    """A type of question: everything that differs from type to type. It has no state, so one of each serves all questions.

    A value has four forms. It is *typed* by a person, *written* in a file as plain data, *read* as what rules work with
    (a text, number, date, Duration, the id of an option, a frozenset of ids or a tuple of row ids), and *said* to a reader.
    """

    type: ClassVar[QuestionType]
    keys: ClassVar[frozenset[str]] = frozenset()
    """The keys of a definition that only this type and its like have."""
    needs_options: ClassVar[bool] = False
    fixed_options: ClassVar[tuple[Option, ...]] = ()
    """The options that every question of this type has."""
    takes_answer: ClassVar[bool] = True
    in_table: ClassVar[bool] = True
    """Whether a column can be of this type."""
    is_free_text: ClassVar[bool] = False
    is_number: ClassVar[bool] = False
    """Whether its answers are numbers, so that 2.400 in a file could be two of them."""
    is_statement: ClassVar[bool] = False
    """Whether somebody puts their name to it; it is about one version and never taken over."""
    has_lines: ClassVar[bool] = False
    """Whether its text may have several lines."""
    rule_kind: ClassVar[RuleKind] = RuleKind.OTHER
    """What it is in a rule."""
    content: ClassVar[ContentKind] = "text"
    choices_from: ClassVar[Literal["options", "rows", "countries"]] = "options"
    """What its field offers to choose from, if anything."""
    parts: ClassVar[tuple[str, ...]] = ()
    """The parts of a record in the order in which they are typed."""
    hint: ClassVar[str] = ""
    """What the terminal says stands behind its prompt."""
    example: ClassVar[str] = ""
    """What stands in the place of an answer where there are no options: gaps in < >, each to be replaced."""

    def reader(self, asked: Asked, options: Sequence[Option]) -> Reader:
        """What reads the written answers of one question, worked out once for all of them."""
        raise NotImplementedError(self.type)

    def schema(self, asked: Asked, options: Sequence[Option]) -> Any:
        """The type that a pydantic model of the written answers has."""
        raise NotImplementedError(self.type)

    def entered(self, asked: Asked, options: Sequence[Option], typed: str, listed: bool) -> Any:
        """The written value of a typed text, which is not empty. What does not fit stays as it was typed.

        `listed` says that the options stood before the person with numbers, so that a number can name one.
        """
        return self.canonical(asked, options, typed)

    def canonical(self, asked: Asked, options: Sequence[Option], written: Any) -> Any:
        """What stands in a file, in the one form that is kept, where it has one meaning only; anything else as it is.

        "1.12.2026" -> "2026-12-01". What fits its question as it is stays so.
        """
        return written

    def pasted(self, asked: Asked, options: Sequence[Option], typed: str) -> Any:
        """The same for a cell of a spreadsheet; None where it does not fit."""
        value = self.entered(asked, options, typed, False)
        if not options:
            return value
        known = {option.id for option in options}
        chosen = value if isinstance(value, list) else [value]
        return value if value is not None and known.issuperset(chosen) else None

    def sent(self, asked: Asked, sent: Sent) -> Any:
        """The written value of what a form brings; None for nothing."""
        typed = sent.line()
        return self.canonical(asked, (), typed) if typed else None

    def typed_back(self, value: Any) -> Any:
        """A written value as it stands in a field, so that the same is read again."""
        return value

    def offers_none(self, asked: Asked, options: Sequence[Option]) -> bool:
        """Whether a field has a box "none of these", which an empty list says."""
        return False

    def widget(self, asked: Asked, in_table: bool) -> Widget:
        """What draws its field on a page, or in a cell of a table."""
        raise NotImplementedError(self.type)

    def label(self, option: Option, speaker: Speaker) -> str:
        """What an option is called: those that a type has itself in the program's words, all others in the questionnaire's."""
        return speaker._(option.label) if self.fixed_options else option.label

    def say(self, asked: Asked, options: Sequence[Option], value: Any, speaker: Speaker) -> str:
        """A read value on one line."""
        return str(value)

    def possible(self, asked: Asked, options: Sequence[Option], own: bool) -> Choice | Choices | Number | None:
        """The answers that the linter tries, to find rules that can never hold; None where it tries none.

        `own` says that no other question's answer can stand for this one's.
        """
        return None
