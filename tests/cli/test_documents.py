"""`dpia document` writes a PDF or a web page, refuses what it cannot make of, and leaves out what is not public."""

import subprocess
from pathlib import Path

import pytest

from dpia.cli import run
from dpia.shipped import example_path

BRIDGE = str(example_path("bridgecase"))


def test_the_ending_of_the_file_says_what_is_written(tmp_path: Path) -> None:
    page, paper = tmp_path / "r.html", tmp_path / "r.pdf"
    assert run(["document", "request-form", BRIDGE, "-o", str(page), "-q"]) == 0
    assert run(["document", "request-form", BRIDGE, "-o", str(paper), "-q"]) == 0

    assert "Request for personal data" in page.read_text(encoding="utf-8")
    told = subprocess.run(["pdfinfo", paper], capture_output=True, text=True, check=True).stdout
    assert "Tagged:          yes" in told
    assert "Pages:           1\n" in told


def test_public_answers_alone_stand_in_it_unless_more_is_asked_for(tmp_path: Path) -> None:
    public, full = tmp_path / "a.html", tmp_path / "b.html"
    assert run(["document", "agreement-annex", BRIDGE, "-o", str(public), "-q"]) == 0
    assert run(["document", "agreement-annex", BRIDGE, "-o", str(full), "--publish", "operational", "-q"]) == 0

    assert "Left out of this version" in public.read_text(encoding="utf-8")
    assert "Left out of this version" not in full.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["request-form", str(example_path("corner-camera")), "-o", "r.pdf"], "`exchange`"),
        (["request-form", BRIDGE, "-o", "r.docx"], "has to end in .pdf"),
        (["letter", BRIDGE, "-o", "r.pdf"], "agreement-annex"),
    ],
)
def test_what_cannot_be_made_is_refused_in_a_line(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["document", *arguments]) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    target = tmp_path / "r.html"
    target.write_text("mine", encoding="utf-8")
    assert run(["document", "request-form", BRIDGE, "-o", str(target), "-q"]) == 2
    assert target.read_text(encoding="utf-8") == "mine"
    assert run(["document", "request-form", BRIDGE, "-o", str(target), "--force", "-q"]) == 0
