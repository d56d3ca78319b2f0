"""`evaluate`: everything that follows from the answers, as a pure and total function of form, assessment and day."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from dpia.assessment.decision import DecisionState, decide
from dpia.assessment.facts import AssessmentFacts, Place, QuestionState, judge
from dpia.assessment.model import REVIEW, Assessment
from dpia.assessment.register import RiskState, build_register, register_rows
from dpia.questionnaire.compiled import CompiledFinding, CompiledQuestion, Form
from dpia.questionnaire.model import Level, RegisterView
from dpia.questionnaire.rules.nodes import Reason
from dpia.questionnaire.rules.truth import State, Truth

LEVEL_ORDER = {Level.BLOCK: 0, Level.MAJOR: 1, Level.MINOR: 2, Level.NOTE: 3}


@dataclass(frozen=True, slots=True)
class FiredFinding:
    """A finding that fired, and the answers that made it fire. `doubtful` ones fired because something is unknown."""

    key: str
    item: CompiledFinding
    reasons: tuple[Reason, ...]
    doubtful: bool

    @property
    def level(self) -> Level:
        """Its level."""
        return self.item.finding.level


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """How far a section is. `asked` counts the questions that show and take an answer."""

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
    facts: AssessmentFacts
    risks: tuple[RiskState, ...]
    """The risk register."""
    _fired_before: Mapping[str, FiredFinding] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def findings(self) -> tuple[FiredFinding, ...]:
        """The findings that fired, blocks first, each with the answers that made it fire."""
        before, truths = self._fired_before, self.truths
        found = [before.get(item.key) or self._fired(item) for item in self.form.findings if truths[item.key].holds]
        return tuple(sorted(found, key=lambda fired: LEVEL_ORDER[fired.level]))

    @cached_property
    def open_findings(self) -> tuple[FiredFinding, ...]:
        """The findings that say something is wrong: blocks, majors and minors."""
        return tuple(fired for fired in self.findings if fired.level is not Level.NOTE)

    @cached_property
    def missing(self) -> tuple[tuple[str, Place], ...]:
        """The places of required answers that are not given, in the order of the questions."""
        states, more = self.states, self._missing_now
        return tuple((key, place) for key in self.form.asked_keys for place in states[key].missing or more.get(key, ()))

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
        return decide(self.assessment, fired, self.risks, len(self.missing), self.waiting)

    @cached_property
    def progress(self) -> tuple[SectionProgress, ...]:
        """The progress of every section that holds questions."""
        sections = (self._progress(file, section, keys) for file, section, keys in self.form.answered_sections)
        return tuple(progress for progress in sections if progress.asked)

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
        """The questionnaires that answers open and that are neither answered nor closed with a reason."""
        settled = {ref.id for ref in self.assessment.questionnaires}
        settled.update(word.id for word in self.assessment.routing if not word.applies)
        return tuple(name for name in self.opened if name not in settled)

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
        reasons = tuple(dict.fromkeys(item.condition.reasons(self.facts, ())))
        return FiredFinding(item.key, item, reasons, self.truths[item.key] is Truth.UNKNOWN)

    @cached_property
    def _missing_now(self) -> Mapping[str, tuple[Place, ...]]:
        """What is missing beside required answers: unrated risks, and optional questions that a finding makes mandatory."""
        keys = [item.key for item in self.form.registers if not self._register_complete(item)]
        keys += [key for key in self._required_now if key in self.states and self.states[key].value is State.OPEN]
        return {key: (Place(),) for key in keys if self.states[key].shown}

    @cached_property
    def _required_now(self) -> frozenset[str]:
        """Optional questions that a finding makes mandatory."""
        return frozenset(
            name if "." in name else f"{fired.key.partition('.')[0]}.{name}"
            for fired in self.findings
            for name in fired.item.finding.requires
        )

    def _register_complete(self, item: CompiledQuestion) -> bool:
        if item.question.view in (RegisterView.RISKS_BEFORE, RegisterView.RISKS_DONE):
            return bool(self.risks) and all(risk.rated for risk in self.risks)
        return True

    def _progress(self, file: str, section: str, keys: tuple[str, ...]) -> SectionProgress:
        asked = answered = unknown = missing = 0
        for key in keys:
            state = self.states[key]
            if not state.shown:
                continue
            asked += 1
            if state.missing or key in self._missing_now:
                missing += 1
            elif state.given:
                answered += 1
            if state.unknown:
                unknown += 1
        return SectionProgress(file, section, asked, answered, unknown, missing)


def evaluate(form: Form, assessment: Assessment, *, on: date, previous: Evaluation | None = None) -> Evaluation:
    """Everything that follows from the answers on a day.

    With the evaluation of an earlier revision on the same form and day as `previous`, only what the changed answers touch is
    judged again. Never raises on any assessment: an answer that does not fit its question counts as not given.
    """
    if previous is None or previous.form is not form or previous.on != on:
        return _evaluate_all(form, assessment, on)
    return _evaluate_change(form, assessment, previous)


def _evaluate_all(form: Form, assessment: Assessment, on: date) -> Evaluation:
    states: dict[str, QuestionState] = {}
    facts = AssessmentFacts(on)
    for item in form.questions.values():
        state = judge(item, assessment.answer(item.key), facts)
        states[item.key] = state
        facts.values[item.key] = state.value
    truths = {item.key: _truth(item, facts, states) for item in form.early_findings}
    risks = _register(form, assessment, truths)
    facts.values.update(register_rows(risks, assessment))
    for finding in form.late_findings:
        truths[finding.key] = _truth(finding, facts, states)
    return Evaluation(form, assessment, on, states, truths, facts, risks)


def _evaluate_change(form: Form, assessment: Assessment, previous: Evaluation) -> Evaluation:
    states, facts, changed = _rejudge(form, assessment, previous)
    findings = form.findings_by_key
    touched = {key for name in changed for key in form.finding_readers.get(name, ())}
    truths = dict(previous.truths)
    for key in touched:
        if not findings[key].late:
            truths[key] = _truth(findings[key], facts, states)
    risks = previous.risks
    turned = any(truths[key].holds is not previous.truths[key].holds for key in touched & form.raising)
    old = previous.assessment
    if turned or assessment.risks is not old.risks or assessment.measures is not old.measures:
        risks = _register(form, assessment, truths)
        facts.values.update(register_rows(risks, assessment))
        touched.update(item.key for item in form.late_findings)
    for item in form.late_findings:
        if item.key in touched:
            truths[item.key] = _truth(item, facts, states)
    fired = {found.key: found for found in previous.findings if found.key not in touched}
    return Evaluation(form, assessment, previous.on, states, truths, facts, risks, fired)


def _register(form: Form, assessment: Assessment, truths: Mapping[str, Truth]) -> tuple[RiskState, ...]:
    fired = [item for item in form.early_findings if truths[item.key].holds]
    return build_register(assessment, form.method, form.catalogue, fired)


def _truth(item: CompiledFinding, facts: AssessmentFacts, states: Mapping[str, QuestionState]) -> Truth:
    return item.condition.truth(facts) if states[item.question].shown else Truth.VOID


def _rejudge(
    form: Form, assessment: Assessment, previous: Evaluation
) -> tuple[dict[str, QuestionState], AssessmentFacts, set[str]]:
    """Judges again what changed and what depends on it, in the order of dependence."""
    states = dict(previous.states)
    facts = AssessmentFacts(previous.on, dict(previous.facts.values))
    waiting = [form.places[key] for key in _changed(assessment, previous.assessment) if key in form.places]
    heapq.heapify(waiting)
    keys = tuple(form.questions)
    changed: set[str] = set()
    last = -1
    while waiting:
        place = heapq.heappop(waiting)
        if place == last:
            continue
        last = place
        key = keys[place]
        state = judge(form.questions[key], assessment.answer(key), facts)
        before = states[key]
        states[key] = state
        if state.value != before.value or state.shown != before.shown:
            facts.values[key] = state.value
            changed.add(key)
            for reader in form.readers.get(key, ()):
                heapq.heappush(waiting, form.places[reader])
    return states, facts, changed


def _changed(new: Assessment, old: Assessment) -> Iterator[str]:
    nothing: dict[str, Any] = {}
    for file in {*new.answers, *old.answers}:
        now, then = new.answers.get(file, nothing), old.answers.get(file, nothing)
        if now is then:
            continue
        for question in {*now, *then}:
            if now.get(question) is not then.get(question) and now.get(question) != then.get(question):
                yield f"{file}.{question}"
