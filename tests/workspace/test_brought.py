"""Signatures and decisions that came from elsewhere say so as long as they stand: with which file, when, and whether they fit."""

from pathlib import Path

import pytest

from dpia.api import make_html
from dpia.assessment.files import dump_yaml
from dpia.assessment.model import Approval, Assessment
from dpia.workspace import Workspace
from dpia.workspace.backup import restore_backup, write_backup
from dpia.workspace.brought import brought_in, provenance_of
from dpia.workspace.bundle import take_in
from dpia.workspace.files import add_file
from dpia.workspace.revisions import Kind
from tests.support.workspaces import AT, ON, answer, create, later, make, opened

DECISION = {"outcome": "approved", "by": {"name": "B. Example"}, "on": ON.isoformat(), "reason": "It is needed."}


def signed(assessment: Assessment, name: str = "A. Example") -> Assessment:
    one = Approval(name=name, role="Director", on=ON, content_hash=assessment.content_hash)
    return assessment.change(approvals=(*assessment.approvals, one))


def told(workspace: Workspace) -> list[str]:
    return [str(one.told) for one in brought_in(workspace, workspace.get("hotline"))]


@pytest.fixture
def taken(workspace: Workspace, tmp_path: Path) -> Workspace:
    path = tmp_path / "outside, by mail.yaml"
    path.write_text(dump_yaml(signed(make().change(decision=DECISION))), encoding="utf-8")
    take_in(path, workspace, actor="ann", at=AT)
    return workspace


def test_what_a_file_brought_is_told_until_it_no_longer_stands(taken: Workspace) -> None:
    decided = "The decision was not taken here: brought in from outside by mail.yaml on 2026-11-24."
    line = "A. Example: brought in from outside by mail.yaml on 2026-11-24, the hash {}."
    assert told(taken) == [line.format("fits"), decided]
    answer(taken, "hotline", "one", "changed")
    assert told(taken) == [line.format("does not fit"), decided]
    stored = taken.get("hotline")
    taken.save(
        "hotline", stored.assessment.change(decision=None), seen=stored.number, actor="ann", at=AT, kind=Kind.DECIDED
    )
    assert told(taken) == [line.format("does not fit")]


def test_what_was_given_here_is_not_told(workspace: Workspace) -> None:
    create(workspace, make())
    stored = workspace.get("hotline")
    workspace.save("hotline", signed(stored.assessment), seen=1, actor="ann", at=AT, kind=Kind.SIGNED)
    assert told(workspace) == []


def test_what_a_backup_brought_is_told_with_its_name_and_a_later_signature_is_not(
    taken: Workspace, tmp_path: Path
) -> None:
    write_backup(taken.engine, tmp_path / "of friday.zip", at=AT)
    other = opened(tmp_path / "other.sqlite")
    restore_backup(other.engine, tmp_path / "of friday.zip", actor="ann", at=later(60 * 24))
    lines = told(other)
    assert lines[0].startswith("A. Example: brought in from of friday.zip on ") and lines[0].endswith("the hash fits.")
    assert len(lines) == 2, "each once"
    stored = other.get("hotline")
    other.save(
        "hotline",
        signed(stored.assessment, "C. Later"),
        seen=stored.number,
        actor="ann",
        at=later(60 * 25),
        kind=Kind.SIGNED,
    )
    assert told(other) == lines
    other.close()


def test_a_file_that_was_filed_last_hides_nothing_that_a_backup_brought(workspace: Workspace, tmp_path: Path) -> None:
    create(workspace, make())
    stored = workspace.get("hotline")
    workspace.save("hotline", signed(stored.assessment), seen=1, actor="ann", at=AT, kind=Kind.SIGNED)
    add_file(workspace.engine, b"a proof", assessment="hotline", actor="ann", at=AT)
    write_backup(workspace.engine, tmp_path / "friday.zip", at=AT)
    other = opened(tmp_path / "other.sqlite")
    restore_backup(other.engine, tmp_path / "friday.zip", actor="ann", at=later(60))
    assert [one.source for one in brought_in(other, other.get("hotline"))] == ["friday.zip"]
    other.close()


def test_the_report_says_it_beside_the_signatures(taken: Workspace, tmp_path: Path) -> None:
    stored = taken.get("hotline")
    page = make_html(taken.evaluation(stored, ON), taken.library, provenance=provenance_of(taken, stored))
    for line in told(taken):
        assert line in page
    assert "brought in" not in make_html(taken.evaluation(stored, ON), taken.library)
