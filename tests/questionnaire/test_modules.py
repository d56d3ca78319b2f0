"""The modules on security, safety and children: what they ask of whom, and what they find."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Question, Questionnaire
from dpia.questionnaire.options import Option
from dpia.questionnaire.types import QuestionType
from tests.support.firing import form_of
from tests.support.forms import judge_all

ROWS = (
    "encryption", "key_custody", "mfa", "record_access", "admin_separation", "logging", "devices", "backup",
    "vulnerabilities", "vetting", "leavers", "breach_plan",
)  # fmt: skip
STATES: tuple[Any, ...] = ("none", "planned", "partial", "implemented", {"unknown": True})
UNKNOWN = {"unknown": True}
# The finding, the row it looks at, its level, and the states at which it fires.
BY_CELL = [
    ("no_encryption", "encryption", "major", ["none", UNKNOWN]),
    ("encryption_not_complete", "encryption", "minor", ["planned", "partial"]),
    ("no_key_custody", "key_custody", "minor", ["none", UNKNOWN]),
    ("no_mfa", "mfa", "major", ["none", UNKNOWN]),
    ("mfa_only_planned", "mfa", "major", ["planned"]),
    ("mfa_not_complete", "mfa", "minor", ["partial"]),
    ("no_record_access", "record_access", "major", ["none", UNKNOWN]),
    ("record_access_only_planned", "record_access", "major", ["planned"]),
    ("record_access_not_complete", "record_access", "minor", ["partial"]),
    ("no_admin_separation", "admin_separation", "minor", ["none", UNKNOWN]),
    ("no_logging", "logging", "major", ["none", UNKNOWN]),
    ("logging_only_planned", "logging", "major", ["planned"]),
    ("devices_unprotected", "devices", "minor", ["none", UNKNOWN]),
    ("no_backup", "backup", "major", ["none", UNKNOWN]),
    ("no_vulnerability_management", "vulnerabilities", "minor", ["none", UNKNOWN]),
    ("no_vetting", "vetting", "minor", ["none", UNKNOWN]),
    ("no_leaver_process", "leavers", "minor", ["none", UNKNOWN]),
    ("no_breach_plan", "breach_plan", "major", ["none", UNKNOWN]),
    ("breach_plan_not_ready", "breach_plan", "minor", ["planned", "partial"]),
]
CRITERIA = (
    "c1_scoring", "c2_automated_decision", "c3_monitoring", "c4_sensitive", "c5_large_scale", "c6_matching",
    "c7_vulnerable", "c8_innovative", "c9_prevents_right",
)  # fmt: skip
# Nobody is looked for, no criterion weighs, and nobody asked for more.
CORE: dict[str, Any] = {
    "personal_data": "yes",
    "response_parts": ["none"],
    "people_concerned": ["none"],
    "trafficking_triggers": ["none"],
    "evaluation_effects": "no",
    "special_large_scale": "no",
    "public_monitoring": "no",
    "technology": ["other"],
} | dict.fromkeys(CRITERIA, "no")
DEEP = CORE | {"depth_wanted": "yes"}
DANGER = CORE | {"trafficking_triggers": ["reaches_adversary"]}
HEALTH = {"data_items": [{"id": "D1", "item": "Diagnosis", "subjects": ["other_person"], "special": ["health"]}]}
NAMES = {"data_items": [{"id": "D1", "item": "Name", "subjects": ["other_person"], "special": ["none"]}]}


def table(**states: Any) -> list[dict[str, Any]]:
    """The table with a state for each row: everywhere, where nothing else is said."""
    return [{"id": row, "state": states.get(row, "implemented")} for row in ROWS]


def found_in(module: str, answers: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The findings of a module with their levels."""
    fired = judge_all(form_of("gdpr-dpia"), answers).findings
    return {one.item.finding.id: one.level.value for one in fired if one.key.startswith(f"{module}.")}


def every(module: str) -> set[str]:
    """The questions of a module, without the hints between them."""
    asked = form_of("gdpr-dpia").asked
    return {item.question.id for item in asked if item.owner.id == module and item.type is not QuestionType.INFO}


def shown_of(module: str, answers: dict[str, dict[str, Any]]) -> set[str]:
    """Those of them that these answers ask for."""
    states = judge_all(form_of("gdpr-dpia"), answers).states
    return {name for name in every(module) if states[f"{module}.{name}"].shown}


# --------------------------------------------------------------------------------------------------------------- security


@pytest.mark.parametrize(("finding", "row", "level", "fires"), BY_CELL)
def test_a_finding_on_security_fires_by_the_cell_of_its_row_alone(
    finding: str, row: str, level: str, fires: list[Any]
) -> None:
    for state in STATES:
        found = found_in("security", {"security": {"security_table": table(**{row: state})}})
        assert (found.get(finding) == level) is (state in fires), state
    others = {other: "none" for other in ROWS if other != row}
    assert finding not in found_in("security", {"security": {"security_table": table(**others)}})


def test_a_table_in_which_all_is_done_finds_nothing_and_an_empty_one_waits() -> None:
    assert found_in("security", {"security": {"security_table": table()}}) == {}
    assert found_in("security", {"security": {"security_table": []}}) == {}


def test_a_finding_names_its_row_among_its_reasons() -> None:
    answers = {"security": {"security_table": table(mfa="partial", encryption="none")}}
    evaluation = judge_all(form_of("gdpr-dpia"), answers)
    (mfa,) = [one for one in evaluation.findings if one.key == "security.mfa_not_complete"]
    assert [(reason.key, reason.row) for reason in mfa.reasons] == [("security.security_table", "mfa")]


@pytest.mark.parametrize("row", ROWS)
def test_five_measures_are_needed_by_everybody_and_the_others_may_not_apply(row: str) -> None:
    always = {"encryption", "mfa", "record_access", "logging", "breach_plan"}
    answers = {"security": {"security_table": table(**{row: {"not_applicable": "There is nothing of the kind."}})}}
    assert found_in("security", answers) == ({"measure_called_needless": "major"} if row in always else {})


def test_the_core_asks_for_one_table_and_whether_the_backup_was_ever_tried() -> None:
    answers = {"screening": CORE, "gdpr-dpia": NAMES, "security": {"security_table": table()}}
    assert shown_of("security", answers) == {"security_table", "restore_tested"}
    answers["security"] = {"security_table": table(backup="none")}
    assert shown_of("security", answers) == {"security_table"}


@pytest.mark.parametrize(
    ("data", "state", "unfolds"),
    [
        (HEALTH, "partial", {"encryption_layers", "encryption_how"}),
        (HEALTH, "implemented", set()),
        (NAMES, "partial", set()),
    ],
)
def test_encryption_in_part_unfolds_where_data_are_sensitive(data: Any, state: str, unfolds: set[str]) -> None:
    answers = {"screening": CORE, "gdpr-dpia": data, "security": {"security_table": table(encryption=state)}}
    assert shown_of("security", answers) & {"encryption_layers", "encryption_how", "key_holder"} == unfolds


def test_who_looks_at_the_logs_is_asked_where_data_are_sensitive() -> None:
    for data, asked in ((HEALTH, True), (NAMES, False)):
        answers = {"screening": CORE, "gdpr-dpia": data, "security": {"security_table": table()}}
        assert ("log_review" in shown_of("security", answers)) is asked


def test_a_second_way_is_asked_for_where_a_right_depends_on_the_service() -> None:
    answers = {"screening": CORE | {"c9_prevents_right": "yes"}, "security": {"security_table": table()}}
    assert "fallback_channel" in shown_of("security", answers)


def test_the_depth_opens_every_part_but_those_for_people_in_danger() -> None:
    only_in_danger = {"seizure_plan", "fallback_channel", "safety_response", "safety_response_time"}
    deep = {"screening": DEEP, "gdpr-dpia": NAMES, "security": {"security_table": table()}}
    assert shown_of("security", deep) == every("security") - only_in_danger
    danger = {
        "screening": DANGER,
        "gdpr-dpia": NAMES,
        "security": {"security_table": table(), "safety_response": "yes"},
    }
    assert shown_of("security", danger) == every("security")
    assert len(every("security")) + len(ROWS) - 1 == 33, "the facts that were asked one by one before"


def test_what_is_not_there_is_not_asked_about_further() -> None:
    nothing = table(**dict.fromkeys(ROWS, "none"))
    answers = {"screening": DEEP, "gdpr-dpia": HEALTH, "security": {"security_table": nothing}}
    assert shown_of("security", answers) == {"security_table"}


# ----------------------------------------------------------------------------------------------------------------- safety


@pytest.mark.parametrize(
    ("screening", "shown"),
    [
        (CORE, False),
        (DANGER, True),
        (CORE | {"people_concerned": ["crime_victims"]}, True),
        (CORE | {"people_concerned": UNKNOWN}, True),
        (CORE | {"people_concerned": ["children"]}, False),
        (CORE | {"trafficking_triggers": UNKNOWN}, True),
    ],
)
def test_safety_is_asked_where_somebody_may_be_looked_for(screening: dict[str, Any], shown: bool) -> None:
    assert ("retaliation" in shown_of("victim-safety", {"screening": screening})) is shown


FIELD_ONLY = {
    "anonymous_help", "help_in_bound_state", "unconditional_help", "immigration_firewall", "immigration_firewall_text",
    "immigration_firewall_evidence", "used_against_victim", "media_use", "media_consent", "media_child",
    "interpreter_vetting", "immigration_firewall_parts", "immigration_firewall_next", "proceedings",
}  # fmt: skip


def test_the_field_is_asked_for_more_than_others_in_danger() -> None:
    given = {"immigration_firewall": "partial", "media_use": "yes"}
    danger = shown_of("victim-safety", {"screening": DANGER, "victim-safety": given})
    field = shown_of(
        "victim-safety", {"screening": DANGER | {"response_parts": ["protection"]}, "victim-safety": given}
    )
    assert field - danger == FIELD_ONLY
    assert danger >= {"retaliation", "adversaries", "shared_devices", "own_safety_view", "addresses_separate", "remedy"}


# ----------------------------------------------------------------------------------------------------------- neutral words

FIELD_WORDS = re.compile(
    r"traffick|exploit|surviv|sexual abuse|abuse material|\bICAT\b|prostitut|forced labour|slavery", re.IGNORECASE
)
FIELD_SOURCES = {
    "cets197", "palermo", "thb-directive", "thb-amending", "who-2003", "htcds", "datact", "planitzer", "icat", "ctdc",
    "nexus", "trm-guidelines", "osce-2020", "greta", "unwg", "csa-directive", "opsc", "lanzarote",
}  # fmt: skip
FIELD_RULE = "screening.trafficking >= 1"
SHOWN_TEXTS = ("ask", "help", "guidance", "label", "consequence", "says", "because", "mend", "sentence", "row_name")


def is_for_the_field(part: Question | Option, hidden: set[str]) -> bool:
    """Whether it is shown in the layer of the field alone, by its own rule or by a question that is."""
    rule = part.when or ""
    return FIELD_RULE in rule or bool(hidden & set(re.findall(r"\w+", rule)))


def hidden_without_the_field(questionnaire: Questionnaire) -> set[str]:
    hidden: set[str] = set()
    for question in questionnaire.questions():
        if is_for_the_field(question, hidden):
            hidden.add(question.id)
    return hidden


def texts_and_sources(part: Any) -> Iterator[str]:
    if isinstance(part, Option) and is_for_the_field(part, set()):
        return
    if isinstance(part, tuple):
        for item in part:
            yield from texts_and_sources(item)
    elif hasattr(type(part), "model_fields"):
        for name in type(part).model_fields:
            value = getattr(part, name)
            if name in SHOWN_TEXTS and isinstance(value, str):
                yield value
            elif name == "cite":
                yield from (f"source {citation.partition(' ')[0]}" for citation in value)
            elif isinstance(value, tuple):
                yield from texts_and_sources(value)


@pytest.mark.parametrize("name", ["security", "victim-safety", "children"])
def test_what_is_asked_outside_the_field_has_no_word_and_no_source_of_it(shipped: Library, name: str) -> None:
    own = shipped.questionnaires[name]
    hidden = hidden_without_the_field(own)
    shown = [text for question in own.questions() if question.id not in hidden for text in texts_and_sources(question)]
    shown += [
        own.title,
        own.description or "",
        *(text or "" for part in own.walk() for text in (part.title, part.intro)),
    ]
    assert len(shown) > 60
    assert [text for text in shown if FIELD_WORDS.search(text)] == []
    assert {text for text in shown if text.removeprefix("source ") in FIELD_SOURCES} == set()


def test_the_layer_of_the_field_keeps_the_sources_of_the_field(shipped: Library) -> None:
    """What left the questions that all are asked stands in hints that only the field is shown."""
    for name, sources in (("security", {"htcds", "who-2003", "cets197"}), ("victim-safety", {"cets197", "palermo"})):
        own = shipped.questionnaires[name]
        hidden = hidden_without_the_field(own)
        cited = {citation.partition(" ")[0] for one in own.questions() if one.id in hidden for citation in one.cite}
        assert sources <= cited


# --------------------------------------------------------------------------------------------------------------- children

PATIENTS = CORE | {"people_concerned": ["children"]}
OWN_USE = {"child_part": ["use_themselves"]}
ALL_WELL = {
    **OWN_USE,
    "best_interests": "Two classes were asked in May.",
    "child_agreement": "child_of_age",
    "child_notice": "yes",
    "no_steering": "yes",
    "parents_see": "Marks.",
}


@pytest.mark.parametrize(
    ("screening", "data", "shown"),
    [
        (PATIENTS, NAMES, True),
        (CORE, NAMES, False),
        (CORE, {"data_items": [{"id": "D1", "item": "Name", "subjects": ["children"], "special": ["none"]}]}, True),
        (CORE | {"people_concerned": UNKNOWN}, NAMES, True),
        (PATIENTS | {"response_parts": ["protection"]}, NAMES, False),
        (PATIENTS | {"technology": ["csam_detection"], "organisation_kind": "platform"}, NAMES, False),
        (PATIENTS | {"trafficking_triggers": ["abuse_images"]}, NAMES, False),
    ],
)
def test_children_are_asked_about_where_they_are_and_nothing_longer_asks_already(
    screening: dict[str, Any], data: dict[str, Any], shown: bool
) -> None:
    answers = {"screening": screening, "gdpr-dpia": data}
    assert ("child_part" in shown_of("children", answers)) is shown


def test_what_is_for_children_who_use_it_themselves_is_not_asked_of_others() -> None:
    asked = {"child_part", "best_interests"}
    for part in ("adults_act", "by_chance"):
        assert shown_of("children", {"screening": PATIENTS, "children": {"child_part": [part]}}) == asked
    more = {"child_agreement", "child_notice", "no_steering", "parents_see"}
    assert shown_of("children", {"screening": PATIENTS, "children": OWN_USE}) == asked | more


@pytest.mark.parametrize(
    ("given", "finding", "level"),
    [
        ({"best_interests": UNKNOWN}, "best_interests_not_examined", "minor"),
        ({"child_agreement": "not_checked"}, "parents_not_asked", "major"),
        ({"child_agreement": UNKNOWN}, "parents_not_asked", "major"),
        ({"child_notice": "no"}, "no_child_notice", "minor"),
        ({"child_notice": UNKNOWN}, "no_child_notice", "minor"),
        ({"no_steering": "no"}, "children_steered", "major"),
        ({"no_steering": UNKNOWN}, "children_steered", "major"),
    ],
)
def test_a_finding_about_children_fires_on_its_answer_alone(given: dict[str, Any], finding: str, level: str) -> None:
    assert found_in("children", {"screening": PATIENTS, "children": ALL_WELL | given}) == {
        finding: level,
        "children_use_it": "note",
    }


@pytest.mark.parametrize("basis", ["child_of_age", "parent_always", "other_basis"])
def test_a_service_that_is_good_to_children_finds_nothing(basis: str) -> None:
    answers = {"screening": PATIENTS, "children": ALL_WELL | {"child_agreement": basis}}
    assert found_in("children", answers) == {"children_use_it": "note"}


@pytest.mark.parametrize(
    ("given", "risk"),
    [({}, "GR12"), ({"no_steering": "no"}, "GR11"), ({"child_notice": "no"}, "GR13")],
)
def test_harm_to_children_comes_into_the_register(given: dict[str, Any], risk: str) -> None:
    by_adults = {"child_part": ["adults_act"], "best_interests": "Parents were asked."}
    for answers, raised in ((ALL_WELL | given, True), (by_adults, False)):
        risks = judge_all(form_of("gdpr-dpia"), {"screening": PATIENTS, "children": answers}).risks
        assert (risk in {found.id for found in risks}) is raised


def test_what_no_act_orders_is_marked_as_a_proposal(shipped: Library) -> None:
    marked = {
        finding.id
        for name in ("security", "victim-safety", "children")
        for question in shipped.questionnaires[name].questions()
        for finding in question.findings
        if finding.basis is not None
    }
    assert marked >= {"no_seizure_plan", "safety_response_too_slow", "no_immigration_firewall", "children_steered"}
    assert not marked & {"no_encryption", "no_breach_plan", "help_conditional", "parents_not_asked", "no_child_notice"}
