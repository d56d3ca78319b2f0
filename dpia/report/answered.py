"""What a report shows of questions and answers: the smaller values that `document` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dpia.showing.prose import Prose
from dpia.showing.views import Citation, FindingView

NO_PROSE = Prose()
SHORT = 32
ContentKind = Literal["text", "prose", "items", "rows", "sign_off", "evidence", "picture", "state"]


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to a place in the report (`anchor`) or on the web (`address`)."""

    text: str
    anchor: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """An answer or a cell. `kind` says which of the fields to show; `state` is unknown, not_applicable or open.

    A cell has its own note and evidence; those of a whole answer stand in its QuestionView.
    """

    kind: ContentKind
    text: str = ""
    prose: Prose = NO_PROSE
    items: tuple[Link, ...] = ()
    state: str = ""
    reason: str = ""
    note: Prose = NO_PROSE
    evidence: tuple[Link, ...] = ()

    @property
    def note_text(self) -> str:
        """The note without its markup."""
        return self.note.plain

    @property
    def length(self) -> int:
        """How long its text is, in characters, with what stands below it."""
        return len(self.text) + len(self.reason) + len(self.note_text) + sum(len(item.text) for item in self.evidence)

    @property
    def says(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.text or self.items or self.note or self.evidence)

    @property
    def is_short(self) -> bool:
        """Whether it can stand beside others on one line."""
        alone = self.kind in ("prose", "picture", "sign_off") or bool(self.note or self.evidence)
        return not alone and self.length <= SHORT


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of a table with its id, its name and a cell for each column."""

    id: str
    anchor: str
    name: str
    code: str
    cells: tuple[Content, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """A table: column heads, rows, how it stands on paper (narrow, broad, wide or records), and widths in percent.

    `short` says of each column whether its cells can stand beside others on a line.
    """

    columns: tuple[str, ...]
    rows: tuple[RowView, ...]
    width: str
    row_head: str
    widths: tuple[float, ...]
    short: tuple[bool, ...]

    def fields(self, row: RowView) -> list[list[tuple[str, Content]]]:
        """The filled cells of a row with their labels, as a list of lines; short ones that follow each other share a line."""
        lines: list[list[tuple[str, Content]]] = []
        joins = False
        for label, cell, short in zip(self.columns, row.cells, self.short, strict=True):
            if cell.says:
                if short and joins:
                    lines[-1].append((label, cell))
                else:
                    lines.append([(label, cell)])
                joins = short
        return lines


@dataclass(frozen=True, slots=True)
class RemarkView:
    """A reviewer's remark with the way to the question or section that it is about."""

    about: Link
    code: str
    text: Prose
    by: str
    on: str
    verdict: str
    resolved: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with its answer.

    `register` names the register that it shows, `moments` the ratings of it with their titles, and `group` the people whom it
    asks about where the register is not made apart for them. `heading` is what stands over the answer: the question, or
    what the questionnaire gives for an answer that sets it aside.
    """

    anchor: str
    code: str
    ask: str
    heading: str
    help: str
    type: str
    content: Content | None
    table: TableView | None
    register: str
    moments: tuple[tuple[str, str], ...]
    group: str
    note: Prose
    evidence: tuple[Link, ...]
    citations: tuple[Citation, ...]
    findings: tuple[FindingView, ...]
    remarks: tuple[RemarkView, ...]
    taken_from: str
    suggested: str
    withheld: bool
    edpb: str
    proposal: bool
    """Whether no act orders the question, and whoever wrote the questionnaire proposes it."""


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section with its number, `2.1`, its questions and the sections in it."""

    anchor: str
    number: str
    title: str
    intro: Prose
    remarks: tuple[RemarkView, ...]
    depth: int
    questions: tuple[QuestionView, ...]
    sections: tuple[SectionView, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """A questionnaire, or a module that stands as an annex."""

    anchor: str
    title: str
    description: Prose
    version: str
    sections: tuple[SectionView, ...]

    @property
    def section_count(self) -> int:
        """How many sections it has."""
        return len(self.sections)
