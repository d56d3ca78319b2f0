"""What happened, noted on the day: it stands beside what is signed, until the next review takes it over."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from dpia.assessment.carrying import occasion_kinds
from dpia.assessment.parts import Occasion
from dpia.messages import forms
from dpia.web.permitting import needs
from dpia.web.principals import Permission
from dpia.web.records import checked, text_in
from dpia.web.showing import Desk, Sent, desk_of, go, refusal
from dpia.workspace import Stored
from dpia.workspace.revisions import Kind

router = APIRouter(prefix="/a/{name}")


@router.post("/occasion", dependencies=[needs(Permission.REMARK)])
def occasion(request: Request, name: str, sent: Sent) -> Response:
    """Notes what happened, by whoever is signed in, also while the assessment is locked."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    if text_in(sent, "do") == "remove":
        return _taken_back(desk, name, stored, sent)
    kinds = occasion_kinds(desk.workspace.library)
    data = {"what": text_in(sent, "what"), "on": text_in(sent, "on") or desk.today.isoformat(), "by": desk.actor}
    if not data["what"]:
        raise refusal(forms.NO_OCCASION())
    if (kind := text_in(sent, "kind")) in kinds:
        data["kind"] = kind
    noted = checked(Occasion, data)
    if noted.on > desk.today:
        raise refusal(forms.NOT_YET())
    after = stored.assessment.change(occasions=(*stored.assessment.occasions, noted))
    desk.save(name, after, stored.number, kind=Kind.NOTED)
    return go(f"/a/{name}#occasions")


def _taken_back(desk: Desk, name: str, stored: Stored, sent: FormData) -> Response:
    """Without what was noted on a day in these words; where somebody took it back before, there is nothing to do."""
    gone = (text_in(sent, "on"), text_in(sent, "what"))
    left = tuple(one for one in stored.assessment.occasions if (one.on.isoformat(), one.what.strip()) != gone)
    if len(left) < len(stored.assessment.occasions):
        desk.save(name, stored.assessment.change(occasions=left), stored.number, kind=Kind.NOTED)
    return go(f"/a/{name}#occasions")
