"""What happened, noted on the day: it stands beside what is signed, until the next review takes it over."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dpia.assessment.carrying import occasion_kinds
from dpia.assessment.parts import Occasion
from dpia.messages import forms
from dpia.web.permitting import needs
from dpia.web.principals import Permission
from dpia.web.records import checked, text_in
from dpia.web.showing import Sent, desk_of, go, refusal
from dpia.workspace.revisions import Kind

router = APIRouter(prefix="/a/{name}")


@router.post("/occasion", dependencies=[needs(Permission.REMARK)])
def occasion(request: Request, name: str, sent: Sent) -> Response:
    """Notes what happened, by whoever is signed in, also while the assessment is locked."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    kinds = occasion_kinds(desk.workspace.library)
    data = {"what": text_in(sent, "what"), "on": text_in(sent, "on") or desk.today.isoformat(), "by": desk.actor}
    if not data["what"]:
        raise refusal(forms.NO_OCCASION())
    if (kind := text_in(sent, "kind")) in kinds:
        data["kind"] = kind
    noted = checked(Occasion, data)
    after = stored.assessment.change(occasions=(*stored.assessment.occasions, noted))
    desk.save(name, after, stored.number, kind=Kind.NOTED)
    return go(f"/a/{name}#occasions")
