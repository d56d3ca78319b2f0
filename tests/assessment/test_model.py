"""The assessment as a value: frozen, strict, the same after every round trip, and bound to its signatures by one hash."""

import base64
import hashlib
from datetime import date
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dpia.assessment.files import dump_json, dump_yaml, parse_assessment
from dpia.assessment.model import Answer, Approval, Assessment, canonical_json
from dpia.questionnaire.text import is_forbidden

TODAY = date(2026, 11, 24)
MINIMUM: dict[str, Any] = {
    "id": "sample",
    "title": "A sample",
    "questionnaires": [{"id": "small", "version": "1.0.0"}],
}

readable_text = st.text(max_size=60).filter(lambda text: not is_forbidden(text))
numbers = st.integers(-(10**15), 10**15) | st.floats(-1e15, 1e15)
plain_values = st.recursive(
    st.none() | st.booleans() | numbers | readable_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(readable_text, inner, max_size=3),
    max_leaves=6,
)


def sample(**parts: Any) -> Assessment:
    return Assessment.model_validate({**MINIMUM, **parts})


def answering(value: Any) -> Assessment:
    return sample(answers={"small": {"question": value}})


# ------------------------------------------------------------------------------------------------------ frozen, strict


def test_a_field_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        sample().title = "Another"  # type: ignore[misc]


def test_a_list_that_the_caller_changes_later_changes_no_assessment() -> None:
    rows = [{"id": "D1", "name": "Text"}]
    assessment = sample().with_answer("small.items", rows)
    before = assessment.content_hash

    rows[0]["name"] = "Other"
    rows.append({"id": "D2"})

    assert assessment.content_hash == before
    answer = assessment.answer("small.items")
    assert answer is not None
    assert answer.value == [{"id": "D1", "name": "Text"}]


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        ({"status": "approved"}, ("status",)),
        ({"risks": [{"id": "R01", "title": "x", "level": "low"}]}, ("risks", 0, "level")),
        ({"risks": [{"id": "R01", "title": "x", "today": {"severity": "a", "likelihood": "b", "s": 1}}]}, None),
        ({"measures": [{"id": "M1", "title": "x", "state": "done"}]}, ("measures", 0, "state")),
        ({"decision": {"outcome": "approved", "reason": "x", "by": {"name": "A"}, "on": "2026-01-01", "x": 1}}, None),
        (
            {"approvals": [{"name": "A", "role": "B", "on": "2026-01-01", "content_hash": "0" * 64, "valid": True}]},
            None,
        ),
        ({"answers": {"small": {"q": {"value": 1, "evidence": [{"title": "x", "path": "/etc"}]}}}}, None),
    ],
)
def test_a_key_that_does_not_exist_is_refused_everywhere(parts: dict[str, Any], place: tuple[str, ...] | None) -> None:
    with pytest.raises(ValidationError) as error:
        sample(**parts)
    found = error.value.errors()[0]
    assert found["type"] == "extra_forbidden"
    assert place is None or found["loc"] == place


@pytest.mark.parametrize(
    "parts",
    [
        {"example": "yes"},
        {"example": 1},
        {"title": 5},
        {"title": "two\nlines"},
        {"title": ""},
        {"id": "Not An Id"},
        {"questionnaires": []},
        {"dpia": "1"},
        {"dpia": True},
        {"dpia": 0},
        {"created": "2026-02-30"},
        {"created": "10000-01-01"},
        {"created": 20261124},
        {"classification": "secret"},
        {"decision": {"outcome": "fine", "reason": "x", "by": {"name": "A"}, "on": "2026-01-01"}},
        {"approvals": [{"name": "A", "role": "B", "on": "2026-01-01", "content_hash": "0" * 63}]},
        {"risks": [{"id": "R01"}]},
        {"measures": [{"id": "M1", "title": "x", "status": "finished"}]},
    ],
)
def test_a_part_of_the_wrong_type_is_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        sample(**parts)


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), 2**53, "\x00", "a\u202eb", "\ud800", {"x": ["\x1b"]}, {1: 2}, {3}, b"bytes", object()],
    ids=lambda value: type(value).__name__,
)
def test_a_value_that_no_file_can_hold_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        answering({"value": value})


def test_a_text_that_no_file_can_hold_is_refused_in_every_part() -> None:
    with pytest.raises(ValidationError, match="character that is not seen"):
        sample(title="A\x07sample")
    with pytest.raises(ValidationError, match="character that is not seen"):
        answering({"unknown": True, "note": "A\x07note"})


def test_change_gives_a_checked_new_value_and_leaves_the_old_one() -> None:
    old = sample()
    new = old.change(title="Another")
    assert (old.title, new.title) == ("A sample", "Another")
    with pytest.raises(ValidationError):
        old.change(title="two\nlines")
    with pytest.raises(ValidationError):
        old.change(titel="Another")


# ------------------------------------------------------------------------------------------------------------- answers


def test_a_plain_value_stands_for_itself_and_is_written_so() -> None:
    assert answering("yes").data()["answers"] == {"small": {"question": "yes"}}


def test_a_mapping_is_written_only_where_more_is_said() -> None:
    answer = {"value": "yes", "note": "asked the legal unit"}
    assert answering(answer).data()["answers"] == {"small": {"question": answer}}


@pytest.mark.parametrize("nothing", [None, {}, {"value": None}])
def test_an_answer_that_says_nothing_is_a_gap_and_stays_one(nothing: Any) -> None:
    assessment = answering(nothing)
    answer = assessment.answer("small.question")
    assert answer is not None
    assert not answer.is_given
    again = Assessment.model_validate(assessment.data())
    assert again == assessment


@pytest.mark.parametrize(
    "two",
    [{"value": "x", "unknown": True}, {"value": 0, "not_applicable": "x"}, {"unknown": True, "not_applicable": "x"}],
)
def test_an_answer_makes_one_statement_only(two: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="only one of them"):
        answering(two)


@pytest.mark.parametrize("reason", [None, "", True])
def test_not_applicable_needs_a_reason(reason: Any) -> None:
    with pytest.raises(ValidationError):
        answering({"not_applicable": reason})


def test_with_answer_takes_a_value_an_answer_or_nothing() -> None:
    assessment = sample().with_answer("small.a", 1).with_answer("small.b", Answer(unknown=True))
    assert assessment.data()["answers"] == {"small": {"a": 1, "b": {"unknown": True}}}
    assert assessment.with_answer("small.a", None).data()["answers"] == {"small": {"b": {"unknown": True}}}
    assert assessment.answer("small.c") is None
    assert assessment.answer("other.a") is None


# --------------------------------------------------------------------------------------------------- round trips, hash


@given(plain_values)
def test_data_gives_the_same_assessment_back(value: Any) -> None:
    assessment = answering({"value": value})
    again = Assessment.model_validate(assessment.data())
    assert again == assessment
    assert again.content_hash == assessment.content_hash


@given(readable_text, readable_text, plain_values)
def test_the_hash_is_the_same_after_a_file(summary: str, note: str, value: Any) -> None:
    """As YAML and as JSON, whatever the texts."""
    assessment = sample(summary=summary or None, answers={"small": {"q": {"value": value, "note": note or None}}})
    for text, is_json in ((dump_yaml(assessment), False), (dump_json(assessment), True)):
        again, _ = parse_assessment(text.encode("utf-8"), "file", is_json=is_json)
        assert again == assessment
        assert again.content_hash == assessment.content_hash


def test_the_hash_is_that_of_the_prefix_and_the_canonical_json() -> None:
    assessment = answering("yes")
    data = assessment.data()
    assert assessment.content_hash == hashlib.sha256(b"dpia-assessment-v1\0" + rfc8785.dumps(data)).hexdigest()


def test_the_hash_does_not_depend_on_the_order_of_keys_or_the_form_of_numbers() -> None:
    one = sample(answers={"a": {"x": 1, "y": 2}, "b": {"z": 3}})
    two = sample(answers={"b": {"z": 3.0}, "a": {"y": 2, "x": 1.0}})
    assert one.content_hash == two.content_hash


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Another"},
        {"example": True},
        {"method": "four-by-four-cnil"},
        {"questionnaires": [{"id": "small", "version": "1.0.1"}]},
        {"questionnaires": [{"id": "small", "version": "1.0.0", "sha256": "0" * 64}]},
        {"answers": {"small": {"question": "no"}}},
        {"answers": {"small": {"question": {"value": "yes", "note": "x"}}}},
        {"risks": [{"id": "R01", "title": "x"}]},
        {"measures": [{"id": "M1", "title": "x"}]},
        {"remarks": [{"about": "small.question", "text": "x", "by": "A", "on": "2026-11-24"}]},
    ],
)
def test_the_hash_changes_with_everything_that_was_said(changed: dict[str, Any]) -> None:
    assert (
        sample(**{"answers": {"small": {"question": "yes"}}, **changed}).content_hash != answering("yes").content_hash
    )


# ---------------------------------------------------------------------------------------------------------- signatures


def signed(assessment: Assessment) -> Assessment:
    approval = Approval(name="C. Example", role="Director", on=TODAY, content_hash=assessment.content_hash)
    return assessment.change(approvals=(approval,))


def test_a_signature_is_no_part_of_what_it_signs() -> None:
    assessment = answering("yes")
    assert signed(assessment).content_hash == assessment.content_hash
    assert len(signed(assessment).valid_approvals) == 1


def test_a_signature_is_void_after_any_change() -> None:
    assessment = signed(answering("yes"))
    assert assessment.valid_approvals
    for changed in (
        assessment.with_answer("small.question", "no"),
        assessment.with_answer("small.other", "yes"),
        assessment.change(title="Another"),
        assessment.model_copy(update={"title": "Another"}),
    ):
        assert changed.approvals
        assert changed.valid_approvals == ()


def test_a_signature_holds_again_when_the_change_is_taken_back() -> None:
    assessment = signed(answering("yes"))
    back = assessment.with_answer("small.question", "no").with_answer("small.question", "yes")
    assert back.valid_approvals == assessment.approvals


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**53) + 1, 2**53 - 1)
        | st.floats(-1e15, 1e15, allow_nan=False)
        | st.text(st.characters(exclude_categories=["Cs"])),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    )
)
def test_canonical_json_is_that_of_the_standard(data: Any) -> None:
    assert canonical_json({"data": data}) == rfc8785.dumps({"data": data})


# ------------------------------------------------------------------------------------------------------ formats 1 and 2


def test_an_assessment_of_format_1_keeps_its_hash_and_its_signatures() -> None:
    old = sample(dpia=1, answers={"small": {"question": "yes"}})
    approval = Approval(name="A. Example", role="Director", on=TODAY, content_hash=old.content_hash)
    signed = old.change(approvals=(approval,))
    assert signed.format == 1
    assert signed.valid_approvals == (approval,)
    again, _ = parse_assessment(dump_json(signed).encode(), "old")
    assert again.valid_approvals == (approval,)


def test_the_first_change_makes_format_2_of_format_1() -> None:
    old = sample(dpia=1)
    assert old.with_answer("small.question", "yes").format == 2
    assert old.change(title="Another").format == 2
    assert sample().format == 2


SUGGESTED = {"kind": "kit", "name": "newsletter", "on": "2026-11-30"}
PNG = b"\x89PNG\r\n\x1a\n and so on"


def test_what_format_2_added_survives_files() -> None:
    parts = {
        "answers": {"small": {"question": {"value": "yes", "suggested": SUGGESTED}}},
        "measures": [{"id": "M1", "title": "A measure", "mends": ["small.finding"], "suggested": SUGGESTED}],
        "acceptances": [{"finding": "small.other", "by": "A. Example", "reason": "x", "on": "2026-11-30"}],
        "remarks": [{"about": "risks.R01", "by": "A. Example", "on": "2026-11-30", "verdict": "to_fix"}],
        "losses": [{"source": "old 1.0.0", "place": "old.question", "value": [{"id": "P1"}], "note": "no place"}],
        "pictures": [
            {"sha256": hashlib.sha256(PNG).hexdigest(), "media": "image/png", "data": base64.b64encode(PNG).decode()}
        ],
    }
    whole = sample(**parts)
    assert parse_assessment(dump_yaml(whole).encode(), "a", is_json=False)[0] == whole
    assert parse_assessment(dump_json(whole).encode(), "a")[0] == whole


@pytest.mark.parametrize(
    "wrong",
    [
        {"pictures": [{"sha256": "0" * 64, "media": "image/png", "data": base64.b64encode(PNG).decode()}]},
        {"pictures": [{"sha256": hashlib.sha256(b"x").hexdigest(), "media": "image/png", "data": "eA=="}]},
        {"pictures": [{"sha256": "0" * 64, "media": "image/png", "data": "no base64"}]},
        {"remarks": [{"about": "risks.R01", "by": "A. Example", "on": "2026-11-30"}]},
    ],
)
def test_a_picture_that_is_not_its_hash_and_a_remark_that_says_nothing_are_refused(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        sample(**wrong)
