"""The parts of an assessment beside its answers: risks, measures, decision, signatures, remarks, and what a move left over."""

from __future__ import annotations

import base64
import binascii
import hashlib
from enum import StrEnum
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, model_validator

from dpia.assessment.answer import SuggestedBy, as_tuple, plain
from dpia.errors import Refused
from dpia.messages import assessments
from dpia.questionnaire.records import Day, Evidence, Hash, Line, Person, Prose, Record, RowId

Words = Annotated[tuple[str, ...], BeforeValidator(as_tuple)]
FileId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=64)]
MAX_PICTURE: Final = 4_000_000
"""Base64 characters of one picture: about 3 MB."""


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
    suggested: SuggestedBy | None = None

    @property
    def stands(self) -> bool:
        """Whether it was given for this processing; one that is only suggested counts as none."""
        return self.suggested is None


class FindingAcceptance(Acceptance):
    """Who accepts that a major finding stays open, and why (GDPR 24(1), 35(7)(d)); `finding` is its key or id."""

    finding: Line


class Risk(Record):
    """A risk of the register: of the catalogue (`scenario`) or the analyst's own (`title`); GDPR 35(7)(c).

    Rated `before` measures, `today`, and when all are `done`; `measures` are ids of the assessment's measures. `not_relevant`
    sets it aside, with the reason.
    """

    id: RowId
    scenario: str | None = None
    title: Line | None = None
    kind: Annotated[tuple[Literal["event", "by_design"], ...], BeforeValidator(as_tuple)] = ()
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
    suggested: SuggestedBy | None = None

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
    """Something that lowers risks, with an owner and the day it is due (GDPR 35(7)(d)). Planned ones lower nothing yet.

    `mends` names what it puts right beside risks: findings, by key or id, and questions, by key. One that is only suggested
    stands as planned, without owner and date, whatever it says.
    """

    id: RowId
    title: Line
    text: Prose | None = None
    status: Annotated[MeasureStatus, Field(strict=False)] = MeasureStatus.PLANNED
    owner: Line | None = None
    due: Day | None = None
    implemented_on: Day | None = None
    evidence: Annotated[tuple[Evidence, ...], BeforeValidator(as_tuple)] = ()
    mends: Words = ()
    suggested: SuggestedBy | None = None

    @property
    def stands(self) -> MeasureStatus:
        """How far it is in this processing: what is only suggested is planned."""
        return self.status if self.suggested is None else MeasureStatus.PLANNED

    @property
    def is_in_place(self) -> bool:
        """Whether it is implemented in this processing."""
        return self.stands is MeasureStatus.IMPLEMENTED

    @property
    def is_settled(self) -> bool:
        """Whether it is in place, or somebody has to bring it there by a date."""
        return self.suggested is None and (self.is_in_place or (self.owner is not None and self.due is not None))


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
    """What the controller decides, within what findings and residual risks leave (EDPB template, section 6; GDPR 36).

    `content` is the hash of what was decided on, see `Assessment.decided_content`, so that a later change is told.
    """

    outcome: Annotated[Outcome, Field(strict=False)]
    reason: Prose
    by: Person
    on: Day
    conditions: Annotated[tuple[Condition, ...], BeforeValidator(as_tuple)] = ()
    rejected_parts: Prose | None = None
    consultation: AuthorityConsultation | None = None
    content: Hash | None = None


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
    """A reviewer's remark on a question or section (`gdpr-dpia.purposes`), a risk (`risks.R01`) or a measure (`measures.M01`).

    It says something, or gives a verdict, or both.
    """

    about: str
    text: Prose | None = None
    by: Line
    on: Day
    verdict: Literal["acceptable", "improvable", "to_fix"] | None = None
    resolved: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> Remark:
        if self.text is None and self.verdict is None:
            raise Refused(assessments.EMPTY_REMARK())
        return self


class Occasion(Record):
    """What happened on a day and may call for a review (GDPR 35(11)). It stands beside what is signed, and voids no signature.

    `kind` is an option of the question on occasions in the questionnaire `review`, such as `incident`.
    """

    on: Day
    what: Prose
    by: Line | None = None
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Occasion:
        if not self.what.strip():
            raise Refused(assessments.EMPTY_OCCASION())
        return self


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
    data: Annotated[dict[str, Any], Field(min_length=1)]  # empty it would not be written, and the file not read again


class Loss(Record):
    """Something that a move to other questionnaires or an import found no place for, kept so that nobody loses it.

    `source` is what it comes from (`gdpr-dpia 1.0.0`, `CNIL PIA`), `place` where it stood there, `label` that place in words,
    `value` what stood there as plain data, `note` why it has no place.
    """

    source: Line
    place: Line
    label: Line | None = None
    value: Any = None
    note: Prose | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain_value(cls, data: Any) -> Any:
        return {**data, "value": plain(data["value"])} if isinstance(data, dict) and "value" in data else data


class StoredPicture(Record):
    """The bytes of a picture that an answer names, in Base64, with their SHA-256."""

    sha256: Hash
    media: Literal["image/png", "image/jpeg", "image/webp"]
    data: Annotated[str, Field(min_length=4, max_length=MAX_PICTURE)]

    @model_validator(mode="after")
    def _is_whole(self) -> StoredPicture:
        try:
            found = base64.b64decode(self.data, validate=True)
        except binascii.Error:
            raise Refused(assessments.BAD_PICTURE()) from None
        if hashlib.sha256(found).hexdigest() != self.sha256 or not found.startswith(_MAGIC[self.media]):
            raise Refused(assessments.BAD_PICTURE())
        return self


_MAGIC: Final = {"image/png": b"\x89PNG\r\n", "image/jpeg": b"\xff\xd8\xff", "image/webp": b"RIFF"}
