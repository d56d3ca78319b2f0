"""The pictures of docs/filling-in.md: made anew from the application, and written into docs/pictures with DPIA_PICTURES=1."""

import io
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from dpia.shipped import shipped_library
from dpia.workspace import open_workspace
from tests.docs.pages import DOCS, page
from tests.support.browsing import ACTOR, Served, browser_missing, chromium, example, served

PICTURES = DOCS / "pictures"
WIDTH, HEIGHT, MAX_BYTES, COLOURS = 1280, 860, 150_000, 48
SHOWN = {
    "new": ("/new", "h1"),
    "section": ("/a/lumen-line/s/screening/what_and_who", "#q-screening-organisation_kind"),
    "table": ("/a/lumen-line/s/gdpr-dpia/data_and_context", "fieldset.row"),
    "overview": ("/a/lumen-line", "h1"),
    "risk": ("/a/lumen-line/risks/R01", "#maps"),
    "decision": ("/a/lumen-line/decision", "#taken"),
    "history": ("/a/edited/history", "h1"),
}
"""The pages, and what stands at the top of each picture."""
EDITS = (
    ("processing_name", "Lumen Line, by night too", "SCR-01.name"),
    ("description", "A chat for people who may have been trafficked.", "SCR-01.description"),
    ("processing_name", "Lumen Line", "SCR-01.name"),
)
"""What is saved before the picture of the history: question, words, and what the history says of it."""
pytestmark = [pytest.mark.skipif(browser_missing() is not None, reason=browser_missing() or ""), pytest.mark.slow]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("served") / "workspace.sqlite"
    workspace = open_workspace(path, shipped_library(), at=datetime.now(UTC))
    workspace.create(example("lumen-line"), actor=ACTOR, at=datetime.now(UTC))
    edited = example("lumen-line").change(id="edited")
    workspace.create(edited, actor=ACTOR, at=datetime.now(UTC), note="from a file")
    for number, (question, words, code) in enumerate(EDITS, 1):
        edited = edited.with_answer(f"screening.{question}", words)
        workspace.save("edited", edited, seen=number, actor=ACTOR, at=datetime.now(UTC), note=code)
    workspace.close()
    with served(path) as found:
        yield found


@pytest.fixture(scope="module")
def screen(server: Served) -> Iterator[Any]:
    with chromium() as browser:
        found = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce").new_page()
        server.open(found)
        yield found


@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_shows_its_page(screen: Any, server: Served, tmp_path: Path, name: str) -> None:
    address, top = SHOWN[name]
    assert screen.goto(server.origin + address).status == 200
    screen.evaluate("document.fonts.ready")
    screen.locator(top).first.evaluate("one => window.scrollTo(0, one.getBoundingClientRect().top + scrollY - 90)")
    raw = Image.open(io.BytesIO(screen.screenshot())).convert("RGB")
    folder = PICTURES if os.environ.get("DPIA_PICTURES") else tmp_path
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.png"
    raw.quantize(COLOURS).save(path, optimize=True)
    assert path.stat().st_size < MAX_BYTES
    with Image.open(path) as made, Image.open(PICTURES / f"{name}.png") as kept:
        assert made.size == kept.size == (WIDTH, HEIGHT)
        assert len(made.convert("RGB").getcolors(100_000) or ()) > 8, "the page is not empty"
    assert (PICTURES / f"{name}.png").stat().st_size < MAX_BYTES


def test_the_page_shows_every_picture_with_a_text_that_stands_for_it() -> None:
    shown = re.findall(r"!\[([^\]]+)\]\(pictures/(\w+)\.png\)", page("filling-in.md"))
    assert sorted(name for _, name in shown) == sorted(SHOWN)
    assert all(len(text) > 20 for text, _ in shown)


def test_every_picture_is_shown_on_a_page() -> None:
    shown = {
        name
        for path in DOCS.glob("*.md")
        for name in re.findall(r"\]\(pictures/([\w-]+\.png)\)", path.read_text("utf-8"))
    }
    assert shown == {path.name for path in PICTURES.glob("*.png")}
