"""A set of definition files: found, read, checked together, and compiled for an assessment."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from dpia.errors import BadInput, Code, DefinitionError, NotFound, Problem, did_you_mean
from dpia.questionnaire.base import Definition
from dpia.questionnaire.compiled import CompiledFile, Form
from dpia.questionnaire.compiling import Compiler, Levels
from dpia.questionnaire.identity import with_modules
from dpia.questionnaire.model import Questionnaire
from dpia.questionnaire.reading import validate
from dpia.questionnaire.reference import Actions, Catalogue, Glossary, Method, ScaleLevel, Sources, Vocabulary
from dpia.questionnaire.text import Document, read_document, read_known
from dpia.questionnaire.walking import includes_with_paths, questions_with_paths

KINDS: Mapping[str, type[Definition]] = {
    "questionnaire": Questionnaire,
    "module": Questionnaire,
    "method": Method,
    "catalogue": Catalogue,
    "sources": Sources,
    "glossary": Glossary,
    "actions": Actions,
    "dpv": Vocabulary,
}
SKIPPED_FOLDERS = frozenset({"examples", "schema"})
DEFAULT_METHOD = "four-by-four"


@dataclass(frozen=True)
class Library:
    """Every definition that was read, and everything that is wrong with it. `check` raises when it cannot be used.

    A `checked` library was found sound before: its files are compiled one by one as a form needs them.
    """

    documents: Mapping[str, Document]
    definitions: tuple[tuple[str, Definition], ...]
    reading_problems: tuple[Problem, ...] = ()
    checked: bool = False
    _files: dict[str, tuple[CompiledFile, tuple[Problem, ...]]] = field(default_factory=dict, repr=False, compare=False)
    _forms: dict[tuple[tuple[str, ...], str], Form] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def questionnaires(self) -> Mapping[str, Questionnaire]:
        """Questionnaires and modules by id; of two with one id the later read stands, so that users can replace one."""
        return {item.id: item for _, item in self.definitions if isinstance(item, Questionnaire)}

    @cached_property
    def methods(self) -> Mapping[str, Method]:
        """Risk methods by id."""
        return {item.id: item for _, item in self.definitions if isinstance(item, Method)}

    @property
    def catalogue(self) -> Catalogue:
        """All risk scenarios of the set as one catalogue."""
        found = [item for _, item in self.definitions if isinstance(item, Catalogue)]
        risks = {risk.id: risk for item in found for risk in item.risks}
        first = found[0] if found else Catalogue(id="empty", kind="catalogue", version="1.0.0", title="None", risks=())
        return first.model_copy(update={"risks": tuple(risks.values())})

    @cached_property
    def sources(self) -> Sources:
        """All sources of the set as one."""
        found = [item for _, item in self.definitions if isinstance(item, Sources)]
        merged = {key: source for item in found for key, source in item.sources.items()}
        return Sources(id="sources", kind="sources", version="1.0.0", title="Sources", sources=merged)

    @cached_property
    def glossary(self) -> Glossary:
        """All terms of the set as one glossary."""
        found = [item for _, item in self.definitions if isinstance(item, Glossary)]
        terms = {term.id: term for item in found for term in item.terms}
        return Glossary(id="glossary", kind="glossary", terms=tuple(terms.values()))

    @cached_property
    def actions(self) -> Actions | None:
        """The ICAT actions, where the set has them."""
        return next((item for _, item in self.definitions if isinstance(item, Actions)), None)

    @property
    def is_complete(self) -> bool:
        """Whether there is every kind of file that a set which stands by itself needs."""
        return bool(self.methods and self.catalogue.risks and self.sources.sources)

    @cached_property
    def vocabulary(self) -> Vocabulary | None:
        """The DPV terms, where the set has them."""
        return next((item for _, item in self.definitions if isinstance(item, Vocabulary)), None)

    @cached_property
    def compiled(self) -> tuple[Mapping[str, CompiledFile], tuple[Problem, ...]]:
        """Every questionnaire and module compiled, with the problems that were found on the way."""
        found = {item.id: self._compile(item.id) for _, item in self._current()}
        files = {name: file for name, (file, _) in found.items()}
        problems = [problem for _, own in found.values() for problem in own]
        return files, (*problems, *_cycles(files, self.document_of))

    def _compile(self, questionnaire_id: str) -> tuple[CompiledFile, tuple[Problem, ...]]:
        if questionnaire_id not in self._files:
            own = self.questionnaires[questionnaire_id]
            compiler = Compiler(self.document_of(questionnaire_id), own, self.questionnaires, self._levels)
            self._files[questionnaire_id] = (compiler.compile(), tuple(compiler.problems))
        return self._files[questionnaire_id]

    def document_of(self, questionnaire_id: str) -> Document:
        """The document a questionnaire was read from. Raises KeyError for an id that the set does not have."""
        own = self.questionnaires[questionnaire_id]
        return self.documents[next(file for file, item in self.definitions if item is own)]

    def check(self) -> Library:
        """This library, once all of it is found usable. Raises DefinitionError with every problem."""
        if not self.checked:
            problems = [*self.reading_problems, *self.compiled[1]]
            if problems:
                raise DefinitionError(problems)
        return self

    def questionnaire(self, questionnaire_id: str) -> Questionnaire:
        """A questionnaire by id. Raises NotFound."""
        found = self.questionnaires.get(questionnaire_id)
        if found is None:
            raise NotFound(_missing("questionnaire", questionnaire_id, self.questionnaires))
        return found

    def _answered(self, questionnaire_id: str) -> Questionnaire:
        found = self.questionnaire(questionnaire_id)
        if found.kind == "module":
            raise NotFound(f"`{found.id}` is a module, not a questionnaire: {self.where_included(found.id)}")
        return found

    def where_included(self, module_id: str) -> str:
        """What to name instead of a module: the questionnaires that it comes with."""
        names = [
            item.id
            for item in self.questionnaires.values()
            if item.kind == "questionnaire"
            and module_id in {part.id for part in with_modules(item, self.questionnaires)}
        ]
        return "it comes with " + " and ".join(f"`{name}`" for name in names) if names else "no questionnaire has it"

    def method(self, method_id: str | None = None) -> Method:
        """A risk method by id, the 4x4 method of this project when none is named. Raises NotFound."""
        found = self.methods.get(method_id or DEFAULT_METHOD)
        if found is None and method_id is None and self.methods:
            found = next(iter(self.methods.values()))
        if found is None:
            raise NotFound(_missing("risk method", method_id or DEFAULT_METHOD, self.methods))
        return found

    def form(self, questionnaire_ids: Sequence[str], method_id: str | None = None) -> Form:
        """The questionnaires with their modules, ready to be evaluated. The same ids give the same form again.

        Raises NotFound for an id that is none or a module's, and DefinitionError where a file of the set cannot be used.
        """
        wanted = (tuple(dict.fromkeys(questionnaire_ids)), method_id or "")
        if wanted not in self._forms:
            self.check()
            chosen = tuple(self._answered(questionnaire_id) for questionnaire_id in wanted[0])
            parts = dict.fromkeys(
                part.id for item in chosen for part in (*with_modules(item, self.questionnaires), item)
            )
            compiled = tuple(self._compile(part)[0] for part in parts)
            self._forms[wanted] = Form(chosen, compiled, self.method(method_id), self.catalogue, self.questionnaires)
        return self._forms[wanted]

    def with_folder(self, *paths: Path) -> Library:
        """A library with further files; a file with an id that is there already takes its place. Raises NotFound for a path."""
        more = read_definitions(paths)
        return Library(
            {**self.documents, **more.documents},
            (*self.definitions, *more.definitions),
            (*self.reading_problems, *more.reading_problems),
        )

    def _current(self) -> Iterator[tuple[str, Questionnaire]]:
        for file, item in self.definitions:
            if isinstance(item, Questionnaire) and self.questionnaires[item.id] is item:
                yield file, item

    @cached_property
    def _levels(self) -> Levels:
        methods = list(self.methods.values())
        severity = _places(level for method in methods for level in enumerate(method.severity))
        likelihood = _places(level for method in methods for level in enumerate(method.likelihood))
        risk = {level.id: place for method in methods for place, level in enumerate(method.levels)}
        return Levels(severity, likelihood, risk, [scenario.id for scenario in self.catalogue.risks])


def _places(levels: Iterable[tuple[int, ScaleLevel]]) -> dict[str, int]:
    return {word: place for place, level in levels for word in (level.id, *level.also)}


def _missing(what: str, name: str, known: Iterable[str]) -> str:
    hint = did_you_mean(name, known)
    return f"There is no {what} `{name}`" + (f": {hint}" if hint else ".")


def _cycles(files: Mapping[str, CompiledFile], document_of: Callable[[str], Document]) -> Iterator[Problem]:
    """One problem for each circle of questions that depend on each other, at the first of them; then module circles."""
    reads = {item.key: item.reads() for file in files.values() for item in file.questions}
    told: set[frozenset[str]] = set()
    for file_id, file in files.items():
        paths = {question.id: path for path, question in questions_with_paths(file.questionnaire)}
        for item in file.questions:
            circle = (item.key,) if item.reads_itself() else _circle(item.key, reads)
            if circle and frozenset(circle) not in told:
                told.add(frozenset(circle))
                place = document_of(file_id).location(paths[item.question.id])
                way = " -> ".join(key.removeprefix(f"{file_id}.") for key in (*circle, item.key))
                hint = "break the circle of `when`, `rows`, `value` or `default_from`"
                yield Problem(place, Code.RULE_CYCLE, f"`{item.question.id}` depends on itself: {way}", hint)
    includes = {file_id: frozenset(file.questionnaire.includes()) for file_id, file in files.items()}
    for file_id, file in files.items():
        for path, module in includes_with_paths(file.questionnaire.sections, ("sections",)):
            if file_id == module or file_id in _reach(module, includes):
                place = document_of(file_id).location((*path, "include"))
                yield Problem(place, Code.RULE_CYCLE, f"`{file_id}` includes itself through `{module}`")


def _circle(start: str, edges: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The shortest way from `start` back to it, without the last step; empty where there is none."""
    seen = {start}
    ways: deque[tuple[str, ...]] = deque([(start,)])
    while ways:
        way = ways.popleft()
        for key in sorted(edges.get(way[-1], ())):
            if key == start:
                return way
            if key not in seen:
                seen.add(key)
                ways.append((*way, key))
    return ()


def _reach(start: str, edges: Mapping[str, frozenset[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(edges.get(key, ()))
    return found


@contextmanager
def without_collections() -> Iterator[None]:
    """Reading makes many objects that all live on; looking for garbage among them doubles the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_freeze_count() == 0:  # straight into the oldest generation, where nothing looks through them soon
            gc.freeze()
            gc.unfreeze()
        if enabled:
            gc.enable()


def read_definitions(paths: Sequence[Path]) -> Library:
    """Reads definition files, and folders of them with their folders, without judging them: see `Library.check`.

    What is wrong in a file stands in `reading_problems`. Raises NotFound for a path that is not there.
    """
    return _read(paths, read_document)


def read_known_definitions(paths: Sequence[Path]) -> Library:
    """The same for files that `read_definitions` is known to accept; see `read_known` of the texts."""
    return _read(paths, read_known)


@without_collections()
def _read(paths: Sequence[Path], read: Callable[[Path], Document]) -> Library:
    documents: dict[str, Document] = {}
    definitions: list[tuple[str, Definition]] = []
    problems: list[Problem] = []
    for path in _files(paths):
        try:
            document = read(path)
        except BadInput as error:
            problems += error.problems
            continue
        model, own = _model_of(document)
        problems += own
        if model is None:
            continue
        definition, wrong = validate(model, document)
        problems += wrong
        if definition is not None:
            documents[document.file] = document
            definitions.append((document.file, definition))
    return Library(documents, tuple(definitions), (*problems, *_same_ids(paths, definitions, documents)))


def _same_ids(
    paths: Sequence[Path], definitions: Sequence[tuple[str, Definition]], documents: Mapping[str, Document]
) -> Iterator[Problem]:
    """Two files of one folder with one id: which of them would stand is an accident of their names."""
    for folder in paths:
        first: dict[tuple[type[Definition], str], str] = {}
        for file, item in definitions:
            if Path(file).is_relative_to(folder):
                name = getattr(item, "id", "")
                before = first.setdefault((type(item), name), file)
                if before != file:
                    message = f"`{name}` is already the id of {before}"
                    yield Problem(documents[file].location(("id",)), Code.DUPLICATE_ID, message, "rename one")


def _model_of(document: Document) -> tuple[type[Definition] | None, list[Problem]]:
    data = document.data
    if not isinstance(data, dict):
        return None, [Problem(document.location(), Code.BAD_VALUE, "a definition file has to be a mapping of keys")]
    kind = data.get("kind", "questionnaire")
    model = KINDS.get(kind) if isinstance(kind, str) else None
    if model is None:
        hint = did_you_mean(str(kind)[:40], KINDS)
        return None, [Problem(document.location(("kind",)), Code.BAD_VALUE, "`kind` names no kind of file", hint)]
    return model, []


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            for file in sorted((*path.rglob("*.yaml"), *path.rglob("*.yml"))):
                if not SKIPPED_FOLDERS.intersection(file.relative_to(path).parts[:-1]):
                    yield file
        elif path.exists():
            yield path
        else:
            raise NotFound(f"{path}: there is no such file or folder.")
