"""`dpia report` and `dpia demo`."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer

from dpia.api import make_report, version_name
from dpia.assessment.evaluation import Evaluation
from dpia.assessment.files import write_whole
from dpia.assessment.locking import real
from dpia.cli.arguments import (
    AssessmentFile,
    By,
    Folders,
    FontFolders,
    Force,
    OnDay,
    Quiet,
    Where,
    check_target,
    load,
    provenance_here,
)
from dpia.cli.console import talk, working
from dpia.errors import DpiaError, WouldOverwrite
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Publication
from dpia.report.editions import Edition
from dpia.report.glyphs import shown_glyphs
from dpia.report.signs import lost_signs
from dpia.shipped import example_names, example_path
from dpia.showing.provenance import Provenance

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
AllowMissing = Annotated[
    bool, typer.Option("--allow-missing-glyphs", help="Exit with 0 also where signs could not be printed.")
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
    edition: Annotated[
        Edition | None,
        typer.Option(
            "--edition",
            help="The record of a screening that ends without an assessment, or the standard report; what fits otherwise.",
            show_default=False,
        ),
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="The language of the report; the assessment's otherwise.")
    ] = None,
    templates: Templates = None,
    fonts: FontFolders = None,
    allow_missing: AllowMissing = False,
    logo: Logo = None,
    as_it_was: Annotated[
        bool | None,
        typer.Option(
            "--as-it-was/--as-installed",
            help="Print a report again by the definitions that it carries, or by the installed ones; by those that it "
            "carries otherwise, where the installed ones differ.",
            show_default=False,
        ),
    ] = None,
    known: Annotated[
        Path | None,
        typer.Option(
            "--provenance", hidden=True, help="What a workspace knows of it, as the browser application hands it over."
        ),
    ] = None,
    folders: Folders = None,
    where: Where = None,
    on: OnDay = None,
    force: Force = False,
    quiet: Quiet = False,
) -> int:
    """Make the report of an assessment as PDF (PDF/A-3a and PDF/UA-1), or as HTML.

    A report is an assessment too: it is printed again as it was, also when its questionnaires have moved on since.
    Signs that no font has are replaced in the PDF. It is written all the same, they are told, and the exit code is 1.

    [bold]Example:[/bold] dpia report assessment.yaml --output report.pdf --logo logo.png
    """
    endings = HTML if html else PDF
    target = output or path.with_name(version_name(path.stem, publish) + endings[0])
    check_target(target, endings, path, otherwise="" if html else "Add --html for one HTML file.")
    refuse_early(target, force)
    by = By.MADE if as_it_was is None else By.CARRIED if as_it_was else By.INSTALLED
    library, evaluation = load(path, folders, on, by)
    with working(f"Making {target} ..."):
        content, lost = made(
            library,
            evaluation,
            html=html,
            publication=publish,
            edition=edition,
            language=language,
            templates=templates or (),
            fonts=fonts or (),
            logo=logo,
            provenance=_read_provenance(known) if known is not None else provenance_here(path),
        )
        write_whole(target, content, force=force)
    talk(f"Wrote {target}")
    return 1 if lost and not allow_missing else 0


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
        refuse_early(target, force)
        library, evaluation = load(source, None, on)
        with working(f"Making {target} ..."):
            content, _ = made(library, evaluation)
            write_whole(target, content, force=force)
        talk(f"Wrote {target.resolve()}")


def _read_provenance(path: Path) -> Provenance:
    """What another process of ours wrote. Raises DpiaError for anything else."""
    try:
        return Provenance.of(json.loads(path.read_bytes()))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DpiaError(
            f"{path}: this is not what the browser application hands over. Leave --provenance out."
        ) from None


def refuse_early(target: Path, force: bool) -> None:
    """Says before the work begins that its result could not be written."""
    if target.exists() and not force:
        raise WouldOverwrite(target)
    folder = next(one for one in real(target).parents if one.exists())
    if not os.access(folder, os.W_OK):
        raise DpiaError(f"{target}: nothing can be written in {folder}. Name a file in another folder with --output.")


def made(library: Library, evaluation: Evaluation, **options: Any) -> tuple[bytes, bool]:
    """The report or document, and whether signs of it could not be printed; both are told."""
    found = make_report(evaluation, library, **options)
    if found.language not in (options.get("language"), evaluation.assessment.language):
        talk(f"There is no translation into {evaluation.assessment.language}: the report is in English.")
    if found.missing_glyphs:
        lost = lost_signs(evaluation, tuple(options.get("fonts", ())))
        talk(str(lost.told() if lost else _elsewhere(found.missing_glyphs)))
        talk("In the PDF each of them is replaced by a sign.")
    return found.content, bool(found.missing_glyphs)


def _elsewhere(missing: tuple[str, ...]) -> str:
    """Signs that stand in no answer: they come from a questionnaire, a translation or a template."""
    return f"No font of the report has these signs of its questionnaires, translation or templates: {shown_glyphs(missing)}."
