"""Every save is a revision, nothing that was saved is lost or written over, and what cannot be saved is refused whole."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from threading import Thread

import pytest

from dpia.assessment.evaluation import evaluate
from dpia.assessment.merging import Clash
from dpia.assessment.model import Approval, Assessment, Decision
from dpia.errors import AssessmentError, BadInput, DpiaError, Locked, NotFound, StaleSave
from dpia.questionnaire.model import Level
from dpia.workspace import Workspace
from dpia.workspace.files import add_file
from dpia.workspace.revisions import Kind
from dpia.workspace.store import PAGE
from tests.support.workspaces import AT, ON, answer, create, file_here, later, make, value

Refusal = Callable[[], object]


def refused(kind: type[DpiaError], attempt: Refusal) -> str:
    """What a refusal says: one line."""
    with pytest.raises(kind) as error:
        attempt()
    said = str(error.value)
    assert said and "\n" not in said
    return said


# ------------------------------------------------------------------------------------------------- create, get, history


def test_what_was_created_is_revision_one(workspace: Workspace) -> None:
    saved = workspace.create(make(), actor="ann", at=AT, note="from a talk")
    stored = workspace.get("hotline")
    assert (saved.number, saved.merged, saved.changed) == (1, False, True)
    assert (stored.number, stored.head, stored.assessment) == (1, 1, make())
    assert (stored.at, stored.actor, stored.locked, stored.archived) == (AT, "ann", False, False)
    (line,) = workspace.history("hotline")
    assert (line.number, line.at, line.actor, line.kind, line.note) == (1, AT, "ann", Kind.CREATED, "from a talk")
    assert line.content_hash == make().content_hash


def test_another_program_reads_the_same(workspace: Workspace, second: Workspace) -> None:
    create(workspace, make())
    answer(workspace, "hotline", "one", "word")
    assert second.get("hotline") == workspace.get("hotline")
    assert second.history("hotline") == workspace.history("hotline")


def test_every_revision_can_be_read_again(workspace: Workspace, second: Workspace) -> None:
    create(workspace, make())
    for number in range(2, 6):
        assert answer(workspace, "hotline", "one", f"word {number}", at=later(number)).number == number
    for reader in (workspace, second):
        assert [value(reader, "hotline", "one", number) for number in range(1, 6)] == [
            None,
            "word 2",
            "word 3",
            "word 4",
            "word 5",
        ]
        assert [line.number for line in reader.history("hotline")] == [5, 4, 3, 2, 1]
        assert [line.at for line in reader.history("hotline")] == [*(later(number) for number in (5, 4, 3, 2)), AT]


def test_an_old_revision_says_which_one_is_the_newest(workspace: Workspace) -> None:
    create(workspace, make())
    answer(workspace, "hotline", "one", "word", actor="ben")
    stored = workspace.get("hotline", 1)
    assert (stored.number, stored.head, stored.actor) == (1, 2, "ann")


@pytest.mark.parametrize("number", [0, -1, 2, 2**31, 2**63, 10**30])
def test_a_revision_that_is_not_there_is_not_found(workspace: Workspace, number: int) -> None:
    create(workspace, make())
    said = refused(NotFound, lambda: workspace.get("hotline", number))
    assert said == f"hotline has no revision {number}; the newest is 1."


@pytest.mark.parametrize(
    "name", ["nothing", "", "x" * 5000, "Hotline", "hot%", "nul\0", "'; DROP TABLE revisions; --", "\ud800"], ids=ascii
)
def test_an_assessment_that_is_not_there_is_not_found(workspace: Workspace, name: str) -> None:
    create(workspace, make())
    assert "There is no assessment" in refused(NotFound, lambda: workspace.get(name))
    assert "There is no assessment" in refused(NotFound, lambda: workspace.history(name))
    assert "There is no assessment" in refused(NotFound, lambda: workspace.verify(name))
    assert "There is no assessment" in refused(NotFound, lambda: workspace.archive(name, True, actor="A", at=AT))
    assert "There is no assessment" in refused(NotFound, lambda: workspace.delete(name, actor="A", at=AT))
    assert value(workspace, "hotline", "purpose") == "Advice at any hour."


def test_an_id_is_taken_once(workspace: Workspace) -> None:
    create(workspace, make())
    again = make(title="Another")
    said = refused(DpiaError, lambda: workspace.create(again, actor="ben", at=AT))
    assert said == "There is an assessment `hotline` in the workspace already."
    assert workspace.get("hotline").assessment == make()
    assert len(workspace.history("hotline")) == 1


def test_an_ill_typed_assessment_is_not_created(workspace: Workspace) -> None:
    wrong = make(answers={"recorded": "perhaps", "nothing": "x"})
    with pytest.raises(AssessmentError) as error:
        workspace.create(wrong, actor="ann", at=AT)
    assert len(error.value.problems) == 2
    assert workspace.entries() == ((), 0)
    assert workspace.free_id("hotline") == "hotline"


def test_a_questionnaire_that_is_not_here_is_named(workspace: Workspace) -> None:
    wrong = Assessment.model_validate(
        {"id": "x", "title": "X", "questionnaires": [{"id": "elsewhere", "version": "1.0.0"}]}
    )
    assert "elsewhere" in refused(DpiaError, lambda: workspace.create(wrong, actor="ann", at=AT))
    assert workspace.entries() == ((), 0)


# -------------------------------------------------------------------------------------------------------------- saving


def test_a_save_appends_a_revision(workspace: Workspace) -> None:
    create(workspace, make())
    saved = answer(workspace, "hotline", "one", "word", actor="ben", at=later(5), note="after the call")
    assert (saved.number, saved.merged, saved.changed) == (2, False, True)
    assert saved.assessment == workspace.get("hotline").assessment
    newest = workspace.history("hotline")[0]
    assert (newest.actor, newest.kind, newest.note, newest.at) == ("ben", Kind.EDITED, "after the call", later(5))
    assert workspace.get("hotline").assessment.updated == ON


def test_the_same_content_makes_no_revision(workspace: Workspace) -> None:
    create(workspace, make())
    saved = workspace.save("hotline", make(), seen=1, actor="ben", at=later(1))
    assert (saved.number, saved.merged, saved.changed) == (1, False, False)
    assert len(workspace.history("hotline")) == 1


def test_the_same_change_by_two_makes_one_revision(workspace: Workspace, second: Workspace) -> None:
    create(workspace, make())
    answer(workspace, "hotline", "one", "word", seen=1, actor="ann")
    saved = answer(second, "hotline", "one", "word", seen=1, actor="ben")
    assert (saved.number, saved.changed) == (2, False)
    assert [line.actor for line in workspace.history("hotline")] == ["ann", "ann"]


def test_changes_of_different_answers_merge(workspace: Workspace, second: Workspace) -> None:
    create(workspace, make())
    answer(workspace, "hotline", "one", "by ann", seen=1, actor="ann")
    saved = answer(second, "hotline", "two", "by ben", seen=1, actor="ben")
    assert (saved.number, saved.merged, saved.changed) == (3, True, True)
    assert saved.assessment == workspace.get("hotline").assessment == second.get("hotline").assessment
    assert value(workspace, "hotline", "one") == "by ann"
    assert value(workspace, "hotline", "two") == "by ben"
    assert workspace.verify("hotline") == ()


def test_what_follows_from_merged_answers_is_in_the_list(workspace: Workspace, second: Workspace) -> None:
    create(workspace, make())
    answer(workspace, "hotline", "recorded", "yes", seen=1)
    answer(second, "hotline", "logged", "yes", seen=1)
    (entry,) = workspace.entries()[0]
    assert (entry.head, entry.blocks, entry.majors) == (3, 1, 1)
    stored = second.get("hotline")
    assert second.evaluation(stored, ON).count(Level.BLOCK) == 1


def test_a_later_save_of_the_same_answer_is_refused_with_the_difference(
    workspace: Workspace, second: Workspace
) -> None:
    create(workspace, make())
    answer(workspace, "hotline", "one", "by ann", seen=1)
    with pytest.raises(StaleSave) as error:
        answer(second, "hotline", "one", "by ben", seen=1)
    assert error.value.clashes == (Clash(("answers", "page", "one"), None, "by ben", "by ann"),)
    assert str(error.value) == "hotline: somebody else changed the same answer in between. Nothing was saved."
    assert value(second, "hotline", "one") == "by ann"
    assert len(second.history("hotline")) == 2


def test_after_a_refusal_the_same_words_can_be_saved_over_the_newest(workspace: Workspace, second: Workspace) -> None:
    create(workspace, make())
    answer(workspace, "hotline", "one", "by ann", seen=1)
    with pytest.raises(StaleSave):
        answer(second, "hotline", "one", "by ben", seen=1)
    assert answer(second, "hotline", "one", "by ben", seen=2).number == 3
    assert [value(workspace, "hotline", "one", number) for number in (1, 2, 3)] == [None, "by ann", "by ben"]


def test_one_clash_refuses_the_whole_save(workspace: Workspace, second: Workspace) -> None:
    create(workspace, make())
    answer(workspace, "hotline", "one", "by ann", seen=1)
    mine = make().with_answer("page.one", "by ben").with_answer("page.two", "by ben")
    refused(StaleSave, lambda: second.save("hotline", mine, seen=1, actor="ben", at=AT))
    assert value(second, "hotline", "two") is None


def test_answers_that_only_together_are_ill_typed_are_refused(workspace: Workspace, second: Workspace) -> None:
    goals = [{"id": "G1", "name": "Advice"}, {"id": "G2", "name": "Shelter"}]
    create(workspace, make(answers={"goals": goals}))
    answer(workspace, "hotline", "goals", goals[:1], seen=1)
    said = refused(AssessmentError, lambda: answer(second, "hotline", "partners", [{"id": "P1", "goal": "G2"}], seen=1))
    assert "G2" in said
    assert value(second, "hotline", "partners") is None
    assert len(second.history("hotline")) == 2


def test_an_ill_typed_save_is_refused(workspace: Workspace) -> None:
    create(workspace, make())
    refused(AssessmentError, lambda: answer(workspace, "hotline", "recorded", "perhaps"))
    assert len(workspace.history("hotline")) == 1
    assert value(workspace, "hotline", "recorded") is None


@pytest.mark.parametrize("seen", [0, 2, 10**12])
def test_a_save_from_a_revision_that_is_not_there_is_refused(workspace: Workspace, seen: int) -> None:
    create(workspace, make())
    mine = make().with_answer("page.one", "word")
    refused(NotFound, lambda: workspace.save("hotline", mine, seen=seen, actor="ann", at=AT))
    assert len(workspace.history("hotline")) == 1


def test_a_save_keeps_the_id(workspace: Workspace) -> None:
    create(workspace, make())
    workspace.save("hotline", make(name="other", title="Renamed"), seen=1, actor="ann", at=AT)
    stored = workspace.get("hotline")
    assert (stored.assessment.id, stored.assessment.title) == ("hotline", "Renamed")
    refused(NotFound, lambda: workspace.get("other"))


def test_an_old_revision_comes_back_as_a_new_one(workspace: Workspace) -> None:
    create(workspace, make())
    answer(workspace, "hotline", "one", "word")
    old = workspace.get("hotline", 1).assessment
    saved = workspace.save("hotline", old, seen=2, actor="ann", at=later(1), kind=Kind.RESTORED, note="revision 1")
    assert (saved.number, value(workspace, "hotline", "one")) == (3, None)
    assert value(workspace, "hotline", "one", 2) == "word"
    assert workspace.history("hotline")[0].kind is Kind.RESTORED


def test_a_moment_in_another_zone_is_the_same_moment(workspace: Workspace, second: Workspace) -> None:
    summer = timezone(timedelta(hours=2))
    moment = datetime(2026, 7, 1, 0, 30, tzinfo=summer)
    create(workspace, make(), at=moment)
    answer(workspace, "hotline", "one", "word", at=moment + timedelta(hours=1))
    assert [line.at for line in second.history("hotline")] == [moment + timedelta(hours=1), moment]
    assert second.get("hotline").at == moment + timedelta(hours=1)
    assert second.entries()[0][0].changed_at == moment + timedelta(hours=1)
    assert second.verify("hotline") == ()


def test_an_actor_and_a_note_of_any_length_and_any_signs_can_be_kept(workspace: Workspace, second: Workspace) -> None:
    create(workspace, make())
    answer(workspace, "hotline", "one", "word", actor="Ä🙂" * 500, note="why \0 \ud800 not\n" * 1000)
    newest = second.history("hotline")[0]
    assert newest.actor == "Ä🙂" * 100
    assert newest.note.startswith("why") and len(newest.note) <= 2000
    assert "\0" not in newest.note and "\ud800" not in newest.note
    assert second.verify("hotline") == ()


def test_texts_of_any_script_and_any_length_can_be_kept(workspace: Workspace, second: Workspace) -> None:
    text = "Ünï 🙂 نص عربي 漢字 " * 800
    create(workspace, make(answers={"purpose": text}))
    assert value(second, "hotline", "purpose") == text
    assert second.verify("hotline") == ()


def test_words_without_end_can_be_kept_and_found(workspace: Workspace) -> None:
    """Two megabytes of words that are all different, more than PostgreSQL takes into one row of words."""
    goals, partners = (
        [{"id": f"{table}{row}", "name": " ".join(f"{table}{row}w{word}" for word in range(50))} for row in range(2000)]
        for table in "GP"
    )
    create(workspace, make(title="Endless", answers={"purpose": "beginning", "goals": goals, "partners": partners}))
    assert workspace.entries(words="endless")[1] == workspace.entries(words="beginning")[1] == 1
    assert workspace.verify("hotline") == ()


def test_one_word_without_end_can_be_kept(workspace: Workspace) -> None:
    create(workspace, make(answers={"purpose": "x" * 19_000 + " end"}))
    assert workspace.entries(words="end")[1] == 1


# ------------------------------------------------------------------------------------------------- signatures, decision


def signed_by(workspace: Workspace, name: str, who: str, seen: int) -> Assessment:
    content = workspace.get(name, seen).assessment
    signature = Approval(name=who, role="Director", on=ON, content_hash=content.content_hash)
    return content.change(approvals=(*content.approvals, signature))


def test_two_signatures_of_one_content_both_stand(workspace: Workspace, second: Workspace) -> None:
    create(workspace, make())
    for reader, who in ((workspace, "Ann"), (second, "Ben")):
        mine = signed_by(reader, "hotline", who, 1)
        reader.save("hotline", mine, seen=1, actor=who, at=AT, kind=Kind.SIGNED)
    stored = workspace.get("hotline").assessment
    assert [approval.name for approval in stored.valid_approvals] == ["Ann", "Ben"]


def test_a_signature_of_content_that_changed_meanwhile_is_refused(workspace: Workspace, second: Workspace) -> None:
    create(workspace, make())
    mine = signed_by(second, "hotline", "Ben", 1)
    answer(workspace, "hotline", "one", "word")
    refused(StaleSave, lambda: second.save("hotline", mine, seen=1, actor="Ben", at=AT, kind=Kind.SIGNED))
    assert len(workspace.history("hotline")) == 2
    assert workspace.get("hotline").assessment.approvals == ()


def test_a_signature_stands_until_the_content_changes(workspace: Workspace) -> None:
    create(workspace, make())
    mine = signed_by(workspace, "hotline", "Ann", 1)
    workspace.save("hotline", mine, seen=1, actor="Ann", at=later(60 * 24), kind=Kind.SIGNED)
    assert len(workspace.get("hotline").assessment.valid_approvals) == 1
    answer(workspace, "hotline", "one", "word")
    stored = workspace.get("hotline").assessment
    assert (len(stored.approvals), len(stored.valid_approvals)) == (1, 0)


def test_two_decisions_clash(workspace: Workspace, second: Workspace) -> None:
    create(workspace, make())
    person = {"name": "A. Example", "role": "Director"}
    made = [
        Decision.model_validate({"outcome": outcome, "reason": "Because.", "by": person, "on": "2026-11-24"})
        for outcome in ("approved", "rejected")
    ]
    workspace.save("hotline", make().change(decision=made[0]), seen=1, actor="ann", at=AT, kind=Kind.DECIDED)
    with pytest.raises(StaleSave) as error:
        second.save("hotline", make().change(decision=made[1]), seen=1, actor="ben", at=AT, kind=Kind.DECIDED)
    assert [clash.part for clash in error.value.clashes if isinstance(clash, Clash)] == [("decision",)]
    assert workspace.entries()[0][0].outcome == "approved"


def decided(outcome: str = "rejected") -> Decision:
    return Decision.model_validate(
        {"outcome": outcome, "reason": "So it is.", "by": {"name": "A. Example"}, "on": "2026-11-24"}
    )


def of(content: Assessment, name: str = "Ann") -> Approval:
    return Approval(name=name, role="Director", on=ON, content_hash=content.content_hash)


APART = "Signatures are not changed with the content"
DECISION_APART = "The decision is not changed with the content"


@pytest.mark.parametrize(
    ("kind", "change", "told"),
    [
        (Kind.EDITED, lambda now: now.change(approvals=(of(now, "Ben"),)), APART),
        (Kind.EDITED, lambda now: now.change(approvals=()), APART),
        (Kind.EDITED, lambda now: now.change(decision=None), DECISION_APART),
        (Kind.EDITED, lambda now: now.change(title="x", decision=decided("approved")), DECISION_APART),
        (Kind.IMPORTED, lambda now: now.change(approvals=(of(now, "Ben"),)), APART),
        (Kind.IMPORTED, lambda now: now.change(decision=decided("approved")), DECISION_APART),
        (Kind.SIGNED, lambda now: now, "Signing adds one signature and changes nothing else"),
        (Kind.SIGNED, lambda now: now.change(approvals=()), "Signing adds one signature and changes nothing else"),
        (
            Kind.SIGNED,
            lambda now: now.change(approvals=(*now.approvals, of(now, "Ben"), of(now, "Cem"))),
            "Signing adds one signature and changes nothing else",
        ),
        (
            Kind.SIGNED,
            lambda now: now.change(approvals=(of(now, "Ben"), of(now, "Cem"))),
            "Signing adds one signature and changes nothing else",
        ),
        (
            Kind.SIGNED,
            lambda now: now.change(title="x", approvals=(*now.approvals, of(now.change(title="x"), "Ben"))),
            "Signing adds one signature and changes nothing else",
        ),
        (
            Kind.SIGNED,
            lambda now: now.change(approvals=(*now.approvals, of(now.change(title="x"), "Ben"))),
            "The signature was given for another content",
        ),
        (Kind.DECIDED, lambda now: now.change(title="x"), "A decision changes nothing but the decision"),
        (Kind.DECIDED, lambda now: now.change(decision=None, approvals=()), APART),
        (Kind.LOCKED, lambda now: now.change(title="x"), "Locking changes no content"),
        (Kind.UNLOCKED, lambda now: now.change(decision=None), DECISION_APART),
    ],
    ids=range(16),
)
def test_a_revision_changes_what_its_kind_may_and_nothing_else(
    workspace: Workspace, kind: Kind, change: Callable[[Assessment], Assessment], told: str
) -> None:
    content = make(answers={"purpose": "Advice."}).change(decision=decided())
    create(workspace, content.change(approvals=(of(content),)))
    now = workspace.get("hotline").assessment
    mine = change(now)
    said = refused(BadInput, lambda: workspace.save("hotline", mine, seen=1, actor="ann", at=AT, kind=kind))
    assert told in said
    assert len(workspace.history("hotline")) == 1


def test_a_signature_that_came_in_between_stays_when_another_answer_is_saved(workspace: Workspace) -> None:
    create(workspace, make())
    signed = signed_by(workspace, "hotline", "Ann", 1)
    workspace.save("hotline", signed, seen=1, actor="Ann", at=AT, kind=Kind.SIGNED)
    answer(workspace, "hotline", "one", "word", seen=1)
    stored = workspace.get("hotline").assessment
    assert ([one.name for one in stored.approvals], stored.valid_approvals) == (["Ann"], ())


def test_what_is_brought_back_does_not_bring_its_signatures(workspace: Workspace) -> None:
    """On the same day it is the very same content, so that a signature given once would hold for it."""
    create(workspace, make())
    answer(workspace, "hotline", "one", "word")
    signed = signed_by(workspace, "hotline", "Ann", 2)
    workspace.save("hotline", signed, seen=2, actor="Ann", at=AT, kind=Kind.SIGNED)
    answer(workspace, "hotline", "one", "another")
    old = workspace.get("hotline", 3).assessment
    workspace.save("hotline", old, seen=4, actor="Ben", at=AT, kind=Kind.RESTORED, note="revision 3")
    stored = workspace.get("hotline").assessment
    assert (stored.content_hash, stored.approvals) == (old.content_hash, ())
    assert workspace.history("hotline")[0].note == "revision 3; signatures are not brought back"
    workspace.save("hotline", signed_by(workspace, "hotline", "Ann", 5), seen=5, actor="Ann", at=AT, kind=Kind.SIGNED)
    assert len(workspace.get("hotline").assessment.valid_approvals) == 1


@pytest.mark.parametrize("steps", [("undo",), ("undo", "undo", "redo"), ("undo", "undo", "redo", "redo")])
def test_undoing_and_doing_again_bring_no_signature_back(workspace: Workspace, steps: tuple[str, ...]) -> None:
    create(workspace, make())
    signed = signed_by(workspace, "hotline", "Ann", 1)
    workspace.save("hotline", signed, seen=1, actor="Ann", at=AT, kind=Kind.SIGNED)
    answer(workspace, "hotline", "one", "word")
    for step in steps:
        getattr(workspace, step)("hotline", seen=workspace.get("hotline").head, actor="Ben", at=AT)
    assert workspace.get("hotline").assessment.valid_approvals == ()
    assert workspace.verify("hotline") == ()


def test_what_is_brought_back_keeps_the_void_signatures_that_stand_there(workspace: Workspace) -> None:
    create(workspace, make())
    answer(workspace, "hotline", "one", "word")
    signed = signed_by(workspace, "hotline", "Ann", 2)
    workspace.save("hotline", signed, seen=2, actor="Ann", at=AT, kind=Kind.SIGNED)
    old = workspace.get("hotline", 1).assessment
    workspace.save("hotline", old, seen=3, actor="Ben", at=AT, kind=Kind.RESTORED, note="revision 1")
    stored = workspace.get("hotline").assessment
    assert ([one.name for one in stored.approvals], stored.valid_approvals) == (["Ann"], ())
    assert workspace.history("hotline")[0].note == "revision 1"


def test_a_decision_is_not_withdrawn_while_it_is_locked(workspace: Workspace) -> None:
    create(workspace, make().change(decision=decided()))
    workspace.lock("hotline", True, reason="to review", actor="ann", at=AT)
    mine = workspace.get("hotline").assessment.change(decision=None)

    def withdraw(seen: int) -> object:
        return workspace.save("hotline", mine, seen=seen, actor="ann", at=AT, kind=Kind.DECIDED)

    said = refused(Locked, lambda: withdraw(2))
    assert said == "hotline is in review and locked. Unlock it, with a reason, before you change it."
    workspace.lock("hotline", False, reason="it was wrong", actor="ann", at=AT)
    withdraw(3)
    assert workspace.get("hotline").assessment.decision is None


# ----------------------------------------------------------------------------------------------- lock, archive, delete


def test_a_locked_assessment_is_not_edited_until_it_is_unlocked(workspace: Workspace, second: Workspace) -> None:
    create(workspace, make())
    workspace.lock("hotline", True, reason="to review", actor="ann", at=later(1))
    assert second.get("hotline").locked
    said = refused(Locked, lambda: answer(second, "hotline", "one", "word"))
    assert said == "hotline is in review and locked. Unlock it, with a reason, before you change it."
    second.lock("hotline", False, reason="a goal is missing", actor="ben", at=later(2))
    assert not workspace.get("hotline").locked
    answer(workspace, "hotline", "one", "word", at=later(3))
    said_so = [(line.kind, line.actor, line.note) for line in workspace.history("hotline")]
    assert said_so == [
        (Kind.EDITED, "ann", ""),
        (Kind.UNLOCKED, "ben", "a goal is missing"),
        (Kind.LOCKED, "ann", "to review"),
        (Kind.CREATED, "ann", ""),
    ]
    assert workspace.verify("hotline") == ()


def test_a_lock_changes_no_content(workspace: Workspace) -> None:
    create(workspace, make())
    workspace.lock("hotline", True, reason="to review", actor="ann", at=later(60 * 24))
    before, after = workspace.history("hotline")
    assert before.content_hash == after.content_hash


def test_a_locked_assessment_can_be_decided_and_signed(workspace: Workspace) -> None:
    create(workspace, make())
    workspace.lock("hotline", True, reason="to review", actor="ann", at=AT)
    decided = make().change(
        decision=Decision.model_validate(
            {"outcome": "rejected", "reason": "No.", "by": {"name": "A. Example"}, "on": "2026-11-24"}
        )
    )
    workspace.save("hotline", decided, seen=2, actor="ann", at=AT, kind=Kind.DECIDED)
    mine = signed_by(workspace, "hotline", "Ann", 3)
    workspace.save("hotline", mine, seen=3, actor="ann", at=AT, kind=Kind.SIGNED)
    assert workspace.get("hotline").locked
    assert len(workspace.get("hotline").assessment.valid_approvals) == 1


def test_what_is_locked_is_not_locked_again(workspace: Workspace) -> None:
    create(workspace, make())
    workspace.lock("hotline", True, reason="to review", actor="ann", at=AT)
    refused(Locked, lambda: workspace.lock("hotline", True, reason="again", actor="ben", at=AT))
    assert len(workspace.history("hotline")) == 2


def test_an_edit_that_comes_just_after_a_lock_is_refused(workspace: Workspace, second: Workspace) -> None:
    create(workspace, make())
    mine = second.get("hotline").assessment.with_answer("page.one", "word")
    workspace.lock("hotline", True, reason="to review", actor="ann", at=AT)
    refused(Locked, lambda: second.save("hotline", mine, seen=1, actor="ben", at=AT))
    assert value(workspace, "hotline", "one") is None


def test_an_archived_assessment_can_be_read_only(workspace: Workspace, second: Workspace) -> None:
    create(workspace, make())
    workspace.archive("hotline", True, actor="A", at=AT)
    assert second.get("hotline").archived
    assert second.entries() == ((), 0)
    assert [entry.id for entry in second.entries(archived=True)[0]] == ["hotline"]
    for attempt in (
        lambda: answer(second, "hotline", "one", "word"),
        lambda: second.lock("hotline", True, reason="x", actor="ann", at=AT),
    ):
        assert refused(Locked, attempt) == "hotline is in the archive. Take it out before you change it."
    workspace.archive("hotline", False, actor="A", at=AT)
    answer(second, "hotline", "one", "word")
    assert second.entries()[1] == 1


def test_deleting_removes_one_assessment_with_all_that_was_said_in_it(workspace: Workspace, second: Workspace) -> None:
    create(workspace, make(answers={"purpose": "secret words", "review_on": "2027-01-01"}))
    create(workspace, make("other", "Other"))
    answer(workspace, "hotline", "one", "word")
    workspace.delete("hotline", actor="A", at=AT)
    for reader in (workspace, second):
        refused(NotFound, lambda reader=reader: reader.get("hotline"))
        assert reader.entries(words="secret") == ((), 0)
        assert reader.due() == ()
        assert [entry.id for entry in reader.entries()[0]] == ["other"]
    assert second.verify("other") == ()


def test_files_of_others_stay_when_an_assessment_is_deleted(workspace: Workspace) -> None:
    create(workspace, make())
    create(workspace, make("other", "Other"))
    shared = add_file(workspace.engine, b"shared", assessment="hotline", actor="A", at=AT)
    assert add_file(workspace.engine, b"shared", assessment="other", actor="A", at=AT) == shared
    own = add_file(workspace.engine, b"own", assessment="hotline", actor="A", at=AT)
    workspace.delete("hotline", actor="A", at=AT)
    assert file_here(workspace.engine, shared) == b"shared"
    assert file_here(workspace.engine, own) is None
    workspace.delete("other", actor="A", at=AT)
    assert file_here(workspace.engine, shared) is None


def test_an_id_that_was_deleted_is_a_new_assessment(workspace: Workspace, second: Workspace) -> None:
    """Also for a program that remembers the deleted one."""
    create(workspace, make())
    answer(workspace, "hotline", "one", "old")
    assert value(second, "hotline", "one") == "old"
    assert second.evaluation(second.get("hotline"), ON).count(Level.BLOCK) == 0
    workspace.delete("hotline", actor="A", at=AT)
    create(workspace, make(title="New", answers={"recorded": "yes"}))
    answer(workspace, "hotline", "one", "new")
    for reader in (workspace, second):
        stored = reader.get("hotline")
        assert (stored.assessment.title, value(reader, "hotline", "one")) == ("New", "new")
        assert reader.get("hotline", 1).assessment == make(title="New", answers={"recorded": "yes"})
        assert reader.evaluation(stored, ON).count(Level.BLOCK) == 1


# ------------------------------------------------------------------------------------------------------------- entries


def ids(workspace: Workspace, **wanted: object) -> list[str]:
    return [entry.id for entry in workspace.entries(**wanted)[0]]  # type: ignore[arg-type]


def test_the_list_says_what_stands_in_each_assessment(workspace: Workspace) -> None:
    answers = {"purpose": "Advice.", "recorded": "yes", "logged": "yes", "review_on": "2027-03-01"}
    create(workspace, make(answers=answers, organisation="Haven", example=True))
    (entry,) = workspace.entries()[0]
    stored = workspace.get("hotline")
    progress = workspace.evaluation(stored, ON).progress
    assert (entry.id, entry.title, entry.organisation, entry.example) == ("hotline", "Hotline", "Haven", True)
    assert (entry.head, entry.changed_at, entry.changed_by) == (1, AT, "ann")
    assert (entry.blocks, entry.majors, entry.minors, entry.next_review) == (1, 1, 0, date(2027, 3, 1))
    assert (entry.asked, entry.answered) == (
        sum(section.asked for section in progress),
        sum(section.answered for section in progress),
    )
    assert (entry.archived, entry.locked, entry.outcome, entry.level) == (False, False, "", -1)


def test_the_level_in_the_list_is_that_of_the_worst_risk_today(workspace: Workspace) -> None:
    form = workspace.form_of(make())
    low, high = form.method.severity[0].id, form.method.severity[-1].id
    rare, often = form.method.likelihood[0].id, form.method.likelihood[-1].id
    risks = [
        {"id": "R01", "title": "A leak", "before": {"severity": low, "likelihood": rare}},
        {"id": "R02", "title": "A visit", "before": {"severity": high, "likelihood": often}},
    ]
    create(workspace, make(risks=risks))
    (entry,) = workspace.entries()[0]
    assert (entry.level, entry.level_label) == (len(form.method.levels) - 1, form.method.levels[-1].label)


@pytest.fixture
def shelf(workspace: Workspace) -> Workspace:
    """Four assessments, one of them archived."""
    create(workspace, make("alpha", "Zebra line", {"purpose": "Counselling by telephone."}), at=later(1))
    create(workspace, make("beta", "apple shelter", {"purpose": "A bed.", "recorded": "yes"}), at=later(3))
    create(workspace, make("gamma", "Mango map", {"logged": "yes", "review_on": "2027-01-01"}), at=later(2))
    create(workspace, make("delta", "Old line", {"purpose": "Counselling by post."}), at=later(4))
    workspace.archive("delta", True, actor="A", at=AT)
    return workspace


def test_the_newest_change_comes_first(shelf: Workspace) -> None:
    assert ids(shelf) == ["beta", "gamma", "alpha"]
    answer(shelf, "alpha", "one", "word", at=later(9))
    assert ids(shelf) == ["alpha", "beta", "gamma"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("changed", ["beta", "gamma", "alpha"]),
        ("title", ["beta", "gamma", "alpha"]),
        ("findings", ["beta", "gamma", "alpha"]),
        ("level", ["beta", "alpha", "gamma"]),
        ("review", ["gamma", "alpha", "beta"]),
        ("no such order", ["beta", "gamma", "alpha"]),
    ],
)
def test_the_list_can_be_sorted(shelf: Workspace, sort: str, order: list[str]) -> None:
    assert ids(shelf, sort=sort) == order


def test_the_list_can_be_filtered(shelf: Workspace) -> None:
    shelf.lock("alpha", True, reason="to review", actor="ann", at=later(9))
    decision = {"outcome": "rejected", "reason": "No.", "by": {"name": "A. Example"}, "on": "2026-11-24"}
    decided = shelf.get("gamma").assessment.change(decision=Decision.model_validate(decision))
    shelf.save("gamma", decided, seen=1, actor="ann", at=later(8), kind=Kind.DECIDED)
    assert ids(shelf, only="open", sort="title") == ["beta", "alpha"]
    assert ids(shelf, only="decided") == ["gamma"]
    assert ids(shelf, only="review") == ["alpha"]
    assert ids(shelf, only="blocked") == ["beta"]
    assert len(ids(shelf, only="no such filter")) == 3
    assert ids(shelf, only="blocked", words="zebra") == []


def test_the_list_comes_in_pages(workspace: Workspace) -> None:
    names = [f"a{number:03}" for number in range(PAGE + 3)]
    for number, name in enumerate(names):
        create(workspace, make(name, f"Title {name}"), at=later(number))
    first, total = workspace.entries(sort="title")
    rest, again = workspace.entries(sort="title", page=2)
    assert [entry.id for entry in (*first, *rest)] == names
    assert (len(first), len(rest), total, again) == (PAGE, 3, PAGE + 3, PAGE + 3)
    assert workspace.entries(page=3) == ((), PAGE + 3)
    assert workspace.entries(words="title", page=2)[1] == PAGE + 3


@pytest.mark.parametrize("page", [0, -1, -(10**30)])
def test_a_page_before_the_first_is_the_first(workspace: Workspace, page: int) -> None:
    create(workspace, make())
    assert ids(workspace, page=page) == ["hotline"]


def test_a_page_far_behind_the_last_is_empty(workspace: Workspace) -> None:
    create(workspace, make())
    assert workspace.entries(page=10**30) == ((), 1)


# ----------------------------------------------------------------------------------------------------------- due, ids


def due_assessment() -> Assessment:
    measures = [
        {"id": "M01", "title": "Train", "due": "2027-02-01", "owner": "C. Example"},
        {"id": "M02", "title": "Done", "due": "2027-02-02", "status": "implemented"},
        {"id": "M03", "title": "Some day"},
    ]
    conditions = [
        {"id": "C1", "text": "A contract\nis signed.", "due": "2027-01-15", "owner": "B. Example"},
        {"id": "C2", "text": "Met.", "due": "2027-01-16", "met_on": "2026-11-20"},
    ]
    decision = {
        "outcome": "conditional",
        "reason": "So.",
        "by": {"name": "A. Example"},
        "on": "2026-11-24",
        "conditions": conditions,
    }
    return make(answers={"review_on": "2027-03-01"}, measures=measures, decision=decision)


def test_what_is_due_is_told_in_order(workspace: Workspace) -> None:
    create(workspace, due_assessment())
    create(workspace, make("other", "Other", {"review_on": "2027-01-31"}))
    assert [(item.assessment, item.item, item.day.isoformat(), item.what, item.owner) for item in workspace.due()] == [
        ("hotline", "condition C1", "2027-01-15", "A contract is signed.", "B. Example"),
        ("other", "review", "2027-01-31", "", ""),
        ("hotline", "measure M01", "2027-02-01", "Train", "C. Example"),
        ("hotline", "review", "2027-03-01", "", ""),
    ]
    assert [item.item for item in workspace.due(until=date(2027, 1, 15))] == ["condition C1"]
    assert [item.item for item in workspace.due(name="other")] == ["review"]
    assert workspace.due(name="nothing") == ()


def test_what_was_done_is_due_no_more(workspace: Workspace) -> None:
    create(workspace, due_assessment())
    done = due_assessment().model_copy(update={"measures": ()})
    workspace.save("hotline", done, seen=1, actor="ann", at=AT)
    undecided = done.model_copy(update={"decision": None})
    workspace.save("hotline", undecided, seen=2, actor="ann", at=AT, kind=Kind.DECIDED)
    assert [item.item for item in workspace.due()] == ["review"]
    workspace.archive("hotline", True, actor="A", at=AT)
    assert workspace.due() == ()


def test_a_free_id_is_the_wanted_one_or_has_a_number(workspace: Workspace) -> None:
    assert workspace.free_id("hotline") == "hotline"
    create(workspace, make())
    assert workspace.free_id("hotline") == "hotline-2"
    assert workspace.free_id("hot") == "hot"
    create(workspace, make("hotline-2"))
    assert workspace.free_id("hotline") == "hotline-3"
    assert workspace.free_id("hotline-2") == "hotline-2-2"


@pytest.mark.parametrize("name", ["x" * 64, "x" * 57 + "-" + "y" * 6, "a" + "-b" * 31], ids=["x", "hyphen", "hyphens"])
def test_a_free_id_for_a_long_one_can_be_used(workspace: Workspace, name: str) -> None:
    create(workspace, make(name))
    for _ in range(12):
        free = workspace.free_id(name)
        create(workspace, make(free))
    assert workspace.entries()[1] == 13


# ------------------------------------------------------------------------------------- what follows, and many at once


def test_the_evaluation_of_a_revision_is_that_of_its_answers(workspace: Workspace, second: Workspace) -> None:
    create(workspace, make())
    for number, (question, said) in enumerate([("recorded", "yes"), ("logged", "yes"), ("recorded", "no")], 2):
        answer(workspace, "hotline", question, said)
        for reader in (workspace, second):
            stored = reader.get("hotline", number)
            found = reader.evaluation(stored, ON)
            anew = evaluate(reader.form_of(stored.assessment), stored.assessment, on=ON)
            assert [fired.key for fired in found.findings] == [fired.key for fired in anew.findings]
            assert found.progress == anew.progress
            assert found.assessment == stored.assessment


def test_a_save_that_was_refused_leaves_no_trace_in_what_follows(workspace: Workspace) -> None:
    create(workspace, make())
    workspace.lock("hotline", True, reason="to review", actor="ann", at=AT)
    refused(Locked, lambda: answer(workspace, "hotline", "recorded", "yes"))
    workspace.lock("hotline", False, reason="go on", actor="ann", at=AT)
    stored = workspace.get("hotline")
    assert workspace.evaluation(stored, ON).count(Level.BLOCK) == 0
    assert workspace.entries()[0][0].blocks == 0


def test_threads_share_one_workspace(workspace: Workspace) -> None:
    """Each edits its own assessment, reads those of the others, and what is remembered is thrown away meanwhile."""
    names = [f"a{number}" for number in range(6)]
    for name in names:
        create(workspace, make(name))
    failed: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for number in range(8):
                assert answer(workspace, name, "one", f"{name} {number}").number == number + 2
                for other in names:
                    stored = workspace.get(other)
                    assert stored.assessment.id == other
                    assert workspace.evaluation(stored, ON + timedelta(days=number)).assessment == stored.assessment
        except BaseException as error:
            failed.append(error)

    threads = [Thread(target=work, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert [value(workspace, name, "one") for name in names] == [f"{name} 7" for name in names]
    assert [workspace.verify(name) for name in names] == [()] * 6


def test_evidence_over_the_limit_is_refused(workspace: Workspace) -> None:
    create(workspace, make())
    said = refused(
        BadInput, lambda: add_file(workspace.engine, bytes(20_000_001), assessment="hotline", actor="A", at=AT)
    )
    assert "20 MB" in said
