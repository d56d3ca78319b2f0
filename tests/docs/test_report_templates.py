"""docs/report-templates.md names every template and every value that templates see; its cover makes a report."""

import dataclasses
import inspect
import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

from dpia.errors import TemplateError
from dpia.report.html import SHIPPED, render_html
from dpia.report.pdf import render_pdf
from tests.docs.pages import DOCS, blocks, page, part
from tests.docs.test_pages_run import script
from tests.support.reports import small_assessment, small_report

TEXT = page("report-templates.md")
COVER = DOCS / "examples" / "cover"
SOURCE = (COVER / "cover.html.j2").read_text(encoding="utf-8")
VIEWS = script("report_templates_doc").shown_classes()


def test_the_page_is_current() -> None:
    assert script("report_templates_doc").page(TEXT) == TEXT, "run `make report-templates`"


def test_every_template_and_style_stands_on_the_page_and_nothing_else_does() -> None:
    listed = re.findall(r"^\| `([\w.-]+)` \|", part(TEXT, "Which templates there are"), re.MULTILINE)
    files = [path.name for path in SHIPPED.iterdir() if path.suffix in (".j2", ".css")]
    assert sorted(listed) == sorted(files)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_every_field_and_property_of_every_view_stands_on_the_page(view: type) -> None:
    section = part(TEXT, view.__name__)
    names = [field.name for field in dataclasses.fields(view)]  # type: ignore[arg-type]
    names += [
        name
        for name, member in vars(view).items()
        if not name.startswith("_") and (isinstance(member, property) or inspect.isfunction(member))
    ]
    assert [name for name in names if not re.search(rf"^\| `{name}[`(]", section, re.MULTILINE)] == []


def test_every_view_of_the_page_is_one_that_templates_see() -> None:
    headings = re.findall(r"^### (\w+)$", part(TEXT, "What templates see"), re.MULTILINE)
    assert headings == [view.__name__ for view in VIEWS]


def test_every_view_that_a_field_names_has_a_heading() -> None:
    kinds = {str(field.type) for view in VIEWS for field in dataclasses.fields(view)}  # type: ignore[arg-type]
    named = {word for kind in kinds for word in re.findall(r"\b[A-Z]\w+", kind)} - {"None", "ContentKind"}
    assert named - {view.__name__ for view in VIEWS} == set()


def test_the_line_that_prints_the_folder_prints_it() -> None:
    (line,) = [block.text for block in blocks(part(TEXT, "Which templates there are")) if block.language == "sh"]
    code = line.strip().removeprefix('python -c "').removesuffix('"')
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(SHIPPED)


# The own cover


def test_the_cover_on_the_page_is_the_one_in_the_folder() -> None:
    (shown,) = [block.text for block in blocks(TEXT) if block.language == "jinja"]
    assert shown == SOURCE


@lru_cache
def pages_with_own_cover() -> tuple[str, ...]:
    """The text of each page of a small report that has the cover."""
    made, missing = render_pdf(small_report(), small_assessment(), templates=[COVER])
    assert missing == ()
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=made, capture_output=True, check=True)
    return tuple(done.stdout.decode("utf-8").split("\f"))


def test_the_cover_shows_its_facts_and_not_those_it_leaves_out() -> None:
    report, first = small_report(), " ".join(pages_with_own_cover()[0].split())
    for words in (report.title, report.organisation, report.status, report.content_hash[:32], report.content_hash[32:]):
        assert words in first
    assert "Questionnaires" not in first
    assert "The controller decides" not in first


def test_behind_the_cover_every_page_keeps_title_status_and_hash() -> None:
    report = small_report()
    inner = pages_with_own_cover()[1:-1]
    assert len(inner) > 5
    for text in inner:
        assert report.short_title in text
        assert report.status in text
        assert report.short_hash in text


@pytest.mark.parametrize(
    ("gone", "lost"),
    [
        (r'data-short="[^"]*"', "the title"),
        (r"\{\{ report\.status \}\} ·", "the status"),
        (r" · \{\{ report\.short_hash \}\}", "the hash"),
        (r"\{% if report\.band %\}.*", "the band"),
        (r"data-foot=", "the status in the foot of the pages (`data-foot`) and the hash"),
    ],
)
def test_a_cover_that_loses_what_it_has_to_keep_makes_no_report(tmp_path: Path, gone: str, lost: str) -> None:
    text, count = re.subn(gone, "", SOURCE, count=1)
    assert count == 1
    (tmp_path / "cover.html.j2").write_text(text, encoding="utf-8")
    with pytest.raises(TemplateError, match=re.escape(f"the report would lose {lost}")):
        render_html(small_report(), templates=[tmp_path])


def test_a_signed_report_needs_no_band(tmp_path: Path) -> None:
    (tmp_path / "cover.html.j2").write_text(SOURCE, encoding="utf-8")
    signed = dataclasses.replace(small_report(), band="")
    assert 'class="cover-band"' not in render_html(signed, templates=[tmp_path])
