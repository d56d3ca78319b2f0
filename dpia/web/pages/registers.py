"""The register of risks: each with its ratings, its measures and who accepts it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from dpia.assessment.model import Assessment, Risk
from dpia.assessment.register import RiskState, catalogue_risk_id, free_risk_id
from dpia.errors import BadInput, NotFound, Told
from dpia.messages import forms
from dpia.questionnaire.reference import Method
from dpia.showing.charts import MOMENTS, risk_map
from dpia.showing.standing import covered
from dpia.web.choosing import CHOSEN, MADE_FROM, save_or_choose, source_of
from dpia.web.permitting import needs
from dpia.web.principals import Permission
from dpia.web.records import ask_to_remove, checked, origins_of, text_in, with_entry
from dpia.web.showing import Desk, Seen, Sent, desk_of, go, is_part, page, refusal
from dpia.web.untouched import as_it_stood
from dpia.wording import N_, said
from dpia.workspace import Stored

router = APIRouter(prefix="/a/{name}")


@router.get("/risks")
def risks(request: Request, name: str) -> Response:
    """The register with the three maps."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    context = desk.context(stored)
    evaluation = context.evaluation
    method = evaluation.form.method
    on_register = {risk.scenario.id for risk in evaluation.risks if risk.scenario is not None}
    return page(
        request,
        "risks.html.j2",
        stored=stored,
        evaluation=evaluation,
        maps=[risk_map(evaluation.risks, method, moment, context.words.translate) for moment in MOMENTS],
        scenarios=[s for s in evaluation.form.scenarios(evaluation.facts) if s.id not in on_register],
    )


def _state_in(desk: Desk, revisions: Iterable[Stored], risk_id: str) -> RiskState:
    """A risk in the first of some revisions that has it. Raises NotFound."""
    for stored in revisions:
        for state in desk.workspace.evaluation(stored, desk.today).risks:
            if state.id == risk_id:
                return state
    raise NotFound(said(N_("There is no risk `{name}` on the register."), name=risk_id[:60]))


@router.get("/risks/{risk_id}")
def risk(request: Request, name: str, risk_id: str) -> Response:
    """One risk: who is harmed and how, three ratings, its measures."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    return _risk_page(request, stored, _state_in(desk, (stored,), risk_id))


def _risk_page(
    request: Request,
    seen: Stored,
    state: RiskState,
    *,
    error: Told | None = None,
    half: dict[str, Told] | None = None,
    typed: dict[str, Any] | None = None,
) -> Response:
    """The page of a risk at the revision that was seen; `typed` is a risk that could not be saved, as it was typed.

    What was typed goes on with the revision that it was typed on: somebody else may have changed the risk since.
    """
    desk = desk_of(request)
    context = desk.context(seen)
    evaluation = context.evaluation
    fired = {found.key: found for found in evaluation.findings}
    method = evaluation.form.method
    return page(
        request,
        "risk.html.j2" if not is_part(request) else "risk-part.html.j2",
        status=422 if error is not None else 200,
        stored=seen,
        state=state,
        risk=typed
        or state.risk
        or Risk(id=state.id, scenario=state.scenario.id if state.scenario else None, title=state.title),
        method=method,
        moments=MOMENTS,
        covers=covered(evaluation, state),
        raised_by=[context.finding(fired[key]) for key in state.raised_by if key in fired],
        measures=seen.assessment.measures,
        origin=origins_of(desk, seen).get(f"risks.{state.id}", ""),
        typical=state.scenario.measures if state.scenario else (),
        maps=[risk_map(evaluation.risks, method, moment, context.words.translate) for moment in MOMENTS],
        error=error.sentences(desk.translate) if error is not None else "",
        hints=[(part, hint.sentences(desk.translate)) for part, hint in (half or {}).items()],
        at=desk.now,
    )


@router.post("/risks", dependencies=[needs(Permission.EDIT)])
def add_risk(request: Request, name: str, sent: Sent) -> Response:
    """Adds a risk of the catalogue, or one of the analyst's own."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    scenario, title = str(sent.get("scenario", "")), " ".join(str(sent.get("title", "")).split())
    risks, catalogue = stored.assessment.risks, desk.workspace.form_of(stored.assessment).catalogue
    there = next((one for one in risks if scenario and one.scenario == scenario), None)
    if there is not None:
        added = there
    elif catalogue.risk(scenario) is not None:
        added = Risk(id=catalogue_risk_id(scenario, {one.id for one in risks}), scenario=scenario)
    elif title:
        added = checked(Risk, {"id": free_risk_id(risks, catalogue), "title": title})
    else:
        raise refusal(forms.NO_RISK())
    if there is None:
        mine = stored.assessment.change(risks=(*stored.assessment.risks, added))
        desk.save(name, mine, stored.number)
    return go(f"/a/{name}/risks/{added.id}")


@router.post("/risks/{risk_id}", dependencies=[needs(Permission.EDIT)])
def save_risk(request: Request, name: str, risk_id: str, sent: Sent, seen: Seen) -> Response:
    """Saves a risk; the maps follow at once."""
    desk = desk_of(request)
    before = desk.workspace.get(name, seen or None)
    register, there = f"/a/{name}/risks", f"/a/{name}/risks/{risk_id}"
    if sent.get("do") == "remove":
        if not sent.get("sure"):
            state = _state_in(desk, (before,), risk_id)
            return ask_to_remove(request, before, state, state.title, [measure.id for measure in state.measures])
        remove = partial(_without_risk, risk_id)
        return save_or_choose(request, before, sent, remove, back=register, note=risk_id) or go(register)
    state = _state_in(desk, (before, source_of(desk, before, sent)), risk_id)
    method = desk.workspace.form_of(before.assessment).method
    data, half = _risk_data(state, sent, method), _half_typed(sent)
    lenient = is_part(request) or CHOSEN in sent
    if lenient:
        # The rest is saved while these are being typed; what was there stands until the new one is whole.
        old = state.risk.model_dump(mode="json", exclude_none=True) if state.risk is not None else {}
        data = {key: value for key, value in data.items() if key not in half}
        data |= {key: old[key] for key in half if key in old}
    hints = tuple(dict.fromkeys(half.values()))
    try:
        if half and not lenient:
            raise refusal(hints[0])
        save = partial(_with_risk, checked(Risk, data))
        choice = save_or_choose(request, before, sent, save, back=there, hints=hints, note=risk_id)
    except BadInput as wrong:
        error = wrong.problems[0].told
        typed = {**_typed_risk(sent, data), MADE_FROM: str(sent.get(MADE_FROM, ""))}
        return _risk_page(request, before, state, error=error, typed=typed)
    if choice is None and is_part(request):
        stored = desk.workspace.get(name)
        return _risk_page(request, stored, _state_in(desk, (stored,), risk_id), half=half)
    return choice or go(f"{there}#saved")


_RATING: Final = ("severity", "likelihood", "reason", "irreversible")
_ACCEPTANCE: Final = ("by", "role", "reason", "on")


def _half_typed(sent: FormData) -> dict[str, Told]:
    """The parts of a risk that are not whole yet, each with what it needs."""
    half: dict[str, Told] = {}
    for moment in MOMENTS:
        severity, likelihood, *more = (text_in(sent, f"{moment}:{key}") for key in _RATING)
        if not (severity and likelihood) and (severity or likelihood or any(more)):
            half[moment] = forms.HALF_RATED()
    if 0 < sum(bool(text_in(sent, f"acceptance:{key}")) for key in _ACCEPTANCE) < len(_ACCEPTANCE):
        half["acceptance"] = forms.HALF_ACCEPTED()
    return half


def _typed_risk(sent: FormData, data: dict[str, Any]) -> dict[str, Any]:
    """A risk as it was typed, with every field that the form has."""
    ratings = {moment: {part: text_in(sent, f"{moment}:{part}") for part in _RATING} for moment in MOMENTS}
    accepted = {key: text_in(sent, f"acceptance:{key}") for key in _ACCEPTANCE}
    texts = {key: text_in(sent, key) for key in ("title", "harm", "sources", "people", "not_relevant")}
    lists = {key: data.get(key, []) for key in ("raising", "lowering", "measures", "kind")}
    return {**texts, **lists, **ratings, "acceptance": accepted if any(accepted.values()) else None}


def _without_risk(risk_id: str, assessment: Assessment) -> Assessment:
    return assessment.change(risks=tuple(one for one in assessment.risks if one.id != risk_id))


def _risk_data(state: RiskState, sent: FormData, method: Method) -> dict[str, Any]:
    old: dict[str, Any] = state.risk.model_dump(mode="json") if state.risk is not None else {"id": state.id}
    old.pop("suggested", None)  # whoever saves it answers for it
    if state.scenario is not None and (state.risk is None or state.risk.scenario):
        old["scenario"] = state.scenario.id
    for key in ("harm", "sources", "people", "not_relevant"):
        old[key] = text_in(sent, key) or None
    title = " ".join(text_in(sent, "title").split())
    old["title"] = title if title and (state.scenario is None or title != state.scenario.title) else None
    if old["title"] is None and not old.get("scenario"):
        old["title"] = state.title
    for key in ("raising", "lowering"):
        old[key] = [line for line in text_in(sent, key).split("\n") if line.strip()]
    for moment in MOMENTS:
        old[moment] = _rating(moment, sent)
    old["measures"] = [str(value) for value in sent.getlist("measures")]
    if "kind:asked" in sent:
        old["kind"] = [kind for kind in ("by_design", "event") if kind in sent.getlist("kind")]
    accepted = {key: text_in(sent, f"acceptance:{key}") for key in _ACCEPTANCE}
    given: dict[str, Any] = {key: value for key, value in accepted.items() if value}
    old["acceptance"] = _still_suggested(given, old.get("acceptance") or {}) or None
    data = _with_untouched(state, old, method)
    return {key: value for key, value in data.items() if value not in (None, [], "")}


def _with_untouched(state: RiskState, typed: dict[str, Any], method: Method) -> dict[str, Any]:
    """A risk as it was typed, in which all that nobody touched stands as it is kept."""
    stood = state.risk.model_dump(mode="json") if state.risk is not None else {}
    data = {key: as_it_stood(value, stood.get(key)) for key, value in typed.items()}
    for key in ("raising", "lowering"):  # their order says something
        lines = [" ".join(line.split()) for line in typed[key]]
        data[key] = (
            stood.get(key, []) if lines == [" ".join(line.split()) for line in stood.get(key, ())] else typed[key]
        )
    if not stood.get("kind") and set(typed.get("kind", ())) == set(state.kind):
        data.pop("kind", None)  # the page ticks what the catalogue says
    for moment in MOMENTS:
        for scale, steps in (("severity", method.severity), ("likelihood", method.likelihood)):
            was = (stood.get(moment) or {}).get(scale)
            if data.get(moment) and any(data[moment][scale] == step.id and was in step.also for step in steps):
                data[moment] = {**data[moment], scale: was}  # another name of the same level
    return data


def _still_suggested(given: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """An acceptance as the form says it. One that another processing suggested is not given by saving the risk around it."""
    same = given == {key: value for key, value in before.items() if key in _ACCEPTANCE and value}
    return {**given, "suggested": before["suggested"]} if same and before.get("suggested") else given


def _rating(moment: str, sent: FormData) -> dict[str, Any] | None:
    severity, likelihood = text_in(sent, f"{moment}:severity"), text_in(sent, f"{moment}:likelihood")
    if not (severity and likelihood):
        return None
    rating: dict[str, Any] = {"severity": severity, "likelihood": likelihood}
    if reason := text_in(sent, f"{moment}:reason"):
        rating["reason"] = reason
    if sent.get(f"{moment}:irreversible"):
        rating["irreversible"] = True
    return rating


def _with_risk(changed: Risk, assessment: Assessment) -> Assessment:
    """The assessment with a risk; measures that somebody else removed in between are not linked."""
    there = {measure.id for measure in assessment.measures}
    linked = tuple(name for name in changed.measures if name in there)
    return with_entry("risks", changed.model_copy(update={"measures": linked}), assessment)
