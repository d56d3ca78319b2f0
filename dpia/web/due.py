"""What is due, in the words of today: what a workspace keeps was written in the language of whoever saved."""

from __future__ import annotations

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
    code = rest.partition(" ")[0]
    for questionnaire in library.questionnaires.values():
        for _, question in questions_with_paths(questionnaire):
            if question.code == code:
                return question.ask
    return item.what
