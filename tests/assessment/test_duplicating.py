"""A duplicate carries facts; what was said of the other processing is only suggested, and missing until somebody keeps it."""

from datetime import date
from typing import Any

import pytest

from dpia import read
from dpia.assessment.duplicating import duplicate, is_of_one_processing, keep, suggestions
from dpia.assessment.evaluation import evaluate
from dpia.assessment.model import Assessment, SuggestedBy, Suggester
from dpia.data import EXAMPLES
from dpia.errors import NotFound
from dpia.questionnaire.types import QuestionType
from dpia.shipped import shipped_library
from tests.support.forms import judge_all, make_form

TODAY = date(2026, 11, 30)
FORM = make_form(
    small="""
    - {id: purpose, code: S-1, ask: What for?, type: text}
    - {id: called, code: S-0, ask: What is it called?, type: text, means: title}
    - {id: advice, code: S-2, ask: What does the officer advise?, type: long, means: dpo_advice}
    - {id: verdict, code: S-3, ask: What is the verdict?, type: text, once: true, required: false}
    - {id: started, code: S-4, ask: When did it start?, type: date}
    - {id: signed, code: S-5, ask: Who says so?, type: sign_off}
    - id: tests
      code: S-6
      ask: Which tests were made?
      type: table
      prefix: T
      columns:
        - {id: name, ask: Name, type: text}
        - {id: made_on, ask: Made on, type: date, required: false}
    - {id: behind, code: S-7, ask: Why?, type: text, when: purpose == "help"}
    """
)
ANSWERS: dict[str, Any] = {
    "purpose": "help",
    "called": "A sample",
    "advice": "It is fine.",
    "verdict": "Go on.",
    "started": "2025-01-01",
    "signed": {"name": "A. Example", "role": "Officer", "date": "2026-01-01", "decision": "Read."},
    "tests": [{"id": "T1", "name": "Load"}],
    "behind": "Because.",
}
ACCEPTED = {"by": "C. Example", "role": "Director", "reason": "It has to be.", "on": "2026-01-01"}
LOW = {"severity": "limited", "likelihood": "unlikely"}
PARTS: dict[str, Any] = {
    "risks": [{"id": "X1", "title": "Own", "before": LOW, "today": LOW, "done": LOW, "acceptance": ACCEPTED}],
    "measures": [
        {"id": "M1", "title": "Done there", "status": "implemented", "implemented_on": "2026-01-01"},
        {"id": "M2", "title": "An idea"},
    ],
    "remarks": [{"about": "small.purpose", "text": "Hm.", "by": "A. Example", "on": "2026-01-01"}],
    "decision": {"outcome": "approved", "reason": "x", "by": {"name": "C. Example"}, "on": "2026-01-02"},
    "approvals": [{"name": "C. Example", "role": "Director", "on": "2026-01-02", "content_hash": "0" * 64}],
}
SUGGESTED = ("small.advice", "small.verdict", "small.started", "small.signed", "small.tests", "risks.X1", "measures.M1")


@pytest.fixture(scope="module")
def copied() -> Assessment:
    original = judge_all(FORM, ANSWERS, **PARTS).assessment
    return duplicate(original, FORM, assessment_id="copy", title="Another", on=TODAY)


def test_opinions_statements_days_states_and_acceptances_are_suggested_and_facts_are_not(copied: Assessment) -> None:
    assert suggestions(copied) == SUGGESTED
    assert copied.answers["small"]["advice"].suggested == SuggestedBy(
        kind=Suggester.ASSESSMENT, name="A sample", on=TODAY
    )
    assert copied.answers["small"]["advice"].value == "It is fine."
    assert copied.answers["small"]["purpose"].suggested is None
    assert copied.answers["small"]["called"].value == "Another"
    assert (copied.decision, copied.approvals, copied.remarks, copied.version) == (None, (), (), "0.1")


def test_what_is_suggested_is_missing_and_leaves_no_approval(copied: Assessment) -> None:
    evaluation = evaluate(FORM, copied, on=TODAY)
    missing = [key for key, _ in evaluation.missing]
    assert missing == ["small.advice", "small.verdict", "small.started", "small.signed", "small.tests"]
    assert [outcome.value for outcome in evaluation.decision.allowed] == ["consultation", "rejected"]
    assert evaluation.suggested == tuple(missing)


def test_rules_see_nothing_of_what_was_said_of_another_processing_and_the_value_that_a_kit_suggests() -> None:
    def shown(kind: str) -> bool:
        suggested = {"kind": kind, "name": "x", "on": "2026-11-30"}
        evaluation = judge_all(FORM, {"purpose": {"value": "help", "suggested": suggested}})
        assert next(key for key, _ in evaluation.missing) == "small.purpose"
        assert not evaluation.states["small.purpose"].given
        return evaluation.states["small.behind"].shown

    assert [shown(kind) for kind in ("assessment", "kit", "import", "program")] == [False, True, True, True]


def test_whoever_keeps_a_suggestion_answers_for_it(copied: Assessment) -> None:
    kept = keep(copied, ["small.advice", "risks.X1", "measures.M1"])
    assert suggestions(kept) == ("small.verdict", "small.started", "small.signed", "small.tests")
    assert kept.answers["small"]["advice"].stands
    assert kept.measures[0].is_in_place
    assert evaluate(FORM, kept, on=TODAY).risks[0].acceptance is not None
    assert suggestions(keep(copied, SUGGESTED)) == ()


def test_nothing_is_kept_that_is_not_suggested(copied: Assessment) -> None:
    with pytest.raises(NotFound, match=r"Nothing is suggested at `small.advise`: did you mean `small.advice`"):
        keep(copied, ["small.advise"])


def test_a_copy_of_a_copy_names_the_first_origin(copied: Assessment) -> None:
    again = duplicate(copied, FORM, assessment_id="again", title="A third", on=date(2027, 1, 1))
    assert again.answers["small"]["advice"].suggested == copied.answers["small"]["advice"].suggested


def test_a_new_answer_takes_the_place_of_a_suggested_one(copied: Assessment) -> None:
    changed = copied.with_answer("small.advice", "Another advice.")
    assert "small.advice" not in suggestions(changed)


@pytest.mark.parametrize("name", ["lumen-line", "adlens", "bridgecase"])
def test_no_statement_opinion_or_day_of_a_worked_example_stands_in_its_copy(name: str) -> None:
    library = shipped_library()
    original = read(EXAMPLES / f"{name}.yaml", library)
    form = library.form([ref.id for ref in original.questionnaires], original.method)
    copied = duplicate(original, form, assessment_id="copy", title="Another", on=TODAY)
    standing = [
        f"{file}.{question}"
        for file, answers in copied.answers.items()
        for question, answer in answers.items()
        if answer.stands and (item := form.questions.get(f"{file}.{question}")) and is_of_one_processing(item)
    ]
    assert standing == []
    assert all(measure.stands.value == "planned" for measure in copied.measures)
    assert "approved" not in [outcome.value for outcome in evaluate(form, copied, on=TODAY).decision.allowed]


OF_ONE_PROCESSING = ("dpo_advice", "views", "next_review", "launch", "dpia_decision")


def test_every_sign_off_and_opinion_of_the_shipped_set_is_of_one_processing() -> None:
    library = shipped_library()
    loose = []
    for questionnaire in library.questionnaires.values():
        if questionnaire.kind != "questionnaire":
            continue
        form = library.form([questionnaire.id])
        for key, item in form.questions.items():
            says = item.type in (QuestionType.SIGN_OFF, QuestionType.DATE) or item.question.means in OF_ONE_PROCESSING
            if (
                (says or "verdict" in key or "dpo_" in key)
                and item.kind.takes_answer
                and not is_of_one_processing(item)
            ):
                loose.append(key)
    assert [key for key in loose if key not in ("gdpr-dpia.dpo_designated",)] == []


def test_ratings_and_the_reason_why_a_risk_is_set_aside_are_of_the_other_processing() -> None:
    aside = {"id": "X2", "title": "Set aside", "not_relevant": "Nobody is matched."}
    closed = [{"id": "other", "applies": False, "reason": "Given up.", "by": "A. Analyst"}]
    original = judge_all(FORM, ANSWERS, risks=[*PARTS["risks"], aside], routing=closed).assessment
    copied = duplicate(original, FORM, assessment_id="copy", title="Another", on=TODAY)
    assert [risk.suggested is not None for risk in copied.risks] == [True, True]
    assert not any(state.rated for state in evaluate(FORM, copied, on=TODAY).risks)
    assert copied.routing == ()


def test_the_copy_of_an_example_is_no_example() -> None:
    library = shipped_library()
    original = read(EXAMPLES / "corner-camera.yaml", library)
    assert original.example
    form = library.form([ref.id for ref in original.questionnaires])
    assert not duplicate(original, form, assessment_id="copy", title="Another", on=TODAY).example
