"""How long answering takes, in the words of somebody who plans a week."""

from __future__ import annotations

from typing import Final

from dpia.wording import N_, Said, said

MINUTES_PER_QUESTION: Final = 4
"""What a question takes on average, tables and the search for facts included. Assumed, not measured: see docs/choosing.md."""
_HOURS_PER_DAY: Final = 7


def effort(questions: int) -> Said:
    """About how long so many questions take: an hour, two hours, half a day, a day, or a number of days."""
    hours = questions * MINUTES_PER_QUESTION / 60
    if hours <= 1:
        return said(N_("about an hour"))
    if hours <= 2.5:
        return said(N_("about two hours"))
    if hours <= _HOURS_PER_DAY * 0.75:
        return said(N_("about half a day"))
    days = round(hours / _HOURS_PER_DAY)
    return said(N_("about a day")) if days <= 1 else said(N_("about {n} days"), n=days)
