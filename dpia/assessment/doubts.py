"""What is well-typed and still cannot be meant: a day that has not come, one sentence in many fields, a decision on other content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from dpia.assessment.facts import Place
from dpia.assessment.model import Assessment
from dpia.assessment.unseen import is_mixed, texts_of, unseen_in
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.records import SignOff
from dpia.questionnaire.rules.nodes import Row
from dpia.wording import N_, Said, said

SAME_AT_LEAST: Final = 5
LENGTH_AT_LEAST: Final = 25


class DoubtKind(StrEnum):
    """Why something is in doubt."""

    FUTURE_DAY = "future_day"
    SAME_TEXT = "same_text"
    CHANGED = "changed_since_decision"
    UNSEEN = "unseen_signs"
    TWO_SCRIPTS = "two_scripts"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that can hardly be meant. `key` is a question or a register (`decision`, `measures`), `place` where in it."""

    kind: DoubtKind
    key: str
    place: Place
    text: Said


def find_doubts(form: Form, assessment: Assessment, values: Any, on: date) -> tuple[Doubt, ...]:
    """Everything in doubt. `values` are what rules see of each question, by key; `on` is the day of judging."""
    return (
        *_changed(assessment),
        *_unseen(assessment),
        *_future(form, assessment, values, on),
        *_same_texts(form, values),
    )


def _unseen(assessment: Assessment) -> Iterator[Doubt]:
    """Signs that nobody sees, and names in two scripts; each place once."""
    found: dict[tuple[DoubtKind, str, str], Said] = {}
    for one in texts_of(assessment):
        if signs := unseen_in(one.text):
            text = said(N_("There are signs here that nobody sees: {signs}. Type the text anew."), signs=signs)
            found.setdefault((DoubtKind.UNSEEN, one.key, one.row), text)
        if one.is_name and is_mixed(one.text):
            text = said(N_("A name here has letters of two scripts that look alike. Type it anew."))
            found.setdefault((DoubtKind.TWO_SCRIPTS, one.key, one.row), text)
    for (kind, key, row), text in found.items():
        yield Doubt(kind, key, Place(row or None), text)


def _changed(assessment: Assessment) -> Iterator[Doubt]:
    """A decision that was taken on another content than the one that stands now."""
    decision = assessment.decision
    if decision is not None and decision.content is not None and decision.content != assessment.decided_content:
        text = said(N_("The content changed after the decision was taken. Look at it again, then decide anew."))
        yield Doubt(DoubtKind.CHANGED, "decision", Place(), text)


def _future(form: Form, assessment: Assessment, values: Any, on: date) -> Iterator[Doubt]:
    """Days of what was said or done that have not come yet."""
    found = (*_stated(form, values), *_registered(assessment))
    for key, place, what, day in found:
        if day is not None and day > on:
            text = said(N_("{what} is dated {day}, a day that has not come yet."), what=what, day=day.isoformat())
            yield Doubt(DoubtKind.FUTURE_DAY, key, place, text)


_Dated = tuple[str, Place, Said, date | None]


def _stated(form: Form, values: Any) -> Iterator[_Dated]:
    for item in form.asked:
        value = values[item.key]
        if isinstance(value, SignOff):
            yield item.key, Place(), said(N_("What {name} stated"), name=value.name), value.date
        elif isinstance(value, tuple):
            for row in value:
                for name, cell in row.cells.items() if isinstance(row, Row) else ():
                    if isinstance(cell, SignOff):
                        yield item.key, Place(row.id, name), said(N_("What {name} stated"), name=cell.name), cell.date


def _registered(assessment: Assessment) -> Iterator[_Dated]:
    decision = assessment.decision
    if decision is not None:
        yield "decision", Place(), said(N_("The decision")), decision.on
        for condition in decision.conditions:
            yield (
                "decision",
                Place(condition.id),
                said(N_("Meeting the condition {name}"), name=condition.id),
                condition.met_on,
            )
        asked = decision.consultation
        if asked is not None:
            yield "decision", Place(), said(N_("The consultation of the authority")), asked.sent_on
            yield "decision", Place(), said(N_("The answer of the authority")), asked.answered_on
    for measure in assessment.measures:
        told = said(N_("Putting the measure {name} in place"), name=measure.id)
        yield "measures", Place(measure.id), told, measure.implemented_on if measure.suggested is None else None
    for risk in assessment.risks:
        if risk.acceptance is not None and risk.acceptance.stands:
            yield "risks", Place(risk.id), said(N_("Accepting the risk {name}"), name=risk.id), risk.acceptance.on
    for accepted in assessment.acceptances:
        yield (
            "acceptances",
            Place(accepted.finding),
            said(N_("Accepting the finding {name}"), name=accepted.finding),
            accepted.on,
        )
    for approval in assessment.approvals:
        yield "approvals", Place(), said(N_("The signature of {name}"), name=approval.name), approval.on
    for remark in assessment.remarks:
        yield "remarks", Place(remark.about), said(N_("The remark of {name}"), name=remark.by), remark.on


def _same_texts(form: Form, values: Any) -> Iterator[Doubt]:
    """One text of some length in five or more places: somebody filled fields instead of answering."""
    places: dict[str, dict[tuple[str, str | None], Place]] = {}
    for item in form.asked:
        value = values[item.key]
        if isinstance(value, str) and item.kind.is_free_text:
            places.setdefault(_folded(value), {}).setdefault((item.key, None), Place())
        for row in value if isinstance(value, tuple) else ():
            for name, column in item.columns.items() if isinstance(row, Row) else ():
                cell = row.cells.get(name)
                if isinstance(cell, str) and column.kind.is_free_text:
                    places.setdefault(_folded(cell), {}).setdefault((item.key, name), Place(row.id, name))
    for text, found in places.items():
        if len(text) >= LENGTH_AT_LEAST and len(found) >= SAME_AT_LEAST:
            (key, _), place = next(iter(found.items()))
            told = said(
                N_("The same text stands in {number} places: is it the answer to each of them?"), number=len(found)
            )
            yield Doubt(DoubtKind.SAME_TEXT, key, place, told)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
