"""Keys that do not go together: what is said of them. Their places are tested with lint."""

from typing import get_args

import pytest

from dpia.questionnaire.keys import TYPES_OF_MEANINGS, misfits
from dpia.questionnaire.model import Question
from tests.support.forms import make_form


def said(questions: str) -> list[tuple[str, str]]:
    return [(found.told.message, found.told.hint) for found in misfits(make_form(page=questions).questionnaires[0])]


def test_every_meaning_has_its_types() -> None:
    annotation = Question.model_fields["means"].annotation
    assert set(TYPES_OF_MEANINGS) == {word for part in get_args(annotation) for word in get_args(part)}


@pytest.mark.parametrize(
    ("question", "message", "hint"),
    [
        (
            "- {id: q, code: P-1, ask: Q?, type: choice, means: next_review, options: [{id: a, label: A}]}",
            "`next_review` cannot be what a choice means",
            "make `q` a date",
        ),
        (
            "- {id: q, code: P-1, ask: Q?, type: yes_no, means: views}",
            "`views` cannot be what a yes_no means",
            "make `q` a long or a text",
        ),
        (
            "- {id: q, code: P-1, ask: Q?, type: number, min: 10, max: 1}",
            "`min` of `q` is larger than `max`, so no number can be answered",
            "change one of them",
        ),
    ],
)
def test_a_key_that_does_not_fit_is_told_with_what_would(question: str, message: str, hint: str) -> None:
    assert said(question) == [(message, hint)]


def test_keys_that_fit_are_not_told() -> None:
    assert said("- {id: q, code: P-1, ask: Q?, type: date, means: launch, edpb: '2.1.a'}") == []
