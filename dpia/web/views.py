"""What the pages show of an assessment, as plain typed values for the templates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, assert_never

from markupsafe import Markup

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.facts import split_cell
from dpia.assessment.fired import FiredFinding
from dpia.assessment.model import Answer
from dpia.assessment.offering import blank_row, offered_columns, offered_options
from dpia.assessment.privacy import answer_warnings
from dpia.assessment.review import fitting, reviewed_assessment
from dpia.errors import Told
from dpia.messages import answers
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.countries import COUNTRIES
from dpia.questionnaire.kinds import KINDS
from dpia.questionnaire.library import Library
from dpia.questionnaire.limits import MAX_LONG, MAX_TEXT
from dpia.questionnaire.model import Level, RegisterView, Section
from dpia.questionnaire.rules.nodes import Row
from dpia.questionnaire.rules.truth import State
from dpia.questionnaire.types import QuestionType
from dpia.report.signs import lost_in_answer
from dpia.showing.context import LEVEL_WORDS, Context
from dpia.showing.display import row_name
from dpia.showing.language import Language
from dpia.showing.listed import lists_beside
from dpia.showing.markdown import markdown_html
from dpia.showing.standing import origin_words
from dpia.showing.telling import answer_told
from dpia.showing.views import FindingView
from dpia.web.fields import offers_none
from dpia.web.inputs import Cell, Choice, CitationView, Field, TableRow
from dpia.wording import C_, Translate

EVIDENCE_PARTS: Final = KINDS[QuestionType.EVIDENCE].parts


def page_id(key: str) -> str:
    """A name as an id of the page: "gdpr-dpia.purposes/P1" -> "q-gdpr-dpia-purposes-P1"."""
    return "q-" + re.sub(r"[^A-Za-z0-9_-]", "-", key)


def input_id(name: str) -> str:
    """The id of an input on the page."""
    return "i" + page_id(name).removeprefix("q")


def section_of(evaluation: Evaluation, file: str, name: str) -> tuple[Section, tuple[CompiledQuestion, ...]] | None:
    """A section with the questions that stand in it directly; None where there is none."""
    for owner, _, section in evaluation.form.sections():
        if (owner.id, section.id) == (file, name):
            return section, tuple(evaluation.form.questions[f"{file}.{question.id}"] for question in section.questions)
    return None


class Fields:
    """Builds the questions of a page. `errors` and `typed` are what a form brought that could not be stored."""

    def __init__(
        self,
        context: Context,
        *,
        errors: Mapping[str, Told] | None = None,
        typed: Mapping[str, Answer | None] | None = None,
        pasted: Mapping[str, str] | None = None,
        fonts: tuple[Path, ...] = (),
    ) -> None:
        self.context = context
        self.evaluation = context.evaluation
        self.errors = errors or {}
        self.typed = typed or {}
        self.pasted = pasted or {}
        self.fonts = fonts
        self.missing = {(key, place.row, place.column) for key, place in self.evaluation.missing}
        self.previous = fitting(self.evaluation.form, reviewed_assessment(self.evaluation.assessment, context.library))

    def build(self, item: CompiledQuestion) -> Field:
        """One question."""
        context, question, key = self.context, item.question, item.key
        assessment = self.evaluation.assessment
        answer = self.typed.get(key, assessment.answer(key)) or Answer()
        state = self.evaluation.states[key]
        findings = [fired for fired in self.evaluation.open_findings if fired.item.question == key]
        return Field(
            key=key,
            id=page_id(key),
            code=question.code or "",
            takes_answer=item.kind.takes_answer,
            input=self._input(item, key, answer.value, answer.unknown, answer.not_applicable),
            guidance=_guidance(question.guidance) if question.guidance else Markup(""),
            citations=tuple(_citations(context.library, question.cite)),
            icat=question.icat,
            note=answer.note or "",
            evidence=tuple(
                {part: str(getattr(entry, part) or "") for part in EVIDENCE_PARTS} for entry in answer.evidence
            ),
            remarks=tuple(remark for remark in assessment.remarks if remark.about == key),
            findings=tuple(self._finding(fired) for fired in findings),
            suggested=origin_words(answer.suggested, context.words) if answer.suggested is not None else "",
            warnings=tuple(dict.fromkeys(context._(found.reason) for found in answer_warnings(item, answer))),
            unprintable=lost_in_answer(answer, self.fonts).told().text(context._),
            rows=tuple(self._rows(item, answer)) if item.type is QuestionType.TABLE else (),
            heads=tuple(column.column.ask for column in offered_columns(self.evaluation, item)),
            row_word=question.row_name or context._(C_("table", "row")),
            own_rows=item.source is None and not question.fixed_rows,
            is_none=answer.value == [],
            pasted=self.pasted.get(key, ""),
            paste_error=self._error(f"{key}:paste"),
            previous=self._previous(item),
            taken_from=self._source(state.taken_from),
            computed=context.words.say(item, state.value) if item.type is QuestionType.COMPUTED else "",
            register=question.view.value if question.view is not None else "",
            reasons=tuple(map(self._finding, self.evaluation.dpia_reasons))
            if question.view is RegisterView.REASONS
            else (),
            proposal=question.basis == "proposal",
            publish=(question.publish.value if question.publish is not None else ""),
            lists=lists_beside(context, question),
        )

    def _finding(self, fired: FiredFinding) -> FindingView:
        return self.context.finding(fired)

    def _source(self, key: str | None) -> str:
        item = self.evaluation.form.questions.get(key or "")
        return f"{item.question.code or ''} {item.question.ask}".strip() if item is not None else ""

    def _input(
        self,
        item: CompiledQuestion | CompiledColumn,
        name: str,
        value: Any,
        unknown: bool,
        not_applicable: str | None,
        place: tuple[str, str | None, str | None] | None = None,
        row: Row | None = None,
    ) -> Cell:
        asked = item.asked
        kind, widget = item.kind, item.kind.widget(asked, isinstance(item, CompiledColumn))
        return Cell(
            name=name,
            id=input_id(name),
            type=asked.type.value,
            widget=widget.template,
            group=widget.group,
            ask=asked.ask,
            help=asked.help or "",
            required=asked.required,
            unit=asked.unit or "",
            value=None if kind.parts else kind.typed_back(value),
            parts={part: str((value or {}).get(part, "")) for part in kind.parts},
            labels={part: self.context._(answers.PART_NAMES[part]) for part in kind.parts},
            choices=tuple(self._choices(item, value, row)),
            state="unknown" if unknown else "not_applicable" if not_applicable else "",
            reason=(not_applicable or "").strip(),
            can_be_unknown="unknown" in asked.allow,
            can_be_not_applicable="not_applicable" in asked.allow,
            error=self._error(name),
            missing=(place or (name, None, None)) in self.missing,
            offers_none=offers_none(item),
            most=_most(item),
        )

    def _error(self, name: str) -> str:
        """What is wrong with what was typed into a field; its label says what that is about."""
        told = self.errors.get(name)
        return told.sentences(self.context.words.translate) if told is not None else ""

    def _choices(self, item: CompiledQuestion | CompiledColumn, value: Any, row: Row | None) -> Iterator[Choice]:
        context = self.context
        chosen = {one for one in (value if isinstance(value, list | tuple) else [value]) if isinstance(one, str)}
        match item.kind.choices_from:
            case "rows":
                table = (item.of if isinstance(item, CompiledColumn) else None) or ""
                rows = self.evaluation.facts[table]
                for there in () if isinstance(rows, State) else rows:
                    name = row_name(self.evaluation, table, there.id, context.words.translate)
                    label = there.id if name == there.id else f"{there.id} {name}"
                    yield Choice(there.id, label, "", "", there.id in chosen)
            case "countries":
                names = sorted((context.words.country(code), code) for code in COUNTRIES)
                yield from (Choice(code, name, "", "", code in chosen) for name, code in names)
            case "options":
                yield from self._options(item, chosen, row)
            case other:
                assert_never(other)

    def _options(self, item: CompiledQuestion | CompiledColumn, chosen: set[str], row: Row | None) -> Iterator[Choice]:
        """The options that are offered now, and those that are chosen."""
        context = self.context
        offered = offered_options(self.evaluation, item, *([row] if row is not None else []))
        for option in item.options:
            if option.id in chosen or option in offered:
                label, help_ = item.kind.label(option, context.words), option.help or ""
                yield Choice(option.id, label, help_, option.consequence or "", option.id in chosen)

    def _rows(self, item: CompiledQuestion, answer: Answer) -> Iterator[TableRow]:
        """The rows that show now, each with the cells that show; what was typed stands in them."""
        state = self.evaluation.states[item.key]
        raw = answer.value if isinstance(answer.value, list) else []
        written = {row["id"]: row for row in raw if isinstance(row, dict) and isinstance(row.get("id"), str)}
        known = {row.id: row for row in state.value} if isinstance(state.value, tuple) else {}
        taken, blank = shared_rows(self.evaluation, item), blank_row(item)
        for row_id in dict.fromkeys((*known, *(written if item.source is None else ()))):
            row = known.get(row_id)
            fixed = next((fixed for fixed in item.question.fixed_rows if fixed.id == row_id), None)
            name = fixed.label if fixed else row_name(self.evaluation, item.key, row_id, self.context.words.translate)
            cells = [
                self._cell(
                    item, column, row or blank, row_id, written.get(row_id, {}).get(column.column.id), taken.get(row_id)
                )
                for column in item.columns.values()
                if row is None or self._shows(column, row)
            ]
            yield TableRow(row_id, name if name != row_id else "", tuple(cells), row_id not in taken)

    def _shows(self, column: CompiledColumn, row: Any) -> bool:
        return column.shown is None or column.shown.truth(self.evaluation.facts, (row,)).holds

    def _cell(
        self, item: CompiledQuestion, column: CompiledColumn, row: Row, row_id: str, raw: Any, shared: Row | None
    ) -> Cell:
        value, unknown, reason = split_cell(raw)
        place = (item.key, row_id, column.column.id)
        cell = self._input(column, f"{item.key}/{row_id}/{column.column.id}", value, unknown, reason, place, row)
        there = shared.cells.get(column.column.id, State.OPEN) if shared is not None and column.shared else State.OPEN
        if raw is not None or there is State.OPEN:
            return cell
        return replace(cell, taken=f"{self._source(item.default_from)}: {self.context.words.say(column, there)}")

    def _previous(self, item: CompiledQuestion) -> str:
        """In a review: what stood here in the version that was reviewed, where it is something else now."""
        if self.previous is None:
            return ""
        old, now = self.previous.answer(item.key), self.evaluation.assessment.answer(item.key)
        if old is None or old == now:
            return ""
        return self.told(item, old)

    def told(self, item: CompiledQuestion, answer: Answer) -> str:
        """An answer in a few words."""
        return answer_told(item, answer, self.context.words)


def _most(item: CompiledQuestion | CompiledColumn) -> int:
    """How many signs a text may have; 0 where an answer is no text."""
    if not item.kind.is_free_text:
        return 0
    return item.asked.max_length or (MAX_LONG if item.kind.has_lines else MAX_TEXT)


@lru_cache(maxsize=2000)
def _guidance(text: str) -> Markup:
    """Guidance as HTML; it is the same for everybody."""
    return markdown_html(text)


def _citations(library: Library, keys: Sequence[str]) -> Iterator[CitationView]:
    for key in keys:
        found = library.sources.find(key)
        if found is not None:
            source, article = found
            place = key.partition(" ")[2]
            verified = (article.verified if article else source.verified) or "no"
            title = article.title if article is not None and article.title else source.title
            yield CitationView(f"{source.short} {place}".strip(), title, source.link or "", verified)


def context_of(evaluation: Evaluation, library: Library, translate: Translate, language: str) -> Context:
    """The context in which texts are shown to those who fill an assessment in: everything."""
    from dpia.questionnaire.model import Publication

    return Context(evaluation, library, Language(language, translate), Publication.OPERATIONAL)


def shown_questions(evaluation: Evaluation, items: Sequence[CompiledQuestion]) -> tuple[CompiledQuestion, ...]:
    """The questions of a section that show now."""
    return tuple(item for item in items if evaluation.states[item.key].shown)


def counts(evaluation: Evaluation, translate: Translate) -> tuple[tuple[str, str, int], ...]:
    """How many findings of each level are open."""
    wanted = (Level.BLOCK, Level.MAJOR, Level.MINOR)
    return tuple((level.value, translate(LEVEL_WORDS[level]), evaluation.count(level)) for level in wanted)


def shared_rows(evaluation: Evaluation, item: CompiledQuestion) -> Mapping[str, Row]:
    """The rows of the table that a table takes rows from, by id; they are added and removed there."""
    rows = evaluation.facts[item.default_from] if item.default_from and item.type is QuestionType.TABLE else State.OPEN
    return {} if isinstance(rows, State) else {row.id: row for row in rows}


def rows_are_given(item: CompiledQuestion) -> bool:
    """Whether the rows of a table come from elsewhere."""
    return item.source is not None or bool(item.question.fixed_rows)
