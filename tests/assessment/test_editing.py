"""A change of an assessment in its file leaves what did not change as it was written."""

from pathlib import Path

import pytest

from dpia.assessment.editing import write_change
from dpia.assessment.files import read_assessment
from dpia.assessment.model import Assessment, Measure, Risk, Routing

TEXT = """\
# What the reader of the file has to know.
dpia: 1
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


def change(path: Path, text: str = TEXT, invitation: str = "", **changes: object) -> str:
    path.write_text(text, encoding="utf-8")
    before, document = read_assessment(path)
    after = before.change(**changes)
    write_change(path, document, before, after, invitation)
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


def test_an_invitation_stands_below_the_answers(tmp_path: Path) -> None:
    text = change(tmp_path / "case.yaml", invitation="  other:\n\n    # kind: ...\n\n")
    assert "    automated: yes\n  other:\n" in text.replace("\n\n# The risks, from the workshop.", "")
    assert "# kind: ...\n" in text
    assert text.index("other:") < text.index("risks:")


@pytest.mark.parametrize(
    "text",
    [
        "{dpia: 1, id: case, title: Case, questionnaires: [{id: start, version: 1.0.0}]}\n",
        "dpia: 1\nid: case\ntitle: Case\nquestionnaires: [{id: start, version: 1.0.0}]",
    ],
    ids=["in braces", "without a last line break"],
)
def test_a_file_that_is_written_otherwise_holds_the_change_all_the_same(text: str, tmp_path: Path) -> None:
    change(tmp_path / "case.yaml", text, risks=(Risk(id="R1", title="Own risk"),))
    assert read_assessment(tmp_path / "case.yaml")[0].risks == (Risk(id="R1", title="Own risk"),)


def test_a_json_file_stays_json(tmp_path: Path) -> None:
    text = '{"dpia": 1, "id": "case", "title": "Case", "questionnaires": [{"id": "start", "version": "1.0.0"}]}'
    assert change(tmp_path / "case.json", text, title="Another").startswith("{\n")


def test_a_change_of_nothing_writes_the_same(tmp_path: Path) -> None:
    assert change(tmp_path / "case.yaml") == TEXT


def test_a_real_file_keeps_every_other_line(tmp_path: Path, lumen: Assessment) -> None:
    from dpia.data import EXAMPLES

    text = (EXAMPLES / "lumen-line.yaml").read_text(encoding="utf-8")
    new = change(tmp_path / "case.yaml", text, version="9.9")
    assert len([line for line in new.splitlines() if line not in text.splitlines()]) == 1
