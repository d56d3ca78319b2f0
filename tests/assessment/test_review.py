"""A review begins from a decided assessment and carries it over; what was decided then stays to compare with."""

from datetime import date

import pytest

from dpia.assessment.checking import find_ill
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.forming import form_of
from dpia.assessment.merging import merge
from dpia.assessment.model import Approval, Assessment, Decision, Outcome
from dpia.assessment.parts import Occasion
from dpia.assessment.review import fitting, reviewed_assessment, start_review
from dpia.errors import BadInput
from dpia.questionnaire.library import Library
from dpia.questionnaire.records import Person
from dpia.shipped import shipped_library
from dpia.showing.diff import compare
from dpia.workspace.facts import due_in
from tests.support.forms import ON

STATED_ONCE = {"dpo_advice", "dpo_sign_off", "completed_on", "validated_on", "screening_sign_off", "panel_sign_off"} | {
    "verdict_sign_off",
    "child_sign_off",
    "decision_sign_off",
}
KNOWN = {"reviewed_before", "review_findings"}
"""What a review knows of the version before."""
DECISION = Decision(outcome=Outcome.REJECTED, reason="Nothing is gained.", by=Person(name="N. Example"), on=ON)


@pytest.fixture(scope="module")
def review(library: Library, lumen: Assessment) -> Assessment:
    return start_review(lumen, library, on=ON)


def test_it_asks_the_questions_of_the_review_beside_the_old_ones(review: Assessment, lumen: Assessment) -> None:
    assert [ref.id for ref in review.questionnaires] == [*(ref.id for ref in lumen.questionnaires), "review"]


def test_answers_risks_and_measures_are_carried_over(review: Assessment, lumen: Assessment) -> None:
    for file, answers in lumen.answers.items():
        gone = answers.keys() - review.answers[file].keys()
        assert gone <= STATED_ONCE, file
        kept = {name: answer for name, answer in answers.items() if name not in gone | KNOWN}
        assert kept == {name: answer for name, answer in review.answers[file].items() if name not in KNOWN}
    assert (review.risks, review.measures) == (lumen.risks, lumen.measures)


def test_what_was_stated_for_the_old_version_is_asked_again(library: Library, review: Assessment) -> None:
    form = library.form([ref.id for ref in review.questionnaires])
    missing = {key for key, _ in evaluate(form, review, on=ON).missing}
    assert {"gdpr-dpia.dpo_advice", "gdpr-dpia.dpo_sign_off"} <= missing


def test_the_result_of_the_last_review_is_carried_over_as_the_one_before(library: Library, review: Assessment) -> None:
    first = review.answer("review.benefit_before")
    assert first is not None and first.value == "first_review"
    old = review.with_answer("review.benefit_now", "not_shown").with_answer("review.independent_review", "this_time")
    again = start_review(old.change(decision=DECISION), library, on=ON)
    known = {name: answer.value for name, answer in again.answers["review"].items()}
    assert (known["benefit_before"], known["independent_review"]) == ("not_shown", "earlier")


def test_the_decision_and_the_signatures_are_not(review: Assessment) -> None:
    assert review.decision is None
    assert review.approvals == ()


def test_each_condition_becomes_a_row_of_the_review(review: Assessment, lumen: Assessment) -> None:
    answer = review.answer("review.conditions")
    assert answer is not None
    assert lumen.decision is not None
    assert [row["id"] for row in answer.value] == [condition.id for condition in lumen.decision.conditions]
    assert [row["condition_due"] for row in answer.value] == [
        condition.due.isoformat() for condition in lumen.decision.conditions if condition.due
    ]


def test_what_it_begins_with_is_well_typed(library: Library, review: Assessment) -> None:
    form = library.form([ref.id for ref in review.questionnaires])
    assert list(find_ill(form, review)) == []


def test_what_was_reviewed_is_kept_whole(review: Assessment, lumen: Assessment) -> None:
    assert review.reviewed is not None
    assert review.reviewed.content_hash == lumen.content_hash
    assert reviewed_assessment(review) == lumen


def test_the_date_that_a_review_sets_takes_the_place_of_the_older_ones(library: Library, review: Assessment) -> None:
    form = library.form([ref.id for ref in review.questionnaires])
    old = evaluate(form, review, on=ON).next_review
    key = next(
        key for key, item in form.questions.items() if item.question.means == "next_review" and "review." in key[:7]
    )
    new = evaluate(form, review.with_answer(key, "2029-01-01"), on=ON)
    assert old is not None
    assert new.next_review is not None
    assert (new.next_review.year, old.year < 2029) == (2029, True)


def test_a_review_of_a_review_begins_anew(library: Library, review: Assessment, lumen: Assessment) -> None:
    decided = review.change(decision=lumen.decision, version="2.0")
    again = start_review(decided, library, on=ON)
    assert [ref.id for ref in again.questionnaires].count("review") == 1
    assert again.reviewed is not None
    assert again.reviewed.version == "2.0"
    assert "reviewed" not in again.reviewed.data


def test_nothing_is_reviewed_before_a_decision(library: Library, lumen: Assessment) -> None:
    with pytest.raises(BadInput, match="nothing to review"):
        start_review(lumen.change(decision=None), library, on=ON)


def test_the_comparison_with_what_was_reviewed_says_what_changed(library: Library, review: Assessment) -> None:
    before = reviewed_assessment(review)
    assert before is not None
    old = evaluate(library.form([ref.id for ref in before.questionnaires]), before, on=ON)
    changed = review.with_answer("screening.screening_decision", "required")
    new = evaluate(library.form([ref.id for ref in changed.questionnaires]), changed, on=ON)
    assert any(change.where == "questionnaire review" for change in compare(old, new))


# --------------------------------------------------------------------------------- what a review carries of the old version


def carrying(review: Assessment, **changed: object) -> Assessment:
    """A review whose file carries something else of the version that it reviews."""
    assert review.reviewed is not None
    data = {**review.reviewed.data, **changed}
    return review.change(reviewed=review.reviewed.model_copy(update={"data": data}))


def test_what_is_carried_is_the_version_that_was_reviewed(review: Assessment, lumen: Assessment) -> None:
    assert reviewed_assessment(review) == lumen
    assert reviewed_assessment(lumen) is None


@pytest.mark.parametrize(
    "wrong",
    [{"a": ["x"]}, {"id": "../../etc"}, {"answers": "none"}, {"questionnaires": []}, {"dpia": 99, "new": 1}],
    ids=str,
)
def test_what_cannot_be_read_of_the_reviewed_version_is_no_assessment(
    review: Assessment, wrong: dict[str, object]
) -> None:
    assert reviewed_assessment(carrying(review, **wrong)) is None


def test_answers_that_do_not_fit_are_left_out_of_what_is_compared(library: Library, lumen: Assessment) -> None:
    form = library.form([ref.id for ref in lumen.questionnaires])
    odd = lumen.with_answer("screening.uses_ai", "perhaps").with_answer("screening.gone", "x")
    odd = odd.change(answers={**odd.answers, "elsewhere": {"a": "b"}})
    found = fitting(form, odd)
    assert found is not None and [*find_ill(form, found)] == []
    assert found.answer("screening.uses_ai") is None
    kept = {name: answer for name, answer in lumen.answers["screening"].items() if name != "uses_ai"}
    assert found.answers["screening"] == kept
    assert fitting(form, lumen) == lumen


def test_risks_that_do_not_fit_cannot_be_compared(library: Library, lumen: Assessment) -> None:
    form = library.form([ref.id for ref in lumen.questionnaires])
    first, *others = lumen.risks
    assert fitting(form, lumen.change(risks=(first.model_copy(update={"measures": ("M99",)}), *others))) is None
    assert fitting(form, None) is None


# -------------------------------------------------------------------------------- what happened since, and what was open then


def noted(lumen: Assessment) -> Assessment:
    since = (
        Occasion(
            on=date(2027, 3, 3),
            what="The police asked for two numbers.\nThey got none.",
            by="A. Example",
            kind="state_request",
        ),
        Occasion(on=date(2027, 4, 1), what="A counsellor was followed home.", kind="no_such_kind"),
    )
    return lumen.change(occasions=since)


def test_what_happened_stands_beside_what_is_signed(lumen: Assessment) -> None:
    signed = lumen.change(approvals=(Approval(name="A. Example", role="Head", on=ON, content_hash=lumen.content_hash),))
    after = noted(signed)
    assert after.content_hash == signed.content_hash
    assert after.valid_approvals == signed.approvals
    assert after.decided_content == signed.decided_content
    assert Assessment.model_validate(after.data()) == after
    assert [(due.item, due.what) for due in due_in(evaluate_of(after)) if due.item.startswith("occasion")] == [
        ("occasion 1", "The police asked for two numbers. They got none."),
        ("occasion 2", "A counsellor was followed home."),
    ]


def evaluate_of(assessment: Assessment) -> Evaluation:
    library = shipped_library()
    return evaluate(form_of(assessment, library), assessment, on=ON)


def test_a_review_takes_over_what_happened_and_the_findings_that_were_open(library: Library, lumen: Assessment) -> None:
    review = start_review(noted(lumen), library, on=ON)
    assert review.occasions == ()
    suggested = [review.answers["review"][name] for name in ("occasions", "occasion_text")]
    assert [answer.stands for answer in suggested] == [False, False], "only a person knows whether that is all"
    assert review.answers["review"]["occasions"].value == ["state_request"]
    assert review.answers["review"]["occasion_text"].value == (
        "2027-03-03: The police asked for two numbers.\nThey got none. (A. Example)\n\n2027-04-01: A counsellor was followed home."
    )
    before = evaluate_of(lumen)
    assert lumen.decision is not None
    rows = review.answers["icat-ethics"]["review_findings"].value
    assert [(row["earlier_level"], row["found_on"]) for row in rows] == [
        (fired.level.value, lumen.decision.on.isoformat()) for fired in before.open_findings
    ]
    assert review.answers["icat-ethics"]["reviewed_before"].value == "yes"
    form = form_of(review, library)
    assert list(find_ill(form, review)) == []
    asked = evaluate(form, review, on=ON)
    assert {place.column for key, place in asked.missing if key == "icat-ethics.review_findings"} == {"closed"}


def test_two_people_may_note_at_once(lumen: Assessment) -> None:
    first, second = noted(lumen), lumen.change(occasions=(Occasion(on=ON, what="A new partner."),))
    joined, clashes = merge(lumen, first, second)
    assert clashes == ()
    assert len(joined.occasions) == 3
