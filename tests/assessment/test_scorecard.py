"""The scorecard counts; it never makes a percentage."""

from datetime import date

import dpia
from dpia.assessment.scorecard import scorecard


def test_answers_and_findings_are_counted_for_the_action_of_their_question() -> None:
    library = dpia.load_library()
    form = library.form(["screening", "gdpr-dpia"])
    empty = dpia.new_assessment(form, assessment_id="a", title="A", created=date(2026, 11, 24))
    start = empty.with_answer("screening.uses_ai", "no").with_answer("screening.personal_data", "yes")
    start = start.with_answer("screening.people_concerned", ["children"]).with_answer("screening.c7_vulnerable", "no")
    answered = start.with_answer("screening.role", ["controller"]).with_answer(
        "screening.c4_sensitive", {"unknown": True}
    )
    before, after = (scorecard(dpia.evaluate(form, one, on=date(2026, 11, 24)), ("B",))[0] for one in (start, answered))
    assert after.answered == before.answered + 1
    assert after.unknown == before.unknown + 1
    assert before.majors >= 1, "children are concerned, and nobody is called vulnerable"
    (nothing,) = scorecard(dpia.evaluate(form, empty, on=date(2026, 11, 24)), ("B",))
    assert (nothing.answered, nothing.blocks, nothing.majors) == (0, 0, 0), "nothing follows from an empty draft"


def test_measures_due_are_those_not_yet_in_place_against_risks_the_action_raises() -> None:
    library = dpia.load_library()
    assessment = dpia.read("questionnaires/examples/lumen-line.yaml", library)
    form = library.form([ref.id for ref in assessment.questionnaires])
    (score,) = scorecard(dpia.evaluate(form, assessment, on=date(2026, 11, 24)), ("B",))
    planned = {measure.id for measure in assessment.measures if measure.status.value != "implemented"}
    assert score.measures_due
    assert set(score.measures_due) <= planned


def test_measures_due_stand_in_the_order_of_the_plan() -> None:
    library = dpia.load_library()
    assessment = dpia.read("questionnaires/examples/lumen-line.yaml", library)
    turned = assessment.change(measures=assessment.measures[::-1])
    form = library.form([ref.id for ref in assessment.questionnaires])
    due, due_turned = (
        scorecard(dpia.evaluate(form, one, on=date(2026, 11, 24)), ("B",))[0].measures_due
        for one in (assessment, turned)
    )
    assert len(due) > 1
    assert due == due_turned[::-1]


def test_an_action_without_questions_has_an_empty_score() -> None:
    library = dpia.load_library()
    form = library.form(["screening"])
    assessment = dpia.new_assessment(form, assessment_id="a", title="A", created=date(2026, 11, 24))
    (score,) = scorecard(dpia.evaluate(form, assessment, on=date(2026, 11, 24)), ("Z",))
    assert (score.asked, score.answered, score.measures_due) == (0, 0, ())
