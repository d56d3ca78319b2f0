"""docs/migration.md: every construct of the two other formats has a row, and the definitions that show them are sound."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from dpia.assessment.checking import check_assessment
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.files import read_assessment
from dpia.assessment.model import Assessment, QuestionnaireRef
from dpia.data import QUESTIONNAIRES
from dpia.questionnaire.library import Library, read_definitions
from dpia.questionnaire.lint import lint
from tests.docs.pages import blocks, page, part

TEXT = page("migration.md")
DUTCH = part(TEXT, "The Dutch government's definition")
CNIL = part(TEXT, "The structure of CNIL's software")
DAY = date(2026, 11, 24)

# The keys of the Dutch definition's JSON Schema, of its source files and of its answers.
DUTCH_KEYS = """name urn version description tasks assessments prefixQuestionIds task category id is_official_id repeatable
 required_status item_name instance_label_template valueType defaultValue options sources in_fria action_point_group
 action_point_summary references criteria levels level expression result explanation scoreKey riskScore when value calculation
 condition operator source mapping_type type prescanModelId metadata createdAt createdBy email completedTasks lastEditedAt
 lastEditedBy _index label"""
DUTCH_VALUES = """text_input open_text select_option multiselect_scrollable checkbox_option radio_option task_group informational
 date image conditional source_options instance_mapping equals contains any all show hide options sync_instances one_to_one
 one_to_many many_to_one pre-fill pre-view takeover one-to-one one-to-many many-to-one many-to-many boolean|null string[]
 countSelectedOptions weightedCountMap bool"""
# The keys of CNIL's structure, of its assessments and of its knowledge base.
CNIL_KEYS = """sections id title short_help items evaluation_mode evaluation_with_gauge is_measure filter_by questions short_title
 link_knowledge_base placeholder answer_type cartography active answer answers hide type structure_data slug category filters
 pia name status dpo_status dpo_opinion concerned_people_opinion concerned_people_searched_opinion rejection_reason
 applied_adjustments progress is_example is_archive created_at reference_to gauge list text measures content evaluations
 action_plan_comment evaluation_comment gauges estimated_implementation_date person_in_charge global_status comments
 attachments for_measure pia_id x y dbVersion serverUrl tableName numberOfQuestions objectStore"""


@pytest.mark.parametrize("key", [*DUTCH_KEYS.split(), *DUTCH_VALUES.split()])
def test_every_construct_of_the_dutch_definition_has_a_row(key: str) -> None:
    assert _stands(key, DUTCH)


@pytest.mark.parametrize("key", CNIL_KEYS.split())
def test_every_construct_of_cnils_structure_has_a_row(key: str) -> None:
    assert _stands(key, CNIL)


def _stands(key: str, chapter: str) -> bool:
    cells = [re.split(r"(?<!\\)\|", line)[1] for line in chapter.splitlines() if line.startswith("| ")]
    words = re.split(r"[\s.,:()'\"`]+", " ".join(cells).replace("\\|", "|"))
    return key in {*words, *(word.removesuffix("[]") for word in words)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("migration")
    for block in blocks(TEXT):
        path = root / block.attributes["file"]
        path.parent.mkdir(exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def library(folder: Path) -> Library:
    definitions = [path for path in sorted(folder.rglob("*.yaml")) if path.name != "assessment.yaml"]
    return read_definitions([QUESTIONNAIRES, *definitions])


def test_the_definitions_that_use_each_counterpart_are_sound(folder: Path, library: Library) -> None:
    own = [p for p in lint(library, on=DAY, whole_set=False) if p.location.file.startswith(str(folder))]
    assert [str(problem) for problem in own if problem.code.slug not in ("unavailable", "replaces")] == []


@pytest.fixture(scope="module")
def dutch(library: Library) -> Evaluation:
    assessment = Assessment(
        id="converted",
        title="Converted",
        questionnaires=tuple(QuestionnaireRef(id=name, version="1.0.0") for name in ("nl-prescan", "nl-model")),
    )
    answers = {
        "nl-prescan.name": "Newsletter",
        "nl-prescan.parts": [{"id": "W1", "part": "Sending"}, {"id": "W2", "part": "Counting"}],
        "nl-prescan.techniques": ["ai", "cloud"],
        "nl-prescan.scale": "yes",
        "nl-model.groups": [{"id": "G1", "group": "Readers"}],
        "nl-model.data_items": [
            {"id": "D1", "item": "Address", "people": ["G1"], "kind": "ordinary", "from_party": "no"},
            {"id": "D2", "item": "Diet", "people": ["G1"], "kind": "special", "from_party": "yes"},
        ],
        "nl-model.grounds": [{"id": "W1", "ground": "law"}],
        "nl-model.access_procedure": {"not_applicable": "Nothing is kept."},
    }
    for key, value in answers.items():
        assessment = assessment.with_answer(key, value)
    form = library.form(["nl-prescan", "nl-model"])
    return evaluate(form, assessment, on=DAY)


def test_scores_and_steps_are_computed(dutch: Evaluation) -> None:
    assert dutch.states["nl-prescan.points"].value == 6
    assert dutch.facts["nl-prescan.steps"].low == 3


def test_a_level_is_reached_by_its_criteria_with_their_explanations(dutch: Evaluation) -> None:
    fired = {finding.key for finding in dutch.findings}
    assert {"nl-prescan.many_people", "nl-prescan.uses_ai", "nl-prescan.needed"} <= fired
    assert [finding.key for finding in dutch.dpia_reasons] == ["nl-prescan.needed"]
    assert list(dutch.opened) == ["fria"]


def test_answers_of_the_first_look_are_taken_over(dutch: Evaluation) -> None:
    assert dutch.states["nl-model.name"].value == "Newsletter"
    assert [row.cells["part"] for row in dutch.facts["nl-model.parts"]] == ["Sending", "Counting"]  # type: ignore[union-attr]


def test_rows_follow_the_rows_of_their_source(dutch: Evaluation) -> None:
    assert [row.id for row in dutch.facts["nl-model.grounds"]] == ["W1", "W2"]  # type: ignore[union-attr]
    assert [row.id for row in dutch.facts["nl-model.special_grounds"]] == ["D2"]  # type: ignore[union-attr]


def test_conditions_of_each_kind_show_and_hide(dutch: Evaluation) -> None:
    shown = {key for key, state in dutch.states.items() if state.shown}
    assert {"nl-model.special_more", "nl-model.technique_note"} <= shown
    assert not {"nl-model.access_text", "nl-model.no_technique", "nl-model.law_note"} & shown
    missing = {(place.row, place.column) for key, place in dutch.missing if key == "nl-model.data_items"}
    assert missing == {("D2", "party_name")}


def test_an_assessment_in_cnils_shape_is_well_typed_and_rated(folder: Path, library: Library) -> None:
    assessment, document = read_assessment(folder / "cnil" / "assessment.yaml")
    form = library.form(["cnil-shape"], assessment.method)
    check_assessment(form, assessment, document)
    risk = next(risk for risk in evaluate(form, assessment, on=DAY).risks if risk.id == "RX1")
    assert risk.before is not None and risk.done is not None
    assert (risk.before.severity.label, risk.done.likelihood.label) == ("Limited", "Negligible")
