"""Options and arguments that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from dpia.assessment.checking import check_assessment
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.files import read_assessment
from dpia.assessment.model import Assessment
from dpia.cli.console import today
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.library import Library
from dpia.shipped import load_library

Folders = Annotated[
    list[Path] | None,
    typer.Option("--questionnaires", "-Q", help="A file or folder with your own questionnaires.", show_default=False),
]
OnDay = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="Judge as of this day (2026-11-24); today otherwise.")
]
Force = Annotated[bool, typer.Option("--force", "-f", help="Replace the file if it exists.")]
AssessmentFile = Annotated[
    Path, typer.Argument(metavar="ASSESSMENT", help="An assessment as YAML or JSON, or a report PDF.")
]


def as_date(text: str | None) -> date:
    """The day named by --on, or today."""
    if text is None:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text} is no date; write 2026-11-24", param_hint="--on") from None


def form_of(assessment: Assessment, library: Library) -> Form:
    """The form of the questionnaires that an assessment answers."""
    return library.form([ref.id for ref in assessment.questionnaires], assessment.method)


def load(path: Path, folders: list[Path] | None, on: str | None) -> tuple[Library, Evaluation]:
    """Reads, checks and evaluates an assessment. Raises AssessmentError, DefinitionError or NotFound."""
    day = as_date(on)
    library = load_library(folders or ())
    if path.suffix.lower() == ".pdf":
        from dpia.exchange import read_any

        assessment, document = read_any(path)
    else:
        assessment, document = read_assessment(path)
    form = form_of(assessment, library)
    check_assessment(form, assessment, document)
    return library, evaluate(form, assessment, on=day)
