"""The screening asks an ordinary service little, opens depth and safety by signs alone, and knows the grounds for no DPIA."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dpia import load_library, read
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.questionnaire.kinds import NO_ANSWER_TYPES
from dpia.questionnaire.model import Level, Section
from dpia.questionnaire.rules.truth import Count, Truth
from tests.questionnaire.test_routing import FIELD, PLAIN, POLICE, UNKNOWN, blocked, screen
from tests.support.firing import LIBRARY
from tests.support.forms import ON

SCREENINGS = Path(__file__).parents[1] / "data" / "screenings"
SCALE = {"c4_sensitive": "yes", "c5_large_scale": "yes"}


def kept(name: str) -> Evaluation:
    """What follows from a whole screening that is kept as a file."""
    library = load_library()
    assessment = read(SCREENINGS / f"{name}.yaml", library)
    return evaluate(library.form(["screening"]), assessment, on=ON)


def asked(evaluation: Evaluation) -> list[str]:
    """The questions that a person sees and has to answer or may answer."""
    items = [item for item in evaluation.form.asked if item.type not in NO_ANSWER_TYPES]
    return [item.key for item in items if evaluation.states[item.key].shown]


def number(evaluation: Evaluation, switch: str) -> int:
    """What a switch comes to, which has to be a plain number."""
    found = evaluation.facts[f"screening.{switch}"]
    assert isinstance(found, Count)
    assert (found.unknown, found.open) == (0, 0), switch
    return found.low


# ---------------------------------------------------------------------------------------------------------------- how long


@pytest.mark.parametrize(
    ("name", "criteria", "most"), [("club-list", 0, 28), ("daily-digest", 1, 29), ("single-doctor", 2, 32)]
)
def test_a_screening_that_ends_without_a_dpia_is_short_and_complete(name: str, criteria: int, most: int) -> None:
    """At most 30 questions with no or one criterion; the ground, its proof and its conditions come on top where two are met."""
    evaluation = kept(name)

    assert number(evaluation, "criteria_met") == criteria
    assert evaluation.assessment.answers["screening"]["screening_decision"].value == "not_required"
    assert evaluation.missing == ()
    assert evaluation.hidden == ()
    assert [fired.key for fired in evaluation.findings if fired.level is not Level.NOTE] == []
    assert evaluation.opened == {}
    assert len(asked(evaluation)) == most


KINDS = (
    "company",
    "person",
    "ngo",
    "health",
    "school",
    "ministry",
    "court",
    "entrusted",
    "vendor",
    "platform",
    "research",
    "io",
)


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_organisation_is_asked_much_without_a_dpia(kind: str) -> None:
    """Authorities answer two questions more, on their powers and on a law in preparation."""
    more: dict[str, Any] = {"criminal_purpose": "no", "measure_prepared": "no", "public_body": "yes"}
    plain = {**more, "organisation_kind": kind, "screening_decision": "not_required", "other_reasons": None}

    assert len(asked(screen(plain))) <= 30
    assert len(asked(screen({**plain, "c5_large_scale": "yes"}))) <= (31 if kind in ("ministry", "court") else 30)


def test_reasons_of_single_criteria_are_asked_at_depth_alone() -> None:
    reasons = {f"screening.c{number}_reason" for number in (1, 2, 3, 4, 5, 6, 8, 9)}

    assert not reasons & set(asked(screen({})))
    deep = screen({"depth_wanted": "yes"})
    assert reasons <= set(asked(deep))
    assert not reasons & {key for key, _ in deep.missing}


def test_a_no_on_vulnerable_people_asks_for_a_reason_where_such_people_are_named() -> None:
    for people, wanted in ((["none"], False), (["employees"], True), (UNKNOWN, True)):
        evaluation = screen({"people_concerned": people})
        assert ("screening.c7_reason" in {key for key, _ in evaluation.missing}) is wanted


@pytest.mark.parametrize(
    ("case", "criteria", "shown"),
    [
        ("evaluation_effects", {}, False),
        ("evaluation_effects", {"c1_scoring": "yes"}, True),
        ("evaluation_effects", {"c2_automated_decision": "yes"}, True),
        ("evaluation_effects", {"c1_scoring": UNKNOWN}, True),
        ("special_large_scale", {"c4_sensitive": "yes"}, False),
        ("special_large_scale", SCALE, True),
        ("special_large_scale", {"c4_sensitive": UNKNOWN, "c5_large_scale": "yes"}, True),
        ("special_large_scale", {"c4_sensitive": UNKNOWN}, False),
        ("public_monitoring", {"c3_monitoring": "yes"}, False),
        ("public_monitoring", {"c3_monitoring": "yes", "c5_large_scale": "yes"}, True),
        ("public_monitoring", {"c3_monitoring": "yes", "c5_large_scale": UNKNOWN}, True),
        ("data_leaves_countries", {"data_leaves": ["cloud_abroad"]}, False),
        ("data_leaves_countries", {"data_leaves": ["eea_only"]}, False),
        ("data_leaves_countries", {"data_leaves": ["other_state"]}, True),
        ("data_leaves_recipients", FIELD | {"data_leaves": ["cloud_abroad"]}, True),
        ("other_reasons", {}, True),
        ("other_reasons", {"screening_decision": "required"}, False),
        ("dpo_view", {"screening_decision": "required"}, False),
        ("dpo_view", {"screening_decision": "not_required"}, True),
        ("screening_next_review", {"screening_decision": "not_required"}, True),
        ("depth_wanted", {"screening_decision": None}, True),
        ("depth_wanted", {"screening_decision": "not_required"}, False),
        ("public_body", {"organisation_kind": "school"}, True),
        ("public_body", {"organisation_kind": "company"}, False),
        ("criminal_purpose", {"organisation_kind": "police"}, True),
        ("criminal_purpose", {"organisation_kind": "entrusted"}, True),
        ("governing_law", {}, True),
        ("governing_law", {"organisation_kind": "io"}, False),
        ("governing_law", {"organisation_kind": "eu_body"}, True),
        ("scope_conditions", {}, False),
        ("scope_conditions", {"governing_law": ["church_rules"]}, True),
        ("governing_act", {}, False),
        ("governing_act", {"governing_law": ["other_law"]}, True),
        ("led_new_technology", POLICE, True),
        ("led_new_technology", POLICE | {"criminal_purpose": UNKNOWN}, True),
        ("led_new_technology", POLICE | {"criminal_purpose": "no", "governing_law": ["gdpr"]}, False),
        ("led_new_technology", POLICE | {"governing_law": ["other_law"]}, False),
    ],
)
def test_a_question_shows_only_where_the_answers_before_leave_it_open(
    case: str, criteria: dict[str, Any], shown: bool
) -> None:
    assert screen(criteria).states[f"screening.{case}"].shown is shown


# ---------------------------------------------------------------------------------------------------------------- switches

# What is answered -> safety, trafficking, depth.
SWITCHES: dict[str, tuple[dict[str, Any], tuple[bool, bool, bool]]] = {
    "nothing": ({}, (False, False, False)),
    **{
        f"SCR-04 {part}": ({"response_parts": [part]}, (True, True, True))
        for part in ("prevention", "protection", "prosecution", "partnership", "data")
    },
    **{
        f"SCR-22 {sign}": ({"trafficking_triggers": [sign]}, (True, False, True))
        for sign in ("location", "reaches_adversary", "unsolicited_contact")
    },
    "SCR-22 immigration_or_criminal": (
        {"trafficking_triggers": ["immigration_or_criminal"]},
        (False, False, False),
    ),
    "SCR-22 unknown": ({"trafficking_triggers": UNKNOWN}, (True, False, True)),
    "SCR-19.people crime_victims": (
        {"people_concerned": ["crime_victims"], "c7_vulnerable": "yes"},
        (True, False, True),
    ),
    "SCR-19.people children": ({"people_concerned": ["children"], "c7_vulnerable": "yes"}, (False, False, False)),
    "SCR-19.people unknown": ({"people_concerned": UNKNOWN}, (True, False, True)),
    "SCR-08": ({"c1_scoring": "yes", "evaluation_effects": "yes"}, (False, False, True)),
    "SCR-08 no": ({"c1_scoring": "yes", "evaluation_effects": "no"}, (False, False, False)),
    "SCR-08 unknown": ({"c1_scoring": "yes", "evaluation_effects": UNKNOWN}, (False, False, True)),
    "SCR-09": (SCALE | {"special_large_scale": "yes"}, (False, False, True)),
    "SCR-09 unknown": (SCALE | {"special_large_scale": UNKNOWN}, (False, False, True)),
    "SCR-10": (
        {"c3_monitoring": "yes", "c5_large_scale": "yes", "public_monitoring": "yes"},
        (False, False, True),
    ),
    "SCR-10 unknown": (
        {"c3_monitoring": "yes", "c5_large_scale": "yes", "public_monitoring": UNKNOWN},
        (False, False, True),
    ),
    "SCR-14": ({"c2_automated_decision": "yes", "evaluation_effects": "no"}, (False, False, True)),
    "SCR-14 unknown": ({"c2_automated_decision": UNKNOWN, "evaluation_effects": "no"}, (False, False, True)),
    "three criteria": (
        {"c1_scoring": "yes", "c6_matching": "yes", "c8_innovative": "yes", "evaluation_effects": "no"},
        (False, False, False),
    ),
    "four criteria, two of them unknown": (
        {
            "c1_scoring": "yes",
            "c6_matching": UNKNOWN,
            "c8_innovative": UNKNOWN,
            "c9_prevents_right": "yes",
            "evaluation_effects": "no",
        },
        (False, False, True),
    ),
    "SCR-27 yes": ({"depth_wanted": "yes"}, (False, False, True)),
    "SCR-27 no": ({"depth_wanted": "no"}, (False, False, False)),
    "no personal data": ({"personal_data": "no"}, (False, False, False)),
    "no personal data, danger unknown": (
        {"personal_data": "no", "trafficking_triggers": UNKNOWN},
        (True, False, True),
    ),
}


@pytest.mark.parametrize("case", SWITCHES)
def test_each_sign_opens_its_layers_and_no_other(case: str) -> None:
    changes, expected = SWITCHES[case]
    evaluation = screen(changes)

    assert tuple(number(evaluation, name) >= 1 for name in ("safety", "trafficking", "depth")) == expected


def test_an_unknown_danger_opens_no_question_of_the_field_for_a_shop() -> None:
    """A switch without a value, joined by `and` with an unknown answer, would be unknown and show it; a plain 0 is false."""
    cases: list[dict[str, Any]] = [{}, {"personal_data": "no"}, {"response_parts": []}]
    for more in cases:
        evaluation = screen({"trafficking_triggers": UNKNOWN, **more})

        assert evaluation.states["screening.trafficking"].shown
        assert evaluation.truths["screening.status_could_be_revealed"] is Truth.FALSE
        assert "icat-ethics" not in evaluation.opened
        assert "screening.place_could_be_revealed" in {fired.key for fired in evaluation.findings}


@pytest.mark.parametrize("changes", [*(changes for changes, _ in SWITCHES.values()), {"depth_wanted": None}])
def test_a_switch_is_a_number_also_where_answers_are_unknown_or_a_part_is_not_answered(changes: dict[str, Any]) -> None:
    """So that `depth < 1` is true or false, and a question below another never shows before that one is answered."""
    evaluation = screen(changes)
    for switch in ("safety", "trafficking", "depth", "criteria_met"):
        if switch != "criteria_met" or changes.get("personal_data") != "no":
            number(evaluation, switch)


def test_nothing_of_the_field_and_no_depth_shows_in_an_empty_screening() -> None:
    form = LIBRARY.form(["screening"])
    evaluation = screen(dict.fromkeys(PLAIN))

    shown = set(asked(evaluation))
    assert not {f"screening.c{number}_reason" for number in range(1, 10)} & shown
    offered = {
        option
        for item in form.asked
        for option, condition in item.option_conditions.items()
        if condition.truth(evaluation.facts).holds
    }
    assert offered == set()


# ---------------------------------------------------------------------------------------------------------------- the words

WORDS = re.compile(r"traffick|exploit|abuse|abus|sexual|survivor|\bICAT\b|rescue|rapporteur", re.IGNORECASE)
# SCR-04 itself; sex life is a category of the law.
ALLOWED = {"screening.response_parts"}


def told(evaluation: Evaluation) -> Iterator[tuple[str, str | None]]:
    """Every text that the page of a screening shows: sections, questions, options that are offered, findings that fire."""
    for section in evaluation.form.questionnaires[0].sections:
        assert isinstance(section, Section)
        yield from ((section.id, text) for text in (section.title, section.intro))
    for item in evaluation.form.asked:
        if evaluation.states[item.key].shown and item.key not in ALLOWED:
            question = item.question
            yield from (
                (item.key, text) for text in (question.ask, question.help, question.guidance, question.sentence)
            )
            for option in item.options:
                condition = item.option_conditions.get(option.id)
                if condition is None or condition.truth(evaluation.facts).holds:
                    yield from ((f"{item.key}.{option.id}", text) for text in (option.label, option.help))
    for fired in evaluation.findings:
        finding = fired.item.finding
        yield from ((fired.key, text) for text in (finding.says, finding.because, finding.mend))


def of_the_field(evaluation: Evaluation) -> set[str]:
    texts = [(key, text) for key, text in told(evaluation) if text]
    assert len(texts) > 100
    return {key for key, text in texts if WORDS.search(text)}


@pytest.mark.parametrize("name", ["club-list", "daily-digest", "single-doctor"])
def test_no_word_of_the_field_stands_on_a_page_of_an_ordinary_screening(name: str) -> None:
    assert of_the_field(kept(name)) == set()


ABUSE_IMAGES = {"screening.trafficking_triggers.abuse_images"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"trafficking_triggers": UNKNOWN}, set()),
        ({"trafficking_triggers": ["location", "reaches_adversary", "immigration_or_criminal"]}, set()),
        ({"people_concerned": UNKNOWN, "c7_vulnerable": UNKNOWN}, ABUSE_IMAGES),
        ({"people_concerned": ["children", "pupils_students"], "c7_vulnerable": "yes"}, ABUSE_IMAGES),
        ({"organisation_kind": "health", "technology": UNKNOWN, "trafficking_triggers": UNKNOWN}, ABUSE_IMAGES),
        ({"data_leaves": ["other_state", "cloud_abroad"], "depth_wanted": "yes"}, set()),
        ({"organisation_kind": "ministry", "criminal_purpose": UNKNOWN, "governing_law": UNKNOWN}, set()),
    ],
)
def test_danger_and_depth_are_told_without_a_word_of_the_field(changes: dict[str, Any], words: set[str]) -> None:
    """One option of SCR-22 is excepted, where children or collection from the internet may play a part."""
    assert of_the_field(screen(changes)) == words


def test_abuse_is_named_to_those_alone_whom_it_can_concern() -> None:
    item = LIBRARY.form(["screening"]).questions["screening.trafficking_triggers"]

    def offered(changes: dict[str, Any]) -> bool:
        return item.option_conditions["abuse_images"].truth(screen(changes).facts).holds

    for changes in (
        {"organisation_kind": "platform"},
        {"organisation_kind": "vendor"},
        POLICE,
        {"people_concerned": ["children"]},
        {"technology": ["scraping_osint"]},
        FIELD,
    ):
        assert offered(changes), changes
    assert not offered({})
    assert not offered({"organisation_kind": "school", "people_concerned": ["pupils_students"]})


def test_a_description_of_exploitation_without_a_part_of_the_response_is_told() -> None:
    for words, fires in (("We look for forced labour in supply chains.", True), ("We sell bread.", False)):
        found = {fired.key for fired in screen({"description": words}).findings}
        assert ("screening.field_left_out" in found) is fires
    named = screen({**FIELD, "description": "We look for forced labour."})
    assert "screening.field_left_out" not in {fired.key for fired in named.findings}


# ---------------------------------------------------------------------------------------------------------- grounds for none

TWO = {
    "c3_monitoring": "yes",
    "c7_vulnerable": "yes",
    "people_concerned": ["employees"],
    "screening_decision": "not_required",
}
CASE = {**TWO, "c5_large_scale": "yes", "public_monitoring": "yes"}
LISTED = {**TWO, "on_list": "yes"}
OLD = {"status": "live_before_2018"}
PRACTICE = {**TWO, "c3_monitoring": "no", "c4_sensitive": "yes", "people_concerned": ["patients"]}
LAW_HOLDS = ["law_basis", "law_specific", "law_impact", "law_no_more"]
ALIKE = ["alike_processing", "alike_risks", "alike_covers"]
DANGER = {**TWO, "people_concerned": ["crime_victims"]}
PROOF = {"exit_which": "Entry 4 of the list of 1 March 2026, read today. One camera at one door."}
SIGNED = {
    "screening_sign_off": {"name": "A. Example", "role": "Owner", "date": "2026-11-24", "decision": "None is made."}
}
CRITERIA, LAW, NO_PROOF, UNMET, TOO_WIDE = (
    f"screening.{name}"
    for name in (
        "not_required_despite_criteria",
        "not_required_despite_law",
        "exit_without_proof",
        "exit_conditions_missing",
        "exit_single_professional_too_wide",
    )
)


def on_ground(ground: str | None, *answers: dict[str, Any]) -> Evaluation:
    return screen(
        {"other_reasons": None, "exit_ground": ground} | {key: v for more in answers for key, v in more.items()}
    )


@pytest.mark.parametrize(
    ("ground", "answers", "blocks"),
    [
        (None, (TWO,), {CRITERIA}),
        ("none", (TWO,), {CRITERIA}),
        (None, (CASE,), {CRITERIA, LAW}),
        ("none", (LISTED,), {CRITERIA, LAW}),
        ("listed_exempt", (TWO, PROOF), set()),
        ("listed_exempt", (TWO,), {NO_PROOF}),
        ("listed_exempt", (CASE, PROOF), {LAW}),
        ("listed_exempt", (LISTED, PROOF), {LAW}),
        ("law_assessed", (TWO, PROOF), set()),
        ("law_assessed", (CASE, PROOF), set()),
        ("law_assessed", (CASE,), {NO_PROOF}),
        ("similar_dpia", (TWO, PROOF), set()),
        ("similar_dpia", (CASE, PROOF), set()),
        ("similar_dpia", (TWO,), {NO_PROOF}),
        ("checked_before", (TWO, PROOF, OLD), set()),
        ("checked_before", (TWO, OLD), {NO_PROOF}),
        ("checked_before", (TWO, PROOF), {UNMET}),
        ("checked_before", (TWO, PROOF, OLD, {"exit_holds": ["check_made"]}), {UNMET}),
        ("listed_exempt", (TWO, PROOF, {"exit_holds": ["list_ours", "list_whole"]}), set()),
        ("listed_exempt", (TWO, PROOF, {"exit_holds": ["list_ours"]}), {UNMET}),
        ("law_assessed", (CASE, PROOF, {"exit_holds": LAW_HOLDS}), set()),
        *(("law_assessed", (CASE, PROOF, {"exit_holds": [*{*LAW_HOLDS} - {one}]}), {UNMET}) for one in LAW_HOLDS),
        ("similar_dpia", (CASE, PROOF, {"exit_holds": ALIKE}), set()),
        *(("similar_dpia", (CASE, PROOF, {"exit_holds": [*{*ALIKE} - {one}]}), {UNMET}) for one in ALIKE),
        ("single_professional", (PRACTICE,), set()),
        ("single_professional", (PRACTICE, {"c8_innovative": "yes"}), {TOO_WIDE}),
        ("single_professional", (PRACTICE, {"c5_large_scale": UNKNOWN, "special_large_scale": "no"}), {TOO_WIDE}),
        ("single_professional", (PRACTICE, {"on_list": "yes"}), {LAW}),
        ("reasoned", (TWO,), set()),
        ("reasoned", (CASE, SIGNED, {"exit_advice": "agrees"}), {LAW}),
        ("reasoned", (LISTED, SIGNED, {"exit_advice": "agrees"}), {LAW}),
        ("reasoned", (DANGER, SIGNED, {"exit_advice": "agrees"}), {CRITERIA}),
        ("listed_exempt", (DANGER, PROOF), set()),
    ],
)
def test_a_ground_for_no_dpia_lifts_the_block_as_far_as_the_law_goes(
    ground: str | None, answers: tuple[dict[str, Any], ...], blocks: set[str]
) -> None:
    assert blocked(on_ground(ground, *answers)) == blocks


@pytest.mark.parametrize(
    ("advice", "signed", "level"),
    [
        ("agrees", True, Level.NOTE),
        ("no_officer", True, Level.MINOR),
        ("no_officer", False, Level.MAJOR),
        ("agrees", False, Level.MAJOR),
        ("disagrees", True, Level.MAJOR),
        ("nobody", True, Level.MAJOR),
        (None, False, Level.MAJOR),
    ],
)
def test_a_reasoned_departure_weighs_less_with_advice_that_agrees_and_a_signature(
    advice: str | None, signed: bool, level: Level
) -> None:
    evaluation = on_ground("reasoned", TWO, {"exit_advice": advice}, SIGNED if signed else {})
    found = {fired.level for fired in evaluation.findings if fired.key.startswith("screening.exit_reasoned")}
    assert found == {level}


def test_a_check_before_the_regulation_applied_recommends_a_dpia() -> None:
    held = {"exit_holds": ["check_made", "check_unchanged"]}
    evaluation = on_ground("checked_before", CASE, PROOF, OLD, held)
    assert {fired.item.finding.dpia for fired in evaluation.dpia_reasons} == {"recommended"}


def test_what_began_before_the_duty_is_no_breach_and_not_waved_through() -> None:
    """Unchanged and unchecked: a DPIA is recommended, a refusal is told, and a change brings the duty back."""
    unchecked = on_ground("none", CASE, OLD)
    levels = {fired.key: fired.level for fired in unchecked.findings}
    assert levels["screening.not_required_though_old"] is Level.MAJOR
    assert blocked(unchecked) == set()
    assert {fired.item.finding.dpia for fired in unchecked.dpia_reasons} == {"recommended"}
    assert blocked(on_ground("none", CASE, {"status": "live_changed"})) == {CRITERIA, LAW}


@pytest.mark.parametrize(
    ("ground", "answers", "is_required"),
    [
        ("listed_exempt", (TWO, PROOF, {"exit_holds": ["list_ours", "list_whole"]}), False),
        ("listed_exempt", (TWO, PROOF, {"exit_holds": ["list_ours"]}), True),
        ("listed_exempt", (CASE, PROOF, {"exit_holds": ["list_ours", "list_whole"]}), True),
        ("law_assessed", (CASE, PROOF, {"exit_holds": LAW_HOLDS}), False),
        ("similar_dpia", (CASE, PROOF, {"exit_holds": ALIKE}), False),
        ("single_professional", (PRACTICE,), False),
        ("reasoned", (TWO, SIGNED, {"exit_advice": "agrees"}), False),
        ("reasoned", (TWO, SIGNED, {"exit_advice": "disagrees"}), True),
        ("none", (TWO,), True),
    ],
)
def test_where_a_ground_is_shown_nothing_says_that_a_dpia_is_required(
    ground: str, answers: tuple[dict[str, Any], ...], is_required: bool
) -> None:
    reasons = {fired.item.finding.dpia for fired in on_ground(ground, *answers).dpia_reasons}
    assert ("required" in reasons) is is_required


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        (TWO, True),
        ({**TWO, "c3_monitoring": UNKNOWN}, True),
        ({**TWO, "screening_decision": "required"}, False),
        ({"c3_monitoring": "yes", "screening_decision": "not_required"}, False),
        ({"on_list": "yes", "screening_decision": "not_required"}, True),
        ({"on_list": UNKNOWN, "screening_decision": "not_required"}, True),
        ({"c1_scoring": "yes", "evaluation_effects": "yes", "screening_decision": "not_required"}, True),
        ({**TWO, **POLICE}, False),
        ({**TWO, **POLICE, "criminal_purpose": UNKNOWN}, False),
        ({**TWO, **POLICE, "criminal_purpose": "no", "governing_law": ["gdpr"]}, True),
        ({**TWO, **POLICE, "governing_law": ["other_law"]}, True),
        ({**TWO, "organisation_kind": "io"}, True),
        ({**TWO, "organisation_kind": "eu_body", "criminal_purpose": "yes"}, False),
        ({**TWO, "organisation_kind": "eu_body", "criminal_purpose": "no"}, True),
    ],
)
def test_the_ground_is_asked_where_there_is_something_to_depart_from_and_not_of_the_police(
    answers: dict[str, Any], shown: bool
) -> None:
    assert screen(answers).states["screening.exit_ground"].shown is shown


@pytest.mark.parametrize("purpose", ["yes", UNKNOWN])
def test_the_police_have_no_ground_for_leaving_out_a_dpia(purpose: Any) -> None:
    evaluation = on_ground("listed_exempt", TWO, PROOF, POLICE, {"criminal_purpose": purpose})
    assert CRITERIA in blocked(evaluation)


@pytest.mark.parametrize("sign", [["location"], ["reaches_adversary"], UNKNOWN])
def test_no_dpia_despite_danger_to_a_person_blocks_as_a_proposal_of_the_project(sign: Any) -> None:
    evaluation = screen({"trafficking_triggers": sign, "screening_decision": "not_required"})
    found = next(fired for fired in evaluation.findings if fired.key == "screening.not_required_despite_danger")
    assert (found.level, found.item.finding.basis) == (Level.BLOCK, "proposal")


def test_one_criterion_alone_calls_for_no_dpia_and_for_a_reason() -> None:
    evaluation = screen({"c6_matching": "yes", "screening_decision": "not_required"})

    assert "screening.one_criterion_justification" in {key for key, _ in evaluation.missing}
    assert evaluation.dpia_reasons == ()
    found = next(fired for fired in evaluation.findings if fired.key == "screening.one_criterion")
    assert (found.level, found.item.finding.basis) == (Level.NOTE, "proposal")
    assert blocked(evaluation) == set()


def test_who_has_no_data_protection_officer_names_who_advised_instead() -> None:
    evaluation = kept("club-list")
    answer = evaluation.assessment.answers["screening"]["dpo_view"]
    assert answer.not_applicable
    assert "screening.dpo_view" not in {key for key, _ in evaluation.missing}


# ------------------------------------------------------------------------------------------------------------- governing law


def test_a_purpose_of_the_police_without_a_law_for_it_is_told() -> None:
    for purpose, law, fires in (
        ("yes", ["gdpr"], True),
        (UNKNOWN, ["gdpr"], True),
        ("yes", ["gdpr", "led"], False),
        ("yes", ["other_law"], False),
        ("no", ["gdpr"], False),
    ):
        evaluation = screen({"organisation_kind": "ministry", "criminal_purpose": purpose, "governing_law": law})
        found = {fired.key for fired in evaluation.findings}
        assert ("screening.criminal_purpose_contradicted" in found) is fires, (purpose, law)


def test_the_law_of_the_police_can_be_chosen_for_such_purposes_alone() -> None:
    condition = LIBRARY.form(["screening"]).questions["screening.governing_law"].option_conditions["led"]
    assert condition.truth(screen(POLICE).facts).holds
    assert condition.truth(screen(POLICE | {"criminal_purpose": UNKNOWN}).facts).holds
    assert not condition.truth(screen({"organisation_kind": "police", "criminal_purpose": "no"}).facts).holds
    assert not condition.truth(screen({}).facts).holds


def test_a_law_that_nobody_knows_is_a_finding() -> None:
    found = {fired.key: fired.level for fired in screen({"governing_law": UNKNOWN}).findings}
    assert found["screening.governing_law_unknown"] is Level.MAJOR


@pytest.mark.parametrize(
    ("kind", "law", "conditions"),
    [
        ("person", "household", ["own_space"]),
        ("company", "press", ["press_law", "press_purpose"]),
        ("ministry", "national_security", ["state_service"]),
        ("ngo", "church_rules", ["church_since_2016", "church_in_line", "church_supervision"]),
        ("ngo", "own_rules", ["own_immunity"]),
    ],
)
def test_whoever_claims_an_exception_of_scope_shows_its_conditions(kind: str, law: str, conditions: list[str]) -> None:
    claimed = {"organisation_kind": kind, "governing_law": [law], "criminal_purpose": "no"}
    shown = screen({**claimed, "scope_conditions": conditions})
    assert "screening.scope_not_shown" not in {fired.key for fired in shown.findings}
    assert ("gdpr-dpia" in shown.opened) is (law == "church_rules")
    assert ("io-dpia" in shown.opened) is (law == "own_rules")
    for missing in conditions:
        left = [one for one in conditions if one != missing] or ["none"]
        evaluation = screen({**claimed, "scope_conditions": left})
        found = {fired.key: fired.level for fired in evaluation.findings}
        assert found["screening.scope_not_shown"] is Level.MAJOR, missing
        assert "gdpr-dpia" in evaluation.opened and "io-dpia" not in evaluation.opened


def test_outside_the_regulation_nothing_asks_for_a_dpia_or_a_ground_for_none() -> None:
    home = {"organisation_kind": "person", "governing_law": ["household"], "scope_conditions": ["own_space"]}
    evaluation = screen({**TWO, **home, "other_reasons": None})
    assert blocked(evaluation) == set() and evaluation.dpia_reasons == ()
    assert not evaluation.states["screening.exit_ground"].shown


def test_a_body_of_the_union_is_told_its_own_acts_for_operational_data() -> None:
    europol = {"organisation_kind": "eu_body", "criminal_purpose": "yes", "governing_law": ["europol"]}
    evaluation = screen(europol)
    assert [fired.key for fired in evaluation.opened["led-dpia"]] == ["screening.route_operational_data"]
    assert "gdpr-dpia" not in evaluation.opened
    staff = screen({**europol, "governing_law": ["eudpr"]})
    assert "screening.criminal_purpose_contradicted" in {fired.key for fired in staff.findings}
