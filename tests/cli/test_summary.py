"""The summary that `check` prints."""

import pytest

from dpia.cli.summary import summary_lines
from dpia.showing.outline import evaluation_data
from dpia.workspace.facts import line_of
from tests.support.forms import judge_all, make_form, make_library

QUESTIONS = """\
- {id: first, code: T-1, ask: First?, type: yes_no, help: Help., findings: [{id: bad, if: first == yes, level: block,
   says: It is bad., because: Reasons., mend: Mend it., raises: [R01]}]}
- {id: second, code: T-2, ask: Second?, type: yes_no, help: Help.}
- {id: rows, code: T-3, ask: Rows?, type: table, prefix: X, help: Help., columns: [{id: name, ask: Name, type: text}]}
"""
FORM = make_form(summary=QUESTIONS)
RISK = {"id": "X1", "title": "Own", "not_relevant": "It cannot be."}
WHERE = {"file": "summary", "file_title": "summary", "section": "all", "section_title": "All"}


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
    assert gaps[-1] == "Missing: ... and 12 more (--all lists them)"


def test_the_data_lists_every_gap() -> None:
    rows = [{"id": f"X{number}"} for number in range(1, 31)]
    missing = evaluation_data(judge_all(FORM, {"rows": rows}))["missing"]
    assert len(missing) == 32
    assert missing[2] == {
        "question": "summary.rows",
        "code": "T-3",
        "words": "Rows? [X1] Name",
        **WHERE,
        "row": "X1",
        "column": "name",
    }


def test_the_data_says_of_an_unknown_answer_what_it_says_of_a_gap() -> None:
    (unknown,) = evaluation_data(judge_all(FORM, {"first": {"unknown": True}, "second": "no", "rows": []}))["unknown"]
    assert unknown == {
        "question": "summary.first",
        "code": "T-1",
        "words": "First?",
        **WHERE,
        "row": None,
        "column": None,
    }


def test_without_findings_it_says_so() -> None:
    assert "No findings." in list(summary_lines(judge_all(FORM, {"first": "no"})))


def test_every_unknown_answer_has_a_line_up_to_twenty() -> None:
    rows = [{"id": f"X{number}", "name": {"unknown": True}} for number in range(1, 31)]
    lines = list(summary_lines(judge_all(FORM, {"first": {"unknown": True}, "rows": rows})))
    unknown = [line for line in lines if line.startswith("Unknown: ")]
    assert unknown[:2] == ["Unknown: T-1 First?", "Unknown: T-3 Rows? [X1] Name"]
    assert unknown[20:] == ["Unknown: ... and 11 more (--all lists them)"]


def test_remarks_that_are_not_resolved_are_counted_and_told() -> None:
    remark = {"about": "summary.first", "text": "Ask\nagain.", "by": "A reviewer", "on": "2026-11-24"}
    judged = judge_all(
        FORM,
        {"first": None, "second": {"note": "Asked."}},
        risks=[RISK],
        remarks=[remark, {**remark, "resolved": True}],
    )
    lines = list(summary_lines(judged))
    assert lines[1] == "0 of 3 questions answered: 3 questions are not answered, 0 unknown, 0 hidden, 1 open remark"
    assert "Remark: summary.first: Ask again." in lines
    assert [entry["about"] for entry in evaluation_data(judged)["open_remarks"]] == ["summary.first"]


@pytest.mark.parametrize(("day", "due"), [("2026-11-24", ["Review due since 2026-11-24."]), ("2026-11-25", [])])
def test_a_review_that_is_due_is_told(day: str, due: list[str]) -> None:
    form = make_form(summary="- {id: again, code: T-1, ask: When again?, type: date, means: next_review}")
    lines = summary_lines(judge_all(form, {"again": day}))
    assert [line for line in lines if line.startswith("Review due")] == due


def test_a_risk_that_is_rated_before_measures_only_says_what_is_known() -> None:
    before = {"before": {"severity": "grave", "likelihood": "likely"}}
    risk = {"id": "X01", "title": "Somebody is recognised", "measures": ["M1"], **before}
    measures = [{"id": "M1", "title": "Encryption"}]

    lines = list(summary_lines(judge_all(FORM, {}, risks=[risk], measures=measures)))

    wanted = "X01  before Very high, today Very high; not yet rated when done: Somebody is recognised"
    assert [line for line in lines if line.startswith("X01")] == [wanted]


def test_of_an_empty_draft_only_its_gaps_are_told() -> None:
    form = make_form(
        empty="- {id: a, code: E-1, ask: A?, type: yes_no, findings: [{id: f, if: not answered(a), level: block, says: No.}]}"
    )
    judged = judge_all(form, {})
    assert list(summary_lines(judged)) == [
        "A sample (empty)",
        "Nothing is answered yet. 1 question is not answered.",
        "",
        "Missing: E-1 A?",
    ]
    data = evaluation_data(judged)
    assert (data["empty"], data["findings"], data["decision"]["allowed"]) == (True, [], ["rejected"])


def test_a_draft_that_has_only_a_title_counts_it_as_the_list_does() -> None:
    form = make_form(
        titled="""
- {id: name, code: T-1, ask: What is it called?, type: text, means: title}
- {id: a, code: T-2, ask: A?, type: yes_no}
"""
    )
    judged = judge_all(form, {"name": "A sample"})
    line = line_of(judged)
    assert (line["answered"], line["asked"]) == (1, 2)
    assert (
        list(summary_lines(judged))[1]
        == "Only the title is answered yet: 1 of 2 questions. 1 question is not answered."
    )


def test_everything_lists_each_gap_in_words_under_its_section() -> None:
    rows = [{"id": f"X{number}"} for number in range(1, 31)]
    lines = list(summary_lines(judge_all(FORM, {"rows": rows}), everything=True))
    start = lines.index("Missing in summary – All:")
    assert lines[start + 1 : start + 5] == [
        "  T-1 First?",
        "  T-2 Second?",
        "  T-3 Rows? [X1] Name",
        "  T-3 Rows? [X2] Name",
    ]
    assert lines[start + 32 : start + 34] == ["  T-3 Rows? [X30] Name", ""]
    assert not any("more (" in line for line in lines)


def test_a_next_command_names_the_assessment_as_the_person_did() -> None:
    library = make_library(
        a="- {id: q, code: T-1, ask: Q?, type: yes_no, findings: [{id: f, if: q == yes, level: note, says: B., opens: [b]}]}",
        b="- {id: r, code: T-2, ask: R?, type: text}",
    )
    lines = list(summary_lines(judge_all(library.form(["a"]), {"q": "yes"}), named="'my file.yaml' -Q my"))
    assert lines[2:5] == [
        "Also applies: b. Add it with: dpia open 'my file.yaml' -Q my b",
        "         because B.",
        "         or say why it does not apply: dpia close 'my file.yaml' -Q my b --reason \"...\"",
    ]
