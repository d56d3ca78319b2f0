"""In Debian's Chromium: nothing is lost, whatever happens while somebody types."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dpia.assessment.model import Answer
from dpia.shipped import load_library
from dpia.workspace import open_workspace
from tests.support.browsing import WAIT_MS, Served, browser_missing, browsing, is_answered, is_saved, serve, served
from tests.support.filling import FULL, begin, opened, stored
from tests.support.reports import DATA, small_assessment

REASON = browser_missing()
pytestmark = pytest.mark.skipif(REASON is not None, reason=REASON or "")
KILLS = 30 if FULL else 3
"""With DPIA_FULL=1 the server is killed 30 times while words are typed, otherwise 3 times."""


@pytest.mark.slow
def test_every_word_for_which_saved_was_shown_is_there_after_the_server_was_killed(
    browser: Any, tmp_path: Path
) -> None:
    """The figure: words lost of those for which "Saved" was shown, in 30 kills with DPIA_FULL=1 and 3 otherwise: 0."""
    workspace, name, shown = tmp_path / "workspace.sqlite", "", {}
    for kill in range(KILLS):
        server = serve(workspace)
        context = browser.new_context()  # pages save after the pause that people have
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        server.open(page)
        name = name or begin(page, server)
        page.goto(f"{server.origin}/a/{name}/s/screening/what_and_who")
        for key, words in shown.items():
            assert page.input_value(f"#{key}") == words, f"after kill {kill}"
        for place, key in enumerate(("i-screening-processing_name", "i-screening-description")):
            words = f"Words {kill} {place} \u00fc " + "x" * (kill % 7)
            before = page.input_value("#seen")
            page.fill(f"#{key}", words)
            page.wait_for_function("seen => document.getElementById('seen').value !== seen", arg=before)
            assert page.inner_text("#saved").startswith("Saved ")
            shown[key] = words
        page.focus("#i-screening-description")
        page.keyboard.press("End")
        page.keyboard.type(" and more that is typed while", delay=5 + 9 * (kill % 5))
        page.wait_for_timeout(130 * (kill % 8))  # the kill comes at any moment; nothing is waited for
        typed = page.input_value("#i-screening-description")
        if page.inner_text("#saved").startswith("Saved ") and page.get_attribute("#saved", "data-state") == "done":
            shown["i-screening-description"] = typed
        server.kill()
        page.keyboard.type(" the server is gone")
        page.wait_for_selector("#saved[data-state=failed]")
        assert "Your words stay on this page" in page.inner_text("#saved")
        assert page.input_value("#i-screening-description") == typed + " the server is gone"
        context.close()
        found = {key: stored(server, name).answer(f"screening.{key.rpartition('-')[2]}") for key in shown}
        for key, words in shown.items():
            given = found[key]
            assert given is not None
            assert str(given.value).startswith(words.strip()), f"after kill {kill}"
            shown[key] = str(given.value)


def two(browser: Any, server: Served) -> tuple[Any, Any, Any]:
    context = browsing(browser)
    first = context.new_page()
    server.open(first)
    name = begin(first, server)
    second = context.new_page()
    for page in (first, second):
        page.goto(f"{server.origin}/a/{name}/s/screening/what_and_who")
    return context, first, second


def saved_after(page: Any, act: Any) -> None:
    """Does something and waits until its save was answered."""
    before = page.input_value("#seen")
    act()
    page.wait_for_function("seen => document.getElementById('seen').value !== seen", arg=before)
    is_saved(page)


NAME, STORY = "#i-screening-processing_name", "#i-screening-description"


def test_two_windows_keep_both_answers_and_neither_brings_an_old_one_back(browser: Any, server: Served) -> None:
    context, first, second = two(browser, server)
    saved_after(first, lambda: first.fill(NAME, "The name of the first window"))
    saved_after(first, lambda: first.check("#i-screening-organisation_kind--ngo"))
    saved_after(second, lambda: second.fill(STORY, "The story of the second window"))
    assert second.input_value(NAME) == "The name of the first window", "the window shows what the other one saved"
    assert second.is_checked("#i-screening-organisation_kind--ngo")
    saved_after(second, lambda: second.fill(STORY, "The story of the second window, longer"))
    name = re.search(r"/a/([^/]+)/s/", first.url)[1]  # type: ignore[index]
    found = stored(server, name)
    assert found.answer("screening.processing_name") == Answer(value="The name of the first window")
    assert found.answer("screening.organisation_kind") == Answer(value="ngo")
    assert found.answer("screening.description") == Answer(value="The story of the second window, longer")
    context.close()


@pytest.mark.slow
def test_two_windows_with_the_same_answer_show_both_and_one_is_chosen(browser: Any, server: Served) -> None:
    context, first, second = two(browser, server)
    saved_after(first, lambda: first.fill(NAME, "The first name"))
    second.fill(NAME, "The second name")
    second.wait_for_selector(".error-summary form")
    told = second.inner_text("#saved")
    assert told.startswith("Not saved: somebody else changed the same answer: SCR-01.name")
    assert "The first name" in second.inner_text(".error-summary")
    assert second.input_value(NAME) == "The second name"
    second.check(".error-summary input[value=mine]")
    # Leaving the field has saved once more, which tells the clash anew: what was chosen stays chosen.
    with second.expect_response(lambda answer: answer.status == 409):
        second.dispatch_event(NAME, "change")
    is_answered(second)
    assert second.is_checked(".error-summary input[value=mine]")
    second.click("text=Save what I chose")
    second.wait_for_url("**#saved")
    assert second.input_value(NAME) == "The second name"
    context.close()


@pytest.mark.slow
def test_a_button_pressed_while_a_save_is_under_way_does_not_clash_with_it(browser: Any, tmp_path: Path) -> None:
    """The save is held back on its way to the server, and on its way from there."""
    held: list[Callable[[], None]] = []

    def hold(route: Any) -> None:
        if held_back == "question":
            held.append(route.continue_)
        else:
            answer = route.fetch()
            held.append(lambda: route.fulfill(response=answer))

    # What holds an answer back asks for it itself, and does not find names that end with localhost.
    with served(tmp_path / "w.sqlite", "--plain-address") as server, opened(browser, server) as page:
        name = begin(page, server)
        for held_back in ("question", "answer"):
            page.goto(f"{server.origin}/a/{name}/s/screening/what_and_who")
            page.route("**/what_and_who", hold, times=1)
            page.focus(NAME)
            page.keyboard.press("End")
            with page.expect_request(lambda request: request.method == "POST"):
                page.keyboard.type(f" {held_back}")
            page.keyboard.type("x")
            page.click(".save-bar button[value=save]", no_wait_after=True)
            until(page, lambda: held)
            held.pop()()
            is_saved(page)
            assert page.locator("text=Somebody else changed").count() == 0
            assert page.input_value(NAME).endswith(f"{held_back}x")


def until(page: Any, there: Callable[[], Any]) -> None:
    """Lets the browser go on until something is there."""
    for _ in range(WAIT_MS // 10):
        if there():
            return
        page.wait_for_timeout(10)
    raise AssertionError("it never came")


@pytest.mark.slow
def test_questions_come_and_go_without_taking_the_focus_or_words(browser: Any, server: Served) -> None:
    with opened(browser, server) as page:
        begin(page, server)
        page.fill(STORY, "Words that stay")
        page.focus("#i-screening-organisation_kind--ngo")
        before = set(page.eval_on_selector_all(".question", "all => all.map(one => one.id)"))
        saved_after(page, lambda: page.keyboard.press("Space"))
        saved_after(
            page,
            lambda: [
                page.check("#i-screening-technology--app_web"),
                page.focus(NAME),
                page.keyboard.press("Control+A"),  # the title of the assessment is its answer already
                page.keyboard.type("A name that"),
            ],
        )
        page.keyboard.type(" is still being typed")
        assert page.evaluate("document.activeElement.id") == NAME[1:]
        assert page.input_value(NAME) == "A name that is still being typed"
        assert page.input_value(STORY) == "Words that stay"
        is_saved(page)
        after = page.eval_on_selector_all(".question", "all => all.map(one => one.id)")
        assert len(after) == len(set(after)), "no question stands there twice"
        assert page.locator("nav.tasks").count() == 1
        page.reload()
        assert page.eval_on_selector_all(".question", "all => all.map(one => one.id)") == after, (
            "as a page that is loaded anew"
        )
        assert before


@pytest.mark.slow
def test_the_report_stands_beside_the_questions_and_follows_what_is_saved(browser: Any, server: Served) -> None:
    with opened(browser, server) as page:
        name = begin(page, server)
        page.click("text=Show the report beside the questions")
        report = page.frame_locator("#preview")
        report.locator("h1").first.wait_for()
        assert report.locator("text=A chat by night").count() == 0
        saved_after(page, lambda: page.fill(NAME, "A chat by night"))
        report.locator("article", has_text="A chat by night").first.wait_for()
        assert page.get_attribute("#preview", "src").endswith("#q-screening-processing_name")
        assert page.evaluate("document.activeElement.id") == NAME[1:]
        with page.expect_navigation():
            page.click("button[value^='next:']")
        assert page.url.endswith("?preview=1"), "it stays from section to section"
        page.click("text=Hide the report")
        assert page.locator("#preview").count() == 0
        assert "/preview" not in page.url
        assert stored(server, name).answer("screening.processing_name") == Answer(value="A chat by night")


@contextmanager
def everything(tmp_path: Path) -> Iterator[Served]:
    """A server with a questionnaire that has every type of question, and an assessment that answers it."""
    own = tmp_path / "own"
    own.mkdir()
    text = (DATA / "report/everything.yaml").read_text(encoding="utf-8")
    (own / "everything.yaml").write_text(text, encoding="utf-8")
    workspace = open_workspace(tmp_path / "workspace.sqlite", load_library([own]), at=datetime.now(UTC))
    workspace.create(small_assessment().change(id="full", decision=None), actor="A", at=datetime.now(UTC))
    workspace.close()
    with served(tmp_path / "workspace.sqlite", "--questionnaires", str(own)) as server:
        yield server


@pytest.mark.slow
def test_a_block_that_is_pasted_into_a_cell_becomes_rows(browser: Any, tmp_path: Path) -> None:
    with everything(tmp_path) as server, opened(browser, server) as page:
        page.goto(f"{server.origin}/a/full/s/everything/small")
        page.focus("#i-everything-things-T1-thing")
        page.evaluate(
            """() => { const data = new DataTransfer();
            data.setData('text/plain', 'A drum\\tIt beats.\\tCellar\\nA flute\\tIt sings.\\tAttic');
            const paste = {clipboardData: data, bubbles: true, cancelable: true};
            document.activeElement.dispatchEvent(new ClipboardEvent('paste', paste)) }"""
        )
        page.wait_for_selector("#q-everything-things-T4")
        assert page.input_value("#i-everything-things-T3-thing") == "A drum"
        assert page.input_value("#i-everything-things-T4-why") == "It sings."
        assert page.input_value("#i-everything-things-T1-thing") == "A bell"


@pytest.mark.slow
def test_an_answer_and_unknown_exclude_each_other_and_the_last_one_counts(browser: Any, tmp_path: Path) -> None:
    with everything(tmp_path) as server, opened(browser, server) as page:
        page.goto(f"{server.origin}/a/full/s/everything/simple")
        yes, no, state = (f"#i-everything-lawful{end}" for end in ("--yes", "--no", "-state"))
        assert page.is_checked(yes)
        saved_after(page, lambda: page.select_option(state, "unknown"))
        assert not page.is_checked(yes)
        saved_after(page, lambda: page.select_option(state, ""))
        assert page.is_checked(yes), "what stood there comes back with a change of mind"
        saved_after(page, lambda: page.select_option(state, "unknown"))
        saved_after(page, lambda: page.check(no))
        assert page.input_value(state) == ""
        saved_after(page, lambda: page.fill("#i-everything-lawful-reason", "It has no law."))
        assert page.input_value(state) == "not_applicable"
        assert not page.is_checked(no)
        page.reload()
        assert page.input_value(state) == "not_applicable"
        assert page.input_value("#i-everything-lawful-reason") == "It has no law."
