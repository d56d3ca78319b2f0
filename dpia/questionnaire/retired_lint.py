"""What is wrong with what a set of files calls retired: codes and ids that are used again, and answers that could not move."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from dpia.errors import Problem, Told
from dpia.messages import linting
from dpia.questionnaire.kinds import NO_ANSWER_TYPES, kind_of
from dpia.questionnaire.model import Column, Question, Questionnaire
from dpia.questionnaire.retired import Retired, Target
from dpia.questionnaire.text import Document, Path_
from dpia.questionnaire.types import QuestionType
from dpia.wording import did_you_mean

_LINES: Final = frozenset({QuestionType.TEXT, QuestionType.LONG})
_CHOOSING: Final = frozenset(kind for kind in QuestionType if kind.value in ("choice", "choices", "scale", "yes_no"))


def retired_problems(known: Mapping[str, Questionnaire], documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Every problem with the retired questions of these files; `documents` are theirs by the same ids."""
    codes = _codes(known)
    first: dict[str, str] = {}
    for file, own in known.items():
        for place, entry in enumerate(own.retired):
            for path, told in _told(known, own, entry, codes, first):
                yield Problem(documents[file].location(("retired", place, *path)), told)


def _codes(known: Mapping[str, Questionnaire]) -> dict[str, str]:
    """The questions that have a code now; a row that the questionnaire gives can have one too."""
    found = {}
    for own in known.values():
        for question in own.questions():
            for code in (question.code, *(row.code for row in question.fixed_rows)):
                if code is not None:
                    found[code] = f"{own.id}.{question.id}"
    return found


def _told(
    known: Mapping[str, Questionnaire],
    own: Questionnaire,
    entry: Retired,
    codes: Mapping[str, str],
    first: dict[str, str],
) -> Iterator[tuple[Path_, Told]]:
    if entry.code is not None:
        if entry.code in codes:
            yield ("code",), linting.RETIRED_CODE(code=entry.code, question=codes[entry.code])
        elif first.setdefault(entry.code, entry.key(own.id)) != entry.key(own.id):
            yield ("code",), linting.RETIRED_CODE(code=entry.code, question=first[entry.code])
    if _is_asked(known, own, entry):
        yield ("id",), linting.RETIRED_ID(name=entry.says())
    if entry.target is not None:
        yield from _target(known, own, entry, entry.target)


def _is_asked(known: Mapping[str, Questionnaire], own: Questionnaire, entry: Retired) -> bool:
    """Whether what is said to be retired is still there."""
    question = _question(known, entry.key(own.id))
    if question is None or entry.is_whole:
        return question is not None
    column = question.column(entry.column) if entry.column is not None else None
    row = any(row.id == entry.row for row in question.fixed_rows)
    if entry.option is not None:
        asked = column if entry.column is not None else question
        return asked is not None and entry.option in _options(known, entry.key(own.id), asked)
    if entry.row is not None and entry.column is not None:
        return row and column is not None
    return row if entry.row is not None else column is not None


def _target(
    known: Mapping[str, Questionnaire], own: Questionnaire, entry: Retired, target: Target
) -> Iterator[tuple[Path_, Told]]:
    key = entry.target_key(own.id) or ""
    question = _question(known, key)
    if question is None:
        names = [f"{own.id}.{found.id}" for own in known.values() for found in own.questions()]
        yield ("moved_to",), linting.MOVES_NOWHERE(name=key, suggestion=did_you_mean(key, names))
        return
    rows = [row.id for row in question.fixed_rows]
    if target.row is not None and target.row not in rows:
        yield ("moved_to",), linting.MOVES_TO_NO_ROW(name=target.row, suggestion=did_you_mean(target.row, rows))
        return
    stays = target.row is not None or (target.question is None and entry.option is not None)
    name = target.column or (entry.column if stays else None)
    column = question.column(name) if name is not None else None
    if name is not None and column is None:
        columns = [column.id for column in question.columns]
        yield ("moved_to",), linting.MOVES_TO_NO_COLUMN(name=name, suggestion=did_you_mean(name, columns))
    elif column is not None and target.row is None and entry.is_whole:
        yield ("moved_to",), linting.MOVES_TO_NO_CELL(name=name)
    elif column is None and target.row is not None and not entry.column and entry.row is None:
        yield ("moved_to",), linting.MOVES_TO_NO_CELL(name=target.row)
    elif column is not None or not (target.row is not None and entry.row is not None):
        yield from _fits(entry, target, column or question, _options(known, key, column or question))


def _fits(
    entry: Retired, target: Target, asked: Question | Column, options: Collection[str]
) -> Iterator[tuple[Path_, Told]]:
    """Whether what an answer becomes can stand in its new place."""
    words = {word for word in (target.option, entry.becomes, *entry.options.values()) if word is not None}
    if asked.type in NO_ANSWER_TYPES:
        yield ("moved_to",), linting.MOVES_TO_NO_ANSWER(name=asked.id, type=asked.type.value)
    elif asked.type in _CHOOSING and words:
        for word in sorted(words - set(options)):
            yield ("moved_to",), linting.MOVES_TO_NO_OPTION(name=word, suggestion=did_you_mean(word, options))
    elif entry.becomes is None and target.option is None:
        if entry.type is None:
            yield ("moved_to",), linting.MOVES_UNTYPED(name=entry.says())
        elif not _takes(asked.type, entry.type):
            told = linting.MOVES_TO_OTHER_TYPE(name=asked.id, type=entry.type.value, other=asked.type.value)
            yield ("moved_to",), told


def _takes(new: QuestionType, old: QuestionType) -> bool:
    """Whether every answer of one type is one of another: a line of text is a text of several lines too."""
    return new is old or (new is QuestionType.LONG and old in _LINES)


def _question(known: Mapping[str, Questionnaire], key: str) -> Question | None:
    file, _, name = key.partition(".")
    return known[file].question(name) if file in known else None


def _options(known: Mapping[str, Questionnaire], key: str, asked: Question | Column) -> list[str]:
    owner = known[key.partition(".")[0]]
    return [option.id for option in owner.options_of(asked)] or [option.id for option in kind_of(asked).fixed_options]
