"""Keys of a question that can each be read and do not go together, or that no other question of the file may have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from dpia.errors import Told
from dpia.messages import linting
from dpia.questionnaire.edpb import EDPB_PLACES
from dpia.questionnaire.kinds import KINDS
from dpia.questionnaire.model import AskedBase, Question, Questionnaire
from dpia.questionnaire.text import Path_
from dpia.questionnaire.types import QuestionType
from dpia.questionnaire.walking import questions_with_paths, sections_with_paths

_DAY = frozenset({QuestionType.DATE})
_WORDS = frozenset(name for name, kind in KINDS.items() if kind.is_free_text)
TYPES_OF_MEANINGS: Final[Mapping[str, frozenset[QuestionType]]] = {
    "next_review": _DAY,
    "launch": _DAY,
    "dpo_advice": _WORDS,
    "views": _WORDS,
    "title": frozenset({QuestionType.TEXT}),
    "depth": frozenset({QuestionType.COMPUTED}),
    "dpia_decision": frozenset({QuestionType.CHOICE}),
    "depth_wanted": frozenset({QuestionType.YES_NO}),
    "reviewed_before": frozenset({QuestionType.YES_NO}),
    "last_findings": frozenset({QuestionType.TABLE}),
    "occasions": frozenset({QuestionType.CHOICES}),
    "what_happened": _WORDS,
}


class Misfit(NamedTuple):
    """What is wrong with a key, where, and what to do; a warning where the program lags behind the template."""

    path: Path_
    told: Told
    warning: bool = False


def misfits(questionnaire: Questionnaire) -> Iterator[Misfit]:
    """Every key of the file that does not fit the keys beside it, the other questions, or the EDPB template."""
    first: dict[str, str] = {}
    for path, question in questions_with_paths(questionnaire):
        yield from _limits(path, question)
        for number, column in enumerate(question.columns):
            yield from _limits((*path, "columns", number), column)
        if question.min_rows and question.rows is not None:
            yield Misfit((*path, "min_rows"), linting.MIN_OF_GIVEN_ROWS(question=question.id))
        if question.means is not None:
            yield from _meaning(path, question, first.setdefault(question.means, question.id))
    yield from _places(questionnaire)


def _limits(path: Path_, asked: AskedBase) -> Iterator[Misfit]:
    if asked.min is not None and asked.max is not None and asked.min > asked.max:
        yield Misfit((*path, "min"), linting.MIN_OVER_MAX(question=asked.id))


def _meaning(path: Path_, question: Question, first: str) -> Iterator[Misfit]:
    meaning = question.means or ""
    types = TYPES_OF_MEANINGS[meaning]
    if question.type not in types:
        wanted, *other = sorted(types)
        message = linting.CANNOT_MEAN_EITHER if other else linting.CANNOT_MEAN
        gaps = {"meaning": meaning, "type": question.type.value, "question": question.id}
        yield Misfit((*path, "means"), message(**gaps, wanted=wanted, other="".join(other)))
    if first != question.id:
        told = linting.MEANT_TWICE(question=question.id, meaning=meaning, first=first)
        yield Misfit((*path, "means"), told)


def _places(questionnaire: Questionnaire) -> Iterator[Misfit]:
    """References to the EDPB template that are none of this program's version of it."""
    found = [(path, section.edpb) for path, section in sections_with_paths(questionnaire.sections, ("sections",))]
    for path, question in questions_with_paths(questionnaire):
        found.append((path, question.edpb))
        found += [((*path, "rows", number), row.edpb) for number, row in enumerate(question.fixed_rows)]
    for path, place in found:
        if place is not None and place not in EDPB_PLACES:
            yield Misfit((*path, "edpb"), linting.NO_EDPB_PLACE(place=place[:20]), warning=True)
