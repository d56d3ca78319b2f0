"""What the pages show of layers, of the reasons for an assessment, and of the project's own proposals."""

from pathlib import Path

from tests.questionnaire.test_layers import ACTIONS, GATE, GENERAL, LAYER, WORDS, library
from tests.report.test_registers import REASONS
from tests.support.browsing import desk_over, example, said, tree
from tests.support.forms import make_assessment, make_library


def test_a_section_shows_the_reasons_and_what_is_a_proposal(tmp_path: Path) -> None:
    found = make_library(page=REASONS)
    with desk_over(tmp_path / "w.sqlite", found) as desk:
        desk.add(make_assessment(found.form(["page"]), {"watched": "yes", "hidden": "yes"}))
        page = said(desk.client.get("/a/sample/s/page/all"))
    assert "Why is it assessed? A public place is watched. Is a street watched? Yes" in page
    assert "Is the camera hidden? (proposal)" in page
    assert "Blocks approval (proposal) Nobody can see it." in page


def test_the_register_offers_risks_of_open_layers_and_says_what_one_covers(tmp_path: Path) -> None:
    found = library(tmp_path, GATE, GENERAL, LAYER, WORDS, ACTIONS).check()
    closed = make_assessment(found.form(["gate"]), {"danger": "no", "leak": "yes"})
    opened = make_assessment(found.form(["gate"]), {"danger": "yes", "leak": "yes"})
    with desk_over(tmp_path / "w.sqlite", found) as desk:
        desk.add(closed.change(id="closed"))
        desk.add(opened.change(id="opened"))
        assert "Another use" in said(desk.client.get("/a/closed/risks"))
        assert "Misuse" not in said(desk.client.get("/a/closed/risks"))
        assert "Misuse" in said(desk.client.get("/a/opened/risks"))
        assert "Stands for: GR01 A general leak" in said(desk.client.get("/a/opened/risks/R01"))


def test_a_module_is_closed_with_a_reason_and_opened_again(tmp_path: Path) -> None:
    with desk_over(tmp_path / "w.sqlite") as desk:
        desk.add(example("lumen-line"))
        before = desk.assessment("lumen-line")
        name = next(iter(desk.workspace.form_of(before).modules["security"].walk())).id
        section = f"/a/lumen-line/s/security/{name}"
        assert desk.client.get(section).status_code == 200
        offered = tree(desk.client.get("/a/lumen-line")).find("input", name="questionnaire", value="security")
        assert len(offered) == 1
        answer = desk.client.post("/a/lumen-line/close", {"questionnaire": "security", "reason": "Done elsewhere."})
        assert answer.status_code == 303
        assert desk.client.get(section).status_code == 404
        assert "closed: Done elsewhere." in said(desk.client.get("/a/lumen-line"))
        again = {"questionnaire": "security"}
        assert desk.client.post("/a/lumen-line/open", again).status_code == 303
        assert desk.client.get(section).status_code == 200
        assert desk.assessment("lumen-line").answers == before.answers
        assert desk.assessment("lumen-line").routing == before.routing


def test_nobody_is_made_to_say_that_it_was_opened_again(tmp_path: Path) -> None:
    with desk_over(tmp_path / "w.sqlite") as desk:
        desk.add(example("corner-camera"))
        closed = {"questionnaire": "gdpr-dpia", "reason": "Done elsewhere."}
        assert desk.client.post("/a/corner-camera/close", closed).status_code == 303
        (form,) = [
            form
            for form in tree(desk.client.get("/a/corner-camera")).find("form", action="/a/corner-camera/open")
            if "Open it again" in form.words()
        ]
        assert form.find("input", name="questionnaire") and not form.find("input", name="reason")
        assert desk.client.post("/a/corner-camera/open", {"questionnaire": "gdpr-dpia"}).status_code == 303
        assert desk.assessment("corner-camera").closed == frozenset()


def test_the_screening_is_not_closed_while_the_form_stands_that_it_protects(tmp_path: Path) -> None:
    with desk_over(tmp_path / "w.sqlite") as desk:
        desk.add(example("lumen-line"))
        page = tree(desk.client.get("/a/lumen-line"))
        assert page.find("textarea", id_="why-gdpr-dpia") and not page.find("textarea", id_="why-screening")
        answer = desk.client.post("/a/lumen-line/close", {"questionnaire": "screening", "reason": "Done elsewhere."})
        assert answer.status_code == 422
        assert "“gdpr-dpia” needs “screening”" in said(answer)
        assert "screening" in [ref.id for ref in desk.assessment("lumen-line").questionnaires]
