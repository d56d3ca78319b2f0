"""Sections, questions and answers of the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, assert_never

from dpia.assessment.facts import QuestionState, cell_answer
from dpia.assessment.model import Answer, SuggestedBy
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.model import Include, Questionnaire, Section
from dpia.questionnaire.records import Evidence
from dpia.questionnaire.rules.nodes import Row
from dpia.questionnaire.rules.truth import State
from dpia.questionnaire.types import QuestionType
from dpia.report.answered import Content, Link, PartView, QuestionView, RowView, SectionView, TableView
from dpia.report.building.remarks import question_remarks, section_remarks
from dpia.report.building.widths import column_widths, fits
from dpia.showing.charts import MOMENTS
from dpia.showing.context import Context
from dpia.showing.definitions import dated_version
from dpia.showing.display import row_name
from dpia.showing.language import STATE_WORDS
from dpia.showing.standing import origin_words

NARROW_COLUMNS = 2
BROAD_COLUMNS = 5
WIDE_COLUMNS = 9
WIDE_ROWS = 8
LONG_CELL = 420
SHORT_CELL = 60


def build_parts(context: Context) -> tuple[tuple[PartView, ...], tuple[PartView, ...]]:
    """The questionnaires as parts, and as annexes the modules that stand beside their sections and whole annex ones."""
    parts: list[PartView] = []
    annexes: list[PartView] = []
    placed: set[str] = set()
    for questionnaire in context.evaluation.form.questionnaires:
        builder = _Builder(context, placed)
        part = builder.part(questionnaire)
        if part.sections:
            (annexes if questionnaire.place == "annex" else parts).append(part)
        annexes.extend(builder.annexes(questionnaire))
    return tuple(parts), tuple(annexes)


class _Builder:
    """Builds the sections of one questionnaire; `placed` are the modules that stand somewhere already."""

    def __init__(self, context: Context, placed: set[str]) -> None:
        self.context, self.placed = context, placed
        self.form = context.evaluation.form

    def part(self, questionnaire: Questionnaire) -> PartView:
        """A questionnaire with its sections; modules beside them are left for the annexes."""
        own = [part for part in questionnaire.sections if isinstance(part, Section)]
        return self._part(questionnaire, self._sections(questionnaire, own, (), questionnaire.number_from))

    def annexes(self, questionnaire: Questionnaire) -> list[PartView]:
        """The modules that stand beside the sections of a questionnaire."""
        found = []
        for part in questionnaire.sections:
            if isinstance(part, Include) and part.include not in self.placed:
                self.placed.add(part.include)
                module = self.form.modules[part.include]
                view = self._part(module, self._sections(module, module.sections, (), module.number_from))
                if view.sections:
                    found.append(view)
        return found

    def _part(self, questionnaire: Questionnaire, sections: tuple[SectionView, ...]) -> PartView:
        context = self.context
        return PartView(
            anchor=f"part-{questionnaire.id}",
            title=questionnaire.title,
            description=context.markdown(questionnaire.description),
            version=dated_version(context, questionnaire),
            sections=sections,
        )

    def _sections(
        self, owner: Questionnaire, parts: Sequence[Section | Include], prefix: tuple[int, ...], start: int
    ) -> tuple[SectionView, ...]:
        found: list[SectionView] = []
        number = start
        for part in parts:
            if isinstance(part, Include):
                if part.include in self.placed:
                    continue
                self.placed.add(part.include)
                module = self.form.modules[part.include]
                more = self._sections(module, module.sections, prefix, number)
                found.extend(more)
                number += len(module.sections)
                continue
            view = self._section(owner, part, (*prefix, number))
            number += 1
            if view.questions or view.sections:
                found.append(view)
        return tuple(found)

    def _section(self, owner: Questionnaire, section: Section, number: tuple[int, ...]) -> SectionView:
        context = self.context
        items = [self.form.questions[f"{owner.id}.{question.id}"] for question in section.questions]
        shown = [item for item in items if context.lists(item)]
        return SectionView(
            anchor=f"sec-{owner.id}-{section.id}",
            number=".".join(str(part) for part in number),
            title=section.title,
            intro=context.markdown(section.intro),
            remarks=section_remarks(context, owner, section),
            depth=len(number),
            questions=tuple(build_question(context, item) for item in shown),
            sections=self._sections(owner, section.sections, number, 1),
        )


def _origin(context: Context, found: SuggestedBy) -> str:
    return origin_words(found, context.words, named=context.names_others)


def build_question(context: Context, item: CompiledQuestion) -> QuestionView:
    """One question with its answer, its findings and its sources."""
    question, evaluation = item.question, context.evaluation
    state = evaluation.states[item.key]
    answer = evaluation.assessment.answer(item.key) or Answer()
    withheld = not context.shows(item)
    if state.suggested:  # nobody answers for it, so the report does not say it
        state, answer = state._replace(value=State.OPEN), Answer(suggested=answer.suggested)
    table = None
    content = None
    if not withheld and item.type is QuestionType.TABLE and isinstance(state.value, tuple):
        table = build_table(context, item, state)
    elif not withheld and item.type not in (QuestionType.REGISTER, QuestionType.INFO):
        content = build_content(context, item, state.value, answer.not_applicable)
        if state.value is State.OPEN and item.key not in context.missing:
            content = Content("state", text=context._("No answer; none is required"), state="none")
    taken = evaluation.form.questions.get(state.taken_from or "")
    return QuestionView(
        anchor=context.anchor(item.key),
        code=question.code or "",
        ask=question.ask,
        heading=context.heading(item),
        help=question.help or "",
        type=item.type.value,
        content=content,
        table=table,
        register=question.view.value if question.view else "",
        moments=tuple((moment.value, context._(MOMENTS[moment])) for moment in question.shown_moments),
        group=question.group or "",
        note=context.prose(None if withheld else answer.note),
        evidence=() if withheld else evidence_links(answer.evidence),
        citations=context.citations(() if context.is_none(item) else question.cite),
        findings=tuple(view for key, view in context.findings.items() if key in _keys(item) and view.level != "note"),
        remarks=question_remarks(context, item.key),
        taken_from=(taken.question.code or "") if taken else "",
        suggested="" if withheld or answer.suggested is None else _origin(context, answer.suggested),
        withheld=withheld,
        edpb=question.edpb or "",
        proposal=question.basis == "proposal",
    )


def _keys(item: CompiledQuestion) -> set[str]:
    return {finding.key for finding in item.findings}


def build_table(context: Context, item: CompiledQuestion, state: QuestionState) -> TableView:
    """A table of the assessment. Columns that no row shows are left out."""
    rows: tuple[Row, ...] = state.value
    raw = {row["id"]: row for row in _raw_rows(context, item.key) if isinstance(row, dict) and "id" in row}
    label = item.question.label if item.source is None else None
    shown = [
        column
        for column in item.columns.values()
        if column.column.id != label
        and context.shows_column(item, column)
        and any(_says(raw, row, column) for row in rows)
    ]
    built = tuple(_row(context, item, row, shown, raw.get(row.id, {})) for row in rows)
    columns = tuple(column.column.ask for column in shown)
    named = label is not None and context.shows_column(item, item.columns[label])
    row_head = (item.columns[label].column.ask if label and named else item.question.row_name) or ""
    width = next(
        form for form in _forms(built, len(shown)) if form == "records" or fits(columns, row_head, built, form)
    )
    return TableView(
        columns,
        built,
        width,
        row_head,
        column_widths(columns, row_head, built, width),
        _short_columns(built, len(columns)),
    )


def _short_columns(rows: Sequence[RowView], columns: int) -> tuple[bool, ...]:
    """The columns whose cells can stand on a line together: all of them short, and not alone between long ones."""
    short = [all(row.cells[place].is_short for row in rows) for place in range(columns)]
    beside = [False, *short, False]
    return tuple(here and (beside[place] or beside[place + 2]) for place, here in enumerate(short))


def _says(raw: dict[str, Any], row: Row, column: CompiledColumn) -> bool:
    """Whether a cell says anything: an answer, a reason why there is none, a note, or that a needed one is missing."""
    value = row.cells.get(column.column.id)
    answer = cell_answer(raw.get(row.id, {}).get(column.column.id))
    if value is State.OPEN:
        return column.column.required or bool(answer.note or answer.evidence)
    return value is not State.VOID or bool(answer.not_applicable)


def _raw_rows(context: Context, key: str) -> Sequence[Any]:
    answer = context.evaluation.assessment.answer(key)
    return answer.value if answer is not None and isinstance(answer.value, list | tuple) else ()


def _row(
    context: Context, item: CompiledQuestion, row: Row, columns: Sequence[CompiledColumn], raw: dict[str, Any]
) -> RowView:
    fixed = next((fixed for fixed in item.question.fixed_rows if fixed.id == row.id), None)
    return RowView(
        id="" if fixed else row.id,
        anchor=context.row_anchor(item.key, row.id),
        name=_row_name(context, item.key, row.id),
        code=(fixed.code or "") if fixed else "",
        cells=tuple(
            _cell(context, column, row.cells.get(column.column.id, State.OPEN), cell_answer(raw.get(column.column.id)))
            for column in columns
        ),
    )


def _cell(context: Context, column: CompiledColumn, value: Any, answer: Answer) -> Content:
    """A cell with its note and evidence, which a condition hides together with it."""
    content = build_content(context, column, value, answer.not_applicable)
    if value is State.VOID and not answer.not_applicable:
        return content
    return replace(content, note=context.prose(answer.note), evidence=evidence_links(answer.evidence))


def _forms(rows: Sequence[RowView], columns: int) -> Iterator[str]:
    """How a table can stand on paper, the best form first; its longest words decide which of them it takes.

    Few columns stand in the text column, more take the breadth of the page. Many columns of short cells in many rows get a landscape
    page; what is too wide or too long for any of them is set as a block for each row.
    """
    longest = max((cell.length for row in rows for cell in row.cells), default=0)
    if columns <= NARROW_COLUMNS:
        yield "narrow"
    if columns <= BROAD_COLUMNS and longest <= LONG_CELL:
        yield "broad"
    if BROAD_COLUMNS < columns <= WIDE_COLUMNS and longest <= SHORT_CELL and len(rows) >= WIDE_ROWS:
        yield "wide"
    yield "records"


def build_content(context: Context, item: CompiledQuestion | CompiledColumn, value: Any, reason: str | None) -> Content:
    """The answer of a question or cell as it is shown. A cell that nobody has to fill in stays empty."""
    if isinstance(item, CompiledColumn) and _says_nothing(value, item.column.required, reason):
        return Content("text")
    if isinstance(value, State):
        return _state(context, value, reason)
    text = context.words.say(item, value)
    match item.kind.content:
        case "text":
            return Content("text", text=text)
        case "prose":
            return Content("prose", text=text, prose=context.prose(text))
        case "items":
            chosen = [option for option in item.options if option.id in value]
            labels = [item.kind.label(option, context.words) for option in chosen]
            return Content("items", text=text, items=tuple(Link(label) for label in labels))
        case "rows":
            of = (item.of if isinstance(item, CompiledColumn) else None) or ""
            links = tuple(_row_link(context, of, row) for row in value)
            return Content("rows", text="; ".join(link.text for link in links), items=links)
        case "person":
            parts = (value.name, value.role, value.organisation, value.contact)
            return Content("text", text=", ".join(part for part in parts if part))
        case "sign_off":
            items = (Link(f"{value.name}, {value.role}"), Link(context.words.date(value.date)))
            return Content("sign_off", text=text, prose=context.prose(value.decision), items=items)
        case "evidence":
            return Content("evidence", text=text, items=evidence_links([value]))
        case "picture":
            named = tuple(Link(part) for part in (value.caption, value.file) if part)
            return Content("picture", text=value.alt, items=named, reason=value.source or "")
        case other:
            assert_never(other)


def _says_nothing(value: Any, required: bool, reason: str | None) -> bool:
    """Whether a cell has nothing to say: nobody has to fill it in, or a condition hides it."""
    return (value is State.OPEN and not required) or (value is State.VOID and not reason)


def _state(context: Context, value: State, reason: str | None) -> Content:
    text = context._(STATE_WORDS[value])
    if value is State.UNKNOWN:
        return Content("state", text=text, state="unknown")
    if value is State.VOID:
        return Content("state", text=text, state="not_applicable", reason=reason or "")
    return Content("state", text=text, state="open")


def _row_name(context: Context, key: str, row: str) -> str:
    return row_name(context.evaluation, key, row, context.words.translate) if context.shows_row_names(key) else row


def _row_link(context: Context, key: str, row: str) -> Link:
    name = _row_name(context, key, row)
    return Link(row if name == row else f"{row} {name}", anchor=context.row_anchor(key, row))


def evidence_links(entries: Iterable[Evidence]) -> tuple[Link, ...]:
    """Documents by title, file and the beginning of their hash."""
    return tuple(_evidence(entry) for entry in entries)


def _evidence(entry: Evidence) -> Link:
    digest = f" (SHA-256 {entry.sha256[:16]}…)" if entry.sha256 else ""
    where = f" [{entry.file}]" if entry.file else ""
    return Link(f"{entry.title}{where}{digest}", address=entry.link or "")
