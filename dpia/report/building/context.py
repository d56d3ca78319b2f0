"""What the builders of the report share: the evaluation, the language, and how things are named and linked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal
from babel.units import format_unit
from markupsafe import Markup

from dpia.assessment.display import computed_sentence, show_value
from dpia.assessment.evaluation import Evaluation, FiredFinding
from dpia.assessment.facts import Place
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Level, Publication, QuestionType
from dpia.questionnaire.rules.truth import Duration, State
from dpia.report.answered import Citation, FindingView
from dpia.report.building.disclosure import REGISTER_VIEWS, Disclosure
from dpia.report.building.reasons import explain
from dpia.report.prose import prose
from dpia.wording import N_, Translate

LEVEL_WORDS = {
    Level.BLOCK: N_("Blocks approval"),
    Level.MAJOR: N_("Major"),
    Level.MINOR: N_("Minor"),
    Level.NOTE: N_("Note"),
}
STATE_WORDS = {
    State.UNKNOWN: N_("Unknown"),
    State.VOID: N_("Not applicable"),
    State.OPEN: N_("Not answered yet"),
}
FIGURES = 3
"""A computed number is shown with three significant figures; one that a person typed, as it was typed."""


@dataclass(frozen=True)
class Context:
    """One report in the making. `publication` is the most confidential level that the report may show."""

    evaluation: Evaluation
    library: Library
    language: str
    translate: Translate
    publication: Publication

    @cached_property
    def locale(self) -> Locale:
        """The locale for dates and numbers; English where the language is not known."""
        try:
            return Locale.parse(self.language, sep="-")
        except (UnknownLocaleError, ValueError):
            return Locale("en")

    @cached_property
    def missing(self) -> frozenset[str]:
        """The questions in which a required answer is missing."""
        return frozenset(key for key, _ in self.evaluation.missing)

    def _(self, text: str | None) -> str:
        return self.translate(text) if text else ""

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
        return f"{text} {self._(unit)}" if unit else str(text)

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
                return ". ".join((number, *computed_sentence(item, value, self.translate)))
            case QuestionType.COUNTRY:
                return ", ".join(sorted(str(self.locale.territories.get(code, code)) for code in value))
        return show_value(item, value, self.translate)

    def prose(self, text: str | None) -> Markup:
        """Markdown to safe HTML; nothing for None."""
        return prose(text) if text else Markup("")

    @cached_property
    def disclosure(self) -> Disclosure:
        """What this version may show."""
        return Disclosure(self.evaluation.form, self.publication)

    def lists(self, item: CompiledQuestion) -> bool:
        """Whether a question shows, and may be named."""
        return self.evaluation.states[item.key].shown and self.disclosure.lists(item)

    def shows(self, item: CompiledQuestion) -> bool:
        """Whether the report may show the answer to this question, with the answer that it was taken from."""
        return self.disclosure.shows(item)

    def shows_column(self, item: CompiledQuestion, column: CompiledColumn) -> bool:
        """Whether the report may show a column of a table."""
        return self.disclosure.shows_column(item, column)

    def names(self, item: CompiledQuestion, place: Place) -> bool:
        """Whether the report may say of a place in a question that its answer is missing or unknown."""
        column = item.columns.get(place.column or "")
        return self.lists(item) and self.shows(item) and (column is None or self.shows_column(item, column))

    def shows_row_names(self, key: str) -> bool:
        """Whether the names of a table's rows may be shown where other tables refer to them."""
        return self.disclosure.shows_row_names(key)

    @cached_property
    def withheld(self) -> tuple[str, ...]:
        """The registers that this version withholds: risks, measures, decision."""
        return tuple(name for name in REGISTER_VIEWS if not self.disclosure.shows_register(name))

    def questionnaire_title(self, name: str) -> str:
        """The title of a questionnaire of the library; its id where there is none."""
        found = self.library.questionnaires.get(name)
        return self._(found.title) if found is not None else name

    @cached_property
    def waiting(self) -> tuple[str, ...]:
        """The questionnaires that apply and are not answered, as far as the findings that open them may be told."""
        opened = self.evaluation.opened
        return tuple(
            name for name in self.evaluation.waiting if any(fired.key in self.findings for fired in opened[name])
        )

    def anchor(self, key: str) -> str:
        """The anchor of a question: gdpr-dpia.purposes -> q-gdpr-dpia-purposes."""
        return "q-" + key.replace(".", "-")

    def row_anchor(self, key: str, row: str) -> str:
        """The anchor of a row of a table."""
        return f"row-{key.replace('.', '-')}-{row}"

    def citations(self, keys: Iterable[str]) -> tuple[Citation, ...]:
        """Short references; those whose source is not in the set are left as they are written."""
        return tuple(self._citation(key) for key in keys)

    def _citation(self, key: str) -> Citation:
        source_key, _, article = key.partition(" ")
        found = self.library.sources.find(key)
        if found is None:
            return Citation(key, "", "no")
        source, entry = found
        verified = (entry.verified if entry else source.verified) or "no"
        text = f"{self._(source.short)} {article}".strip()
        anchor = source_anchor(source_key, article) if article else f"{source_anchor(source_key)}-whole"
        return Citation(text, anchor, verified)

    @cached_property
    def findings(self) -> dict[str, FindingView]:
        """Every finding that fired and may be shown, by key. What follows from a withheld answer would tell that answer."""
        return {
            fired.key: self.finding(fired)
            for fired in self.evaluation.findings
            if self.disclosure.may_tell(fired.item, fired.reasons)
        }

    def finding(self, fired: FiredFinding) -> FindingView:
        """A finding that fired, in the reader's words."""
        finding = fired.item.finding
        item = self.evaluation.form.questions[fired.item.question]
        cited = finding.cite or item.question.cite
        return FindingView(
            anchor="f-" + fired.key.replace(".", "-"),
            key=fired.key,
            level=finding.level.value,
            label=self._(LEVEL_WORDS[finding.level]),
            says=self._(finding.says),
            because=self._(finding.because),
            mend=self._(finding.mend),
            reasons=explain(self, fired.reasons),
            doubtful=fired.doubtful,
            question_code=item.question.code or "",
            question_anchor=self.anchor(item.key),
            risks=finding.raises,
            citations=self.citations(cited),
        )


def _rounded(value: float) -> float:
    """Three significant figures, and whole where it is a hundred or more: 97.587 -> 97.6, 12345.6 -> 12346."""
    return round(value) if abs(value) >= 10**FIGURES / 10 else float(f"{value:.{FIGURES}g}")


def source_anchor(source_key: str, article: str = "") -> str:
    """The anchor of a source or of a place in it; articles become safe words."""
    word = "".join(letter if letter.isalnum() else "-" for letter in article)
    return f"s-{source_key}-{word}".rstrip("-")
