"""What stands before the sections: open points, places that may hold personal data, and the scorecard of the ICAT actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dpia.assessment.duplicating import ACCEPTANCES, MEASURES, RISKS
from dpia.assessment.facts import Place
from dpia.assessment.privacy import PrivacyWarning, privacy_warnings
from dpia.assessment.scorecard import ActionScore, actions_of, scorecard
from dpia.questionnaire.model import Publication
from dpia.questionnaire.reference import Action
from dpia.report.answered import Link
from dpia.report.document import ActionView, LossView, OpenPoint
from dpia.report.judged import RoutingView
from dpia.showing.context import Context
from dpia.showing.standing import plain_text, suggested_things
from dpia.showing.views import Suggestion
from dpia.wording import N_

REGISTER_PLACES = {
    "risks": (N_("Risk register"), "risks"),
    "measures": (N_("Action plan"), "plan"),
    "decision": (N_("Decision and signatures"), "signatures"),
    "remarks": (N_("Remarks of reviewers"), "open-points"),
    "acceptances": (N_("Major findings"), "open-points"),
    "approvals": (N_("Decision and signatures"), "signatures"),
    "summary": (N_("Summary on the cover"), ""),
    "title": (N_("Title of the processing"), ""),
    "organisation": (N_("Organisation"), ""),
}


def build_points(context: Context, places: Iterable[tuple[str, Place]]) -> Iterator[OpenPoint]:
    """Answers that are unknown or missing, each with the way to its question."""
    for key, place in places:
        item = context.evaluation.form.questions[key]
        if context.names(item, place):
            link = Link(item.question.ask, anchor=context.anchor(key))
            yield OpenPoint(link, item.question.code or "", _detail(context, key, place))


def _detail(context: Context, key: str, place: Place) -> str:
    """The row by its name, and the column: "[G2 Children] Do they learn of it?"."""
    if place.row is None:
        return ""
    item = context.evaluation.form.questions[key]
    row = context.reasons.row_title(key, place.row) if context.shows_row_names(key) else place.row
    column = item.columns.get(place.column or "")
    return f"[{row}] {column.column.ask if column else ''}".strip()


def build_personal(context: Context) -> Iterator[OpenPoint]:
    """Each place whose text may hold personal data, once; never the text."""
    found = privacy_warnings(context.evaluation.form, context.evaluation.assessment)
    for place in dict.fromkeys((warning.key, warning.place) for warning in found if _may_name(context, warning)):
        yield _place(context, *place)


def _may_name(context: Context, warning: PrivacyWarning) -> bool:
    item = context.evaluation.form.questions.get(warning.key)
    if item is None:
        hidden = context.publication is Publication.PUBLIC and warning.key == "remarks"
        return not hidden and warning.key not in context.withheld
    return context.names(item, warning.place)


def _place(context: Context, key: str, place: Place) -> OpenPoint:
    item = context.evaluation.form.questions.get(key)
    if item is None:
        title, anchor = REGISTER_PLACES[key]
        return OpenPoint(Link(context._(title), anchor=anchor), place.row or "", "")
    link = Link(item.question.ask, anchor=context.anchor(key))
    return OpenPoint(link, item.question.code or "", _detail(context, key, place))


def build_suggested(context: Context) -> Iterator[Suggestion]:
    """What is only suggested, as far as this version shows it at all."""
    registers = {RISKS: "risks", MEASURES: "measures", ACCEPTANCES: "decision"}
    for found in suggested_things(context.evaluation, context.words, named=context.names_others):
        item = context.evaluation.form.questions.get(found.name)
        register = registers.get(found.name.partition(".")[0])
        if item is not None:
            told = context.names(item, Place()) and context.shows(item)
        else:
            told = bool(register) and register not in context.withheld
        if told and _tells_no_withheld_finding(context, found.name.removeprefix(f"{ACCEPTANCES}.")):
            yield found


def _tells_no_withheld_finding(context: Context, name: str) -> bool:
    """Whether a finding, by key or bare id, may be named; what is no finding may."""
    fired = {name for key in context.evaluation.truths for name in (key, key.partition(".")[2])}
    shown = {name for key in context.findings for name in (key, key.partition(".")[2])}
    return name not in fired or name in shown


def build_doubts(context: Context) -> Iterator[OpenPoint]:
    """What can hardly be meant, each with the way to its place."""
    for doubt in context.evaluation.doubts:
        item = context.evaluation.form.questions.get(doubt.key)
        told = context.tell(doubt.text)
        if item is not None and context.names(item, doubt.place):
            link = Link(item.question.ask, anchor=context.anchor(doubt.key))
            yield OpenPoint(
                link, item.question.code or "", f"{_detail(context, doubt.key, doubt.place)} {told}".strip()
            )
        elif item is None and _shows_register(context, doubt.key, doubt.place.row or ""):
            title, anchor = REGISTER_PLACES[doubt.key]
            yield OpenPoint(Link(context._(title), anchor=anchor), doubt.place.row or "", told)


def _shows_register(context: Context, key: str, row: str) -> bool:
    if key == "acceptances" and not _tells_no_withheld_finding(context, row):
        return False
    if key == "remarks":
        return context.publication is not Publication.PUBLIC
    return {"acceptances": "decision", "approvals": "decision"}.get(key, key) not in context.withheld


def build_losses(context: Context) -> Iterator[LossView]:
    """What a move or an import found no place for. It may be anything, so only the full version shows it."""
    full = context.publication is Publication.OPERATIONAL
    for loss in context.evaluation.assessment.losses if full else ():
        yield LossView(loss.source, loss.label or loss.place, plain_text(loss.value), context.prose(loss.note))


def build_routing(context: Context) -> Iterator[RoutingView]:
    """The analyst's word on questionnaires that were opened or closed. Its reason is not for everybody to read."""
    for word in context.evaluation.assessment.routing if context.publication is not Publication.PUBLIC else ():
        title = context.questionnaire_title(word.id)
        yield RoutingView(title, word.applies, context.prose(word.reason), word.by or "")


def build_scorecard(context: Context) -> tuple[ActionView, ...]:
    """A line for each ICAT action, where questions of the form answer one; nothing where none does."""
    actions = actions_of(context.evaluation, context.library)
    if actions is None or not any(item.question.icat for item in context.evaluation.form.asked):
        return ()
    questions = context.evaluation.form.questions
    told = {key for key, item in questions.items() if context.lists(item) and context.shows(item)} | set(
        context.findings
    )
    scores = scorecard(context.evaluation, tuple(actions.actions), told.__contains__)
    return tuple(_action(context, score, actions.actions[score.action]) for score in scores)


def _action(context: Context, score: ActionScore, action: Action) -> ActionView:
    due = () if "measures" in context.withheld else score.measures_due
    return ActionView(
        letter=score.action,
        title=action.title,
        text=action.text,
        asked=score.asked,
        answered=score.answered,
        unknown=score.unknown,
        missing=score.missing,
        blocks=score.blocks,
        majors=score.majors,
        minors=score.minors,
        measures_due=tuple(Link(name, anchor=f"measure-{name}") for name in due),
    )
