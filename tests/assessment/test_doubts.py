"""What is well-typed and can hardly be meant is told: days that have not come, one sentence in many fields."""

from typing import Any

import pytest

from dpia.assessment.doubts import DoubtKind
from dpia.assessment.evaluation import evaluate
from tests.support.forms import ON, judge_all, make_form

FORM = make_form(
    small="- {id: signed, code: S-1, ask: Who says so?, type: sign_off}\n"
    "- {id: next, code: S-2, ask: When next?, type: date, means: next_review}\n"
    + "".join(f"- {{id: t{n}, code: T-{n}, ask: What about {n}?, type: long}}\n" for n in range(6))
)
FUTURE = "2099-01-01"
STATED = {"name": "A. Example", "role": "Officer", "date": FUTURE, "decision": "Read."}
BY = {"by": "C. Example", "reason": "x", "on": FUTURE}


def doubts(answers: dict[str, Any], **parts: Any) -> list[tuple[str, str | None]]:
    return [(doubt.key, doubt.place.row) for doubt in judge_all(FORM, answers, **parts).doubts]


@pytest.mark.parametrize(
    ("answers", "parts", "place"),
    [
        ({"signed": STATED}, {}, ("small.signed", None)),
        (
            {},
            {"decision": {"outcome": "rejected", "reason": "x", "by": {"name": "C"}, "on": FUTURE}},
            ("decision", None),
        ),
        ({}, {"measures": [{"id": "M1", "title": "x", "implemented_on": FUTURE}]}, ("measures", "M1")),
        ({}, {"risks": [{"id": "X1", "title": "x", "acceptance": BY}]}, ("risks", "X1")),
        ({}, {"acceptances": [{"finding": "f", **BY}]}, ("acceptances", "f")),
        ({}, {"approvals": [{"name": "C", "role": "D", "on": FUTURE, "content_hash": "0" * 64}]}, ("approvals", None)),
        ({}, {"remarks": [{"about": "small", "by": "C", "on": FUTURE, "verdict": "to_fix"}]}, ("remarks", "small")),
    ],
)
def test_a_day_of_what_was_said_or_done_that_has_not_come_is_told(answers: Any, parts: Any, place: Any) -> None:
    assert doubts(answers, **parts) == [place]


def test_a_day_that_is_still_to_come_by_its_meaning_is_no_doubt() -> None:
    assert doubts({"next": FUTURE}, measures=[{"id": "M1", "title": "x", "due": FUTURE}]) == []


def test_one_sentence_in_five_fields_is_told_once_with_their_number() -> None:
    text = "This was considered and found to be in order."
    (found,) = judge_all(FORM, {f"t{n}": text if n else f"  {text.upper()} " for n in range(6)}).doubts
    assert (found.kind, found.key) == (DoubtKind.SAME_TEXT, "small.t0")
    assert "6 places" in str(found.text)


def test_short_words_and_four_fields_are_no_doubt() -> None:
    assert doubts({f"t{n}": "See above." for n in range(6)}) == []
    assert doubts({f"t{n}": "This was considered and found to be in order." for n in range(4)}) == []


def test_a_change_after_a_decision_is_told_and_a_remark_or_a_signature_is_none() -> None:
    before = judge_all(FORM, {"t1": "One"}).assessment
    taken = {
        "outcome": "rejected",
        "reason": "x",
        "by": {"name": "C"},
        "on": "2026-11-20",
        "content": before.decided_content,
    }
    decided = before.change(decision=taken)
    assert evaluate(FORM, decided, on=ON).doubts == ()
    remark = {"about": "small", "by": "C", "on": "2026-11-20", "verdict": "to_fix"}
    assert evaluate(FORM, decided.change(remarks=(remark,), updated=ON), on=ON).doubts == ()
    (found,) = evaluate(FORM, decided.with_answer("small.t1", "Two"), on=ON).doubts
    assert (found.kind, found.key) == (DoubtKind.CHANGED, "decision")
