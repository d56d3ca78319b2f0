"""Which questionnaires the shipped answers open: the rules of the guide one by one, and every rule found in the files."""

from typing import Any

import pytest

from dpia.assessment.evaluation import Evaluation
from dpia.questionnaire.model import Level
from dpia.questionnaire.rules.truth import Truth
from tests.support.firing import LIBRARY, PLACES, QUESTIONNAIRES, finding_of, judged
from tests.support.forms import judge_all

UNKNOWN = {"unknown": True}
# An association with a list of its members, alone, with nothing that calls for more than the general assessment.
PLAIN: dict[str, Any] = {
    "description": "Names and addresses of the members, for the yearly fee.",
    "organisation_kind": "ngo",
    "governing_law": ["gdpr"],
    "role": ["controller"],
    "response_parts": ["none"],
    "technology": ["database"],
    "uses_ai": "no",
    "personal_data": "yes",
    "status": "idea",
    "c1_scoring": "no",
    "c2_automated_decision": "no",
    "c3_monitoring": "no",
    "c4_sensitive": "no",
    "c5_large_scale": "no",
    "c6_matching": "no",
    "people_concerned": ["none"],
    "c7_vulnerable": "no",
    "c8_innovative": "no",
    "c9_prevents_right": "no",
    "on_list": "no",
    "trafficking_triggers": ["none"],
    "data_leaves": ["none"],
    "screening_decision": "recommended",
    "other_reasons": ["none"],
}
GENERAL = {"gdpr-dpia"}
# The same association as a helpline of the field.
FIELD = {"response_parts": ["protection"], "technology": ["hotline_chatbot"]}
IN_FIELD = {*GENERAL, "icat-ethics"}
POLICE = {"organisation_kind": "police", "criminal_purpose": "yes", "governing_law": ["led"]}
SCALE = {"c4_sensitive": "yes", "c5_large_scale": "yes"}

# Code of the guide and what is answered in another way -> the questionnaires that open.
ROUTES: dict[str, tuple[dict[str, Any], set[str]]] = {
    "SCR-02 association": ({}, GENERAL),
    "SCR-02 police": (POLICE, {"led-dpia"}),
    "SCR-02 police, purpose not said yet": ({"organisation_kind": "police", "governing_law": None}, {"led-dpia"}),
    "SCR-02 police, purpose unknown": (
        {"organisation_kind": "police", "criminal_purpose": UNKNOWN, "governing_law": None},
        {"led-dpia"},
    ),
    "SCR-02 payroll of the police": ({"organisation_kind": "police", "criminal_purpose": "no"}, GENERAL),
    "SCR-02 payroll of the police, law not said yet": (
        {"organisation_kind": "police", "criminal_purpose": "no", "governing_law": None},
        GENERAL,
    ),
    "SCR-02 police, a part of it staff": (POLICE | {"governing_law": ["led", "gdpr"]}, {*GENERAL, "led-dpia"}),
    "SCR-02 private company that runs a prison": (
        {"organisation_kind": "entrusted", "criminal_purpose": "yes", "governing_law": ["led"]},
        {"led-dpia"},
    ),
    "SCR-02 private company that runs a prison, law not said yet": (
        {"organisation_kind": "entrusted", "criminal_purpose": "yes", "governing_law": None},
        {*GENERAL, "led-dpia"},
    ),
    "SCR-02 entrusted body without such powers": (
        {"organisation_kind": "entrusted", "criminal_purpose": "no"},
        GENERAL,
    ),
    "SCR-02 international organisation": ({"organisation_kind": "io"}, {"io-dpia"}),
    "SCR-02 body of the Union": ({"organisation_kind": "eu_body", "criminal_purpose": "no"}, GENERAL),
    "SCR-02 body of the Union with operational data": (
        {"organisation_kind": "eu_body", "criminal_purpose": "yes"},
        {*GENERAL, "led-dpia"},
    ),
    **{
        f"SCR-02 {kind}": ({"organisation_kind": kind}, GENERAL)
        for kind in ("company", "health", "school", "ministry", "court", "vendor", "platform", "research")
    },
    "SCR-02 Europol": (
        {"organisation_kind": "eu_body", "criminal_purpose": "yes", "governing_law": ["europol"]},
        {"led-dpia"},
    ),
    "SCR-02 private person": ({"organisation_kind": "person"}, GENERAL),
    "SCR-30 camera of a house that covers the street": (
        {"organisation_kind": "person", "governing_law": ["household"], "scope_conditions": ["none"]},
        GENERAL,
    ),
    "SCR-30 family album": (
        {"organisation_kind": "person", "governing_law": ["household"], "scope_conditions": ["own_space"]},
        set(),
    ),
    "SCR-02 mixed": ({"organisation_kind": "mixed", "mixed_kinds": ["ngo", "ministry"]}, GENERAL),
    "SCR-02 mixed with police": (
        {
            "organisation_kind": "mixed",
            "mixed_kinds": ["ngo", "police"],
            "criminal_purpose": "yes",
            "governing_law": ["gdpr", "led"],
        },
        {"gdpr-dpia", "led-dpia"},
    ),
    "SCR-02 mixed with police, for another purpose": (
        {"organisation_kind": "mixed", "mixed_kinds": ["ngo", "police"], "criminal_purpose": "no"},
        GENERAL,
    ),
    "SCR-02 mixed with international organisation": (
        {"organisation_kind": "mixed", "mixed_kinds": ["ngo", "io"], "governing_law": ["gdpr", "own_rules"]},
        {"gdpr-dpia", "io-dpia"},
    ),
    "SCR-02 mixed with body of the Union": (
        {"organisation_kind": "mixed", "mixed_kinds": ["io", "eu_body"], "governing_law": ["eudpr", "own_rules"]},
        {"gdpr-dpia", "io-dpia"},
    ),
    "SCR-02 ministry that investigates": (
        {"organisation_kind": "ministry", "criminal_purpose": "yes", "governing_law": ["gdpr", "led"]},
        {"gdpr-dpia", "led-dpia"},
    ),
    "SCR-02 ministry that may investigate": (
        {"organisation_kind": "ministry", "criminal_purpose": UNKNOWN, "governing_law": None},
        {"gdpr-dpia", "led-dpia"},
    ),
    "SCR-02 ministry that does not": ({"organisation_kind": "ministry", "criminal_purpose": "no"}, GENERAL),
    "SCR-02 law in preparation": (
        {"organisation_kind": "ministry", "measure_prepared": "yes"},
        {"gdpr-dpia", "law-measure"},
    ),
    "SCR-02 no law in preparation": ({"organisation_kind": "ministry", "measure_prepared": "no"}, GENERAL),
    "SCR-30 association outside the Union": ({"governing_law": ["other_law"]}, {"io-dpia"}),
    "SCR-30 association that also serves people in the Union": (
        {"governing_law": ["gdpr", "other_law"]},
        {"gdpr-dpia", "io-dpia"},
    ),
    "SCR-30 humanitarian body": ({"governing_law": ["own_rules"]}, {"io-dpia"}),
    "SCR-30 company outside the Union": ({"organisation_kind": "company", "governing_law": ["other_law"]}, {"io-dpia"}),
    "SCR-30 police outside the Union": (POLICE | {"governing_law": ["other_law"]}, {"io-dpia"}),
    "SCR-30 not said yet": ({"governing_law": None}, GENERAL),
    "SCR-30 unknown": ({"governing_law": UNKNOWN}, GENERAL),
    "SCR-03 joint controller": ({"role": ["joint"]}, GENERAL),
    "SCR-03 controller and provider": ({"role": ["controller", "provider"]}, GENERAL),
    "SCR-03 processor only": ({"role": ["processor"]}, set()),
    "SCR-03 provider only": ({"role": ["provider"]}, set()),
    "SCR-03 role unknown": ({"role": UNKNOWN}, GENERAL),
    **{
        f"SCR-04 {part}": ({"response_parts": [part]}, IN_FIELD)
        for part in ("prevention", "protection", "prosecution", "partnership", "data")
    },
    "SCR-04 protection and prosecution": ({"response_parts": ["protection", "prosecution"]}, IN_FIELD),
    "SCR-04 an empty list of an older assessment": ({"response_parts": []}, GENERAL),
    **{
        f"SCR-05 {kind}": ({"technology": [kind]}, {*GENERAL, "ai-fria"})
        for kind in ("biometric_matching", "generative_ai")
    },
    "SCR-05 scoring by a fixed table": ({"technology": ["scoring"]}, GENERAL),
    **{
        f"SCR-05 scoring, AI {said}": ({"technology": ["scoring"], "uses_ai": said}, {*GENERAL, "ai-fria"})
        for said in ("yes", UNKNOWN, None)
    },
    **{
        f"SCR-05 {kind}": ({"technology": [kind]}, GENERAL)
        for kind in ("app_web", "camera", "messaging", "tracking", "scraping_osint", "statistics_open_data", "other")
    },
    "SCR-05 classifier of advertisements": (FIELD | {"technology": ["ad_text_classifier"]}, {*IN_FIELD, "ai-fria"}),
    **{
        f"SCR-05 {kind}, in the field": (FIELD | {"technology": [kind]}, IN_FIELD)
        for kind in ("hotline_chatbot", "case_management", "tip_line", "mobile_forensics")
    },
    "SCR-05 abuse material": (FIELD | {"technology": ["csam_detection"]}, {*IN_FIELD, "children-csae"}),
    "SCR-05 abuse material on a platform": (
        {"organisation_kind": "platform", "technology": ["csam_detection"]},
        {*GENERAL, "children-csae"},
    ),
    "SCR-05 abuse material, questionnaire on children not filled": (
        FIELD | {"technology": ["csam_detection"], "csae_questionnaire_filled": "no"},
        {*IN_FIELD, "children-csae"},
    ),
    "SCR-05 technology unknown": ({"technology": UNKNOWN}, {*GENERAL, "ai-fria"}),
    "SCR-05 technology unknown, in the field": (
        FIELD | {"technology": UNKNOWN},
        {*IN_FIELD, "ai-fria", "children-csae"},
    ),
    "SCR-05 technology unknown on a platform": (
        {"organisation_kind": "platform", "technology": UNKNOWN},
        {*GENERAL, "ai-fria", "children-csae"},
    ),
    "SCR-05 AI in some part": ({"uses_ai": "yes"}, {*GENERAL, "ai-fria"}),
    "SCR-05 AI unknown": ({"uses_ai": UNKNOWN}, {*GENERAL, "ai-fria"}),
    "SCR-06 no personal data": ({"personal_data": "no"}, set()),
    "SCR-06 personal data unknown": ({"personal_data": UNKNOWN}, GENERAL),
    "SCR-07 changed": ({"status": "live_changed"}, {*GENERAL, "review"}),
    **{
        f"SCR-07 {status}": ({"status": status}, GENERAL)
        for status in ("pilot", "live_new", "live_unchanged", "live_before_2018")
    },
    "SCR-12 new technology of the police": (
        POLICE | {"led_new_technology": "yes", "screening_decision": "not_required"},
        {"led-dpia"},
    ),
    "SCR-19 children of an ordinary service": ({"people_concerned": ["children"]}, GENERAL),
    "SCR-19 children, in the field": (FIELD | {"people_concerned": ["children"]}, {*IN_FIELD, "children-csae"}),
    "SCR-19 people unknown": ({"people_concerned": UNKNOWN}, GENERAL),
    "SCR-19 people unknown, in the field": (FIELD | {"people_concerned": UNKNOWN}, {*IN_FIELD, "children-csae"}),
    "SCR-19 presumed victims": (FIELD | {"people_concerned": ["presumed_victims"]}, IN_FIELD),
    **{
        f"SCR-22 {trigger}": ({"trafficking_triggers": [trigger]}, GENERAL)
        for trigger in ("location", "reaches_adversary", "immigration_or_criminal", "unsolicited_contact")
    },
    **{
        f"SCR-22 {trigger}, in the field": (FIELD | {"trafficking_triggers": [trigger]}, IN_FIELD)
        for trigger in ("reveals_status", "location", "unsolicited_contact")
    },
    "SCR-22 images of abuse on a platform": (
        {"organisation_kind": "platform", "trafficking_triggers": ["abuse_images"]},
        {*GENERAL, "children-csae"},
    ),
    "SCR-22 images of abuse in what is collected": (
        {"technology": ["scraping_osint"], "trafficking_triggers": ["abuse_images"]},
        {*GENERAL, "children-csae"},
    ),
    "SCR-22 images of abuse, in the field": (
        FIELD | {"trafficking_triggers": ["abuse_images"]},
        {*IN_FIELD, "children-csae"},
    ),
    "SCR-22 unknown": ({"trafficking_triggers": UNKNOWN}, GENERAL),
    "SCR-22 and technology unknown": ({"technology": UNKNOWN, "trafficking_triggers": UNKNOWN}, {*GENERAL, "ai-fria"}),
    "SCR-22 unknown on a platform": ({"organisation_kind": "platform", "trafficking_triggers": UNKNOWN}, GENERAL),
    "SCR-22 unknown where abuse material is looked for": (
        {"organisation_kind": "platform", "technology": ["csam_detection"], "trafficking_triggers": UNKNOWN},
        {*GENERAL, "children-csae"},
    ),
    "SCR-22 unknown, in the field": (FIELD | {"trafficking_triggers": UNKNOWN}, {*IN_FIELD, "children-csae"}),
    **{
        f"SCR-23 {way}": ({"data_leaves": [way]}, {*GENERAL, "exchange"})
        for way in ("other_state", "international_organisation")
    },
    **{
        f"SCR-23 {way}": ({"data_leaves": [way]}, GENERAL)
        for way in ("partner_abroad", "cloud_abroad", "access_from_abroad", "eea_only")
    },
    **{
        f"SCR-23 {way}, in the field": (FIELD | {"data_leaves": [way]}, {*IN_FIELD, "exchange"})
        for way in ("other_state", "partner_abroad", "cloud_abroad", "access_from_abroad", "eea_only")
    },
    "SCR-23 unknown": ({"data_leaves": UNKNOWN}, {*GENERAL, "exchange"}),
    **{
        f"SCR-24 no DPIA: {kind}": ({**more, "screening_decision": "not_required"}, set())
        for kind, more in (
            ("association", {}),
            ("association outside the Union", {"governing_law": ["other_law"]}),
            ("humanitarian body", {"governing_law": ["own_rules"]}),
            ("police", POLICE),
            ("io", {"organisation_kind": "io"}),
            ("mixed", {"organisation_kind": "mixed", "mixed_kinds": ["police", "io"]}),
            ("ministry", {"organisation_kind": "ministry", "criminal_purpose": "yes"}),
        )
    },
}

# Answers -> whether they call for a DPIA: SCR-08 to SCR-22.
NEEDS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "nothing": ({}, set()),
    "SCR-08": ({"c1_scoring": "yes", "evaluation_effects": "yes"}, {"required"}),
    "SCR-09": (SCALE | {"special_large_scale": "yes"}, {"required"}),
    "SCR-10": ({"c3_monitoring": "yes", "c5_large_scale": "yes", "public_monitoring": "yes"}, {"required"}),
    "SCR-11": ({"on_list": "yes"}, {"required"}),
    "SCR-11 unknown": ({"on_list": UNKNOWN}, {"required"}),
    "SCR-12": (POLICE | {"led_new_technology": "yes"}, {"required"}),
    "SCR-12 not the police": ({"led_new_technology": "yes"}, set()),
    "SCR-12 payroll of the police": (
        {"organisation_kind": "police", "criminal_purpose": "no", "led_new_technology": "yes"},
        set(),
    ),
    "SCR-12 police under another law": (POLICE | {"governing_law": ["other_law"], "led_new_technology": "yes"}, set()),
    "one criterion": ({"c3_monitoring": "yes"}, set()),
    "one criterion that is unknown": ({"c3_monitoring": UNKNOWN}, set()),
    "two criteria": ({"c3_monitoring": "yes", "c6_matching": "yes"}, {"required"}),
    "two criteria, one of them unknown": ({"c3_monitoring": "yes", "c6_matching": UNKNOWN}, {"required"}),
    "patients without a reason against criterion 7": (
        {"people_concerned": ["patients"], "c4_sensitive": "yes"},
        {"required"},
    ),
    "patients with a reason against criterion 7": (
        {"people_concerned": ["patients"], "c4_sensitive": "yes", "c7_reason": "Former patients, who ask for it."},
        set(),
    ),
    "people unknown": ({"people_concerned": UNKNOWN, "c4_sensitive": "yes"}, {"required"}),
    "SCR-22": ({"trafficking_triggers": ["reaches_adversary"]}, {"recommended"}),
    "SCR-22, in the field": (FIELD | {"trafficking_triggers": ["reaches_adversary"]}, {"recommended"}),
    "SCR-22 unknown": ({"trafficking_triggers": UNKNOWN}, {"recommended"}),
    "SCR-07 changed": ({"status": "live_changed"}, {"recommended"}),
    "SCR-07 in use since before 2018": ({"status": "live_before_2018"}, {"recommended"}),
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


def blocked(evaluation: Evaluation) -> set[str]:
    return {fired.key for fired in evaluation.findings if fired.level is Level.BLOCK}


@pytest.mark.parametrize("case", ROUTES)
def test_the_screening_opens_what_applies_and_nothing_else(case: str) -> None:
    changes, expected = ROUTES[case]
    evaluation = screen(changes)

    assert set(evaluation.opened) == expected
    assert set(evaluation.waiting) == expected
    assert all(fired.item.finding.says for found in evaluation.opened.values() for fired in found)


OPENED_BY_HAND = {"lia", "tia"}


def test_the_cases_use_every_routing_rule_and_reach_every_questionnaire() -> None:
    evaluations = [screen(changes) for changes, _ in ROUTES.values()]
    used = {fired.key for evaluation in evaluations for found in evaluation.opened.values() for fired in found}
    rules = {key for _, key in OPENING if key.startswith("screening.")}

    assert used == rules
    assert {name for evaluation in evaluations for name in evaluation.opened} == {*QUESTIONNAIRES} - {
        "screening",
        *OPENED_BY_HAND,
    }


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
    asked = {**POLICE, "technology": ["biometric_matching"]}

    missing = {key for key, _ in screen(asked, "ai-fria", **{"ai-fria": biometric}).missing}

    assert {"ai-fria.biometric_matching", "ai-fria.later_search_authorised"} <= missing
    assert "ai-fria.live_search_law" not in missing


@pytest.mark.parametrize(("decision", "blocks"), [("not_required", True), ("required", False), ("recommended", False)])
def test_no_dpia_despite_two_criteria_blocks(decision: str, blocks: bool) -> None:
    evaluation = screen({"c3_monitoring": "yes", "c6_matching": "yes", "screening_decision": decision})
    assert ("screening.not_required_despite_criteria" in blocked(evaluation)) is blocks


@pytest.mark.parametrize("filled", ["yes", "no", UNKNOWN])
def test_detection_of_abuse_material_is_blocked_until_the_questionnaire_on_children_is_filled(filled: Any) -> None:
    evaluation = screen(FIELD | {"technology": ["csam_detection"], "csae_questionnaire_filled": filled})
    assert bool(evaluation.count(Level.BLOCK)) is (filled != "yes")


@pytest.mark.parametrize(("home", "key"), OPENING)
def test_the_rule_opens_its_questionnaires_when_it_fires_and_not_when_it_is_quiet(home: str, key: str) -> None:
    fires, quiet = judged(home, key, Truth.TRUE), judged(home, key, Truth.FALSE)
    settled = {ref.id for ref in fires.assessment.questionnaires}

    for name in finding_of(home, key).finding.opens:
        assert key in {fired.key for fired in fires.opened[name]}
        assert (name in fires.waiting) is (name not in settled)
        assert key not in {fired.key for fired in quiet.opened.get(name, ())}
