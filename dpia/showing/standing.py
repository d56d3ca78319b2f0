"""What stands and what does not: suggested values with their origin, and what answers a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from dpia.assessment.duplicating import ACCEPTANCES, MEASURES, RISKS, suggestions
from dpia.assessment.fired import FiredFinding
from dpia.assessment.model import Condition, FindingAcceptance, Measure, MeasureStatus, SuggestedBy, Suggester
from dpia.assessment.remedies import Remedy
from dpia.showing.language import Language
from dpia.showing.views import RemedyView, Suggestion
from dpia.wording import C_, N_, Said, said

if TYPE_CHECKING:
    from dpia.assessment.evaluation import Evaluation
    from dpia.assessment.register import RiskState

ORIGINS: Final[Mapping[Suggester, str]] = {
    Suggester.ASSESSMENT: N_("From “{name}”, {day}: not given for this processing. It counts as missing."),
    Suggester.KIT: N_(
        "Suggested by the starter kit “{name}”, {day}. It counts as missing until somebody keeps or changes it."
    ),
    Suggester.IMPORT: N_(
        "Suggested by the import of “{name}”, {day}. It counts as missing until somebody keeps or changes it."
    ),
    Suggester.PROGRAM: N_(
        "Suggested by the program “{name}”, {day}. It counts as missing until somebody keeps or changes it."
    ),
    Suggester.ORGANISATION: N_(
        "A fact of the organisation, kept from “{name}”, {day}. It counts as missing until somebody keeps or changes it."
    ),
}


NAMELESS: Final[Mapping[Suggester, str]] = {
    Suggester.ASSESSMENT: N_("From another assessment, {day}: not given for this processing. It counts as missing."),
    Suggester.KIT: N_("Suggested by a starter kit, {day}. It counts as missing until somebody keeps or changes it."),
    Suggester.IMPORT: N_("Suggested by an import, {day}. It counts as missing until somebody keeps or changes it."),
    Suggester.PROGRAM: N_("Suggested by a program, {day}. It counts as missing until somebody keeps or changes it."),
    Suggester.ORGANISATION: N_(
        "A fact of the organisation, kept since {day}. It counts as missing until somebody keeps or changes it."
    ),
}
"""The same in a version for others, who are not told what else somebody assesses."""


def origin_words(origin: SuggestedBy, words: Language, *, named: bool = True) -> str:
    """Where a suggested value comes from, in a sentence."""
    if not named:
        return words.tell(said(NAMELESS[origin.kind], day=words.date(origin.on)))
    return words.tell(said(ORIGINS[origin.kind], name=origin.name, day=words.date(origin.on)))


STATUS_WORDS: Final[Mapping[MeasureStatus, str]] = {
    MeasureStatus.PLANNED: N_("Planned"),
    MeasureStatus.PARTIAL: N_("Partly implemented"),
    MeasureStatus.IMPLEMENTED: N_("Implemented"),
}


def plain_text(value: Any) -> str:
    """Plain data of any shape as a reader sees it: rows on lines of their own, the parts of a mapping behind their names."""
    if isinstance(value, list):
        return "\n".join(plain_text(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {plain_text(one)}" for key, one in value.items())
    return "" if value is None else str(value)


def suggested_things(evaluation: Evaluation, words: Language, *, named: bool = True) -> tuple[Suggestion, ...]:
    """Everything that is only suggested in an assessment, in the order of `suggestions`; of answers and risks those that show."""
    told = partial(origin_words, words=words, named=named)
    return tuple(
        found for name in suggestions(evaluation.assessment) for found in _suggested(evaluation, words, name, told)
    )


def _suggested(
    evaluation: Evaluation, words: Language, name: str, told_of: Callable[[SuggestedBy], str]
) -> Iterator[Suggestion]:
    assessment, (register, _, rest) = evaluation.assessment, name.partition(".")
    if register == RISKS:
        risk = next(risk for risk in assessment.risks if risk.id == rest)
        state = next((state for state in evaluation.risks if state.id == rest), None)
        if state is None:  # of a layer that is closed
            return
        accepted = risk.acceptance
        origin = risk.suggested or (accepted.suggested if accepted is not None else None)
        told = _accepted(words, accepted.by, accepted.reason) if risk.suggested is None and accepted is not None else ""
        yield _named(name, rest, state.title, told, origin, told_of)
    elif register == MEASURES:
        measure = next(item for item in assessment.measures if item.id == rest)
        told = " · ".join(part for part in (words.translate(STATUS_WORDS[measure.status]), measure.owner or "") if part)
        yield _named(name, rest, measure.title, told, measure.suggested, told_of)
    elif register == ACCEPTANCES:
        item = next(item for item in assessment.acceptances if item.finding == rest)
        found = evaluation.form.findings_by_key.get(rest)
        title = found.finding.says if found is not None else rest
        yield _named(name, "", title, _accepted(words, item.by, item.reason), item.suggested, told_of)
    elif name in evaluation.form.questions and evaluation.states[name].shown:
        question, answer = evaluation.form.questions[name].question, assessment.answer(name)
        yield _named(name, question.code or "", question.ask, "", answer.suggested if answer else None, told_of)


def _named(
    name: str, code: str, title: str, told: str, origin: SuggestedBy | None, told_of: Callable[[SuggestedBy], str]
) -> Suggestion:
    return Suggestion(name, code, title, told, told_of(origin) if origin is not None else "")


def _accepted(words: Language, by: str, reason: str) -> str:
    return words.tell(said(N_("Accepted by {name}: {reason}"), name=by, reason=reason))


def remedy_views(
    evaluation: Evaluation, fired: FiredFinding, words: Language, withheld: tuple[str, ...]
) -> tuple[RemedyView, ...]:
    """What answers a finding, without what a version of the report withholds."""
    hidden = {"measure": "measures", "condition": "decision", "acceptance": "decision"}
    return tuple(_remedy(found, words) for found in evaluation.remedies(fired) if hidden[found.kind] not in withheld)


def _remedy(found: Remedy, words: Language) -> RemedyView:
    record = found.record
    if isinstance(record, Measure):
        return RemedyView(
            found.kind, f"{record.id} {record.title}", _measure_state(record, words), f"measure-{record.id}"
        )
    if isinstance(record, Condition):
        met = (
            said(N_("condition met on {day}"), day=words.date(record.met_on))
            if record.met_on
            else said(N_("condition"))
        )
        return RemedyView(found.kind, record.id, words.tell(met), f"condition-{record.id}")
    return RemedyView(found.kind, _who_accepts(record, words), words.date(record.on), "")


def _measure_state(measure: Measure, words: Language) -> str:
    if measure.is_in_place:
        return words.translate(C_("measure", "in place"))
    due = words.date(measure.due) if measure.due is not None else ""
    told: Said = said(N_("not in place yet, due {day}"), day=due) if due else said(N_("not in place yet"))
    return words.tell(told)


def _who_accepts(record: FindingAcceptance, words: Language) -> str:
    who = f"{record.by}, {record.role}" if record.role else record.by
    return words.tell(said(N_("Accepted by {name}: {reason}"), name=who, reason=record.reason))


def covered(evaluation: Evaluation, state: RiskState) -> tuple[str, ...]:
    """The general risks that one of a layer stands for too, with their titles: "GR01 Private matters reach ..."."""
    twins = (evaluation.form.catalogue.risk(name) for name in state.covers)
    return tuple(f"{twin.id} {twin.title}" for twin in twins if twin is not None)
