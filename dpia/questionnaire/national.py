"""Lists of supervisory authorities under Article 35(4) and (5) GDPR: what always needs an assessment there, and what needs none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from dpia.errors import Problem, Told
from dpia.messages import definitions, linting
from dpia.questionnaire.base import Definition, FileId, Id, Line, Prose, Rule, as_tuple
from dpia.questionnaire.countries import COUNTRIES
from dpia.questionnaire.model import Questionnaire
from dpia.questionnaire.paragraphs import Paragraph
from dpia.questionnaire.records import Day
from dpia.questionnaire.reference import Verified
from dpia.questionnaire.rules.check import check_condition
from dpia.questionnaire.rules.nodes import Condition, Facts
from dpia.questionnaire.rules.truth import Truth
from dpia.questionnaire.rules.types import RuleError
from dpia.questionnaire.scope import files_named, scope_of_files
from dpia.questionnaire.text import Document, Path_

Criterion = Annotated[str, Field(pattern=r"^WP248-[1-9]$")]


class ListEntry(Definition):
    """One kind of processing on a list, in own words. `when` says which answers point to it, by questions with their file."""

    id: Id
    number: Line | None = None
    text: Prose
    criteria: Annotated[tuple[Criterion, ...], BeforeValidator(as_tuple)] = ()
    when: Rule | None = None


class NationalList(Definition):
    """The list of one authority: paragraph 4 says what needs an assessment, 5 what needs none. `verified` says what was read."""

    id: FileId
    kind: Literal["national-list"]
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    title: Line
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    authority: Line
    paragraph: Paragraph
    date: Day
    source: Line
    link: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None
    verified: Verified
    checked_on: Day
    seen_in: Prose | None = None
    note: Prose | None = None
    entries: Annotated[tuple[ListEntry, ...], BeforeValidator(as_tuple), Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry with its list, and the condition of the answers that point to it."""

    of: NationalList
    entry: ListEntry
    condition: Condition | None

    @property
    def name(self) -> str:
        """What it is called: the country and the number on its list, `FR 3`."""
        return f"{self.of.country} {self.entry.number or self.entry.id}"

    def is_pointed_to(self, facts: Facts) -> bool:
        """Whether answers point to it. What is unknown can point to a duty, and never to an exemption."""
        truth = self.condition.truth(facts) if self.condition is not None else Truth.FALSE
        return truth.holds if self.of.paragraph == 4 else truth is Truth.TRUE


def listed_of(
    definitions: Sequence[tuple[str, Definition]],
    documents: Mapping[str, Document],
    files: Mapping[str, Questionnaire],
) -> tuple[tuple[Listed, ...], tuple[Problem, ...]]:
    """Every entry of every list, by country, and what is wrong with the conditions."""
    found: list[Listed] = []
    problems: list[Problem] = []
    for file, item in _lists(definitions):
        for place, entry in enumerate(item.entries):
            condition = None
            try:
                condition = _condition(entry.when, files)
            except RuleError as error:
                where = documents[file].location(("entries", place, "when"), offset=error.offset)
                problems.append(Problem(where, error.told))
            found.append(Listed(item, entry, condition))
    return tuple(found), tuple(problems)


def _lists(definitions: Sequence[tuple[str, Definition]]) -> list[tuple[str, NationalList]]:
    """The lists that count, of two with one id the later one, in the order of countries and paragraphs."""
    lists = {item.id: (file, item) for file, item in definitions if isinstance(item, NationalList)}
    return sorted(lists.values(), key=lambda pair: (pair[1].country, pair[1].paragraph, pair[1].id))


def _condition(rule: str | None, files: Mapping[str, Questionnaire]) -> Condition | None:
    """The condition that a rule says, read with the questions of the files that it names alone: there are many rules."""
    if rule is None:
        return None
    named = files_named(rule)
    return check_condition(rule, scope_of_files({name: item for name, item in files.items() if _word(name) in named}))


def _word(file: str) -> str:
    return file.replace("-", "_")


def list_problems(
    found: Sequence[tuple[str, Definition]], documents: Mapping[str, Document], files: Mapping[str, Questionnaire]
) -> Iterator[Problem]:
    """What is wrong with the lists of a set: conditions, ids that stand twice, countries that are none, sources not named."""
    yield from listed_of(found, documents, files)[1]
    for file, item in _lists(found):
        for path, told in _wrong(item):
            yield Problem(documents[file].location(path), told)


def _wrong(item: NationalList) -> Iterator[tuple[Path_, Told]]:
    if item.country not in COUNTRIES:
        yield ("country",), linting.NO_COUNTRY_CODE(country=item.country)
    if item.verified != "yes" and item.seen_in is None:
        yield ("verified",), linting.SEEN_NOWHERE(verified=item.verified)
    first: set[str] = set()
    for place, entry in enumerate(item.entries):
        if entry.id in first:
            yield ("entries", place, "id"), definitions.TWICE_IN_LIST()
        first.add(entry.id)
