"""The plan of measures: each with its status, owner and day, and which findings it puts right."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from dpia.assessment.fired import FiredFinding
from dpia.assessment.model import Assessment, Measure
from dpia.errors import NotFound
from dpia.showing.standing import STATUS_WORDS
from dpia.showing.views import FindingView
from dpia.web.choosing import save_or_choose, source_of
from dpia.web.permitting import needs
from dpia.web.principals import Permission
from dpia.web.records import ask_to_remove, checked, free_number, origins_of, text_in, with_entry
from dpia.web.showing import Desk, Seen, Sent, desk_of, go, page
from dpia.web.untouched import as_it_stood
from dpia.wording import N_, said
from dpia.workspace import Stored

router = APIRouter(prefix="/a/{name}")


@router.get("/measures")
def measures(request: Request, name: str) -> Response:
    """The plan: every measure with its status, owner and date."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    linked: dict[str, list[str]] = {}
    for one in stored.assessment.risks:
        for measure_id in one.measures:
            linked.setdefault(measure_id, []).append(one.id)
    return page(
        request,
        "measures.html.j2",
        stored=stored,
        linked=linked,
        labels=STATUS_WORDS,
        error="",
        typed={},
        findings=_mendable(desk, stored),
        origins=origins_of(desk, stored),
    )


@router.post("/measures", dependencies=[needs(Permission.EDIT)])
def add_measure(request: Request, name: str, sent: Sent) -> Response:
    """Adds a measure, of one's own or of those that are typical of a risk; it is linked with that risk."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    taken = [one.id for one in stored.assessment.measures]
    title = " ".join(text_in(sent, "title").split())
    data = _measure_data(free_number("M", taken), title, sent)
    added = checked(Measure, {**data, **_mends(desk, stored, sent, ())})
    risk_id = text_in(sent, "risk")
    mine = stored.assessment.change(measures=(*stored.assessment.measures, added))
    if any(one.id == risk_id for one in mine.risks):
        mine = _linked(mine, risk_id, added.id)
    desk.save(name, mine, stored.number)
    return go(f"/a/{name}/risks/{risk_id}#measures" if risk_id else f"/a/{name}/measures#m-{added.id}")


def _linked(assessment: Assessment, risk_id: str, measure_id: str) -> Assessment:
    linked = tuple(
        one.model_copy(update={"measures": (*one.measures, measure_id)}) if one.id == risk_id else one
        for one in assessment.risks
    )
    return assessment.change(risks=linked)


def _measure_in(stored: Stored, measure_id: str) -> Measure:
    found = next((one for one in stored.assessment.measures if one.id == measure_id), None)
    if found is None:
        raise NotFound(said(N_("There is no measure `{name}`."), name=measure_id[:60]))
    return found


@router.get("/measures/{measure_id}")
def measure(request: Request, name: str, measure_id: str) -> Response:
    """One measure."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    found = _measure_in(stored, measure_id)
    return page(
        request,
        "measure.html.j2",
        stored=stored,
        measure=found,
        labels=STATUS_WORDS,
        error="",
        findings=_mendable(desk, stored),
        origins=origins_of(desk, stored),
    )


def _mendable(desk: Desk, stored: Stored) -> list[tuple[FiredFinding, FindingView]]:
    """The open findings that a measure can mend, each with its words."""
    context = desk.context(stored)
    return [(fired, context.finding(fired)) for fired in context.evaluation.open_findings]


@router.post("/measures/{measure_id}", dependencies=[needs(Permission.EDIT)])
def save_measure(request: Request, name: str, measure_id: str, sent: Sent, seen: Seen) -> Response:
    """Saves or removes a measure; a removed one is no longer linked."""
    desk = desk_of(request)
    before = desk.workspace.get(name, seen or None)
    plan = f"/a/{name}/measures"
    if sent.get("do") == "remove":
        if not sent.get("sure"):
            found = _measure_in(before, measure_id)
            linked = [one.id for one in before.assessment.risks if measure_id in one.measures]
            return ask_to_remove(request, before, found, found.title, linked)
        remove = partial(_without_measure, measure_id)
        return save_or_choose(request, before, sent, remove, back=plan, note=measure_id) or go(plan)
    title = " ".join(text_in(sent, "title").split())
    known = (*before.assessment.measures, *source_of(desk, before, sent).assessment.measures)
    old = next((one.model_dump(mode="json") for one in known if one.id == measure_id), {})
    evidence = {"evidence": old["evidence"]} if old.get("evidence") else {}
    mends = _mends(desk, before, sent, old.get("mends", ()))
    changed = checked(Measure, {**as_it_stood(_measure_data(measure_id, title, sent), old), **evidence, **mends})
    save = partial(with_entry, "measures", changed)
    return save_or_choose(request, before, sent, save, back=plan, note=measure_id) or go(f"{plan}#m-{measure_id}")


def _without_measure(measure_id: str, assessment: Assessment) -> Assessment:
    left = tuple(one for one in assessment.measures if one.id != measure_id)
    risks = tuple(
        one.model_copy(update={"measures": tuple(item for item in one.measures if item != measure_id)})
        for one in assessment.risks
    )
    return assessment.change(measures=left, risks=risks)


def _measure_data(measure_id: str, title: str, sent: FormData) -> dict[str, Any]:
    given = {key: text_in(sent, key) for key in ("text", "status", "owner", "due", "implemented_on")}
    return {"id": measure_id, "title": title, **{key: value for key, value in given.items() if value}}


def _mends(desk: Desk, stored: Stored, sent: FormData, before: Iterable[str]) -> dict[str, list[str]]:
    """What a measure mends: the findings that were ticked, and what the form did not offer, as it was."""
    if "mends:asked" not in sent:
        return {"mends": list(before)}
    fired = desk.workspace.evaluation(stored, desk.today).open_findings
    offered = {name for one in fired for name in (one.key, one.item.finding.id)}
    ticked = [str(name) for name in sent.getlist("mends") if name in offered]
    return {"mends": [*(name for name in before if name not in offered), *ticked]}
