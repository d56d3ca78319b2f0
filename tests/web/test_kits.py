"""Starter kits in the browser: cards on the page of a new assessment, what is suggested, and a kit of one's own."""

from pathlib import Path

from dpia.assessment.duplicating import suggestions
from tests.assessment.test_kits import answered, library
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
