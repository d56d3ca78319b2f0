"""`dpia new`, `check`, `import`, `export`, `diff`: assessments as files."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from pydantic import ValidationError

from dpia.api import foreign_texts, read_settled
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.files import dump_json, dump_yaml, write_assessment, write_whole
from dpia.assessment.fired import LEVEL_ORDER
from dpia.assessment.inviting import invitation
from dpia.assessment.kits import begin_with, form_with, kit_of
from dpia.assessment.listing import listed_in
from dpia.assessment.model import Assessment
from dpia.assessment.naming import id_of
from dpia.assessment.organisation import offered_facts
from dpia.assessment.routing import with_needed
from dpia.assessment.soundness import unsound
from dpia.assessment.starting import new_assessment, with_full_depth, with_title_answered
from dpia.cli.arguments import (
    ASSESSMENT_ENDINGS,
    AsJson,
    AssessmentFile,
    Folders,
    FontFolders,
    Force,
    OnDay,
    OrganisationFile,
    Quiet,
    Where,
    check_target,
    content_of,
    load,
)
from dpia.cli.console import OPTIONS, actor_here, print_json, problem_data, show, talk, today, warn
from dpia.cli.keeping import again, is_workspace_id, workspace_here
from dpia.cli.organising import offered
from dpia.cli.summary import summary_lines
from dpia.errors import DpiaError, Location, Problem
from dpia.exchange.reading import read_any
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Level
from dpia.report.signs import lost_signs
from dpia.shipped import load_library
from dpia.showing.diff import compare
from dpia.showing.language import Language
from dpia.showing.outline import evaluation_data
from dpia.showing.standing import suggested_things

DEFAULT_SET = ("screening", "gdpr-dpia")


class FailOn(StrEnum):
    """From which state on `check` fails."""

    BLOCK = "block"
    MAJOR = "major"
    MINOR = "minor"
    MISSING = "missing"
    VOID = "void"


class FileForm(StrEnum):
    """The forms in which an assessment is written."""

    YAML = "yaml"
    JSON = "json"
    ZIP = "zip"


ENDINGS: Final = (
    (FileForm.YAML, ".yaml"),
    (FileForm.YAML, ".yml"),
    (FileForm.JSON, ".json"),
    (FileForm.ZIP, ".zip"),
)


def check(
    path: AssessmentFile,
    fail_on: Annotated[
        list[FailOn] | None,
        typer.Option("--fail-on", help="Exit with 1 from this level of finding on, for gaps, or for void signatures."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="List every gap, unknown answer, warning and reason, gaps by their sections.")
    ] = False,
    folders: Folders = None,
    fonts: FontFolders = None,
    where: Where = None,
    on: OnDay = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """Check an assessment: types, what is missing, what the answers mean, and which decisions are left.

    Two risks with one number end it with 1, as what --fail-on names does. With --quiet and --fail-on only the exit code
    says what was found. While nothing is answered, every --fail-on fails.

    [bold]Example:[/bold] dpia check assessment.yaml --fail-on block --fail-on missing
    """
    library, evaluation = load(path, folders, on)
    foreign, problems = foreign_texts(evaluation, library), _problems(path, evaluation)
    lost = lost_signs(evaluation, tuple(fonts or ()))
    if as_json:
        told = [problem_data(problem) for problem in problems]
        print_json({"problems": told, **evaluation_data(evaluation, foreign), "unprintable": lost.data()})
    elif not OPTIONS.quiet:
        lines = summary_lines(evaluation, foreign, named=again(path), everything=everything)
        show([*map(str, problems), *lines, *(["", f"Printing: {lost.told()}"] if lost else ())])
    wrong = any(not problem.warning for problem in problems)
    return 1 if wrong or any(_fails(evaluation, level) for level in fail_on or ()) else 0


def _problems(path: Path, evaluation: Evaluation) -> list[Problem]:
    """What does not go together in an assessment that can be read, with its place in the file."""
    found = unsound(evaluation)
    if not found:
        return []
    document = None if is_workspace_id(path) else read_any(path)[1]
    places = [document.location(one.path) if document else Location(evaluation.assessment.id) for one in found]
    return [Problem(place, one.told, one.warning) for place, one in zip(places, found, strict=True)]


def _fails(evaluation: Evaluation, level: FailOn) -> bool:
    if level is FailOn.VOID:
        return bool(evaluation.assessment.void_approvals)
    if evaluation.is_empty:
        return True
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
    method: Annotated[
        str | None,
        typer.Option("--method", help="The risk method; that of the questionnaire otherwise, or four-by-four."),
    ] = None,
    kit: Annotated[
        str | None,
        typer.Option("--kit", metavar="ID", help="Begin with the answers, risks and measures of a starter kit."),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Ask every question, although no answer may call for it.")
    ] = False,
    facts: OrganisationFile = None,
    folders: Folders = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Begin an assessment: a file in which every question that is asked stands as a comment, ready to be answered.

    Answers ask for more: dpia open writes those questions into the file too.

    [bold]Example:[/bold] dpia new hotline.yaml --title "Hotline chat" --organisation "Our NGO"
    """
    check_target(path, ASSESSMENT_ENDINGS)
    library = load_library(folders or ())
    chosen = kit_of(library, kit) if kit is not None else None
    if chosen is not None and (names or method):
        raise typer.BadParameter("a kit names its questionnaires and its method itself", param_hint="--kit")
    form = form_with(chosen, library) if chosen else library.form(with_needed(library, names or DEFAULT_SET), method)
    named: dict[str, Any] = {
        "assessment_id": id_of(path.stem),
        "title": title or path.stem,
        "organisation": organisation,
    }
    try:
        if chosen is not None:
            assessment = begin_with(chosen, library, on=today(), **named)
        else:
            assessment = new_assessment(form, created=today(), method=method, **named)
    except ValidationError:
        message = "a title and an organisation are one line of text each, of at most 500 characters"
        raise typer.BadParameter(message, param_hint="--title, --organisation") from None
    if title is not None or chosen is not None:
        assessment = with_title_answered(form, assessment)
    if full:
        if not any(item.question.means == "depth_wanted" for item in form.asked):
            names_ = ", ".join(item.id for item in form.questionnaires)
            raise typer.BadParameter(
                f"no question of {names_} asks how deep it goes; leave it out", param_hint="--full"
            )
        assessment = with_full_depth(form, assessment)
    assessment = offered(path, facts, form, assessment)
    if path.suffix.lower() == ".json":
        write_assessment(assessment, path, force=force)
    else:
        evaluation = evaluate(form, assessment, on=today())
        hints = {point.code: point.hint for point in chosen.open} if chosen is not None else {}
        write_whole(path, invitation(evaluation, listed_in(library), hints).encode("utf-8"), force=force)
    if chosen is not None:
        found = suggested_things(evaluate(form, assessment, on=today()), Language("en", str))
        waiting = sum(1 for one in found if one.name not in offered_facts(assessment))
        talk(
            f"{waiting} entries come from “{chosen.title}” and count as missing. See them: dpia keep {again(path)} --list"
        )
        if chosen.open:
            talk("What only you can say:")
        for point in chosen.open:
            talk(f"  {point.code}  {point.hint}")
    talk(f"Wrote {path}. Fill it in, then run: dpia check {again(path)}")


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
    if keep:
        _keep(source, load_library(folders or ()), where)
        return
    target = output or source.with_suffix(".yaml")
    if output is None and target == source and source.is_file():
        raise DpiaError(f"{source} is the file that is read. Name another with --output, or take it in with --keep.")
    check_target(target, ASSESSMENT_ENDINGS, source)
    library = load_library(folders or ())
    found = read_settled(source, library)
    content = content_of(found, library)
    write_assessment(content, target, force=force)
    for loss in found.losses:
        talk(f"Not taken over: {loss}")
    talk(f"Wrote {target}. Content hash: {content.content_hash}")


def _keep(source: Path, library: Library, where: str | None) -> None:
    """Takes a file into the workspace: an assessment, a report, or an export with its evidence."""
    from dpia.cli.workspaces import opened_for
    from dpia.workspace.bundle import take_in

    workspace = opened_for(where, library)
    taken = take_in(source, workspace, actor=actor_here(), at=datetime.now(UTC))
    talk(f"Took {source} into the workspace as {taken.name}. See it with: dpia check {again(taken.name)}")
    for note in taken.notes:
        talk(f"Note: {note}")


def export(
    path: AssessmentFile,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write; standard output otherwise.")
    ] = None,
    form: Annotated[
        FileForm | None, typer.Option("--format", help="yaml, json or zip; by the file's name otherwise.")
    ] = None,
    folders: Folders = None,
    where: Where = None,
    force: Force = False,
    quiet: Quiet = False,
) -> int:
    """Write an assessment as YAML or JSON, or one of the workspace as a zip with its evidence.

    Exits with 1 where the zip lacks a file of evidence, because the workspace does not hold it.

    [bold]Example:[/bold] dpia export assessment.yaml --format json > assessment.json
    """
    if output is not None:
        endings = tuple(ending for of, ending in ENDINGS if form in (None, of))
        check_target(output, endings, path)
    if form is FileForm.ZIP or (output is not None and output.suffix.lower() == ".zip"):
        return _export_zip(path, output, load_library(folders or ()), force)
    assessment = _kept_content(path, folders)
    as_json = form is FileForm.JSON or (form is None and (output is None or output.suffix.lower() == ".json"))
    text = dump_json(assessment) if as_json else dump_yaml(assessment)
    if output is None:
        sys.stdout.write(text)
        return 0
    write_whole(output, text.encode("utf-8"), force=force)
    talk(f"Wrote {output}")
    return 0


def _export_zip(path: Path, output: Path | None, library: Library, force: bool) -> int:
    """Writes an assessment of the workspace with its evidence."""
    if output is None or not is_workspace_id(path):
        raise DpiaError(
            f"{path}: a zip holds an assessment of the workspace with its evidence. Name its id, and the file with "
            "--output; dpia import --keep takes a file into the workspace."
        )
    workspace = workspace_here(library)
    from dpia.workspace.bundle import write_bundle

    made = write_bundle(workspace, workspace.get(str(path)).assessment)
    write_whole(output, made.content, force=force)
    talk(f"Wrote {output}")
    for title in made.missing:
        warn(f"{output} lacks a file of evidence that is not in the workspace: {title}")
    return 1 if made.missing else 0


def _kept_content(path: Path, folders: list[Path] | None) -> Assessment:
    """What is kept, as it is: no version that is installed can keep it from being given back."""
    if is_workspace_id(path):
        return workspace_here(load_library(folders or ())).get(str(path)).assessment
    library = load_library(folders or ())
    return content_of(read_settled(path, library), library)


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
