"""Opinion and decision: to review and back, the decision within its floor, and signatures on the content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import count
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from dpia.assessment.decision import OUTCOMES
from dpia.assessment.evaluation import Evaluation
from dpia.assessment.model import Approval, Assessment, Decision, FindingAcceptance, Outcome
from dpia.errors import BadInput, Told
from dpia.messages import forms
from dpia.questionnaire.model import Level
from dpia.showing.definitions import notices
from dpia.web.choosing import save_or_choose
from dpia.web.permitting import needs
from dpia.web.principals import Permission
from dpia.web.records import checked, text_in
from dpia.web.showing import Seen, Sent, desk_of, go, page, refusal
from dpia.web.untouched import as_it_stood
from dpia.web.views import page_id
from dpia.wording import joined, said
from dpia.workspace import RevisionInfo
from dpia.workspace.brought import brought_in
from dpia.workspace.revisions import Kind

router = APIRouter(prefix="/a/{name}")
SPARE_CONDITIONS = 3
GRAVE = (Level.BLOCK, Level.MAJOR)
CONSULTATION = ("authority", "sent_on", "reference", "answered_on", "advice")


@router.get("/decision")
def decision(request: Request, name: str) -> Response:
    """What is left to decide, and why; the decision taken; who signed."""
    return _page(request, name)


def _page(
    request: Request,
    name: str,
    error: Told | None = None,
    status: int = 200,
    typed: dict[str, Any] | None = None,
    seen: int = 0,
    accepting: dict[str, str] | None = None,
) -> Response:
    """The page; `typed` is a decision that could not be taken, as it was typed on the revision `seen`, `accepting` an acceptance."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    context = desk.context(stored)
    evaluation = context.evaluation
    views = [
        item
        for item in evaluation.form.asked
        if item.question.means in ("dpo_advice", "views") and evaluation.states[item.key].shown
    ]
    homes = {key: (file, section) for file, section, keys in evaluation.form.answered_sections for key in keys}
    return page(
        request,
        "decision.html.j2",
        status=status,
        stored=stored,
        seen=seen or stored.number,
        state=evaluation.decision,
        decided=stored.assessment.decision is not None,
        recorded=_recorded(desk.workspace.history(name)) if stored.assessment.decision is not None else None,
        taken=typed or stored.assessment.decision,
        outcomes=OUTCOMES,
        grave=[(fired, context.finding(fired)) for fired in evaluation.open_findings if fired.level in GRAVE],
        accepted_by={
            **{item.finding: item for item in stored.assessment.acceptances},
            **({accepting["finding"]: accepting} if accepting else {}),
        },
        accepting=accepting["finding"] if accepting else "",
        opinions=[
            (
                item,
                evaluation.states[item.key].given,
                evaluation.states[item.key].suggested,
                "s/" + "/".join(homes[item.key]) + "#" + page_id(item.key),
            )
            for item in views
            if item.key in homes
        ],
        review_at=[
            ("s/" + "/".join(homes[item.key]) + "#" + page_id(item.key), item.question.code or item.key)
            for item in evaluation.form.asked
            if item.question.means == "next_review" and evaluation.states[item.key].shown and item.key in homes
        ],
        conditions=[
            *(typed["conditions"] if typed else ()),
            *(stored.assessment.decision.conditions if stored.assessment.decision and not typed else ()),
            *([None] * SPARE_CONDITIONS),
        ],
        content_hash=stored.assessment.content_hash,
        valid=stored.assessment.valid_approvals,
        brought=[one.told.text(desk.translate) for one in brought_in(desk.workspace, stored)],
        evaluation=evaluation,
        unprintable=desk.unprintable(evaluation),
        definitions=notices(context),
        error=error.sentences(desk.translate) if error is not None else "",
    )


def _recorded(history: Sequence[RevisionInfo]) -> RevisionInfo | None:
    """The revision that took the decision that stands; None where it came with a file."""
    return next((one for one in history if one.kind is Kind.DECIDED), None)


@router.post("/lock", dependencies=[needs(Permission.SUBMIT)])
def lock(request: Request, name: str, sent: Sent) -> Response:
    """Sends the assessment to review, which locks it; or takes it back for a reason."""
    desk = desk_of(request)
    wanted, reason = sent.get("locked") == "yes", text_in(sent, "reason")
    if not wanted and not reason:
        return _page(request, name, forms.NO_REASON(), 422)
    desk.workspace.lock(name, wanted, reason=reason, actor=desk.actor, at=desk.now)
    return go(f"/a/{name}/decision")


@router.post("/decision", dependencies=[needs(Permission.DECIDE)])
def decide(request: Request, name: str, sent: Sent, seen: Seen) -> Response:
    """Takes the decision. One outside the floor is refused here."""
    desk = desk_of(request)
    stored = desk.workspace.get(name, seen or None)
    there = f"/a/{name}/decision"
    if sent.get("do") == "withdraw":
        choice = save_or_choose(request, stored, sent, _withdrawn, back=there, kind=Kind.DECIDED, note="withdrawn")
        return choice or go(there)
    evaluation = desk.workspace.evaluation(stored, desk.today)
    data = _decision_data(sent, evaluation)
    try:
        _refuse_half(data)
        taken = checked(Decision, data)
        allowed = evaluation.decision.allowed
        if taken.outcome not in allowed:
            raise refusal(forms.NOT_LEFT(outcomes=joined(said(OUTCOMES[outcome]) for outcome in allowed)))
        if taken.outcome is Outcome.CONDITIONAL and not taken.conditions:
            raise refusal(forms.NO_CONDITION())
        change, note = partial(_with_decision, taken), taken.outcome.value
        choice = save_or_choose(request, stored, sent, change, back=there, kind=Kind.DECIDED, note=note)
    except BadInput as wrong:
        return _page(request, name, wrong.problems[0].told, 422, _typed(data), stored.number)
    return choice or go(f"{there}#taken")


def _with_decision(taken: Decision, assessment: Assessment) -> Assessment:
    """With the decision on the content that stands there: a later change of it is told."""
    return assessment.change(decision=taken.model_copy(update={"content": assessment.decided_content}))


def _withdrawn(assessment: Assessment) -> Assessment:
    return assessment.change(decision=None)


def _typed(data: dict[str, Any]) -> dict[str, Any]:
    """A decision as it was typed, with every field that the form has."""
    asked = data.get("consultation")
    return {
        **data,
        "rejected_parts": data.get("rejected_parts", ""),
        "by": {key: data["by"].get(key, "") for key in ("name", "role", "organisation")},
        "conditions": [{"owner": "", "due": "", "met_on": "", **condition} for condition in data["conditions"]],
        "consultation": {key: asked.get(key, "") for key in CONSULTATION} if asked else None,
    }


def _decision_data(sent: FormData, evaluation: Evaluation) -> dict[str, Any]:
    """The decision that a form says, with what the one before it says beside: the form has not all of that."""
    before = evaluation.assessment.decision
    by = {key: " ".join(text_in(sent, f"by:{key}").split()) for key in ("name", "role", "organisation")}
    if before is not None and before.by.contact and before.by.name == by["name"]:
        by["contact"] = before.by.contact
    data: dict[str, Any] = {
        "outcome": text_in(sent, "outcome"),
        "reason": text_in(sent, "reason"),
        "by": {key: value for key, value in by.items() if value},
        "on": text_in(sent, "on"),
        "conditions": _conditions(sent, evaluation),
    }
    if rejected := text_in(sent, "rejected_parts"):
        data["rejected_parts"] = rejected
    asked = {key: value for key in CONSULTATION if (value := text_in(sent, f"consultation:{key}"))}
    if asked:
        data["consultation"] = asked
    stood = before.model_dump(mode="json") if before is not None else {}
    conditions = {entry["id"]: entry for entry in stood.get("conditions", ())}
    kept = [as_it_stood(entry, conditions.get(entry["id"])) for entry in data["conditions"]]
    return {**as_it_stood(data, stood), "conditions": kept}


def _conditions(sent: FormData, evaluation: Evaluation) -> list[dict[str, Any]]:
    """The conditions that a form says, also those without a text. Each keeps its id, and findings that the form does not show."""
    decision = evaluation.assessment.decision
    before = {one.id: one for one in decision.conditions} if decision is not None else {}
    grave = [fired for fired in evaluation.open_findings if fired.level in GRAVE]
    shown = {name for fired in grave for name in (fired.key, fired.item.finding.id)}
    found: list[dict[str, Any]] = []
    numbers = sorted({int(match[1]) for key in sent if (match := re.fullmatch(r"condition:([0-9]{1,3}):.+", key))})
    for number in numbers:
        given = {key: text_in(sent, f"condition:{number}:{key}") for key in ("text", "owner", "due", "met_on")}
        findings = [str(value) for value in sent.getlist(f"condition:{number}:finding")]
        if not any(given.values()) and not findings:
            continue
        own, taken = text_in(sent, f"condition:{number}:id"), {entry["id"] for entry in found}
        if own not in before or own in taken:
            own = next(f"K{n}" for n in count(1) if f"K{n}" not in before.keys() | taken)
        if own in before:
            findings += [name for name in before[own].finding if name not in shown]
        texts = {key: value for key, value in given.items() if value or key == "text"}
        found.append({"id": own, "finding": findings, **texts})
    return found


def _refuse_half(data: dict[str, Any]) -> None:
    """Raises BadInput where something was filled in that cannot be kept without what is empty beside it."""
    for entry in data["conditions"]:
        if not entry["text"]:
            raise refusal(forms.HALF_CONDITION(condition=entry["id"]))
    if "consultation" in data and "authority" not in data["consultation"]:
        raise refusal(forms.HALF_CONSULTATION())


@router.post("/accept", dependencies=[needs(Permission.DECIDE)])
def accept(request: Request, name: str, sent: Sent, seen: Seen) -> Response:
    """Keeps in writing who accepts that a major finding stays open, and why; or takes that back."""
    desk = desk_of(request)
    stored = desk.workspace.get(name, seen or None)
    key, there = text_in(sent, "finding"), f"/a/{name}/decision#findings"
    fired = next((one for one in desk.workspace.evaluation(stored, desk.today).open_findings if one.key == key), None)
    if fired is None or fired.level is not Level.MAJOR:
        return _page(request, name, forms.NO_SUCH_MAJOR(), 422)
    names = {fired.key, fired.item.finding.id}
    accepted = None
    if sent.get("do") != "withdraw":
        data = {part: " ".join(text_in(sent, part).split()) for part in ("by", "role", "on")}
        data |= {"reason": text_in(sent, "reason"), "finding": key}
        try:
            accepted = checked(FindingAcceptance, {part: value for part, value in data.items() if value})
        except BadInput as wrong:
            return _page(request, name, wrong.problems[0].told, 422, accepting=data)
    change = partial(_with_acceptance, names, accepted)
    return save_or_choose(request, stored, sent, change, back=there, note=key) or go(there)


def _with_acceptance(names: set[str], accepted: FindingAcceptance | None, assessment: Assessment) -> Assessment:
    others = (item for item in assessment.acceptances if item.finding not in names)
    return assessment.change(acceptances=(*others, *([accepted] if accepted is not None else ())))


@router.post("/sign", dependencies=[needs(Permission.SIGN)])
def sign(request: Request, name: str, sent: Sent) -> Response:
    """Binds a name and a role to the content hash that was shown; any later change makes it void."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    state = desk.workspace.evaluation(stored, desk.today).decision
    if not state.fits:
        why = state.wrong[0] if state.wrong else said(forms.NO_DECISION)
        return _page(request, name, forms.NOT_SIGNED(why=why), 422)
    if text_in(sent, "content_hash") != stored.assessment.content_hash:
        return _page(request, name, forms.CONTENT_CHANGED(), 409)
    try:
        given = {key: " ".join(text_in(sent, key).split()) for key in ("name", "role")}
        approval = checked(
            Approval, {**given, "on": desk.today.isoformat(), "content_hash": stored.assessment.content_hash}
        )
    except BadInput:
        return _page(request, name, forms.NO_SIGNER(), 422)
    if (before := stored.assessment.signed_by(approval.name)) is not None:
        return _page(request, name, forms.SIGNED_ALREADY(name=before.name, day=before.on), 409)
    mine = stored.assessment.change(approvals=(*stored.assessment.approvals, approval))
    desk.save(name, mine, stored.number, kind=Kind.SIGNED, note=f"{approval.name}, {approval.role}")
    return go(f"/a/{name}/decision#signatures")
