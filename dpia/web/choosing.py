"""Saving a record as a whole: where somebody else changed it in between, both versions are shown, and the person chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from dpia.assessment.evaluation import evaluate
from dpia.assessment.model import Assessment, Measure, Risk
from dpia.errors import StaleSave, Told
from dpia.showing.diff import Change, compare
from dpia.web.losing import keep_words
from dpia.web.showing import Desk, desk_of, is_part, page
from dpia.workspace import Stored

MADE_FROM = "made_from"
"""The field of a form that is sent again: the revision that it was filled in on, while `seen` is the newest."""
CHOSEN = "chosen"
"""The field that says that a form comes from the page with the choice, which has told what is left out."""
WITHOUT_WORDS = ("remove", "withdraw")
"""Buttons that take something away: what was typed around them is not meant."""


def save_or_choose(
    request: Request,
    before: Stored,
    sent: FormData,
    change: Callable[[Assessment], Assessment],
    *,
    back: str,
    hints: Sequence[Told] = (),
    **more: Any,
) -> Response | None:
    """Saves what `change` makes of the revision that was seen. None, or the page on which the person chooses.

    The page sends the same form again, on the newest revision, so that it is checked against what stands there now.
    """
    desk = desk_of(request)
    try:
        desk.save(before.id, change(before.assessment), before.number, **more)
    except StaleSave:
        if sent.get("do") not in WITHOUT_WORDS:
            keep_words(
                desk,
                before.id,
                before.number,
                change,
                str(more.get("note") or "title and summary"),
                once=is_part(request),
            )
        newest = desk.workspace.get(before.id)
        return page(
            request,
            "choose-part.html.j2" if is_part(request) else "choose.html.j2",
            status=409,
            stored=newest,
            changes=_differences(desk, newest.assessment, change(newest.assessment)),
            address=request.url.path,
            made_from=sent.get(MADE_FROM) or before.number,
            sent=[(key, value) for key, value in sent.multi_items() if key not in ("seen", MADE_FROM, CHOSEN)],
            back=back,
            hints=[hint.sentences(desk.translate) for hint in hints],
        )
    return None


def source_of(desk: Desk, before: Stored, sent: FormData) -> Stored:
    """The revision that a form was filled in on: the one that was seen, but for a form that is sent again."""
    number = str(sent.get(MADE_FROM, ""))
    return desk.workspace.get(before.id, int(number)) if number.isdecimal() and len(number) < 10 else before


def _differences(desk: Desk, theirs: Assessment, mine: Assessment) -> tuple[Change, ...]:
    """What differs, field by field, also where one of the two has removed the whole entry."""
    found = [*_compared(desk, theirs, mine)]
    bare = [_with_bare_entries(one, other) for one, other in ((theirs, mine), (mine, theirs))]
    found += [change for change in _compared(desk, *bare) if change.part in ("risk", "measure")]
    return tuple(dict.fromkeys(found))


def _compared(desk: Desk, old: Assessment, new: Assessment) -> Iterator[Change]:
    was, now = (evaluate(desk.workspace.form_of(one), one, on=desk.today) for one in (old, new))
    yield from compare(was, now, desk.translate)


def _with_bare_entries(one: Assessment, other: Assessment) -> Assessment:
    """With an entry that says nothing for each that only the other has."""
    risks = [
        Risk(id=risk.id, scenario=risk.scenario, title=risk.title)
        for risk in other.risks
        if risk.id not in {own.id for own in one.risks}
    ]
    measures = [
        Measure(id=measure.id, title=measure.title)
        for measure in other.measures
        if measure.id not in {own.id for own in one.measures}
    ]
    return one.change(risks=(*one.risks, *risks), measures=(*one.measures, *measures))
