"""What changed, in the reader's words; nothing where nothing did, and something wherever the content differs."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.model import Assessment
from dpia.questionnaire.compiled import Form
from dpia.showing.diff import Change, compare
from tests.support.forms import ON, judge_all, make_form
from tests.support.randomly import RandomAssessments

FORM = make_form(
    small="""
    - {id: uses_ai, code: S-1, ask: Does it use AI?, type: yes_no}
    - {id: model, code: S-2, ask: Which model?, type: text, when: uses_ai == yes}
    - id: several
      code: S-3
      ask: Which ones?
      type: choices
      options: [{id: health, label: Health}, {id: genetic, label: Genetic data}]
    - id: items
      code: S-4
      ask: Which data?
      type: table
      prefix: D
      columns:
        - {id: item, ask: Item, type: text}
        - {id: free, ask: Free text?, type: yes_no}
    - id: locks
      code: S-5
      ask: How is it kept?
      type: table
      prefix: L
      when: uses_ai == yes
      columns: [{id: how, ask: How?, type: text}]
    - id: risky
      code: S-6
      ask: Is it risky?
      type: yes_no
      findings:
        - {id: is_risky, if: risky == yes, level: block, says: It is risky., raises: [R01]}
        - {id: noted, if: risky == yes, level: note, says: Noted.}
    """
)
ITEMS = [{"id": "D1", "item": "Chat text", "free": "yes"}, {"id": "D2", "item": "Log", "free": "no"}]
ANSWERS: dict[str, Any] = {"uses_ai": "no", "several": ["health"], "items": ITEMS, "risky": "no"}
RISK: dict[str, Any] = {"id": "X1", "title": "Own", "before": {"severity": "serious", "likelihood": "possible"}}
MEASURE: dict[str, Any] = {"id": "M1", "title": "A measure", "owner": "B. Example", "due": "2027-01-01"}
DECISION: dict[str, Any] = {"outcome": "approved", "reason": "x", "by": {"name": "C. Example"}, "on": "2026-11-20"}
PARTS: dict[str, Any] = {"risks": [{**RISK, "measures": ["M1"]}], "measures": [MEASURE], "decision": DECISION}


def judged(answers: dict[str, Any] | None = None, **parts: Any) -> Evaluation:
    return judge_all(FORM, {**ANSWERS, **(answers or {})}, **{**PARTS, **parts})


def changes(answers: dict[str, Any] | None = None, **parts: Any) -> list[str]:
    return [f"{change.part}: {change.sentence()}" for change in compare(judged(), judged(answers, **parts))]


def test_nothing_changed_between_equal_assessments() -> None:
    assert changes() == []


def test_a_signature_is_no_change() -> None:
    approval = {"name": "A", "role": "B", "on": "2026-11-24", "content_hash": "0" * 64}
    assert changes(approvals=[approval]) == []


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"uses_ai": "yes"}, "S-1 Does it use AI?: was No, is Yes"),
        ({"uses_ai": {"unknown": True}}, "S-1 Does it use AI?: was No, is unknown"),
        ({"uses_ai": {"not_applicable": "no machine"}}, "S-1 Does it use AI?: was No, is not applicable: no machine"),
        ({"several": ["genetic", "health"]}, "S-3 Which ones?: was Health, is Health; Genetic data"),
        ({"several": None}, "S-3 Which ones?: no longer Health"),
        ({"model": "A model"}, "S-2 Which model?: now A model"),  # hidden: said nevertheless
        ({"uses_ai": {"value": "no", "note": "so far"}}, "S-1 Does it use AI? note: now so far"),
        (
            {"uses_ai": {"value": "no", "evidence": [{"title": "Contract"}]}},
            "S-1 Does it use AI? evidence Contract: now there",
        ),
    ],
)
def test_a_changed_answer_is_told_with_question_and_labels(answers: dict[str, Any], sentence: str) -> None:
    assert f"answer: {sentence}" in changes(answers)


@pytest.mark.parametrize(
    ("items", "sentences"),
    [
        (ITEMS[:1], ["S-4 Which data? [D2 Log]: no longer there"]),
        ([*ITEMS, {"id": "D3", "item": "Number"}], ["S-4 Which data? [D3 Number]: now there"]),
        ([ITEMS[0], {**ITEMS[1], "free": "yes"}], ["S-4 Which data? [D2 Log] Free text?: was No, is Yes"]),
        ([ITEMS[0], {**ITEMS[1], "item": "Logs"}], ["S-4 Which data? [D2 Logs] Item: was Log, is Logs"]),
        (
            [ITEMS[0], {**ITEMS[1], "free": {"not_applicable": "none"}}],
            ["S-4 Which data? [D2 Log] Free text?: was No, is not applicable: none"],
        ),
        (
            [ITEMS[0], {**ITEMS[1], "free": {"value": "no", "note": "checked"}}],
            ["S-4 Which data? [D2 Log] Free text? note: now checked"],
        ),
        ({"value": ITEMS, "note": "complete"}, ["S-4 Which data? note: now complete"]),
        (None, ["S-4 Which data? [D1 Chat text]: no longer there", "S-4 Which data? [D2 Log]: no longer there"]),
        ({"unknown": True}, ["S-4 Which data?: was D1, D2, is unknown"]),
        ({"not_applicable": "none"}, ["S-4 Which data?: was D1, D2, is not applicable: none"]),
    ],
)
def test_changed_rows_and_cells_are_told_by_name(items: Any, sentences: list[str]) -> None:
    assert [line for line in changes({"items": items}) if line.startswith("answer")] == [
        f"answer: {sentence}" for sentence in sentences
    ]


def test_a_table_that_turns_from_unknown_to_not_applicable_is_told() -> None:
    old, new = judged({"items": {"unknown": True}}), judged({"items": {"not_applicable": "none"}})
    assert [str(change.sentence()) for change in compare(old, new)] == [
        "S-4 Which data?: was unknown, is not applicable: none"
    ]


def test_a_changed_table_that_is_hidden_is_told() -> None:
    (line,) = changes({"locks": [{"id": "L1", "how": "a key"}]})
    assert line == "answer: S-5 How is it kept?: now id L1, how a key"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"title": "Another"}, ["assessment: title: was A sample, is Another"]),
        ({"example": True}, ["assessment: example: now yes"]),
        ({"version": "1.0"}, ["assessment: version: was 0.1, is 1.0"]),
        ({"updated": "2026-11-24"}, ["assessment: updated: now 2026-11-24"]),
        (
            {"risks": [{**RISK, "measures": ["M1"], "harm": "Somebody is found."}]},
            ["risk: X1 harm: now Somebody is found."],
        ),
        ({"measures": [{**MEASURE, "status": "partial"}]}, ["measure: M1 status: was planned, is partial"]),
        ({"measures": [{**MEASURE, "due": "2027-02-01"}]}, ["measure: M1 due: was 2027-01-01, is 2027-02-01"]),
        (
            {"measures": [MEASURE, {"id": "M2", "title": "Another", "status": "implemented"}]},
            ["measure: M2: now Another"],
        ),
        (
            {"decision": {**DECISION, "outcome": "rejected"}},
            ["decision: decision: was Approved, is Rejected"],
        ),
        ({"decision": {**DECISION, "reason": "y"}}, ["decision: reason: was x, is y"]),
        ({"decision": None}, ["decision: decision: no longer Approved"]),
        (
            {"risks": []},
            ["risk: X1: no longer Own", "risk level: X1 before measures: no longer Medium"],
        ),
    ],
)
def test_changed_parts_are_told(parts: dict[str, Any], expected: list[str]) -> None:
    assert changes(**parts)[: len(expected)] == expected


CONDITION = {"id": "K1", "text": "Names are cut.", "finding": ["small.is_risky"], "due": "2027-01-15"}
CONSULTED = {**DECISION, "outcome": "consultation", "consultation": {"authority": "An authority"}}
REMARK = {"about": "small.uses_ai", "text": "Ask again.", "by": "A reviewer", "on": "2026-11-24"}
PROOF = {"title": "Report", "file": "a.pdf", "sha256": "a" * 64}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            {"decision": {**DECISION, "conditions": [CONDITION]}},
            {
                "decision": {
                    **DECISION,
                    "conditions": [{**CONDITION, "text": "Names are gone.", "met_on": "2027-01-10"}],
                }
            },
            [
                "decision: condition K1: was Names are cut., is Names are gone.",
                "decision: condition K1 met on: now 2027-01-10",
            ],
        ),
        (
            {},
            {"decision": {**DECISION, "conditions": [CONDITION]}},
            ["decision: condition K1: now Names are cut., answers the finding small.is_risky, due 2027-01-15"],
        ),
        (
            {"decision": CONSULTED},
            {"decision": {**CONSULTED, "consultation": {"authority": "An authority", "sent_on": "2026-12-01"}}},
            ["decision: consultation sent on: now 2026-12-01"],
        ),
        (
            {"remarks": [REMARK, {**REMARK, "text": "And again."}]},
            {"remarks": [{**REMARK, "resolved": True}]},
            [
                "remark: S-1 Does it use AI? resolved: now yes",
                "remark: S-1 Does it use AI? (2): no longer And again., by A reviewer, date 2026-11-24",
            ],
        ),
        (
            {"measures": [{**MEASURE, "text": "Old.", "evidence": [PROOF]}]},
            {"measures": [{**MEASURE, "text": "New.", "evidence": [{**PROOF, "sha256": "b" * 64}]}]},
            [
                "measure: M1 description: was Old., is New.",
                f"measure: M1 evidence Report SHA-256: was {'a' * 64}, is {'b' * 64}",
            ],
        ),
    ],
)
def test_conditions_remarks_and_evidence_are_compared_one_by_one_in_their_own_words(
    before: dict[str, Any], after: dict[str, Any], expected: list[str]
) -> None:
    found = [f"{change.part}: {change.sentence()}" for change in compare(judged(**before), judged(**after))]
    assert found == expected


def test_a_changed_rating_is_told_with_the_level_that_follows() -> None:
    done = {"severity": "minor", "likelihood": "unlikely", "irreversible": True}
    assert changes(risks=[{**RISK, "measures": ["M1"], "done": done}]) == [
        "risk: X1 when done: now severity minor, likelihood unlikely, irreversible yes",
        "risk level: X1 when done: now Low",
        "decision: decisions left: was Consult the supervisory authority; Rejected, "
        "is Approved; Conditionally approved; Consult the supervisory authority; Rejected",
    ]


def test_findings_that_fire_or_no_longer_do_are_told_but_not_notes() -> None:
    assert [line for line in changes({"risky": "yes"}) if line.startswith("finding")] == [
        "finding: small.is_risky: now block: It is risky."
    ]
    back = compare(judged({"risky": "yes"}), judged())
    assert Change("finding", "small.is_risky", "block: It is risky.", "") in back


def test_a_difference_without_a_meaning_is_told_as_such() -> None:
    assert changes({"several": ["health"], "model": None, "items": ITEMS[::-1]}) == [
        "assessment: content: now written differently, with the same meaning"
    ]


@given(seed=st.integers(0, 2**32))
def test_something_is_told_exactly_where_the_content_differs(shipped_form: Form, seed: int) -> None:
    source = RandomAssessments(shipped_form, seed)
    old = source.assessment()
    new = source.change(old)
    found = compare(evaluate(shipped_form, old, on=ON), evaluate(shipped_form, new, on=ON))
    assert bool(found) is (old.content_hash != new.content_hash)
    assert all(change.before != change.after for change in found)
    assert not any("{'" in f"{change.before}{change.after}" for change in found)


def test_the_worked_example_compares_with_itself_without_a_change(shipped_form: Form, lumen: Assessment) -> None:
    again = Assessment.model_validate(lumen.data())
    assert compare(evaluate(shipped_form, lumen, on=ON), evaluate(shipped_form, again, on=ON)) == ()
