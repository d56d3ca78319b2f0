"""The risk register, the action plan and the decision of the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dpia.assessment.decision import DecisionReason, DecisionState
from dpia.assessment.model import AuthorityConsultation, Condition, Measure, Outcome
from dpia.assessment.register import Rated, RiskState
from dpia.questionnaire.records import SignOff
from dpia.report.answered import Link
from dpia.report.building.questions import evidence_links
from dpia.report.judged import ConditionView, DecisionView, MeasureView, RatedView, RiskView, Signature, Task
from dpia.showing.charts import MOMENTS
from dpia.showing.context import Context
from dpia.showing.standing import STATUS_WORDS, covered
from dpia.wording import N_, Said, and_more, said

KIND_WORDS = {"event": N_("Event: when something goes wrong"), "by_design": N_("By design: even when all works")}
OUTCOME_WORDS = {
    Outcome.APPROVED: N_("Approved"),
    Outcome.CONDITIONAL: N_("Conditionally approved"),
    Outcome.CONSULTATION: N_("Consult the supervisory authority"),
    Outcome.REJECTED: N_("Rejected"),
}
TAKEN = {
    Outcome.APPROVED: N_("The processing is approved."),
    Outcome.CONDITIONAL: N_("The processing is approved on conditions. It may start when they are met."),
    Outcome.CONSULTATION: N_(
        "The supervisory authority is consulted first. The processing may not start before it answers."
    ),
    Outcome.REJECTED: N_("The processing is rejected."),
}
NOT_TAKEN = N_("No decision has been taken yet.")
WHOLE = Link("")
MOST_NAMED = 6
SHORTEST_LINE, LONGEST_LINE = 24, 120


def build_risks(context: Context) -> tuple[RiskView, ...]:
    """Every risk of the register; none where this version withholds it."""
    if "risks" in context.withheld:
        return ()
    measures = {view.id: view for view in build_measures(context)}
    return tuple(_risk(context, state, measures) for state in context.evaluation.risks)


def _risk(context: Context, state: RiskState, measures: dict[str, MeasureView]) -> RiskView:
    risk, scenario = state.risk, state.scenario
    acceptance = state.acceptance
    moments = {"before": state.before, "today": state.today, "done": state.done}
    return RiskView(
        id=state.id,
        anchor=f"risk-{state.id}",
        title=state.title,
        kind="; ".join(context._(KIND_WORDS[kind]) for kind in state.kind),
        scenario=scenario.scenario if scenario else "",
        harm=context.prose(risk.harm if risk else None),
        sources=context.prose(risk.sources if risk else None),
        people=(risk.people or "") if risk else "",
        threats=risk.threats if risk else (),
        raising=risk.raising if risk else (),
        lowering=risk.lowering if risk else (),
        covers=covered(context.evaluation, state),
        raised_by=tuple(context.findings[key] for key in state.raised_by if key in context.findings),
        ratings=tuple(_rated(context, moment, rated) for moment, rated in moments.items() if rated is not None),
        unrated=tuple(context._(MOMENTS[moment]) for moment in state.unrated)
        if len(state.unrated) < len(moments)
        else (),
        measures=tuple(measures[measure.id] for measure in state.measures if measure.id in measures),
        typical=tuple(measure.title for measure in scenario.measures) if scenario else (),
        acceptance=f"{acceptance.by}{', ' + acceptance.role if acceptance.role else ''}, {context.words.date(acceptance.on)}"
        if acceptance
        else "",
        acceptance_reason=context.prose(acceptance.reason if acceptance else None),
        set_aside=context.prose(risk.not_relevant if risk else None),
        citations=context.citations(scenario.cite) if scenario else (),
    )


def _rated(context: Context, moment: str, rated: Rated) -> RatedView:
    return RatedView(
        moment=moment,
        title=context._(MOMENTS[moment]),
        level=rated.level.label,
        level_id=rated.level.id,
        tone=context.evaluation.form.method.tone(rated.level.id),
        severity=rated.severity.label,
        likelihood=rated.likelihood.label,
        life_safety=rated.life_safety,
        reason=context.prose(rated.reason),
        lifted=tuple(reason.text(context.words.translate) for reason in rated.lifted),
    )


def build_measures(context: Context) -> tuple[MeasureView, ...]:
    """Every measure, with the risks it is linked to; none where this version withholds them."""
    if "measures" in context.withheld:
        return ()
    return tuple(_measure(context, measure) for measure in context.evaluation.assessment.measures)


def _measure(context: Context, measure: Measure) -> MeasureView:
    live = () if "risks" in context.withheld else context.evaluation.risks
    risks = [state for state in live if measure in state.measures]
    return MeasureView(
        id=measure.id,
        anchor=f"measure-{measure.id}",
        title=measure.title,
        text=context.prose(measure.text),
        status=measure.stands.value,
        status_label=context._(STATUS_WORDS[measure.stands]),
        owner=measure.owner or "",
        due=context.words.date(measure.implemented_on if measure.is_in_place else measure.due),
        evidence=evidence_links(measure.evidence),
        risks=tuple(Link(state.id, anchor=f"risk-{state.id}") for state in risks),
    )


def build_tasks(context: Context) -> tuple[Task, ...]:
    """Who must do what by when: conditions first, then measures, each by date."""
    evaluation = context.evaluation
    decision = evaluation.assessment.decision
    conditions = [
        (
            condition.due,
            Task(
                Link(f"{condition.id} {first_line(condition.text)}", anchor=f"condition-{condition.id}"),
                context._("Condition"),
                condition.owner or "",
                context.words.date(condition.due),
                _late(condition.due, evaluation.on),
            ),
        )
        for condition in (decision.conditions if decision and "decision" not in context.withheld else ())
        if condition.met_on is None
    ]
    measures = [
        (
            measure.due,
            Task(
                Link(f"{measure.id} {measure.title}", anchor=f"measure-{measure.id}"),
                context._("Measure"),
                measure.owner or "",
                context.words.date(measure.due),
                _late(measure.due, evaluation.on),
            ),
        )
        for measure in evaluation.assessment.measures
        if not measure.is_in_place and "measures" not in context.withheld
    ]
    return tuple(
        task for group in (conditions, measures) for _, task in sorted(group, key=lambda pair: str(pair[0] or "9"))
    )


def _late(due: object, on: object) -> bool:
    return due is not None and str(due) < str(on)


def first_line(text: str) -> str:
    """The first sentence of a condition, cut at a word where it is long."""
    line = text.strip().splitlines()[0].replace("**", "").replace("*", "")
    sentence = line.partition(". ")[0].rstrip(".")
    line = sentence if len(sentence) >= SHORTEST_LINE else line
    return line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE].rpartition(" ")[0].rstrip(" ,;:") + "…"


def build_decision(context: Context) -> DecisionView:
    """The decision taken, or those that are left, and why."""
    state, evaluation = context.evaluation.decision, context.evaluation
    taken = None if "decision" in context.withheld else state.taken
    consultation = taken.consultation if taken else None
    return DecisionView(
        outcome=state.taken.outcome.value if state.taken else "",
        sentence=context._(TAKEN[state.taken.outcome] if state.taken else NOT_TAKEN),
        left=() if evaluation.is_empty else tuple(context._(OUTCOME_WORDS[outcome]) for outcome in state.allowed),
        why=tuple(_why(context, reason) for reason in state.reasons if _binds(reason, state)),
        reason=context.prose(taken.reason if taken else None),
        by=", ".join(part for part in (taken.by.name, taken.by.role, taken.by.organisation) if part) if taken else "",
        on=context.words.date(taken.on) if taken else "",
        conditions=tuple(_conditions(context)),
        rejected_parts=context.prose(taken.rejected_parts if taken else None),
        wrong=tuple(_told(context, wrong) for wrong in state.wrong if not _tells(context, wrong)),
        consultation=tuple(
            reason.text(context.words.translate) for reason in state.consultation if not _tells(context, reason)
        ),
        authority=consultation.authority if consultation else "",
        authority_facts=tuple(_authority_facts(context, consultation)) if consultation else (),
        authority_advice=context.prose(consultation.advice if consultation else None),
        next_review=context.words.date(evaluation.next_review),
        review_due=evaluation.review_due,
    )


def _authority_facts(context: Context, consultation: AuthorityConsultation) -> Iterator[tuple[str, str]]:
    """What is known of the consultation: the authority, its reference, and the days."""
    facts = (
        (N_("Supervisory authority"), consultation.authority),
        (N_("Reference"), consultation.reference or ""),
        (N_("Sent on"), context.words.date(consultation.sent_on)),
        (N_("Answered on"), context.words.date(consultation.answered_on)),
    )
    for name, value in facts:
        yield context._(name), value or context._("not yet")


def _binds(reason: DecisionReason, state: DecisionState) -> bool:
    """Whether no other reason leaves less: a reason for conditions says nothing where only rejection is left."""
    return not any(other.left < reason.left for other in state.reasons)


def _why(context: Context, reason: DecisionReason) -> str:
    """A reason with the risks, measures, questions or questionnaires that it is about."""
    sentence = reason.text.text(context.words.translate)
    named = [name for about in reason.about if (name := _about(context, about))]
    more = len(named) - MOST_NAMED
    shown = named if more <= 0 else [*named[:MOST_NAMED], context.tell(and_more(more))]
    return f"{sentence} ({'; '.join(shown)})" if shown else sentence


def _about(context: Context, name: str) -> str:
    evaluation = context.evaluation
    if name in context.findings:
        return context.findings[name].question_code
    if name in {risk.id for risk in evaluation.risks}:
        return "" if "risks" in context.withheld else name
    if name in {measure.id for measure in evaluation.assessment.measures}:
        return "" if "measures" in context.withheld else name
    return context.questionnaire_title(name) if name in context.waiting else ""


def _told(context: Context, sentence: Said) -> str:
    """A sentence that names a finding by the code of its question, which a reader can look up."""
    view = context.findings.get(str(dict(sentence.gaps).get("finding")))
    named = said(sentence.template, **{**dict(sentence.gaps), "finding": view.question_code}) if view else sentence
    return named.text(context.words.translate)


def _tells(context: Context, sentence: Said) -> bool:
    """Whether a sentence names a risk or a finding that this version withholds."""
    if "risks" in context.withheld and "risk" in dict(sentence.gaps):
        return True
    hidden = [fired for fired in context.evaluation.findings if fired.key not in context.findings]
    gaps = dict(sentence.gaps)
    return any(gaps.get("says") == fired.item.finding.says or gaps.get("finding") == fired.key for fired in hidden)


def _conditions(context: Context) -> Iterator[ConditionView]:
    decision = context.evaluation.assessment.decision
    for condition in decision.conditions if decision and "decision" not in context.withheld else ():
        yield ConditionView(
            id=condition.id,
            text=context.prose(condition.text),
            answers=tuple(_answered(context, condition)),
            owner=condition.owner or "",
            due=context.words.date(condition.due),
            met=context.words.date(condition.met_on),
        )


def _answered(context: Context, condition: Condition) -> Iterator[Link]:
    """The findings that a condition answers, by the code of their question."""
    named = (view for key, view in context.findings.items() if {key, key.partition(".")[2]} & set(condition.finding))
    yield from dict.fromkeys(Link(view.question_code, anchor=view.question_anchor) for view in named)


def build_signatures(context: Context) -> tuple[Signature, ...]:
    """The sign-offs that were given in answers, the signatures on the whole, and lines for those still to come."""
    found = list(_statements(context))
    assessment = context.evaluation.assessment
    for approval in assessment.approvals:
        holds = approval.content_hash == assessment.content_hash
        state_word = context._("Signed this content") if holds else context._("Void: the content changed afterwards")
        name = "" if "decision" in context.withheld else approval.name
        found.append(Signature(approval.role, WHOLE, name, context.words.date(approval.on), state_word))
    return (*found, *_empty_lines(context, found))


def _statements(context: Context) -> Iterator[Signature]:
    """The sign-offs among the answers. Each says what it is about, so that none is taken for a signature on the whole."""
    form = context.evaluation.form
    for owner, _, section in form.sections():
        for question in section.questions:
            item = form.questions[f"{owner.id}.{question.id}"]
            state = context.evaluation.states[item.key]
            if item.kind.is_statement and context.lists(item) and context.shows(item):
                title = f"{owner.short or owner.title}: {section.title}"
                about = Link(f"{question.code or ''} {title}".strip(), anchor=context.anchor(item.key))
                given = state.value if isinstance(state.value, SignOff) else None
                if given is None:
                    yield Signature("", about, "", "", "")
                else:
                    word = context._("Statement in the assessment")
                    yield Signature(given.role, about, given.name, context.words.date(given.date), word)


def _empty_lines(context: Context, found: Sequence[Signature]) -> list[Signature]:
    return (
        [
            Signature(context._("For the controller"), WHOLE, "", "", ""),
            Signature(context._("Data protection officer"), WHOLE, "", "", ""),
        ]
        if not context.evaluation.assessment.valid_approvals
        else []
    )
