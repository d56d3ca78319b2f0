"""`person`: a member of staff or an official."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dpia.questionnaire.kinds.base import Asked, Speaker
from dpia.questionnaire.kinds.record_kinds import RecordKind
from dpia.questionnaire.options import Option
from dpia.questionnaire.records import Person
from dpia.questionnaire.types import QuestionType


class PersonKind(RecordKind):
    """A member of staff or an official, never a person whom the processing is about."""

    type = QuestionType.PERSON
    model = Person
    parts = ("name", "role", "organisation", "contact")
    content = "person"
    example = "{name: <name>, role: <role>, organisation: <organisation>, contact: <contact>}"

    def say(self, asked: Asked, options: Sequence[Option], value: Any, speaker: Speaker) -> str:
        return ", ".join(part for part in (value.name, value.role) if part)


KIND = PersonKind()
