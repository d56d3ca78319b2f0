"""`evaluate`: pure, total, and the same whether everything or only what changed is judged."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.facts import Place
from dpia.assessment.model import Assessment
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.model import Level
from dpia.questionnaire.rules.nodes import Reason
from dpia.questionnaire.rules.truth import State, Truth
from dpia.showing.diff import compare
from dpia.showing.display import show_place, show_reason, show_value
from tests.support.forms import ON, judge_all, make_assessment, make_form
from tests.support.randomly import RandomAssessments

FORM = make_form(
    small="""
    - {id: children, code: S-1, ask: Are children concerned?, type: yes_no}
    - {id: police, code: S-2, ask: Does it go to the police?, type: yes_no}
    - id: harm
      code: S-3
      ask: How can it harm?
      type: long
      required: false
    - id: decided
      code: S-4
      ask: Is it decided?
      type: yes_no
      findings:
        - {id: minor_one, if: children == yes, level: minor, says: Children are concerned.}
        - {id: block_one, if: children == yes and police == yes, level: block, says: Children and police.}
        - {id: say_harm, if: police == yes, level: note, says: Say how., requires: [harm], dpia: recommended}
        - {id: needed, if: children == yes, level: note, says: A DPIA., dpia: required, opens: [children-csae]}
        - {id: opened_too, if: police == yes, level: note, says: Open it., opens: [children-csae, led-dpia]}
    - id: items
      code: S-5
      ask: Which data?
      type: table
      prefix: D
      columns:
        - {id: item, ask: Item, type: text}
        - {id: secret, ask: Secret?, type: yes_no}
      findings:
        - {id: secrets, if: any(secret == yes), level: major, says: There are secrets.}
    - {id: review, code: S-6, ask: When is the review?, type: date, means: next_review}
    - {id: review_again, code: S-7, ask: Any other review?, type: date, required: false, means: next_review}
    """,
)
FULL: dict[str, Any] = {
    "children": "no",
    "police": "no",
    "decided": "yes",
    "items": [{"id": "D1", "item": "Text", "secret": "no"}],
    "review": "2027-06-01",
}


def judged(**answers: Any) -> Evaluation:
    return judge_all(FORM, {**FULL, **answers})


def everything(evaluation: Evaluation) -> dict[str, Any]:
    """All that an evaluation says, for comparison."""
    return {
        "states": dict(evaluation.states),
        "truths": dict(evaluation.truths),
        "values": evaluation.facts,
        "reasons": [(fired.key, fired.doubtful, fired.reasons) for fired in evaluation.findings],
        **{
            name: getattr(evaluation, name)
            for name in (
                "findings",
                "open_findings",
                "risks",
                "missing",
                "unknown",
                "hidden",
                "decision",
                "progress",
                "dpia_reasons",
                "opened",
                "waiting",
                "next_review",
                "review_due",
            )
        },
    }


# ----------------------------------------------------------------------------------------------------- pure and total


def test_the_same_input_gives_the_same_result_and_stays_as_it_was(shipped_form: Form, lumen: Assessment) -> None:
    before = lumen.canonical_bytes()
    one, two = (evaluate(shipped_form, lumen, on=ON) for _ in range(2))
    assert everything(one) == everything(two)
    assert lumen.canonical_bytes() == before


@given(seed=st.integers(0, 2**32), wild=st.sampled_from([0.0, 0.1, 0.9]), filled=st.sampled_from([0.2, 0.8, 1.0]))
def test_no_assessment_at_all_makes_evaluation_fail(shipped_form: Form, seed: int, wild: float, filled: float) -> None:
    """Nor anything that a reader is shown of it."""
    evaluation = evaluate(shipped_form, RandomAssessments(shipped_form, seed, wild, filled).assessment(), on=ON)

    everything(evaluation)
    for found in evaluation.findings:
        for reason in found.reasons:
            assert show_reason(evaluation, reason)
    for key, place in (*evaluation.missing, *evaluation.unknown):
        assert show_place(evaluation, key, place)
    for key, state in evaluation.states.items():
        assert isinstance(show_value(shipped_form.questions[key], state.value), str)


@given(seed=st.integers(0, 2**32), wild=st.sampled_from([0.0, 0.1, 0.5]))
def test_judging_only_what_changed_gives_what_judging_everything_gives(
    shipped_form: Form, seed: int, wild: float
) -> None:
    """Twelve changes one after the other, each judged from the evaluation before it."""
    source = RandomAssessments(shipped_form, seed, wild)
    assessment = source.assessment()
    step_by_step = evaluate(shipped_form, assessment, on=ON)
    for _ in range(12):
        assessment = source.change(assessment)
        before, step_by_step = step_by_step, evaluate(shipped_form, assessment, on=ON, previous=step_by_step)
        whole = evaluate(shipped_form, assessment, on=ON)
        assert everything(step_by_step) == everything(whole)
        assert compare(before, step_by_step) == compare(before, whole)


def test_many_changes_at_once_are_judged_as_well(shipped_form: Form, lumen: Assessment) -> None:
    empty = make_assessment(shipped_form)
    assert everything(
        evaluate(shipped_form, lumen, on=ON, previous=evaluate(shipped_form, empty, on=ON))
    ) == everything(evaluate(shipped_form, lumen, on=ON))
    assert everything(
        evaluate(shipped_form, empty, on=ON, previous=evaluate(shipped_form, lumen, on=ON))
    ) == everything(evaluate(shipped_form, empty, on=ON))


def test_a_changed_answer_leaves_the_earlier_evaluation_as_it_was() -> None:
    old = judged()
    before = repr(everything(old))
    evaluate(FORM, old.assessment.with_answer("small.children", "yes"), on=ON, previous=old)
    assert repr(everything(old)) == before


def test_answers_that_python_takes_for_the_same_are_told_apart() -> None:
    form = make_form(small="- {id: staff, code: S-1, ask: How many?, type: number}")
    one, true = (make_assessment(form).with_answer("small.staff", value) for value in (1, True))
    for old, new in ((one, true), (true, one)):
        step = evaluate(form, new, on=ON, previous=evaluate(form, old, on=ON))
        assert everything(step) == everything(evaluate(form, new, on=ON))
        assert step.states["small.staff"].value == evaluate(form, new, on=ON).states["small.staff"].value
    assert evaluate(form, true, on=ON, previous=evaluate(form, one, on=ON)).states["small.staff"].value is State.OPEN


def test_an_evaluation_of_another_day_or_form_is_not_built_upon() -> None:
    old = judged(review="2026-11-24")
    later = evaluate(FORM, old.assessment, on=date(2026, 11, 23), previous=old)
    assert (old.review_due, later.review_due) == (True, False)
    other = make_form(small="- {id: children, code: S-1, ask: Are there children?, type: text}")
    assert list(evaluate(other, old.assessment, on=ON, previous=old).states) == ["small.children"]


# ------------------------------------------------------------------------------------------------------------ findings


def test_findings_come_with_the_gravest_first() -> None:
    evaluation = judged(children="yes", police="yes", items=[{"id": "D1", "item": "x", "secret": "yes"}])
    assert [found.key for found in evaluation.findings] == [
        "small.block_one",
        "small.secrets",
        "small.minor_one",
        "small.say_harm",
        "small.needed",
        "small.opened_too",
    ]
    assert [found.level for found in evaluation.open_findings] == [Level.BLOCK, Level.MAJOR, Level.MINOR]
    assert [evaluation.count(level) for level in Level] == [1, 1, 1, 3]


def reasons(evaluation: Evaluation, key: str) -> tuple[Reason, ...]:
    return next(found.reasons for found in evaluation.findings if found.key == key)


def test_a_finding_names_the_answers_that_made_it_fire() -> None:
    evaluation = judged(children="yes", police="yes")
    assert reasons(evaluation, "small.block_one") == (Reason("small.children"), Reason("small.police"))


def test_a_finding_on_a_table_names_the_cells_that_made_it_fire() -> None:
    rows = [{"id": "D1", "secret": "no"}, {"id": "D2", "secret": "yes"}, {"id": "D3", "secret": "yes"}]
    evaluation = judged(items=rows)
    assert reasons(evaluation, "small.secrets") == (
        Reason("small.items", "D2", "secret"),
        Reason("small.items", "D3", "secret"),
    )


def test_a_finding_that_fires_because_something_is_unknown_is_doubtful() -> None:
    evaluation = judged(children={"unknown": True})
    found = next(item for item in evaluation.findings if item.key == "small.minor_one")
    assert found.doubtful
    assert not next(item for item in judged(children="yes").findings if item.key == "small.minor_one").doubtful


def test_an_answer_not_given_yet_fires_nothing() -> None:
    evaluation = judged(children=None)
    assert evaluation.truths["small.minor_one"] is Truth.OPEN
    assert evaluation.findings == ()


def test_the_findings_of_a_hidden_question_are_void() -> None:
    form = make_form(
        small="""
        - {id: children, code: S-1, ask: Are children concerned?, type: yes_no}
        - id: consent
          code: S-2
          ask: Who consents?
          type: text
          when: children == yes
          findings: [{id: always, if: children == no or children == yes, level: minor, says: Always.}]
        """
    )
    assert judge_all(form, {"children": "no"}).truths["small.always"] is Truth.VOID
    assert judge_all(form, {"children": "yes"}).truths["small.always"] is Truth.TRUE


def test_blocks_are_the_open_findings_of_that_level_and_no_others() -> None:
    form = make_form(
        small="""\
        - id: police
          code: S-1
          ask: Do the police see it?
          type: yes_no
          help: Help.
          findings:
            - {id: told, if: police == yes, level: note, says: They see it.}
            - {id: grave, if: police == yes, level: block, says: Stop.}
            - {id: middling, if: police == yes, level: major, says: Beware.}
        """
    )
    evaluation = judge_all(form, {"police": "yes"})
    assert [fired.key for fired in evaluation.blocks] == ["small.grave"]
    assert [fired.key for fired in evaluation.open_findings] == ["small.grave", "small.middling"]
    assert judge_all(form, {"police": "no"}).blocks == ()


# ------------------------------------------------------------------------------------------------ missing and progress


def test_what_is_missing_stands_in_the_order_of_the_questions() -> None:
    evaluation = judge_all(FORM, {"items": [{"id": "D1", "secret": {"unknown": True}}]})
    assert evaluation.missing == (
        ("small.children", Place()),
        ("small.police", Place()),
        ("small.decided", Place()),
        ("small.items", Place("D1", "item")),
        ("small.review", Place()),
    )
    assert evaluation.unknown == (("small.items", Place("D1", "secret")),)


def test_a_finding_can_make_an_optional_question_required() -> None:
    assert judged(police="no").missing == ()
    evaluation = judged(police="yes")
    assert evaluation.missing == (("small.harm", Place()),)
    assert evaluation.progress[0].missing == 1
    assert judged(police="yes", harm="Somebody is found.").missing == ()


def test_progress_counts_questions_that_show_and_take_an_answer() -> None:
    evaluation = judge_all(FORM, {"children": "yes", "police": {"unknown": True}, "items": [{"id": "D1", "item": "x"}]})
    (progress,) = evaluation.progress
    assert (progress.file, progress.section) == ("small", "all")
    # children and police are answered; harm became required, decided and review are open, items has a gap
    assert (progress.asked, progress.answered, progress.unknown, progress.missing) == (7, 2, 1, 4)


def test_a_full_assessment_is_answered_as_far_as_it_is_required() -> None:
    (progress,) = judged().progress
    assert (progress.asked, progress.answered, progress.missing) == (7, 5, 0)


@pytest.mark.parametrize(
    ("risks", "complete"),
    [
        ([], False),
        ([{"id": "X1", "title": "Own"}], False),
        ([{"id": "X1", "title": "Own", "before": {"severity": "minor", "likelihood": "likely"}}], True),
        ([{"id": "X1", "title": "Own", "not_relevant": "It cannot happen."}], True),
    ],
)
def test_the_register_is_missing_while_it_is_empty_or_a_risk_is_not_rated(risks: Any, complete: bool) -> None:
    form = make_form(small="- {id: register, code: S-1, ask: Which risks?, type: register, view: risks_before}")
    evaluation = judge_all(form, risks=risks)
    assert evaluation.missing == (() if complete else (("small.register", Place()),))


# ------------------------------------------------------------------------------------------------------- consequences


def test_the_reasons_for_a_dpia_are_told() -> None:
    assert [found.key for found in judged(children="yes", police="yes").dpia_reasons] == [
        "small.say_harm",
        "small.needed",
    ]
    assert judged().dpia_reasons == ()


def test_the_questionnaires_that_answers_open_are_told_with_why() -> None:
    opened = judged(children="yes", police="yes").opened
    assert {name: [found.key for found in why] for name, why in opened.items()} == {
        "children-csae": ["small.needed", "small.opened_too"],
        "led-dpia": ["small.opened_too"],
    }


def test_the_next_review_is_the_earliest_day_given() -> None:
    assert judged().next_review == date(2027, 6, 1)
    assert judged(review_again="2027-03-01").next_review == date(2027, 3, 1)
    assert judged(review=None).next_review is None


@pytest.mark.parametrize(("review", "due"), [("2026-11-24", True), ("2026-11-25", False), ("2020-01-01", True)])
def test_a_review_is_due_from_its_day_on(review: str, due: bool) -> None:
    assert judged(review=review).review_due is due


# ------------------------------------------------------------------------------------------------ the nine criteria

CRITERIA = [
    "c1_scoring",
    "c2_automated_decision",
    "c3_monitoring",
    "c4_sensitive",
    "c5_large_scale",
    "c6_matching",
    "c7_vulnerable",
    "c8_innovative",
    "c9_prevents_right",
]


def screened(shipped_form: Form, **answers: Any) -> Evaluation:
    people = {"personal_data": "yes", "people_concerned": ["none"]}
    known = dict.fromkeys(CRITERIA, "no")
    return judge_all(shipped_form, {"screening": {**known, **people, **answers}})


def dpia_required(evaluation: Evaluation) -> set[str]:
    return {found.key for found in evaluation.dpia_reasons if found.item.finding.dpia == "required"}


def test_two_criteria_make_a_dpia_required(shipped_form: Form) -> None:
    assert "screening.two_criteria" in dpia_required(screened(shipped_form, c1_scoring="yes", c8_innovative="yes"))


def test_one_criterion_and_one_that_is_unknown_make_a_dpia_required(shipped_form: Form) -> None:
    """An unknown danger counts as present, also inside a count."""
    evaluation = screened(shipped_form, c1_scoring="yes", c3_monitoring={"unknown": True})
    assert "screening.two_criteria" in dpia_required(evaluation)
    item = shipped_form.questions["screening.criteria_met"]
    assert show_value(item, evaluation.facts[item.key]) == "2 of 9"


def test_one_criterion_alone_makes_no_dpia_required_and_wants_a_justification_where_none_is_made(
    shipped_form: Form,
) -> None:
    assert dpia_required(screened(shipped_form, c1_scoring="yes")) == set()
    refused = screened(shipped_form, c1_scoring="yes", screening_decision="not_required")
    assert "screening.one_criterion_refused" in {found.key for found in refused.findings}
    reasoned = screened(
        shipped_form,
        c1_scoring="yes",
        screening_decision="not_required",
        one_criterion_justification="Three people, one week, no names.",
    )
    assert dpia_required(reasoned) == set()
    assert "screening.one_criterion_refused" not in {found.key for found in reasoned.findings}


def test_no_criterion_makes_no_dpia_required(shipped_form: Form) -> None:
    assert dpia_required(screened(shipped_form)) == set()


def test_one_open_criterion_does_not_decide_the_count_yet(shipped_form: Form) -> None:
    evaluation = screened(shipped_form, c1_scoring="yes", c3_monitoring=None)
    assert "screening.two_criteria" not in dpia_required(evaluation)
