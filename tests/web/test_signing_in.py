"""Whoever is not signed in is told how, keeps every word, and is led back to the same address; forms of scripts stay."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dpia.web.keys import KEY_FIELD, KEY_HEADER
from tests.support.browsing import Client, Desk, desk_over, fields_of, form_data, said, tree
from tests.support.reports import small_assessment, small_library

SECTION = "/a/full/s/everything/simple"
HOSTILE = [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "/a\r\nX: y",
    "",
    "a",
    "/\t/e",
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path / "workspace.sqlite", small_library()) as found:
        found.add(small_assessment().change(id="full", decision=None))
        yield found


@pytest.fixture
def stranger(desk: Desk) -> Iterator[Client]:
    with Client(desk.client.app) as found:
        yield found


def signing_in(answer: httpx.Response, code: str) -> list[tuple[str, str]]:
    assert answer.status_code == 403
    return [*((name, value) for name, value in form_data(answer, "sign-in") if name != "code"), ("code", code)]


def test_a_page_that_is_asked_for_without_a_session_says_how_to_sign_in_and_signing_in_leads_there(
    desk: Desk, stranger: Client
) -> None:
    address = f"{SECTION}?preview=1"
    shown = stranger.get(address)
    assert "Sign in" in said(shown) and "dpia serve" in said(shown)
    assert stranger.post("/sign-in", signing_in(shown, "wrong")).status_code == 403
    led = stranger.post("/sign-in", signing_in(shown, f" {desk.guard.code.upper()} "))
    assert (led.status_code, led.headers["location"]) == (303, address)
    assert stranger.follow(led).status_code == 200
    again = stranger.post("/sign-in", [("to", "/due"), ("code", "")])
    assert (again.status_code, again.headers["location"]) == (303, "/due"), "whoever is signed in needs no code"


def test_a_form_without_a_session_is_given_back_and_sent_again_by_signing_in(desk: Desk, stranger: Client) -> None:
    sent = form_data(desk.client.get(SECTION))
    words = "Words <b>of mine</b>,\non two lines"
    pairs = [(name, words if name == "everything.story" else value) for name, value in sent]
    refused = stranger.post(SECTION, [*pairs, ("do", "save")])
    (field,) = [node for node in tree(refused).find("textarea") if node.attributes["name"] == "everything.story"]
    assert "".join(part.text for part in field.all()).strip() == words
    assert "<b>of mine" not in refused.text
    assert desk.head("full") == 1
    form = signing_in(stranger.post("/sign-in", signing_in(refused, "wrong")), desk.guard.code)
    led = stranger.post("/sign-in", form)
    assert (led.status_code, led.headers["location"]) == (307, SECTION), "the browser sends the form again, as it is"
    assert stranger.post(led.headers["location"], form).status_code == 303
    assert desk.assessment("full").answer("everything.story").value == words  # type: ignore[union-attr]


def test_an_old_tab_that_saves_meanwhile_does_not_keep_a_form_from_being_sent_again(
    desk: Desk, stranger: Client
) -> None:
    form = signing_in(stranger.post(SECTION, form_data(desk.client.get(SECTION))), desk.guard.code)
    assert stranger.post("/sign-in", form).status_code == 307
    ours = {**stranger.ours, KEY_HEADER: "the key of a session that has ended"}
    assert stranger.ask("POST", SECTION, headers=ours, data={"x": "y"}).status_code == 403
    assert stranger.ask("POST", SECTION, headers={**ours, KEY_HEADER: ""}, data=dict(form)).status_code == 303
    assert stranger.ask("POST", SECTION, headers={**ours, KEY_HEADER: ""}, data=dict(form)).status_code == 403, "once"


def test_nobody_is_told_what_is_asked_before_signing_in(desk: Desk, stranger: Client) -> None:
    refused = stranger.post(SECTION, [("everything.story", "Words"), ("everything.things/T1/thing", "A bell")])
    assert "everything · story" in said(refused) and "everything · things · T1 · thing" in said(refused)
    ask = small_library().questionnaires["everything"]
    assert not any(question.ask in said(refused) for question in ask.questions())


@pytest.mark.parametrize("to", HOSTILE)
def test_signing_in_never_leads_to_another_site(desk: Desk, to: str) -> None:
    for more in ([], [("again", "yes")]):
        led = desk.client.post("/sign-in", [("to", to), ("code", ""), *more])
        assert led.headers["location"] == "/"


def test_programs_and_scripts_are_told_in_a_line(stranger: Client) -> None:
    for answer in (
        stranger.post(SECTION, {"x": "y"}, part=True),
        stranger.ask("POST", SECTION, headers={**stranger.ours, "dpia-stay": "yes"}, data={"x": "y"}),
    ):
        assert (answer.status_code, answer.text.count("\n")) == (403, 1)
        assert answer.headers["content-type"].startswith("text/plain")


def test_a_form_of_a_script_is_told_where_it_would_have_led(desk: Desk) -> None:
    measure = {"title": "A new one", "status": "planned"}
    answer = desk.client.ask("POST", "/a/full/measures", headers={**desk.client.ours, "dpia-stay": "yes"}, data=measure)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["dpia-go"].startswith("/a/full/measures#m-M")
    assert "location" not in answer.headers
    plain = desk.client.ask("POST", "/a/full/measures", headers=desk.client.ours, data=measure)
    assert (plain.status_code, "dpia-go" in plain.headers) == (303, False)
    wrong = desk.client.ask(
        "POST", "/a/full/measures", headers={**desk.client.ours, "dpia-stay": "yes"}, data={"title": ""}
    )
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    ("address", "form", "words"),
    [
        ("/a/full/measures", {"title": "A measure", "due": "soon", "text": "By\nhand"}, ["A measure", "By\nhand", "soon"]),
        ("/a/full/q/everything.name/remark", {"text": "x" * 20_001}, ["x" * 20_001]),
        ("/a/full/q/everything.name/evidence", {"title": "A proof", "link": "javascript:x"}, ["A proof", "javascript:x"]),
        ("/a/full/details", {"title": "", "summary": "A summary", "classification": "public"}, ["A summary"]),
        (SECTION, {"asked": "everything.name", "everything.name": "N", "everything.name:note": "n" * 100_001}, ["N"]),
    ],
    ids=["measure", "remark", "evidence", "details", "note"],
)  # fmt: skip
def test_a_form_that_is_refused_gives_its_words_back_in_fields(
    desk: Desk, address: str, form: dict[str, str], words: list[str]
) -> None:
    answer = desk.client.post(address, form)
    assert answer.status_code == 422
    (again,) = tree(answer).find("form", action=address)
    given = dict(fields_of(again))
    assert set(words) <= {value.strip() for value in given.values()}
    assert given.keys() - {KEY_FIELD} == form.keys(), "sent again it says all that it said"
    labels = {node.attributes["for"] for node in again.find("label")}
    shown = {
        node.attributes["id"] for tag in ("input", "textarea") for node in again.find(tag) if "id" in node.attributes
    }
    assert labels == shown


def test_a_locked_assessment_gives_the_words_back(desk: Desk) -> None:
    shown = form_data(desk.client.get(SECTION))
    desk.client.post("/a/full/lock", {"locked": "yes", "reason": "For the DPO"})
    pairs = [(name, "My story" if name == "everything.story" else value) for name, value in shown]
    answer = desk.client.post(SECTION, pairs)
    assert answer.status_code == 409
    assert "My story" in answer.text
    assert "Nothing of it was saved" in said(answer)
