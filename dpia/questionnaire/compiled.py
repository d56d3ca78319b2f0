"""Questionnaires with their rules read and checked: what an evaluation runs on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from dpia.questionnaire.kinds import KINDS, NO_ANSWER_TYPES
from dpia.questionnaire.kinds.base import QuestionKind
from dpia.questionnaire.layers import NO_LAYERS, Layers
from dpia.questionnaire.methods import LevelNames, LevelWord, words_of
from dpia.questionnaire.model import AskedBase, Column, Finding, Question, Questionnaire, Section
from dpia.questionnaire.options import Option
from dpia.questionnaire.origin import ForeignTexts, Replacement
from dpia.questionnaire.reference import Catalogue, Method, RiskScenario
from dpia.questionnaire.rules.nodes import Condition, Facts, Node
from dpia.questionnaire.rules.types import Scope
from dpia.questionnaire.types import QuestionType

REGISTERS = ("risks", "measures")


@dataclass(frozen=True, slots=True)
class CompiledFinding:
    """A finding with its condition, and the key of its question. `late` ones read the registers and are judged after the risks."""

    key: str
    finding: Finding
    question: str
    condition: Condition
    late: bool

    def as_of(self, day: date) -> CompiledFinding:
        """With the level that it has on a day."""
        finding = self.finding.as_of(day)
        return self if finding is self.finding else replace(self, finding=finding)

    def levels(self) -> Iterator[LevelWord]:
        """The levels of a risk method that it names: those of its floors and of its rule."""
        yield from (LevelWord("severity", word) for word in self.finding.severity_floor.values())
        yield from (LevelWord("likelihood", word) for word in self.finding.likelihood_floor.values())
        if self.late:
            yield from words_of(self.condition)


@dataclass(frozen=True, slots=True)
class CompiledColumn:
    """A column with its options and conditions; `shared` ones are answered in the table that `default_from` names."""

    column: Column
    options: tuple[Option, ...]
    shown: Condition | None
    option_conditions: Mapping[str, Condition]
    of: str | None
    shared: bool = False

    @property
    def asked(self) -> AskedBase:
        """What a question and a column share."""
        return self.column

    @property
    def kind(self) -> QuestionKind:
        """What is asked of its type."""
        return KINDS[self.column.type]


@dataclass(frozen=True, slots=True)
class CompiledQuestion:
    """A question with everything about it resolved. `shown` joins its own condition and those of its sections."""

    key: str
    owner: Questionnaire
    question: Question
    options: tuple[Option, ...]
    shown: Condition | None
    option_conditions: Mapping[str, Condition]
    columns: Mapping[str, CompiledColumn]
    source: str | None
    row_condition: Condition | None
    value: Node | None
    default_from: str | None
    findings: tuple[CompiledFinding, ...]

    @property
    def type(self) -> QuestionType:
        """The question's type."""
        return self.question.type

    @property
    def asked(self) -> AskedBase:
        """What a question and a column share."""
        return self.question

    @property
    def kind(self) -> QuestionKind:
        """What is asked of its type."""
        return KINDS[self.question.type]

    def reads(self) -> frozenset[str]:
        """The keys of all questions that decide whether, and with which options, this question shows."""
        conditions = [self.shown, self.row_condition, *self.option_conditions.values()]
        for column in self.columns.values():
            conditions += [column.shown, *column.option_conditions.values()]
        keys = {key for condition in conditions if condition is not None for key in condition.reads()}
        keys.update(key for key in (self.source, self.default_from) if key)
        if self.value is not None:
            keys.update(self.value.reads())
        return frozenset(keys) - {self.key}

    def reads_itself(self) -> bool:
        """Whether it shows, takes its rows, options or value from its own answer. Columns may read their own table."""
        nodes = (self.shown, self.row_condition, self.value, *self.option_conditions.values())
        own = {key for node in nodes if node is not None for key in node.reads()}
        return self.key in own | {self.source, self.default_from}


@dataclass(frozen=True, slots=True)
class CompiledFile:
    """One questionnaire or module, compiled."""

    questionnaire: Questionnaire
    scope: Scope
    questions: tuple[CompiledQuestion, ...]

    def compares_levels(self) -> bool:
        """Whether a rule of it compares levels of the register of risks."""
        findings = (found for item in self.questions for found in item.findings)
        return any(True for found in findings if found.late for _ in words_of(found.condition))


@dataclass(frozen=True, eq=False)
class Form:
    """The questionnaires of one assessment with their modules, a risk method and a catalogue, ready to be evaluated.

    `methods` are all that the library has, the one that counts among them.
    `known` and `hashes` hold every questionnaire of the library, answered here or not; `replacements` is what stands in the
    place of another definition and counts here, `foreign_texts` which texts strangers to their definition translated.
    `layers` says which risks of the catalogue, and whether the ICAT actions, are there only on a condition.
    """

    questionnaires: tuple[Questionnaire, ...]
    files: tuple[CompiledFile, ...]
    method: Method
    catalogue: Catalogue
    known: Mapping[str, Questionnaire] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    replacements: tuple[Replacement, ...] = ()
    foreign_texts: tuple[ForeignTexts, ...] = ()
    methods: tuple[Method, ...] = ()
    layers: Layers = NO_LAYERS

    def scenarios(self, facts: Facts) -> tuple[RiskScenario, ...]:
        """The risks of the catalogue that are there for these answers."""
        closed = self.layers.closed(facts)
        return tuple(risk for risk in self.catalogue.risks if risk.id not in closed)

    @cached_property
    def level_names(self) -> LevelNames:
        """What the levels that findings name mean in the method."""
        return LevelNames(self.method, self.methods)

    @cached_property
    def levels_by_rank(self) -> tuple[LevelWord, ...]:
        """The levels that findings name and the method does not, so that their rank in another one decides."""
        named = dict.fromkeys(word for finding in self.findings for word in finding.levels())
        return tuple(word for word in named if not self.level_names.knows(word))

    @cached_property
    def questions(self) -> Mapping[str, CompiledQuestion]:
        """Every question by its key, `gdpr-dpia.purposes`, in an order in which each stands after what it depends on."""
        return {item.key: item for item in _ordered({item.key: item for file in self.files for item in file.questions})}

    @cached_property
    def findings(self) -> tuple[CompiledFinding, ...]:
        """Every finding, in the order of the files."""
        return tuple(finding for file in self.files for item in file.questions for finding in item.findings)

    @cached_property
    def findings_by_key(self) -> Mapping[str, CompiledFinding]:
        """Every finding by its key, `gdpr-dpia.purpose_too_vague`."""
        return {finding.key: finding for finding in self.findings}

    @cached_property
    def early_findings(self) -> tuple[CompiledFinding, ...]:
        """The findings that are judged before the risks, because they may raise some."""
        return tuple(finding for finding in self.findings if not finding.late)

    @cached_property
    def late_findings(self) -> tuple[CompiledFinding, ...]:
        """The findings that read the registers."""
        return tuple(finding for finding in self.findings if finding.late)

    @cached_property
    def raising(self) -> frozenset[str]:
        """The keys of the findings that raise risks or set floors under them."""
        found = [(item.key, item.finding) for item in self.early_findings]
        return frozenset(key for key, rule in found if rule.raises or rule.severity_floor or rule.likelihood_floor)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each question in the order of dependence."""
        return {key: place for place, key in enumerate(self.questions)}

    @cached_property
    def readers(self) -> Mapping[str, tuple[str, ...]]:
        """For each question those whose visibility, options, rows or value depend on it."""
        return _turned({key: item.reads() for key, item in self.questions.items()})

    @cached_property
    def row_readers(self) -> Mapping[str, frozenset[str]]:
        """For each table the questions that refer to its rows or have rows of it, directly or through others."""
        near = _turned({key: _row_sources(item) for key, item in self.questions.items()})
        return {key: _beyond(key, near) for key in near}

    @cached_property
    def finding_readers(self) -> Mapping[str, tuple[str, ...]]:
        """For each question the findings that read it, and its own, which are void while it is hidden."""
        return _turned({item.key: {*item.condition.reads(), item.question} for item in self.findings})

    @cached_property
    def asked(self) -> tuple[CompiledQuestion, ...]:
        """Every question in the order in which it is asked."""
        return tuple(self.in_order())

    @cached_property
    def asked_keys(self) -> tuple[str, ...]:
        """The keys of `asked`."""
        return tuple(item.key for item in self.asked)

    @cached_property
    def asked_places(self) -> Mapping[str, int]:
        """The place of each question in the order in which it is asked."""
        return {key: place for place, key in enumerate(self.asked_keys)}

    @cached_property
    def section_places(self) -> Mapping[str, int]:
        """For each question that takes an answer the place of its section in `answered_sections`."""
        return {key: place for place, (_, _, keys) in enumerate(self.answered_sections) for key in keys}

    @cached_property
    def registers(self) -> tuple[CompiledQuestion, ...]:
        """The questions that show a register."""
        return tuple(item for item in self.asked if item.type is QuestionType.REGISTER)

    @cached_property
    def answered_sections(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """File, section and the keys of its questions that take an answer, for each section in order."""
        return tuple(
            (owner.id, section.id, keys)
            for owner, _, section in self.sections()
            if (keys := tuple(f"{owner.id}.{q.id}" for q in section.questions if q.type not in NO_ANSWER_TYPES))
        )

    @cached_property
    def modules(self) -> Mapping[str, Questionnaire]:
        """The modules that the questionnaires include, by id."""
        return {file.questionnaire.id: file.questionnaire for file in self.files}

    def find(self, reference: str) -> CompiledQuestion | None:
        """The question with this key or this public code, or None."""
        if reference in self.questions:
            return self.questions[reference]
        return next((item for item in self.questions.values() if item.question.code == reference), None)

    def in_order(self) -> Iterator[CompiledQuestion]:
        """Every question in the order in which it is asked; a module stands where it is first included."""
        files = {file.questionnaire.id: {item.question.id: item for item in file.questions} for file in self.files}
        for owner, _, section in self.sections():
            for question in section.questions:
                yield files[owner.id][question.id]

    def sections(self) -> Iterator[tuple[Questionnaire, tuple[int, ...], Section]]:
        """Every section with the file it belongs to and its display number; a module only where it first stands."""
        placed: set[str] = set()
        for questionnaire in self.questionnaires:
            yield from self._numbered(questionnaire, questionnaire.sections, (), questionnaire.number_from, placed)

    def _numbered(
        self, owner: Questionnaire, parts: tuple[object, ...], prefix: tuple[int, ...], start: int, placed: set[str]
    ) -> Iterator[tuple[Questionnaire, tuple[int, ...], Section]]:
        number = start
        for part in parts:
            if isinstance(part, Section):
                yield owner, (*prefix, number), part
                yield from self._numbered(owner, part.sections, (*prefix, number), 1, placed)
                number += 1
                continue
            module = self.modules.get(part.include)  # type: ignore[attr-defined]
            if module is None or module.id in placed:  # closed, or told before
                continue
            placed.add(module.id)
            yield from self._numbered(module, module.sections, prefix, number, placed)
            number += len(module.sections)


def _row_sources(item: CompiledQuestion) -> set[str]:
    named = (item.source, item.default_from, *(column.of for column in item.columns.values()))
    return {key for key in named if key is not None}


def _beyond(start: str, near: Mapping[str, Iterable[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(near.get(start, ()))
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += near.get(key, ())
    return frozenset(found)


def _turned(reads: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    readers: dict[str, list[str]] = {}
    for reader, keys in reads.items():
        for key in keys:
            readers.setdefault(key, []).append(reader)
    return {key: tuple(found) for key, found in readers.items()}


def _ordered(items: dict[str, CompiledQuestion]) -> Iterator[CompiledQuestion]:
    """Dependencies first. Cycles were refused when the rules were checked, so the walk ends."""
    done: set[str] = set()
    for start in items:
        waiting = [(start, False)]
        while waiting:
            key, ready = waiting.pop()
            if key in done or key not in items:
                continue
            if ready:
                done.add(key)
                yield items[key]
            else:
                waiting.append((key, True))
                waiting.extend((needed, False) for needed in sorted(items[key].reads()) if needed not in done)
