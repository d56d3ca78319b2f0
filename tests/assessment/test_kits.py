"""Starter kits: what one gives counts as missing until a person keeps it, what is wrong in one is told, and one can be made."""

from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from dpia.assessment.answer import Answer
from dpia.assessment.checking import find_ill
from dpia.assessment.duplicating import keep, suggestions
from dpia.assessment.evaluation import evaluate
from dpia.assessment.files import as_yaml, read_assessment
from dpia.assessment.forming import form_of
from dpia.assessment.inviting import invitation
from dpia.assessment.kits import as_kit, begin_with, kit_of, kit_problems, kits_of, public_title
from dpia.assessment.model import Assessment
from dpia.data import QUESTIONNAIRES
from dpia.errors import DefinitionError, NotFound
from dpia.questionnaire.embedding import pack_definitions
from dpia.questionnaire.library import Library, read_definitions
from dpia.shipped import example_names, example_path, shipped_library
from tests.support.definitions import write_files

ON = date(2026, 11, 30)
PAGE = """
    id: page
    version: 1.0.0
    title: Page
    sections:
      - id: all
        title: All
        questions:
          - {id: name, code: P-1, ask: What is it called?, help: Say., type: text, means: title, allow: []}
          - {id: sound, code: P-2, ask: Does it record sound?, help: Say., type: yes_no}
          - {id: when_sound, code: P-3, ask: Why does it?, help: Say., type: text, when: sound == yes}
          - {id: opinion, code: P-4, ask: What says the officer?, help: Say., type: long, means: dpo_advice}
          - {id: start, code: P-5, ask: When does it start?, help: Say., type: date}
          - {id: mail, code: P-6, ask: Whom can people ask?, help: Say., type: text, contact: true}
          - id: data
            code: P-7
            ask: Which data?
            help: Say.
            type: table
            prefix: D
            columns:
              - {id: item, ask: What?, type: text}
              - {id: until, ask: Until when?, type: date}
    """
CATALOGUE = """
    id: risks
    kind: catalogue
    version: 1.0.0
    title: Risks
    risks: [{id: R01, title: A leak, scenario: It leaks., kind: [event], severity: [limited]}]
    """
KIT = """
    id: shop-camera
    kind: kit
    version: 1.0.0
    title: Camera of a shop
    sector: Trade
    summary: One or two cameras.
    questionnaires: [page]
    answers:
      page:
        sound: "no"
        data: [{id: D1, item: Pictures}]
    risks: [{id: R01, scenario: R01, measures: [M1]}]
    measures: [{id: M1, title: Masked zones}]
    open: [{code: P-5, hint: The day of the first picture.}]
    """


def library(folder: Path, kit: str = KIT) -> Library:
    files = {"page": dedent(PAGE), "risks": dedent(CATALOGUE), "kit": dedent(kit)}
    return read_definitions([write_files(folder, **files), QUESTIONNAIRES / "methods"]).check()


def begun(found: Library) -> Assessment:
    return begin_with(kit_of(found, "shop-camera"), found, assessment_id="camera", title="Our camera", on=ON)


def test_what_a_kit_gives_counts_as_missing_until_a_person_keeps_it(tmp_path: Path) -> None:
    found = library(tmp_path)
    assessment, form = begun(found), found.form(["page"])
    assert suggestions(assessment) == ("page.sound", "page.data", "risks.R01", "measures.M1")
    before = evaluate(form, assessment, on=ON)
    assert {"page.sound", "page.data"} <= {key for key, _ in before.missing}
    assert before.states["page.name"].value == "Our camera"
    kept = evaluate(form, keep(assessment, suggestions(assessment)), on=ON)
    assert "page.sound" not in {key for key, _ in kept.missing}
    assert kept.states["page.sound"].value == "no"
    assert [(risk.id, risk.rated, [m.id for m in risk.measures]) for risk in kept.risks] == [("R01", False, ["M1"])]


def test_a_kit_that_is_not_there_is_told_with_what_comes_close(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="did you mean `shop-camera`"):
        kit_of(library(tmp_path), "shop-cameras")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('sound: "no"', "sound: perhaps", "“perhaps” is none of the answers"),
        ('sound: "no"', 'opinion: "All is well."', "a kit does not answer `opinion`"),
        ('sound: "no"', "start: 2026-12-01", "a kit does not answer `start`"),
        ("item: Pictures", "item: Pictures, until: 2027-01-01", "a kit does not answer `until`"),
        ('sound: "no"', 'sound: {value: "no", evidence: [{title: A file}]}', "a kit brings no evidence"),
        ("scenario: R01", "scenario: R02", "R02"),
        ("code: P-5", "code: P-55", "no question of the kit's questionnaires has the code `P-55`"),
        ("[page]\n", "[pages]\n", "the kit names no questionnaire with `pages`"),
        ("measures: [M1]", "measures: [M2]", "M2"),
        ("[page]\n", "[page]\n    method: four-by-fore\n", "the kit names no risk method with `four-by-fore`"),
    ],
)
def test_what_is_wrong_in_a_kit_is_told_at_its_place(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert list(kit_problems(library(tmp_path / "right"))) == []
    assert old in KIT
    told = [str(problem).lower() for problem in kit_problems(library(tmp_path / "wrong", KIT.replace(old, new)))]
    assert len(told) == 1
    assert says.lower() in told[0]
    assert "kit.yaml:" in told[0]


def test_a_kit_is_not_judged_by_a_set_in_which_something_else_is_wrong(tmp_path: Path) -> None:
    folder = write_files(tmp_path, page=dedent(PAGE), kit=dedent(KIT), wrong="id: wrong\nversion: 1.0.0\n")
    assert list(kit_problems(read_definitions([folder, QUESTIONNAIRES / "methods"]))) == []


def answered(found: Library) -> Assessment:
    answers: dict[str, Any] = {
        "sound": {"value": "yes", "note": "Said by A. Example"},
        "when_sound": "A. Example, a.example@example.org, wants it.",
        "opinion": "All is well.",
        "start": "2026-12-01",
        "mail": "a.example@example.org",
        "data": [{"id": "D1", "item": {"value": "Pictures", "note": "A note"}, "until": "2027-01-01"}],
    }
    rating = {"severity": "limited", "likelihood": "unlikely"}
    data = {
        "id": "camera",
        "title": "Our camera",
        "questionnaires": [{"id": "page", "version": "1.0.0"}],
        "answers": {"page": answers},
        "risks": [{"id": "R01", "scenario": "R01", "before": rating, "measures": ["M1"]}],
        "measures": [
            {"id": "M1", "title": "Masked zones", "status": "implemented", "owner": "A. Example", "due": "2026-12-01"}
        ],
    }
    return Assessment.model_validate(data)


def test_a_kit_made_of_an_assessment_holds_facts_and_nobody(tmp_path: Path) -> None:
    found = library(tmp_path / "first")
    data = as_kit(
        evaluate(found.form(["page"]), answered(found), on=ON),
        kit_id="ours",
        title="Ours",
        sector="all",
        summary="Ours.",
    )
    assert data["answers"] == {"page": {"sound": "yes", "data": [{"id": "D1", "item": "Pictures"}]}}
    assert data["risks"] == [{"id": "R01", "scenario": "R01", "measures": ["M1"]}]
    assert data["measures"] == [{"id": "M1", "title": "Masked zones"}]
    text = as_yaml(data)
    assert "xample" not in text
    again = library(tmp_path / "again", text)
    assert list(kit_problems(again)) == []
    assert list(kits_of(again)) == ["ours"]
    assert "page.sound" in suggestions(
        begin_with(kit_of(again, "ours"), again, assessment_id="other", title="Other", on=ON)
    )


def test_a_report_carries_no_kit(tmp_path: Path) -> None:
    packed = pack_definitions(library(tmp_path), ["page"])
    assert packed is not None
    assert b"What is it called?" in packed
    assert b"Masked zones" not in packed


def test_a_kit_in_which_something_is_wrong_begins_nothing(tmp_path: Path) -> None:
    found = library(tmp_path, KIT.replace('sound: "no"', "sound: perhaps"))
    with pytest.raises(DefinitionError, match=r"kit\.yaml:11:.*none of the answers"):
        kit_of(found, "shop-camera")


def test_a_risk_of_a_kit_without_a_name_is_told_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"kit\.yaml:13:.*name"):
        library(tmp_path, KIT.replace(", scenario: R01", ""))


def test_what_registers_say_of_a_person_stays_out_of_a_kit(tmp_path: Path) -> None:
    found = library(tmp_path)
    told = answered(found)
    (risk,), (measure,) = told.risks, told.measures
    named = "Ask a.example@example.org"
    told = told.change(
        risks=(risk, risk.model_copy(update={"id": "X1", "title": "Own", "harm": named})),
        measures=(measure, measure.model_copy(update={"id": "M2", "text": named})),
    )
    data = as_kit(
        evaluate(found.form(["page"]), told, on=ON), kit_id="ours", title="Ours", sector="all", summary="Ours."
    )
    assert [risk["id"] for risk in data["risks"]] == ["R01"]
    assert [measure["id"] for measure in data["measures"]] == ["M1"]


def test_what_names_a_row_that_a_kit_leaves_out_is_left_out_too(tmp_path: Path) -> None:
    """`data` is only suggested: cells that name its rows go, and rows that stand for its rows; what names nothing stays."""
    page = (
        dedent(PAGE).rstrip()
        + """
      - id: uses
        code: P-8
        ask: Which uses?
        help: Say.
        type: table
        prefix: U
        columns:
          - {id: use, ask: Which?, type: text}
          - {id: of, ask: Which data?, type: row, of: data, many: true}
      - id: shown
        code: P-9
        ask: To whom?
        help: Say.
        type: table
        rows: data
        columns:
          - {id: whom, ask: To whom?, type: text}
    """
    )
    folder = write_files(tmp_path, page=page, risks=dedent(CATALOGUE))
    found = read_definitions([folder, QUESTIONNAIRES / "methods"])
    begun = answered(found)
    rows = {
        "data": {
            "value": [{"id": "D1", "item": "Pictures"}],
            "suggested": {"kind": "kit", "name": "Other", "on": "2026-11-30"},
        },
        "uses": {"value": [{"id": "U1", "use": "Looking", "of": ["D1"]}, {"id": "U2", "use": "Keeping"}]},
        "shown": {"value": [{"id": "D1", "whom": "The police"}]},
    }
    given = {**begun.answers["page"], **{name: Answer.model_validate(value) for name, value in rows.items()}}
    told = begun.change(answers={"page": given})
    form = found.form(["page"])
    assert [ill.path for ill in find_ill(form, told)] == []

    data = as_kit(evaluate(form, told, on=ON), kit_id="ours", title="Ours", sector="all", summary="Ours.")

    assert data["answers"]["page"]["uses"] == [{"id": "U1", "use": "Looking"}, {"id": "U2", "use": "Keeping"}]
    assert data["answers"]["page"].get("shown", []) == []
    again = read_definitions([write_files(folder, ours=as_yaml(data)), QUESTIONNAIRES / "methods"])
    assert list(kit_problems(again)) == []


FIRM = """
      - id: firms
        code: P-8
        ask: Which firms?
        help: Say.
        type: table
        prefix: F
        about: organisation
        columns:
          - {id: name, ask: What is it called?, type: text}
      - id: flows
        code: P-9
        ask: Where does it go?
        help: Say.
        type: table
        prefix: W
        columns:
          - {id: what, ask: What?, type: text}
          - {id: firm, ask: To whom?, type: row, of: firms}
    """


def test_facts_of_the_organisation_and_texts_that_name_it_stay_out_of_a_kit(tmp_path: Path) -> None:
    folder = write_files(
        tmp_path, page=dedent(PAGE).replace("{id: name,", "{id: called,").rstrip() + FIRM, risks=dedent(CATALOGUE)
    )
    found = read_definitions([folder, QUESTIONNAIRES / "methods"])
    told = answered(found).change(organisation="Bakery Sun")
    given: dict[str, Any] = {
        "firms": [{"id": "F1", "name": "Hosting North Ltd"}, {"id": "F2", "name": "Us"}],
        "flows": [
            {"id": "W1", "what": "Pictures, to hosting north ltd", "firm": "F1"},
            {"id": "W2", "what": "Use of clips"},
        ],
        "when_sound": "The bakery sun wants it.",
    }
    answers = {**told.answers["page"], **{name: Answer(value=value) for name, value in given.items()}}
    (measure,) = told.measures
    told = told.change(
        answers={"page": answers},
        measures=(
            measure.model_copy(update={"text": "Hosting North Ltd does it."}),
            measure.model_copy(update={"id": "M2", "title": "Ask Bakery Sun"}),
        ),
        risks=({"id": "X1A", "title": "Own risk", "harm": "Bakery Sun is told.", "measures": ["M1", "M2"]},),
    )
    data = as_kit(
        evaluate(found.form(["page"]), told, on=ON), kit_id="ours", title="Ours", sector="all", summary="Ours."
    )
    assert data["answers"]["page"] == {
        "sound": "yes",
        "data": [{"id": "D1", "item": "Pictures"}],
        "flows": [{"id": "W1"}, {"id": "W2", "what": "Use of clips"}],
    }
    assert data["measures"] == [{"id": "M1", "title": "Masked zones"}]
    assert data["risks"] == [{"id": "X1A", "title": "Own risk", "measures": ["M1"]}]
    again = read_definitions([write_files(folder, ours=as_yaml(data)), QUESTIONNAIRES / "methods"])
    assert list(kit_problems(again)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", example_names())
def test_a_kit_can_be_made_of_every_example(name: str, tmp_path: Path) -> None:
    shipped = shipped_library()
    told, _ = read_assessment(example_path(name))
    data = as_kit(
        evaluate(form_of(told, shipped), told, on=ON), kit_id="ours", title="Ours", sector="all", summary="Ours."
    )
    (tmp_path / "ours.yaml").write_text(as_yaml(data), encoding="utf-8")
    again = read_definitions([QUESTIONNAIRES, tmp_path / "ours.yaml"])
    assert [str(problem) for problem in (*again.reading_problems, *kit_problems(again))] == []
    begin_with(kit_of(again, "ours"), again, assessment_id="other", title="Other", on=ON)


def test_a_kit_that_leaves_out_the_screening_brings_it_all_the_same(tmp_path: Path) -> None:
    kit = dedent(KIT).partition("answers:")[0].replace("[page]", "[gdpr-dpia]").replace("shop-camera", "bare")
    (tmp_path / "bare.yaml").write_text(kit, encoding="utf-8")
    found = read_definitions([QUESTIONNAIRES, tmp_path / "bare.yaml"])
    begun = begin_with(kit_of(found, "bare"), found, assessment_id="camera", title="Our camera", on=ON)
    assert [ref.id for ref in begun.questionnaires] == ["screening", "gdpr-dpia"]
    assert begun.answers["screening"]["processing_name"].value == "Our camera"


def test_a_kit_names_its_method_and_hands_on_the_one_it_was_made_of(tmp_path: Path) -> None:
    method = "four-by-four-cnil"
    found = library(tmp_path / "first", KIT.replace("[page]\n", f"[page]\n    method: {method}\n"))
    assert method in found.methods
    assessment = begun(found)
    assert assessment.method == method
    form = form_of(assessment, found)
    data = as_kit(evaluate(form, assessment, on=ON), kit_id="ours", title="Ours", sector="all", summary="Ours.")
    assert data["method"] == form.method.id == method


def test_answers_that_are_hidden_stay_out_of_a_kit(tmp_path: Path) -> None:
    found = library(tmp_path)
    told = answered(found)
    answers = {**told.answers["page"], "sound": Answer(value="no"), "when_sound": Answer(value="To hear thieves.")}
    evaluation = evaluate(found.form(["page"]), told.change(answers={"page": answers}), on=ON)
    data = as_kit(evaluation, kit_id="ours", title="Ours", sector="all", summary="Ours.")
    assert data["answers"]["page"]["sound"] == "no"
    assert "when_sound" not in data["answers"]["page"]


def test_what_stands_beside_an_unknown_cell_stays_out_of_a_kit(tmp_path: Path) -> None:
    found = library(tmp_path)
    told = answered(found)
    rows = [
        {"id": "D1", "item": {"unknown": True, "note": "Ask at the desk."}},
        {"id": "D2", "item": {"not_applicable": "There is none."}},
    ]
    given = {**told.answers["page"], "data": Answer(value=rows)}
    evaluation = evaluate(found.form(["page"]), told.change(answers={"page": given}), on=ON)
    data = as_kit(evaluation, kit_id="ours", title="Ours", sector="all", summary="Ours.")
    assert data["answers"]["page"]["data"] == [{"id": "D1", "item": {"unknown": True}}, {"id": "D2"}]


def test_a_title_that_names_the_organisation_is_none_of_a_kit(tmp_path: Path) -> None:
    found = library(tmp_path)
    told = answered(found).change(title="Camera of Bakery Sun", organisation="Bakery Sun")
    assert public_title(evaluate(found.form(["page"]), told, on=ON)) == ""
    assert public_title(evaluate(found.form(["page"]), answered(found), on=ON)) == "Our camera"


def test_the_file_of_a_kit_names_no_register_twice_and_hints_at_the_question(tmp_path: Path) -> None:
    found = library(tmp_path)
    kit = kit_of(found, "shop-camera")
    evaluation = evaluate(found.form(["page"]), begun(found), on=ON)
    lines = invitation(evaluation, hints={point.code: point.hint for point in kit.open}).splitlines()
    keys = [line.removeprefix("# ") for line in lines]
    assert [keys.count(key) for key in ("risks:", "measures:", "decision:", "remarks:")] == [1, 1, 1, 1]
    assert "# What there is stands above, at `risks:` Add others there, with these parts:" in lines
    place = lines.index("    # Hint of the starter kit: The day of the first picture.")
    assert lines[place + 1].startswith("    # P-5 ")
    assert "Hint of the starter kit" not in invitation(evaluation)
