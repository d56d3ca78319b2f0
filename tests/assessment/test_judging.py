"""What rules see: which questions show, which value each has, and what is missing, unknown or kept though hidden."""

from typing import Any

import pytest

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.facts import Place, QuestionState
from dpia.questionnaire.rules.nodes import Row
from dpia.questionnaire.rules.truth import Count, State
from tests.support.forms import judge_all, make_form


def cells(evaluation: Evaluation, key: str) -> dict[str, dict[str, Any]]:
    """The rows of a table: id -> cells."""
    rows = evaluation.states[key].value
    return {row.id: dict(row.cells) for row in rows}


# -------------------------------------------------------------------------------------------------------- one question

PLAIN = make_form(
    small="""
    - {id: uses_ai, code: S-1, ask: Does it use AI?, type: yes_no}
    - {id: model, code: S-2, ask: Which model?, type: text, when: uses_ai == yes}
    - id: colour
      code: S-3
      ask: Which colour?
      type: choice
      options: [{id: red, label: Red}, {id: green, label: Green, when: uses_ai == yes}]
    - id: several
      code: S-4
      ask: Which ones?
      type: choices
      options: [{id: one, label: One}, {id: two, label: Two, when: uses_ai == yes}]
    - {id: remark, code: S-5, ask: Anything else?, type: long, required: false}
    - {id: number, code: S-6, ask: How many?, type: number}
    - {id: info, ask: Read this., type: info}
    """
)


def state(question: str, **answers: Any) -> QuestionState:
    return judge_all(PLAIN, answers).states[f"small.{question}"]


def test_a_required_question_without_an_answer_is_missing() -> None:
    assert state("number") == QuestionState("small.number", True, State.OPEN, missing=(Place(),))


def test_an_optional_question_without_an_answer_is_not_missing() -> None:
    assert state("remark") == QuestionState("small.remark", True, State.OPEN)


def test_an_answer_is_given() -> None:
    assert state("number", number=5) == QuestionState("small.number", True, 5, given=True)


def test_unknown_is_an_answer_that_rules_see() -> None:
    found = state("number", number={"unknown": True})
    assert found == QuestionState("small.number", True, State.UNKNOWN, given=True, unknown=(Place(),))


def test_not_applicable_is_an_answer_that_rules_pass_over() -> None:
    found = state("number", number={"not_applicable": "nothing is counted"})
    assert found == QuestionState("small.number", True, State.VOID, given=True, not_applicable=(Place(),))


def test_a_hidden_question_is_not_missing_and_its_answer_is_kept() -> None:
    assert state("model", uses_ai="no") == QuestionState("small.model", False, State.VOID)
    assert state("model", uses_ai="no", model="X") == QuestionState("small.model", False, State.VOID, kept=True)


def test_a_hidden_answer_comes_back_when_the_condition_turns() -> None:
    assert state("model", uses_ai="yes", model="X").value == "X"


def test_a_question_shows_while_its_condition_is_unknown_and_not_while_it_is_open() -> None:
    assert state("model", uses_ai={"unknown": True}).shown
    assert not state("model").shown


@pytest.mark.parametrize(("question", "answer"), [("colour", "green"), ("several", ["one", "two"])])
def test_an_option_that_is_no_longer_offered_counts_as_not_answered(question: str, answer: Any) -> None:
    found = state(question, uses_ai="no", **{question: answer})
    assert (found.value, found.missing) == (State.OPEN, (Place(),))
    assert state(question, uses_ai="yes", **{question: answer}).given


@pytest.mark.parametrize("answer", ["many", True, ["x"], {"value": "5"}, {"odd": 1}])
def test_an_answer_that_does_not_fit_counts_as_not_given(answer: Any) -> None:
    found = state("number", number=answer)
    assert (found.value, found.given, found.missing) == (State.OPEN, False, (Place(),))


def test_an_information_takes_no_answer_and_is_never_missing() -> None:
    assert state("info") == QuestionState("small.info", True, State.VOID, given=True)


# -------------------------------------------------------------------------------------------------------------- tables

TABLES = make_form(
    small="""
    - id: items
      code: S-1
      ask: Which data?
      type: table
      prefix: D
      min_rows: 2
      columns:
        - {id: item, ask: Item, type: text}
        - {id: secret, ask: Secret?, type: yes_no}
        - {id: reason, ask: Why?, type: text, when: secret == yes}
        - {id: note, ask: Note, type: text, required: false}
    - id: uses
      code: S-2
      ask: What is each used for?
      type: table
      rows: items
      columns: [{id: why, ask: Why?, type: text, when: items.secret == no}]
    - id: locks
      code: S-3
      ask: How is each secret kept?
      type: table
      rows: {from: items, when: secret == yes}
      columns: [{id: how, ask: How?, type: text}]
    - id: scope
      code: S-4
      ask: How large?
      type: table
      rows: [{id: volume, label: Volume}, {id: area, label: Area}]
      columns: [{id: size, ask: Size, type: text}]
    - {id: secrets, code: S-5, ask: How many?, type: computed, value: "count(items, secret == yes)"}
    """
)
ITEMS = [
    {"id": "D1", "item": "Text", "secret": "yes", "reason": "it names people"},
    {"id": "D2", "item": "Log", "secret": "no"},
]


def test_an_unanswered_table_is_open_and_missing() -> None:
    found = judge_all(TABLES).states["small.items"]
    assert (found.value, found.missing, found.given) == (State.OPEN, (Place(),), False)


@pytest.mark.parametrize("answer", ["D1", 5, {"id": "D1"}])
def test_a_table_answered_with_something_else_is_open_and_missing(answer: Any) -> None:
    found = judge_all(TABLES, {"items": answer}).states["small.items"]
    assert (found.value, found.missing, found.given) == (State.OPEN, (Place(),), False)


def test_cells_have_values_and_states_of_their_own() -> None:
    rows = [{"id": "D1", "item": "Text", "secret": {"unknown": True}}, {"id": "D2", "item": {"not_applicable": "none"}}]
    evaluation = judge_all(TABLES, {"items": rows})
    assert cells(evaluation, "small.items") == {
        "D1": {"item": "Text", "secret": State.UNKNOWN, "reason": State.OPEN, "note": State.OPEN},
        "D2": {"item": State.VOID, "secret": State.OPEN, "reason": State.VOID, "note": State.OPEN},
    }
    found = evaluation.states["small.items"]
    assert found.unknown == (Place("D1", "secret"),)
    assert found.not_applicable == (Place("D2", "item"),)
    assert found.missing == (Place("D1", "reason"), Place("D2", "secret"))


def test_too_few_rows_are_missing() -> None:
    assert Place() in judge_all(TABLES, {"items": ITEMS[:1]}).states["small.items"].missing
    assert judge_all(TABLES, {"items": ITEMS}).states["small.items"].missing == ()


def test_a_table_with_the_rows_of_another_follows_it() -> None:
    evaluation = judge_all(TABLES, {"items": ITEMS, "uses": [{"id": "D2", "why": "to repair"}]})
    assert cells(evaluation, "small.uses") == {"D1": {"why": State.VOID}, "D2": {"why": "to repair"}}
    rows = evaluation.states["small.uses"].value
    assert isinstance(rows[0], Row)
    assert rows[0].source is not None
    assert rows[0].source.cells["item"] == "Text"


def test_a_table_with_the_rows_of_an_open_one_is_open_and_missing_only_there() -> None:
    evaluation = judge_all(TABLES)
    assert evaluation.states["small.uses"].value is State.OPEN
    assert [key for key, _ in evaluation.missing] == ["small.items", "small.scope", "small.scope"]


def test_a_rule_picks_the_rows_of_the_other_table() -> None:
    evaluation = judge_all(TABLES, {"items": ITEMS, "locks": [{"id": "D1", "how": "a key"}]})
    assert cells(evaluation, "small.locks") == {"D1": {"how": "a key"}}


def test_a_row_is_picked_while_it_is_unknown_whether_it_should_be() -> None:
    rows = [{"id": "D1", "secret": {"unknown": True}}, {"id": "D2"}]
    assert list(cells(judge_all(TABLES, {"items": rows}), "small.locks")) == ["D1"]


def test_a_table_of_given_rows_has_them_all_and_misses_their_cells() -> None:
    evaluation = judge_all(TABLES, {"scope": [{"id": "area", "size": "a town"}]})
    assert cells(evaluation, "small.scope") == {"volume": {"size": State.OPEN}, "area": {"size": "a town"}}
    assert evaluation.states["small.scope"].missing == (Place("volume", "size"),)


def test_a_whole_table_can_be_unknown_or_not_applicable() -> None:
    for answer, value in (({"unknown": True}, State.UNKNOWN), ({"not_applicable": "none"}, State.VOID)):
        evaluation = judge_all(TABLES, {"items": answer})
        assert evaluation.states["small.items"].value is value
        assert evaluation.states["small.uses"].value is value


def test_a_computed_count_keeps_what_is_unknown_and_open() -> None:
    rows = [*ITEMS, {"id": "D3", "secret": {"unknown": True}}, {"id": "D4"}]
    assert judge_all(TABLES, {"items": rows}).states["small.secrets"].value == Count(1, unknown=1, open=1)


# ------------------------------------------------------------------------------------------------------ kept and hidden


@pytest.mark.parametrize(
    ("answers", "hidden"),
    [
        ({"items": ITEMS}, ()),
        ({"items": [{"id": "D1", "secret": "no", "reason": "it names people"}]}, ("small.items",)),
        ({"items": ITEMS, "uses": [{"id": "D1", "why": "to answer"}]}, ("small.uses",)),
        ({"items": ITEMS, "locks": [{"id": "D2", "how": "a key"}]}, ("small.locks",)),
        ({"items": ITEMS, "locks": [{"id": "D2"}]}, ()),
    ],
)
def test_answers_that_are_kept_in_hidden_cells_and_rows_are_counted(
    answers: dict[str, Any], hidden: tuple[str, ...]
) -> None:
    assert judge_all(TABLES, answers).hidden == hidden


def test_hidden_questions_with_answers_are_counted() -> None:
    evaluation = judge_all(PLAIN, {"uses_ai": "no", "model": "X"})
    assert evaluation.hidden == ("small.model",)
    assert evaluation.missing == tuple((f"small.{name}", Place()) for name in ("colour", "several", "number"))


# -------------------------------------------------------------------------------------------- answered somewhere else

SHARED = make_form(
    first="""
    - {id: name, code: F-1, ask: What is it called?, type: text}
    - id: people
      code: F-2
      ask: Who?
      type: table
      prefix: P
      columns:
        - {id: who, ask: Who?, type: text}
        - {id: age, ask: How old?, type: number}
    """,
    second="""
    - {id: name_again, code: G-1, ask: And called?, type: text, default_from: first.name}
    - id: people_again
      code: G-2
      ask: Who again?
      type: table
      prefix: P
      default_from: first.people
      columns:
        - {id: who, ask: Who?, type: text}
        - {id: harm, ask: Which harm?, type: text}
    """,
)


def second(first: dict[str, Any], own: dict[str, Any] | None = None) -> Evaluation:
    return judge_all(SHARED, {"first": first, "second": own or {}})


def test_an_answer_given_elsewhere_is_not_asked_again() -> None:
    found = second({"name": "Line"}).states["second.name_again"]
    assert (found.value, found.given, found.taken_from, found.missing) == ("Line", True, "first.name", ())


def test_an_own_answer_wins() -> None:
    found = second({"name": "Line"}, {"name_again": "Chat"}).states["second.name_again"]
    assert (found.value, found.taken_from) == ("Chat", None)


def test_without_an_answer_elsewhere_the_question_stays_missing() -> None:
    assert second({}).states["second.name_again"].missing == (Place(),)


def test_rows_given_elsewhere_are_taken_with_the_columns_that_are_shared() -> None:
    evaluation = second({"people": [{"id": "P1", "who": "Children"}, {"id": "P2", "who": "Staff"}]})
    assert cells(evaluation, "second.people_again") == {
        "P1": {"who": "Children", "harm": State.OPEN},
        "P2": {"who": "Staff", "harm": State.OPEN},
    }
    assert evaluation.states["second.people_again"].missing == (Place("P1", "harm"), Place("P2", "harm"))


def test_own_rows_and_cells_stand_beside_those_taken() -> None:
    evaluation = second(
        {"people": [{"id": "P1", "who": "Children"}]},
        {"people_again": [{"id": "P1", "harm": "fear"}, {"id": "P2", "who": "Staff", "harm": "none"}]},
    )
    assert cells(evaluation, "second.people_again") == {
        "P1": {"who": "Children", "harm": "fear"},
        "P2": {"who": "Staff", "harm": "none"},
    }


def test_an_own_cell_wins_over_one_taken() -> None:
    evaluation = second(
        {"people": [{"id": "P1", "who": "Children"}]}, {"people_again": [{"id": "P1", "who": "Minors", "harm": "x"}]}
    )
    assert cells(evaluation, "second.people_again")["P1"]["who"] == "Minors"


def test_an_option_chosen_elsewhere_that_this_question_does_not_have_is_not_taken() -> None:
    form = make_form(
        first="""
        - {id: size, code: F-1, ask: How large?, type: scale, options: [{id: low, label: Low}, {id: huge, label: Huge}]}
        """,
        second="""
        - id: size_again
          code: G-1
          ask: How large again?
          type: scale
          default_from: first.size
          options: [{id: low, label: Low}, {id: high, label: High}]
          findings: [{id: is_large, if: size_again >= high, level: note, says: It is large.}]
        """,
    )
    assert judge_all(form, {"first": {"size": "low"}}).states["second.size_again"].value == "low"
    assert judge_all(form, {"first": {"size": "huge"}}).states["second.size_again"].value is State.OPEN
