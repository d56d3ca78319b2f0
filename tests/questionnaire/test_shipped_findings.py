"""Every finding of the shipped questionnaires can fire and can stay quiet, on an assessment that a file may hold.

The cases are found from the rules themselves; what the search does not reach is written out in `tests/support/firing.py`.
"""

import re
from pathlib import Path
from typing import Any

import pytest

from dpia.assessment.checking import check_assessment
from dpia.assessment.evaluation import Evaluation
from dpia.questionnaire.compiled import CompiledQuestion
from dpia.questionnaire.model import Finding, Level, Question
from dpia.questionnaire.rules.nodes import Facts
from dpia.questionnaire.rules.truth import State, Truth
from dpia.questionnaire.types import QuestionType
from tests.support.firing import LIBRARY, PLACES, QUESTIONNAIRES, finding_of, form_of, judged
from tests.support.forms import ON, judge_all, make_assessment

GUIDE_RULES = Path(__file__).parents[1] / "data" / "guide-rules.txt"
LEVELS = [Level.NOTE, Level.MINOR, Level.MAJOR, Level.BLOCK]
# Questions whose own findings stay quiet on "unknown", because findings that read other answers too speak then.
SPEAK_ELSEWHERE = {
    "children-csae.error_rates": "error_rates_not_measured, error_rates_not_measured_confirmed",
    "icat-ethics.legal_powers": "no_legal_basis, for public bodies",
}
RAISING = [(home, key) for home, key in PLACES if finding_of(home, key).finding.raises]


@pytest.fixture(scope="module", params=QUESTIONNAIRES)
def home(request: pytest.FixtureRequest) -> str:
    """Each questionnaire in turn: its tests stand together, so that one worker finds the cases once."""
    return str(request.param)


def within(places: list[tuple[str, str]], home: str) -> list[str]:
    """The findings of one questionnaire among those of all."""
    return [key for own, key in places if own == home]


def test_every_finding_of_every_file_is_looked_at() -> None:
    all_at_once = LIBRARY.form(QUESTIONNAIRES)
    assert {key for _, key in PLACES} == set(all_at_once.findings_by_key)
    assert {key.partition(".")[0] for _, key in PLACES} == set(LIBRARY.questionnaires)


def test_every_finding_can_fire_and_names_the_answers_that_made_it(home: str, subtests: pytest.Subtests) -> None:
    for key in within(PLACES, home):
        with subtests.test(key):
            evaluation = judged(home, key, Truth.TRUE)
            fired = next(item for item in evaluation.findings if item.key == key)

            assert evaluation.truths[key] is Truth.TRUE
            assert fired.reasons
            assert {reason.key for reason in fired.reasons} <= set(fired.item.condition.reads())
            assert not fired.doubtful


def test_every_finding_can_stay_quiet_while_its_question_shows(home: str, subtests: pytest.Subtests) -> None:
    for key in within(PLACES, home):
        with subtests.test(key):
            evaluation = judged(home, key, Truth.FALSE)

            assert evaluation.truths[key] is Truth.FALSE
            assert evaluation.states[finding_of(home, key).question].shown
            assert key not in {fired.key for fired in evaluation.findings}


def raising(risk: str, evaluation: Evaluation) -> tuple[str, ...]:
    """The findings that put a risk on the register: itself, beside one that covers it, or its twin where its layer is closed."""
    scenario = LIBRARY.catalogue.risk(risk)
    is_closed = risk in evaluation.form.layers.closed(evaluation.facts)
    name = scenario.general if is_closed and scenario is not None and scenario.general is not None else risk
    found = (
        state for state in evaluation.risks if name in (state.scenario.id if state.scenario else None, *state.covers)
    )
    return tuple(key for state in found for key in state.raised_by)


def test_a_finding_that_fires_puts_its_risks_into_the_register(home: str, subtests: pytest.Subtests) -> None:
    for key in within(RAISING, home):
        with subtests.test(key):
            raised = finding_of(home, key).finding.raises

            assert all(key in raising(risk, judged(home, key, Truth.TRUE)) for risk in raised)
            assert not any(key in raising(risk, judged(home, key, Truth.FALSE)) for risk in raised)


def test_every_risk_can_be_raised_and_can_stay_away(subtests: pytest.Subtests) -> None:
    """Away means: with answers to the same questions, not on an empty sheet."""
    for risk in (scenario.id for scenario in LIBRARY.catalogue.risks):
        with subtests.test(risk):
            own = [(home, key) for home, key in RAISING if risk in finding_of(home, key).finding.raises]

            assert own
            assert all(raising(risk, judged(home, key, Truth.TRUE)) for home, key in own)
            assert any(not raising(risk, judged(home, key, Truth.FALSE)) for home, key in own)


def guide_rules() -> list[str]:
    lines = GUIDE_RULES.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def carries(question: Question, code: str) -> bool:
    """Whether a question is that of a code, a part of it, or a table with a row for it (`L-20-24`)."""

    def covers(own: str) -> bool:
        span = re.fullmatch(r"(.+[.-])(\d+)-(\d+)", own)
        number = code.removeprefix(span[1]) if span else ""
        within = span is not None and number.isdigit() and int(span[2]) <= int(number) <= int(span[3])
        return own == code or own.startswith(f"{code}.") or within

    return any(covers(own) for own in (question.code, *(row.code for row in question.fixed_rows)) if own)


def does(finding: Finding, wanted: str) -> bool:
    """Whether a finding does what a word of a rule of the guide says; a level may be higher than the guide's."""
    if wanted in LEVELS:
        return LEVELS.index(finding.level) >= LEVELS.index(Level(wanted))
    if wanted in ("consult", "rejects"):
        return bool(getattr(finding, wanted))
    if wanted.startswith(">"):
        return wanted[1:] in finding.opens
    risk, _, least = wanted.removeprefix("+").partition("=")
    floor = finding.severity_floor.get(risk)
    if least:
        return floor in (least, "grave")
    return risk in finding.raises or floor is not None or risk in finding.likelihood_floor


def test_every_rule_of_the_guide_is_that_of_a_finding(subtests: pytest.Subtests) -> None:
    questions = [question for item in LIBRARY.questionnaires.values() for question in item.questions()]
    for rule in guide_rules():
        with subtests.test(rule):
            code, _, wanted = rule.partition("\t")
            findings = [finding for question in questions if carries(question, code) for finding in question.findings]

            assert any(all(does(finding, word) for word in wanted.split()) for finding in findings)


def test_unknown_is_never_neutral() -> None:
    """Where an answer can be wrong, "unknown" makes at least one finding on that answer fire."""

    def wrongs(item: CompiledQuestion) -> list[bool]:
        facts = Facts(ON, {item.key: State.UNKNOWN})
        own = [one for one in item.findings if {*one.condition.reads()} == {item.key}]
        return [one.condition.truth(facts).holds for one in own if one.finding.level is not Level.NOTE]

    asked = [item for item in LIBRARY.form(QUESTIONNAIRES).asked if item.type is not QuestionType.COMPUTED]
    judged_on_unknown = {item.key: wrongs(item) for item in asked if "unknown" in item.question.allow}

    assert sum(bool(found) for found in judged_on_unknown.values()) > 250
    assert {key for key, found in judged_on_unknown.items() if found and not any(found)} == set(SPEAK_ELSEWHERE)


# Findings whose rule is easily written too narrow, with answers that once passed unseen, and with answers that are fine.
PINNED: list[tuple[str, dict[str, dict[str, Any]], str, bool]] = [
    (
        "icat-ethics",
        {"icat-ethics": {"result_effects": "yes", "human_parts": ["time_enough"], "human_judgement": "A counsellor"}},
        "icat-ethics.no_human_judgement",
        True,
    ),
    (
        "icat-ethics",
        {"icat-ethics": {"result_effects": "yes", "human_parts": ["named"], "human_judgement": "A counsellor"}},
        "icat-ethics.no_human_judgement",
        False,
    ),
    (
        "icat-ethics",
        {
            "screening": {"personal_data": "yes", "people_concerned": ["children"]},
            "icat-ethics": {"children_involved": "no"},
        },
        "icat-ethics.children_contradiction",
        True,
    ),
    ("exchange", {"exchange": {"person_decision": "not_asked"}}, "exchange.person_not_asked", True),
    (
        "exchange",
        {
            "exchange": {
                "without_agreement": "no",
                "person_decision": "informed_only",
                "without_agreement_grounds": ["none"],
            }
        },
        "exchange.no_ground_without_agreement",
        True,
    ),
    (
        "exchange",
        {"exchange": {"instruments": [{"id": "I1", "instrument": "Arrangement", "instrument_status": "signed"}]}},
        "exchange.no_agreement_in_force",
        True,
    ),
    (
        "io-dpia",
        {"io-dpia": {"transfers": [{"id": "C1", "name": "A partner", "agreement": "draft"}]}},
        "io-dpia.transfer_without_agreement",
        True,
    ),
]


def hash_list(**measurement: Any) -> dict[str, dict[str, Any]]:
    """Known material is looked for, nobody confirms reports, and one measurement is written down as far as given."""
    row = {"id": "ER1", "measured_system": "Hash list", **measurement}
    looked_for = {"child_involvement": ["image"], "csam_handled": "yes", "detection": ["known_hash"]}
    return {"children-csae": looked_for | {"human_confirmation": "no_person", "error_rates": [row]}}


MEASURED = {"false_positive_rate": 0.1, "false_negative_rate": 5, "rate_representative": "yes"}
for given, fires in (
    (MEASURED, False),
    (MEASURED | {"rate_representative": "no"}, True),
    (MEASURED | {"false_negative_rate": {"unknown": True}}, True),
    ({"false_positive_rate": 0.1}, False),  # still being filled in
):
    PINNED.append(("children-csae", hash_list(**given), "children-csae.error_rates_not_measured", fires))

for authority, fires in (("isolate_only", True), ("written_order", False)):
    material = {"csam_handled": "yes", "material_authority": authority, "detection": ["known_hash"]}
    PINNED.append(("children-csae", {"children-csae": material}, "children-csae.detection_without_authority", fires))

RUNNING = {"status": "live_new"}
NOT_RUNNING = {"status": "idea"}
PERHAPS_RUNNING = {"status": "pilot", "pilot_with_people": {"unknown": True}}
for screening, level in ((RUNNING, "no_media_control"), (NOT_RUNNING, "media_control_not_complete")):
    for finding in ("no_media_control", "media_control_not_complete"):
        control = {"screening": screening, "led-dpia": {"media_control": "planned"}}
        PINNED.append(("led-dpia", control, f"led-dpia.{finding}", finding == level))

for screening in (RUNNING, NOT_RUNNING, PERHAPS_RUNNING):
    control = {"screening": screening, "led-dpia": {"media_control": "partial"}}
    PINNED.append(("led-dpia", control, "led-dpia.media_control_not_complete", True))
PINNED.append(
    (
        "led-dpia",
        {"screening": PERHAPS_RUNNING, "led-dpia": {"media_control": "planned"}},
        "led-dpia.no_media_control",
        True,
    )
)

for name in ("mfa", "record_access", "logging"):
    for progress in ("planned", "partial"):
        answers = {"security": {"security_table": [{"id": name, "state": progress}]}}
        PINNED.append(("gdpr-dpia", answers, f"security.{name}_only_planned", progress == "planned"))


@pytest.mark.parametrize(("home", "answers", "key", "fires"), PINNED)
def test_the_finding_fires_on_these_answers_or_not(
    home: str, answers: dict[str, dict[str, Any]], key: str, fires: bool
) -> None:
    form = form_of(home)
    check_assessment(form, make_assessment(form, answers))
    found = {fired.key for fired in judge_all(form, answers).findings}

    assert (key in found) is fires


@pytest.mark.parametrize(
    ("kinds", "organisation", "task", "fires"),
    [
        (["ministry"], "mixed", "yes", "legitimate_interests_of_authority"),
        (["ministry", "ngo"], "mixed", "yes", "legitimate_interests_mixed_organisation"),
        (["ngo"], "mixed", "yes", "legitimate_interests_mixed_organisation"),
        ([None], "ministry", "yes", "legitimate_interests_of_authority"),
        ([None, None], "ministry", "yes", "legitimate_interests_of_authority"),
        ([None], "ministry", "no", None),
        ([None], "eu_body", "no", "legitimate_interests_of_union_body"),
        ([None], "ngo", "yes", None),
        ([None, None], "company", "yes", None),
    ],
)
def test_a_public_authority_does_not_rest_its_tasks_on_legitimate_interests(
    kinds: list[str | None], organisation: str, task: str, fires: str | None
) -> None:
    answers = {
        "screening": {"organisation_kind": organisation},
        "gdpr-dpia": {
            "controllers": [
                {"id": f"CT{at}", "name": "Office"} | ({"kind": kind} if kind else {})
                for at, kind in enumerate(kinds, 1)
            ],
            "purposes": [{"id": "P1", "purpose": "Advice"}],
            "legal_bases": [{"id": "P1", "basis": "legitimate_interests", "in_task": task}],
        },
    }
    own = {f"gdpr-dpia.legitimate_interests_{end}" for end in ("of_authority", "of_union_body", "mixed_organisation")}
    found = {fired.key for fired in judge_all(form_of("gdpr-dpia"), answers).findings}

    assert found & own == ({f"gdpr-dpia.{fires}"} if fires else set())


@pytest.mark.parametrize("trigger", ["location", "reaches_adversary", "unsolicited_contact"])
def test_a_trigger_of_the_screening_shows_the_questions_on_safety(trigger: str) -> None:
    for chosen, shown in (([trigger], True), (["none"], False)):
        answers = {"screening": {"people_concerned": ["none"], "trafficking_triggers": chosen}}
        assert judge_all(form_of("gdpr-dpia"), answers).states["victim-safety.retaliation"].shown is shown
