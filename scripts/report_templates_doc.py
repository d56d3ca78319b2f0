"""Writes the generated parts of docs/report-templates.md. `make report-templates` runs it, a test compares.

The list of templates comes from the comment at the head of each, the tables from the classes that templates see.
"""

import dataclasses
import inspect
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from dpia.report import answered, document, formal, judged
from dpia.report.html import MAIN, SHIPPED
from dpia.showing import charts, prose, views

PAGE = Path(__file__).parent.parent / "docs" / "report-templates.md"
MODULES: Sequence[ModuleType] = (document, judged, answered, formal, views, charts, prose)
STYLES = {
    "report.css": "The style of the print; its first lines are the colours, which the HTML version shares.",
    "screen.css": "What the HTML version has beside that.",
    "band.css": "The band along the edge of every page of a draft or an example.",
}


def page(text: str) -> str:
    """The page with its generated parts made anew."""
    for name, made in (("templates", _templates()), ("views", _views())):
        begin, end = f"<!-- generated: {name} -->", "<!-- end -->"
        before, found, rest = text.partition(f"{begin}\n")
        if not found:
            raise SystemExit(f"docs/report-templates.md has no part {begin}")
        text = f"{before}{found}{chr(10).join(made)}\n{end}{rest.partition(end)[2]}"
    return text


def shown_classes() -> list[type]:
    """The classes that templates see, the whole report first."""
    found = [
        item
        for module in MODULES
        for item in vars(module).values()
        if inspect.isclass(item) and dataclasses.is_dataclass(item) and item.__module__ == module.__name__
    ]
    return sorted(found, key=lambda item: item is not document.ReportDocument)


def _templates() -> Iterator[str]:
    yield from ("| file | what it is |", "| --- | --- |")
    files = sorted(SHIPPED.glob("*.j2"), key=lambda path: (path.name != MAIN, path.name))
    yield from (f"| `{path.name}` | {_head(path)} |" for path in files)
    yield from (f"| `{name}` | {words} |" for name, words in STYLES.items())


def _head(path: Path) -> str:
    """The comment at the head of a template."""
    found = re.match(r"\{#-? (.+?) -?#\}", path.read_text(encoding="utf-8"), re.DOTALL)
    if found is None:
        raise SystemExit(f"{path.name} does not say in a comment at its head what it is")
    return " ".join(found[1].split())


def _views() -> Iterator[str]:
    for item in shown_classes():
        yield f"\n### {item.__name__}\n"
        yield inspect.cleandoc(item.__doc__ or "") + "\n"
        yield from ("| field | type |", "| --- | --- |")
        yield from (f"| `{field.name}` | `{_type(field.type)}` |" for field in dataclasses.fields(item))  # type: ignore[arg-type]
        if gives := list(_gives(item)):
            yield from ("", "| gives | type | what it is |", "| --- | --- | --- |", *gives)
    yield ""


def _gives(item: type) -> Iterator[str]:
    """Properties and methods."""
    for name, member in vars(item).items():
        called = inspect.isfunction(member)
        got: Any = member.fget if isinstance(member, property) else member
        if not name.startswith("_") and (called or isinstance(member, property)):
            words = ", ".join(list(inspect.signature(got).parameters)[1:])
            kind = _type(got.__annotations__["return"])
            yield f"| `{name}{f'({words})' if called else ''}` | `{kind}` | {' '.join((got.__doc__ or '').split())} |"


def _type(kind: object) -> str:
    return str(kind).replace(" | ", " or ")


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print("docs/report-templates.md")
