"""`dpia lists`: what supervisory authorities list as needing an assessment, or none."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import groupby
from textwrap import wrap
from typing import Annotated, Any, Final

import typer
from babel import Locale
from babel.core import get_global

from dpia.assessment.listing import listed_in
from dpia.cli.arguments import AsJson, Folders, Quiet
from dpia.cli.console import print_json, show, talk
from dpia.cli.showing import readable
from dpia.questionnaire.countries import COUNTRIES
from dpia.questionnaire.national import Listed, NationalList
from dpia.shipped import load_library
from dpia.showing.listed import read_words

WIDTH: Final = 96


class Under(StrEnum):
    """The paragraph of Article 35 that a list is made under."""

    FOUR = "4"
    FIVE = "5"


def lists(
    country: Annotated[
        str | None, typer.Option("--country", metavar="XX", help="Those of one country, by its two letters: FR.")
    ] = None,
    paragraph: Annotated[
        Under | None,
        typer.Option("--paragraph", help="4: what needs an assessment. 5: what needs none. Both otherwise."),
    ] = None,
    folders: Folders = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """List what supervisory authorities say needs an assessment (Article 35(4) GDPR) or none (35(5)), in our own words.

    [bold]Example:[/bold] dpia lists --country FR --paragraph 4
    """
    if country is not None and (country := country.upper()) not in COUNTRIES:
        raise typer.BadParameter(_no_country(country), param_hint="--country")
    found = listed_in(load_library(folders or ()), [int(paragraph)] if paragraph is not None else (4, 5))
    if country is not None:
        found = tuple(one for one in found if one.of.country == country)
    groups = [(key, tuple(entries)) for key, entries in groupby(found, key=lambda one: one.of)]
    if as_json:
        print_json([_as_data(of, entries) for of, entries in groups])
        return
    show(line for of, entries in groups for line in _lines(of, entries))
    talk(_counted(len(groups), len(found), country))


def _no_country(word: str) -> str:
    """That a word is no code of a country, with the code of the one that it can stand for: FRA, UK, France."""
    named = {name.upper(): code for code, name in Locale("en").territories.items()}
    codes = [*get_global("territory_aliases").get(word, ()), *([named[word]] if word in named else [])]
    hint = next((f"; did you mean {code}?" for code in codes if code in COUNTRIES), "")
    return f"“{word[:40]}” is not the two letters of a country{hint}"


def _counted(lists: int, entries: int, country: str | None) -> str:
    if not lists:
        return f"No list of {country} is here; look it up at its authority." if country else "There is no list."
    words = [
        f"{n} {one if n == 1 else many}" for n, one, many in ((lists, "list", "lists"), (entries, "entry", "entries"))
    ]
    return f"{', '.join(words)}. No list is complete, and what stands on none can need an assessment all the same."


def _lines(of: NationalList, entries: tuple[Listed, ...]) -> Iterator[str]:
    yield f"{of.country}  {of.authority}, {of.date.isoformat()}, Article 35({of.paragraph})"
    yield from wrap(of.source, WIDTH, initial_indent="    ", subsequent_indent="    ")
    yield f"    {read_words(of).text(str)}"
    if of.note:
        yield from (f"    {line}" for line in readable(of.note, WIDTH - 4))
    for one in entries:
        number = one.entry.number or one.entry.id
        first, *others = readable(one.entry.text, WIDTH - 9)
        yield f"  {number:>5}  {first}"
        yield from (f"{'':9}{line}".rstrip() for line in others)
        if one.entry.criteria:
            yield f"{'':9}{', '.join(one.entry.criteria)}"
    yield ""


def _as_data(of: NationalList, entries: tuple[Listed, ...]) -> dict[str, Any]:
    head = of.model_dump(mode="json", exclude={"entries", "kind"}, exclude_none=True)
    return {**head, "entries": [one.entry.model_dump(mode="json", exclude_none=True) for one in entries]}
