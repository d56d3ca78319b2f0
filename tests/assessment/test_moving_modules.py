"""What was answered on version 1 of the modules arrives where version 2 asks for it, and nothing of it is lost."""

import pytest

from dpia.assessment.checking import check_assessment
from dpia.assessment.files import parse_assessment
from dpia.assessment.moving import Moved, move
from dpia.shipped import shipped_library

ANSWERS = """\
dpia: 1
id: old-service
title: An old service
created: 2026-11-20
questionnaires:
- {id: gdpr-dpia, version: 1.0.0}
answers:
  gdpr-dpia:
    interpreter_vetting: yes
  security:
    encryption: {value: partial, note: The fax is not.}
    encryption_layers: [in_transit, backups]
    encryption_how: By the disk.
    key_custody: none
    key_holder: provider
    mfa: planned
    record_access: implemented
    admin_separation: implemented
    logging: {unknown: true, note: Asked the provider.}
    devices: {value: implemented, evidence: [{title: "List of devices, May 2026"}]}
    backup: {not_applicable: Nothing is stored on purpose.}
    vulnerabilities: partial
    vetting: none
    leavers: implemented
    breach_plan: planned
    breach_drill: no
    safety_response: yes
    safety_response_time: 4 hours
  victim-safety:
    retaliation: grave
    adversaries:
    - {id: AD1, adversary: A recruiter who holds a debt, adversary_kind: trafficker, capability: high}
    decision_process: [language, time, interpreter, reflection]
    addresses_separate: no
"""
STATES = {
    "encryption": {"value": "partial", "note": "The fax is not."},
    "key_custody": "none",
    "mfa": "planned",
    "record_access": "implemented",
    "admin_separation": "implemented",
    "logging": {"unknown": True, "note": "Asked the provider."},
    "devices": {"value": "implemented", "evidence": [{"title": "List of devices, May 2026"}]},
    "backup": {"not_applicable": "Nothing is stored on purpose."},
    "vulnerabilities": "partial",
    "vetting": "none",
    "leavers": "implemented",
    "breach_plan": "planned",
}


@pytest.fixture(scope="module")
def moved() -> Moved:
    old, _ = parse_assessment(ANSWERS.encode(), "old.yaml", is_json=False)
    return move(old, shipped_library())


def test_the_state_of_each_old_question_on_security_is_a_cell_of_its_row(moved: Moved) -> None:
    answer = moved.assessment.answer("security.security_table")
    assert answer is not None
    assert {row["id"]: row["state"] for row in answer.value} == STATES
    assert [set(row) for row in answer.value] == [{"id", "state"}] * 12


def test_each_move_is_told_with_what_was_asked_and_the_code_that_stays(moved: Moved) -> None:
    told = {found.source: found for found in moved.moved}
    assert {f"security.{row}" for row in STATES} <= set(told)
    mfa = told["security.mfa"]
    assert mfa.target == "security.security_table[mfa].state"
    assert mfa.label.startswith("Does everybody who can open case data have to prove")
    assert mfa.note == "G-2.25 is a row of G-2.40 since 2.0.0."
    codes = {row.code for row in shipped_library().questionnaires["security"].question("security_table").fixed_rows}  # type: ignore[union-attr]
    assert codes == {f"G-2.{number}" for number in range(23, 35)}


def test_what_was_said_beside_the_state_stays_below_its_row(moved: Moved) -> None:
    for key in ("encryption_how", "encryption_layers", "key_holder", "breach_drill", "safety_response_time"):
        assert f"security.{key}" in moved.kept
    for key in ("retaliation", "adversaries", "decision_process", "addresses_separate"):
        assert f"victim-safety.{key}" in moved.kept


def test_the_check_of_interpreters_is_a_question_of_safety_now(moved: Moved) -> None:
    answer = moved.assessment.answer("victim-safety.interpreter_vetting")
    assert answer is not None
    assert answer.value == "yes"
    assert moved.assessment.answer("gdpr-dpia.interpreter_vetting") is None


def test_nothing_is_lost_and_the_old_answers_find_what_they_found(moved: Moved) -> None:
    assert moved.dropped == ()
    form = shipped_library().form([ref.id for ref in moved.assessment.questionnaires])
    check_assessment(form, moved.assessment)


def test_a_table_that_is_there_already_is_not_overwritten() -> None:
    both = ANSWERS.replace(
        "    mfa: planned\n", "    mfa: planned\n    security_table: [{id: mfa, state: implemented}]\n"
    )
    old, _ = parse_assessment(both.encode(), "old.yaml", is_json=False)
    found = move(old, shipped_library())
    answer = found.assessment.answer("security.security_table")
    assert answer is not None
    assert next(row for row in answer.value if row["id"] == "mfa")["state"] == "implemented"
    assert [(lost.place, lost.value) for lost in found.dropped] == [("security.mfa", "planned")]
