"""Answers, reasons and gaps in the reader's words: labels and names, never ids of options and never Python."""

from typing import Any

import pytest

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.facts import Place
from dpia.questionnaire.rules.nodes import Reason
from dpia.questionnaire.rules.truth import Count, State
from dpia.showing.display import MAX_QUOTE, row_name, show_place, show_reason, show_value
from tests.support.forms import judge_all, make_form

FORM = make_form(
    small="""
    - {id: uses_ai, code: S-1, ask: Does it use AI?, type: yes_no}
    - id: several
      code: S-2
      ask: Which ones?
      type: choices
      options: [{id: health, label: Health}, {id: genetic, label: Genetic data}]
    - {id: amount, code: S-3, ask: How many a year?, type: number, unit: chats}
    - {id: since, code: S-4, ask: Since when?, type: date}
    - {id: kept, code: S-5, ask: How long?, type: duration}
    - {id: land, code: S-6, ask: Where?, type: country, many: true}
    - {id: who, code: S-7, ask: Who?, type: person}
    - {id: proof, code: S-8, ask: Which document?, type: evidence}
    - {id: drawing, code: S-9, ask: Which picture?, type: picture}
    - {id: signed, code: S-10, ask: Who signs?, type: sign_off}
    - {id: text, code: S-11, ask: What else?, type: long}
    - id: items
      code: S-12
      ask: Which data?
      type: table
      prefix: D
      columns:
        - {id: item, ask: Item, type: text}
        - {id: free, ask: Free text?, type: yes_no}
    - id: uses
      code: S-13
      ask: What is each used for?
      type: table
      rows: items
      columns: [{id: why, ask: Why?, type: text}]
    - id: scope
      code: S-14
      ask: How large?
      type: table
      rows: [{id: volume, label: Volume of data}, {id: area, label: Area}]
      columns: [{id: size, ask: Size, type: text}]
    - id: purposes
      code: S-15
      ask: For what?
      type: table
      prefix: P
      label: purpose
      columns:
        - {id: short, ask: Short, type: text}
        - {id: purpose, ask: Purpose, type: text}
        - {id: data, ask: Data, type: row, of: items, many: true}
    - {id: counted, code: S-16, ask: How many items?, type: computed, value: "count(items, free == yes)", unit: of 9}
    """
)
ANSWERS: dict[str, Any] = {
    "uses_ai": "yes",
    "several": ["genetic", "health"],
    "amount": 6000,
    "since": "2026-11-24",
    "kept": "1 years",
    "land": ["DE", "AT"],
    "who": {"name": "A. Example", "role": "Director", "contact": "a@example.org"},
    "proof": {"title": "Contract", "link": "https://example.org"},
    "drawing": {"file": "flow.png", "alt": "The way of the data"},
    "signed": {"name": "A. Example", "role": "Director", "date": "2026-11-24", "decision": "Yes."},
    "text": "yes",
    "items": [{"id": "D1", "item": "Chat text", "free": "yes"}, {"id": "D2", "free": {"unknown": True}}],
    "purposes": [{"id": "P1", "short": "Help", "purpose": "Give advice", "data": ["D1", "D2"]}],
}


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return judge_all(FORM, ANSWERS)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("uses_ai", "Yes"),
        ("several", "Health; Genetic data"),
        ("amount", "6,000 chats"),
        ("since", "2026-11-24"),
        ("kept", "1 year"),
        ("land", "AT, DE"),
        ("who", "A. Example, Director"),
        ("proof", "Contract"),
        ("drawing", "The way of the data"),
        ("signed", "A. Example, Director"),
        ("text", "yes"),
        ("items", "D1, D2"),
        ("counted", "1–2 of 9"),
    ],
)
def test_a_value_is_shown_in_words(evaluation: Evaluation, question: str, text: str) -> None:
    key = f"small.{question}"
    assert show_value(FORM.questions[key], evaluation.facts[key]) == text


@pytest.mark.parametrize(
    ("state", "text"),
    [(State.UNKNOWN, "unknown"), (State.OPEN, "not answered"), (State.VOID, "does not apply")],
)
def test_an_answer_without_a_value_says_why(state: State, text: str) -> None:
    assert show_value(FORM.questions["small.uses_ai"], state) == text


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 chats"), (0.5, "0.5 chats"), (1234567, "1,234,567 chats"), (2.0, "2 chats")]
)
def test_a_number_is_shown_with_its_unit(number: float, text: str) -> None:
    assert show_value(FORM.questions["small.amount"], number) == text


def test_a_count_that_is_certain_is_one_number() -> None:
    assert show_value(FORM.questions["small.counted"], Count(4, open=2)) == "4 of 9"


def test_the_translation_of_the_program_reaches_its_own_words_and_no_word_of_a_questionnaire() -> None:
    item = FORM.questions["small.several"]
    assert show_value(item, frozenset({"health"}), str.upper) == "Health"
    assert show_value(item, State.UNKNOWN, str.upper) == "UNKNOWN"
    assert show_value(FORM.questions["small.uses_ai"], "yes", str.upper) == "YES"


@pytest.mark.parametrize(
    ("key", "row", "name"),
    [
        ("small.items", "D1", "Chat text"),
        ("small.items", "D2", "D2"),
        ("small.items", "D9", "D9"),
        ("small.uses", "D1", "Chat text"),
        ("small.scope", "volume", "Volume of data"),
        ("small.purposes", "P1", "Give advice"),
        ("risks", "R01", "R01"),
    ],
)
def test_a_row_is_called_by_its_name_where_it_has_one(evaluation: Evaluation, key: str, row: str, name: str) -> None:
    assert row_name(evaluation, key, row) == name


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (Reason("small.uses_ai"), "Does it use AI? Yes"),
        (Reason("small.items", "D1", "free"), "D1 Chat text: Free text? Yes"),
        (Reason("small.items", "D2", "free"), "D2: Free text? unknown"),
        (Reason("small.scope", "area", "size"), "Area: Size not answered"),
        (Reason("small.purposes", "P1", "data"), "P1 Give advice: Data D1, D2"),
        (Reason("small.items"), "Which data? Chat text; D2"),
        (Reason("risks", "R01", "level_done"), "R01"),
    ],
)
def test_a_reason_says_question_and_answer(evaluation: Evaluation, reason: Reason, text: str) -> None:
    assert show_reason(evaluation, reason) == text


def test_a_long_answer_is_quoted_in_short_and_on_one_line() -> None:
    evaluation = judge_all(FORM, {"text": "A first line.\n\n" + "word " * 100})
    shown = show_reason(evaluation, Reason("small.text"))
    assert shown.startswith("What else? A first line. word word")
    assert shown.endswith("…")
    assert len(shown) <= len("What else? ") + MAX_QUOTE


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (("small.uses_ai", Place()), "S-1 Does it use AI?"),
        (("small.items", Place("D2", "item")), "S-12 Which data? [D2] Item"),
        (("small.items", Place("D2")), "S-12 Which data? [D2]"),
    ],
)
def test_a_gap_says_where_it_is(evaluation: Evaluation, place: tuple[str, Place], text: str) -> None:
    assert show_place(evaluation, *place) == text
