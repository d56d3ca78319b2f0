"""From plain data to models: every error of a model becomes a problem with its place, in the words of an author."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from dpia.errors import Code, Problem, did_you_mean
from dpia.questionnaire.records import BAD_DATE
from dpia.questionnaire.text import Document

Model = TypeVar("Model", bound=BaseModel)

MAX_PROBLEMS = 200
_WORDS = {
    "string_type": "has to be text",
    "int_type": "has to be a whole number",
    "float_type": "has to be a number",
    "bool_type": "has to be true or false",
    "list_type": "has to be a list",
    "tuple_type": "has to be a list",
    "dict_type": "has to be a mapping",
    "model_type": "has to be a mapping",
    "model_attributes_type": "has to be a mapping",
    "union_tag_invalid": "has to be a word, a list or a mapping of another form",
    "string_too_short": "may not be empty",
    "finite_number": "has to be a number",
}
_HINTS = {
    "string_type": "put it in quotes",
    "bool_type": "write true or false, without quotes",
    "tuple_type": "write [a, b] or one item a line with `- `",
}
_PATTERNS = {
    r"^[a-z][a-z0-9_]{0,63}$": "an id is lower-case letters, digits and _, and begins with a letter",
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": "the id of a file is lower-case words joined by -",
    r"^[A-Z][A-Za-z0-9._-]{0,39}$": "a code begins with a capital letter and has letters, digits, . _ and -",
    r"^\d+\.\d+\.\d+$": "a version is written 1.0.0",
    r"^[^\n]+$": "this text has to stay on one line",
    r"^[A-Z]{1,4}$": "a prefix is one to four capital letters",
}


def validate(model: type[Model], document: Document) -> tuple[Model | None, list[Problem]]:
    """The model, or None and the problems. Input is never repeated in a message beyond the name of a key."""
    try:
        return model.model_validate(document.data), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        problems = [_problem(model, document, detail) for detail in details[:MAX_PROBLEMS]]
        if len(details) > MAX_PROBLEMS:
            message = f"has {len(details) - MAX_PROBLEMS} more problems, which are not shown"
            problems.append(Problem(document.location(), Code.TOO_LARGE, message, "mend those that are shown first"))
        return None, problems
    except RecursionError:
        return None, [Problem(document.location(), Code.TOO_LARGE, "nests too deeply")]


def _problem(model: type[BaseModel], document: Document, detail: ErrorDetails) -> Problem:
    path = tuple(_steps(document.data, detail["loc"]))
    kind = detail["type"]
    name = path[-1] if path else ""
    name = name[:60] if isinstance(name, str) else name
    if kind == "extra_forbidden":
        hint = did_you_mean(str(name), known_keys(model))
        return Problem(document.location(path, key=True), Code.UNKNOWN_KEY, f"there is no key `{name}` here", hint)
    if kind == "missing":
        missing = detail["loc"][-1]
        return Problem(document.location(path), Code.MISSING_KEY, f"the key `{missing}` is missing here")
    if kind == BAD_DATE:
        hint = "write year-month-day, for example 2027-03-01"
        return Problem(document.location(path), Code.BAD_DATE, f"`{name}` {detail['msg']}", hint)
    message, hint = _say(kind, detail.get("ctx") or {}, detail["msg"])
    subject = f"`{name}` " if isinstance(name, str) and name else ""
    return Problem(document.location(path), Code.BAD_VALUE, f"{subject}{message}", hint)


def _say(kind: str, context: Mapping[str, Any], message: str) -> tuple[str, str]:
    if kind == "string_pattern_mismatch":
        return "is not written as it has to be", _PATTERNS.get(str(context.get("pattern")), "")
    if kind in ("literal_error", "enum"):
        return "is none of the values that are allowed here", "there is " + str(context.get("expected", ""))
    if kind == "value_error":
        return f"is wrong: {context.get('error')}", ""
    if kind in ("too_short", "too_long"):
        least, most = context.get("min_length", 1), context.get("max_length")
        return f"needs at least {least} of them" if kind == "too_short" else f"can have {most} of them at most", ""
    if kind == "string_too_long":
        return f"is longer than {context.get('max_length')} characters", "shorten it"
    if kind in ("greater_than_equal", "less_than_equal"):
        return message.replace("Input should", "has to"), ""
    return _WORDS.get(kind, "is wrong: " + message.replace("Input", "it").lower()), _HINTS.get(kind, "")


def _steps(data: Any, loc: tuple[int | str, ...]) -> Iterator[str | int]:
    """The steps of a location that exist in the data; pydantic puts tags of unions between them."""
    for step in loc:
        inside = step in data if isinstance(data, dict) else _is_place(data, step)
        if inside:
            data = data[step]
            yield step


def _is_place(data: Any, step: int | str) -> bool:
    return isinstance(data, list) and isinstance(step, int) and step < len(data)


@cache
def known_keys(model: type[BaseModel]) -> frozenset[str]:
    """All keys that can stand anywhere in a file of this model."""
    keys: set[str] = set()
    waiting: list[Any] = [model]
    seen: set[Any] = set()
    while waiting:
        part = waiting.pop()
        if isinstance(part, type) and issubclass(part, BaseModel):
            if part in seen:
                continue
            seen.add(part)
            keys.update(field.alias or name for name, field in part.model_fields.items())
            for field in part.model_fields.values():
                waiting.extend((field.annotation, *field.metadata))
        else:
            waiting.extend(getattr(part, "__args__", ()))
    return frozenset(keys)
