"""The browser says what cannot be printed: at the field, on the page of the report, and before signing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browsing import Desk, desk_over, filled, said, tree
from tests.support.reports import small_assessment, small_library

LOST = "2 signs cannot be printed, because no font of the report has them: 热 (U+70ED) 线 (U+7EBF)."
KEY = "everything.name"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path / "workspace.sqlite", small_library()) as found:
        found.add(small_assessment().change(id="full", decision=None, remarks=()))
        yield found


def section(desk: Desk) -> str:
    form = desk.workspace.form_of(desk.assessment("full"))
    file, name = next((file, name) for file, name, keys in form.answered_sections if KEY in keys)
    return f"/a/full/s/{file}/{name}"


def test_what_can_be_printed_is_not_spoken_of(desk: Desk) -> None:
    for address in (section(desk), "/a/full/report", "/a/full/decision"):
        assert "cannot be printed" not in said(desk.client.get(address))


def test_the_field_says_so_after_saving_and_at_once_with_javascript(desk: Desk) -> None:
    address = section(desk)
    sent = filled(desk.client.get(address), **{KEY: "热线"})
    shown = desk.client.follow(desk.client.post(address, sent))
    (place,) = tree(shown).find("div", id="q-everything-name-findings")
    assert LOST in place.words()
    again = filled(desk.client.get(address), **{KEY: "热线 热"})
    live = desk.client.post(address, again, part=True)
    assert "3 signs cannot be printed" in live.text


def test_the_report_and_the_signatures_say_so_with_the_places(desk: Desk) -> None:
    address = section(desk)
    desk.client.post(address, filled(desk.client.get(address), **{KEY: "热线"}))
    for page in ("/a/full/report", "/a/full/decision"):
        words = said(desk.client.get(page))
        assert LOST in words
        assert "First in: “" in words
    assert "Who reads the report does not see what is signed." in said(desk.client.get("/a/full/decision"))


def test_fields_and_titles_run_the_way_of_what_is_written(desk: Desk) -> None:
    page = tree(desk.client.get(section(desk)))
    figures = ("people", "share", "keep")
    texts = [*page.find("textarea"), *page.find("input", type="text")]
    assert texts
    for field in texts:
        name = str(field.attributes["name"])
        assert field.attributes.get("dir") == "auto" or name.endswith(figures), name
    assert tree(desk.client.get("/a/full")).find("h1", dir="auto")
