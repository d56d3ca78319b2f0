"""Two programs change one assessment: nothing that was acknowledged is lost, and what clashes is told with both sides."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dpia.assessment.files import read_assessment
from dpia.cli import run
from dpia.cli.console import OPTIONS
from dpia.cli.keeping import Kept, find_kept
from dpia.errors import StaleSave
from dpia.questionnaire.library import Library
from dpia.shipped import load_library
from dpia.workspace import open_workspace
from tests.support.commands import ROOT
from tests.support.forms import make_library
from tests.support.workspaces import WORDS

SAVER = """
import json, sys
from pathlib import Path
from dpia.cli.keeping import find_kept
from dpia.errors import DpiaError
from tests.cli.test_keeping import words

first, saves = map(int, sys.argv[2:])
library, said = words(), []
print("ready", flush=True)
sys.stdin.readline()
for number in range(saves):
    key, value = f"words.own{2 * (number % 15) + first}", f"word {first} {number}"
    try:
        kept = find_kept(Path(sys.argv[1]), library)
        kept.save(kept.assessment.with_answer(key, value))
        said.append([key, value])
    except DpiaError as error:
        said.append([str(error), None])
json.dump(said, sys.stdout)
"""
"""Saves again and again, each time another of the questions that nobody else answers."""
FILE = """\
dpia: 1
id: two
title: Two
questionnaires:
- {id: words, version: 1.2.0}
answers:
  words:
    # Own 0?
    # own0: one line of text
    shared: before
"""
AS_JSON = json.dumps({"dpia": 1, "id": "two", "title": "Two", "questionnaires": [{"id": "words", "version": "1.2.0"}]})


def words() -> Library:
    """The small questionnaire that both programs know."""
    return make_library(words=WORDS + "- {id: shared, code: W-32, ask: Shared?, type: text, required: false}\n")


def lost(path: Path, saves: int, text: str = FILE) -> list[tuple[str, str]]:
    """What two programs were told was saved, and is not there at the end."""
    path.write_text(text, encoding="utf-8")
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", SAVER, str(path), str(first), str(saves)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for first in (0, 1)
    ]
    for program in programs:
        assert program.stdout is not None and program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    told = [line for program in programs for line in json.loads(program.communicate()[0])]
    assert len(told) == 2 * saves
    assert [key for key, value in told if value is None] == []
    newest, stands = dict(told), read_assessment(path)[0]
    return [(key, value) for key, value in newest.items() if getattr(stands.answer(key), "value", None) != value]


def test_two_programs_that_answer_different_questions_of_one_file_lose_nothing(tmp_path: Path) -> None:
    assert lost(tmp_path / "two.yaml", 10) == []
    assert [path.name for path in tmp_path.iterdir()] == ["two.yaml"]
    assert "# Own 0?" in (tmp_path / "two.yaml").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["two.yaml", "link.yaml", "two.json"])
def test_two_programs_with_forty_saves_each_lose_nothing(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.startswith("link"):
        path.symlink_to("real.yaml")
    assert lost(path, 40, AS_JSON if name.endswith(".json") else FILE) == []
    assert path.is_symlink() is name.startswith("link")


@pytest.fixture
def pair(hotline: Path, questionnaire: Path) -> tuple[Kept, Kept]:
    """One file, as two programs have read it."""
    library = load_library((questionnaire,))
    return find_kept(hotline, library), find_kept(hotline, library)


def test_the_same_answer_is_refused_in_the_words_of_the_question(pair: tuple[Kept, Kept], hotline: Path) -> None:
    theirs, mine = pair
    theirs.save(theirs.assessment.with_answer("hotline-check.recorded", "yes"))
    text = hotline.read_text(encoding="utf-8")
    changed = mine.assessment.with_answer("hotline-check.recorded", {"unknown": True})
    with pytest.raises(StaleSave) as error:
        mine.save(changed.with_answer("hotline-check.logged", "yes"))
    assert str(error.value) == f"{hotline}: somebody else changed the same answer in between. Nothing was saved."
    assert error.value.differences == (
        "HC-2 Are calls recorded?: Yes stands there now; yours, which was not saved, is unknown",
    )
    assert hotline.read_text(encoding="utf-8") == text


def test_different_answers_are_joined_and_the_second_program_goes_on_with_both(pair: tuple[Kept, Kept]) -> None:
    theirs, mine = pair
    theirs.save(theirs.assessment.with_answer("hotline-check.recorded", "yes"))
    mine.save(mine.assessment.with_answer("hotline-check.logged", "yes"))
    values = {name: answer.value for name, answer in mine.assessment.answers["hotline-check"].items()}
    assert (values["recorded"], values["logged"]) == ("yes", "yes")
    mine.save(mine.assessment.with_answer("hotline-check.recorded", "no"))


def test_a_questionnaire_that_another_program_opened_is_asked_too(hotline: Path, questionnaire: Path) -> None:
    library = load_library((questionnaire,))
    theirs, mine = find_kept(hotline, library), find_kept(hotline, library)
    assert run(["open", str(hotline), "screening", "--reason", "It was asked for.", "-Q", str(questionnaire)]) == 0
    mine.save(mine.assessment.with_answer("hotline-check.logged", "yes"))
    assert "screening.processing_name" in mine.form.questions
    assert "screening.processing_name" not in theirs.form.questions


class Typing:
    """What a person types, while something else happens before each line."""

    def __init__(self, *lines: str | Callable[[], object]) -> None:
        self.lines = list(lines)

    def readline(self) -> str:
        """The next line; empty at the end."""
        while self.lines:
            line = self.lines.pop(0)
            if isinstance(line, str):
                return line + "\n"
            line()
        return ""


def filled(path: Path, questionnaire: Path, monkeypatch: pytest.MonkeyPatch, *typed: str) -> int:
    """`dpia fill --all`, while another program answers the first question just before it is answered here."""
    library = load_library((questionnaire,))

    def meanwhile() -> None:
        other = find_kept(path, library)
        other.save(other.assessment.with_answer("hotline-check.purpose", "Their purpose."))

    monkeypatch.setattr(sys, "stdin", Typing(meanwhile, "My purpose.", *typed))
    return run(["fill", str(path), "--all", "-Q", str(questionnaire)])


@pytest.mark.parametrize(("word", "stands"), [("yes", "My purpose."), ("no", "Their purpose.")])
def test_fill_shows_both_and_asks_which_one_stays(
    hotline: Path,
    questionnaire: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    word: str,
    stands: str,
) -> None:
    assert filled(hotline, questionnaire, monkeypatch, "perhaps", word, "q") == 0
    shown = capsys.readouterr().out
    assert "Somebody else changed this in between." in shown
    assert (
        "HC-1 What is the hotline for?: Their purpose. stands there now; yours, which was not saved, is My purpose."
        in shown
    )
    answer = read_assessment(hotline)[0].answer("hotline-check.purpose")
    assert answer is not None and answer.value == stands


def test_fill_that_ends_before_the_choice_does_not_say_that_all_is_saved(
    hotline: Path, questionnaire: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert filled(hotline, questionnaire, monkeypatch) == 2
    told = capsys.readouterr().err.splitlines()
    assert told == [
        f"{hotline}: somebody else changed the same answer in between. Nothing was saved.",
        "HC-1 What is the hotline for?: Their purpose. stands there now; yours, which was not saved, is My purpose.",
    ]


def test_in_the_workspace_the_difference_is_told_too(
    hotline: Path, questionnaire: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = load_library((questionnaire,))
    workspace = open_workspace(tmp_path / "w.sqlite", library, at=datetime.now(UTC))
    workspace.create(read_assessment(hotline)[0].change(id="kept"), actor="ann", at=datetime.now(UTC))
    workspace.close()
    monkeypatch.setattr(OPTIONS, "workspace", str(tmp_path / "w.sqlite"))
    theirs, mine = find_kept("kept", library), find_kept("kept", library)
    theirs.save(theirs.assessment.with_answer("hotline-check.recorded", "yes"))
    with pytest.raises(StaleSave) as error:
        mine.save(mine.assessment.with_answer("hotline-check.recorded", {"unknown": True}))
    assert error.value.differences == (
        "HC-2 Are calls recorded?: Yes stands there now; yours, which was not saved, is unknown",
    )
    mine.see_others()
    mine.save(mine.assessment.with_answer("hotline-check.recorded", {"unknown": True}))


def test_opening_a_questionnaire_through_a_link_leaves_the_link(
    hotline: Path, questionnaire: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to(hotline)
    assert run(["open", str(link), "screening", "--reason", "It was asked for.", "-Q", str(questionnaire)]) == 0
    assert link.is_symlink()
    assert [ref.id for ref in read_assessment(hotline)[0].questionnaires] == ["hotline-check", "screening"]
