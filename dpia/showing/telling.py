"""Answers, and what is only suggested, in a few words: whoever is to keep something reads it first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from dpia.assessment.duplicating import MEASURES, RISKS
from dpia.assessment.facts import split_cell
from dpia.assessment.model import Answer
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.kinds import Unfit, read_value
from dpia.questionnaire.types import QuestionType
from dpia.showing.charts import MOMENTS
from dpia.showing.language import Language
from dpia.showing.views import Suggestion

if TYPE_CHECKING:
    from dpia.assessment.evaluation import Evaluation

LENGTH: Final = 600
"""Characters of an answer that are shown where it is only looked at."""


def answer_told(item: CompiledQuestion, answer: Answer, words: Language) -> str:
    """An answer in a few words, the rows of a table behind each other."""
    if answer.unknown:
        return words._("Unknown")
    if answer.not_applicable:
        return f"{words._('Not applicable')}: {answer.not_applicable}"
    if item.type is QuestionType.TABLE:
        rows = answer.value if isinstance(answer.value, list) else []
        return _short("; ".join(_row_told(item, row, words) for row in rows if isinstance(row, dict)))
    return _short(_value_told(item, answer.value, words))


def suggestion_told(evaluation: Evaluation, thing: Suggestion, words: Language) -> str:
    """What is suggested: the value of an answer, the harm and the ratings of a risk, the text of a measure."""
    item, answer = evaluation.form.questions.get(thing.name), evaluation.assessment.answer(thing.name)
    if item is not None and answer is not None:
        return answer_told(item, answer, words)
    register, _, name = thing.name.partition(".")
    more: Iterator[str] = iter(())
    if register == RISKS:
        more = _risk_told(evaluation, name, words)
    elif register == MEASURES:
        more = (measure.text or "" for measure in evaluation.assessment.measures if measure.id == name)
    return _short(" · ".join(part for part in (thing.told, *(" ".join(text.split()) for text in more)) if part))


def _risk_told(evaluation: Evaluation, name: str, words: Language) -> Iterator[str]:
    state = next((state for state in evaluation.risks if state.id == name), None)
    if state is None:
        return
    for moment, title in MOMENTS.items():
        if (rated := getattr(state, moment)) is not None:
            yield f"{words._(title)}: {rated.severity.label}, {rated.likelihood.label}"
    if state.risk is not None:
        yield from (text for text in (state.risk.not_relevant, state.risk.harm, state.risk.sources) if text)
        yield "; ".join(state.risk.measures)


def _short(told: str) -> str:
    return told if len(told) <= LENGTH else told[: LENGTH - 1] + "…"


def _row_told(item: CompiledQuestion, row: Mapping[str, Any], words: Language) -> str:
    cells = []
    for name, column in item.columns.items():
        value, unknown, reason = split_cell(row.get(name))
        said = words._("Unknown") if unknown else reason or _value_told(column, value, words)
        cells += [said] if said else []
    return ", ".join(cells) or str(row.get("id", ""))


def _value_told(item: CompiledQuestion | CompiledColumn, value: Any, words: Language) -> str:
    if value is None:
        return ""
    try:
        return words.say(item, read_value(item.asked, item.options, value))
    except Unfit:
        return str(value)
