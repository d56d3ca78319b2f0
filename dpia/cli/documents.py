"""`dpia document`: what is made of an assessment for other people's hands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dpia.assessment.files import write_whole
from dpia.cli.arguments import AssessmentFile, Folders, FontFolders, Force, OnDay, Quiet, Where, check_target, load
from dpia.cli.console import talk, working
from dpia.cli.reports import HTML, PDF, AllowMissing, Templates, made, refuse_early
from dpia.questionnaire.model import Publication
from dpia.report.formal import FormalKind


def document(
    kind: Annotated[
        FormalKind,
        typer.Argument(help="The model annex to an agreement, or the form of a request.", show_default=False),
    ],
    path: AssessmentFile,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write, .pdf or .html; beside the assessment otherwise."),
    ] = None,
    publish: Annotated[
        Publication, typer.Option("--publish", help="Leave out answers that are more confidential than this.")
    ] = Publication.PUBLIC,
    language: Annotated[
        str | None, typer.Option("--language", help="The language of the document; the assessment's otherwise.")
    ] = None,
    templates: Templates = None,
    fonts: FontFolders = None,
    allow_missing: AllowMissing = False,
    folders: Folders = None,
    where: Where = None,
    on: OnDay = None,
    force: Force = False,
    quiet: Quiet = False,
) -> int:
    """Make a document of an assessment that answers `exchange`, for the partners of an exchange.

    agreement-annex has thirteen clauses to agree on, each beside what the assessment says; request-form is one page to
    ask for data by. Both are model texts of this project and no legal advice. Only public answers stand in them unless
    --publish says otherwise, and neither carries the assessment inside.

    [bold]Example:[/bold] dpia document request-form bridge.yaml --output request.pdf
    """
    target = output or path.with_name(f"{path.stem}-{kind.value}.pdf")
    check_target(target, (*PDF, *HTML), path)
    refuse_early(target, force)
    library, evaluation = load(path, folders, on)
    with working(f"Making {target} ..."):
        content, lost = made(
            library,
            evaluation,
            html=target.suffix.lower() in HTML,
            language=language,
            publication=publish,
            templates=templates or (),
            fonts=fonts or (),
            formal=kind,
        )
        write_whole(target, content, force=force)
    talk(f"Wrote {target}")
    return 1 if lost and not allow_missing else 0
