"""Layers: risks, terms and ICAT actions that are there only where answers say so, and the general twins of closed ones."""

from datetime import date
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.scorecard import actions_of
from dpia.data import QUESTIONNAIRES
from dpia.errors import DefinitionError
from dpia.questionnaire.library import Library, read_definitions
from dpia.questionnaire.lint import lint
from dpia.showing.language import Language
from dpia.showing.standing import suggested_things
from tests.support.forms import ON, make_assessment

GATE = """
    id: gate
    version: 1.0.0
    title: Gate
    sections:
      - id: all
        title: All
        questions:
          - {id: danger, code: G-1, ask: Is there danger?, help: Say., type: yes_no}
          - id: leak
            code: G-2
            ask: Can it leak?
            help: Say.
            type: yes_no
            findings:
              - {id: leaks, if: leak == yes, level: note, says: It can., raises: [R1 01], severity_floor: {R1 01: grave}}
              - {id: general_leak, if: leak == yes, level: note, says: It can in general., raises: [GR01]}
          - id: misuse
            code: G-3
            ask: Can it be misused?
            help: Say.
            type: yes_no
            findings:
              - {id: misused, if: misuse == yes, level: note, says: It can., raises: [R02]}
""".replace("R1 01", "R01")
GENERAL = """
    id: general
    kind: catalogue
    version: 1.0.0
    title: General
    risks:
      - {id: GR01, title: A general leak, scenario: Somebody reads it., kind: [event], severity: [limited]}
      - {id: GR04, title: Another use, scenario: It is used otherwise., kind: [event], severity: [limited]}
"""
LAYER = """
    id: danger
    kind: catalogue
    version: 1.0.0
    title: Danger
    when: gate.danger == yes
    risks:
      - {id: R01, title: A leak, scenario: Somebody is found., kind: [event], severity: [grave], general: GR01}
      - {id: R02, title: Misuse, scenario: Somebody is harmed., kind: [event], severity: [grave], general: GR04}
"""
WORDS = """
    id: words
    kind: glossary
    when: gate.danger == yes
    terms:
      - {id: hideout, term: Hideout, definition: A place.}
"""
ACTIONS = """
    id: actions
    kind: actions
    when: gate.danger == yes
    note: Three.
    actions:
      B: {title: Assess, text: Assess it.}
"""


@cache
def library(folder: Path, *texts: str) -> Library:
    for place, text in enumerate(texts):
        (folder / f"file-{place}.yaml").write_text(dedent(text), encoding="utf-8")
    return read_definitions([folder, QUESTIONNAIRES / "methods"])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library(tmp_path_factory.mktemp("layers"), GATE, GENERAL, LAYER, WORDS, ACTIONS).check()


def judged(found: Library, answers: dict[str, Any], **parts: Any) -> Evaluation:
    form = found.form(["gate"])
    return evaluate(form, make_assessment(form, answers, **parts), on=ON)


def raised(evaluation: Evaluation) -> dict[str, tuple[str, ...]]:
    return {state.id: state.covers for state in evaluation.risks}


def test_a_risk_of_an_open_layer_is_raised_and_covers_its_twin(whole: Library) -> None:
    evaluation = judged(whole, {"danger": "yes", "leak": "yes"})
    assert raised(evaluation) == {"R01": ("GR01",)}
    assert evaluation.risks[0].raised_by == ("gate.leaks", "gate.general_leak")


@pytest.mark.parametrize("answers", [{"danger": "no"}, {}])
def test_the_twin_takes_the_place_of_a_risk_whose_layer_is_closed(whole: Library, answers: dict[str, Any]) -> None:
    evaluation = judged(whole, {**answers, "leak": "yes", "misuse": "yes"})
    assert raised(evaluation) == {"GR01": (), "GR04": ()}
    assert evaluation.risks[0].raised_by == ("gate.leaks", "gate.general_leak")


def test_an_unknown_danger_opens_the_layer(whole: Library) -> None:
    assert raised(judged(whole, {"danger": {"unknown": True}, "misuse": "yes"})) == {"R02": ()}


def test_the_floor_goes_with_the_risk_to_its_twin(whole: Library) -> None:
    rating = {"severity": "limited", "likelihood": "unlikely"}
    risk = {"id": "GR01", "scenario": "GR01", "before": rating}
    before = judged(whole, {"danger": "no", "leak": "yes"}, risks=[risk]).risks[0].before
    assert before is not None and before.severity.id == "grave"


def test_a_rated_risk_is_never_swapped_for_its_twin(whole: Library) -> None:
    rating = {"severity": "limited", "likelihood": "unlikely"}
    risk = {"id": "R01", "scenario": "R01", "before": rating}
    evaluation = judged(whole, {"danger": "no", "leak": "yes"}, risks=[risk])
    assert raised(evaluation) == {"R01": ("GR01",)}
    assert evaluation.risks[0].before is not None and evaluation.risks[0].before.severity.id == "grave"


def test_a_rated_twin_stands_beside_the_risk(whole: Library) -> None:
    risk = {"id": "GR01", "scenario": "GR01"}
    assert raised(judged(whole, {"danger": "yes", "leak": "yes"}, risks=[risk])) == {"GR01": (), "R01": ()}


def test_a_risk_that_was_set_aside_covers_nothing(whole: Library) -> None:
    risk = {"id": "R01", "scenario": "R01", "not_relevant": "Nobody looks for anybody."}
    assert raised(judged(whole, {"danger": "yes", "leak": "yes"}, risks=[risk])) == {"R01": (), "GR01": ()}


def test_a_risk_that_was_set_aside_stands_for_nothing_once_its_layer_is_closed(whole: Library) -> None:
    aside = {"id": "R02", "scenario": "R02", "not_relevant": "Nobody misuses it."}
    assert raised(judged(whole, {"danger": "no", "misuse": "yes"}, risks=[aside])) == {"R02": (), "GR04": ()}
    rating = {"severity": "limited", "likelihood": "unlikely"}
    risks = [{**aside, "id": "R01", "scenario": "R01"}, {"id": "GR01", "scenario": "GR01", "before": rating}]
    before = judged(whole, {"danger": "no", "leak": "yes"}, risks=risks).risks[1].before
    assert before is not None and before.severity.id == "grave", "its floor is not lost with it"


def test_a_change_of_the_danger_changes_the_register(whole: Library) -> None:
    form = whole.form(["gate"])
    before = judged(whole, {"danger": "no", "leak": "yes"})
    after = evaluate(form, before.assessment.with_answer("gate.danger", "yes"), on=ON, previous=before)
    assert (raised(before), raised(after)) == ({"GR01": ()}, {"R01": ("GR01",)})
    assert after.risks == judged(whole, {"danger": "yes", "leak": "yes"}).risks


def test_terms_and_actions_are_there_with_their_layer(whole: Library) -> None:
    closed, opened = judged(whole, {"danger": "no"}), judged(whole, {"danger": "yes"})
    layers = whole.layers
    assert (layers.closed_terms(closed.facts), layers.closed_terms(opened.facts)) == ({"hideout"}, frozenset())
    assert actions_of(closed, whole) is None
    assert actions_of(opened, whole) is not None


def test_the_risks_to_choose_from_are_those_of_open_layers(whole: Library) -> None:
    form = whole.form(["gate"])
    assert [risk.id for risk in form.scenarios(judged(whole, {"danger": "no"}).facts)] == ["GR01", "GR04"]
    opened = judged(whole, {"danger": "yes"})
    assert [risk.id for risk in form.scenarios(opened.facts)] == ["R01", "R02", "GR01", "GR04"]


def test_a_layer_on_a_file_that_the_set_lacks_is_closed(tmp_path: Path) -> None:
    found = library(tmp_path, GATE, GENERAL, LAYER.replace("gate.danger", "door.danger"))
    assert raised(judged(found.check(), {"danger": "yes", "leak": "yes"})) == {"GR01": ()}
    told = [problem.text() for problem in lint(found, on=ON)]
    assert any("`door` names no file" in line for line in told), "a slip of the pen would close it for ever"


def test_a_risk_without_a_twin_is_raised_though_its_layer_is_closed(tmp_path: Path) -> None:
    found = library(tmp_path, GATE, GENERAL, LAYER.replace(", general: GR04", ""))
    assert raised(judged(found.check(), {"danger": "no", "misuse": "yes"})) == {"R02": ()}


def test_a_rule_of_a_layer_that_cannot_be_read_is_told_at_its_place(tmp_path: Path) -> None:
    found = library(tmp_path, GATE, GENERAL, LAYER.replace("gate.danger == yes", "gate.dangers == yes"))
    with pytest.raises(DefinitionError, match=r"`gate\.dangers` names no question"):
        found.check()


def test_a_twin_that_is_in_no_catalogue_is_told(tmp_path: Path) -> None:
    found = library(tmp_path, GATE, GENERAL, LAYER.replace("general: GR04", "general: GR09"))
    told = [problem.text() for problem in lint(found, on=date(2026, 11, 30))]
    assert any("GR09" in line and "GR04" in line for line in told)


def test_a_risk_that_is_only_suggested_is_swapped_for_its_twin(whole: Library) -> None:
    """As with the kit of a helpline whose SCR-04 was answered with "None of these"."""
    origin = {"kind": "kit", "name": "A helpline", "on": "2026-11-30"}
    risks = [{"id": name, "scenario": name, "suggested": origin} for name in ("R01", "R02")]
    closed = judged(whole, {"danger": "no", "leak": "yes"}, risks=risks)
    assert raised(closed) == {"GR01": ()}
    assert suggested_things(closed, Language("en", str)) == ()
    opened = judged(whole, {"danger": "yes", "leak": "yes"}, risks=risks)
    assert raised(opened) == {"R01": ("GR01",), "R02": ()}
    assert [one.name for one in suggested_things(opened, Language("en", str))] == ["risks.R01", "risks.R02"]
