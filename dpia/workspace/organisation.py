"""The facts of the organisation that are kept beside a workspace, and offered to what begins in it."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Final

from sqlalchemy import URL

from dpia.assessment.model import Assessment
from dpia.assessment.organisation import FILE_NAME, OrganisationFacts, parse_facts, with_facts
from dpia.errors import BadInput, DpiaError
from dpia.wording import N_, said
from dpia.workspace.private import private_path, read_private, write_private
from dpia.workspace.store import Workspace

MAX_BYTES: Final = 2_000_000


def facts_path(workspace: Workspace) -> Path:
    """The file of the facts."""
    return _path(workspace.engine.url)


def _path(url: URL) -> Path:
    return private_path(url, FILE_NAME)


def kept_facts(workspace: Workspace) -> OrganisationFacts | None:
    """The facts that are kept; None where there are none, they cannot be read, or others could have written them."""
    return facts_at(workspace.engine.url)


def facts_at(url: URL) -> OrganisationFacts | None:
    """The same by the address of the workspace."""
    path = _path(url)
    with suppress(OSError, BadInput):
        return parse_facts(read_private(path, MAX_BYTES), path.name)
    return None


def keep_facts(workspace: Workspace, facts: OrganisationFacts) -> None:
    """Keeps facts in the place of those of before. Raises DpiaError or OSError where they cannot be written."""
    write_private(facts_path(workspace), facts.text().encode("utf-8"))


def bring_back(url: URL, facts: OrganisationFacts) -> None:
    """Keeps facts that a backup holds; those that lie there already stay. Raises DpiaError where they cannot be written."""
    path = _path(url)
    if path.exists():
        return
    try:
        write_private(path, facts.text().encode("utf-8"))
    except OSError as error:
        why = error.strerror or error
        text = N_("{path}: the facts of the organisation cannot be written: {why}. Everything else is restored.")
        raise DpiaError(said(text, path=path, why=why)) from None


def with_kept_facts(workspace: Workspace, assessment: Assessment, *, known: Collection[str] = ()) -> Assessment:
    """The assessment with the kept facts as suggested answers, where it says nothing itself; none in files `known` before."""
    facts = kept_facts(workspace)
    return assessment if facts is None else with_facts(workspace.form_of(assessment), assessment, facts, known=known)
