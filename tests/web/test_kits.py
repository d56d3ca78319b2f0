"""Starter kits in the browser: cards on the page of a new assessment, what is suggested, and a kit of one's own."""

from pathlib import Path

from dpia.assessment.duplicating import suggestions
from dpia.assessment.evaluation import evaluate
from dpia.assessment.model import Answer
from dpia.assessment.organisation import facts_of
from dpia.workspace.organisation import keep_facts
from tests.assessment.test_kits import ON, answered, library
from tests.support.browsing import desk_over, said, tree


def test_a_card_begins_an_assessment_in_which_all_is_only_suggested(tmp_path: Path) -> None:
    with desk_over(tmp_path / "w.sqlite", library(tmp_path / "q")) as desk:
        page = desk.client.get("/new")
        assert "Camera of a shop Trade One or two cameras." in said(page)
        chosen = desk.client.get("/new?kit=shop-camera")
        assert "What only you can say: P-5 The day of the first picture." in said(chosen)
        assert tree(chosen).find("input", name="kit", value="shop-camera")
        answer = desk.client.post("/new", {"kit": "shop-camera", "title": "Our camera"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/a/our-camera/s/page/all")
        assert "page.sound" in suggestions(desk.assessment("our-camera"))
        assert "Suggested by the starter kit “Camera of a shop”" in said(desk.client.get("/a/our-camera/s/page/all"))


def test_a_title_that_is_missing_leaves_the_kit_chosen(tmp_path: Path) -> None:
    with desk_over(tmp_path / "w.sqlite", library(tmp_path / "q")) as desk:
        answer = desk.client.post("/new", {"kit": "shop-camera", "title": " "})
        assert answer.status_code == 422
        assert tree(answer).find("input", name="kit", value="shop-camera")
        assert desk.client.get("/new?kit=shop-cam").status_code == 404


def test_an_assessment_is_given_away_as_a_kit(tmp_path: Path) -> None:
    found = library(tmp_path / "q")
    with desk_over(tmp_path / "w.sqlite", found) as desk:
        desk.add(answered(found))
        answer = desk.client.get("/a/camera/export.kit")
        assert 'filename="camera-kit.yaml"' in answer.headers["content-disposition"]
        assert "item: Pictures" in answer.text
        assert "xample" not in answer.text


def test_a_kit_says_nothing_of_whose_processing_it_was(tmp_path: Path) -> None:
    found = library(tmp_path / "q")
    with desk_over(tmp_path / "w.sqlite", found) as desk:
        told = answered(found).change(id="bakery-sun", title="Camera of Bakery Sun", organisation="Bakery Sun")
        desk.add(told)
        answer = desk.client.get("/a/bakery-sun/export.kit")
        assert "akery" not in answer.text + answer.headers["content-disposition"]


def test_an_organisation_that_is_too_long_is_told_at_its_field_and_the_tick_stays(tmp_path: Path) -> None:
    found = library(tmp_path / "q")
    with desk_over(tmp_path / "w.sqlite", found) as desk:
        told = answered(found).change(organisation="Bakery Sun")
        facts = facts_of(evaluate(found.form(["page"]), told, on=ON), on=ON)
        keep_facts(desk.workspace, facts.model_copy(update={"answers": {"page": {"sound": Answer(value="no")}}}))
        sent = {"title": "Our camera", "organisation": "x" * 501, "without_facts": "yes"}
        answer = desk.client.post("/new", sent)
        assert answer.status_code == 422
        (summary,) = tree(answer).find("div", class_="error-summary")
        assert "Give the organisation a name of at most 500 characters." in summary.words()
        assert [link.attributes["href"] for link in summary.find("a")] == ["#organisation"]
        assert tree(answer).find("input", id_="organisation", aria_invalid="true")
        assert not tree(answer).find("input", id_="title", aria_invalid="true")
        (tick,) = tree(answer).find("input", name="without_facts")
        assert "checked" in tick.attributes
        (tick,) = tree(desk.client.post("/new", {**sent, "without_facts": ""})).find("input", name="without_facts")
        assert "checked" not in tick.attributes


def test_what_is_suggested_is_a_named_group_and_an_error_leads_to_it(tmp_path: Path) -> None:
    with desk_over(tmp_path / "w.sqlite", library(tmp_path / "q")) as desk:
        assert desk.client.post("/new", {"kit": "shop-camera", "title": "Our camera"}).status_code == 303
        answer = desk.client.post("/a/our-camera/suggested", {"do": "keep"})
        assert answer.status_code == 422
        (group,) = tree(answer).find("fieldset", id_="suggested")
        assert [legend.words() for legend in group.find("legend")] == ["What to keep"]
        (summary,) = tree(answer).find("div", class_="error-summary")
        assert summary.find("h2") and summary.find("a", href="#suggested")
