"""Facts of the organisation in the browser: kept beside the workspace, and offered to what begins."""

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from dpia.assessment.organisation import offered_facts
from dpia.data import QUESTIONNAIRES
from dpia.questionnaire.library import read_definitions
from dpia.workspace.organisation import facts_path
from tests.assessment.test_organisation import HOUSE, OTHER, answered
from tests.support.browsing import Desk, desk_over, said, tree
from tests.support.definitions import write_files

SCREENING = """
    id: screening
    version: 1.0.0
    title: Screening
    sections:
      - id: first
        title: First
        questions:
          - {id: name, code: S-1, ask: What is it called?, help: Say., type: text, means: title}
          - {id: place, code: S-2, ask: Where are you?, help: Say., type: text, about: organisation}
    """
KIT = """
    id: till
    kind: kit
    version: 1.0.0
    title: A till
    sector: Trade
    summary: A till.
    questionnaires: [house]
    answers: {house: {size: 3}}
    """
BUTTON = "Keep the facts of the organisation for new assessments"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    texts = {"house": HOUSE, "other": OTHER, "screening": SCREENING, "kit": KIT}
    folder = write_files(tmp_path / "q", **{name: dedent(text) for name, text in texts.items()})
    with desk_over(tmp_path / "w.sqlite", read_definitions([folder, QUESTIONNAIRES / "methods"]).check()) as desk:
        desk.add(answered())
        yield desk


def keep(desk: Desk) -> None:
    answer = desk.client.post("/a/till/organisation")
    assert (answer.status_code, answer.headers["location"]) == (303, "/a/till#organisation-facts")


def test_the_overview_says_what_is_kept_and_keeps_it_for_this_user_alone(desk: Desk) -> None:
    page = desk.client.get("/a/till")
    assert BUTTON in said(page)
    assert re.search(r"not of this processing alone: H-2 ?, H-5 ?, H-7 ?\. ", said(page))
    keep(desk)
    path = facts_path(desk.workspace)
    assert path.name == "w.sqlite.organisation.yaml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert "Kept now: those from “Till”" in said(desk.client.get("/a/till"))


def test_a_new_assessment_gets_them_when_their_questionnaire_is_opened(desk: Desk) -> None:
    keep(desk)
    assert "Facts of the organisation, kept from “Till”" in said(desk.client.get("/new"))
    desk.client.post("/new", {"title": "Bread", "organisation": ""})
    assert desk.assessment("bread").organisation == "Bakery Example"
    assert offered_facts(desk.assessment("bread")) == ()
    desk.client.post("/a/bread/open", {"questionnaire": "house", "reason": "It applies."})
    assert offered_facts(desk.assessment("bread")) == ("house.size", "house.firms", "house.means")
    assert "A fact of the organisation, kept from “Till”" in said(desk.client.get("/a/bread/s/house/all"))


def test_what_somebody_took_away_does_not_come_back_with_the_next_questionnaire(desk: Desk) -> None:
    keep(desk)
    desk.client.post("/new", {"title": "Bread"})
    desk.client.post("/a/bread/open", {"questionnaire": "house", "reason": "It applies."})
    stored = desk.workspace.get("bread")
    cleared = stored.assessment.with_answer("house.size", None)
    desk.workspace.save("bread", cleared, seen=stored.number, actor="A", at=stored.at)
    desk.client.post("/a/bread/open", {"questionnaire": "other", "reason": "It applies."})
    assert "house.size" not in offered_facts(desk.assessment("bread"))


def test_a_kit_goes_first_and_facts_fill_what_it_leaves_open(desk: Desk) -> None:
    keep(desk)
    desk.client.post("/new", {"title": "Another till", "kit": "till"})
    begun = desk.assessment("another-till")
    assert begun.answers["house"]["size"].value == 3
    assert offered_facts(begun) == ("house.firms", "house.means")


def test_one_can_begin_without_them(desk: Desk) -> None:
    keep(desk)
    assert tree(desk.client.get("/new")).find("input", name="without_facts", value="yes")
    desk.client.post("/new", {"title": "Bare", "kit": "till", "without_facts": "yes"})
    assert offered_facts(desk.assessment("bare")) == ()
    assert desk.assessment("bare").organisation is None


def test_an_assessment_without_facts_keeps_none(desk: Desk) -> None:
    desk.client.post("/new", {"title": "Bare"})
    assert BUTTON not in said(desk.client.get("/a/bare"))
    answer = desk.client.post("/a/bare/organisation")
    assert answer.status_code == 422
    assert "No fact of the organisation is answered here yet" in said(answer)
    assert not facts_path(desk.workspace).exists()


def test_facts_that_others_could_have_written_or_nobody_can_read_are_not_offered(desk: Desk) -> None:
    keep(desk)
    path = facts_path(desk.workspace)
    path.chmod(0o644)
    assert "Facts of the organisation, kept from" not in said(desk.client.get("/new"))
    keep(desk)
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text("kind: organisation\n", encoding="utf-8")
    assert desk.client.post("/new", {"title": "Bread"}).status_code == 303
