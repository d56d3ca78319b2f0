"""A new assessment, and the file that invites to fill it in."""

import re
from datetime import date
from pathlib import Path

import pytest

from dpia.assessment.checking import find_ill
from dpia.assessment.evaluation import evaluate
from dpia.assessment.files import parse_assessment, read_assessment
from dpia.assessment.model import Assessment
from dpia.assessment.starting import invitation, new_assessment
from dpia.questionnaire.compiled import CompiledQuestion, Form
from dpia.questionnaire.kinds import NO_ANSWER_TYPES
from tests.support.forms import ON, make_form


def begin(form: Form, title: str = "Hotline chat") -> Assessment:
    return new_assessment(form, assessment_id="hotline", title=title, created=ON, organisation="Our NGO")


@pytest.fixture(scope="module")
def text(shipped_form: Form) -> str:
    return invitation(shipped_form, begin(shipped_form))


def asked(form: Form) -> list[CompiledQuestion]:
    return [item for item in form.asked if item.type not in NO_ANSWER_TYPES]


def uncommented(text: str, question: str, answer: str) -> str:
    """The file after an analyst took away the `# ` before a question and wrote an answer."""
    found, number = re.subn(rf"^    # {question}: .*$", f"    {question}: {answer}", text, flags=re.MULTILINE)
    assert number == 1
    return found


def test_a_new_assessment_names_the_questionnaires_and_their_versions(shipped_form: Form) -> None:
    assessment = begin(shipped_form)
    assert [(ref.id, ref.version) for ref in assessment.questionnaires] == [
        (item.id, item.version) for item in shipped_form.questionnaires
    ]
    assert (assessment.title, assessment.organisation, assessment.created) == (
        "Hotline chat",
        "Our NGO",
        date(2026, 11, 24),
    )
    assert assessment.answers == {}


def test_the_invitation_loads_as_a_draft_without_answers(shipped_form: Form, text: str, tmp_path: Path) -> None:
    path = tmp_path / "hotline.yaml"
    path.write_text(text, encoding="utf-8")
    assessment, _ = read_assessment(path)
    assert not any(assessment.answers.values())
    assert assessment.change(answers={}) == begin(shipped_form)
    assert list(find_ill(shipped_form, assessment)) == []
    assert evaluate(shipped_form, assessment, on=ON).missing


@pytest.mark.parametrize("title", ["no", "# not a comment", "a: b", "“Quoted” – 'x' \"y\"", "- x", "مرحبا"])
def test_the_invitation_loads_with_any_title(shipped_form: Form, title: str) -> None:
    assessment, _ = parse_assessment(
        invitation(shipped_form, begin(shipped_form, title)).encode(), "file", is_json=False
    )
    assert assessment.title == title


def test_every_question_that_takes_an_answer_stands_in_the_invitation(shipped_form: Form, text: str) -> None:
    lines = text.splitlines()
    for item in asked(shipped_form):
        assert f"    # {item.question.code} {item.question.ask}" in lines
        assert sum(line.startswith(f"    # {item.question.id}:") for line in lines) >= 1
        for column in item.columns:
            assert any(line.startswith(f"    #     {column}: ") for line in lines)


def test_the_questions_of_a_file_stand_below_its_name(shipped_form: Form, text: str) -> None:
    files = re.findall(r"^  ([a-z-]+):$", text, flags=re.MULTILINE)
    assert files == list(shipped_form.modules)


def test_nothing_else_stands_in_the_invitation(shipped_form: Form, text: str) -> None:
    questions = re.findall(r"^    # ([a-z][a-z0-9_]*):", text, flags=re.MULTILINE)
    assert sorted(questions) == sorted(item.question.id for item in asked(shipped_form))


def test_an_answer_is_given_by_uncommenting_it(shipped_form: Form, text: str) -> None:
    answered = uncommented(uncommented(text, "processing_name", "Hotline chat"), "uses_ai", "yes")
    assessment, _ = parse_assessment(answered.encode(), "file", is_json=False)
    assert {key: answer.value for key, answer in assessment.answers["screening"].items()} == {
        "processing_name": "Hotline chat",
        "uses_ai": "yes",
    }
    assert list(find_ill(shipped_form, assessment)) == []


def test_a_question_that_is_uncommented_and_left_empty_is_a_gap(shipped_form: Form, text: str) -> None:
    assessment, _ = parse_assessment(uncommented(text, "uses_ai", "").encode(), "file", is_json=False)
    assert list(find_ill(shipped_form, assessment)) == []
    assert "screening.uses_ai" in [key for key, _ in evaluate(shipped_form, assessment, on=ON).missing]


def test_a_whole_table_is_uncommented_by_taking_the_signs_away() -> None:
    form = make_form(
        small="""
        - id: items
          code: S-1
          ask: Which data?
          type: table
          prefix: D
          help: One row for each.
          columns:
            - {id: item, ask: Item, type: text}
            - {id: secret, ask: Secret?, type: yes_no}
        """
    )
    text = invitation(form, begin(form))
    lines = [
        line.replace("# ", "", 1) if re.match(r"    # ( {2}- id| {4}\w+:|items:)", line) else line
        for line in text.splitlines()
    ]
    answered = "\n".join(lines).replace("yes | no", "yes")
    assessment, _ = parse_assessment(answered.encode(), "file", is_json=False)
    answer = assessment.answer("small.items")
    assert answer is not None
    assert answer.value == [{"id": "D1", "item": "one line of text", "secret": "yes"}]


def test_the_invitation_says_what_each_type_looks_like() -> None:
    form = make_form(
        small="""
        - {id: uses_ai, code: S-1, ask: Does it use AI?, type: yes_no, help: Any machine that learns.}
        - {id: several, code: S-2, ask: Which?, type: choices, options: [{id: red, label: Red}, {id: blue, label: Blue}]}
        - {id: kept, code: S-3, ask: How long?, type: duration}
        - id: scope
          code: S-4
          ask: How large?
          type: table
          rows: [{id: volume, label: Volume}]
          columns: [{id: of, ask: Of?, type: row, of: scope, many: true}]
        - {id: counted, code: S-5, ask: How many?, type: computed, value: count(scope)}
        """
    )
    text = invitation(form, begin(form))
    assert text.endswith(
        """answers:
  small:

    # S-1 Does it use AI?
    #   Any machine that learns.
    # uses_ai: yes | no

    # S-2 Which?
    # several: [red, blue]

    # S-3 How long?
    # kept: 30 days

    # S-4 How large?
    # scope:
    #   - id: volume
    #     of: [volume]
"""
    )


def test_row_ids_are_those_of_the_table_that_decides_about_the_rows_and_a_list_is_written_as_one() -> None:
    form = make_form(
        small="""
        - id: stages
          code: S-1
          ask: Which stages?
          type: table
          prefix: ST
          columns: [{id: stage, ask: Stage, type: text}, {id: lands, ask: Where?, type: country, many: true}]
        - {id: limits, code: S-2, ask: How long?, type: table, rows: stages, columns: [{id: kept, ask: Kept?, type: text}]}
        - id: people
          code: S-3
          ask: Who?
          type: table
          prefix: G
          columns: [{id: first, ask: First stage?, type: row, of: stages}, {id: all, ask: All?, type: row, of: limits, many: true}]
        """
    )
    text = invitation(form, begin(form))
    assert re.findall(r"# +- id: (\w+)", text) == ["ST1", "ST1", "G1"]
    assert "lands: [AT]\n" in text
    assert "first: ST1\n" in text
    assert "all: [ST1]\n" in text
