"""`dpia move`: an assessment on the versions that are installed; first it is shown, then done."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from dpia.api import read_settled
from dpia.assessment.files import write_assessment
from dpia.assessment.model import Assessment
from dpia.assessment.moving import Moved, move
from dpia.cli.arguments import (
    ASSESSMENT_ENDINGS,
    AsJson,
    AssessmentFile,
    Folders,
    Force,
    Quiet,
    Where,
    check_target,
)
from dpia.cli.console import OPTIONS, actor_here, print_json, show, talk
from dpia.cli.keeping import again, find_kept, is_workspace_id, workspace_here
from dpia.errors import BadInput, DpiaError
from dpia.questionnaire.library import Library
from dpia.shipped import load_library

MOST = 120


def move_(
    path: AssessmentFile,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the moved assessment to this file, as a draft.")
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do it where the assessment is kept: its file, or the workspace.")
    ] = False,
    folders: Folders = None,
    where: Where = None,
    as_json: AsJson = False,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Bring an assessment to the installed versions of its questionnaires. Without -o or --yes it is only shown.

    Answers stay, move to where their questionnaire asks for them now, or are kept with the assessment as not taken over. What
    was decided or signed stays as it is in its file: the moved one is a new draft, whose signatures hold no more.

    [bold]Example:[/bold] dpia move approved.pdf --output draft.yaml
    """
    library = load_library(folders or ())
    moved = move_of(path, library)
    if output is not None:
        check_target(output, ASSESSMENT_ENDINGS, path)
    if as_json:
        print_json(moved_data(moved))
    elif not OPTIONS.quiet:
        show(moved_lines(moved))
    if not moved.changed:
        talk(f"Every answer in {path} stands on the installed versions: there is nothing to move.")
    elif output is not None:
        write_assessment(moved.assessment, output, force=force)
        talk(f"Wrote {output}; {path} is unchanged. Go on with: dpia check {again(output)}")
    elif yes:
        _keep(path, moved, library)
        talk(f"Moved {path}. Go on with: dpia check {again(path)}")
    else:
        command = f"dpia move {again(path)}"
        beside = f"{command} -o {shlex.quote(_draft_name(path))}"
        how = f"{command} --yes, or beside it: {beside}" if _can_change(path, moved) else beside
        talk(f"Nothing was changed. Do it with: {how}")


def move_of(path: Path, library: Library) -> Moved:
    """What moving an assessment would do. Raises as `move` does."""
    if is_workspace_id(path):
        return move(workspace_here(library).get(str(path)).assessment, library)
    found = read_settled(path, library)
    try:
        carried = found.definitions()
    except BadInput:  # they only know what questions were called
        carried = None
    return move(found.assessment, library, answered_on=carried)


def _draft_name(path: Path) -> str:
    return f"{path.with_suffix('')}-moved.yaml"


def _is_decided(assessment: Assessment) -> bool:
    return assessment.decision is not None or bool(assessment.approvals)


def _can_change(path: Path, moved: Moved) -> bool:
    """Whether it can be moved where it is kept: the workspace keeps every revision, a file only a draft."""
    return is_workspace_id(path) or (path.suffix.lower() in ASSESSMENT_ENDINGS and not _is_decided(moved.before))


def _keep(path: Path, moved: Moved, library: Library) -> None:
    if is_workspace_id(path):
        from dpia.workspace.moving import move_kept

        move_kept(workspace_here(library), str(path), actor=actor_here(), at=datetime.now(UTC))
        return
    if not _can_change(path, moved):
        beside = f"dpia move {again(path)} -o {shlex.quote(_draft_name(path))}"
        what = "is decided or signed" if _is_decided(moved.before) else "is no file that can be changed"
        raise DpiaError(f"{path} {what}, and stays as it is. Write the moved draft beside it: {beside}")
    kept = find_kept(path, library, fits=False)
    if kept.assessment != moved.before:
        raise DpiaError(f"{path} was changed by somebody else in between. Nothing was moved; run the command again.")
    kept.save(moved.assessment)


def moved_lines(moved: Moved) -> Iterator[str]:
    """What moved, for a person: versions, what stays, what moves where, what has no place, which signatures end."""
    for gap in moved.versions:
        yield f"{gap.id}: version {gap.answered} -> {gap.here}"
    yield f"kept     {len(moved.kept)} as they are"
    for name in moved.opened:
        yield f"opened   {name}, because answers move to it"
    for one in moved.moved:
        yield f"moved    {_named(one.source, one.label)} -> {one.target}: {_short(one.value)}{_because(one.note)}"
    for lost in moved.dropped:
        yield f"no place {_named(lost.place, lost.label)}: {_short(lost.value)}{_because(lost.note)}"
    for name in moved.voided:
        yield f"void     the signature of {name}: it was given for the content before"


def _named(place: str, label: str | None) -> str:
    return f"{place} ({label})" if label else place


def _because(note: str | None) -> str:
    return f"  [{' '.join(note.split())}]" if note else ""


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    line = " ".join(text.split())
    return line if len(line) <= MOST else line[: MOST - 1] + "…"


def moved_data(moved: Moved) -> dict[str, Any]:
    """The same for a program."""
    return {
        "versions": [asdict(gap) for gap in moved.versions],
        "kept": list(moved.kept),
        "opened": list(moved.opened),
        "moved": [asdict(one) for one in moved.moved],
        "dropped": [lost.model_dump(mode="json") for lost in moved.dropped],
        "voided": list(moved.voided),
    }
