"""`sign_off`: a statement that somebody puts their name to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
    example = "{name: ..., role: ..., date: 2026-11-24, decision: ...}"
    in_table = False
    is_statement = True

    def say(self, asked: Asked, options: Sequence[Option], value: Any, speaker: Speaker) -> str:
        return ", ".join(part for part in (value.name, value.role) if part)


KIND = SignOffKind()
