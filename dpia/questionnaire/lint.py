"""What `dpia questionnaires lint` finds beyond what stops a file from loading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Final

from dpia.errors import Problem, Told
from dpia.messages import definitions, linting
from dpia.questionnaire.base import Definition
from dpia.questionnaire.compiled import CompiledFile, CompiledQuestion
from dpia.questionnaire.keys import misfits
from dpia.questionnaire.kinds import NO_ANSWER_TYPES
from dpia.questionnaire.level_lint import level_problems
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import AskedBase, Finding, FixedRow, Level, Question, Questionnaire
from dpia.questionnaire.national import NationalList, list_problems
from dpia.questionnaire.options import Option
from dpia.questionnaire.possible import Choice, Choices, Domain, Number, can_hold
from dpia.questionnaire.reference import Actions, Catalogue, Glossary, Method, Sources
from dpia.questionnaire.retired_lint import retired_problems
from dpia.questionnaire.rules.logic import And
from dpia.questionnaire.rules.nodes import Condition, Node
from dpia.questionnaire.rules.truth import Duration
from dpia.questionnaire.text import Document, Path_
from dpia.questionnaire.translation_lint import translation_problems
from dpia.questionnaire.types import QuestionType
from dpia.questionnaire.vanishing import Lost, losses
from dpia.questionnaire.walking import findings_with_paths, questions_with_paths
from dpia.wording import did_you_mean

MIN_MEASURES = 3
OF_LAW: Final = frozenset({"in_force", "applies_from"})
CITATION_MONTHS = 12


def lint(library: Library, *, on: date, whole_set: bool = True) -> list[Problem]:
    """Every problem and warning of a set, in the order of files and places. Raises nothing.

    A citation that was checked more than twelve months before `on` is a warning. `whole_set` adds what only a full set can
    lack: risks that no finding raises, risks with fewer than three measures.
    """
    problems = [
        *library.reading_problems,
        *library.method_problems,
        *library.layers.problems,
        *library.layers.elsewhere,
    ]
    files, compile_problems = library.compiled
    problems += compile_problems
    problems += _codes(library)
    problems += retired_problems(
        library.questionnaires, {name: library.document_of(name) for name in library.questionnaires}
    )
    for questionnaire in library.questionnaires.values():
        problems += _Linter(library, questionnaire, files).run()
    for file, definition in library.definitions:
        problems += _cited_elsewhere(definition, library, library.documents[file])
        if isinstance(definition, Sources):
            problems += _stale(definition, library, file, on)
        if isinstance(definition, NationalList):
            problems += _stale_list(definition, library.documents[file], on)
    problems += list_problems(library.definitions, library.documents, library.questionnaires)
    problems += level_problems(library, files)
    problems += _replacing(library)
    problems += translation_problems(library)
    if whole_set:
        problems += _catalogue(library)
    return sorted(problems, key=_order)


_OF_MISSING_FILES: Final = frozenset({definitions.NO_FILE.text, definitions.NO_MODULE.text})


def _order(found: Problem) -> tuple[str, bool, int, int]:
    """The order of the file; but a file that is not in the set is told first, because much else follows from that."""
    is_consequence = found.told.what.template not in _OF_MISSING_FILES
    return found.location.file, is_consequence, found.location.line or 0, found.location.column or 0


def _replacing(library: Library) -> Iterator[Problem]:
    """What takes another definition's place. That may be meant; whoever signs is told, so whoever writes is told too."""
    for found in library.replacements:
        place = library.documents[found.file].location(("id",) if found.is_file else ())
        message = linting.REPLACES if found.is_file else linting.REPLACES_ENTRY
        yield Problem(place, message(earlier=found.was, kind=found.kind, name=found.id), warning=True)


def _codes(library: Library) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for questionnaire in library.questionnaires.values():
        document = library.document_of(questionnaire.id)
        for path, question in questions_with_paths(questionnaire):
            found = [((*path, "code"), question.code)] if question.code else []
            found += [((*path, "rows", n, "code"), row.code) for n, row in enumerate(question.fixed_rows) if row.code]
            for place, code in found:
                if code in seen:
                    yield Problem(document.location(place), linting.CODE_TAKEN(code=code, question=seen[code]))
                seen.setdefault(code, f"{questionnaire.id}.{question.id}")


class _Linter:
    """Lints one questionnaire or module within its set."""

    def __init__(self, library: Library, own: Questionnaire, files: Mapping[str, CompiledFile]) -> None:
        self.library, self.own = library, own
        self.document = library.document_of(own.id)
        self.items = {item.key: item for file in files.values() for item in file.questions}

    def run(self) -> Iterator[Problem]:
        for path, question in questions_with_paths(self.own):
            yield from self._question(path, question)
            item = self.items.get(f"{self.own.id}.{question.id}")
            if item is not None:
                yield from self._reachable(path, item)
                yield from self._vanishing(path, item)
        for path, question, finding in findings_with_paths(self.own):
            yield from self._cited(finding.cite, (*path, "cite"))
            if finding.level is not Level.NOTE:
                for key in ("because", "mend"):
                    if getattr(finding, key) is None:
                        told = linting.NO_BECAUSE(finding=finding.id, question=question.id, key=key)
                        yield self._problem(path, told)
            yield from self._consequences(path, finding)
            yield from self._basis(path, finding, question)
        for path, told, warning in misfits(self.own):
            yield self._problem(path, told, warning=warning)
        for name, options in self.own.lists.items():
            for place, option in enumerate(options):
                yield from self._terms(("lists", name, place), option)
        yield from self._unused()
        yield from self._rated_by()

    def _rated_by(self) -> Iterator[Problem]:
        method, known = self.own.method, self.library.methods
        if method is not None and self.own.kind == "module":
            yield self._problem(("method",), linting.METHOD_OF_MODULE())
        elif method is not None and method not in known:
            told = linting.NO_METHOD(name=method, suggestion=did_you_mean(method, known))
            yield self._problem(("method",), told)

    def _question(self, path: Path_, question: Question) -> Iterator[Problem]:
        if question.help is None and question.type is not QuestionType.INFO:
            yield self._problem(path, linting.NO_HELP(question=question.id), warning=True)
        yield from self._cited(question.cite, (*path, "cite"))
        for number, row in enumerate(question.fixed_rows):
            yield from self._cited(row.cite, (*path, "rows", number, "cite"))
        for number, name in enumerate(question.see):
            key = name if "." in name else f"{self.own.id}.{name}"
            if key not in self.items:
                yield self._problem((*path, "see", number), linting.SEES_NOTHING(name=name))
        actions = self.library.actions
        for number, letter in enumerate(question.icat):
            if actions is not None and letter not in actions.actions:
                yield self._problem((*path, "icat", number), linting.NO_ACTION(name=letter))
        yield from self._terms(path, question)
        for number, column in enumerate(question.columns):
            yield from self._terms((*path, "columns", number), column)
        for number, row in enumerate(question.fixed_rows):
            yield from self._terms((*path, "rows", number), row)

    def _terms(self, path: Path_, part: AskedBase | FixedRow | Option) -> Iterator[Problem]:
        vocabulary = self.library.vocabulary
        if vocabulary is None:
            return
        known = frozenset(vocabulary.terms)
        for number, term in enumerate(part.dpv):
            if term not in known:
                told = linting.NO_TERM(term=term, suggestion=did_you_mean(term, known))
                yield self._problem((*path, "dpv", number), told)
        if isinstance(part, AskedBase) and isinstance(part.options, tuple):
            for number, option in enumerate(part.options):
                yield from self._terms((*path, "options", number), option)

    def _reachable(self, path: Path_, item: CompiledQuestion) -> Iterator[Problem]:
        shown = self._shown_chain(item)
        if shown is not None and not can_hold(shown, self._domain):
            yield self._problem((*path, "when"), linting.NEVER_SHOWN(question=item.question.id))
            return
        places = {finding.id: place for place, finding in enumerate(item.question.findings)}
        for finding in item.findings:
            condition = And((finding.condition, shown)) if shown is not None else finding.condition
            if not can_hold(condition, self._domain):
                where = (*path, "findings", places[finding.finding.id], "if")
                yield self._problem(where, linting.NEVER_FIRES(finding=finding.finding.id))

    def _vanishing(self, path: Path_, item: CompiledQuestion) -> Iterator[Problem]:
        """What a hidden question takes out of a rule that is judged while it is hidden."""
        places = {finding.id: place for place, finding in enumerate(item.question.findings)}
        rules: list[tuple[Path_, Node]] = [] if item.value is None else [((*path, "value"), item.value)]
        rules += [((*path, "findings", places[x.finding.id], "if"), x.condition) for x in item.findings]
        for where, rule in rules:
            for loss in losses(item, rule, self.items, self._domain):
                yield self._problem(where, TOLD[loss.kind](names=_named(loss.hidden, self.own.id)), warning=True)

    def _shown_chain(self, item: CompiledQuestion) -> Condition | None:
        """Its condition, and those of the questions that condition reads."""
        if item.shown is None:
            return None
        needed = [self.items[key].shown for key in item.shown.reads() if key in self.items and _sole(item.shown, key)]
        conditions = tuple(condition for condition in (item.shown, *needed) if condition is not None)
        return And(conditions)

    @cached_property
    def _domain(self) -> Domain:
        answers = {key: found for key, item in self.items.items() if (found := _possible(item)) is not None}
        own = (item for item in self.items.values() if item.type not in NO_ANSWER_TYPES and not _comes_from(item))
        return Domain(answers, frozenset(item.key for item in own if "unknown" not in item.question.allow))

    def _consequences(self, path: Path_, finding: Finding) -> Iterator[Problem]:
        for number, risk in enumerate(finding.raises):
            yield from self._risk(risk, (*path, "raises", number))
        for key, floors in (("severity_floor", finding.severity_floor), ("likelihood_floor", finding.likelihood_floor)):
            known = self._levels(key)
            for risk, level in floors.items():
                yield from self._risk(risk, (*path, key, risk))
                if level not in known:
                    told = linting.NO_LEVEL(level=level, suggestion=did_you_mean(level, known))
                    yield self._problem((*path, key, risk), told)
        for number, name in enumerate(finding.opens):
            if name not in self.library.questionnaires:
                yield self._problem((*path, "opens", number), linting.UNAVAILABLE(name=name), warning=True)

    def _basis(self, path: Path_, finding: Finding, question: Question) -> Iterator[Problem]:
        """What stops a processing has to rest on law, or has to say that it does not."""
        if finding.level is not Level.BLOCK or finding.basis is not None or question.basis is not None:
            return
        found = (self.library.sources.find(citation) for citation in (*finding.cite, *question.cite))
        if not any(pair is not None and pair[0].status in OF_LAW for pair in found):
            yield self._problem((*path, "level"), linting.NO_BASIS(finding=finding.id))

    def _risk(self, risk: str, path: Path_) -> Iterator[Problem]:
        catalogue = {scenario.id for scenario in self.library.catalogue.risks}
        if risk not in catalogue:
            yield self._problem(path, linting.NO_RISK(risk=risk, suggestion=did_you_mean(risk, catalogue)))

    def _levels(self, key: str) -> set[str]:
        scales = [
            method.severity if key == "severity_floor" else method.likelihood
            for method in self.library.methods.values()
        ]
        return {word for scale in scales for level in scale for word in (level.id, *level.also)}

    def _cited(self, citations: tuple[str, ...], path: Path_) -> Iterator[Problem]:
        yield from _citations(self.library.sources, citations, self.document, path)

    def _unused(self) -> Iterator[Problem]:
        included = set(self.own.includes())
        for number, name in enumerate(self.own.uses):
            if name in self.library.questionnaires and name not in self._used_files():
                told = linting.INCLUDED_FILE(name=name) if name in included else linting.UNUSED_FILE(name=name)
                yield self._problem(("uses", number), told, warning=True)
        asked = [part for question in self.own.questions() for part in (question, *question.columns)]
        used = {part.options for part in asked if isinstance(part.options, str)}
        for name in self.own.lists:
            if name not in used:
                yield self._problem(("lists", name), linting.UNUSED_LIST(name=name), warning=True, key=True)

    def _used_files(self) -> set[str]:
        """The files that rules of this one read, or that it names with a dot."""
        own = [item for key, item in self.items.items() if key.partition(".")[0] == self.own.id]
        keys = {key for item in own for key in item.reads()}
        keys |= {key for item in own for found in item.findings for key in found.condition.reads()}
        keys |= {name for item in own for name in item.question.see}
        keys |= {name for item in own for found in item.findings for name in found.finding.requires}
        return {key.partition(".")[0] for key in keys if "." in key}

    def _problem(self, path: Path_, told: Told, *, warning: bool = False, key: bool = False) -> Problem:
        return Problem(self.document.location(path, key=key), told, warning)


TOLD = {
    Lost.NOTHING: linting.VANISHES,
    Lost.ZERO: linting.IS_ZERO,
    Lost.DIVISOR: linting.DIVIDED_BY_ZERO,
}


def _named(keys: Iterable[str], file: str) -> str:
    """Questions as a rule of a file names them: `mfa` and `security.mail`."""
    return " and ".join(f"`{key.removeprefix(f'{file}.')}`" for key in sorted(keys))


def _comes_from(item: CompiledQuestion) -> str | None:
    """The question whose answer can stand for one that this question would not take."""
    return item.default_from or item.source


def _possible(item: CompiledQuestion) -> Choice | Choices | Number | None:
    """What can be answered, for the types of which answers are tried."""
    return item.kind.possible(item.asked, item.options, not _comes_from(item))


def _sole(condition: Condition, key: str) -> bool:
    """Whether the condition cannot hold unless the question `key` shows: it is a term of a plain `and`."""
    terms = condition.terms if isinstance(condition, And) else (condition,)
    return any(list(term.reads()) == [key] for term in terms)


def _citations(sources: Sources, citations: Sequence[str], document: Document, path: Path_) -> Iterator[Problem]:
    for number, citation in enumerate(citations):
        if sources.find(citation) is None:
            key = citation.partition(" ")[0]
            source = sources.sources.get(key)
            known = [f"{key} {article}" for article in source.articles] if source else sources.sources
            suggestion = did_you_mean(citation if source else key, known)
            told = linting.NO_SOURCE(citation=citation, suggestion=suggestion)
            yield Problem(document.location((*path, number)), told)


def _cited_elsewhere(definition: Definition, library: Library, document: Document) -> Iterator[Problem]:
    """The citations of method, catalogue, glossary and ICAT actions."""
    if isinstance(definition, Method | Actions):
        yield from _citations(library.sources, definition.cite, document, ("cite",))
    if isinstance(definition, Catalogue):
        for number, risk in enumerate(definition.risks):
            yield from _citations(library.sources, risk.cite, document, ("risks", number, "cite"))
    if isinstance(definition, Glossary):
        for number, term in enumerate(definition.terms):
            yield from _citations(library.sources, term.cite, document, ("terms", number, "cite"))


def _stale(sources: Sources, library: Library, file: str, on: date) -> Iterator[Problem]:
    limit = Duration(CITATION_MONTHS, "months").before(on)
    document = library.documents[file]
    for key, source in sources.sources.items():
        entries: list[tuple[Path_, date | None]] = [((), source.checked_on)]
        entries += [(("articles", article), entry.checked_on) for article, entry in source.articles.items()]
        for path, checked_on in entries:
            if checked_on is not None and checked_on < limit:
                told = linting.STALE_SOURCE(citation=" ".join((key, *map(str, path[1:]))), day=checked_on)
                yield Problem(document.location(("sources", key, *path)), told, warning=True)


def _stale_list(found: NationalList, document: Document, on: date) -> Iterator[Problem]:
    if found.checked_on < Duration(CITATION_MONTHS, "months").before(on):
        told = linting.STALE_SOURCE(citation=found.id, day=found.checked_on)
        yield Problem(document.location(("checked_on",)), told, warning=True)


def _catalogue(library: Library) -> Iterator[Problem]:
    raised = {
        risk
        for questionnaire in library.questionnaires.values()
        for _, _, finding in findings_with_paths(questionnaire)
        for risk in finding.raises
    }
    raised |= {risk.general for risk in library.catalogue.risks if risk.id in raised and risk.general is not None}
    known = {risk.id for risk in library.catalogue.risks}
    for file, definition in library.definitions:
        if not isinstance(definition, Catalogue):
            continue
        for number, risk in enumerate(definition.risks):
            location = library.documents[file].location(("risks", number))
            if risk.general is not None and risk.general not in known:
                told = linting.NO_RISK(risk=risk.general, suggestion=did_you_mean(risk.general, known))
                yield Problem(library.documents[file].location(("risks", number, "general")), told)
            if risk.id not in raised:
                yield Problem(location, linting.NOT_RAISED(risk=risk.id))
            if len(risk.measures) < MIN_MEASURES:
                few = linting.FEW_MEASURES(risk=risk.id, count=len(risk.measures), least=MIN_MEASURES)
                yield Problem(location, few)
