"""A questionnaire moves on, and no answer is lost: it stays, moves where its definition says, or is kept and shown."""

from pathlib import Path

import pytest

from dpia.assessment.checking import check_assessment
from dpia.assessment.files import parse_assessment
from dpia.assessment.model import Approval, Assessment
from dpia.assessment.moving import Moved, move
from dpia.errors import NotFound, OtherVersion
from dpia.questionnaire.library import Library
from tests.support.forms import ON
from tests.support.moving import ANSWERS, NEW, library_of, new_folder, old_folder


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_of(old_folder(tmp_path_factory.mktemp("definitions")))


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_of(new_folder(tmp_path_factory.mktemp("definitions")))


@pytest.fixture(scope="module")
def answered(old: Library) -> Assessment:
    assessment = read(ANSWERS)
    check_assessment(old.form(["door"]), assessment)
    return assessment


@pytest.fixture(scope="module")
def moved(answered: Assessment, new: Library) -> Moved:
    return move(answered, new)


def read(text: str) -> Assessment:
    return parse_assessment(text.encode(), "door.yaml", is_json=False)[0]


def value(moved: Moved, key: str) -> object:
    answer = moved.assessment.answer(key)
    return answer.value if answer is not None else None


def test_what_is_moved_fits_the_new_version_and_the_old_assessment_is_untouched(
    moved: Moved, answered: Assessment, new: Library
) -> None:
    check_assessment(new.form([ref.id for ref in moved.assessment.questionnaires]), moved.assessment)
    assert moved.before == answered == read(ANSWERS)
    assert [(ref.id, ref.version) for ref in moved.assessment.questionnaires] == [("door", "2.0.0"), ("house", "1.0.0")]
    assert moved.opened == ("house",)
    assert moved.changed


def test_an_answer_whose_question_stays_stays(moved: Moved) -> None:
    assert moved.kept == ("door.encryption_how",)
    assert value(moved, "door.encryption_how") == "By the disk."


def test_two_answers_are_joined_as_paragraphs(moved: Moved) -> None:
    assert value(moved, "door.scope") == "The front door.\n\nThe garden gate."


def test_a_question_becomes_a_cell_of_a_table_with_its_note(moved: Moved) -> None:
    assert value(moved, "door.security") == [
        {"id": "encryption", "state": {"value": "partly", "note": "The phone is not."}}
    ]
    (found,) = [found for found in moved.moved if found.source == "door.encryption"]
    assert found.target == "door.security[encryption].state"
    assert found.label == "D-3 Is what is stored encrypted?"
    assert found.note == "A row of D-10 since 2.0.0."


def test_an_option_without_a_new_word_keeps_its_own(answered: Assessment, new: Library) -> None:
    planned = move(answered.with_answer("door.encryption", "planned"), new)
    assert value(planned, "door.security") == [{"id": "encryption", "state": "planned"}]


def test_a_column_becomes_an_option_of_another_and_takes_the_place_of_none(moved: Moved) -> None:
    assert value(moved, "door.items") == [
        {"id": "D1", "item": "Name", "special": ["health", "offence_data"]},
        {"id": "D2", "item": "Time", "special": ["offence_data"]},
        {"id": "D3", "item": "Shoes", "special": ["none"]},
        {"id": "D4", "item": "Hat", "special": {"unknown": True}},
    ]


def test_an_answer_that_needs_no_place_is_not_told(moved: Moved) -> None:
    assert not any("D3" in found.place for found in moved.dropped)


def test_an_option_is_renamed_and_one_without_a_place_is_unanswered_and_kept(moved: Moved) -> None:
    assert value(moved, "door.dangers") == ["place", "noise"]
    (found,) = [found for found in moved.dropped if found.place == "door.dangers"]
    assert (found.value, found.note) == (["child_images"], "Its meaning was wider. Answer anew.")


def test_the_only_option_leaves_the_question_unanswered(answered: Assessment, new: Library) -> None:
    one = move(answered.with_answer("door.dangers", {"value": ["child_images"], "note": "Two."}), new)
    assert one.assessment.answer("door.dangers") is None
    (found,) = [found for found in one.dropped if found.place == "door.dangers"]
    assert found.value == {"value": ["child_images"], "note": "Two."}


def test_an_answer_goes_to_another_file(moved: Moved) -> None:
    assert value(moved, "house.interpreter") == "A volunteer."


def test_any_answer_can_become_one_of_another_question(moved: Moved) -> None:
    assert value(moved, "house.full") == "yes"


def test_what_has_no_place_is_kept_with_what_it_was_called(
    moved: Moved, answered: Assessment, old: Library, new: Library
) -> None:
    (found,) = [found for found in moved.dropped if found.place == "door.frequency"]
    assert (found.value, found.source) == ("Each day.", "door 1.2.0")
    (known,) = [found for found in move(answered, new, answered_on=old).dropped if found.place == "door.frequency"]
    assert known.label == "D-9 How often?"


def test_no_word_that_was_typed_is_lost(moved: Moved) -> None:
    told = str(moved.assessment.data())
    words = [
        "The front door.",
        "The garden gate.",
        "By the disk.",
        "The phone is not.",
        "A volunteer.",
        "Each day.",
        "And the cellar?",
    ]
    assert [word for word in words if word not in told] == []


def test_a_remark_follows_its_question(moved: Moved) -> None:
    assert [remark.about for remark in moved.assessment.remarks] == ["door.scope"]


def test_two_answers_that_cannot_stand_together_are_both_kept(answered: Assessment, new: Library) -> None:
    both = read(
        ANSWERS.replace("- {id: door, version: 1.2.0}", "- {id: door, version: 1.2.0}\n- {id: house, version: 1.0.0}")
    )
    both = both.with_answer("house.interpreter", "A company.")
    found = move(both, new)
    assert value(found, "house.interpreter") == "A company."
    assert [(lost.place, lost.value) for lost in found.dropped if lost.place == "door.interpreter"] == [
        ("door.interpreter", "A volunteer.")
    ]


def test_a_signature_holds_no_more_and_is_named(answered: Assessment, new: Library) -> None:
    signature = Approval(name="C. Example", role="Director", on=ON, content_hash=answered.content_hash)
    signed = answered.change(approvals=(signature,))
    found = move(signed, new)
    assert found.voided == ("C. Example, Director",)
    assert found.assessment.approvals == (signature,)
    assert found.assessment.valid_approvals == ()
    assert signed.valid_approvals == (signature,)


def test_moving_what_is_moved_changes_nothing(moved: Moved, new: Library) -> None:
    again = move(moved.assessment, new)
    assert not again.changed
    assert again.assessment is moved.assessment
    assert (again.moved, again.dropped, again.versions) == ((), (), ())


def test_a_risk_that_the_catalogue_has_no_more_keeps_its_rating_under_a_title(
    answered: Assessment, new: Library
) -> None:
    risk = {
        "id": "R1",
        "scenario": "R99",
        "before": {"severity": "grave", "likelihood": "possible", "reason": "A reason."},
    }
    found = move(answered.change(risks=[risk]), new)
    (kept,) = found.assessment.risks
    assert (kept.title, kept.scenario) == ("R99", None)
    assert kept.before is not None and kept.before.reason == "A reason."
    assert [lost.place for lost in found.dropped if lost.place.startswith("risks")] == ["risks[R1].scenario"]


def test_a_rating_on_a_level_that_the_method_has_not_is_kept(answered: Assessment, new: Library) -> None:
    risk = {
        "id": "R1",
        "title": "A leak",
        "before": {"severity": "huge", "likelihood": "possible", "reason": "A reason."},
    }
    found = move(answered.change(risks=[risk]), new)
    assert found.assessment.risks[0].before is None
    (lost,) = [lost for lost in found.dropped if lost.place == "risks[R1].before"]
    assert lost.value["reason"] == "A reason."


def test_a_row_and_an_option_that_nothing_declares_are_kept_and_the_rest_stays(
    answered: Assessment, new: Library
) -> None:
    more = answered.with_answer("door.dangers", ["place", "fog"]).with_answer(
        "door.security", [{"id": "lock", "state": "planned"}, {"id": "backup", "state": "planned", "colour": "red"}]
    )
    found = move(more, new)
    assert value(found, "door.dangers") == ["place"]
    assert {"id": "backup", "state": "planned"} in value(found, "door.security")  # type: ignore[operator]
    told = {lost.place: lost.value for lost in found.dropped}
    assert told["door.dangers"] == ["fog"]
    assert told["door.security[lock]"] == {"id": "lock", "state": "planned"}
    assert told["door.security[backup].colour"] == "red"


def test_a_newer_version_than_the_one_that_is_here_is_not_moved_back(moved: Moved, old: Library) -> None:
    with pytest.raises(OtherVersion) as error:
        move(moved.assessment, old)
    assert "2.0.0" in str(error.value) and "1.2.0" in str(error.value) and "update dpia" in str(error.value)


def test_a_questionnaire_that_is_not_here_is_named(answered: Assessment, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="`door`"):
        move(answered, library_of(new_folder(tmp_path, NEW.replace("id: door", "id: gate", 1))))


def test_an_answer_in_a_minor_version_moves_in_the_same_way(answered: Assessment, tmp_path: Path) -> None:
    minor = library_of(new_folder(tmp_path, NEW.replace("2.0.0", "1.3.0", 1)))
    with pytest.raises(OtherVersion) as error:
        check_assessment(minor.form(["door"]), answered)
    told = str(error.value)
    assert "“door” was answered on version 1.2.0, installed is version 1.3.0" in told
    assert "dpia move front-door" in told
    assert value(move(answered, minor), "door.scope") == "The front door.\n\nThe garden gate."
