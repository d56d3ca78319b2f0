"""`dpia sign` and `dpia review`: what happens to an assessment after it is written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dpia.assessment.files import write_assessment
from dpia.assessment.model import Approval
from dpia.assessment.review import start_review
from dpia.cli.arguments import Folders, Force, OnDay, as_date, load
from dpia.cli.console import talk
from dpia.errors import DpiaError


def sign(
    path: Annotated[Path, typer.Argument(metavar="ASSESSMENT", help="The assessment to sign, as YAML or JSON.")],
    name: Annotated[str, typer.Option("--name", help="Who signs.")],
    role: Annotated[str, typer.Option("--role", help="In which role.")],
    folders: Folders = None,
    on: OnDay = None,
) -> None:
    """Sign an assessment: bind a name and a role to its content hash. Any later change makes the signature void.

    A signature on your own machine is a statement, not a proof of who typed it.

    [bold]Example:[/bold] dpia sign assessment.yaml --name "C. Example" --role Director
    """
    _, evaluation = load(path, folders, on)
    if not evaluation.decision.fits:
        wrong = evaluation.decision.wrong
        reason = str(wrong[0]) if wrong else "No decision has been taken yet."
        raise DpiaError(f"{path} cannot be signed: {reason} See dpia check {path}")
    assessment = evaluation.assessment
    signature = Approval(name=name, role=role, on=as_date(on), content_hash=assessment.content_hash)
    write_assessment(assessment.change(approvals=(*assessment.approvals, signature)), path, force=True)
    talk(f"Signed {path}. Content hash: {assessment.content_hash}")


def review(
    path: Annotated[Path, typer.Argument(metavar="DECIDED", help="The decided assessment, or its report PDF.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write.")] = None,
    folders: Folders = None,
    on: OnDay = None,
    force: Force = False,
) -> None:
    """Begin the review of a decided assessment: answers, conditions, risks and measures are carried over.

    The report of the review shows what changed against the version it was made from.

    [bold]Example:[/bold] dpia review approved.pdf --output review-2027.yaml
    """
    library, evaluation = load(path, folders, on)
    day = as_date(on)
    target = output or path.with_name(f"{path.stem}-review-{day.isoformat()}.yaml")
    write_assessment(start_review(evaluation.assessment, library, on=day), target, force=force)
    talk(f"Wrote {target}. Answer its questionnaire `review`, then run: dpia check {target}")
