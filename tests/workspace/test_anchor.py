"""A report that was made from a workspace prints the head of its history, with which the history can be checked later."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dpia.api import make_html
from dpia.cli import run as command
from dpia.showing.provenance import Provenance
from dpia.workspace import open_workspace
from tests.support.browsing import desk_over, said
from tests.support.reports import judge, pdf_of, run, small_assessment, small_library

DATA = Path(__file__).parents[1] / "data/report/everything.yaml"
AT = datetime(2026, 11, 30, 12, tzinfo=UTC)


def test_a_report_of_a_file_says_that_it_has_no_history(tmp_path: Path) -> None:
    (tmp_path / "r.pdf").write_bytes(pdf_of(judge(small_assessment()), small_library()))
    text = " ".join(run("pdftotext", tmp_path / "r.pdf", "-").split())
    assert "It was made from a file, which has no history." in text
    assert "head of its chain" not in text


def test_the_head_is_part_of_what_the_same_bytes_are_made_of() -> None:
    evaluation, library = judge(small_assessment()), small_library()
    one = make_html(evaluation, library, provenance=Provenance("3:abc"))
    assert "3:abc" in one and one == make_html(evaluation, library, provenance=Provenance("3:abc")) != make_html(
        evaluation, library
    )


@pytest.mark.slow
def test_commands_and_browser_print_the_head_that_history_takes_as_an_anchor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path, own = tmp_path / "w.sqlite", ["--questionnaires", str(DATA)]
    workspace = open_workspace(path, small_library(), at=AT)
    workspace.create(small_assessment().change(id="full"), actor="A", at=AT)
    anchor = workspace.get("full").anchor
    workspace.close()
    kept = ["--workspace", str(path)]
    assert command(["report", "full", "--html", "-o", "r.html", "--allow-missing-glyphs", *kept, *own]) == 0
    assert anchor in (tmp_path / "r.html").read_text(encoding="utf-8")
    with desk_over(path, small_library()) as desk:
        assert anchor in said(desk.client.get("/a/full/report.html"))
    capsys.readouterr()
    assert command(["history", "full", "--anchor", anchor, *kept]) == 0
    assert command(["history", "full", "--anchor", f"1:{'0' * 64}", *kept]) == 1
    assert "revision 1 is not the one that was noted down" in capsys.readouterr().out


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", "7", '{"head": "1:x", "arrivals": [{"name": "A"}]}', "[" * 10_000]
)
def test_what_is_no_provenance_is_one_line(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.json").write_text(text, encoding="utf-8")
    given = [
        str(DATA.with_name("everything-answers.yaml")),
        "--questionnaires",
        str(DATA),
        "--html",
        "-o",
        str(tmp_path / "r.html"),
    ]
    assert command(["report", *given, "--provenance", str(tmp_path / "p.json")]) == 2
    assert "Leave --provenance out" in capsys.readouterr().err
    assert not (tmp_path / "r.html").exists()
