"""The overview of one assessment: what is left, what was found, which questionnaires apply, who did what."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dpia.assessment.decision import OUTCOMES
from dpia.assessment.model import Assessment, Outcome
from dpia.assessment.review import start_review
from dpia.assessment.routing import close_questionnaire, open_questionnaire, routes
from dpia.assessment.scorecard import scorecard
from dpia.messages import forms
from dpia.showing.charts import MOMENTS, risk_map
from dpia.showing.definitions import notices
from dpia.web.choosing import save_or_choose
from dpia.web.showing import Seen, Sent, desk_of, go, page, refusal
from dpia.web.sittings import sittings_of
from dpia.web.tasks import task_list
from dpia.web.views import counts

router = APIRouter(prefix="/a/{name}")
RECENT = 8


@router.get("")
def overview(request: Request, name: str) -> Response:
    """The task list with everything that follows from the answers."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    context = desk.context(stored)
    evaluation = context.evaluation
    method, translate = evaluation.form.method, context.words.translate
    actions = desk.workspace.library.actions
    return page(
        request,
        "overview.html.j2",
        stored=stored,
        evaluation=evaluation,
        parts=task_list(context),
        definitions=notices(context),
        counts=counts(evaluation, translate),
        findings=[(fired, context.finding(fired)) for fired in evaluation.open_findings],
        maps=[risk_map(evaluation.risks, method, moment, translate) for moment in MOMENTS],
        routes=[(route, context.questionnaire_title(route.id)) for route in routes(evaluation)],
        scores=scorecard(evaluation, tuple(actions.actions)) if actions else (),
        actions=actions.actions if actions else {},
        sittings=sittings_of(desk.workspace.history(name))[:RECENT],
        remarked=Counter(remark.about for remark in stored.assessment.open_remarks).items(),
        due=desk.workspace.due(name=name),
        code_of=lambda key: evaluation.form.questions[key].question.code or key,
        home_of=_homes(evaluation.form.answered_sections),
        outcomes_of=lambda outcome: OUTCOMES[Outcome(outcome)],
        others=[
            (item.id, item.title)
            for item in desk.workspace.library.questionnaires.values()
            if item.kind == "questionnaire" and all(item.id != ref.id for ref in stored.assessment.questionnaires)
        ],
    )


def _homes(sections: tuple[tuple[str, str, tuple[str, ...]], ...]) -> dict[str, str]:
    """The page of each question, with its place on it."""
    from dpia.web.views import page_id

    return {key: f"s/{file}/{section}#{page_id(key)}" for file, section, keys in sections for key in keys}


@router.post("/details")
def details(request: Request, name: str, form: Sent, seen: Seen) -> Response:
    """Title, organisation, summary, version, classification."""
    desk = desk_of(request)
    before = desk.workspace.get(name, seen or None)
    texts = {
        key: " ".join(str(form.get(key, "")).split()) for key in ("title", "organisation", "version", "classification")
    }
    summary = str(form.get("summary", "")).replace("\r\n", "\n").strip()
    if not texts["title"] or texts["classification"] not in ("public", "restricted", "confidential"):
        raise refusal(forms.NO_TITLE())
    given = {
        "title": texts["title"],
        "organisation": texts["organisation"] or None,
        "version": texts["version"] or before.assessment.version,
        "classification": texts["classification"],
        "summary": summary or None,
    }
    there = f"/a/{name}"
    return save_or_choose(request, before, form, lambda now: _changed(now, **given), back=there) or go(there)


def _changed(old: Assessment, **changes: object) -> Assessment:
    from pydantic import ValidationError

    try:
        return old.change(**changes)
    except ValidationError:
        raise refusal(forms.TOO_LONG_DETAILS()) from None


@router.post("/open")
def open_(request: Request, name: str, form: Sent) -> Response:
    """Opens a questionnaire that applies, or another one for a reason."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    wanted, reason = str(form.get("questionnaire", "")), str(form.get("reason", "")).strip() or None
    library = desk.workspace.library
    library.questionnaire(wanted)
    evaluation = desk.workspace.evaluation(stored, desk.today)
    if reason is None and wanted not in evaluation.opened:
        raise refusal(forms.NOT_OPENED())
    mine = open_questionnaire(stored.assessment, library, wanted, reason=reason, by=desk.actor)
    desk.save(name, mine, stored.number)
    return go(f"/a/{name}#tasks")


@router.post("/close")
def close(request: Request, name: str, form: Sent) -> Response:
    """Closes a questionnaire with a reason; its answers are kept."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    wanted, reason = str(form.get("questionnaire", "")), str(form.get("reason", "")).strip()
    desk.workspace.library.questionnaire(wanted)
    if not reason:
        raise refusal(forms.NOT_CLOSED())
    desk.save(name, close_questionnaire(stored.assessment, wanted, reason=reason, by=desk.actor), stored.number)
    return go(f"/a/{name}#tasks")


@router.post("/review")
def review(request: Request, name: str) -> Response:
    """Begins the review of a decided assessment, as an assessment of its own beside it."""
    desk = desk_of(request)
    old = desk.workspace.get(name).assessment
    begun = start_review(old, desk.workspace.library, on=desk.today)
    new_id = desk.workspace.free_id(f"{name[:50]}-review")
    desk.workspace.create(begun.change(id=new_id), actor=desk.actor, at=desk.now, note=f"review of {name}")
    return go(f"/a/{new_id}")
