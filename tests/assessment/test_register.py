"""The risk register: levels at three moments, floors that findings set, and what measures can and cannot do."""

from typing import Any

import pytest

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.register import Rated, RiskState
from dpia.questionnaire.compiled import Form
from tests.support.forms import judge_all, make_form

FORM = make_form(
    small="""
    - id: reaches
      code: S-1
      ask: Can it reach an adversary?
      type: yes_no
      findings:
        - {id: reaches_adversary, if: reaches == yes, level: note, says: It can., raises: [R01],
           severity_floor: {R01: grave}}
        - {id: shows_status, if: reaches == yes, level: note, says: It shows., raises: [R01, R02],
           severity_floor: {R01: serious, R02: serious}, likelihood_floor: {R01: likely}}
    """
)


def register(answers: dict[str, Any] | None = None, form: Form = FORM, **parts: Any) -> dict[str, RiskState]:
    return {risk.id: risk for risk in judge_all(form, answers, **parts).risks}


def rating(severity: str, likelihood: str, **more: Any) -> dict[str, Any]:
    return {"severity": severity, "likelihood": likelihood, **more}


def measure(status: str) -> dict[str, Any]:
    return {"id": f"M-{status}", "title": f"A {status} measure", "status": status}


def one_risk(
    *statuses: str,
    before: tuple[str, str],
    today: tuple[str, str] | None = None,
    done: tuple[str, str] | None = None,
    reaches: str = "no",
    **more: Any,
) -> RiskState:
    """R01 with these ratings, linked to a measure of each status."""
    measures = [measure(status) for status in statuses]
    risk: dict[str, Any] = {"id": "R01", "scenario": "R01", "before": rating(*before), **more}
    risk |= {name: rating(*value) for name, value in (("today", today), ("done", done)) if value}
    risk["measures"] = [item["id"] for item in measures]
    return register({"reaches": reaches}, risks=[risk], measures=measures)["R01"]


def shown(rated: Rated | None) -> tuple[str, str, str] | None:
    return (rated.severity.id, rated.likelihood.id, rated.level.id) if rated else None


# ------------------------------------------------------------------------------------------------------------- levels


@pytest.mark.parametrize(
    ("severity", "levels"),
    [
        ("grave", ["medium", "high", "very_high", "very_high"]),
        ("serious", ["medium", "medium", "high", "very_high"]),
        ("limited", ["low", "medium", "medium", "high"]),
        ("minor", ["low", "low", "low", "medium"]),
    ],
)
def test_the_level_is_looked_up_in_the_matrix_of_the_guide(severity: str, levels: list[str]) -> None:
    for likelihood, level in zip(("unlikely", "possible", "likely", "very_likely"), levels, strict=True):
        rated = one_risk(before=(severity, likelihood)).before
        assert rated is not None
        assert rated.level.id == level
        assert rated.life_safety is (severity == "grave" and likelihood == "unlikely")


def test_harm_that_cannot_be_undone_is_one_level_more_severe() -> None:
    risk = {"id": "X1", "title": "Own", "before": rating("limited", "likely", irreversible=True)}
    rated = register(risks=[risk])["X1"].before
    assert shown(rated) == ("serious", "likely", "high")
    assert rated is not None
    assert [str(why) for why in rated.lifted] == ["Severity is one level higher because the harm cannot be undone."]


def test_nothing_is_more_severe_than_grave() -> None:
    risk = {"id": "X1", "title": "Own", "before": rating("grave", "likely", irreversible=True)}
    rated = register(risks=[risk])["X1"].before
    assert rated is not None
    assert (rated.severity.id, rated.lifted) == ("grave", ())


def test_another_method_has_other_levels(library: Any) -> None:
    cnil = library.method("four-by-four-cnil")
    assert [level.label for level in cnil.severity] != [level.label for level in library.method().severity]


# ----------------------------------------------------------------------------------------------------------- measures


def test_a_planned_measure_does_not_lower_today() -> None:
    risk = one_risk("planned", before=("grave", "likely"), today=("grave", "unlikely"), done=("grave", "unlikely"))
    assert shown(risk.today) == ("grave", "likely", "very_high")
    assert shown(risk.done) == ("grave", "unlikely", "medium")
    assert risk.today is not None
    assert [str(why) for why in risk.today.lifted] == [
        "No measure is in place yet, so today it stays where it was before."
    ]


@pytest.mark.parametrize("status", ["partial", "implemented"])
def test_a_measure_that_is_in_place_at_least_in_part_may_lower_today(status: str) -> None:
    risk = one_risk(status, before=("grave", "likely"), today=("grave", "possible"), done=("grave", "unlikely"))
    assert shown(risk.today) == ("grave", "possible", "high")


def test_without_any_measure_neither_today_nor_done_is_lower_than_before() -> None:
    risk = one_risk(before=("grave", "likely"), today=("minor", "unlikely"), done=("minor", "unlikely"))
    assert shown(risk.today) == shown(risk.done) == ("grave", "likely", "very_high")
    assert risk.done is not None
    assert [str(why) for why in risk.done.lifted] == [
        "No measure is linked to this risk, so it stays where it was before."
    ]


def test_a_later_rating_may_always_be_higher() -> None:
    risk = one_risk(before=("limited", "unlikely"), today=("grave", "likely"), done=("grave", "likely"))
    assert shown(risk.today) == shown(risk.done) == ("grave", "likely", "very_high")


def test_the_part_of_a_rating_that_got_worse_counts_although_the_other_may_not_fall() -> None:
    """Severity may not fall without a measure; that must not hide that the likelihood rose."""
    risk = one_risk(before=("serious", "unlikely"), today=("limited", "very_likely"), done=("limited", "very_likely"))
    assert shown(risk.today) == shown(risk.done) == ("serious", "very_likely", "very_high")


def test_a_risk_without_measures_and_later_ratings_stays_as_it_was() -> None:
    risk = one_risk(before=("serious", "likely"))
    assert shown(risk.before) == shown(risk.today) == shown(risk.done)
    assert risk.rated


def test_today_is_as_when_done_once_all_measures_are_in_place() -> None:
    risk = one_risk("implemented", before=("grave", "likely"), done=("grave", "unlikely"))
    assert shown(risk.today) == ("grave", "unlikely", "medium")


def test_today_stays_as_before_while_one_measure_is_missing() -> None:
    risk = one_risk("implemented", "planned", before=("grave", "likely"), done=("grave", "unlikely"))
    assert shown(risk.today) == ("grave", "likely", "very_high")


def test_a_risk_with_measures_has_to_be_rated_when_done() -> None:
    risk = one_risk("planned", before=("grave", "likely"))
    assert risk.done is None
    assert not risk.rated


def test_a_risk_that_is_not_rated_before_measures_is_not_rated() -> None:
    risk = {"id": "X1", "title": "Own", "today": rating("grave", "likely"), "done": rating("grave", "likely")}
    found = register(risks=[risk])["X1"]
    assert (found.before, found.today, found.done, found.rated) == (None, None, None, False)


def test_a_level_that_does_not_exist_counts_as_not_rated() -> None:
    found = register(risks=[{"id": "X1", "title": "Own", "before": rating("gravest", "likely")}])["X1"]
    assert not found.rated


# ------------------------------------------------------------------------------------------------------------- floors


def test_a_severity_floor_holds_at_every_moment() -> None:
    risk = one_risk(
        "implemented",
        before=("minor", "unlikely"),
        today=("minor", "unlikely"),
        done=("minor", "unlikely"),
        reaches="yes",
    )
    severities = [rated.severity.id if rated else None for rated in (risk.before, risk.today, risk.done)]
    assert severities == ["grave", "grave", "grave"]
    assert risk.done is not None
    assert [str(why) for why in risk.done.lifted] == ["Severity is at least “Grave” because of a finding."]


def test_a_likelihood_floor_holds_before_measures_only() -> None:
    risk = one_risk(
        "implemented",
        before=("grave", "unlikely"),
        today=("grave", "possible"),
        done=("grave", "unlikely"),
        reaches="yes",
    )
    likelihoods = [rated.likelihood.id if rated else None for rated in (risk.before, risk.today, risk.done)]
    assert likelihoods == ["likely", "possible", "unlikely"]


def test_a_likelihood_floor_holds_today_while_nothing_is_in_place() -> None:
    risk = one_risk(
        "planned", before=("grave", "unlikely"), today=("grave", "unlikely"), done=("grave", "unlikely"), reaches="yes"
    )
    assert shown(risk.today) == ("grave", "likely", "very_high")


def test_of_two_floors_the_higher_holds() -> None:
    risk = one_risk(before=("minor", "very_likely"), reaches="yes")
    assert shown(risk.before) == ("grave", "very_likely", "very_high")


def test_a_floor_below_the_rating_changes_nothing() -> None:
    risk = register({"reaches": "yes"}, risks=[{"id": "R02", "scenario": "R02", "before": rating("grave", "likely")}])[
        "R02"
    ]
    assert risk.before is not None
    assert risk.before.lifted == ()


def test_a_floor_holds_while_it_is_unknown_whether_its_finding_is_true() -> None:
    parts: dict[str, Any] = {"risks": [{"id": "R01", "scenario": "R01", "before": rating("minor", "unlikely")}]}
    assert shown(register({"reaches": {"unknown": True}}, **parts)["R01"].before) == ("grave", "likely", "very_high")
    assert shown(register({}, **parts)["R01"].before) == ("minor", "unlikely", "low")


# ------------------------------------------------------------------------------------------- derived, own and set aside


def test_findings_raise_risks_that_nobody_has_rated_yet() -> None:
    found = register({"reaches": "yes"})
    assert list(found) == ["R01", "R02"]
    assert found["R01"].raised_by == ("small.reaches_adversary", "small.shows_status")
    assert (found["R01"].risk, found["R01"].rated) == (None, False)


def test_a_raised_risk_stands_once_in_the_register_when_the_analyst_has_it() -> None:
    found = register({"reaches": "yes"}, risks=[{"id": "X7", "scenario": "R02", "before": rating("minor", "unlikely")}])
    assert list(found) == ["X7", "R01"]
    assert found["X7"].raised_by == ("small.shows_status",)
    assert shown(found["X7"].before) == ("serious", "unlikely", "medium")


def test_an_own_risk_and_one_of_the_catalogue_stand_in_one_register() -> None:
    parts: dict[str, Any] = {
        "risks": [{"id": "X1", "title": "Own", "kind": ["event"]}, {"id": "R03", "scenario": "R03"}]
    }
    found = register(**parts)
    assert [(risk.id, risk.scenario is None) for risk in found.values()] == [("X1", True), ("R03", False)]
    assert found["X1"].title == "Own"
    assert found["R03"].kind


def test_a_risk_that_is_set_aside_with_a_reason_needs_no_rating() -> None:
    found = register(
        {"reaches": "yes"}, risks=[{"id": "R01", "scenario": "R01", "not_relevant": "No adversary exists."}]
    )
    assert found["R01"].dismissed
    assert found["R01"].rated
    assert found["R01"].raised_by


# -------------------------------------------------------------------------------------- what findings can read of them

READING = make_form(
    small="""
    - id: registers
      code: S-1
      ask: What remains?
      type: register
      view: risks_done
      findings:
        - {id: high_stays, if: "any(risks, level_done >= high)", level: major, says: A risk stays high.}
        - {id: not_rated, if: "any(risks, rated == no)", level: block, says: A risk is not rated.}
        - {id: not_accepted, if: "any(risks, severity_done >= grave and accepted == no)", level: minor, says: Nobody accepts.}
        - {id: no_owner, if: "any(measures, not answered(owner))", level: minor, says: A measure has no owner.}
    """
)


def fired(evaluation: Evaluation) -> set[str]:
    return {found.key.partition(".")[2] for found in evaluation.findings}


def test_findings_read_the_levels_of_the_register() -> None:
    risk = {"id": "X1", "title": "Own", "before": rating("grave", "likely")}
    assert fired(judge_all(READING, risks=[risk])) == {"high_stays", "not_accepted"}
    acceptance = {"by": "C. Example", "reason": "x", "on": "2026-11-24"}
    assert fired(judge_all(READING, risks=[{**risk, "acceptance": acceptance}])) == {"high_stays"}
    assert fired(judge_all(READING, risks=[{"id": "X1", "title": "Own"}])) == {"not_rated"}


def test_findings_do_not_read_a_risk_that_is_set_aside() -> None:
    risk = {"id": "X1", "title": "Own", "before": rating("grave", "likely"), "not_relevant": "It cannot happen."}
    assert fired(judge_all(READING, risks=[risk])) == set()


def test_findings_read_the_measures() -> None:
    assert fired(judge_all(READING, measures=[{"id": "M1", "title": "A"}])) == {"no_owner"}
    assert fired(judge_all(READING, measures=[{"id": "M1", "title": "A", "owner": "B"}])) == set()
