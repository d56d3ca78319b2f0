"""Options and arguments that several commands share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from dpia.api import checked_form, fitting_library, packed_for, read_settled
from dpia.assessment.checking import check_assessment
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.forming import form_of
from dpia.assessment.model import Assessment
from dpia.assessment.versions import version_gaps
from dpia.cli.console import OPTIONS, talk, today
from dpia.cli.keeping import again, is_workspace_id, workspace_here
from dpia.errors import AssessmentError, DpiaError, OtherVersion
from dpia.exchange.reading import Imported
from dpia.questionnaire.embedding import same_definitions
from dpia.questionnaire.library import Library
from dpia.shipped import load_library
from dpia.showing.provenance import NO_PROVENANCE, Provenance

if TYPE_CHECKING:
    from dpia.workspace import Workspace


def _be_quiet(quiet: bool) -> bool:
    OPTIONS.quiet = OPTIONS.quiet or quiet
    return quiet


Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Say nothing but errors, and data that is asked for.", callback=_be_quiet)
]


def _keep_workspace(where: str | None) -> str | None:
    OPTIONS.workspace = where
    return where


Where = Annotated[
    str | None,
    typer.Option(
        "--workspace",
        "-w",
        metavar="PATH|URL",
        help="A SQLite file, or postgresql://user@host/name; DPIA_WORKSPACE or the one in your data folder otherwise.",
        show_default=False,
        callback=_keep_workspace,
    ),
]


def _keep_json(as_json: bool) -> bool:
    OPTIONS.as_json = as_json
    return as_json


AsJson = Annotated[
    bool,
    typer.Option("--json", help="Give JSON, also of what is wrong with a file.", callback=_keep_json, is_eager=True),
]


def _keep_folders(folders: list[Path] | None) -> list[Path] | None:
    OPTIONS.questionnaires = tuple(folders or ())
    return folders


OrganisationFile = Annotated[
    Path | None,
    typer.Option(
        "--organisation-file",
        metavar="FILE",
        help="Facts of the organisation, kept with dpia organisation; organisation.yaml beside the assessment otherwise.",
        show_default=False,
    ),
]
Folders = Annotated[
    list[Path] | None,
    typer.Option(
        "--questionnaires",
        "-Q",
        metavar="PATH",
        help="A file or folder with your own questionnaires.",
        show_default=False,
        callback=_keep_folders,
    ),
]
FontFolders = Annotated[
    list[Path] | None,
    typer.Option(
        "--fonts",
        metavar="FOLDER",
        envvar="DPIA_FONTS",
        help="A folder with fonts for what the shipped ones cannot show; your data folder has another, `fonts`.",
        show_default=False,
        show_envvar=False,
    ),
]
OnDay = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="Judge as of this day (2026-11-24); today otherwise.")
]
Force = Annotated[bool, typer.Option("--force", "-f", help="Replace the file if it exists.")]
ASSESSMENT_ENDINGS: Final = (".yaml", ".yml", ".json")
AssessmentFile = Annotated[
    Path,
    typer.Argument(
        metavar="ASSESSMENT", help="An assessment as YAML or JSON, a report PDF, or an id of the workspace."
    ),
]


def as_date(text: str | None, option: str = "--on") -> date:
    """The day named by an option, or today."""
    if text is None:
        return today()
    try:
        if re.fullmatch(r"(19|20)\d\d-\d\d-\d\d", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise typer.BadParameter(f"{text} is no date; write it as 2026-11-24", param_hint=option)


def check_target(target: Path, endings: Sequence[str], source: Path | None = None, *, otherwise: str = "") -> None:
    """Raises DpiaError for a file whose name does not say what is written to it, and for the one that is read."""
    if target.is_dir():
        raise DpiaError(f"{target} is a folder. Name a file in it.")
    if target.suffix.lower() not in endings:
        raise DpiaError(f"{target}: its name has to end in {' or '.join(endings)}. {otherwise}".strip())
    check_apart(target, source)


def check_apart(target: Path, source: Path | None) -> None:
    """Raises DpiaError where the result would take the place of the file that it is made from, with --force too."""
    if source is not None and target.exists() and source.exists() and target.samefile(source):
        raise DpiaError(f"{target} is the file that is read. Name another one with --output.")


class By(StrEnum):
    """By which definitions an assessment is judged. What a report carries is asked of a report only."""

    FITTING = "the installed ones where it fits them, otherwise those that its report carries"
    MADE = "those that its report carries where the installed ones differ"
    CARRIED = "those that its report carries"
    INSTALLED = "the installed ones"


def load(path: Path, folders: list[Path] | None, on: str | None, by: By = By.FITTING) -> tuple[Library, Evaluation]:
    """Reads, checks and evaluates an assessment, from a file or by its id in the workspace, and says by what it is judged.

    Raises AssessmentError, DefinitionError or NotFound.
    """
    day = as_date(on)
    library = load_library(folders or ())
    if is_workspace_id(path):
        workspace = workspace_here(library)
        assessment = workspace.get(str(path)).assessment
        _tell_brought(workspace, str(path))
        form = form_of(assessment, library)
        check_assessment(form, assessment, name=again(path))
        chosen = library
    else:
        found = read_settled(path, library)
        assessment, chosen = found.assessment, _chosen(found, library, by)
    _tell_versions(path, assessment, library, chosen)
    form = form_of(assessment, chosen)
    return chosen, evaluate(form, assessment, on=day)


def _tell_brought(workspace: Workspace, name: str) -> None:
    """Says which signatures, and whether the decision, were not given here."""
    from dpia.workspace.brought import brought_in

    for one in brought_in(workspace, workspace.get(name)):
        talk(f"{name}: {one.told}")


def provenance_here(path: Path) -> Provenance:
    """What the workspace knows of an assessment beside its content; nothing of a file, which has no history."""
    if not is_workspace_id(path):
        return NO_PROVENANCE
    from dpia.workspace.brought import provenance_of

    workspace = workspace_here(load_library(()))
    return provenance_of(workspace, workspace.get(str(path)))


def _chosen(found: Imported, library: Library, by: By) -> Library:
    """The definitions that an assessment is judged by. Raises AssessmentError where it does not fit them."""
    packed = found.packed if by in (By.MADE, By.CARRIED) else None
    if by is By.CARRIED and packed is None:
        raise DpiaError(f"{found.document.file} carries no definitions. Only a full report does.")
    if packed is not None and (by is By.CARRIED or not same_definitions(packed, packed_for(found.assessment, library))):
        carried = found.definitions()
        if carried is not None:
            checked_form(found.assessment, found.document, carried)
            return carried
    if by is By.INSTALLED:
        checked_form(found.assessment, found.document, library)
        return library
    return fitting_library(found, library)


def _tell_versions(path: Path, assessment: Assessment, library: Library, chosen: Library) -> None:
    """Says where other versions are installed than the answered ones, and what an assessment is judged by."""
    gaps = [gap for gap in version_gaps(assessment, library.questionnaires) if gap.is_newer or chosen.carried]
    for gap in gaps:
        talk(f"{path}: {gap.sentence(str(path))}")
    if chosen.carried:
        talk(f"{path} is taken as it was: by the definitions that it carries, not by the installed ones.")


def content_of(found: Imported, library: Library) -> Assessment:
    """The assessment in a file, whatever versions are installed; what does not fit them is said.

    A report always gives its content back: its hash was compared. Raises AssessmentError for another file that is wrong in
    itself.
    """
    try:
        checked_form(found.assessment, found.document, library)
    except AssessmentError as misfit:
        if found.form != "pdf" and not isinstance(misfit, OtherVersion):
            raise
        talk("The content is given back as it is. It does not fit what is installed:")
        for problem in misfit.problems[:3]:
            talk(f"  {problem}")
        if len(misfit.problems) > 3:
            talk(f"  and {len(misfit.problems) - 3} more")
    return found.assessment
