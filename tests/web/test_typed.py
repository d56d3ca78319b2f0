"""Long texts in the browser: what a field understands, what will be printed, and tables from the clipboard."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dpia.assessment.model import Assessment
from dpia.questionnaire.records import MAX_PROSE
from dpia.shipped import shipped_library
from dpia.workspace import Workspace, open_workspace
from tests.support.browsing import Desk, browsing, desk_over, served

FIELD = "screening.description"


def chat(text: str) -> Assessment:
    raw = {
        **{"dpia": 1, "id": "chat", "title": "Chat", "created": "2026-11-24"},
        **{"questionnaires": [{"id": "screening", "version": "2.0.0"}]},
        **{"answers": {"screening": {"description": text}}},
    }
    return Assessment.model_validate(raw)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path / "workspace.sqlite") as found:
        yield found


def test_what_will_be_printed_is_told_of_any_text(desk: Desk) -> None:
    shown = desk.client.post("/shown", {"text": "2*3*4\n**no** <b>"})
    assert (shown.status_code, shown.text) == (200, "<p>2*3*4<br>\n<strong>no</strong> &lt;b&gt;</p>\n")
    assert desk.client.post("/shown", {"text": ""}).text == ""


def test_a_text_that_no_field_takes_is_not_read(desk: Desk) -> None:
    shown = desk.client.post("/shown", {"text": "x" * (MAX_PROSE + 1)})
    assert shown.text == "<p>This text is too long to be shown here.</p>"


def test_a_text_is_shown_only_to_the_browser_that_was_let_in(desk: Desk) -> None:
    assert desk.client.ask("POST", "/shown", data={"text": "x"}).status_code == 403


def test_beside_a_long_field_stands_what_it_understands_and_the_text_as_it_will_be_printed(desk: Desk) -> None:
    desk.add(chat("Who\tKept\nstaff\t30 days"))
    page = desk.client.get(section_of(desk.workspace)).text
    assert "a blank line begins a paragraph" in page
    assert "<td>30 days</td>" in page
    assert 'aria-describedby="i-screening-description-help i-screening-description-understood"' in page


def section_of(workspace: Workspace) -> str:
    """The address of the page that asks for the description."""
    form = workspace.form_of(workspace.get("chat").assessment)
    file, section = next((file, section) for file, section, keys in form.answered_sections if FIELD in keys)
    return f"/a/chat/s/{file}/{section}"


# ------------------------------------------------------------------------------------------------------- in Chromium

EXCEL = (
    "<html><head><style>td{color:red}</style></head><body><!--StartFragment--><table><tr><td colspan=2>Kept</td></tr>"
    "<tr><td rowspan=2>Left | right</td><td>A<br>a</td></tr><tr><td>2*3*4</td></tr></table><!--EndFragment--></body></html>"
)
WORD = (
    "<body><p class=MsoNormal>Before it:</p><table><thead><tr><th rowspan=2><p>Data</p></th><th colspan=2>Kept</th></tr>"
    "<tr><th>from</th><th>to</th></tr></thead><tr><td>Name</td><td>1</td><td><ul><li>x</li><li>y</li></ul></td></tr></table>"
    "<p>After.</p></body>"
)
PASTE = """([place, kinds]) => {
    const box = document.getElementById(place);
    box.focus();
    const data = new DataTransfer();
    for (const [kind, text] of Object.entries(kinds)) data.setData(kind, text);
    box.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
    return box.value;
}"""


@pytest.mark.slow
def test_a_table_from_the_clipboard_becomes_a_table_and_is_shown_beside_the_field(browser: Any, tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "workspace.sqlite", shipped_library(), at=datetime.now(UTC))
    workspace.create(chat("Words"), actor="A", at=datetime.now(UTC))
    address = section_of(workspace)
    workspace.close()
    with served(tmp_path / "workspace.sqlite") as server:
        context = browsing(browser, viewport={"width": 1600, "height": 1000})
        page = context.new_page()
        server.open(page)
        page.goto(server.origin + address)
        paste_tables(page, "i-screening-description")
        context.close()


def paste_tables(page: Any, box: str) -> None:
    page.fill(f"#{box}", "")
    assert page.evaluate(PASTE, [box, {"text/html": EXCEL, "text/plain": "a\\tb"}]) == (
        "| Kept | Kept |\n| --- | --- |\n| Left \\| right | A<br>a |\n| Left \\| right | 2*3*4 |\n\n"
    )
    field = f".typed:has(#{box})"
    page.click(f"{field} summary")
    page.wait_for_selector(f"{field} .sheet td:has-text('2*3*4')")
    page.fill(f"#{box}", "")
    assert page.evaluate(PASTE, [box, {"text/html": WORD}]) == (
        "Before it:\n\n| Data | Kept<br>from | Kept<br>to |\n| --- | --- | --- |\n| Name | 1 | - x<br>- y |\n\nAfter.\n\n"
    )
    page.wait_for_selector(f"{field} .sheet th:has-text('Data')")
    typed, sheet = page.locator(f"#{box}").bounding_box(), page.locator(f"{field} .sheet").bounding_box()
    assert sheet["x"] >= typed["x"] + typed["width"], json.dumps([typed, sheet])
    page.keyboard.press("Control+z")
    assert "After." not in page.input_value(f"#{box}"), "a paste can be undone"
    page.fill(f"#{box}", "")
    assert page.evaluate(PASTE, [box, {"text/html": "<b>no table</b>", "text/plain": "no table"}]) == ""
