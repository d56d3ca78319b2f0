"""What the builders of the report share: the evaluation, the language, and how things are named and linked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.facts import Place
from dpia.assessment.fired import FiredFinding
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Level, Publication
from dpia.showing.disclosure import REGISTER_VIEWS, Disclosure
from dpia.showing.language import Language
from dpia.showing.prose import Prose
from dpia.showing.reasons import Reasons
from dpia.showing.standing import remedy_views
from dpia.showing.views import Citation, FindingView
from dpia.wording import C_, N_, Said, said

LEVEL_WORDS = {
    Level.BLOCK: N_("Blocks approval"),
    Level.MAJOR: N_("Major"),
    Level.MINOR: N_("Minor"),
    # Translators: the mildest level: something to know, nothing to mend
    Level.NOTE: C_("level of a finding", "Note"),
}
# Translators: {level} is how grave a finding is; no law orders it, the questionnaire proposes it
PROPOSAL = N_("{level} (proposal)")
STARTS = N_("{level}, law from {day}")


@dataclass(frozen=True)
class Context:
    """One report in the making. `publication` is the most confidential level that the report may show."""

    evaluation: Evaluation
    library: Library
    words: Language
    publication: Publication

    def _(self, text: str | None) -> str:
        return self.words._(text)

    def tell(self, sentence: Said) -> str:
        """A sentence with gaps in the language of the report."""
        return self.words.tell(sentence)

    @cached_property
    def missing(self) -> frozenset[str]:
        """The questions in which a required answer is missing."""
        return frozenset(key for key, _ in self.evaluation.missing)

    def prose(self, text: str | None) -> Prose:
        """A text as somebody typed it; an empty one for None."""
        return Prose(text or "")

    def markdown(self, text: str | None) -> Prose:
        """A text of a questionnaire, which its author wrote as Markdown; an empty one for None."""
        return Prose(text or "", markdown=True)

    @cached_property
    def disclosure(self) -> Disclosure:
        """What this version may show."""
        return Disclosure(self.evaluation.form, self.publication)

    @cached_property
    def reasons(self) -> Reasons:
        """Why findings fired, as far as this version may tell."""
        return Reasons(self.evaluation, self.words, self.disclosure)

    def lists(self, item: CompiledQuestion) -> bool:
        """Whether a question shows, and may be named."""
        return self.evaluation.states[item.key].shown and self.disclosure.lists(item)

    def shows(self, item: CompiledQuestion) -> bool:
        """Whether the report may show the answer to this question, with the answer that it was taken from."""
        return self.disclosure.shows(item)

    def is_none(self, item: CompiledQuestion) -> bool:
        """Whether an option that stands alone is the answer to a question which has a heading of its own for that."""
        chosen = self.evaluation.states[item.key].value
        if item.question.heading_if_none is None or not isinstance(chosen, frozenset) or not self.shows(item):
            return False
        return any(option.exclusive and option.id in chosen for option in item.options)

    def heading(self, item: CompiledQuestion) -> str:
        """What stands over the answer: the question, or its own heading for an answer that sets it aside."""
        heading = item.question.heading_if_none if self.is_none(item) else None
        return heading or item.question.ask

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

    @property
    def names_others(self) -> bool:
        """Whether this version may name the other assessments, kits and programs that something comes from."""
        return self.publication is Publication.OPERATIONAL

    def questionnaire_title(self, name: str) -> str:
        """The title of a questionnaire of the library; its id where there is none."""
        found = self.library.questionnaires.get(name)
        return found.title if found is not None else name

    @cached_property
    def waiting(self) -> tuple[str, ...]:
        """The questionnaires that apply and are not answered, as far as the findings that open them may be told."""
        opened = self.evaluation.opened
        return tuple(
            name
            for name in self.evaluation.waiting
            if name not in opened or any(fired.key in self.findings for fired in opened[name])
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
        text = f"{source.short} {article}".strip()
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

    @cached_property
    def _raised(self) -> dict[str, tuple[str, ...]]:
        """For each finding the risks of the register that it raises, by their scenarios."""
        found: dict[str, tuple[str, ...]] = {}
        for state in self.evaluation.risks:
            name = state.scenario.id if state.scenario is not None else state.id
            for key in state.raised_by:
                found[key] = (*found.get(key, ()), name)
        return found

    def _level(self, fired: FiredFinding) -> str:
        """The level in words; policy of the project is not law, and says so beside it, as law does that is to come."""
        level = self._(LEVEL_WORDS[fired.level])
        if fired.starts is not None:
            level = said(STARTS, level=level, day=self.words.date(fired.starts)).text(self._)
        return said(PROPOSAL, level=level).text(self._) if fired.item.finding.basis == "proposal" else level

    def finding(self, fired: FiredFinding) -> FindingView:
        """A finding that fired, in the reader's words."""
        finding = fired.item.finding
        item = self.evaluation.form.questions[fired.item.question]
        cited = finding.cite or item.question.cite
        grave = finding.level in (Level.BLOCK, Level.MAJOR)
        answered = remedy_views(self.evaluation, fired, self.words, self.withheld) if grave else ()
        return FindingView(
            anchor="f-" + fired.key.replace(".", "-"),
            key=fired.key,
            level=finding.level.value,
            label=self._level(fired),
            says=finding.says,
            because=finding.because or "",
            mend=finding.mend or "",
            reasons=self.reasons.explain(fired.reasons),
            doubtful=fired.doubtful,
            question_code=item.question.code or "",
            question_anchor=self.anchor(item.key),
            risks=self._raised.get(fired.key, ()),
            citations=self.citations(cited),
            remedies=answered,
            unanswered=grave and not self.evaluation.remedies(fired),
        )


def source_anchor(source_key: str, article: str = "") -> str:
    """The anchor of a source or of a place in it; articles become safe words."""
    word = "".join(letter if letter.isalnum() else "-" for letter in article)
    return f"s-{source_key}-{word}".rstrip("-")
