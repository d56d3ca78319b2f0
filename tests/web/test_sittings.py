"""Saves of one person that follow each other without a long pause are one entry of the history."""

from datetime import timedelta

from dpia.web.sittings import sittings_of
from dpia.workspace import RevisionInfo
from dpia.workspace.revisions import Kind
from tests.support.workspaces import AT


def history(*lines: tuple[int, str, Kind, str]) -> list[RevisionInfo]:
    """Revisions from (minute, actor, kind, note), the newest first."""
    made = [
        RevisionInfo(number, AT + timedelta(minutes=minute), actor, kind, note, "", "")
        for number, (minute, actor, kind, note) in enumerate(lines, 1)
    ]
    return made[::-1]


def numbers(revisions: list[RevisionInfo], *, every: bool = False) -> list[list[int]]:
    return [[one.number for one in sitting.saves] for sitting in sittings_of(revisions, every=every)]


EDITS = history(
    (0, "ann", Kind.CREATED, ""),
    (1, "ann", Kind.EDITED, "A-1"),
    (11, "ann", Kind.EDITED, "A-2"),  # ten minutes are no long pause
    (12, "ann", Kind.EDITED, "A-1"),
    (23, "ann", Kind.EDITED, "A-1"),  # eleven are
    (24, "ben", Kind.EDITED, "A-1"),
    (25, "ann", Kind.EDITED, ""),
    (26, "ann", Kind.UNDONE, "as in revision 6"),
    (27, "ann", Kind.UNDONE, "as in revision 5"),
    (28, "ann", Kind.EDITED, "A-3"),
)


def test_a_pause_another_person_and_what_is_no_edit_end_a_sitting() -> None:
    assert numbers(EDITS) == [[10], [9], [8], [7], [6], [5], [4, 3, 2], [1]]


def test_every_save_can_stand_alone() -> None:
    assert numbers(EDITS, every=True) == [[number] for number in range(10, 0, -1)]


def test_a_sitting_says_once_what_it_was_about_in_the_order_of_the_saves() -> None:
    sitting = sittings_of(EDITS)[6]
    assert (sitting.first.number, sitting.last.number, sitting.notes) == (2, 4, ("A-1", "A-2"))


def test_nothing_has_no_sittings() -> None:
    assert sittings_of([]) == []
