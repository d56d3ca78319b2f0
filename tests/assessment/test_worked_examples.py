"""The worked examples come out as is said of them: whole, marked as invented, every level and decision; ordinary ones too."""

from functools import cache

import pytest

from dpia import load_library, read
from dpia.assessment.checking import find_ill
from dpia.assessment.depth import depth_of
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.model import Outcome
from dpia.assessment.privacy import privacy_warnings
from dpia.assessment.routing import redefined
from dpia.data import EXAMPLES
from dpia.questionnaire.kinds import NO_ANSWER_TYPES
from dpia.questionnaire.model import Level
from dpia.report.editions import Edition, edition_of
from dpia.shipped import example_names
from scripts.examples import with_hashes
from tests.support.counting import asked, values
from tests.support.forms import ON

SEVERITY = {1: "minor", 2: "limited", 3: "serious", 4: "grave"}
LIKELIHOOD = {1: "unlikely", 2: "possible", 3: "likely", 4: "very_likely"}
ANSWERED = {
    "lumen-line": {"screening", "gdpr-dpia", "icat-ethics", "ai-fria", "children-csae"},
    "adlens": {"screening", "led-dpia", "ai-fria", "icat-ethics", "children-csae"},
    "bridgecase": {"screening", "io-dpia", "gdpr-dpia", "exchange"},
    "corner-camera": {"screening", "gdpr-dpia"},
    "practice-app": {"screening", "gdpr-dpia"},
    "shelter-file": {"screening", "gdpr-dpia"},
}
SMALL = {"corner-camera", "practice-app", "shelter-file"}
"""What is optional may stay unanswered in them."""
RECORD = "club-list"
"""A screening that ends without an assessment."""
# Severity and likelihood before measures and when all are done; the level follows from the matrix.
RATINGS = {
    "lumen-line": {
        "R02": ((4, 3), "very_high", (4, 1), "medium"),
        "R01": ((4, 2), "high", (4, 1), "medium"),
        "R07": ((4, 3), "very_high", (3, 2), "medium"),
        "R05": ((3, 3), "high", (2, 2), "medium"),
        "R16": ((4, 2), "high", (4, 1), "medium"),
        "R04": ((3, 2), "medium", (3, 1), "medium"),
        "R14": ((2, 3), "medium", (2, 2), "medium"),
        "R17": ((4, 2), "high", (3, 1), "medium"),
    },
    "adlens": {
        "R07": ((4, 4), "very_high", (3, 3), "high"),
        "R06": ((3, 4), "very_high", (3, 2), "medium"),
        "R04": ((4, 3), "very_high", (3, 2), "medium"),
        "R13": ((3, 3), "high", (3, 2), "medium"),
        "R09": ((4, 3), "very_high", (4, 1), "medium"),
        "R08": ((3, 2), "medium", (3, 1), "medium"),
        "R12": ((3, 3), "high", (3, 2), "medium"),
        "R14": ((3, 3), "high", (3, 2), "medium"),
    },
    "bridgecase": {
        "R10": ((4, 3), "very_high", (4, 1), "medium"),
        "R11": ((4, 3), "very_high", (4, 1), "medium"),
        "R01": ((4, 2), "high", (4, 1), "medium"),
        "R05": ((3, 3), "high", (3, 2), "medium"),
        "R02": ((3, 3), "high", (2, 2), "medium"),
        "R12": ((3, 2), "medium", (2, 2), "medium"),
        "R17": ((3, 2), "medium", (3, 1), "medium"),
        "R18": ((3, 3), "high", (2, 2), "medium"),
        "R09": ((4, 2), "high", (4, 1), "medium"),
    },
    "corner-camera": {
        "GR01": ((3, 2), "medium", (3, 1), "medium"),
        "GR02": ((3, 2), "medium", (3, 1), "medium"),
        "GR03": ((2, 2), "medium", (2, 1), "low"),
        "GR04": ((3, 2), "medium", (3, 1), "medium"),
        "GR05": ((2, 3), "medium", (2, 1), "low"),
        "GR07": ((2, 4), "high", (2, 2), "medium"),
        "GR12": ((3, 2), "medium", (3, 1), "medium"),
    },
    "practice-app": {
        "GR01": ((3, 3), "high", (3, 1), "medium"),
        "GR02": ((2, 3), "medium", (2, 1), "low"),
        "GR03": ((2, 3), "medium", (2, 1), "low"),
        "GR05": ((2, 3), "medium", (2, 1), "low"),
        "GR09": ((3, 3), "high", (2, 2), "medium"),
        "GR12": ((3, 3), "high", (3, 1), "medium"),
        "GR13": ((3, 3), "high", (2, 1), "low"),
    },
    "shelter-file": {
        "R01": ((4, 2), "high", (4, 1), "medium"),
        "R02": ((3, 2), "medium", (3, 1), "medium"),
        "R11": ((3, 2), "medium", (3, 1), "medium"),
        "R22": ((3, 2), "medium", (3, 1), "medium"),
        "GR02": ((3, 2), "medium", (3, 1), "medium"),
        "GR03": ((3, 2), "medium", (2, 1), "low"),
        "GR04": ((3, 3), "high", (3, 1), "medium"),
        "GR05": ((3, 3), "high", (2, 1), "low"),
        "GR10": ((2, 3), "medium", (2, 1), "low"),
        "GR12": ((3, 2), "medium", (3, 1), "medium"),
    },
}
DECISIONS = {
    "lumen-line": (Outcome.CONDITIONAL, "K1 K2 K3 K4", ""),
    "adlens": (Outcome.CONSULTATION, "K1 K2 K3 K4 K5 K6 K7", "crawl"),
    "bridgecase": (Outcome.CONDITIONAL, "K1 K2 K3 K4 K5", "C3"),
    "corner-camera": (Outcome.APPROVED, "", ""),
    "practice-app": (Outcome.CONDITIONAL, "K1", ""),
    "shelter-file": (Outcome.CONDITIONAL, "K1 K2 K3", ""),
}
ROWS = [(name, risk) for name, table in RATINGS.items() for risk in table]


@cache
def judged(name: str) -> Evaluation:
    library = load_library()
    assessment = read(EXAMPLES / f"{name}.yaml", library)
    form = library.form([ref.id for ref in assessment.questionnaires], assessment.method)
    return evaluate(form, assessment, on=ON)


def test_the_examples_are_those_of_the_guide() -> None:
    assert set(example_names()) == {*RATINGS, RECORD}


@pytest.mark.parametrize("name", [*RATINGS, RECORD])
def test_it_answers_the_definitions_that_are_here(name: str) -> None:
    """Where this fails because a questionnaire changed, read the answers again, then run `make examples`."""
    evaluation = judged(name)
    assert [ref.id for ref in evaluation.assessment.questionnaires if ref.sha256 is None] == []
    assert list(redefined(evaluation)) == []
    path = EXAMPLES / f"{name}.yaml"
    assert path.read_text(encoding="utf-8") == with_hashes(path.read_text(encoding="utf-8"), load_library())


@pytest.mark.parametrize("name", RATINGS)
def test_it_answers_every_questionnaire_that_applies(name: str) -> None:
    evaluation = judged(name)
    assert {ref.id for ref in evaluation.assessment.questionnaires} >= ANSWERED[name]
    assert evaluation.waiting == ()
    assert all(len(word.reason) > 40 for word in evaluation.assessment.routing)


@pytest.mark.parametrize("name", [*RATINGS, RECORD])
def test_no_question_that_applies_is_left_unanswered(name: str) -> None:
    evaluation = judged(name)
    asked = [item for item in evaluation.form.asked if item.type not in NO_ANSWER_TYPES]
    states = [evaluation.states[item.key] for item in asked]
    left = {state.key for state in states if state.shown and not state.given}
    assert {key for key in left if evaluation.form.questions[key].question.required} == set()
    assert left == set() or name in {*SMALL, RECORD}
    assert evaluation.missing == ()
    assert evaluation.hidden == ()
    assert list(find_ill(evaluation.form, evaluation.assessment)) == []


@pytest.mark.parametrize("name", [*RATINGS, RECORD])
def test_it_is_marked_as_invented_and_names_nobody(name: str) -> None:
    evaluation = judged(name)
    first = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert evaluation.assessment.example
    assert first.startswith("# Example - invented organisation, not advice.")
    assert privacy_warnings(evaluation.form, evaluation.assessment) == ()


@pytest.mark.parametrize(("name", "risk_id"), ROWS)
def test_every_level_is_that_of_the_guide(name: str, risk_id: str) -> None:
    before, level_before, done, level_done = RATINGS[name][risk_id]
    risk = next(risk for risk in judged(name).risks if risk.id == risk_id)
    for rated, (severity, likelihood), level in (
        (risk.before, before, level_before),
        (risk.done, done, level_done),
    ):
        assert rated is not None
        assert (rated.severity.id, rated.likelihood.id) == (SEVERITY[severity], LIKELIHOOD[likelihood])
        assert rated.level.id == level
        assert rated.life_safety is ((severity, likelihood) == (4, 1))


@pytest.mark.parametrize("name", RATINGS)
def test_every_risk_is_rated_with_reasons_and_measures_or_set_aside_with_a_reason(name: str) -> None:
    for risk in judged(name).risks:
        if risk.dismissed:
            assert risk.risk is not None and risk.risk.not_relevant
            continue
        assert risk.measures, risk.id
        assert all(rated is not None and rated.reason for rated in (risk.before, risk.today, risk.done)), risk.id


@pytest.mark.parametrize("name", RATINGS)
def test_every_measure_has_an_owner_and_a_date_and_lowers_a_risk(name: str) -> None:
    assessment = judged(name).assessment
    linked = {measure for risk in assessment.risks for measure in risk.measures}
    for measure in assessment.measures:
        assert measure.id in linked, measure.id
        assert measure.owner and measure.due, measure.id


@pytest.mark.parametrize("name", RATINGS)
def test_the_decision_is_that_of_the_guide_and_fits(name: str) -> None:
    outcome, conditions, rejected = DECISIONS[name]
    state = judged(name).decision
    assert state.taken is not None
    assert state.floor is outcome
    assert state.taken.outcome is outcome
    assert state.fits, [str(wrong) for wrong in state.wrong]
    assert " ".join(condition.id for condition in state.taken.conditions) == conditions
    assert rejected in (state.taken.rejected_parts or "")
    assert bool(state.taken.rejected_parts) is bool(rejected)
    assert bool(state.consultation) is (outcome is Outcome.CONSULTATION)


@pytest.mark.parametrize("name", [name for name in RATINGS if DECISIONS[name][0] is Outcome.CONDITIONAL])
def test_every_open_block_is_answered_by_a_condition(name: str) -> None:
    evaluation = judged(name)
    decision = evaluation.assessment.decision
    assert decision is not None
    named = {key for condition in decision.conditions for key in condition.finding}
    for fired in evaluation.open_findings:
        if fired.level is Level.BLOCK:
            assert fired.key in named or fired.item.finding.id in named, fired.key


@pytest.mark.parametrize("name", ["corner-camera", "practice-app"])
def test_an_ordinary_example_is_in_the_core_form_and_has_no_block(name: str) -> None:
    evaluation = judged(name)
    depth = depth_of(evaluation)
    assert depth is not None and (depth.full, depth.settled) == (False, True)
    assert 50 <= len(asked(evaluation)) <= 70
    assert [fired.key for fired in evaluation.findings if fired.level is Level.BLOCK] == []


def test_the_record_is_signed_and_finds_nothing() -> None:
    evaluation = judged(RECORD)
    assert edition_of(evaluation) is Edition.RECORD
    assert evaluation.states["screening.screening_sign_off"].given
    assert evaluation.findings == evaluation.risks == ()
    assert len(asked(evaluation)) <= 32
    assert values(evaluation) <= 36


@pytest.mark.parametrize("name", ["corner-camera", "practice-app", RECORD])
def test_an_ordinary_example_says_at_its_head_why_its_answers_are_good(name: str) -> None:
    head = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8").partition("\ndpia: 2\n")[0].splitlines()
    assert len(head) >= 20
    assert all(line.startswith("#") for line in head)
