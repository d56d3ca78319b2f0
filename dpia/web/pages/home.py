"""Home: the list of assessments, what is due, new, import, archive, delete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dpia.assessment.duplicating import duplicate as duplicated
from dpia.assessment.kits import begin_with, kit_of, kits_of
from dpia.assessment.naming import id_of
from dpia.assessment.starting import new_assessment, with_title_answered
from dpia.errors import BadInput, Problem
from dpia.leftovers import PassingFolder
from dpia.messages import forms
from dpia.questionnaire.library import Library
from dpia.questionnaire.limits import MAX_TEXT
from dpia.web.permitting import needs
from dpia.web.principals import Permission
from dpia.web.showing import Sent, as_download, desk_of, go, page, refusal, upload_of
from dpia.web.standing import standings
from dpia.wording import N_, said
from dpia.workspace.bundle import take_in
from dpia.workspace.calendar import calendar_of
from dpia.workspace.organisation import kept_facts, with_kept_facts
from dpia.workspace.store import PAGE

router = APIRouter()
NO_ERRORS: Final[Mapping[str, str]] = MappingProxyType({})


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
        standings=standings(desk, entries),
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
    return Response(text, media_type="text/calendar", headers={"Content-Disposition": as_download("due.ics")})


@router.get("/new")
def new(request: Request, kit: str = "") -> Response:
    """The guided start: a title, with a starter kit or without, then the screening."""
    return _new_page(request, kit)


def _new_page(
    request: Request,
    kit: str,
    title: str = "",
    organisation: str = "",
    errors: Mapping[str, str] = NO_ERRORS,
    without_facts: bool = False,
) -> Response:
    workspace = desk_of(request).workspace
    library = workspace.library
    return page(
        request,
        "new.html.j2",
        status=422 if errors else 200,
        kits=kits_of(library).values(),
        kit=kit_of(library, kit) if kit else None,
        facts=kept_facts(workspace),
        title=title,
        organisation=organisation,
        errors=errors,
        without_facts=without_facts,
    )


@router.post("/new", dependencies=[needs(Permission.CREATE)])
def create(request: Request, form: Sent) -> Response:
    """Begins an assessment with its screening, or with all that a starter kit suggests."""
    desk = desk_of(request)
    title, organisation = (" ".join(str(form.get(name, "")).split()) for name in ("title", "organisation"))
    kit = str(form.get("kit", ""))
    without_facts, wrong = form.get("without_facts") == "yes", {}
    if not title or len(title) > MAX_TEXT:
        wrong["title"] = forms.NEEDS_TITLE().sentences(desk.translate)
    if len(organisation) > MAX_TEXT:
        wrong["organisation"] = forms.LONG_ORGANISATION(most=MAX_TEXT).sentences(desk.translate)
    if wrong:
        return _new_page(request, kit, title, organisation, wrong, without_facts)
    workspace = desk.workspace
    named: dict[str, Any] = {"title": title, "organisation": organisation or None}
    name, library = workspace.free_id(id_of(title)), workspace.library
    if kit:
        assessment = begin_with(kit_of(library, kit), library, assessment_id=name, on=desk.today, **named)
    else:
        screening = library.form(["screening"])
        assessment = new_assessment(screening, assessment_id=name, created=desk.today, **named)
        assessment = with_title_answered(screening, assessment)
    if not without_facts:
        assessment = with_kept_facts(workspace, assessment)
    workspace.create(assessment, actor=desk.actor, at=desk.now)
    first = workspace.form_of(assessment).answered_sections[0]
    return go(f"/a/{assessment.id}/s/{first[0]}/{first[1]}")


@router.post("/import", dependencies=[needs(Permission.CREATE)])
def import_(request: Request, form: Sent) -> Response:
    """Takes a file in: a report PDF, YAML, JSON, or an export with its evidence."""
    desk = desk_of(request)
    sent = upload_of(form)
    if sent is None:
        raise refusal(forms.NO_FILE())
    filename, raw = sent
    passing = PassingFolder("import")
    with passing:
        path = passing.put("import" + Path(filename).suffix[:8], raw)
        try:
            name = take_in(path, desk.workspace, actor=desk.actor, at=desk.now, called=filename).name
        except BadInput as wrong:
            raise BadInput([_as_sent(problem, str(path), filename) for problem in wrong.problems]) from None
    return go(f"/a/{name}")


def _as_sent(problem: Problem, path: str, filename: str) -> Problem:
    """A problem with the name that the file has for the person who sent it, not with that of our passing copy."""
    shown = " ".join(filename.split())[-80:]
    file = problem.location.file.replace(path, shown).replace(Path(path).name, shown)
    return replace(problem, location=replace(problem.location, file=file))


@router.post("/a/{name}/duplicate", dependencies=[needs(Permission.CREATE)])
def duplicate(request: Request, name: str) -> Response:
    """A new assessment of another processing with the same facts; what was said of this one is only suggested there."""
    desk = desk_of(request)
    old = desk.workspace.get(name).assessment
    new_id = desk.workspace.free_id(name)
    title = said(N_("{title} (copy)"), title=old.title[:480]).text(desk.translate)
    form = desk.workspace.form_of(old)
    copy = duplicated(old, form, assessment_id=new_id, title=title, on=desk.today)
    desk.workspace.create(copy, actor=desk.actor, at=desk.now, note=f"copied from {name}")
    return go(f"/a/{new_id}")


@router.post("/a/{name}/archive", dependencies=[needs(Permission.ARCHIVE)])
def archive(request: Request, name: str, form: Sent) -> Response:
    """Into the archive, or out of it."""
    desk = desk_of(request)
    desk.workspace.archive(name, form.get("archived") == "yes", actor=desk.actor, at=desk.now)
    return go("/" if form.get("archived") == "yes" else f"/a/{name}")


@router.get("/a/{name}/delete")
def ask_to_delete(request: Request, name: str) -> Response:
    """Asks before anything is deleted, and says what would be."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    return page(request, "delete.html.j2", stored=stored, revisions=len(desk.workspace.history(name)), error="")


@router.post("/a/{name}/delete", dependencies=[needs(Permission.DELETE)])
def delete(request: Request, name: str, form: Sent) -> Response:
    """Deletes an assessment once its name was typed."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    if str(form.get("name", "")).strip() != name:
        error = forms.OTHER_NAME().sentences(desk.translate)
        revisions = len(desk.workspace.history(name))
        return page(request, "delete.html.j2", status=422, stored=stored, revisions=revisions, error=error)
    desk.workspace.delete(name, actor=desk.actor, at=desk.now)
    return go("/")
