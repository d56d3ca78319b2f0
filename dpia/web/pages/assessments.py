"""The overview of one assessment: what is left, what was found, which questionnaires apply, who did what."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dpia.assessment.carrying import occasion_kinds
from dpia.assessment.decision import OUTCOMES
from dpia.assessment.depth import depth_of
from dpia.assessment.model import Assessment, Outcome
from dpia.assessment.organisation import facts_of
from dpia.assessment.review import start_review
from dpia.assessment.routing import close_questionnaire, open_questionnaire, routes
from dpia.assessment.scorecard import actions_of, scorecard
from dpia.messages import forms
from dpia.showing.charts import MOMENTS, risk_map
from dpia.showing.context import Context
from dpia.showing.definitions import notices
from dpia.showing.gaps import count_gaps
from dpia.showing.standing import plain_text, suggested_things
from dpia.web.choosing import save_or_choose
from dpia.web.permitting import needs
from dpia.web.principals import Permission
from dpia.web.showing import Seen, Sent, desk_of, go, page, refusal
from dpia.web.sittings import sittings_of
from dpia.web.tasks import task_list
from dpia.web.untouched import as_it_stood
from dpia.web.views import counts
from dpia.workspace.bundle import notes_on
from dpia.workspace.organisation import keep_facts, kept_facts, with_kept_facts

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
    depth = depth_of(evaluation)
    actions = actions_of(evaluation, desk.workspace.library)
    known = {ref.id for ref in stored.assessment.questionnaires}
    known |= evaluation.form.layers.closed_questionnaires(evaluation.facts)
    return page(
        request,
        "overview.html.j2",
        stored=stored,
        evaluation=evaluation,
        parts=task_list(context),
        definitions=notices(context),
        notes=[note.text(desk.translate) for note in notes_on(desk.workspace, name)],
        counts=counts(evaluation, translate),
        gaps=count_gaps(evaluation.missing).text(translate),
        suggested=len(suggested_things(evaluation, context.words)),
        doubts=_doubts(context),
        plain_text=plain_text,
        findings=[(fired, context.finding(fired)) for fired in evaluation.open_findings],
        maps=[risk_map(evaluation.risks, method, moment, translate) for moment in MOMENTS],
        routes=[(route, context.questionnaire_title(route.id)) for route in routes(evaluation)],
        route_reasons={route.id: [context.finding(fired) for fired in route.opened_by] for route in routes(evaluation)},
        depth=depth,
        depth_codes=dict.fromkeys(
            evaluation.form.questions[reason.key].question.code for reason in (depth.reasons if depth else ())
        ),
        facts=facts_of(evaluation, on=desk.today).keys,
        kept=kept_facts(desk.workspace),
        modules=[(item.id, item.title) for item in evaluation.form.modules.values() if item.kind == "module"],
        scores=scorecard(evaluation, tuple(actions.actions)) if actions else (),
        actions=actions.actions if actions else {},
        sittings=sittings_of(desk.workspace.history(name))[:RECENT],
        remarked=Counter(remark.about for remark in stored.assessment.open_remarks).items(),
        due=desk.workspace.due(name=name),
        kinds=occasion_kinds(desk.workspace.library),
        code_of=lambda key: evaluation.form.questions[key].question.code or key,
        home_of=_homes(evaluation.form.answered_sections),
        void=len(stored.assessment.approvals) - len(stored.assessment.valid_approvals),
        outcomes_of=lambda outcome: OUTCOMES[Outcome(outcome)],
        others=[
            (item.id, item.title)
            for item in desk.workspace.library.questionnaires.values()
            if item.kind == "questionnaire" and item.id not in known
        ],
    )


def _doubts(context: Context) -> list[tuple[str, str, str]]:
    """What can hardly be meant: the code of its place, the page of it, and what is in doubt."""
    questions = context.evaluation.form.questions
    homes = _homes(context.evaluation.form.answered_sections)
    return [
        (
            (questions[doubt.key].question.code or "") if doubt.key in questions else doubt.place.row or "",
            homes.get(doubt.key, "decision" if doubt.key not in ("risks", "measures") else doubt.key),
            context.tell(doubt.text),
        )
        for doubt in context.evaluation.doubts
    ]


def _homes(sections: tuple[tuple[str, str, tuple[str, ...]], ...]) -> dict[str, str]:
    """The page of each question, with its place on it."""
    from dpia.web.views import page_id

    return {key: f"s/{file}/{section}#{page_id(key)}" for file, section, keys in sections for key in keys}


@router.post("/details", dependencies=[needs(Permission.EDIT)])
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
    given = {key: as_it_stood(text, getattr(before.assessment, key)) for key, text in given.items()}
    there = f"/a/{name}"
    return save_or_choose(request, before, form, lambda now: _changed(now, **given), back=there) or go(there)


def _changed(old: Assessment, **changes: object) -> Assessment:
    from pydantic import ValidationError

    try:
        return old.change(**changes)
    except ValidationError:
        raise refusal(forms.TOO_LONG_DETAILS()) from None


@router.post("/open", dependencies=[needs(Permission.EDIT)])
def open_(request: Request, name: str, form: Sent) -> Response:
    """Opens a questionnaire that applies, another one for a reason, or a module again that was closed."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    wanted, reason = str(form.get("questionnaire", "")), str(form.get("reason", "")).strip() or None
    library = desk.workspace.library
    library.questionnaire(wanted)
    evaluation = desk.workspace.evaluation(stored, desk.today)
    if reason is None and wanted not in (*evaluation.opened, *evaluation.waiting, *stored.assessment.closed):
        raise refusal(forms.NOT_OPENED())
    mine = open_questionnaire(stored.assessment, library, wanted, reason=reason, by=desk.actor)
    mine = with_kept_facts(desk.workspace, mine, known={*evaluation.form.modules, *stored.assessment.answers})
    desk.save(name, mine, stored.number)
    return go(f"/a/{name}#tasks")


@router.post("/close", dependencies=[needs(Permission.EDIT)])
def close(request: Request, name: str, form: Sent) -> Response:
    """Closes a questionnaire, or a module of one, with a reason; its answers are kept."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    wanted, reason = str(form.get("questionnaire", "")), str(form.get("reason", "")).strip()
    desk.workspace.library.questionnaire(wanted)
    if not reason:
        raise refusal(forms.NOT_CLOSED())
    form_ = desk.workspace.form_of(stored.assessment)
    desk.save(name, close_questionnaire(stored.assessment, form_, wanted, reason=reason, by=desk.actor), stored.number)
    return go(f"/a/{name}#tasks")


@router.post("/organisation", dependencies=[needs(Permission.EDIT)])
def keep_organisation(request: Request, name: str) -> Response:
    """Keeps the facts of the organisation beside the workspace, to be offered to new assessments."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    facts = facts_of(desk.workspace.evaluation(stored, desk.today), on=desk.today)
    if not facts.keys:
        raise refusal(forms.NO_FACTS())
    try:
        keep_facts(desk.workspace, facts)
    except OSError:
        raise refusal(forms.FACTS_NOT_KEPT()) from None
    return go(f"/a/{name}#organisation-facts")


@router.post("/review", dependencies=[needs(Permission.CREATE)])
def review(request: Request, name: str) -> Response:
    """Begins the review of a decided assessment, as an assessment of its own beside it."""
    desk = desk_of(request)
    old = desk.workspace.get(name).assessment
    begun = start_review(old, desk.workspace.library, on=desk.today)
    new_id = desk.workspace.free_id(f"{name[:50]}-review")
    desk.workspace.create(begun.change(id=new_id), actor=desk.actor, at=desk.now, note=f"review of {name}")
    return go(f"/a/{new_id}")
