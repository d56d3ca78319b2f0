"""What registers, decision and remarks name: each risk, measure, finding and question has to be there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from dpia.assessment.ill import Ill, twice, unknown
from dpia.assessment.model import Assessment
from dpia.messages import assessments
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.identity import with_modules
from dpia.questionnaire.text import Path_


def kept_files(form: Form, assessment: Assessment) -> frozenset[str]:
    """The files whose answers are kept though they count no more: closed questionnaires with their modules."""
    closed = [form.known[name] for name in sorted(assessment.closed) if name in form.known]
    files = (part.id for item in closed for part in (item, *with_modules(item, form.known)))
    return frozenset(file for file in files if file not in form.modules)


def check_registers(form: Form, assessment: Assessment) -> Iterator[Ill]:
    """What is ill-typed in risks, measures, conditions and acceptances."""
    measures = [measure.id for measure in assessment.measures]
    yield from twice([risk.id for risk in assessment.risks], ("risks",), assessments.RISK_TWICE)
    yield from twice(measures, ("measures",), assessments.MEASURE_TWICE)
    yield from _conditions(form, assessment)
    yield from _mended(form, assessment)
    scenarios = [risk.id for risk in form.catalogue.risks]
    for place, risk in enumerate(assessment.risks):
        path: Path_ = ("risks", place)
        if risk.scenario is not None and risk.scenario not in scenarios:
            yield unknown((*path, "scenario"), assessments.NO_RISK, risk.scenario, scenarios)
        for number, name in enumerate(risk.measures):
            if name not in measures:
                yield unknown((*path, "measures", number), assessments.NO_MEASURE, name, measures)
        for moment in ("before", "today", "done"):
            rating = getattr(risk, moment)
            if rating is not None:
                yield from _level((*path, moment, "severity"), rating.severity, form.method.severity)
                yield from _level((*path, moment, "likelihood"), rating.likelihood, form.method.likelihood)


def _level(path: Path_, level_id: str, scale: Sequence[Any]) -> Iterator[Ill]:
    known = [word for level in scale for word in (level.id, *level.also)]
    if level_id not in known:
        yield unknown(path, assessments.NO_LEVEL, level_id[:60], known)


def _conditions(form: Form, assessment: Assessment) -> Iterator[Ill]:
    """The conditions of the decision, and the findings that they answer, by key or bare id."""
    conditions = assessment.decision.conditions if assessment.decision else ()
    yield from twice(
        [condition.id for condition in conditions], ("decision", "conditions"), assessments.CONDITION_TWICE
    )
    known = finding_names(form)
    for place, condition in enumerate(conditions):
        for number, name in enumerate(condition.finding):
            if name not in known:
                path: Path_ = ("decision", "conditions", place, "finding", number)
                yield unknown(path, assessments.NO_FINDING, name[:60], known)


def finding_names(form: Form) -> frozenset[str]:
    """What a finding can be called: its key or its bare id."""
    return frozenset(name for finding in form.findings for name in (finding.key, finding.finding.id))


def _mended(form: Form, assessment: Assessment) -> Iterator[Ill]:
    """What measures mend, and the findings that somebody accepts. Those of a closed questionnaire are kept with it."""
    findings = finding_names(form)
    known = findings | form.questions.keys()
    kept = kept_files(form, assessment)
    for place, measure in enumerate(assessment.measures):
        for number, name in enumerate(measure.mends):
            if name not in known and name.partition(".")[0] not in kept:
                yield unknown(("measures", place, "mends", number), assessments.MENDS_NOTHING, name[:80], known)
    for place, accepted in enumerate(assessment.acceptances):
        if accepted.finding not in findings and accepted.finding.partition(".")[0] not in kept:
            path: Path_ = ("acceptances", place, "finding")
            yield unknown(path, assessments.NO_FINDING, accepted.finding[:60], findings)


def check_remarks(form: Form, assessment: Assessment, kept: Collection[str]) -> Iterator[Ill]:
    """What remarks are about: a question, a section, a file, a risk or a measure; those on a closed questionnaire are kept with it.

    A risk can also be one that a finding raises, by its id in the catalogue.
    """
    sections = (f"{owner.id}.{section.id}" for owner, _, section in form.sections())
    risks = {*(risk.id for risk in assessment.risks), *(risk.id for risk in form.catalogue.risks)}
    registers = (*(f"risks.{name}" for name in risks), *(f"measures.{item.id}" for item in assessment.measures))
    known = {*form.questions, *sections, *form.modules, *registers}
    for place, remark in enumerate(assessment.remarks):
        if remark.about not in known and remark.about.partition(".")[0] not in kept:
            yield unknown(("remarks", place, "about"), assessments.ABOUT_NOTHING, remark.about[:80], known)
