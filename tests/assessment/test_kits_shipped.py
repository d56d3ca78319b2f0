"""The shipped starter kits: sound, silent on what only the organisation can say, and each answered to a decision once."""

import re
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from dpia import read
from dpia.assessment.duplicating import suggestions
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.kits import begin_with, kit_problems, kits_of
from dpia.assessment.model import Outcome
from dpia.data import EXAMPLES
from dpia.questionnaire.model import Level
from dpia.shipped import shipped_library
from tests.support.counting import asked, left_to_write, values
from tests.support.field_layer import FIELD_WORDS
from tests.support.forms import ON

KITS: Final = kits_of(shipped_library())
COMPLETED: Final = Path(__file__).parents[1] / "data" / "ordinary"
NEVER: Final = frozenset(
    re.findall(
        r"\S+",
        """
        SCR-22 SCR-24 SCR-24.reasons G-2.36 G-2.37 G-2.38 G-2.39 G-2.40 G-2.6-13 G-2.14-18 G-2.22 G-3.2 G-3.2.least G-3.3
        G-5.1 G-5.1.sign G-5.1.followed G-5.2 G-5.2.result G-5.2.why_not G-5.4 G-6.2 G-6.3
        """,
    )
)
"""What no kit answers: dangers, what is in place, necessity and proportion, advice, views and decisions."""
CONTRADICTION: Final = re.compile("contradict|denied|not_listed|field_left_out|without_point")


class Most(NamedTuple):
    """How much a completed assessment may ask and take, beside the ratings of risks and the questionnaires of its own."""

    questions: int
    values: int | None = None
    left: int | None = None
    own: tuple[str, ...] = ()


ORDINARY: Final = Most(questions=70, values=120, left=75)
LIMITS: Final = {
    "newsletter": ORDINARY,
    "shop-camera": ORDINARY,
    "personnel": ORDINARY,
    "clinic-app": ORDINARY,
    "school-app": ORDINARY,
    "recruiting-ai": Most(questions=115, own=("ai-fria",)),
    "city-camera": Most(questions=115),
    "health-research": Most(questions=115),
    "customer-analytics": Most(questions=70),
    "language-chatbot": Most(questions=70, own=("ai-fria",)),
}

every_kit = pytest.mark.parametrize("name", sorted(KITS))


def completed(name: str) -> Evaluation:
    """The assessment that was begun with a kit and answered to the end."""
    library = shipped_library()
    path = COMPLETED / f"{name}.yaml"
    assessment = read(path if path.exists() else EXAMPLES / path.name, library)
    return evaluate(library.form([ref.id for ref in assessment.questionnaires]), assessment, on=ON)


def test_nothing_is_wrong_with_the_shipped_kits() -> None:
    assert len(KITS) >= len(LIMITS)
    assert [str(problem) for problem in kit_problems(shipped_library())] == []


@every_kit
def test_a_kit_is_silent_on_what_only_the_organisation_can_say(name: str) -> None:
    kit = KITS[name]
    form = shipped_library().form(kit.questionnaires)
    answered = {form.questions[f"{file}.{key}"].question.code for file, given in kit.answers.items() for key in given}

    assert not answered & NEVER
    assert {point.code for point in kit.open} & NEVER, "it has hints for some of these"


def test_a_kit_of_your_own_takes_over_no_opinion_on_one_processing_and_no_name_of_the_team() -> None:
    form = shipped_library().form(["screening", "gdpr-dpia", "led-dpia"])
    once = {item.question.code for item in form.asked if item.question.once}
    names = [
        form.questions[f"{file}.{table}"].columns[column].column
        for file in ("gdpr-dpia", "led-dpia")
        for table, column in (("dpia_versions", "author"), ("team", "member"))
    ]

    assert once >= {"SCR-22", "KD-02", "G-2.36", "G-2.37", "G-2.38", "G-2.39", "G-3.2", "G-3.2.least", "G-3.3", "G-3.4"}
    assert all(column.contact for column in names)


@every_kit
def test_a_kit_for_everybody_holds_no_word_of_the_field(name: str) -> None:
    kit = KITS[name]
    if kit.answers["screening"].get("response_parts") == ["none"]:
        assert FIELD_WORDS.findall(kit.model_dump_json()) == []


@every_kit
def test_the_risks_of_a_kit_are_of_the_catalogue_and_each_measure_lowers_one(name: str) -> None:
    kit, catalogue = KITS[name], shipped_library().form(KITS[name].questionnaires).catalogue

    assert len(kit.risks) >= 3
    assert all(risk.measures and risk.scenario == risk.id and catalogue.risk(risk.id) for risk in kit.risks)
    assert {name for risk in kit.risks for name in risk.measures} == {measure.id for measure in kit.measures}


@every_kit
def test_what_a_kit_says_is_decided_by_nobody_until_a_person_keeps_it(name: str) -> None:
    kit, library = KITS[name], shipped_library()
    begun = begin_with(kit, library, assessment_id="ours", title="Ours", on=ON)
    evaluation = evaluate(library.form(kit.questionnaires), begun, on=ON)
    shown = {key for key in suggestions(begun) if key in evaluation.states and evaluation.states[key].shown}

    assert shown and shown <= {key for key, _ in evaluation.missing}
    assert not {Outcome.APPROVED, Outcome.CONDITIONAL} & set(evaluation.decision.allowed)


@every_kit
def test_what_a_kit_answers_shows_to_whoever_begins_with_it(name: str) -> None:
    kit, evaluation = KITS[name], completed(name)
    keys = [f"{file}.{question}" for file, given in kit.answers.items() for question in given]

    assert [key for key in keys if not evaluation.states[key].shown] == []


@every_kit
def test_a_kit_can_be_answered_to_a_decision_without_a_gap_or_contradiction(name: str) -> None:
    kit, evaluation = KITS[name], completed(name)

    assert {ref.id for ref in evaluation.assessment.questionnaires} >= set(kit.questionnaires)
    assert {risk.id for risk in kit.risks} <= {risk.id for risk in evaluation.assessment.risks}
    assert (evaluation.missing, evaluation.waiting, evaluation.hidden) == ((), (), ())
    assert suggestions(evaluation.assessment) == ()
    assert [risk.id for risk in evaluation.risks if not risk.rated] == []
    assert [fired.key for fired in evaluation.findings if CONTRADICTION.search(fired.key)] == []
    assert evaluation.decision.fits
    assert evaluation.decision.taken is not None
    assert evaluation.decision.taken.outcome is not Outcome.REJECTED


@pytest.mark.parametrize("name", [name for name, most in LIMITS.items() if most is ORDINARY])
def test_an_ordinary_processing_is_approved_with_nothing_grave_left_open(name: str) -> None:
    evaluation = completed(name)

    assert [fired.key for fired in evaluation.open_findings if fired.level is not Level.MINOR] == []
    assert evaluation.decision.taken is not None
    assert evaluation.decision.taken.outcome is Outcome.APPROVED


@pytest.mark.parametrize("name", LIMITS)
def test_a_completed_assessment_asks_and_takes_no_more_than_was_promised(name: str) -> None:
    kit, evaluation, most = KITS[name], completed(name), LIMITS[name]
    questions = len(asked(evaluation)) - (len(asked(evaluation, *most.own)) if most.own else 0)

    assert questions <= most.questions
    if most.values is not None:
        assert 90 <= values(evaluation) <= most.values
    if most.left is not None:
        assert len(left_to_write(evaluation, kit)) <= most.left
