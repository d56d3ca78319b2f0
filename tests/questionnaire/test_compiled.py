"""A form: questions in order of dependence and of asking, who reads whom, and the numbers that are shown."""

from pathlib import Path

import pytest

from dpia.questionnaire.compiled import Form
from tests.support.definitions import HEAD, METHOD, one_question, read_files

MODULE = (
    HEAD.replace("page", "lock-up")
    + """\
kind: module
sections:
  - id: locks
    title: Locks
    questions: [{id: locked, code: M-1, ask: Locked?, type: yes_no}]
  - id: keys
    title: Keys
    questions: [{id: keys_kept, code: M-2, ask: Keys?, type: yes_no, when: locked == yes}]
"""
)
PAGE = (
    HEAD
    + """\
number_from: 0
uses: [other]
sections:
  - id: first
    title: First
    questions:
      - {id: late, code: P-1, ask: Late?, type: yes_no, when: early == yes and lock_up.locked == no}
      - {id: early, code: P-2, ask: Early?, type: yes_no}
    sections:
      - {id: inner, title: Inner, questions: [{id: deep, code: P-3, ask: Deep?, type: text}]}
  - include: lock-up
  - id: last
    title: Last
    when: other.size > 3
    questions:
      - {id: end, code: P-4, ask: End?, type: register, view: risks_before}
      - id: again
        code: P-5
        ask: Again?
        type: text
        findings:
          - {id: too_short, if: "words(again) < 3 and early == no", level: minor, says: S., raises: [R01]}
          - {id: not_rated, if: "any(risks, rated == no)", level: minor, says: S.}
"""
)
OTHER = one_question("- {id: size, code: O-1, ask: Size?, type: number}", HEAD.replace("page", "other")) + (
    "  - include: lock-up\n"
)


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return read_files(tmp_path, page=PAGE, lock=MODULE, other=OTHER, m=METHOD).form(["page", "other"])


def test_a_question_stands_after_all_it_depends_on(form: Form) -> None:
    for key, item in form.questions.items():
        assert all(form.places[read] < form.places[key] for read in item.reads())


def test_questions_are_asked_in_the_order_of_the_file_and_a_module_where_it_first_stands(form: Form) -> None:
    assert list(form.asked_keys) == [
        "page.late",
        "page.early",
        "page.deep",
        "lock-up.locked",
        "lock-up.keys_kept",
        "page.end",
        "page.again",
        "other.size",
    ]


def test_sections_are_numbered_and_those_of_a_module_go_on_counting(form: Form) -> None:
    numbers = {
        section.id: ".".join(map(str, number)) for owner, number, section in form.sections() if owner.id != "other"
    }
    assert numbers == {"first": "0", "inner": "0.1", "locks": "1", "keys": "2", "last": "3"}


def test_what_reads_a_question_is_known(form: Form) -> None:
    assert form.readers["page.early"] == ("page.late",)
    assert set(form.readers["lock-up.locked"]) == {"page.late", "lock-up.keys_kept"}
    assert set(form.readers["other.size"]) == {"page.end", "page.again"}
    assert form.finding_readers["page.early"] == ("page.too_short",)


def test_findings_on_the_registers_are_late_and_raise_nothing(form: Form) -> None:
    assert [finding.key for finding in form.late_findings] == ["page.not_rated"]
    assert [finding.key for finding in form.early_findings] == ["page.too_short"]
    assert form.raising == {"page.too_short"}


def test_a_question_is_found_by_its_key_or_its_code(form: Form) -> None:
    by_key, by_code = form.find("page.early"), form.find("P-2")
    assert by_key is not None and by_key is by_code
    assert form.find("P-9") is None


def test_registers_and_sections_with_answers_are_known(form: Form) -> None:
    assert [item.key for item in form.registers] == ["page.end"]
    assert ("page", "last", ("page.again",)) in form.answered_sections
