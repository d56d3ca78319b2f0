"""A section with its questions: read, saved while it is filled in, and what an answer changes on the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from dpia.assessment.checking import find_ill
from dpia.assessment.evaluation import Evaluation
from dpia.assessment.merging import Clash
from dpia.assessment.model import Answer, Assessment
from dpia.errors import NotFound, StaleSave, Told
from dpia.messages import forms
from dpia.questionnaire.compiled import CompiledQuestion, Form
from dpia.questionnaire.model import Section
from dpia.questionnaire.types import QuestionType
from dpia.showing.context import Context
from dpia.showing.display import row_name
from dpia.web.fields import Read, do_to_rows, field_of, read_answer, read_block, read_form, with_answers
from dpia.web.inputs import Field
from dpia.web.pages.clashes import clashed
from dpia.web.showing import Desk, Seen, Sent, desk_of, go, is_part, page
from dpia.web.tasks import next_places, task_list
from dpia.web.views import Fields, input_id, page_id, rows_are_given, section_of, shared_rows, shown_questions
from dpia.wording import N_, joined, said
from dpia.workspace import Stored

router = APIRouter(prefix="/a/{name}")
ROW_BUTTONS: Final = ("add", "copy", "up", "down", "remove", "paste")


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
    fields = Fields(context, errors=read.errors, typed=typed, pasted=read.pasted)
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
        intro=context.prose(found.intro) if found.intro else "",
        part_title=context.evaluation.form.modules[file].title,
        file=file,
        address=f"/a/{stored.id}/s/{file}/{section}",
        query=_query(request),
        report_at=next((context.anchor(item.key) for item in shown_questions(context.evaluation, items)), ""),
        fields=[fields.build(item) for item in shown_questions(context.evaluation, items)],
        errors=_labelled(read.errors, context),
        clashes=clashes,
        parts=parts,
        here=(file, section),
        before=before,
        after=after,
        saved="",
    )


def _query(request: Request) -> str:
    """What keeps the report beside the questions from page to page."""
    return "?preview=1" if request.query_params.get("preview") == "1" else ""


def _labelled(errors: dict[str, Told], context: Context) -> list[tuple[str, str, str]]:
    """What is wrong, for the summary at the top: the id of the field, the words for its place, and the message."""
    translate = context.words.translate
    return [(input_id(name), _label(name, context), told.sentences(translate)) for name, told in errors.items()]


def _label(name: str, context: Context) -> str:
    """A field in the words of its page: "G-2.1 What is kept? D1 Chat text: How long?"."""
    evaluation = context.evaluation
    key, _, cell = name.partition("/")
    item = evaluation.form.questions.get(key)
    if item is None:
        return name
    question = f"{item.question.code or ''} {item.question.ask}".strip()
    if not cell:
        return question
    row, _, column_id = cell.partition("/")
    called = row_name(evaluation, key, row, context.words.translate)
    where = row if called == row else called if item.question.fixed_rows else f"{row} {called}"
    column = item.columns.get(column_id)
    return f"{question} {where}: {column.column.ask}" if column is not None else f"{question} {where}"


@router.post("/s/{file}/{section}")
def save(request: Request, name: str, file: str, section: str, sent: Sent, seen: Seen) -> Response:
    """Saves what changed. Without JavaScript the page is loaded anew; with it only what follows from the answers is."""
    desk = desk_of(request)
    before = desk.workspace.get(name, seen or None)
    form = desk.workspace.form_of(before.assessment)
    read = read_form(form, before.assessment, sent)
    typed = _typed(form.questions, before.assessment, sent, read)
    mine = with_answers(before.assessment, read.answers)
    action = str(sent.get("do", ""))
    if action.partition(":")[0] in ROW_BUTTONS:
        mine = _with_rows(desk.workspace.evaluation(before, desk.today), mine, action, sent, read, typed)
    if not is_part(request):
        _keep_pasted(form, sent, read, action)
    typed_on = {name.partition("/")[0]: _typed_on(sent, name.partition("/")[0], before) for name in read.errors}
    try:
        _refuse_overtaken(desk, before, sent, read)
        if mine is not before.assessment:
            desk.save(name, mine, before.number, note=_note(form, read, action))
    except StaleSave as clash:
        return clashed(request, name, file, section, read, clash)
    stored = desk.workspace.get(name)
    if is_part(request):
        return _changes(request, desk, before, stored, (file, section), read, typed, typed_on)
    if read.errors:
        return _page(request, stored, file, section, read, typed, status=422, typed_on=typed_on)
    if action.startswith("next:"):
        # The answers may have opened a section in between, so the next one is looked for now.
        after = next_places(task_list(desk.context(stored)), file, section)[1]
        return go(f"/a/{name}/s/{after.file}/{after.section}{_query(request)}" if after else f"/a/{name}")
    return go(_address_after(name, file, section, _at_row(stored, action), _query(request)))


def _keep_pasted(form: Form, sent: FormData, read: Read, action: str) -> None:
    """Cells that were pasted, but not added: another button was pressed. They stay on the page."""
    for key in (name.removesuffix(":paste") for name in sent if name.endswith(":paste")):
        text = str(sent.get(f"{key}:paste"))
        if key in form.questions and text.strip() and action != f"paste:{key}":
            read.pasted[key] = text
            read.errors.setdefault(key, forms.NOT_ADDED())


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


def _typed(
    questions: dict[str, CompiledQuestion] | object, assessment: Assessment, sent: FormData, read: Read
) -> dict[str, Answer | None]:
    """What was typed into fields that could not be stored, so that it stays on the page."""
    wrong = {name.partition("/")[0] for name in read.errors}
    known = questions if isinstance(questions, dict) else dict(questions)  # type: ignore[call-overload]
    return {key: read_answer(known[key], sent, assessment.answer(key)) for key in wrong if key in known}


def _with_rows(
    evaluation: Evaluation, mine: Assessment, action: str, sent: FormData, read: Read, typed: dict[str, Answer | None]
) -> Assessment:
    """After a button of a table was pressed: `add:gdpr-dpia.purposes`, `remove:gdpr-dpia.purposes:P2`.

    Where the rows cannot be so, the page says why; pasted cells stay on it.
    """
    what, _, rest = action.partition(":")
    key, _, row_id = rest.partition(":")
    form = evaluation.form
    item = form.questions.get(key)
    if item is None or item.type is not QuestionType.TABLE or rows_are_given(item):
        return mine
    taken = shared_rows(evaluation, item)
    old = mine.answer(key) or Answer()
    if row_id in taken:
        read.errors[key] = forms.ROW_OF_ANOTHER(row=row_id)
        return mine
    if what == "paste" and (unfit := read_block(item, str(sent.get(f"{key}:paste", "")))[1]):
        read.pasted[key] = str(sent.get(f"{key}:paste", ""))
        read.errors[key] = forms.NOT_PASTED(cells=joined(unfit[:5]))
        return mine
    rows = do_to_rows(item, mine.answer(key), what, row_id, str(sent.get(f"{key}:paste", "")))
    given = Answer(value=rows or None, note=old.note, evidence=old.evidence)
    acted = with_answers(mine, {key: given})
    wrong = [ill for ill in find_ill(form, acted) if ill.path[0] == "answers"]
    if not wrong:
        return acted
    users = dict.fromkeys(f"{ill.path[1]}.{ill.path[2]}" for ill in wrong if f"{ill.path[1]}.{ill.path[2]}" != key)
    if users:
        codes = ", ".join(form.questions[user].question.code or user for user in users)
        read.errors[key] = forms.ROW_IN_USE(row=row_id, questions=codes)
    else:
        read.errors.update({field_of(acted, ill): ill.told for ill in wrong})
        typed[key] = given
    return mine


def _note(form: Form, read: Read, action: str) -> str:
    """What the history says of a save: the codes of the questions that it answers, G-1.1, G-2.3."""
    pressed = action.split(":")[1] if action.partition(":")[0] in ROW_BUTTONS else ""
    keys = dict.fromkeys((*read.answers, pressed))
    return ", ".join(form.questions[key].question.code or key for key in keys if key in form.questions)


def _at_row(stored: Stored, action: str) -> str:
    """A button of a table, with the row that it has to do with: a new one is the last, or stands behind the copied one."""
    what, _, rest = action.partition(":")
    key, _, row_id = rest.partition(":")
    answer = stored.assessment.answer(key) if what in ROW_BUTTONS else None
    rows = [str(row["id"]) for row in answer.value] if answer is not None and isinstance(answer.value, list) else []
    if what == "remove" or not rows:
        return action.removesuffix(f":{row_id}")
    at = row_id if what in ("up", "down") else rows[-1]
    if what == "copy" and row_id in rows[:-1]:
        at = rows[rows.index(row_id) + 1]
    return f"{what}:{key}/{at}"


def _address_after(name: str, file: str, section: str, action: str, query: str = "") -> str:
    what, _, rest = action.partition(":")
    if what == "overview":
        return f"/a/{name}"
    place = f"#{page_id(rest)}" if rest else "#saved"
    return f"/a/{name}/s/{file}/{section}{query}{place}"


def _changes(
    request: Request,
    desk: Desk,
    before: Stored,
    after: Stored,
    here: tuple[str, str],
    read: Read,
    typed: dict[str, Answer | None],
    typed_on: dict[str, int],
) -> Response:
    """The parts of the page that a save changed: questions that came or went, findings, progress; never the field in use."""
    context = desk.context(after)
    old = desk.workspace.evaluation(before, desk.today)
    _, items = _section(context.evaluation, *here)
    fields, before_fields = Fields(context, errors=read.errors, typed=typed), Fields(desk.context_of(old))
    came: list[tuple[str, list[Field]]] = []
    gone, anew, parts = [], [], []
    for item in _touched(items, old, context.evaluation, read):
        was, now = old.states.get(item.key), context.evaluation.states[item.key]
        built = fields.build(item) if now.shown else None
        if built is None:
            if was is not None and was.shown:
                gone.append(page_id(item.key))
        elif was is None or not was.shown:
            # Questions that come together are put in together: the second one finds no place before the first one is there.
            anchor = _anchor_before(items, item, context.evaluation)
            if came and came[-1][1][-1].id == anchor:
                came[-1][1].append(built)
            else:
                came.append((anchor, [built]))
        elif (item.key not in typed and _changed_elsewhere(item, read, before, after)) or _is_drawn_anew(
            before_fields.build(item), built, item.key in read.answers
        ):
            anew.append(built)
        else:
            parts.append(built)
    html = page(
        request,
        "changes.html.j2",
        stored=after,
        came=came,
        anew=anew,
        gone=gone,
        fields=parts,
        errors=_labelled(read.errors, context),
        parts=task_list(context),
        here=here,
        query=_query(request),
        typed_on=typed_on,
        at=desk.now,
        changed=bool(read.answers),
    )
    return HTMLResponse(bytes(html.body), status_code=200)


def _touched(
    items: tuple[CompiledQuestion, ...], old: Evaluation, new: Evaluation, read: Read
) -> Iterator[CompiledQuestion]:
    """The questions of a page that may look otherwise after a save: answered, depending on answers, or with other findings."""
    names = {name.partition("/")[0] for name in read.errors}
    turned = {key for key in new.states if old.states.get(key) != new.states[key]}
    fired = [{(one.key, one.reasons) for one in evaluation.open_findings} for evaluation in (old, new)]
    found = {
        new.form.findings_by_key[key].question for key, _ in fired[0] ^ fired[1] if key in new.form.findings_by_key
    }
    near = {reader for key in turned for reader in new.form.readers.get(key, ())}
    answered = {
        item.key for item in items if old.assessment.answer(item.key) != new.assessment.answer(item.key)
    }  # with its note and evidence, which no state holds
    wanted = names | turned | found | near | answered | read.answers.keys()
    yield from (item for item in items if item.key in wanted)


def _anchor_before(items: tuple[CompiledQuestion, ...], item: CompiledQuestion, evaluation: Evaluation) -> str:
    """The question that stands before a new one, or nothing at the top."""
    before = [other for other in items[: items.index(item)] if evaluation.states[other.key].shown]
    return page_id(before[-1].key) if before else "questions-start"


def _changed_elsewhere(item: CompiledQuestion, read: Read, before: Stored, after: Stored) -> bool:
    """Whether somebody else answered it in between. The page has to show that: its next save would bring the old one back."""
    was, now = before.assessment.answer(item.key), after.assessment.answer(item.key)
    return item.key not in read.answers and was != now


def _is_drawn_anew(old: Field, new: Field, was_typed: bool) -> bool:
    """Whether something else on the page changed what a question offers: rows, cells, options, or a computed value."""
    if new.computed != old.computed:
        return True
    if was_typed:
        # The person is at work here; cells that come or go are drawn, the one in use keeps the focus by its id.
        return _cells(old) != _cells(new)
    return _offers(old) != _offers(new)


def _cells(field: Field) -> list[tuple[str, ...]]:
    return [tuple(cell.name for cell in row.cells) for row in field.rows]


def _offers(field: Field) -> object:
    rows = [[(cell.name, [choice.id for choice in cell.choices]) for cell in row.cells] for row in field.rows]
    return ([choice.id for choice in field.input.choices], rows, [row.name for row in field.rows])
