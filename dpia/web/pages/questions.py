"""One question with its evidence and its discussion: files and links that back an answer, and threads of remarks."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dpia.assessment.model import Answer, Remark
from dpia.errors import Locked, NotFound
from dpia.messages import forms
from dpia.questionnaire.compiled import CompiledQuestion
from dpia.questionnaire.records import Evidence
from dpia.web.fields import with_answers
from dpia.web.permitting import needs
from dpia.web.principals import Permission
from dpia.web.showing import Desk, Seen, Sent, as_download, desk_of, go, page, refusal, upload_of
from dpia.web.views import Fields, page_id
from dpia.wording import N_, said
from dpia.workspace import Stored
from dpia.workspace.files import add_file, find_file

MAX_REMARK: Final = 20_000
router = APIRouter(prefix="/a/{name}")


def _question(desk: Desk, name: str, key: str, seen: int = 0) -> tuple[Stored, CompiledQuestion]:
    stored = desk.workspace.get(name, seen or None)
    item = desk.workspace.form_of(stored.assessment).questions.get(key)
    if item is None:
        raise NotFound(said(N_("There is no question `{name}`."), name=key[:80]))
    return stored, item


def _back(desk: Desk, stored: Stored, key: str) -> str:
    for file, section, keys in desk.workspace.form_of(stored.assessment).answered_sections:
        if key in keys:
            return f"/a/{stored.id}/s/{file}/{section}#{page_id(key)}"
    return f"/a/{stored.id}"


@router.get("/q/{key}")
def question(request: Request, name: str, key: str) -> Response:
    """One question with its evidence and its discussion."""
    desk = desk_of(request)
    stored, item = _question(desk, name, key)
    field = Fields(desk.context(stored), fonts=desk.fonts).build(item)
    return page(request, "question.html.j2", stored=stored, field=field, back=_back(desk, stored, key))


@router.post("/q/{key}/evidence", dependencies=[needs(Permission.EDIT)])
def add_evidence(request: Request, name: str, key: str, sent: Sent) -> Response:
    """Adds a file or a link to an answer."""
    desk = desk_of(request)
    stored, _ = _question(desk, name, key)
    title, link = " ".join(str(sent.get("title", "")).split()), str(sent.get("link", "")).strip()
    given: dict[str, str] = {"title": title}
    content = b""
    if link:
        given["link"] = link
    if (file := upload_of(sent)) is not None:
        filename, content = file
        given["file"] = " ".join(filename.split())[-200:]
        given["title"] = title or given["file"]
        given["sha256"] = hashlib.sha256(content).hexdigest()
    evidence = _evidence(given)
    if stored.locked or stored.archived:
        raise Locked(said(N_("{name} is locked. Unlock it, with a reason, before you change it."), name=name))
    if content:
        add_file(desk.workspace.engine, content, assessment=name, actor=desk.actor, at=desk.now)
    old = stored.assessment.answer(key) or Answer()
    answer = old.model_copy(update={"evidence": (*old.evidence, evidence)})
    desk.save(name, stored.assessment.with_answer(key, answer), stored.number)
    return go(f"/a/{name}/q/{key}")


def _evidence(given: dict[str, str]) -> Evidence:
    try:
        if not (given.get("link") or given.get("file")):
            raise ValueError
        return Evidence.model_validate(given)
    except ValueError:
        raise refusal(forms.NO_EVIDENCE()) from None


@router.post("/q/{key}/evidence/remove", dependencies=[needs(Permission.EDIT)])
def remove_evidence(request: Request, name: str, key: str, sent: Sent, seen: Seen) -> Response:
    """Takes a piece of evidence from an answer as it was seen. The file stays with the revisions that name it."""
    desk = desk_of(request)
    stored, _ = _question(desk, name, key, seen)
    place, old = str(sent.get("place", "")), stored.assessment.answer(key) or Answer()
    kept = tuple(entry for number, entry in enumerate(old.evidence) if str(number) != place)
    answer = old.model_copy(update={"evidence": kept})
    desk.save(name, with_answers(stored.assessment, {key: answer}), stored.number)
    return go(f"/a/{name}/q/{key}")


@router.get("/file/{sha256}")
def file(request: Request, name: str, sha256: str) -> Response:
    """An evidence file, always as a download: nothing in it runs here."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    content = find_file(desk.workspace.engine, sha256, assessment=name)
    if content is None:
        raise NotFound(said(N_("This file is not in the workspace.")))
    wanted = _file_name(stored.assessment.data(), sha256) or f"{sha256[:16]}.bin"
    headers = {"Content-Disposition": as_download(wanted)}
    return Response(content, media_type="application/octet-stream", headers=headers)


def _file_name(data: Any, sha256: str) -> str:
    """The name that a file was attached under, wherever in an assessment that is."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if value.get("sha256") == sha256 and value.get("file"):
                return Path(str(value["file"]).replace("\\", "/")).name
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return ""


@router.post("/q/{key}/remark", dependencies=[needs(Permission.REMARK)])
def remark(request: Request, name: str, key: str, sent: Sent) -> Response:
    """Adds a remark to a question's thread, or marks the thread as resolved."""
    desk = desk_of(request)
    stored, _ = _question(desk, name, key)
    text = str(sent.get("text", "")).replace("\r\n", "\n").strip()
    remarks, do = stored.assessment.remarks, sent.get("do")
    if len(text) > MAX_REMARK:
        raise refusal(forms.TOO_LONG_REMARK(most=MAX_REMARK, count=len(text)))
    if not text and do not in ("resolve", "reopen"):
        raise refusal(forms.NO_REMARK())
    if text:
        remarks = (*remarks, Remark(about=key, text=text, by=desk.actor, on=desk.today))
    # A thread is resolved or open as a whole; a new remark opens it.
    resolved = do == "resolve"
    remarks = tuple(one.model_copy(update={"resolved": resolved}) if one.about == key else one for one in remarks)
    desk.save(name, stored.assessment.change(remarks=remarks), stored.number)
    return go(f"/a/{name}/q/{key}#talk")
