"""Every finding of the shipped questionnaires can fire and can stay quiet, on answers that a file may hold."""

from typing import Any

import pytest

from dpia.assessment.checking import check_assessment
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.rules.truth import Truth
from dpia.shipped import shipped_library
from tests.support.firing import find_answers
from tests.support.forms import judge_all, make_assessment

FORM = shipped_library().form(["screening", "gdpr-dpia"])
ON_ANSWERS = [finding.key for finding in FORM.findings if not finding.late]
ON_REGISTERS = {finding.key for finding in FORM.late_findings}


def rating(severity: str, likelihood: str) -> dict[str, str]:
    return {"severity": severity, "likelihood": likelihood}


def risk(severity: str, likelihood: str, **more: Any) -> dict[str, Any]:
    now = rating(severity, likelihood)
    return {"id": "K1", "title": "A risk", "before": now, "today": now, "done": now, **more}


ACCEPTED = {"by": "A. Official", "reason": "Weighed against the need", "on": "2026-11-24"}
IN_PLACE = {"id": "M1", "title": "A measure", "status": "implemented", "owner": "Unit A"}
PLANNED = {"id": "M1", "title": "A measure", "status": "planned", "owner": "Unit A", "due": "2027-03-01"}
LATE_REVIEW = {"screening": {}, "gdpr-dpia": {"next_review": "2028-03-01"}}

# Findings on the registers cannot be found by trying answers: for each the parts that make it fire and those that do not.
REGISTER_CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "gdpr-dpia.risk_not_rated": (
        {"risks": [{"id": "K1", "title": "A risk"}]},
        {"risks": [risk("limited", "possible")]},
    ),
    "gdpr-dpia.grave_risk_without_signature": (
        {"risks": [risk("grave", "unlikely", acceptance=ACCEPTED)]},
        {"risks": [risk("grave", "unlikely", acceptance={**ACCEPTED, "role": "Director"})]},
    ),
    "gdpr-dpia.measures_not_in_place": ({"measures": [PLANNED]}, {"measures": [IN_PLACE]}),
    "gdpr-dpia.high_risk_remains": (
        {"risks": [risk("serious", "likely")]},
        {"risks": [risk("limited", "possible")]},
    ),
    "gdpr-dpia.plan_incomplete": (
        {"measures": [{"id": "M1", "title": "A measure", "status": "planned", "owner": "Unit A"}]},
        {"measures": [PLANNED]},
    ),
    "gdpr-dpia.review_too_late": (
        {"answers": LATE_REVIEW, "risks": [risk("serious", "unlikely")]},
        {"answers": LATE_REVIEW, "risks": [risk("limited", "unlikely")]},
    ),
}


@pytest.mark.parametrize("key", ON_ANSWERS)
@pytest.mark.parametrize("wanted", [Truth.TRUE, Truth.FALSE], ids=["fires", "stays-quiet"])
def test_the_finding_can_fire_and_can_stay_quiet(shipped_form: Form, key: str, wanted: Truth) -> None:
    found = find_answers(shipped_form, shipped_form.findings_by_key[key], wanted)
    assert found is not None, "no answers were found: write a case for this finding"

    assessment = make_assessment(shipped_form, found)
    check_assessment(shipped_form, assessment)
    evaluation = judge_all(shipped_form, found)

    assert evaluation.truths[key] is wanted
    assert (key in {fired.key for fired in evaluation.findings}) is wanted.holds


@pytest.mark.parametrize("key", sorted(ON_REGISTERS))
@pytest.mark.parametrize("fires", [True, False], ids=["fires", "stays-quiet"])
def test_the_finding_on_the_registers_can_fire_and_can_stay_quiet(shipped_form: Form, key: str, fires: bool) -> None:
    parts = dict(REGISTER_CASES[key][0 if fires else 1])

    evaluation = judge_all(shipped_form, parts.pop("answers", None), **parts)

    assert (key in {fired.key for fired in evaluation.findings}) is fires


@pytest.mark.parametrize("key", ON_ANSWERS)
def test_the_finding_names_the_answers_that_made_it_fire(shipped_form: Form, key: str) -> None:
    found = find_answers(shipped_form, shipped_form.findings_by_key[key], Truth.TRUE)
    fired = next(item for item in judge_all(shipped_form, found).findings if item.key == key)

    assert fired.reasons
    assert {reason.key for reason in fired.reasons} <= set(fired.item.condition.reads())
    assert not fired.doubtful
