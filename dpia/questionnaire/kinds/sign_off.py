"""`sign_off`: a statement that somebody puts their name to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dpia.questionnaire.days import day_text
from dpia.questionnaire.kinds.base import Asked, Speaker
from dpia.questionnaire.kinds.record_kinds import RecordKind
from dpia.questionnaire.options import Option
from dpia.questionnaire.records import SignOff
from dpia.questionnaire.types import QuestionType


class SignOffKind(RecordKind):
    """A statement with name, role and date; it stands alone, never in a table."""

    type = QuestionType.SIGN_OFF
    model = SignOff
    parts = ("name", "role", "date", "decision")
    content = "sign_off"
    example = "{name: <name>, role: <role>, date: <yyyy-mm-dd>, decision: <what is stated>}"
    in_table = False
    is_statement = True

    def canonical(self, asked: Asked, options: Sequence[Option], written: Any) -> Any:
        day = written.get("date") if isinstance(written, dict) else None
        return {**written, "date": day_text(day)} if isinstance(day, str) else written

    def say(self, asked: Asked, options: Sequence[Option], value: Any, speaker: Speaker) -> str:
        return ", ".join(part for part in (value.name, value.role) if part)


KIND = SignOffKind()
