"""What the builders of the report share: the evaluation, the language, and how things are named and linked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from markupsafe import Markup

from dpia.assessment.display import show_reason
from dpia.assessment.evaluation import Evaluation, FiredFinding
from dpia.questionnaire.compiled import CompiledQuestion
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Level, Publication
from dpia.report.document import Citation, FindingView
from dpia.report.prose import prose
from dpia.wording import N_, Translate

LEVEL_WORDS = {
    Level.BLOCK: N_("Blocks approval"),
    Level.MAJOR: N_("Major"),
    Level.MINOR: N_("Minor"),
    Level.NOTE: N_("Note"),
}
_OPENNESS = {Publication.PUBLIC: 0, Publication.RESTRICTED: 1, Publication.OPERATIONAL: 2}


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

    def _(self, text: str | None) -> str:
        return self.translate(text) if text else ""

    def date(self, day: date | None) -> str:
        """A date as people of the language write it: 20 November 2026."""
        return (
            format_date(day, "d MMMM y" if self.locale.language == "en" else "long", locale=self.locale) if day else ""
        )

    def prose(self, text: str | None) -> Markup:
        """Markdown to safe HTML; nothing for None."""
        return prose(text) if text else Markup("")

    def shows(self, item: CompiledQuestion) -> bool:
        """Whether the report may show the answer to this question."""
        level = item.question.publish or Publication.RESTRICTED
        return _OPENNESS[level] <= _OPENNESS[self.publication]

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
        """Every finding that fired, by key."""
        return {fired.key: self._finding(fired) for fired in self.evaluation.findings}

    def _finding(self, fired: FiredFinding) -> FindingView:
        finding = fired.item.finding
        item = self.evaluation.form.questions[fired.item.question]
        cited = finding.cite or item.question.cite
        reasons = tuple(
            show_reason(self.evaluation, reason, self.translate)
            for reason in fired.reasons
            if self._may_quote(reason.key)
        )
        return FindingView(
            anchor="f-" + fired.key.replace(".", "-"),
            key=fired.key,
            level=finding.level.value,
            label=self._(LEVEL_WORDS[finding.level]),
            says=self._(finding.says),
            because=self._(finding.because),
            mend=self._(finding.mend),
            reasons=reasons[:8],
            doubtful=fired.doubtful,
            question_code=item.question.code or "",
            question_anchor=self.anchor(item.key),
            risks=finding.raises,
            citations=self.citations(cited),
        )

    def _may_quote(self, key: str) -> bool:
        item = self.evaluation.form.questions.get(key)
        return item is None or self.shows(item)


def source_anchor(source_key: str, article: str = "") -> str:
    """The anchor of a source or of a place in it; articles become safe words."""
    word = "".join(letter if letter.isalnum() else "-" for letter in article)
    return f"s-{source_key}-{word}".rstrip("-")
