"""The words of whoever comes second: kept in the history before anybody chooses, so that neither of two texts is lost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from dpia.assessment.model import Assessment
from dpia.errors import DpiaError
from dpia.web.showing import Desk
from dpia.workspace.beside import keep_beside


def keep_words(
    desk: Desk, name: str, seen: int, change: Callable[[Assessment], Assessment], about: str, *, once: bool = False
) -> None:
    """Keeps what `change` makes of the newest revision as one that the history shows.

    With `once` nothing is kept where this person's words on the same thing were kept since the revision that was `seen`: a
    page that saves while somebody types tells a clash again and again.
    """
    note = f"{about}, kept beside what somebody else wrote"
    mine = [
        one for one in desk.workspace.history(name) if one.number > seen and (one.actor, one.note) == (desk.actor, note)
    ]
    newest = desk.workspace.get(name).assessment
    wanted = _undated(change(newest))
    if mine and (once or any(_undated(desk.workspace.get(name, one.number).assessment) == wanted for one in mine)):
        return
    with suppress(DpiaError):  # where nothing may be kept, the page still shows the words
        keep_beside(desk.workspace, name, change, actor=desk.actor, at=desk.now, note=note)


def _undated(assessment: Assessment) -> Assessment:
    return assessment.model_copy(update={"updated": None})
