"""Where undoing goes back to, and where doing again goes forward to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from dpia.workspace.revisions import LOCKS, Kind

_NO_STEPS: Final = (*LOCKS, Kind.NOTED)


class Around(NamedTuple):
    """The revisions whose content stood before, and stands after, the present content; None where there is none."""

    before: int | None
    after: int | None


def around(revisions: Iterable[tuple[int, Kind]]) -> Around:
    """The steps back and forward from the newest of some revisions, given by number and kind in their order.

    As in an editor: undoing twice goes back two steps, and a change after that leaves behind what was undone. Locking,
    unlocking and noting what happened change no content, so they are no steps.
    """
    line: list[int] = []
    place = -1
    for number, kind in revisions:
        if kind is Kind.UNDONE:
            place = max(place - 1, 0)
        elif kind is Kind.REDONE:
            place = min(place + 1, len(line) - 1)
        elif kind not in _NO_STEPS:
            place += 1
            line[place:] = [number]
    return Around(line[place - 1] if place > 0 else None, line[place + 1] if 0 <= place < len(line) - 1 else None)
