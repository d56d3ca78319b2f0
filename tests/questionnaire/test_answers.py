"""The model of a questionnaire's answers judges every value as an assessment does."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from dpia.assessment.checking import check_assessment
from dpia.data import EXAMPLES
from dpia.errors import AssessmentError
from dpia.questionnaire.answers import answer_model
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.library import Library
from dpia.questionnaire.limits import MAX_LONG, MAX_ROWS, MAX_TEXT
from dpia.questionnaire.text import read_document
from tests.support.forms import make_assessment, make_form

QUESTIONS = """
- {id: sure, code: P-1, ask: Sure?, type: yes_no}
- {id: kind, code: P-2, ask: Kind?, type: choice, options: [{id: a, label: A}, {id: b, label: B}]}
- {id: harm, code: P-3, ask: Harm?, type: scale, options: [{id: low, label: Low}, {id: high, label: High}]}
- {id: tools, code: P-4, ask: Tools?, type: choices, options: [
    {id: chat, label: Chat}, {id: map, label: Map}, {id: none, label: None, exclusive: true}]}
- {id: name, code: P-5, ask: Name?, type: text}
- {id: short, code: P-6, ask: Short?, type: text, max_length: 5}
- {id: story, code: P-7, ask: Story?, type: long}
- {id: size, code: P-8, ask: Size?, type: number}
- {id: staff, code: P-9, ask: Staff?, type: number, min: 0, max: 10, whole: true}
- {id: day, code: P-10, ask: Day?, type: date}
- {id: kept, code: P-11, ask: Kept?, type: duration}
- {id: country, code: P-12, ask: Country?, type: country}
- {id: countries, code: P-13, ask: Countries?, type: country, many: true}
- {id: officer, code: P-14, ask: Officer?, type: person}
- {id: proof, code: P-15, ask: Proof?, type: evidence}
- {id: flow, code: P-16, ask: Flow?, type: picture}
- {id: signed, code: P-17, ask: Signed?, type: sign_off}
- {id: must, code: P-18, ask: Must?, type: text, allow: []}
- {id: items, code: P-19, ask: Items?, type: table, prefix: I, columns: [
    {id: what, ask: What?, type: text}, {id: open, ask: Open?, type: yes_no, allow: [unknown]}]}
- {id: parts, code: P-20, ask: Parts?, type: table, prefix: T, columns: [
    {id: item, ask: Item?, type: row, of: items}, {id: all_items, ask: All?, type: row, of: items, many: true}]}
- {id: fixed, code: P-21, ask: Fixed?, type: table, rows: [{id: one, label: One}, {id: two, label: Two}], columns: [
    {id: done, ask: Done?, type: yes_no}]}
- {id: total_size, ask: Total, code: P-22, type: computed, value: "size * 2"}
"""
ITEMS = [{"id": "I1", "what": "A list"}, {"id": "I2"}]

# For each question values that fit and values that do not.
VALUES: dict[str, tuple[list[Any], list[Any]]] = {
    "sure": (["yes", "no"], [True, "YES", "maybe", 1, ["yes"]]),
    "kind": (["a"], ["c", "", 1, ["a"]]),
    "harm": (["high"], ["higher", 2]),
    "tools": ([[], ["chat"], ["chat", "map"], ["none"]], ["chat", ["chat", "chat"], ["none", "chat"], ["pen"], [1]]),
    "name": (["A", " A ", "x" * MAX_TEXT, "end\n"], [3, True, "two\nlines", "x" * (MAX_TEXT + 1), ["A"],
             "bell \x07", "turned \u202e", {"value": "\x00"}]),
    "short": (["12345"], ["123456"]),
    "story": (["two\nlines", "x" * MAX_LONG], ["x" * (MAX_LONG + 1), 3, "bell \x07"]),
    "size": ([0, -1, 0.5, 3.0, 1e15], ["3", True, 1e16, [1], float("inf"), float("nan")]),
    "staff": ([0, 10, 3.0], [-1, 11, 3.5, True, "3"]),
    "day": (["2026-11-24", "2028-02-29"], ["2026-02-29", "24.11.2026", "20261124", "2026-11-24T10:00", 2026, "2026-W48-2"]),
    "kept": (["30 days", "1 year", "1.5 years", "24 hours"], ["30", "a month", 30, "-1 days", "1_0 days", "1e3 days"]),
    "country": (["AT"], ["at", "AUT", "Austria", 1, ["AT"]]),
    "countries": (["AT", ["AT", "NG"], []], ["at", ["AT", "ng"], [1]]),
    "officer": ([{"name": "A."}, {"name": "A.", "role": "R"}], ["A.", {"name": ""}, {"name": "A.", "age": 3}]),
    "proof": (
        [{"title": "T"}, {"title": "T", "link": "https://example.org"}],
        [{"title": "T", "link": "javascript:x"}, {"title": "T", "sha256": "0"}],
    ),
    "flow": ([{"file": "a.png", "alt": "A"}], [{"file": "a.png"}, {"alt": "A"}]),
    "signed": (
        [{"name": "A.", "role": "R", "date": "2026-11-24", "decision": "D"}],
        [{"name": "A.", "role": "R", "date": "2026-02-30", "decision": "D"}, {"name": "A."}],
    ),
    "must": (["x", {"value": "x", "note": "n"}, {"note": "n"}, {}],
             [{"unknown": True}, {"not_applicable": "why"}, {"value": "x", "unknown": True}]),
    "items": (
        [[], ITEMS, [{"id": "x.Y-1", "open": {"unknown": True}}], [{"id": "I1", "what": {"value": "A", "note": "n"}}],
         {"unknown": True, "note": "n"}, [{"id": "I1", "what": {"not_applicable": "why"}}]],
        ["I1", [{"what": "no id"}], [{"id": "I1"}, {"id": "I1"}], [{"id": "1"}], [{"id": "I1", "waht": "x"}],
         [{"id": "I1", "open": "maybe"}], [{"id": "I1", "what": "bell \x07"}], [{"id": "I1", "open": {"not_applicable": "why"}}],
         [{"id": f"I{number}"} for number in range(MAX_ROWS + 1)]],
    ),
    "parts": (
        [[{"id": "T1", "item": "I1", "all_items": ["I1", "I2"]}], [{"id": "T1", "all_items": "I1"}]],
        [[{"id": "T1", "item": ["I1"]}], [{"id": "T1", "item": "no row"}], [{"id": "T1", "all_items": ["I1", "I1"]}]],
    ),
    "fixed": ([[{"id": "one", "done": "yes"}]], [[{"id": "three"}], [{"id": "one"}, {"id": "one"}]]),
}  # fmt: skip
STATEMENTS: tuple[list[Any], list[Any]] = (
    [
        {"unknown": True},
        {"unknown": True, "note": "asked", "evidence": [{"title": "Mail"}]},
        {"not_applicable": "There is none"},
        {"value": "A", "note": "n", "evidence": [{"title": "Mail"}]},
    ],
    [
        {"not_applicable": ""},
        {"not_applicable": "  "},
        {"unknown": True, "not_applicable": "x"},
        {"value": "A", "unknown": True},
        {"value": "A", "notes": "n"},
    ],
)
FORM = make_form(page=QUESTIONS)
MODEL = answer_model(FORM.questionnaires[0])
FITTING = [(name, value) for name, (good, _) in VALUES.items() for value in good] + [("name", x) for x in STATEMENTS[0]]
UNFIT = [(name, value) for name, (_, bad) in VALUES.items() for value in bad] + [("name", x) for x in STATEMENTS[1]]


def ids_of(model: type[BaseModel]) -> list[str]:
    return [str(field.alias) for field in model.model_fields.values()]


def fits_model(name: str, value: Any) -> bool:
    try:
        MODEL.model_validate({name: value})
    except ValidationError:
        return False
    return True


def fits_assessment(name: str, value: Any) -> bool:
    given = {name: value} if name == "items" else {"items": ITEMS, name: value}
    try:
        check_assessment(FORM, make_assessment(FORM, given))
    except (ValidationError, AssessmentError):
        return False
    return True


def test_every_question_is_tried_here() -> None:
    assert set(VALUES) == set(ids_of(MODEL))
    assert "total_size" not in ids_of(MODEL)


@pytest.mark.parametrize(("name", "value"), FITTING, ids=lambda value: repr(value)[:30])
def test_what_an_assessment_takes_the_model_takes(name: str, value: Any) -> None:
    assert (fits_assessment(name, value), fits_model(name, value)) == (True, True)


@pytest.mark.parametrize(("name", "value"), UNFIT, ids=lambda value: repr(value)[:30])
def test_what_an_assessment_refuses_the_model_refuses(name: str, value: Any) -> None:
    assert (fits_assessment(name, value), fits_model(name, value)) == (False, False)


# Ids that pydantic keeps for itself, and others that a file may have.
NAMES = ["copy", "json", "dict", "schema", "validate", "construct", "model_config", "model_dump", "model_fields",
         "model_extra", "model_x", "answer_copy", "copy_"]  # fmt: skip


def test_every_legal_id_can_be_that_of_a_question_and_of_a_column() -> None:
    columns = ", ".join(f"{{id: {name}, ask: A?, type: text}}" for name in NAMES)
    table = f"- {{id: all, code: P-0, ask: All?, type: table, prefix: A, columns: [{columns}]}}\n"
    text = "".join(f"- {{id: {name}x, code: P-{n}, ask: A?, type: text}}\n" for n, name in enumerate(NAMES, 1))
    given = {"all": [{"id": "A1", **dict.fromkeys(NAMES, "x")}], **{f"{name}x": "x" for name in NAMES}}
    model = answer_model(make_form(page=table + text).questionnaires[0])
    assert model.model_validate(given).model_dump(exclude_none=True) == given

    alone = "".join(f"- {{id: {name}, code: P-{n}, ask: A?, type: text}}\n" for n, name in enumerate(NAMES, 1))
    model = answer_model(make_form(page=alone).questionnaires[0])
    answers = dict.fromkeys(NAMES, "x")
    assert model.model_validate(answers).model_dump() == answers
    assert set(model.model_json_schema()["properties"]) == set(NAMES)
    assert model(**answers).answer_copy == "x"  # type: ignore[attr-defined]


def test_a_draft_without_answers_fits() -> None:
    assert MODEL.model_validate({}).model_dump(exclude_none=True) == {}


def test_an_unknown_question_does_not_fit() -> None:
    with pytest.raises(ValidationError):
        MODEL.model_validate({"nmae": "A"})


def test_the_json_schema_says_what_the_model_checks() -> None:
    schema = MODEL.model_json_schema()
    properties = schema["properties"]

    def first(name: str) -> dict[str, Any]:
        part: dict[str, Any] = properties[name]["anyOf"][0]
        return part

    assert schema["additionalProperties"] is False
    assert first("kind") == {"enum": ["a", "b"], "type": "string"}
    assert first("day")["format"] == "date"
    assert first("short")["maxLength"] == 5
    assert first("items")["maxItems"] == MAX_ROWS
    assert {part.get("type"): part.get("maximum") for part in properties["staff"]["anyOf"][:2]} == {
        "integer": 10,
        "number": 10,
    }
    assert [part.get("uniqueItems") for part in properties["tools"]["anyOf"][:2]] == [True, None]
    assert properties["kind"]["description"] == "Kind?"


def test_the_schema_is_the_same_each_time() -> None:
    assert answer_model(FORM.questionnaires[0]).model_json_schema() == MODEL.model_json_schema()


@pytest.mark.parametrize("name", ["screening", "gdpr-dpia", "security", "victim-safety"])
def test_the_worked_example_fits_the_models_of_the_shipped_questionnaires(shipped: Library, name: str) -> None:
    document = read_document(Path(EXAMPLES / "lumen-line.yaml"))
    model: type[BaseModel] = answer_model(shipped.questionnaires[name])
    given = document.data["answers"].get(name, {})
    assert given
    assert set(model.model_validate(given).model_dump(exclude_none=True)) == set(given)


def test_every_question_of_the_shipped_set_that_takes_an_answer_has_a_field(shipped_form: Form) -> None:
    fields = {
        f"{file.questionnaire.id}.{name}"
        for file in shipped_form.files
        for name in ids_of(answer_model(file.questionnaire))
    }
    assert fields == {key for _, _, keys in shipped_form.answered_sections for key in keys}
