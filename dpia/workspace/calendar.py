"""What is due, as a calendar file (RFC 5545)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Final

from dpia.questionnaire.text import is_forbidden
from dpia.workspace.kept import DueItem

FOLD: Final = 73
"""A line has at most 75 octets (RFC 5545, 3.1)."""


def calendar_of(items: Iterable[DueItem], now: datetime) -> str:
    """A calendar with a day for each item. What it says is the title of the assessment and of the item, nothing else."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//dpia//due//EN"]
    for item in items:
        lines += _event(item, now)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _fold(line))


def _event(item: DueItem, now: datetime) -> Iterator[str]:
    uid = hashlib.sha256(f"{item.assessment}\0{item.item}".encode()).hexdigest()[:32]
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}@dpia"
    yield f"DTSTAMP:{_digits(now.astimezone(UTC).date())}T{now.astimezone(UTC):%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_digits(item.day)}"  # a whole day where there is no end (RFC 5545, 3.6.1)
    yield f"SUMMARY:{_text(summary(item))}"
    yield "END:VEVENT"


def summary(item: DueItem) -> str:
    """One item on a line: "Lumen Line: measure M03 Safety question first"."""
    what = item.what or "next review"
    return f"{item.title}: {item.item} {what}" if item.what else f"{item.title}: {what}"


def _digits(day: date) -> str:
    """Eight of them; `strftime` gives the year 999 three."""
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "".join(sign for sign in " ".join(escaped.split()) if not is_forbidden(sign))


def _fold(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, none of them cut within a sign."""
    piece, size, first = "", 0, True
    for sign in line:
        octets = len(sign.encode())
        if size + octets > (FOLD if not first else FOLD + 1):
            yield piece if first else f" {piece}"
            piece, size, first = "", 0, False
        piece, size = piece + sign, size + octets
    yield piece if first else f" {piece}"
