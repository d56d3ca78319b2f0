"""Saving a record as a whole: where somebody else changed it in between, both are shown, and the person chooses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from dpia.assessment.diff import compare
from dpia.assessment.evaluation import evaluate
from dpia.assessment.model import Assessment
from dpia.errors import StaleSave
from dpia.web.showing import desk_of, is_part, page
from dpia.workspace import Stored

AGAIN = "again"
"""The field that says: the person has seen what somebody else wrote, and wants their own."""


def save_or_choose(
    request: Request,
    before: Stored,
    sent: FormData,
    change: Callable[[Assessment], Assessment],
    *,
    back: str,
    **more: Any,
) -> Response | None:
    """Saves what `change` makes of the revision that was seen. None, or the page on which the person chooses.

    The page sends the same form again, made from the newest revision. So it goes through the same checks as before.
    """
    desk = desk_of(request)
    try:
        desk.save(before.id, change(before.assessment), before.number, **more)
    except StaleSave:
        newest = desk.workspace.get(before.id)
        theirs, mine = newest.assessment, change(newest.assessment)
        judged = [evaluate(desk.workspace.form_of(one), one, on=desk.today) for one in (theirs, mine)]
        return page(
            request,
            "choose-part.html.j2" if is_part(request) else "choose.html.j2",
            status=409,
            stored=newest,
            changes=compare(*judged),
            address=request.url.path,
            sent=[(key, value) for key, value in sent.multi_items() if key not in ("seen", AGAIN)],
            back=back,
        )
    return None
