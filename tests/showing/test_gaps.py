"""Gaps as a reader knows them."""

import pytest

from dpia.assessment.facts import Place
from dpia.showing.display import show_place
from dpia.showing.gaps import Gap, count_gaps, gaps, gaps_at
from tests.support.forms import judge_all, make_form

FORM = make_form(
    small="""\
    - {id: intro, ask: Read this., type: info}
    - {id: why, code: S-1, ask: Why?, type: text, help: Help.}
    - {id: items, code: S-2, ask: Which data?, type: table, prefix: D, help: Help., columns: [
        {id: item, ask: Item, type: text}, {id: secret, ask: Secret?, type: yes_no}]}
    """
)
WHERE = ("small", "all", ("small", "All"))


def test_gaps_stand_in_the_order_of_the_questions_with_code_words_and_place() -> None:
    evaluation = judge_all(FORM, {"items": [{"id": "D1", "item": "Chat text"}]})
    assert gaps(evaluation) == (
        Gap("small.why", Place(), "S-1", "Why?", *WHERE),
        Gap("small.items", Place("D1", "secret"), "S-2", "Which data? [D1 Chat text] Secret?", *WHERE),
    )


def test_there_is_a_gap_for_each_missing_place_and_it_reads_as_the_check_prints_it() -> None:
    evaluation = judge_all(FORM, {"items": [{"id": "D1"}, {"id": "D2"}]})
    found = gaps(evaluation)
    assert [(gap.key, gap.place) for gap in found] == list(evaluation.missing)
    assert [f"{gap.code} {gap.words}" for gap in found] == [show_place(evaluation, *gap) for gap in evaluation.missing]


def test_a_complete_assessment_has_no_gap() -> None:
    rows = [{"id": "D1", "item": "Chat text", "secret": "no"}]
    assert gaps(judge_all(FORM, {"why": "To help.", "items": rows})) == ()


def test_a_question_without_a_code_has_an_empty_one() -> None:
    found = gaps_at(judge_all(FORM, {}), [("small.intro", Place())])
    assert found == (Gap("small.intro", Place(), "", "Read this.", *WHERE),)


@pytest.mark.parametrize(
    ("questions", "cells", "words"),
    [
        (0, 0, "every question is answered"),
        (1, 0, "1 question is not answered"),
        (103, 0, "103 questions are not answered"),
        (0, 1, "1 cell is not answered"),
        (0, 10, "10 cells are not answered"),
        (103, 10, "103 questions and 10 cells are not answered"),
        (1, 1, "1 question and 1 cell are not answered"),
    ],
)
def test_questions_and_cells_that_are_not_answered_are_counted_apart(questions: int, cells: int, words: str) -> None:
    places = [("small.why", Place())] * questions + [("small.items", Place("D1", "secret"))] * cells
    assert str(count_gaps(places)) == words


def test_a_row_that_the_questionnaire_gives_is_called_by_its_label() -> None:
    form = make_form(
        small="- {id: scope, code: S-1, ask: How large?, type: table, rows: [{id: volume, label: Volume of data}], "
        "columns: [{id: size, ask: Size, type: text}]}"
    )
    (gap,) = gaps(judge_all(form, {"scope": [{"id": "volume"}]}))
    assert gap.words == "How large? [Volume of data] Size"
