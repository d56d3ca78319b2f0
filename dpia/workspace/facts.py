"""What the workspace keeps of an assessment beside its revisions: the line in the list, what is due, the words to search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from dpia.assessment.due import due_days
from dpia.assessment.evaluation import Evaluation
from dpia.questionnaire.model import DueKind, Level

MAX_LINE: Final = 500
REVIEW_ITEM: Final = "review"


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be done by a day: a measure, a condition, or the next review."""

    item: str
    day: date
    what: str
    owner: str


def line_of(evaluation: Evaluation) -> dict[str, Any]:
    """The columns of the list."""
    assessment, method = evaluation.assessment, evaluation.form.method
    rated = [risk.today.level for risk in evaluation.risks if risk.today is not None and not risk.dismissed]
    worst = max((method.level_index(level.id) for level in rated), default=-1)
    progress = evaluation.progress
    return {
        "title": assessment.title,
        "organisation": assessment.organisation or "",
        "example": assessment.example,
        "outcome": assessment.decision.outcome.value if assessment.decision is not None else "",
        "level": worst,
        "level_label": method.levels[worst].label if worst >= 0 else "",
        "blocks": evaluation.count(Level.BLOCK),
        "majors": evaluation.count(Level.MAJOR),
        "minors": evaluation.count(Level.MINOR),
        "asked": sum(section.asked for section in progress),
        "answered": sum(section.answered for section in progress),
        "next_review": evaluation.next_review,
    }


def due_in(evaluation: Evaluation) -> Iterator[Due]:
    """What is due: measures, conditions, the next review (GDPR 35(11)), what happened since, and days that answers set."""
    assessment = evaluation.assessment
    for measure in assessment.measures:
        if measure.due is not None and not measure.is_in_place:
            yield Due(f"measure {measure.id}", measure.due, measure.title, measure.owner or "")
    for condition in assessment.decision.conditions if assessment.decision is not None else ():
        if condition.due is not None and condition.met_on is None:
            what = " ".join(condition.text.split())[:MAX_LINE]
            yield Due(f"condition {condition.id}", condition.due, what, condition.owner or "")
    if evaluation.next_review is not None:
        yield Due(REVIEW_ITEM, evaluation.next_review, "", "")
    for number, occasion in enumerate(assessment.occasions, 1):
        yield Due(f"occasion {number}", occasion.on, " ".join(occasion.what.split())[:MAX_LINE], occasion.by or "")
    for due in due_days(evaluation):
        if due.day != evaluation.next_review or due.kind is not DueKind.REVIEW:
            where = f"{due.code} {due.place.row}" if due.place.row else due.code
            yield Due(f"{due.kind.value} {where}", due.day, due.ask[:MAX_LINE], "")


def texts_of(data: Mapping[str, Any]) -> list[str]:
    """Every text in the data of an assessment, to be searched, in its order."""
    parts = ("title", "organisation", "summary", "answers", "risks", "measures", "decision")
    texts, waiting = [], [data.get(part) for part in reversed(parts)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, dict | list):
            waiting += reversed(value.values() if isinstance(value, dict) else value)
    return texts
