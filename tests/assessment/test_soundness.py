"""Two risks never have one number: what is raised gets a free one, a clash is told, and new risks are given none."""

from typing import Any

import pytest

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.model import Risk
from dpia.assessment.register import catalogue_risk_id, free_risk_id
from dpia.assessment.soundness import unsound
from dpia.questionnaire.reference import Catalogue
from dpia.showing.outline import evaluation_data
from tests.support.forms import judge_all, make_form

FORM = make_form(
    small="""
    - {id: q, code: S-1, ask: Q?, type: yes_no, findings: [
        {id: f, if: q == yes, level: note, says: S., raises: [R04], severity_floor: {R04: grave}}]}
    """
)
RATED = {"before": {"severity": "minor", "likelihood": "unlikely"}}
OWN = {"id": "R04", "title": "A risk of our own", **RATED}


def judged(*risks: dict[str, Any], answer: str = "yes") -> Evaluation:
    return judge_all(FORM, {"q": answer}, risks=list(risks))


def test_a_raised_risk_gets_another_number_where_its_own_is_taken() -> None:
    found = judged(OWN, {"id": "R04-2", "title": "Another"})
    assert [(state.id, state.scenario and state.scenario.id) for state in found.risks] == [
        ("R04", None),
        ("R04-2", None),
        ("R04-3", "R04"),
    ]
    # The floor is under the risk of the catalogue, not under the one that happens to have its number.
    assert found.risks[0].before is not None and found.risks[0].before.severity.id == "minor"


def test_a_clash_is_told_with_both_risks_and_the_way_out() -> None:
    (clash,) = unsound(judged({"id": "X07", "title": "Another"}, OWN))
    assert clash.path == ("risks", 1, "id") and not clash.warning
    assert str(clash.told.code.slug) == "risk-number"
    assert clash.told.message.startswith(
        "The risk R04 “A risk of our own” has the number of R04 “Function creep: data given for protection"
    )
    assert clash.told.hint == "give it another id, X08 is free; if both are one risk, write “scenario: R04”"
    assert evaluation_data(judged(OWN))["unsound"][0]["code"] == "risk-number"


@pytest.mark.parametrize(
    ("risks", "answer"),
    [
        ([OWN], "no"),
        ([{"id": "R04", "scenario": "R04"}], "yes"),
        ([{"id": "A1", "scenario": "R04"}], "yes"),
        ([OWN, {"id": "A1", "scenario": "R04"}], "yes"),
        ([], "yes"),
    ],
)
def test_where_each_number_means_one_risk_nothing_is_told(risks: list[dict[str, Any]], answer: str) -> None:
    found = judged(*risks, answer=answer)
    assert unsound(found) == ()
    assert len({state.id for state in found.risks}) == len(found.risks)


def test_a_number_for_an_own_risk_is_free_in_the_register_and_in_the_catalogue() -> None:
    catalogue = FORM.catalogue
    more: Catalogue = catalogue.model_copy(
        update={"risks": (*catalogue.risks, catalogue.risks[0].model_copy(update={"id": "X02"}))}
    )
    assert free_risk_id([], catalogue) == "X01"
    assert free_risk_id([Risk(id="X01", title="One")], more) == "X03"
    assert catalogue_risk_id("R04", {"R05"}) == "R04"
    assert catalogue_risk_id("R04", {"R04", "R04-2"}) == "R04-3"
