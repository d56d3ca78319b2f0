"""The worked example keeps what the content guide says of it (7.1), and is complete, well-typed and marked as invented."""

from typing import Any

import pytest

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.model import Assessment, Outcome
from dpia.questionnaire.model import Level


def answer(assessment: Assessment, key: str) -> Any:
    found = assessment.answer(key)
    assert found is not None, key
    return found.value


def cells(assessment: Assessment, key: str) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in answer(assessment, key)}


def test_it_shows_open_questions_too(lumen_evaluation: Evaluation) -> None:
    """A real assessment is never sure of everything; the report has to show how that looks."""
    assert lumen_evaluation.unknown
    assert lumen_evaluation.open_findings
    assert {fired.key for fired in lumen_evaluation.open_findings if fired.level is Level.BLOCK} == {
        "ai-fria.no_handover_for_victims",
        "icat-ethics.no_human_judgement",
    }


# ------------------------------------------------------------------------------------------------------------------ risks


def test_the_risks_of_the_guide_stand_first_and_in_its_order(lumen_evaluation: Evaluation) -> None:
    table = ["R02", "R01", "R07", "R05", "R16", "R04", "R14", "R17"]
    assert [risk.id for risk in lumen_evaluation.risks][: len(table)] == table


def test_today_no_risk_is_lower_than_its_measures_in_place_allow(lumen_evaluation: Evaluation) -> None:
    order = [level.id for level in lumen_evaluation.form.method.levels]
    for risk in lumen_evaluation.risks:
        if risk.dismissed:
            continue
        assert risk.before is not None
        assert risk.today is not None
        assert risk.done is not None
        assert order.index(risk.done.level.id) <= order.index(risk.today.level.id) <= order.index(risk.before.level.id)
        assert risk.today.lifted == (), "the analyst's own rating of today stands"


def test_every_risk_that_is_not_set_aside_is_rated_with_reasons_and_measures(lumen_evaluation: Evaluation) -> None:
    for risk in lumen_evaluation.risks:
        assert risk.rated
        if not risk.dismissed:
            assert risk.measures
            for rated in (risk.before, risk.today, risk.done):
                assert rated is not None
                assert rated.reason


def test_a_grave_harm_that_stays_possible_is_accepted_by_name(lumen_evaluation: Evaluation) -> None:
    for risk in lumen_evaluation.risks:
        if risk.done is not None and risk.done.life_safety:
            assert risk.risk is not None
            assert risk.risk.acceptance is not None
            assert risk.risk.acceptance.role


def test_every_measure_is_linked_owned_and_dated(lumen: Assessment) -> None:
    linked = {name for risk in lumen.risks for name in risk.measures}
    for measure in lumen.measures:
        assert measure.id in linked
        assert measure.owner
        assert measure.due


# ------------------------------------------------------------------------------------------------------------ decision


def test_the_least_cautious_decision_left_is_a_conditional_approval_and_that_was_taken(
    lumen_evaluation: Evaluation,
) -> None:
    state = lumen_evaluation.decision
    assert state.floor is Outcome.CONDITIONAL
    assert state.taken is not None
    assert state.taken.outcome is Outcome.CONDITIONAL
    assert state.fits
    assert state.consultation == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("K1", ["night", "signed"]),
        ("K2", ["0.5 %", "500 scripted chats", "nine languages"]),
        ("K3", ["penetration test", "closed"]),
        ("K4", ["three months"]),
    ],
)
def test_the_conditions_are_those_of_the_guide(lumen: Assessment, name: str, words: list[str]) -> None:
    assert lumen.decision is not None
    conditions = {condition.id: condition for condition in lumen.decision.conditions}
    assert list(conditions) == ["K1", "K2", "K3", "K4"]
    text = conditions[name].text.lower()
    assert all(word in text for word in words)
    assert conditions[name].owner
    assert conditions[name].due


# ------------------------------------------------------------------------------------------------------ facts of the guide


def test_who_runs_it_is_as_in_the_guide(lumen: Assessment) -> None:
    assert lumen.organisation == "Stichting Example Haven"
    assert [row["name"] for row in answer(lumen, "gdpr-dpia.controllers")] == ["Stichting Example Haven"]
    processors = cells(lumen, "gdpr-dpia.processors")
    assert [(row["name"], row["level"]) for row in processors.values()] == [
        ("CloudTalk Example BV", "direct_processor"),
        ("Example-LLM", "sub_processor"),
    ]


def test_it_starts_on_the_day_of_the_guide(lumen: Assessment) -> None:
    assert answer(lumen, "gdpr-dpia.launch") == "2027-03-01"


def test_the_screening_finds_what_the_guide_finds(lumen: Assessment, lumen_evaluation: Evaluation) -> None:
    screening = lumen.answers["screening"]
    met = [key for key, found in screening.items() if key.startswith("c") and key[1].isdigit() and found.value == "yes"]
    assert met == ["c4_sensitive", "c5_large_scale", "c7_vulnerable", "c8_innovative"]
    assert {"reveals_status", "reaches_adversary"} <= set(screening["trafficking_triggers"].value)
    assert answer(lumen, "screening.screening_decision") == "required"
    required = [found.key for found in lumen_evaluation.dpia_reasons if found.item.finding.dpia == "required"]
    assert "screening.two_criteria" in required


def test_the_questionnaires_of_the_guide_are_opened(lumen_evaluation: Evaluation) -> None:
    assert {"gdpr-dpia", "icat-ethics", "ai-fria", "children-csae"} <= set(lumen_evaluation.opened)


def test_the_data_are_those_of_the_guide(lumen: Assessment) -> None:
    items = cells(lumen, "gdpr-dpia.data_items")
    assert list(items) == ["D1", "D2", "D3", "D4", "D5", "D6"]
    assert (items["D1"]["free_text"], items["D1"]["reveals_status"]) == ("yes", "yes")
    assert "without IP address" in items["D4"]["item"]
    assert items["D6"]["kind"] == "whereabouts"


def test_the_data_are_kept_as_long_as_the_guide_says(lumen: Assessment) -> None:
    kept = {name: row["retention"] for name, row in cells(lumen, "gdpr-dpia.minimisation").items()}
    assert kept == {
        "D1": "30 days",
        "D2": "3 years",
        "D3": "7 days",
        "D4": "24 hours",
        "D5": "30 days",
        "D6": "24 hours",
    }


def test_the_purposes_are_those_of_the_guide(lumen: Assessment) -> None:
    purposes = cells(lumen, "gdpr-dpia.purposes")
    assert {name: row["kind"] for name, row in purposes.items()} == {
        "P1": "protection",
        "P2": "referral",
        "P3": "statistics",
    }
    assert purposes["P3"]["data"] == ["D2"]
    assert "emergency" in purposes["P2"]["purpose"]


def test_consent_is_not_the_basis_of_advice(lumen: Assessment) -> None:
    """People who depend on the service cannot refuse freely (risk R05)."""
    bases = cells(lumen, "gdpr-dpia.legal_bases")
    assert {name: row["basis"] for name, row in bases.items()} == {
        "P1": "public_task",
        "P2": "vital_interests",
        "P3": "public_task",
    }
    assert "Consent is not used" in bases["P1"]["legal_reason"]


def test_what_was_measured_is_said_as_in_the_guide(lumen: Assessment) -> None:
    text = " ".join(str(found.value) for found in lumen.answers["gdpr-dpia"].values())
    for fact in ("n = 112", "2.1 % unsafe answers", "fewer than 0.5 % unsafe answers", "Are you a victim?"):
        assert fact in text


def test_the_advice_of_the_data_protection_officer_is_recorded(lumen: Assessment) -> None:
    advice = str(answer(lumen, "gdpr-dpia.dpo_advice"))
    assert "IP" in advice
    assert "penetration test" in advice
