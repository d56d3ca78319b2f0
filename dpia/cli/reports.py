"""`dpia report`, `demo`, `doctor`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from dpia.api import check_language, report_document, version_name
from dpia.assessment.evaluation import Evaluation
from dpia.assessment.files import write_whole
from dpia.cli.arguments import AsJson, AssessmentFile, Folders, Force, OnDay, Quiet, Where, check_target, load
from dpia.cli.console import OPTIONS, print_json, show, talk, working
from dpia.errors import WouldOverwrite
from dpia.i18n import translation
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Publication
from dpia.shipped import example_names, example_path
from dpia.version import VERSION

Templates = Annotated[
    list[Path] | None,
    typer.Option(
        "--templates",
        "-T",
        metavar="FOLDER",
        help="A folder whose templates take the place of the shipped ones.",
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
    check_language(language)
    endings = HTML if html else PDF
    target = output or path.with_name(version_name(path.stem, publish) + endings[0])
    check_target(target, endings, path, otherwise="" if html else "Add --html for one HTML file.")
    _refuse_early(target, force)
    library, evaluation = load(path, folders, on)
    with working(f"Making {target} ..."):
        content = _make(library, evaluation, html, publish, language, templates or [], logo)
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
            content = _make(library, evaluation, False, Publication.OPERATIONAL, None, [], None)
            write_whole(target, content, force=force)
        talk(f"Wrote {target.resolve()}")


def _refuse_early(target: Path, force: bool) -> None:
    """Says before the work begins that its result could not be written."""
    if target.exists() and not force:
        raise WouldOverwrite(target)


def _make(
    library: Library,
    evaluation: Evaluation,
    html: bool,
    publication: Publication,
    language: str | None,
    templates: list[Path],
    logo: Path | None,
) -> bytes:
    from dpia.report.html import render_html
    from dpia.report.pdf import render_pdf

    document = report_document(evaluation, library, language=language, publication=publication)
    translate = translation(document.language)
    if document.language not in (language, evaluation.assessment.language):
        talk(f"There is no translation into {evaluation.assessment.language}: the report is in English.")
    if html:
        return render_html(document, translate=translate, templates=templates, logo=logo).encode("utf-8")
    content, missing = render_pdf(document, evaluation.assessment, translate=translate, templates=templates, logo=logo)
    if missing:
        signs = " ".join(f"{sign} (U+{ord(sign):04X})" for sign in missing[:10])
        talk(f"No font of the report can show: {signs}. Each is replaced by a sign; rewrite it in the answers.")
    return content


def doctor(as_json: AsJson = False, quiet: Quiet = False) -> int:
    """Say whether everything the reports need is here: Python, Pango, HarfBuzz subsetting, fonts, folders.

    [bold]Example:[/bold] dpia doctor
    """
    from dpia.cli.doctoring import checks

    found = list(checks())
    if as_json:
        print_json([asdict(check) for check in found])
    elif not OPTIONS.quiet:
        show((f"dpia {VERSION}, Python {sys.version.split()[0]}", *map(str, found)))
    return 1 if any(check.needed and not check.fine for check in found) else 0
