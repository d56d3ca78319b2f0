"""What changed between two revisions of an assessment, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dpia.assessment.display import row_name, show_value
from dpia.assessment.evaluation import Evaluation
from dpia.assessment.model import Answer, Measure, Risk
from dpia.questionnaire.compiled import CompiledQuestion
from dpia.questionnaire.model import QuestionType
from dpia.questionnaire.records import Record
from dpia.questionnaire.rules.nodes import Row
from dpia.questionnaire.rules.truth import State
from dpia.wording import N_, Said, said


@dataclass(frozen=True, slots=True)
class Change:
    """One change: in which part, where in it, and what it was before and is after; empty where there is nothing."""

    part: str
    where: str
    before: str
    after: str

    def sentence(self) -> Said:
        """The change as a sentence."""
        if not self.before:
            return said(N_("{where}: now {after}"), where=self.where, after=self.after)
        if not self.after:
            return said(N_("{where}: no longer {before}"), where=self.where, before=self.before)
        return said(N_("{where}: was {before}, is {after}"), where=self.where, before=self.before, after=self.after)


def compare(old: Evaluation, new: Evaluation) -> tuple[Change, ...]:
    """Every change from one evaluation to another: facts of the assessment, answers, risks, measures, decision, findings."""
    return (
        *_header(old, new),
        *_answers(old, new),
        *_records("risk", old.assessment.risks, new.assessment.risks),
        *_records("measure", old.assessment.measures, new.assessment.measures),
        *_levels(old, new),
        *_decision(old, new),
        *_findings(old, new),
    )


def _header(old: Evaluation, new: Evaluation) -> Iterator[Change]:
    for name in ("title", "organisation", "summary", "version", "classification", "language", "method"):
        before, after = getattr(old.assessment, name), getattr(new.assessment, name)
        if before != after:
            yield Change("assessment", name, str(before or ""), str(after or ""))


def _answers(old: Evaluation, new: Evaluation) -> Iterator[Change]:
    items = {item.key: item for item in (*old.form.asked, *new.form.asked)}
    for key, item in items.items():
        before, after = old.assessment.answer(key), new.assessment.answer(key)
        if before == after:
            continue
        where = f"{item.question.code or ''} {item.question.ask}".strip()
        if item.type is QuestionType.TABLE:
            yield from _table(old, new, item, where)
        else:
            yield Change("answer", where, _answer(old, item, before), _answer(new, item, after))


def _answer(evaluation: Evaluation, item: CompiledQuestion, answer: Answer | None) -> str:
    if answer is None or not answer.is_given:
        return ""
    if answer.not_applicable:
        return f"not applicable: {answer.not_applicable}"
    state = evaluation.states.get(item.key)
    text = show_value(item, state.value) if state is not None and state.shown else _raw(answer)
    return f"{text} (note: {answer.note})" if answer.note else text


def _raw(answer: Answer) -> str:
    return "unknown" if answer.unknown else str(answer.value)


def _table(old: Evaluation, new: Evaluation, item: CompiledQuestion, where: str) -> Iterator[Change]:
    before, after = _rows(old, item.key), _rows(new, item.key)
    for row_id in dict.fromkeys((*before, *after)):
        name = row_name(new if row_id in after else old, item.key, row_id)
        place = f"{where} [{row_id}{' ' + name if name != row_id else ''}]"
        if row_id not in after:
            yield Change("answer", place, "there", "")
        elif row_id not in before:
            yield Change("answer", place, "", "there")
        else:
            yield from _cells(item, before[row_id], after[row_id], place)


def _cells(item: CompiledQuestion, before: Row, after: Row, place: str) -> Iterator[Change]:
    for column in item.columns.values():
        name = column.column.id
        was, now = before.cells.get(name), after.cells.get(name)
        if was != now:
            yield Change("answer", f"{place} {column.column.ask}", show_value(column, was), show_value(column, now))


def _rows(evaluation: Evaluation, key: str) -> dict[str, Row]:
    rows = evaluation.facts.rows(key)
    return {} if isinstance(rows, State) else {row.id: row for row in rows}


def _records(part: str, old: Sequence[Risk | Measure], new: Sequence[Risk | Measure]) -> Iterator[Change]:
    before, after = {item.id: item for item in old}, {item.id: item for item in new}
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        if was is None or now is None:
            yield Change(part, name, _title(was), _title(now))
        elif was != now:
            yield from _fields(part, name, was, now)


def _fields(part: str, name: str, was: Record, now: Record) -> Iterator[Change]:
    before, after = was.model_dump(mode="json"), now.model_dump(mode="json")
    for field in dict.fromkeys((*before, *after)):
        if before.get(field) != after.get(field):
            yield Change(part, f"{name} {field}", _plain(before.get(field)), _plain(after.get(field)))


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_plain(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_plain(item) for item in value)
    return "" if value is None else str(value)


def _title(item: Risk | Measure | None) -> str:
    if item is None:
        return ""
    return item.title or (item.scenario if isinstance(item, Risk) else None) or item.id


def _levels(old: Evaluation, new: Evaluation) -> Iterator[Change]:
    before, after = ({risk.id: risk for risk in evaluation.risks} for evaluation in (old, new))
    for name in dict.fromkeys((*before, *after)):
        for moment, words in (("before", "before measures"), ("today", "today"), ("done", "when done")):
            was, now = (getattr(found.get(name), moment, None) for found in (before, after))
            was_level, now_level = (rated.level.label if rated else "" for rated in (was, now))
            if was_level != now_level:
                yield Change("risk level", f"{name} {words}", was_level, now_level)


def _decision(old: Evaluation, new: Evaluation) -> Iterator[Change]:
    was, now = old.assessment.decision, new.assessment.decision
    if was is None or now is None:
        if was is not now:
            yield Change("decision", "decision", was.outcome.value if was else "", now.outcome.value if now else "")
    elif was != now:
        yield from _fields("decision", "decision", was, now)
    left = (", ".join(outcome.value for outcome in evaluation.decision.allowed) for evaluation in (old, new))
    was_left, now_left = left
    if was_left != now_left:
        yield Change("decision", "decisions left", was_left, now_left)


def _findings(old: Evaluation, new: Evaluation) -> Iterator[Change]:
    before, after = ({fired.key: fired for fired in evaluation.open_findings} for evaluation in (old, new))
    for key, fired in {**before, **after}.items():
        if (key in before) != (key in after):
            text = f"{fired.level.value}: {fired.item.finding.says}"
            yield Change("finding", key, text if key in before else "", text if key in after else "")
