"""An assessment may be incomplete, never ill-typed: every slip is refused with its place, its code and a hint."""

from collections.abc import Sequence
from textwrap import dedent
from typing import Any

import pytest

from dpia.assessment.checking import check_assessment, find_ill
from dpia.assessment.files import parse_assessment
from dpia.assessment.model import Assessment
from dpia.errors import AssessmentError, BadInput, Problem
from dpia.questionnaire.library import Library
from tests.support.forms import make_assessment, make_form

FORM = make_form(
    small="""
    - {id: named, code: S-1, ask: What is it called?, type: text, allow: []}
    - {id: uses_ai, code: S-2, ask: Does it use AI?, type: yes_no, allow: [unknown]}
    - id: colour
      code: S-3
      ask: Which colour?
      type: choice
      options: [{id: red, label: Red}, {id: green, label: Green, when: uses_ai == yes}]
    - {id: since, code: S-4, ask: Since when?, type: date}
    - {id: amount, code: S-5, ask: How many?, type: number}
    - id: items
      code: S-6
      ask: Which data?
      type: table
      prefix: D
      columns:
        - {id: item, ask: Item, type: text, allow: []}
        - {id: secret, ask: Secret?, type: yes_no, allow: [unknown]}
        - {id: many, ask: How many?, type: number}
    - id: uses
      code: S-7
      ask: What is each used for?
      type: table
      rows: items
      columns: [{id: why, ask: Why?, type: text}]
    - id: purposes
      code: S-8
      ask: For what?
      type: table
      prefix: P
      columns:
        - {id: purpose, ask: Purpose, type: text}
        - {id: data, ask: Data, type: row, of: items, many: true}
    - id: scope
      code: S-9
      ask: How large?
      type: table
      rows: [{id: volume, label: Volume}, {id: area, label: Area}]
      columns: [{id: size, ask: Size, type: text}]
    - {id: total, code: S-10, ask: How many items?, type: computed, value: count(items)}
    - id: risky
      code: S-11
      ask: Is it risky?
      type: yes_no
      findings: [{id: is_risky, if: risky == yes, level: block, says: It is risky.}]
    """
)
HEAD = "dpia: 1\nid: sample\ntitle: A sample\nquestionnaires: [{id: small, version: 1.2.0}]\n"


def problems_of(text: str) -> Sequence[Problem]:
    """What is wrong with a file; its first four lines are the head."""
    raw = (HEAD + dedent(text)).encode()
    with pytest.raises(BadInput) as error:
        assessment, document = parse_assessment(raw, "file.yaml", is_json=False)
        check_assessment(FORM, assessment, document)
    return error.value.problems


def ill(answers: dict[str, Any] | None = None, **parts: Any) -> list[str]:
    return [
        ".".join(str(step) for step in found.path) for found in find_ill(FORM, make_assessment(FORM, answers, **parts))
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "answers: {other: {named: x}}",
            "file.yaml:5:18: unknown-id: There is no questionnaire “other” in this assessment (there is small)",
        ),
        (
            "answers: {small: {nmed: x}}",
            "file.yaml:5:25: unknown-id: “small” has no question “nmed” (did you mean “named”?)",
        ),
        (
            "answers: {small: {named: 5}}",
            "file.yaml:5:26: bad-value: In “What is it called?”: A text is needed here (put it in quotes)",
        ),
        (
            "answers: {small: {colour: gren}}",
            "file.yaml:5:27: bad-option: In “Which colour?”: “gren” is none of the answers to choose from (did you "
            "mean green (“Green”)?)",
        ),
        (
            "answers: {small: {uses_ai: true}}",
            "file.yaml:5:28: bad-value: In “Does it use AI?”: This is none of the answers to choose from (write one of "
            "yes, no)",
        ),
        (
            "answers: {small: {since: 2026-02-30}}",
            "file.yaml:5:26: bad-date: In “Since when?”: There is no such day as 2026-02-30 (write a day of the "
            "calendar, for example 2027-03-01)",
        ),
        (
            "answers: {small: {amount: .nan}}",
            "file.yaml:5:27: bad-value: In “How many?”: A number is needed here (write digits, for example 11 or 0.5)",
        ),
        (
            "answers: {small: {named: {unknown: true}}}",
            "file.yaml:5:26: bad-value: In “What is it called?”: This cannot be answered with “unknown” (give an "
            "answer, or leave it open)",
        ),
        (
            "answers: {small: {uses_ai: {not_applicable: because}}}",
            "file.yaml:5:28: bad-value: In “Does it use AI?”: This cannot be answered with “not applicable” (give an "
            "answer, or leave it open)",
        ),
        (
            "answers: {small: {colour: {not_applicable: ' '}}}",
            "file.yaml:5:27: bad-value: In “Which colour?”: What does not apply needs a reason in words (write "
            "{not_applicable: why it does not apply})",
        ),
        (
            "answers: {small: {total: 5}}",
            "file.yaml:5:26: bad-value: In “How many items?”: This question takes no answer of its own (remove it)",
        ),
        (
            "answers: {small: {items: D1}}",
            "file.yaml:5:26: bad-value: In “Which data?”: A list of rows is needed here (begin each row with “- id: D1”)",
        ),
        (
            "answers: {small: {items: [{item: x}]}}",
            "file.yaml:5:27: missing-key: In row 1 of “Which data?”: A row needs an “id”, for example D1 (add one that "
            "no other row has, and keep it)",
        ),
        (
            "answers: {small: {items: [{id: D1}, {id: D1}]}}",
            "file.yaml:5:37: duplicate-id: In row D1 of “Which data?”: The row D1 stands here twice (give each row its "
            "own id)",
        ),
        (
            "answers: {small: {items: [{id: D1, secrt: yes}]}}",
            "file.yaml:5:43: unknown-key: In row D1 of “Which data?”: This table has no column “secrt” (did you mean "
            "“secret”?)",
        ),
        (
            "answers: {small: {items: [{id: D1, many: lots}]}}",
            "file.yaml:5:42: bad-value: In row D1 of “Which data?”, “How many?”: A number is needed here (write "
            "digits, for example 11 or 0.5)",
        ),
        (
            "answers: {small: {items: [{id: D1, item: {unknown: true}}]}}",
            "file.yaml:5:42: bad-value: In row D1 of “Which data?”, “Item”: This cannot be answered with “unknown” "
            "(give an answer, or leave it open)",
        ),
        (
            "answers: {small: {items: [{id: D1, secret: {not_applicable: x}}]}}",
            "file.yaml:5:44: bad-value: In row D1 of “Which data?”, “Secret?”: This cannot be answered with “not "
            "applicable” (give an answer, or leave it open)",
        ),
        (
            "answers: {small: {items: [{id: D1, many: {not_applicable: }}]}}",
            "file.yaml:5:42: bad-value: In row D1 of “Which data?”, “How many?”: What does not apply needs a reason in "
            "words (write {not_applicable: why it does not apply})",
        ),
        (
            "answers: {small: {items: [{id: D1, many: {value: 1, unknown: true}}]}}",
            "file.yaml:5:42: bad-value: In row D1 of “Which data?”, “How many?”: An answer is a value, or unknown, or "
            "not applicable, and only one of them (keep one of “value”, “unknown” and “not_applicable”)",
        ),
        (
            "answers: {small: {items: [{id: D1, many: {unknown: perhaps}}]}}",
            "file.yaml:5:42: bad-value: In row D1 of “Which data?”, “How many?”: “unknown” is not written as it has to be "
            "(write {unknown: true}, {not_applicable: the reason} or {value: ..., note: ...})",
        ),
        (
            "answers: {small: {items: [{id: D1}], uses: [{id: D2, why: x}]}}",
            "file.yaml:5:50: bad-row: In “What is each used for?”: This table has no row “D2” (there is D1)",
        ),
        (
            "answers: {small: {items: [{id: D1}], purposes: [{id: P1, data: [D1, D9]}]}}",
            "file.yaml:5:64: bad-row: In row P1 of “For what?”, “Data”: There is no row “D9” in “Which data?” (there is D1)",
        ),
        (
            "answers: {small: {scope: [{id: volum, size: x}]}}",
            "file.yaml:5:32: bad-row: In “How large?”: This table has no row “volum” (did you mean “volume”?)",
        ),
        (
            "risks: [{id: R99, scenario: R99}]",
            "file.yaml:5:29: unknown-risk: In risk R99: There is no risk “R99” in the catalogue (did you mean “R19” or “R09”?)",
        ),
        (
            "risks: [{id: X1, title: Own, measures: [M1]}]",
            "file.yaml:5:41: unknown-id: In risk X1: There is no measure “M1” (take it out here, or add what it names)",
        ),
        (
            "risks: [{id: X1, title: Own}, {id: X1, title: Other}]",
            "file.yaml:5:36: duplicate-id: The risk X1 stands here twice (keep one of them, or give each its own id)",
        ),
        (
            "measures: [{id: M1, title: a}, {id: M1, title: b}]",
            "file.yaml:5:37: duplicate-id: The measure M1 stands here twice (keep one of them, or give each its own id)",
        ),
        (
            "risks: [{id: X1, title: Own, today: {severity: gravest, likelihood: likely}}]",
            "file.yaml:5:48: bad-option: In risk X1: “gravest” is no level of this scale (did you mean “grave”?)",
        ),
        (
            "risks: [{id: X1, title: Own, done: {severity: grave, likelihood: 2}}]",
            "file.yaml:5:66: bad-value: In risk X1: “likelihood” has to be text (put it in quotes)",
        ),
        (
            "decision: {outcome: conditional, reason: x, by: {name: A}, on: 2026-11-24, "
            "conditions: [{id: K1, text: x, finding: [is_rsky]}]}",
            "file.yaml:5:117: unknown-id: In condition K1 of the decision: There is no finding “is_rsky” (did you mean "
            "“is_risky” or “small.is_risky”?)",
        ),
        (
            "decision: {outcome: conditional, reason: x, by: {name: A}, on: 2026-11-24, "
            "conditions: [{id: K1, text: x}, {id: K1, text: y}]}",
            "file.yaml:5:113: duplicate-id: In the decision: The condition K1 stands here twice (keep one of them, or "
            "give each its own id)",
        ),
        (
            "decision: {outcome: approve, reason: x, by: {name: A}, on: 2026-11-24}",
            "file.yaml:5:21: bad-value: In the decision: “outcome” is none of the values that are allowed here (there "
            "is approved, conditional, consultation or rejected)",
        ),
        (
            "answers: {small: {colour: {unknown: perhaps}}}",
            "file.yaml:5:37: bad-value: In “colour”: “unknown” has to be true or false (write true or false, without "
            "quotes)",
        ),
        ("measurs: []", "file.yaml:5:1: unknown-key: There is no entry “measurs” here (did you mean “measures”?)"),
    ],
)
def test_an_ill_typed_assessment_is_refused_with_place_and_hint(text: str, problem: str) -> None:
    assert [str(found) for found in problems_of(text)] == [problem]


def test_everything_ill_typed_is_told_at_once_in_the_order_of_the_file() -> None:
    found = problems_of(
        """
        answers:
          small:
            colour: gren
            items:
              - {id: D1, many: lots}
        risks:
          - {id: R99, scenario: R99}
        """
    )
    assert [(problem.location.line, problem.location.column) for problem in found] == [(8, 13), (10, 24), (12, 25)]


def test_another_version_of_a_questionnaire_is_refused() -> None:
    raw = HEAD.replace("1.2.0", "2.0.0").encode()
    assessment, document = parse_assessment(raw, "file.yaml", is_json=False)
    with pytest.raises(AssessmentError) as error:
        check_assessment(FORM, assessment, document)
    assert str(error.value) == (
        "file.yaml:4:39: version: “small” was answered on version 2.0.0, installed is the older version 1.2.0 "
        "(update dpia, or give the folder of the newer questionnaires with -Q)"
    )


def test_a_small_step_of_the_version_is_no_problem() -> None:
    raw = HEAD.replace("1.2.0", "1.0.0").encode()
    assessment, document = parse_assessment(raw, "file.yaml", is_json=False)
    check_assessment(FORM, assessment, document)


def test_a_questionnaire_named_twice_is_refused() -> None:
    twice = [{"id": "small", "version": "1.2.0"}] * 2
    assert ill(questionnaires=twice) == ["questionnaires.1.id"]


def test_a_questionnaire_that_is_not_there_is_refused_with_its_place() -> None:
    raw = HEAD.replace("id: small", "id: smal").encode()
    assessment, document = parse_assessment(raw, "file.yaml", is_json=False)
    with pytest.raises(AssessmentError) as error:
        check_assessment(FORM, assessment, document)
    assert str(error.value) == (
        "file.yaml:4:23: unknown-id: There is no questionnaire “smal” here (did you mean “small”?)"
    )


def test_without_a_file_the_path_stands_for_the_place() -> None:
    assessment = make_assessment(FORM, {"amount": "many"})
    with pytest.raises(
        AssessmentError, match=r"^sample:answers\.small\.amount: bad-value: In “How many\?”: A number is needed here"
    ):
        check_assessment(FORM, assessment)


def test_json_is_refused_with_its_place_too() -> None:
    raw = (
        b'{"dpia": 1, "id": "sample", "title": "x",\n'
        b' "questionnaires": [{"id": "small", "version": "1.2.0"}],\n "answers": {"small": {"amount": "x"}}}'
    )
    assessment, document = parse_assessment(raw, "file.json", is_json=True)
    with pytest.raises(AssessmentError, match=r"^file\.json:3:34: bad-value: In “How many\?”: A number is needed here"):
        check_assessment(FORM, assessment, document)


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"named": None},
        {"items": []},
        {"items": [{"id": "D1"}]},
        {"items": [{"id": "D1", "many": {"unknown": True, "note": "asked"}, "secret": {"unknown": True}}]},
        {"items": [{"id": "D1", "item": {"value": "x", "evidence": [{"title": "Contract"}]}}]},
        {"items": {"unknown": True}},
        {"items": {"not_applicable": "there are none"}},
        {"scope": [{"id": "area"}]},
        {"colour": "green"},  # hidden while AI is not used: kept, not refused
    ],
)
def test_a_draft_with_gaps_is_well_typed(answers: dict[str, Any]) -> None:
    assert ill(answers) == []


def test_an_analysts_own_risk_with_linked_measures_is_well_typed() -> None:
    rating = {"severity": "grave", "likelihood": "likely"}
    assert not ill(
        risks=[{"id": "X1", "title": "Own", "before": rating, "measures": ["M1"]}, {"id": "R01", "scenario": "R01"}],
        measures=[{"id": "M1", "title": "A measure"}],
    )


def test_a_table_with_too_many_rows_is_refused() -> None:
    assert ill({"items": [{"id": f"D{number}"} for number in range(2001)]}) == ["answers.small.items"]


@pytest.mark.parametrize("row", [5, "D1", None, {}, {"id": 5}, {"id": "no spaces"}, {"id": ""}, []])
def test_a_row_that_is_none_is_refused(row: Any) -> None:
    assert ill({"items": [row]}) == ["answers.small.items.0"]


def test_other_words_for_a_level_are_taken(library: Any) -> None:
    method = library.method()
    words = [word for level in method.severity for word in (level.id, *level.also)]
    for word in words:
        assert not ill(risks=[{"id": "X1", "title": "Own", "today": {"severity": word, "likelihood": "likely"}}])


def test_nothing_in_the_worked_example_is_ill_typed(library: Library, lumen: Assessment) -> None:
    assert list(find_ill(library.form([ref.id for ref in lumen.questionnaires]), lumen)) == []


def remark(about: str) -> dict[str, Any]:
    return {"about": about, "text": "Look again.", "by": "A reviewer", "on": "2026-11-24"}


@pytest.mark.parametrize("about", ["small.uses_ai", "small.all", "small"])
def test_a_remark_is_about_a_question_a_section_or_a_file(about: str) -> None:
    assert ill(remarks=[remark(about)]) == []


@pytest.mark.parametrize("about", ["nothing.here", "uses_ai", "small.use_ai", ""])
def test_a_remark_about_nothing_is_refused(about: str) -> None:
    assert ill(remarks=[remark("small.since"), remark(about)]) == ["remarks.1.about"]


def test_a_remark_about_nothing_is_refused_with_its_place_and_what_may_be_meant() -> None:
    (problem,) = problems_of("remarks:\n- {about: small.use_ai, text: Look again., by: A reviewer, on: 2026-11-24}\n")
    assert str(problem).startswith(
        "file.yaml:6:11: unknown-id: In remark 1: There is no question, section, risk or measure “small.use_ai”"
    )
    assert problem.hint.startswith("did you mean “small.uses_ai”")


def test_a_record_names_its_question_and_everything_that_is_wrong_in_it() -> None:
    form = make_form(small="- {id: signer, code: S-1, ask: Who signs?, type: sign_off}")
    (found,) = find_ill(form, make_assessment(form, {"signer": {"name": "A", "date": "today"}}))
    assert found.message == "“Role” is missing; “Date” is not written as it has to be; “Decision” is missing"


def test_a_row_without_an_id_is_told_one_that_the_table_can_have() -> None:
    (found,) = find_ill(FORM, make_assessment(FORM, {"items": [{"id": "D7"}], "uses": [{"why": "x"}]}))
    assert "for example D7" in found.message


def test_of_ten_thousand_unknown_questions_the_first_are_told_and_the_rest_counted() -> None:
    many = make_assessment(FORM, {f"nothing{number}": "x" for number in range(10_000)})
    with pytest.raises(AssessmentError) as error:
        check_assessment(FORM, many)
    assert len(error.value.problems) == 201
    assert any("has 9800 more problems, which are not shown" in str(problem) for problem in error.value.problems)


def test_unknown_is_true_or_left_out() -> None:
    (problem,) = problems_of("answers: {small: {uses_ai: {unknown: false}}}\n")
    assert "“unknown” can only be true" in str(problem)


def test_what_was_checked_is_not_judged_again_and_what_changed_is(library: Library, lumen: Assessment) -> None:
    form = library.form([ref.id for ref in lumen.questionnaires])
    assert list(find_ill(form, lumen, lumen)) == []

    answer = lumen.answer("gdpr-dpia.data_items")
    assert answer is not None
    fewer = lumen.with_answer("gdpr-dpia.data_items", answer.value[1:])
    wrong = [ill.path for ill in find_ill(form, fewer, lumen)]
    assert wrong
    assert wrong == [ill.path for ill in find_ill(form, fewer)]
    assert list(find_ill(form, fewer.with_answer("screening.uses_ai", "perhaps"), lumen)) != list(find_ill(form, fewer))
