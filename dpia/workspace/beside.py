"""Words that were refused, because somebody else had changed the same: a revision of their own, before what stands now again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from dpia.assessment.checking import check_assessment
from dpia.assessment.evaluation import evaluate
from dpia.assessment.model import Assessment
from dpia.workspace.revisions import Kind
from dpia.workspace.steps import writing
from dpia.workspace.store import Workspace

_TRIES: Final = 5


def keep_beside(
    workspace: Workspace,
    name: str,
    change: Callable[[Assessment], Assessment],
    *,
    actor: str,
    at: datetime,
    note: str,
) -> bool:
    """Appends what `change` makes of the newest revision, and the newest one again, in one step: nothing that counts changes.

    So the history shows the words, compares them and brings them back. Says whether they are kept: they are not where they say
    what stands there. Raises Locked, NotFound, or AssessmentError where no assessment may hold them.
    """
    for _ in range(_TRIES):
        newest = workspace.get(name)
        mine = change(newest.assessment).model_copy(update={"updated": at.date()})
        if mine.model_copy(update={"updated": newest.assessment.updated}) == newest.assessment:
            return False
        check_assessment(workspace.form_of(mine), mine, checked=newest.assessment)
        found = [evaluate(workspace.form_of(one), one, on=at.date()) for one in (mine, newest.assessment)]
        with writing(workspace.engine) as connection:
            if workspace.append(
                connection,
                newest.number,
                (found[0], Kind.EDITED, note),
                (found[1], Kind.RESTORED, f"revision {newest.number}"),
                name=name,
                actor=actor,
                at=at,
            ):
                return True
    return False
