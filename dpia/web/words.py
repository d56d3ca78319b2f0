"""The words of a form that was refused, given back in fields of their own: to be copied, or sent again as they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import FormData

from dpia.messages import forms
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Question
from dpia.wording import Translate

LONG: Final = 60
_MACHINERY: Final = frozenset(
    [
        "seen",
        "made_from",
        "chosen",
        "asked",
        "do",
        "content_hash",
        "questionnaire",
        "locked",
        "archived",
        "sure",
        "place",
    ]
)
_BESIDE: Final = ("asked", "rows", "seen", "none", "state", "id", "finding", "irreversible")
"""What stands behind the colon in the name of a field that nobody types words into."""
_NUMBERED: Final = re.compile(r"condition:(\d+):(\w+)")


@dataclass(frozen=True, slots=True)
class Word:
    """A field of a form that was sent, with what it is called on a page; `shown` where a person typed into it."""

    name: str
    label: str
    value: str
    shown: bool

    @property
    def is_long(self) -> bool:
        """Whether it needs more than a line."""
        return len(self.value) > LONG or "\n" in self.value


def words_of(
    sent: FormData, translate: Translate, library: Library | None = None, *, leave_out: Collection[str] = ()
) -> tuple[Word, ...]:
    """Every field of a form, in its order. Without a library, which a stranger is told nothing of, questions go by their ids."""
    return tuple(_words(sent, translate, library, leave_out))


def _words(sent: FormData, translate: Translate, library: Library | None, leave_out: Collection[str]) -> Iterator[Word]:
    for name, value in sent.multi_items():
        if name not in leave_out and isinstance(value, str):
            text = value.replace("\r\n", "\n")
            yield Word(name, _label(name, translate, library), text, bool(text.strip()) and _is_typed(name))


def _is_typed(name: str) -> bool:
    return name not in _MACHINERY and name.rpartition(":")[2] not in _BESIDE and not name.startswith("mine:")


def _label(name: str, translate: Translate, library: Library | None) -> str:
    """What a field is called: "G-2.1 What is kept? D1: How long?"."""
    if numbered := _NUMBERED.fullmatch(name):
        return f"K{numbered[1]} {_word(numbered[2], translate)}"
    key, _, beside = name.partition(":")
    asked, _, cell = key.partition("/")
    file, _, question_id = asked.partition(".")
    if not question_id:
        return ": ".join(_word(part, translate) for part in (key, beside) if part)
    row, _, column_id = cell.partition("/")
    question = _question(library, file, question_id)
    if question is None:
        return " · ".join(part for part in (file, question_id, row, column_id, beside) if part)
    columns = {column.id: column.ask for column in question.columns}
    place = f"{row}: {columns.get(column_id, column_id)}" if row else ""
    return " ".join(part for part in (question.code or "", question.ask, place, _word(beside, translate)) if part)


def _question(library: Library | None, file: str, question_id: str) -> Question | None:
    known = library.questionnaires.get(file) if library is not None else None
    return next((one for one in known.questions() if one.id == question_id), None) if known is not None else None


def _word(name: str, translate: Translate) -> str:
    """A part of a form in the words of its page."""
    return translate(forms.FIELD_NAMES[name]) if name in forms.FIELD_NAMES else name
