"""One answer as it is kept, and where a suggested value comes from."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_serializer, model_validator
from pydantic_core.core_schema import SerializerFunctionWrapHandler

from dpia.errors import Refused
from dpia.messages import assessments
from dpia.questionnaire.limits import MAX_NUMBER
from dpia.questionnaire.records import Day, Evidence, Line, Prose, Record, is_empty
from dpia.questionnaire.text import is_forbidden


def as_tuple(value: Any) -> Any:
    """A list of a file as the tuple that a record keeps; anything else as it is.

    A key with nothing behind it, whose entries are all still comments, is an empty list.
    """
    return tuple(value) if isinstance(value, list) else () if value is None else value


def plain(value: Any) -> Any:
    """Plain data of its own, so that a list which the caller changes later changes no assessment.

    Raises ValueError for what no file can hold, so that everything in an assessment can be written, read and hashed.
    """
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, str) and is_forbidden(value):
        raise Refused(assessments.CONTROL_CHARACTER())
    if isinstance(value, int | float) and not abs(value) <= MAX_NUMBER:
        raise Refused(assessments.TOO_LARGE_NUMBER())
    if value is not None and not isinstance(value, str | int | float):
        raise Refused(assessments.NO_PLAIN_DATA())
    return value


class Suggester(StrEnum):
    """What suggested a value."""

    ASSESSMENT = "assessment"
    KIT = "kit"
    IMPORT = "import"
    PROGRAM = "program"
    ORGANISATION = "organisation"


class SuggestedBy(Record):
    """Where a suggested value comes from: another assessment, a kit, an import, a program or the kept facts of
    the organisation, by its name, and since when.

    A suggested value counts as missing until a person keeps or changes it: nobody answers for it yet.
    """

    kind: Annotated[Suggester, Field(strict=False)]
    name: Line
    on: Day


_WRAPPER = frozenset({"value", "unknown", "not_applicable", "note", "evidence", "suggested"})


def is_wrapper(data: Any) -> bool:
    """Whether data from a file says more than a plain value: `{unknown: true}`, `{value: yes, note: ...}`."""
    return isinstance(data, dict) and _WRAPPER.issuperset(data)


class Answer(Record):
    """An answer as it is kept: a value, or `unknown`, or `not_applicable` with the reason; a note and evidence.

    `suggested` says that nobody gave it for this processing: it counts as missing until a person keeps or changes it.

    In a file a plain value stands for itself: `basis: consent`. The mapping is written only where more is said:
    `basis: {unknown: true, note: asked the legal unit}`. `value` is plain data as docs/assessments.md lists it for each type
    of question: text, numbers, lists, mappings; dates as `2026-11-24`.
    """

    value: Any = None
    unknown: bool = False
    not_applicable: Prose | None = None
    note: Prose | None = None
    evidence: Annotated[tuple[Evidence, ...], BeforeValidator(as_tuple)] = ()
    suggested: SuggestedBy | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain_value(cls, data: Any) -> Any:
        wrapped = data if is_wrapper(data) else {"value": data}
        reason = wrapped.get("not_applicable")
        is_named_alone = "not_applicable" in wrapped and not {"value", "unknown"} & wrapped.keys()
        if (is_named_alone and reason in (None, "")) or not isinstance(reason, str | None):
            raise Refused(assessments.NO_REASON())
        if wrapped.get("unknown") in ("yes", "Yes", "True"):
            wrapped = {**wrapped, "unknown": True}
        if not wrapped.get("unknown", True):
            raise Refused(assessments.UNKNOWN_IS_TRUE())
        return {**wrapped, "value": plain(wrapped["value"])} if "value" in wrapped else wrapped

    @model_validator(mode="after")
    def _one_statement(self) -> Answer:
        if (self.value is not None) + self.unknown + (self.not_applicable is not None) > 1:
            raise Refused(assessments.ONE_STATEMENT())
        return self

    @model_serializer(mode="wrap")
    def _short(self, handler: SerializerFunctionWrapHandler) -> Any:
        data = {key: value for key, value in handler(self).items() if not is_empty(value)}
        if self.value is not None:
            data["value"] = self.value
        if not data:
            return None
        return data["value"] if set(data) == {"value"} and not is_wrapper(self.value) else data

    @property
    def is_given(self) -> bool:
        """Whether anything at all was said: a value, unknown or not applicable."""
        return self.value is not None or self.unknown or self.not_applicable is not None

    @property
    def stands(self) -> bool:
        """Whether a person answers for it: it is given, and not only suggested."""
        return self.is_given and self.suggested is None
