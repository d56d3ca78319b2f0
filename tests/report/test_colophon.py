"""The end of the report: how far what it cites was verified, told once."""

import re
from dataclasses import replace

from dpia.questionnaire.library import Library
from dpia.report.building import build_report
from dpia.report.document import Verification
from dpia.report.html import render_html
from dpia.shipped import shipped_library
from tests.support.reports import adlens, example, lumen, lumen_html, small_html, small_report

LEAD = "Places of law and guidance that it cites:"


def flowing(page: str) -> str:
    """The words of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def colophon(page: str) -> str:
    return flowing(page.split('id="colophon"', 1)[1])


def states(library: Library) -> dict[str, str]:
    """Short name and place -> how far it was verified, for everything in the sources."""
    return {
        f"{source.short} {name}".strip(): ((source.articles[name].verified if name else source.verified) or "no")
        for source in library.sources.sources.values()
        for name in ("", *source.articles)
    }


def test_the_counts_are_those_of_the_annex_without_the_proposals() -> None:
    report = build_report(adlens(), shipped_library())
    places = [
        (source.short, article.verified)
        for source in report.sources
        for article in source.articles
        if source.short != "Proposal"
    ]
    seen = report.verification
    assert [seen.read, seen.second_hand, seen.not_verified] == [
        sum(state == wanted for _, state in places) for wanted in ("yes", "secondary", "no")
    ]
    assert seen.places == len(places) > 200
    assert seen.read > seen.not_verified > 0


def test_every_place_that_was_not_verified_is_named_once_and_no_other() -> None:
    report, known = build_report(adlens(), shipped_library()), states(shipped_library())
    named = []
    for text in report.verification.unverified:
        short, _, names = text.partition(": ")
        named += [f"{short} {name}".removesuffix(" Whole") for name in names.split(", ")] if names else [short]
    assert len(named) == len(set(named)) == report.verification.not_verified
    assert {known[name] for name in named} == {"no"}
    assert "Proposal" not in named


def test_the_report_tells_it_once_at_its_end_and_puts_no_mark_behind_a_citation() -> None:
    report = build_report(lumen(), shipped_library())
    page = lumen_html()
    assert flowing(page).count(LEAD) == 1
    told = colophon(page)
    seen = report.verification
    assert f"{LEAD} {seen.read} read in a text of the source, {seen.second_hand} known second hand" in told
    assert f"{seen.not_verified} not verified." in told
    assert all(text in told.replace("&#39;", "'") for text in seen.unverified)
    style = render_html(report, standalone=True).partition("</style>")[0]
    assert "verified-no::after" not in style
    assert "verified-" not in "".join(re.findall(r'<a [^>]*class="[^"]*\bcite\b[^"]*"', page))


def test_where_everything_was_read_nothing_is_to_be_looked_up() -> None:
    report = replace(small_report(), verification=Verification(3, 1, 0, ()))
    told = colophon(render_html(report, standalone=False))
    assert f"{LEAD} 3 read in a text of the source, 1 known second hand, 0 not verified." in told
    assert "Look these up" not in told
    assert "Look these up" in colophon(small_html())


def test_the_record_of_a_screening_cites_nothing_and_counts_nothing() -> None:
    page = render_html(build_report(example("club-list"), shipped_library()), standalone=False)
    assert 'class="colophon"' in page
    assert LEAD not in flowing(page)
