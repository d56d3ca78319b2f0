"""From data to models: every mistake has its place, a sentence in an author's words, and a hint."""

from collections.abc import Iterator

import pytest

from dpia.assessment.model import Assessment
from dpia.errors import Problem
from dpia.messages.definitions import PATTERNS
from dpia.questionnaire.model import Questionnaire
from dpia.questionnaire.reading import MAX_PROBLEMS, known_keys, validate
from dpia.questionnaire.reference import Sources
from dpia.questionnaire.schema import SCHEMAS, format_schema
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
            "page:4:1: unknown-key: There is no key `sectons` here (did you mean `sections`?)",
        ),
        (
            question("type: text, hlep: x"),
            "page:8:65: unknown-key: There is no key `hlep` here (did you mean `help` or `whole`?)",
        ),
        (HEAD.replace("title: Page\n", ""), "page:1:1: missing-key: The key `title` is missing here (add it)"),
        (
            question("type: tekst"),
            "page:8:59: bad-value: `tekst` is none of the values of `type` (did you mean `text`?)",
        ),
        (
            question("type: mail"),
            "page:8:59: bad-value: `mail` is none of the values of `type` (there is yes_no, choice, "
            "choices, scale, text, long, number, percentage, date, duration, country, person, picture, "
            "evidence, sign_off, table, row, computed, register or info)",
        ),
        (
            question("type: [text]"),
            "page:8:59: bad-value: `type` is none of the values that are allowed here (there is yes_no, choice, "
            "choices, scale, text, long, number, percentage, date, duration, country, person, picture, "
            "evidence, sign_off, table, row, computed, register or info)",
        ),
        (
            question("type: yes_no, findings: [{id: f, if: one == no, level: majr, says: S.}]"),
            "page:8:108: bad-value: `majr` is none of the values of `level` (did you mean `major`?)",
        ),
        (
            HEAD + "sections: [3]\n",
            "page:4:12: bad-value: An item of `sections` has to be a word, a list or a mapping of another form",
        ),
        ("- 3\n", "page:1:1: bad-value: The file has to be a mapping"),
        (HEAD.replace("1.0.0", "1"), "page:2:10: bad-value: `version` has to be text (put it in quotes)"),
        (
            HEAD.replace("1.0.0", "one"),
            "page:2:10: bad-value: `version` is not written as it has to be (a version is written 1.0.0)",
        ),
        (
            HEAD.replace("id: page", "id: My Page"),
            "page:1:5: bad-value: `id` is not written as it has to be "
            "(an id is lower-case words joined by - here: visitor-log)",
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
        (question("type: choice"), "page:8:9: bad-value: A choice needs `options`"),
        (
            question("type: text, unit: m"),
            "page:8:9: bad-value: `unit` does not belong to type text (take it out, or change the type)",
        ),
        (
            question("type: text").replace("id: one", "id: lambda"),
            "page:8:14: bad-value: `id` is wrong: `lambda` is a word of Python, which rules are read with; "
            "choose another id",
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
    assert flood[-1].message == "The file has 50 more problems, which are not shown"


def test_a_long_key_is_cut_and_a_line_break_in_it_makes_no_second_line() -> None:
    text = HEAD + f'"two\\nlines{"x" * 900}": 1\n'
    said = str(problems(text)[0])
    assert said.startswith("page:4:1: unknown-key: There is no key `two linesxxx")
    assert len(said) < 250


def test_content_is_never_repeated() -> None:
    secret = "canary-of-content"
    text = question(f"type: [{secret}], required: {secret}, max_length: {secret}, unit: [{secret}]")
    assert problems(text)
    assert secret not in "\n".join(str(problem) for problem in problems(text))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-02-30", "is no date of the calendar"),
        ("11/24/26", "is no date"),
        ("20261124", "is no date"),
        ("2026-W48-2", "is no date"),
        ("2026-11-24T10:00", "is no date"),
        ("yesterday", "is no date"),
        ("01/12/2026", "can be read in two ways: 2026-12-01 or 2026-01-12"),
    ],
)
def test_a_date_that_is_none_has_a_code_of_its_own(day: str, said: str) -> None:
    _, (problem,) = validate(Sources, parse_yaml(SOURCES.replace("2026-11-24", day), "sources"))
    assert problem.code.slug == "bad-date"
    assert str(problem) == (
        f"sources:11:60: bad-date: `checked_on` {said} (write year-month-day, for example 2027-03-01)"
    )


@pytest.mark.parametrize(
    ("loc", "keys"),
    [
        ((), {"id", "kind", "sections", "uses"}),
        (("sections", 0, "mapping"), {"id", "title", "questions", "when"}),
        (("sections", 0, "include"), {"include"}),
        (("sections", 0, "mapping", "sections", 1, "mapping", "questions", 2), {"ask", "columns", "means"}),
        (("sections", 0, "mapping", "questions", 2, "findings", 0), {"if", "says", "raises"}),
        (("sections", 0, "mapping", "questions", 2, "rows", "mapping"), {"from", "when"}),
        (("lists", "title", 0), {"label", "score"}),
    ],
)
def test_the_keys_to_choose_from_are_those_of_the_place(loc: tuple[int | str, ...], keys: set[str]) -> None:
    found = known_keys(Questionnaire, loc)
    assert keys <= found
    assert not {"rule", "threats", "dpia_id"} & found
    assert ("ask" in found) is ("columns" in keys)


def test_the_keys_of_a_mapping_are_no_keys_of_what_stands_in_it() -> None:
    assert {"articles", "short"} <= known_keys(Sources, ("sources", "title"))
    assert {"gist", "verified"} <= known_keys(Sources, ("sources", "gdpr", "articles", "title"))
    assert {"severity", "likelihood"} <= known_keys(Assessment, ("risks", 0, "before"))


@pytest.mark.parametrize(
    ("text", "there_is"),
    [
        (HEAD + "of: x\n", "description, id, kind"),
        (question("type: text").replace("    questions:", "    of: x\n    questions:"), "edpb, id, intro"),
    ],
)
def test_a_key_that_belongs_elsewhere_is_not_offered_again(text: str, there_is: str) -> None:
    (problem,) = problems(text)
    assert problem.message == "There is no key `of` here"
    assert problem.hint.startswith(f"there is {there_is}")


def test_a_word_of_an_answer_is_never_repeated() -> None:
    text = "dpia: 1\nid: x\ntitle: X\ncreated: 2026-11-24\nquestionnaires: [{id: y, version: 1.0.0}]\n"
    _, (problem,) = validate(
        Assessment, parse_yaml(text + "risks: [{id: R1, scenario: R01, treatment: canary}]\n", "file")
    )
    assert "canary" not in str(problem)


def _patterns(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("pattern"), str):
            yield part["pattern"]
        for inner in part.values():
            yield from _patterns(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _patterns(inner)


def test_every_form_that_a_text_can_need_has_a_hint() -> None:
    schemas = [*(format_schema(kind) for kind in SCHEMAS), Assessment.model_json_schema()]
    needed = {pattern for schema in schemas for pattern in _patterns(schema)}
    assert needed == set(PATTERNS)


def test_an_address_is_told_with_an_example() -> None:
    _, (problem,) = validate(Sources, parse_yaml(SOURCES + "    link: www.example.org\n", "sources"))
    assert str(problem).endswith(
        "`link` is not written as it has to be (write an address that begins with https:// and has no spaces: "
        "https://example.org/report.pdf)"
    )
