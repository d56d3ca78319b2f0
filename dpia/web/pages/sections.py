"""A section with its questions: read, saved while it is filled in, and what an answer changes on the page."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from dpia.assessment.duplicating import keep, suggestions
from dpia.assessment.evaluation import Evaluation
from dpia.assessment.merging import Clash
from dpia.assessment.model import Answer, Assessment
from dpia.errors import NotFound, StaleSave
from dpia.messages import forms
from dpia.questionnaire.compiled import CompiledQuestion, Form
from dpia.questionnaire.model import Section
from dpia.web.fields import Read, codes_of, question_of, read_answer, read_form, with_answers
from dpia.web.pages.changes import changes, labelled, query_of
from dpia.web.pages.clashes import clashed
from dpia.web.pages.tables import Work, press, row_after
from dpia.web.permitting import needs
from dpia.web.principals import Permission
from dpia.web.rows import BUTTONS
from dpia.web.showing import Desk, Seen, Sent, desk_of, go, is_part, page
from dpia.web.staying import AT, GO
from dpia.web.tasks import next_places, task_list
from dpia.web.views import Fields, page_id, section_of, shown_questions
from dpia.wording import N_, said
from dpia.workspace import Stored

router = APIRouter(prefix="/a/{name}")
KEEP: Final = "keep:"


def _section(evaluation: Evaluation, file: str, section: str) -> tuple[Section, tuple[CompiledQuestion, ...]]:
    found = section_of(evaluation, file, section)
    if found is None:
        text = N_("There is no section `{section}` in `{file}`.")
        raise NotFound(said(text, section=section[:60], file=file[:60]))
    return found


@router.get("/s/{file}/{section}")
def show(request: Request, name: str, file: str, section: str) -> Response:
    """The page of a section."""
    stored = desk_of(request).workspace.get(name)
    return _page(request, stored, file, section, Read(), {})


def _page(
    request: Request,
    stored: Stored,
    file: str,
    section: str,
    read: Read,
    typed: dict[str, Answer | None],
    clashes: tuple[Clash, ...] = (),
    status: int = 200,
    typed_on: dict[str, int] | None = None,
) -> Response:
    """The page; what could not be saved stays on it, with the revision on which each of these answers was typed."""
    desk = desk_of(request)
    context = desk.context(stored)
    found, items = _section(context.evaluation, file, section)
    fields = Fields(context, errors=read.errors, typed=typed, pasted=read.pasted, fonts=desk.fonts)
    parts = task_list(context)
    before, after = next_places(parts, file, section)
    return page(
        request,
        "section.html.j2",
        status=status,
        stored=stored,
        typed_on=typed_on or {},
        section=found,
        title=found.title,
        intro=context.markdown(found.intro) if found.intro else "",
        part_title=context.evaluation.form.modules[file].title,
        file=file,
        address=f"/a/{stored.id}/s/{file}/{section}",
        query=query_of(request),
        report_at=next((context.anchor(item.key) for item in shown_questions(context.evaluation, items)), ""),
        fields=[fields.build(item) for item in shown_questions(context.evaluation, items)],
        errors=labelled(read.errors, context),
        clashes=clashes,
        parts=parts,
        here=(file, section),
        before=before,
        after=after,
        saved="",
    )


@router.post("/s/{file}/{section}", dependencies=[needs(Permission.EDIT)])
def save(request: Request, name: str, file: str, section: str, sent: Sent, seen: Seen) -> Response:
    """Saves what changed. Without JavaScript the page is loaded anew; with it only what follows from the answers is."""
    desk = desk_of(request)
    before = desk.workspace.get(name, seen or None)
    form = desk.workspace.form_of(before.assessment)
    read = read_form(form, before.assessment, sent)
    work = Work(read, _typed(form, before.assessment, sent, read), with_answers(before.assessment, read.answers))
    action = str(sent.get("do", ""))
    press(desk.workspace.evaluation(before, desk.today), work, action, sent)
    if action.startswith(KEEP):
        work.mine = _with_kept(work.mine, action.removeprefix(KEEP))
    if action or not is_part(request):
        _keep_pasted(form, sent, read, action)
    try:
        _refuse_overtaken(desk, before, sent, read)
        if work.mine is not before.assessment:
            desk.save(name, work.mine, before.number, note=_note(form, read, action))
    except StaleSave as clash:
        return clashed(request, name, file, section, read, clash, before.number)
    stored = desk.workspace.get(name)
    # What is saved of a table was typed on the revision that this made; the rest on the one that it was typed on.
    wrong = dict.fromkeys(question_of(name) for name in read.errors)
    typed_on = {key: stored.number if key in read.answers else _typed_on(sent, key, before) for key in wrong}
    there = _address_after(request, desk, stored, (file, section), action)
    if is_part(request):
        answer = changes(request, desk, before, stored, (file, section), work, typed_on)
        if action and (work.pressed or not read.errors):
            stays = there.partition("#")[0] == request.url.path + query_of(request)
            answer.headers[AT if stays else GO] = there.partition("#")[2] if stays else there
        return answer
    if read.errors:
        return _page(request, stored, file, section, read, work.typed, status=422, typed_on=typed_on)
    return go(there)


def _keep_pasted(form: Form, sent: FormData, read: Read, action: str) -> None:
    """Cells that were pasted, but not added: another button was pressed. They stay on the page."""
    for key in (name.removesuffix(":paste") for name in sent if name.endswith(":paste")):
        text = str(sent.get(f"{key}:paste"))
        if key in form.questions and text.strip() and action != f"paste:{key}":
            read.pasted[key] = text
            read.errors.setdefault(f"{key}:paste", forms.NOT_ADDED())


def _typed_on(sent: FormData, key: str, before: Stored) -> int:
    """The revision on which an answer was typed: an earlier one than the rest, where it could not be saved since."""
    text = str(sent.get(f"{key}:seen", ""))
    return min(int(text), before.number) if text.isdecimal() and 0 < len(text) < 10 else before.number


def _refuse_overtaken(desk: Desk, before: Stored, sent: FormData, read: Read) -> None:
    """Raises StaleSave for an answer that could not be saved at first, where somebody else has answered it since."""
    clashes = []
    for key, answer in read.answers.items():
        number = _typed_on(sent, key, before)
        if number != before.number:
            was, now = desk.workspace.get(before.id, number).assessment.answer(key), before.assessment.answer(key)
            if was != now and answer != now:
                file, _, question = key.partition(".")
                told = [one.model_dump(mode="json") if one is not None else None for one in (was, answer, now)]
                clashes.append(Clash(("answers", file, question), *told))
    if clashes:
        text = N_("{name}: somebody else changed the same answer in between.")
        raise StaleSave(said(text, name=before.id), clashes)


def _typed(form: Form, assessment: Assessment, sent: FormData, read: Read) -> dict[str, Answer | None]:
    """What was typed into fields that could not be stored, so that it stays on the page."""
    wrong = dict.fromkeys(question_of(name) for name in read.errors)
    return {
        key: read_answer(form.questions[key], sent, assessment.answer(key)) for key in wrong if key in form.questions
    }


def _with_kept(mine: Assessment, key: str) -> Assessment:
    """With the answer to a question kept that was only suggested; one that was changed on the same page stands already."""
    return keep(mine, [key]) if key in suggestions(mine) else mine


def _note(form: Form, read: Read, action: str) -> str:
    """What the history says of a save: the codes of the questions that it answers, G-1.1, G-2.3."""
    pressed = action.split(":")[1] if action.partition(":")[0] in BUTTONS else ""
    return codes_of(form, (*read.answers, pressed))


def _address_after(request: Request, desk: Desk, stored: Stored, here: tuple[str, str], action: str) -> str:
    """Where a button leads: to a row or to the foot of this page, to the next section, or to the overview."""
    what, query = action.partition(":")[0], query_of(request)
    if what == "overview":
        return f"/a/{stored.id}"
    if what == "next":
        # The answers may have opened a section in between, so the next one is looked for now.
        after = next_places(task_list(desk.context(stored)), *here)[1]
        return f"/a/{stored.id}/s/{after.file}/{after.section}{query}" if after else f"/a/{stored.id}"
    kept = action if action.startswith(KEEP) else row_after(stored.assessment, action)
    rest = kept.partition(":")[2]
    return f"{request.url.path}{query}#{page_id(rest) if rest else 'saved'}"
