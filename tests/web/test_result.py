"""The page with the result of the screening: what applies, why, how deep, and what it takes."""

from pathlib import Path

from dpia.assessment.files import read_assessment
from dpia.assessment.model import Assessment
from dpia.assessment.routing import open_questionnaire
from dpia.questionnaire.compiled import Form
from tests.assessment.test_depth import GATE, LIBRARY, MACHINE, QUESTIONS
from tests.support.browsing import desk_over, said, tree
from tests.support.forms import make_assessment, make_library


def begun(form: Form = GATE, **answers: object) -> Assessment:
    return make_assessment(form, answers)


def test_it_says_what_applies_and_why_and_opens_it(tmp_path: Path) -> None:
    with desk_over(tmp_path / "w.sqlite", LIBRARY) as desk:
        desk.add(begun(watched="yes"))
        page = said(desk.client.get("/a/sample/result"))
        assert "machine · applies Note A machine looks. G-1 Answer it : machine" in page
        assert "Full depth – every question is asked, because of these answers: Is a place watched? Yes" in page
        assert "About 5 questions, 1 of them answered; what is left takes about an hour" in page
        assert "Ask everything" not in page
        assert desk.client.post("/a/sample/open", {"questionnaire": "machine"}).status_code == 303
        assert "machine · in this assessment" in said(desk.client.get("/a/sample/result"))


def test_full_depth_is_asked_for_by_one_button_and_taken_back(tmp_path: Path) -> None:
    with desk_over(tmp_path / "w.sqlite", LIBRARY) as desk:
        desk.add(begun(watched="no"))
        answer = desk.client.get("/a/sample/result")
        assert "Core – nothing that was answered calls for more. Ask everything" in said(answer)
        assert "Depth core · why Ask everything" in said(desk.client.get("/a/sample"))
        assert len(tree(answer).find("form", action="/a/sample/depth")) == 1
        assert desk.client.post("/a/sample/depth", {"full": "yes"}).status_code == 303
        page = said(desk.client.get("/a/sample/result"))
        assert "because of these answers: Everything? Yes Ask only what is needed" in page
        assert "Depth full (G-2) · why" in said(desk.client.get("/a/sample"))
        assert desk.client.post("/a/sample/depth", {"full": "no"}).status_code == 303
        assert "Core – nothing" in said(desk.client.get("/a/sample/result"))


def test_an_assessment_without_the_screening_has_no_depth_to_ask_for(tmp_path: Path) -> None:
    with desk_over(tmp_path / "w.sqlite", LIBRARY) as desk:
        desk.add(make_assessment(LIBRARY.form(["machine"])))
        assert "How deep it goes" not in said(desk.client.get("/a/sample/result"))
        assert desk.client.post("/a/sample/depth", {"full": "yes"}).status_code == 422


def test_a_screening_that_ends_without_an_assessment_says_what_was_decided(tmp_path: Path) -> None:
    screening, _ = read_assessment(Path("tests/data/screenings/club-list.yaml"))
    with desk_over(tmp_path / "w.sqlite") as desk:
        desk.add(screening)
        page = said(desk.client.get("/a/club-list/result"))
        assert "What was decided What is decided about the DPIA? A DPIA is not required and will not be made" in page
        assert "28 questions are asked, and nothing that has to be answered is left." in page
        assert "How deep it goes" not in page
        assert "Next review 2027-10-04" in said(desk.client.get("/a/club-list"))


def test_a_result_that_rests_on_suggestions_says_how_many_there_are(tmp_path: Path) -> None:
    suggested = {"value": "yes", "suggested": {"kind": "kit", "name": "Till", "on": "2026-11-24"}}
    with desk_over(tmp_path / "w.sqlite", LIBRARY) as desk:
        desk.add(begun(watched=suggested))
        page = desk.client.get("/a/sample/result")
        assert "1 entry is only suggested and counts as missing. Look at them" in said(page)
        assert tree(page).find("a", href="/a/sample/suggested")
        stored = desk.workspace.get("sample")
        kept = stored.assessment.with_answer("gate.watched", "yes")
        desk.workspace.save("sample", kept, seen=stored.number, actor="A", at=stored.at)
        assert "only suggested" not in said(desk.client.get("/a/sample/result"))


def test_whoever_may_take_the_full_depth_back_reads_which_findings_would_fall_silent(tmp_path: Path) -> None:
    bad = "findings: [{id: many, if: more >= 9, level: block, says: They are too many., because: B., mend: M., basis: proposal}]"
    more = "- {id: more, code: G-4, ask: How many?, type: number, when: depth >= 1}"
    assert more in QUESTIONS
    found = make_library(gate=QUESTIONS.replace(more, f"{more[:-1]}, {bad}}}"), machine=MACHINE)
    form = found.form(["gate"])
    with desk_over(tmp_path / "w.sqlite", found) as desk:
        desk.add(make_assessment(form, {"watched": "no", "wanted": "yes", "more": 12}))
        desk.add(make_assessment(form, {"watched": "yes", "wanted": "yes", "more": 12}, id="deep"))
        told = "would not be told any more: Blocks approval (proposal) They are too many. G-4"
        assert told in said(desk.client.get("/a/sample/result"))
        assert "would not be told" not in said(desk.client.get("/a/deep/result"))


def test_a_form_that_need_not_be_answered_is_closed_on_the_page(tmp_path: Path) -> None:
    screening, _ = read_assessment(Path("tests/data/screenings/club-list.yaml"))
    with desk_over(tmp_path / "w.sqlite") as desk:
        both = open_questionnaire(screening, desk.workspace.library, "gdpr-dpia")
        desk.add(both)
        answer = desk.client.get("/a/club-list/result")
        assert "need not be answered. Without it the report is the record of the screening." in said(answer)
        assert tree(answer).find("input", id_="why-gdpr-dpia")
        sent = {"questionnaire": "gdpr-dpia", "reason": "The screening ends here."}
        assert desk.client.post("/a/club-list/close", sent).status_code == 303
        assert "need not be answered" not in said(desk.client.get("/a/club-list/result"))
        assert "The screening ends here." in said(desk.client.get("/a/club-list/report.html"))


def test_on_an_archived_assessment_nothing_is_opened(tmp_path: Path) -> None:
    with desk_over(tmp_path / "w.sqlite", LIBRARY) as desk:
        desk.add(begun(watched="yes"))
        for page in ("/a/sample/result", "/a/sample"):
            assert not tree(desk.client.get(page)).find("button", class_="primary", disabled="")
        assert desk.client.post("/a/sample/archive", {"archived": "yes"}).status_code == 303
        for page in ("/a/sample/result", "/a/sample"):
            (form,) = tree(desk.client.get(page)).find("form", action="/a/sample/open", class_="inline")
            assert form.find("button", disabled="")
