"""What a save changes on the page of a section: questions that came or went, findings, progress, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fastapi import Request
from fastapi.responses import Response

from dpia.assessment.evaluation import Evaluation
from dpia.errors import Told
from dpia.questionnaire.compiled import CompiledQuestion
from dpia.showing.context import Context
from dpia.showing.display import row_name
from dpia.web.fields import Read, question_of
from dpia.web.inputs import Field
from dpia.web.pages.tables import Work
from dpia.web.showing import Desk, page
from dpia.web.tasks import task_list
from dpia.web.views import Fields, input_id, page_id, section_of
from dpia.workspace import Stored


def labelled(errors: dict[str, Told], context: Context) -> list[tuple[str, str, str]]:
    """What is wrong, for the summary at the top: the id of the field, the words for its place, and the message."""
    translate = context.words.translate
    return [(_place(name), _label(name, context), told.sentences(translate)) for name, told in errors.items()]


def _place(name: str) -> str:
    """The id of a field on the page; the one for pasted cells belongs to its question."""
    return input_id(name) if not name.endswith(":paste") else f"{page_id(question_of(name))}-paste"


def _label(name: str, context: Context) -> str:
    """A field in the words of its page: "G-2.1 What is kept? D1 Chat text: How long?"."""
    evaluation = context.evaluation
    key, cell = question_of(name), name.partition("/")[2]
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


def query_of(request: Request) -> str:
    """What keeps the report beside the questions from page to page."""
    return "?preview=1" if request.query_params.get("preview") == "1" else ""


def changes(
    request: Request,
    desk: Desk,
    before: Stored,
    after: Stored,
    here: tuple[str, str],
    work: Work,
    typed_on: Mapping[str, int],
) -> Response:
    """The parts of the page that a save changed; never the field in use."""
    context, read = desk.context(after), work.read
    old = desk.workspace.evaluation(before, desk.today)
    found = section_of(context.evaluation, *here)
    items = found[1] if found is not None else ()
    fields = Fields(context, errors=read.errors, typed=work.typed, pasted=read.pasted, fonts=desk.fonts)
    before_fields = Fields(desk.context_of(old), fonts=desk.fonts)
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
        elif (
            item.key == work.pressed
            or (item.key not in work.typed and _changed_elsewhere(item, read, before, after))
            or _is_drawn_anew(before_fields.build(item), built, item.key in read.answers)
        ):
            anew.append(built)
        else:
            parts.append(built)
    return page(
        request,
        "changes.html.j2",
        stored=after,
        came=came,
        anew=anew,
        gone=gone,
        fields=parts,
        errors=labelled(read.errors, context),
        parts=task_list(context),
        here=here,
        query=query_of(request),
        typed_on=typed_on,
        at=desk.now,
    )


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
