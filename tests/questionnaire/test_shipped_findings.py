"""Every finding of the shipped questionnaires can fire and can stay quiet, on an assessment that a file may hold.

The cases are found from the rules themselves; what the search does not reach is written out in `tests/support/firing.py`.
"""

import re
from pathlib import Path

import pytest

from dpia.questionnaire.compiled import CompiledQuestion
from dpia.questionnaire.model import Finding, Level, Question, QuestionType
from dpia.questionnaire.rules.nodes import Facts
from dpia.questionnaire.rules.truth import State, Truth
from tests.support.firing import LIBRARY, PLACES, QUESTIONNAIRES, finding_of, judged
from tests.support.forms import ON

GUIDE_RULES = Path(__file__).parents[1] / "data" / "guide-rules.txt"
LEVELS = [Level.NOTE, Level.MINOR, Level.MAJOR, Level.BLOCK]
# Questions whose own findings stay quiet on "unknown", because findings that read other answers too speak then.
SPEAK_ELSEWHERE = {
    "children-csae.error_rates": "error_rates_not_measured, error_rates_not_measured_confirmed",
    "icat-ethics.legal_powers": "no_legal_basis, for public bodies",
}
RAISING = [(home, key) for home, key in PLACES if finding_of(home, key).finding.raises]


def test_every_finding_of_every_file_is_looked_at() -> None:
    all_at_once = LIBRARY.form(QUESTIONNAIRES)
    assert {key for _, key in PLACES} == set(all_at_once.findings_by_key)
    assert {key.partition(".")[0] for _, key in PLACES} == set(LIBRARY.questionnaires)


@pytest.mark.parametrize(("home", "key"), PLACES)
def test_the_finding_can_fire_and_names_the_answers_that_made_it(home: str, key: str) -> None:
    evaluation = judged(home, key, Truth.TRUE)
    fired = next(item for item in evaluation.findings if item.key == key)

    assert evaluation.truths[key] is Truth.TRUE
    assert fired.reasons
    assert {reason.key for reason in fired.reasons} <= set(fired.item.condition.reads())
    assert not fired.doubtful


@pytest.mark.parametrize(("home", "key"), PLACES)
def test_the_finding_can_stay_quiet_while_its_question_shows(home: str, key: str) -> None:
    evaluation = judged(home, key, Truth.FALSE)

    assert evaluation.truths[key] is Truth.FALSE
    assert evaluation.states[finding_of(home, key).question].shown
    assert key not in {fired.key for fired in evaluation.findings}


@pytest.mark.parametrize(("home", "key"), RAISING)
def test_a_finding_that_fires_puts_its_risks_into_the_register(home: str, key: str) -> None:
    raised = finding_of(home, key).finding.raises

    fires = {risk.id: risk.raised_by for risk in judged(home, key, Truth.TRUE).risks}
    quiet = {risk.id: risk.raised_by for risk in judged(home, key, Truth.FALSE).risks}

    assert all(key in fires[risk] for risk in raised)
    assert not any(key in quiet.get(risk, ()) for risk in raised)


@pytest.mark.parametrize("risk", [scenario.id for scenario in LIBRARY.catalogue.risks])
def test_the_risk_can_be_raised_and_can_stay_away(risk: str) -> None:
    """Away means: with answers to the same questions, not on an empty sheet."""
    own = [(home, key) for home, key in RAISING if risk in finding_of(home, key).finding.raises]

    assert all(risk in {state.id for state in judged(home, key, Truth.TRUE).risks} for home, key in own)
    assert any(risk not in {state.id for state in judged(home, key, Truth.FALSE).risks} for home, key in own)


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


@pytest.mark.parametrize("rule", guide_rules())
def test_the_rule_of_the_guide_is_that_of_a_finding(rule: str) -> None:
    code, _, wanted = rule.partition("\t")
    questions = [question for item in LIBRARY.questionnaires.values() for question in item.questions()]
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
