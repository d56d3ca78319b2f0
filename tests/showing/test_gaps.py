"""Gaps as a reader knows them."""

from dpia.assessment.facts import Place
from dpia.showing.display import show_place
from dpia.showing.gaps import Gap, gap_at, gaps
from tests.support.forms import judge_all, make_form

FORM = make_form(
    small="""\
    - {id: intro, ask: Read this., type: info}
    - {id: why, code: S-1, ask: Why?, type: text, help: Help.}
    - {id: items, code: S-2, ask: Which data?, type: table, prefix: D, help: Help., columns: [
        {id: item, ask: Item, type: text}, {id: secret, ask: Secret?, type: yes_no}]}
    """
)


def test_gaps_stand_in_the_order_of_the_questions_with_code_words_and_place() -> None:
    evaluation = judge_all(FORM, {"items": [{"id": "D1", "item": "Chat text"}]})
    assert gaps(evaluation) == (
        Gap("small.why", Place(), "S-1", "Why?"),
        Gap("small.items", Place("D1", "secret"), "S-2", "Which data? [D1] Secret?"),
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
    assert gap_at(judge_all(FORM, {}), "small.intro", Place()) == Gap("small.intro", Place(), "", "Read this.")
