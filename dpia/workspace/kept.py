"""What a workspace gives: an assessment at a revision, a line of its history, a line of the list, what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dpia.assessment.model import Assessment
from dpia.workspace.revisions import Kind


@dataclass(frozen=True, slots=True)
class Stored:
    """An assessment at one of its revisions; `head` is the newest."""

    id: str
    number: int
    head: int
    assessment: Assessment
    at: datetime
    actor: str
    locked: bool
    archived: bool
    chain: str

    @property
    def anchor(self) -> str:
        """This revision and its chain, to be kept elsewhere: `17:3f…`."""
        return f"{self.number}:{self.chain}"


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save made. `merged` says that somebody else had saved other parts in between."""

    number: int
    assessment: Assessment
    merged: bool
    changed: bool


@dataclass(frozen=True, slots=True)
class RevisionInfo:
    """One line of the history."""

    number: int
    at: datetime
    actor: str
    kind: Kind
    note: str
    content_hash: str
    chain: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list of assessments."""

    id: str
    head: int
    title: str
    organisation: str
    example: bool
    changed_at: datetime
    changed_by: str
    archived: bool
    locked: bool
    outcome: str
    level: int
    level_label: str
    blocks: int
    majors: int
    minors: int
    asked: int
    answered: int
    next_review: date | None


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something due in one of the assessments."""

    assessment: str
    title: str
    item: str
    day: date
    what: str
    owner: str
