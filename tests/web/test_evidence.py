"""Evidence in the browser: what was made of an assessment keeps its files, and what is missing is told."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from dpia.assessment.model import Answer, Assessment
from tests.support.browsing import Desk, desk_over, example, said
from tests.support.reports import small_assessment, small_library

KEY = "everything.name"
CONTENT = b"<script>alert(1)</script>"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path / "workspace.sqlite", small_library()) as found:
        found.add(small_assessment().change(id="full", decision=None, remarks=()))
        yield found


def attach(desk: Desk, name: str, key: str) -> None:
    sent = desk.client.post(f"/a/{name}/q/{key}/evidence", {"title": "A proof"}, files={"file": ("p.html", CONTENT)})
    assert sent.status_code == 303, said(sent)


def made_by(desk: Desk, name: str, how: str) -> str:
    return desk.client.post(f"/a/{name}/{how}").headers["location"].removeprefix("/a/")


def test_a_copy_keeps_the_evidence_when_the_original_is_deleted(desk: Desk) -> None:
    attach(desk, "full", KEY)
    copy = made_by(desk, "full", "duplicate")
    again = made_by(desk, copy, "duplicate")
    for name in ("full", copy):
        assert desk.client.post(f"/a/{name}/delete", {"name": name}).status_code == 303
    assert desk.client.get(f"/a/{again}/file/{SHA256}").content == CONTENT
    desk.client.post(f"/a/{again}/delete", {"name": again})
    desk.add(small_assessment().change(id="fresh"))
    assert desk.client.get(f"/a/fresh/file/{SHA256}").status_code == 404


def test_a_review_keeps_the_evidence_when_the_reviewed_one_is_deleted(tmp_path: Path) -> None:
    with desk_over(tmp_path / "workspace.sqlite") as desk:
        desk.add(example("lumen-line"))
        attach(desk, "lumen-line", "gdpr-dpia.purposes")
        review = made_by(desk, "lumen-line", "review")
        assert desk.client.post("/a/lumen-line/delete", {"name": "lumen-line"}).status_code == 303
        assert desk.client.get(f"/a/{review}/file/{SHA256}").content == CONTENT


def with_missing(name: str = "lacking") -> Assessment:
    evidence = {"title": "The <b>contract</b>", "file": "contract.pdf", "sha256": "ab" * 32}
    answer = Answer.model_validate({"value": "A name", "evidence": [evidence]})
    return small_assessment().change(id=name, decision=None).with_answer(KEY, answer)


def test_evidence_that_is_missing_is_told_on_the_overview_and_beside_the_export(desk: Desk) -> None:
    desk.add(with_missing())
    for page in ("/a/lacking", "/a/lacking/report"):
        found = desk.client.get(page)
        assert "The <b>contract</b>" in said(found)
        assert "that is not in this workspace" in said(found)
    desk.add(small_assessment().change(id="bare", decision=None, remarks=(), answers={}, risks=(), measures=()))
    for page in ("/a/bare", "/a/bare/report"):
        assert "not in this workspace" not in said(desk.client.get(page))


def test_a_review_that_carries_no_assessment_can_be_worked_on(desk: Desk) -> None:
    reviewed = {"content_hash": "0" * 64, "version": "1", "data": {"a": ["CANARY7319"]}}
    desk.add(small_assessment().change(id="odd", reviewed=reviewed))
    for page in ("/a/odd", "/a/odd/s/everything/simple", "/a/odd/report", "/a/odd/report.html", "/a/odd/history"):
        found = desk.client.get(page)
        assert found.status_code == 200, page
        assert "CANARY7319" not in found.text
    assert "The reviewed version cannot be compared" in desk.client.get("/a/odd/report.html").text
