"""How long answering takes: in words that a person plans a week with."""

import pytest

from dpia.showing.effort import MINUTES_PER_QUESTION, effort


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        (1, "about an hour"),
        (15, "about an hour"),
        (16, "about two hours"),
        (31, "about two hours"),
        (60, "about half a day"),
        (78, "about half a day"),
        (79, "about a day"),
        (140, "about a day"),
        (190, "about 2 days"),
        (400, "about 4 days"),
    ],
)
def test_questions_are_told_as_hours_and_days(questions: int, words: str) -> None:
    assert MINUTES_PER_QUESTION == 4, "docs/choosing.md explains this number"
    assert effort(questions).text(str) == words
