"""`duration`: a length of time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any, Final

from pydantic import Field

from dpia.messages import answers
from dpia.questionnaire.kinds.base import Asked, QuestionKind, Reader, Speaker, Unfit, Widget
from dpia.questionnaire.kinds.numbers import AMBIGUOUS
from dpia.questionnaire.options import Option
from dpia.questionnaire.rules.truth import DURATION, Duration, parse_duration
from dpia.questionnaire.rules.types import Kind as RuleKind
from dpia.questionnaire.types import QuestionType
from dpia.wording import N_

_COUNT: Final = re.compile(r"[0-9]{1,5}")
_LENGTH: Final = re.compile(r"([0-9]{1,5}(?:[.,][0-9]{1,6})?) ?([^\W\d_]{1,10})\.?")
_UNITS: Final = {
    "hours": "h hr hrs hour hours std stunde stunden",
    "days": "d day days tag tage tagen",
    "weeks": "w wk wks week weeks woche wochen",
    "months": "month months monat monate monaten",
    "years": "y yr yrs year years jahr jahre jahren",
}
"""The units as people write them, in English and in the languages that the program is translated into."""
_UNIT_OF: Final = {word: unit for unit, words in _UNITS.items() for word in words.split()}


class Length(QuestionKind):
    """A length of time in hours, days, months or years: 30 days."""

    type = QuestionType.DURATION
    rule_kind = RuleKind.DURATION
    hint = N_("a length of time, 30 days")
    example = "<30 days, 6 months or 2 years>"

    def reader(self, asked: Asked, options: Sequence[Option]) -> Reader:
        return _read

    def schema(self, asked: Asked, options: Sequence[Option]) -> Any:
        return Annotated[str, Field(pattern=DURATION.pattern)]

    def canonical(self, asked: Asked, options: Sequence[Option], written: Any) -> Any:
        if not isinstance(written, str) or parse_duration(written) is not None:
            return written
        found = _LENGTH.fullmatch(" ".join(written[:40].casefold().split()))
        unit = _UNIT_OF.get(found[2]) if found else None
        if found is None or unit is None or AMBIGUOUS.fullmatch(found[1]):
            return written
        return str(Duration(float(found[1].replace(",", ".")), unit))

    def widget(self, asked: Asked, in_table: bool) -> Widget:
        return Widget("duration")

    def say(self, asked: Asked, options: Sequence[Option], value: Any, speaker: Speaker) -> str:
        return speaker.duration(value)


def _read(raw: Any) -> Duration:
    found = parse_duration(raw) if isinstance(raw, str) else None
    if found is None:
        number = str(raw).strip() if isinstance(raw, str | int | float) and not isinstance(raw, bool) else ""
        raise Unfit(answers.NO_UNIT(number=number) if _COUNT.fullmatch(number) else answers.NO_LENGTH())
    return found


KIND = Length()
