"""In Debian's Chromium: a save that fails keeps the words, wherever the server dies, with JavaScript and without."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dpia.assessment.model import Assessment, Decision
from dpia.shipped import load_library
from dpia.web.sessions import LASTS, keep, resume, session_path
from dpia.workspace import open_workspace
from dpia.workspace.connecting import address_of
from tests.support.browsing import WAIT_MS, Served, browser_missing, browsing, is_saved, serve
from tests.support.filling import FULL
from tests.support.reports import DATA, small_assessment

REASON = browser_missing()
pytestmark = [pytest.mark.skipif(REASON is not None, reason=REASON or ""), pytest.mark.slow]
TIMES = 7 if FULL else 1
"""With DPIA_FULL=1 each page is saved while the server fails 7 times in each way: 210 saves; otherwise once: 30."""
STAYS = "Your words stay on this page"


@dataclass(frozen=True)
class Place:
    """A page with a form: the field that takes the words, what else is filled in, the button, and where the words are kept."""

    address: str
    field: str
    button: str
    kept: Callable[[Assessment], str]
    more: tuple[tuple[str, str], ...] = ()
    opened: str = ""


def answered(assessment: Assessment) -> str:
    found = assessment.answer("everything.story")
    return str(found.value) if found is not None else ""


PLACES = {
    "section": Place("s/everything/simple", "#i-everything-story", ".save-bar button[value=save]", answered),
    "risk": Place(
        "risks/R01",
        "#harm",
        ".save-bar button[value=save]",
        lambda one: next((risk.harm or "" for risk in one.risks if risk.id == "R01"), ""),
    ),
    "measure": Place(
        "measures/M1",
        "#text",
        "button[value=save]",
        lambda one: next((measure.text or "" for measure in one.measures if measure.id == "M1"), ""),
    ),
    "decision": Place(
        "decision", "#reason-taken", "button[value=take]", lambda one: one.decision.reason if one.decision else ""
    ),
    "signature": Place(
        "decision",
        "#sign-name",
        "text=Sign this content",
        lambda one: " ".join(approval.name for approval in one.approvals),
        (("#sign-role", "Director"),),
    ),
}


class World:
    """A workspace with an assessment in it, and a server over it that is killed and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.own = folder / "own"
        self.own.mkdir()
        text = (DATA / "report/everything.yaml").read_text(encoding="utf-8")
        (self.own / "everything.yaml").write_text(text, encoding="utf-8")
        self.path = folder / "workspace.sqlite"
        taken = {"outcome": "rejected", "reason": "So.", "by": {"name": "D. Sample"}, "on": "2026-11-24"}
        workspace = open_workspace(self.path, load_library([self.own]), at=datetime.now(UTC))
        whole = small_assessment().change(id="full", decision=Decision.model_validate(taken), approvals=())
        workspace.create(whole, actor="A", at=datetime.now(UTC))
        workspace.close()
        self.server: Served = self._serve()

    def _serve(self) -> Served:
        return serve(self.path, "--questionnaires", str(self.own))

    @property
    def at(self) -> str:
        return f"{self.server.origin}/a/full"

    def kill(self) -> None:
        self.server.kill()

    def start(self) -> None:
        before, self.server = self.server.origin, self._serve()
        assert self.server.origin == before, "open pages still lead to the server"

    def sign_out(self) -> None:
        """As after thirty days."""
        path = session_path(address_of(self.path))
        now = datetime.now(UTC)
        keep(path, replace(resume(path, now), since=now - LASTS))

    def assessment(self) -> Assessment:
        workspace = open_workspace(self.path, load_library([self.own]), at=datetime.now(UTC))
        try:
            return workspace.get("full").assessment
        finally:
            workspace.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    try:
        yield made
    finally:
        if made.server.process.poll() is None:
            made.server.stop()


@contextmanager
def signed_in(browser: Any, world: World, **options: Any) -> Iterator[Any]:
    """A page in a browser of its own. Whatever asks before a page is left is answered with yes."""
    context = browsing(browser, **options)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    world.server.open(page)
    try:
        yield page
    finally:
        context.close()


def type_into(page: Any, world: World, place: Place, words: str) -> None:
    page.goto(f"{world.at}/{place.address}")
    for selector, text in ((place.field, words), *place.more):
        page.fill(selector, text)


def until_kept(page: Any, world: World, place: Place, words: str) -> None:
    """Waits until the words are in the workspace; they are there as soon as the page says so."""
    until(page, lambda: words in place.kept(world.assessment()))


def until(page: Any, there: Callable[[], bool]) -> None:
    for _ in range(WAIT_MS // 50):
        if there():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it never came")


def no_draft_is_left(page: Any) -> None:
    page.wait_for_function("() => sessionStorage.length === 0")
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("name", PLACES)
def test_no_words_are_lost_when_the_server_dies_before_a_button_is_pressed(
    browser: Any, world: World, name: str
) -> None:
    place = PLACES[name]
    with signed_in(browser, world) as page:
        for time in range(TIMES):
            words = f"Words {name} {time}"
            type_into(page, world, place, words)
            address = page.url
            world.kill()
            page.click(place.button)
            page.wait_for_selector(f"text={STAYS}")
            assert (page.url, page.input_value(place.field)) == (address, words)
            world.start()
            page.click(place.button)
            until_kept(page, world, place, words)
            no_draft_is_left(page)


@pytest.mark.parametrize("name", PLACES)
def test_no_words_are_lost_when_the_server_was_restarted_in_between(browser: Any, world: World, name: str) -> None:
    place = PLACES[name]
    with signed_in(browser, world) as page:
        for time in range(TIMES):
            words = f"Words {name} {time}"
            type_into(page, world, place, words)
            world.kill()
            world.start()
            page.click(place.button)
            until_kept(page, world, place, words)
            no_draft_is_left(page)


@pytest.mark.parametrize("name", PLACES)
def test_no_words_are_lost_when_the_session_has_ended_and_signing_in_leads_back(
    browser: Any, world: World, name: str
) -> None:
    place = PLACES[name]
    with signed_in(browser, world) as page:
        for time in range(TIMES):
            words = f"Words {name} {time}"
            type_into(page, world, place, words)
            address = page.url
            world.kill()
            world.sign_out()
            world.start()
            page.click(place.button)
            page.wait_for_selector("text=the session has ended")
            assert (page.url, page.input_value(place.field)) == (address, words)
            page.reload()
            page.fill("#code", world.server.code)
            page.click("button:has-text('Sign in')")
            page.wait_for_selector("text=What you typed here before was not saved")
            assert (page.url, page.input_value(place.field)) == (address, words)
            for selector, text in place.more:
                assert page.input_value(selector) == text
            page.click(place.button)
            until_kept(page, world, place, words)
            no_draft_is_left(page)


@pytest.mark.parametrize("name", PLACES)
def test_without_javascript_the_page_that_the_browser_shows_sends_the_words_again(
    browser: Any, world: World, name: str
) -> None:
    place = PLACES[name]
    with signed_in(browser, world, java_script_enabled=False) as page:
        for time in range(TIMES):
            words = f"Words {name} {time}"
            type_into(page, world, place, words)
            world.kill()
            page.click(place.button, no_wait_after=True)
            until(page, lambda: page.url.startswith("chrome-error://"))
            world.start()
            page.reload()
            until_kept(page, world, place, words)
            words = f"Others {name} {time}"
            type_into(page, world, place, words)
            world.kill()
            world.start()
            page.click(place.button)
            until_kept(page, world, place, words)


@pytest.mark.parametrize("name", PLACES)
def test_without_javascript_the_refused_page_gives_the_words_back_and_sends_them_after_signing_in(
    browser: Any, world: World, name: str
) -> None:
    place = PLACES[name]
    with signed_in(browser, world, java_script_enabled=False) as page:
        for time in range(TIMES):
            words = f"Words {name} {time}"
            type_into(page, world, place, words)
            world.kill()
            world.sign_out()
            world.start()
            page.click(place.button)
            page.wait_for_selector("text=Nothing of what you sent was saved")
            given_back = page.eval_on_selector_all(
                "main textarea, main input[type=text]", "all => all.map(i => i.value)"
            )
            assert words in given_back
            page.fill("#code", world.server.code)
            page.click("text=Sign in and send it again")
            until_kept(page, world, place, words)


def test_what_was_not_saved_comes_back_after_a_reload_and_can_be_discarded(browser: Any, world: World) -> None:
    place = replace(PLACES["section"])
    with signed_in(browser, world) as page:
        type_into(page, world, place, "Words of a dead server")
        is_saved(page)
        world.kill()
        page.fill(place.field, "Words that nobody has")
        page.wait_for_selector("#saved[data-state=failed]")
        assert STAYS in page.inner_text("#saved")
        page.route(
            "**/s/everything/simple",
            lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
        )
        world.start()
        page.reload()
        assert "was not saved" in page.inner_text("main [data-when=draft]")
        assert page.inner_text("#saved") == "Not saved yet"
        assert page.input_value(place.field) == "Words that nobody has"
        page.click("text=Discard it")
        page.wait_for_function("() => sessionStorage.length === 0")
        page.wait_for_selector("main [data-when=draft]", state="detached")
        assert page.input_value(place.field) == "Words of a dead server"


def test_a_draft_that_somebody_overtook_is_not_put_over_the_other_answer(browser: Any, world: World) -> None:
    place = PLACES["section"]
    with signed_in(browser, world) as page:
        page.goto(f"{world.at}/{place.address}")
        page.route(
            "**/s/everything/simple",
            lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
        )
        page.fill(place.field, "My words")
        page.wait_for_selector("#saved[data-state=failed]")
        other = page.context.new_page()
        type_into(other, world, place, "Their words")
        until_kept(other, world, place, "Their words")
        page.unroute("**/s/everything/simple")
        page.reload()
        assert page.input_value(place.field) == "My words"
        page.click(place.button)
        page.wait_for_selector(".error-summary form")
        assert "Their words" in page.inner_text(".error-summary")
        assert place.kept(world.assessment()) == "Their words"
