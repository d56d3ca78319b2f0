"""In a review: what changed against the version that it was made from, old beside new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dpia.assessment.evaluation import evaluate
from dpia.assessment.forming import form_of
from dpia.assessment.model import REVIEW, Condition, Measure
from dpia.assessment.register import Rated, RiskState
from dpia.assessment.review import fitting, reviewed_assessment
from dpia.questionnaire.compiled import CompiledQuestion
from dpia.questionnaire.model import Level, Publication
from dpia.report.answered import Content, QuestionView, RowView, TableView
from dpia.report.building.questions import build_question
from dpia.report.building.registers import OUTCOME_WORDS, first_line
from dpia.report.document import ChangesView, ChangeView, ComparisonView
from dpia.showing.charts import MOMENTS, RiskMap, risk_map
from dpia.showing.context import Context
from dpia.showing.standing import STATUS_WORDS
from dpia.wording import N_, said

CONDITIONS = f"{REVIEW}.conditions"
CONDITION_MET = "condition_met"
FACTS = {
    "title": N_("Title of the processing"),
    "organisation": N_("Organisation"),
    "version": N_("Version of the processing"),
    "classification": N_("Classification"),
    "summary": N_("Summary"),
}
MOST_OF_A_ROW = 400
GRAVEST = [level.value for level in Level]


def build_comparison(context: Context) -> ComparisonView | None:
    """What changed against the reviewed version; None where the assessment is no review."""
    reviewed = context.evaluation.assessment.reviewed
    if reviewed is None:
        return None
    view = ComparisonView(
        version=reviewed.version,
        content_hash=reviewed.content_hash,
        decided_on=context.words.date(reviewed.decided_on),
        maps=(),
        groups=(),
        comparable=False,
    )
    try:
        before = _as_it_was(context)
        return view if before is None else _compared(replace(view, comparable=True), before, context)
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError):
        # What a file carries of the reviewed version was checked by nobody. Whatever is wrong in it, the report is made.
        return view


def _compared(view: ComparisonView, before: Context, context: Context) -> ComparisonView:
    groups = (
        (N_("Decision"), _decision(before, context)),
        (N_("Conditions of the last decision"), _conditions(before, context)),
        (N_("Findings"), _findings(before, context)),
        (N_("Risks"), _risks(before, context)),
        (N_("Measures"), _measures(before, context)),
        (N_("Answers"), _answers(before, context)),
        (N_("The assessment as a whole"), _facts(before, context)),
    )
    views = tuple(ChangesView(context._(title), tuple(changes)) for title, changes in groups)
    return replace(
        view,
        maps=() if "risks" in context.withheld else (_map(before, N_("Then")), _map(context, N_("Now"))),
        groups=tuple(group for group in views if group.changes),
    )


def _as_it_was(context: Context) -> Context | None:
    """The reviewed version on the day of its decision, judged by the definitions of today and shown to the same readers.

    None where it cannot be: what an assessment carries of it is nobody's word but the file's.
    """
    old = reviewed_assessment(context.evaluation.assessment, context.library)
    if old is None or (old.method is not None and old.method not in context.library.methods):
        return None
    known = [ref.id for ref in old.questionnaires if ref.id in context.library.questionnaires]
    form = form_of(old, context.library, known) if known else context.evaluation.form
    old = fitting(form, old)
    if old is None:
        return None
    day = old.decision.on if old.decision is not None else context.evaluation.on
    evaluation = evaluate(form, old, on=day)
    return Context(evaluation, context.library, context.words, context.publication)


def _map(context: Context, title: str) -> RiskMap:
    form = context.evaluation.form
    return risk_map(context.evaluation.risks, form.method, "today", context.words.translate, title=context._(title))


def _change(what: str, before: str, after: str, *, code: str = "", anchor: str = "", detail: str = "") -> ChangeView:
    return ChangeView(code, anchor, what, detail, Content("text", text=before), Content("text", text=after))


def _decision(old: Context, new: Context) -> Iterator[ChangeView]:
    """The decision is always there, also where it stayed the same."""
    if "decision" in new.withheld:
        return
    was, now = (_outcome(context) for context in (old, new))
    yield _change(new._("Decision taken"), was, now, anchor="signatures")
    was, now = ("; ".join(new._(OUTCOME_WORDS[x]) for x in y.evaluation.decision.allowed) for y in (old, new))
    if was != now:
        yield _change(new._("Decisions that are left"), was, now, anchor="decision")


def _outcome(context: Context) -> str:
    taken = context.evaluation.assessment.decision
    if taken is None:
        return context._("No decision yet")
    return f"{context._(OUTCOME_WORDS[taken.outcome])}, {context.words.date(taken.on)}"


def _conditions(old: Context, new: Context) -> Iterator[ChangeView]:
    """Each condition of the last decision, with what the review or the new decision says of it."""
    taken = old.evaluation.assessment.decision
    if taken is None or "decision" in new.withheld:
        return
    decision = new.evaluation.assessment.decision
    again = {condition.id: condition for condition in decision.conditions} if decision is not None else {}
    for condition in taken.conditions:
        met = _met(new, condition.id)
        now = [new.tell(said("Fulfilled in full? {answer}", answer=met))] if met else []
        now += [_condition(new, again[condition.id])] if condition.id in again else []
        yield _change(
            first_line(condition.text),
            _condition(new, condition),
            ". ".join(now) or new._("Not judged yet"),
            code=condition.id,
        )


def _condition(context: Context, condition: Condition) -> str:
    if condition.met_on is not None:
        return context.tell(said("Met on {day}", day=context.words.date(condition.met_on)))
    due = context.tell(said("Due {day}", day=context.words.date(condition.due))) if condition.due else ""
    parts = (condition.owner, due)
    return " · ".join(part for part in parts if part) or context._("no date")


def _met(context: Context, row_id: str) -> str:
    """What the review answers for a condition: Yes, No or Unknown."""
    item = context.evaluation.form.questions.get(CONDITIONS)
    column = item.columns.get(CONDITION_MET) if item is not None else None
    if item is None or column is None or not context.shows(item) or not context.shows_column(item, column):
        return ""
    rows = context.evaluation.facts[CONDITIONS]
    row = next((row for row in rows if row.id == row_id), None) if isinstance(rows, tuple) else None
    return context.words.say(column, row.cells[CONDITION_MET]) if row is not None and CONDITION_MET in row.cells else ""


def _findings(old: Context, new: Context) -> Iterator[ChangeView]:
    """Findings that came or went, the gravest first as in the open points."""
    before, after = ({k: view for k, view in x.findings.items() if view.level != "note"} for x in (old, new))
    views = {**before, **after}
    for key, view in sorted(views.items(), key=lambda pair: GRAVEST.index(pair[1].level)):
        if (key in before) == (key in after) or _withheld(old, key) or _withheld(new, key):
            continue
        was, now = (new._("Not found") if key not in found else found[key].label for found in (before, after))
        anchor = view.question_anchor if key in after else ""
        yield _change(view.says, was, now, code=view.question_code, anchor=anchor)


def _withheld(context: Context, key: str) -> bool:
    """Whether a finding fires that this version does not show."""
    return key not in context.findings and any(fired.key == key for fired in context.evaluation.findings)


def _risks(old: Context, new: Context) -> Iterator[ChangeView]:
    if "risks" in new.withheld:
        return
    before, after = ({risk.id: risk for risk in context.evaluation.risks} for context in (old, new))
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        title = (now or was or after[name]).title
        anchor = f"risk-{name}" if now is not None else ""
        for moment, words in MOMENTS.items():
            then, today = _rating(old, was, moment), _rating(new, now, moment)
            if then != today:
                yield _change(title, then, today, code=name, anchor=anchor, detail=new._(words))


def _rating(context: Context, risk: RiskState | None, moment: str) -> str:
    if risk is None:
        return context._("Not on the register")
    if risk.dismissed:
        return context._("Set aside")
    rated = getattr(risk, moment)
    if not isinstance(rated, Rated):
        return context._("Not rated")
    return f"{rated.level.label} ({rated.severity.label}, {rated.likelihood.label})"


def _measures(old: Context, new: Context) -> Iterator[ChangeView]:
    if "measures" in new.withheld:
        return
    before, after = ({item.id: item for item in context.evaluation.assessment.measures} for context in (old, new))
    for name in dict.fromkeys((*before, *after)):
        was, now = (_measure(new, found.get(name)) for found in (before, after))
        if was != now:
            found = after.get(name) or before[name]
            yield _change(found.title, was, now, code=name, anchor=f"measure-{name}" if name in after else "")


def _measure(context: Context, measure: Measure | None) -> str:
    if measure is None:
        return context._("Not in the plan")
    done = measure.is_in_place
    day = context.words.date(measure.implemented_on if done else measure.due)
    parts = (context._(STATUS_WORDS[measure.stands]), measure.owner, day)
    return " · ".join(part for part in parts if part)


def _answers(old: Context, new: Context) -> Iterator[ChangeView]:
    """The answers to questions that were asked then and are asked now; those about the review itself are all new."""
    for key, item in new.evaluation.form.questions.items():
        then = old.evaluation.form.questions.get(key)
        if then is None or key.startswith(f"{REVIEW}.") or not (old.shows(then) and new.shows(item)):
            continue
        yield from _answer(key, _view(old, then), _view(new, item), new)


def _view(context: Context, item: CompiledQuestion) -> QuestionView | None:
    """A question as the report shows it; None where a condition hides it."""
    return build_question(context, item) if context.lists(item) else None


def _answer(key: str, was: QuestionView | None, now: QuestionView | None, context: Context) -> Iterator[ChangeView]:
    view = now or was
    if view is None or view.register:
        return
    anchor = view.anchor if now is not None else ""
    if was is not None and now is not None and was.table is not None and now.table is not None:
        borrowed = context.evaluation.form.questions[key].source is not None
        yield from _rows(view, was.table, now.table, context, borrowed)
    else:
        before, after = _said(was, context), _said(now, context)
        if not _same(before, after):
            yield ChangeView(view.code, anchor, view.ask, "", before, after)
    notes = [Content("prose", text=x.note.text, prose=x.note) if x is not None else Content("text") for x in (was, now)]
    if not _same(*notes):
        yield ChangeView(view.code, anchor, view.ask, context._("Note"), *notes)


def _said(view: QuestionView | None, context: Context) -> Content:
    if view is None:
        return Content("text", text=context._("Not asked"))
    if view.table is not None:
        names = "; ".join(f"{row.id} {row.name}" if row.id != row.name else row.id for row in view.table.rows)
        return Content("text", text=names or context._("None."))
    return view.content or Content("text")


def _same(was: Content, now: Content) -> bool:
    """Whether an answer stayed the same; a reference does where it means the same rows, whatever they are called now."""
    if "rows" in (was.kind, now.kind):
        anchors = [[link.anchor for link in content.items] for content in (was, now)]
        return anchors[0] == anchors[1] and _told(replace(was, text="")) == _told(replace(now, text=""))
    return _told(was) == _told(now)


def _told(content: Content) -> tuple[object, ...]:
    return content.text, content.state, content.reason, content.prose, content.note, content.evidence


def _rows(view: QuestionView, was: TableView, now: TableView, context: Context, borrowed: bool) -> Iterator[ChangeView]:
    """The rows that came, went or say something else. Rows `borrowed` from another table are renamed there."""
    before, after = ({row.anchor: row for row in table.rows} for table in (was, now))
    for name in dict.fromkeys((*before, *after)):
        then, today = before.get(name), after.get(name)
        if then is None or today is None:
            texts = (_row(table, row, context) for table, row in ((was, then), (now, today)))
            row = then or today or after[name]
            yield _change(view.ask, *texts, code=view.code, anchor=view.anchor, detail=_named(row))
        else:
            yield from _cells(view, dict(zip(was.columns, then.cells, strict=True)), (now, today))
            if then.name != today.name and not borrowed:
                head = f"{today.id} {now.row_head}".strip()
                yield _change(view.ask, then.name, today.name, code=view.code, anchor=today.anchor, detail=head)


def _cells(view: QuestionView, before: Mapping[str, Content], now: tuple[TableView, RowView]) -> Iterator[ChangeView]:
    table, row = now
    after = dict(zip(table.columns, row.cells, strict=True))
    for column in dict.fromkeys((*before, *after)):
        was, today = before.get(column, Content("text")), after.get(column, Content("text"))
        if not _same(was, today):
            yield ChangeView(view.code, row.anchor, view.ask, f"{_named(row)}: {column}", was, today)


def _named(row: RowView) -> str:
    return row.name if row.name == row.id else f"{row.id} {row.name}".strip()


def _row(table: TableView, row: RowView | None, context: Context) -> str:
    """A whole row on one line, where it came or went."""
    if row is None:
        return context._("Not there")
    cells = [f"{label}: {cell.text}" for label, cell in zip(table.columns, row.cells, strict=True) if cell.text]
    text = ("; ".join(cells) or row.name).replace("**", "")
    return text if len(text) <= MOST_OF_A_ROW else text[:MOST_OF_A_ROW].rpartition(" ")[0] + "…"


def _facts(old: Context, new: Context) -> Iterator[ChangeView]:
    was, now = (context.evaluation.assessment for context in (old, new))
    for field, words in FACTS.items():
        if field == "summary" and new.publication is Publication.PUBLIC:
            continue  # it may have been cleaned for this version
        before, after = (" ".join(str(getattr(item, field) or "").split()) for item in (was, now))
        if before != after:
            yield _change(new._(words), before, after)
    titles = [
        _titles(context, [ref.id for ref in context.evaluation.assessment.questionnaires]) for context in (old, new)
    ]
    if titles[0] != titles[1]:
        yield _change(new._("Questionnaires"), *titles)


def _titles(context: Context, names: Sequence[str]) -> str:
    return "; ".join(context.questionnaire_title(name) for name in names)
