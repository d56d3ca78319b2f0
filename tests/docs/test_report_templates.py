"""docs/report-templates.md names every value that templates see."""

import dataclasses
import inspect
from pathlib import Path

import pytest

from dpia.report import answered, document
from dpia.showing import charts, views

PAGE = Path(__file__).parents[2] / "docs" / "report-templates.md"
VIEWS = [
    found
    for module in (answered, views, document, charts)
    for found in vars(module).values()
    if inspect.isclass(found) and dataclasses.is_dataclass(found) and found.__module__ == module.__name__
]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_every_field_of_every_view_stands_on_the_page(view: type) -> None:
    text = PAGE.read_text(encoding="utf-8")
    head = f"### {view.__name__}\n"
    assert head in text
    section = text.split(head, 1)[1].split("\n### ", 1)[0]
    assert [field.name for field in dataclasses.fields(view) if f"| `{field.name}` |" not in section] == []
