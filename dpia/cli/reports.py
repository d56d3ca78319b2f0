"""`dpia report` and `dpia demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dpia.api import make_report, shown_glyphs, version_name
from dpia.assessment.evaluation import Evaluation
from dpia.assessment.files import write_whole
from dpia.cli.arguments import AssessmentFile, Folders, Force, OnDay, Quiet, Where, check_target, load
from dpia.cli.console import talk, working
from dpia.errors import WouldOverwrite
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Publication
from dpia.shipped import example_names, example_path

Templates = Annotated[
    list[Path] | None,
    typer.Option(
        "--templates",
        "-T",
        metavar="FOLDER",
        help="A folder whose templates take the place of the shipped ones; package:NAME for those of an installed package.",
        show_default=False,
    ),
]
PDF, HTML = (".pdf",), (".html", ".htm")
Logo = Annotated[Path | None, typer.Option("--logo", help="A PNG or JPEG for the cover.", show_default=False)]


def report(
    path: AssessmentFile,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write; beside the assessment otherwise.")
    ] = None,
    html: Annotated[bool, typer.Option("--html", help="Write one HTML file instead of a PDF.")] = False,
    publish: Annotated[
        Publication, typer.Option("--publish", help="Withhold answers that are more confidential than this.")
    ] = Publication.OPERATIONAL,
    language: Annotated[
        str | None, typer.Option("--language", help="The language of the report; the assessment's otherwise.")
    ] = None,
    templates: Templates = None,
    logo: Logo = None,
    folders: Folders = None,
    where: Where = None,
    on: OnDay = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Make the report of an assessment as PDF (PDF/A-3a and PDF/UA-1), or as HTML.

    [bold]Example:[/bold] dpia report assessment.yaml --output report.pdf --logo logo.png
    """
    endings = HTML if html else PDF
    target = output or path.with_name(version_name(path.stem, publish) + endings[0])
    check_target(target, endings, path, otherwise="" if html else "Add --html for one HTML file.")
    _refuse_early(target, force)
    library, evaluation = load(path, folders, on)
    with working(f"Making {target} ..."):
        content = _make(
            library, evaluation, html=html, publication=publish, language=language, templates=templates or (), logo=logo
        )
        write_whole(target, content, force=force)
    talk(f"Wrote {target}")


def demo(
    name: Annotated[str, typer.Argument(help="The worked example.")] = "lumen-line",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Make the report of every worked example.")] = False,
    on: OnDay = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Make the report of a worked example: an invented organisation, a complete assessment.

    [bold]Example:[/bold] dpia demo
    """
    names = example_names() if all_ else [name]
    for example in names:
        source = example_path(example)
        target = output if output and not all_ else (output or Path()) / f"{example}.pdf"
        check_target(target, PDF, source)
        _refuse_early(target, force)
        library, evaluation = load(source, None, on)
        with working(f"Making {target} ..."):
            content = _make(library, evaluation)
            write_whole(target, content, force=force)
        talk(f"Wrote {target.resolve()}")


def _refuse_early(target: Path, force: bool) -> None:
    """Says before the work begins that its result could not be written."""
    if target.exists() and not force:
        raise WouldOverwrite(target)


def _make(library: Library, evaluation: Evaluation, **options: Any) -> bytes:
    made = make_report(evaluation, library, **options)
    if made.language not in (options.get("language"), evaluation.assessment.language):
        talk(f"There is no translation into {evaluation.assessment.language}: the report is in English.")
    if made.missing_glyphs:
        signs = shown_glyphs(made.missing_glyphs)
        talk(f"No font of the report can show: {signs}. Each is replaced by a sign; rewrite it in the answers.")
    return made.content
