"""Walking a questionnaire: each part comes with the path at which it stands in its file."""

from typing import Any

from dpia.questionnaire.model import Questionnaire
from dpia.questionnaire.reading import validate
from dpia.questionnaire.text import parse_yaml
from dpia.questionnaire.walking import (
    findings_with_paths,
    includes_with_paths,
    questions_with_paths,
    sections_with_paths,
)
from tests.support.definitions import HEAD

TEXT = (
    HEAD
    + """\
sections:
  - include: outer
  - id: one
    title: One
    questions:
      - {id: a, code: P-1, ask: A?, type: yes_no}
      - {id: b, code: P-2, ask: B?, type: yes_no, findings: [{id: f, if: b == no, level: minor, says: F.}]}
    sections:
      - id: two
        title: Two
        questions: [{id: c, code: P-3, ask: C?, type: yes_no}]
      - include: inner
"""
)
DOCUMENT = parse_yaml(TEXT, "page")
PAGE = validate(Questionnaire, DOCUMENT)[0]


def at(path: tuple[str | int, ...]) -> Any:
    part = DOCUMENT.data
    for step in path:
        part = part[step]
    return part


def test_every_path_leads_to_its_part() -> None:
    assert PAGE is not None
    assert [at(path)["id"] for path, _ in sections_with_paths(PAGE.sections, ("sections",))] == ["one", "two"]
    assert [at(path)["id"] for path, _ in questions_with_paths(PAGE)] == ["a", "b", "c"]
    assert [(at(path)["id"], question.id) for path, question, _ in findings_with_paths(PAGE)] == [("f", "b")]
    assert [(at(path)["include"], name) for path, name in includes_with_paths(PAGE.sections, ("sections",))] == [
        ("outer", "outer"),
        ("inner", "inner"),
    ]
