"""Undo and redo go through the history as an editor goes through its changes, and every step is a revision of its own."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia.errors import DpiaError, Locked, StaleSave
from dpia.workspace import Workspace
from dpia.workspace.revisions import Kind
from dpia.workspace.undoing import around
from tests.support.workspaces import AT, answer, create, later, make, value

CHANGES = (Kind.EDITED, Kind.IMPORTED, Kind.RESTORED, Kind.DECIDED, Kind.SIGNED)


def words(workspace: Workspace, *texts: str) -> None:
    for text in texts:
        answer(workspace, "hotline", "one", text)


def undo(workspace: Workspace, at: datetime = AT) -> None:
    workspace.undo("hotline", seen=workspace.get("hotline").head, actor="ann", at=at)


def redo(workspace: Workspace, at: datetime = AT) -> None:
    workspace.redo("hotline", seen=workspace.get("hotline").head, actor="ann", at=at)


# ----------------------------------------------------------------------------------------------------- the steps alone


@pytest.mark.parametrize(
    ("kinds", "before", "after"),
    [
        ("c", None, None),
        ("ce", 1, None),
        ("cee", 2, None),
        ("ceeu", 1, 3),
        ("ceeuu", None, 2),
        ("ceeuur", 1, 3),
        ("ceeuurr", 2, None),
        ("ceeue", 2, None),  # a new change leaves revision 3 behind
        ("ceeueu", 1, 5),
        ("ceeueuu", None, 2),
        ("cell", 1, None),  # locking and unlocking are no steps
        ("ceull", None, 2),
        ("cen", 1, None),  # neither is noting what happened, which stays
        ("ceun", None, 2),
        ("", None, None),
        ("u", None, None),  # of a damaged history
        ("cr", None, None),
    ],
)
def test_the_steps_around_a_history(kinds: str, before: int | None, after: int | None) -> None:
    named = {"c": Kind.CREATED, "e": Kind.EDITED, "u": Kind.UNDONE, "r": Kind.REDONE, "l": Kind.LOCKED, "n": Kind.NOTED}
    assert around(enumerate((named[kind] for kind in kinds), 1)) == (before, after)


@given(st.lists(st.sampled_from(["undo", "redo", *CHANGES])))
def test_it_is_the_undo_of_an_editor(deeds: list[str | Kind]) -> None:
    """Compared with two stacks of contents; undo and redo are pressed where they can be."""
    past, now, future = list[int](), 1, list[int]()
    history = [(1, Kind.CREATED, now)]
    for deed in deeds:
        number = len(history) + 1
        if deed == "undo" and past:
            future.append(now)
            now = past.pop()
            history.append((number, Kind.UNDONE, now))
        elif deed == "redo" and future:
            past.append(now)
            now = future.pop()
            history.append((number, Kind.REDONE, now))
        elif isinstance(deed, Kind):
            past.append(now)
            now, future = number, []
            history.append((number, deed, now))
    contents = {number: content for number, _, content in history}
    steps = around((number, kind) for number, kind, _ in history)
    assert [contents.get(step) if step else None for step in steps] == [
        past[-1] if past else None,
        future[-1] if future else None,
    ]


# -------------------------------------------------------------------------------------------------------- in a workspace


def test_undo_goes_back_step_by_step_and_redo_forward(workspace: Workspace) -> None:
    create(workspace, make())
    words(workspace, "a", "b")
    seen = []
    for step in (workspace.undo, workspace.undo, workspace.redo, workspace.redo, workspace.undo):
        saved = step("hotline", seen=workspace.get("hotline").head, actor="ben", at=later(3))
        seen.append((saved.number, value(workspace, "hotline", "one")))
    assert seen == [(4, "a"), (5, None), (6, "a"), (7, "b"), (8, "a")]
    newest = workspace.history("hotline")[0]
    assert (newest.kind, newest.note, newest.actor) == (Kind.UNDONE, "as in revision 2", "ben")
    assert workspace.verify("hotline") == ()


def test_what_was_undone_is_exactly_what_it_was(workspace: Workspace) -> None:
    """The day of the last change is part of the content, so it comes back too and the hash is the old one."""
    create(workspace, make())
    answer(workspace, "hotline", "one", "a", at=later(60 * 24 * 3))
    undo(workspace, at=later(60 * 24 * 9))
    assert workspace.get("hotline").assessment == workspace.get("hotline", 1).assessment
    newest, _, oldest = workspace.history("hotline")
    assert newest.content_hash == oldest.content_hash


def test_a_change_after_an_undo_leaves_behind_what_was_undone(workspace: Workspace) -> None:
    create(workspace, make())
    words(workspace, "a", "b")
    undo(workspace, at=AT)
    words(workspace, "c")
    with pytest.raises(DpiaError, match=r"^hotline: there is nothing that could be done again\.$"):
        redo(workspace, at=AT)
    undo(workspace, at=AT)
    assert value(workspace, "hotline", "one") == "a"


def test_a_restored_revision_is_undone_like_any_change(workspace: Workspace) -> None:
    create(workspace, make())
    words(workspace, "a", "b")
    old = workspace.get("hotline", 2).assessment
    workspace.save("hotline", old, seen=3, actor="ann", at=AT, kind=Kind.RESTORED, note="revision 2")
    undo(workspace, at=AT)
    assert value(workspace, "hotline", "one") == "b"


def test_the_first_revision_cannot_be_undone(workspace: Workspace) -> None:
    create(workspace, make())
    with pytest.raises(DpiaError, match=r"^hotline: there is nothing that could be undone\.$"):
        undo(workspace, at=AT)
    assert workspace.get("hotline").head == 1


def test_a_locked_assessment_is_not_undone(workspace: Workspace) -> None:
    create(workspace, make())
    words(workspace, "a")
    workspace.lock("hotline", True, reason="For the DPO", actor="ann", at=AT)
    with pytest.raises(Locked):
        undo(workspace, at=AT)
    assert value(workspace, "hotline", "one") == "a"


def test_an_undo_that_comes_just_after_a_save_of_somebody_else_changes_nothing(
    workspace: Workspace, second: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(workspace, make())
    words(workspace, "a")
    answer(second, "hotline", "two", "theirs")
    with pytest.raises(StaleSave, match=r"it was saved in between\. Nothing was changed"):
        workspace.undo("hotline", seen=2, actor="ann", at=AT)
    known = workspace.history("hotline")
    answer(second, "hotline", "two", "theirs again")
    monkeypatch.setattr(workspace, "history", lambda name: known)
    with pytest.raises(StaleSave, match=r"it was saved in between\. Nothing was changed"):
        workspace.undo("hotline", seen=3, actor="ann", at=AT)
    assert (value(second, "hotline", "one"), value(second, "hotline", "two")) == ("a", "theirs again")
    assert second.get("hotline").head == 4
