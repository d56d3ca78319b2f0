"""What each kind of revision may change, and when: a signature or a decision comes to be in its own way only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from dpia.assessment.merging import is_noting, is_signing
from dpia.assessment.model import Assessment
from dpia.errors import BadInput, Location, Locked, Message, Problem
from dpia.messages import workspaces
from dpia.wording import N_, said
from dpia.workspace.revisions import LOCKS, STEPS, Kind

EDITS: Final = (Kind.EDITED, Kind.RESTORED)
"""The kinds that are no revision where nothing changed."""
BACK: Final = (Kind.RESTORED, *STEPS)
"""The kinds that bring an older content back."""
KEEPS_DAY: Final = (*LOCKS, *STEPS, Kind.SIGNED, Kind.NOTED, Kind.IMPORTED)
AS_IT_IS: Final = (*LOCKS, *BACK, Kind.IMPORTED, Kind.NOTED)
"""The kinds that leave content as it was, or give it back so, whatever versions are here."""
WHILE_LOCKED: Final = (Kind.UNLOCKED, Kind.SIGNED, Kind.DECIDED, Kind.NOTED)
NOT_BROUGHT_BACK: Final = "; signatures are not brought back"


def refuse_other_parts(name: str, kind: Kind, before: Assessment, after: Assessment) -> None:
    """Raises BadInput where a revision of this kind may not change what it changes.

    Signing adds one signature of exactly this content, deciding changes the decision alone, locking changes nothing, and
    everything else leaves signatures and decision as they are. What is brought back is an older content as a whole.
    """
    problems = [Problem(Location(name), message()) for message in _wrong(kind, before, after)]
    if problems:
        raise BadInput(problems)


def _wrong(kind: Kind, before: Assessment, after: Assessment) -> Iterator[Message]:
    if kind in BACK:
        return
    signed = after.approvals != before.approvals
    if kind is Kind.SIGNED:
        new = [one for one in after.approvals if one not in before.approvals]
        if not (is_signing(before, after) and len(after.approvals) == len(before.approvals) + 1):
            yield workspaces.NOT_SIGNED_ALONE
        elif any(one.content_hash != after.content_hash for one in new):
            yield workspaces.NOT_SIGNED_CONTENT
        return
    if signed:
        yield workspaces.APPROVALS_APART
    if kind is Kind.DECIDED:
        parts = {"decision": after.decision, "approvals": after.approvals, "updated": after.updated}
        if before.change(**parts, format=after.format) != after:
            yield workspaces.NOT_DECIDED_ALONE
    elif after.decision != before.decision and kind is not Kind.MOVED:  # a finding that a condition names may be gone
        yield workspaces.DECISION_APART
    if kind is Kind.NOTED and not is_noting(before, after):
        yield workspaces.NOT_NOTED_ALONE
    if kind in LOCKS and not signed and after.decision == before.decision and after != before:
        yield workspaces.LOCK_ALONE


def without_its_signatures(now: Assessment, back: Assessment) -> tuple[Assessment, str]:
    """An older content that is brought back, and what the history says of that beside.

    The signatures are those that stand there now but for such as would hold for it: whoever signed it once did not say
    that it may come back. What was noted since stays.
    """
    content = back.content_hash
    kept = tuple(one for one in now.approvals if one.content_hash != content)
    held = any(one.content_hash == content for one in (*now.approvals, *back.approvals))
    return back.change(approvals=kept, occasions=now.occasions), NOT_BROUGHT_BACK if held else ""


def refuse_if_closed(name: str, row: Any, kind: Kind, mine: Assessment) -> None:
    """Raises Locked for a change of what is in the archive, or in review: there one signs and decides, and withdraws nothing."""
    if row.archived:
        raise Locked(said(N_("{name} is in the archive. Take it out before you change it."), name=name))
    if row.locked and (kind not in WHILE_LOCKED or (kind is Kind.DECIDED and mine.decision is None)):
        text = N_("{name} is in review and locked. Unlock it, with a reason, before you change it.")
        raise Locked(said(text, name=name))
