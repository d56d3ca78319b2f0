"""The buttons of a table on the page of a section: they change its rows, and never keep the rest of the page from being saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import FormData

from dpia.assessment.checking import find_ill
from dpia.assessment.evaluation import Evaluation
from dpia.assessment.ill import Ill
from dpia.assessment.model import Answer, Assessment
from dpia.assessment.offering import offered_columns
from dpia.messages import forms
from dpia.questionnaire.compiled import CompiledQuestion
from dpia.questionnaire.types import QuestionType
from dpia.web.fields import Read, question_of, rows_by_id, with_answers
from dpia.web.rows import BUTTONS, Block, do_to_rows, first_pasted, misfit, read_block
from dpia.web.views import rows_are_given, shared_rows
from dpia.wording import Said, and_more, joined

SHOWN: Final = 5


@dataclass
class Work:
    """What a form is about to save: what was read, what was typed and cannot be stored, and the assessment with the rest.

    `pressed` is the table whose button did what it says.
    """

    read: Read
    typed: dict[str, Answer | None]
    mine: Assessment
    pressed: str = ""


def press(evaluation: Evaluation, work: Work, action: str, sent: FormData) -> None:
    """After a button was pressed: `add:gdpr-dpia.purposes`, `remove:gdpr-dpia.purposes:P2`. Other buttons do nothing here.

    Where the rows cannot be so, the page says why; pasted cells stay on it.
    """
    what, _, rest = action.partition(":")
    key, _, row_id = rest.partition(":")
    item = evaluation.form.questions.get(key)
    if what not in BUTTONS or item is None or item.type is not QuestionType.TABLE or rows_are_given(item):
        return
    if row_id in shared_rows(evaluation, item):
        work.read.errors[key] = forms.ROW_OF_ANOTHER(row=row_id)
        return
    text = str(sent.get(f"{key}:paste", ""))
    block = read_block(offered_columns(evaluation, item), text) if what == "paste" else Block((), (), ())
    acted = _acted(work.mine, item, what, row_id, block)
    wrong = [ill for ill in find_ill(evaluation.form, acted, work.mine) if ill.path[0] == "answers"]
    if what == "paste" and (unfit := block.unfit or tuple(_misfits(item, work.mine, acted, block, wrong))):
        more = [and_more(len(unfit) - SHOWN)] if len(unfit) > SHOWN else []
        work.read.pasted[key] = text
        work.read.errors[f"{key}:paste"] = forms.NOT_PASTED(cells=joined([*unfit[:SHOWN], *more]))
    elif wrong:
        users = dict.fromkeys(f"{ill.path[1]}.{ill.path[2]}" for ill in wrong)
        codes = ", ".join(evaluation.form.questions[user].question.code or user for user in users if user != key)
        work.read.errors[key] = forms.ROW_IN_USE(row=row_id, questions=codes) if codes else wrong[0].told
    else:
        work.mine, work.pressed = acted, key
        _act_on_typed(work, item, what, row_id, block)


def _acted(mine: Assessment, item: CompiledQuestion, what: str, row_id: str, block: Block) -> Assessment:
    old = mine.answer(item.key) or Answer()
    rows = do_to_rows(item, mine.answer(item.key), what, row_id, block.rows)
    return with_answers(
        mine,
        {
            item.key: Answer(
                value=rows or None, note=old.note, evidence=old.evidence, suggested=old.suggested if rows else None
            )
        },
    )


def _act_on_typed(work: Work, item: CompiledQuestion, what: str, row_id: str, block: Block) -> None:
    """Does the same to the rows as they were typed, with cells that cannot be stored; those of a removed row are gone."""
    key, typed = item.key, work.typed.get(item.key)
    if what == "remove":
        for name in [name for name in work.read.errors if name.startswith(f"{key}/{row_id}/")]:
            del work.read.errors[name]
    if typed is not None and any(question_of(name) == key for name in work.read.errors):
        rows = do_to_rows(item, typed, what, row_id, block.rows)
        work.typed[key] = typed.model_copy(update={"value": rows or None})
    else:
        work.typed.pop(key, None)


def _misfits(
    item: CompiledQuestion, before: Assessment, acted: Assessment, block: Block, wrong: Sequence[Ill]
) -> Iterator[Said]:
    """What is wrong with pasted cells that only the whole shows: a row that is not there, too many rows."""
    begin = first_pasted(list(rows_by_id(before.answer(item.key)).values()))
    rows = list(rows_by_id(acted.answer(item.key)).values())
    for ill in wrong:
        place = ill.path[3:]
        column = item.columns.get(str(place[1])) if len(place) > 1 else None
        if column is None or not isinstance(place[0], int):
            yield ill.told.what
            continue
        line = place[0] - begin
        number = block.lines[line] if 0 <= line < len(block.lines) else place[0] + 1
        cell = rows[place[0]].get(column.column.id)
        yield misfit(number, column, cell, joined((ill.told.what, ill.told.advice), ", "))


def row_after(assessment: Assessment, action: str) -> str:
    """A button of a table, with the row that it has to do with: a new one is the last, or stands behind the copied one."""
    what, _, rest = action.partition(":")
    key, _, row_id = rest.partition(":")
    if what not in BUTTONS:
        return ""
    answer = assessment.answer(key)
    rows = [str(row["id"]) for row in answer.value] if answer is not None and isinstance(answer.value, list) else []
    if what == "remove" or not rows:
        return action.removesuffix(f":{row_id}")
    at = row_id if what in ("up", "down") else rows[-1]
    if what == "copy" and row_id in rows[:-1]:
        at = rows[rows.index(row_id) + 1]
    return f"{what}:{key}/{at}"
