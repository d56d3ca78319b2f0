"""Words that lost against those of somebody else stand in the history, and nothing that counts is changed by that."""

from datetime import timedelta

import pytest

from dpia.assessment.model import Answer
from dpia.errors import AssessmentError, Locked
from dpia.workspace import Workspace
from dpia.workspace.beside import keep_beside
from dpia.workspace.revisions import Kind
from tests.support.workspaces import AT, answer, create, make

LATER = AT + timedelta(hours=1)
KEY = "page.one"


def kept(workspace: Workspace, words: object) -> bool:
    return keep_beside(
        workspace, "hotline", lambda now: now.with_answer(KEY, words), actor="ben", at=LATER, note="P-1, kept"
    )


def test_the_words_stand_in_a_revision_and_the_newest_says_what_it_said(workspace: Workspace) -> None:
    create(workspace, make())
    answer(workspace, "hotline", "one", "theirs")
    before = workspace.get("hotline").assessment
    assert kept(workspace, "mine")
    assert workspace.get("hotline").assessment == before
    lines = workspace.history("hotline")
    assert [(one.number, one.kind, one.note, one.actor) for one in lines[:2]] == [
        (4, Kind.RESTORED, "revision 2", "ben"),
        (3, Kind.EDITED, "P-1, kept", "ben"),
    ]
    assert workspace.get("hotline", 3).assessment.answer(KEY) == Answer(value="mine")
    assert workspace.verify("hotline") == ()


def test_undo_brings_the_words_back(workspace: Workspace) -> None:
    create(workspace, make())
    answer(workspace, "hotline", "one", "theirs")
    kept(workspace, "mine")
    workspace.undo("hotline", seen=4, actor="ben", at=LATER)
    assert workspace.get("hotline").assessment.answer(KEY) == Answer(value="mine")


def test_words_that_stand_there_already_make_no_revision(workspace: Workspace) -> None:
    create(workspace, make())
    answer(workspace, "hotline", "one", "theirs")
    assert not kept(workspace, "theirs")
    assert len(workspace.history("hotline")) == 2


def test_a_locked_assessment_and_words_that_fit_no_question_are_refused(workspace: Workspace) -> None:
    create(workspace, make())
    with pytest.raises(AssessmentError):
        kept(workspace, ["no", "text"])
    workspace.lock("hotline", True, reason="For the DPO", actor="ann", at=AT)
    before = workspace.history("hotline")
    with pytest.raises(Locked):
        kept(workspace, "mine")
    assert workspace.history("hotline") == before
