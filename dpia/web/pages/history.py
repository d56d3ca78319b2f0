"""Every revision: who saved what and when, what changed between any two, and how an older one comes back."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dpia.assessment.evaluation import evaluate
from dpia.showing.diff import compare
from dpia.web.permitting import needs
from dpia.web.principals import Permission
from dpia.web.showing import Seen, Sent, desk_of, go, page
from dpia.web.sittings import sittings_of
from dpia.workspace.revisions import Kind
from dpia.workspace.undoing import around

router = APIRouter(prefix="/a/{name}/history")
PAGE = 100


@router.get("")
def history(request: Request, name: str, page_number: int = 1, every: bool = False) -> Response:
    """The list, newest first, with the head of the chain to be noted down elsewhere.

    What one person saved in one sitting is one line, because answers are saved as they are typed; with `every`, each save is.
    """
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    revisions = desk.workspace.history(name)
    sittings = sittings_of(revisions, every=every)
    start = PAGE * (max(1, page_number) - 1)
    return page(
        request,
        "history.html.j2",
        stored=stored,
        sittings=sittings[start : start + PAGE],
        every=every,
        number=max(1, page_number),
        pages=-(-len(sittings) // PAGE),
        head=revisions[0],
        steps=around((one.number, one.kind) for one in reversed(revisions)),
        faults=desk.workspace.verify(name),
    )


@router.get("/compare")
def compare_two(request: Request, name: str, old: int, new: int) -> Response:
    """What changed from one revision to another, in the reader's words."""
    desk = desk_of(request)
    before, after = desk.workspace.get(name, old), desk.workspace.get(name, new)
    was, now = (
        evaluate(desk.workspace.form_of(stored.assessment), stored.assessment, on=desk.today)
        for stored in (before, after)
    )
    return page(request, "compare.html.j2", stored=after, before=before, changes=compare(was, now, desk.translate))


@router.post("/restore", dependencies=[needs(Permission.EDIT)])
def restore(request: Request, name: str, sent: Sent) -> Response:
    """Brings an older revision back as a new one; nothing is lost in between."""
    desk = desk_of(request)
    text = str(sent.get("number", ""))
    number = int(text) if text.isdecimal() and len(text) < 10 else 0
    old, now = desk.workspace.get(name, number), desk.workspace.get(name)
    note = f"revision {number}"
    desk.save(name, old.assessment, now.number, kind=Kind.RESTORED, note=note)
    return go(f"/a/{name}/history")


@router.post("/undo", dependencies=[needs(Permission.EDIT)])
def undo(request: Request, name: str, seen: Seen) -> Response:
    """Goes one step back, as a new revision."""
    desk = desk_of(request)
    desk.workspace.undo(name, seen=seen, actor=desk.actor, at=desk.now)
    return go(f"/a/{name}/history")


@router.post("/redo", dependencies=[needs(Permission.EDIT)])
def redo(request: Request, name: str, seen: Seen) -> Response:
    """Goes one step forward again, as a new revision."""
    desk = desk_of(request)
    desk.workspace.redo(name, seen=seen, actor=desk.actor, at=desk.now)
    return go(f"/a/{name}/history")
