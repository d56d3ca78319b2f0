"""axe-core finds nothing against WCAG 2.2 AA on any page and state; no sideways scrolling at 400 %; the focus is seen."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from dpia.assessment.model import Answer
from dpia.assessment.review import start_review
from dpia.assessment.starting import new_assessment
from dpia.shipped import load_library
from dpia.workspace import open_workspace
from tests.support.browsing import (
    ACTOR,
    Served,
    Watched,
    axe,
    axe_missing,
    browsing,
    example,
    is_answered,
    is_saved,
    serve,
)
from tests.support.reports import DATA, signed, small_assessment, small_form
from tests.support.run import HANG_SECONDS

REASON = axe_missing()
pytestmark = [pytest.mark.skipif(REASON is not None, reason=REASON or ""), pytest.mark.slow]
SECTIONS = [f"/a/full/s/everything/{name}" for name in ("simple", "secrets", "small", "large", "registers")]
PAGES = [
    "/",
    "/?archived=true",
    "/?words=nothing+like+that",
    "/new",
    "/due",
    "/none",
    *SECTIONS,
    "/a/full",
    "/a/full/q/everything.name",
    "/a/full/risks",
    "/a/full/risks/R01",
    "/a/full/measures",
    "/a/full/measures/M1",
    "/a/full/decision",
    "/a/full/report",
    "/a/full/history",
    "/a/full/history/compare?old=1&new=2",
    "/a/full/delete",
    "/a/locked/s/everything/simple",
    "/a/locked/decision",
    "/a/blank",
    "/a/blank/s/everything/simple",
    "/a/full/s/everything/simple?preview=1",
    "/a/blank/s/everything/small",
    "/a/lumen-line",
    "/a/lumen-line/s/gdpr-dpia/data_and_context",
    "/a/lumen-line/s/screening/what_and_who",
    "/a/lumen-line/risks/R01",
    "/a/lumen-line/decision",
    "/a/review/s/screening/what_and_who",
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A workspace with an assessment in every state."""
    folder = tmp_path_factory.mktemp("served")
    own = folder / "own"
    own.mkdir()
    (own / "everything.yaml").write_text(
        (DATA / "report/everything.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    library = load_library([own])
    now = datetime.now(UTC)
    workspace = open_workspace(folder / "workspace.sqlite", library, at=now)
    full = small_assessment().change(id="full")
    blank = new_assessment(small_form(), assessment_id="blank", title="A blank one", created=date(2026, 11, 24))
    lumen = example("lumen-line")
    review = start_review(signed(lumen), library, on=date(2026, 11, 25)).change(id="review")
    for one in (signed(full), full.change(id="locked"), blank, lumen, review):
        workspace.create(one, actor=ACTOR, at=now)
    answer = Answer(value="Another name: call +43 660 1234567")
    workspace.save(
        "full", workspace.get("full").assessment.with_answer("everything.name", answer), seen=1, actor=ACTOR, at=now
    )
    changed = review.with_answer("screening.processing_name", Answer(value="A new name"))
    workspace.save("review", changed, seen=1, actor=ACTOR, at=now)
    workspace.lock("locked", True, reason="For the DPO", actor=ACTOR, at=now)
    workspace.close()
    found = serve(folder / "workspace.sqlite", "--questionnaires", str(own))
    yield found
    found.stop()


@pytest.fixture(scope="module")
def state(browser: Any, server: Served) -> Any:
    """The cookie of the browser that was let in."""
    context = browser.new_context()
    server.open(context.new_page())
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture
def page(browser: Any, state: Any) -> Iterator[Any]:
    yield from open_page(browser, state)


def open_page(browser: Any, state: Any, **options: Any) -> Iterator[Any]:
    context = browsing(
        browser,
        **{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options},
        storage_state=state,
    )
    found = context.new_page()
    watched = Watched(found)
    yield found
    assert [fault for fault in watched.faults if "status of 4" not in fault] == []
    assert watched.elsewhere == []
    context.close()


def look(page: Any) -> list[str]:
    """axe-core's findings with everything unfolded, and headings that skip a level."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    levels = page.eval_on_selector_all("h1, h2, h3, h4, h5, h6", "all => all.map(one => Number(one.tagName[1]))")
    skipped = [f"h{before} then h{after}" for before, after in pairwise(levels) if after > before + 1]
    first = [] if levels[:1] == [1] or page.locator("h1").count() == 1 else [f"headings begin with {levels[:1]}"]
    return [*axe(page), *skipped, *first]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_a_page(browser: Any, state: Any, server: Served, path: str, scheme: str) -> None:
    for page in open_page(browser, state, color_scheme=scheme):
        page.goto(server.origin + path)
        assert look(page) == []


def test_axe_finds_nothing_in_an_empty_workspace(browser: Any, tmp_path: Path) -> None:
    server = serve(tmp_path / "workspace.sqlite")
    context = browser.new_context()
    page = context.new_page()
    server.open(page)
    assert "There is no assessment yet." in page.inner_text("main")
    assert look(page) == []
    context.close()
    server.stop()


def test_axe_finds_nothing_in_states_that_a_person_brings_about(browser: Any, state: Any, server: Served) -> None:
    for scheme in ("light", "dark"):
        for page in open_page(browser, state, color_scheme=scheme, java_script_enabled=True):
            page.goto(f"{server.origin}/new")
            page.evaluate("document.querySelector('#title').required = false")
            page.click("button.primary")
            page.wait_for_selector(".error-summary")
            assert look(page) == [], "a new assessment without a title"
            page.goto(f"{server.origin}/a/full/s/everything/simple")
            page.fill("#i-everything-people", "many")
            page.click(".save-bar button[value=save]")
            page.wait_for_selector(".error-summary a")
            assert look(page) == [], "a section with an error"
            page.fill("#i-everything-people", "40")
            page.wait_for_selector(".error-summary", state="detached")
            page.goto(f"{server.origin}/a/full/risks/R01")
            page.get_by_text("Accepted by a named official", exact=True).click(force=True)
            page.evaluate("document.querySelector('#acceptance-by').closest('details').open = true")
            page.fill("#acceptance-by", "")
            page.click(".save-bar button[value=save]")
            page.wait_for_selector("#saved[data-state=partly]")
            assert look(page) == [], "a risk with an error"


def test_while_typing_what_is_wrong_is_said_at_its_field_until_it_is_right(page: Any, server: Served) -> None:
    page.goto(f"{server.origin}/a/full/s/everything/simple")
    field = page.locator("#i-everything-people")
    described = field.get_attribute("aria-describedby")
    field.fill("many")
    page.wait_for_selector("#i-everything-people[aria-invalid=true]")
    told = page.locator("#i-everything-people-error")
    assert told.inner_text().removeprefix("Error:").strip() in page.inner_text(".error-summary")
    assert "i-everything-people-error" in field.get_attribute("aria-describedby")
    assert field.input_value() == "many", "what was typed stays"
    assert look(page) == []
    field.fill("40")
    page.wait_for_selector("#i-everything-people:not([aria-invalid])")
    assert (told.count(), page.locator(".error-summary").count()) == (0, 0)
    assert field.get_attribute("aria-describedby") == described
    group = page.locator("#i-everything-owner")  # a group takes no aria-invalid, and is told in the same way
    group.locator("input[type=text]").first.fill("A" * 600)
    page.wait_for_selector("#i-everything-owner-error")
    for _ in range(2):
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.fill("#i-everything-story", f"Words {datetime.now(UTC)}")
        is_answered(page)
    assert group.get_attribute("aria-describedby").split().count("i-everything-owner-error") == 1
    group.locator("input[type=text]").first.fill("A. Sample")
    page.wait_for_selector("#i-everything-owner-error", state="detached")
    assert "error" not in (group.get_attribute("aria-describedby") or "")


def test_two_versions_of_a_risk_are_chosen_from_on_the_page(browser: Any, state: Any, server: Served) -> None:
    for mine in open_page(browser, state):
        for theirs in open_page(browser, state):
            for page in (mine, theirs):
                page.goto(f"{server.origin}/a/full/risks/R01")
            theirs.fill("#harm", f"Their harm {datetime.now(UTC)}")
            theirs.wait_for_function("() => document.getElementById('saved').innerText.startsWith('Saved ')")
            mine.fill("#harm", "My harm")
            mine.wait_for_selector(".error-summary form")
            assert look(mine) == [], "on the page"
            mine.once("dialog", lambda dialog: dialog.accept())
            with mine.expect_navigation():
                mine.click("text=Keep mine")
            assert mine.input_value("#harm") == "My harm"


def test_axe_finds_nothing_while_a_report_is_made_and_when_it_is_done(page: Any, server: Served) -> None:
    page.goto(f"{server.origin}/a/full/report")
    page.click("text=Make the PDF")
    page.wait_for_selector("text=The PDF is being made.")
    assert page.locator("#job").get_attribute("aria-live") == "polite"
    assert look(page) == []
    page.wait_for_selector("text=Download the PDF", timeout=HANG_SECONDS * 1000)
    assert look(page) == []


def test_axe_finds_nothing_where_two_people_clash(browser: Any, state: Any, server: Served) -> None:
    for mine in open_page(browser, state):
        for theirs in open_page(browser, state):
            address = f"{server.origin}/a/blank/s/everything/simple"
            plain = browser.new_context(storage_state=state).new_page()
            plain.route("**/*.js", lambda route: route.abort())  # axe itself is a script
            for page in (mine, theirs, plain):
                page.goto(address)
            theirs.fill("#i-everything-name", f"Theirs {datetime.now(UTC)}")
            theirs.click(".save-bar button[value=save]")
            is_saved(theirs)
            mine.fill("#i-everything-name", "Mine")
            mine.wait_for_selector(".error-summary form")
            assert look(mine) == [], "on the page"
            plain.fill("#i-everything-name", "Mine")
            plain.click(".save-bar button[value=save]")
            plain.wait_for_selector("h1:has-text('Somebody else changed')")
            assert look(plain) == [], "a page of its own"
            plain.context.close()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_scrolls_sideways_at_four_hundred_percent(browser: Any, state: Any, server: Served, path: str) -> None:
    for page in open_page(browser, state, viewport={"width": 320, "height": 256}):
        page.goto(server.origin + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        wide = page.evaluate(
            """() => document.documentElement.scrollWidth <= 320 ? [] : [...document.querySelectorAll('body *')]
            .filter(one => one.getBoundingClientRect().right > 321 && !one.closest('.scroll'))
            .slice(0, 5).map(one => one.outerHTML.slice(0, 120))"""
        )
        assert wide == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(
    "path", ["/", "/new", "/a/full", "/a/full/s/everything/simple", "/a/full/risks/R01", "/a/full/decision"]
)
def test_the_focus_is_seen_wherever_tab_leads(page: Any, server: Served, path: str) -> None:
    page.goto(server.origin + path)
    seen = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => { const one = document.activeElement; if (!one || one === document.body) return null;
            const style = getComputedStyle(one), box = one.getBoundingClientRect();
            return {what: one.outerHTML.slice(0, 100), width: parseFloat(style.outlineWidth), style: style.outlineStyle,
                    inside: box.width > 0 && box.height > 0, hidden: one.tabIndex < 0} }"""
        )
        if found is None:
            break
        seen += 1
        assert found["style"] != "none", found
        assert found["width"] >= 2, found
        assert found["inside"], found
    assert seen >= 8


def test_the_focus_is_not_hidden_behind_the_bar_that_stays(page: Any, server: Served) -> None:
    page.goto(f"{server.origin}/a/full/s/everything/simple")
    for _ in range(45):
        page.keyboard.press("Tab")
        covered = page.evaluate(
            """() => { const one = document.activeElement, bar = document.querySelector('.save-bar');
            if (!one || bar.contains(one) || !document.querySelector('#answers').contains(one)) return false;
            const a = one.getBoundingClientRect(), b = bar.getBoundingClientRect();
            return a.top >= b.top && a.bottom <= b.bottom }"""
        )
        assert not covered, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def test_the_state_of_saving_is_announced(page: Any, server: Served) -> None:
    page.goto(f"{server.origin}/a/blank/s/everything/simple")
    live = page.locator("#saved")
    assert live.get_attribute("role") == "status"
    page.evaluate("document.getElementById('saved').dataset.mark = 'the same element'")
    page.fill("#i-everything-spare", "Words")
    page.wait_for_function("() => /^Saved \\d\\d:\\d\\d$/.test(document.getElementById('saved').textContent.trim())")
    assert live.get_attribute("data-mark") == "the same element", "a live region that is replaced is not read out"
    page.fill("#i-everything-people", "many")
    page.wait_for_selector(".error-summary")
    assert page.locator(".error-summary").get_attribute("role") == "alert"


def test_a_page_that_was_refused_puts_the_focus_on_its_errors_which_lead_to_the_field(
    browser: Any, state: Any, server: Served
) -> None:
    for page in open_page(browser, state):
        page.goto(f"{server.origin}/a/blank/s/everything/simple")
        page.fill("#i-everything-people", "many")
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        page.wait_for_selector(".error-summary a")
        page.wait_for_function("() => document.activeElement.classList.contains('error-summary')")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_function("() => location.hash === '#i-everything-people'")


@pytest.mark.parametrize(
    "path",
    ["/", "/a/full", "/a/full/s/everything/simple", "/a/full/s/everything/large", "/a/full/risks", "/a/full/decision"],
)
def test_pages_mirror_for_languages_from_right_to_left(page: Any, server: Served, path: str) -> None:
    page.goto(server.origin + path)
    before = page.evaluate("document.querySelector('.mark').getBoundingClientRect().left")
    page.evaluate("document.documentElement.dir = 'rtl'")
    after = page.evaluate(
        "document.documentElement.clientWidth - document.querySelector('.mark').getBoundingClientRect().right"
    )
    assert abs(before - after) < 2, "the name of the program stands at the other edge, at the same distance"
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    overlaps = page.evaluate(
        """() => { const wanted = "main label, main input:not([type=hidden]), main button, main h1, main h2";
        const boxes = [...document.querySelectorAll(wanted)]
        .filter(one => !one.closest('.visually-hidden, .save-bar') && one.checkVisibility())
        .map(one => [one, one.getBoundingClientRect()]).filter(([, b]) => b.width > 2);
        const found = [];
        for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < Math.min(i + 6, boxes.length); j++) {
          const [a, p] = boxes[i], [b, q] = boxes[j];
          if (a.contains(b) || b.contains(a)) continue;
          if (Math.min(p.right, q.right) - Math.max(p.left, q.left) > 2 && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 2)
            found.push(a.outerHTML.slice(0, 80) + ' over ' + b.outerHTML.slice(0, 80)); }
        return found.slice(0, 5) }"""
    )
    assert overlaps == []


def test_every_page_has_a_language_a_title_of_its_own_and_a_way_to_the_content(page: Any, server: Served) -> None:
    titles: dict[str, str] = {}
    for path in PAGES:
        page.goto(server.origin + path)
        assert page.evaluate("document.documentElement.lang") == "en"
        assert page.locator("main").count() == 1
        assert page.locator("a.skip").get_attribute("href") == "#main"
        titles[path] = page.title()
    assert all(re.search(r"\S · dpia$", title) for title in titles.values()), titles
