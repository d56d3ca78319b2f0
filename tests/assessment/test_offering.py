"""Options and columns are offered where answers allow them, so that nobody reads of what does not concern them."""

from typing import Any

import pytest

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.offering import blank_row, offered_columns, offered_options
from dpia.shipped import shipped_library
from tests.support.forms import judge_all, make_form

FORM = make_form(
    sample="""
    - {id: wide, code: S-1, ask: Wide?, type: yes_no}
    - id: kind
      code: S-2
      ask: Kind?
      type: choices
      options: [{id: plain, label: Plain}, {id: rare, label: Rare, when: wide == yes}]
    - id: things
      code: S-3
      ask: Things?
      type: table
      prefix: T
      columns:
        - {id: name, ask: Name, type: text}
        - id: sort
          ask: Sort
          type: choice
          options: [{id: a, label: A}, {id: b, label: B, when: wide == yes}, {id: c, label: C, when: name_known == no}]
        - {id: name_known, ask: Known?, type: yes_no}
        - {id: more, ask: More, type: text, when: wide == yes}
        - {id: why, ask: Why, type: text, when: name_known == yes}
    """
)


def offered(answers: dict[str, Any]) -> tuple[list[str], list[str], list[str]]:
    """The options of the question, those of the cell of a new row, and the columns."""
    evaluation = judge_all(FORM, answers)
    things = FORM.questions["sample.things"]
    return (
        [option.id for option in offered_options(evaluation, FORM.questions["sample.kind"])],
        [option.id for option in offered_options(evaluation, things.columns["sort"], blank_row(things))],
        [column.column.id for column in offered_columns(evaluation, things)],
    )


@pytest.mark.parametrize("answers", [{"wide": "no"}, {}])
def test_what_another_answer_rules_out_is_not_offered(answers: dict[str, Any]) -> None:
    options, cells, columns = offered(answers)
    assert options == ["plain"]
    assert cells == ["a", "c"], "a cell that is not answered yet rules nothing out, a question does"
    assert columns == ["name", "sort", "name_known", "why"]


@pytest.mark.parametrize("wide", ["yes", {"unknown": True}])
def test_what_is_asked_for_or_unknown_is_offered(wide: Any) -> None:
    assert offered({"wide": wide}) == (
        ["plain", "rare"],
        ["a", "b", "c"],
        ["name", "sort", "name_known", "more", "why"],
    )


BOTH = make_form(
    sample="""
    - {id: wide, code: S-1, ask: Wide?, type: yes_no}
    - id: things
      code: S-3
      ask: Things?
      type: table
      prefix: T
      columns:
        - {id: known, ask: Known?, type: yes_no}
        - {id: both, ask: Both, type: text, when: wide == yes and known == yes}
        - {id: either, ask: Either, type: text, when: wide == yes or known == yes}
        - {id: other, ask: Other, type: text, when: "any(things, known == yes)"}
    """
)


@pytest.mark.parametrize(
    ("answers", "columns"),
    [
        ({}, ["known", "either"]),
        ({"wide": "no"}, ["known", "either"]),
        ({"wide": "yes"}, ["known", "both", "either"]),
        ({"wide": {"unknown": True}}, ["known", "both", "either"]),
    ],
)
def test_a_question_and_a_cell_together_decide_as_their_rule_says(answers: dict[str, Any], columns: list[str]) -> None:
    found = offered_columns(judge_all(BOTH, answers), BOTH.questions["sample.things"])
    assert [column.column.id for column in found] == columns


def test_a_cell_of_the_same_row_decides_on_its_options() -> None:
    evaluation = judge_all(FORM, {"wide": "no", "things": [{"id": "T1", "name": "One", "name_known": "yes"}]})
    (row,) = evaluation.states["sample.things"].value
    assert [
        option.id for option in offered_options(evaluation, FORM.questions["sample.things"].columns["sort"], row)
    ] == ["a"]


def shop(parts: list[str]) -> Evaluation:
    """A screening in which these parts of the response are chosen."""
    return judge_all(shipped_library().form(["screening"]), {"response_parts": parts})


def test_a_questionnaire_is_offered_where_its_layer_is_open() -> None:
    of_the_field, of_one_answer = {"icat-ethics", "children-csae"}, {"lia", "tia"}
    closed, opened = shop(["none"]), shop(["protection"])
    assert closed.form.layers.closed_questionnaires(closed.facts) == of_the_field | of_one_answer
    assert opened.form.layers.closed_questionnaires(opened.facts) == of_one_answer
