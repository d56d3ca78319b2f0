"""`dpia new`, `check`, `import`, `export`, `diff`: assessments as files."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Optional

import typer

from dpia.assessment.evaluation import LEVEL_ORDER, Evaluation
from dpia.cli.arguments import AssessmentFile, Folders, OnDay, load
from dpia.cli.console import out, print_json
from dpia.cli.summary import evaluation_data, summary_lines
from dpia.questionnaire.model import Level


class FailOn(StrEnum):
    """From which state on `check` fails."""

    BLOCK = "block"
    MAJOR = "major"
    MINOR = "minor"
    MISSING = "missing"


def check(
    path: AssessmentFile,
    fail_on: Annotated[
        Optional[list[FailOn]], typer.Option("--fail-on", help="Exit with 1 from this level of finding on, or for gaps.")
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


def new() -> None: ...


def import_() -> None: ...


def export() -> None: ...


def diff() -> None: ...
