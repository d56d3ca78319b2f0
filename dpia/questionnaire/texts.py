"""The texts of a definition that readers see, each with its place: `questions.G-1.1.ask`. They are what is translated.

Which fields hold such texts is said by their types, `Line` and `Prose`, so that no field of a new model can be forgotten.
A place is made of ids and public codes, which never change, and not of positions, which do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Final, NamedTuple, TypeVar, get_args

from pydantic import TypeAdapter

from dpia.questionnaire.base import AuthorProse, Definition, ForReaders
from dpia.questionnaire.model import Question

Known = TypeVar("Known", bound=Definition)
_Place = tuple[str, ...]
_TOP: Final = frozenset({"sections", "questions", "findings"})
"""What has an id of its own in the whole file, so that its place does not change with where it stands."""
_ITEM: Final[TypeAdapter[str]] = TypeAdapter(AuthorProse)
"""What an item of a list of texts may be, for which its type says nothing."""


class _Field(NamedTuple):
    """What a field says of the texts in it: whether they stay on one line, and what they may be."""

    one_line: bool
    form: TypeAdapter[str]


@dataclass(frozen=True, slots=True)
class Text:
    """An English text of a definition, with its place, whether it has to stay on one line, and what its field takes."""

    place: str
    english: str
    one_line: bool
    form: TypeAdapter[str] = field(default=_ITEM, repr=False, compare=False)


def texts_of(definition: Definition) -> Mapping[str, Text]:
    """Every text that readers see, by its place, in the order of the file."""
    found: dict[str, Text] = {}

    def keep(text: Text) -> str:
        found[text.place] = text
        return text.english

    with_texts(definition, keep)
    return found


def with_texts(definition: Known, say: Callable[[Text], str]) -> Known:
    """The definition with each text as `say` gives it; the very same where nothing differs. Ids and rules stay."""
    return _with(definition, (), say)


def _with(part: Known, place: _Place, say: Callable[[Text], str]) -> Known:
    changes = {}
    for name, marker in _fields(type(part)).items():
        old = getattr(part, name)
        new = _value(old, (name,) if name in _TOP else (*place, name), marker, say)
        if new is not old:
            changes[name] = new
    return part.model_copy(update=changes) if changes else part


def _value(old: Any, place: _Place, marker: _Field | None, say: Callable[[Text], str]) -> Any:
    match old:
        case str() if marker is not None:
            new: Any = say(Text(".".join(place), old, marker.one_line, marker.form))
            return old if new == old else new
        case Definition():
            return _with(old, place, say)
        case tuple():
            new = tuple(_value(item, (*place, key), marker, say) for key, item in _keyed(old))
            return old if all(map(_same, old, new)) else new
        case dict():
            new = {key: _value(item, (*place, key), marker, say) for key, item in old.items()}
            return old if all(map(_same, old.values(), new.values())) else new
    return old


def _same(old: object, new: object) -> bool:
    return new is old


def _keyed(items: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    """Each item with the word that names it: its public code or its id; a bare text has its number."""
    for number, item in enumerate(items, 1):
        code = item.code if isinstance(item, Question) else None
        yield str(code or getattr(item, "id", None) or number), item


@cache
def _fields(model: type[Definition]) -> Mapping[str, _Field | None]:
    """The fields that can hold texts: those that are marked, and those that hold parts with fields of their own."""
    found = {}
    for name, known in model.model_fields.items():
        marked = _marked(Annotated[known.annotation, *known.metadata] if known.metadata else known.annotation)
        if marked is not None or _holds_parts(known.annotation):
            found[name] = _field(marked) if marked is not None else None
    return found


def _field(marked: Any) -> _Field:
    marker = next(item for item in marked.__metadata__ if isinstance(item, ForReaders))
    return _Field(marker.one_line, TypeAdapter(marked) if get_args(marked)[0] is str else _ITEM)


def _marked(annotation: Any) -> Any:
    """The part of a type that is marked as text for readers, with all that it asks of one; None where there is none."""
    if any(isinstance(item, ForReaders) for item in getattr(annotation, "__metadata__", ())):
        return annotation
    return next((found for item in get_args(annotation) if (found := _marked(item)) is not None), None)


def _holds_parts(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Definition):
        return True
    return any(map(_holds_parts, get_args(annotation)))


def told_by(questionnaire: Definition) -> Iterator[str]:
    """What a questionnaire asks and finds, in the order of its file."""
    yield from (text.english for place, text in texts_of(questionnaire).items() if place.endswith((".ask", ".says")))
