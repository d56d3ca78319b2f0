"""What nobody touched stays as it was kept: forms bring texts without their last line breaks, and choices in another order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from unicodedata import normalize

from pydantic import BaseModel


def as_it_stood(new: Any, old: Any) -> Any:
    """The old value where the new one says the same; otherwise the new one, in which every part that says the same is the old.

    >>> as_it_stood(["D3", "D6"], ["D6", "D3"])
    ['D6', 'D3']
    >>> as_it_stood({"harm": "Fear", "people": "Ten"}, {"harm": "Fear\\n", "people": "Six"})
    {'harm': 'Fear\\n', 'people': 'Ten'}
    """
    if says_the_same(new, old):
        return old
    if isinstance(new, Mapping) and isinstance(old, Mapping):
        return {name: as_it_stood(part, old.get(name)) for name, part in new.items()}
    if _is_choice(new) and _is_choice(old):
        return _in_order_of(old, new)
    return new


def says_the_same(one: Any, other: Any) -> bool:
    """Whether two values differ in nothing that a form keeps.

    That is white space around texts, the order of what is chosen, one choice that is no list, and a value that is wrapped.
    """
    bare, there = _bare(one), _bare(other)
    return bool(bare == there or frozenset([there] if isinstance(there, str) else ()) == bare)


def _bare(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return _bare(value.model_dump(mode="json"))
    if isinstance(value, Mapping):
        return (
            _bare(value["value"]) if value.keys() == {"value"} else {name: _bare(part) for name, part in value.items()}
        )
    if _is_choice(value):
        return frozenset(value)
    if isinstance(value, list | tuple):
        return [_bare(part) for part in value]
    return _text(value) if isinstance(value, str) else value


def _text(value: str) -> str:
    """A text as a form gives it back: composed letters, line breaks of one kind, none around it.

    What is on one line has no blanks around it.
    """
    text = normalize("NFC", value).replace("\r\n", "\n").strip("\n").rstrip()
    return text if "\n" in text else text.strip()


def _is_choice(value: Any) -> bool:
    """Whether a value is a list of ids, whose order says nothing: options, rows, countries, measures."""
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(part, str) for part in value)


def _in_order_of(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """What is chosen now: first what was chosen before, in its order."""
    return [*(one for one in old if one in new), *(one for one in new if one not in old)]
