"""docs/proof.md: every row names tests that are there, and a day for what was done in full."""

import re
from pathlib import Path

from tests.assessment import test_files
from tests.docs.pages import DOCS
from tests.report import test_equals_data
from tests.workspace import test_editors, test_killed

ROOT = DOCS.parent
PAGE = (DOCS / "proof.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| promise"))
]


def test_every_row_is_whole_and_names_tests_that_are_there() -> None:
    assert len(ROWS) >= 20
    for row in ROWS:
        assert len(row) == 5, row
        assert [name for name in re.findall(r"`([^`]+)`", row[1]) if not (ROOT / name).is_file()] == []
        assert re.match(r"\d{4}-\d\d-\d\d: .|–$", row[4]), row


def test_the_figures_are_those_of_the_tests() -> None:
    assert f"| {test_files.KILLS} kills |" in PAGE
    for module, most, least in (
        (test_killed, "1000", "12"),
        (test_equals_data, "1000", "12"),
        (test_editors, "(32, 200)", "(8, 10)"),
    ):
        text = Path(str(module.__file__)).read_text(encoding="utf-8")
        assert f"{most} if FULL else {least}" in text, module.__name__
    for said in (
        "12 kills | 1,000 kills",
        "8 editors with 10 saves",
        "| 32 with 200 |",
        "12 random assessments | 1,000",
    ):
        assert said in PAGE


def test_security_md_leads_here() -> None:
    assert "docs/proof.md" in (ROOT / "SECURITY.md").read_text(encoding="utf-8")
