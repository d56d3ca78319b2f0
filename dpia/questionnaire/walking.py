"""Walks a questionnaire with the path of each part in its file, so that a problem can name its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dpia.questionnaire.model import Finding, Include, Question, Questionnaire, Section
from dpia.questionnaire.text import Path_


def questions_with_paths(questionnaire: Questionnaire) -> Iterator[tuple[Path_, Question]]:
    """Every question of the file with its path, in order."""
    for path, section in sections_with_paths(questionnaire.sections, ("sections",)):
        for place, question in enumerate(section.questions):
            yield (*path, "questions", place), question


def sections_with_paths(parts: Sequence[Section | Include], path: Path_) -> Iterator[tuple[Path_, Section]]:
    """Every section with its path, outer before inner."""
    for place, part in enumerate(parts):
        if isinstance(part, Section):
            here = (*path, place)
            yield here, part
            yield from sections_with_paths(part.sections, (*here, "sections"))


def includes_with_paths(parts: Sequence[Section | Include], path: Path_) -> Iterator[tuple[Path_, str]]:
    """The id of every included module with its path, in order."""
    for place, part in enumerate(parts):
        if isinstance(part, Include):
            yield (*path, place), part.include
        else:
            yield from includes_with_paths(part.sections, (*path, place, "sections"))


def findings_with_paths(questionnaire: Questionnaire) -> Iterator[tuple[Path_, Question, Finding]]:
    """Every finding with its path and its question."""
    for path, question in questions_with_paths(questionnaire):
        for place, finding in enumerate(question.findings):
            yield (*path, "findings", place), question, finding
