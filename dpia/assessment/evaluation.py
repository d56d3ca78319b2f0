"""`evaluate`: everything that follows from the answers, as a pure and total function of form, assessment and day."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from dpia.assessment.decision import DecisionState, decide
from dpia.assessment.doubts import Doubt, find_doubts
from dpia.assessment.facts import Place, QuestionState
from dpia.assessment.fired import LEVEL_ORDER, FiredFinding
from dpia.assessment.judging import judge_of
from dpia.assessment.model import REVIEW, Answer, Assessment
from dpia.assessment.register import RiskState, build_register, register_rows
from dpia.assessment.remedies import Remedy, remedies
from dpia.questionnaire.compiled import CompiledFinding, Form
from dpia.questionnaire.model import Level, RegisterView
from dpia.questionnaire.rules.nodes import Facts
from dpia.questionnaire.rules.truth import OPEN, Truth

_RATING = (RegisterView.RISKS_BEFORE, RegisterView.RISKS_DONE)


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """How far a section is, in numbers of questions. `asked` counts those that show and take an answer.

    One with an unknown answer counts as answered and as unknown; one that lacks a part counts as missing.
    """

    file: str
    section: str
    asked: int
    answered: int
    unknown: int
    missing: int


@dataclass(frozen=True)
class Evaluation:
    """What follows from an assessment on a day. Made by `evaluate`; give it back as `previous` to evaluate a change fast."""

    form: Form
    assessment: Assessment
    on: date
    states: Mapping[str, QuestionState]
    truths: Mapping[str, Truth]
    facts: Facts
    risks: tuple[RiskState, ...]
    """The risk register."""
    _kept: _Kept | None = field(default=None, repr=False, compare=False)

    @cached_property
    def is_empty(self) -> bool:
        """Whether nothing is answered, rated or planned yet, so that nothing follows. The title is no answer, there neither."""
        assessment, questions = self.assessment, self.form.questions
        given = (
            (questions.get(f"{file}.{name}"), answer)
            for file, answers in assessment.answers.items()
            for name, answer in answers.items()
            if answer.is_given
        )
        return not (assessment.risks or assessment.measures) and all(
            item is not None and item.question.means == "title" and answer.value == assessment.title
            for item, answer in given
        )

    @cached_property
    def findings(self) -> tuple[FiredFinding, ...]:
        """The findings that fired, blocks first, each with the answers that made it fire. An empty draft has none."""
        if self.is_empty:
            return ()
        before, truths = self._kept.fired if self._kept else {}, self.truths
        found = [before.get(item.key) or self._fired(item) for item in self.form.findings if truths[item.key].holds]
        return tuple(sorted(found, key=lambda fired: LEVEL_ORDER[fired.level]))

    @cached_property
    def open_findings(self) -> tuple[FiredFinding, ...]:
        """The findings that say something is wrong: blocks, majors and minors."""
        return tuple(fired for fired in self.findings if fired.level is not Level.NOTE)

    @cached_property
    def blocks(self) -> tuple[FiredFinding, ...]:
        """The open findings of level block: with one of them an approval needs a condition that answers it, if it is left at all."""
        return tuple(fired for fired in self.open_findings if fired.level is Level.BLOCK)

    @cached_property
    def missing(self) -> tuple[tuple[str, Place], ...]:
        """The places of required answers that are not given, in the order of the questions: a question's key and a Place.

        `dpia.gaps(evaluation)` gives the same with code and words.
        """
        found, order = {**self._missing_now, **self._gaps}, self.form.asked_places
        return tuple((key, place) for key in sorted(found, key=order.__getitem__) for place in found[key])

    @cached_property
    def unknown(self) -> tuple[tuple[str, Place], ...]:
        """The places answered with “unknown”."""
        return tuple((key, place) for key in self.form.asked_keys for place in self.states[key].unknown)

    @cached_property
    def hidden(self) -> tuple[str, ...]:
        """The questions with answers that are kept but hidden by a condition, wholly or in some cells or rows."""
        return tuple(key for key, state in self.states.items() if state.kept)

    @cached_property
    def decision(self) -> DecisionState:
        """The decisions still allowed, with reasons, and what is wrong with the decision that was taken."""
        fired = [finding.item for finding in self.findings]
        empty = self.is_empty
        return decide(self.assessment, fired, self.risks, len(self.missing), self.waiting, is_empty=empty)

    @cached_property
    def suggested(self) -> tuple[str, ...]:
        """The questions whose answers are only suggested, and count as missing until a person keeps or changes them."""
        return tuple(key for key in self.form.asked_keys if self.states[key].suggested)

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """What is well-typed and can hardly be meant: days that have not come, one text in many fields."""
        return find_doubts(self.form, self.assessment, self.facts, self.on)

    def remedies(self, fired: FiredFinding) -> tuple[Remedy, ...]:
        """What answers a finding: conditions, measures and acceptances that name it."""
        return remedies(self.assessment, fired.item)

    @cached_property
    def progress(self) -> tuple[SectionProgress, ...]:
        """The progress of every section that holds questions."""
        return tuple(progress for progress in self._sections if progress.asked)

    @cached_property
    def dpia_reasons(self) -> tuple[FiredFinding, ...]:
        """The findings that make a DPIA required or recommended (GDPR 35(1), (3), (4); LED 27(1))."""
        return tuple(fired for fired in self.findings if fired.item.finding.dpia)

    @cached_property
    def opened(self) -> Mapping[str, tuple[FiredFinding, ...]]:
        """The questionnaires that answers open, each with the findings that say why."""
        found: dict[str, tuple[FiredFinding, ...]] = {}
        for fired in self.findings:
            for name in fired.item.finding.opens:
                found[name] = (*found.get(name, ()), fired)
        return found

    @cached_property
    def waiting(self) -> tuple[str, ...]:
        """The questionnaires that answers open and that are neither answered nor closed with a reason.

        One that an answered questionnaire needs is among them, closed or not: without it that one asks too little.
        """
        answered = {ref.id for ref in self.assessment.questionnaires}
        opened = (name for name in self.opened if name not in self.assessment.closed)
        needed = (name for item in self.form.questionnaires for name in item.needs if name in self.form.known)
        return tuple(dict.fromkeys(name for name in (*opened, *needed) if name not in answered))

    @cached_property
    def next_review(self) -> date | None:
        """The earliest review date that was given (GDPR 35(11)), by questions that mean `next_review`.

        The date that a review sets takes the place of those that the reviewed assessment had set.
        """
        dates = {
            key: state.value
            for key, state in self.states.items()
            if self.form.questions[key].question.means == "next_review" and isinstance(state.value, date)
        }
        newest = [day for key, day in dates.items() if key.startswith(f"{REVIEW}.")]
        return min(newest or dates.values(), default=None)

    @property
    def review_due(self) -> bool:
        """Whether the review date has come."""
        return self.next_review is not None and self.next_review <= self.on

    def count(self, level: Level) -> int:
        """The number of findings of a level."""
        return sum(fired.level is level for fired in self.findings)

    def _fired(self, item: CompiledFinding) -> FiredFinding:
        return FiredFinding(item.key, item.as_of(self.on), self.truths[item.key] is Truth.UNKNOWN, self.facts)

    @cached_property
    def _missing_now(self) -> Mapping[str, tuple[Place, ...]]:
        """What is missing beside required answers: unrated risks, and optional questions that a finding makes mandatory."""
        rated = bool(self.risks) and all(risk.rated for risk in self.risks)
        keys = [item.key for item in self.form.registers if not rated and item.question.view in _RATING]
        keys += [key for key in self._required_now if key in self.states and self.states[key].value is OPEN]
        return {key: (Place(),) for key in keys if self.states[key].shown}

    @cached_property
    def _required_now(self) -> frozenset[str]:
        """Optional questions that a finding makes mandatory."""
        return frozenset(
            name if "." in name else f"{fired.key.partition('.')[0]}.{name}"
            for fired in self.findings
            for name in fired.item.finding.requires
        )

    @cached_property
    def _gaps(self) -> Mapping[str, tuple[Place, ...]]:
        """The places that lack a required answer, by question, where there are any."""
        kept, states = self._kept, self.states
        if kept is None:
            return {key: state.missing for key, state in states.items() if state.missing}
        gaps = dict(kept.gaps)
        for key in kept.judged:
            gaps.pop(key, None)
            if states[key].missing:
                gaps[key] = states[key].missing
        return gaps

    @cached_property
    def _sections(self) -> tuple[SectionProgress, ...]:
        """The progress of every section that takes answers, in order."""
        sections, kept = self.form.answered_sections, self._kept
        if kept is None:
            return tuple(self._progress(*section) for section in sections)
        now, then = self._missing_now.keys(), kept.missing_now
        places, found = self.form.section_places, list(kept.sections)
        for place in {places[key] for key in kept.judged | (now ^ then) if key in places}:
            found[place] = self._progress(*sections[place])
        return tuple(found)

    def _progress(self, file: str, section: str, keys: tuple[str, ...]) -> SectionProgress:
        asked = answered = unknown = missing = 0
        states, more = self.states, self._missing_now
        for key in keys:
            state = states[key]
            if state.shown:
                asked += 1
                if state.missing or key in more:
                    missing += 1
                elif state.given:
                    answered += 1
                if state.unknown:
                    unknown += 1
        return SectionProgress(file, section, asked, answered, unknown, missing)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What still holds of the evaluation before a change, and the questions that were `judged` anew."""

    judged: frozenset[str]
    fired: Mapping[str, FiredFinding]
    gaps: Mapping[str, tuple[Place, ...]]
    missing_now: frozenset[str]
    sections: tuple[SectionProgress, ...]


def evaluate(form: Form, assessment: Assessment, *, on: date, previous: Evaluation | None = None) -> Evaluation:
    """Everything that follows from the answers on a day.

    With the evaluation of an earlier revision on the same form and day as `previous`, only what the changed answers touch is
    judged again. Never raises on any assessment: an answer that does not fit its question counts as not given.
    """
    if previous is None or previous.form is not form or previous.on != on:
        return _evaluate_all(form, assessment, on)
    return _evaluate_change(form, assessment, previous)


class _Plan:
    """What evaluating a form needs, worked out once: the judges of its questions and the functions of its rules."""

    def __init__(self, form: Form) -> None:
        self.judges = {key: judge_of(item) for key, item in form.questions.items()}
        self.steps = tuple((key, *_split(key), judge) for key, judge in self.judges.items())
        self.rules = {item.key: (item.question, item.condition.run) for item in form.findings}
        self.early = tuple(item.key for item in form.early_findings)
        self.raising_findings = tuple(item for item in form.early_findings if item.key in form.raising)
        self.late = tuple(item.key for item in form.late_findings)

    def judge(self, keys: Iterable[str], facts: Facts, states: Mapping[str, QuestionState]) -> dict[str, Truth]:
        """The truths of findings; that of a question which is hidden is void."""
        rules, frames, void = self.rules, (), Truth.VOID
        truths = {}
        for key in keys:
            question, rule = rules[key]
            truths[key] = rule(facts, frames) if states[question].shown else void
        return truths


_PLANS: WeakKeyDictionary[Form, _Plan] = WeakKeyDictionary()


def _plan(form: Form) -> _Plan:
    plan = _PLANS.get(form)
    if plan is None:
        plan = _PLANS[form] = _Plan(form)
    return plan


def _split(key: str) -> tuple[str, str]:
    file, _, question = key.partition(".")
    return file, question


def _evaluate_all(form: Form, assessment: Assessment, on: date) -> Evaluation:
    plan = _plan(form)
    states: dict[str, QuestionState] = {}
    facts = Facts(on)
    answers, nothing = assessment.answers, dict[str, Answer]()
    for key, file, question, judge in plan.steps:
        state = judge(answers.get(file, nothing).get(question), facts)
        states[key] = state
        facts[key] = state.value
    truths = plan.judge(plan.early, facts, states)
    risks = _register(form, assessment, truths, facts)
    facts.update(register_rows(risks, assessment))
    truths.update(plan.judge(plan.late, facts, states))
    return Evaluation(form, assessment, on, states, truths, facts, risks)


def _evaluate_change(form: Form, assessment: Assessment, previous: Evaluation) -> Evaluation:
    states, facts, judged, changed = _rejudge(form, assessment, previous)
    plan = _plan(form)
    touched = {key for name in changed for key in form.finding_readers.get(name, ())}
    truths = {**previous.truths, **plan.judge(touched.difference(plan.late), facts, states)}
    risks = previous.risks
    turned = any(truths[key].holds is not previous.truths[key].holds for key in touched & form.raising)
    turned = turned or form.layers.closed(facts) != form.layers.closed(previous.facts)
    old = previous.assessment
    if turned or assessment.risks is not old.risks or assessment.measures is not old.measures:
        risks = _register(form, assessment, truths, facts)
        facts.update(register_rows(risks, assessment))
        touched.update(plan.late)
    truths.update(plan.judge(touched.intersection(plan.late), facts, states))
    fired = {found.key: found for found in previous.findings if found.key not in touched}
    kept = _Kept(judged, fired, previous._gaps, frozenset(previous._missing_now), previous._sections)
    return Evaluation(form, assessment, previous.on, states, truths, facts, risks, kept)


def _register(form: Form, assessment: Assessment, truths: Mapping[str, Truth], facts: Facts) -> tuple[RiskState, ...]:
    fired = [item for item in _plan(form).raising_findings if truths[item.key].holds]
    return build_register(assessment, form.level_names, form.catalogue, fired, form.layers.closed(facts))


def _rejudge(
    form: Form, assessment: Assessment, previous: Evaluation
) -> tuple[dict[str, QuestionState], Facts, frozenset[str], set[str]]:
    """Judges again what changed and what depends on it, in the order of dependence.

    Gives the states, the facts, the questions that were judged, and those of them that rules see differently now.
    """
    states = dict(previous.states)
    facts = Facts(previous.on, previous.facts)
    waiting = [form.places[key] for key in _changed(assessment, previous.assessment) if key in form.places]
    heapq.heapify(waiting)
    judges, keys = _plan(form).judges, tuple(form.questions)
    judged: set[str] = set()
    changed: set[str] = set()
    while waiting:
        key = keys[heapq.heappop(waiting)]
        if key in judged:
            continue
        judged.add(key)
        state = judges[key](assessment.answer(key), facts)
        before = states[key]
        states[key] = state
        if state.value != before.value or state.shown != before.shown:
            facts[key] = state.value
            changed.add(key)
            for reader in form.readers.get(key, ()):
                heapq.heappush(waiting, form.places[reader])
    return states, facts, frozenset(judged), changed


def _changed(new: Assessment, old: Assessment) -> Iterator[str]:
    nothing: dict[str, Any] = {}
    for file in {*new.answers, *old.answers}:
        now, then = new.answers.get(file, nothing), old.answers.get(file, nothing)
        if now is then:
            continue
        for question in {*now, *then}:
            if now.get(question) is not then.get(question):
                yield f"{file}.{question}"
