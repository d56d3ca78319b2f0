"""From plain data to models: every error of a model becomes a problem with its place, in the words of an author."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar, get_origin

from pydantic import BaseModel, Tag, ValidationError
from pydantic_core import ErrorDetails

from dpia.errors import Problem, Refused, Told
from dpia.messages import assessments, definitions, files
from dpia.questionnaire.base import Definition
from dpia.questionnaire.text import Document, Path_
from dpia.wording import NOTHING, THERE_IS, Said, Saying, did_you_mean, said

Model = TypeVar("Model", bound=BaseModel)

MAX_PROBLEMS = 200


def _nowhere(path: Path_) -> Said:
    return NOTHING


def validate(
    model: type[Model], document: Document, place_of: Callable[[Path_], Said] = _nowhere
) -> tuple[Model | None, list[Problem]]:
    """The model, or None and the problems. No message repeats an answer: only keys, and the words of a definition.

    `place_of` says in words what a path leads to, for the readers of anything but definitions.
    """
    try:
        return model.model_validate(document.data), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=issubclass(model, Definition))
        problems = [_problem(model, document, detail, place_of) for detail in details[:MAX_PROBLEMS]]
        if len(details) > MAX_PROBLEMS:
            more = files.MORE_PROBLEMS(count=len(details) - MAX_PROBLEMS)
            problems.append(Problem(document.location(), more))
        return None, problems
    except RecursionError:
        return None, [Problem(document.location(), files.NESTS_TOO_DEEPLY())]


def _problem(
    model: type[BaseModel], document: Document, detail: ErrorDetails, place_of: Callable[[Path_], Said]
) -> Problem:
    loc, kind = detail["loc"], detail["type"]
    path = tuple(_steps(document.data, loc))
    is_code = issubclass(model, Definition)
    if kind == "extra_forbidden":
        name = str(loc[-1])[:60]
        message = definitions.UNKNOWN_KEY if is_code else assessments.UNKNOWN_KEY
        told = message(key=name, suggestion=did_you_mean(name, known_keys(model, loc[:-1]), is_code=is_code))
        return Problem(document.location(path, key=True), told.at(place_of(path[:-1])))
    if kind == "missing":
        message = definitions.MISSING_KEY if is_code else assessments.MISSING_KEY
        return Problem(document.location(path), message(key=loc[-1]).at(place_of(path)))
    return Problem(document.location(path), told_of(path, detail, is_code=is_code).at(place_of(path)))


def told_of(path: Path_, detail: ErrorDetails, *, is_code: bool = True) -> Told:
    """What is said of a value that a model refused. `is_code` says that it is one of a definition, whose names are code."""
    subject, context = _subject(path, is_code), detail.get("ctx") or {}
    error = context.get("error")
    match detail["type"]:
        case "literal_error" | "enum":
            return _none_of(path, detail.get("input"), str(context.get("expected", "")), is_code)
        case "value_error" if isinstance(error, Refused) and not is_code:
            return error.told
        case "value_error" if not isinstance(path[-1] if path else None, str):
            return definitions.REFUSED(why=reason_of(error), hint=_advice(error))
        case "value_error":
            return definitions.WRONG(why=reason_of(error), hint=_advice(error)).on(subject)
        case kind:
            return _on_value(kind, detail["msg"], context).on(subject)


def _on_value(kind: str, message: str, context: Mapping[str, Any]) -> Told:
    """What follows the name of a value; `kind` and `message` are pydantic's."""
    match kind:
        case "no_date":
            return definitions.NO_DATE()
        case "no_day":
            return definitions.NO_DAY()
        case "two_days":
            return definitions.TWO_DAYS(first=context.get("first"), second=context.get("second"))
        case "string_pattern_mismatch":
            return definitions.NOT_WRITTEN_SO(
                hint=said(definitions.PATTERNS.get(str(context.get("pattern")), ""), gap=definitions.GAP)
            )
        case "too_short":
            return definitions.TOO_FEW(least=context.get("min_length", 1))
        case "too_long":
            return definitions.TOO_MANY(most=context.get("max_length"))
        case "string_too_long":
            return definitions.TOO_LONG(most=context.get("max_length"))
        case "greater_than_equal":
            return definitions.TOO_SMALL(least=context.get("ge"))
        case "less_than_equal":
            return definitions.TOO_LARGE(most=context.get("le"))
        case _ if kind in definitions.OF_TYPES:
            return definitions.OF_TYPES[kind]()
    return definitions.WRONG(why=message.replace("Input", "it").lower(), hint="")


def reason_of(error: object) -> Saying | str:
    """Why a model refused a value. What another error says may hold the value: of it only the kind is told."""
    return error.told.what if isinstance(error, Refused) else type(error).__name__


def _advice(error: object) -> Saying | str:
    return error.told.advice if isinstance(error, Refused) else ""


def _subject(path: Path_, is_code: bool) -> Saying | str:
    """What a sentence on the value at a path is about."""
    if path and isinstance(path[-1], str):
        return f"`{path[-1][:60]}`" if is_code else f"“{path[-1][:60]}”"
    item = definitions.AN_ITEM if is_code else assessments.AN_ITEM
    return said(item, key=_key(path)) if path else said(definitions.THE_FILE)


def _key(path: Path_) -> str:
    return next((step[:60] for step in reversed(path) if isinstance(step, str)), "")


def _none_of(path: Path_, word: Any, expected: str, is_code: bool) -> Told:
    """What to say of a word that is none of those that can stand here; `expected` has them in quotes."""
    names = expected.replace("'", "")
    if not isinstance(word, str):
        return definitions.NONE_OF_THE_VALUES(names=names).on(_subject(path, is_code))
    meant = did_you_mean(word, re.findall(r"'([^']*)'", expected), is_code=is_code)
    suggestion = meant if meant.close else said(THERE_IS, names=names)
    message = definitions.NO_SUCH_VALUE if is_code else assessments.NO_SUCH_VALUE
    return message(word=word[:60], key=_key(path), suggestion=suggestion)


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
