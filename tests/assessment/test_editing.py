"""A change of an assessment in its file leaves what did not change as it was written."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia.assessment.editing import Invited, write_change
from dpia.assessment.files import read_assessment
from dpia.assessment.merging import Clash
from dpia.assessment.model import Answer, Approval, Assessment, Measure, Risk, Routing
from dpia.errors import AssessmentError, StaleSave
from dpia.questionnaire.text import Document, is_forbidden

TEXT = """\
# What the reader of the file has to know.
dpia: 2
id: case

title: 'Case'   # quoted by hand
questionnaires:
  - {id: start, version: 1.0.0}   # in one line

# The answers.
answers:
  start:
    # a question
    automated: yes

# The risks, from the workshop.
risks:
- {id: R1, title: Own risk}
"""


def change(path: Path, text: str = TEXT, invited: Sequence[Invited] = (), **changes: object) -> str:
    path.write_text(text, encoding="utf-8")
    before = read_assessment(path)[0]
    after = before.change(**changes)
    write_change(path, before, after, invited)
    found = read_assessment(path)[0]
    assert {**found.data(), "answers": None} == {**after.data(), "answers": None}
    return path.read_text(encoding="utf-8")


def test_a_new_part_goes_to_its_place_and_nothing_else_changes(tmp_path: Path) -> None:
    text = change(tmp_path / "case.yaml", routing=(Routing(id="other", reason="It does not apply."),))
    block = "routing:\n- id: other\n  reason: It does not apply.\n"
    assert text == TEXT.replace("answers:\n", block + "answers:\n")


def test_a_changed_part_is_written_anew_and_the_comments_after_it_stay(tmp_path: Path) -> None:
    text = change(tmp_path / "case.yaml", title="Another")
    assert text == TEXT.replace("title: 'Case'   # quoted by hand", "title: Another")
    text = change(tmp_path / "case.yaml", questionnaires=[{"id": "start", "version": "1.1.0"}])
    assert text == TEXT.replace("  - {id: start, version: 1.0.0}   # in one line", "- id: start\n  version: 1.1.0")


def test_a_part_that_is_empty_now_is_taken_out(tmp_path: Path) -> None:
    assert change(tmp_path / "case.yaml", risks=()) == TEXT.replace("risks:\n- {id: R1, title: Own risk}\n", "")


def test_a_part_at_the_end_goes_to_the_end(tmp_path: Path) -> None:
    text = change(tmp_path / "case.yaml", measures=(Measure(id="M1", title="A lock"),))
    assert text.startswith(TEXT)
    assert text.endswith("measures:\n- id: M1\n  title: A lock\n  status: planned\n")


def test_an_invitation_of_another_file_stands_below_the_answers(tmp_path: Path) -> None:
    text = change(tmp_path / "case.yaml", invited=[Invited("other", "kind", ("# S-1 Which?", "# kind: ..."))])
    asked = "  other:\n\n    # S-1 Which?\n    # kind: ...\n"
    assert text == TEXT.replace("    automated: yes\n", f"    automated: yes\n{asked}")


def test_questions_are_invited_behind_those_before_them_and_none_a_second_time(tmp_path: Path) -> None:
    asked = [
        Invited("start", name, (f"# {name}?", f"# {name}: ...")) for name in ("first", "automated", "then", "last")
    ]
    text = change(tmp_path / "case.yaml", invited=asked)
    first, then, last = (f"\n    # {name}?\n    # {name}: ...\n" for name in ("first", "then", "last"))
    whole = "    # a question\n    automated: yes\n"
    assert text == TEXT.replace(f"  start:\n{whole}", f"  start:\n{first}{whole}{then}{last}")
    assert change(tmp_path / "case.yaml", text, invited=asked) == text


def test_an_invitation_stands_in_a_file_that_answers_nothing(tmp_path: Path) -> None:
    asked = [Invited("start", "automated", ("# S-1 Is it?", "# automated: <yes | no>"))]
    written = "answers:\n  start:\n\n    # S-1 Is it?\n    # automated: <yes | no>\n"
    bare = TEXT.partition("\n# The answers.")[0] + "\n"
    assert change(tmp_path / "case.yaml", bare, invited=asked) == bare + written
    for empty in ("answers:\n", "answers: # none yet\n", "answers:\n  start:\n", "answers:\n  start: {}\n"):
        text = change(tmp_path / "case.yaml", bare + empty, invited=asked)
        assert text.startswith(bare + empty) and "    # automated: <yes | no>\n" in text


def test_a_question_that_cannot_be_invited_in_braces_takes_nothing_away(tmp_path: Path) -> None:
    text = "{dpia: 2, id: case, title: Case, questionnaires: [{id: start, version: 1.0.0}]}\n"
    assert change(tmp_path / "case.yaml", text, [Invited("start", "a", ("# a:",))]) == text


@pytest.mark.parametrize(
    "text",
    [
        "{dpia: 2, id: case, title: Case, questionnaires: [{id: start, version: 1.0.0}]}\n",
        "dpia: 2\nid: case\ntitle: Case\nquestionnaires: [{id: start, version: 1.0.0}]",
    ],
    ids=["in braces", "without a last line break"],
)
def test_a_file_that_is_written_otherwise_holds_the_change_all_the_same(text: str, tmp_path: Path) -> None:
    change(tmp_path / "case.yaml", text, risks=(Risk(id="R1", title="Own risk"),))
    assert read_assessment(tmp_path / "case.yaml")[0].risks == (Risk(id="R1", title="Own risk"),)


def test_a_json_file_stays_json(tmp_path: Path) -> None:
    text = '{"dpia": 2, "id": "case", "title": "Case", "questionnaires": [{"id": "start", "version": "1.0.0"}]}'
    assert change(tmp_path / "case.json", text, title="Another").startswith("{\n")


def test_a_change_of_nothing_writes_the_same(tmp_path: Path) -> None:
    assert change(tmp_path / "case.yaml") == TEXT


def test_a_real_file_keeps_every_other_line(tmp_path: Path, lumen: Assessment) -> None:
    from dpia.data import EXAMPLES

    text = (EXAMPLES / "lumen-line.yaml").read_text(encoding="utf-8")
    new = change(tmp_path / "case.yaml", text, version="9.9")
    assert len([line for line in new.splitlines() if line not in text.splitlines()]) == 1


ANSWERED = """\
dpia: 2
id: case
title: Case
questionnaires:
- {id: start, version: 1.0.0}
answers:
  start:

    # S-1 What is it called?
    # name: one line of text

    story: |   # as the team told it
      First.

      # no comment, but a heading

    # still open, ask the legal unit
    automated: yes   # sure?

    # S-4 Which things are there?
    # things:
    #   - id: T1
    #     thing: one line of text
    #     kind: old | new

    # S-5 Why?
    # reason: one line of text
  more:
    # asked later
    first: 'a'

# The end.
"""


def answered(path: Path, text: str = ANSWERED, **answers: object) -> str:
    """The file after some answers were given, as `start__name`, or taken away with None."""
    path.write_text(text, encoding="utf-8")
    before = read_assessment(path)[0]
    after = before
    for key, value in answers.items():
        after = after.with_answer(key.replace("__", "."), value)
    write_change(path, before, after)
    kept = read_assessment(path)[0].answers
    assert {file: found for file, found in kept.items() if found} == {
        file: found for file, found in after.answers.items() if found
    }
    return path.read_text(encoding="utf-8")


def test_an_answer_takes_the_place_of_the_comment_that_asks_for_it(tmp_path: Path) -> None:
    asked = "    # name: one line of text\n"
    assert answered(tmp_path / "case.yaml", start__name="A name") == ANSWERED.replace(asked, "    name: A name\n")
    rows = [{"id": "T1", "thing": "A bell"}]
    lines = ANSWERED[ANSWERED.index("    # things:") : ANSWERED.index("\n    # S-5")]
    written = "    things:\n    - id: T1\n      thing: A bell\n"
    assert answered(tmp_path / "case.yaml", start__things=rows) == ANSWERED.replace(lines, written)


def test_another_answer_is_written_where_the_old_one_stood(tmp_path: Path) -> None:
    text = answered(tmp_path / "case.yaml", start__automated="no", more__first="b")
    assert text == ANSWERED.replace("automated: yes   # sure?", "automated: no").replace("first: 'a'", "first: b")


@pytest.mark.parametrize("story", ["Shorter.", None])
def test_nothing_of_an_answer_that_was_taken_back_stays(tmp_path: Path, story: str | None) -> None:
    told = ANSWERED[ANSWERED.index("    story:") : ANSWERED.index("\n    # still open")]
    written = f"    story: {story}\n" if story else ""
    assert answered(tmp_path / "case.yaml", start__story=story) == ANSWERED.replace(told, written)


def test_a_text_that_looks_like_a_comment_that_asks_is_none(tmp_path: Path) -> None:
    text = ANSWERED.replace("# no comment, but a heading", "# name: a heading").replace(
        "# name: one line of text\n", ""
    )
    assert "# name: a heading" in answered(tmp_path / "case.yaml", text, start__name="A name")


def test_answers_without_a_place_stand_in_their_order(tmp_path: Path) -> None:
    text = answered(tmp_path / "case.yaml", more__b="x", more__c="y", more__a="z")
    assert "first: 'a'\n    b: x\n    c: y\n    a: z\n" in text


def test_a_file_without_a_last_line_break_keeps_its_comments(tmp_path: Path) -> None:
    text = ANSWERED.replace("\n# The end.\n", "").rstrip("\n")
    assert answered(tmp_path / "case.yaml", text, more__second="y") == f"{text}\n    second: y\n"


def test_an_answer_that_is_taken_away_leaves_the_comments(tmp_path: Path) -> None:
    gone = answered(tmp_path / "case.yaml", start__automated=None)
    assert gone == ANSWERED.replace("    automated: yes   # sure?\n", "")


def test_an_answer_that_no_comment_asks_for_goes_behind_the_others(tmp_path: Path) -> None:
    text = answered(tmp_path / "case.yaml", start__other="x", more__second="y")
    assert text == ANSWERED.replace("yes   # sure?\n", "yes   # sure?\n    other: x\n").replace(
        "first: 'a'\n", "first: 'a'\n    second: y\n"
    )


def test_the_first_answer_of_a_file_that_is_all_comments_takes_its_place(tmp_path: Path) -> None:
    text = ANSWERED.replace("    first: 'a'\n", "    # first: text\n")
    assert answered(tmp_path / "case.yaml", text, more__first="b") == text.replace("# first: text", "first: b")


@pytest.mark.parametrize(
    "text",
    [
        ANSWERED.replace("  more:\n    # asked later\n    first: 'a'\n", "  more: {first: 'a', second: 'b'}\n"),
        ANSWERED.replace("  more:\n    # asked later\n    first: 'a'\n", "  more: {}\n"),
    ],
    ids=["in braces", "empty braces"],
)
def test_answers_that_cannot_be_written_in_place_are_written_all_the_same(text: str, tmp_path: Path) -> None:
    answered(tmp_path / "case.yaml", text, more__first="c", start__name="A name")


def test_answers_of_a_file_that_is_not_there_yet_come_last(tmp_path: Path) -> None:
    text = ANSWERED.replace("  more:\n    # asked later\n    first: 'a'\n", "")
    written = answered(tmp_path / "case.yaml", text, more__first="c", start__name="A name")
    assert written.count("#") == text.count("#") - 1
    assert "  more:\n    first: c\n" in written


HARD = st.text(max_size=40).filter(lambda text: not is_forbidden(text)) | st.sampled_from(
    ["", "# x", "a\n# b", "|", "- a", "x: y", "<<", " \n", "a\n\n b"]
)


@given(st.dictionaries(st.sampled_from(["name", "story", "automated", "things", "reason", "other"]), st.none() | HARD))
def test_whatever_is_answered_is_in_the_file(tmp_path_factory: pytest.TempPathFactory, answers: dict[str, Any]) -> None:
    folder = tmp_path_factory.mktemp("hard")
    text = answered(folder / "case.yaml", **{f"start__{name}": value for name, value in answers.items()})
    if not answers:
        assert text == ANSWERED


# ------------------------------------------------------------------------------------------ two programs, one file


def as_read(path: Path, text: str = ANSWERED) -> Assessment:
    path.write_text(text, encoding="utf-8")
    return read_assessment(path)[0]


def test_what_another_program_changed_since_stays(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    before = as_read(path)
    write_change(path, before, before.with_answer("start.automated", "no"))
    joined = write_change(path, before, before.change(title="Another title"))
    assert (joined.title, joined.answer("start.automated")) == ("Another title", Answer(value="no"))
    assert read_assessment(path)[0] == joined


def test_the_same_answer_changed_twice_is_refused_with_both(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    before = as_read(path)
    write_change(path, before, before.with_answer("start.automated", "no"))
    text = path.read_text(encoding="utf-8")
    with pytest.raises(StaleSave, match=r"case\.yaml: somebody else changed the same answer in between") as error:
        write_change(path, before, before.with_answer("start.automated", {"unknown": True}))
    (clash,) = error.value.clashes
    assert isinstance(clash, Clash)
    assert (clash.part, clash.mine, clash.theirs) == (("answers", "start", "automated"), {"unknown": True}, "no")
    assert path.read_text(encoding="utf-8") == text


def test_a_signature_is_not_put_under_what_became_another_content(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    before = as_read(path)
    signature = Approval(name="A. Example", role="Director", on=date(2026, 11, 24), content_hash=before.content_hash)
    write_change(path, before, before.change(title="Another title"))
    with pytest.raises(StaleSave, match=r"changed the content in between\. It was not signed"):
        write_change(path, before, before.change(approvals=(signature,)))
    assert read_assessment(path)[0].approvals == ()


def test_two_signatures_on_one_content_both_stand(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    before = as_read(path)
    for name in ("A. Example", "B. Example"):
        signature = Approval(name=name, role="Director", on=date(2026, 11, 24), content_hash=before.content_hash)
        write_change(path, before, before.change(approvals=(signature,)))
    assert [found.name for found in read_assessment(path)[0].valid_approvals] == ["A. Example", "B. Example"]


def test_what_comes_of_both_can_be_refused_and_the_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    before = as_read(path)
    write_change(path, before, before.with_answer("start.automated", "no"))
    text = path.read_text(encoding="utf-8")

    def refuse(joined: Assessment, document: Document) -> None:
        raise AssessmentError([])

    with pytest.raises(AssessmentError):
        write_change(path, before, before.change(title="Another title"), check=refuse)
    assert path.read_text(encoding="utf-8") == text


def test_a_link_stays_one_when_what_it_leads_to_is_changed(tmp_path: Path) -> None:
    path, link = tmp_path / "case.yaml", tmp_path / "link.yaml"
    before = as_read(path)
    link.symlink_to("case.yaml")
    write_change(link, before, before.change(title="Another title"))
    assert link.is_symlink()
    assert read_assessment(path)[0].title == "Another title"


def test_a_new_part_behind_a_last_line_that_is_not_ended_takes_no_comment_away(tmp_path: Path) -> None:
    text = "# keep me\ndpia: 2\nid: case\ntitle: Case # and me\nquestionnaires: [{id: start, version: 1.0.0}]\nsummary: Hello"
    written = change(tmp_path / "case.yaml", text, risks=(Risk(id="R1", title="Own risk"),))
    assert "# keep me" in written and "# and me" in written
