"""The JSON API, from the same models as everything else. `/api/v1/openapi.json` describes it."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from dpia.api import foreign_texts, settled_answers
from dpia.assessment.merging import Clash
from dpia.assessment.model import Answer, Assessment
from dpia.errors import BadInput, Location, Problem, Refused, StaleSave, Told
from dpia.messages import files, workspaces
from dpia.showing.outline import evaluation_data
from dpia.showing.outline_schema import Outline
from dpia.web.bearing import BEARER
from dpia.web.permitting import needs
from dpia.web.principals import Permission
from dpia.web.showing import Desk, desk_of
from dpia.workspace.bundle import SIGNED_ELSEWHERE
from dpia.workspace.revisions import Kind

Name = Annotated[
    str, Path(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=64, description="The id of an assessment")
]
Number = Annotated[int, Path(ge=1, le=2_000_000_000)]


class Problems(BaseModel):
    """What is wrong, a line each."""

    problems: list[str]


class Conflict(Problems):
    """What somebody else changed in between: the part, as it was, as it was sent, as it stands now."""

    clashes: list[dict[str, Any]] = Field(default_factory=list)


class EntryOut(BaseModel):
    """A line of the list."""

    id: str
    revision: int
    title: str
    organisation: str
    outcome: str
    level: str
    blocks: int
    majors: int
    minors: int
    asked: int
    answered: int
    locked: bool
    next_review: str | None


class ListOut(BaseModel):
    """A page of the list."""

    total: int
    assessments: list[EntryOut]


class StoredOut(BaseModel):
    """An assessment at a revision."""

    revision: int
    head: int
    locked: bool
    content_hash: str
    assessment: dict[str, Any]


class SavedOut(BaseModel):
    """What a save made."""

    revision: int
    merged: bool
    changed: bool
    content_hash: str


class ChangeIn(BaseModel):
    """Answers to change, by key, against the revision that was read. `null` takes an answer away.

    An answer is written as in a file: a value, or a mapping with `value`, `unknown` or `not_applicable`, `note` and `evidence`.
    `true` and `false` are taken for `yes` and `no` where the question is answered so. A key that stands twice is refused.
    """

    model_config = ConfigDict(extra="forbid", strict=True)
    revision: int = Field(ge=1, le=2_000_000_000)
    answers: dict[str, Any] = Field(min_length=1, max_length=500)


class WholeIn(BaseModel):
    """A whole assessment against the revision that was read. Its `id` is the one in the address."""

    model_config = ConfigDict(extra="forbid", strict=True)
    revision: int = Field(ge=1, le=2_000_000_000)
    assessment: dict[str, Any]


class NewIn(BaseModel):
    """A new assessment."""

    model_config = ConfigDict(extra="forbid", strict=True)
    assessment: dict[str, Any]


class RevisionOut(BaseModel):
    """A line of the history."""

    number: int
    at: str
    actor: str
    kind: str
    note: str
    content_hash: str
    chain: str


ABOUT = """\
A script signs in with the token that `dpia workspace token` writes into a file for its user alone:

    curl -H "Authorization: Bearer $(cat "$TOKEN_FILE")" http://127.0.0.1:PORT/api/v1/assessments

TOKEN_FILE is the path that the command prints. Each call of it makes a new token, and the one before is void; removing the
file signs every script out. Requests without a token are those of the pages of dpia itself.
"""
ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problems, "description": "No JSON, or not for this server"},
    401: {"model": Problems, "description": "Another token than the one in the file"},
    403: {"model": Problems, "description": "Neither a token nor the cookie of a page, or from a foreign page"},
    404: {"model": Problems, "description": "There is no such assessment or revision"},
    409: {"model": Conflict, "description": "Locked, or changed by others in between"},
    413: {"model": Problems, "description": "Larger than 32 MB"},
    422: {"model": Problems, "description": "What was sent is wrong; nothing was saved"},
    500: {"model": Problems, "description": "A bug in dpia"},
}


MAX_KEYS: Final = 100_000
"""The keys of a body in all. The largest worked example has fewer than 10,000."""


async def one_meaning(request: Request) -> None:
    """Raises BadInput where a key stands twice in one mapping of the body: programs differ in which of them they take."""
    twice: list[str] = []
    keys = 0

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal keys
        keys += len(items)
        if keys > MAX_KEYS:
            raise BadInput([Problem(Location("body"), workspaces.TOO_MANY_KEYS(most=MAX_KEYS))])
        found = dict(items)
        if len(found) < len(items):
            twice.extend(key for key, number in Counter(key for key, _ in items).items() if number > 1)
        return found

    with suppress(ValueError, RecursionError):  # what is no JSON is told by whoever reads it
        json.loads(await request.body() or b"null", object_pairs_hook=pairs)
    if twice:
        raise BadInput(
            [Problem(Location("body"), files.TWICE_IN_MAPPING(key=key[:60])) for key in dict.fromkeys(twice)]
        )


router = APIRouter(responses=ERRORS, dependencies=[Depends(one_meaning), BEARER])


@router.get("/assessments")
def list_assessments(
    request: Request,
    words: Annotated[str, Query(max_length=200)] = "",
    archived: bool = False,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> ListOut:
    """A page of the assessments, those changed last first."""
    entries, total = desk_of(request).workspace.entries(words=words, archived=archived, page=page)
    found = [
        EntryOut(
            id=one.id,
            revision=one.head,
            title=one.title,
            organisation=one.organisation,
            outcome=one.outcome,
            level=one.level_label,
            blocks=one.blocks,
            majors=one.majors,
            minors=one.minors,
            asked=one.asked,
            answered=one.answered,
            locked=one.locked,
            next_review=one.next_review.isoformat() if one.next_review else None,
        )
        for one in entries
    ]
    return ListOut(total=total, assessments=found)


@router.post("/assessments", status_code=201, dependencies=[needs(Permission.CREATE)])
def create_assessment(request: Request, body: NewIn) -> SavedOut:
    """Takes an assessment in."""
    desk = desk_of(request)
    assessment = _settled(desk, body.assessment)
    note = "by the API" + (SIGNED_ELSEWHERE if assessment.valid_approvals else "")
    saved = desk.workspace.create(assessment, actor=desk.actor, at=desk.now, kind=Kind.IMPORTED, note=note)
    return _saved(saved)


@router.get("/assessments/{name}")
def get_assessment(request: Request, name: Name) -> StoredOut:
    """The newest revision."""
    return _stored(request, name, None)


@router.get("/assessments/{name}/revisions")
def list_revisions(request: Request, name: Name) -> list[RevisionOut]:
    """The history, newest first."""
    found = desk_of(request).workspace.history(name)
    return [
        RevisionOut(
            number=one.number,
            at=one.at.isoformat(),
            actor=one.actor,
            kind=one.kind.value,
            note=one.note,
            content_hash=one.content_hash,
            chain=one.chain,
        )
        for one in found
    ]


@router.get("/assessments/{name}/revisions/{number}")
def get_revision(request: Request, name: Name, number: Number) -> StoredOut:
    """One revision."""
    return _stored(request, name, number)


@router.put("/assessments/{name}", dependencies=[needs(Permission.EDIT)])
def put_assessment(request: Request, name: Name, body: WholeIn) -> SavedOut:
    """Saves a whole assessment; what others changed since in other parts is kept. Signatures and decision stay as they are."""
    assessment = _settled(desk_of(request), body.assessment)
    if assessment.id != name:
        raise BadInput([Problem(Location("assessment.id"), workspaces.OTHER_ID(other=assessment.id, name=name))])
    return _save(request, name, assessment, body.revision)


@router.patch("/assessments/{name}/answers", dependencies=[needs(Permission.EDIT)])
def patch_answers(request: Request, name: Name, body: ChangeIn) -> SavedOut:
    """Changes answers."""
    assessment = desk_of(request).workspace.get(name, body.revision).assessment
    for key, value in body.answers.items():
        try:
            answer = Answer.model_validate(value) if value is not None else None
        except ValidationError:
            raise BadInput([Problem(Location(key[:120]), workspaces.NO_ANSWER())]) from None
        if key.count(".") != 1:
            raise BadInput([Problem(Location(key[:120]), workspaces.NO_KEY())])
        assessment = assessment.with_answer(key, answer)
    return _save(request, name, _settled(desk_of(request), assessment.data()), body.revision)


@router.get("/assessments/{name}/evaluation")
def get_evaluation(request: Request, name: Name) -> Outline:
    """What follows from the answers: findings with reasons, risks, gaps, decisions left."""
    desk = desk_of(request)
    evaluation = desk.workspace.evaluation(desk.workspace.get(name), desk.today)
    return evaluation_data(evaluation, foreign_texts(evaluation, desk.workspace.library))


def _stored(request: Request, name: str, number: int | None) -> StoredOut:
    found = desk_of(request).workspace.get(name, number)
    return StoredOut(
        revision=found.number,
        head=found.head,
        locked=found.locked,
        content_hash=found.assessment.content_hash,
        assessment=found.assessment.data(),
    )


def _assessment(data: dict[str, Any]) -> Assessment:
    try:
        return Assessment.model_validate(data)
    except ValidationError as error:
        told: dict[str, Told] = {}
        for detail in error.errors(include_input=False):
            place = ".".join(str(step) for step in detail["loc"])[:200]
            told.setdefault(place or "assessment", _reason(detail))
        raise BadInput([Problem(Location(place), reason) for place, reason in told.items()]) from None


def _reason(detail: ErrorDetails) -> Told:
    """Why a value was refused, where it was for a reason of ours; never what it is."""
    error = (detail.get("ctx") or {}).get("error")
    return error.told if isinstance(error, Refused) else workspaces.NOT_EXPECTED()


def _settled(desk: Desk, data: dict[str, Any]) -> Assessment:
    """The assessment that was sent, each answer in the one form that is kept."""
    return settled_answers(_assessment(data), desk.workspace.library)


def _save(request: Request, name: str, assessment: Assessment, revision: int) -> SavedOut:
    desk = desk_of(request)
    return _saved(desk.save(name, assessment, revision))


def _saved(saved: Any) -> SavedOut:
    return SavedOut(
        revision=saved.number,
        merged=saved.merged,
        changed=saved.changed,
        content_hash=saved.assessment.content_hash,
    )


def clashes_of(error: StaleSave) -> list[dict[str, Any]]:
    """The clashes of a refused save as plain data."""
    return [
        {"part": list(one.part), "before": one.before, "mine": one.mine, "theirs": one.theirs}
        for one in error.clashes
        if isinstance(one, Clash)
    ]
