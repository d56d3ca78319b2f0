"""A set of definition files: found, read, checked together, and compiled for an assessment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from dpia.errors import DefinitionError, NotFound, Problem
from dpia.messages import definitions
from dpia.questionnaire.base import Definition
from dpia.questionnaire.circles import circles
from dpia.questionnaire.compiled import CompiledFile, Form
from dpia.questionnaire.compiling import Compiler, Levels
from dpia.questionnaire.gathering import Gathered, gather
from dpia.questionnaire.identity import Hashes, with_modules
from dpia.questionnaire.layers import Layers, layers_of
from dpia.questionnaire.methods import SCALES, LevelNames, method_problems
from dpia.questionnaire.model import Questionnaire
from dpia.questionnaire.origin import SHIPPED, ForeignTexts, Origin, Replacement, replacements
from dpia.questionnaire.reference import (
    Actions,
    Catalogue,
    Glossary,
    Method,
    Sources,
    Vocabulary,
    merged_catalogue,
    merged_glossary,
    merged_sources,
    places_on,
)
from dpia.questionnaire.text import Document, read_document, read_known
from dpia.questionnaire.texts import told_by
from dpia.questionnaire.translating import Texts, TranslationFile, files_for, is_english, read_texts
from dpia.wording import N_, Said, Saying, did_you_mean, joined, said, with_hint

Kind = TypeVar("Kind", bound=Definition)
DEFAULT_METHOD = "four-by-four"


@dataclass(frozen=True, eq=False)
class Library:
    """Every definition that was read, and everything that is wrong with it. `check` raises when it cannot be used.

    Of two definitions with one id the later read counts, so that users can replace one; of a catalogue, sources, a
    glossary, actions and terms that holds for each entry. `origins` says of each file where it comes from.
    A library in another language has its `original`, of which hashes and origins remain, and `foreign_texts`.
    A `checked` library was found sound before: its files are compiled one by one as a form needs them.
    A `carried` one was read out of a report, and holds what that report was made with.
    """

    documents: Mapping[str, Document]
    definitions: tuple[tuple[str, Definition], ...]
    reading_problems: tuple[Problem, ...] = ()
    checked: bool = False
    origins: Mapping[str, Origin] = field(default_factory=dict)
    translations: tuple[TranslationFile, ...] = ()
    original: Library | None = None
    foreign_texts: tuple[ForeignTexts, ...] = ()
    carried: bool = False
    _files: dict[tuple[str, str], tuple[CompiledFile, tuple[Problem, ...]]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _languages: dict[str, Library] = field(default_factory=dict, repr=False, compare=False)
    _forms: dict[tuple[tuple[str, ...], str, frozenset[str]], Form] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def questionnaires(self) -> Mapping[str, Questionnaire]:
        """Questionnaires and modules by id."""
        return {item.id: item for item in self._of(Questionnaire)}

    @cached_property
    def methods(self) -> Mapping[str, Method]:
        """Risk methods by id."""
        return {item.id: item for item in self._of(Method)}

    @cached_property
    def catalogue(self) -> Catalogue:
        """All risk scenarios of the set as one catalogue: those of conditional layers first, by their ids."""
        return merged_catalogue(self._of(Catalogue))

    @cached_property
    def sources(self) -> Sources:
        """All sources of the set as one."""
        return merged_sources(self._of(Sources))

    @cached_property
    def glossary(self) -> Glossary:
        """All terms of the set as one glossary."""
        return merged_glossary(self._of(Glossary))

    @cached_property
    def actions(self) -> Actions | None:
        """The ICAT actions of all files as one, where the set has them."""
        found = self._of(Actions)
        actions = {letter: action for item in found for letter, action in item.actions.items()}
        return found[-1].model_copy(update={"actions": actions}) if found else None

    @property
    def is_complete(self) -> bool:
        """Whether there is every kind of file that a set which stands by itself needs."""
        return bool(self.methods and self.catalogue.risks and self.sources.sources)

    @cached_property
    def vocabulary(self) -> Vocabulary | None:
        """The DPV terms of all files as one, where the set has them."""
        found = self._of(Vocabulary)
        terms = tuple(dict.fromkeys(term for item in found for term in item.terms))
        prefixes = {prefix: address for item in found for prefix, address in item.prefixes.items()}
        return found[-1].model_copy(update={"terms": terms, "prefixes": prefixes}) if found else None

    def _of(self, kind: type[Kind]) -> list[Kind]:
        return [item for _, item in self.definitions if isinstance(item, kind)]

    @cached_property
    def hashes(self) -> Hashes:
        """The hash of each questionnaire and module by id, worked out when it is asked for."""
        return self.original.hashes if self.original is not None else Hashes(self.questionnaires)

    @cached_property
    def replacements(self) -> tuple[Replacement, ...]:
        """Everything that takes the place of an earlier definition, or of an entry of one."""
        return self.original.replacements if self.original else tuple(replacements(self.definitions, self.origins))

    def origin_of(self, name: str) -> Origin:
        """Where the questionnaire, module or method with an id comes from. Raises NotFound."""
        item = self.questionnaires.get(name) or self.methods.get(name) or self.questionnaire(name)
        return self.origins[self.file_of(item)]

    def file_of(self, definition: Definition) -> str:
        """The file that a definition of this library was read from."""
        return next(file for file, item in self.definitions if item is definition)

    @cached_property
    def compiled(self) -> tuple[Mapping[str, CompiledFile], tuple[Problem, ...]]:
        """Every questionnaire and module compiled, with the problems that were found on the way."""
        found = {item.id: self._compile(item.id) for item in self.questionnaires.values()}
        files = {name: file for name, (file, _) in found.items()}
        problems = [problem for _, own in found.values() for problem in own]
        return files, (*problems, *circles(files, self.document_of))

    def _compile(self, name: str, method: Method | None = None) -> tuple[CompiledFile, tuple[Problem, ...]]:
        """A file compiled; for a method where its levels stand at other places than in the set and a rule compares them."""
        levels = self._levels if method is None else self._levels_of(method)
        if levels is not self._levels and not self._compile(name)[0].compares_levels():
            levels = self._levels
        key = (name, method.id if method is not None and levels is not self._levels else "")
        if key not in self._files:
            compiler = Compiler(self.document_of(name), self.questionnaires[name], self.questionnaires, levels)
            self._files[key] = (compiler.compile(), tuple(compiler.problems))
        return self._files[key]

    def document_of(self, questionnaire_id: str) -> Document:
        """The document a questionnaire was read from. Raises KeyError for an id that the set does not have."""
        return self.documents[self.file_of(self.questionnaires[questionnaire_id])]

    def check(self) -> Library:
        """This library, once all of it is found usable. Raises DefinitionError with every problem."""
        if not self.checked:
            problems = [*self.reading_problems, *self.method_problems, *self.layers.problems, *self.compiled[1]]
            if problems:
                raise DefinitionError(problems)
        return self

    @cached_property
    def method_problems(self) -> tuple[Problem, ...]:
        """What makes a method of the set unusable."""
        items = [(self.documents[file], item) for file, item in self.definitions if isinstance(item, Method)]
        return tuple(problem for document, item in items for problem in method_problems(item, document))

    @cached_property
    def layers(self) -> Layers:
        """Which risks, and whether the ICAT actions, are there only on a condition."""
        return layers_of(self.definitions, self.documents, self.questionnaires)

    def questionnaire(self, questionnaire_id: str) -> Questionnaire:
        """A questionnaire by id. Raises NotFound."""
        found = self.questionnaires.get(questionnaire_id)
        if found is None:
            raise NotFound(_missing(_NO_QUESTIONNAIRE, questionnaire_id, self.questionnaires))
        return found

    def _answered(self, questionnaire_id: str) -> Questionnaire:
        found = self.questionnaire(questionnaire_id)
        if found.kind == "module":
            where = self.where_included(found.id)
            raise NotFound(said(N_("`{name}` is a module, not a questionnaire: {where}"), name=found.id, where=where))
        return found

    def where_included(self, module_id: str) -> Said:
        """What to name instead of a module: the questionnaires that it comes with."""
        names = [
            item.id
            for item in self.questionnaires.values()
            if item.kind == "questionnaire"
            and module_id in {part.id for part in with_modules(item, self.questionnaires)}
        ]
        if not names:
            return said(N_("no questionnaire has it"))
        return said(N_("it comes with {names}"), names=" and ".join(f"`{name}`" for name in names))

    def method(self, method_id: str | None = None) -> Method:
        """A risk method by id, the 4x4 method of this project when none is named. Raises NotFound."""
        found = self.methods.get(method_id or DEFAULT_METHOD)
        if found is None and method_id is None:
            found = next(iter(self.methods.values()), None)
        if found is None:
            raise NotFound(_missing(_NO_METHOD, method_id or DEFAULT_METHOD, self.methods))
        return found

    def method_for(self, questionnaires: Iterable[Questionnaire], method_id: str | None = None) -> Method:
        """The method that is named, else the one that the questionnaires name, else that of this project.

        Raises NotFound for a method that the set lacks, and DefinitionError where two questionnaires name two.
        """
        asking = {item.method: item for item in questionnaires if item.method is not None}
        if method_id is None and len(asking) > 1:
            (first, one), (second, other) = list(asking.items())[:2]
            place = self.document_of(other.id).location(("method",))
            told = definitions.TWO_METHODS(one=one.id, first=first, other=other.id, second=second)
            raise DefinitionError([Problem(place, told)])
        return self.method(method_id or next(iter(asking), None))

    def form(
        self, questionnaire_ids: Sequence[str], method_id: str | None = None, closed: Collection[str] = ()
    ) -> Form:
        """The questionnaires with their modules but the `closed`, ready to be evaluated. The same ids give the same form again.

        Raises NotFound for an id that is none or a module's, and DefinitionError for a file, or two methods, that cannot be used.
        """
        wanted = (tuple(dict.fromkeys(questionnaire_ids)), method_id or "", frozenset(closed))
        if wanted not in self._forms:
            self.check()
            chosen = tuple(self._answered(questionnaire_id) for questionnaire_id in wanted[0])
            known = self.questionnaires
            parts = dict.fromkeys(x.id for item in chosen for x in (*with_modules(item, known, closed), item))
            method = self.method_for(chosen, method_id)
            used = {*parts, method.id}
            self._forms[wanted] = Form(
                chosen,
                tuple(self._compile(part, method)[0] for part in parts),
                method,
                self.catalogue,
                known,
                self.hashes,
                tuple(found for found in self.replacements if self._counts(found, used)),
                tuple(found for found in self.foreign_texts if self._counts(found, used)),
                tuple(self.methods.values()),
                self.layers,
            )
        return self._forms[wanted]

    def _counts(self, found: Replacement | ForeignTexts, parts: Collection[str]) -> bool:
        """Whether something counts in a form of these files and method; what no form chooses counts in all."""
        return found.kind not in ("questionnaire", "module", "method") or found.id in parts

    def with_folder(self, *paths: Path, origin: Origin | None = None) -> Library:
        """A library with further files; a file with an id that is there already takes its place. Raises NotFound for a path."""
        more = read_definitions(paths, origin)
        return Library(
            {**self.documents, **more.documents},
            (*self.definitions, *more.definitions),
            (*self.reading_problems, *more.reading_problems),
            origins={**self.origins, **more.origins},
            translations=(*self.translations, *more.translations),
        )

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages for which there is a file with translated texts, in small letters."""
        return frozenset(file.language.lower() for file in self.translations)

    def in_language(self, language: str) -> Library:
        """This library with every text in a language that has a current translation; the others stay English.

        Ids, rules, hashes and origins are those of the original; a library without any text in the language is the
        original itself, as it is for English. Raises DefinitionError where a file of the language cannot be read.
        """
        original = self.original or self
        if is_english(language):
            return original
        if language not in original._languages:
            original._languages[language] = original._translated(language)
        return original._languages[language]

    def _translated(self, language: str) -> Library:
        files = files_for(self.translations, language)
        if not files:
            return self
        texts = read_texts(files)
        definitions = tuple((file, texts.translated(definition)) for file, definition in self.definitions)
        if all(new is old for (_, old), (_, new) in zip(self.definitions, definitions, strict=True)):
            return self
        self.check()
        return Library(
            self.documents,
            definitions,
            checked=True,
            origins=self.origins,
            translations=self.translations,
            original=self,
            foreign_texts=tuple(self._foreign(texts, language)),
            carried=self.carried,
        )

    def all_foreign_texts(self) -> tuple[ForeignTexts, ...]:
        """The `foreign_texts` of every language in which a file lies that the program did not bring."""
        words = sorted({file.language.lower() for file in self.translations if file.origin != SHIPPED})
        return tuple(found for word in words for found in self.in_language(word).foreign_texts)

    def _foreign(self, texts: Texts, language: str) -> Iterator[ForeignTexts]:
        """Each definition of which texts are shown that strangers to it brought."""
        found: dict[tuple[str, str], list[Origin]] = {}
        for item in self.current:
            name, kind = str(getattr(item, "id", "")), str(getattr(item, "kind", ""))
            found.setdefault((kind, name), []).extend(texts.foreign(item, self.origins[self.file_of(item)]))
        for (kind, name), origins in found.items():
            if origins:
                yield ForeignTexts(kind, name, language, tuple(dict.fromkeys(origins)))

    def speaks(self, language: str, questionnaire_ids: Iterable[str]) -> bool:
        """Whether at least half of what these questionnaires ask and find is there in a language: `ask` and `says`."""
        original, spoken = self.original or self, self.in_language(language)
        names = list(questionnaire_ids)
        english, there = (
            [text for name in names for text in told_by(library.questionnaires[name])] for library in (original, spoken)
        )
        translated = sum(old != new for old, new in zip(english, there, strict=True))
        return bool(translated) and 2 * translated >= len(english)

    @cached_property
    def current(self) -> tuple[Definition, ...]:
        """The definitions that count: all but questionnaires and methods whose place another one takes."""
        standing = {id(item) for item in (*self.questionnaires.values(), *self.methods.values())}
        return tuple(
            item for _, item in self.definitions if id(item) in standing or not isinstance(item, Questionnaire | Method)
        )

    @cached_property
    def _levels(self) -> Levels:
        """Every level that some method has, so that a rule which names it can be read."""
        methods = list(self.methods.values())
        return self._levels_at(
            {word: place for item in methods for word, place in places_on(getattr(item, scale)).items()}
            for scale in SCALES
        )

    def _levels_of(self, method: Method) -> Levels:
        """The same levels at their places in one method; the very same object where they stand there in the set."""
        names = LevelNames(method, tuple(self.methods.values()))
        mine = self._levels_at(names.levels[scale] for scale in SCALES)
        return self._levels if mine == self._levels else mine

    def _levels_at(self, scales: Iterable[Mapping[str, int]]) -> Levels:
        severity, likelihood, risk = scales
        return Levels(severity, likelihood, risk, tuple(scenario.id for scenario in self.catalogue.risks))


_NO_QUESTIONNAIRE = N_("There is no questionnaire `{name}`")
_OWN = N_("if it is your own, name its file or folder with --questionnaires (-Q)")
_NO_METHOD = N_("There is no risk method `{name}`")


def _missing(template: str, name: str, known: Iterable[str]) -> Said:
    return with_hint(said(template, name=name), close_or_own(name, known))


def close_or_own(name: str, known: Iterable[str], *, is_code: bool = True) -> Saying:
    """What was meant with the id of a definition: one that comes close, or else one of the user's own, which was not named."""
    meant = did_you_mean(name, known, is_code=is_code)
    return meant if meant.close else joined([meant, said(_OWN)])


def read_definitions(paths: Sequence[Path], origin: Origin | None = None) -> Library:
    """Reads definition files, and folders of them with their folders, without judging them: see `Library.check`.

    What is wrong in a file stands in `reading_problems`. Without an `origin` each definition comes from the path that is named.
    Raises NotFound for a path that is not there.
    """
    return _library(gather(paths, read_document, origin))


def read_known_definitions(paths: Sequence[Path], origin: Origin | None = None) -> Library:
    """The same for files that `read_definitions` is known to accept; see `read_known` of the texts."""
    return _library(gather(paths, read_known, origin))


def _library(found: Gathered) -> Library:
    return Library(
        found.documents,
        tuple(found.definitions),
        tuple(found.problems),
        origins=found.origins,
        translations=tuple(found.translations),
    )
