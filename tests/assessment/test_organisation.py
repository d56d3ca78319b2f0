"""Facts of the organisation: taken out as they stand, offered where nothing is answered, and read strictly."""

from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from dpia.assessment.duplicating import keep, suggestions
from dpia.assessment.evaluation import evaluate
from dpia.assessment.model import Assessment, Suggester
from dpia.assessment.organisation import OrganisationFacts, facts_of, offered_facts, read_facts, with_facts
from dpia.assessment.starting import new_assessment
from dpia.data import QUESTIONNAIRES
from dpia.errors import AssessmentError, DefinitionError
from dpia.questionnaire.library import Library, read_definitions
from dpia.shipped import shipped_library
from tests.support.definitions import write_files

KEPT_ON = date(2026, 11, 24)
HOUSE = """
    id: house
    version: 1.0.0
    title: House
    sections:
      - id: all
        title: All
        questions:
          - {id: why, code: H-1, ask: Why is it done?, help: Say., type: text}
          - {id: size, code: H-2, ask: How many work here?, help: Say., type: number, about: organisation}
          - {id: big, code: H-3, ask: Who leads?, help: Say., type: text, when: size > 9, about: organisation}
          - id: firms
            code: H-5
            ask: Which firms help?
            help: Say.
            type: table
            prefix: F
            about: organisation
            columns:
              - {id: firm, ask: Which?, type: text}
              - {id: signed, ask: Is there a contract?, type: yes_no}
              - {id: until, ask: Until when?, type: date, required: false}
              - {id: proof, ask: Where is it?, type: evidence, required: false}
          - id: data
            code: H-6
            ask: Which data?
            help: Say.
            type: table
            prefix: D
            columns: [{id: item, ask: What?, type: text}]
          - id: means
            code: H-7
            ask: With what?
            help: Say.
            type: table
            prefix: A
            about: organisation
            columns:
              - {id: thing, ask: What?, type: text}
              - {id: run_by, ask: By whom?, type: row, of: firms, required: false}
              - {id: holds, ask: Which data?, type: row, of: data, many: true, required: false}
    """
OTHER = """
    id: other
    version: 1.0.0
    title: Other
    uses: [house]
    sections:
      - id: one
        title: One
        questions:
          - {id: staff, code: O-1, ask: How many are you?, help: Say., type: number, default_from: house.size, about: organisation}
    """
ANSWERS: dict[str, Any] = {
    "why": "To sell bread.",
    "size": {"value": 6, "note": "Asked A. Example"},
    "big": "Nobody.",
    "firms": [
        {
            "id": "F1",
            "firm": {"value": "Example Hosting", "note": "Called on Monday"},
            "signed": {"unknown": True},
            "until": "2027-01-01",
            "proof": {"title": "Contract", "link": "https://example.org/contract"},
        },
        {"id": "F2", "firm": "Example Mail", "signed": {"not_applicable": "It sees no data."}},
    ],
    "data": [{"id": "D1", "item": "Names"}],
    "means": [{"id": "A1", "thing": "Till", "run_by": "F1", "holds": ["D1"]}],
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = write_files(tmp_path_factory.mktemp("q"), house=dedent(HOUSE), other=dedent(OTHER))
    return read_definitions([folder, QUESTIONNAIRES / "methods"]).check()


def answered(**more: Any) -> Assessment:
    return Assessment.model_validate(
        {
            "id": "till",
            "title": "Till",
            "organisation": "Bakery Example",
            "questionnaires": [{"id": "house", "version": "1.0.0"}],
            "answers": {"house": {**ANSWERS, **more}},
        }
    )


def facts(library: Library, **more: Any) -> OrganisationFacts:
    return facts_of(evaluate(library.form(["house"]), answered(**more), on=KEPT_ON), on=KEPT_ON)


def empty(library: Library, *names: str) -> Assessment:
    return new_assessment(library.form(names), assessment_id="new", title="New", created=KEPT_ON)


def test_facts_are_what_stands_without_days_notes_evidence_and_other_tables(library: Library) -> None:
    found = facts(library)
    assert found.keys == ("house.size", "house.firms", "house.means")
    assert found.model_dump(mode="json")["answers"]["house"] == {
        "size": 6,
        "firms": [
            {"id": "F1", "firm": "Example Hosting"},
            {"id": "F2", "firm": "Example Mail", "signed": {"not_applicable": "It sees no data."}},
        ],
        "means": [{"id": "A1", "thing": "Till", "run_by": "F1"}],
    }
    assert (found.organisation, found.source, found.on) == ("Bakery Example", "Till", KEPT_ON)


def test_what_is_unknown_hidden_or_only_suggested_is_no_fact(library: Library) -> None:
    origin = {"kind": "kit", "name": "Shop", "on": "2026-11-24"}
    found = facts(library, size={"unknown": True}, firms={"value": ANSWERS["firms"], "suggested": origin})
    assert found.keys == ("house.big", "house.means")  # nobody knows the size, so who leads is asked
    assert "house.big" not in facts(library).keys


def test_offered_facts_count_as_missing_until_a_person_keeps_them(library: Library) -> None:
    form = library.form(["house"])
    begun = with_facts(form, empty(library, "house"), facts(library))
    assert suggestions(begun) == offered_facts(begun) == ("house.size", "house.firms", "house.means")
    assert begun.organisation == "Bakery Example"
    origin = begun.answers["house"]["size"].suggested
    assert origin is not None
    assert (origin.kind, origin.name, origin.on) == (Suggester.ORGANISATION, "Till", KEPT_ON)
    assert {"house.size", "house.firms"} <= {key for key, _ in evaluate(form, begun, on=KEPT_ON).missing}
    kept = evaluate(form, keep(begun, suggestions(begun)), on=KEPT_ON)
    assert "house.size" not in {key for key, _ in kept.missing}
    assert kept.states["house.means"].given


def test_facts_never_take_the_place_of_an_answer(library: Library) -> None:
    mine = empty(library, "house").change(
        organisation="Mill Example", answers={"house": {"size": 3, "firms": [{"id": "F7", "firm": "Other"}]}}
    )
    found = with_facts(library.form(["house"]), mine, facts(library))
    assert (found.organisation, found.answers["house"]["size"].value) == ("Mill Example", 3)
    assert offered_facts(found) == ("house.means",)
    assert found.answers["house"]["means"].value == [{"id": "A1", "thing": "Till"}]  # F1 is another firm here, or none


def test_what_does_not_fit_any_more_is_left_out(library: Library) -> None:
    moved = facts(library).model_copy(
        update={"answers": {"house": {"size": answered(why="x").answers["house"]["why"]}}}
    )
    assert offered_facts(with_facts(library.form(["house"]), empty(library, "house"), moved)) == ()


def test_what_is_handed_on_is_not_offered_twice_and_known_files_are_left_alone(library: Library) -> None:
    form = library.form(["house", "other"])
    given = {"house": {"size": 6}, "other": {"staff": 6}}
    found = facts(library).model_copy(update={"answers": answered().change(answers=given).answers})
    begun = empty(library, "house", "other")
    assert offered_facts(with_facts(form, begun, found)) == ("house.size",)
    assert offered_facts(with_facts(form, begun, found, known={"house"})) == ("other.staff",)


def test_a_file_of_facts_is_read_as_it_was_written(library: Library, tmp_path: Path) -> None:
    found = facts(library)
    (tmp_path / "organisation.yaml").write_text(found.text(), encoding="utf-8")
    assert read_facts(tmp_path / "organisation.yaml", library.form(["house"])) == found


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("size: 6", "size: six", "organisation.yaml:6:11: "),
        ("size: 6", "sizes: 6", "“house” asks for no fact of the organisation called “sizes” (did you mean “size”?)"),
        ("size: 6", "why: Bread", "“house” asks for no fact of the organisation called “why”"),
        ("house:", "houses:", "No questionnaire or module is called “houses” (did you mean “house”?)"),
        ("source:", "sources:", "There is no entry “sources” here (did you mean “source”?)"),
        ("kind: organisation", "kind: organization", "The file holds no facts of an organisation"),
        ("run_by: F1", "run_by: F9", "F9"),
    ],
)
def test_what_is_wrong_in_a_file_of_facts_is_told_with_its_place(
    library: Library, tmp_path: Path, old: str, new: str, says: str
) -> None:
    path, text = tmp_path / "organisation.yaml", facts(library).text().replace("organisation: Bakery Example\n", "")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(AssessmentError) as wrong:
        read_facts(path, library.form(["house"]))
    told = [str(problem) for problem in wrong.value.problems]
    assert any(line.startswith("organisation.yaml:") or "/organisation.yaml:" in line for line in told)
    assert any(says in line for line in told), told


@pytest.mark.parametrize("more", ["type: date", "type: text, once: true", "type: evidence", "type: info"])
def test_what_is_of_one_processing_cannot_be_about_the_organisation(tmp_path: Path, more: str) -> None:
    old = "code: H-1, ask: Why is it done?, help: Say., type: text"
    text = dedent(HOUSE).replace(old, f"code: H-1, ask: Why?, help: Say., about: organisation, {more}")
    assert text != dedent(HOUSE)
    with pytest.raises(DefinitionError, match="is no fact of the organisation"):
        read_definitions([write_files(tmp_path, house=text), QUESTIONNAIRES / "methods"]).check()


def test_the_shipped_questionnaires_say_which_questions_are_about_the_organisation() -> None:
    marked = {
        question.code
        for item in shipped_library().questionnaires.values()
        for question in item.questions()
        if question.about == "organisation"
    }
    assert {"SCR-02", "G-0.1", "G-0.2", "G-1.10", "G-2.40"} <= marked
    assert not {code for code in marked if code is not None and code.startswith(("G-3", "G-4", "G-5", "G-6"))}
