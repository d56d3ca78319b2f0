"""From plain data to models: every error of a model becomes a problem with its place, in the words of an author."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeVar, get_origin

from pydantic import BaseModel, Tag, ValidationError
from pydantic_core import ErrorDetails

from dpia.errors import Code, Problem, did_you_mean
from dpia.questionnaire.base import Definition
from dpia.questionnaire.records import BAD_DATE
from dpia.questionnaire.text import Document, Path_

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
PATTERNS = {
    r"^[a-z][a-z0-9_]{0,63}$": "an id is lower-case letters, digits and _, and begins with a letter: legal_basis",
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": "an id is lower-case words joined by - here: visitor-log",
    r"^[A-Z][A-Za-z0-9._-]{0,39}$": "a code begins with a capital letter and has letters, digits, . _ and -: VL-1",
    r"^[A-Z]{1,3}\d{2,3}$": "the id of a risk is one to three capital letters and two or three digits: R01",
    r"^[A-Za-z][A-Za-z0-9_.-]{0,63}$": "this id begins with a letter and has letters, digits, _ . and -: M1",
    r"^[a-z][a-z0-9-]*\.[a-z][a-z0-9_]*$|^[a-z][a-z0-9_]*$": "name a question: purposes, or gdpr-dpia.purposes",
    r"^[^{}]*\{value\}[^{}]*$": "the sentence needs {value} once, and no other bracket: About {value} of 100",
    r"^\d+\.\d+\.\d+$": "a version is written 1.0.0",
    r"^[^\n]+$": "this text has to stay on one line",
    r"^[^\n]*$": "this text has to stay on one line",
    r"^[A-Z]{1,4}$": "a prefix is one to four capital letters: V",
    r"^https?://\S+$": "write an address that begins with https:// and has no spaces: https://example.org/report.pdf",
    r"^[0-9a-f]{8,64}$": "write the first eight hexadecimal digits of a SHA-256 or more, in small letters and in quotes",
    r"^[0-9a-f]{64}$": "write the 64 hexadecimal digits of a SHA-256, in small letters",
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": "write the tag of a language: en, de or pt-BR",
}


def validate(model: type[Model], document: Document) -> tuple[Model | None, list[Problem]]:
    """The model, or None and the problems. No message repeats an answer: only keys, and the words of a definition."""
    try:
        return model.model_validate(document.data), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=issubclass(model, Definition))
        problems = [_problem(model, document, detail) for detail in details[:MAX_PROBLEMS]]
        if len(details) > MAX_PROBLEMS:
            message = f"has {len(details) - MAX_PROBLEMS} more problems, which are not shown"
            problems.append(Problem(document.location(), Code.TOO_LARGE, message, "mend those that are shown first"))
        return None, problems
    except RecursionError:
        return None, [Problem(document.location(), Code.TOO_LARGE, "nests too deeply")]


def _problem(model: type[BaseModel], document: Document, detail: ErrorDetails) -> Problem:
    loc, kind = detail["loc"], detail["type"]
    path = tuple(_steps(document.data, loc))
    if kind == "extra_forbidden":
        name = str(loc[-1])[:60]
        hint = did_you_mean(name, known_keys(model, loc[:-1]))
        return Problem(document.location(path, key=True), Code.UNKNOWN_KEY, f"there is no key `{name}` here", hint)
    if kind == "missing":
        return Problem(document.location(path), Code.MISSING_KEY, f"the key `{loc[-1]}` is missing here")
    if kind == BAD_DATE:
        message, hint = f"{_subject(path)} {detail['msg']}", "write year-month-day, for example 2027-03-01"
        return Problem(document.location(path), Code.BAD_DATE, message, hint)
    return Problem(document.location(path), Code.BAD_VALUE, *_say(path, detail))


def _say(path: Path_, detail: ErrorDetails) -> tuple[str, str]:
    """The sentence on a value, and a hint."""
    subject, context = _subject(path), detail.get("ctx") or {}
    match detail["type"]:
        case "string_pattern_mismatch":
            return f"{subject} is not written as it has to be", PATTERNS.get(str(context.get("pattern")), "")
        case "literal_error" | "enum":
            return _none_of(path, detail.get("input"), str(context.get("expected", "")))
        case "value_error" if not isinstance(path[-1] if path else None, str):
            return str(context.get("error")), ""
        case "value_error":
            return f"{subject} is wrong: {context.get('error')}", ""
        case "too_short":
            return f"{subject} needs at least {context.get('min_length', 1)} of them", ""
        case "too_long":
            return f"{subject} can have {context.get('max_length')} of them at most", ""
        case "string_too_long":
            return f"{subject} is longer than {context.get('max_length')} characters", "shorten it"
        case "greater_than_equal" | "less_than_equal":
            return f"{subject} {detail['msg'].replace('Input should', 'has to')}", ""
        case kind:
            message = _WORDS.get(kind, "is wrong: " + detail["msg"].replace("Input", "it").lower())
            return f"{subject} {message}", _HINTS.get(kind, "")


def _subject(path: Path_) -> str:
    """What a sentence on the value at a path is about."""
    if path and isinstance(path[-1], str):
        return f"`{path[-1][:60]}`"
    return f"an item of `{_key(path)}`" if path else "the file"


def _key(path: Path_) -> str:
    return next((step[:60] for step in reversed(path) if isinstance(step, str)), "")


def _none_of(path: Path_, word: Any, expected: str) -> tuple[str, str]:
    """What to say of a word that is none of those that can stand here; `expected` has them in quotes."""
    there_is = "there is " + expected.replace("'", "")
    if not isinstance(word, str):
        return f"{_subject(path)} is none of the values that are allowed here", there_is
    hint = did_you_mean(word, re.findall(r"'([^']*)'", expected))
    message = f"`{word[:60]}` is none of the values of `{_key(path)}`"
    return message, hint if hint.startswith("did you mean") else there_is


def _steps(data: Any, loc: tuple[int | str, ...]) -> Iterator[str | int]:
    """The steps of a location that exist in the data; pydantic puts tags of unions between them."""
    for step in loc:
        inside = step in data if isinstance(data, dict) else _is_place(data, step)
        if inside:
            data = data[step]
            yield step


def _is_place(data: Any, step: int | str) -> bool:
    return isinstance(data, list) and isinstance(step, int) and step < len(data)


def known_keys(model: type[BaseModel], loc: tuple[int | str, ...] = ()) -> frozenset[str]:
    """The keys that can stand at a place in a file of this model; the place is told as pydantic tells it."""
    parts: list[Any] = [model]
    for step in loc:
        parts = [inner for part in parts for inner in _within(part, step)] or parts
    return frozenset(
        field.alias or name for part in parts for found in _models(part) for name, field in found.model_fields.items()
    )


def _within(part: Any, step: int | str) -> Iterator[Any]:
    """The types behind a key of a model, a key of a mapping, or the tag of one form of a union."""
    if _is_model(part):
        yield from (field.annotation for name, field in part.model_fields.items() if (field.alias or name) == step)
    elif get_origin(part) is dict:
        yield part.__args__[1]
    elif Tag(str(step)) in getattr(part, "__metadata__", ()):
        yield from part.__args__
    else:
        for inner in getattr(part, "__args__", ()):
            yield from _within(inner, step)


def _models(part: Any) -> Iterator[type[BaseModel]]:
    if _is_model(part):
        yield part
    for inner in getattr(part, "__args__", ()):
        yield from _models(inner)


def _is_model(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, BaseModel)
