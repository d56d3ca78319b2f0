"""docs/assessments.md: it refers every key of every model, and its YAML loads."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dpia.assessment import model
from dpia.assessment.checking import check_assessment
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.files import dump_json, dump_yaml, parse_assessment
from dpia.assessment.model import Assessment, MeasureStatus, Outcome
from dpia.assessment.parts import Occasion
from dpia.questionnaire import records
from dpia.questionnaire.kinds import NO_ANSWER_TYPES
from dpia.questionnaire.records import Record
from dpia.questionnaire.text import parse_yaml
from dpia.questionnaire.types import QuestionType
from dpia.shipped import shipped_library
from dpia.showing.prose import Prose
from tests.docs.pages import blocks, first_cells, page, part

TEXT = page("assessments.md")
KEYS = part(TEXT, "Every key")
MODELS = sorted(
    {
        found
        for module in (model, records)
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, Record) and found is not Record
    },
    key=lambda found: found.__name__,
)
YAML = [block for block in blocks(TEXT) if block.language == "yaml"]
PARTS = [parse_yaml(block.text, "assessments.md").data for block in YAML if "of" not in block.attributes]


@pytest.mark.parametrize("found", MODELS, ids=lambda found: found.__name__)
def test_every_key_of_the_model_stands_in_its_table_and_no_other(found: type[Record]) -> None:
    keys = {item.alias or name for name, item in found.model_fields.items()}
    assert keys == set(first_cells(part(KEYS, found.__name__)))


@pytest.mark.parametrize("found", [Outcome, MeasureStatus])
def test_every_value_of_the_closed_lists_stands_in_the_reference(found: type[Outcome]) -> None:
    assert [value.value for value in found if f"`{value.value}`" not in KEYS] == []


def test_every_type_that_takes_an_answer_stands_in_the_table_of_answers() -> None:
    named = set(first_cells(part(TEXT, "Answers")))
    assert named == {kind.value for kind in QuestionType if kind not in NO_ANSWER_TYPES}


@pytest.fixture(scope="module")
def whole() -> dict[str, Any]:
    """The first block with all further ones added: one assessment with every part."""
    joined: dict[str, Any] = {}
    for data in PARTS:
        assert not joined.keys() & data.keys()
        joined |= data
    return joined


@pytest.fixture(scope="module")
def evaluation(whole: dict[str, Any]) -> Evaluation:
    assessment = Assessment.model_validate(whole)
    form = shipped_library().form(["screening"], assessment.method)
    check_assessment(form, assessment)
    return evaluate(form, assessment, on=date(2026, 11, 25))


def test_every_block_loads_on_its_own(whole: dict[str, Any]) -> None:
    for data in PARTS:
        Assessment.model_validate({**PARTS[0], **data})


def test_the_folded_text_of_the_page_has_the_lines_that_the_page_says() -> None:
    (block,) = (block for block in YAML if "of" in block.attributes)
    text = parse_yaml(block.text, "assessments.md").data["screening"]["description"]
    assert Prose(text).html == (
        "<p>A chat in the browser. Whoever writes stays anonymous; this line goes on in print.</p>\n<p>Recipients:</p>\n"
        "<ul>\n<li>the police, when the person asks</li>\n<li>a doctor</li>\n</ul>\n"
    )


def test_together_the_blocks_use_every_key_of_the_registers(whole: dict[str, Any]) -> None:
    shown = {
        model.Risk: [key for risk in whole["risks"] for key in risk],
        model.Rating: whole["risks"][0]["before"],
        model.Acceptance: whole["risks"][0]["acceptance"],
        model.Measure: whole["measures"][0],
        model.FindingAcceptance: whole["acceptances"][0],
        model.Decision: whole["decision"],
        model.Condition: whole["decision"]["conditions"][0],
        model.AuthorityConsultation: whole["decision"]["consultation"],
        model.Approval: whole["approvals"][0],
        model.Remark: whole["remarks"][0],
        Occasion: whole["occasions"][0],
        model.Routing: whole["routing"][0],
    }
    needed = {found: found.model_fields.keys() - {"suggested", "content"} for found in shown}
    assert [found.__name__ for found, keys in shown.items() if needed[found] != set(keys)] == []


def test_the_example_is_well_typed_and_rated_as_the_text_says(evaluation: Evaluation) -> None:
    risks = {risk.id: risk for risk in evaluation.risks}
    first, own, aside = risks["R02"], risks["OWN1"], risks["R09"]
    assert first.done is not None and first.done.life_safety
    assert own.before is not None and own.before == own.today == own.done
    assert aside.dismissed


def test_an_approval_with_another_hash_is_void_and_a_new_one_holds_until_something_changes(
    evaluation: Evaluation,
) -> None:
    assessment = evaluation.assessment
    assert assessment.valid_approvals == ()
    signature = assessment.approvals[0].model_copy(update={"content_hash": assessment.content_hash})
    signed = assessment.change(approvals=(signature,))
    assert signed.valid_approvals == (signature,)
    assert signed.change(title="Another").valid_approvals == ()


def test_the_content_hash_can_be_computed_as_the_page_says(
    evaluation: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "assessment.json").write_text(dump_json(evaluation.assessment), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(next(block.text for block in blocks(TEXT) if block.language == "python"), names)
    assert names["content_hash"] == evaluation.assessment.content_hash


def test_yaml_and_json_have_the_same_hash(evaluation: Evaluation) -> None:
    found = evaluation.assessment
    from_yaml, _ = parse_assessment(dump_yaml(found).encode(), "a.yaml", is_json=False)
    from_json, _ = parse_assessment(dump_json(found).encode(), "a.json", is_json=True)
    assert from_yaml.content_hash == from_json.content_hash == found.content_hash
