"""The history as people remember it: what one person saved in one sitting is one entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from dpia.web.retelling import NOTES, retold
from dpia.wording import C_, Translate
from dpia.workspace import RevisionInfo
from dpia.workspace.revisions import Kind

DEEDS: Final[Mapping[Kind, str]] = {
    # Translators: what was done to an assessment, in its history: "edited, 3 saves: G-2.1, G-3"
    Kind.CREATED: C_("history", "created"),
    Kind.EDITED: C_("history", "edited"),
    Kind.IMPORTED: C_("history", "imported"),
    Kind.RESTORED: C_("history", "restored"),
    Kind.UNDONE: C_("history", "undone"),
    Kind.REDONE: C_("history", "redone"),
    Kind.LOCKED: C_("history", "locked"),
    Kind.UNLOCKED: C_("history", "unlocked"),
    Kind.DECIDED: C_("history", "decided"),
    Kind.SIGNED: C_("history", "signed"),
    Kind.NOTED: C_("history", "noted what happened"),
    Kind.MOVED: C_("history", "moved to the installed versions"),
    Kind.UNKNOWN: C_("history", "nothing that dpia does: the database was changed by hand"),
}
TYPED: Final = (Kind.LOCKED, Kind.UNLOCKED, Kind.SIGNED, Kind.NOTED)
"""The kinds whose note somebody typed."""
PAUSE: Final = timedelta(minutes=10)
"""The longest pause between two saves of one sitting."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """Revisions that follow each other, the newest first."""

    saves: tuple[RevisionInfo, ...]

    @property
    def first(self) -> RevisionInfo:
        """The earliest of them."""
        return self.saves[-1]

    @property
    def last(self) -> RevisionInfo:
        """The newest of them."""
        return self.saves[0]

    @property
    def notes(self) -> tuple[str, ...]:
        """What they were about, each once, in their order."""
        return tuple(dict.fromkeys(one.note for one in reversed(self.saves) if one.note))

    @property
    def deed(self) -> str:
        """What was done, in a word that a page translates."""
        return DEEDS[self.last.kind]

    def told(self, translate: Translate) -> list[str]:
        """The notes in a language, but for what somebody typed."""
        known = () if self.last.kind in TYPED else NOTES
        return [retold(note, known, translate) for note in self.notes]


def sittings_of(revisions: Sequence[RevisionInfo], *, every: bool = False) -> list[Sitting]:
    """The sittings of a history, both newest first. Answers are saved as they are typed, so one may hold hundreds of saves.

    With `every`, each revision stands alone.
    """
    found: list[list[RevisionInfo]] = []
    for one in revisions:
        if found and not every and _go_together(one, found[-1][-1]):
            found[-1].append(one)
        else:
            found.append([one])
    return [Sitting(tuple(saves)) for saves in found]


def _go_together(one: RevisionInfo, later: RevisionInfo) -> bool:
    return one.kind is later.kind is Kind.EDITED and one.actor == later.actor and later.at - one.at <= PAUSE
