"""Law that applies later stops nothing before its day, and the days that answers set for reviews, audits and ends are due."""

from datetime import date
from typing import Any

import pytest

from dpia.assessment.due import due_days
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.model import Outcome
from dpia.cli.summary import summary_lines
from dpia.questionnaire.model import DueKind, Level
from dpia.showing.context import Context
from dpia.web.views import context_of
from dpia.workspace.facts import due_in
from tests.support.forms import judge_all, make_assessment, make_form, make_library

LIBRARY = make_library(
    page="""
- id: registered
  code: P-1
  ask: Is the system registered?
  type: yes_no
  findings:
    - id: not_registered
      if: registered == no
      level: block
      rejects: true
      consult: true
      dpia: required
      from: 2027-12-02
      says: The system has to be registered first.
      because: Nobody can look it up.
      mend: Register it.
"""
)
LAW = LIBRARY.form(["page"])
DAYS = make_form(
    page="""
- {id: review, code: P-1, ask: When is it reviewed?, type: date, due: review, means: next_review}
- {id: ends, code: P-2, ask: When does the basis end?, type: date, due: end}
- {id: closed, code: P-3, ask: When is it closed?, type: date, due: end, when: unknown(ends)}
- id: partners
  code: P-4
  ask: Which partners?
  type: table
  prefix: X
  columns:
    - {id: name, ask: Name, type: text}
    - {id: audit, ask: Next audit, type: date, due: audit}
"""
)


def context(evaluation: Evaluation) -> Context:
    return context_of(evaluation, LIBRARY, str, "en")


def judged(day: date) -> Evaluation:
    return evaluate(LAW, make_assessment(LAW, {"registered": "no"}), on=day)


def test_before_its_day_a_finding_is_a_note_that_says_from_when() -> None:
    before = judged(date(2027, 12, 1))
    (fired,) = before.findings
    assert (fired.level, fired.starts) == (Level.NOTE, date(2027, 12, 2))
    assert (before.open_findings, before.dpia_reasons, before.decision.consultation) == ((), (), ())
    assert Outcome.APPROVED in before.decision.allowed
    assert "law from 2 December 2027" in context(before).finding(fired).label
    assert [line for line in summary_lines(before) if "(law from 2027-12-02)" in line]


def test_from_its_day_on_it_stops_and_says_no_day() -> None:
    after = judged(date(2027, 12, 2))
    (fired,) = after.findings
    assert (fired.level, fired.starts) == (Level.BLOCK, None)
    assert after.decision.allowed == (Outcome.REJECTED,)
    assert [found.key for found in after.dpia_reasons] == ["page.not_registered"]
    assert "2027" not in context(after).finding(fired).label


def answered(**answers: Any) -> Evaluation:
    return judge_all(DAYS, answers)


def test_every_day_that_answers_set_is_due_the_earliest_first() -> None:
    partners = [{"id": "X1", "name": "A", "audit": "2027-02-01"}, {"id": "X2", "name": "B", "audit": {"unknown": True}}]
    found = due_days(answered(review="2027-06-01", ends="2027-01-31", partners=partners))
    assert [(due.code, due.place.row, due.kind, due.day.isoformat()) for due in found] == [
        ("P-2", None, DueKind.END, "2027-01-31"),
        ("P-4", "X1", DueKind.AUDIT, "2027-02-01"),
        ("P-1", None, DueKind.REVIEW, "2027-06-01"),
    ]


def test_what_is_hidden_or_unknown_is_not_due() -> None:
    assert due_days(answered(closed="2027-01-01", ends="2027-06-01"))[1:] == ()
    assert due_days(answered(ends={"unknown": True})) == ()


def test_the_workspace_keeps_them_beside_the_next_review_and_that_once() -> None:
    found = [
        (due.item, due.day.isoformat(), due.what) for due in due_in(answered(review="2027-06-01", ends="2027-01-31"))
    ]
    assert found == [("review", "2027-06-01", ""), ("end P-2", "2027-01-31", "When does the basis end?")]


@pytest.mark.parametrize("kind", ["text", "yes_no"])
def test_only_a_date_can_be_due(kind: str) -> None:
    with pytest.raises(Exception, match="due"):
        make_form(page=f"- {{id: a, code: P-1, ask: A?, type: {kind}, due: review}}\n")
