"""`dpia new`, `check`, `import`, `export`, `diff`: assessments as files."""

from __future__ import annotations

import re
import shlex
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer
from pydantic import ValidationError

from dpia.api import checked_form, foreign_texts
from dpia.assessment.evaluation import LEVEL_ORDER, Evaluation
from dpia.assessment.files import dump_json, dump_yaml, write_assessment, write_whole
from dpia.assessment.starting import invitation, new_assessment
from dpia.cli.arguments import (
    ASSESSMENT_ENDINGS,
    AsJson,
    AssessmentFile,
    Folders,
    Force,
    OnDay,
    Quiet,
    Where,
    check_target,
    load,
)
from dpia.cli.console import OPTIONS, actor_here, print_json, show, talk, today
from dpia.cli.keeping import again
from dpia.cli.summary import summary_lines
from dpia.errors import DpiaError
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Level
from dpia.shipped import load_library
from dpia.showing.diff import compare
from dpia.showing.outline import evaluation_data

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


ENDINGS: Final = ((FileForm.YAML, ".yaml"), (FileForm.YAML, ".yml"), (FileForm.JSON, ".json"))


def check(
    path: AssessmentFile,
    fail_on: Annotated[
        list[FailOn] | None,
        typer.Option("--fail-on", help="Exit with 1 from this level of finding on, or for gaps."),
    ] = None,
    folders: Folders = None,
    where: Where = None,
    on: OnDay = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """Check an assessment: types, what is missing, what the answers mean, and which decisions are left.

    With --quiet and --fail-on only the exit code says what was found.

    [bold]Example:[/bold] dpia check assessment.yaml --fail-on block --fail-on missing
    """
    library, evaluation = load(path, folders, on)
    foreign = foreign_texts(evaluation, library)
    if as_json:
        print_json(evaluation_data(evaluation, foreign))
    elif not OPTIONS.quiet:
        show(summary_lines(evaluation, foreign))
    return 1 if any(_fails(evaluation, level) for level in fail_on or ()) else 0


def _fails(evaluation: Evaluation, level: FailOn) -> bool:
    if level is FailOn.MISSING:
        return bool(evaluation.missing)
    worst = LEVEL_ORDER[Level(level.value)]
    return any(LEVEL_ORDER[finding.level] <= worst for finding in evaluation.open_findings)


def new(
    path: Annotated[Path, typer.Argument(help="The file to write, .yaml or .json.")],
    title: Annotated[str | None, typer.Option("--title", "-t", help="What the processing is called.")] = None,
    organisation: Annotated[str | None, typer.Option("--organisation", help="Who is responsible.")] = None,
    names: Annotated[
        list[str] | None,
        typer.Option(
            "--questionnaire", metavar="ID", help="A questionnaire to answer; screening and gdpr-dpia otherwise."
        ),
    ] = None,
    method: Annotated[str | None, typer.Option("--method", help="The risk method; four-by-four otherwise.")] = None,
    folders: Folders = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Begin an assessment: a file in which every question stands as a comment, ready to be answered.

    [bold]Example:[/bold] dpia new hotline.yaml --title "Hotline chat" --organisation "Our NGO"
    """
    check_target(path, ASSESSMENT_ENDINGS)
    library = load_library(folders or ())
    form = library.form(names or DEFAULT_SET, method)
    try:
        assessment = new_assessment(
            form,
            assessment_id=_id_for(path),
            title=title or path.stem,
            organisation=organisation,
            created=today(),
            method=method,
        )
    except ValidationError:
        message = "a title and an organisation are one line of text each, of at most 500 characters"
        raise typer.BadParameter(message, param_hint="--title, --organisation") from None
    if path.suffix.lower() == ".json":
        write_assessment(assessment, path, force=force)
    else:
        write_whole(path, invitation(form, assessment).encode("utf-8"), force=force)
    own = "".join(f" -Q {shlex.quote(str(folder))}" for folder in folders or ())
    talk(f"Wrote {path}. Fill it in, then run: dpia check {path}{own}")


def _id_for(path: Path) -> str:
    """An id made of a file's name: `Our hotline 2.yaml` -> `our-hotline-2`."""
    words = re.sub(r"[^a-z0-9]+", "-", path.stem.lower())[:50].strip("-")
    return words if re.match(r"[a-z]", words) else f"assessment-{words}".rstrip("-")


def import_(
    source: Annotated[Path, typer.Argument(help="A report PDF made by dpia, or an assessment as JSON or YAML.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write; beside the source otherwise.")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", "-k", help="Keep it in the workspace instead of a file.")] = False,
    folders: Folders = None,
    where: Where = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Bring an assessment in from a report or another file, with the same content hash.

    [bold]Example:[/bold] dpia import approved.pdf --output copy.yaml
    """
    from dpia.exchange.reading import read_import

    if keep:
        _keep(source, load_library(folders or ()), where)
        return
    target = output or source.with_suffix(".yaml")
    if output is None and target == source and source.is_file():
        raise DpiaError(f"{source} is the file that is read. Name another with --output, or take it in with --keep.")
    check_target(target, ASSESSMENT_ENDINGS, source)
    found = read_import(source)
    checked_form(found.assessment, found.document, load_library(folders or ()))
    write_assessment(found.assessment, target, force=force)
    for loss in found.losses:
        talk(f"Not taken over: {loss}")
    talk(f"Wrote {target}. Content hash: {found.assessment.content_hash}")


def _keep(source: Path, library: Library, where: str | None) -> None:
    """Takes a file into the workspace: an assessment, a report, or an export with its evidence."""
    from dpia.cli.workspaces import opened_for
    from dpia.workspace.bundle import take_in

    workspace = opened_for(where, library)
    name = take_in(source, workspace, actor=actor_here(), at=datetime.now(UTC))
    talk(f"Took {source} into the workspace as {name}. See it with: dpia check {again(name)}")


def export(
    path: AssessmentFile,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write; standard output otherwise.")
    ] = None,
    form: Annotated[
        FileForm | None, typer.Option("--format", help="yaml or json; by the file's name otherwise.")
    ] = None,
    folders: Folders = None,
    where: Where = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Write an assessment as YAML or JSON.

    [bold]Example:[/bold] dpia export assessment.yaml --format json > assessment.json
    """
    if output is not None:
        endings = tuple(ending for of, ending in ENDINGS if form in (None, of))
        check_target(output, endings, path)
    _, evaluation = load(path, folders, None)
    as_json = form is FileForm.JSON or (form is None and (output is None or output.suffix.lower() == ".json"))
    text = dump_json(evaluation.assessment) if as_json else dump_yaml(evaluation.assessment)
    if output is None:
        sys.stdout.write(text)
        return
    write_whole(output, text.encode("utf-8"), force=force)
    talk(f"Wrote {output}")


def diff(
    old: Annotated[Path, typer.Argument(help="The earlier assessment or report.")],
    new_path: Annotated[Path, typer.Argument(metavar="NEW", help="The later assessment or report.")],
    folders: Folders = None,
    where: Where = None,
    on: OnDay = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """Say in words what changed: answers, risks, measures, levels, findings, decision. Exits with 1 when something did.

    [bold]Example:[/bold] dpia diff approved.pdf assessment.yaml
    """
    changes = compare(load(old, folders, on)[1], load(new_path, folders, on)[1])
    if as_json:
        print_json([asdict(change) for change in changes])
    elif not OPTIONS.quiet:
        show(f"{change.part:10}  {change.sentence()}" for change in changes)
    if not changes:
        talk("Nothing changed.")
    return 1 if changes else 0
