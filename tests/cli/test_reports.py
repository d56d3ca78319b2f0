"""`dpia report` and `demo`: which file is written, and when none is."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from dpia import load_library, read
from dpia.cli import reports, run
from dpia.data import EXAMPLES, TEMPLATES
from dpia.shipped import example_names
from tests.support.commands import dpia
from tests.support.hotline import AS_MADE


def test_a_report_stands_beside_its_assessment(made_report: Path) -> None:
    assert made_report.read_bytes().startswith(b"%PDF-1.7")
    said = subprocess.run(["pdfinfo", made_report], capture_output=True, text=True, check=True).stdout
    assert "Hotline" in said


def test_html_is_one_file(hotline: Path, questionnaire: Path) -> None:
    done = dpia("report", hotline.name, "-Q", questionnaire, "--html", cwd=hotline.parent)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "Wrote hotline.html\n")
    page = (hotline.parent / "hotline.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "<link" not in page


def test_a_version_for_others_is_not_called_like_the_full_one(hotline: Path, questionnaire: Path) -> None:
    for level, name in (("public", "hotline-public.html"), ("operational", "hotline.html")):
        done = dpia("report", hotline.name, "-Q", questionnaire, "--html", "--publish", level, cwd=hotline.parent)
        assert done.stderr == f"Wrote {name}\n"


def test_a_folder_in_which_nothing_can_be_written_is_told_before_the_work_begins(
    hotline: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "load", lambda *words: pytest.fail("the work began"))
    monkeypatch.setattr(reports.os, "access", lambda path, mode: path != tmp_path)
    for target in (tmp_path / "r.pdf", tmp_path / "new" / "deep" / "r.pdf"):
        assert run(["report", str(hotline), "--output", str(target)]) == 2
        assert capsys.readouterr().err == (
            f"{target}: nothing can be written in {tmp_path}. Name a file in another folder with --output.\n"
        )
    assert run(["demo", "--output", str(tmp_path / "r.pdf")]) == 2


def test_the_same_assessment_makes_the_same_bytes(made_report: Path, questionnaire: Path, tmp_path: Path) -> None:
    source = made_report.with_suffix(".yaml")
    done = dpia("report", source, "-Q", questionnaire, *AS_MADE, "-o", tmp_path / "again.pdf", "-q", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "again.pdf").read_bytes() == made_report.read_bytes()


def test_a_language_without_a_translation_is_refused(
    hotline: Path, questionnaire: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", str(hotline), "-Q", str(questionnaire), "--html", "--language", "xx"]) == 2
    assert "There is no translation into `xx`" in capsys.readouterr().err
    assert not hotline.with_suffix(".html").exists()


def test_an_assessment_in_a_language_without_a_translation_has_a_report_in_english_that_says_so(
    hotline: Path, questionnaire: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hotline.write_text(hotline.read_text(encoding="utf-8") + "language: eo\n", encoding="utf-8")
    assert run(["report", str(hotline), "-Q", str(questionnaire), "--html"]) == 0
    assert "There is no translation into eo: the report is in English.\n" in capsys.readouterr().err
    assert '<html lang="en"' in hotline.with_suffix(".html").read_text(encoding="utf-8")


@pytest.mark.parametrize("tag", ["en", "en-GB"])
def test_an_assessment_in_english_has_its_report_in_it(
    tag: str, hotline: Path, questionnaire: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hotline.write_text(hotline.read_text(encoding="utf-8") + f"language: {tag}\n", encoding="utf-8")
    assert run(["report", str(hotline), "-Q", str(questionnaire), "--html"]) == 0
    assert "translation" not in capsys.readouterr().err
    assert f'<html lang="{tag}"' in hotline.with_suffix(".html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--templates", "nowhere"], "nowhere: there is no such folder"),
        (["--logo", "nowhere.png"], "nowhere.png: there is no such logo"),
        (["--logo", "hotline.yaml"], "hotline.yaml: a logo has to be a PNG or JPEG"),
        (["--questionnaires", "nowhere"], "nowhere: there is no such file or folder"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_named_and_not_there_is_told(
    arguments: list[str],
    words: str,
    hotline: Path,
    questionnaire: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(hotline.parent)
    assert run(["report", hotline.name, "-Q", str(questionnaire), "--html", *arguments]) == 2
    assert words in capsys.readouterr().err
    assert not hotline.with_suffix(".html").exists()


def test_a_wrong_template_is_told_in_one_line_with_its_place(
    hotline: Path, questionnaire: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "cover.html.j2").write_text("one\n{{ report.titel }}\n", encoding="utf-8")
    assert run(["report", str(hotline), "-Q", str(questionnaire), "--html", "-T", str(own)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "titel" in line


def test_demo_names_what_comes_close_to_an_unknown_example(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "lumen-lina", "-o", str(tmp_path / "report.pdf")]) == 2
    assert capsys.readouterr().err == "There is no example `lumen-lina`: did you mean `lumen-line`?\n"


def test_demo_makes_the_report_of_every_example(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is made as a whole by other tests; here it counts which assessment goes into which file."""
    monkeypatch.setattr(reports, "made", lambda library, evaluation, *_: (evaluation.assessment.title.encode(), False))
    assert run(["demo", "--all", "-o", str(tmp_path)]) == 0
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        f"{name}.pdf": read(EXAMPLES / f"{name}.yaml", load_library()).title.encode() for name in example_names()
    }
    assert capsys.readouterr().err.count("Wrote ") == len(example_names()) >= 7


WRITING = [
    ["new", "there.yaml"],
    ["export", "hotline.yaml", "-o", "there.yaml"],
    ["import", "hotline.yaml", "-o", "there.yaml"],
    ["report", "hotline.yaml", "-o", "there.pdf"],
    ["report", "hotline.yaml", "--html", "-o", "there.html"],
    ["demo", "-o", "there.pdf"],
]


@pytest.mark.parametrize("arguments", WRITING, ids=" ".join)
def test_nothing_is_overwritten_without_force(
    arguments: list[str],
    hotline: Path,
    questionnaire: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(hotline.parent)
    there = Path(arguments[-1])
    there.write_text("mine", encoding="utf-8")
    own = [] if arguments[0] == "demo" else ["-Q", str(questionnaire)]

    assert run([*arguments, *own]) == 2

    assert capsys.readouterr().err == f"{there} exists already. Add --force to replace it.\n"
    assert there.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("arguments", [line for line in WRITING if line[0] != "demo"], ids=" ".join)
def test_force_replaces_the_file(
    arguments: list[str], hotline: Path, questionnaire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(hotline.parent)
    there = Path(arguments[-1])
    there.write_text("mine", encoding="utf-8")
    there.chmod(0o640)

    assert run([*arguments, "-Q", str(questionnaire), "--force", "-q"]) == 0

    assert there.read_bytes() != b"mine"
    assert there.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("command", ["report", "export", "import", "review"])
def test_the_file_that_is_read_is_never_replaced_not_even_with_force(
    command: str,
    hotline: Path,
    made_report: Path,
    questionnaire: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(hotline.parent)
    source = Path("source.pdf" if command == "report" else hotline.name)
    if command == "report":
        source.write_bytes(made_report.read_bytes())
    Path(f"link{source.suffix}").symlink_to(source)
    before = source.read_bytes()

    for target in (source, Path(f"link{source.suffix}")):
        assert run([command, str(source), "-Q", str(questionnaire), "-o", str(target), "--force"]) == 2
        assert capsys.readouterr().err == f"{target} is the file that is read. Name another one with --output.\n"

    assert source.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "endings"),
    [
        (["report", "hotline.yaml", "-o", "x.html"], ".pdf. Add --html for one HTML file."),
        (["report", "hotline.yaml", "-o", "x.txt"], ".pdf. Add --html for one HTML file."),
        (["report", "hotline.yaml", "--html", "-o", "x.pdf"], ".html or .htm."),
        (["demo", "-o", "x.html"], ".pdf."),
        (["new", "CON.txt"], ".yaml or .yml or .json."),
        (["import", "hotline.yaml", "-o", "x.pdf"], ".yaml or .yml or .json."),
        (["review", "hotline.yaml", "-o", "x"], ".yaml or .yml or .json."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_name_that_does_not_say_what_is_written_is_refused(
    arguments: list[str],
    endings: str,
    hotline: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(hotline.parent)
    assert run(arguments) == 2
    assert capsys.readouterr().err == f"{arguments[-1]}: its name has to end in {endings}\n"
    assert [path.name for path in Path().iterdir()] == ["hotline.yaml"]


def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(
    hotline: Path, questionnaire: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.chdir(hotline.parent)
    Path("old.json").write_text("old", encoding="utf-8")
    monkeypatch.setattr("os.fsync", fail)

    assert run(["export", hotline.name, "-Q", str(questionnaire), "-o", "old.json", "--force"]) == 2

    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("old.json: cannot be written: No space left on device.")
    assert Path("old.json").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in Path().iterdir()) == ["hotline.yaml", "old.json"]


def test_a_missing_folder_is_made(hotline: Path, questionnaire: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(hotline.parent)
    assert run(["export", hotline.name, "-Q", str(questionnaire), "-o", "new/folder/out.json", "-q"]) == 0
    assert Path("new/folder/out.json").is_file()


@pytest.mark.parametrize("target", ["/proc/out.html", "hotline.yaml/out.html", f"{'x' * 300}.html", "/dev/full/x.html"])
@pytest.mark.parametrize("command", ["report", "export"])
def test_a_place_where_nothing_can_be_written_is_told_in_one_line(
    command: str,
    target: str,
    hotline: Path,
    questionnaire: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(hotline.parent)
    html = ["--html"] if command == "report" else []
    assert run([command, hotline.name, "-Q", str(questionnaire), "-o", target, *html]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(target)


def test_a_folder_is_no_file_to_write(hotline: Path, questionnaire: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(hotline.parent)
    assert run(["report", str(hotline), "-Q", str(questionnaire), "-o", folder, "--force"]) == 2
    assert capsys.readouterr().err == f"{folder} is a folder. Name a file in it.\n"


def test_signs_that_cannot_be_printed_are_told_with_their_places_and_end_with_one(
    hotline: Path, questionnaire: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hotline.write_text(hotline.read_text(encoding="utf-8").replace("title: Hotline", "title: 热线 𓀀"), encoding="utf-8")
    made = ["report", str(hotline), "-Q", str(questionnaire), *AS_MADE]

    assert run(made) == 1

    said = capsys.readouterr().err
    assert "3 signs cannot be printed, because no font of the report has them: 热 (U+70ED) 线 (U+7EBF) 𓀀" in said
    assert "First in: “Title”." in said
    assert "Wrote " in said
    assert hotline.with_suffix(".pdf").is_file()
    assert run([*made, "--force", "--allow-missing-glyphs"]) == 0


def test_a_folder_of_fonts_that_is_not_there_is_told(
    hotline: Path, questionnaire: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", str(hotline), "-Q", str(questionnaire), "--html", "--fonts", "nowhere"]) == 2
    assert "nowhere: there is no such folder of fonts." in capsys.readouterr().err


def test_check_and_sign_tell_what_cannot_be_printed_and_fonts_of_the_environment_are_used(
    hotline: Path,
    questionnaire: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hotline.write_text(hotline.read_text(encoding="utf-8").replace("title: Hotline", "title: ─ 热"), encoding="utf-8")
    check = ["check", str(hotline), "-Q", str(questionnaire)]
    assert run(check) == 0
    assert "Printing: 2 signs cannot be printed" in capsys.readouterr().out
    folder = tmp_path / "fonts"
    folder.mkdir()
    shutil.copy(TEMPLATES / "report/fonts/NotoSansMono-Regular.ttf", folder)
    monkeypatch.setenv("DPIA_FONTS", str(folder))
    assert run([*check, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unprintable"] == {"count": 1, "signs": ["热"], "places": ["Title"]}
