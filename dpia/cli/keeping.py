"""An assessment that a command reads or changes, wherever it is kept: a file, or the workspace."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dpia.api import checked_form, read_settled, settled_answers
from dpia.assessment.checking import check_assessment
from dpia.assessment.editing import Invited, write_change
from dpia.assessment.evaluation import evaluate
from dpia.assessment.forming import form_of
from dpia.assessment.merging import Clash, is_noting, is_signing, with_mine
from dpia.assessment.model import Assessment
from dpia.cli.console import OPTIONS, actor_here, today
from dpia.errors import DpiaError, NotFound, StaleSave
from dpia.exchange.reading import read_any
from dpia.extras import lacking
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.library import Library
from dpia.questionnaire.text import Document
from dpia.showing.diff import compare

if TYPE_CHECKING:
    from dpia.workspace import Workspace

ID: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_FOLLOWS: Final = ("finding", "risk level")
"""The parts of a comparison that nobody typed."""


@dataclass
class Kept:
    """One assessment, and how a change of it is kept. `save` also takes questions that a file gets as comments.

    `keep` gives what is kept now: with what others changed in between. `look` reads what is kept now.
    """

    assessment: Assessment
    form: Form
    document: Document | None
    keep: Callable[[Assessment, Assessment, Sequence[Invited]], Assessment]
    look: Callable[[], Assessment]
    library: Library

    def check(self, changed: Assessment) -> Form:
        """The form of a changed assessment, once all of it was checked. Raises AssessmentError."""
        if self.document is not None:
            return checked_form(changed, self.document, self.library)
        form = self._form_of(changed)
        check_assessment(form, changed)
        return form

    def save(self, changed: Assessment, invited: Sequence[Invited] = ()) -> None:
        """Keeps the changed assessment at once. Raises StaleSave with the differences where others changed the same."""
        try:
            self._stands(self.keep(self.assessment, changed, invited))
        except StaleSave as stale:
            raise StaleSave(stale.said, stale.clashes, tuple(_differences(self, stale))) from None

    def see_others(self) -> None:
        """Takes what others made of it as the assessment that is worked on."""
        self._stands(self.look())

    def _stands(self, assessment: Assessment) -> None:
        self.assessment, self.form = assessment, self._form_of(assessment)

    def _form_of(self, assessment: Assessment) -> Form:
        return form_of(assessment, self.library)


def _differences(kept: Kept, stale: StaleSave) -> Iterator[str]:
    """What clashes in the words of the questions: what others made of it, and what was to be saved."""
    clashes = [clash for clash in stale.clashes if isinstance(clash, Clash)]
    if not clashes:
        return
    theirs = kept.look()
    form, on = kept._form_of(theirs), today()
    for change in compare(evaluate(form, theirs, on=on), evaluate(form, with_mine(theirs, clashes), on=on)):
        if change.part not in _FOLLOWS:
            now, mine = change.before or "nothing", change.after or "nothing"
            yield f"{change.where}: {now} stands there now; yours, which was not saved, is {mine}"


def is_workspace_id(name: str | Path) -> bool:
    """Whether a name can only mean an assessment of the workspace: no file is called so, and it is written as an id."""
    return ID.fullmatch(str(name)) is not None and not Path(name).exists()


def again(name: str | Path) -> str:
    """How a next command names an assessment, quoted for a shell: with the questionnaires and the workspace that were named.

    A password in the address of the workspace is left out.
    """
    words = [str(name)]
    if OPTIONS.workspace and is_workspace_id(name):
        from dpia.workspace.connecting import address_of, shown

        words += ["--workspace", shown(address_of(OPTIONS.workspace))]
    for folder in OPTIONS.questionnaires:
        words += ["-Q", str(folder)]
    return shlex.join(words)


def find_kept(name: str | Path, library: Library, *, fits: bool = True) -> Kept:
    """The assessment in a file or in the workspace. Raises NotFound, AssessmentError, or DpiaError for a report.

    One that need not fit what is installed is not checked in its file.
    """
    return _in_workspace(str(name), library) if is_workspace_id(name) else _in_file(Path(name), library, fits)


def _in_file(path: Path, library: Library, fits: bool) -> Kept:
    found = read_settled(path, library)
    if found.form not in ("yaml", "json"):
        raise DpiaError(
            f"{path} is no assessment file that can be changed. Take it out first: dpia import {again(path)}"
        )
    form = checked_form(found.assessment, found.document, library) if fits else form_of(found.assessment, library)

    def keep(before: Assessment, after: Assessment, invited: Sequence[Invited]) -> Assessment:
        return write_change(
            path,
            before,
            after,
            invited,
            read=read_any,
            settle=lambda now, document: settled_answers(now, library, document),
            check=lambda joined, document: checked_form(joined, document, library) if fits else None,
        )

    return Kept(found.assessment, form, found.document, keep, lambda: read_settled(path, library).assessment, library)


def _in_workspace(name: str, library: Library) -> Kept:
    from dpia.workspace.revisions import Kind

    workspace = workspace_here(library)
    stored = workspace.get(name)
    seen = [stored.number]

    def keep(before: Assessment, after: Assessment, invited: Sequence[Invited]) -> Assessment:
        kind = Kind.SIGNED if is_signing(before, after) else Kind.NOTED if is_noting(before, after) else Kind.EDITED
        saved = workspace.save(name, after, seen=seen[0], actor=actor_here(), at=datetime.now(UTC), kind=kind)
        seen[0] = saved.number
        return saved.assessment

    def look() -> Assessment:
        newest = workspace.get(name)
        seen[0] = newest.number
        return newest.assessment

    return Kept(stored.assessment, workspace.form_of(stored.assessment), None, keep, look, library)


def workspace_here(library: Library) -> Workspace:
    """The workspace of this user, or the one that --workspace names.

    Raises NotFound where there is none, so that looking for an id makes none.
    """
    try:
        from dpia.workspace import default_url, open_workspace
    except ImportError:
        raise lacking("web") from None
    url = OPTIONS.workspace or default_url()
    if "://" not in url and not Path(url).expanduser().exists():
        if OPTIONS.workspace:
            raise NotFound(f"{url}: there is no workspace.")
        raise NotFound("There is no such file, and no workspace yet that could hold an assessment of this name.")
    return open_workspace(url, library, at=datetime.now(UTC))
