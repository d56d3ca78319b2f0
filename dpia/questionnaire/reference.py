"""The definitions beside the questionnaires: risk method, risk catalogue, sources, glossary, ICAT actions, DPV terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field

from dpia.questionnaire.base import (
    AuthorLine,
    AuthorProse,
    Definition,
    FileId,
    Id,
    Line,
    Prose,
    Rule,
    Texts,
    Words,
    as_tuple,
)
from dpia.questionnaire.records import Day

DARKEST: Final = 4
"""The darkest tone that style sheets and maps have for a level of risk."""
Verified = Literal["yes", "secondary", "no"]


class ScaleLevel(Definition):
    """One step of the severity or the likelihood scale. `number` counts from 1; `also` are names it has in other methods."""

    id: Id
    number: int = Field(ge=1, le=9)
    label: Line
    meaning: Prose
    examples: Texts = ()
    dpv: str | None = None
    also: Words = ()


class RiskLevel(Definition):
    """One level of risk with its rule: acceptable as it is, with a reason, not, or never; `consult` asks the authority.

    `also` are names that it has in other methods.
    """

    id: Id
    label: Line
    acceptance: Prose
    acceptable: Literal["yes", "with_reason", "no", "stop"]
    consult: bool = False
    dpv: str | None = None
    also: Words = ()


class Modulators(Definition):
    """Circumstances that may move a likelihood by one level, with a reason."""

    up: Texts = ()
    down: Texts = ()


def _tuples(value: object) -> object:
    return tuple(tuple(item) for item in value) if isinstance(value, list) else value


class Method(Definition):
    """How risks are rated: two scales, a matrix and acceptance rules. The level is looked up, never multiplied."""

    id: FileId
    kind: Literal["method"]
    version: str
    title: Line
    description: Prose
    severity: Annotated[tuple[ScaleLevel, ...], BeforeValidator(as_tuple), Field(min_length=2, max_length=9)]
    likelihood: Annotated[tuple[ScaleLevel, ...], BeforeValidator(as_tuple), Field(min_length=2, max_length=9)]
    levels: Annotated[tuple[RiskLevel, ...], BeforeValidator(as_tuple), Field(min_length=2, max_length=9)]
    matrix: dict[str, Words]
    life_safety: Annotated[tuple[tuple[str, str], ...], BeforeValidator(_tuples)] = ()
    life_safety_text: Prose | None = None
    irreversible_raises: int = Field(default=1, ge=0, le=1)
    modulators: Modulators = Modulators()
    cite: Words = ()

    def level(self, severity: str, likelihood: str) -> RiskLevel:
        """The level of risk of a cell of the matrix: ("grave", "unlikely") -> Medium. Raises KeyError for an unknown level."""
        level_id = self.matrix[self.severity[self.severity_index(severity)].id][self.likelihood_index(likelihood)]
        return self.levels[self._level_places[level_id]]

    def severity_index(self, level_id: str) -> int:
        """The place of a severity on its scale, from 0. Raises KeyError for an unknown one."""
        return self._severity_places[level_id]

    def likelihood_index(self, level_id: str) -> int:
        """The place of a likelihood on its scale, from 0. Raises KeyError for an unknown one."""
        return self._likelihood_places[level_id]

    def level_index(self, level_id: str) -> int:
        """The place of a level of risk, from 0 for the lowest. Raises KeyError for an unknown one."""
        return self._level_places[level_id]

    def tone(self, level_id: str) -> int:
        """How dark a level of risk is shown, from 0 to 4: its place, or a share of 4 where there are more than five levels."""
        place, last = self.level_index(level_id), len(self.levels) - 1
        return place if last <= DARKEST else round(place * DARKEST / last)

    def touches_life(self, severity: str, likelihood: str) -> bool:
        """Whether this cell carries the life-safety flag: never accepted without a senior named official."""
        return (severity, likelihood) in self.life_safety

    @cached_property
    def _severity_places(self) -> dict[str, int]:
        return places_on(self.severity)

    @cached_property
    def _likelihood_places(self) -> dict[str, int]:
        return places_on(self.likelihood)

    @cached_property
    def _level_places(self) -> dict[str, int]:
        return {level.id: place for place, level in enumerate(self.levels)}


def places_on(scale: Iterable[ScaleLevel | RiskLevel]) -> dict[str, int]:
    """The place of each level by its id and its other names. An id goes before another name, the first level before the next."""
    levels = list(enumerate(scale))
    places: dict[str, int] = {}
    for place, level in levels:
        places.setdefault(level.id, place)
    for place, level in levels:
        for word in level.also:
            places.setdefault(word, place)
    return places


class TypicalMeasure(Definition):
    """A measure that usually helps against a risk."""

    id: Id
    title: Line
    help: Prose | None = None
    dpv: str | None = None


RiskId = Annotated[str, Field(pattern=r"^[A-Z]{1,3}\d{2,3}$")]


class RiskScenario(Definition):
    """A risk of the catalogue: `R05`. `severity` are the levels it usually has, `edpb` and `criteria` where it comes from.

    `general` is its twin, which is raised in its place where the layer of its catalogue is closed.
    """

    id: RiskId
    title: Line
    scenario: Prose
    kind: Annotated[tuple[Literal["event", "by_design"], ...], BeforeValidator(as_tuple), Field(min_length=1)]
    severity: Annotated[Words, BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]
    sources: Words = ()
    measures: Annotated[tuple[TypicalMeasure, ...], BeforeValidator(as_tuple)] = ()
    cite: Words = ()
    criteria: Words = ()
    edpb: str | None = None
    icat: Words = ()
    dpv: Words = ()
    impacts: Words = ()
    general: RiskId | None = None


class Catalogue(Definition):
    """Risk scenarios with their typical measures; `when` says for which assessments, by questions named with their file."""

    id: FileId
    kind: Literal["catalogue"]
    version: str
    title: AuthorLine
    description: AuthorProse | None = None
    when: Rule | None = None
    risks: Annotated[tuple[RiskScenario, ...], BeforeValidator(as_tuple)]

    def risk(self, risk_id: str) -> RiskScenario | None:
        """The scenario with this id, or None."""
        return self._by_id.get(risk_id)

    @cached_property
    def _by_id(self) -> dict[str, RiskScenario]:
        return {risk.id: risk for risk in self.risks}


def merged_catalogue(found: Sequence[Catalogue]) -> Catalogue:
    """Several catalogues as one: of two risks with one id the later counts, those of conditional layers come first, by id."""
    risks = {risk.id: (item.when is None, risk) for item in found for risk in item.risks}
    layered = sorted((risk for general, risk in risks.values() if not general), key=lambda risk: risk.id)
    others = [risk for general, risk in risks.values() if general]
    last = found[-1] if found else Catalogue(id="empty", kind="catalogue", version="1.0.0", title="None", risks=())
    return last.model_copy(update={"when": None, "risks": (*layered, *others)})


class Article(Definition):
    """One citable place of a source, with what was checked and when."""

    title: Line
    date: Day | None = None
    gist: Prose | None = None
    verified: Verified
    checked_on: Day
    applies_from: Day | None = None
    seen_in: Prose | None = None


class Source(Definition):
    """A law, guideline or publication that questionnaires cite."""

    title: Line
    short: Line
    publisher: Line | None = None
    date: AuthorLine | None = None
    link: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None
    status: Literal["in_force", "applies_from", "lapsed", "not_in_force", "draft", "guidance", "literature", "proposal"]
    status_note: Prose | None = None
    gist: Prose | None = None
    verified: Verified | None = None
    checked_on: Day | None = None
    seen_in: Prose | None = None
    articles: dict[str, Article] = Field(default_factory=dict)


class Sources(Definition):
    """Every source, once. A citation is `gdpr 35(7)(b)`: the source's key, a space, the article as the act writes it."""

    id: FileId
    kind: Literal["sources"]
    version: str
    title: AuthorLine
    description: AuthorProse | None = None
    sources: dict[str, Source]

    def find(self, citation: str) -> tuple[Source, Article | None] | None:
        """The source and the article of a citation, or None when either is missing."""
        key, _, article = citation.partition(" ")
        source = self.sources.get(key)
        if source is None or (article and article not in source.articles):
            return None
        return source, source.articles.get(article)


def merged_sources(found: Sequence[Sources]) -> Sources:
    """Several files of sources as one; of two sources with one key the later counts."""
    merged = {key: source for item in found for key, source in item.sources.items()}
    return Sources(id="sources", kind="sources", version="1.0.0", title="Sources", sources=merged)


class Term(Definition):
    """A word explained."""

    id: Id
    term: Line
    definition: Prose
    cite: Words = ()


class Glossary(Definition):
    """The words that the report explains; `when` is that of a catalogue."""

    id: FileId
    kind: Literal["glossary"]
    version: str = "1.0.0"
    title: AuthorLine = "Glossary"
    when: Rule | None = None
    terms: Annotated[tuple[Term, ...], BeforeValidator(as_tuple)]


def merged_glossary(found: Sequence[Glossary]) -> Glossary:
    """Several glossaries as one; of two terms with one id the later counts."""
    terms = {term.id: term for item in found for term in item.terms}
    return Glossary(id="glossary", kind="glossary", terms=tuple(terms.values()))


class Action(Definition):
    """A key action of the ICAT joint statement of 30 July 2022, in own words."""

    title: Line
    text: Prose


class Actions(Definition):
    """The ICAT actions that were found. The letters are this project's, not ICAT's. `when` is that of a catalogue."""

    id: FileId
    kind: Literal["actions"]
    version: str = "1.0.0"
    title: AuthorLine = "ICAT key actions"
    when: Rule | None = None
    actions: dict[str, Action]
    note: Prose
    cite: Words = ()


class Vocabulary(Definition):
    """The terms of the Data Privacy Vocabulary that definitions may use, by prefix."""

    id: FileId
    kind: Literal["dpv"]
    version: str
    title: AuthorLine = "Data Privacy Vocabulary"
    description: AuthorProse | None = None
    prefixes: dict[str, str]
    terms: Words
    note: AuthorProse | None = None
