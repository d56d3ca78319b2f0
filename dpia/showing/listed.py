"""Entries of national lists in words, as they stand beside a question."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from dpia.assessment.listing import beside
from dpia.questionnaire.model import Question
from dpia.questionnaire.national import Listed, NationalList
from dpia.showing.context import Context
from dpia.showing.prose import Prose
from dpia.wording import N_, Said, counted, said

READ = N_("read on {day}")
FROM_ANOTHER = N_("known from another publication, read on {day}")
NOT_VERIFIED = N_("not verified")


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry: its number, what it says in own words, and whether answers point to it."""

    number: str
    text: Prose
    pointed: bool


@dataclass(frozen=True, slots=True)
class ListView:
    """A list, or the part of one that answers point to: whose it is, where it stands, what was read of it, its entries."""

    country: str
    authority: str
    date: str
    paragraph: int
    source: str
    link: str
    read: str
    note: Prose
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class ListsView:
    """All that stands beside a question: how many entries in words, those that answers point to, then every list."""

    count: str
    pointed_count: str
    pointed: tuple[ListView, ...]
    lists: tuple[ListView, ...]


def read_words(of: NationalList, day: str | None = None) -> Said:
    """What was read of a list, and when; `day` is the day in words."""
    if of.verified == "no":
        return said(NOT_VERIFIED)
    return said(READ if of.verified == "yes" else FROM_ANOTHER, day=day or of.checked_on.isoformat())


def lists_beside(context: Context, question: Question) -> ListsView | None:
    """The entries of lists beside a question, those that answers point to first; None where there are none."""
    found = beside(question, context.evaluation, context.library)
    if found is None:
        return None
    marked = frozenset(id(one) for one in found.pointed)
    pointed, every = (_lists(context, entries, marked) for entries in (found.pointed, found.every))
    entries, answers = len(found.every), len(found.pointed)
    return ListsView(
        context.tell(
            said(
                counted(
                    "{n} entry on lists of supervisory authorities",
                    "{n} entries on lists of supervisory authorities",
                    entries,
                ),
                n=entries,
            )
        ),
        context.tell(said(counted("your answers point to {n}", "your answers point to {n}", answers), n=answers))
        if answers
        else "",
        pointed,
        every,
    )


def _lists(context: Context, entries: tuple[Listed, ...], marked: frozenset[int]) -> tuple[ListView, ...]:
    return tuple(_list(context, of, tuple(group), marked) for of, group in groupby(entries, key=lambda one: one.of))


def _list(context: Context, of: NationalList, entries: tuple[Listed, ...], marked: frozenset[int]) -> ListView:
    words = context.words
    return ListView(
        country=words.country(of.country),
        authority=of.authority,
        date=words.date(of.date),
        paragraph=of.paragraph,
        source=of.source,
        link=of.link or "",
        read=context.tell(read_words(of, words.date(of.checked_on))),
        note=context.markdown(of.note),
        entries=tuple(
            EntryView(one.entry.number or one.entry.id, context.markdown(one.entry.text), id(one) in marked)
            for one in entries
        ),
    )
