"""An assessment that was answered on other versions than those that are here: it can be read as it is, and moved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dpia.assessment.model import Assessment
from dpia.assessment.moving import Moved, move
from dpia.errors import OtherVersion
from dpia.questionnaire.library import Library
from dpia.showing.standing import plain_text
from dpia.web.permitting import needs
from dpia.web.principals import Permission
from dpia.web.showing import Seen, desk_of, go, is_part, page
from dpia.workspace.moving import move_kept

router = APIRouter(prefix="/a/{name}/move")
_ADDRESS = re.compile(r"/a/(?P<name>[a-z0-9-]+)(?P<rest>/.*)?")


def page_of(request: Request) -> str:
    """Where somebody is led who asks for a page of an assessment that has to be moved first; empty for anything else."""
    found = _ADDRESS.fullmatch(request.url.path)
    asks = request.method in ("GET", "HEAD") and not is_part(request)
    return f"/a/{found['name']}/move" if asks and found is not None and found["rest"] != "/move" else ""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer as it stands, with what its question is called here, if it still is."""

    place: str
    label: str
    text: str


@router.get("")
def show(request: Request, name: str) -> Response:
    """Which versions were answered and are here, what would move, and all answers as they stand."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    moved, newer = _moved(stored.assessment, desk.workspace.library)
    return page(
        request,
        "move.html.j2",
        stored=stored,
        moved=moved,
        newer=[problem.told.sentences(desk.translate) for problem in newer.problems] if newer is not None else [],
        answers=list(_given(stored.assessment, desk.workspace.library)),
        text_of=plain_text,
    )


@router.post("", dependencies=[needs(Permission.EDIT)])
def do(request: Request, name: str, seen: Seen) -> Response:
    """Moves it, as a revision of its own; undoing brings the one before back."""
    desk = desk_of(request)
    move_kept(desk.workspace, name, actor=desk.actor, at=desk.now, seen=seen)
    return go(f"/a/{name}")


def _moved(assessment: Assessment, library: Library) -> tuple[Moved | None, OtherVersion | None]:
    """What a move would do, or why there is none: it was answered on a newer version."""
    try:
        return move(assessment, library), None
    except OtherVersion as newer:
        return None, newer


def _given(assessment: Assessment, library: Library) -> Iterator[GivenAnswer]:
    for file, answers in assessment.answers.items():
        known = library.questionnaires.get(file)
        for name, answer in answers.items():
            question = known.question(name) if known is not None else None
            label = f"{question.code or ''} {question.ask}".strip() if question is not None else ""
            yield GivenAnswer(f"{file}.{name}", label, plain_text(answer.model_dump(mode="json")))
