"""A version withholds what is more confidential than it, and all that would tell it: by being said, or by being there or not."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dpia.api import read
from dpia.assessment.evaluation import evaluate
from dpia.assessment.model import Assessment
from dpia.data import EXAMPLES, QUESTIONNAIRES
from dpia.questionnaire.library import Library, read_definitions
from dpia.questionnaire.model import Publication
from dpia.report.building.whole import build_report
from dpia.report.document import ReportDocument
from dpia.report.html import render_html
from dpia.shipped import shipped_library
from tests.support.forms import LAYERS, ON


def finding(name: str, rule: str) -> str:
    return f"{{id: {name}, if: '{rule}', level: minor, says: Said {name}., because: So it is., mend: Change it.}}"


QUESTIONS = f"""
id: leak
version: 1.0.0
title: Leak
sections:
  - id: all
    title: All
    questions:
      - {{id: open_text, code: L-1, ask: What is open?, type: text, publish: public}}
      - id: guarded
        code: L-2
        ask: Is it guarded?
        type: yes_no
        publish: operational
        findings: [{finding("guarded_no", "guarded == no")}]
      - {{id: how, code: L-3, ask: How is it guarded?, type: text, publish: public, when: guarded == yes, required: false}}
      - {{id: secret_text, code: L-4, ask: Where is it?, type: text, publish: operational}}
      - {{id: taken, code: L-5, ask: Where was it?, type: text, publish: public, default_from: secret_text, required: false}}
      - {{id: taken_on, code: L-6, ask: Where will it be?, type: text, publish: public, default_from: taken, required: false}}
      - id: places
        code: L-7
        ask: Which places are there?
        type: table
        prefix: P
        publish: public
        columns:
          - {{id: address, ask: Address, type: text, publish: operational}}
          - {{id: beds, ask: Beds, type: number, publish: operational}}
          - {{id: kind, ask: Kind, type: choice, options: [{{id: flat, label: Flat}}, {{id: house, label: House}}]}}
          - {{id: hidden, ask: Hidden?, type: yes_no, publish: operational}}
          - {{id: hidden_how, ask: Hidden how?, type: text, when: hidden == yes, required: false}}
        findings:
          - {finding("many_beds", "total(places, beds) > 10")}
          - {finding("none_hidden", "count(places, hidden == yes) == 0")}
      - id: visits
        code: L-8
        ask: Who visits which place?
        type: table
        prefix: V
        publish: public
        columns:
          - {{id: visitor, ask: Visitor, type: text}}
          - {{id: place, ask: Place, type: row, of: places}}
          - {{id: near, ask: Nearest place, type: row, of: places, publish: operational}}
        findings: [{finding("near_a_flat", "any(visits, any(near, kind == flat))")}]
      - {{id: rooms, code: L-9, ask: Rooms of each?, type: table, rows: places, publish: public,
         columns: [{{id: many, ask: Rooms, type: number}}]}}
      - {{id: hidden_ones, code: L-10, ask: Of the hidden ones?, type: table, rows: {{from: places, when: hidden == yes}},
         publish: public, required: false, columns: [{{id: since, ask: Since, type: text, required: false}}]}}
      - id: rules
        code: L-13
        ask: Which rules hold?
        type: table
        rows: [{{id: first, label: The first rule}}]
        publish: public
        columns: [{{id: by_what, ask: By what?, type: text, publish: operational}}, {{id: held, ask: Held?, type: yes_no}}]
        findings: [{finding("rule_broken", "any(rules, held == no)")}]
      - {{id: sum, code: L-11, ask: Beds in all?, type: computed, value: 'total(places, beds)'}}
      - {{id: all_risks, code: L-14, ask: Which risks?, type: register, view: risks_done, publish: operational}}
      - {{id: all_measures, code: L-15, ask: Which measures?, type: register, view: measures, publish: operational}}
      - {{id: decided, code: L-16, ask: What is decided?, type: register, view: decision, publish: operational}}
      - id: counted
        code: L-12
        ask: How many are open?
        type: yes_no
        publish: public
        findings:
          - {finding("few", "count_true(counted == yes, guarded == yes) <= 1")}
          - {finding("crowded", "sum > 10")}
          - {finding("open_one", "counted == yes")}
"""
ANSWERS: dict[str, Any] = {
    "open_text": "Open",
    "guarded": "yes",
    "how": "By Marker-guard.",
    "secret_text": "Marker-cellar",
    "places": [
        {
            "id": "P1",
            "address": "Marker-street 5",
            "beds": 4,
            "kind": "flat",
            "hidden": "yes",
            "hidden_how": "Marker-hedge",
        },
        {"id": "P2", "address": "Marker-lane 7", "beds": 3, "kind": "flat", "hidden": "no"},
    ],
    "visits": [{"id": "V1", "visitor": "Ana", "place": "P1", "near": "P2"}],
    "rooms": [{"id": "P1", "many": 2}, {"id": "P2", "many": 3}],
    "hidden_ones": [{"id": "P1", "since": "Marker-spring"}],
    "rules": [{"id": "first", "by_what": "Marker-how", "held": "no"}],
    "counted": "yes",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder: Path = tmp_path_factory.mktemp("leak")
    (folder / "leak.yaml").write_text(QUESTIONS, encoding="utf-8")
    return read_definitions([folder, *(QUESTIONNAIRES / name for name in ("methods", *LAYERS))]).check()


def document(library: Library, answers: dict[str, Any], publication: Publication) -> ReportDocument:
    assessment = Assessment.model_validate(
        {
            "id": "leak",
            "title": "Leak",
            "questionnaires": [{"id": "leak", "version": "1.0.0"}],
            "answers": {"leak": answers},
            "measures": [
                {"id": "M1", "title": "Marker-fence", "status": "planned", "owner": "Marker-owner", "due": "2026-01-01"}
            ],
            "risks": [{"id": "X1", "title": "Marker-risk", "measures": ["M1"]}],
            "decision": DECISION,
        }
    )
    evaluation = evaluate(library.form(["leak"]), assessment, on=ON)
    return build_report(evaluation, library, publication=publication)


def anonymous(found: ReportDocument) -> ReportDocument:
    """Without what is of the whole content: its hash, and the number of findings that are withheld."""
    return replace(found, content_hash="", short_hash="", withheld_findings=0)


def changed(**answers: Any) -> dict[str, Any]:
    return {**ANSWERS, **answers}


def with_cell(table: str, row: int, **cells: Any) -> dict[str, Any]:
    rows = [dict(one) for one in ANSWERS[table]]
    rows[row].update(cells)
    return {**ANSWERS, table: rows}


DECISION = {
    "outcome": "conditional",
    "reason": "Marker-reason",
    "by": {"name": "Marker-name"},
    "on": "2026-01-01",
    "conditions": [{"id": "K1", "text": "Marker-condition", "owner": "Marker-owner", "due": "2026-01-02"}],
}
"""Everything in the registers is overdue: a list of what is late must not tell it either."""
CHANGES = {
    "a choice": changed(guarded="no"),
    "a choice that is unknown": changed(guarded={"unknown": True}),
    "a text": changed(secret_text="Elsewhere"),
    "a name of a row": with_cell("places", 0, address="Elsewhere 1"),
    "a number": with_cell("places", 0, beds=40),
    "a cell that shows another": with_cell("places", 0, hidden="no"),
    "a cell that chooses rows": with_cell("places", 1, hidden="yes"),
    "a cell that is unknown": with_cell("places", 1, hidden={"unknown": True}),
    "a reference": with_cell("visits", 0, near="P1"),
    "a note": changed(guarded={"value": "yes", "note": "Marker-note"}),
}


@pytest.mark.parametrize("publication", [Publication.PUBLIC, Publication.RESTRICTED])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_another_answer_that_is_withheld_makes_no_other_report(
    library: Library, change: dict[str, Any], publication: Publication
) -> None:
    before, after = (anonymous(document(library, answers, publication)) for answers in (ANSWERS, change))
    assert after == before
    assert document(library, change, Publication.OPERATIONAL) != document(library, ANSWERS, Publication.OPERATIONAL)


@pytest.mark.parametrize("publication", [Publication.PUBLIC, Publication.RESTRICTED])
def test_no_word_of_what_is_withheld_stands_in_a_version(library: Library, publication: Publication) -> None:
    assert render_html(document(library, ANSWERS, Publication.OPERATIONAL)).count("Marker-") >= 8
    assert "Marker-" not in render_html(document(library, ANSWERS, publication))


def test_a_computed_number_with_a_level_of_its_own_is_told_though_its_parts_are_not() -> None:
    """AI-19: everybody may know how many flags are wrong; the rates that it is computed from are for those concerned."""
    library = shipped_library()
    adlens = read(EXAMPLES / "adlens.yaml", library)
    evaluation = evaluate(library.form([ref.id for ref in adlens.questionnaires]), adlens, on=ON)
    for publication in Publication:
        found = build_report(evaluation, library, publication=publication)
        page = " ".join(render_html(found).split())
        assert "Of 100 people or items flagged, about 98 are flagged wrongly." in page
        states = {trace.code: trace.state for trace in found.traces}
        assert states["AI-19.wrong"] == "answered"
        assert states["AI-19.recall"] == ("withheld" if publication is Publication.PUBLIC else "answered")


def test_what_is_open_is_shown(library: Library) -> None:
    """The rules above withhold no more than they have to."""
    found = document(library, ANSWERS, Publication.PUBLIC)
    shown = [
        (question.code, question.withheld)
        for part in found.parts
        for section in part.sections
        for question in section.questions
    ]
    open_ones = [code for code, withheld in shown if not withheld]
    assert open_ones == ["L-1", "L-7", "L-8", "L-9", "L-13", "L-12"]
    assert [code for code, withheld in shown if withheld] == [
        "L-2",
        "L-4",
        "L-5",
        "L-6",
        "L-10",
        "L-11",
        "L-14",
        "L-15",
        "L-16",
    ]
    assert [view.key for view in found.minors] == ["leak.rule_broken", "leak.open_one"]
