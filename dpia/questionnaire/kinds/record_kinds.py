"""What the types have in common whose answers are records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from pydantic import ValidationError

from dpia.messages import answers
from dpia.questionnaire.kinds.base import Asked, QuestionKind, Reader, Sent, Unfit, Widget
from dpia.questionnaire.options import Option
from dpia.questionnaire.records import Record
from dpia.wording import Saying, did_you_mean, joined, said

MOST_FAULTS: Final = 8
"""How many faults of one answer are told at once."""


class RecordKind(QuestionKind):
    """An answer of several parts, with semicolons between them where it is typed on a line."""

    model: ClassVar[type[Record]]

    def reader(self, asked: Asked, options: Sequence[Option]) -> Reader:
        model, example = self.model, self.example

        def read(raw: Any) -> Record:
            if not isinstance(raw, dict):
                raise Unfit(answers.NO_RECORD(example=example))
            try:
                return model.model_validate(raw)
            except ValidationError as error:
                raise _unfit(model, error) from None

        return read

    def schema(self, asked: Asked, options: Sequence[Option]) -> Any:
        return self.model

    def entered(self, asked: Asked, options: Sequence[Option], typed: str, listed: bool) -> Any:
        parts = [part.strip() for part in typed.split(";", len(self.parts) - 1)]
        return {name: part for name, part in zip(self.parts, parts, strict=False) if part} or typed

    def sent(self, asked: Asked, sent: Sent) -> Any:
        given = {part: sent.text(part) for part in self.parts}
        return {part: value for part, value in given.items() if value} or None

    def widget(self, asked: Asked, in_table: bool) -> Widget:
        return Widget("record", "group")


def _unfit(model: type[Record], error: ValidationError) -> Unfit:
    """Everything that is wrong with a record, on one line."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    named = [(str(problem["loc"][0] if problem["loc"] else ""), problem["type"]) for problem in found]
    faults: list[Saying] = []
    hints: dict[str, Saying] = {}
    for name, kind in named[:MOST_FAULTS]:
        part = said(answers.PART_NAMES.get(name, name[:60]))
        if kind == "missing":
            faults.append(said(answers.LACKS_PART, part=part))
            hints[name] = said(answers.WRITE_PART, part=name)
        elif kind == "extra_forbidden":
            faults.append(said(answers.STRANGE_PART, part=name[:60]))
            hints[f"strange {name}"] = did_you_mean(name, model.model_fields, is_code=False)
        else:
            faults.append(said(answers.WRONG_PART, part=part))
            hints[name] = said(answers.HINTS_OF_PARTS.get(name, answers.ON_ONE_LINE), part=part)
    message = answers.STRANGE_RECORD if all(kind == "extra_forbidden" for _, kind in named) else answers.BAD_RECORD
    return Unfit(message(faults=joined(faults), hint=joined(hints.values())))
