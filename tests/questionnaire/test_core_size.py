"""An ordinary processing is asked no more than a person answers in an afternoon, and nothing that belongs to the field."""

from typing import Any, Final

import pytest

from dpia.assessment.checking import check_assessment
from dpia.questionnaire.kinds import NO_ANSWER_TYPES
from dpia.shipped import shipped_library
from tests.support.forms import judge_all, make_assessment

MOST: Final = 70

ORDINARY: Final[dict[str, Any]] = {
    "processing_name": "A name",
    "description": "What is done with which data, for whom, and what comes out.",
    "organisation_kind": "company",
    "role": ["controller"],
    "response_parts": ["none"],
    "uses_ai": "no",
    "personal_data": "yes",
    "on_list": "no",
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
    "trafficking_triggers": ["none"],
    "data_leaves": ["none"],
    "screening_decision": "required",
    "screening_reasons": "Two criteria are met.",
}

SHOP_CAMERA: Final[dict[str, dict[str, Any]]] = {
    "screening": ORDINARY
    | {
        "technology": ["camera"],
        "status": "idea",
        "c3_monitoring": "yes",
        "people_concerned": ["employees"],
        "c7_vulnerable": "yes",
    },
    "gdpr-dpia": {
        "controllers": [
            {"id": "CT1", "name": "A bakery", "contact": "At the shop", "in_union": "yes", "dpo_designated": "no"}
        ],
        "processors": [
            {"id": "PR1", "name": "An alarm firm", "task": "Repairs", "outside_eea": "no", "contract": "signed"}
        ],
        "data_items": [
            {
                "id": "D1",
                "item": "Pictures",
                "kind": "picture_or_voice",
                "subjects": ["visitor", "staff"],
                "source": ["from_use"],
                "special": ["none"],
            },
            {
                "id": "D2",
                "item": "Clips of incidents",
                "kind": "offence_record",
                "subjects": ["visitor", "suspect"],
                "source": ["from_use"],
                "special": ["offence_data"],
            },
        ],
        "purposes": [{"id": "P1", "purpose": "Clear up thefts in the shop", "kind": "security", "data": ["D1", "D2"]}],
        "recipients": [
            {
                "id": "C1",
                "name": "Police",
                "kind": "law_enforcement",
                "outside_eea": "no",
                "data": ["D2"],
                "why": "Theft",
            }
        ],
        "dependency": "some",
        "legal_bases": [{"id": "P1", "basis": "legitimate_interests", "balancing_test": "Small area, short time."}],
        "offence_control": "authorised_by_law",
        "views_sought": "people",
    },
}

NEWSLETTER: Final[dict[str, dict[str, Any]]] = {
    "screening": ORDINARY
    | {
        "technology": ["messaging", "tracking"],
        "status": "live_unchanged",
        "c5_large_scale": "yes",
        "c6_matching": "yes",
        "data_leaves": ["cloud_abroad"],
    },
    "gdpr-dpia": {
        "controllers": [
            {
                "id": "CT1",
                "name": "A publisher",
                "contact": "By mail",
                "in_union": "yes",
                "dpo_designated": "yes",
                "dpo": "An officer",
            }
        ],
        "processors": [
            {
                "id": "PR1",
                "name": "A mailing firm",
                "task": "Sends the letters",
                "outside_eea": "yes",
                "country": ["US"],
                "contract": "signed",
            }
        ],
        "prior_validation": "no",
        "data_items": [
            {
                "id": "D1",
                "item": "Address",
                "kind": "contact_data",
                "subjects": ["customer"],
                "source": ["from_person"],
                "special": ["none"],
            },
            {
                "id": "D2",
                "item": "Openings",
                "kind": "behaviour",
                "subjects": ["customer"],
                "source": ["from_use", "from_seller"],
                "special": ["none"],
            },
        ],
        "purposes": [
            {"id": "P1", "purpose": "Send the letter that people asked for", "kind": "marketing", "data": ["D1"]}
        ],
        "recipients": [],
        "dependency": "none",
        "legal_bases": [{"id": "P1", "basis": "consent", "legal_reason": "Asked for, twice."}],
        "dpo_advice": "A test of the wording.",
        "dpo_followed": "partly",
        "views_sought": "not_done",
    },
}


def asked(answers: dict[str, dict[str, Any]]) -> list[str]:
    """The codes of the questions that somebody with these answers is asked, the screening and the modules included."""
    form = shipped_library().form(["screening", "gdpr-dpia"])
    check_assessment(form, make_assessment(form, answers))
    states = judge_all(form, answers).states
    return [
        str(item.question.code)
        for file in form.files
        for item in file.questions
        if item.question.type not in NO_ANSWER_TYPES and states[item.key].shown
    ]


@pytest.mark.parametrize("answers", [SHOP_CAMERA, NEWSLETTER], ids=["shop camera", "newsletter"])
def test_an_ordinary_processing_is_asked_at_most_seventy_questions(answers: dict[str, dict[str, Any]]) -> None:
    codes = asked(answers)

    assert len(codes) <= MOST, codes


@pytest.mark.parametrize("answers", [SHOP_CAMERA, NEWSLETTER], ids=["shop camera", "newsletter"])
def test_the_core_asks_by_lists_to_click_and_the_full_form_by_tables(answers: dict[str, dict[str, Any]]) -> None:
    lists, tables = {"G-2.36", "G-2.37", "G-2.39", "G-3.4"}, {"G-2.6-13", "G-2.14-18", "G-2.22", "G-3.1", "G-4.1"}
    wanted = answers | {"screening": answers["screening"] | {"depth_wanted": "yes"}}

    assert lists <= set(asked(answers)) and not tables & set(asked(answers))
    assert tables <= set(asked(wanted)) and not lists & set(asked(wanted))


def test_where_no_officer_is_designated_none_is_asked_and_somebody_else_may_have_looked() -> None:
    without, with_one = set(asked(SHOP_CAMERA)), set(asked(NEWSLETTER))

    assert "G-5.4" in without and not {"G-5.1", "G-5.1.sign", "G-5.1.followed"} & without
    assert "G-5.4" not in with_one and {"G-5.1", "G-5.1.sign", "G-5.1.followed"} <= with_one


def test_the_ground_of_a_transfer_is_asked_where_a_provider_reads_from_outside_the_area() -> None:
    assert "G-2.35" in asked(NEWSLETTER)
    assert "G-2.35" not in asked(SHOP_CAMERA)
