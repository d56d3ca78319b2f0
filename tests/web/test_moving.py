"""An assessment that was answered on another version can be read in the browser, is moved when somebody says so, and comes back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dpia.assessment.files import parse_assessment
from dpia.assessment.model import Approval, Assessment, Decision
from dpia.questionnaire.library import Library
from dpia.web.sittings import DEEDS
from dpia.workspace.revisions import Kind
from tests.support.browsing import Desk, desk_over, said, tree
from tests.support.forms import ON
from tests.support.moving import ANSWERS, NEW, library_of, new_folder, old_folder

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_of(new_folder(tmp_path_factory.mktemp("new")))


@pytest.fixture(scope="module")
def answered() -> Assessment:
    return parse_assessment(ANSWERS.encode(), "door.yaml", is_json=False)[0]


@pytest.fixture
def desk(tmp_path: Path, new: Library, answered: Assessment) -> Iterator[Desk]:
    """A workspace over the new versions into which an old file was taken."""
    with desk_over(tmp_path / "w.sqlite", new) as found:
        found.workspace.create(answered, actor="A. Analyst", at=AT, kind=Kind.IMPORTED)
        yield found


def value(desk: Desk, key: str) -> object:
    answer = desk.assessment("front-door").answer(key)
    return answer.value if answer is not None else None


def test_an_old_file_is_taken_in_as_it_is_and_shown_with_both_versions(
    tmp_path: Path, new: Library, answered: Assessment
) -> None:
    with desk_over(tmp_path / "w.sqlite", new) as desk:
        sent = desk.client.ask(
            "POST",
            "/import",
            headers=desk.client.ours,
            files={"file": ("door.yaml", ANSWERS.encode(), "application/yaml")},
        )
        page = desk.client.follow(desk.client.follow(sent))
        assert desk.assessment("front-door") == answered
        assert "door was answered on version 1.2.0, installed is version 2.0.0." in said(page)


@pytest.mark.parametrize("place", ["", "/risks", "/decision", "/s/door/all", "/report.html", "/q/door.scope"])
def test_every_page_of_it_leads_to_the_page_that_moves_it(desk: Desk, place: str) -> None:
    answer = desk.client.get(f"/a/front-door{place}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/a/front-door/move")


@pytest.mark.parametrize("place", ["/history", "/export.yaml", "/export.json", "/export.zip"])
def test_what_gives_it_back_works_whatever_is_installed(desk: Desk, place: str) -> None:
    assert desk.client.get(f"/a/front-door{place}").status_code == 200


def test_what_happened_can_be_noted_on_it_as_it_is(desk: Desk, answered: Assessment) -> None:
    assert desk.client.post("/a/front-door/occasion", {"what": "A burglary.", "on": "2026-11-03"}).status_code == 303
    after = desk.assessment("front-door")
    assert [one.what for one in after.occasions] == ["A burglary."]
    assert (after.content_hash, after.questionnaires) == (answered.content_hash, answered.questionnaires)


def test_the_page_says_what_stays_what_moves_and_what_has_no_place(desk: Desk) -> None:
    page = said(desk.client.get("/a/front-door/move"))
    assert "1 answer stays as it is." in page
    assert "D-3 Is what is stored encrypted? door.encryption door.security[encryption].state" in page
    assert "Images of children" in page
    assert "Its meaning was wider. Answer anew." in page
    assert "The garden gate." in page


def test_every_answer_can_be_read_before_it_is_moved(desk: Desk, answered: Assessment) -> None:
    page = said(desk.client.get("/a/front-door/move"))
    for text in ("The front door.", "The garden gate.", "By the disk.", "A volunteer.", "Each day.", "2026-11-21"):
        assert text in page


def test_looking_changes_nothing_and_moving_is_a_revision_of_its_own(desk: Desk, answered: Assessment) -> None:
    desk.client.get("/a/front-door/move")
    assert desk.head("front-door") == 1
    desk.client.post("/a/front-door/move", {"seen": "1"})
    assert desk.head("front-door") == 2
    assert value(desk, "door.scope") == "The front door.\n\nThe garden gate."
    assert {loss.place for loss in desk.assessment("front-door").losses} == {"door.dangers", "door.frequency"}
    assert desk.client.get("/a/front-door").status_code == 200
    assert desk.workspace.get("front-door", 1).assessment == answered


def test_the_history_says_that_it_was_moved_and_undoing_brings_the_old_one_back(
    desk: Desk, answered: Assessment
) -> None:
    desk.client.post("/a/front-door/move", {"seen": "1"})
    history = said(desk.client.get("/a/front-door/history"))
    assert "moved to the installed versions" in history
    assert "door 1.2.0 → 2.0.0" in history
    desk.client.post("/a/front-door/history/undo", {"seen": "2"})
    assert desk.assessment("front-door") == answered
    assert desk.client.get("/a/front-door").headers["location"] == "/a/front-door/move"
    desk.client.post("/a/front-door/history/redo", {"seen": "3"})
    assert desk.client.get("/a/front-door").status_code == 200


def test_a_decided_one_stays_in_the_history_and_its_signature_is_told_to_end(desk: Desk, answered: Assessment) -> None:
    decision = Decision.model_validate(
        {"outcome": "rejected", "reason": "No.", "by": {"name": "C. Example"}, "on": "2026-11-24"}
    )
    decided = answered.change(decision=decision, id="decided")
    signature = Approval(name="C. Example", role="Director", on=ON, content_hash=decided.content_hash)
    signed = decided.change(approvals=(signature,))
    desk.workspace.create(signed, actor="A. Analyst", at=AT, kind=Kind.IMPORTED)
    page = said(desk.client.get("/a/decided/move"))
    assert "these signatures hold no more: C. Example, Director." in page
    assert "The decision was taken on the versions before." in page
    desk.client.post("/a/decided/move", {"seen": "1"})
    assert desk.assessment("decided").valid_approvals == ()
    assert desk.workspace.get("decided", 1).assessment.valid_approvals == (signature,)


def test_a_form_that_was_open_meanwhile_is_refused_in_words(desk: Desk) -> None:
    answer = desk.client.post(
        "/a/front-door/details", {"title": "A", "version": "2", "classification": "public", "seen": "1"}
    )
    assert answer.status_code == 422
    assert "dpia move front-door" in said(answer)


def test_a_newer_version_is_said_and_nothing_is_offered_to_be_moved(tmp_path: Path, answered: Assessment) -> None:
    with desk_over(tmp_path / "w.sqlite", library_of(old_folder(tmp_path))) as desk:
        newer = parse_assessment(ANSWERS.replace("1.2.0", "2.0.0").encode(), "door.yaml", is_json=False)[0]
        desk.workspace.create(newer, actor="A. Analyst", at=AT, kind=Kind.IMPORTED)
        page = desk.client.follow(desk.client.get("/a/front-door"))
        assert "installed is the older version 1.2.0. Update dpia" in said(page)
        assert tree(page).find("form", action="/a/front-door/move") == []
        assert "The garden gate." in said(page)


def test_a_newer_minor_version_that_fits_is_told_on_the_overview(tmp_path: Path) -> None:
    with desk_over(tmp_path / "w.sqlite", library_of(old_folder(tmp_path))) as desk:
        newer = parse_assessment(ANSWERS.replace("1.2.0", "1.7.0").encode(), "door.yaml", is_json=False)[0]
        desk.workspace.create(newer, actor="A. Analyst", at=AT, kind=Kind.IMPORTED)
        (notice,) = tree(desk.client.get("/a/front-door")).find("section", id="definitions")
        assert "The door was answered on version 1.7.0, and judged here by the older version 1.2.0" in notice.words()


def test_a_question_that_a_minor_version_renamed_is_moved_in_the_same_way(tmp_path: Path, answered: Assessment) -> None:
    minor = library_of(new_folder(tmp_path, NEW.replace("2.0.0", "1.3.0", 1)))
    with desk_over(tmp_path / "w.sqlite", minor) as desk:
        desk.workspace.create(answered, actor="A. Analyst", at=AT, kind=Kind.IMPORTED)
        assert desk.client.get("/a/front-door").headers["location"] == "/a/front-door/move"


def test_what_was_typed_is_shown_as_text_and_never_as_markup(desk: Desk, answered: Assessment) -> None:
    hostile = answered.with_answer("door.frequency", "<script>alert(1)</script>").change(id="hostile")
    desk.workspace.create(hostile, actor="A. Analyst", at=AT, kind=Kind.IMPORTED)
    page = tree(desk.client.get("/a/hostile/move"))
    assert not any("alert" in node.words() for node in page.find("script"))
    assert "<script>alert(1)</script>" in page.words()


def test_every_kind_of_revision_has_a_word() -> None:
    assert set(DEEDS) == set(Kind)
