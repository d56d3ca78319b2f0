"""A new assessment, and the file that invites to fill it in."""

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpia.assessment.checking import check_assessment, find_ill
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.files import parse_assessment, read_assessment
from dpia.assessment.inviting import invitation
from dpia.assessment.model import Answer, Assessment
from dpia.assessment.offering import blank_row, offered_columns, offered_options
from dpia.assessment.placeholders import has_placeholder
from dpia.assessment.starting import new_assessment, with_title_answered
from dpia.errors import AssessmentError, Code, Problem
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion, Form
from dpia.questionnaire.kinds import NO_ANSWER_TYPES
from dpia.questionnaire.options import Option
from dpia.shipped import shipped_library
from tests.support.field_layer import FIELD_WORDS
from tests.support.forms import ON, make_form
from tests.support.run import examples


def begin(form: Form, title: str = "Hotline chat") -> Assessment:
    return new_assessment(form, assessment_id="hotline", title=title, created=ON, organisation="Our NGO")


def invite(form: Form, assessment: Assessment | None = None) -> str:
    return invitation(evaluate(form, assessment or begin(form), on=ON))


@pytest.fixture(scope="module")
def text(shipped_form: Form) -> str:
    return invite(shipped_form)


def blank(form: Form) -> Evaluation:
    return evaluate(form, begin(form), on=ON)


def asked(form: Form) -> list[CompiledQuestion]:
    states = blank(form).states
    return [item for item in form.asked if item.type not in NO_ANSWER_TYPES and states[item.key].shown]


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
    assessment, _ = parse_assessment(invite(shipped_form, begin(shipped_form, title)).encode(), "file", is_json=False)
    assert assessment.title == title


def flat(text: str) -> str:
    """The words of all comments, wherever they are wrapped."""
    return " ".join(re.sub(r"^ *# ?", "", text, flags=re.MULTILINE).split())


def test_every_question_that_is_asked_stands_in_the_invitation(shipped_form: Form, text: str) -> None:
    lines, words = text.splitlines(), flat(text)
    for item in asked(shipped_form):
        assert f"{item.question.code} {' '.join(item.question.ask.split())}" in words
        assert sum(line.startswith(f"    # {item.question.id}:") for line in lines) >= 1
        for column in offered_columns(blank(shipped_form), item):
            assert any(line.startswith(f"    #     {column.column.id}: <") or "[<" in line for line in lines)
            assert f"{column.column.id}: {' '.join(column.column.ask.split())}" in words


def test_every_option_that_is_offered_stands_there_with_its_label(shipped_form: Form, text: str) -> None:
    words, evaluation = flat(text), blank(shipped_form)
    for item in asked(shipped_form):
        row = blank_row(item)
        parts: list[tuple[CompiledQuestion | CompiledColumn, tuple[Option, ...]]]
        parts = [(item, offered_options(evaluation, item))]
        parts += [(one, offered_options(evaluation, one, row)) for one in offered_columns(evaluation, item)]
        for part, options in parts:
            for option in options if not part.kind.fixed_options else ():
                assert f"{option.id} = {' '.join(option.label.split())}" in words


def test_questions_help_and_options_are_wrapped_to_one_width(shipped_form: Form, text: str) -> None:
    answers = re.compile(r" *#? *(- )?\w+: [\[<{].*")
    assert [line for line in text.splitlines() if len(line) > 106 and not answers.fullmatch(line)] == []


def test_the_questions_of_a_file_stand_below_its_name(shipped_form: Form, text: str) -> None:
    files = re.findall(r"^  ([a-z-]+):$", text, flags=re.MULTILINE)
    assert files == [file for file in shipped_form.modules if file in {item.owner.id for item in asked(shipped_form)}]


def test_nothing_else_stands_in_the_invitation(shipped_form: Form, text: str) -> None:
    questions = re.findall(r"^    # ([a-z][a-z0-9_]*):(?: [<\[{].*)?$", text, flags=re.MULTILINE)
    assert sorted(questions) == sorted(item.question.id for item in asked(shipped_form))


def test_no_word_of_a_closed_layer_stands_in_the_invitation(shipped_form: Form, text: str) -> None:
    blocks = [block for block in text.split("\n\n") if not block.lstrip().startswith("# SCR-04 ")]
    assert len(blocks) == len(text.split("\n\n")) - 1
    assert FIELD_WORDS.findall("\n".join(blocks).replace("trafficking_triggers:", "")) == []
    assert "dpia open" in text


def test_a_question_that_other_answers_give_more_options_says_so() -> None:
    form = make_form(
        small="""
        - {id: wide, code: S-1, ask: Is it wide?, type: yes_no}
        - id: kind
          code: S-2
          ask: Which kind?
          type: choice
          options: [{id: red, label: Red}, {id: blue, label: Blue}, {id: deep, label: Deep, when: wide == yes}]
        - {id: why, code: S-3, ask: Why?, type: text, when: wide == yes}
        """
    )
    more = "Other answers can open more here: dpia questionnaires show S-2"
    before, after = invite(form), invite(form, begin(form).with_answer("small.wide", "yes"))
    assert more in flat(before) and "deep" not in before and "S-3" not in before
    assert more not in flat(after) and "deep = Deep" in after and "# why: <one line of text>" in after


def test_what_is_answered_stands_there_although_it_is_not_asked() -> None:
    form = make_form(
        small="""
        - {id: wide, code: S-1, ask: Is it wide?, type: yes_no}
        - {id: why, code: S-3, ask: Why?, type: text, when: wide == yes}
        """
    )
    assert "    why: It is kept.\n" in invite(form, begin(form).with_answer("small.why", "It is kept."))


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
    text = invite(form)
    lines = [
        line.replace("# ", "", 1) if re.match(r"    # ( {2}- id| {4}\w+:|items:)", line) else line
        for line in text.splitlines()
    ]
    answered = (
        "\n".join(lines).replace("<yes | no>", "yes").replace("<D1>", "D1").replace("<one line of text>", "Names")
    )
    assessment, _ = parse_assessment(answered.encode(), "file", is_json=False)
    answer = assessment.answer("small.items")
    assert answer is not None
    assert answer.value == [{"id": "D1", "item": "Names", "secret": "yes"}]


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
    text = invite(form)
    assert text.partition("\n# Risks.")[0].partition("answers:\n")[2] == (
        """\
  small:

    # S-1 Does it use AI?
    #   Any machine that learns.
    # uses_ai: <yes | no>

    # S-2 Which?
    #   red = Red
    #   blue = Blue
    # several: [<red | blue>]

    # S-3 How long?
    # kept: <30 days, 6 months or 2 years>

    # S-4 How large?
    #   volume = Volume
    #   of: Of?
    # scope:
    #   - id: <one of these>
    #     of: [<id of a row>]
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
    text = invite(form)
    assert re.findall(r"# +- id: <(\w+)>", text)[:3] == ["ST1", "ST1", "G1"]
    assert "lands: [<two letters of a country>]\n" in text
    assert "first: <ST1>\n" in text
    assert "all: [<ST1>]\n" in text


def everything_asked(form: Form) -> Evaluation:
    """As if each question were asked, so that each of them is tried."""
    found = blank(form)
    states = {key: state._replace(shown=True) for key, state in found.states.items()}
    return replace(found, states=states)


QUESTIONNAIRES = sorted(item.id for item in shipped_library().questionnaires.values() if item.kind == "questionnaire")


@lru_cache
def fresh(name: str) -> tuple[Form, list[str], list[int | None]]:
    """The form, the lines of a file with every question, and for each line that can be uncommented the line it belongs to."""
    form = shipped_library().form([name])
    lines = invitation(everything_asked(form)).splitlines()
    return form, lines, parents(lines)


def parents(lines: list[str]) -> list[int | None]:
    """For each line that holds a key: the line of the key or row that it stands in, or itself where it stands alone; else None."""
    found: list[int | None] = []
    open_lines: list[tuple[int, int]] = []
    for place, line in enumerate(lines):
        key = re.fullmatch(r"( *)# (( *)(- )?[a-z]\w*:( [<\[{].*)?)", line)
        if key is None or "=" in line:
            found.append(None)
            continue
        depth = len(key[1]) + len(key[3])
        if not key[3]:
            open_lines = []
        while open_lines and open_lines[-1][0] >= depth:
            open_lines.pop()
        found.append(open_lines[-1][1] if open_lines else place)
        open_lines.append((depth, place))
    return found


def uncommenting(lines: list[str], chosen: set[int]) -> str:
    return "\n".join(line.replace("# ", "", 1) if place in chosen else line for place, line in enumerate(lines)) + "\n"


def problems_of(form: Form, text: str) -> list[Problem]:
    """What reading and checking the file tells. Where that is nothing, nobody answered anything in it."""
    try:
        assessment, document = parse_assessment(text.encode(), "file", is_json=False)
        check_assessment(form, assessment, document)
    except AssessmentError as error:
        return list(error.problems)
    assert not any(answer.is_given for answers in assessment.answers.values() for answer in answers.values())
    assert assessment.change(answers={}) == begin(form)
    return []


@pytest.mark.parametrize("name", QUESTIONNAIRES)
def test_a_fresh_file_with_all_its_signs_taken_away_holds_no_answer(name: str) -> None:
    form, lines, own = fresh(name)
    every = {place for place, parent in enumerate(own) if parent is not None}
    answers = {place for place in every if lines[place].startswith("    ")}
    for chosen in (every - answers, answers):
        problems = problems_of(form, uncommenting(lines, chosen))
        assert {problem.code for problem in problems} == {Code.PLACEHOLDER}
        assert {problem.location.line for problem in problems} <= {place + 1 for place in chosen} | {None}
    assert len(answers) >= 10


@pytest.mark.parametrize("name", QUESTIONNAIRES)
@settings(max_examples=examples(24))
@given(chance=st.randoms(use_true_random=False), share=st.sampled_from([0.05, 0.5, 0.95]))
def test_whatever_is_uncommented_in_a_fresh_file_is_refused_as_a_placeholder(
    name: str, chance: Random, share: float
) -> None:
    form, lines, own = fresh(name)
    chosen: set[int] = set()
    for place, parent in enumerate(own):
        if parent is not None and (parent == place or parent in chosen) and chance.random() < share:
            chosen.add(place)
    assert {problem.code for problem in problems_of(form, uncommenting(lines, chosen))} <= {
        Code.PLACEHOLDER,
        Code.MISSING_KEY,
    }


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("text", "<one line of text>"),
        ("long", "<text, or | and an indented block of several paragraphs>"),
        ("yes_no", "<yes | no>"),
        ("number", "<number>"),
        ("percentage", "<number from 0 to 100>"),
        ("date", "<yyyy-mm-dd>"),
        ("duration", "<30 days, 6 months or 2 years>"),
        ("country", "<two letters of a country>"),
        ("person", "{name: <name>, role: <role>, organisation: <organisation>, contact: <contact>}"),
        ("person", "{name: C. Example, role: <role>}"),
        ("evidence", "{title: <title>, link: <address>}"),
        ("picture", "{file: <file>, alt: <what it shows>}"),
        ("sign_off", "{name: <name>, role: <role>, date: <yyyy-mm-dd>, decision: <what is stated>}"),
        ("text", "{value: <one line of text>, note: Asked}"),
    ],
)
def test_a_placeholder_is_refused_whatever_the_type(kind: str, written: str) -> None:
    form = make_form(small=f"- {{id: asked, code: S-1, ask: What?, type: {kind}}}")
    text = invite(form).replace("small:\n", f"small:\n    asked: {written}\n")
    (problem,) = problems_of(form, text)
    assert str(problem).endswith(
        "placeholder: In “What?”: Here is still the placeholder from dpia new (write your answer, or put the # back)"
    )
    assert (problem.code, problem.location.column) == (Code.PLACEHOLDER, 12)


@pytest.mark.parametrize(
    "typed", ["<b>", "a <yes | no> b", "<script>alert(1)</script>", "<", "<D1> and <D2>", "< name >"]
)
def test_a_text_in_angles_that_is_no_placeholder_is_an_answer(typed: str) -> None:
    assert not has_placeholder(typed)


def test_placeholders_in_registers_are_told_with_everything_else_that_is_wrong_but_not_twice() -> None:
    form = make_form(small="- {id: asked, code: S-1, ask: What?, type: text}")
    text = invite(form).replace("# ", "")
    text = text.partition("risks:\n")[2].partition("\nMeasures")[0]
    head = "dpia: 1\nid: a\ntitle: A\nquestionnaires: [{id: small, version: 1.2.0}]\nsumary: Short\nrisks:\n"
    problems = problems_of(form, head + text)
    assert [problem.code for problem in problems] == [Code.UNKNOWN_KEY] + [Code.PLACEHOLDER] * 11
    assert [problem.location.line for problem in problems] == [5, 7, 8, 9, 10, 11, 11, 11, 12, 12, 12, 13]


@pytest.mark.parametrize("key", ["risks", "measures", "decision", "remarks", "approvals", "routing"])
def test_a_register_whose_entries_are_all_comments_is_an_empty_one(key: str) -> None:
    text = f"dpia: 1\nid: a\ntitle: A\nquestionnaires: [{{id: small, version: 1.2.0}}]\n{key}:\n#  - id: X1\n"
    assessment, _ = parse_assessment(text.encode(), "file", is_json=False)
    assert not getattr(assessment, key)


def test_the_title_answers_the_question_that_asks_for_it_and_what_is_taken_from_it() -> None:
    form = shipped_library().form(["screening", "gdpr-dpia"])
    assessment = with_title_answered(form, begin(form))
    text = invite(form, assessment)
    assert "    processing_name: Hotline chat\n" in text
    assert "# processing_name:" not in text
    assert parse_assessment(text.encode(), "file", is_json=False)[0].answer("screening.processing_name") == Answer(
        value="Hotline chat"
    )
    evaluation = evaluate(form, assessment, on=ON)
    assert "screening.processing_name" not in {key for key, _ in evaluation.missing}
    assert evaluation.states["gdpr-dpia.short_title"].taken_from == "screening.processing_name"


def test_a_title_that_is_too_long_for_the_question_leaves_it_open() -> None:
    form = shipped_library().form(["screening"])
    assessment = begin(form, "x" * 201)
    assert with_title_answered(form, assessment) == assessment


def test_an_answer_that_is_there_stays() -> None:
    form = shipped_library().form(["screening"])
    answered = begin(form).with_answer("screening.processing_name", "Another")
    assert with_title_answered(form, answered) == answered
