"""The summary that `check` prints."""

import pytest

from dpia.cli.summary import summary_lines
from dpia.showing.outline import evaluation_data
from tests.support.forms import judge_all, make_form

QUESTIONS = """\
- {id: first, code: T-1, ask: First?, type: yes_no, help: Help., findings: [{id: bad, if: first == yes, level: block,
   says: It is bad., because: Reasons., mend: Mend it., raises: [R01]}]}
- {id: second, code: T-2, ask: Second?, type: yes_no, help: Help.}
- {id: rows, code: T-3, ask: Rows?, type: table, prefix: X, help: Help., columns: [{id: name, ask: Name, type: text}]}
"""
FORM = make_form(summary=QUESTIONS)


def test_a_finding_says_why_and_what_to_do() -> None:
    lines = list(summary_lines(judge_all(FORM, {"first": "yes"})))
    place = lines.index("BLOCK  summary.bad: It is bad.")
    assert lines[place + 1 : place + 3] == ["         because First? Yes", "         to do   Mend it."]


def test_a_raised_risk_that_nobody_rated_stands_out() -> None:
    lines = list(summary_lines(judge_all(FORM, {"first": "yes"})))
    assert any(line.startswith("R01  NOT RATED: ") for line in lines)


def test_every_gap_has_a_line_up_to_twenty() -> None:
    rows = [{"id": f"X{number}"} for number in range(1, 31)]
    lines = list(summary_lines(judge_all(FORM, {"rows": rows})))
    gaps = [line for line in lines if line.startswith("Missing: ")]
    assert len(gaps) == 21
    assert gaps[-1] == "Missing: ... and 12 more (--json lists all)"


def test_the_data_lists_every_gap() -> None:
    rows = [{"id": f"X{number}"} for number in range(1, 31)]
    missing = evaluation_data(judge_all(FORM, {"rows": rows}))["missing"]
    assert len(missing) == 32
    assert missing[2] == {
        "question": "summary.rows",
        "row": "X1",
        "column": "name",
        "code": "T-3",
        "words": "Rows? [X1] Name",
    }


def test_the_data_says_of_an_unknown_answer_what_it_says_of_a_gap() -> None:
    (unknown,) = evaluation_data(judge_all(FORM, {"first": {"unknown": True}, "second": "no", "rows": []}))["unknown"]
    assert unknown == {"question": "summary.first", "row": None, "column": None, "code": "T-1", "words": "First?"}


def test_without_findings_it_says_so() -> None:
    assert "No findings." in list(summary_lines(judge_all(FORM, {"first": "no"})))


def test_every_unknown_answer_has_a_line_up_to_twenty() -> None:
    rows = [{"id": f"X{number}", "name": {"unknown": True}} for number in range(1, 31)]
    lines = list(summary_lines(judge_all(FORM, {"first": {"unknown": True}, "rows": rows})))
    unknown = [line for line in lines if line.startswith("Unknown: ")]
    assert unknown[:2] == ["Unknown: T-1 First?", "Unknown: T-3 Rows? [X1] Name"]
    assert unknown[20:] == ["Unknown: ... and 11 more (--json lists all)"]


def test_remarks_that_are_not_resolved_are_counted_and_told() -> None:
    remark = {"about": "summary.first", "text": "Ask\nagain.", "by": "A reviewer", "on": "2026-11-24"}
    judged = judge_all(FORM, {}, remarks=[remark, {**remark, "resolved": True}])
    lines = list(summary_lines(judged))
    assert lines[1].endswith(", 1 open remarks")
    assert "Remark: summary.first: Ask again." in lines
    assert [entry["about"] for entry in evaluation_data(judged)["open_remarks"]] == ["summary.first"]


@pytest.mark.parametrize(("day", "due"), [("2026-11-24", ["Review due since 2026-11-24."]), ("2026-11-25", [])])
def test_a_review_that_is_due_is_told(day: str, due: list[str]) -> None:
    form = make_form(summary="- {id: again, code: T-1, ask: When again?, type: date, means: next_review}")
    lines = summary_lines(judge_all(form, {"again": day}))
    assert [line for line in lines if line.startswith("Review due")] == due
