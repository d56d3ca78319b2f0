"""What was answered about one processing: a frozen value. A change makes a new one; a draft may be incomplete."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

import rfc8785
from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from dpia.assessment.answer import Answer, SuggestedBy, Suggester, as_tuple, is_wrapper, plain
from dpia.assessment.parts import (
    Acceptance,
    Approval,
    AuthorityConsultation,
    Condition,
    Decision,
    FileId,
    FindingAcceptance,
    Loss,
    Measure,
    MeasureStatus,
    Occasion,
    Outcome,
    QuestionnaireRef,
    Rating,
    Remark,
    Reviewed,
    Risk,
    Routing,
    StoredPicture,
    Words,
)
from dpia.questionnaire.records import Day, Line, Prose, Record, RowId

__all__ = [
    "FORMAT",
    "REVIEW",
    "Acceptance",
    "Answer",
    "Approval",
    "Assessment",
    "AuthorityConsultation",
    "Condition",
    "Decision",
    "FileId",
    "FindingAcceptance",
    "Loss",
    "Measure",
    "MeasureStatus",
    "Outcome",
    "QuestionnaireRef",
    "Rating",
    "Remark",
    "Reviewed",
    "Risk",
    "Routing",
    "RowId",
    "StoredPicture",
    "SuggestedBy",
    "Suggester",
    "Words",
    "canonical_json",
    "is_wrapper",
]

FORMAT: Final = 2
"""The format that is written. Format 1 lacks `suggested`, `mends`, `acceptances`, `losses`, `pictures`, remarks on risks and
measures, and verdicts without words; it is read for ever, keeps its hash and signatures, and becomes 2 with the first change."""
DECIDED_PREFIX: Final = b"dpia-decided-v1\0"
HASH_PREFIX: Final = b"dpia-assessment-v1\0"
REVIEW: Final = "review"
"""The questionnaire of a review."""
BESIDE: Final = ("approvals", "occasions")
"""What stands beside the content that is signed: the signatures themselves, and what happened since."""


def _answers(value: Any) -> Any:
    """A file whose questions are all still comments has nothing behind `answers:`."""
    if isinstance(value, dict):
        return {file: {} if answers is None else answers for file, answers in value.items()}
    return {} if value is None else value


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
    questionnaires: Annotated[tuple[QuestionnaireRef, ...], BeforeValidator(as_tuple), Field(min_length=1)]
    routing: Annotated[tuple[Routing, ...], BeforeValidator(as_tuple)] = ()
    answers: Annotated[dict[str, dict[str, Answer]], BeforeValidator(_answers)] = Field(default_factory=dict)
    risks: Annotated[tuple[Risk, ...], BeforeValidator(as_tuple)] = ()
    measures: Annotated[tuple[Measure, ...], BeforeValidator(as_tuple)] = ()
    decision: Decision | None = None
    acceptances: Annotated[tuple[FindingAcceptance, ...], BeforeValidator(as_tuple)] = ()
    approvals: Annotated[tuple[Approval, ...], BeforeValidator(as_tuple)] = ()
    remarks: Annotated[tuple[Remark, ...], BeforeValidator(as_tuple)] = ()
    occasions: Annotated[tuple[Occasion, ...], BeforeValidator(as_tuple)] = ()
    losses: Annotated[tuple[Loss, ...], BeforeValidator(as_tuple)] = ()
    pictures: Annotated[tuple[StoredPicture, ...], BeforeValidator(as_tuple)] = ()
    reviewed: Reviewed | None = None

    model_config = ConfigDict(populate_by_name=True)

    @model_validator(mode="after")
    def _can_be_written(self) -> Assessment:
        plain(self.data())
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
        return self.model_copy(update={"answers": {**self.answers, file: answers}, "format": FORMAT})

    def data(self) -> dict[str, Any]:
        """The assessment as plain JSON data, in the order in which it is written; `occasions` only where there are any."""
        return self.model_dump(mode="json", by_alias=True, exclude=None if self.occasions else {"occasions"})

    def canonical_bytes(self) -> bytes:
        """The canonical JSON (RFC 8785) of what is signed: everything but what stands beside it."""
        return canonical_json({key: value for key, value in self.data().items() if key not in BESIDE})

    @property
    def closed(self) -> frozenset[str]:
        """The questionnaires and modules of which somebody says that they do not apply."""
        return frozenset(word.id for word in self.routing if not word.applies)

    @property
    def content_hash(self) -> str:
        """SHA-256 of `dpia-assessment-v1`, a zero byte and the canonical bytes, as 64 hexadecimal digits."""
        # Never kept: copies take kept values along, and a signature would seem to hold for changed content.
        return hashlib.sha256(HASH_PREFIX + self.canonical_bytes()).hexdigest()

    @property
    def decided_content(self) -> str:
        """The SHA-256 of what a decision is about: everything but the decision itself, signatures, remarks and the last day."""
        beside = (*BESIDE, "dpia", "decision", "remarks", "updated")
        about = {key: value for key, value in self.data().items() if key not in beside}
        return hashlib.sha256(DECIDED_PREFIX + canonical_json(about)).hexdigest()

    @property
    def open_remarks(self) -> tuple[Remark, ...]:
        """The remarks that nobody has resolved yet."""
        return tuple(remark for remark in self.remarks if not remark.resolved)

    @property
    def valid_approvals(self) -> tuple[Approval, ...]:
        """The signatures that were given for exactly this content."""
        now = self.content_hash
        return tuple(approval for approval in self.approvals if approval.content_hash == now)

    @property
    def void_approvals(self) -> tuple[Approval, ...]:
        """The signatures that were given for another content than this."""
        now = self.content_hash
        return tuple(approval for approval in self.approvals if approval.content_hash != now)

    def signed_by(self, name: str) -> Approval | None:
        """The signature that somebody gave for exactly this content already, whatever the spaces and capitals of the name."""
        wanted = " ".join(name.casefold().split())
        found = (one for one in self.valid_approvals if " ".join(one.name.casefold().split()) == wanted)
        return next(found, None)

    def change(self, **changes: Any) -> Assessment:
        """A new assessment with these fields replaced and checked. Raises pydantic's ValidationError.

        What stands beside the content leaves the format as it is, because signatures are bound to it as it was written.
        """
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        if changes.keys() - set(BESIDE):
            fields["format"] = FORMAT
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
