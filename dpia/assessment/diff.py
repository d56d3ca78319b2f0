"""What changed between two revisions of an assessment, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from dpia.assessment.decision import OUTCOMES
from dpia.assessment.display import row_name, show_value
from dpia.assessment.evaluation import Evaluation
from dpia.assessment.model import Answer, Measure, Risk
from dpia.assessment.values import Unfit, read_value
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
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
    """Every change from one evaluation to another: facts of the assessment, answers, risks, measures, decision, findings.

    Empty only where the content is the same and means the same; signatures are no content.
    """
    found = (
        *_header(old, new),
        *_answers(old, new),
        *_records("risk", old.assessment.risks, new.assessment.risks),
        *_records("measure", old.assessment.measures, new.assessment.measures),
        *_levels(old, new),
        *_decision(old, new),
        *_findings(old, new),
    )
    if found or old.assessment.content_hash == new.assessment.content_hash:
        return found
    return (Change("assessment", "content", "", "written differently, with the same meaning"),)


_OWN_PARTS = {"questionnaires", "routing", "answers", "risks", "measures", "decision", "approvals"}


def _header(old: Evaluation, new: Evaluation) -> Iterator[Change]:
    was, now = (
        evaluation.assessment.model_dump(mode="json", exclude={*_OWN_PARTS, "reviewed"}) for evaluation in (old, new)
    )
    yield from _changed_fields("assessment", "", was, now)
    for field in ("questionnaires", "routing"):
        before, after = ({item.id: item for item in getattr(evaluation.assessment, field)} for evaluation in (old, new))
        for name in dict.fromkeys((*before, *after)):
            yield from _named(f"{_WORDS.get(field, field)} {name}", before.get(name), after.get(name))


def _named(where: str, was: Record | None, now: Record | None) -> Iterator[Change]:
    if was is None or now is None:
        yield Change(
            "assessment",
            where,
            *(_plain(item.model_dump(mode="json", exclude={"id"})) if item else "" for item in (was, now)),
        )
    elif was != now:
        yield from _fields("assessment", where, was, now)


def _answers(old: Evaluation, new: Evaluation) -> Iterator[Change]:
    items = {item.key: item for item in (*old.form.asked, *new.form.asked)}
    for key, item in items.items():
        before, after = old.assessment.answer(key), new.assessment.answer(key)
        if before == after:
            continue
        where = f"{item.question.code or ''} {item.question.ask}".strip()
        if item.type is QuestionType.TABLE and _has_rows(old, item, before) and _has_rows(new, item, after):
            yield from _table(old, new, item, where)
        elif (was := _answer(old, item, before)) != (now := _answer(new, item, after)):
            yield Change("answer", where, was, now)
        yield from _remarks(where, before, after)


def _has_rows(evaluation: Evaluation, item: CompiledQuestion, answer: Answer | None) -> bool:
    """Whether a table can be compared row by row: it shows rows, or nothing was said yet."""
    return answer is None or not answer.is_given or not isinstance(evaluation.facts.rows(item.key), State)


def _answer(evaluation: Evaluation, item: CompiledQuestion, answer: Answer | None) -> str:
    if answer is None or not answer.is_given:
        return ""
    state = evaluation.states.get(item.key)
    return _said(item, state.value if state is not None else State.VOID, answer)


def _said(item: CompiledQuestion | CompiledColumn, value: Any, answer: Answer) -> str:
    """What an answer says, also where a condition hides it."""
    if answer.not_applicable:
        return f"not applicable: {answer.not_applicable}"
    if answer.unknown or answer.value is None:
        return show_value(item, State.UNKNOWN if answer.unknown else value)
    asked = item.column if isinstance(item, CompiledColumn) else item.question
    if isinstance(value, State):
        try:
            value = read_value(asked, item.options, answer.value)
        except (Unfit, KeyError):  # a table that is hidden, or an answer that does not fit the other questionnaire
            return _plain(answer.value)
    return show_value(item, value)


def _remarks(where: str, before: Answer | None, after: Answer | None) -> Iterator[Change]:
    was, now = (
        {"note": answer.note, "evidence": [item.model_dump(mode="json") for item in answer.evidence]}
        for answer in (before or Answer(), after or Answer())
    )
    yield from _changed_fields("answer", where, was, now)


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
            yield from _cells(item, (old, before[row_id]), (new, after[row_id]), place)


def _cells(
    item: CompiledQuestion, before: tuple[Evaluation, Row], after: tuple[Evaluation, Row], place: str
) -> Iterator[Change]:
    raw_before, raw_after = (_raw_row(evaluation, item.key, row.id) for evaluation, row in (before, after))
    for column in item.columns.values():
        name, where = column.column.id, f"{place} {column.column.ask}"
        answers = _cell(raw_before.get(name)), _cell(raw_after.get(name))
        was, now = (
            _said(column, row.cells.get(name, State.OPEN), answer)
            for (_, row), answer in zip((before, after), answers, strict=True)
        )
        if was != now:
            yield Change("answer", where, was, now)
        yield from _remarks(where, *answers)


def _cell(raw: Any) -> Answer:
    try:
        return Answer.model_validate(raw)
    except ValidationError:
        return Answer()


def _raw_row(evaluation: Evaluation, key: str, row_id: str) -> Mapping[str, Any]:
    answer = evaluation.assessment.answer(key)
    rows = answer.value if answer is not None and isinstance(answer.value, list) else []
    return next((row for row in rows if isinstance(row, dict) and row.get("id") == row_id), {})


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
    yield from _changed_fields(part, name, was.model_dump(mode="json"), now.model_dump(mode="json"))


def _changed_fields(part: str, where: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for field in dict.fromkeys((*before, *after)):
        if before.get(field) != after.get(field):
            place = f"{where} {_WORDS.get(field, field)}".strip()
            yield Change(part, place, _plain(before.get(field)), _plain(after.get(field)))


_WORDS: Mapping[str, str] = {
    "questionnaires": "questionnaire",
    "applies": "applies:",
    "sha256": "definition",
    "before": "before measures",
    "done": "when done",
    "text": "description",
    "not_relevant": "set aside because",
    "implemented_on": "in place since",
    "rejected_parts": "rejected parts",
    "met_on": "met on",
    "on": "date",
}


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{_WORDS.get(key, key)} {_plain(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(_plain(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
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
            yield Change(
                "decision", "decision", OUTCOMES[was.outcome] if was else "", OUTCOMES[now.outcome] if now else ""
            )
    elif was != now:
        if was.outcome is not now.outcome:
            yield Change("decision", "decision", OUTCOMES[was.outcome], OUTCOMES[now.outcome])
        yield from _fields("decision", "", was.model_copy(update={"outcome": now.outcome}), now)
    left = ("; ".join(OUTCOMES[outcome] for outcome in evaluation.decision.allowed) for evaluation in (old, new))
    was_left, now_left = left
    if was_left != now_left:
        yield Change("decision", "decisions left", was_left, now_left)


def _findings(old: Evaluation, new: Evaluation) -> Iterator[Change]:
    before, after = ({fired.key: fired for fired in evaluation.open_findings} for evaluation in (old, new))
    for key, fired in {**before, **after}.items():
        if (key in before) != (key in after):
            text = f"{fired.level.value}: {fired.item.finding.says}"
            yield Change("finding", key, text if key in before else "", text if key in after else "")
