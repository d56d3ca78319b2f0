"""What stands before the sections: open points, places that may hold personal data, and the scorecard of the ICAT actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dpia.assessment.facts import Place
from dpia.assessment.privacy import PrivacyWarning, privacy_warnings
from dpia.assessment.scorecard import ActionScore, scorecard
from dpia.questionnaire.model import Publication
from dpia.questionnaire.reference import Action
from dpia.report.answered import Link
from dpia.report.document import ActionView, OpenPoint, RoutingView
from dpia.showing.context import Context
from dpia.wording import N_

REGISTER_PLACES = {
    "risks": (N_("Risk register"), "risks"),
    "measures": (N_("Action plan"), "plan"),
    "decision": (N_("Decision and signatures"), "signatures"),
    "remarks": (N_("Remarks of reviewers"), "open-points"),
    "summary": (N_("Summary on the cover"), ""),
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


def build_routing(context: Context) -> Iterator[RoutingView]:
    """The analyst's word on questionnaires that were opened or closed. Its reason is not for everybody to read."""
    for word in context.evaluation.assessment.routing if context.publication is not Publication.PUBLIC else ():
        title = context.questionnaire_title(word.id)
        yield RoutingView(title, word.applies, context.prose(word.reason), word.by or "")


def build_scorecard(context: Context) -> tuple[ActionView, ...]:
    """A line for each ICAT action, where questions of the form answer one; nothing where none does."""
    actions = context.library.actions
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
