"""Options and arguments that several commands share."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from dpia.api import read
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.cli.console import OPTIONS, today
from dpia.errors import NotFound, did_you_mean
from dpia.i18n import languages
from dpia.questionnaire.library import Library
from dpia.shipped import load_library


def _be_quiet(quiet: bool) -> bool:
    OPTIONS.quiet = OPTIONS.quiet or quiet
    return quiet


Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Say nothing but errors, and data that is asked for.", callback=_be_quiet)
]
AsJson = Annotated[bool, typer.Option("--json", help="Give JSON.")]
Folders = Annotated[
    list[Path] | None,
    typer.Option(
        "--questionnaires",
        "-Q",
        metavar="PATH",
        help="A file or folder with your own questionnaires.",
        show_default=False,
    ),
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
        if re.fullmatch(r"(19|20)\d\d-\d\d-\d\d", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise typer.BadParameter(f"{text} is no date; write it as 2026-11-24", param_hint="--on")


def check_language(language: str | None) -> None:
    """Raises NotFound for a language that has no translation: a report must not name a language that it is not in."""
    known = languages()
    if language is not None and language not in known:
        raise NotFound(f"There is no translation into `{language}`: {did_you_mean(language, known)}")


def load(path: Path, folders: list[Path] | None, on: str | None) -> tuple[Library, Evaluation]:
    """Reads, checks and evaluates an assessment. Raises AssessmentError, DefinitionError or NotFound."""
    day = as_date(on)
    library = load_library(folders or ())
    assessment = read(path, library)
    form = library.form([ref.id for ref in assessment.questionnaires], assessment.method)
    return library, evaluate(form, assessment, on=day)
