"""Codes and ids that are retired are never used again, and an answer can only move to where it fits."""

from pathlib import Path

import pytest

from dpia.questionnaire.identity import definition_hash
from dpia.questionnaire.lint import lint
from tests.support.definitions import CATALOGUE, METHOD, SOURCES, read_files
from tests.support.forms import ON
from tests.support.moving import HOUSE, NEW


def told(folder: Path, new: str) -> list[str]:
    """What lint says of the questionnaire, without its place."""
    library = read_files(folder, method=METHOD, catalogue=CATALOGUE, sources=SOURCES, door=new, house=HOUSE)
    found = lint(library, on=ON, whole_set=False)
    return [
        f"{problem.location.line} {problem.code.slug}: {problem.message}" for problem in found if not problem.warning
    ]


def test_a_definition_with_all_that_can_be_retired_has_no_problem(tmp_path: Path) -> None:
    assert told(tmp_path, NEW) == []


@pytest.mark.parametrize(
    ("was", "instead", "says"),
    [
        ("{code: D-2, id", "{code: D-4, id", "duplicate-code: The retired code D-4 is that of `door.encryption_how`"),
        ("{code: D-2, id", "{code: H-1, id", "duplicate-code: The retired code H-1 is that of `house.interpreter`"),
        ("{code: D-7, id", "{code: D-2, id", "duplicate-code: The retired code D-2 is that of `door.scope_out`"),
        ("id: scope_out", "id: encryption_how", "duplicate-id: `encryption_how` is retired, and asked here all the same"),
        ("column: offence", "column: item", "duplicate-id: `items.item` is retired, and asked here all the same"),
        ("option: loud", "option: place", "duplicate-id: `dangers=place` is retired, and asked here all the same"),
        ("moved_to: scope,", "moved_to: scoop,", "unknown-id: There is no question `door.scoop` that an answer could move to"),
        ("house.interpreter}", "house.keeper}", "unknown-id: There is no question `house.keeper` that an answer could move to"),
        ("row: encryption,", "row: lock,", "bad-row: The questionnaire gives no row `lock` that an answer could move to"),
        ("column: state}", "column: stage}", "unknown-id: There is no column `stage` that an answer could move to"),
        ("partial: partly}", "partial: half}", "bad-option: There is no option `half` that an answer could become"),
        ("{option: noise}", "{option: din}", "bad-option: There is no option `din` that an answer could become"),
        ("becomes: yes", "becomes: perhaps", "bad-option: There is no option `perhaps` that an answer could become"),
        ("type: long, moved", "type: person, moved", "rule-type: A person does not fit `scope`, which is a long"),
        ("type: long, moved", "moved", "missing-key: An answer to `scope_out` moves, but nothing says what it was"),
        ("row: encryption, column", "column", "missing-key: `state` alone says no cell that an answer could move to"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_an_error_at_its_entry(tmp_path: Path, was: str, instead: str, says: str) -> None:
    head, _, tail = NEW.partition("retired:\n")
    text = head + "retired:\n" + tail.replace(was, instead, 1)
    assert text != NEW
    found = told(tmp_path, text)
    line, _, message = found[0].partition(" ")
    assert message == says
    assert int(line) > head.count("\n")


def test_a_definition_without_anything_retired_has_the_hash_it_always_had(tmp_path: Path) -> None:
    head = NEW.partition("retired:\n")[0]
    without, empty = (
        read_files(tmp_path / name, door=text, house=HOUSE).questionnaires
        for name, text in (("without", head), ("empty", f"{head}retired: []\n"))
    )
    assert definition_hash(without["door"], without) == definition_hash(empty["door"], empty)
