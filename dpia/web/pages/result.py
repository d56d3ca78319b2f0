"""The result of the screening: what applies, why, how deep, and what it will take."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dpia.assessment.depth import decisions_of, depth_of, outlook, silenced
from dpia.assessment.model import Answer
from dpia.assessment.routing import routes
from dpia.messages import forms
from dpia.questionnaire.rules.nodes import Reason
from dpia.report.editions import closable, ends_without
from dpia.showing.effort import effort
from dpia.showing.standing import suggested_things
from dpia.web.permitting import needs
from dpia.web.principals import Permission
from dpia.web.showing import Sent, desk_of, go, page, refusal

router = APIRouter(prefix="/a/{name}")


@router.get("/result")
def result(request: Request, name: str) -> Response:
    """What the answers so far make of the assessment, on one page."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    context = desk.context(stored)
    evaluation = context.evaluation
    depth, deciding = depth_of(evaluation), decisions_of(evaluation)
    ahead = outlook(evaluation, desk.workspace.library, desk.today)
    return page(
        request,
        "result.html.j2",
        stored=stored,
        suggested=len(suggested_things(evaluation, context.words)),
        reasons=[context.finding(fired) for fired in evaluation.dpia_reasons],
        routes=[
            (route, context.questionnaire_title(route.id), [context.finding(fired) for fired in route.opened_by])
            for route in routes(evaluation)
        ],
        decided=context.reasons.explain([Reason(key) for key in deciding]),
        ended=ends_without(evaluation),
        closable=[(name, context.questionnaire_title(name)) for name in closable(evaluation)],
        depth=depth,
        because=context.reasons.explain(depth.reasons) if depth is not None else (),
        silenced=[context.finding(fired) for fired in silenced(evaluation, depth)] if depth is not None else [],
        ahead=ahead,
        effort=effort(ahead.left).text(desk.translate),
    )


@router.post("/depth", dependencies=[needs(Permission.EDIT)])
def deepen(request: Request, name: str, form: Sent) -> Response:
    """Asks for every question, or for the core again; what was answered is kept."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    depth = depth_of(desk.workspace.evaluation(stored, desk.today))
    if depth is None or depth.wanted is None:
        raise refusal(forms.NO_DEPTH())
    answer = Answer(value="yes" if form.get("full") == "yes" else "no")
    desk.save(name, stored.assessment.with_answer(depth.wanted, answer), stored.number)
    return go(f"/a/{name}/result")
