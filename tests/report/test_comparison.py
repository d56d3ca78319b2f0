"""The report of a review shows what changed against the version that was reviewed, old beside new."""

from datetime import date
from pathlib import Path

import pytest

from dpia.assessment.model import Assessment
from dpia.assessment.review import start_review
from dpia.questionnaire.model import Publication
from dpia.report.building import build_report
from dpia.report.document import ChangeView, ComparisonView
from dpia.shipped import shipped_library
from tests.report.test_pdf import KEPT, canaries, needs_verapdf
from tests.support import verapdf
from tests.support.reports import (
    evaluate,
    judge,
    lumen,
    pdf_of,
    review_of,
    small_assessment,
    small_html,
    small_library,
    small_report,
)


def comparison_of(new: Assessment, old: Assessment | None = None, **options: Publication) -> ComparisonView:
    found = small_report(review_of(old or small_assessment(), new), **options).comparison
    assert found is not None
    return found


def changes(found: ComparisonView, title: str) -> list[ChangeView]:
    return [change for group in found.groups if group.title == title for change in group.changes]


def in_words(found: ComparisonView, title: str) -> list[tuple[str, str, str, str]]:
    return [
        (f"{change.code} {change.what}".strip(), change.detail, change.before.text, change.after.text)
        for change in changes(found, title)
    ]


def test_only_a_review_has_a_comparison() -> None:
    assert small_report().comparison is None
    assert 'id="comparison"' not in small_html()


def test_a_review_that_changed_nothing_still_shows_decision_and_conditions() -> None:
    found = comparison_of(small_assessment())
    assert [group.title for group in found.groups] == ["Decision", "Conditions of the last decision"]
    assert [view.title for view in found.maps] == ["Then", "Now"]


def test_old_answers_stand_beside_new_ones() -> None:
    new = small_assessment().with_answer("everything.people", 13000).with_answer("everything.colour", {"unknown": True})
    assert in_words(comparison_of(new), "Answers") == [
        ("E-4 Which colour has it?", "", "Green", "Unknown"),
        ("E-6 How many people does it reach?", "", "12,500 people", "13,000 people"),
        ("E-14 How many eyes is that?", "", "25,000", "26,000"),
    ]


def test_a_note_that_changed_is_a_change() -> None:
    new = small_assessment().with_answer("everything.lawful", {"value": "yes", "note": "Another note"})
    (change,) = changes(comparison_of(new), "Answers")
    assert (change.detail, change.before.prose.html, change.after.prose.html) == (
        "Note",
        "<p>A note on it</p>\n",
        "<p>Another note</p>\n",
    )


def test_rows_that_came_went_or_changed_are_told_by_row() -> None:
    things = [
        {"id": "T1", "thing": "A bell", "why": "It is loud."},
        {"id": "T3", "thing": "A rope", "why": "It holds."},
    ]
    found = in_words(comparison_of(small_assessment().with_answer("everything.things", things)), "Answers")
    asked = "E-30 Which things are there?"
    assert (asked, "T1 A bell: Why it is there", "It rings.", "It is loud.") in found
    assert (asked, "T3 A rope", "Not there", "Why it is there: It holds.") in found
    assert any(change[1] == "T2 A lamp" and change[3] == "Not there" for change in found)


def test_a_row_that_is_renamed_is_told_once_and_not_wherever_it_is_referred_to() -> None:
    answer = small_assessment().answer("everything.things")
    assert answer is not None
    things = [dict(row) for row in answer.value]
    things[0]["thing"] = "A gong"
    found = comparison_of(small_assessment().with_answer("everything.things", things))
    assert in_words(found, "Answers") == [("E-30 Which things are there?", "T1 Thing", "A bell", "A gong")]


def test_findings_that_came_and_went_are_told_by_level() -> None:
    new = small_assessment().with_answer("everything.lawful", "no").with_answer("everything.asleep", "no")
    assert in_words(comparison_of(new), "Findings") == [
        ("E-3 Nothing makes the processing lawful.", "", "Not found", "Blocks approval"),
        ("E-21 The guards are asleep at night.", "", "Major", "Not found"),
        ("E-23 An open answer and a secret one make this.", "", "Minor", "Not found"),
    ]


def test_risks_measures_and_decision_are_compared() -> None:
    data = small_assessment().data()
    data["risks"][0]["today"]["likelihood"] = "very_likely"
    data["measures"][1] |= {"status": "implemented", "implemented_on": "2026-11-22"}
    data["measures"].append({"id": "M3", "title": "A third measure", "status": "planned"})
    data["decision"] |= {"outcome": "rejected", "on": "2026-11-23", "conditions": []}
    found = comparison_of(Assessment.model_validate(data))
    ((_, moment, before, after),) = in_words(found, "Risks")
    assert (moment, before, after) == ("Today", "High (Serious, Likely)", "Very high (Serious, Very likely)")
    assert in_words(found, "Measures") == [
        (
            "M2 Another measure",
            "",
            "Planned · Another owner · 15 January 2027",
            "Implemented · Another owner · 22 November 2026",
        ),
        ("M3 A third measure", "", "Not in the plan", "Planned"),
    ]
    assert in_words(found, "Decision")[0][2:] == (
        "Conditionally approved, 20 November 2026",
        "Rejected, 23 November 2026",
    )


def test_what_the_review_says_of_a_condition_stands_beside_it() -> None:
    library = shipped_library()
    review = start_review(lumen().assessment, library, on=date(2026, 11, 24))
    answer = review.answer("review.conditions")
    assert answer is not None
    rows = [{**row, "condition_met": "no"} for row in answer.value]
    review = review.with_answer("review.conditions", rows)
    form = library.form([ref.id for ref in review.questionnaires], review.method)
    found = build_report(evaluate(form, review, on=date(2026, 11, 24)), library).comparison
    assert found is not None
    conditions = changes(found, "Conditions of the last decision")
    assert [change.code for change in conditions] == ["K1", "K2", "K3", "K4"]
    assert {change.after.text for change in conditions} == {"Fulfilled in full? No"}
    known = ("ICB-24", "ICB-24.before", "RV-28")  # what a review knows of the version before
    asked_again = {change.after.text for change in changes(found, "Answers") if change.code not in known}
    assert asked_again == {"Not answered yet", "Not asked"}


def test_a_note_in_a_cell_that_changed_is_told() -> None:
    things = [{"id": "T1", "thing": "A bell", "why": {"value": "It rings.", "note": "Another note"}}]
    (change,) = [
        change
        for change in changes(comparison_of(small_assessment().with_answer("everything.things", things)), "Answers")
        if change.detail == "T1 A bell: Why it is there"
    ]
    assert (change.before.note_text, change.after.note_text) == ("A note in a cell", "Another note")


@pytest.mark.parametrize("publication", KEPT)
def test_a_version_for_others_tells_no_withheld_answer_of_the_reviewed_version(publication: Publication) -> None:
    old, slots = canaries()
    page = small_html(review_of(old, small_assessment()), publication=publication)
    secret = {word for word, slot in slots.items() if slot.startswith(KEPT[publication])}
    told = {word for word in slots if f"{word}<" in page or f"{word} " in page}
    assert told
    assert not told & secret


@pytest.mark.slow
@needs_verapdf
def test_the_report_of_a_review_is_pdf_a_3a_and_pdf_ua_1(tmp_path: Path) -> None:
    new = small_assessment().with_answer("everything.story", "Another **story**.")
    path = tmp_path / "review.pdf"
    path.write_bytes(pdf_of(judge(review_of(small_assessment(), new)), small_library()))
    results = [verapdf.validate(path, flavour) for flavour in ("3a", "ua1")]
    assert all(result.compliant for result in results), "\n".join(map(str, results))


def carrying(**changed: object) -> Assessment:
    """A review of the small assessment, whose file carries something else of the version that it reviews."""
    review = review_of(small_assessment(), small_assessment())
    assert review.reviewed is not None
    data = {**review.reviewed.data, **changed}
    return review.change(reviewed=review.reviewed.model_copy(update={"data": data}))


@pytest.mark.parametrize("wrong", [{"a": ["CANARY7319"]}, {"answers": "none"}, {"method": "none-of-ours"}], ids=str)
def test_a_reviewed_version_that_cannot_be_read_is_told_and_nothing_is_compared(wrong: dict[str, object]) -> None:
    found = small_report(carrying(**wrong)).comparison
    assert found is not None
    assert (found.comparable, found.maps, found.groups) == (False, (), ())
    html = small_html(carrying(**wrong))
    assert "The reviewed version cannot be compared" in html
    assert "Nothing changed." not in html
    assert "CANARY7319" not in html


def test_answers_of_the_reviewed_version_that_do_not_fit_are_not_compared() -> None:
    answers = {"everything": {"people": "many", "table": "no table", "gone": [{"id": 3}], "name": "An older name"}}
    found = small_report(carrying(answers=answers)).comparison
    assert found is not None and found.comparable
    assert ("E-1 What is it called?", "", "An older name", "A name") in in_words(found, "Answers") or any(
        before == "An older name" for _, _, before, _ in in_words(found, "Answers")
    )
