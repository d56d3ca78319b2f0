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
from dpia.questionnaire.rules.truth import Count, Duration, State
from dpia.showing.display import Plain
from dpia.wording import N_, Said, Translate

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

    def tell(self, sentence: Said) -> str:
        """A sentence with gaps."""
        return sentence.text(self.translate)

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

    def computed(self, value: float | Count, unit: str | None = None) -> str:
        """A computed number with its unit: three significant figures, and whole where it is a hundred or more."""
        if isinstance(value, Count):
            return Plain(self.translate).computed(value, unit)
        return self.number(_rounded(value), unit)

    def country(self, code: str) -> str:
        """The name of a country: AT -> Austria."""
        return str(self.locale.territories.get(code, code))

    def say(self, item: CompiledQuestion | CompiledColumn, value: Any) -> str:
        """A value on one line as people of the language write it: dates, numbers and countries too."""
        if isinstance(value, State):
            return self._(STATE_WORDS[value])
        return item.kind.say(item.asked, item.options, value, self)


def _rounded(value: float) -> float:
    """97.587 -> 97.6, 12345.6 -> 12346."""
    return round(value) if abs(value) >= 10**FIGURES / 10 else float(f"{value:.{FIGURES}g}")
