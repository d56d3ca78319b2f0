"""Form fields to answers and back. What a person typed is never lost: what cannot be stored is shown again with its error.

A field is called after its question, `gdpr-dpia.purposes`; a cell of a table `gdpr-dpia.purposes/P1/basis`. Behind a colon
stands what is said beside the value: `:state`, `:reason`, `:note`, and `:asked`, which marks that the field was on the page.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.datastructures import FormData

from dpia.assessment.checking import Ill, find_ill
from dpia.assessment.model import Answer, Assessment, is_wrapper
from dpia.errors import HERE, BadInput, Problem, Told
from dpia.messages import forms
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion, Form
from dpia.questionnaire.records import MAX_PROSE
from dpia.questionnaire.types import QuestionType
from dpia.wording import Said, said

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
        answer = read_answer(item, sent, assessment.answer(key))
        if _bare(answer or Answer()) != _bare(assessment.answer(key) or Answer()):
            found.answers[key] = answer
    _refuse_ill(form, assessment, found)
    return found


def _bare(answer: Answer) -> Any:
    """What an answer says without the white space around its texts, which a form does not keep: it is no change."""
    return _stripped(answer.model_dump(mode="json"))


def _stripped(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _stripped(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_stripped(part) for part in value]
    return "\n".join(value.splitlines()).strip() if isinstance(value, str) else value


def _refuse_ill(form: Form, assessment: Assessment, found: Read) -> None:
    """Takes the answers out that no assessment may hold, and says at their fields what is wrong."""
    while found.answers:
        changed = with_answers(assessment, found.answers)
        wrong = [ill for ill in find_ill(form, changed, assessment) if ill.path[0] == "answers"]
        blamed = {f"{ill.path[1]}.{ill.path[2]}": ill for ill in reversed(wrong)}
        taken = [key for key in found.answers if key in blamed]
        for ill in wrong:
            found.errors.setdefault(field_of(changed, ill), ill.told)
        for key in taken or list(found.answers if wrong else ()):
            del found.answers[key]
        if not wrong:
            return


def with_answers(assessment: Assessment, answers: Mapping[str, Answer | None]) -> Assessment:
    """The assessment with these answers."""
    for key, answer in answers.items():
        assessment = assessment.with_answer(key, answer if answer is not None and _says(answer) else None)
    return assessment


def _says(answer: Answer) -> bool:
    return answer.is_given or bool(answer.note) or bool(answer.evidence)


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
    kept: dict[str, Any] = {"note": note, "evidence": old.evidence}
    value = _table(item, sent, before) if item.type is QuestionType.TABLE else _value(item, key, sent)
    reason = _prose(sent, f"{key}:reason")
    match _state(_text(sent, f"{key}:state"), reason, value, _state_of(before)):
        case "unknown":
            return Answer(unknown=True, **kept)
        case "not_applicable":
            return Answer(not_applicable=reason or " ", **kept)
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
    old = {row["id"]: row for row in before.value} if before is not None and isinstance(before.value, list) else {}
    rows = []
    for row_id in dict.fromkeys(str(value) for value in sent.getlist(f"{item.key}:rows")):
        row: dict[str, Any] = {"id": row_id}
        for name, column in item.columns.items():
            cell = f"{item.key}/{row_id}/{name}"
            kept = old.get(row_id, {}).get(name)
            value = _cell(column, cell, sent, kept) if f"{cell}:asked" in sent else kept
            if value is not None:
                row[name] = value
        rows.append(row)
    given = bool(item.source or item.question.fixed_rows)
    if given:
        shown = {row["id"] for row in rows}
        rows = [row for row in rows if len(row) > 1]
        rows += [row for name, row in old.items() if name not in shown]
    if not rows and not given and _text(sent, f"{item.key}:none"):
        return []
    return rows or None


def _cell(column: CompiledColumn, name: str, sent: FormData, before: Any) -> Any:
    """A cell: its value, or a mapping where more is said. A note that a file brought is kept."""
    state = _text(sent, f"{name}:state")
    more = {key: before[key] for key in ("note", "evidence") if is_wrapper(before) and key in before}
    value, reason = _value(column, name, sent), _long(sent, f"{name}:reason")
    written = before if is_wrapper(before) else {}
    was = "unknown" if written.get("unknown") is True else "not_applicable" if written.get("not_applicable") else ""
    match _state(state, reason, value, was):
        case "unknown":
            return {"unknown": True, **more}
        case "not_applicable":
            return {"not_applicable": reason or " ", **more}
    if value is None and (before.get("value") if is_wrapper(before) else before) == [] and not offers_none(column):
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
        return _long(self.sent, f"{self.name}.{part}" if part else self.name)

    def several(self) -> list[str]:
        return [str(value) for value in self.sent.getlist(self.name)]

    def says_none(self) -> bool:
        """Whether "none of these" was ticked: that is an answer. Nothing ticked is none."""
        return bool(_text(self.sent, f"{self.name}:none"))


def _value(item: CompiledQuestion | CompiledColumn, name: str, sent: FormData) -> Any:
    return item.kind.sent(item.asked, _Field(sent, name))


def offers_none(item: CompiledQuestion | CompiledColumn) -> bool:
    """Whether a form has a box "none of these"."""
    return item.kind.offers_none(item.asked, item.options)


def _text(sent: FormData, name: str) -> str:
    return str(sent.get(name) or "").strip()


def _long(sent: FormData, name: str) -> str:
    """A text with the line breaks of this program; browsers send those of the network."""
    return str(sent.get(name) or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _prose(sent: FormData, name: str) -> str:
    """A note or a reason. Raises BadInput where it is too long to be kept."""
    text = _long(sent, name)
    if len(text) > MAX_PROSE:
        raise BadInput([Problem(HERE, forms.TOO_LONG_NOTE(count=len(text), most=MAX_PROSE))])
    return text


# ------------------------------------------------------------------------------------------------------- rows of a table


def do_to_rows(
    item: CompiledQuestion, answer: Answer | None, what: str, row_id: str, text: str = ""
) -> list[dict[str, Any]]:
    """The rows after one of them was added, copied, moved or removed, or after a block of cells was pasted."""
    rows = [dict(row) for row in answer.value] if answer is not None and isinstance(answer.value, list) else []
    place = next((place for place, row in enumerate(rows) if row["id"] == row_id), None)
    if what == "add":
        rows.append({"id": free_row(item, rows)})
    elif what == "paste":
        for cells in read_block(item, text)[0]:
            rows.append({"id": free_row(item, rows), **cells})
    elif place is None:
        return rows
    elif what == "remove":
        del rows[place]
    elif what == "copy":
        rows.insert(place + 1, {**rows[place], "id": free_row(item, rows)})
    elif what in ("up", "down"):
        other = place + (1 if what == "down" else -1)
        if 0 <= other < len(rows):
            rows[place], rows[other] = rows[other], rows[place]
    return rows


def free_row(item: CompiledQuestion, rows: Sequence[Mapping[str, Any]]) -> str:
    """The next id of a row; ids of rows that were removed last do not come back while a later one stands."""
    prefix = item.question.prefix or "P"
    taken = [int(found[1]) for row in rows if (found := re.fullmatch(rf"{prefix}(\d{{1,6}})", str(row["id"])))]
    return f"{prefix}{max(taken, default=0) + 1}"


def read_block(item: CompiledQuestion, text: str) -> tuple[list[dict[str, Any]], list[Said]]:
    """A block from a spreadsheet, line by line, in the order of the columns; labels stand for options.

    Gives the cells of each row, and what has no place in the table, each with the column it was meant for.
    """
    columns = list(item.columns.values())
    rows: list[dict[str, Any]] = []
    unfit: list[Said] = []
    for line in _block(text):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        row = {}
        for column, cell in zip(columns, cells, strict=False):
            value = _pasted(column, cell)
            if value is not None:
                row[column.column.id] = value
            elif cell:
                unfit.append(said(forms.CELL_IN_COLUMN, cell=cell[:60], column=column.column.ask))
        unfit += [said(forms.CELL_IN_NO_COLUMN, cell=cell[:60]) for cell in cells[len(columns) :] if cell]
        rows.append(row)
    return rows, unfit


def _block(text: str) -> list[list[str]]:
    """The cells of a block. A spreadsheet puts quotes around a cell that holds a line break or a tab."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        return list(csv.reader(io.StringIO(plain, newline=""), delimiter="\t", strict=True))
    except csv.Error:  # a quote that is no such sign
        return [line.split("\t") for line in plain.split("\n")]


def _pasted(column: CompiledColumn, raw: str) -> Any:
    """A cell of a spreadsheet as a value; None where it does not fit the column."""
    if raw.casefold() == "unknown" and "unknown" in column.column.allow:
        return {"unknown": True}
    return column.kind.pasted(column.asked, column.options, raw) if raw else None
