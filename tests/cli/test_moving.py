"""`dpia move`, and what the other commands say of an assessment that was answered on other versions than those that are here."""

import json
from pathlib import Path

import pytest

from dpia.assessment.files import read_assessment
from dpia.cli import run
from tests.support.moving import ANSWERS, NEW, new_folder, old_folder
from tests.support.reports import run as outside

DECISION = """\
decision:
  outcome: rejected
  reason: The door stays shut.
  by: {name: C. Example}
  on: 2026-11-24
"""
AS_MADE = ["--on", "2026-11-24", "--quiet"]
GAP = "“door” was answered on version 1.2.0, installed is version 2.0.0"


@pytest.fixture(scope="session")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return old_folder(tmp_path_factory.mktemp("before"))


@pytest.fixture(scope="session")
def now(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_folder(tmp_path_factory.mktemp("now"))


@pytest.fixture(scope="session")
def made(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a decided assessment, made when its questionnaire was the newest."""
    source = tmp_path_factory.mktemp("made") / "door.yaml"
    source.write_text(ANSWERS + DECISION, encoding="utf-8")
    assert run(["sign", str(source), "--name", "C. Example", "--role", "Director", "-Q", str(before), *AS_MADE]) == 0
    assert run(["report", str(source), "-Q", str(before), *AS_MADE]) == 0
    return source.with_suffix(".pdf")


@pytest.fixture
def old(made: Path, tmp_path: Path) -> Path:
    """The report, in a folder of its own."""
    path = tmp_path / "old.pdf"
    path.write_bytes(made.read_bytes())
    return path


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.yaml"
    path.write_text("# by hand\n" + ANSWERS.replace("    scope:", "    # asked twice\n    scope:"), encoding="utf-8")
    return path


def words(path: Path) -> str:
    return " ".join(outside("pdftotext", path, "-").split())


# A report gives its content back


@pytest.mark.parametrize("command", ["import", "export"])
def test_a_report_gives_its_content_back_whatever_is_installed(
    command: str, old: Path, made: Path, now: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "back.yaml"
    assert run([command, str(old), "-o", str(target), "-Q", str(now)]) == 0
    assert GAP in capsys.readouterr().err
    signed = made.with_suffix(".yaml")
    assert read_assessment(target)[0] == read_assessment(signed)[0]
    assert read_assessment(target)[0].valid_approvals


@pytest.mark.parametrize("command", ["import", "export"])
def test_it_does_so_without_its_questionnaires_too(command: str, old: Path, tmp_path: Path) -> None:
    target = tmp_path / "back.yaml"
    assert run([command, str(old), "-o", str(target), "--quiet"]) == 0
    assert read_assessment(target)[0].answers["door"]


def test_a_file_that_is_wrong_in_itself_is_refused_as_before(draft: Path, before: Path, tmp_path: Path) -> None:
    draft.write_text(draft.read_text(encoding="utf-8").replace("partial", "perhaps"), encoding="utf-8")
    assert run(["import", str(draft), "-o", str(tmp_path / "x.yaml"), "-Q", str(before), "--quiet"]) == 2


# It is judged and printed as it was


def test_check_judges_a_report_by_what_it_carries_and_says_so(
    old: Path, now: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(old), "-Q", str(now)]) == 0
    said = capsys.readouterr()
    assert GAP in said.err
    assert f"dpia move {old}" in said.err
    assert "by the definitions that it carries, not by the installed ones" in said.err
    assert "8 of 9 questions answered" in said.out


def test_a_report_is_printed_again_as_it_was_and_says_so_itself(
    old: Path, made: Path, now: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.pdf"
    assert run(["report", str(old), "-o", str(again), "-Q", str(now), *AS_MADE]) == 0
    line = " Printed again by the definitions that its report carried, not by those that are installed."
    assert words(again).replace(line, "") == words(made)
    assert line in words(again)
    assert "What does it not cover?" in words(again)


def test_where_the_same_is_installed_the_report_has_the_same_bytes(
    old: Path, made: Path, before: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.pdf"
    assert run(["report", str(old), "-o", str(again), "-Q", str(before), *AS_MADE]) == 0
    assert again.read_bytes() == made.read_bytes()


def test_as_installed_asks_for_the_installed_ones_and_as_it_was_for_the_others(
    old: Path, before: Path, now: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    assert run(["report", str(old), "--as-installed", "--html", "-o", str(page), "-Q", str(now), *AS_MADE]) == 2
    assert GAP in capsys.readouterr().err
    assert run(["report", str(old), "--as-it-was", "--html", "-o", str(page), "-Q", str(before), *AS_MADE]) == 0
    assert "Printed again by the definitions that its report carried" in page.read_text(encoding="utf-8")


# What has to be moved first says so


@pytest.mark.parametrize(
    "command",
    [
        ["check"],
        ["report"],
        ["open"],
        ["close", "door", "--reason", "x"],
        ["sign", "--name", "A", "--role", "B"],
        ["fill"],
    ],
)
def test_what_needs_the_installed_versions_names_both_and_the_command_that_mends_it(
    command: list[str], draft: Path, now: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, *options = command
    assert run([name, str(draft), *options, "-Q", str(now)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert GAP in line
    assert line.endswith(f"(see what would move to it with: dpia move {draft})")


def test_a_newer_version_is_said_to_need_an_update(
    draft: Path, before: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft.write_text(draft.read_text(encoding="utf-8").replace("1.2.0", "2.0.0"), encoding="utf-8")
    assert run(["check", str(draft), "-Q", str(before)]) == 2
    assert "installed is the older version 1.2.0 (update dpia, or give the folder" in capsys.readouterr().err
    assert run(["move", str(draft), "-Q", str(before)]) == 2
    assert "installed is the older version 1.2.0 (update dpia, or give the folder" in capsys.readouterr().err


def test_a_newer_minor_version_that_fits_is_said_too(
    draft: Path, before: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft.write_text(draft.read_text(encoding="utf-8").replace("1.2.0", "1.3.0"), encoding="utf-8")
    assert run(["check", str(draft), "-Q", str(before)]) == 0
    said = capsys.readouterr().err
    assert "“door” was answered on version 1.3.0, installed is the older version 1.2.0: update dpia" in said
    assert run(["check", str(draft), "--json", "-Q", str(before)]) == 0
    found = json.loads(capsys.readouterr().out)["versions"]
    assert found == [{"id": "door", "answered": "1.3.0", "installed": "1.2.0", "newer": True}]


def test_a_question_that_a_minor_version_renamed_names_the_move(
    draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    minor = new_folder(tmp_path, NEW.replace("2.0.0", "1.3.0", 1))
    assert run(["check", str(draft), "-Q", str(minor)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert "“door” was answered on version 1.2.0, installed is version 1.3.0" in lines[0]
    assert any("does not ask “scope_out” any more" in line and f"dpia move {draft}" in line for line in lines)
    assert run(["move", str(draft), "--yes", "--quiet", "-Q", str(minor)]) == 0
    assert run(["check", str(draft), "--quiet", "-Q", str(minor)]) == 0


# Moving


def test_move_shows_first_and_changes_nothing(draft: Path, now: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = draft.read_bytes()
    assert run(["move", str(draft), "-Q", str(now)]) == 0
    said = capsys.readouterr()
    assert draft.read_bytes() == text
    lines = said.out.splitlines()
    assert lines[:2] == ["door: version 1.2.0 -> 2.0.0", "kept     1 as they are"]
    assert lines[2] == "opened   house, because answers move to it"
    assert "moved    door.scope_out (D-2) -> door.scope: The garden gate.  [Asked in D-1 since 2.0.0.]" in lines
    assert any(line.startswith("no place door.frequency: Each day.") for line in lines)
    assert f"Nothing was changed. Do it with: dpia move {draft} -Q {now} --yes, or beside it: " in said.err


def test_a_draft_is_moved_in_its_file_and_keeps_its_comments(draft: Path, now: Path) -> None:
    assert run(["move", str(draft), "--yes", "--quiet", "-Q", str(now)]) == 0
    text = draft.read_text(encoding="utf-8")
    assert text.startswith("# by hand\n")
    assert "# asked twice\n" in text
    assert run(["check", str(draft), "--quiet", "-Q", str(now)]) == 0
    assert [loss.place for loss in read_assessment(draft)[0].losses] == ["door.dangers", "door.frequency"]


def test_a_decided_one_stays_as_it_is_and_its_draft_is_written_beside_it(
    made: Path, now: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decided = tmp_path / "decided.yaml"
    decided.write_bytes(made.with_suffix(".yaml").read_bytes())
    text = decided.read_bytes()
    assert run(["move", str(decided), "--yes", "-Q", str(now)]) == 2
    said = capsys.readouterr()
    assert "void     the signature of C. Example, Director: it was given for the content before" in said.out
    assert "is decided or signed, and stays as it is. Write the moved draft beside it" in said.err
    draft = tmp_path / "next.yaml"
    assert run(["move", str(decided), "-o", str(draft), "--quiet", "-Q", str(now)]) == 0
    assert decided.read_bytes() == text
    assert read_assessment(draft)[0].valid_approvals == ()
    assert read_assessment(draft)[0].decision is not None


def test_a_report_is_moved_into_a_file_and_knows_what_questions_were_called(
    old: Path, now: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "next.yaml"
    assert run(["move", str(old), "--json", "-o", str(target), "-Q", str(now)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["versions"] == [{"id": "door", "answered": "1.2.0", "here": "2.0.0"}]
    assert {"door.frequency": "D-9 How often?"}.items() <= {
        one["place"]: one["label"] for one in found["dropped"]
    }.items()
    assert run(["move", str(old), "--yes", "--quiet", "-Q", str(now)]) == 2


def test_what_stands_on_the_installed_versions_is_not_moved(
    draft: Path, before: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = draft.read_bytes()
    assert run(["move", str(draft), "--yes", "-Q", str(before)]) == 0
    assert "there is nothing to move" in capsys.readouterr().err
    assert draft.read_bytes() == text


def test_a_review_moves_its_answers_and_is_compared_with_the_decided_one(
    old: Path, made: Path, now: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "review.yaml"
    assert run(["review", str(old), "-o", str(target), "-Q", str(now), "--on", "2027-11-24"]) == 0
    assert "moved    door.scope_out (D-2 What does it not cover?) -> door.scope" in capsys.readouterr().err
    review, decided = read_assessment(target)[0], read_assessment(made.with_suffix(".yaml"))[0]
    assert review.reviewed is not None
    assert review.reviewed.content_hash == decided.content_hash
    assert [(ref.id, ref.version) for ref in review.questionnaires][:2] == [("door", "2.0.0"), ("house", "1.0.0")]
    page = tmp_path / "review.html"
    assert run(["report", str(target), "--html", "-o", str(page), "-Q", str(now), "--on", "2027-11-24", "--quiet"]) == 0
    changed = page.read_text(encoding="utf-8").partition('id="comparison"')[2]
    assert "The garden gate." not in changed.partition("</section>")[0]


def test_it_is_moved_in_a_workspace_and_the_decided_revision_stays(
    old: Path, now: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = ["--workspace", str(tmp_path / "w.sqlite"), "-Q", str(now)]
    assert run(["import", str(old), "--keep", *there, "--quiet"]) == 0
    assert run(["check", "front-door", *there]) == 2
    assert f"dpia move front-door --workspace {tmp_path / 'w.sqlite'}" in capsys.readouterr().err
    assert run(["move", "front-door", "--yes", "--quiet", *there]) == 0
    assert run(["check", "front-door", "--quiet", *there]) == 0
    assert run(["history", "front-door", *there[:2]]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "moved" in first and "door 1.2.0 → 2.0.0" in first
    assert "imported" in second


def test_lint_tells_what_is_retired_and_asked_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = new_folder(tmp_path, NEW.replace("id: scope_out", "id: encryption_how"))
    assert run(["questionnaires", "lint", "--part", str(folder)]) == 1
    assert "`encryption_how` is retired, and asked here all the same" in capsys.readouterr().out
