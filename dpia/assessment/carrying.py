"""What a review knows already: the findings that were open when it was decided, and what happened since (GDPR 35(11))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from dpia.assessment.evaluation import evaluate
from dpia.assessment.forming import form_of
from dpia.assessment.model import REVIEW, Answer, Assessment, SuggestedBy, Suggester
from dpia.assessment.parts import Occasion
from dpia.questionnaire.compiled import CompiledQuestion
from dpia.questionnaire.library import Library

MAX_LINE: Final = 500
MAX_TEXT: Final = 3000


def carried_into(begun: Assessment, decided: Assessment, library: Library, *, on: date) -> Assessment:
    """The review that was begun, with what is known of the assessment as it was decided.

    Questions that mean `reviewed_before` say yes, and those that mean `last_findings` get a row for each block, major and minor
    of that day. Those that mean `occasions` and `what_happened` get what was noted since, as a suggestion: only a person
    knows whether that is all.
    """
    form = form_of(begun, library)
    for item in form.asked:
        answer = _answer(item, decided, library, on)
        if answer is not None:
            begun = begun.with_answer(item.key, answer)
    return begun


def occasion_kinds(library: Library) -> dict[str, str]:
    """What the question on occasions in `review` offers, each by its id; nothing where there is no such questionnaire."""
    if REVIEW not in library.questionnaires:
        return {}
    asked = library.form([REVIEW]).asked
    offered = (item.options for item in asked if item.question.means == "occasions")
    return {option.id: option.label for option in next(offered, ())}


def _answer(item: CompiledQuestion, decided: Assessment, library: Library, on: date) -> Answer | None:
    match item.question.means:
        case "reviewed_before":
            return Answer(value="yes")
        case "last_findings":
            return Answer(value=list(_rows(item, decided, library)))
        case "occasions":
            offered = {option.id for option in item.options}
            kinds = [kind for kind in dict.fromkeys(one.kind for one in decided.occasions) if kind in offered]
            return _noted(kinds, on) if kinds else None
        case "what_happened" if decided.occasions:
            most = item.question.max_length or MAX_TEXT
            return _noted(_cut("\n\n".join(map(_told, decided.occasions)), most), on)
    return None


def _noted(value: Any, on: date) -> Answer:
    return Answer(value=value, suggested=SuggestedBy(kind=Suggester.PROGRAM, name="dpia review", on=on))


def _rows(item: CompiledQuestion, decided: Assessment, library: Library) -> Iterator[dict[str, Any]]:
    """A row for each finding, with the day of the decision, in the columns that are there."""
    day = decided.decision.on if decided.decision is not None else decided.updated
    if day is None:
        return
    evaluation = evaluate(form_of(decided, library), decided, on=day)
    for number, fired in enumerate(evaluation.open_findings, 1):
        question = evaluation.form.questions[fired.item.question].question
        finding = _cut(f"{question.code or ''} {' '.join(fired.item.finding.says.split())}".strip(), MAX_LINE)
        cells = {"earlier_finding": finding, "earlier_level": fired.level.value, "found_on": day.isoformat()}
        known = {name: cell for name, cell in cells.items() if name in item.columns}
        yield {"id": f"{item.question.prefix or 'F'}{number}", **known}


def _told(occasion: Occasion) -> str:
    by = f" ({occasion.by})" if occasion.by else ""
    return f"{occasion.on.isoformat()}: {occasion.what.strip()}{by}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
