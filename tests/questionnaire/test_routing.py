"""Which questionnaires the shipped answers open: the rules of the guide one by one, and every rule found in the files."""

from typing import Any

import pytest

from dpia.assessment.evaluation import Evaluation
from dpia.questionnaire.model import Level
from dpia.questionnaire.rules.truth import Truth
from tests.support.firing import LIBRARY, PLACES, QUESTIONNAIRES, finding_of, judged
from tests.support.forms import judge_all

UNKNOWN = {"unknown": True}
# A support organisation with a helpline, alone, with nothing that calls for more than the general assessment.
PLAIN: dict[str, Any] = {
    "organisation_kind": "ngo",
    "role": ["controller"],
    "response_parts": ["protection"],
    "technology": ["hotline_chatbot"],
    "uses_ai": "no",
    "personal_data": "yes",
    "status": "idea",
    "evaluation_effects": "no",
    "special_large_scale": "no",
    "special_large_scale_reason": "At most 40 people in a year, in one town.",
    "public_monitoring": "no",
    "on_list": "no",
    "c1_scoring": "no",
    "c2_automated_decision": "no",
    "c3_monitoring": "no",
    "c4_sensitive": "no",
    "c5_large_scale": "no",
    "c6_matching": "no",
    "people_concerned": ["none"],
    "c7_vulnerable": "no",
    "c7_reason": "Callers are advisers of other organisations.",
    "c8_innovative": "no",
    "c9_prevents_right": "no",
    "trafficking_triggers": ["none"],
    "data_leaves": ["none"],
    "other_reasons": ["none"],
    "screening_decision": "recommended",
}
GENERAL = {"gdpr-dpia"}

# Code of the guide and what is answered in another way -> the questionnaires that open.
ROUTES: dict[str, tuple[dict[str, Any], set[str]]] = {
    "SCR-02 support organisation": ({}, GENERAL),
    "SCR-02 police": ({"organisation_kind": "police"}, {"led-dpia"}),
    "SCR-02 international organisation": ({"organisation_kind": "io"}, {"io-dpia"}),
    **{
        f"SCR-02 {kind}": ({"organisation_kind": kind}, GENERAL)
        for kind in ("ministry", "court", "eu_body", "vendor", "platform", "research")
    },
    "SCR-02 mixed": ({"organisation_kind": "mixed", "mixed_kinds": ["ngo", "ministry"]}, GENERAL),
    "SCR-02 mixed with police": (
        {"organisation_kind": "mixed", "mixed_kinds": ["ngo", "police"]},
        {"gdpr-dpia", "led-dpia"},
    ),
    "SCR-02 mixed with international organisation": (
        {"organisation_kind": "mixed", "mixed_kinds": ["ngo", "io"]},
        {"gdpr-dpia", "io-dpia"},
    ),
    "SCR-02 ministry that investigates": (
        {"organisation_kind": "ministry", "criminal_purpose": "yes"},
        {"gdpr-dpia", "led-dpia"},
    ),
    "SCR-02 ministry that may investigate": (
        {"organisation_kind": "ministry", "criminal_purpose": UNKNOWN},
        {"gdpr-dpia", "led-dpia"},
    ),
    "SCR-02 ministry that does not": ({"organisation_kind": "ministry", "criminal_purpose": "no"}, GENERAL),
    "SCR-02 law in preparation": (
        {"organisation_kind": "ministry", "measure_prepared": "yes"},
        {"gdpr-dpia", "law-measure"},
    ),
    "SCR-02 no law in preparation": ({"organisation_kind": "ministry", "measure_prepared": "no"}, GENERAL),
    "SCR-03 joint controller": ({"role": ["joint"]}, GENERAL),
    "SCR-03 controller and provider": ({"role": ["controller", "provider"]}, GENERAL),
    "SCR-03 processor only": ({"role": ["processor"]}, set()),
    "SCR-03 provider only": ({"role": ["provider"]}, set()),
    "SCR-03 role unknown": ({"role": UNKNOWN}, GENERAL),
    "SCR-04 prosecution only": ({"response_parts": ["prosecution"]}, GENERAL),
    "SCR-04 protection and prosecution": ({"response_parts": ["protection", "prosecution"]}, {*GENERAL, "icat-ethics"}),
    "SCR-04 parts unknown": ({"response_parts": UNKNOWN}, {*GENERAL, "icat-ethics"}),
    **{
        f"SCR-05 {kind}": ({"technology": [kind]}, {*GENERAL, "ai-fria"})
        for kind in ("ad_text_classifier", "biometric_matching", "generative_ai")
    },
    **{
        f"SCR-05 {kind}": ({"technology": [kind]}, GENERAL)
        for kind in ("case_management", "scraping_osint", "tip_line", "mobile_forensics", "statistics_open_data")
    },
    "SCR-05 abuse material": ({"technology": ["csam_detection"]}, {*GENERAL, "children-csae"}),
    "SCR-05 abuse material, questionnaire on children not filled": (
        {"technology": ["csam_detection"], "csae_questionnaire_filled": "no"},
        {*GENERAL, "children-csae"},
    ),
    "SCR-05 technology unknown": ({"technology": UNKNOWN}, {*GENERAL, "ai-fria", "children-csae"}),
    "SCR-05 AI in some part": ({"uses_ai": "yes"}, {*GENERAL, "ai-fria"}),
    "SCR-05 AI unknown": ({"uses_ai": UNKNOWN}, {*GENERAL, "ai-fria"}),
    "SCR-06 no personal data": ({"personal_data": "no"}, set()),
    "SCR-06 personal data unknown": ({"personal_data": UNKNOWN}, GENERAL),
    "SCR-07 changed": ({"status": "live_changed"}, {*GENERAL, "review"}),
    **{f"SCR-07 {status}": ({"status": status}, GENERAL) for status in ("pilot", "live_new", "live_unchanged")},
    "SCR-12 new technology of the police": (
        {"organisation_kind": "police", "led_new_technology": "yes", "screening_decision": "not_required"},
        {"led-dpia"},
    ),
    "SCR-19 children": ({"people_concerned": ["children"]}, {*GENERAL, "children-csae"}),
    "SCR-19 people unknown": ({"people_concerned": UNKNOWN}, {*GENERAL, "children-csae"}),
    "SCR-19 presumed victims": ({"people_concerned": ["presumed_victims"]}, GENERAL),
    **{
        f"SCR-22 {trigger}": ({"trafficking_triggers": [trigger]}, {*GENERAL, "icat-ethics"})
        for trigger in (
            "reveals_status",
            "location",
            "reaches_adversary",
            "immigration_or_criminal",
            "unsolicited_contact",
        )
    },
    "SCR-22 images of children": (
        {"trafficking_triggers": ["child_images"]},
        {*GENERAL, "icat-ethics", "children-csae"},
    ),
    "SCR-22 unknown": ({"trafficking_triggers": UNKNOWN}, {*GENERAL, "icat-ethics", "children-csae"}),
    **{
        f"SCR-23 {way}": ({"data_leaves": [way]}, {*GENERAL, "exchange"})
        for way in ("other_state", "international_organisation", "partner_abroad", "cloud_abroad", "access_from_abroad")
    },
    "SCR-23 unknown": ({"data_leaves": UNKNOWN}, {*GENERAL, "exchange"}),
    **{
        f"SCR-24 no DPIA: {kind}": ({"organisation_kind": kind, **more, "screening_decision": "not_required"}, set())
        for kind, more in (
            ("ngo", {}),
            ("police", {}),
            ("io", {}),
            ("mixed", {"mixed_kinds": ["police", "io"]}),
            ("ministry", {"criminal_purpose": "yes"}),
        )
    },
}

# Answers -> whether they call for a DPIA: SCR-08 to SCR-22.
NEEDS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "nothing": ({}, set()),
    "SCR-08": ({"evaluation_effects": "yes"}, {"required"}),
    "SCR-09": ({"special_large_scale": "yes"}, {"required"}),
    "SCR-10": ({"public_monitoring": "yes"}, {"required"}),
    "SCR-11": ({"on_list": "yes"}, {"required"}),
    "SCR-11 unknown": ({"on_list": UNKNOWN}, {"required"}),
    "SCR-12": ({"organisation_kind": "police", "led_new_technology": "yes"}, {"required"}),
    "SCR-12 not the police": ({"led_new_technology": "yes"}, set()),
    "one criterion": ({"c3_monitoring": "yes"}, {"required"}),
    "one criterion with justification": (
        {
            "c3_monitoring": "yes",
            "screening_decision": "not_required",
            "one_criterion_justification": "Only opening hours of offices are read.",
        },
        {"recommended"},
    ),
    "two criteria": ({"c3_monitoring": "yes", "c6_matching": "yes"}, {"required"}),
    "victims without a reason against criterion 7": (
        {"people_concerned": ["identified_victims"], "c7_reason": None},
        {"required"},
    ),
    "victims with a reason against criterion 7": ({"people_concerned": ["identified_victims"]}, set()),
    "SCR-22": ({"trafficking_triggers": ["reaches_adversary"]}, {"recommended"}),
    "SCR-07 changed": ({"status": "live_changed"}, {"recommended"}),
}

# The questionnaire that is open too, what is answered in the screening, and the question that has to be answered then.
REQUIRED: dict[str, tuple[str, dict[str, Any], str]] = {
    "SCR-03 table of the joint controllers": ("gdpr-dpia", {"role": ["joint"]}, "gdpr-dpia.controllers"),
    "SCR-04 firewall": (
        "icat-ethics",
        {"response_parts": ["protection", "prosecution"]},
        "icat-ethics.data_firewall",
    ),
    "SCR-05 biometric matching": (
        "ai-fria",
        {"technology": ["biometric_matching"], "uses_ai": "yes"},
        "ai-fria.biometric",
    ),
    "SCR-06 evidence": ("gdpr-dpia", {"personal_data": "no"}, "screening.anonymisation_evidence"),
}

OPENING = [(home, key) for home, key in PLACES if finding_of(home, key).finding.opens]


def screen(changes: dict[str, Any], *more: str, **answers: dict[str, Any]) -> Evaluation:
    """What follows from the plain answers with some changes; None takes an answer away."""
    own = {name: answer for name, answer in {**PLAIN, **changes}.items() if answer is not None}
    form = LIBRARY.form(["screening", *more])
    return judge_all(form, {"screening": own, **answers} if more else own)


@pytest.mark.parametrize("case", ROUTES)
def test_the_screening_opens_what_applies_and_nothing_else(case: str) -> None:
    changes, expected = ROUTES[case]
    evaluation = screen(changes)

    assert set(evaluation.opened) == expected
    assert set(evaluation.waiting) == expected
    assert all(fired.item.finding.says for found in evaluation.opened.values() for fired in found)


def test_the_cases_use_every_routing_rule_and_reach_every_questionnaire() -> None:
    evaluations = [screen(changes) for changes, _ in ROUTES.values()]
    used = {fired.key for evaluation in evaluations for found in evaluation.opened.values() for fired in found}
    rules = {key for _, key in OPENING if key.startswith("screening.")}

    assert used == rules
    assert {name for evaluation in evaluations for name in evaluation.opened} == {*QUESTIONNAIRES} - {"screening"}


@pytest.mark.parametrize("case", NEEDS)
def test_the_screening_says_whether_a_dpia_is_needed(case: str) -> None:
    changes, expected = NEEDS[case]
    assert {fired.item.finding.dpia for fired in screen(changes).dpia_reasons} == expected


@pytest.mark.parametrize("case", REQUIRED)
def test_an_answer_of_the_screening_makes_a_question_of_another_questionnaire_mandatory(case: str) -> None:
    home, changes, wanted = REQUIRED[case]
    evaluation = screen(changes, home)

    required = {name for fired in evaluation.findings for name in fired.item.finding.requires}
    assert {wanted, wanted.removeprefix("screening.")} & required
    assert wanted in {key for key, _ in evaluation.missing}
    plain = {name for fired in screen({}, home).findings for name in fired.item.finding.requires}
    assert not {wanted, wanted.removeprefix("screening.")} & plain


def test_biometric_matching_demands_gallery_ground_and_authorisation() -> None:
    biometric = {"law_enforcement_use": "yes", "biometric": "yes", "live_search": "no", "later_search": ["suspect"]}
    asked = {"organisation_kind": "police", "technology": ["biometric_matching"]}

    missing = {key for key, _ in screen(asked, "ai-fria", **{"ai-fria": biometric}).missing}

    assert {"ai-fria.biometric_matching", "ai-fria.later_search_authorised"} <= missing
    assert "ai-fria.live_search_law" not in missing


@pytest.mark.parametrize(("decision", "blocks"), [("not_required", True), ("required", False), ("recommended", False)])
def test_no_dpia_despite_two_criteria_blocks(decision: str, blocks: bool) -> None:
    evaluation = screen({"c3_monitoring": "yes", "c6_matching": "yes", "screening_decision": decision})
    fired = {item.key for item in evaluation.findings if item.level is Level.BLOCK}
    assert ("screening.not_required_despite_criteria" in fired) is blocks


@pytest.mark.parametrize("filled", ["yes", "no", UNKNOWN])
def test_detection_of_abuse_material_is_blocked_until_the_questionnaire_on_children_is_filled(filled: Any) -> None:
    evaluation = screen({"technology": ["csam_detection"], "csae_questionnaire_filled": filled})
    assert bool(evaluation.count(Level.BLOCK)) is (filled != "yes")


@pytest.mark.parametrize(("home", "key"), OPENING)
def test_the_rule_opens_its_questionnaires_when_it_fires_and_not_when_it_is_quiet(home: str, key: str) -> None:
    fires, quiet = judged(home, key, Truth.TRUE), judged(home, key, Truth.FALSE)
    settled = {ref.id for ref in fires.assessment.questionnaires}

    for name in finding_of(home, key).finding.opens:
        assert key in {fired.key for fired in fires.opened[name]}
        assert (name in fires.waiting) is (name not in settled)
        assert key not in {fired.key for fired in quiet.opened.get(name, ())}
