"""What is asked: questionnaires and modules as frozen models. `docs/writing-questionnaires.md` refers every key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from dpia.errors import Refused
from dpia.messages import definitions
from dpia.questionnaire.base import Definition, FileId, Id, Line, Prose, PublicCode, Reference, Rule, Words, as_tuple
from dpia.questionnaire.kinds import KINDS, kind_of
from dpia.questionnaire.options import Option
from dpia.questionnaire.paragraphs import Paragraphs
from dpia.questionnaire.records import Day
from dpia.questionnaire.retired import Retired
from dpia.questionnaire.types import QuestionType


class Level(StrEnum):
    """How grave a finding is; `note` is a consequence of an answer with nothing wrong in it."""

    BLOCK = "block"
    MAJOR = "major"
    MINOR = "minor"
    NOTE = "note"


class Publication(StrEnum):
    """Who may read an answer: everybody, those concerned, or only those who run the processing."""

    PUBLIC = "public"
    RESTRICTED = "restricted"
    OPERATIONAL = "operational"


class DueKind(StrEnum):
    """What a date that is asked for is the day of: something that is held, or that ends."""

    REVIEW = "review"
    AUDIT = "audit"
    END = "end"


class Moment(StrEnum):
    """When a risk is rated: before additional measures, today, and when all of them are done."""

    BEFORE = "before"
    TODAY = "today"
    DONE = "done"


class RegisterView(StrEnum):
    """Which of the assessment's own registers a `register` question shows; `reasons` are those for making it at all."""

    REASONS = "reasons"

    RISKS_BEFORE = "risks_before"
    MEASURES = "measures"
    RISKS_DONE = "risks_done"
    PLAN = "plan"
    DECISION = "decision"

    @property
    def moments(self) -> tuple[Moment, ...]:
        """The moments whose ratings the view shows where its question does not say which; none for what is no rating."""
        return _MOMENTS_OF.get(self, ())


_MOMENTS_OF = {
    RegisterView.RISKS_BEFORE: (Moment.BEFORE,),
    RegisterView.RISKS_DONE: (Moment.TODAY, Moment.DONE),
}


def _form_of(value: Any) -> str:
    """Which form of a key that has several was written: a word, a list or a mapping. The answer tags the union."""
    if isinstance(value, dict | BaseModel):
        return "include" if "include" in value or isinstance(value, Include) else "mapping"
    return "word" if isinstance(value, str) else "list"


Options = Annotated[
    Annotated[Id, Tag("word")]
    | Annotated[tuple[Option, ...], BeforeValidator(as_tuple), Field(min_length=1), Tag("list")],
    Discriminator(_form_of),
]


Meaning = Literal[
    "next_review",
    "launch",
    "dpo_advice",
    "views",
    "title",
    "depth",
    "depth_wanted",
    "dpia_decision",
    "reviewed_before",
    "last_findings",
    "occasions",
    "what_happened",
]
"""What the program takes a question for, whatever the words in which it is asked."""
Basis = Literal["proposal"]
"""Where a finding or a question comes from that no act orders: from the project, or whoever wrote the file."""


class Finding(Definition):
    """What follows when answers make a rule true, or leave it unknown."""

    id: Id
    rule: Rule = Field(alias="if")
    level: Annotated[Level, Field(strict=False)]
    says: Prose
    because: Prose | None = None
    mend: Prose | None = None
    raises: Words = ()
    severity_floor: dict[str, str] = Field(default_factory=dict)
    likelihood_floor: dict[str, str] = Field(default_factory=dict)
    opens: Words = ()
    requires: Words = ()
    dpia: Literal["required", "recommended"] | None = None
    consult: bool = False
    rejects: bool = False
    starts: Day | None = Field(default=None, alias="from")
    basis: Basis | None = None
    cite: Words = ()

    def as_of(self, day: date) -> Finding:
        """The finding as it counts on a day: before the law that it rests on applies it is a note, and stops nothing."""
        if self.starts is None or day >= self.starts:
            return self
        return self.model_copy(update={"level": Level.NOTE, "consult": False, "rejects": False, "dpia": None})


class AskedBase(Definition):
    """What questions and columns share."""

    id: Id
    ask: Line
    type: Annotated[QuestionType, Field(strict=False)]
    help: Prose | None = None
    required: bool = True
    when: Rule | None = None
    allow: Annotated[tuple[Literal["unknown", "not_applicable"], ...], BeforeValidator(as_tuple)] = (
        "unknown",
        "not_applicable",
    )
    options: Options | None = None
    unit: Line | None = None
    min: int | float | None = None
    max: int | float | None = None
    whole: bool = False
    max_length: int | None = Field(default=None, ge=1, le=100_000)
    many: bool = False
    contact: bool = False
    due: Annotated[DueKind, Field(strict=False)] | None = None
    publish: Annotated[Publication, Field(strict=False)] | None = None
    dpv: Words = ()

    @model_validator(mode="after")
    def _type_has_its_keys(self) -> AskedBase:
        kind = kind_of(self)
        if kind.needs_options and self.options is None:
            raise Refused(definitions.NEEDS_OPTIONS(type=self.type.value))
        strange = (self.model_fields_set & _KEYS_OF_TYPES) - kind.keys
        if strange:
            first = next(key for key in type(self).model_fields if key in strange)
            raise Refused(definitions.STRANGE_KEY(key=first, type=self.type.value))
        return self


_KEYS_OF_TYPES = frozenset(key for kind in KINDS.values() for key in kind.keys)


class Column(AskedBase):
    """A typed column of a table."""

    of: Reference | None = None

    @model_validator(mode="after")
    def _is_column_type(self) -> Column:
        if not kind_of(self).in_table:
            raise Refused(definitions.NO_COLUMN_TYPE(type=self.type.value))
        if self.id == "id":
            raise Refused(definitions.COLUMN_ID())
        if self.type is QuestionType.ROW and self.of is None:
            raise Refused(definitions.NEEDS_OF())
        return self


class FixedRow(Definition):
    """A row that the questionnaire itself gives."""

    id: Id
    label: Line
    code: PublicCode | None = None
    help: Prose | None = None
    cite: Words = ()
    edpb: str | None = None
    dpv: Words = ()


class RowsFrom(Definition):
    """One row for each row of another table, or for those of its rows that a rule picks."""

    table: Reference = Field(alias="from")
    when: Rule | None = None


FixedRows = Annotated[tuple[FixedRow, ...], BeforeValidator(as_tuple), Field(min_length=1)]
RowsOf = Annotated[
    Annotated[Reference, Tag("word")] | Annotated[RowsFrom, Tag("mapping")] | Annotated[FixedRows, Tag("list")],
    Discriminator(_form_of),
]


_OF_ONE_PROCESSING = frozenset((QuestionType.DATE, QuestionType.SIGN_OFF, QuestionType.EVIDENCE, QuestionType.PICTURE))


class Question(AskedBase):
    """One question with everything that is known about it."""

    code: PublicCode | None = None
    guidance: Prose | None = None
    default_from: Reference | None = None
    columns: Annotated[tuple[Column, ...], BeforeValidator(as_tuple)] = ()
    rows: RowsOf | None = None
    prefix: Annotated[str, Field(pattern=r"^[A-Z]{1,4}$")] | None = None
    row_name: Line | None = None
    label: Id | None = None
    min_rows: int = Field(default=0, ge=0, le=1000)
    value: Rule | None = None
    sentence: Annotated[Line, Field(pattern=r"^[^{}]*\{value\}[^{}]*$")] | None = None
    view: Annotated[RegisterView, Field(strict=False)] | None = None
    moments: Annotated[tuple[Annotated[Moment, Field(strict=False)], ...], BeforeValidator(as_tuple)] = ()
    group: Line | None = None
    heading_if_none: Line | None = None
    findings: Annotated[tuple[Finding, ...], BeforeValidator(as_tuple)] = ()
    cite: Words = ()
    icat: Words = ()
    edpb: str | None = None
    criteria: Words = ()
    see: Words = ()
    basis: Basis | None = None
    means: Meaning | None = None
    once: bool = False
    national_list: Paragraphs = ()
    about: Literal["organisation"] | None = None

    @model_validator(mode="after")
    def _is_question_type(self) -> Question:
        if self.type is QuestionType.ROW:
            raise Refused(definitions.ONLY_COLUMN())
        if self.type is QuestionType.TABLE and not self.columns:
            raise Refused(definitions.NEEDS_COLUMNS())
        if self.type is QuestionType.TABLE and self.rows is None and self.prefix is None:
            raise Refused(definitions.NEEDS_PREFIX())
        if self.type is QuestionType.COMPUTED and self.value is None:
            raise Refused(definitions.NEEDS_VALUE())
        if self.type is QuestionType.REGISTER and self.view is None:
            raise Refused(definitions.NEEDS_VIEW())
        if self.moments and (self.view is None or not self.view.moments):
            raise Refused(definitions.MOMENTS_OF_RISKS())
        if self.type is not QuestionType.INFO and self.code is None:
            raise Refused(definitions.NEEDS_CODE())
        if self.about is not None and (self.once or self.type in _OF_ONE_PROCESSING or not kind_of(self).takes_answer):
            raise Refused(definitions.ABOUT_ONE_PROCESSING())
        return self

    @property
    def shown_moments(self) -> tuple[Moment, ...]:
        """Which ratings a register of risks shows here; none for another question."""
        return self.moments or (self.view.moments if self.view is not None else ())

    @property
    def source_table(self) -> str | None:
        """The table this table has one row for each row of: `rows: purposes` -> "purposes"."""
        if isinstance(self.rows, RowsFrom):
            return self.rows.table
        return self.rows if isinstance(self.rows, str) else None

    @property
    def fixed_rows(self) -> tuple[FixedRow, ...]:
        """The rows the questionnaire itself gives; empty for other tables."""
        return self.rows if isinstance(self.rows, tuple) else ()

    def column(self, column_id: str) -> Column | None:
        """The column with this id, or None."""
        return next((column for column in self.columns if column.id == column_id), None)


class Include(Definition):
    """The place where a module stands."""

    include: FileId


Part = Annotated[
    Annotated["Section", Tag("mapping")] | Annotated[Include, Tag("include")],
    Discriminator(_form_of),
]
Parts = Annotated[tuple[Part, ...], BeforeValidator(as_tuple)]


class Section(Definition):
    """A titled part: questions first, then nested sections and included modules."""

    id: Id
    title: Line
    intro: Prose | None = None
    edpb: str | None = None
    when: Rule | None = None
    questions: Annotated[tuple[Question, ...], BeforeValidator(as_tuple)] = ()
    sections: Parts = ()


class Questionnaire(Definition):
    """One questionnaire, or one module that questionnaires include. Immutable; rules are checked by `Library`."""

    id: FileId
    kind: Literal["questionnaire", "module"] = "questionnaire"
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    title: Line
    short: Line | None = None
    description: Prose | None = None
    number_from: int = Field(default=1, ge=0, le=1)
    place: Literal["main", "annex"] = "main"
    offered_when: Rule | None = None
    method: FileId | None = None
    uses: Words = ()
    needs: Words = ()
    lists: dict[str, Annotated[tuple[Option, ...], BeforeValidator(as_tuple)]] = Field(default_factory=dict)
    sections: Parts = ()
    retired: Annotated[tuple[Retired, ...], BeforeValidator(as_tuple)] = ()

    def questions(self) -> Iterator[Question]:
        """Every question of this file, in order; questions of included modules are not among them."""
        for section in self.walk():
            yield from section.questions

    def walk(self) -> Iterator[Section]:
        """Every section of this file, in order, outer before inner."""
        yield from _walk(self.sections)

    def includes(self) -> Iterator[str]:
        """The ids of the modules that stand in this file, in order."""
        for part in self.sections:
            if isinstance(part, Include):
                yield part.include
        for section in self.walk():
            for part in section.sections:
                if isinstance(part, Include):
                    yield part.include

    def options_of(self, asked: AskedBase) -> tuple[Option, ...]:
        """The options of a question or column of this file; yes and no for a yes_no; empty where there are none."""
        if isinstance(asked.options, str):
            return self.lists.get(asked.options, ())
        return asked.options or kind_of(asked).fixed_options

    def question(self, question_id: str) -> Question | None:
        """The question with this id in this file, or None."""
        return next((question for question in self.questions() if question.id == question_id), None)


def _walk(parts: tuple[Section | Include, ...]) -> Iterator[Section]:
    for part in parts:
        if isinstance(part, Section):
            yield part
            yield from _walk(part.sections)
