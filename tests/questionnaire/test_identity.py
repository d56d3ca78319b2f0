"""The hash of a definition changes with what is asked, and with nothing else."""

from pathlib import Path

import pytest

from dpia.questionnaire.identity import definition_hash
from dpia.questionnaire.library import Library, read_definitions

OUTER = """\
id: outer
version: 1.0.0
title: Outer
sections:
  - id: all
    title: All
    questions: [{id: first, code: O-1, ask: First?, type: yes_no, help: Say yes or no.}]
    sections: [{include: inner}]
"""
INNER = """\
id: inner
kind: module
version: 1.0.0
title: Inner
sections:
  - id: all
    title: All
    questions: [{id: second, code: I-1, ask: Second?, type: yes_no, help: Say yes or no.}]
"""


def hash_of(folder: Path, outer: str = OUTER, inner: str = INNER) -> str:
    (folder / "outer.yaml").write_text(outer, encoding="utf-8")
    (folder / "inner.yaml").write_text(inner, encoding="utf-8")
    library = read_definitions([folder]).check()
    return definition_hash(library.questionnaire("outer"), library.questionnaires)


def test_the_same_definition_has_the_same_hash_however_it_is_written(tmp_path: Path) -> None:
    commented = OUTER.replace("title: Outer", "# a comment\ntitle: 'Outer'\nkind: questionnaire")
    assert hash_of(tmp_path) == hash_of(tmp_path, commented)
    assert len(hash_of(tmp_path)) == 64


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        (OUTER.replace("First?", "Which?"), INNER),
        (OUTER, INNER.replace("Second?", "Which?")),
        (OUTER.replace("    sections: [{include: inner}]\n", ""), INNER),
    ],
    ids=["its own question", "a question of a module", "no module"],
)
def test_another_question_gives_another_hash(tmp_path: Path, outer: str, inner: str) -> None:
    assert hash_of(tmp_path, outer, inner) != hash_of(tmp_path)


def test_every_shipped_questionnaire_has_a_hash_of_its_own(shipped: Library) -> None:
    known = shipped.questionnaires
    assert len({definition_hash(item, known) for item in known.values()}) == len(known)
