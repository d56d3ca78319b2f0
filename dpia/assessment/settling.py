"""Answers in the one form that is kept, where what was written has one meaning only: `90 %`, `1.12.2026`, `No`, a label."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from unicodedata import is_normalized, normalize

from dpia.assessment.model import Answer, Assessment, is_wrapper
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion, Form
from dpia.questionnaire.kinds import NO_ANSWER_TYPES, Unfit, canonical, read_value
from dpia.questionnaire.options import Option
from dpia.questionnaire.text import Document, Path_
from dpia.questionnaire.types import QuestionType

Item = CompiledQuestion | CompiledColumn
Spoken = Callable[[str, str | None], Iterator[Sequence[Option]]]
"""The options of a question, or of a column of its table, as other languages call them."""


def _in_no_language(key: str, column: str | None) -> Iterator[Sequence[Option]]:
    yield from ()


def settled(
    form: Form, assessment: Assessment, document: Document | None = None, spoken: Spoken = _in_no_language
) -> Assessment:
    """The assessment with every answer in the one form that is kept; the same object where nothing was written otherwise.

    What could mean two things stays as it is, so that its check asks which is meant: with the `document` that it was read
    from, also `2.400`, which a file holds as a number.
    """
    settling = _Settling(document, spoken)
    answers = {
        file: {
            name: settling.answer(item, answer, ("answers", file, name))
            if (item := form.questions.get(f"{file}.{name}")) is not None
            else answer
            for name, answer in given.items()
        }
        for file, given in assessment.answers.items()
    }
    pairs = (
        (answers[file][name], answer) for file, given in assessment.answers.items() for name, answer in given.items()
    )
    return assessment if all(new is old for new, old in pairs) else assessment.model_copy(update={"answers": answers})


def composed(assessment: Assessment) -> Assessment:
    """The assessment with its letters composed (NFC), so that one text has one hash on whatever machine it was typed.

    What was signed or decided stays as it is, as does the version that a review carries: other letters would void that.
    """
    if assessment.approvals or assessment.decision is not None:
        return assessment
    data = assessment.data()
    reviewed = {"reviewed": data.pop("reviewed")} if "reviewed" in data else {}
    text = json.dumps(data, ensure_ascii=False)
    if is_normalized("NFC", text):
        return assessment
    return Assessment.model_validate({**json.loads(normalize("NFC", text)), **reviewed})


class _Settling:
    """Settles the values of one assessment, by their paths."""

    def __init__(self, document: Document | None, spoken: Spoken) -> None:
        self._document, self._spoken = document, spoken

    def answer(self, item: CompiledQuestion, answer: Answer, path: Path_) -> Answer:
        """An answer, the very same where there is nothing to settle."""
        raw = answer.value
        if raw is None or item.type in NO_ANSWER_TYPES:
            return answer
        is_table = item.type is QuestionType.TABLE
        value = self._rows(item, raw, path) if is_table else self._value(item, item.key, None, raw, path)
        return answer if _same(value, raw) else answer.model_copy(update={"value": value})

    def _rows(self, item: CompiledQuestion, raw: Any, path: Path_) -> Any:
        if not isinstance(raw, list):
            return raw
        within = self._within(path)
        return [
            self._row(item, row, (*within, place)) if isinstance(row, dict) else row for place, row in enumerate(raw)
        ]

    def _row(self, item: CompiledQuestion, row: Mapping[str, Any], path: Path_) -> dict[str, Any]:
        return {
            name: self._cell(item, item.columns[name], cell, (*path, name)) if name in item.columns else cell
            for name, cell in row.items()
        }

    def _cell(self, item: CompiledQuestion, column: CompiledColumn, cell: Any, path: Path_) -> Any:
        name = column.column.id
        if not is_wrapper(cell):
            return self._value(column, item.key, name, cell, path)
        if cell.get("value") is None:
            return cell
        return {**cell, "value": self._value(column, item.key, name, cell["value"], path)}

    def _value(self, item: Item, key: str, column: str | None, raw: Any, path: Path_) -> Any:
        if isinstance(raw, float) and item.kind.is_number and (text := self._written(path)):
            return text
        value = canonical(item.asked, item.options, raw)
        if not item.options or _fits(item, value):
            return value
        # It is none of the answers in the language of the questionnaire. Only then the other languages are read.
        found = (canonical(item.asked, options, raw) for options in self._spoken(key, column))
        return next((value for value in found if _fits(item, value)), value)

    def _within(self, path: Path_) -> Path_:
        """The path of the value of an answer that may be written as `{value: ..., note: ...}`."""
        return (*path, "value") if self._document is not None and self._document.mark((*path, "value")) else path

    def _written(self, path: Path_) -> str:
        """How a number stands in the file, where it can be read in two ways."""
        return self._document.ambiguous(self._within(path)) if self._document is not None else ""


def _fits(item: Item, value: Any) -> bool:
    try:
        read_value(item.asked, item.options, value)
    except Unfit:
        return False
    return True


def _same(new: Any, old: Any) -> bool:
    """Whether two values are the same as data: 1 is not true, and 6.0 is not 6."""
    return type(new) is type(old) and new == old
