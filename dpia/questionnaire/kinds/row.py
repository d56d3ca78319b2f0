"""`row`: rows of another table."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Annotated, Any, Final

from pydantic import Field

from dpia.messages import answers
from dpia.questionnaire.kinds.base import LISTS, Asked, QuestionKind, Reader, Sent, Speaker, Unfit, Widget
from dpia.questionnaire.kinds.choices import unique
from dpia.questionnaire.kinds.lists import listed, many_sent, parts_of
from dpia.questionnaire.options import Option
from dpia.questionnaire.rules.nodes import Row as TableRow
from dpia.questionnaire.rules.types import Kind as RuleKind
from dpia.questionnaire.types import QuestionType
from dpia.wording import N_

ROW_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")


class Row(QuestionKind):
    """A row of the table that `of` names, by its id; with `many` a list of them."""

    type = QuestionType.ROW
    keys = frozenset({"many", "of"})
    rule_kind = RuleKind.REFERENCE
    content = "rows"
    choices_from = "rows"
    hint = N_("the id of a row")

    def reader(self, asked: Asked, options: Sequence[Option]) -> Reader:
        many, is_id = asked.many, ROW_ID.fullmatch

        def read(raw: Any) -> tuple[str, ...]:
            ids = tuple(raw) if many and isinstance(raw, LISTS) else (raw,)
            for row_id in ids:
                if not isinstance(row_id, str) or not is_id(row_id):
                    raise Unfit(answers.NO_ROW_IDS() if many else answers.NO_ROW_ID())
            if len(set(ids)) < len(ids):
                raise Unfit(answers.ROW_TWICE())
            return ids

        return read

    def schema(self, asked: Asked, options: Sequence[Option]) -> Any:
        row = Annotated[str, Field(pattern=f"^{ROW_ID.pattern}$")]
        return row | unique(list[row]) if asked.many else row

    def entered(self, asked: Asked, options: Sequence[Option], typed: str, listed: bool) -> Any:
        return parts_of(typed, asked.many)

    def canonical(self, asked: Asked, options: Sequence[Option], written: Any) -> Any:
        return listed(written, asked.many)

    def sent(self, asked: Asked, sent: Sent) -> Any:
        return many_sent(asked, sent)

    def offers_none(self, asked: Asked, options: Sequence[Option]) -> bool:
        return asked.many

    def widget(self, asked: Asked, in_table: bool) -> Widget:
        return Widget("boxes", "group") if asked.many else Widget("select")

    def say(self, asked: Asked, options: Sequence[Option], value: Any, speaker: Speaker) -> str:
        return ", ".join(row.id if isinstance(row, TableRow) else str(row) for row in value)


def missing_rows(references: tuple[str, ...], rows: Collection[str]) -> list[str]:
    """The row ids that a reference names and the table does not have."""
    return [row_id for row_id in references if row_id not in rows]


KIND = Row()
