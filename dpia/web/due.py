"""What is due, in the words of today: what a workspace keeps was written in the language of whoever saved."""

from __future__ import annotations

from functools import lru_cache

from dpia.questionnaire.library import Library
from dpia.questionnaire.model import DueKind
from dpia.questionnaire.walking import questions_with_paths
from dpia.workspace.kept import DueItem

_KINDS = frozenset(DueKind)


def due_words(item: DueItem, library: Library) -> str:
    """What is to be done: of a day that a question sets its words, of anything else what somebody wrote."""
    kind, _, rest = item.item.partition(" ")
    if kind not in _KINDS or not rest:
        return item.what
    return _asked(library).get(rest.partition(" ")[0], item.what)


@lru_cache(maxsize=2)
def _asked(library: Library) -> dict[str, str]:
    """What each question asks, by its code."""
    pairs = (pair for one in library.questionnaires.values() for pair in questions_with_paths(one))
    return {question.code: question.ask for _, question in pairs if question.code is not None}
