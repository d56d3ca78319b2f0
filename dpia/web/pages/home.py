"""Home: the list of assessments, what is due, new, import, archive, delete."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dpia.assessment.starting import new_assessment
from dpia.errors import BadInput, Problem
from dpia.messages import forms
from dpia.questionnaire.library import Library
from dpia.web.showing import Sent, desk_of, go, page, refusal, upload_of
from dpia.wording import N_, said
from dpia.workspace.bundle import take_in
from dpia.workspace.calendar import calendar_of
from dpia.workspace.store import PAGE

router = APIRouter()


@router.get("/")
def home(
    request: Request,
    words: str = "",
    sort: str = "changed",
    only: str = "",
    page_number: int = 1,
    archived: bool = False,
) -> Response:
    """The list, with search, filter and order in the address."""
    desk = desk_of(request)
    number = max(1, min(page_number, 10_000))
    entries, total = desk.workspace.entries(words=words, archived=archived, sort=sort, only=only, page=number)
    return page(
        request,
        "home.html.j2",
        entries=entries,
        level_words=_level_words(desk.workspace.library),
        total=total,
        words=words,
        sort=sort,
        only=only,
        archived=archived,
        number=number,
        pages=-(-total // PAGE),
    )


def _level_words(library: Library) -> dict[str, str]:
    """The levels of risk by the English words that the list of a workspace keeps, which is shared by several languages."""
    return {
        level.label: spoken.label
        for name, method in (library.original or library).methods.items()
        for level, spoken in zip(method.levels, library.methods[name].levels, strict=True)
    }


@router.get("/due")
def due(request: Request) -> Response:
    """What is due, in all assessments."""
    return page(request, "due.html.j2", items=desk_of(request).workspace.due())


@router.get("/due.ics")
def due_calendar(request: Request) -> Response:
    """The same as a calendar file."""
    desk = desk_of(request)
    text = calendar_of(desk.workspace.due(), desk.now)
    return Response(text, media_type="text/calendar", headers={"Content-Disposition": 'attachment; filename="due.ics"'})


@router.get("/new")
def new(request: Request) -> Response:
    """The guided start: a title, then the screening."""
    return page(request, "new.html.j2", error="", title="", organisation="")


@router.post("/new")
def create(request: Request, form: Sent) -> Response:
    """Begins an assessment with its screening."""
    desk = desk_of(request)
    title, organisation = (" ".join(str(form.get(name, "")).split()) for name in ("title", "organisation"))
    if not title or len(title) > 500 or len(organisation) > 500:
        error = forms.NEEDS_TITLE().sentences(desk.translate)
        return page(request, "new.html.j2", status=422, error=error, title=title, organisation=organisation)
    workspace = desk.workspace
    assessment = new_assessment(
        workspace.library.form(["screening"]),
        assessment_id=workspace.free_id(id_for(title)),
        title=title,
        organisation=organisation or None,
        created=desk.today,
    )
    workspace.create(assessment, actor=desk.actor, at=desk.now)
    first = workspace.form_of(assessment).answered_sections[0]
    return go(f"/a/{assessment.id}/s/{first[0]}/{first[1]}")


def id_for(title: str) -> str:
    """An id made of a title: "Chat at night!" -> "chat-at-night"."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower())[:50].strip("-")
    return words if re.match(r"[a-z]", words) else f"assessment-{words}".rstrip("-")


@router.post("/import")
def import_(request: Request, form: Sent) -> Response:
    """Takes a file in: a report PDF, YAML, JSON, or an export with its evidence."""
    desk = desk_of(request)
    sent = upload_of(form)
    if sent is None:
        raise refusal(forms.NO_FILE())
    filename, raw = sent
    with TemporaryDirectory(prefix="dpia-") as folder:
        path = Path(folder) / ("import" + Path(filename).suffix[:8])
        path.write_bytes(raw)
        try:
            name = take_in(path, desk.workspace, actor=desk.actor, at=desk.now)
        except BadInput as wrong:
            raise BadInput([_as_sent(problem, str(path), filename) for problem in wrong.problems]) from None
    return go(f"/a/{name}")


def _as_sent(problem: Problem, path: str, filename: str) -> Problem:
    """A problem with the name that the file has for the person who sent it, not with that of our passing copy."""
    shown = " ".join(filename.split())[-80:]
    file = problem.location.file.replace(path, shown).replace(Path(path).name, shown)
    return replace(problem, location=replace(problem.location, file=file))


@router.post("/a/{name}/duplicate")
def duplicate(request: Request, name: str) -> Response:
    """A new assessment with the same answers, without decision, signatures and remarks."""
    desk = desk_of(request)
    old = desk.workspace.get(name).assessment
    new_id = desk.workspace.free_id(name)
    copy = old.change(
        id=new_id,
        title=said(N_("{title} (copy)"), title=old.title[:480]).text(desk.translate),
        decision=None,
        approvals=(),
        remarks=(),
        created=desk.today,
    )
    desk.workspace.create(copy, actor=desk.actor, at=datetime.now(UTC), note=f"copied from {name}")
    return go(f"/a/{new_id}")


@router.post("/a/{name}/archive")
def archive(request: Request, name: str, form: Sent) -> Response:
    """Into the archive, or out of it."""
    desk_of(request).workspace.archive(name, form.get("archived") == "yes")
    return go("/" if form.get("archived") == "yes" else f"/a/{name}")


@router.get("/a/{name}/delete")
def ask_to_delete(request: Request, name: str) -> Response:
    """Asks before anything is deleted, and says what would be."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    return page(request, "delete.html.j2", stored=stored, revisions=len(desk.workspace.history(name)), error="")


@router.post("/a/{name}/delete")
def delete(request: Request, name: str, form: Sent) -> Response:
    """Deletes an assessment once its name was typed."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    if str(form.get("name", "")).strip() != name:
        error = forms.OTHER_NAME().sentences(desk.translate)
        revisions = len(desk.workspace.history(name))
        return page(request, "delete.html.j2", status=422, stored=stored, revisions=revisions, error=error)
    desk.workspace.delete(name)
    return go("/")
