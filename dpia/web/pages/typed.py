"""A text as it will be printed, while somebody types it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from dpia.questionnaire.records import MAX_PROSE
from dpia.showing.prose import Prose
from dpia.web.permitting import needs
from dpia.web.principals import Permission
from dpia.web.showing import Sent, desk_of
from dpia.wording import N_

TOO_LONG = N_("This text is too long to be shown here.")
router = APIRouter()


@router.post("/shown", dependencies=[needs(Permission.READ)])
def shown(request: Request, sent: Sent) -> HTMLResponse:
    """The HTML of what stands in a field; nothing is kept. A text that no field takes is not read."""
    text = str(sent.get("text", ""))
    if len(text) > MAX_PROSE:
        return HTMLResponse(Markup("<p>{}</p>").format(desk_of(request).translate(TOO_LONG)))
    return HTMLResponse(Prose(text).screen)
