"""What counts as a question asked, and as a value given."""

from typing import Any, Final

import pytest

from dpia.questionnaire.kit import Kit
from tests.support.counting import Spot, asked, left_to_write, values, values_given
from tests.support.forms import judge_all, make_form

FIRST: Final = """
    - {id: sound, code: A-1, ask: Does it record sound?, help: Say., type: yes_no}
    - {id: why, code: A-2, ask: Why?, help: Say., type: text, when: sound == yes}
    - {id: told, ask: A word of guidance, type: info}
    - id: data
      code: A-3
      ask: Which data?
      help: Say.
      type: table
      prefix: D
      columns:
        - {id: item, ask: What?, type: text}
        - {id: long, ask: For long?, type: yes_no}
        - {id: reason, ask: Why so long?, type: text, when: long == yes}
    """
SECOND: Final = """
    - {id: noise, code: B-1, ask: Is there noise?, help: Say., type: yes_no, default_from: first.sound}
    """
ANSWERS: Final[dict[str, dict[str, Any]]] = {
    "first": {
        "sound": "no",
        "why": "It was asked before.",
        "data": [
            {"id": "D1", "item": "Pictures", "long": "no", "reason": "Kept from an earlier answer."},
            {"id": "D2", "item": {"unknown": True}, "long": "yes"},
        ],
    }
}


def test_questions_count_where_they_show_and_take_an_answer() -> None:
    evaluation = judge_all(make_form(first=FIRST, second=SECOND), ANSWERS)
    assert asked(evaluation) == ["A-1", "A-3", "B-1"]
    assert asked(evaluation, "second") == ["B-1"]


def test_each_answer_and_each_cell_is_a_value_and_what_is_hidden_or_taken_over_is_none() -> None:
    evaluation = judge_all(make_form(first=FIRST, second=SECOND), ANSWERS)
    assert set(values_given(evaluation)) == {
        Spot("first.sound"),
        Spot("first.data", "D1", "item"),
        Spot("first.data", "D1", "long"),
        Spot("first.data", "D2", "item"),
        Spot("first.data", "D2", "long"),
    }
    assert (values(evaluation), values(evaluation, "second")) == (5, 0)


@pytest.mark.parametrize(("name", "counted"), [("A sample", 0), ("The name in our record", 1)])
def test_a_name_that_is_the_title_of_the_assessment_is_taken_over_and_no_value(name: str, counted: int) -> None:
    form = make_form(first="- {id: name, code: A-1, ask: What is it called?, help: Say., type: text, means: title}")
    assert values(judge_all(form, {"name": name})) == counted


@pytest.mark.parametrize(
    ("given", "left"),
    [({}, 5), ({"sound": "no"}, 4), ({"sound": "yes"}, 5), ({"data": [{"id": "D1", "item": "Pictures"}]}, 4)],
)
def test_what_stands_in_a_kit_in_the_same_words_is_not_left_to_write(given: dict[str, Any], left: int) -> None:
    kit = Kit(
        id="ours",
        kind="kit",
        version="1.0.0",
        title="Ours",
        sector="All",
        summary="Ours.",
        questionnaires=("first",),
        answers={"first": given},
    )
    evaluation = judge_all(make_form(first=FIRST, second=SECOND), ANSWERS)
    assert len(left_to_write(evaluation, kit)) == left
