"""docs/messages.md has every message of every code, and nothing else."""

import re

from dpia.errors import Code
from dpia.messages import every_message
from tests.docs.pages import DOCS, page, part
from tests.docs.test_pages_run import script

TEXT = page("messages.md")


def test_the_page_is_current() -> None:
    assert script("messages_doc").text() == TEXT, "run `make messages-doc`"


def test_every_code_has_a_part_with_its_meaning_and_no_other_part_is_there() -> None:
    assert re.findall(r"^## (.+)$", TEXT, re.MULTILINE) == [code.slug for code in Code]
    for code in Code:
        assert code.value.lower() in part(TEXT, code.slug).lower()


def test_every_message_stands_under_its_code_and_every_row_is_a_message() -> None:
    for code in Code:
        rows = {line for line in part(TEXT, code.slug).splitlines() if line.startswith("| ")} - {
            "| message | what helps |",
            "| --- | --- |",
        }
        assert rows == {script("messages_doc").row(found) for _, found in every_message() if found.code is code}


def test_other_pages_lead_to_it() -> None:
    for other in (DOCS.parent / "README.md", DOCS.parent / "CONTRIBUTING.md"):
        assert "docs/messages.md" in other.read_text(encoding="utf-8")
