"""In Debian's Chromium, from nothing to a signed PDF: by mouse, by keyboard, and without JavaScript."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.offering import offered_columns
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.types import QuestionType
from dpia.shipped import shipped_library
from dpia.web.views import page_id
from tests.support.browsing import Served, browser_missing, is_saved
from tests.support.filling import (
    LUMEN,
    as_cell,
    begin,
    fill_in,
    is_as_in_the_example,
    judged,
    opened,
    stored,
    to_the_signed_report,
)

REASON = browser_missing()
pytestmark = [pytest.mark.skipif(REASON is not None, reason=REASON or ""), pytest.mark.slow]


@pytest.mark.parametrize("script", [True, False], ids=["by mouse with autosave", "without JavaScript"])
def test_from_nothing_to_a_signed_report(browser: Any, server: Served, tmp_path: Path, script: bool) -> None:
    with opened(browser, server, java_script_enabled=script) as page:
        assert "There is no assessment yet." in page.inner_text("main")
        name = begin(page, server)
        fill_in(page, server, name, "screening", script=script)
        page.goto(f"{server.origin}/a/{name}")
        with page.expect_event("load"):
            page.locator(".route", has_text="General data protection impact assessment").locator(
                "text=Answer it"
            ).click()
        fill_in(page, server, name, "gdpr-dpia", script=script)
        is_as_in_the_example(server, name)
        to_the_signed_report(page, server, name, script=script, folder=tmp_path)


# -------------------------------------------------------------------------------------------------------- by keyboard alone

FOCUSED = """() => { const one = document.activeElement; return {id: one.id, name: one.name || '', tag: one.tagName.toLowerCase(),
  type: one.type || '', value: one.value || '', checked: !!one.checked, text: one.innerText || '',
  key: one.closest('.question')?.dataset.key || '',
  rows: one.closest('.rows') !== null, main: one.closest('#answers') !== null} }"""


def by_keyboard(page: Any, form: Form, look: Callable[[], Evaluation]) -> None:
    """Goes through a section with Tab and answers what has the focus, until the button that leads on is reached and pressed."""
    pasted: set[str] = set()
    for _ in range(1500):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if (at["tag"] == "button" and at["value"].startswith("next:")) or at["value"] == "overview:":
            is_saved(page)
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
        answer, item = LUMEN.answer(at["key"]), form.questions.get(at["key"])
        if item is None or answer is None or answer.value is None:
            continue
        if item.type is QuestionType.TABLE:
            if at["tag"] == "summary" and "Paste rows" in at["text"] and item.key not in pasted:
                pasted.add(item.key)
                columns = offered_columns(look(), item)
                lines = ["\t".join(as_cell(c, row.get(c.column.id)) for c in columns) for row in answer.value]
                page.keyboard.press("Enter")
                page.keyboard.press("Tab")
                page.keyboard.insert_text("\n".join(lines))
                page.keyboard.press("Tab")
                page.keyboard.press("Enter")
                page.wait_for_selector(f"#{page_id(item.key)}-{answer.value[-1]['id']}")
            continue
        if at["name"] == item.key and at["type"] == "radio":
            for _ in range(30):
                if page.evaluate("document.activeElement.value") == answer.value:
                    break
                page.keyboard.press("ArrowDown")
            page.keyboard.press("Space")
        elif at["name"] == item.key and at["type"] == "checkbox":
            if at["value"] in answer.value and not at["checked"]:
                page.keyboard.press("Space")
        elif at["name"] == item.key and at["type"] == "select-multiple":
            for country in answer.value if isinstance(answer.value, list) else [answer.value]:
                label = page.evaluate(
                    "code => [...document.activeElement.options].find(o => o.value === code).label", country
                )
                page.keyboard.type(label[:6])
        elif at["name"] == item.key and at["type"] == "date":
            year, month, day = str(answer.value).split("-")
            page.keyboard.type(f"{month}{day}{year}")
        elif at["name"] == item.key and at["value"].strip() != str(answer.value).strip():
            page.keyboard.press("Control+A")  # the title of a new assessment stands in its first question already
            page.keyboard.insert_text(str(answer.value).strip())
        elif at["name"].startswith(f"{item.key}.") and not at["value"]:
            text = str(answer.value.get(at["name"].rpartition(".")[2], ""))
            page.keyboard.type(re.sub(r"(\d+)-(\d+)-(\d+)", r"\2\3\1", text)) if at[
                "type"
            ] == "date" else page.keyboard.insert_text(text)
        else:
            continue
        is_saved(page)
    raise AssertionError("the end of the section was never reached")


def test_the_screening_and_a_table_are_filled_in_by_keyboard_alone(browser: Any, server: Served) -> None:
    with opened(browser, server) as page:
        page.goto(f"{server.origin}/new")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # "Skip to content"
        page.keyboard.press("Tab")
        page.keyboard.insert_text("Lumen chat")
        page.keyboard.press("Enter")
        page.wait_for_url("**/s/screening/what_and_who")
        name = re.search(r"/a/([^/]+)/s/", page.url)[1]  # type: ignore[index]
        form = shipped_library().form(["screening"])
        gone_through = []
        while "/s/screening/" in page.url:
            gone_through.append(page.url.partition("#")[0].rpartition("/")[2])
            by_keyboard(page, form, lambda: judged(server, name, form))
        assert gone_through == [section for owner, section, _ in form.answered_sections if owner == "screening"]
        is_as_in_the_example(server, name)
        page.wait_for_load_state("load")
        page.goto(f"{server.origin}/a/{name}")
        page.locator(".route button.primary").first.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        form = shipped_library().form([ref.id for ref in stored(server, name).questionnaires])
        page.goto(f"{server.origin}/a/{name}/s/gdpr-dpia/controller_details")
        by_keyboard(page, form, lambda: judged(server, name, form))
        rows = stored(server, name).answer("gdpr-dpia.controllers")
        assert rows is None or len(rows.value) >= 1
        tables = [
            key
            for key in form.questions
            if key.startswith("gdpr-dpia.") and stored(server, name).answer(key) is not None
        ]
        assert any(form.questions[key].type is QuestionType.TABLE for key in tables)
