"""Form fields to answers and back. What a person typed is never lost: what cannot be stored is shown again with its error.

A field is called after its question, `gdpr-dpia.purposes`; a cell of a table `gdpr-dpia.purposes/P1/basis`. Behind a colon
stands what is said beside the value: `:state`, `:reason`, `:note`, and `:asked`, which marks that the field was on the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.datastructures import FormData

from dpia.assessment.checking import find_ill
from dpia.assessment.ill import Ill
from dpia.assessment.model import Answer, Assessment, is_wrapper
from dpia.errors import HERE, BadInput, Problem, Told
from dpia.messages import forms
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion, Form
from dpia.questionnaire.records import MAX_PROSE
from dpia.questionnaire.types import QuestionType
from dpia.web.untouched import as_it_stood, says_the_same

STATES: Final = ("unknown", "not_applicable")


@dataclass
class Read:
    """What a form says: the answers that it changes, by key, what is wrong with a field, by its name, and what was pasted."""

    answers: dict[str, Answer | None] = field(default_factory=dict)
    errors: dict[str, Told] = field(default_factory=dict)
    pasted: dict[str, str] = field(default_factory=dict)


def read_form(form: Form, assessment: Assessment, sent: FormData) -> Read:
    """The answers in a form that differ from those of the assessment, each checked alone."""
    found = Read()
    for key in dict.fromkeys(str(value) for value in sent.getlist("asked")):
        item = form.questions.get(key)
        if item is None:
            continue
        before = assessment.answer(key)
        answer = read_answer(item, sent, before)
        if not _says_the_same(answer, before):
            found.answers[key] = _still_suggested(answer, before or Answer())
    _refuse_ill(form, assessment, found)
    return found


def _says_the_same(answer: Answer | None, before: Answer | None) -> bool:
    """Whether a form brings what is kept; whether that is only suggested is none of what a form says."""
    one, other = ((part or Answer()).model_dump(mode="json", exclude={"suggested"}) for part in (answer, before))
    return says_the_same(one, other)


def _still_suggested(answer: Answer | None, before: Answer) -> Answer | None:
    """An answer beside which only the note was changed: nobody has kept or changed what is suggested."""
    if answer is None or before.suggested is None:
        return answer
    says = ("value", "unknown", "not_applicable")
    if any(not says_the_same(getattr(answer, name), getattr(before, name)) for name in says):
        return answer
    same = {name: getattr(before, name) for name in says}
    return answer.model_copy(update={**same, "suggested": before.suggested})


def _refuse_ill(form: Form, assessment: Assessment, found: Read) -> None:
    """Takes out what no assessment may hold, and says at its fields what is wrong. Of a table the other cells stay."""
    while found.answers:
        changed = with_answers(assessment, found.answers)
        wrong = [ill for ill in find_ill(form, changed, assessment) if ill.path[0] == "answers"]
        for ill in wrong:
            found.errors.setdefault(field_of(changed, ill), ill.told)
        if not wrong:
            return
        mended = {key: _without_ill(changed, assessment, key, wrong) for key in found.answers}
        blamed = {f"{ill.path[1]}.{ill.path[2]}" for ill in wrong}
        for key in blamed & mended.keys() or set(mended):
            answer = mended[key]
            if answer is None or _says_the_same(answer, assessment.answer(key)):
                del found.answers[key]
            else:
                found.answers[key] = answer


def _without_ill(changed: Assessment, before: Assessment, key: str, wrong: Sequence[Ill]) -> Answer | None:
    """The answer to a table with what stood before in the cells that are wrong; None where that mends nothing."""
    answer, old = changed.answer(key), before.answer(key)
    places = [ill.path[3:] for ill in wrong if f"{ill.path[1]}.{ill.path[2]}" == key]
    if answer is None or not places or not all(len(place) >= 2 and isinstance(place[0], int) for place in places):
        return None
    rows, kept = [dict(row) for row in answer.value], rows_by_id(old)
    for number, column, *_ in places:
        row = rows[int(number)]
        stood = kept.get(row["id"], {}).get(str(column))
        if row.get(str(column)) == stood:
            return None
        if stood is None:
            del row[str(column)]
        else:
            row[str(column)] = stood
    return answer.model_copy(update={"value": rows})


def rows_by_id(answer: Answer | None) -> dict[str, Mapping[str, Any]]:
    """The rows of a table as they are kept, in their order."""
    rows = answer.value if answer is not None and isinstance(answer.value, list) else []
    return {str(row["id"]): row for row in rows}


def with_answers(assessment: Assessment, answers: Mapping[str, Answer | None]) -> Assessment:
    """The assessment with these answers."""
    for key, answer in answers.items():
        assessment = assessment.with_answer(key, answer if answer is not None and _says(answer) else None)
    return assessment


def _says(answer: Answer) -> bool:
    return answer.is_given or bool(answer.note) or bool(answer.evidence)


def question_of(name: str) -> str:
    """The key of the question that a field belongs to: "gdpr-dpia.purposes/P1/basis" -> "gdpr-dpia.purposes"."""
    return name.partition("/")[0].partition(":")[0]


def codes_of(form: Form, keys: Iterable[str]) -> str:
    """Questions by their codes, each once: "G-1.1, G-2.3"."""
    return ", ".join(form.questions[key].question.code or key for key in dict.fromkeys(keys) if key in form.questions)


def field_of(assessment: Assessment, ill: Ill) -> str:
    """The name of the field that something wrong is in."""
    key = f"{ill.path[1]}.{ill.path[2]}"
    if len(ill.path) < 4 or not isinstance(ill.path[3], int):
        return key
    answer = assessment.answer(key)
    rows = answer.value if answer is not None and isinstance(answer.value, list) else []
    row = rows[ill.path[3]] if ill.path[3] < len(rows) else {}
    name = row.get("id", "") if isinstance(row, dict) else ""
    return "/".join([key, str(name), *(str(part) for part in ill.path[4:5])])


def read_answer(item: CompiledQuestion, sent: FormData, before: Answer | None) -> Answer | None:
    """One answer as the form says it; evidence is kept, because it has a page of its own."""
    key, old = item.key, before or Answer()
    note = _prose(sent, f"{key}:note") or None if f"{key}:note" in sent else old.note
    if f"{key}:asked" not in sent and key not in sent:  # the page had no field for it
        return old.model_copy(update={"note": note}) if before is not None or note else None
    note = as_it_stood(note, old.note)
    kept: dict[str, Any] = {"note": note, "evidence": old.evidence}
    value = _table(item, sent, before) if item.type is QuestionType.TABLE else _value(item, key, sent, old.value)
    reason = _prose(sent, f"{key}:reason")
    match _state(_text(sent, f"{key}:state"), reason, value, _state_of(before)):
        case "unknown":
            return Answer(unknown=True, **kept)
        case "not_applicable":
            return Answer(not_applicable=as_it_stood(reason, old.not_applicable) or " ", **kept)
    if value is None and old.value == [] and not offers_none(item):
        value = []  # a file said that there are none, and the form has no box for it
    answer = Answer(value=value, **kept)
    return answer if _says(answer) else None


def _state_of(before: Answer | None) -> str:
    if before is None:
        return ""
    return "unknown" if before.unknown else "not_applicable" if before.not_applicable else ""


def _state(chosen: str, reason: str, value: Any, before: str) -> str:
    """Unknown, not applicable, or neither.

    A page shows no value where it shows a state. So a value that comes with the same state was given since, and counts; a
    reason alone says that something is not applicable.
    """
    if chosen in STATES and chosen == before and value not in (None, []):
        return ""
    return "not_applicable" if not chosen and reason and value in (None, []) else chosen


def _table(item: CompiledQuestion, sent: FormData, before: Answer | None) -> list[dict[str, Any]] | None:
    old = rows_by_id(before)
    typed = [str(value) for value in sent.getlist(f"{item.key}:rows")]
    given = bool(item.source or item.question.fixed_rows)
    rows = []
    for row_id in dict.fromkeys((*old, *typed)):  # rows move by buttons alone, so their order is the one that is kept
        kept = old.get(row_id, {})
        row = _row(item, row_id, sent, kept) if row_id in typed else dict(kept)
        stood = row_id in old and (not given or len(kept) == 1)
        if len(row) > 1 or stood or not (given or item.default_from):
            rows.append(row)
    if not rows and offers_none(item) and _text(sent, f"{item.key}:none"):
        return []
    return rows or None


def _row(item: CompiledQuestion, row_id: str, sent: FormData, kept: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {"id": row_id}
    for name, column in item.columns.items():
        cell = f"{item.key}/{row_id}/{name}"
        value = _cell(column, cell, sent, kept.get(name)) if f"{cell}:asked" in sent else kept.get(name)
        if value is not None:
            row[name] = value
    return row


def _cell(column: CompiledColumn, name: str, sent: FormData, before: Any) -> Any:
    """A cell: its value, or a mapping where more is said. A note that a file brought is kept."""
    return as_it_stood(_typed_cell(column, name, sent, before), before)


def _typed_cell(column: CompiledColumn, name: str, sent: FormData, before: Any) -> Any:
    state = _text(sent, f"{name}:state")
    more = {key: before[key] for key in ("note", "evidence") if is_wrapper(before) and key in before}
    written = before if is_wrapper(before) else {"value": before}
    value, reason = _value(column, name, sent, written.get("value")), _long(sent, f"{name}:reason").strip()
    was = "unknown" if written.get("unknown") is True else "not_applicable" if written.get("not_applicable") else ""
    match _state(state, reason, value, was):
        case "unknown":
            return {"unknown": True, **more}
        case "not_applicable":
            return {"not_applicable": reason or " ", **more}
    if value is None and written.get("value") == [] and not offers_none(column):
        value = []
    if not more:
        return value
    return {"value": value, **more} if value is not None else more


@dataclass(frozen=True, slots=True)
class _Field:
    """What a form brings for the field of one question or cell."""

    sent: FormData
    name: str

    def line(self, part: str = "") -> str:
        return _text(self.sent, f"{self.name}.{part}" if part else self.name)

    def text(self, part: str = "") -> str:
        text = _long(self.sent, f"{self.name}.{part}" if part else self.name)
        return text.strip() if part or not text.strip() else text

    def several(self) -> list[str]:
        return [str(value) for value in self.sent.getlist(self.name)]

    def says_none(self) -> bool:
        """Whether "none of these" was ticked: that is an answer. Nothing ticked is none."""
        return bool(_text(self.sent, f"{self.name}:none"))


def _value(item: CompiledQuestion | CompiledColumn, name: str, sent: FormData, before: Any) -> Any:
    return as_it_stood(item.kind.sent(item.asked, _Field(sent, name)), before)


def offers_none(item: CompiledQuestion | CompiledColumn) -> bool:
    """Whether a form has a box "none of these": not where none is no answer, because a table needs rows."""
    needs_rows = isinstance(item, CompiledQuestion) and item.question.min_rows > 0
    return not needs_rows and item.kind.offers_none(item.asked, item.options)


def _text(sent: FormData, name: str) -> str:
    return str(sent.get(name) or "").strip()


def _long(sent: FormData, name: str) -> str:
    """A text as it was typed, with the line breaks of this program; browsers send those of the network."""
    return str(sent.get(name) or "").replace("\r\n", "\n").replace("\r", "\n")


def _prose(sent: FormData, name: str) -> str:
    """A note or a reason. Raises BadInput where it is too long to be kept."""
    text = _long(sent, name).strip()
    if len(text) > MAX_PROSE:
        raise BadInput([Problem(HERE, forms.TOO_LONG_NOTE(count=len(text), most=MAX_PROSE))])
    return text
