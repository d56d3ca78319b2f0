"""What README.md says of the sources and of the ICAT actions is what stands in questionnaires/sources.yaml."""

import re

from dpia.shipped import shipped_library
from tests.docs.pages import DOCS
from tests.docs.test_pages_run import ROOT

README = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
PAGES = {path.name: " ".join(path.read_text(encoding="utf-8").split()) for path in sorted(DOCS.glob("*.md"))}


def test_the_readme_says_of_the_three_actions_where_they_were_found() -> None:
    source = shipped_library().sources.sources["icat"]
    states = {source.verified, *(article.verified for article in source.articles.values())}
    assert (len(source.articles), states) == (3, {"secondary"}), "the README has to say how they were verified"
    told = re.search(r"The report counts questions and findings for each of three key actions.*?thirteen\.", README)
    assert told is not None
    for words in ("found in a notice of ICMPD", "then co-chair", "in part", "not read as a whole", "has sixteen"):
        assert words in told[0]
    assert "verified" not in told[0]
    note = source.status_note or ""
    for words in ("16 key actions", "notice of ICMPD", "then co-chair", "in part", "not read as a whole"):
        assert words in note


def test_no_page_calls_an_icat_action_verified() -> None:
    for name, text in {"README.md": README, **PAGES}.items():
        sentences = re.split(r"(?<=[.:|]) ", text)
        told = [item for item in sentences if "ICAT" in item and re.search(r"\bverified\b", item)]
        assert told == [], name


def test_the_readme_says_that_the_report_tells_once_what_was_not_verified() -> None:
    assert "the end of the report names once what was not verified" in README
