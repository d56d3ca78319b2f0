"""The small questionnaires stand alone: sound answers stay quiet, and each answer that is dangerous is told, and it alone."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dpia.assessment.checking import check_assessment
from dpia.assessment.due import due_days
from dpia.assessment.evaluation import Evaluation
from dpia.assessment.files import read_assessment
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Level
from dpia.report.building import build_report
from dpia.shipped import shipped_library
from tests.support.forms import judge_all

FOLDER = Path(__file__).parents[1] / "data" / "alone"
FILES = {"lia": "break-in-log", "tia": "ticket-system"}
UNKNOWN = {"unknown": True}


@cache
def sound(name: str) -> dict[str, Any]:
    """The answers of the assessment that stays quiet."""
    assessment, _ = read_assessment(FOLDER / f"{FILES[name]}.yaml")
    return {key: answer.model_dump(mode="json") for key, answer in assessment.answers[name].items()}


def judged(name: str, **changed: Any) -> Evaluation:
    return judge_all(shipped_library().form([name]), {**sound(name), **changed})


def told(evaluation: Evaluation) -> dict[str, str]:
    """What is found above a note, with its level."""
    return {
        fired.item.finding.id: fired.item.finding.level.value
        for fired in evaluation.findings
        if fired.item.finding.level is not Level.NOTE
    }


def rows(name: str, table: str, **cells: Any) -> dict[str, Any]:
    """A table of the sound answers in which the first row says something else."""
    first, *others = sound(name)[table]
    return {table: [{**first, **cells}, *others]}


DANGERS: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("lia", rows("lia", "interests", interest_lawful="unlawful"), {"interest_unlawful": "block"}),
    ("lia", rows("lia", "interests", interest_lawful="unchecked"), {"interest_not_checked": "major"}),
    ("lia", rows("lia", "interests", interest_real="no"), {"interest_not_real": "major"}),
    ("lia", {"authority_task": "yes"}, {"interests_in_public_task": "block"}),
    ("lia", {"lia_data_kinds": ["special_data"], "lia_second_ground": "no"}, {"second_ground_missing": "block"}),
    ("lia", {"lia_data_kinds": ["special_data"], "lia_second_ground": "yes"}, {}),
    ("lia", rows("lia", "lia_ways", lia_milder="milder_left"), {"not_necessary": "block"}),
    ("lia", rows("lia", "lia_ways", lia_milder="none_fits"), {}),
    ("lia", {"lia_kept": "beyond_register"}, {"kept_beyond_register": "major"}),
    ("lia", {"lia_expected": "rather"}, {}),
    ("lia", {"lia_expected": "hardly"}, {"not_expected": "major"}),
    ("lia", {"lia_expected": UNKNOWN}, {"not_expected": "major"}),
    ("lia", {"lia_children": "yes", "lia_children_weighed": "own_look"}, {}),
    ("lia", {"lia_children": "yes", "lia_children_weighed": "like_adults"}, {"children_like_adults": "major"}),
    ("lia", {"lia_how": ["passed_on"]}, {"lia_passed_on": "major"}),
    ("lia", {"lia_how": ["many_people"]}, {}),
    ("lia", {"lia_consent_elsewhere": "yes"}, {"consent_of_another_law": "block"}),
    ("lia", {"lia_gravity": "heavy"}, {}),
    ("lia", {"lia_gravity": "heavy", "lia_safeguards": ["no_safeguard"]}, {"heavy_without_safeguards": "major"}),
    ("lia", {"lia_objecting": "no_way"}, {"objection_without_effect": "major"}),
    ("lia", {"lia_objecting": "stops"}, {}),
    ("lia", {"lia_marketing": "does_not_end"}, {"marketing_goes_on": "block"}),
    ("lia", {"lia_marketing": "ends_at_once"}, {}),
    ("lia", {"lia_told": ["objection_told"]}, {"lia_interest_not_told": "major"}),
    ("lia", {"lia_told": ["interest_told", "objection_told"]}, {}),
    ("lia", rows("lia", "lia_weighing", lia_outcome="people_prevail"), {"interest_outweighed": "block"}),
    (
        "lia",
        {"lia_gravity": "heavy", "lia_expected": "not_at_all"},
        {"not_expected": "major", "holds_against_the_facts": "major"},
    ),
    ("lia", {"lia_next_look": "2030-01-01"}, {"lia_look_too_late": "minor"}),
    ("tia", {"tia_countries": UNKNOWN}, {"tia_country_unknown": "block"}),
    ("tia", {"tia_onward": "same_protection"}, {}),
    ("tia", {"tia_onward": "handed_on_freely"}, {"tia_onward_open": "major"}),
    ("tia", {"tia_tool": "no_tool"}, {"tia_no_tool": "block", "tia_decided_against_result": "block"}),
    ("tia", {"tia_tool": "adequacy", "tia_adequacy": "yes"}, {}),
    (
        "tia",
        {"tia_tool": "adequacy", "tia_adequacy": "no", "tia_decision": "suspended"},
        {"tia_adequacy_not_covering": "block"},
    ),
    ("tia", {"tia_tool_state": "incomplete"}, {"tia_tool_incomplete": "major"}),
    ("tia", {"tia_access_laws": UNKNOWN}, {"tia_laws_unknown": "major"}),
    ("tia", {"tia_access_laws": []}, {}),
    (
        "tia",
        {"tia_result": "equivalent", "tia_practice": "within_law"},
        {"tia_guarantee_missing": "major"},
    ),
    ("tia", {"tia_result": "shown_not_applied", "tia_practice": "not_applied"}, {}),
    ("tia", {"tia_result": "shown_not_applied"}, {"tia_practice_against_result": "major"}),
    ("tia", {"tia_sources": ["importer_word"]}, {"tia_sources_weak": "major"}),
    ("tia", {"tia_sources": ["law_texts"]}, {}),
    ("tia", {"tia_requests": "not_asked"}, {"tia_importer_not_asked": "major"}),
    ("tia", {"tia_requests": "contested"}, {}),
    ("tia", {"tia_keys": "importer_key"}, {"tia_keys_abroad": "major"}),
    ("tia", {"tia_keys": "trusted_home"}, {}),
    ("tia", {"tia_form": "readable"}, {"tia_readable_all_the_same": "block"}),
    ("tia", {"tia_form": "coded"}, {}),
    (
        "tia",
        {"tia_enough": "planned_only"},
        {"tia_not_enough": "block", "tia_decided_against_result": "block"},
    ),
    ("tia", {"tia_enough": "not_enough", "tia_decision": "not_made"}, {"tia_not_enough": "block"}),
    ("tia", {"tia_steps": ["people_told", "recorded"]}, {"tia_no_stop": "minor"}),
    ("tia", {"tia_next_look": "2028-06-01"}, {"tia_look_too_late": "minor"}),
]


@pytest.mark.parametrize("name", FILES)
def test_sound_answers_are_complete_and_stay_quiet(name: str) -> None:
    assessment, document = read_assessment(FOLDER / f"{FILES[name]}.yaml")
    evaluation = judged(name)

    check_assessment(shipped_library().form([name]), assessment, document)
    assert told(evaluation) == {}
    assert [key for key, _ in evaluation.missing] == []


@pytest.mark.parametrize(("name", "changed", "wanted"), DANGERS)
def test_an_answer_is_told_where_it_is_dangerous(name: str, changed: dict[str, Any], wanted: dict[str, str]) -> None:
    assert told(judged(name, **changed)) == wanted


@pytest.mark.parametrize(("name", "day"), [("lia", "2027-11-30"), ("tia", "2027-11-01")])
def test_the_next_look_is_due(name: str, day: str) -> None:
    assert [str(due.day) for due in due_days(judged(name))] == [day]


def test_an_adequacy_decision_asks_for_no_look_at_laws() -> None:
    evaluation = judged("tia", tia_tool="adequacy", tia_adequacy="yes")
    shown = [key for key, state in evaluation.states.items() if state.shown]
    assert "tia.tia_adequacy" in shown
    assert {"tia.tia_access_laws", "tia.tia_result", "tia.tia_technical", "tia.tia_tool_state"} & set(shown) == set()


@pytest.mark.parametrize("name", FILES)
def test_at_most_25_questions_are_asked(name: str, shipped: Library) -> None:
    assert len([question for question in shipped.questionnaire(name).questions() if question.code]) == 25


@pytest.mark.parametrize(
    ("name", "bases", "is_offered"),
    [
        ("lia", {"basis": "legitimate_interests"}, True),
        ("lia", {"basis": "contract"}, False),
    ],
)
def test_it_is_offered_where_a_purpose_rests_on_that_ground(
    shipped: Library, name: str, bases: dict[str, Any], is_offered: bool
) -> None:
    answers = {
        "purposes": [{"id": "P1", "purpose": "Letters"}],
        "legal_bases": [{"id": "P1", **bases}],
    }
    evaluation = judge_all(shipped.form(["screening", "gdpr-dpia"]), {"gdpr-dpia": answers})
    assert (name not in evaluation.form.layers.closed_questionnaires(evaluation.facts)) is is_offered


@pytest.mark.parametrize(
    ("name", "title"), [("lia", "Legitimate interests assessment"), ("tia", "Transfer impact assessment")]
)
def test_its_report_has_no_chapters_on_risks_and_its_own_name(shipped: Library, name: str, title: str) -> None:
    report = build_report(judged(name), shipped)
    assert (report.kind, report.rates, report.maps) == (title, False, ())


def test_its_report_has_these_chapters_where_an_answer_raises_a_risk(shipped: Library) -> None:
    report = build_report(judged("lia", lia_minimal="all_there"), shipped)
    assert [risk.id for risk in report.risks] == ["GR10"]
    assert report.rates
    assert len(report.maps) == 3
