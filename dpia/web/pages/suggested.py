"""What is only suggested, on one page: looked at, and kept one by one or all together."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dpia.assessment.duplicating import MEASURES, RISKS, keep, suggestions
from dpia.messages import forms
from dpia.showing.standing import suggested_things
from dpia.showing.telling import suggestion_told
from dpia.showing.views import Suggestion
from dpia.web.permitting import needs
from dpia.web.principals import Permission
from dpia.web.showing import Sent, desk_of, go, page
from dpia.web.views import page_id

router = APIRouter(prefix="/a/{name}/suggested")


@router.get("")
def suggested(request: Request, name: str) -> Response:
    """Everything that nobody kept or changed yet, each with its origin and the way to it."""
    return _page(request, name)


def _page(request: Request, name: str, error: str = "") -> Response:
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    context = desk.context(stored)
    homes = {
        key: f"s/{file}/{section}#{page_id(key)}"
        for file, section, keys in context.evaluation.form.answered_sections
        for key in keys
    }
    found = suggested_things(context.evaluation, context.words)
    groups: dict[str, list[tuple[Suggestion, str, str]]] = {}
    for one in found:
        told = suggestion_told(context.evaluation, one, context.words)
        groups.setdefault(one.origin, []).append((one, told, _way(one.name, homes)))
    return page(
        request,
        "suggested.html.j2",
        status=422 if error else 200,
        error=error,
        stored=stored,
        groups=groups,
        hidden=len(suggestions(stored.assessment)) - len(found),
    )


def _way(name: str, homes: dict[str, str]) -> str:
    """The page of a thing, below that of its assessment."""
    register, _, rest = name.partition(".")
    return f"{register}/{rest}" if register in (RISKS, MEASURES) else homes.get(name, "decision#findings")


@router.post("", dependencies=[needs(Permission.EDIT)])
def keep_suggested(request: Request, name: str, sent: Sent) -> Response:
    """Keeps those that were ticked: from now on a person answers for them."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    there = suggestions(stored.assessment)
    shown = [one for one in map(str, sent.getlist("shown")) if one in there]
    wanted = shown if sent.get("do") == "all" else [one for one in map(str, sent.getlist("keep")) if one in there]
    if not wanted and there:
        return _page(request, name, forms.NOTHING_TICKED().sentences(desk.translate))
    if wanted:
        desk.save(name, keep(stored.assessment, wanted), stored.number, note=", ".join(wanted)[:500])
    return go(f"/a/{name}/suggested" if len(wanted) < len(there) else f"/a/{name}")
