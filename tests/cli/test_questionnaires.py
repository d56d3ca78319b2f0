"""`dpia questionnaires`: list, show, lint, schema; and the lines of `show` (dpia/cli/showing.py)."""

import json
import re
import shutil
from pathlib import Path

import pytest

from dpia.cli import doctoring, run
from dpia.cli.showing import readable
from dpia.data import QUESTIONNAIRES
from dpia.questionnaire.model import Questionnaire
from dpia.questionnaire.schema import SCHEMAS
from dpia.shipped import load_library
from tests.support.commands import dpia

BAD = """\
id: bad
version: 1.0.0
title: Bad
sections:
  - id: all
    title: All
    questions:
      - {id: one, code: B-1, ask: One?, type: yes_no, help: Help., wehn: two == yes}
      - {id: two, code: B-1, ask: Two?, type: yesno, help: Help.}
"""


def test_list_shows_each_questionnaire_on_one_line(questionnaire: Path, tmp_path: Path) -> None:
    done = dpia("questionnaires", "list", "-Q", questionnaire, cwd=tmp_path)

    head, *lines = done.stdout.splitlines()
    assert head.split() == ["id", "kind", "version", "questions", "title", "from"]
    (own,) = (line for line in lines if line.startswith("hotline-check "))
    assert re.fullmatch(
        rf"hotline-check +questionnaire +1\.0\.0 · [0-9a-f]{{8}} +5 +Hotline check +{re.escape(str(questionnaire))}",
        own,
    )
    assert next(line for line in lines if line.startswith("screening ")).endswith(" shipped")
    assert {line.split()[0] for line in lines} >= {"screening", "gdpr-dpia", "security", "victim-safety"}
    assert done.stderr == ""


def test_list_gives_json(questionnaire: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questionnaires", "list", "-Q", str(questionnaire), "--json"]) == 0
    found = {item["id"]: item for item in json.loads(capsys.readouterr().out)}
    sha256 = found["hotline-check"].pop("sha256")
    assert re.fullmatch("[0-9a-f]{64}", sha256)
    assert found["hotline-check"] == {
        "id": "hotline-check",
        "kind": "questionnaire",
        "version": "1.0.0",
        "title": "Hotline check",
        "questions": 5,
        "origin": {"kind": "path", "folder": str(questionnaire)},
        "replaces": [],
        "foreign_texts": [],
    }


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A folder with a questionnaire that has the id of a shipped one."""
    folder = tmp_path / "mine"
    folder.mkdir()
    shutil.copy(QUESTIONNAIRES / "screening.yaml", folder)
    return folder


def test_list_says_whose_place_a_questionnaire_takes(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questionnaires", "list", "-Q", str(copied)]) == 0
    assert f"{copied}, takes the place of the shipped `screening`\n" in capsys.readouterr().out
    assert run(["questionnaires", "list", "--json", "-Q", str(copied)]) == 0
    found = {item["id"]: item["replaces"] for item in json.loads(capsys.readouterr().out)}
    assert found.pop("screening") == [{"kind": "shipped"}]
    assert not any(found.values())


def test_lint_tells_whose_place_a_questionnaire_takes_and_lets_it_pass(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a day on which no citation is stale; strict or not, for the place may be taken on purpose."""
    assert run(["questionnaires", "lint", "--strict", "--on", "2026-11-27", str(copied)]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert "warning replaces: Takes the place of the shipped `screening` (" in line
    assert line.startswith(f"{copied / 'screening.yaml'}:")


def test_doctor_counts_what_is_not_the_shipped_definition(
    copied: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctoring, "load_library", lambda: load_library([copied]))
    assert next(check for check in doctoring.checks() if check.what == "Questionnaires").detail.endswith(
        "questionnaires"
    )
    path = copied / "screening.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("help: ", "help: My ", 1), encoding="utf-8")
    (check,) = (check for check in doctoring.checks() if check.what == "Questionnaires")
    assert check.detail.endswith(", 1 definitions or entries are not the shipped ones")


def test_show_gives_the_sections_and_questions(questionnaire: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questionnaires", "show", "hotline-check", "-Q", str(questionnaire)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Hotline check (hotline-check 1.0.0)"
    assert "The hotline" in lines
    assert "  HC-2           Are calls recorded? [yes_no]" in lines


@pytest.mark.parametrize("name", ["HC-2", "hotline-check.recorded"])
def test_show_gives_a_question_by_its_code_or_its_name(
    name: str, questionnaire: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["questionnaires", "show", name, "-Q", str(questionnaire)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("HC-2 Are calls recorded?\n  hotline-check.recorded, yes_no\n")
    assert "block calls_recorded: if recorded == yes\n    Calls are recorded.\n" in said


@pytest.mark.parametrize("code", ["G-2.1", "S-1", "VS-1", "G-2.23"])
def test_show_knows_the_shipped_codes(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questionnaires", "show", code]) in (0, 2)
    assert "bug" not in capsys.readouterr().err


def test_show_gives_json_from_which_the_questionnaire_can_be_read_again(
    questionnaire: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["questionnaires", "show", "hotline-check", "-Q", str(questionnaire), "--json"]) == 0
    again = Questionnaire.model_validate(json.loads(capsys.readouterr().out))
    assert [question.code for question in again.questions()] == ["HC-1", "HC-2", "HC-3", "HC-4", "HC-5"]


def test_list_says_whose_place_another_method_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shipped = (QUESTIONNAIRES / "methods/four-by-four.yaml").read_text(encoding="utf-8")
    (tmp_path / "four-by-four.yaml").write_text(shipped.replace("label: Grave", "label: Very grave"), encoding="utf-8")
    assert run(["questionnaires", "list", "-Q", str(tmp_path)]) == 0
    told = f"method four-by-four: takes the place of the shipped `four-by-four`, {tmp_path}\n"
    assert capsys.readouterr().out.endswith(told)


def test_show_joins_a_paragraph_that_its_source_broke_and_keeps_lists_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.yaml").write_text(
        "id: page\nversion: 1.0.0\ntitle: Page\nsections:\n  - id: all\n    title: All\n    questions:\n"
        "      - id: q\n        code: PG-1\n        ask: Q?\n        type: text\n        help: |\n"
        "          One sentence that\n          goes on. From 30 July\n          2026. The end.\n\n"
        "          - the first\n            of two\n          - the second\n",
        encoding="utf-8",
    )
    assert run(["questionnaires", "show", "PG-1", "-Q", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert (
        "\n  One sentence that goes on. From 30 July 2026. The end.\n\n  - the first of two\n  - the second\n" in said
    )


def test_show_names_what_comes_close(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questionnaires", "show", "gdpr-dpiaa"]) == 2
    assert "did you mean `gdpr-dpia`" in capsys.readouterr().err


def test_lint_of_a_sound_file_says_so_on_stderr(questionnaire: Path) -> None:
    done = dpia("questionnaires", "lint", questionnaire, cwd=questionnaire.parent)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "No problems.\n")


def in_folder(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


HELD = """\
id: held
version: 1.0.0
title: Held
sections:
  - include: keys
  - id: all
    title: All
    questions:
      - id: one
        code: H-1
        ask: One?
        type: yes_no
        help: Help.
        cite: [gdpr 32]
        findings: [{id: f, if: one == no, level: note, says: S., raises: [R02], severity_floor: {R02: grave}}]
"""
KEYS = """\
id: keys
kind: module
version: 1.0.0
title: Keys
sections:
  - {id: keys, title: Keys, questions: [{id: two, code: K-1, ask: Two?, type: text, help: Help.}]}
"""


def test_lint_judges_a_folder_that_cannot_stand_alone_as_an_addition_to_the_shipped_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = in_folder(tmp_path, held=HELD, keys=KEYS)
    assert run(["questionnaires", "lint", str(folder)]) == 0
    assert run(["questionnaires", "lint", "--whole-set", str(folder)]) == 1
    assert "unknown-risk" in capsys.readouterr().out


def test_lint_of_a_file_whose_module_lies_beside_it_says_to_give_the_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = in_folder(tmp_path, held=HELD, keys=KEYS)
    assert run(["questionnaires", "lint", str(folder / "held.yaml")]) == 1
    assert "if it lies beside this file, give their folder" in capsys.readouterr().out


def test_lint_of_the_shipped_set_finds_no_error() -> None:
    assert run(["questionnaires", "lint", "--quiet"]) == 0


def test_lint_gives_each_problem_a_line_with_its_place_code_and_hint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(BAD, encoding="utf-8")

    assert run(["questionnaires", "lint", str(path)]) == 1

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{path}:8:68: unknown-key: ")
    assert "did you mean `when`?" in lines[0]
    assert any(line.startswith(f"{path}:9:47: bad-value: `yesno`") for line in lines)


def test_lint_gives_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(BAD, encoding="utf-8")

    assert run(["questionnaires", "lint", str(path), "--json"]) == 1

    first = json.loads(capsys.readouterr().out)[0]
    assert (first["file"], first["line"], first["column"]) == (str(path), 8, 68)
    assert (first["code"], first["level"]) == ("unknown-key", "error")
    assert first["hint"] == "did you mean `when`?"


def test_the_shipped_questionnaires_have_not_even_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    """On a day on which every citation was checked within twelve months."""
    assert run(["questionnaires", "lint", "--strict", "--on", "2026-11-27", str(QUESTIONNAIRES)]) == 0
    assert capsys.readouterr() == ("", "No problems.\n")


def test_lint_counts_warnings_only_where_it_is_strict() -> None:
    later = ["--on", "2031-01-01", "--quiet"]  # by then every citation has to be checked again
    assert run(["questionnaires", "lint", *later]) == 0
    assert run(["questionnaires", "lint", "--strict", *later]) == 1


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_gives_that_of_each_format(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questionnaires", "schema", name]) == 0
    assert json.loads(capsys.readouterr().out)["type"] == "object"


def test_schema_gives_that_of_the_answers(questionnaire: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questionnaires", "schema", "hotline-check", "-Q", str(questionnaire)]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert set(schema["properties"]) == {"purpose", "recorded", "logged", "rung_back", "picture"}
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("command", ["list", "show", "schema"])
def test_a_broken_questionnaire_is_told_with_all_its_problems(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(BAD, encoding="utf-8")
    name = [] if command == "list" else ["bad"]

    assert run(["questionnaires", command, *name, "-Q", str(path)]) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) >= 2
    assert all(line.startswith(f"{path}:") for line in said.err.splitlines())


NO_HELP = """\
id: small
version: 1.0.0
title: Small
uses: [keys, security]
lists: {none_of: [{id: a, label: A}]}
sections:
  - include: keys
  - {id: all, title: All, questions: [{id: one, code: NH-1, ask: One?, type: yes_no}]}
"""


def test_lint_says_what_is_a_warning_and_that_only_strict_counts_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = in_folder(tmp_path, small=NO_HELP, keys=KEYS)
    assert run(["questionnaires", "lint", "--part", str(folder)]) == 0
    said = capsys.readouterr()
    lines = [line.partition("small.yaml:")[2] for line in said.out.splitlines()]
    assert lines == [
        "4:8: warning unused: `keys` is included, so it need not stand in `uses` "
        "(remove it from `uses`, and leave the `include`)",
        "4:14: warning unused: No rule reads `security`, so it need not stand in `uses` (remove it from `uses`)",
        "5:9: warning unused: Nothing uses the list `none_of` (remove it)",
        "8:39: warning missing-help: `one` has no `help` (say in a sentence how to answer)",
    ]
    assert said.err == "0 errors, 4 warnings. Warnings count only with --strict.\n"
    assert run(["questionnaires", "lint", "--part", "--strict", str(folder)]) == 1
    assert capsys.readouterr().err == "0 errors, 4 warnings.\n"
    assert run(["questionnaires", "lint", "--part", "--json", str(folder)]) == 0
    assert {found["level"] for found in json.loads(capsys.readouterr().out)} == {"warning"}


def test_lint_counts_errors_and_warnings_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = in_folder(tmp_path, small=NO_HELP.replace("ask: One?", "ask: One?, see: [two]"), keys=KEYS)
    assert run(["questionnaires", "lint", "--part", str(folder)]) == 1
    assert capsys.readouterr().err == "1 error, 4 warnings. Warnings count only with --strict.\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Data be *strictly* necessary, **always**.", ["Data be strictly necessary, always."]),
        ("Write `none`, see [the law](https://a.eu/b).", ["Write none, see the law (https://a.eu/b)."]),
        ("2*3*4 and a * b * c", ["2*3*4 and a * b * c"]),
        ("## Head\n\n- one\n- two *or\n  more*", ["Head", "", "- one", "- two or more"]),
    ],
)
def test_a_text_for_the_terminal_has_no_signs_of_markdown(text: str, lines: list[str]) -> None:
    assert list(readable(text, 90)) == lines
