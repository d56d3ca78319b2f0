"""What the types have in common whose answers are records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from pydantic import ValidationError

from dpia.errors import Code, did_you_mean
from dpia.questionnaire.kinds.base import Asked, QuestionKind, Reader, Sent, Unfit, Widget
from dpia.questionnaire.options import Option
from dpia.questionnaire.records import Record

_HINTS: Final = {
    "date": "write 2026-11-24",
    "link": "write an address that begins with https://",
    "sha256": "write the 64 hexadecimal digits of the file's SHA-256",
    "name": "write a name on one line",
}


class RecordKind(QuestionKind):
    """An answer of several parts, with semicolons between them where it is typed on a line."""

    model: ClassVar[type[Record]]

    def reader(self, asked: Asked, options: Sequence[Option]) -> Reader:
        model = self.model

        def read(raw: Any) -> Record:
            if not isinstance(raw, dict):
                raise Unfit("has to be a mapping", "with the keys " + ", ".join(model.model_fields))
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
    messages, hints = [], []
    for name, kind in named:
        if kind == "missing":
            messages.append(f"lacks `{name}`")
        elif kind == "extra_forbidden":
            messages.append(f"has no key `{name}`")
            hints.append(did_you_mean(name, model.model_fields))
        else:
            messages.append(f"has something wrong in `{name}`")
            hints.append(_HINTS.get(name, ""))
    code = Code.UNKNOWN_KEY if all(kind == "extra_forbidden" for _, kind in named) else Code.BAD_VALUE
    return Unfit(", ".join(messages), "; ".join(dict.fromkeys(filter(None, hints))), code)
