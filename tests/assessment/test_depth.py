"""How deep an assessment goes: shown answers and unknown ones open depth, an open one may, and a person can ask for it."""

from typing import Any

import pytest

from dpia.assessment.depth import depth_of, outlook
from dpia.assessment.starting import with_full_depth
from dpia.questionnaire.compiled import Form
from dpia.shipped import shipped_library
from tests.support.forms import ON, judge_all, make_assessment, make_form, make_library

QUESTIONS = """
- id: watched
  code: G-1
  ask: Is a place watched?
  type: yes_no
  findings: [{id: machine, if: watched == yes, level: note, says: A machine looks., opens: [machine]}]
- {id: wanted, code: G-2, ask: Everything?, type: yes_no, required: false, allow: [], means: depth_wanted}
- id: depth
  code: G-3
  ask: Signs
  type: computed
  means: depth
  value: count_true(unknown(watched) or watched == yes, answered(wanted) and wanted == yes)
- {id: more, code: G-4, ask: How many?, type: number, when: depth >= 1}
"""
MACHINE = """
- {id: kind, code: M-1, ask: Which machine?, type: text}
- {id: who, code: M-2, ask: Who looks?, type: text}
"""
LIBRARY = make_library(gate=QUESTIONS, machine=MACHINE)
GATE: Form = LIBRARY.form(["gate"])


@pytest.mark.parametrize(
    ("answers", "full", "settled", "because"),
    [
        ({}, False, False, []),
        ({"watched": "no"}, False, True, []),
        ({"watched": "yes"}, True, True, ["gate.watched"]),
        ({"watched": {"unknown": True}}, True, True, ["gate.watched"]),
        ({"watched": "no", "wanted": "yes"}, True, True, ["gate.wanted"]),
        ({"wanted": "yes"}, True, True, ["gate.wanted"]),
    ],
)
def test_depth_follows_from_the_answers_that_are_its_reasons(
    answers: dict[str, Any], full: bool, settled: bool, because: list[str]
) -> None:
    depth = depth_of(judge_all(GATE, answers))
    assert depth is not None
    assert (depth.full, depth.settled, [reason.key for reason in depth.reasons]) == (full, settled, because)
    assert (depth.wanted, depth.by_hand) == ("gate.wanted", answers.get("wanted") == "yes")


def test_a_form_without_such_a_question_has_no_depth() -> None:
    assert depth_of(judge_all(make_form(small=MACHINE))) is None


def test_what_is_ahead_counts_the_questions_of_what_waits_too() -> None:
    evaluation = judge_all(GATE, {"watched": "yes"})
    ahead = outlook(evaluation, LIBRARY, ON)
    assert (ahead.questionnaires, ahead.asked, ahead.answered, ahead.left) == (("gate", "machine"), 5, 1, 3)
    ahead = outlook(judge_all(GATE, {"watched": "no"}), LIBRARY, ON)
    assert (ahead.questionnaires, ahead.asked, ahead.answered, ahead.left) == (("gate",), 2, 1, 0)


def test_full_depth_can_be_asked_for_from_the_start() -> None:
    begun = with_full_depth(GATE, make_assessment(GATE))
    assert begun.answers == {"gate": {"wanted": begun.answers["gate"]["wanted"]}}
    assert begun.answers["gate"]["wanted"].value == "yes"


@pytest.mark.parametrize(
    ("answers", "because"),
    [
        ({"people_concerned": ["crime_victims"]}, ["screening.people_concerned"]),
        ({"trafficking_triggers": ["location"]}, ["screening.trafficking_triggers"]),
        ({"response_parts": ["protection"]}, ["screening.response_parts"]),
    ],
)
def test_of_signs_that_are_counted_the_answers_behind_them_are_the_reasons(
    answers: dict[str, Any], because: list[str]
) -> None:
    base = {"personal_data": "yes", "response_parts": ["none"], "trafficking_triggers": ["none"]}
    depth = depth_of(judge_all(shipped_library().form(["screening"]), {**base, **answers}))
    assert depth is not None and depth.full
    assert [reason.key for reason in depth.reasons] == because
