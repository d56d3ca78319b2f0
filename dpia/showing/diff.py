"""What changed between two revisions of an assessment, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from dpia.assessment.decision import OUTCOMES
from dpia.assessment.evaluation import Evaluation
from dpia.assessment.facts import cell_answer
from dpia.assessment.model import (
    Answer,
    Assessment,
    AuthorityConsultation,
    Condition,
    FindingAcceptance,
    Loss,
    Measure,
    QuestionnaireRef,
    Remark,
    Risk,
    Routing,
    StoredPicture,
)
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.kinds import Unfit, read_value
from dpia.questionnaire.model import Level
from dpia.questionnaire.records import Evidence, Record, is_empty
from dpia.questionnaire.rules.nodes import Row
from dpia.questionnaire.rules.truth import State
from dpia.questionnaire.types import QuestionType
from dpia.showing.display import row_name, show_value
from dpia.showing.fields import WORDS, field_word, spoken
from dpia.wording import C_, N_, Said, Translate, said

# Translators: a row, a document or a remark that came or went: "[D2 Log]: now there"
THERE = N_("there")
YES, NO = C_("value", "yes"), C_("value", "no")
LEVELS = {
    # Translators: the level of a finding before what it says: "block: No purpose is named."
    Level.BLOCK: C_("level", "block"),
    Level.MAJOR: C_("level", "major"),
    Level.MINOR: C_("level", "minor"),
    Level.NOTE: C_("level", "note"),
}
PARTS = {
    # Translators: which part of an assessment changed, in a table
    "assessment": C_("part", "assessment"),
    "answer": C_("part", "answer"),
    "risk": C_("part", "risk"),
    "measure": C_("part", "measure"),
    "risk level": C_("part", "risk level"),
    "decision": C_("part", "decision"),
    "remark": C_("part", "remark"),
    "finding": C_("part", "finding"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change: in which part, where in it, and what it was before and is after; empty where there is nothing.

    `part` is one of assessment, answer, risk, measure, risk level, decision, remark, finding; the other texts are for readers.
    """

    part: str
    where: str
    before: str
    after: str

    @property
    def part_word(self) -> str:
        """The part in a word that a page translates."""
        return PARTS[self.part]

    def sentence(self) -> Said:
        """The change as a sentence."""
        # Translators: {where} is a question, a risk or a field: "M03 due: now 2027-01-01"
        if not self.before:
            return said("{where}: now {after}", where=self.where, after=self.after)
        if not self.after:
            return said("{where}: no longer {before}", where=self.where, before=self.before)
        return said("{where}: was {before}, is {after}", where=self.where, before=self.before, after=self.after)


def compare(old: Evaluation, new: Evaluation, translate: Translate = str) -> tuple[Change, ...]:
    """Every change from one evaluation to another: facts of the assessment, answers, risks, measures, decision, findings.

    Empty only where the content is the same and means the same; signatures are no content.
    """
    found = (
        *_header(old, new, translate),
        *_answers(old, new, translate),
        *_records("risk", old.assessment.risks, new.assessment.risks, translate),
        *_records("measure", old.assessment.measures, new.assessment.measures, translate),
        *_levels(old, new, translate),
        *_decision(old, new, translate),
        *_remarks(old, new, translate),
        *_findings(old, new, translate),
    )
    if found or old.assessment.content_hash == new.assessment.content_hash:
        return found
    said_so = translate(N_("written differently, with the same meaning"))
    return (Change("assessment", translate(C_("part", "content")), "", said_so),)


_OWN_PARTS = frozenset(
    [
        "questionnaires",
        "routing",
        "answers",
        "risks",
        "measures",
        "decision",
        "acceptances",
        "approvals",
        "remarks",
        "occasions",
        "losses",
        "pictures",
        "reviewed",
    ]
)


def _header(old: Evaluation, new: Evaluation, translate: Translate) -> Iterator[Change]:
    was, now = old.assessment, new.assessment
    fields = [field for field in Assessment.model_fields if field not in _OWN_PARTS]
    yield from _changed_fields("assessment", "", was, now, fields, translate)
    yield from _items(
        "assessment", translate(C_("part", "questionnaire")), was.questionnaires, now.questionnaires, translate
    )
    yield from _items("assessment", translate(C_("part", "routing")), was.routing, now.routing, translate)
    yield from _items("assessment", translate(C_("part", "left over")), was.losses, now.losses, translate)
    yield from _items("assessment", translate(C_("part", "picture")), was.pictures, now.pictures, translate)
    yield from _items(
        "assessment", translate(C_("part", "accepted finding")), was.acceptances, now.acceptances, translate
    )


def _answers(old: Evaluation, new: Evaluation, translate: Translate) -> Iterator[Change]:
    items = {item.key: item for item in (*old.form.asked, *new.form.asked)}
    for key, item in items.items():
        before, after = old.assessment.answer(key), new.assessment.answer(key)
        if before == after:
            continue
        where = f"{item.question.code or ''} {item.question.ask}".strip()
        if item.type is QuestionType.TABLE and _has_rows(old, item, before) and _has_rows(new, item, after):
            yield from _table(old, new, item, where, translate)
        elif (was := _answer(old, item, before, translate)) != (now := _answer(new, item, after, translate)):
            yield Change("answer", where, was, now)
        yield from _beside(where, before, after, translate)


def _has_rows(evaluation: Evaluation, item: CompiledQuestion, answer: Answer | None) -> bool:
    """Whether a table can be compared row by row: it shows rows, or nothing was said yet."""
    return answer is None or not answer.is_given or not isinstance(evaluation.facts[item.key], State)


def _answer(evaluation: Evaluation, item: CompiledQuestion, answer: Answer | None, translate: Translate) -> str:
    if answer is None or not answer.is_given:
        return ""
    state = evaluation.states.get(item.key)
    return _said(item, state.value if state is not None else State.VOID, answer, translate)


def _said(item: CompiledQuestion | CompiledColumn, value: Any, answer: Answer, translate: Translate) -> str:
    """What an answer says, also where a condition hides it."""
    if answer.not_applicable:
        return said(N_("not applicable: {reason}"), reason=answer.not_applicable).text(translate)
    if answer.unknown or answer.value is None:
        return show_value(item, State.UNKNOWN if answer.unknown else value, translate)
    asked = item.asked
    if isinstance(value, State):
        if asked.type is QuestionType.TABLE:  # it is hidden
            return _plain(answer.value, translate)
        try:
            value = read_value(asked, item.options, answer.value)
        except Unfit:  # an answer that does not fit the other questionnaire
            return _plain(answer.value, translate)
    return show_value(item, value, translate)


def _beside(where: str, before: Answer | None, after: Answer | None, translate: Translate) -> Iterator[Change]:
    """What stands beside an answer: its note and its evidence."""
    yield from _changed_fields(
        "answer", where, before or Answer(), after or Answer(), ("note", "evidence", "suggested"), translate
    )


def _table(
    old: Evaluation, new: Evaluation, item: CompiledQuestion, where: str, translate: Translate
) -> Iterator[Change]:
    before, after = _rows(old, item.key), _rows(new, item.key)
    for row_id in dict.fromkeys((*before, *after)):
        name = row_name(new if row_id in after else old, item.key, row_id, translate)
        place = f"{where} [{row_id}{' ' + name if name != row_id else ''}]"
        if row_id not in after:
            yield Change("answer", place, translate(THERE), "")
        elif row_id not in before:
            yield Change("answer", place, "", translate(THERE))
        else:
            yield from _cells(item, (old, before[row_id]), (new, after[row_id]), place, translate)


def _cells(
    item: CompiledQuestion,
    before: tuple[Evaluation, Row],
    after: tuple[Evaluation, Row],
    place: str,
    translate: Translate,
) -> Iterator[Change]:
    raw_before, raw_after = (_raw_row(evaluation, item.key, row.id) for evaluation, row in (before, after))
    for column in item.columns.values():
        name, where = column.column.id, f"{place} {column.column.ask}"
        answers = cell_answer(raw_before.get(name)), cell_answer(raw_after.get(name))
        was, now = (
            _said(column, row.cells.get(name, State.OPEN), answer, translate)
            for (_, row), answer in zip((before, after), answers, strict=True)
        )
        if was != now:
            yield Change("answer", where, was, now)
        yield from _beside(where, *answers, translate)


def _raw_row(evaluation: Evaluation, key: str, row_id: str) -> Mapping[str, Any]:
    answer = evaluation.assessment.answer(key)
    rows = answer.value if answer is not None and isinstance(answer.value, list) else []
    return next((row for row in rows if isinstance(row, dict) and row.get("id") == row_id), {})


def _rows(evaluation: Evaluation, key: str) -> dict[str, Row]:
    rows = evaluation.facts[key]
    return {} if isinstance(rows, State) else {row.id: row for row in rows}


def _records(
    part: str, old: Sequence[Risk | Measure], new: Sequence[Risk | Measure], translate: Translate
) -> Iterator[Change]:
    before, after = {item.id: item for item in old}, {item.id: item for item in new}
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        if was is None or now is None:
            yield Change(part, name, _title(was), _title(now))
        elif was != now:
            yield from _fields(part, name, was, now, translate)


def _fields(part: str, name: str, was: Record, now: Record, translate: Translate) -> Iterator[Change]:
    yield from _changed_fields(part, name, was, now, type(now).model_fields, translate)


def _changed_fields(
    part: str, where: str, was: Record, now: Record, fields: Iterable[str], translate: Translate
) -> Iterator[Change]:
    """The fields that differ, each in the words of its record; a list of records and a consultation part by part."""
    for field in fields:
        before, after = getattr(was, field), getattr(now, field)
        place = f"{where} {field_word(now, field, translate)}".strip()
        if before == after:
            continue
        if isinstance((before or after), tuple) and isinstance((before or after)[0], Record):
            yield from _items(part, place, before, after, translate)
        elif isinstance(before, AuthorityConsultation) and isinstance(after, AuthorityConsultation):
            yield from _fields(part, place, before, after, translate)
        else:
            texts = ("" if is_empty(value) else _told(field, value, translate) for value in (before, after))
            yield Change(part, place, *texts)


def _items(
    part: str,
    where: str,
    old: Sequence[Record],
    new: Sequence[Record],
    translate: Translate,
    words: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Change]:
    """The records of a list that came, went or say something else, each by its name or by the `words` for it."""
    before, after = _named(old, words), _named(new, words)
    for name in dict.fromkeys((*before, *after)):
        was, now, place = before.get(name), after.get(name), f"{where} {name}".strip()
        if was is not None and now is not None:
            yield from _fields(part, place, was, now, translate)
        else:
            yield Change(
                part, place, *((_plain(item, translate) or translate(THERE)) if item else "" for item in (was, now))
            )


def _named(items: Sequence[Record], words: Mapping[str, str]) -> dict[str, Record]:
    """Records by their names; those of one name are counted: "Contract", "Contract (2)"."""
    found: dict[str, Record] = {}
    for item in items:
        raw = str(getattr(item, _NAMES[type(item)]))
        name = words.get(raw, raw)
        same = sum(1 for known in found if known == name or known.startswith(f"{name} ("))
        found[f"{name} ({same + 1})" if same else name] = item
    return found


_NAMES: Mapping[type[Record], str] = {
    QuestionnaireRef: "id",
    Routing: "id",
    Condition: "id",
    Evidence: "title",
    Remark: "about",
    FindingAcceptance: "finding",
    Loss: "place",
    StoredPicture: "sha256",
}
"""The field by which a reader tells the records of a list apart."""


def _told(field: str, value: Any, translate: Translate) -> str:
    """The value of a field of a record on one line."""
    return _plain(spoken(field, value, translate), translate)


def _plain(value: Any, translate: Translate) -> str:
    """A value on one line. A record is told without the field that names it."""
    if isinstance(value, Record):
        silent = (_NAMES.get(type(value)), "data" if isinstance(value, StoredPicture) else None)
        names = [name for name in type(value).model_fields if name not in silent]
        parts = [(name, part) for name in names if not is_empty(part := getattr(value, name))]
        told = (f"{field_word(value, name, translate)} {_told(name, part, translate)}".strip() for name, part in parts)
        return ", ".join(told)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_plain(item, translate)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(_plain(item, translate) for item in value)
    if isinstance(value, bool):
        return translate(YES) if value else translate(NO)
    return "" if value is None else str(value)


def _title(item: Risk | Measure | None) -> str:
    if item is None:
        return ""
    return item.title or (item.scenario if isinstance(item, Risk) else None) or item.id


def _levels(old: Evaluation, new: Evaluation, translate: Translate) -> Iterator[Change]:
    before, after = ({risk.id: risk for risk in evaluation.risks} for evaluation in (old, new))
    for name in dict.fromkeys((*before, *after)):
        for moment in ("before", "today", "done"):
            was, now = (getattr(found.get(name), moment, None) for found in (before, after))
            was_level, now_level = (rated.level.label if rated else "" for rated in (was, now))
            if was_level != now_level:
                yield Change("risk level", f"{name} {translate(WORDS[moment])}", was_level, now_level)


def _decision(old: Evaluation, new: Evaluation, translate: Translate) -> Iterator[Change]:
    was, now = old.assessment.decision, new.assessment.decision
    outcomes = [translate(OUTCOMES[taken.outcome]) if taken else "" for taken in (was, now)]
    if outcomes[0] != outcomes[1]:
        yield Change("decision", translate(C_("part", "decision")), *outcomes)
    if was is not None and now is not None and was != now:
        yield from _fields(
            "decision", "", was.model_copy(update={"outcome": now.outcome, "content": now.content}), now, translate
        )
    left = ["; ".join(translate(OUTCOMES[outcome]) for outcome in one.decision.allowed) for one in (old, new)]
    if left[0] != left[1]:
        yield Change("decision", translate(C_("part", "decisions left")), *left)


def _remarks(old: Evaluation, new: Evaluation, translate: Translate) -> Iterator[Change]:
    """Remarks by the question that they are about, in its words."""
    asked = {item.key: f"{item.question.code or ''} {item.question.ask}".strip() for item in new.form.asked}
    yield from _items("remark", "", old.assessment.remarks, new.assessment.remarks, translate, asked)


def _findings(old: Evaluation, new: Evaluation, translate: Translate) -> Iterator[Change]:
    before, after = ({fired.key: fired for fired in evaluation.open_findings} for evaluation in (old, new))
    for key, fired in {**before, **after}.items():
        if (key in before) != (key in after):
            text = f"{translate(LEVELS[fired.level])}: {fired.item.finding.says}"
            yield Change("finding", key, text if key in before else "", text if key in after else "")
