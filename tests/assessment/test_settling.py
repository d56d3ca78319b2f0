"""What has one meaning only is taken from files, programs and the API as it is written; what could be two things is asked about."""

import json
from pathlib import Path
from textwrap import dedent
from typing import Any
from unicodedata import normalize

import pytest

import dpia
from dpia.api import read_settled, settled_answers
from dpia.assessment.files import dump_json, dump_yaml, parse_assessment
from dpia.assessment.model import Assessment
from dpia.assessment.settling import composed, settled
from dpia.cli import run
from dpia.errors import AssessmentError
from dpia.questionnaire.text import parse_yaml
from dpia.shipped import load_library
from tests.support.forms import make_assessment, make_form

FORM = make_form(
    small="""
    - {id: sure, code: S-1, ask: Are you sure?, type: yes_no}
    - {id: share, code: S-2, ask: Which share is found?, type: number, min: 0, max: 1}
    - {id: many, code: S-3, ask: How many people?, type: number}
    - {id: since, code: S-4, ask: Since when?, type: date}
    - {id: words, code: S-5, ask: What is said?, type: text}
    - id: items
      code: S-6
      ask: Which data?
      type: table
      prefix: D
      columns:
        - {id: item, ask: Item, type: text}
        - {id: kept, ask: How long?, type: duration}
        - {id: count_of, ask: How many?, type: number}
    """
)
HEAD = "dpia: 1\nid: sample\ntitle: A sample\nquestionnaires: [{id: small, version: 1.2.0}]\nanswers:\n  small:\n"


def answers_of(text: str) -> dict[str, Any]:
    raw = (HEAD + dedent(text).replace("\n", "\n    ").rstrip()).encode()
    assessment, document = parse_assessment(raw, "file.yaml", is_json=False)
    return dict(settled(FORM, assessment, document).data()["answers"]["small"])


def test_a_file_is_taken_in_as_it_was_written_and_kept_in_one_form() -> None:
    assert answers_of(
        """
        sure: No
        share: 90 %
        many: {value: 6 000, note: At most.}
        since: 1.12.2026
        words: 1.12.2026
        items:
          - {id: D1, item: Chat, kept: 3 Monate, count_of: "11"}
          - {id: D2, kept: {value: 1 Jahr, note: By law.}}
        """
    ) == {
        "sure": "no",
        "share": 0.9,
        "many": {"value": 6000, "note": "At most."},
        "since": "2026-12-01",
        "words": "1.12.2026",
        "items": [
            {"id": "D1", "item": "Chat", "kept": "3 months", "count_of": 11},
            {"id": "D2", "kept": {"value": "1 year", "note": "By law."}},
        ],
    }


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("many: 2.400", ["many"]),
        ("many: {value: 2.400, note: x}", ["many", "value"]),
        ("items: [{id: D1, count_of: 2.400}]", ["items", 0, "count_of"]),
        ("items: [{id: D1, count_of: {value: 2.400}}]", ["items", 0, "count_of", "value"]),
        ("items: {note: x, value: [{id: D1, count_of: 2.400}]}", ["items", "value", 0, "count_of"]),
    ],
)
def test_a_number_of_a_file_that_could_be_two_is_kept_as_it_is_written_so_that_it_is_asked_about(
    text: str, place: list[str | int]
) -> None:
    found: Any = answers_of(f"\n{text}")
    for step in place:
        found = found[step]
    assert found == "2.400"


def test_the_same_number_is_clear_with_another_decimal_and_in_json() -> None:
    assert answers_of("\nmany: 2.4000") == {"many": 2.4}
    assessment = make_assessment(FORM, {"many": 6.125})
    raw = json.dumps(assessment.data()).encode()
    read, document = parse_assessment(raw, "file.json")
    assert settled(FORM, read, document) is read
    again, document = parse_assessment(dump_yaml(assessment).encode(), "file.yaml", is_json=False)
    assert settled(FORM, again, document).answer("small.many") == assessment.answer("small.many")


def test_what_is_written_as_it_is_kept_is_the_very_same_object() -> None:
    assessment = make_assessment(FORM, {"sure": "no", "items": [{"id": "D1", "kept": "30 days"}]})
    assert settled(FORM, assessment) is assessment


SHIPPED = f"""dpia: 1
id: night-chat
title: Chat at night
questionnaires: [{{id: screening, version: {load_library(()).questionnaires["screening"].version}}}]
answers:
  screening:
    organisation_kind: NICHTSTAATLICHE ORGANISATION ODER DIENSTLEISTER
    uses_ai: nein  # asked twice
    role: Controller
"""


@pytest.fixture
def german(tmp_path: Path) -> Path:
    library = load_library(())
    asked = library.in_language("de").questionnaires["screening"].question("organisation_kind")
    assert asked is not None
    assert isinstance(asked.options, tuple)
    label = next(option.label for option in asked.options if option.id == "ngo")
    path = tmp_path / "night.yaml"
    path.write_text(SHIPPED.replace("NICHTSTAATLICHE ORGANISATION ODER DIENSTLEISTER", f"'{label.upper()}'"))
    return path


def test_an_option_is_known_by_its_words_in_every_language_of_the_questionnaire(german: Path) -> None:
    taken = read_settled(german, load_library(()))
    assert dict(taken.assessment.data()["answers"]["screening"])["organisation_kind"] == "ngo"
    assert taken.assessment.data()["answers"]["screening"]["uses_ai"] == "no"


def test_a_change_of_the_file_writes_what_was_settled_and_keeps_the_rest(german: Path) -> None:
    assert run(["open", str(german), "ai-fria", "--reason", "Asked for.", "--quiet"]) == 0
    text = german.read_text()
    assert "    organisation_kind: ngo\n" in text
    assert "    uses_ai: no" in text
    assert dpia.read(german, load_library(())).answer("screening.uses_ai") is not None


def test_an_assessment_whose_questionnaire_is_not_here_stays_as_it_is() -> None:
    assessment = make_assessment(FORM, {"sure": "No"})
    assert settled_answers(assessment, load_library(())) is assessment


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("uses_ai: unknown", "That something is unknown is not written as a value (write {unknown: true}"),
        ("organisation_kind: n/a", "This cannot be answered with “not applicable”"),
        ("uses_ai: {not_applicable: true}", "What does not apply needs a reason in words (write {not_applicable: why"),
        ("uses_ai: {value: yes, unknown: true}", "only one of them"),
        ("uses_ai: {note: [x]}", "“note” has to be text"),
        ("screening_next_review: 01/12/2026", "is it 2026-12-01 or 2026-01-12?"),
        ("use_ai: no", "“Threshold screening and routing” has no question “use_ai” (did you mean “uses_ai”?)"),
        ("purposes: x", "(it is asked in gdpr-dpia, whose answers stand under a key of their own)"),
        ("wonder: x", "dpia questionnaires show screening tells what is asked"),
    ],
)
def test_a_slip_is_told_in_the_words_of_the_question_with_what_mends_it(answer: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "night.yaml"
    path.write_text(SHIPPED.partition("    organisation_kind")[0] + f"    {answer}\n")
    with pytest.raises(AssessmentError) as error:
        dpia.read(path, load_library(()))
    (problem,) = error.value.problems
    assert problem.location.line == 7
    assert told in str(problem)
    assert "`" not in str(problem)
    assert "screening_next_review" not in problem.message


def test_marks_know_only_the_numbers_that_could_be_two() -> None:
    document = parse_yaml("a: 2.400\nb: 0.125\nc: '2.400'\nd: 2.4\ne: 2.4000\n", "file")
    assert [document.ambiguous((key,)) for key in "abcde"] == ["2.400", "", "", "", ""]


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_one_text_has_one_hash_whatever_its_normal_form(tmp_path: Path, ending: str) -> None:
    library = load_library(())
    hashes = set()
    for form in ("NFC", "NFD"):
        data = {
            "dpia": 2,
            "id": "a",
            "title": "Beratung für Müller",
            "questionnaires": [{"id": "screening", "version": library.questionnaires["screening"].version}],
            "answers": {"screening": {"uses_ai": {"value": "no", "note": "Prüfung: Café"}}},
            "measures": [{"id": "M1", "title": "Schlüssel"}],
        }
        path = tmp_path / f"{form}.{ending}"
        path.write_text(normalize(form, json.dumps(data, ensure_ascii=False)), encoding="utf-8")
        found = read_settled(path, library).assessment
        assert found.title == "Beratung für Müller"
        hashes.add(found.content_hash)
        from_program = settled_answers(Assessment.model_validate(json.loads(path.read_text(encoding="utf-8"))), library)
        hashes.add(from_program.content_hash)
    assert len(hashes) == 1


def test_what_was_signed_or_decided_in_other_letters_stays_as_it_was_signed(tmp_path: Path) -> None:
    """Files of this format were written before with what was typed; their signatures hold."""
    library = load_library(())
    refs = [{"id": "screening", "version": library.questionnaires["screening"].version}]
    title = normalize("NFD", "Beratung für Müller")
    plain = Assessment.model_validate({"dpia": 2, "id": "a", "title": title, "questionnaires": refs})
    approval = {"name": "A. Example", "role": "Director", "on": "2026-11-24", "content_hash": plain.content_hash}
    signed = Assessment.model_validate({**plain.data(), "approvals": [approval]})
    path = tmp_path / "signed.json"
    path.write_text(dump_json(signed), encoding="utf-8")
    found = read_settled(path, library).assessment
    assert (found.title, found.content_hash, len(found.valid_approvals)) == (title, plain.content_hash, 1)


def test_a_review_keeps_the_letters_of_the_version_that_it_was_made_from() -> None:
    old = {"title": normalize("NFD", "Für")}
    reviewed = {"content_hash": "0" * 64, "version": "1", "data": old}
    refs = [{"id": "screening", "version": "2.0.0"}]
    given = {"dpia": 2, "id": "a", "title": normalize("NFD", "Für"), "questionnaires": refs, "reviewed": reviewed}
    found = composed(Assessment.model_validate(given))
    assert found.title == "Für"
    assert found.reviewed is not None
    assert found.reviewed.data == old
