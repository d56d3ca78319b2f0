"""Brings an assessment of a workspace to the versions that are here, as a revision of its own."""

from __future__ import annotations

from datetime import datetime

from dpia.assessment.moving import Moved, move
from dpia.workspace.kept import Saved
from dpia.workspace.revisions import Kind
from dpia.workspace.store import Workspace


def move_kept(
    workspace: Workspace, name: str, *, actor: str, at: datetime, seen: int | None = None
) -> tuple[Moved, Saved | None]:
    """Appends the moved assessment, and gives what was done; None where there was nothing to move.

    Every earlier revision stays, and undoing brings the last one back. `seen` is the revision that was shown. Raises as `move`
    and `Workspace.save` do.
    """
    stored = workspace.get(name, seen or None)
    moved = move(stored.assessment, workspace.library)
    if not moved.changed:
        return moved, None
    note = ", ".join(f"{gap.id} {gap.answered} → {gap.here}" for gap in moved.versions)
    saved = workspace.save(name, moved.assessment, seen=stored.number, actor=actor, at=at, kind=Kind.MOVED, note=note)
    return moved, saved
