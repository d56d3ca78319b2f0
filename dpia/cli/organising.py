"""`dpia organisation`: facts of the organisation taken out of an assessment, and offered by `dpia new`."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from dpia.assessment.files import write_whole
from dpia.assessment.model import Assessment
from dpia.assessment.organisation import FILE_NAME, facts_of, holds_facts, offered_facts, read_facts, with_facts
from dpia.cli.arguments import AssessmentFile, Folders, Force, Quiet, Where, check_target, load
from dpia.cli.console import talk, today
from dpia.cli.keeping import again, workspace_here
from dpia.errors import DpiaError
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.library import Library

YAML = (".yaml", ".yml")


def organisation(
    path: AssessmentFile,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write, .yaml.")] = Path(FILE_NAME),
    folders: Folders = None,
    where: Where = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Keep the facts of the organisation: who is responsible, processors, systems, security, as they stand in an assessment.

    What is only suggested, hidden or unknown stays behind, and so do notes and evidence. Every new assessment beside the file
    gets the facts as suggested answers.

    [bold]Example:[/bold] dpia organisation assessment.yaml --output organisation.yaml
    """
    check_target(output, YAML, path)
    _, evaluation = load(path, folders, None)
    facts = facts_of(evaluation, on=today())
    if not facts.keys:
        raise DpiaError(f"{path} answers no question about the organisation yet, such as who is responsible.")
    write_whole(output, facts.text().encode("utf-8"), force=force)
    talk(f"Wrote {output} with the answers to {_codes(evaluation.form, facts.keys)}.")
    talk(f"Offer them to another assessment: dpia new NEW.yaml --organisation-file {output}")


def offered(
    new: Path, named: Path | None, form: Form, assessment: Assessment, *, known: Collection[str] = ()
) -> Assessment:
    """An assessment with the facts in the file that is named, or in the one beside it, as suggested answers; says which.

    Nothing is offered in the files that are `known` already.
    """
    path = named or new.parent / FILE_NAME
    if named is None and (not path.is_file() or (new.exists() and new.samefile(path)) or not holds_facts(path)):
        return assessment
    return _told(new, str(path), form, assessment, with_facts(form, assessment, read_facts(path, form), known=known))


def offered_here(
    name: Path, library: Library, form: Form, assessment: Assessment, known: Collection[str]
) -> Assessment:
    """The same with the facts that are kept beside the workspace, for an assessment in it."""
    from dpia.workspace.organisation import facts_path, kept_facts

    workspace = workspace_here(library)
    facts = kept_facts(workspace)
    if facts is None:
        return assessment
    return _told(name, str(facts_path(workspace)), form, assessment, with_facts(form, assessment, facts, known=known))


def _told(name: Path, source: str, form: Form, before: Assessment, after: Assessment) -> Assessment:
    """What facts make of an assessment, once it was said."""
    there = offered_facts(before)
    if keys := tuple(key for key in offered_facts(after) if key not in there):
        talk(
            f"Suggested from {source}, and counted as missing: {_codes(form, keys)}. "
            f"See them: dpia keep {again(name)} --list"
        )
    else:
        talk(f"Nothing is taken from {source}: what it says is not asked here, or answered already.")
    return after


def _codes(form: Form, keys: tuple[str, ...]) -> str:
    return ", ".join(form.questions[key].question.code or key for key in keys)
