"""An assessment that a command reads or changes, wherever it is kept: a file, or the workspace."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dpia.api import checked_form
from dpia.assessment.checking import check_assessment
from dpia.assessment.editing import write_change
from dpia.assessment.model import Assessment
from dpia.cli.console import OPTIONS, actor_here
from dpia.errors import DpiaError, NotFound
from dpia.exchange.reading import read_import
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.library import Library
from dpia.questionnaire.text import Document

if TYPE_CHECKING:
    from dpia.workspace import Workspace

ID: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass
class Kept:
    """One assessment, and how a change of it is kept. `save` also takes questions that a file gets as comments.

    `keep` gives what is kept now: with what others changed in between.
    """

    assessment: Assessment
    form: Form
    document: Document | None
    keep: Callable[[Assessment, Assessment, str], Assessment]

    def check(self, changed: Assessment, library: Library) -> Form:
        """The form of a changed assessment, once all of it was checked. Raises AssessmentError."""
        if self.document is not None:
            return checked_form(changed, self.document, library)
        form = library.form([ref.id for ref in changed.questionnaires], changed.method)
        check_assessment(form, changed)
        return form

    def save(self, changed: Assessment, invitation: str = "") -> None:
        """Keeps the changed assessment at once."""
        self.assessment = self.keep(self.assessment, changed, invitation)


def is_workspace_id(name: str | Path) -> bool:
    """Whether a name can only mean an assessment of the workspace: no file is called so, and it is written as an id."""
    return ID.fullmatch(str(name)) is not None and not Path(name).exists()


def again(name: str | Path) -> str:
    """How a next command names an assessment: with the workspace where one was named, but without its password."""
    if not OPTIONS.workspace or not is_workspace_id(name):
        return str(name)
    from dpia.workspace.connecting import address_of, shown

    return f"{name} --workspace {shlex.quote(shown(address_of(OPTIONS.workspace)))}"


def find_kept(name: str | Path, library: Library) -> Kept:
    """The assessment in a file or in the workspace. Raises NotFound, AssessmentError, or DpiaError for a report."""
    return _in_workspace(str(name), library) if is_workspace_id(name) else _in_file(Path(name), library)


def _in_file(path: Path, library: Library) -> Kept:
    found = read_import(path)
    if found.form not in ("yaml", "json"):
        raise DpiaError(f"{path} is no assessment file that can be changed. Take it out first: dpia import {path}")
    form = checked_form(found.assessment, found.document, library)

    def keep(before: Assessment, after: Assessment, invitation: str) -> Assessment:
        now = read_import(path)
        if now.assessment != before:
            raise DpiaError(
                f"{path} was changed by somebody else in between. Nothing was saved; run the command again."
            )
        write_change(path, now.document, before, after, invitation)
        return after

    return Kept(found.assessment, form, found.document, keep)


def _in_workspace(name: str, library: Library) -> Kept:
    from dpia.workspace.revisions import Kind

    workspace = workspace_here(library)
    stored = workspace.get(name)
    seen = [stored.number]

    def keep(before: Assessment, after: Assessment, invitation: str) -> Assessment:
        kind = Kind.SIGNED if after.change(approvals=before.approvals) == before else Kind.EDITED
        saved = workspace.save(name, after, seen=seen[0], actor=actor_here(), at=datetime.now(UTC), kind=kind)
        seen[0] = saved.number
        return saved.assessment

    return Kept(stored.assessment, workspace.form_of(stored.assessment), None, keep)


def workspace_here(library: Library) -> Workspace:
    """The workspace of this user, or the one that --workspace names.

    Raises NotFound where there is none, so that looking for an id makes none.
    """
    try:
        from dpia.workspace import default_url, open_workspace
    except ImportError:
        raise DpiaError("The workspace needs SQLAlchemy and Alembic. Install them: pip install 'dpia[web]'") from None
    url = OPTIONS.workspace or default_url()
    if "://" not in url and not Path(url).expanduser().exists():
        if OPTIONS.workspace:
            raise NotFound(f"{url}: there is no workspace.")
        raise NotFound("There is no such file, and no workspace yet that could hold an assessment of this name.")
    return open_workspace(url, library, at=datetime.now(UTC))
