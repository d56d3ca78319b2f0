"""docs/choosing.md: its commands run, and what it says of kits, questionnaires, depth and figures is so."""

import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dpia.assessment.depth import depth_of
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.files import read_assessment
from dpia.assessment.forming import form_of
from dpia.assessment.kits import kits_of
from dpia.questionnaire.identity import with_modules
from dpia.questionnaire.types import QuestionType
from dpia.report.editions import Edition, edition_of
from dpia.shipped import example_names, example_path, shipped_library
from dpia.showing.effort import MINUTES_PER_QUESTION
from tests.docs.pages import blocks, first_cells, page, part
from tests.docs.test_pages_run import run_shell, shell
from tests.support.counting import asked, left_to_write, values

TEXT = page("choosing.md")
ORDINARY = Path(__file__).parents[1] / "data" / "ordinary"
DAY = date(2026, 11, 24)
__all__ = ["shell"]


def judged(path: Path) -> Evaluation:
    library = shipped_library()
    assessment, _ = read_assessment(path)
    return evaluate(form_of(assessment, library), assessment, on=DAY)


def names(heading: str) -> list[str]:
    return [word for word in first_cells(part(TEXT, heading)) if re.fullmatch(r"[a-z][a-z_-]+", word)]


def rows_of_figures() -> Iterator[str]:
    library, kits = shipped_library(), kits_of(shipped_library())
    forms = ("screening", "gdpr-dpia")
    dpia = [file.id for name in forms for file in with_modules(library.questionnaire(name), library.questionnaires)]
    for path in sorted([*ORDINARY.glob("*.yaml"), example_path("shelter-file")], key=lambda path: path.stem):
        found = judged(path)
        own = len(asked(found, *forms, *dpia))
        depth = depth_of(found)
        kit = kits[path.stem]
        left = len(left_to_write(found, kit))
        deep = "full" if depth is not None and depth.full else "core"
        yield f"| `{kit.id}` | {deep} | {own} | {len(asked(found)) - own} | {values(found)} | {left} |"


@pytest.mark.slow
def test_its_commands_run_in_their_order(shell: dict[str, str], tmp_path: Path) -> None:
    lines = [line for block in blocks(TEXT) if block.language == "sh" for line in block.text.splitlines()]
    assert len(lines) >= 12
    for line in lines:
        done = run_shell(line, tmp_path, shell)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        if line.startswith("dpia new letter.yaml"):
            assert "Suggested from organisation.yaml" in done.stderr
    pages = subprocess.run(["pdfinfo", tmp_path / "club-list.pdf"], capture_output=True, text=True, check=True).stdout
    number = re.search(r"^Pages: +(\d+)$", pages, re.MULTILINE)
    assert number is not None
    assert int(number[1]) <= 4


def test_it_lists_every_kit() -> None:
    assert sorted(names("Begin with a kit, where one fits")) == sorted(kits_of(shipped_library()))


def test_it_lists_every_example() -> None:
    assert sorted(names("Examples")) == sorted(example_names())


def test_the_examples_answer_what_they_stand_for() -> None:
    rows = re.findall(
        r"^\| [^|]+ \| (?:`([\w-]+)`)?[^|]*\| ((?:`[\w-]+`(?:, )?)+) \|$", part(TEXT, "Which questionnaire"), re.M
    )
    assert len(rows) >= 7
    for questionnaire, examples in rows:
        for name in re.findall(r"`([\w-]+)`", examples):
            answered = [ref.id for ref in judged(example_path(name)).assessment.questionnaires]
            assert questionnaire in answered if questionnaire else answered == ["screening"], (name, questionnaire)


def test_every_questionnaire_has_its_case() -> None:
    library = shipped_library()
    whole = [item.id for item in library.questionnaires.values() if item.kind == "questionnaire"]
    told = set(re.findall(r"`([\w-]+)`", part(TEXT, "Which questionnaire")))
    assert set(whole) - told == set()


def test_the_grounds_are_those_of_the_screening() -> None:
    question = shipped_library().questionnaire("screening").question("exit_ground")
    assert question is not None
    options = [option.id for option in shipped_library().questionnaire("screening").options_of(question)]
    assert [*names("When no assessment is made"), "none"] == options


def test_the_codes_it_names_are_asked() -> None:
    codes = {question.code for question in shipped_library().questionnaire("screening").questions()}
    assert {code for code in re.findall(r"\bSCR-[\d.a-z_]*[\da-z]", TEXT) if code not in codes} == set()


def test_a_screening_without_an_assessment_is_printed_as_a_record() -> None:
    found = judged(example_path("club-list"))
    assert edition_of(found) is Edition.RECORD
    assert f"`club-list`: {len(asked(found))}" in TEXT


def test_its_figures_are_those_of_the_complete_answers() -> None:
    told = [line for line in part(TEXT, "How long it takes").splitlines() if line.startswith("| `")]
    assert told == list(rows_of_figures()), "these lines belong into the table:\n" + "\n".join(rows_of_figures())
    assert f"counting {MINUTES_PER_QUESTION} minutes for each" in " ".join(TEXT.split())


GUESSES = re.search(r"(\d+) minute for a choice, (\d+) for a text and (\d+) for a table", " ".join(TEXT.split()))


def guessed(found: Evaluation) -> float:
    """The minutes for a question by the guesses of the page."""
    assert GUESSES is not None
    choice, text, table = map(int, GUESSES.groups())
    minutes = {QuestionType.TABLE: table, QuestionType.TEXT: text, QuestionType.LONG: text}
    shown = [item for item in found.form.asked if str(item.question.code) in asked(found)]
    return sum(minutes.get(item.type, choice) for item in shown) / len(shown)


def test_the_minutes_are_what_comes_out_of_its_guesses() -> None:
    every = [judged(path) for path in sorted(ORDINARY.glob("*.yaml"))]
    deep = [found for found in every if (depth := depth_of(found)) is not None and depth.full]
    core = [found for found in every if found not in deep]
    assert len(core) >= 5
    assert {round(guessed(found)) for found in core} == {MINUTES_PER_QUESTION}
    assert {round(guessed(found)) for found in deep} == {4, 5}
    assert guessed(judged(example_path("club-list"))) < 2
