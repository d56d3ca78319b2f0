"""What was answered about one processing: a frozen value. A change makes a new one; a draft may be incomplete."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Final, Literal

import rfc8785
from pydantic import BeforeValidator, ConfigDict, Field, model_serializer, model_validator
from pydantic_core.core_schema import SerializerFunctionWrapHandler

from dpia.errors import Refused
from dpia.messages import assessments
from dpia.questionnaire.limits import MAX_NUMBER
from dpia.questionnaire.records import (
    Day,
    Evidence,
    Hash,
    Line,
    Person,
    Prose,
    Record,
    is_empty,
)
from dpia.questionnaire.text import is_forbidden

FORMAT: Final = 1
HASH_PREFIX: Final = b"dpia-assessment-v1\0"
REVIEW: Final = "review"
"""The questionnaire of a review."""
"""The largest number that canonical JSON can hold exactly (RFC 8785 3.2.2.3, RFC 7493 2.2)."""


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _own(value: Any) -> Any:
    """Plain data of its own, so that a list which the caller changes later changes no assessment.

    Raises ValueError for what no file can hold, so that everything in an assessment can be written, read and hashed.
    """
    if isinstance(value, list | tuple):
        return [_own(item) for item in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {_own(key): _own(item) for key, item in value.items()}
    if isinstance(value, str) and is_forbidden(value):
        raise Refused(assessments.CONTROL_CHARACTER())
    if isinstance(value, int | float) and not abs(value) <= MAX_NUMBER:
        raise Refused(assessments.TOO_LARGE_NUMBER())
    if value is not None and not isinstance(value, str | int | float):
        raise Refused(assessments.NO_PLAIN_DATA())
    return value


def _answers(value: Any) -> Any:
    """A file whose questions are all still comments has nothing behind `answers:`."""
    if isinstance(value, dict):
        return {file: {} if answers is None else answers for file, answers in value.items()}
    return {} if value is None else value


Words = Annotated[tuple[str, ...], BeforeValidator(_tuple)]
FileId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=64)]
RowId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,63}$")]


_WRAPPER = frozenset({"value", "unknown", "not_applicable", "note", "evidence"})


def is_wrapper(data: Any) -> bool:
    """Whether data from a file says more than a plain value: `{unknown: true}`, `{value: yes, note: ...}`."""
    return isinstance(data, dict) and _WRAPPER.issuperset(data)


class Answer(Record):
    """An answer as it is kept: a value, or `unknown`, or `not_applicable` with the reason; a note and evidence.

    In a file a plain value stands for itself: `basis: consent`. The mapping is written only where more is said:
    `basis: {unknown: true, note: asked the legal unit}`. `value` is plain data as docs/assessments.md lists it for each type
    of question: text, numbers, lists, mappings; dates as `2026-11-24`.
    """

    value: Any = None
    unknown: bool = False
    not_applicable: Prose | None = None
    note: Prose | None = None
    evidence: Annotated[tuple[Evidence, ...], BeforeValidator(_tuple)] = ()

    @model_validator(mode="before")
    @classmethod
    def _plain_value(cls, data: Any) -> Any:
        wrapped = data if is_wrapper(data) else {"value": data}
        if wrapped.get("not_applicable", "") is None and not {"value", "unknown"} & wrapped.keys():
            raise Refused(assessments.NO_REASON())
        if wrapped.get("unknown") is False:
            raise Refused(assessments.UNKNOWN_IS_TRUE())
        return {**wrapped, "value": _own(wrapped["value"])} if "value" in wrapped else wrapped

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


class Rating(Record):
    """Severity and likelihood of one risk at one moment, by the ids of the method's levels: "grave", "possible".

    `irreversible` harm counts one severity higher, as the method says.
    """

    severity: str
    likelihood: str
    reason: Prose | None = None
    irreversible: bool = False


class Acceptance(Record):
    """Who accepted a residual risk, and why. A life-safety risk needs a senior named official."""

    by: Line
    role: Line | None = None
    reason: Prose
    on: Day


class Risk(Record):
    """A risk of the register: of the catalogue (`scenario`) or the analyst's own (`title`); GDPR 35(7)(c).

    Rated `before` measures, `today`, and when all are `done`; `measures` are ids of the assessment's measures. `not_relevant`
    sets it aside, with the reason.
    """

    id: RowId
    scenario: str | None = None
    title: Line | None = None
    kind: Annotated[tuple[Literal["event", "by_design"], ...], BeforeValidator(_tuple)] = ()
    harm: Prose | None = None
    sources: Prose | None = None
    threats: Words = ()
    people: Line | None = None
    raising: Words = ()
    lowering: Words = ()
    before: Rating | None = None
    today: Rating | None = None
    done: Rating | None = None
    measures: Words = ()
    acceptance: Acceptance | None = None
    not_relevant: Prose | None = None

    @model_validator(mode="after")
    def _is_named(self) -> Risk:
        if self.scenario is None and self.title is None:
            raise Refused(assessments.NAMELESS_RISK())
        return self


class MeasureStatus(StrEnum):
    """How far a measure is."""

    PLANNED = "planned"
    PARTIAL = "partial"
    IMPLEMENTED = "implemented"


class Measure(Record):
    """Something that lowers risks, with an owner and the day it is due (GDPR 35(7)(d)). Planned ones lower nothing yet."""

    id: RowId
    title: Line
    text: Prose | None = None
    status: Annotated[MeasureStatus, Field(strict=False)] = MeasureStatus.PLANNED
    owner: Line | None = None
    due: Day | None = None
    implemented_on: Day | None = None
    evidence: Annotated[tuple[Evidence, ...], BeforeValidator(_tuple)] = ()


class Outcome(StrEnum):
    """The decisions of the EDPB template, section 6, from the least to the most cautious."""

    APPROVED = "approved"
    CONDITIONAL = "conditional"
    CONSULTATION = "consultation"
    REJECTED = "rejected"


class Condition(Record):
    """A condition of a conditional approval (EDPB template, section 6); `finding` names the blocks that it answers."""

    id: RowId
    text: Prose
    finding: Words = ()
    owner: Line | None = None
    due: Day | None = None
    met_on: Day | None = None


class AuthorityConsultation(Record):
    """The prior consultation of the supervisory authority (GDPR 36, LED 28)."""

    authority: Line
    sent_on: Day | None = None
    reference: Line | None = None
    answered_on: Day | None = None
    advice: Prose | None = None


class Decision(Record):
    """What the controller decides, within what findings and residual risks leave (EDPB template, section 6; GDPR 36)."""

    outcome: Annotated[Outcome, Field(strict=False)]
    reason: Prose
    by: Person
    on: Day
    conditions: Annotated[tuple[Condition, ...], BeforeValidator(_tuple)] = ()
    rejected_parts: Prose | None = None
    consultation: AuthorityConsultation | None = None


class Approval(Record):
    """A signature bound to the content it was given for: 64 hexadecimal digits. It is void as soon as the content changes.

    On a local machine nobody proves who gave it.
    """

    name: Line
    role: Line
    on: Day
    content_hash: Hash


class QuestionnaireRef(Record):
    """Which version of a questionnaire was answered; `sha256` is that of its definition and its modules', as 64 digits."""

    id: FileId
    version: str
    sha256: Hash | None = None


class Remark(Record):
    """A reviewer's remark on a question or section (`gdpr-dpia.purposes`)."""

    about: str
    text: Prose
    by: Line
    on: Day
    verdict: Literal["acceptable", "improvable", "to_fix"] | None = None
    resolved: bool = False


class Routing(Record):
    """An analyst's word on a questionnaire that answers open, or that no answer opens: it applies or not, and why."""

    id: FileId
    applies: bool = False
    reason: Prose
    by: Line | None = None


class Reviewed(Record):
    """The approved assessment that a review was made from: its content hash, and its data to compare with."""

    content_hash: Hash
    version: Line
    outcome: Line | None = None
    decided_on: Day | None = None
    data: dict[str, Any]


class Assessment(Record):
    """One assessment. Answers stand by file and question: `answers["gdpr-dpia"]["purposes"]`."""

    format: Annotated[int, Field(alias="dpia", ge=1)] = FORMAT
    id: FileId
    title: Line
    organisation: Line | None = None
    summary: Prose | None = None
    version: Line = "0.1"
    classification: Literal["public", "restricted", "confidential"] = "restricted"
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    example: bool = False
    created: Day | None = None
    updated: Day | None = None
    method: FileId | None = None
    questionnaires: Annotated[tuple[QuestionnaireRef, ...], BeforeValidator(_tuple), Field(min_length=1)]
    routing: Annotated[tuple[Routing, ...], BeforeValidator(_tuple)] = ()
    answers: Annotated[dict[str, dict[str, Answer]], BeforeValidator(_answers)] = Field(default_factory=dict)
    risks: Annotated[tuple[Risk, ...], BeforeValidator(_tuple)] = ()
    measures: Annotated[tuple[Measure, ...], BeforeValidator(_tuple)] = ()
    decision: Decision | None = None
    approvals: Annotated[tuple[Approval, ...], BeforeValidator(_tuple)] = ()
    remarks: Annotated[tuple[Remark, ...], BeforeValidator(_tuple)] = ()
    reviewed: Reviewed | None = None

    model_config = ConfigDict(populate_by_name=True)

    @model_validator(mode="after")
    def _can_be_written(self) -> Assessment:
        _own(self.data())
        return self

    def answer(self, key: str) -> Answer | None:
        """The answer to a question by its key, `gdpr-dpia.purposes`; None while there is none."""
        file, _, question = key.partition(".")
        return self.answers.get(file, {}).get(question)

    def with_answer(self, key: str, value: Any) -> Assessment:
        """A new assessment with this answer; a plain value, an Answer, or None to take the answer away.

        Whether it fits its question says `check_assessment`. Raises pydantic's ValidationError for what no file can hold.
        """
        file, _, question = key.partition(".")
        answers = dict(self.answers.get(file, {}))
        answers.pop(question, None)
        if value is not None:
            answers[question] = value if isinstance(value, Answer) else Answer.model_validate(value)
        return self.model_copy(update={"answers": {**self.answers, file: answers}})

    def data(self) -> dict[str, Any]:
        """The assessment as plain JSON data, in the order in which it is written."""
        return self.model_dump(mode="json", by_alias=True)

    def canonical_bytes(self) -> bytes:
        """The canonical JSON (RFC 8785) of everything but the signatures, which sign it."""
        return canonical_json({key: value for key, value in self.data().items() if key != "approvals"})

    @property
    def content_hash(self) -> str:
        """SHA-256 of `dpia-assessment-v1`, a zero byte and the canonical bytes, as 64 hexadecimal digits."""
        # Never kept: copies take kept values along, and a signature would seem to hold for changed content.
        return hashlib.sha256(HASH_PREFIX + self.canonical_bytes()).hexdigest()

    @property
    def open_remarks(self) -> tuple[Remark, ...]:
        """The remarks that nobody has resolved yet."""
        return tuple(remark for remark in self.remarks if not remark.resolved)

    @property
    def valid_approvals(self) -> tuple[Approval, ...]:
        """The signatures that were given for exactly this content."""
        now = self.content_hash
        return tuple(approval for approval in self.approvals if approval.content_hash == now)

    def change(self, **changes: Any) -> Assessment:
        """A new assessment with these fields replaced and checked. Raises pydantic's ValidationError."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Assessment.model_validate({**fields, **changes})


def canonical_json(data: Mapping[str, Any]) -> bytes:
    """The canonical JSON (RFC 8785) of plain data.

    Without odd numbers and without keys beyond ASCII the encoder of the standard library gives the same bytes, four times as
    fast: escapes are the same, keys sort the same by code point and by UTF-16, and so are fractions without an exponent.
    """
    if not _is_plain(data):
        return rfc8785.dumps(dict(data))
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _is_plain(data: Any) -> bool:
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            continue
        if isinstance(value, dict):
            if not all(map(str.isascii, value)):
                return False
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, float) and (not 0.0001 <= abs(value) < 1e15 or value.is_integer()):
            return False
    return True
