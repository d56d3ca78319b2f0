"""What a questionnaire may say: which key belongs to which type, and what is needed."""

import pytest

from dpia.questionnaire.kinds import NO_ANSWER_TYPES
from dpia.questionnaire.model import Finding, Question, Questionnaire
from dpia.questionnaire.options import YES_NO_OPTIONS
from dpia.questionnaire.reading import validate
from dpia.questionnaire.text import parse_yaml
from dpia.questionnaire.types import QuestionType
from tests.support.definitions import HEAD, one_question

# For each type the least that a question of it needs.
NEEDS = {
    "yes_no": "",
    "choice": "options: [{id: a, label: A}]",
    "choices": "options: [{id: a, label: A}]",
    "scale": "options: [{id: a, label: A}]",
    "text": "",
    "long": "",
    "number": "",
    "percentage": "",
    "date": "",
    "duration": "",
    "country": "",
    "person": "",
    "picture": "",
    "evidence": "",
    "sign_off": "",
    "table": "prefix: T, columns: [{id: c, ask: C?, type: text}]",
    "computed": "value: '1'",
    "register": "view: risks_before",
    "info": "",
}
# Each key that only some types have, with a value for it.
KEYS = {
    "options": ("[{id: a, label: A}]", {"choice", "choices", "scale"}),
    "unit": ("metres", {"number", "computed"}),
    "min": ("1", {"number"}),
    "max": ("1", {"number"}),
    "whole": ("true", {"number"}),
    "max_length": ("10", {"text", "long"}),
    "many": ("true", {"country"}),
    "columns": ("[{id: c, ask: C?, type: text}]", {"table"}),
    "rows": ("other", {"table"}),
    "prefix": ("T", {"table"}),
    "row_name": ("goal", {"table"}),
    "label": ("c", {"table"}),
    "min_rows": ("1", {"table"}),
    "value": ("'1'", {"computed"}),
    "view": ("risks_before", {"register"}),
}
ON_ITS_OWN = set(NEEDS) - {"row"}


def read(questions: str) -> tuple[Questionnaire | None, list[str]]:
    found, wrong = validate(Questionnaire, parse_yaml(one_question(questions), "page"))
    return found, [problem.message for problem in wrong]


def one(type_: str, *keys: str) -> str:
    return "- {" + ", ".join(("id: one", "code: P-1", "ask: One?", f"type: {type_}", *filter(None, keys))) + "}"


def test_every_type_is_tried_here() -> None:
    assert set(NEEDS) == {kind.value for kind in QuestionType} - {"row"}


@pytest.mark.parametrize("type_", NEEDS)
def test_a_question_with_what_its_type_needs_is_read(type_: str) -> None:
    found, wrong = read(one(type_, NEEDS[type_]))
    assert wrong == []
    assert found is not None and [question.type.value for question in found.questions()] == [type_]


@pytest.mark.parametrize("type_", [name for name, needs in NEEDS.items() if needs])
def test_a_question_without_what_its_type_needs_is_refused(type_: str) -> None:
    _, (message,) = read(one(type_))
    assert "needs `" in message


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("type_", sorted(ON_ITS_OWN))
def test_a_key_belongs_to_its_types_only(type_: str, key: str) -> None:
    value, types = KEYS[key]
    needs = NEEDS[type_] if f"{key}: " not in NEEDS[type_].partition("[")[0] else ""
    _, wrong = read(one(type_, f"{key}: {value}", needs))
    refused = f"`{key}` does not belong to type {type_}" in " ".join(wrong)
    assert refused is (type_ not in types)


@pytest.mark.parametrize("type_", ["table", "sign_off", "computed", "register", "info"])
def test_a_column_cannot_be_of_every_type(type_: str) -> None:
    _, (message,) = read(
        f"- {{id: t, code: P-1, ask: T?, type: table, prefix: T, columns: [{{id: c, ask: C?, type: {type_}}}]}}"
    )
    assert message == f"A column cannot be of type {type_}"


@pytest.mark.parametrize(
    ("questions", "message"),
    [
        ("- {id: q, code: P-1, ask: Q?, type: row}", "Only a column can be of type row"),
        ("- {id: q, ask: Q?, type: text}", "A question needs a `code`"),
        (
            "- {id: q, code: P-1, ask: Q?, type: table, columns: [{id: c, ask: C?, type: text}]}",
            "A table needs `prefix` for the ids of its rows, or `rows`",
        ),
        (
            "- {id: q, code: P-1, ask: Q?, type: table, prefix: T, columns: [{id: c, ask: C?, type: row}]}",
            "A column of type row needs `of`, the table it refers to",
        ),
        (
            "- {id: q, code: P-1, ask: Q?, type: table, prefix: T, columns: [{id: id, ask: C?, type: text}]}",
            "No column can be called `id`, which is the id of the row; choose another id",
        ),
        ("- {id: q, code: P-1, ask: Q?, type: yes_no, allow: [maybe]}", "`maybe` is none of the values of `allow`"),
    ],
)  # fmt: skip
def test_a_question_that_contradicts_itself_is_refused(questions: str, message: str) -> None:
    assert read(questions)[1] == [message]


def test_information_needs_no_code() -> None:
    assert read("- {id: q, ask: Read this., type: info}")[1] == []


def test_rows_come_from_a_table_a_rule_or_the_file_itself() -> None:
    found, wrong = read(
        """
        - {id: a, code: P-1, ask: A?, type: table, rows: goals, columns: [{id: x, ask: X?, type: text}]}
        - {id: b, code: P-2, ask: B?, type: table, rows: {from: other.goals, when: k == yes}, columns: [
            {id: y, ask: Y?, type: text}]}
        - {id: c, code: P-3, ask: C?, type: table, rows: [{id: one, label: One}], columns: [{id: z, ask: Z?, type: text}]}
        """
    )
    assert found is not None, wrong
    a, b, c = found.questions()
    assert (a.source_table, b.source_table, c.source_table) == ("goals", "other.goals", None)
    assert [row.id for row in c.fixed_rows] == ["one"]
    assert a.fixed_rows == ()
    assert c.column("z") is not None and c.column("x") is None


def test_sections_nest_and_modules_stand_anywhere_among_them() -> None:
    text = (
        HEAD
        + """\
sections:
  - id: one
    title: One
    sections:
      - {id: two, title: Two, questions: [{id: q, code: P-1, ask: Q?, type: text}]}
      - include: inner
  - include: outer
"""
    )
    found, wrong = validate(Questionnaire, parse_yaml(text, "page"))
    assert found is not None, wrong
    assert [section.id for section in found.walk()] == ["one", "two"]
    assert list(found.includes()) == ["outer", "inner"]
    assert found.question("q") is not None and found.question("r") is None


def test_options_are_named_written_out_or_yes_and_no() -> None:
    text = one_question(
        """
        - {id: a, code: P-1, ask: A?, type: choice, options: shared}
        - {id: b, code: P-2, ask: B?, type: choice, options: [{id: own, label: Own}]}
        - {id: c, code: P-3, ask: C?, type: yes_no}
        - {id: d, code: P-4, ask: D?, type: text}
        """,
        HEAD + "lists: {shared: [{id: common, label: Common}]}\n",
    )
    found, wrong = validate(Questionnaire, parse_yaml(text, "page"))
    assert found is not None, wrong
    options = {question.id: [option.id for option in found.options_of(question)] for question in found.questions()}
    assert options == {"a": ["common"], "b": ["own"], "c": ["yes", "no"], "d": []}
    assert [option.label for option in YES_NO_OPTIONS] == ["Yes", "No"]


def test_a_definition_cannot_be_changed() -> None:
    found, _ = read(one("text"))
    assert found is not None
    with pytest.raises(ValueError, match="frozen"):
        found.title = "Other"


def test_a_finding_says_its_condition_under_if() -> None:
    assert "if" in {field.alias for field in Finding.model_fields.values()}
    assert Question.model_fields["required"].default is True


def test_the_types_without_an_answer_are_those_that_only_show_something() -> None:
    assert {kind.value for kind in NO_ANSWER_TYPES} == {"computed", "register", "info"}
