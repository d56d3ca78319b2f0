"""`dpia kits` and `dpia save-kit`: starter kits, and one's own made of an assessment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dpia.assessment.files import as_yaml, write_whole
from dpia.assessment.kits import as_kit, kits_of, public_title
from dpia.assessment.naming import id_of
from dpia.cli.arguments import AsJson, AssessmentFile, Folders, Force, Quiet, Where, check_target, load
from dpia.cli.console import print_json, show, talk
from dpia.questionnaire.text import is_forbidden
from dpia.shipped import load_library

YAML = (".yaml", ".yml")
MAX_LINE = 500


def kits(folders: Folders = None, as_json: AsJson = False, quiet: Quiet = False) -> None:
    """List the starter kits: assessments of ordinary processings with the typical answers, to be confirmed or changed.

    [bold]Example:[/bold] dpia kits
    """
    found = kits_of(load_library(folders or ()))
    if as_json:
        keys = ("id", "title", "sector", "summary", "questionnaires")
        print_json([{key: getattr(kit, key) for key in keys} for kit in found.values()])
        return
    width = max((len(name) for name in found), default=0)
    show(f"{kit.id:{width}}  {kit.title} ({kit.sector})" for kit in found.values())
    talk("Begin with one: dpia new assessment.yaml --kit ID --title TITLE" if found else "There is no starter kit.")


def save_kit(
    path: AssessmentFile,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file of the kit, .yaml.")],
    title: Annotated[
        str | None,
        typer.Option("--title", "-t", help="What the kit is called; as the assessment, or its file, otherwise."),
    ] = None,
    sector: Annotated[str, typer.Option("--sector", help="For whom it is.")] = "all",
    folders: Folders = None,
    where: Where = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Make a starter kit of an assessment: its answers, risks and measures, without opinions, days, names, ratings and evidence.

    Facts of the organisation stay out of it too; dpia organisation keeps those.

    [bold]Example:[/bold] dpia save-kit assessment.yaml --output kits/branch-office.yaml --title "Branch office"
    """
    check_target(output, YAML, path)
    _, evaluation = load(path, folders, None)
    data = as_kit(
        evaluation,
        kit_id=id_of(output.stem),
        title=title or public_title(evaluation) or output.stem,
        sector=sector,
        summary="The answers, risks and measures of one processing.",
    )
    for option, text in (("--title", data["title"]), ("--sector", sector)):
        if len(text.splitlines()) != 1 or len(text) > MAX_LINE or is_forbidden(text):
            raise typer.BadParameter(f"it is one line of text, of at most {MAX_LINE} characters", param_hint=option)
    write_whole(output, as_yaml(data).encode("utf-8"), force=force)
    talk(
        f"Wrote {output}. Read it before you give it away; use it with: dpia new NEW.yaml -Q {output} --kit {data['id']}"
    )
