"""`dpia new`, `check`, `import`, `export`, `diff`."""

import json
import shlex
import shutil
from pathlib import Path

import pytest

from dpia.cli import run
from tests.support.commands import dpia
from tests.support.methods import library_of, method, page


def answer(path: Path, **answers: str) -> Path:
    """Changes plain answers of the small assessment."""
    text = path.read_text(encoding="utf-8")
    for question, value in answers.items():
        line = next(line for line in text.splitlines() if line.strip().startswith(f"{question}:"))
        text = text.replace(line, f"    {question}: {value}")
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("level", "answers", "code"),
    [
        ("block", {"recorded": "yes"}, 1),
        ("block", {"logged": "yes", "rung_back": "yes"}, 0),
        ("major", {"recorded": "yes"}, 1),
        ("major", {"logged": "yes"}, 1),
        ("major", {"rung_back": "yes"}, 0),
        ("minor", {"logged": "yes"}, 1),
        ("minor", {"rung_back": "yes"}, 1),
        ("minor", {}, 0),
        ("missing", {"logged": "null"}, 1),
        ("missing", {"recorded": "yes"}, 0),
    ],
)
def test_check_fails_from_the_level_on_that_is_asked_for(
    level: str, answers: dict[str, str], code: int, hotline: Path, questionnaire: Path
) -> None:
    answer(hotline, **answers)
    assert run(["check", str(hotline), "-Q", str(questionnaire), "--fail-on", level]) == code


def test_check_fails_for_the_first_of_several_reasons(hotline: Path, questionnaire: Path) -> None:
    answer(hotline, logged="null")
    levels = ["--fail-on", "block", "--fail-on", "missing"]
    assert run(["check", str(hotline), "-Q", str(questionnaire), *levels]) == 1


def test_check_does_not_fail_unasked(hotline: Path, questionnaire: Path) -> None:
    answer(hotline, recorded="yes", logged="null")
    assert run(["check", str(hotline), "-Q", str(questionnaire)]) == 0


def test_check_counts_an_unknown_danger_as_present(
    hotline: Path, questionnaire: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(hotline, recorded="{unknown: true}")
    assert run(["check", str(hotline), "-Q", str(questionnaire), "--fail-on", "block"]) == 1
    assert "BLOCK  hotline-check.calls_recorded: Calls are recorded." in capsys.readouterr().out


def test_check_quietly_says_it_with_the_exit_code_alone(hotline: Path, questionnaire: Path) -> None:
    answer(hotline, recorded="yes")
    done = dpia("check", hotline.name, "-Q", questionnaire, "-q", "--fail-on", "block", cwd=hotline.parent)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


def test_check_gives_json_with_the_reason_of_every_finding(hotline: Path, questionnaire: Path) -> None:
    answer(hotline, recorded="yes", logged="null")
    done = dpia("check", hotline.name, "-Q", questionnaire, "--json", "-q", "--on", "2026-11-24", cwd=hotline.parent)
    data = json.loads(done.stdout)

    assert (data["assessment"], data["on"]) == ("hotline", "2026-11-24")
    assert data["counts"]["block"] == 1
    assert [(found["id"], found["reasons"]) for found in data["findings"]] == [
        ("hotline-check.calls_recorded", ["Are calls recorded? Yes"])
    ]
    (gap,) = data["missing"]
    assert (gap["question"], gap["code"], gap["words"]) == ("hotline-check.logged", "HC-3", "Are numbers logged?")
    assert data["gaps"] == {"questions": 1, "cells": 0, "words": "1 question is not answered"}
    assert data["problems"] == []
    assert "approved" not in data["decision"]["allowed"]


def test_check_of_the_worked_example_finds_a_decision_that_fits(
    lumen_line: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its open blocks are conditions of the approval, so a pipeline that waits for blocks still waits."""
    assert run(["check", str(lumen_line), "--on", "2026-11-24", "--fail-on", "missing"]) == 0
    said = capsys.readouterr().out
    assert run(["check", str(lumen_line), "--on", "2026-11-24", "--fail-on", "block"]) == 1

    assert "Decision taken: conditionally approved" in said
    assert " but " not in said.splitlines()[-1]


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_new_writes_an_assessment_that_can_be_checked(suffix: str, tmp_path: Path) -> None:
    made = dpia("new", f"Our hotline.{suffix}", "--title", "Hotline chat", "--organisation", "Our NGO", cwd=tmp_path)
    checked = dpia("check", f"Our hotline.{suffix}", "--json", cwd=tmp_path)

    assert (made.returncode, made.stdout) == (0, "")
    assert made.stderr.startswith(f"Wrote Our hotline.{suffix}. Fill it in, then run: dpia check")
    assert checked.returncode == 0
    data = json.loads(checked.stdout)
    assert data["assessment"] == "our-hotline"
    assert len(data["missing"]) > 20


def test_new_takes_own_questionnaires(questionnaire: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine.yaml"
    words = ["--questionnaire", "hotline-check", "-Q", str(questionnaire)]
    assert run(["new", str(target), *words]) == 0
    assert "# recorded: <yes | no>" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "made"),
    [("a" * 80, "a" * 50), ("日本", "riben"), ("2027", "assessment-2027"), ("Ümlaut & Co", "uemlaut-co")],
    ids=["long", "no-latin-letters", "number", "signs"],
)
def test_new_makes_an_id_of_any_file_name(name: str, made: str, tmp_path: Path) -> None:
    target = tmp_path / f"{name}.yaml"
    assert run(["new", str(target), "-q"]) == 0
    assert f"\nid: {made}\n" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("title", ["two\nlines", "x" * 5000, "bell\a"], ids=["lines", "long", "control"])
def test_new_refuses_a_title_that_is_none(title: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", str(tmp_path / "a.yaml"), "--title", title]) == 2
    assert "one line of text" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_new_names_what_comes_close_to_an_unknown_questionnaire(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", str(tmp_path / "a.yaml"), "--questionnaire", "gdpr-dpai"]) == 2
    assert "did you mean `gdpr-dpia`?" in capsys.readouterr().err


def test_import_gives_the_assessment_of_a_report_back_with_its_hash(
    made_report: Path, questionnaire: Path, tmp_path: Path
) -> None:
    source = made_report.with_suffix(".yaml")
    before = json.loads(dpia("check", source, "-Q", questionnaire, "--json", cwd=tmp_path).stdout)["content_hash"]

    done = dpia("import", made_report, "-Q", questionnaire, "--output", "back.yaml", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"Wrote back.yaml. Content hash: {before}\n"
    assert run(["diff", str(source), str(tmp_path / "back.yaml"), "-Q", str(questionnaire), "-q"]) == 0


def test_import_stands_beside_its_source_unless_told_otherwise(
    made_report: Path, questionnaire: Path, tmp_path: Path
) -> None:
    copy = shutil.copy(made_report, tmp_path / "signed.pdf")
    assert run(["import", str(copy), "-Q", str(questionnaire), "-q"]) == 0
    assert (tmp_path / "signed.yaml").is_file()


def test_import_of_a_yaml_file_says_what_else_can_be_meant(
    hotline: Path, questionnaire: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = hotline.read_bytes()
    assert run(["import", str(hotline), "-Q", str(questionnaire), "--force"]) == 2
    told = f"{hotline} is the file that is read. Name another with --output, or take it in with --keep.\n"
    assert capsys.readouterr().err == told
    assert hotline.read_bytes() == before


def test_export_gives_json_on_stdout_that_is_an_assessment_again(hotline: Path, questionnaire: Path) -> None:
    done = dpia("export", hotline.name, "-Q", questionnaire, cwd=hotline.parent)
    (hotline.parent / "again.json").write_text(done.stdout, encoding="utf-8")

    assert json.loads(done.stdout)["id"] == "hotline"
    assert done.stderr == ""
    assert run(["diff", str(hotline), str(hotline.parent / "again.json"), "-Q", str(questionnaire), "-q"]) == 0


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        (["-o", "out.json"], "{"),
        (["-o", "out.yaml"], "dpia: 2"),
        (["-o", "out.json", "--format", "json"], "{"),
        (["-o", "out.yml", "--format", "yaml"], "dpia: 2"),
    ],
    ids=str,
)
def test_export_writes_the_form_that_is_asked_for(
    arguments: list[str], begins: str, hotline: Path, questionnaire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(hotline.parent)
    assert run(["export", hotline.name, "-Q", str(questionnaire), *arguments]) == 0
    assert Path(arguments[1]).read_text(encoding="utf-8").startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["-o", "out.txt"], "out.txt: its name has to end in .yaml or .yml or .json or .zip."),
        (["-o", "out.json", "--format", "yaml"], "out.json: its name has to end in .yaml or .yml."),
        (["-o", "out.yaml", "--format", "json"], "out.yaml: its name has to end in .json."),
    ],
    ids=str,
)
def test_export_writes_nothing_under_a_name_that_says_something_else(
    arguments: list[str],
    told: str,
    hotline: Path,
    questionnaire: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(hotline.parent)
    assert run(["export", hotline.name, "-Q", str(questionnaire), *arguments]) == 2
    assert capsys.readouterr().err.strip() == told
    assert not Path(arguments[1]).exists()


def test_diff_says_in_words_what_changed_and_ends_with_1(hotline: Path, questionnaire: Path) -> None:
    later = answer(Path(shutil.copy(hotline, hotline.parent / "later.yaml")), recorded="yes")

    done = dpia("diff", hotline.name, later.name, "-Q", questionnaire, cwd=hotline.parent)

    assert (done.returncode, done.stderr) == (1, "")
    assert "answer      HC-2 Are calls recorded?: was No, is Yes\n" in done.stdout
    assert "finding     hotline-check.calls_recorded: now block: Calls are recorded.\n" in done.stdout


def test_diff_gives_json(hotline: Path, questionnaire: Path) -> None:
    later = answer(Path(shutil.copy(hotline, hotline.parent / "later.yaml")), recorded="yes")
    done = dpia("diff", hotline.name, later.name, "-Q", questionnaire, "--json", cwd=hotline.parent)
    first = json.loads(done.stdout)[0]
    assert first == {"part": "answer", "where": "HC-2 Are calls recorded?", "before": "No", "after": "Yes"}


def test_diff_says_when_nothing_changed(hotline: Path, questionnaire: Path) -> None:
    done = dpia("diff", hotline.name, hotline.name, "-Q", questionnaire, cwd=hotline.parent)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "Nothing changed.\n")


def test_diff_compares_a_file_with_a_report(made_report: Path, hotline: Path, questionnaire: Path) -> None:
    assert run(["diff", str(made_report), str(hotline), "-Q", str(questionnaire), "-q"]) == 0


def test_check_ends_with_one_for_two_risks_with_one_number_and_names_the_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "clash.yaml"
    assert run(["new", str(path), "--questionnaire", "screening", "--questionnaire", "gdpr-dpia"]) == 0
    text = path.read_text(encoding="utf-8").partition("answers:")[0]
    item = "{id: C1, name: Police, kind: law_enforcement, country: DE, outside_eea: no, data: [], why: Asked.}"
    path.write_text(
        f"{text}answers:\n  gdpr-dpia:\n    recipients: [{item}]\nrisks:\n  - id: GR04\n    title: Our own\n",
        encoding="utf-8",
    )
    capsys.readouterr()

    assert run(["check", str(path)]) == 1
    first = capsys.readouterr().out.splitlines()[0]
    place = len(path.read_text(encoding="utf-8").splitlines()) - 1
    assert first.startswith(f"{path}:{place}:9: risk-number: The risk GR04 “Our own” has the number of GR04 “")
    assert run(["check", str(path), "--json"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["code"], problem["level"], problem["line"]) == ("risk-number", "error", place)


def test_a_warning_about_the_method_does_not_fail_a_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "my"
    own.mkdir()
    library_of(own, method("own", 5), page(rated_by="own", severity_floor={"R01": "serious"}))
    path = tmp_path / "new.yaml"

    assert run(["new", str(path), "--questionnaire", "page", "-Q", str(own)]) == 0
    assert "method: own\n" in path.read_text(encoding="utf-8")
    capsys.readouterr()
    assert run(["check", str(path), "-Q", str(own)]) == 0
    assert "warning methods: The method “own” does not say what severity “serious”" in capsys.readouterr().out


def test_a_file_without_a_word_on_two_methods_is_told_where_to_say_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "my"
    own.mkdir()
    library_of(own, method("own", 5), method("third", 3), page(rated_by="own"), page("other", rated_by="third"))
    path = tmp_path / "two.yaml"
    names = ["--questionnaire", "page", "--questionnaire", "other", "-Q", str(own)]

    assert run(["new", str(path), *names]) == 2
    assert "say which one counts: --method own" in capsys.readouterr().err
    assert run(["new", str(path), *names, "--method", "third"]) == 0
    path.write_text(path.read_text(encoding="utf-8").replace("method: third\n", ""), encoding="utf-8")
    capsys.readouterr()
    assert run(["check", str(path), "-Q", str(own)]) == 2
    line = path.read_text(encoding="utf-8").splitlines().index("questionnaires:") + 2
    assert f"{path}:{line}:1: methods: `page` is rated by the method `own`" in capsys.readouterr().err


@pytest.mark.parametrize("level", ["block", "major", "minor", "missing"])
def test_a_draft_in_which_nothing_is_answered_passes_no_check(
    level: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.yaml"
    assert run(["new", str(target), "--title", "Chat", "-q"]) == 0
    assert run(["check", str(target), "--fail-on", level]) == 1
    said = capsys.readouterr().out
    assert "Only the title is answered yet: 2 of 37 questions. " in said
    assert "BLOCK" not in said
    assert "Decisions left" not in said


def test_check_lists_all_gaps_by_section_where_it_is_asked_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.yaml"
    assert run(["new", str(target), "-q"]) == 0
    assert run(["check", str(target)]) == 0
    assert "more (--all lists them)\n" in capsys.readouterr().out
    assert run(["check", str(target), "--all"]) == 0
    said = capsys.readouterr().out
    assert "\nMissing in Data protection impact assessment – Controllers:\n  G-0.1 Who decides why" in said
    assert "more (" not in said


OWN = ["--questionnaire", "hotline-check"]


def test_every_hint_names_the_questionnaires_that_were_given(
    questionnaire: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And each of them can be pasted into a shell."""
    own = tmp_path / "my own"
    own.mkdir()
    shutil.copy(questionnaire, own)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DPIA_WORKSPACE", str(tmp_path / "w.sqlite"))
    with_own = ["-Q", "my own"]
    assert run(["new", "a b.yaml", *OWN, *with_own]) == 0
    told = capsys.readouterr().err
    assert told == "Wrote a b.yaml. Fill it in, then run: dpia check 'a b.yaml' -Q 'my own'\n"
    assert run(shlex.split(told.partition("run: dpia ")[2])) == 0
    capsys.readouterr()
    for command, hint in (
        (["open", "a b.yaml", "review", "--reason", "So."], "then run: dpia check 'a b.yaml' -Q 'my own'\n"),
        (["close", "a b.yaml", "review", "--reason", "So."], "dpia open 'a b.yaml' -Q 'my own' review\n"),
        (["import", "a b.yaml", "--keep"], "See it with: dpia check a-b -Q 'my own'\n"),
        (["sign", "a b.yaml", "--name", "A", "--role", "B"], "See: dpia check 'a b.yaml' -Q 'my own'\n"),
    ):
        run([*command, *with_own])
        assert capsys.readouterr().err.endswith(hint)
    assert run(["check", "a-b", "--workspace", "w.sqlite"]) == 2
    assert run(["import", "a b.yaml", "--keep", "--workspace", "my w.sqlite", *with_own]) == 0
    assert "dpia check a-b --workspace" in (told := capsys.readouterr().err)
    assert run(shlex.split(told.partition("dpia ")[2])) == 0


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["check", "a.yaml"], "There is no questionnaire “hotline-check”"),
        (["new", "b.yaml", *OWN], "There is no questionnaire `hotline-check`"),
        (["new", "b.yaml", "--method", "own"], "There is no risk method `own`"),
        (["questionnaires", "show", "ZZ-99"], "There is no questionnaire and no question `ZZ-99`"),
    ],
)
def test_whoever_names_a_definition_that_is_not_there_is_told_of_the_option(
    command: list[str],
    told: str,
    questionnaire: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["new", "a.yaml", *OWN, "-Q", str(questionnaire), "-q"]) == 0
    assert run(command) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert told in line
    assert "if it is your own, name its file or folder with --questionnaires (-Q)" in line


def test_the_title_is_an_answer_already_and_a_made_up_one_is_not(tmp_path: Path) -> None:
    for name, words in (("a", ["--title", "Hotline chat"]), ("b", [])):
        assert run(["new", str(tmp_path / f"{name}.yaml"), "-q", *words]) == 0
        text = (tmp_path / f"{name}.yaml").read_text(encoding="utf-8")
        assert ("    processing_name: Hotline chat\n" in text) is (name == "a")


def test_new_as_json_holds_the_title_too(tmp_path: Path) -> None:
    assert run(["new", str(tmp_path / "a.json"), "-q", "--title", "Hotline chat"]) == 0
    data = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert data["answers"] == {"screening": {"processing_name": "Hotline chat"}}
