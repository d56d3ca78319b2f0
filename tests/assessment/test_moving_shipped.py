"""Whatever was answered to a question that the shipped set asks no more arrives at its place, or is kept and told."""

from typing import Any

import pytest

from dpia.assessment.model import Answer, Assessment
from dpia.assessment.moving import move
from dpia.questionnaire.identity import with_modules
from dpia.questionnaire.retired import Retired
from dpia.questionnaire.types import QuestionType
from dpia.shipped import shipped_library

LIBRARY = shipped_library()
WHOLE = [
    (file.id, entry)
    for file in LIBRARY.questionnaires.values()
    for entry in file.retired
    if entry.is_whole and "." not in entry.id
]
VALUES: dict[QuestionType | None, Any] = {
    QuestionType.YES_NO: "yes",
    QuestionType.TEXT: "Words",
    QuestionType.LONG: "More words",
    QuestionType.CHOICES: ["one"],
}


def home_of(file: str) -> str:
    """The questionnaire in which a file is answered."""
    asked = [item for item in LIBRARY.questionnaires.values() if item.kind == "questionnaire"]
    return next(
        item.id
        for item in asked
        if item.id == file or file in {part.id for part in with_modules(item, LIBRARY.questionnaires)}
    )


def value_of(entry: Retired) -> Any:
    return next(iter(entry.options)) if entry.options else VALUES.get(entry.type, "Words")


@pytest.mark.parametrize(("file", "entry"), WHOLE, ids=[f"{file}.{entry.id}" for file, entry in WHOLE])
def test_an_old_answer_is_moved_or_kept_and_told(file: str, entry: Retired) -> None:
    value, note = value_of(entry), "Said by the officer"
    old = Assessment(
        id="old",
        title="Old",
        questionnaires=({"id": home_of(file), "version": "1.0.0"},),
        answers={file: {entry.id: Answer(value=value, note=note)}},
    )
    moved = move(old, LIBRARY)
    there = moved.assessment.answers.get(file, {})
    assert entry.id not in there
    kept = " ".join(str(loss.value) for loss in moved.assessment.losses)
    if entry.target is None:
        assert str(value) in kept
        return
    key = entry.target_key(file)
    answer = moved.assessment.answer(key or "")
    arrived = answer is not None and note in str(answer.model_dump())
    assert arrived or note in kept or str(value) in kept, moved


def test_there_are_retired_questions_to_try() -> None:
    assert {file for file, _ in WHOLE} >= {"gdpr-dpia", "led-dpia", "security", "review"}
