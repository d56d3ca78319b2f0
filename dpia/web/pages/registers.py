"""The registers: risks with their ratings and measures, and the plan of measures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import ValidationError
from starlette.datastructures import FormData

from dpia.assessment.model import Assessment, Measure, MeasureStatus, Risk
from dpia.assessment.register import RiskState
from dpia.errors import BadInput, NotFound, Told
from dpia.messages import forms
from dpia.showing.charts import MOMENTS, risk_map
from dpia.web.choosing import CHOSEN, MADE_FROM, save_or_choose, source_of
from dpia.web.showing import Desk, Seen, Sent, desk_of, go, is_part, page, refusal
from dpia.wording import N_, said
from dpia.workspace import Stored

router = APIRouter(prefix="/a/{name}")
STATUS_LABELS: Final = {
    MeasureStatus.PLANNED: N_("Planned"),
    MeasureStatus.PARTIAL: N_("Partly implemented"),
    MeasureStatus.IMPLEMENTED: N_("Implemented"),
}


@router.get("/risks")
def risks(request: Request, name: str) -> Response:
    """The register with the three maps."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    context = desk.context(stored)
    evaluation = context.evaluation
    method = evaluation.form.method
    return page(
        request,
        "risks.html.j2",
        stored=stored,
        evaluation=evaluation,
        maps=[risk_map(evaluation.risks, method, moment, context.words.translate) for moment in MOMENTS],
        scenarios=[s for s in evaluation.form.catalogue.risks if s.id not in {risk.id for risk in evaluation.risks}],
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
    hints: tuple[Told, ...] = (),
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
        risk=typed or state.risk or Risk(id=state.id, scenario=state.id if state.scenario else None, title=state.title),
        method=method,
        moments=MOMENTS,
        raised_by=[context.finding(fired[key]) for key in state.raised_by if key in fired],
        measures=seen.assessment.measures,
        typical=state.scenario.measures if state.scenario else (),
        maps=[risk_map(evaluation.risks, method, moment, context.words.translate) for moment in MOMENTS],
        error=error.sentences(desk.translate) if error is not None else "",
        hints=[hint.sentences(desk.translate) for hint in hints],
        at=desk.now,
    )


@router.post("/risks")
def add_risk(request: Request, name: str, sent: Sent) -> Response:
    """Adds a risk of the catalogue, or one of the analyst's own."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    scenario, title = str(sent.get("scenario", "")), " ".join(str(sent.get("title", "")).split())
    known = {item.id for item in desk.workspace.form_of(stored.assessment).catalogue.risks}
    if scenario in known:
        added = Risk(id=scenario, scenario=scenario)
    elif title:
        added = _checked(Risk, {"id": _free("X", [one.id for one in stored.assessment.risks]), "title": title})
    else:
        raise refusal(forms.NO_RISK())
    if all(one.id != added.id for one in stored.assessment.risks):
        mine = stored.assessment.change(risks=(*stored.assessment.risks, added))
        desk.save(name, mine, stored.number)
    return go(f"/a/{name}/risks/{added.id}")


@router.post("/risks/{risk_id}")
def save_risk(request: Request, name: str, risk_id: str, sent: Sent, seen: Seen) -> Response:
    """Saves a risk; the maps follow at once."""
    desk = desk_of(request)
    before = desk.workspace.get(name, seen or None)
    register, there = f"/a/{name}/risks", f"/a/{name}/risks/{risk_id}"
    if sent.get("do") == "remove":
        if not sent.get("sure"):
            state = _state_in(desk, (before,), risk_id)
            return _ask_to_remove(request, before, state, state.title, [measure.id for measure in state.measures])
        remove = partial(_without_risk, risk_id)
        return save_or_choose(request, before, sent, remove, back=register, note=risk_id) or go(register)
    state = _state_in(desk, (before, source_of(desk, before, sent)), risk_id)
    data, half = _risk_data(state, sent), _half_typed(sent)
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
        save = partial(_with_risk, _checked(Risk, data))
        choice = save_or_choose(request, before, sent, save, back=there, hints=hints, note=risk_id)
    except BadInput as wrong:
        error = wrong.problems[0].told
        typed = {**_typed_risk(sent, data), MADE_FROM: str(sent.get(MADE_FROM, ""))}
        return _risk_page(request, before, state, error=error, typed=typed)
    if choice is None and is_part(request):
        stored = desk.workspace.get(name)
        return _risk_page(request, stored, _state_in(desk, (stored,), risk_id), hints=hints)
    return choice or go(f"{there}#saved")


_RATING: Final = ("severity", "likelihood", "reason", "irreversible")
_ACCEPTANCE: Final = ("by", "role", "reason", "on")


def _half_typed(sent: FormData) -> dict[str, Told]:
    """The parts of a risk that are not whole yet, each with what it needs."""
    half: dict[str, Told] = {}
    for moment in MOMENTS:
        severity, likelihood, *more = (_text(sent, f"{moment}:{key}") for key in _RATING)
        if not (severity and likelihood) and (severity or likelihood or any(more)):
            half[moment] = forms.HALF_RATED()
    if 0 < sum(bool(_text(sent, f"acceptance:{key}")) for key in _ACCEPTANCE) < len(_ACCEPTANCE):
        half["acceptance"] = forms.HALF_ACCEPTED()
    return half


def _typed_risk(sent: FormData, data: dict[str, Any]) -> dict[str, Any]:
    """A risk as it was typed, with every field that the form has."""
    ratings = {moment: {part: _text(sent, f"{moment}:{part}") for part in _RATING} for moment in MOMENTS}
    accepted = {key: _text(sent, f"acceptance:{key}") for key in _ACCEPTANCE}
    texts = {key: _text(sent, key) for key in ("title", "harm", "sources", "people", "not_relevant")}
    lists = {key: data.get(key, []) for key in ("raising", "lowering", "measures", "kind")}
    return {**texts, **lists, **ratings, "acceptance": accepted if any(accepted.values()) else None}


def _without_risk(risk_id: str, assessment: Assessment) -> Assessment:
    return assessment.change(risks=tuple(one for one in assessment.risks if one.id != risk_id))


def _risk_data(state: RiskState, sent: FormData) -> dict[str, Any]:
    old: dict[str, Any] = state.risk.model_dump(mode="json") if state.risk is not None else {"id": state.id}
    if state.scenario is not None and (state.risk is None or state.risk.scenario):
        old["scenario"] = state.scenario.id
    for key in ("harm", "sources", "people", "not_relevant"):
        old[key] = _text(sent, key) or None
    title = " ".join(_text(sent, "title").split())
    old["title"] = title if title and (state.scenario is None or title != state.scenario.title) else None
    if old["title"] is None and not old.get("scenario"):
        old["title"] = state.title
    for key in ("raising", "lowering"):
        old[key] = [line for line in _text(sent, key).split("\n") if line.strip()]
    for moment in MOMENTS:
        old[moment] = _rating(moment, sent)
    old["measures"] = [str(value) for value in sent.getlist("measures")]
    if "kind:asked" in sent:
        old["kind"] = [kind for kind in ("by_design", "event") if kind in sent.getlist("kind")]
    accepted = {key: _text(sent, f"acceptance:{key}") for key in _ACCEPTANCE}
    given = {key: value for key, value in accepted.items() if value}
    old["acceptance"] = given or None
    return {key: value for key, value in old.items() if value not in (None, [], "")}


def _rating(moment: str, sent: FormData) -> dict[str, Any] | None:
    severity, likelihood = _text(sent, f"{moment}:severity"), _text(sent, f"{moment}:likelihood")
    if not (severity and likelihood):
        return None
    rating: dict[str, Any] = {"severity": severity, "likelihood": likelihood}
    if reason := _text(sent, f"{moment}:reason"):
        rating["reason"] = reason
    if sent.get(f"{moment}:irreversible"):
        rating["irreversible"] = True
    return rating


def _with_risk(changed: Risk, assessment: Assessment) -> Assessment:
    """The assessment with a risk; measures that somebody else removed in between are not linked."""
    there = {measure.id for measure in assessment.measures}
    linked = tuple(name for name in changed.measures if name in there)
    return _with_entry("risks", changed.model_copy(update={"measures": linked}), assessment)


def _with_entry(register: str, changed: Risk | Measure, assessment: Assessment) -> Assessment:
    """The assessment with one entry of a register, in its place or at the end."""
    old = getattr(assessment, register)
    there = any(one.id == changed.id for one in old)
    entries = tuple(changed if one.id == changed.id else one for one in old) if there else (*old, changed)
    return assessment.change(**{register: entries})


# ----------------------------------------------------------------------------------------------------------- measures


@router.get("/measures")
def measures(request: Request, name: str) -> Response:
    """The plan: every measure with its status, owner and date."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    linked: dict[str, list[str]] = {}
    for one in stored.assessment.risks:
        for measure_id in one.measures:
            linked.setdefault(measure_id, []).append(one.id)
    return page(request, "measures.html.j2", stored=stored, linked=linked, labels=STATUS_LABELS, error="", typed={})


@router.post("/measures")
def add_measure(request: Request, name: str, sent: Sent) -> Response:
    """Adds a measure, of one's own or of those that are typical of a risk; it is linked with that risk."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    taken = [one.id for one in stored.assessment.measures]
    title = " ".join(_text(sent, "title").split())
    added = _checked(Measure, _measure_data(_free("M", taken), title, sent))
    risk_id = _text(sent, "risk")
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


def _ask_to_remove(
    request: Request, stored: Stored, entry: RiskState | Measure, title: str, linked: list[str]
) -> Response:
    """Nothing is removed without asking, and without saying what goes with it."""
    address, seen = request.url.path, stored.number
    return page(
        request, "remove.html.j2", stored=stored, entry=entry, title=title, linked=linked, address=address, seen=seen
    )


@router.get("/measures/{measure_id}")
def measure(request: Request, name: str, measure_id: str) -> Response:
    """One measure."""
    stored = desk_of(request).workspace.get(name)
    found = _measure_in(stored, measure_id)
    return page(request, "measure.html.j2", stored=stored, measure=found, labels=STATUS_LABELS, error="")


@router.post("/measures/{measure_id}")
def save_measure(request: Request, name: str, measure_id: str, sent: Sent, seen: Seen) -> Response:
    """Saves or removes a measure; a removed one is no longer linked."""
    desk = desk_of(request)
    before = desk.workspace.get(name, seen or None)
    plan = f"/a/{name}/measures"
    if sent.get("do") == "remove":
        if not sent.get("sure"):
            found = _measure_in(before, measure_id)
            linked = [one.id for one in before.assessment.risks if measure_id in one.measures]
            return _ask_to_remove(request, before, found, found.title, linked)
        remove = partial(_without_measure, measure_id)
        return save_or_choose(request, before, sent, remove, back=plan, note=measure_id) or go(plan)
    title = " ".join(_text(sent, "title").split())
    known = (*before.assessment.measures, *source_of(desk, before, sent).assessment.measures)
    old = next((one.model_dump(mode="json") for one in known if one.id == measure_id), {})
    evidence = {"evidence": old["evidence"]} if old.get("evidence") else {}
    changed = _checked(Measure, {**_measure_data(measure_id, title, sent), **evidence})
    save = partial(_with_entry, "measures", changed)
    return save_or_choose(request, before, sent, save, back=plan, note=measure_id) or go(f"{plan}#m-{measure_id}")


def _without_measure(measure_id: str, assessment: Assessment) -> Assessment:
    left = tuple(one for one in assessment.measures if one.id != measure_id)
    risks = tuple(
        one.model_copy(update={"measures": tuple(item for item in one.measures if item != measure_id)})
        for one in assessment.risks
    )
    return assessment.change(measures=left, risks=risks)


def _measure_data(measure_id: str, title: str, sent: FormData) -> dict[str, Any]:
    given = {key: _text(sent, key) for key in ("text", "status", "owner", "due", "implemented_on")}
    return {"id": measure_id, "title": title, **{key: value for key, value in given.items() if value}}


def _checked(model: Any, data: dict[str, Any]) -> Any:
    """A record of what was typed. Raises BadInput with the field that is wrong, in words."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][-1]) if first["loc"] else ""
        told = forms.OF_FIELDS.get(name, forms.NOT_FILLED_IN)()
        raise refusal(told.at(said(forms.FIELD_NAMES.get(name, forms.SOMETHING)))) from None


def _text(sent: FormData, name: str) -> str:
    return str(sent.get(name) or "").replace("\r\n", "\n").strip()


def _free(prefix: str, taken: list[str]) -> str:
    numbers = [int(found[1]) for one in taken if (found := re.fullmatch(rf"{prefix}(\d{{1,6}})", one))]
    return f"{prefix}{max(numbers, default=0) + 1:02d}"
