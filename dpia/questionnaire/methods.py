"""Risk methods beside each other: whether one is whole, and what the levels that rules name mean in it.

A questionnaire names levels by the ids of one method, `severity_floor: {R01: grave}`, and can be answered with another. A level
of that method with the id, or that names it under `also`, is meant. Where there is none, the rank on the scale decides, rounded so
that a finding is never weaker for it; `lint` and `dpia check` tell which levels were taken so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import Final, NamedTuple

from dpia.errors import Problem
from dpia.messages import definitions, linting
from dpia.questionnaire.reference import Method, ScaleLevel, places_on
from dpia.questionnaire.rules.nodes import Cell, Compare, Constant, Node, OneOf
from dpia.questionnaire.text import Document, Path_
from dpia.wording import N_, did_you_mean

SCALES: Final = ("severity", "likelihood", "levels")
SCALE_WORDS: Final[Mapping[str, str]] = {
    "severity": N_("severity"),
    "likelihood": N_("likelihood"),
    "levels": N_("level of risk"),
}
"""The scales of a method by their key, and what one level of each is called."""


class LevelWord(NamedTuple):
    """A level that a finding names, by the scale that it is on."""

    scale: str
    word: str


@dataclass(frozen=True)
class LevelNames:
    """What every level of a set of methods means in one of them, by its place on the scale of that one."""

    method: Method
    others: tuple[Method, ...]

    def knows(self, name: LevelWord) -> bool:
        """Whether the method itself says what is meant: one of its levels has the id, or names it under `also`."""
        return name.word in self._own[name.scale]

    def at_least(self, scale: str, word: str) -> int:
        """The place that a floor demands; the highest one for a word that no method knows."""
        return self._floors[scale].get(word, len(getattr(self.method, scale)) - 1)

    @cached_property
    def levels(self) -> dict[str, dict[str, int]]:
        """The places that rules compare with, by scale; a word of another method stands at the lower of two places."""
        return {scale: {word: floor(place) for word, place in self._places[scale].items()} for scale in SCALES}

    @cached_property
    def _floors(self) -> Mapping[str, Mapping[str, int]]:
        return {scale: {word: ceil(place) for word, place in self._places[scale].items()} for scale in SCALES}

    @cached_property
    def _own(self) -> Mapping[str, Mapping[str, int]]:
        return {scale: places_on(getattr(self.method, scale)) for scale in SCALES}

    @cached_property
    def _places(self) -> Mapping[str, Mapping[str, Fraction]]:
        found: dict[str, dict[str, Fraction]] = {}
        for scale in SCALES:
            places = {word: Fraction(place) for word, place in self._own[scale].items()}
            for other in self.others:
                steps = Fraction(len(getattr(self.method, scale)) - 1, len(getattr(other, scale)) - 1)
                for word, place in places_on(getattr(other, scale)).items():
                    places.setdefault(word, place * steps)
            found[scale] = places
        return found


def words_of(rule: Node) -> Iterator[LevelWord]:
    """The levels that a rule on the register of risks compares with."""
    match rule:
        case Compare(left=Cell(table="risks", column=column), right=Constant(content=str() as word)):
            yield from _word_of(column, (word,))
        case OneOf(subject=Cell(table="risks", column=column), wanted=wanted):
            yield from _word_of(column, sorted(wanted))
    for part in rule.parts():
        yield from words_of(part)


_COLUMNS: Final = {"severity": "severity", "likelihood": "likelihood", "level": "levels"}


def _word_of(column: str, words: Iterable[str]) -> Iterator[LevelWord]:
    scale = _COLUMNS.get(column.partition("_")[0])
    if scale is not None:
        yield from (LevelWord(scale, word) for word in words)


def method_problems(method: Method, document: Document) -> Iterator[Problem]:
    """What makes a method unusable: a matrix with holes, levels that are not there, in no order, or there twice."""
    for scale in SCALES:
        yield from _scale(method, scale, document)
    levels = {level.id for level in method.levels}
    for level in method.severity:
        row = method.matrix.get(level.id)
        if row is None or len(row) != len(method.likelihood):
            told = linting.MATRIX_ROW(level=level.id, count=len(method.likelihood))
            yield Problem(document.location(("matrix", level.id) if row is not None else ("matrix",)), told)
            continue
        for number, name in enumerate(row):
            if name not in levels:
                told = linting.NO_MATRIX_LEVEL(level=name, suggestion=did_you_mean(name, levels))
                yield Problem(document.location(("matrix", level.id, number)), told)
    severities, likelihoods = {x.id for x in method.severity}, {x.id for x in method.likelihood}
    for severity, likelihood in method.life_safety:
        if severity not in severities or likelihood not in likelihoods:
            yield Problem(document.location(("life_safety",)), linting.NO_SCALE_LEVEL())


def _scale(method: Method, scale: str, document: Document) -> Iterator[Problem]:
    """Every id and other name means one level only, and the numbers count up from 1."""
    taken: dict[str, int] = {}
    for place, level in enumerate(getattr(method, scale)):
        path: Path_ = (scale, place)
        for word, where in ((level.id, (*path, "id")), *((word, (*path, "also")) for word in level.also)):
            if taken.setdefault(word, place) != place:
                first = getattr(method, scale)[taken[word]].id
                yield Problem(document.location(where), definitions.LEVEL_AGAIN(name=word, first=first))
        if isinstance(level, ScaleLevel) and level.number != place + 1:
            told = definitions.LEVEL_NUMBER(number=level.number, expected=place + 1)
            yield Problem(document.location((*path, "number")), told)
