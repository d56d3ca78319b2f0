"""The entries of national lists that stand beside a question, and which of them the answers of an assessment point to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from dpia.assessment.evaluation import Evaluation
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Question
from dpia.questionnaire.national import Listed, listed_of

_LISTED: Final[WeakKeyDictionary[Library, tuple[Listed, ...]]] = WeakKeyDictionary()
"""The entries of each set that is in use: their conditions are compiled once, and not for every question and page."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The entries beside a question: those that answers point to, and all of them in the order of their lists."""

    pointed: tuple[Listed, ...]
    every: tuple[Listed, ...]


def listed_in(library: Library, paragraphs: Collection[int] = (4, 5)) -> tuple[Listed, ...]:
    """Every entry of the lists of a set under these paragraphs of Article 35, by country."""
    found = _LISTED.get(library)
    if found is None:
        found = _LISTED[library] = listed_of(library.definitions, library.documents, library.questionnaires)[0]
    return tuple(one for one in found if one.of.paragraph in paragraphs)


def beside(question: Question, evaluation: Evaluation, library: Library) -> Beside | None:
    """The entries that stand beside a question of an assessment; None where it asks for no list, or none is there."""
    if not question.national_list:
        return None
    every = listed_in(library, question.national_list)
    pointed = tuple(one for one in every if one.is_pointed_to(evaluation.facts))
    return Beside(pointed, every) if every else None


def lists_hint(question: Question, listed: Sequence[Listed]) -> str:
    """How many entries there are for a question, and the command that lists them; empty where there is none."""
    found = [one for one in listed if one.of.paragraph in question.national_list]
    if not found:
        return ""
    paragraphs = [str(number) for number in question.national_list]
    option = f" --paragraph {paragraphs[0]}" if len(paragraphs) == 1 else ""
    entries = "1 entry stands" if len(found) == 1 else f"{len(found)} entries stand"
    articles = " and ".join(f"35({number})" for number in paragraphs)
    return f"{entries} on lists of supervisory authorities under Article {articles}: dpia lists{option}"
