"""What is missing, as a reader knows it: by the code and the words of a question, and the row and column in it."""

from __future__ import annotations

from dataclasses import dataclass

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.facts import Place
from dpia.showing.display import place_words


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where an answer is missing or unknown.

    `key` is the question, `gdpr-dpia.purposes`; `place` the row and column in it, both None where the whole question is meant.
    `code` is the public code, `G-2.1`, empty where the question has none; `words` say the place: question, row, column.
    """

    key: str
    place: Place
    code: str
    words: str


def gaps(evaluation: Evaluation) -> tuple[Gap, ...]:
    """The required answers that are not given, in the order of the questions: `evaluation.missing` with code and words.

    The words are in the language of the library that the form was made with, see `Library.in_language`.
    """
    return tuple(gap_at(evaluation, key, place) for key, place in evaluation.missing)


def gap_at(evaluation: Evaluation, key: str, place: Place) -> Gap:
    """One place with its code and words. `key` has to be a question of the evaluation's form."""
    code = evaluation.form.questions[key].question.code or ""
    return Gap(key, place, code, place_words(evaluation, key, place))
