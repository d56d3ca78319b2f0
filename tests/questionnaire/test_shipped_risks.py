"""The shipped risks in their three layers: which stands where, which general risk stands for it, and who may read it."""

import re
from collections.abc import Iterator

import pytest

from dpia.questionnaire.compiled import Form
from dpia.questionnaire.library import Library
from dpia.questionnaire.reference import Actions, Catalogue, Glossary, RiskScenario
from tests.support.forms import judge_all

GENERAL = [f"GR{number:02}" for number in range(1, 14)]
DANGER = ["R01", "R02", "R11", "R15", "R16", "R22", "R24", "R25"]
FIELD = [risk for risk in (f"R{number:02}" for number in range(1, 26)) if risk not in DANGER]
NEW = ["R19", "R20", "R21", "R22", "R23", "R24", "R25"]
TWINS = {
    "GR01": ["R01", "R11", "R16", "R20", "R22", "R24"],
    "GR02": ["R12"],
    "GR03": ["R17"],
    "GR04": ["R04", "R08"],
    "GR05": ["R05", "R18"],
    "GR06": ["R07", "R19", "R21", "R23"],
    "GR07": ["R13"],
    "GR08": ["R02", "R25"],
    "GR09": ["R10"],
    "GR10": ["R06"],
    "GR11": ["R03", "R15"],
    "GR12": ["R09"],
    "GR13": ["R14"],
}
OF_THE_FIELD = re.compile(
    r"traffick|exploit|\bICAT\b|survivor|child sexual|sexual abuse|CSAM|\babuse\b|palermo|slavery|forced labour",
    re.IGNORECASE,
)
CALM = {
    "personal_data": "yes",
    "people_concerned": ["none"],
    "trafficking_triggers": ["none"],
    "technology": ["other"],
}
NOTHING = {"screening": {"response_parts": ["none"]}}
SHELTER = {"screening": {"response_parts": ["none"], "people_concerned": ["crime_victims"]}}
HELPLINE = {"screening": {"response_parts": ["protection"]}}


def catalogues(library: Library) -> dict[str, Catalogue]:
    return {item.id: item for _, item in library.definitions if isinstance(item, Catalogue)}


def said(risk: RiskScenario) -> Iterator[str]:
    yield from (risk.title, risk.scenario, *risk.sources)
    for measure in risk.measures:
        yield from filter(None, (measure.title, measure.help))


def test_each_layer_holds_the_risks_that_belong_to_it(shipped: Library) -> None:
    layers = catalogues(shipped)

    assert {name: sorted(risk.id for risk in item.risks) for name, item in layers.items()} == {
        "general": GENERAL,
        "danger": DANGER,
        "trafficking": FIELD,
    }
    assert {name: item.when for name, item in layers.items()} == {
        "general": None,
        "danger": "screening.safety >= 1",
        "trafficking": "screening.trafficking >= 1",
    }


def test_every_risk_of_a_layer_has_a_general_twin(shipped: Library) -> None:
    found: dict[str, list[str]] = {}
    for risk in shipped.catalogue.risks:
        if risk.general is not None:
            found.setdefault(risk.general, []).append(risk.id)

    assert {twin: sorted(risks) for twin, risks in found.items()} == TWINS
    assert sorted(risk for risks in found.values() for risk in risks) == sorted([*DANGER, *FIELD])
    assert [risk.id for risk in shipped.catalogue.risks if risk.general is None] == GENERAL


def test_general_and_new_risks_have_four_measures_or_more(shipped: Library) -> None:
    few = [risk.id for risk in shipped.catalogue.risks if risk.id in (*GENERAL, *NEW) and len(risk.measures) < 4]
    assert few == []


def test_measures_of_general_risks_are_counted(shipped: Library) -> None:
    for risk in catalogues(shipped)["general"].risks:
        ids = [measure.id for measure in risk.measures]
        assert ids == [f"{risk.id.lower()}_{number}" for number in range(1, len(ids) + 1)]


def test_three_general_risks_are_events_and_one_is_both(shipped: Library) -> None:
    kinds = {risk.id: sorted(risk.kind) for risk in catalogues(shipped)["general"].risks}

    assert [risk for risk, kind in kinds.items() if kind == ["event"]] == ["GR01", "GR02", "GR03"]
    assert [risk for risk, kind in kinds.items() if kind == ["by_design", "event"]] == ["GR09"]


def test_every_risk_is_raised_by_a_finding_or_stands_for_one_that_is(shipped: Library) -> None:
    raised = {
        risk
        for questionnaire in shipped.questionnaires.values()
        for question in questionnaire.questions()
        for finding in question.findings
        for risk in finding.raises
    }
    twins = {risk.general for risk in shipped.catalogue.risks if risk.id in raised}
    assert sorted({risk.id for risk in shipped.catalogue.risks} - raised - twins) == []


@pytest.mark.parametrize("layer", ["general", "danger"])
def test_no_risk_outside_the_field_has_a_word_of_the_field(shipped: Library, layer: str) -> None:
    """Neither in its own words nor in the title of a source that a report prints with it."""
    risks = catalogues(shipped)[layer].risks
    pairs = [shipped.sources.find(citation) for risk in risks for citation in risk.cite]
    titles = {
        text for pair in pairs if pair for text in (pair[0].title, pair[0].short, pair[1].title if pair[1] else "")
    }

    words = [text for risk in risks for text in said(risk)]
    assert len(words) > 100
    assert [text for text in (*words, *titles) if OF_THE_FIELD.search(text)] == []


def test_risks_of_danger_name_everybody_who_may_look_for_a_person(shipped: Library) -> None:
    for risk in catalogues(shipped)["danger"].risks:
        if risk.id in ("R01", "R02", "R16", "R25"):
            assert re.search(r"violent partner", risk.scenario), risk.id
            assert re.search(r"network", risk.scenario), risk.id
    everything = " ".join(risk.scenario for risk in catalogues(shipped)["danger"].risks)
    assert all(word in everything for word in ("stalker", "family", "parent", "State"))


def test_no_method_has_a_word_of_the_field(shipped: Library) -> None:
    for method in shipped.methods.values():
        levels = [text for level in method.severity for text in (level.meaning, *level.examples)]
        levels += [level.meaning for level in method.likelihood]
        words = [method.description, method.life_safety_text or "", *levels, *method.modulators.up]
        assert [text for text in words if OF_THE_FIELD.search(text)] == [], method.id


def test_words_of_the_field_are_explained_only_in_its_layer(shipped: Library) -> None:
    glossaries = {item.id: item for _, item in shipped.definitions if isinstance(item, Glossary)}
    everywhere = [term for item in glossaries.values() if item.when is None for term in item.terms]

    assert len(everywhere) > 35
    assert [term.id for term in everywhere if OF_THE_FIELD.search(f"{term.term} {term.definition}")] == []
    assert {term.id for term in glossaries["glossary-trafficking"].terms} >= {"trafficking", "survivor", "firewall"}


@pytest.mark.parametrize(
    ("answers", "closed"),
    [(NOTHING, [*DANGER, *FIELD]), (SHELTER, FIELD), (HELPLINE, [])],
    ids=["ordinary", "shelter", "helpline"],
)
def test_the_screening_opens_the_layers(
    shipped_form: Form, answers: dict[str, dict[str, object]], closed: list[str]
) -> None:
    given = {"screening": {**CALM, **answers["screening"]}}
    facts = judge_all(shipped_form, given).facts

    assert sorted(shipped_form.layers.closed(facts)) == sorted(closed)
    assert ("trafficking" in shipped_form.layers.closed_terms(facts)) is bool(closed)
    assert ("csam" in shipped_form.layers.closed_terms(facts)) is bool(closed)
    assert shipped_form.layers.has_actions(facts) is not bool(closed)


def test_a_service_that_looks_for_such_material_is_told_the_word_for_it(shipped_form: Form) -> None:
    answers = {
        "screening": {"organisation_kind": "platform", "response_parts": ["none"], "technology": ["csam_detection"]}
    }
    facts = judge_all(shipped_form, answers).facts

    assert "csam" not in shipped_form.layers.closed_terms(facts)
    assert "trafficking" in shipped_form.layers.closed_terms(facts)


def test_the_actions_stand_with_the_field(shipped: Library) -> None:
    assert [item.when for _, item in shipped.definitions if isinstance(item, Actions)] == ["screening.trafficking >= 1"]


def test_a_risk_has_one_title_wherever_it_can_be_chosen(shipped: Library) -> None:
    """An option `r11` is called like R11 of the catalogue; a short form is the beginning of that title."""
    titles = {risk.id: risk.title for item in catalogues(shipped).values() for risk in item.risks}
    files = [name for name, item in shipped.questionnaires.items() if item.kind == "questionnaire"]
    asked = {item.key: item for name in files for item in shipped.form(["screening", name]).asked}
    options = [
        (place, option)
        for key, item in asked.items()
        for place, chosen in (
            (key, item.options),
            *((f"{key}.{name}", column.options) for name, column in item.columns.items()),
        )
        for option in chosen
        if re.fullmatch(r"g?r\d\d", option.id)
    ]
    others = {
        (place, option.id): option.label
        for place, option in options
        if not titles[option.id.upper()].startswith(option.label.removeprefix(f"{option.id.upper()} "))
    }

    assert len({place for place, _ in options}) > 10
    assert others == {}
