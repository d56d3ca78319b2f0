"""What stands beside the revisions follows from the newest one, and holds no more than the list needs."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpia.assessment.evaluation import evaluate
from dpia.assessment.model import Assessment
from dpia.workspace.facts import Due, due_in, line_of, texts_of
from dpia.workspace.tables import ASSESSMENTS, DUE
from tests.support.workspaces import ON, make, small_library

LONG = "x" * 500


def judged(assessment: Assessment) -> Any:
    return evaluate(small_library().form(["page"]), assessment, on=ON)


def test_the_line_has_the_columns_of_the_list() -> None:
    kept_elsewhere = {"serial", "id", "head", "created_at", "changed_at", "changed_by", "archived", "locked"}
    assert set(line_of(judged(make()))) == {column.name for column in ASSESSMENTS.c} - kept_elsewhere


def test_a_risk_that_was_set_aside_or_is_not_rated_has_no_level() -> None:
    method = small_library().form(["page"]).method
    worst = {"severity": method.severity[-1].id, "likelihood": method.likelihood[-1].id}
    aside = {"id": "R01", "title": "A", "before": worst, "not_relevant": "There is none."}
    assert line_of(judged(make(risks=[aside, {"id": "R02", "title": "B"}])))["level"] == -1
    rated = {"id": "R03", "title": "C", "before": worst}
    assert line_of(judged(make(risks=[aside, rated])))["level_label"] == method.levels[-1].label


def test_only_measures_that_are_not_in_place_are_due() -> None:
    measures = [
        {"id": f"M{number}", "title": status, "status": status, "due": "2027-02-01"}
        for number, status in enumerate(("planned", "partial", "implemented"))
    ]
    assert [due.what for due in due_in(judged(make(measures=measures)))] == ["planned", "partial"]


def test_the_longest_texts_fit_into_their_columns() -> None:
    row_id = "M" + "x" * 63
    condition = {"id": row_id, "text": "word " * 5000, "owner": LONG, "due": "2027-01-01"}
    decision = {
        "outcome": "conditional",
        "reason": "So.",
        "by": {"name": LONG},
        "on": "2026-11-24",
        "conditions": [condition],
    }
    measures = [{"id": row_id, "title": LONG, "owner": LONG, "due": "9999-12-31"}]
    assessment = make(title=LONG, organisation=LONG, measures=measures, decision=decision)
    found, line = list(due_in(judged(assessment))), line_of(judged(assessment))
    assert len(found) == 2
    for due in found:
        assert all(len(getattr(due, name)) <= DUE.c[name].type.length for name in ("item", "what", "owner"))
    assert all(len(line[name]) <= ASSESSMENTS.c[name].type.length for name in ("title", "organisation", "outcome"))


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_any_day_of_the_calendar_can_be_due(day: str) -> None:
    assessment = make(answers={"review_on": day})
    assert list(due_in(judged(assessment))) == [Due("review", date.fromisoformat(day), "", "")]


def test_the_words_are_those_of_titles_answers_registers_and_decision() -> None:
    parts: dict[str, Any] = {
        "organisation": "haven",
        "summary": "short",
        "risks": [{"id": "R01", "title": "leak", "threats": ["listener"]}],
        "measures": [{"id": "M01", "title": "train"}],
        "decision": {"outcome": "rejected", "reason": "unsafe", "by": {"name": "example"}, "on": "2026-11-24"},
        "remarks": [{"about": "page.one", "text": "remark", "by": "ben", "on": "2026-11-24"}],
        "version": "7.7",
    }
    answers = {"purpose": {"unknown": True, "note": "ask"}, "goals": [{"id": "G1", "name": "bed"}]}
    found = " ".join(texts_of(make(answers=answers, **parts).data())).split()
    assert set(found) >= {"Hotline", "haven", "short", "leak", "listener", "train", "unsafe", "example", "ask", "bed"}
    assert not {"7.7", "page"} & set(found)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@settings(deadline=None)
@given(JSON)
def test_every_text_of_an_answer_is_among_the_words(answered: Any) -> None:
    words = texts_of({"answers": {"page": {"one": answered}}})
    assert words == texts(answered)


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in inner for text in texts(item)]
