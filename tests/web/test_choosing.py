"""Two people at one risk, measure, decision or title: the later one is shown both, chooses, and loses nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from dpia.assessment.model import Outcome, Risk
from tests.support.browsing import Desk, changed, desk_over, filled, form_data, said, tree
from tests.support.reports import small_assessment, small_library

RISK, MEASURE, DECISION, OWN = "/a/full/risks/R01", "/a/full/measures/M1", "/a/full/decision", "/a/full/risks/X01"
ACCEPTED = {"by": "A. Official", "role": "Head", "reason": "It is needed.", "on": "2026-11-20"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path / "workspace.sqlite", small_library()) as found:
        whole = small_assessment().change(id="full", decision=None, remarks=())
        own = Risk(id="X01", title="A risk of our own")
        found.add(whole.change(risks=(*whole.risks, own)))
        yield found


def risk(desk: Desk, name: str = "R01") -> Risk | None:
    return next((one for one in desk.assessment("full").risks if one.id == name), None)


def send(desk: Desk, address: str, form: list[tuple[str, str]], **given: str) -> httpx.Response:
    return desk.client.post(address, changed(form, given))


def both(desk: Desk, address: str, theirs: dict[str, str], mine: dict[str, str], **more: Any) -> httpx.Response:
    """Two windows are open at once; somebody else saves first."""
    shown = desk.client.get(address)
    first = desk.client.post(address, filled(shown, **theirs))
    assert first.status_code == 303, said(first)
    return desk.client.post(address, filled(shown, **mine), **more)


def keep_mine(desk: Desk, answer: httpx.Response) -> httpx.Response:
    """Presses "Keep mine" on the page with the choice."""
    (form,) = [
        one for one in tree(answer).find("form") if any(n.attributes.get("name") == "made_from" for n in one.all())
    ]
    sent = [
        (node.attributes["name"] or "", node.attributes.get("value") or "")
        for node in form.find("input")
        if node.attributes.get("name")
    ]
    return desk.client.post(str(form.attributes["action"]), sent)


def test_a_risk_that_two_changed_is_shown_in_both_versions(desk: Desk) -> None:
    answer = both(desk, RISK, {"harm": "Their harm"}, {"harm": "My harm,\non two lines", "people": "Forty"})
    assert answer.status_code == 409
    for words in (
        "Somebody else changed this in between",
        "Their harm",
        "My harm",
        "Forty",
        "Keep mine",
        "Keep theirs",
    ):
        assert words in said(answer), words
    assert risk(desk).harm == "Their harm", "nothing was saved yet"  # type: ignore[union-attr]
    assert keep_mine(desk, answer).headers["location"] == f"{RISK}#saved"
    assert (risk(desk).harm, risk(desk).people) == ("My harm,\non two lines", "Forty")  # type: ignore[union-attr]
    assert desk.head("full") == 5, "theirs, mine beside it, theirs again, mine"


def test_what_was_not_chosen_stays_in_the_history_whosever_it_is(desk: Desk) -> None:
    """Nobody presses anything: the tab is closed on the page with the choice."""
    both(desk, RISK, {"harm": "Their harm"}, {"harm": "My harm"})
    seen = str(desk.head("full"))
    taken = {"outcome": "rejected", "by:name": "D. Sample", "on": "2026-11-24", "seen": seen}
    assert desk.client.post(DECISION, {**taken, "reason": "Theirs."}).status_code == 303
    assert desk.client.post(DECISION, {**taken, "reason": "Mine."}).status_code == 409
    harms, reasons = set(), set()
    for number in range(1, desk.head("full") + 1):
        found = desk.workspace.get("full", number).assessment
        harms |= {one.harm for one in found.risks if one.id == "R01"}
        reasons |= {found.decision.reason} if found.decision else set()
    assert {"Their harm", "My harm"} <= harms
    assert {"Theirs.", "Mine."} <= reasons
    assert risk(desk).harm == "Their harm"  # type: ignore[union-attr]
    assert desk.assessment("full").decision.reason == "Theirs."  # type: ignore[union-attr]
    assert desk.workspace.verify("full") == ()


def test_the_choice_goes_through_the_same_checks_again(desk: Desk) -> None:
    answer = both(desk, RISK, {"harm": "Their harm"}, {"harm": "My harm"})
    desk.client.post(RISK, filled(desk.client.get(RISK), harm="A third harm"))
    again = keep_mine(desk, answer)
    assert again.status_code == 409, "somebody saved while the person chose"
    assert "A third harm" in said(again)
    assert keep_mine(desk, again).status_code == 303
    assert risk(desk).harm == "My harm"  # type: ignore[union-attr]


def test_during_an_autosave_the_choice_comes_into_the_page(desk: Desk) -> None:
    answer = both(desk, RISK, {"harm": "Their harm"}, {"harm": "My harm"}, part=True)
    assert answer.status_code == 409
    assert {node.attributes["hx-swap-oob"] for node in tree(answer).all() if "hx-swap-oob" in node.attributes} == {
        "innerHTML"
    }
    assert 'id="error-summary"' in answer.text
    assert keep_mine(desk, answer).status_code == 303
    assert risk(desk).harm == "My harm"  # type: ignore[union-attr]


def test_different_risks_merge_without_a_question(desk: Desk) -> None:
    shown, other = desk.client.get(RISK), desk.client.get(OWN)
    assert desk.client.post(RISK, filled(shown, harm="One")).status_code == 303
    assert desk.client.post(OWN, filled(other, harm="Two")).status_code == 303
    assert (risk(desk).harm, risk(desk, "X01").harm) == ("One", "Two")  # type: ignore[union-attr]


def test_a_risk_that_somebody_removed_can_be_brought_back(desk: Desk) -> None:
    shown = desk.client.get(OWN)
    assert send(desk, OWN, form_data(shown), do="remove", sure="yes").status_code == 303
    assert risk(desk, "X01") is None
    answer = send(desk, OWN, form_data(shown), harm="My harm")
    assert answer.status_code == 409
    assert "My harm" in said(answer)
    assert keep_mine(desk, answer).status_code == 303
    assert (risk(desk, "X01").title, risk(desk, "X01").harm) == ("A risk of our own", "My harm")  # type: ignore[union-attr]


def test_what_has_no_field_comes_back_with_a_removed_risk(desk: Desk) -> None:
    whole = risk(desk, "X01").model_copy(update={"threats": ("A thief", "A flood")})  # type: ignore[union-attr]
    catalogue = Risk(id="R03", scenario="R03", harm="Old")
    risks = (*(one for one in desk.assessment("full").risks if one.id != "X01"), whole, catalogue)
    desk.workspace.save("full", desk.assessment("full").change(risks=risks), seen=1, actor="A", at=datetime.now(UTC))
    for name in ("X01", "R03"):
        address = f"/a/full/risks/{name}"
        shown = desk.client.get(address)
        assert send(desk, address, form_data(shown), do="remove", sure="yes").status_code == 303
        assert keep_mine(desk, send(desk, address, form_data(shown), harm="My harm")).status_code == 303
        assert risk(desk, name).harm == "My harm"  # type: ignore[union-attr]
    assert risk(desk, "X01").threats == ("A thief", "A flood")  # type: ignore[union-attr]
    assert risk(desk, "R03").scenario == "R03"  # type: ignore[union-attr]


def test_a_removed_risk_that_is_half_typed_keeps_its_words(desk: Desk) -> None:
    shown = desk.client.get(OWN)
    assert send(desk, OWN, form_data(shown), do="remove", sure="yes").status_code == 303
    half = {"harm": "My harm", "acceptance:by": "A. Official"}
    pressed = send(desk, OWN, form_data(shown), **half)
    assert (pressed.status_code, dict(form_data(pressed))["harm"].strip()) == (422, "My harm")
    choice = send(desk, OWN, form_data(pressed), **{"acceptance:by": ""})
    assert choice.status_code == 409
    typing = desk.client.post(OWN, changed(form_data(shown), half), part=True)
    assert typing.status_code == 409
    assert "An acceptance is saved when it has" in said(typing), "the page says what is left out"
    assert keep_mine(desk, typing).status_code == 303
    assert (risk(desk, "X01").harm, risk(desk, "X01").acceptance) == ("My harm", None)  # type: ignore[union-attr]


def test_a_link_to_a_measure_that_somebody_removed_is_not_kept(desk: Desk) -> None:
    shown = desk.client.get(RISK)
    assert "M1" in form_values(shown, "measures")
    assert desk.client.post(MEASURE, {"do": "remove", "sure": "yes", "seen": "1"}).status_code == 303
    answer = send(desk, RISK, form_data(shown), harm="My harm")
    assert answer.status_code == 409
    assert keep_mine(desk, answer).status_code == 303
    assert risk(desk).harm == "My harm"  # type: ignore[union-attr]
    assert "M1" not in risk(desk).measures  # type: ignore[union-attr]


def form_values(answer: httpx.Response, name: str) -> list[str]:
    return [value for key, value in form_data(answer) if key == name]


ERRORS: list[tuple[str, dict[str, str], dict[str, str], bool]] = [
    (OWN, {"acceptance:by": "A. Official"}, {"acceptance:by": ""}, False),
    (OWN, {**{f"acceptance:{key}": "x" for key in ACCEPTED}}, {f"acceptance:{key}": "" for key in ACCEPTED}, True),
]


@pytest.mark.parametrize(("address", "wrong", "right", "part"), ERRORS, ids=["pressed", "by autosave"])
def test_after_an_error_the_words_of_the_other_are_not_overwritten(
    desk: Desk, address: str, wrong: dict[str, str], right: dict[str, str], part: bool
) -> None:
    shown = desk.client.get(address)
    assert send(desk, address, form_data(shown), harm="Their words").status_code == 303
    refused = desk.client.post(address, changed(form_data(shown), {"people": "Six", **wrong}), part=part)
    assert refused.status_code == 422
    form = form_data(shown) if part else form_data(refused)
    assert (part and 'id="seen"' not in refused.text) or dict(form)["seen"] == "1"
    again = desk.client.post(address, changed(form, {"people": "Six", **right}), part=part)
    assert again.status_code == 409, "the choice is offered"
    assert risk(desk, "X01").harm == "Their words"  # type: ignore[union-attr]


def test_after_an_error_the_decision_of_the_other_is_not_overwritten(desk: Desk) -> None:
    taken = {"outcome": "rejected", "by:name": "D. Sample", "on": "2026-11-24", "seen": "1"}
    assert desk.client.post(DECISION, {**taken, "reason": "Theirs."}).status_code == 303
    refused = desk.client.post(DECISION, {**taken, "reason": ""})
    assert refused.status_code == 422
    (seen,) = {
        node.attributes["value"]
        for form in tree(refused).find("form", action=DECISION)
        for node in form.find("input", name="seen")
    }
    assert seen == "1"
    assert desk.client.post(DECISION, {**taken, "seen": seen or "", "reason": "Mine."}).status_code == 409


def test_after_an_error_the_answer_of_the_other_is_not_overwritten(desk: Desk) -> None:
    address = "/a/full/s/everything/simple"
    shown = desk.client.get(address)
    assert send(desk, address, form_data(shown), **{"everything.people": "7"}).status_code == 303
    sent = changed(form_data(shown), {"everything.people": "many", "everything.name": "Mine"})
    refused = desk.client.post(address, sent)
    assert dict(form_data(refused))["everything.people:seen"] == "1"
    again = desk.client.post(address, changed(form_data(refused), {"everything.people": "9"}))
    assert again.status_code == 409
    typing = desk.client.post(address, sent, part=True)
    (kept,) = tree(typing).find("input", name="everything.people:seen")
    more = [(kept.attributes["name"] or "", kept.attributes["value"] or ""), ("seen", str(desk.head("full")))]
    sent = [pair for pair in changed(sent, {"everything.people": "9"}) if pair[0] != "seen"]
    assert desk.client.post(address, [*sent, *more], part=True).status_code == 409
    assert desk.assessment("full").answer("everything.people").value == 7  # type: ignore[union-attr]
    assert desk.assessment("full").answer("everything.name").value == "Mine", "what was right is saved"  # type: ignore[union-attr]


def test_with_an_error_on_the_page_the_other_answers_are_saved_again_and_again(desk: Desk) -> None:
    address = "/a/full/s/everything/simple"
    form = changed(form_data(desk.client.get(address)), {"everything.people": "many"})
    for words in ("One", "Two", "Three"):
        answer = desk.client.post(address, changed(form, {"everything.name": words}), part=True)
        assert (answer.status_code, "A number is needed here" in said(answer)) == (200, True)
        form = changed(form, {"seen": str(desk.head("full")), "everything.people:seen": "1"})
        assert desk.assessment("full").answer("everything.name").value == words  # type: ignore[union-attr]
    right = desk.client.post(address, changed(form, {"everything.people": "9"}), part=True)
    assert right.status_code == 200, "nobody else answered it"
    assert desk.assessment("full").answer("everything.people").value == 9  # type: ignore[union-attr]


def test_removing_a_risk_that_somebody_changed_is_asked_for(desk: Desk) -> None:
    answer = both(desk, OWN, {"harm": "Their harm"}, {"do": "remove", "sure": "yes"})
    assert answer.status_code == 409
    assert "Their harm" in said(answer), "what would go is shown"
    assert risk(desk, "X01") is not None
    assert keep_mine(desk, answer).headers["location"] == "/a/full/risks"
    assert risk(desk, "X01") is None


def test_a_measure_that_two_changed_is_shown_in_both_versions(desk: Desk) -> None:
    shown = desk.client.get(MEASURE)
    form = [("seen", "1"), ("title", "Theirs"), ("status", "planned"), ("owner", "The other one")]
    assert shown.status_code == desk.client.get("/a/full/measures").status_code == 200
    assert desk.client.post(MEASURE, form).status_code == 303
    answer = send(desk, MEASURE, form, title="Mine")
    assert answer.status_code == 409
    assert {"Theirs", "Mine"} <= set(said(answer).split())
    assert keep_mine(desk, answer).headers["location"] == "/a/full/measures#m-M1"
    assert next(one for one in desk.assessment("full").measures if one.id == "M1").title == "Mine"
    removal = send(desk, MEASURE, form, do="remove", sure="yes")
    assert removal.status_code == 409
    assert keep_mine(desk, removal).status_code == 303
    assert all(one.id != "M1" for one in desk.assessment("full").measures)


def test_two_decisions_are_shown_and_the_floor_holds_for_the_one_that_is_chosen(desk: Desk) -> None:
    taken = {"outcome": "rejected", "by:name": "D. Sample", "on": "2026-11-24", "seen": "1"}
    assert desk.client.post(DECISION, {**taken, "reason": "Theirs."}).status_code == 303
    answer = desk.client.post(DECISION, {**taken, "reason": "Mine."})
    assert answer.status_code == 409
    assert {"Theirs.", "Mine."} <= set(said(answer).split())
    assert keep_mine(desk, answer).headers["location"] == f"{DECISION}#taken"
    assert desk.assessment("full").decision.reason == "Mine."  # type: ignore[union-attr]
    withdrawal = desk.client.post(DECISION, {"do": "withdraw", "seen": "2"})
    assert withdrawal.status_code == 409
    assert desk.assessment("full").decision.outcome is Outcome.REJECTED  # type: ignore[union-attr]
    assert keep_mine(desk, withdrawal).headers["location"] == DECISION
    assert desk.assessment("full").decision is None


def test_two_titles_are_shown_and_one_is_chosen(desk: Desk) -> None:
    form = [("seen", "1"), ("title", "Theirs"), ("classification", "restricted"), ("version", "1.0"), ("summary", "")]
    assert desk.client.post("/a/full/details", form).status_code == 303
    answer = send(desk, "/a/full/details", form, title="Mine")
    assert answer.status_code == 409
    assert keep_mine(desk, answer).headers["location"] == "/a/full"
    assert desk.assessment("full").title == "Mine"


# ------------------------------------------------------------------------------------------------------ a risk, half typed


def test_while_an_acceptance_is_typed_the_rest_of_the_risk_is_saved(desk: Desk) -> None:
    accepted = {f"acceptance:{key}": words for key, words in ACCEPTED.items()}
    half = {**accepted, "acceptance:on": "", "acceptance:reason": ""}
    answer = desk.client.post(OWN, filled(desk.client.get(OWN), harm="New words", **half), part=True)
    assert answer.status_code == 200
    assert "An acceptance is saved when it has" in said(answer)
    assert (risk(desk, "X01").harm, risk(desk, "X01").acceptance) == ("New words", None)  # type: ignore[union-attr]
    whole = desk.client.post(OWN, filled(desk.client.get(OWN), **accepted), part=True)
    assert "An acceptance is saved" not in said(whole)
    kept = risk(desk, "X01").acceptance  # type: ignore[union-attr]
    assert kept is not None
    assert kept.by == ACCEPTED["by"]
    changing = desk.client.post(OWN, filled(desk.client.get(OWN), **{"acceptance:role": ""}, harm="More"), part=True)
    assert changing.status_code == 200
    assert (risk(desk, "X01").harm, risk(desk, "X01").acceptance) == ("More", kept), (
        "it stands until the new one is whole"
    )  # type: ignore[union-attr]
    form = filled(desk.client.get(OWN), **{f"acceptance:{key}": "" for key in ACCEPTED})
    assert desk.client.post(OWN, form, part=True).status_code == 200
    assert risk(desk, "X01").acceptance is None, "emptied altogether it is taken back"  # type: ignore[union-attr]


def test_a_risk_that_cannot_be_saved_is_shown_again_as_it_was_typed(desk: Desk) -> None:
    typed = {
        "harm": "Words of harm",
        "people": "Fifty",
        "raising": "It is late\nIt is dark",
        "before:severity": "grave",
        "before:reason": "Half a rating",
        "acceptance:by": "A. Official",
        "not_relevant": "Perhaps",
    }
    before = risk(desk, "X01")
    answer = desk.client.post(OWN, filled(desk.client.get(OWN), **typed))
    assert answer.status_code == 422
    assert risk(desk, "X01") == before
    again = dict(form_data(answer))
    for key, words in typed.items():
        assert again[key].strip() == words, key


def test_half_a_rating_is_not_lost_in_silence(desk: Desk) -> None:
    given = {"before:severity": "grave", "before:likelihood": "unlikely", "before:reason": "So."}
    assert desk.client.post(OWN, filled(desk.client.get(OWN), **given)).status_code == 303
    rated = risk(desk, "X01").before  # type: ignore[union-attr]
    assert rated is not None
    ticked = filled(desk.client.get(OWN), **{"done:irreversible": "1"})
    assert desk.client.post(OWN, ticked).status_code == 422, "a tick alone"
    half = filled(desk.client.get(OWN), **{"before:severity": "", "today:reason": "Words alone"}, harm="More")
    answer = desk.client.post(OWN, half, part=True)
    assert "A rating is saved when it has a severity and a likelihood." in said(answer)
    assert (risk(desk, "X01").before, risk(desk, "X01").harm) == (rated, "More")  # type: ignore[union-attr]
    pressed = desk.client.post(OWN, filled(desk.client.get(OWN), **{"today:reason": "Words alone"}))
    assert pressed.status_code == 422
    assert dict(form_data(pressed))["today:reason"].strip() == "Words alone"
    assert dict(form_data(pressed))["before:severity"] == "grave"


def test_nothing_is_removed_without_asking(desk: Desk) -> None:
    for address, words in ((OWN, "A risk of our own"), (MEASURE, "linked with these")):
        asked = desk.client.post(address, {"do": "remove", "seen": "1"})
        assert asked.status_code == 200
        assert words in said(asked)
        assert "Keep it" in said(asked)
    assert desk.head("full") == 1
    (form,) = tree(asked).find("form", action=MEASURE)
    sent = [(node.attributes["name"] or "", node.attributes["value"] or "") for node in form.find("input")]
    assert desk.client.post(MEASURE, sent).status_code == 303
    assert all(one.id != "M1" for one in desk.assessment("full").measures)
