"""docs/writing-questionnaires.md: followed from top to bottom it works, and it refers every key of every model."""

from __future__ import annotations

import io
import re
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.files import read_assessment
from dpia.cli import run
from dpia.data import QUESTIONNAIRES
from dpia.questionnaire import kinds, kit, model, national, reference, translating
from dpia.questionnaire.base import Definition
from dpia.questionnaire.gathering import KINDS
from dpia.questionnaire.library import Library, read_definitions
from dpia.questionnaire.model import AskedBase
from tests.docs.pages import Block, blocks, first_cells, page, part

TEXT = page("writing-questionnaires.md")
KEYS = part(TEXT, "Every key")
DAY = date(2026, 11, 24)
MODELS = sorted(
    {
        found
        for module in (model, national, reference, translating, kit)
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, Definition) and found is not Definition
    },
    key=lambda found: found.__name__,
)


@dataclass
class Reader:
    """Somebody who does what the page says: writes its files, runs its commands, compares what it shows."""

    folder: Path
    output: str = ""
    wrong: list[str] = field(default_factory=list)

    def follow(self, block: Block) -> None:
        """Does what one block says."""
        name = next((block.attributes[key] for key in ("file", "append", "head") if key in block.attributes), None)
        if name is not None:
            self.write(self.folder / name, block)
        elif block.language == "sh":
            for line in block.text.splitlines():
                self.run(line, int(block.attributes.get("exit", 0)))
        else:
            self.compare(block.attributes["from"], block.text)

    def write(self, path: Path, block: Block) -> None:
        """Writes a file, its end, or what stands above its sections."""
        path.parent.mkdir(parents=True, exist_ok=True)
        text = block.text
        if "append" in block.attributes:
            text = path.read_text(encoding="utf-8") + text
        if "head" in block.attributes:
            text += "sections:\n" + path.read_text(encoding="utf-8").partition("\nsections:\n")[2]
        path.write_text(text, encoding="utf-8")

    def run(self, line: str, code: int = 0) -> None:
        """Runs a command and keeps what it writes."""
        command, _, target = line.partition(" > ")
        program, *arguments = shlex.split(command)
        assert program == "dpia"
        out, talk = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(talk):
            found = run(arguments)
        self.output = out.getvalue()
        if found != code:
            self.wrong.append(f"{line}: exit code {found}\n{self.output}{talk.getvalue()}")
        if target:
            (self.folder / target).write_text(self.output, encoding="utf-8")

    def compare(self, source: str, shown: str) -> None:
        """What the page shows has to stand in the output or file, line by line."""
        path = self.folder / source
        found = self.output if source == "output" else path.read_text(encoding="utf-8") if path.exists() else ""
        missing = [line for line in shown.splitlines() if line not in found.splitlines()]
        self.wrong += [f"no line {line!r} in:\n{found}" for line in missing]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The folder of somebody who followed the whole page, and linted after every step."""
    with pytest.MonkeyPatch.context() as patch:
        home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("work")
        patch.setenv("XDG_DATA_HOME", str(home))
        patch.setenv("HOME", str(home))
        patch.chdir(folder)
        reader = Reader(folder)
        for step in re.split(r"^### ", part(TEXT, "Step by step"), flags=re.MULTILINE)[1:]:
            for block in blocks(step):
                reader.follow(block)
            reader.run("dpia questionnaires lint --strict --part my")
        yield reader


@pytest.fixture(scope="module")
def library(reader: Reader) -> Library:
    return read_definitions([QUESTIONNAIRES, reader.folder / "my"])


@pytest.fixture(scope="module")
def front_door(reader: Reader, library: Library) -> Evaluation:
    return evaluate(library.form(["visitor-log"]), read_assessment(reader.folder / "front-door.yaml")[0], on=DAY)


@pytest.mark.slow
def test_the_page_works_when_it_is_followed_from_top_to_bottom(reader: Reader) -> None:
    assert reader.wrong == []


@pytest.mark.slow
def test_the_questionnaire_it_builds_has_every_step(library: Library) -> None:
    codes = [question.code for question in library.questionnaire("visitor-log").questions()]
    assert codes == [f"VL-{number}" for number in range(1, 18)]


@pytest.mark.slow
def test_the_report_of_the_answers_in_the_text_shows_questions_and_findings(reader: Reader) -> None:
    pdf = reader.folder / "front-door.pdf"
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    for words in ("Front door", "A help centre", "The log of visitors", "VL-5", "Visitors can read who came before"):
        assert words in text
    assert "The street and the door." not in text


@pytest.mark.slow
def test_it_says_rightly_which_findings_fire_and_what_stays_hidden(front_door: Evaluation) -> None:
    fired = [finding.item.finding.id for finding in front_door.open_findings]
    assert fired == ["read_by_visitors", "kept_long"]
    assert front_door.hidden == ("visitor-log.camera_view",)
    assert front_door.states["visitor-log.openness"].value == 6
    assert ("visitor-log.deletion", (None, None)) in front_door.missing


@pytest.mark.slow
def test_what_is_unknown_shows_a_question_behind_it(library: Library, front_door: Evaluation) -> None:
    unsure = front_door.assessment.with_answer("visitor-log.camera", {"unknown": True})
    state = evaluate(front_door.form, unsure, on=DAY).states["visitor-log.camera_view"]
    assert state.shown


@pytest.mark.slow
def test_rows_and_answers_of_the_first_questionnaire_stand_in_the_second(
    library: Library, front_door: Evaluation
) -> None:
    form = library.form(["visitor-log", "door-camera"])
    answers = front_door.assessment.with_answer("visitor-log.camera", "yes")
    both = evaluate(form, answers, on=DAY)
    rows = both.facts["door-camera.known_from"]
    assert [row.cells["entry"] for row in rows] == ["Name", "Time of arrival"]  # type: ignore[union-attr]
    assert both.states["door-camera.seen"].taken_from == "visitor-log.camera_view"


def test_a_second_writing_of_a_shipped_id_takes_its_place(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        "id: screening\nversion: 9.0.0\ntitle: Mine\nsections:\n  - {id: one, title: One}\n", encoding="utf-8"
    )
    assert read_definitions([QUESTIONNAIRES, tmp_path]).questionnaire("screening").title == "Mine"


@pytest.mark.parametrize("found", MODELS, ids=lambda found: found.__name__)
def test_every_key_of_the_model_stands_in_its_table_and_no_other(found: type[Definition]) -> None:
    heading = "Question and Column" if found is AskedBase else found.__name__
    shared = set(AskedBase.model_fields) if issubclass(found, AskedBase) and found is not AskedBase else set()
    keys = {item.alias or name for name, item in found.model_fields.items() if name not in shared}
    rows = part(KEYS, heading)
    assert keys == set(first_cells(rows))


@pytest.mark.parametrize("found", [model.Level, model.Publication, model.RegisterView])
def test_every_value_of_the_closed_lists_stands_in_the_reference(found: type[model.Level]) -> None:
    assert [value.value for value in found if f"`{value.value}`" not in KEYS] == []


def test_every_type_of_question_stands_in_the_table_of_types_with_its_own_keys() -> None:
    rows = {
        row[0]: set(re.findall(r"`(\w+)`", row[1]))
        for row in re.findall(r"^\| `(\w+)` \|.*\| ([^|]*)\|$", part(TEXT, "Types of questions"), re.MULTILINE)
    }
    own = {name.value: set(kind.keys) for name, kind in kinds.KINDS.items()}
    assert rows == own


def test_every_kind_of_file_is_named() -> None:
    assert [kind for kind in KINDS if f"of kind `{kind}`" not in KEYS and f"or `{kind}`" not in KEYS] == []
