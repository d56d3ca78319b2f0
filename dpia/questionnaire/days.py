"""Days of the calendar as people write them. What could be two days is told, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Final

from dpia.errors import Told
from dpia.messages import answers

WRITTEN: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
"""A day as it is kept (ISO 8601)."""
_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_DOTS: Final = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})", re.ASCII)
_EITHER: Final = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})", re.ASCII)
_SHORT: Final = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2}", re.ASCII)
_DAY_MONTH: Final = re.compile(
    r"([0-9]{1,2})(?:\.|st|nd|rd|th)?(?: of)? ?([^\W\d_]{3,9})\.?,? ([0-9]{4})", re.IGNORECASE
)
_MONTH_DAY: Final = re.compile(r"([^\W\d_]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})", re.IGNORECASE)
_MONTHS: Final = (
    ("january", "januar", "jänner"),
    ("february", "februar", "feber"),
    ("march", "märz", "maerz"),
    ("april",),
    ("may", "mai"),
    ("june", "juni"),
    ("july", "juli"),
    ("august",),
    ("september",),
    ("october", "oktober"),
    ("november",),
    ("december", "dezember"),
)
"""In English, and in the languages that the program is translated into."""
_SHORT_MONTHS: Final = {"sept": 9}
_MONTH_OF: Final = _SHORT_MONTHS | {
    word: number for number, names in enumerate(_MONTHS, 1) for name in names for word in (name, name[:3])
}


def days_of(text: str) -> tuple[date, ...]:
    """The days that a text can mean: none, one, or two for 01/12/2026. 1.12.2026 is the first of December everywhere."""
    return tuple(dict.fromkeys(_days(_plain(text))))


def day_text(text: str) -> str:
    """A day as it is kept where a text means one, else the text: "1 December 2026" -> "2026-12-01"."""
    days = () if WRITTEN.fullmatch(text) else days_of(text)
    return days[0].isoformat() if len(days) == 1 else text


def no_day(text: str) -> Told:
    """What is said of a text that is not one day."""
    days, plain = days_of(text), _plain(text)
    if len(days) == 1:  # it was not brought into the one form that is kept
        return answers.NO_DATE()
    if days:
        first, second = (day.isoformat() for day in days)
        return answers.TWO_DAYS(first=first, second=second)
    if _SHORT.fullmatch(plain):
        return answers.SHORT_YEAR()
    forms = (_YEAR_FIRST, _DOTS, _EITHER)
    return answers.NO_DAY(value=plain) if any(form.fullmatch(plain) for form in forms) else answers.NO_DATE()


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text[:60]).split())


def _days(text: str) -> Iterator[date]:
    if found := _YEAR_FIRST.fullmatch(text):
        yield from _day(found[1], found[3], found[4])
    elif found := _DOTS.fullmatch(text):
        yield from _day(found[3], found[2], found[1])
    elif found := _EITHER.fullmatch(text):
        yield from _day(found[4], found[3], found[1])
        yield from _day(found[4], found[1], found[3])
    elif found := _DAY_MONTH.fullmatch(text):
        yield from _day(found[3], _MONTH_OF.get(found[2].casefold(), 0), found[1])
    elif found := _MONTH_DAY.fullmatch(text):
        yield from _day(found[3], _MONTH_OF.get(found[1].casefold(), 0), found[2])


def _day(year: str, month: str | int, day: str) -> Iterator[date]:
    try:
        yield date(int(year), int(month), int(day))
    except ValueError:
        return
