"""How a language writes dates, numbers, countries and values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal
from babel.units import format_unit

from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.model import QuestionType
from dpia.questionnaire.rules.truth import Duration, State
from dpia.showing.display import computed_sentence, show_value
from dpia.wording import N_, Translate

STATE_WORDS = {
    State.UNKNOWN: N_("Unknown"),
    State.VOID: N_("Not applicable"),
    State.OPEN: N_("Not answered yet"),
}
FIGURES = 3
"""A computed number is shown with three significant figures; one that a person typed, as it was typed."""


@dataclass(frozen=True)
class Language:
    """A language by its code, `de-AT`, with what translates into it."""

    code: str
    translate: Translate

    def _(self, text: str | None) -> str:
        return self.translate(text) if text else ""

    @cached_property
    def locale(self) -> Locale:
        """The locale for dates and numbers; English where the language is not known."""
        try:
            return Locale.parse(self.code, sep="-")
        except (UnknownLocaleError, ValueError):
            return Locale("en")

    def short_date(self, day: date | None) -> str:
        """A date for a narrow column: 20 Nov 2026."""
        pattern = "d MMM y" if self.locale.language == "en" else "medium"
        return format_date(day, pattern, locale=self.locale) if day else ""

    def date(self, day: date | None) -> str:
        """A date as people of the language write it: 20 November 2026."""
        return (
            format_date(day, "d MMMM y" if self.locale.language == "en" else "long", locale=self.locale) if day else ""
        )

    def duration(self, length: Duration) -> str:
        """A length of time as people of the language say it: 30 days."""
        return str(format_unit(length.amount, f"duration-{length.unit.rstrip('s')}", "long", locale=self.locale))

    def number(self, value: float, unit: str | None = None) -> str:
        """A number with its unit as people of the language write it: 6,000 chats."""
        text = format_decimal(value, locale=self.locale, decimal_quantization=False)
        return f"{text} {unit}" if unit else str(text)

    def say(self, item: CompiledQuestion | CompiledColumn, value: Any) -> str:
        """A value on one line as people of the language write it: dates, numbers and countries too."""
        asked = item.column if isinstance(item, CompiledColumn) else item.question
        if isinstance(value, State):
            return self._(STATE_WORDS[value])
        match asked.type:
            case QuestionType.DATE if isinstance(value, date):
                return self.date(value)
            case QuestionType.DURATION if isinstance(value, Duration):
                return self.duration(value)
            case QuestionType.NUMBER if isinstance(value, int | float):
                return self.number(value, asked.unit)
            case QuestionType.COMPUTED if isinstance(value, int | float):
                number = self.number(_rounded(value), asked.unit)
                return ". ".join((number, *computed_sentence(item, value)))
            case QuestionType.COUNTRY:
                return ", ".join(sorted(str(self.locale.territories.get(code, code)) for code in value))
        return show_value(item, value, self.translate)


def _rounded(value: float) -> float:
    """Three significant figures, and whole where it is a hundred or more: 97.587 -> 97.6, 12345.6 -> 12346."""
    return round(value) if abs(value) >= 10**FIGURES / 10 else float(f"{value:.{FIGURES}g}")
