"""A duplicate in the browser: what was said of the other processing waits, is looked at, and is kept by somebody or changed."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dpia.assessment.duplicating import suggestions
from tests.support.browsing import Desk, changed, desk_over, example, fields_of, filled, said, tree

COPY = "lumen-line-2"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path / "workspace.sqlite") as found:
        found.add(example("lumen-line"))
        found.client.post("/a/lumen-line/duplicate")
        yield found


def sent(page: httpx.Response, action: str, **given: str | list[str]) -> list[tuple[str, str]]:
    """What a browser would send of the form of a page that posts to this address."""
    (form,) = (one for one in tree(page).find("form", method="post") if one.attributes["action"].endswith(action))
    return changed(list(fields_of(form)), given)


def waiting(desk: Desk) -> tuple[str, ...]:
    return suggestions(desk.workspace.get(COPY).assessment)


def test_the_overview_and_the_decision_page_say_what_was_not_given_for_this_processing(desk: Desk) -> None:
    overview = said(desk.client.get(f"/a/{COPY}"))
    number = len(tree(desk.client.get(f"/a/{COPY}/suggested")).find("input", name="keep"))
    assert f"{number} entries are only suggested and count as missing." in overview
    assert "suggested, not given for this processing" in said(desk.client.get(f"/a/{COPY}/decision"))


def test_a_section_shows_the_origin_and_keeps_one_answer(desk: Desk) -> None:
    address = f"/a/{COPY}/s/gdpr-dpia/dpo_part"
    page = desk.client.get(address)
    assert "From “Lumen Line" in said(page)
    assert "not given for this processing" in said(page)
    desk.client.post(address, data=filled(page, do="keep:gdpr-dpia.dpo_advice"))
    left = waiting(desk)
    assert "gdpr-dpia.dpo_advice" not in left
    assert "gdpr-dpia.dpo_sign_off" in left


def test_saving_a_page_keeps_nothing_that_was_not_changed_on_it(desk: Desk) -> None:
    before = waiting(desk)
    address = f"/a/{COPY}/s/gdpr-dpia/dpo_part"
    page = desk.client.get(address)
    desk.client.post(address, data=filled(page, **{"gdpr-dpia.dpo_advice:note": "Ask again.", "do": "save"}))
    assert set(waiting(desk)) == set(before)
    words = {"gdpr-dpia.dpo_advice": "Our officer says no.", "do": "save"}
    desk.client.post(address, data=filled(desk.client.get(address), **words))
    assert set(before) - set(waiting(desk)) == {"gdpr-dpia.dpo_advice"}


def test_the_page_of_suggestions_keeps_what_is_ticked(desk: Desk) -> None:
    page = desk.client.get(f"/a/{COPY}/suggested")
    assert said(page).count("not given for this processing") == 1
    assert len(tree(page).find("input", name="keep")) > 60
    assert "I support the processing under conditions." in said(page)
    desk.client.post(f"/a/{COPY}/suggested", data={"keep": ["measures.M01", "risks.R02"]})
    assert not {"measures.M01", "risks.R02"} & set(waiting(desk))
    desk.client.post(f"/a/{COPY}/suggested", data=sent(page, "/suggested", do="all"))
    left = waiting(desk)
    assert all(
        desk.workspace.form_of(desk.workspace.get(COPY).assessment).questions.get(name) is not None for name in left
    )
    desk.client.post(f"/a/{COPY}/suggested", data={"keep": list(left)})
    assert waiting(desk) == ()


def test_keeping_nothing_is_told(desk: Desk) -> None:
    before = waiting(desk)
    told = desk.client.post(f"/a/{COPY}/suggested", data={"shown": list(before), "do": "keep"})
    assert (told.status_code, "Nothing is ticked. Tick what you want to keep." in said(told)) == (422, True)
    assert waiting(desk) == before


def test_saving_a_risk_does_not_give_the_acceptance_of_another_processing(desk: Desk) -> None:
    address = f"/a/{COPY}/risks/R02"
    page = desk.client.get(address)
    desk.client.post(address, data=sent(page, "/risks/R02", harm="Another harm.", do="save"))
    assert "risks.R02" in waiting(desk)
    own = {"acceptance:reason": "We bear it ourselves.", "do": "save"}
    desk.client.post(address, data=sent(desk.client.get(address), "/risks/R02", **own))
    assert "risks.R02" not in waiting(desk)


def test_saving_a_measure_answers_for_it_and_says_which_findings_it_puts_right(desk: Desk) -> None:
    address = f"/a/{COPY}/measures/M22"
    page = desk.client.get(address)
    assert "From “Lumen Line" in said(page)
    mends = ["victim-safety.data_against_victim", "no.such"]
    desk.client.post(address, data=sent(page, "/measures/M22", mends=mends, do="save"))
    measure = next(one for one in desk.workspace.get(COPY).assessment.measures if one.id == "M22")
    assert (measure.mends, measure.suggested) == (("victim-safety.data_against_victim",), None)
    assert "M22" in said(desk.client.get(f"/a/{COPY}/decision"))


def test_a_major_finding_is_accepted_in_writing_and_the_words_stay_where_one_is_missing(desk: Desk) -> None:
    finding = "victim-safety.data_against_victim"
    address = f"/a/{COPY}/accept"
    half = desk.client.post(address, data={"finding": finding, "by": "C. Example", "reason": "Nobody can exclude it."})
    assert half.status_code == 422
    assert "Nobody can exclude it." in half.text
    whole = {"finding": finding, "by": "C. Example", "role": "Director", "on": "2026-11-20", "reason": "It stays so."}
    done = desk.client.post(address, data=whole)
    assert done.status_code == 303, said(done)
    (accepted,) = (one for one in desk.workspace.get(COPY).assessment.acceptances if one.stands)
    assert (accepted.finding, accepted.by) == (finding, "C. Example")
    assert "Accepted by C. Example, Director: It stays so." in said(desk.client.get(f"/a/{COPY}"))
    desk.client.post(address, data={"finding": finding, "do": "withdraw"})
    assert desk.workspace.get(COPY).assessment.acceptances == ()


def test_only_an_open_major_finding_can_be_accepted(desk: Desk) -> None:
    data = {"finding": "icat-ethics.no_human_judgement", "by": "C", "reason": "x", "on": "2026-11-20"}
    assert desk.client.post(f"/a/{COPY}/accept", data=data).status_code == 422


def test_a_conditional_approval_without_a_condition_is_refused_and_its_words_stay(desk: Desk) -> None:
    data = {
        "outcome": "conditional",
        "reason": "It helps people.",
        "by:name": "C. Example",
        "on": "2026-11-24",
        "do": "take",
    }
    answer = desk.client.post("/a/lumen-line/decision", data=data)
    assert answer.status_code == 422
    assert "A conditional approval needs a condition." in said(answer)
    assert "It helps people." in answer.text
