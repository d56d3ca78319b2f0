"""Two people at one answer: both answers are shown, and the second person chooses."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dpia.assessment.merging import Clash
from dpia.assessment.model import Answer
from dpia.errors import BadInput, Location, Problem, StaleSave
from dpia.messages import workspaces
from dpia.web.fields import Read, codes_of, with_answers
from dpia.web.inputs import Field
from dpia.web.losing import keep_words
from dpia.web.permitting import needs
from dpia.web.principals import Permission
from dpia.web.showing import Seen, Sent, desk_of, go, is_part, page
from dpia.web.views import Fields

router = APIRouter(prefix="/a/{name}")


def clashed(request: Request, name: str, file: str, section: str, read: Read, clash: StaleSave, seen: int) -> Response:
    """Somebody saved the same answer in between: both are shown, and the person chooses. The history has both by then."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    context = desk.context(stored)
    fields = Fields(context, fonts=desk.fonts)
    choices: list[tuple[str, Field, str, str]] = []
    answers: dict[str, Answer | None] = {}
    for item in clash.clashes:
        if isinstance(item, Clash) and item.part[0] == "answers":
            key = f"{item.part[1]}.{item.part[2]}"
            question = context.evaluation.form.questions[key]
            mine, theirs = (
                Answer.model_validate(value) if value is not None else Answer() for value in (item.mine, item.theirs)
            )
            choices.append((key, fields.build(question), fields.told(question, mine), fields.told(question, theirs)))
            answers[key] = mine if item.mine is not None else None
    others = {key: answer for key, answer in read.answers.items() if key not in {choice[0] for choice in choices}}
    if others:
        newest = desk.workspace.get(name)
        desk.save(name, with_answers(newest.assessment, others), newest.number)
    about = codes_of(context.evaluation.form, answers)
    keep_words(desk, name, seen, lambda now: with_answers(now, answers), about, once=is_part(request))
    return page(
        request,
        "clash.html.j2" if not is_part(request) else "clash-part.html.j2",
        status=409,
        stored=desk.workspace.get(name),
        choices=choices,
        address=f"/a/{name}/keep",
        back=f"/a/{name}/s/{file}/{section}",
        file=file,
        section_id=section,
        mine={key: _as_json(answer) for key, answer in answers.items()},
    )


def _as_json(answer: Answer | None) -> str:
    return json.dumps(answer.model_dump(mode="json") if answer is not None else None, ensure_ascii=False)


def _refuse(text: str) -> None:
    raise ValueError(text)


def _from_json(key: str, text: str) -> Answer | None:
    try:
        data = json.loads(text, parse_constant=_refuse)
        return Answer.model_validate(data) if data is not None else None
    except (ValueError, RecursionError):
        raise BadInput([Problem(Location(key[:120]), workspaces.NO_ANSWER())]) from None


@router.post("/keep", dependencies=[needs(Permission.EDIT)])
def keep(request: Request, name: str, sent: Sent, seen: Seen) -> Response:
    """What a person chose after a clash. The answer that was not chosen, whosever it is, stays in the history."""
    desk = desk_of(request)
    stored = desk.workspace.get(name, seen or None)
    form = desk.workspace.form_of(stored.assessment)
    mine = {
        (key := field.removeprefix("mine:")): _from_json(key, str(value))
        for field, value in sent.multi_items()
        if field.startswith("mine:")
    }
    chosen = {key for key in mine if sent.get("do") != "theirs" and sent.get(f"choice:{key}") == "mine"}
    answers = {key: answer for key, answer in mine.items() if key in chosen}
    left = {key: answer for key, answer in mine.items() if key not in chosen and key in form.questions}
    if left:
        keep_words(desk, name, 0, lambda now: with_answers(now, left), codes_of(form, left))
    file, section = str(sent.get("file", "")), str(sent.get("section", ""))
    if answers:
        try:
            desk.save(name, with_answers(stored.assessment, answers), stored.number)
        except StaleSave as clash:
            return clashed(request, name, file, section, Read(answers), clash, stored.number)
    return go(f"/a/{name}/s/{file}/{section}#saved")
