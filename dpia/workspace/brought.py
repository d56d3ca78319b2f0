"""Signatures and decisions that were not given here: they came with a file, or with the backup that the workspace was filled from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import select

from dpia.assessment.model import Approval, Assessment
from dpia.showing.provenance import BY_PROGRAM, Arrival, Provenance
from dpia.workspace.journal import Event
from dpia.workspace.kept import Stored
from dpia.workspace.revisions import Kind
from dpia.workspace.steps import reading
from dpia.workspace.store import Workspace
from dpia.workspace.tables import JOURNAL, REVISIONS

_FILE: Final = re.compile(r"from a(?:n export| [a-z]+ file) called (?P<name>.+?)(?:, in which|, as|;|$)", re.DOTALL)


def provenance_of(workspace: Workspace, stored: Stored) -> Provenance:
    """What the workspace knows of an assessment beside its content. Raises NotFound."""
    return Provenance(stored.anchor, brought_in(workspace, stored))


def brought_in(workspace: Workspace, stored: Stored) -> tuple[Arrival, ...]:
    """What was brought in and stands still, the last first; each signature once, and the decision. Raises NotFound."""
    now = stored.assessment
    found: list[Arrival] = []
    seen = set[Approval]()
    decided = False
    for source, at, then in _arrivals(workspace, stored.id):
        day = at.date().isoformat()
        mine = [one for one in now.approvals if one in then.approvals and one not in seen]
        found += (Arrival(one.name, source, day, one in now.valid_approvals) for one in mine)
        seen.update(mine)
        if not decided and now.decision is not None and now.decision == then.decision:
            decided = True
            found.append(Arrival("", source, day, fits=True))
    return tuple(found)


def _arrivals(workspace: Workspace, name: str) -> Iterator[tuple[str, datetime, Assessment]]:
    """Every time that an assessment came from elsewhere: with what, when, and as what."""
    for number, source, at in _restored(workspace, name):
        yield source, at, workspace.get(name, number).assessment
    first = workspace.history(name)[-1]
    if first.kind is Kind.IMPORTED:
        called = _FILE.match(first.note)
        source = called["name"] if called else (BY_PROGRAM if first.note.startswith("by the API") else "")
        yield source, first.at, workspace.get(name, first.number).assessment


def _restored(workspace: Workspace, name: str) -> Iterator[tuple[int, str, datetime]]:
    """The revisions that were the newest ones of an assessment when the workspace was filled from a backup, the last first."""
    with reading(workspace.engine) as connection:
        events = connection.execute(
            select(JOURNAL).where(JOURNAL.c.event == Event.RESTORED.value).order_by(JOURNAL.c.number.desc())
        ).all()
        for event in events:
            # The subject of a file's line is the file, not the revision that was the newest then.
            mine = (
                (JOURNAL.c.assessment == name)
                & (JOURNAL.c.number < event.number)
                & (JOURNAL.c.event != Event.FILED.value)
            )
            chain = connection.execute(
                select(JOURNAL.c.subject).where(mine).order_by(JOURNAL.c.number.desc()).limit(1)
            ).scalar_one_or_none()
            number = connection.execute(
                select(REVISIONS.c.number).where(REVISIONS.c.assessment == name, REVISIONS.c.chain == (chain or ""))
            ).scalar_one_or_none()
            if number is not None:
                yield number, event.note, event.at
