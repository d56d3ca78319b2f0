"""An evaluation as lines for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from dpia.assessment.decision import OUTCOMES, DecisionState
from dpia.assessment.doubts import Doubt
from dpia.assessment.evaluation import Evaluation
from dpia.assessment.fired import FiredFinding
from dpia.assessment.model import Assessment
from dpia.assessment.privacy import PrivacyWarning, privacy_warnings
from dpia.assessment.register import RiskState
from dpia.assessment.review import reviewed_assessment
from dpia.assessment.routing import Route, redefined, routes
from dpia.questionnaire.model import Level
from dpia.questionnaire.origin import ForeignTexts
from dpia.report.editions import closable
from dpia.showing.display import show_place, show_reason
from dpia.showing.gaps import Gap, count_gaps, gaps
from dpia.showing.language import Language
from dpia.showing.standing import remedy_views, suggested_things

MOST = 20
ENGLISH: Final = Language("en", str)
MOST_REASONS = 5


def summary_lines(
    evaluation: Evaluation, foreign: Sequence[ForeignTexts] = (), *, named: str = "ASSESSMENT", everything: bool = False
) -> Iterator[str]:
    """What a person wants to know about an assessment at a glance; with `everything` no list is cut short.

    `foreign` is what strangers translated for its report, `named` how a next command names the assessment.
    """
    most = None if everything else MOST
    assessment = evaluation.assessment
    yield f"{assessment.title} ({', '.join(item.id for item in evaluation.form.questionnaires)})"
    yield _progress(evaluation)
    for route in routes(evaluation):
        yield from _route_lines(route, named)
    for name in closable(evaluation):
        yield f"No assessment is made, so {name} need not be answered: dpia close {named} {name} --reason WHY"
    for found in evaluation.form.replacements:
        if found.alters:
            yield f"The {found.kind} {found.id} is not the shipped definition. It comes from {found.file}."
    yield from map(str, foreign)
    for name in redefined(evaluation):
        again = f"dpia move {named}"
        yield f"The definition of {name} is not the one that was answered. Read its answers again, then see: {again}"
    if assessment.reviewed is not None and reviewed_assessment(assessment) is None:
        yield "The reviewed version cannot be compared: what this assessment carries of it cannot be read."
    if number := len(assessment.occasions):
        yield f"{number} {'thing' if number == 1 else 'things'} noted since: dpia occasion {named} --list"
    yield ""
    yield from _finding_lines(evaluation, everything)
    for risk in evaluation.risks:
        yield _risk_line(risk)
    if any(risk.done is not None and risk.done.life_safety and not risk.dismissed for risk in evaluation.risks):
        yield "* grave harm to life or safety stays possible when all measures are done"
    if evaluation.risks:
        yield ""
    if everything:
        yield from _by_section(gaps(evaluation))
    else:
        yield from _capped("Missing:", [show_place(evaluation, *gap) for gap in evaluation.missing], most)
    yield from _capped("Unknown:", [show_place(evaluation, *gap) for gap in evaluation.unknown], most)
    warnings = privacy_warnings(evaluation.form, assessment)
    yield from _capped("Private?", [f"{_place(evaluation, warning)}: {warning.reason}" for warning in warnings], most)
    remarks = ((remark.about, remark.text or remark.verdict or "") for remark in assessment.open_remarks)
    yield from _capped("Remark:", [f"{about}: {' '.join(words.split())}" for about, words in remarks], most)
    if waiting := len(suggested_things(evaluation, ENGLISH)):
        yield f"{waiting} entries are only suggested and count as missing. See them with: dpia keep {named} --list"
    doubts = [f"{_doubt_place(evaluation, doubt)}: {doubt.text}" for doubt in evaluation.doubts]
    yield from _capped("Doubtful:", doubts, most)
    yield from _decision_lines(evaluation)
    yield from _signature_lines(assessment)


def _answered_lines(evaluation: Evaluation, fired: FiredFinding) -> Iterator[str]:
    """What answers a finding that blocks or is major."""
    if fired.level in (Level.BLOCK, Level.MAJOR):
        found = remedy_views(evaluation, fired, ENGLISH, ())
        told = "; ".join(f"{one.text} ({one.state})" for one in found)
        yield f"         answered by {told}" if told else "         answered by nothing yet"


def _signature_lines(assessment: Assessment) -> Iterator[str]:
    void = assessment.void_approvals
    for approval in assessment.approvals:
        who = f"{approval.name}, {approval.role}, {approval.on}"
        yield f"VOID signature: {who}. The content changed afterwards." if approval in void else f"Signed: {who}"


def _doubt_place(evaluation: Evaluation, doubt: Doubt) -> str:
    if doubt.key in evaluation.form.questions:
        return show_place(evaluation, doubt.key, doubt.place)
    return " ".join(word for word in (doubt.key, doubt.place.row) if word)


def _progress(evaluation: Evaluation) -> str:
    """How far it is, in one line."""
    words = [str(count_gaps(evaluation.missing))]
    asked = sum(part.asked for part in evaluation.progress)
    answered = sum(part.answered for part in evaluation.progress)
    if evaluation.is_empty:
        begun = (
            f"Only the title is answered yet: {answered} of {asked} questions"
            if answered
            else "Nothing is answered yet"
        )
        return f"{begun}. {words[0][0].upper()}{words[0][1:]}."
    words += [f"{len(evaluation.unknown)} unknown", f"{len(evaluation.hidden)} hidden"]
    open_remarks = len(evaluation.assessment.open_remarks)
    words += [f"{open_remarks} open {'remark' if open_remarks == 1 else 'remarks'}"]
    return f"{answered} of {asked} questions answered: {', '.join(words)}"


def _finding_lines(evaluation: Evaluation, everything: bool) -> Iterator[str]:
    """Each open finding, because of what, and what is to be done."""
    if evaluation.is_empty:
        return
    for fired in evaluation.open_findings:
        finding = fired.item.finding
        yield f"{finding.level.value.upper():6} {fired.key}: {finding.says}"
        reasons = tuple(dict.fromkeys(show_reason(evaluation, reason) for reason in fired.reasons))
        shown = reasons if everything else reasons[:MOST_REASONS]
        for reason in shown:
            yield f"         because {reason}"
        if len(reasons) > len(shown):
            yield f"         because of {len(reasons) - len(shown)} more answers (--all lists them)"
        if finding.mend:
            yield f"         to do   {finding.mend}"
        yield from _answered_lines(evaluation, fired)
    if not evaluation.open_findings:
        yield "No findings."
    for fired in evaluation.findings:
        if fired.starts is not None:
            yield f"NOTE   {fired.key}: {fired.item.finding.says} (law from {fired.starts})"
    yield ""


def _by_section(found: Sequence[Gap]) -> Iterator[str]:
    """Every gap under the title of its section."""
    for titles, section in groupby(found, key=lambda gap: gap.titles):
        yield f"Missing in {' – '.join(titles)}:"
        for gap in section:
            yield f"  {gap.code} {gap.words}"
        yield ""


def _capped(head: str, lines: Sequence[str], most: int | None) -> Iterator[str]:
    """Each line behind its head, up to `most`."""
    for line in lines[:most]:
        yield f"{head} {line}"
    if most is not None and len(lines) > most:
        yield f"{head} ... and {len(lines) - most} more (--all lists them)"


def _route_lines(route: Route, named: str) -> Iterator[str]:
    if route.waiting:
        yield f"Also applies: {route.id}. Add it with: dpia open {named} {route.id}"
        for fired in route.opened_by[:MOST_REASONS]:
            yield f"         because {fired.item.finding.says}"
        if not route.needed:
            yield f'         or say why it does not apply: dpia close {named} {route.id} --reason "..."'
    elif route.closed and route.word is not None:
        yield f"Closed: {route.id}, because {' '.join(route.word.reason.split())}"


def _place(evaluation: Evaluation, warning: PrivacyWarning) -> str:
    if warning.key in evaluation.form.questions:
        return show_place(evaluation, warning.key, warning.place)
    return " ".join(word for word in (warning.key, warning.place.row) if word)


def _risk_line(risk: RiskState) -> str:
    if risk.dismissed:
        return f"{risk.id}  set aside: {risk.title}"
    if not risk.rated or risk.before is None or risk.today is None or risk.done is None:
        return f"{risk.id}  {_partly_rated(risk)}: {risk.title}"
    levels = f"{risk.before.level.label} -> today {risk.today.level.label} -> when done {risk.done.level.label}"
    return f"{risk.id}  {levels}{'*' if risk.done.life_safety else ''}: {risk.title}"


def _partly_rated(risk: RiskState) -> str:
    """What is known of a risk that is not rated at every moment: "before Very high, today Very high; not yet rated when done"."""
    moments = {"before": risk.before, "today": risk.today, "when done": risk.done}
    known = ", ".join(f"{name} {rated.level.label}" for name, rated in moments.items() if rated is not None)
    if not known or not risk.unrated:
        return "NOT RATED"
    return f"{known}; not yet rated {' and '.join(name for name, rated in moments.items() if rated is None)}"


def _decision_lines(evaluation: Evaluation) -> Iterator[str]:
    state = evaluation.decision
    if not evaluation.is_empty:
        yield from _left_lines(state)
    if state.taken is not None:
        yield f"Decision taken: {OUTCOMES[state.taken.outcome].lower()} by {state.taken.by.name} on {state.taken.on}"
    for wrong in state.wrong:
        yield f"         but     {wrong}"
    if evaluation.review_due:
        yield f"Review due since {evaluation.next_review}."


def _left_lines(state: DecisionState) -> Iterator[str]:
    yield f"Decisions left: {', '.join(OUTCOMES[outcome].lower() for outcome in state.allowed)}"
    for reason in state.reasons:
        yield f"         because {reason.text}"
