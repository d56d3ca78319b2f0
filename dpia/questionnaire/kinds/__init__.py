"""The types of questions, each in a module of its own. `kind_of` gives what is asked of a question's type.

A new type is a module here with a `KIND`, its word in `QuestionType`, and the template of its widget.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Protocol

from dpia.questionnaire.kinds.base import Asked, QuestionKind, Unfit
from dpia.questionnaire.options import Option
from dpia.questionnaire.types import QuestionType

__all__ = ["KINDS", "NO_ANSWER_TYPES", "Unfit", "canonical", "entered", "kind_of", "read_value"]


class Typed(Protocol):
    """Anything that has the type of a question."""

    @property
    def type(self) -> QuestionType: ...


def lacking(kind: QuestionKind) -> list[str]:
    """What a kind has to say itself and does not. The cells of a table are read one by one, each as its column's kind says."""
    needed = ["widget"]
    if kind.takes_answer and kind.type is not QuestionType.TABLE:
        needed += ["reader", "schema"]
    return [method for method in needed if getattr(type(kind), method) is getattr(QuestionKind, method)]


def _found() -> Mapping[QuestionType, QuestionKind]:
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    kinds: dict[QuestionType, QuestionKind] = {
        module.KIND.type: module.KIND for module in modules if hasattr(module, "KIND")
    }
    if odd := set(QuestionType) ^ set(kinds):
        raise TypeError(f"types without a kind: {', '.join(sorted(odd))}")
    if unfinished := [f"{name}.{method}" for name, kind in kinds.items() for method in lacking(kind)]:
        raise TypeError(f"kinds that do not say how they are read or drawn: {', '.join(unfinished)}")
    return MappingProxyType({name: kinds[name] for name in QuestionType})


KINDS: Final = _found()
NO_ANSWER_TYPES: Final = frozenset(name for name, kind in KINDS.items() if not kind.takes_answer)


def kind_of(asked: Typed) -> QuestionKind:
    """What is asked of the type of a question or a column."""
    return KINDS[asked.type]


def read_value(asked: Asked, options: Sequence[Option], raw: Any) -> Any:
    """The value that rules see of a written one. Raises Unfit with what is wrong and what to write instead."""
    return kind_of(asked).reader(asked, options)(raw)


def canonical(asked: Asked, options: Sequence[Option], written: Any) -> Any:
    """A written value in the one form that is kept, where it has one meaning only: "90 %" -> 90. Anything else as it is."""
    return kind_of(asked).canonical(asked, options, written)


def entered(asked: Asked, options: Sequence[Option], text: str, *, listed: bool = False) -> Any:
    """The written value of a typed text; None for nothing. What does not fit stays as it was typed, so that its check can say why."""
    typed = text.strip()
    return kind_of(asked).entered(asked, options, typed, listed) if typed else None
