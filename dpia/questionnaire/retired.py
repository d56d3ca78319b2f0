"""What a file no longer asks: codes and ids that are never used again, and where an answer to them stands now."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from dpia.questionnaire.base import AuthorLine, AuthorProse, Definition, Id, PublicCode, Reference
from dpia.questionnaire.types import QuestionType


class Target(Definition):
    """Where an answer stands now: a question, a cell of a table, or an option. What is left out is where it was."""

    question: Reference | None = None
    row: Id | None = None
    column: Id | None = None
    option: Id | None = None


def _form_of(value: Any) -> str:
    return "word" if isinstance(value, str) else "mapping"


MovedTo = Annotated[
    Annotated[Reference, Tag("word")] | Annotated[Target, Tag("mapping")],
    Discriminator(_form_of),
]


class Retired(Definition):
    """A question, row, column or option that is not asked any more, with the place that an answer to it moves to."""

    id: Reference
    code: PublicCode | None = None
    row: Id | None = None
    column: Id | None = None
    option: Id | None = None
    type: Annotated[QuestionType, Field(strict=False)] | None = None
    ask: AuthorLine | None = None
    moved_to: MovedTo | None = None
    options: dict[str, str | None] = Field(default_factory=dict)
    becomes: str | None = None
    note: AuthorProse | None = None

    @property
    def target(self) -> Target | None:
        """Where its answer stands now, in the long form; None where it has no place any more."""
        return Target(question=self.moved_to) if isinstance(self.moved_to, str) else self.moved_to

    @property
    def is_whole(self) -> bool:
        """Whether it is a question with all its answer, and not a part of one."""
        return self.row is None and self.column is None and self.option is None

    def key(self, file: str) -> str:
        """The key of the question that it was, or is a part of: `scope_out` of gdpr-dpia -> `gdpr-dpia.scope_out`."""
        return self.id if "." in self.id else f"{file}.{self.id}"

    def target_key(self, file: str) -> str | None:
        """The key of the question that its answer stands in now."""
        target = self.target
        if target is None:
            return None
        name = target.question or self.id
        return name if "." in name else f"{file}.{name}"

    def says(self) -> str:
        """It in a few words, for messages: `data_items[D1].offence` without what is not named."""
        parts = (self.id, f"[{self.row}]" if self.row else "", f".{self.column}" if self.column else "")
        return "".join(parts) + (f"={self.option}" if self.option else "")
