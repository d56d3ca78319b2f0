"""The JSON API, from the same models as everything else. `/api/v1/openapi.json` describes it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dpia.api import foreign_texts
from dpia.assessment.merging import Clash
from dpia.assessment.model import Answer, Assessment
from dpia.errors import BadInput, Location, Problem, StaleSave
from dpia.messages import workspaces
from dpia.showing.outline import evaluation_data
from dpia.web.showing import desk_of
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
    """Answers to change, by key, against the revision that was read. `null` takes an answer away."""

    model_config = ConfigDict(extra="forbid", strict=True)
    revision: int = Field(ge=1, le=2_000_000_000)
    answers: dict[str, Any] = Field(min_length=1, max_length=500)


class WholeIn(BaseModel):
    """A whole assessment against the revision that was read."""

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


ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problems, "description": "Not for this server"},
    403: {"model": Problems, "description": "Not from a known client"},
    404: {"model": Problems},
    409: {"model": Conflict},
    413: {"model": Problems},
    422: {"model": Problems},
}
router = APIRouter(responses=ERRORS)


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


@router.post("/assessments", status_code=201)
def create_assessment(request: Request, body: NewIn) -> SavedOut:
    """Takes an assessment in."""
    desk = desk_of(request)
    assessment = _assessment(body.assessment)
    saved = desk.workspace.create(assessment, actor=desk.actor, at=desk.now, kind=Kind.IMPORTED, note="by the API")
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


@router.put("/assessments/{name}")
def put_assessment(request: Request, name: Name, body: WholeIn) -> SavedOut:
    """Saves a whole assessment; what others changed since in other parts is kept."""
    assessment = _assessment(body.assessment)
    return _save(request, name, assessment, body.revision)


@router.patch("/assessments/{name}/answers")
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
    return _save(request, name, _assessment(assessment.data()), body.revision)


@router.get("/assessments/{name}/evaluation")
def get_evaluation(request: Request, name: Name) -> dict[str, Any]:
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
        places = (".".join(str(step) for step in problem["loc"]) for problem in error.errors(include_input=False))
        problems = [
            Problem(Location(place[:200] or "assessment"), workspaces.NOT_EXPECTED()) for place in dict.fromkeys(places)
        ]
        raise BadInput(problems) from None


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
