"""Documents made of an assessment for other people's hands: a model annex to an agreement, and the form of a request.

They are set by the templates of the report, in the same fonts and with the same limits, and carry no file inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dpia.report.answered import QuestionView
from dpia.wording import N_


class FormalKind(StrEnum):
    """What can be made of an assessment beside its report."""

    AGREEMENT_ANNEX = "agreement-annex"
    REQUEST_FORM = "request-form"


TITLES: Final = {
    FormalKind.AGREEMENT_ANNEX: N_("Annex to an agreement on the exchange of personal data"),
    FormalKind.REQUEST_FORM: N_("Request for personal data"),
}


@dataclass(frozen=True, slots=True)
class Held:
    """An agreement that X-11 names, its status, and whether it has a clause: None where nobody said."""

    id: str
    name: str
    status: str
    has: bool | None


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause, the agreements that have it, the answers beside it, and the codes of those that this version leaves out."""

    number: int
    title: str
    text: tuple[str, ...]
    held: tuple[Held, ...]
    answers: tuple[QuestionView, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the form of a request: what is written there, a hint, and boxes to tick. `tall` leaves room for more."""

    name: str
    hint: str = ""
    boxes: tuple[str, ...] = ()
    tall: bool = False


@dataclass(frozen=True, slots=True)
class FormalView:
    """What such a document shows beside what every report does: agreements and clauses of the annex, fields of the form."""

    kind: str
    title: str
    agreements: tuple[Held, ...] = ()
    clauses: tuple[ClauseView, ...] = ()
    asked: tuple[Field, ...] = ()
    answered: tuple[Field, ...] = ()
    answers: tuple[QuestionView, ...] = ()
    left_out: tuple[str, ...] = ()
