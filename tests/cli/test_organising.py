"""`dpia organisation`, and what `dpia new` makes of its file."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dpia.assessment.files import read_assessment, write_assessment
from dpia.assessment.organisation import offered_facts, read_facts
from dpia.cli import run
from dpia.shipped import example_path, shipped_library
from dpia.workspace import open_workspace
from dpia.workspace.organisation import keep_facts

AT = datetime(2026, 11, 24, tzinfo=UTC)
CODES = "SCR-02, G-0.1, G-0.2, G-1.10"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert run(["organisation", str(example_path("lumen-line")), "-q"]) == 0
    return tmp_path


def offered(path: str) -> tuple[str, ...]:
    return offered_facts(read_assessment(Path(path))[0])


def test_facts_are_written_and_told_by_their_codes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["organisation", str(example_path("lumen-line")), "-o", "facts.yaml"]) == 0
    told = capsys.readouterr().err
    assert f"Wrote facts.yaml with the answers to {CODES}" in told
    assert (folder / "facts.yaml").read_text(encoding="utf-8").startswith("kind: organisation\n")
    assert (folder / "facts.yaml").stat().st_mode & 0o077 == 0


def test_a_new_assessment_finds_the_facts_beside_it_and_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", "b.yaml", "--title", "B"]) == 0
    assert f"Suggested from organisation.yaml, and counted as missing: {CODES}" in capsys.readouterr().err
    assert {"screening.organisation_kind", "gdpr-dpia.controllers"} <= set(offered("b.yaml"))
    assert run(["keep", "b.yaml", "--list"]) == 0
    assert "A fact of the organisation, kept from “Lumen Line" in capsys.readouterr().out
    assert run(["check", "b.yaml", "-q"]) == 0


def test_what_a_kit_answers_already_is_not_taken_from_the_facts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", "b.yaml", "--title", "B", "--kit", "shop-camera"]) == 0
    told = capsys.readouterr().err
    assert {"gdpr-dpia.controllers", "security.security_table"} <= set(offered("b.yaml"))
    assert "gdpr-dpia.assets" not in offered("b.yaml")
    assert "entries come from “Camera of a shop or club”" in told


def test_facts_elsewhere_are_named(folder: Path) -> None:
    (folder / "apart").mkdir()
    assert run(["new", "apart/b.yaml", "--title", "B", "-q"]) == 0
    assert offered("apart/b.yaml") == ()
    assert run(["new", "apart/c.yaml", "--title", "C", "--organisation-file", "organisation.yaml", "-q"]) == 0
    assert "gdpr-dpia.processors" in offered("apart/c.yaml")


def test_what_is_wrong_in_it_is_one_line_with_its_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "organisation.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("organisation_kind: ngo", "organisation_kind: nga"), "utf-8"
    )
    assert run(["new", "b.yaml", "--title", "B"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert told[0].startswith("organisation.yaml:7:24: bad-option: ")
    assert not (folder / "b.yaml").exists()


def test_another_file_of_that_name_is_left_alone_and_refused_where_it_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "organisation.yaml").write_text("name: Bakery\n", encoding="utf-8")
    assert run(["new", "b.yaml", "--title", "B"]) == 0
    assert "organisation.yaml" not in capsys.readouterr().err
    assert run(["new", "c.yaml", "--title", "C", "--organisation-file", "organisation.yaml"]) == 2
    assert "The file holds no facts of an organisation" in capsys.readouterr().err


def test_an_assessment_without_facts_writes_no_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "apart/b.yaml", "--title", "B", "-q"]) == 0
    assert run(["organisation", "apart/b.yaml", "-o", "none.yaml"]) == 2
    assert capsys.readouterr().err == (
        "apart/b.yaml answers no question about the organisation yet, such as who is responsible.\n"
    )
    assert not (folder / "none.yaml").exists()


SCREENING = ("--questionnaire", "screening", "-q")


def test_a_questionnaire_that_is_opened_later_gets_the_facts_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", "b.yaml", "--title", "B", *SCREENING]) == 0
    assert offered("b.yaml") == ("screening.organisation_kind",)
    assert run(["open", "b.yaml", "gdpr-dpia", "--reason", "It is needed."]) == 0
    assert "Suggested from organisation.yaml, and counted as missing: G-0.1, G-0.2, G-1.10" in capsys.readouterr().err
    assert {"gdpr-dpia.controllers", "gdpr-dpia.assets"} <= set(offered("b.yaml"))
    assert "# controllers:" not in Path("b.yaml").read_text(encoding="utf-8")
    assert run(["open", "b.yaml"]) == 0
    assert "organisation.yaml" not in capsys.readouterr().err


def test_what_was_taken_away_does_not_come_back_when_something_is_opened(folder: Path) -> None:
    assert run(["new", "b.yaml", "--title", "B", *SCREENING]) == 0
    path = Path("b.yaml")
    write_assessment(read_assessment(path)[0].change(answers={}), path, force=True)
    assert run(["open", "b.yaml", "gdpr-dpia", "--reason", "It is needed.", "-q"]) == 0
    assert "screening.organisation_kind" not in offered("b.yaml")
    assert run(["open", "b.yaml", "--organisation-file", "organisation.yaml", "-q"]) == 0
    assert "screening.organisation_kind" not in offered("b.yaml")


def test_facts_elsewhere_are_named_to_open_as_well(folder: Path) -> None:
    (folder / "apart").mkdir()
    assert run(["new", "apart/b.yaml", "--title", "B", *SCREENING]) == 0
    opened = ["open", "apart/b.yaml", "gdpr-dpia", "--reason", "It is needed.", "-q"]
    assert run([*opened, "--organisation-file", "organisation.yaml"]) == 0
    assert "gdpr-dpia.processors" in offered("apart/b.yaml")


def test_an_assessment_of_the_workspace_gets_the_facts_that_are_kept_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--workspace", str(folder / "w.sqlite")]
    shipped = shipped_library()
    Path("organisation.yaml").rename("facts.yaml")
    assert run(["new", "b.yaml", "--title", "B", *SCREENING]) == 0
    assert run(["import", "b.yaml", "--keep", *where, "-q"]) == 0
    Path("b.yaml").unlink()
    with closing(open_workspace(folder / "w.sqlite", shipped, at=AT)) as workspace:
        keep_facts(workspace, read_facts(Path("facts.yaml"), shipped.form(["screening", "gdpr-dpia"])))
    assert run(["open", "b", "gdpr-dpia", "--reason", "It is needed.", *where]) == 0
    assert "w.sqlite.organisation.yaml, and counted as missing: G-0.1" in capsys.readouterr().err
    assert run(["keep", "b", "--list", *where]) == 0
    assert "gdpr-dpia.controllers" in capsys.readouterr().out
