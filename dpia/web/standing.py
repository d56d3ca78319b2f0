"""Whether what was decided and signed still holds, for a page of the list of assessments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import select

from dpia.errors import DpiaError
from dpia.web.showing import Desk
from dpia.workspace import Entry
from dpia.workspace.revisions import beside_of
from dpia.workspace.steps import reading
from dpia.workspace.tables import ASSESSMENTS, REVISIONS


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the decision taken keeps within what is left, where there is one, and how many signatures are void."""

    fits: bool
    void: int


def standings(desk: Desk, entries: Sequence[Entry]) -> Mapping[str, Standing]:
    """The standing of each assessment by its id. Only decided ones are evaluated."""
    void = _void(desk, [entry.id for entry in entries])
    return {entry.id: Standing(not entry.outcome or _fits(desk, entry.id), void.get(entry.id, 0)) for entry in entries}


def _void(desk: Desk, names: Sequence[str]) -> dict[str, int]:
    """How many signatures are not for the content of the newest revision, by assessment, without reading its answers."""
    revision = REVISIONS.c
    wanted = (
        select(revision.assessment, revision.content_hash, revision.approvals)
        .join(ASSESSMENTS, (ASSESSMENTS.c.id == revision.assessment) & (ASSESSMENTS.c.head == revision.number))
        .where(ASSESSMENTS.c.id.in_(names), revision.approvals != "[]")
    )
    with reading(desk.workspace.engine) as connection:
        rows = connection.execute(wanted).all()
    return {
        row.assessment: sum(
            signature.get("content_hash") != row.content_hash for signature in beside_of(row.approvals)["approvals"]
        )
        for row in rows
    }


def _fits(desk: Desk, name: str) -> bool:
    """Whether the decision fits; one that cannot be judged here, because a questionnaire is missing, is told on its own page."""
    with suppress(DpiaError):
        return desk.workspace.evaluation(desk.workspace.get(name), desk.today).decision.fits
    return True
