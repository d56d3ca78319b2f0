"""Which decisions are left: guide 2.6 row by row, and what is wrong with a decision that does not fit."""

from typing import Any

import pytest

from dpia.assessment.decision import OUTCOMES, DecisionState
from dpia.assessment.model import Outcome
from tests.support.forms import judge_all, make_form

A, C, S, R = Outcome.APPROVED, Outcome.CONDITIONAL, Outcome.CONSULTATION, Outcome.REJECTED

FORM = make_form(
    small="""
    - id: safe
      code: S-1
      ask: Is it safe?
      type: yes_no
      findings: [{id: not_safe, if: safe == no, level: block, says: It is not safe.}]
    - id: lawful
      code: S-2
      ask: Is it lawful?
      type: yes_no
      findings: [{id: not_lawful, if: lawful == no, level: block, says: It has no legal basis., rejects: true}]
    - id: law_asks
      code: S-3
      ask: Does national law ask for consultation?
      type: yes_no
      findings: [{id: law_asks_for_it, if: law_asks == yes, level: note, says: National law asks for it., consult: true}]
    - id: small_things
      code: S-4
      ask: Is something small wrong?
      type: yes_no
      findings:
        - {id: small_thing, if: small_things == yes, level: minor, says: Something small.}
        - {id: large_thing, if: small_things == yes, level: major, says: Something larger.}
    - id: people
      code: S-5
      ask: Can people be found?
      type: yes_no
      findings: [{id: found, if: people == yes, level: note, says: They can., raises: [R01]}]
    """
)
FINE = {"safe": "yes", "lawful": "yes", "law_asks": "no", "small_things": "no", "people": "no"}
LOW = {"severity": "limited", "likelihood": "unlikely"}
MEDIUM = {"severity": "serious", "likelihood": "possible"}
HIGH = {"severity": "serious", "likelihood": "likely"}
VERY_HIGH = {"severity": "grave", "likelihood": "likely"}
LIFE = {"severity": "grave", "likelihood": "unlikely"}
IN_PLACE = {"id": "M1", "title": "A measure", "status": "implemented"}
PLANNED = {"id": "M1", "title": "A measure", "owner": "B. Example", "due": "2027-01-01"}
ACCEPTANCE = {"by": "C. Example", "role": "Director", "reason": "It is worth it.", "on": "2026-11-20"}


def decide(answers: dict[str, Any] | None = None, **parts: Any) -> DecisionState:
    return judge_all(FORM, {**FINE, **(answers or {})}, **parts).decision


def decision(outcome: str, **more: Any) -> dict[str, Any]:
    return {"outcome": outcome, "reason": "x", "by": {"name": "C. Example"}, "on": "2026-11-20", **more}


def risk(before: dict[str, str], done: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    return {"id": "X1", "title": "Own", "before": before, "today": done or before, "done": done or before, **more}


def treated(done: dict[str, str], measure: dict[str, Any], before: dict[str, str] = VERY_HIGH, **more: Any) -> Any:
    """A risk that a measure brings from `before` to `done`."""
    return {"risks": [risk(before, done, measures=["M1"], **more)], "measures": [measure]}


# ------------------------------------------------------------------------------------------------- what findings leave


def test_with_nothing_wrong_every_decision_is_left() -> None:
    state = decide()
    assert state.allowed == (A, C, S, R)
    assert (state.floor, state.reasons, state.fits) == (A, (), False)


MAJOR = {"small_things": "yes"}
MENDING = {**IN_PLACE, "mends": ["large_thing"]}
ACCEPTED = {"finding": "small.large_thing", **ACCEPTANCE}
COPIED = {"kind": "assessment", "name": "Night chat", "on": "2026-11-20"}


def test_an_open_major_finding_leaves_no_approval_without_conditions() -> None:
    state = decide(MAJOR)
    assert state.allowed == (C, S, R)
    assert [reason.about for reason in state.reasons] == [("small.large_thing",)]


@pytest.mark.parametrize(
    "parts",
    [
        {"measures": [MENDING]},
        {"measures": [{**IN_PLACE, "mends": ["small.large_thing"]}]},
        {"acceptances": [ACCEPTED]},
    ],
)
def test_a_measure_in_place_or_a_written_acceptance_answers_a_major_finding(parts: Any) -> None:
    assert decide(MAJOR, **parts).allowed == (A, C, S, R)


@pytest.mark.parametrize(
    "parts",
    [
        {"measures": [{**PLANNED, "mends": ["large_thing"]}]},
        {"measures": [{**IN_PLACE, "mends": ["small_thing", "small.small_things"]}]},
        {"acceptances": [{**ACCEPTED, "suggested": COPIED}]},
        {"acceptances": [{**ACCEPTED, "finding": "small.small_thing"}]},
    ],
)
def test_a_planned_measure_another_finding_or_the_acceptance_of_another_processing_does_not(parts: Any) -> None:
    assert A not in decide(MAJOR, **parts).allowed


def test_of_an_empty_assessment_nobody_can_consult_an_authority() -> None:
    state = judge_all(FORM, {}).decision
    assert state.allowed == (R,)
    assert str(state.reasons[0].text).startswith("Nothing is answered yet")


# ------------------------------------------------------------------------------------------------ what is only suggested


def test_a_suggested_measure_stands_as_planned_without_owner_and_lowers_nothing_today() -> None:
    evaluation = judge_all(FORM, FINE, **treated(LOW, {**IN_PLACE, "suggested": COPIED}))
    (state,) = evaluation.risks
    assert (state.today and state.today.level.id) == (state.before and state.before.level.id) == "very_high"
    assert evaluation.decision.allowed == (S, R)


def test_the_acceptance_of_a_risk_in_another_processing_counts_as_none() -> None:
    accepted = {"acceptance": {**ACCEPTANCE, "suggested": COPIED}}
    state = decide(risks=[risk(MEDIUM, **accepted)])
    assert state.allowed == (S, R)
    assert ("X1",) in [reason.about for reason in state.reasons]


def test_a_suggested_risk_is_not_rated_until_somebody_keeps_it() -> None:
    evaluation = judge_all(FORM, FINE, risks=[risk(LOW, suggested=COPIED)])
    assert not evaluation.risks[0].rated
    assert evaluation.decision.allowed == (S, R)


def test_an_open_block_leaves_conditions_or_rejection() -> None:
    state = decide({"safe": "no"})
    assert state.allowed == (C, R)
    assert [reason.about for reason in state.reasons] == [("small.not_safe",)]


def test_a_block_whose_safeguard_is_unknown_is_open_too() -> None:
    assert decide({"safe": {"unknown": True}}).allowed == (C, R)


def test_without_a_legal_ground_only_rejection_is_left() -> None:
    assert decide({"lawful": "no"}).allowed == (R,)
    assert decide({"lawful": "no", "law_asks": "yes"}).allowed == (R,)
    assert decide({"lawful": {"unknown": True}}).allowed == (R,)


@pytest.mark.parametrize("answer", ["yes", {"unknown": True}])
def test_a_national_duty_leaves_consultation_or_rejection(answer: Any) -> None:
    state = decide({"law_asks": answer})
    assert state.allowed == (S, R)
    assert [str(why) for why in state.consultation] == ["National law asks for it."]


def test_a_block_beside_a_duty_to_consult_leaves_consultation_or_rejection() -> None:
    assert decide({"safe": "no", "law_asks": "yes"}).allowed == (S, R)


# ---------------------------------------------------------------------------------------------- what risks leave (2.6)


@pytest.mark.parametrize("level", [HIGH, VERY_HIGH])
def test_a_risk_that_stays_high_leaves_consultation_or_rejection(level: dict[str, str]) -> None:
    state = decide(risks=[risk(level)])
    assert state.allowed == (S, R)
    assert state.consultation
    assert str(state.consultation[0]).startswith("X1 stays ")


def test_a_low_risk_leaves_every_decision() -> None:
    assert decide(risks=[risk(LOW)]).allowed == (A, C, S, R)


def test_medium_risks_with_measures_in_place_can_be_approved() -> None:
    assert decide(**treated(MEDIUM, IN_PLACE)).allowed == (A, C, S, R)


def test_medium_risks_with_measures_that_are_owned_and_dated_can_be_approved() -> None:
    assert decide(**treated(MEDIUM, PLANNED, before=MEDIUM)).allowed == (A, C, S, R)


@pytest.mark.parametrize("gap", ["owner", "due"])
def test_medium_risks_whose_measures_nobody_owns_or_dates_cannot_be_approved(gap: str) -> None:
    measure = {key: value for key, value in PLANNED.items() if key != gap}
    state = decide(**treated(MEDIUM, measure, before=MEDIUM))
    assert state.allowed == (C, S, R)
    assert ("M1",) in [reason.about for reason in state.reasons]


def test_a_medium_risk_with_neither_measure_nor_acceptance_cannot_be_approved() -> None:
    assert decide(risks=[risk(MEDIUM)]).allowed == (C, S, R)
    assert decide(risks=[risk(MEDIUM, acceptance=ACCEPTANCE)]).allowed == (A, C, S, R)


def test_a_risk_that_is_high_until_measures_are_in_place_needs_conditions() -> None:
    state = decide(**treated(MEDIUM, PLANNED))
    assert state.allowed == (C, S, R)
    assert [reason.about for reason in state.reasons] == [("X1",)]


def test_a_grave_harm_that_stays_possible_needs_conditions() -> None:
    state = decide(**treated(LIFE, IN_PLACE, acceptance=ACCEPTANCE))
    assert state.allowed == (C, S, R)
    assert "named senior official" in str(state.reasons[0].text)


def test_a_risk_that_is_not_rated_rules_out_approval() -> None:
    assert decide({"people": "yes"}).allowed == (S, R)
    assert decide(risks=[{"id": "X1", "title": "Own"}]).allowed == (S, R)


def test_a_risk_that_is_set_aside_binds_nothing() -> None:
    state = decide(
        {"people": "yes"}, risks=[{"id": "R01", "scenario": "R01", "not_relevant": "Nobody looks for them."}]
    )
    assert state.allowed == (A, C, S, R)
    assert decide(risks=[risk(VERY_HIGH, not_relevant="It cannot happen.")]).allowed == (A, C, S, R)


def test_a_missing_answer_rules_out_approval() -> None:
    state = decide({"small_things": None})
    assert state.allowed == (S, R)
    assert "Required answers are missing" in str(state.reasons[0].text)


def test_a_draft_with_a_block_and_gaps_is_not_yet_doomed_to_rejection() -> None:
    assert decide({"safe": "no", "small_things": None}).allowed == (S, R)
    assert decide({"safe": "no", "people": "yes"}).allowed == (S, R)


def test_rejection_is_always_left() -> None:
    for answers in ({"lawful": "no"}, {"safe": "no"}, {"law_asks": "yes"}, {"small_things": None}):
        for parts in ({}, {"risks": [risk(VERY_HIGH)]}, treated(LIFE, PLANNED)):
            assert R in decide(answers, **parts).allowed


# ---------------------------------------------------------------------------------------------- the decision that was taken


def wrong(state: DecisionState) -> list[str]:
    assert state.fits is (not state.wrong)
    return [str(why) for why in state.wrong]


def test_a_decision_that_is_left_fits() -> None:
    assert wrong(decide(decision=decision("approved"))) == []
    assert wrong(decide(decision=decision("rejected"))) == []


def test_a_decision_that_is_not_left_is_wrong() -> None:
    found = wrong(decide({"safe": "no"}, decision=decision("approved")))
    assert found == ["The decision taken is not among those that findings and risks leave."]


def test_a_conditional_approval_without_a_condition_is_wrong() -> None:
    assert wrong(decide(decision=decision("conditional"))) == ["A conditional approval names no condition."]


@pytest.mark.parametrize("name", ["not_safe", "small.not_safe"])
def test_a_condition_answers_a_block_by_its_key_or_bare_id(name: str) -> None:
    conditions = [{"id": "K1", "text": "Make it safe first.", "finding": [name]}]
    assert wrong(decide({"safe": "no"}, decision=decision("conditional", conditions=conditions))) == []


def test_a_block_that_no_condition_answers_is_wrong() -> None:
    conditions = [{"id": "K1", "text": "Something else."}]
    found = wrong(decide({"safe": "no"}, decision=decision("conditional", conditions=conditions)))
    assert found == ["No condition answers the blocking finding small.not_safe."]


def test_conditions_cannot_mend_a_missing_legal_ground() -> None:
    conditions = [{"id": "K1", "text": "Find a ground.", "finding": ["not_lawful"]}]
    found = wrong(decide({"lawful": "no"}, decision=decision("conditional", conditions=conditions)))
    assert found == ["The decision taken is not among those that findings and risks leave."]


def test_a_consultation_names_the_authority() -> None:
    assert wrong(decide({"law_asks": "yes"}, decision=decision("consultation"))) == [
        "The decision is to consult, but no authority is named."
    ]
    named = decision("consultation", consultation={"authority": "Example Authority"})
    assert wrong(decide({"law_asks": "yes"}, decision=named)) == []


def test_every_decision_has_words() -> None:
    assert set(OUTCOMES) == set(Outcome)


def test_a_block_and_a_suggested_measure_leave_more_than_a_rejection() -> None:
    waiting = {**PLANNED, "suggested": COPIED}
    assert decide({"safe": "no"}, measures=[waiting]).allowed == (S, R)
