"""Whoever has nothing to do with trafficking reads none of its words; whoever has, finds them in a layer of its own."""

from typing import Any

import pytest

from dpia.assessment.evaluation import Evaluation
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Level
from dpia.questionnaire.texts import texts_of
from tests.support.field_layer import FIELD_SOURCES, FIELD_WORDS, citations, in_layer, without_layer
from tests.support.forms import judge_all

NEUTRAL = ["ai-fria", "exchange", "io-dpia", "law-measure", "led-dpia", "review"]
WITHOUT_LAYER = ["lia", "tia"]
UNKNOWN = {"unknown": True}
DATA_SET = {"id": "TD1", "data_set": "Old files", "ds_used_for": ["train"], "ds_origin": ["case_files"]}


@pytest.mark.parametrize("name", [*NEUTRAL, *WITHOUT_LAYER])
def test_no_word_of_the_field_shows_outside_its_layer(shipped: Library, name: str) -> None:
    found = texts_of(without_layer(shipped.questionnaire(name)))
    assert len(found) > 200
    assert {place: text.english for place, text in found.items() if FIELD_WORDS.search(text.english)} == {}


@pytest.mark.parametrize("name", [*NEUTRAL, *WITHOUT_LAYER])
def test_nothing_outside_the_layer_cites_a_source_of_the_field(shipped: Library, name: str) -> None:
    assert set(citations(without_layer(shipped.questionnaire(name)))) & set(FIELD_SOURCES) == set()


@pytest.mark.parametrize("name", NEUTRAL)
def test_the_field_has_its_words_in_the_layer(shipped: Library, name: str) -> None:
    questionnaire = shipped.questionnaire(name)
    layer = set(texts_of(questionnaire)) - set(texts_of(without_layer(questionnaire)))
    words = [place for place in layer if FIELD_WORDS.search(texts_of(questionnaire)[place].english)]
    assert len(words) >= 3


@pytest.mark.parametrize(
    ("rule", "closed"),
    [
        ("screening.trafficking >= 1", True),
        ("a == yes and screening.trafficking >= 1", True),
        ("screening.trafficking >= 1 and (b == yes or c == no)", True),
        ("a == yes or screening.trafficking >= 1", False),
        ("count_true(screening.trafficking >= 1) < 1", False),
        ("any(table, secret in kinds and screening.trafficking >= 1)", True),
        ("any(table, secret in kinds)", False),
        ("screening.safety >= 1", False),
    ],
)
def test_a_rule_is_of_the_layer_if_it_cannot_hold_without(rule: str, closed: bool) -> None:
    assert in_layer(rule) is closed


def test_a_rule_on_an_option_that_only_the_layer_offers_is_of_the_layer() -> None:
    assert in_layer("any(table, secret in kinds)", frozenset({"secret"}))
    assert in_layer("kind == secret", frozenset({"secret"}))
    assert not in_layer("not (secret in kinds)", frozenset({"secret"}))


def assessed(shipped: Library, answers: dict[str, Any], screening: dict[str, Any] | None = None) -> Evaluation:
    """What follows for an AI system, alone or beside a screening."""
    if screening is None:
        return judge_all(shipped.form(["ai-fria"]), answers)
    return judge_all(shipped.form(["screening", "ai-fria"]), {"screening": screening, "ai-fria": answers})


def fired(evaluation: Evaluation) -> dict[str, Level]:
    return {item.key.removeprefix("ai-fria."): item.item.finding.level for item in evaluation.findings}


def rejecting(evaluation: Evaluation) -> set[str]:
    return {item.key for item in evaluation.findings if item.item.finding.rejects}


def test_an_ai_system_can_be_assessed_alone_and_the_layer_is_closed_then(shipped: Library) -> None:
    answers = {
        "training_data": [{**DATA_SET, "ds_ground": "none"}],
        "label_basis": ["arrests"],
        "model_protected": "no",
    }

    evaluation = assessed(shipped, answers)

    layer = set(texts_of(shipped.questionnaire("ai-fria"))) - set(
        texts_of(without_layer(shipped.questionnaire("ai-fria")))
    )
    asked = {
        place.split(".")[1] for place in layer if place.startswith("questions.") and place.endswith("_in_the_field.ask")
    }
    assert len(asked) >= 8
    assert not [name for name in asked if evaluation.states[f"ai-fria.{name}"].shown]
    assert fired(evaluation)["personal_data_without_ground"] is Level.MAJOR
    assert {"victims_data_without_ground", "model_reveals_status"} & set(fired(evaluation)) == set()
    assert rejecting(evaluation) == set()


FIELD = {"response_parts": ["protection"]}
NO_FIELD = {"response_parts": ["none"]}


@pytest.mark.parametrize("screening", [None, NO_FIELD, FIELD])
def test_training_data_that_nobody_knows_are_major_and_no_rejection(
    shipped: Library, screening: dict[str, Any] | None
) -> None:
    evaluation = assessed(shipped, {"training_data": UNKNOWN}, screening)

    assert fired(evaluation)["training_data_unknown"] is Level.MAJOR
    assert not [key for key, level in fired(evaluation).items() if "data" in key and level is Level.BLOCK]
    assert rejecting(evaluation) == set()


@pytest.mark.parametrize(
    ("cells", "screening", "wanted"),
    [
        ({"ds_ground": "none", "ds_victims": "yes"}, FIELD, {"ai-fria.victims_data_without_ground"}),
        ({"ds_ground": "none", "ds_victims": "yes"}, NO_FIELD, set()),
        ({"ds_ground": "none", "ds_victims": UNKNOWN}, FIELD, set()),
        ({"ds_ground": UNKNOWN, "ds_victims": "yes"}, FIELD, set()),
        ({"ds_ground": "none", "ds_victims": "yes", "ds_used_for": UNKNOWN}, FIELD, set()),
    ],
)
def test_only_victims_data_with_a_stated_use_and_no_ground_leave_nothing_but_a_rejection(
    shipped: Library, cells: dict[str, Any], screening: dict[str, Any], wanted: set[str]
) -> None:
    evaluation = assessed(shipped, {"training_data": [{**DATA_SET, **cells}]}, screening)

    assert rejecting(evaluation) == wanted


def test_a_conversation_that_reaches_no_human_at_night_blocks_in_the_field_and_is_major_elsewhere(
    shipped: Library,
) -> None:
    answers = {"outputs": ["conversation"], "victims_talk": "yes", "human_handover": "partly"}

    field, elsewhere, alone = (fired(assessed(shipped, answers, screening)) for screening in (FIELD, NO_FIELD, None))

    assert field["no_handover_for_victims"] is Level.BLOCK
    assert "no_handover_in_danger" not in field
    assert elsewhere["no_handover_in_danger"] is alone["no_handover_in_danger"] is Level.MAJOR
    assert "no_handover_for_victims" not in {*elsewhere, *alone}


def test_without_personal_data_no_impact_assessment_is_asked_for_beside_that_of_an_ai_system(shipped: Library) -> None:
    assert "no_dpia_beside" in fired(assessed(shipped, {"dpia_relation": "none"}))
    assert "no_dpia_beside" not in fired(assessed(shipped, {"dpia_relation": "no_personal_data"}))
