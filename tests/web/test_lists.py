"""National lists in the browser: beside the field, those first that the answers point to, without a script."""

from pathlib import Path
from typing import Any

from dpia.assessment.model import Assessment
from dpia.shipped import shipped_library
from tests.questionnaire.test_national import NOTHING
from tests.support.browsing import Desk, desk_over, said, tree
from tests.support.forms import make_assessment

LAW = "/a/sample/s/screening/legal_triggers"
RESULT = "/a/sample/s/screening/result"


def screened(**answers: Any) -> Assessment:
    form = shipped_library().form(["screening"])
    return make_assessment(form, NOTHING | {"trafficking_triggers": ["none"], "data_leaves": ["none"]} | answers)


def beside(desk: Desk, address: str, code: str) -> str:
    """What stands in the list beside a question, folded as it is sent."""
    page = tree(desk.client.get(address))
    key = {"SCR-11": "q-screening-on_list", "SCR-29.which": "q-screening-exit_which"}[code]
    [question] = page.find("section", id=key)
    [lists] = question.find("details", **{"class": "more lists"})
    return " ".join(lists.words().split())


def test_the_entries_that_answers_point_to_come_first_and_are_marked(tmp_path: Path) -> None:
    with desk_over(tmp_path / "w.sqlite") as own:
        own.add(screened(c3_monitoring="yes", people_concerned=["employees"]))
        told = beside(own, LAW, "SCR-11")
        assert "entries on lists of supervisory authorities · your answers point to" in told
        first, mark = told.index("The work of staff is watched"), told.index("your answers point to this entry")
        assert mark < first
        assert first < told.index("Hospitals, clinics and homes")
        assert "Commission nationale de l'informatique et des libertés (CNIL) , 11 October 2018" in told
        assert "read on 30 November 2026" in told
        assert "known from another publication, read on 30 November 2026" in told
        assert "needs no assessment" not in told


def test_where_no_answer_points_to_one_every_list_is_there_and_nothing_is_marked(tmp_path: Path) -> None:
    with desk_over(tmp_path / "w.sqlite") as own:
        own.add(screened())
        told = beside(own, LAW, "SCR-11")
        assert "your answers point to" not in told
        assert "France" in told and "Norway" in told


def test_the_lists_of_exemptions_stand_beside_the_ground_for_making_none(tmp_path: Path) -> None:
    answers = {"screening_decision": "not_required", "exit_ground": "listed_exempt", "c7_vulnerable": "yes"}
    with desk_over(tmp_path / "w.sqlite") as own:
        own.add(screened(organisation_kind="ngo", c6_matching="yes", people_concerned=["weak_position"], **answers))
        told = beside(own, RESULT, "SCR-29.which")
        assert "An association, foundation or other non-profit body" in told
        assert "your answers point to this entry" in told
        assert "Hospitals, clinics and homes" not in told


def test_a_question_without_lists_has_none_beside_it(tmp_path: Path) -> None:
    with desk_over(tmp_path / "w.sqlite") as own:
        own.add(screened())
        page = tree(own.client.get("/a/sample/s/screening/what_and_who"))
        assert page.find("section", id="q-screening-organisation_kind")
        assert "supervisory authorities" not in said(own.client.get("/a/sample/s/screening/nine_criteria"))
