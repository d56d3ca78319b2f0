"""`dpia new`, `check`, `import`, `export`, `diff`: assessments as files."""

from __future__ import annotations

import re
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dpia.assessment.checking import check_assessment
from dpia.assessment.diff import compare
from dpia.assessment.evaluation import LEVEL_ORDER, Evaluation
from dpia.assessment.files import dump_json, dump_yaml, write_assessment, write_whole
from dpia.assessment.starting import invitation, new_assessment
from dpia.cli.arguments import AssessmentFile, Folders, Force, OnDay, form_of, load
from dpia.cli.console import out, print_json, talk, today
from dpia.cli.summary import evaluation_data, summary_lines
from dpia.questionnaire.model import Level
from dpia.shipped import load_library

DEFAULT_SET = ("screening", "gdpr-dpia")


class FailOn(StrEnum):
    """From which state on `check` fails."""

    BLOCK = "block"
    MAJOR = "major"
    MINOR = "minor"
    MISSING = "missing"


class FileForm(StrEnum):
    """The forms in which an assessment is written."""

    YAML = "yaml"
    JSON = "json"


def check(
    path: AssessmentFile,
    fail_on: Annotated[
        list[FailOn] | None,
        typer.Option("--fail-on", help="Exit with 1 from this level of finding on, or for gaps."),
    ] = None,
    folders: Folders = None,
    on: OnDay = None,
    as_json: Annotated[bool, typer.Option("--json", help="Give JSON.")] = False,
) -> int:
    """Check an assessment: types, what is missing, what the answers mean, and which decisions are left.

    [bold]Example:[/bold] dpia check assessment.yaml --fail-on block --fail-on missing
    """
    _, evaluation = load(path, folders, on)
    if as_json:
        print_json(evaluation_data(evaluation))
    else:
        for line in summary_lines(evaluation):
            out().print(line, markup=False)
    return 1 if any(_fails(evaluation, level) for level in fail_on or ()) else 0


def _fails(evaluation: Evaluation, level: FailOn) -> bool:
    if level is FailOn.MISSING:
        return bool(evaluation.missing)
    worst = LEVEL_ORDER[Level(level.value)]
    return any(LEVEL_ORDER[finding.level] <= worst for finding in evaluation.open_findings)


def new(
    path: Annotated[Path, typer.Argument(help="The file to write, .yaml or .json.")],
    title: Annotated[str | None, typer.Option("--title", "-t", help="What the processing is called.")] = None,
    organisation: Annotated[str | None, typer.Option("--organisation", "-o", help="Who is responsible.")] = None,
    names: Annotated[
        list[str] | None,
        typer.Option("--questionnaire", "-q", help="A questionnaire to answer; screening and gdpr-dpia otherwise."),
    ] = None,
    method: Annotated[str | None, typer.Option("--method", help="The risk method; four-by-four otherwise.")] = None,
    folders: Folders = None,
    force: Force = False,
) -> None:
    """Begin an assessment: a file in which every question stands as a comment, ready to be answered.

    [bold]Example:[/bold] dpia new hotline.yaml --title "Hotline chat" --organisation "Our NGO"
    """
    library = load_library(folders or ())
    form = library.form(names or DEFAULT_SET, method)
    words = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")
    assessment = new_assessment(
        form,
        assessment_id=words if re.match(r"[a-z]", words) else f"assessment-{words}".rstrip("-"),
        title=title or path.stem,
        organisation=organisation,
        created=today(),
        method=method,
    )
    if path.suffix.lower() == ".json":
        write_assessment(assessment, path, force=force)
    else:
        write_whole(path, invitation(form, assessment).encode("utf-8"), force=force)
    talk(f"Wrote {path}. Fill it in, then run: dpia check {path}")


def import_(
    source: Annotated[Path, typer.Argument(help="A report PDF made by dpia, or an assessment as JSON or YAML.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write; beside the source otherwise.")
    ] = None,
    folders: Folders = None,
    force: Force = False,
) -> None:
    """Bring an assessment in from a report or another file, with the same content hash.

    [bold]Example:[/bold] dpia import report.pdf --output assessment.yaml
    """
    from dpia.exchange.reading import read_import

    found = read_import(source)
    check_assessment(form_of(found.assessment, load_library(folders or ())), found.assessment, found.document)
    target = output or source.with_suffix(".yaml")
    write_assessment(found.assessment, target, force=force)
    for loss in found.losses:
        talk(f"Not taken over: {loss}")
    talk(f"Wrote {target}. Content hash: {found.assessment.content_hash}")


def export(
    path: AssessmentFile,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write; standard output otherwise.")
    ] = None,
    form: Annotated[
        FileForm | None, typer.Option("--format", help="yaml or json; by the file's name otherwise.")
    ] = None,
    folders: Folders = None,
    force: Force = False,
) -> None:
    """Write an assessment as YAML or JSON.

    [bold]Example:[/bold] dpia export assessment.yaml --format json > assessment.json
    """
    _, evaluation = load(path, folders, None)
    suffix = output.suffix.lower().lstrip(".") if output else "json"
    as_json = form is FileForm.JSON or (form is None and suffix == "json")
    text = dump_json(evaluation.assessment) if as_json else dump_yaml(evaluation.assessment)
    if output is None:
        typer.echo(text, nl=False)
        return
    write_whole(output, text.encode("utf-8"), force=force)
    talk(f"Wrote {output}")


def diff(
    old: Annotated[Path, typer.Argument(help="The earlier assessment or report.")],
    new_path: Annotated[Path, typer.Argument(metavar="NEW", help="The later assessment or report.")],
    folders: Folders = None,
    on: OnDay = None,
    as_json: Annotated[bool, typer.Option("--json", help="Give JSON.")] = False,
) -> int:
    """Say in words what changed: answers, risks, measures, levels, findings, decision. Exits with 1 when something did.

    [bold]Example:[/bold] dpia diff approved.pdf assessment.yaml
    """
    changes = compare(load(old, folders, on)[1], load(new_path, folders, on)[1])
    if as_json:
        print_json([asdict(change) for change in changes])
    else:
        for change in changes:
            out().print(f"{change.part:10}  {change.sentence()}", markup=False)
    if not changes:
        talk("Nothing changed.")
    return 1 if changes else 0
