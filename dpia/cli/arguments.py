"""Options and arguments that several commands share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer

from dpia.api import read
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.cli.console import OPTIONS, today
from dpia.cli.keeping import is_workspace_id, workspace_here
from dpia.errors import DpiaError
from dpia.questionnaire.library import Library
from dpia.shipped import load_library


def _be_quiet(quiet: bool) -> bool:
    OPTIONS.quiet = OPTIONS.quiet or quiet
    return quiet


Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Say nothing but errors, and data that is asked for.", callback=_be_quiet)
]


def _keep_workspace(where: str | None) -> str | None:
    OPTIONS.workspace = where
    return where


Where = Annotated[
    str | None,
    typer.Option(
        "--workspace",
        "-w",
        metavar="PATH|URL",
        help="A SQLite file, or postgresql://user@host/name; DPIA_WORKSPACE or the one in your data folder otherwise.",
        show_default=False,
        callback=_keep_workspace,
    ),
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
ASSESSMENT_ENDINGS: Final = (".yaml", ".yml", ".json")
AssessmentFile = Annotated[
    Path,
    typer.Argument(
        metavar="ASSESSMENT", help="An assessment as YAML or JSON, a report PDF, or an id of the workspace."
    ),
]


def as_date(text: str | None, option: str = "--on") -> date:
    """The day named by an option, or today."""
    if text is None:
        return today()
    try:
        if re.fullmatch(r"(19|20)\d\d-\d\d-\d\d", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise typer.BadParameter(f"{text} is no date; write it as 2026-11-24", param_hint=option)


def check_target(target: Path, endings: Sequence[str], source: Path | None = None, *, otherwise: str = "") -> None:
    """Raises DpiaError for a file whose name does not say what is written to it, and for the one that is read."""
    if target.is_dir():
        raise DpiaError(f"{target} is a folder. Name a file in it.")
    if target.suffix.lower() not in endings:
        raise DpiaError(f"{target}: its name has to end in {' or '.join(endings)}. {otherwise}".strip())
    check_apart(target, source)


def check_apart(target: Path, source: Path | None) -> None:
    """Raises DpiaError where the result would take the place of the file that it is made from, with --force too."""
    if source is not None and target.exists() and source.exists() and target.samefile(source):
        raise DpiaError(f"{target} is the file that is read. Name another one with --output.")


def load(path: Path, folders: list[Path] | None, on: str | None) -> tuple[Library, Evaluation]:
    """Reads, checks and evaluates an assessment, from a file or by its id in the workspace.

    Raises AssessmentError, DefinitionError or NotFound.
    """
    day = as_date(on)
    library = load_library(folders or ())
    assessment = workspace_here(library).get(str(path)).assessment if is_workspace_id(path) else read(path, library)
    form = library.form([ref.id for ref in assessment.questionnaires], assessment.method)
    return library, evaluate(form, assessment, on=day)
