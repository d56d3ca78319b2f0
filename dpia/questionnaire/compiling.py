"""Checks one questionnaire against those it includes and uses, and compiles its rules. Every problem is collected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from dpia.errors import Message, Problem, Told
from dpia.messages import definitions
from dpia.questionnaire.compiled import REGISTERS, CompiledColumn, CompiledFile, CompiledFinding, CompiledQuestion
from dpia.questionnaire.lookalike import outline_of
from dpia.questionnaire.model import Column, Finding, FixedRow, Include, Question, Questionnaire, RowsFrom, Section
from dpia.questionnaire.options import Option
from dpia.questionnaire.rules.check import check_condition, check_number
from dpia.questionnaire.rules.logic import And
from dpia.questionnaire.rules.nodes import Condition, Node
from dpia.questionnaire.rules.types import Kind, RuleError, Scope, Table
from dpia.questionnaire.scope import scope_of
from dpia.questionnaire.text import Document, Path_
from dpia.questionnaire.walking import (
    findings_with_paths,
    includes_with_paths,
    questions_with_paths,
    sections_with_paths,
)
from dpia.wording import Saying, did_you_mean, joined, said

Result = TypeVar("Result", Condition, Node)
RESERVED = ("today", *REGISTERS)


@dataclass(frozen=True)
class Levels:
    """The ids that rules on the registers may name: those of the methods' scales, by their places, and of the catalogue."""

    severity: Mapping[str, int]
    likelihood: Mapping[str, int]
    risk: Mapping[str, int]
    scenarios: tuple[str, ...]


class Compiler:
    """Compiles one file. `files` are all files it may name, by id."""

    def __init__(
        self, document: Document, own: Questionnaire, files: Mapping[str, Questionnaire], levels: Levels
    ) -> None:
        self.document, self.own, self.files = document, own, files
        self.problems: list[Problem] = []
        self.scope = scope_of(own, files, levels.severity, levels.likelihood, levels.risk, levels.scenarios)

    def compile(self) -> CompiledFile:
        """The compiled file; `problems` says what was wrong, and wrong rules are left out."""
        self._check_names()
        questions: list[CompiledQuestion] = []
        self._parts(self.own.sections, ("sections",), [], questions)
        return CompiledFile(self.own, self.scope, tuple(questions))

    def problem(self, path: Path_, told: Told) -> None:
        self.problems.append(Problem(self.document.location(path), told))

    def _parts(
        self, parts: Sequence[Section | Include], path: Path_, outer: list[Condition], found: list[CompiledQuestion]
    ) -> None:
        for place, part in enumerate(parts):
            here = (*path, place)
            if isinstance(part, Include):
                if outer:
                    self.problem(here, definitions.CONDITIONAL_MODULE())
                continue
            conditions = list(outer)
            if part.when is not None and (shown := self._rule(part.when, (*here, "when"), self.scope)) is not None:
                conditions.append(shown)
            for number, question in enumerate(part.questions):
                found.append(self._question(question, (*here, "questions", number), conditions))
            self._parts(part.sections, (*here, "sections"), conditions, found)

    def _question(self, question: Question, path: Path_, outer: list[Condition]) -> CompiledQuestion:
        key = f"{self.own.id}.{question.id}"
        table = self.scope.tables.get(key)
        own = self._rule(question.when, (*path, "when"), self.scope)
        conditions = tuple(condition for condition in (*outer, own) if condition is not None)
        options, option_conditions = self._options(question, path, self.scope)
        columns = {
            column.id: self._column(column, (*path, "columns", place), table)
            for place, column in enumerate(question.columns)
        }
        value = self._checked(check_number, question.value, (*path, "value"), self.scope) if question.value else None
        default = self._resolve(question.default_from, (*path, "default_from"))
        self._check_default_from(question, default, path)
        self._check_label(question, path)
        return CompiledQuestion(
            key=key,
            owner=self.own,
            question=question,
            options=options,
            shown=And(conditions) if len(conditions) > 1 else conditions[0] if conditions else None,
            option_conditions=option_conditions,
            columns=columns,
            source=table.source if table else None,
            row_condition=self._row_condition(question, path, table),
            value=value,
            default_from=default,
            findings=self._findings(question, key, path, table),
        )

    def _column(self, column: Column, path: Path_, table: Table | None) -> CompiledColumn:
        scope = self._row_scope(table)
        options, conditions = self._options(column, path, scope)
        shown = self._rule(column.when, (*path, "when"), scope)
        of = self._resolve(column.of, (*path, "of")) if column.of else None
        if of is not None and of not in self.scope.tables:
            self.problem((*path, "of"), definitions.OF_NO_TABLE(name=column.of))
        return CompiledColumn(column, options, shown, conditions, of, self._shared(column, table))

    def _shared(self, column: Column, table: Table | None) -> bool:
        """Whether the table that this one takes its rows from by `default_from` has the same column."""
        other = self.scope.tables.get(self._taken_from(table.key) or "") if table else None
        if table is None or other is None or column.id not in other.columns:
            return False
        own_type, other_type = table.columns[column.id], other.columns[column.id]
        if own_type.kind is Kind.REFERENCE and other_type.kind is Kind.REFERENCE:
            return other_type.table in (own_type.table, self._taken_from(own_type.table or ""))
        return own_type == other_type

    def _taken_from(self, key: str) -> str | None:
        """The table that a table of this file takes its rows from by `default_from`."""
        file, _, word = key.partition(".")
        question = self.own.question(word) if file == self.own.id else None
        return self._key_of(question.default_from) if question and question.default_from else None

    def _options(
        self, asked: Question | Column, path: Path_, scope: Scope
    ) -> tuple[tuple[Option, ...], dict[str, Condition]]:
        options = self.own.options_of(asked)
        place = (*path, "options")
        if isinstance(asked.options, str) and asked.options not in self.own.lists:
            suggestion = did_you_mean(asked.options, self.own.lists)
            self.problem(place, definitions.NO_LIST_OF_OPTIONS(name=asked.options, suggestion=suggestion))
        if not isinstance(asked.options, str):
            self._unique(_ids(options, place), definitions.OPTION_AGAIN)
        conditions: dict[str, Condition] = {}
        for number, option in enumerate(options):
            where = (*place, number, "when") if not isinstance(asked.options, str) else place
            if option.when and (condition := self._rule(option.when, where, scope)) is not None:
                conditions[option.id] = condition
        return options, conditions

    def _findings(self, question: Question, key: str, path: Path_, table: Table | None) -> tuple[CompiledFinding, ...]:
        scope = self._scope_with_own(table)
        found = []
        for place, finding in enumerate(question.findings):
            here = (*path, "findings", place)
            self._check_requires(finding, here)
            condition = self._rule(finding.rule, (*here, "if"), scope)
            if condition is None:
                continue
            late = any(name in REGISTERS for name in condition.reads())
            if late and (finding.raises or finding.severity_floor or finding.likelihood_floor):
                self.problem((*here, "if"), definitions.LATE_FINDING())
            found.append(CompiledFinding(f"{self.own.id}.{finding.id}", finding, key, condition, late))
        return tuple(found)

    def _check_requires(self, finding: Finding, path: Path_) -> None:
        for number, name in enumerate(finding.requires):
            self._resolve(name, (*path, "requires", number))

    def _row_condition(self, question: Question, path: Path_, table: Table | None) -> Condition | None:
        if question.source_table is None or table is None:
            return None
        where = (*path, "rows", "from") if isinstance(question.rows, RowsFrom) else (*path, "rows")
        source = self.scope.tables.get(table.source or "")
        if source is None:
            suggestion = did_you_mean(question.source_table, [name.name for name in self.scope.tables.values()])
            self.problem(where, definitions.FROM_NO_TABLE(name=question.source_table, suggestion=suggestion))
            return None
        if not isinstance(question.rows, RowsFrom) or question.rows.when is None:
            return None
        return self._rule(question.rows.when, (*path, "rows", "when"), self._row_scope(source))

    def _rule(self, rule: str | None, path: Path_, scope: Scope) -> Condition | None:
        condition = self._checked(check_condition, rule, path, scope) if rule else None
        registers = condition is not None and "if" not in path and any(key in REGISTERS for key in condition.reads())
        if registers:
            self.problem(path, definitions.READS_REGISTERS())
        return None if registers else condition

    def _checked(self, check: Callable[[str, Scope], Result], rule: str, path: Path_, scope: Scope) -> Result | None:
        try:
            return check(rule, scope)
        except RuleError as error:
            self.problems.append(Problem(self.document.location(path, offset=error.offset), error.told))
            return None

    def _resolve(self, name: str | None, path: Path_) -> str | None:
        """The key of a question that is named outside a rule: `purposes` or `gdpr-dpia.purposes`."""
        if name is None:
            return None
        file, _, word = name.rpartition(".")
        owner = self.files.get(file) if file else self.own
        if owner is None or owner.question(word) is None:
            known = [question.id for question in (owner or self.own).questions()]
            self.problem(path, definitions.NO_QUESTION(name=name, suggestion=did_you_mean(word, known)))
            return None
        return f"{owner.id}.{word}"

    def _key_of(self, name: str) -> str:
        return name if "." in name else f"{self.own.id}.{name}"

    def _check_default_from(self, question: Question, key: str | None, path: Path_) -> None:
        if key is None:
            return
        file, _, word = key.partition(".")
        other = self.files.get(file, self.own).question(word)
        if other is not None and other.type is not question.type:
            named, other_type = question.default_from, other.type.value
            told = definitions.OTHER_TYPE(name=named, other=other_type, type=question.type.value)
            self.problem((*path, "default_from"), told)

    def _check_label(self, question: Question, path: Path_) -> None:
        if question.label is not None and question.column(question.label) is None:
            suggestion = did_you_mean(question.label, [column.id for column in question.columns])
            told = definitions.NO_COLUMN(name=question.label, question=question.id, suggestion=suggestion)
            self.problem((*path, "label"), told)

    def _row_scope(self, table: Table | None) -> Scope:
        return replace(self._scope_with_own(table), rows=(table,) if table else ())

    def _scope_with_own(self, table: Table | None) -> Scope:
        return replace(self.scope, own_table=table.key if table else None)

    def _check_names(self) -> None:
        for name, options in self.own.lists.items():
            self._unique(_ids(options, ("lists", name)), definitions.OPTION_AGAIN)
        for key, names in (("uses", self.own.uses), ("needs", self.own.needs)):
            for place, name in enumerate(names):
                if name not in self.files:
                    suggestion = _or_its_folder(did_you_mean(name, self.files))
                    self.problem((key, place), definitions.NO_FILE(name=name, suggestion=suggestion))
        for path, include in includes_with_paths(self.own.sections, ("sections",)):
            module = self.files.get(include)
            if module is None or module.kind != "module":
                known = [file.id for file in self.files.values() if file.kind == "module"]
                suggestion = _or_its_folder(did_you_mean(include, known))
                self.problem((*path, "include"), definitions.NO_MODULE(name=include, suggestion=suggestion))
        questions = list(questions_with_paths(self.own))
        sections = sections_with_paths(self.own.sections, ("sections",))
        self._unique((((*path, "id"), section.id) for path, section in sections), definitions.SECTION_AGAIN)
        self._unique((((*path, "id"), question.id) for path, question in questions), definitions.QUESTION_AGAIN)
        findings = findings_with_paths(self.own)
        self._unique((((*path, "id"), finding.id) for path, _, finding in findings), definitions.FINDING_AGAIN)
        taken = {question.id for _, question in questions} | set(RESERVED)
        for path, question in questions:
            if question.id in RESERVED:
                self.problem((*path, "id"), definitions.RESERVED(name=question.id))
            self._unique(_ids(question.columns, (*path, "columns")), definitions.COLUMN_AGAIN, question.id)
            self._unique(_ids(question.fixed_rows, (*path, "rows")), definitions.ROW_AGAIN, question.id)
            for place, column in enumerate(question.columns):
                if column.id in taken:
                    told = definitions.COLUMN_LIKE_QUESTION(column=column.id, question=question.id)
                    self.problem((*path, "columns", place, "id"), told)

    def _unique(self, ids: Iterable[tuple[Path_, str]], again: Message, question: str = "") -> None:
        """A problem at every id that stood before, or looks like one that did."""
        first: dict[str, tuple[str, int | None]] = {}
        for path, word in ids:
            before, line = first.get(outline_of(word), ("", None))
            if before == word:
                self.problem(path, again(name=word, line=line, question=question))
            elif before:
                self.problem(path, definitions.ALIKE(name=word, other=before, line=line))
            first.setdefault(outline_of(word), (word, self.document.location(path).line))


def _or_its_folder(suggestion: Saying) -> Saying:
    """The hint where a file is missed: it may be there, beside the one that was given alone."""
    return joined((suggestion, said(definitions.ITS_FOLDER)))


def _ids(parts: Sequence[Option | Column | FixedRow], path: Path_) -> Iterator[tuple[Path_, str]]:
    return (((*path, place, "id"), part.id) for place, part in enumerate(parts))
