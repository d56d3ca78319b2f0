"""What is missing, as a reader knows it: by the code and the words of a question, its section, and the row and column in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.facts import Place
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.model import Questionnaire, Section
from dpia.showing.display import place_words
from dpia.wording import N_, Said, said, said_n

Homes = Mapping[str, tuple[Questionnaire, Section]]


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where an answer is missing or unknown.

    `key` is the question, `gdpr-dpia.purposes`; `place` the row and column in it, both None where the whole question is meant.
    `code` is the public code, `G-2.1`, empty where the question has none; `words` say the place: question, row, column.
    `file` is the id of the questionnaire or module, `section` that of the section, `titles` what both are called.
    """

    key: str
    place: Place
    code: str
    words: str
    file: str
    section: str
    titles: tuple[str, str]


def gaps(evaluation: Evaluation) -> tuple[Gap, ...]:
    """The required answers that are not given, in the order of the questions: `evaluation.missing` with code and words.

    The words are in the language of the library that the form was made with, see `Library.in_language`.
    """
    return gaps_at(evaluation, evaluation.missing)


def gaps_at(evaluation: Evaluation, places: Iterable[tuple[str, Place]]) -> tuple[Gap, ...]:
    """Places with their words, as those of `evaluation.unknown`. The keys have to be questions of the evaluation's form."""
    homes = _homes(evaluation.form)
    return tuple(_gap(evaluation, homes, key, place) for key, place in places)


def _homes(form: Form) -> Homes:
    """The file and section that each question stands in."""
    return {
        f"{owner.id}.{question.id}": (owner, section)
        for owner, _, section in form.sections()
        for question in section.questions
    }


def _gap(evaluation: Evaluation, homes: Homes, key: str, place: Place) -> Gap:
    code = evaluation.form.questions[key].question.code or ""
    owner, section = homes[key]
    words = place_words(evaluation, key, place)
    return Gap(key, place, code, words, owner.id, section.id, (owner.title, section.title))


def count_gaps(places: Iterable[tuple[str, Place]]) -> Said:
    """How much is missing, questions and cells of tables apart: "103 questions and 10 cells are not answered"."""
    found = list(places)
    cells = sum(place.row is not None for _, place in found)
    questions = len(found) - cells
    if not cells:
        if not questions:
            return said(N_("every question is answered"))
        return said_n("{n} question is not answered", "{n} questions are not answered", questions)
    if not questions:
        return said_n("{n} cell is not answered", "{n} cells are not answered", cells)
    return said(
        N_("{questions} and {cells} are not answered"),
        questions=said_n("{n} question", "{n} questions", questions),
        cells=said_n("{n} cell", "{n} cells", cells),
    )
