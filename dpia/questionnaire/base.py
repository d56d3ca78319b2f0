"""What every definition file is made of: frozen models that are quick to cache, and the kinds of texts in them."""

from __future__ import annotations

import keyword
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from dpia.errors import Refused
from dpia.messages import definitions


class Definition(BaseModel):
    """The base of everything that is read from a definition file: frozen, strict, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False, hide_input_in_errors=True)

    def __getstate__(self) -> dict[Any, Any]:
        """What differs from the defaults: the cache of the definitions holds 6,000 of these, most of whose keys do not."""
        usual = _usual(type(self))
        return {key: value for key, value in self.__dict__.items() if key in usual and usual[key] != value}

    def __setstate__(self, state: dict[Any, Any]) -> None:
        _set(self, "__dict__", _usual(type(self)) | state)
        _set(self, "__pydantic_fields_set__", set(state))
        _set(self, "__pydantic_extra__", None)
        _set(self, "__pydantic_private__", None)

    def __copy__(self) -> Self:
        """A copy that may become another: what was worked out of the keys is left behind."""
        copied = super().__copy__()
        for key in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[key]
        return copied


_set = object.__setattr__
_NEEDED: Final = object()


@cache
def _usual(model: type[Definition]) -> dict[str, Any]:
    """The keys of a model in their order, with the defaults that never change; every other key has a value of its own."""
    return {
        key: _NEEDED if field.is_required() or field.default_factory is not None else field.default
        for key, field in model.model_fields.items()
    }


@dataclass(frozen=True, slots=True)
class ForReaders:
    """Marks the type of a text that readers see, and that a translation gives in another language."""

    one_line: bool = False


def _no_keyword(word: str) -> str:
    if keyword.iskeyword(word):
        raise Refused(definitions.PYTHON_WORD(word=word))
    return word


def as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$"), AfterValidator(_no_keyword)]
FileId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=64)]
PublicCode = Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9._-]{0,39}$")]
Rule = Annotated[str, Field(min_length=1, max_length=2000)]
AuthorLine = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\n]+$")]
AuthorProse = Annotated[str, Field(min_length=1, max_length=6000)]
Reference = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*\.[a-z][a-z0-9_]*$|^[a-z][a-z0-9_]*$")]
Words = Annotated[tuple[str, ...], BeforeValidator(as_tuple)]
# What readers of an assessment see is translated; what only authors of definitions see is not.
Line = Annotated[AuthorLine, ForReaders(one_line=True)]
Prose = Annotated[AuthorProse, ForReaders()]
Texts = Annotated[Words, ForReaders()]
