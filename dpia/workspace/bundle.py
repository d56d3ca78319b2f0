"""An assessment with its evidence as one zip file, and back."""

from __future__ import annotations

import hashlib
import io
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from dpia.api import checked_form, read_settled
from dpia.assessment.files import dump_json, parse_assessment
from dpia.assessment.model import Assessment
from dpia.errors import BadInput, Location, NotFound, OtherVersion, Problem, Told
from dpia.messages import workspaces
from dpia.questionnaire.text import Document
from dpia.wording import N_, Said, said
from dpia.workspace.brought import brought_in
from dpia.workspace.evidence import evidence_in
from dpia.workspace.files import MAX_FILE_BYTES, files_there, find_file
from dpia.workspace.manifest import EVIDENCE, MANIFEST, Listed, file_name, read_manifest, write_manifest
from dpia.workspace.revisions import Kind
from dpia.workspace.store import Workspace
from dpia.workspace.zips import ZIP_ERRORS

ASSESSMENT: Final = "assessment.json"
MAX_NAME: Final = 120
MAX_ENTRIES: Final = 2_000
MAX_TOTAL: Final = 512_000_000
_DAY_ONE: Final = (1980, 1, 1, 0, 0, 0)
SIGNED_ELSEWHERE: Final = "; its signatures come from the file"
LACKS: Final = N_(
    "Evidence is named that is not in this workspace: {titles}. Attach it again, or take in an export that holds it."
)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A zip, and the titles of the evidence that it lacks, because the workspace does not hold it."""

    content: bytes
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """The id under which an assessment was taken in, and what has to be said of it."""

    name: str
    notes: tuple[Said, ...] = ()


def write_bundle(workspace: Workspace, assessment: Assessment) -> Bundle:
    """The zip: assessment.json, each file that its evidence names by hash, and a manifest that says which is which.

    Files are called as they were attached, or by their titles. Same input, same bytes.
    """
    target = io.BytesIO()
    listed: dict[str, Listed] = {}
    taken: set[str] = set()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        _put(bundle, ASSESSMENT, dump_json(assessment).encode("utf-8"))
        for sha256, entry in evidence_in(assessment.data()):
            if sha256 in listed:
                continue
            content = find_file(workspace.engine, sha256, assessment=assessment.id)
            title = str(entry.get("title") or entry.get("file") or sha256[:16])
            name = EVIDENCE + file_name(entry, content, taken) if content is not None else None
            listed[sha256] = Listed(sha256=sha256, title=title, file=name)
            if name is not None and content is not None:
                _put(bundle, name, content)
        _put(bundle, MANIFEST, write_manifest(listed.values()))
    return Bundle(target.getvalue(), tuple(one.title for one in listed.values() if one.file is None))


def missing_evidence(workspace: Workspace, assessment: Assessment) -> tuple[str, ...]:
    """The titles of the evidence that an assessment names and the workspace does not hold."""
    named = {sha256: str(entry.get("title") or sha256[:16]) for sha256, entry in evidence_in(assessment.data())}
    there = files_there(workspace.engine, named)
    return tuple(title for sha256, title in named.items() if sha256 not in there)


def notes_on(workspace: Workspace, name: str) -> tuple[Said, ...]:
    """What has to be said of an assessment as it is kept: evidence that is missing, signatures that were not given here."""
    stored = workspace.get(name)
    notes: list[Said] = []
    if missing := missing_evidence(workspace, stored.assessment):
        notes.append(said(LACKS, titles=", ".join(missing)))
    notes += (one.told for one in brought_in(workspace, stored))
    return tuple(notes)


def _put(bundle: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _DAY_ONE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    bundle.writestr(entry, content)


def read_bundle(path: Path, workspace: Workspace, *, actor: str, at: datetime, called: str = "") -> Taken:
    """Takes the assessment of a zip and the evidence it names into the workspace.

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
        _check(assessment, document, workspace)
        places = _places(bundle, there, name)
        named = dict.fromkeys(sha256 for sha256, _ in evidence_in(assessment.data()))
        found = {sha256: there[places[sha256]] for sha256 in named if places.get(sha256) in there}
        files = ((sha256, _evidence(bundle, entry, sha256, name)) for sha256, entry in found.items())
        missing = len(named) - len(found)
        note = f"from an export called {_named(called or name)}" + (
            f", in which {missing} files of evidence are missing" if missing else ""
        )
        taken, renamed = _under_a_free_id(assessment, workspace)
        workspace.create(taken, actor=actor, at=at, kind=Kind.IMPORTED, note=note + renamed, files=files)
    return Taken(taken.id, notes_on(workspace, taken.id))


def _places(bundle: zipfile.ZipFile, there: dict[str, zipfile.ZipInfo], name: str) -> dict[str, str]:
    """Where each file lies by its hash: as the manifest says, or, in an older export, under its hash."""
    plain = {key.removeprefix(EVIDENCE): key for key in there if key.startswith(EVIDENCE)}
    if MANIFEST not in there:
        return plain
    try:
        listed = read_manifest(_read(bundle, there[MANIFEST], name))
    except ValueError:
        raise _bad(name, workspaces.BAD_MANIFEST(file=MANIFEST)) from None
    return plain | {one.sha256: one.file for one in listed if one.file is not None}


def _under_a_free_id(assessment: Assessment, workspace: Workspace) -> tuple[Assessment, str]:
    """The assessment as it can be taken in, and what the history says of that: the id is part of what was signed."""
    free = workspace.free_id(assessment.id)
    valid = bool(assessment.valid_approvals)
    if free == assessment.id:
        return assessment, SIGNED_ELSEWHERE if valid else ""
    voided = "; its signatures are void by that" if valid else ""
    taken = "called" if workspace.holds(assessment.id) else "that looks like"
    return assessment.change(id=free), f", as {free} because there is one {taken} {assessment.id}{voided}"


def take_in(path: Path, workspace: Workspace, *, actor: str, at: datetime, called: str = "") -> Taken:
    """Takes a file of any form into the workspace: a report PDF, YAML, JSON, or a zip with evidence.

    `called` is the name that the history tells, where it is not that of the path. Raises BadInput or NotFound; nothing is stored then.
    """
    try:
        with path.open("rb") as stream:
            is_zip = stream.read(2) == b"PK"
    except OSError as error:
        why = error.strerror or error
        raise NotFound(said(N_("{path}: cannot be read: {why}."), path=path, why=why)) from None
    if is_zip:
        return read_bundle(path, workspace, actor=actor, at=at, called=called)
    found = read_settled(path, workspace.library)
    _check(found.assessment, found.document, workspace)
    taken, renamed = _under_a_free_id(found.assessment, workspace)
    workspace.create(
        taken,
        actor=actor,
        at=at,
        kind=Kind.IMPORTED,
        note=f"from a {found.form} file called {_named(called or path.name)}{renamed}",
    )
    return Taken(taken.id, notes_on(workspace, taken.id))


def _named(name: str) -> str:
    """The name of a file as a note tells it."""
    return "".join(sign for sign in name if sign.isprintable() and sign not in ",;")[:MAX_NAME]


def _check(assessment: Assessment, document: Document, workspace: Workspace) -> None:
    """Raises AssessmentError for what is wrong in itself. What was answered on other versions is taken in as it is."""
    with suppress(OtherVersion):
        checked_form(assessment, document, workspace.library)


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


def _bad(name: str, told: Told) -> BadInput:
    return BadInput([Problem(Location(name), told)])
