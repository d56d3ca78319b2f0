"""`picture`: a picture beside the assessment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dpia.questionnaire.kinds.base import Asked, Speaker
from dpia.questionnaire.kinds.record_kinds import RecordKind
from dpia.questionnaire.options import Option
from dpia.questionnaire.records import Picture
from dpia.questionnaire.types import QuestionType


class PictureKind(RecordKind):
    """A picture with the text that stands for it."""

    type = QuestionType.PICTURE
    model = Picture
    parts = ("file", "alt", "caption", "source")
    content = "picture"
    example = "{file: <file>, alt: <what it shows>}"

    def say(self, asked: Asked, options: Sequence[Option], value: Any, speaker: Speaker) -> str:
        return str(value.alt)


KIND = PictureKind()
