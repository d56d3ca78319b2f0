"""An assessment with its evidence as one zip file, and back."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from dpia.api import checked_form
from dpia.assessment.files import dump_json, parse_assessment
from dpia.assessment.model import Assessment
from dpia.errors import BadInput, Location, NotFound, Problem, Told
from dpia.exchange.reading import read_import
from dpia.messages import workspaces
from dpia.wording import N_, said
from dpia.workspace.files import MAX_FILE_BYTES, find_file
from dpia.workspace.revisions import Kind
from dpia.workspace.store import Workspace
from dpia.workspace.zips import ZIP_ERRORS

ASSESSMENT: Final = "assessment.json"
EVIDENCE: Final = "evidence/"
MAX_ENTRIES: Final = 2_000
MAX_TOTAL: Final = 512_000_000
_DAY_ONE: Final = (1980, 1, 1, 0, 0, 0)


def write_bundle(workspace: Workspace, assessment: Assessment) -> bytes:
    """The zip: assessment.json, and each file that its evidence names by hash. Same input, same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        _put(bundle, ASSESSMENT, dump_json(assessment).encode("utf-8"))
        for sha256 in sorted(set(_hashes(assessment.data()))):
            content = find_file(workspace.engine, sha256)
            if content is not None:
                _put(bundle, EVIDENCE + sha256, content)
    return target.getvalue()


def _put(bundle: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _DAY_ONE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    bundle.writestr(entry, content)


def read_bundle(path: Path, workspace: Workspace, *, actor: str, at: datetime) -> str:
    """Takes the assessment of a zip and the evidence it names into the workspace, and gives its id.

    Evidence is read one by one, because a small zip may hold 500 MB of it. Raises BadInput; nothing is stored then.
    """
    name = path.name
    try:
        bundle = zipfile.ZipFile(path)
    except ZIP_ERRORS:
        raise _bad(name, workspaces.NO_ZIP()) from None
    with bundle:
        entries = bundle.infolist()
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL:
            raise _bad(name, workspaces.HOLDS_TOO_MUCH())
        there = {entry.filename: entry for entry in entries}
        if len(there) != len(entries):
            raise _bad(name, workspaces.TWO_OF_ONE_NAME())
        if ASSESSMENT not in there:
            raise _bad(name, workspaces.HOLDS_NONE(file=ASSESSMENT))
        raw = _read(bundle, there[ASSESSMENT], name)
        assessment, document = parse_assessment(raw, f"{name}/{ASSESSMENT}")
        checked_form(assessment, document, workspace.library)
        named = sorted(set(_hashes(assessment.data())))
        found = [sha256 for sha256 in named if EVIDENCE + sha256 in there]
        files = ((sha256, _evidence(bundle, there[EVIDENCE + sha256], sha256, name)) for sha256 in found)
        missing = len(named) - len(found)
        note = "from an export" + (f", in which {missing} files of evidence are missing" if missing else "")
        taken, renamed = _under_a_free_id(assessment, workspace)
        workspace.create(taken, actor=actor, at=at, kind=Kind.IMPORTED, note=note + renamed, files=files)
    return taken.id


def _under_a_free_id(assessment: Assessment, workspace: Workspace) -> tuple[Assessment, str]:
    """The assessment as it can be taken in, and what the history says of that: the id is part of what was signed."""
    free = workspace.free_id(assessment.id)
    if free == assessment.id:
        return assessment, ""
    voided = "; its signatures are void by that" if assessment.valid_approvals else ""
    return assessment.change(id=free), f", as {free} because there is one called {assessment.id}{voided}"


def take_in(path: Path, workspace: Workspace, *, actor: str, at: datetime) -> str:
    """Takes a file of any form into the workspace and gives the id: a report PDF, YAML, JSON, or a zip with evidence.

    Raises BadInput or NotFound; nothing is stored then.
    """
    try:
        with path.open("rb") as stream:
            is_zip = stream.read(2) == b"PK"
    except OSError as error:
        why = error.strerror or error
        raise NotFound(said(N_("{path}: cannot be read: {why}."), path=path, why=why)) from None
    if is_zip:
        return read_bundle(path, workspace, actor=actor, at=at)
    found = read_import(path)
    checked_form(found.assessment, found.document, workspace.library)
    taken, renamed = _under_a_free_id(found.assessment, workspace)
    workspace.create(taken, actor=actor, at=at, kind=Kind.IMPORTED, note=f"from a {found.form} file{renamed}")
    return taken.id


def _evidence(bundle: zipfile.ZipFile, entry: zipfile.ZipInfo, sha256: str, name: str) -> bytes:
    content = _read(bundle, entry, name)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise _bad(name, workspaces.OTHER_EVIDENCE())
    return content


def _read(bundle: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    try:
        with bundle.open(entry) as stream:
            content = stream.read(MAX_FILE_BYTES + 1)
    except ZIP_ERRORS:
        raise _bad(name, workspaces.DAMAGED_ZIP()) from None
    if len(content) > MAX_FILE_BYTES:
        raise _bad(name, workspaces.TOO_LARGE_FILE())
    return content


def _hashes(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        if isinstance(data.get("sha256"), str) and "title" in data:
            yield data["sha256"]
        for value in data.values():
            yield from _hashes(value)
    elif isinstance(data, list):
        for value in data:
            yield from _hashes(value)


def _bad(name: str, told: Told) -> BadInput:
    return BadInput([Problem(Location(name), told)])
