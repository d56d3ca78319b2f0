"""From data to models: every mistake has its place, a sentence in an author's words, and a hint."""

import pytest

from dpia.assessment.model import Assessment
from dpia.errors import Problem
from dpia.questionnaire.model import Questionnaire
from dpia.questionnaire.reading import MAX_PROBLEMS, known_keys, validate
from dpia.questionnaire.reference import Sources
from dpia.questionnaire.text import parse_yaml
from tests.support.definitions import HEAD, SOURCES, one_question


def problems(text: str) -> list[Problem]:
    found, wrong = validate(Questionnaire, parse_yaml(text, "page"))
    assert (found is None) is bool(wrong)
    return wrong


def question(keys: str) -> str:
    return one_question(f"- {{id: one, code: P-1, ask: One?, help: Say., {keys}}}")


def test_a_sound_file_gives_its_model_and_no_problem() -> None:
    assert problems(question("type: text")) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            HEAD + "sectons: []\n",
            "page:4:1: unknown-key: there is no key `sectons` here (did you mean `sections` or `questions`?)",
        ),
        (
            question("type: text, hlep: x"),
            "page:8:65: unknown-key: there is no key `hlep` here (did you mean `help` or `whole`?)",
        ),
        (HEAD.replace("title: Page\n", ""), "page:1:1: missing-key: the key `title` is missing here"),
        (
            question("type: tekst"),
            "page:8:59: bad-value: `type` is none of the values that are allowed here (there is 'yes_no', 'choice', "
            "'choices', 'scale', 'text', 'long', 'number', 'date', 'duration', 'country', 'person', 'picture', "
            "'evidence', 'sign_off', 'table', 'row', 'computed', 'register' or 'info')",
        ),
        (HEAD.replace("1.0.0", "1"), "page:2:10: bad-value: `version` has to be text (put it in quotes)"),
        (
            HEAD.replace("1.0.0", "one"),
            "page:2:10: bad-value: `version` is not written as it has to be (a version is written 1.0.0)",
        ),
        (
            HEAD.replace("id: page", "id: My Page"),
            "page:1:5: bad-value: `id` is not written as it has to be (the id of a file is lower-case words joined by -)",
        ),
        (
            question("type: text, required: yes"),
            "page:8:75: bad-value: `required` has to be true or false (write true or false, without quotes)",
        ),
        (
            question("type: text, cite: gdpr"),
            "page:8:71: bad-value: `cite` has to be a list (write [a, b] or one item a line with `- `)",
        ),
        (
            HEAD + "sections: 3\n",
            "page:4:11: bad-value: `sections` has to be a list (write [a, b] or one item a line with `- `)",
        ),
        (question("type: choice"), "page:8:9: bad-value: is wrong: a choice needs `options`"),
        (
            question("type: text, unit: m"),
            "page:8:9: bad-value: is wrong: `unit` does not belong to type text",
        ),
        (
            question("type: text").replace("id: one", "id: lambda"),
            "page:8:14: bad-value: `id` is wrong: `lambda` is a word of the rule language, choose another id",
        ),
        (
            question("type: choice, options: [{id: a, label: A}]").replace("label: A", "label: ''"),
            "page:8:92: bad-value: `label` may not be empty",
        ),
        (HEAD + "number_from: 7\n", "page:4:14: bad-value: `number_from` has to be less than or equal to 1"),
    ],
)
def test_a_mistake_is_told_with_place_and_hint(text: str, said: str) -> None:
    assert any(str(problem) == said for problem in problems(text)), [str(x) for x in problems(text)]


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    text = HEAD.replace("1.0.0", "one") + "sectons: []\nplaces: main\n"
    assert [problem.location.line for problem in problems(text)] == [2, 4, 5]


def test_a_flood_of_mistakes_ends_with_a_word_on_the_rest() -> None:
    flood = problems(HEAD + "\n".join(f"key{number}: 1" for number in range(MAX_PROBLEMS + 50)))
    assert len(flood) == MAX_PROBLEMS + 1
    assert flood[-1].message == "has 50 more problems, which are not shown"


def test_a_long_key_is_cut_and_a_line_break_in_it_makes_no_second_line() -> None:
    text = HEAD + f'"two\\nlines{"x" * 900}": 1\n'
    said = str(problems(text)[0])
    assert said.startswith("page:4:1: unknown-key: there is no key `two linesxxx")
    assert len(said) < 200


def test_content_is_never_repeated() -> None:
    secret = "canary-of-content"
    text = question(f"type: [{secret}], required: {secret}, max_length: {secret}, unit: [{secret}]")
    assert problems(text)
    assert secret not in "\n".join(str(problem) for problem in problems(text))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-02-30", "is no date of the calendar"),
        ("24.11.2026", "is no date"),
        ("20261124", "is no date"),
        ("2026-W48-2", "is no date"),
        ("2026-11-24T10:00", "is no date"),
        ("yesterday", "is no date"),
    ],
)
def test_a_date_that_is_none_has_a_code_of_its_own(day: str, said: str) -> None:
    _, (problem,) = validate(Sources, parse_yaml(SOURCES.replace("2026-11-24", day), "sources"))
    assert problem.code.slug == "bad-date"
    assert str(problem) == (
        f"sources:11:60: bad-date: `checked_on` {said} (write year-month-day, for example 2027-03-01)"
    )


def test_the_keys_to_choose_from_are_those_of_all_parts_of_the_file() -> None:
    assert {"sections", "questions", "ask", "columns", "if", "raises", "label"} <= known_keys(Questionnaire)
    assert {"dpia", "answers", "risks", "likelihood"} <= known_keys(Assessment)
    assert "rule" not in known_keys(Questionnaire)
