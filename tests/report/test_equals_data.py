"""What a report prints, what it carries and what the workspace keeps are one content, of one hash."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dpia.assessment.checking import check_assessment
from dpia.errors import AssessmentError
from dpia.exchange.pdf import assessment_in_pdf
from dpia.workspace import open_workspace
from tests.support.randomly import RandomAssessments
from tests.support.reports import judge, pdf_of, run, small_form, small_library
from tests.support.workspaces import FULL

REPORTS = 1000 if FULL else 12
"""So many random assessments; 1,000 with DPIA_FULL=1, as `make proof` sets it."""
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.mark.slow
def test_the_hash_that_is_printed_is_that_of_what_is_inside_and_of_the_revision(tmp_path: Path) -> None:
    random, library = RandomAssessments(small_form(), seed=REPORTS, wild=0), small_library()
    workspace = open_workspace(tmp_path / "w.sqlite", library, at=NOW)
    target, done = tmp_path / "report.pdf", 0
    while done < REPORTS:
        assessment = random.assessment().change(id=f"random-{done}")
        try:
            check_assessment(small_form(), assessment)
        except AssessmentError:
            continue
        workspace.create(assessment, actor="A. Analyst", at=NOW)
        stored = workspace.get(assessment.id).assessment
        target.write_bytes(pdf_of(judge(stored), library))
        inside = assessment_in_pdf(target.read_bytes(), target.name)[0]
        (revision,) = workspace.history(assessment.id)
        printed = "".join(run("pdftotext", "-l", "1", target, "-").split())
        assert inside == stored
        assert inside.content_hash == stored.content_hash == revision.content_hash
        assert revision.content_hash in printed
        done += 1
    workspace.close()
