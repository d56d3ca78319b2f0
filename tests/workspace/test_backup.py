"""A backup holds everything, goes back into either backend, and what is no backup changes nothing."""

import base64
import json
import os
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import event, select, update

from dpia.assessment.model import Approval
from dpia.assessment.organisation import OrganisationFacts
from dpia.errors import BadInput, DpiaError, WouldOverwrite
from dpia.workspace import Workspace
from dpia.workspace import backup as backup_module
from dpia.workspace.backup import MANIFEST, TABLES, restore_backup, write_backup
from dpia.workspace.files import add_file
from dpia.workspace.organisation import MAX_BYTES, facts_path, keep_facts, kept_facts
from dpia.workspace.revisions import Kind
from dpia.workspace.tables import METADATA, REVISIONS
from tests.support.workspaces import AT, ON, answer, create, file_here, later, make, opened, value


def fill(workspace: Workspace) -> None:
    """Two assessments with a history, signatures, evidence, something due; one is locked and one archived."""
    create(workspace, make(answers={"purpose": "Ünï 🙂 words.", "review_on": "2027-03-01", "recorded": "yes"}))
    create(workspace, make("other", "Other"), at=later(1))
    for number in range(3):
        answer(workspace, "hotline", "one", f"word {number}", actor=f"per:{number}", at=later(number), note="ä\nb")
    content = workspace.get("hotline").assessment
    signature = Approval(name="A. Example", role="Director", on=ON, content_hash=content.content_hash)
    signed = content.change(approvals=(signature,))
    workspace.save("hotline", signed, seen=4, actor="ann", at=later(9), kind=Kind.SIGNED)
    workspace.lock("hotline", True, reason="to review", actor="ann", at=later(10))
    workspace.archive("other", True, actor="A", at=AT)
    add_file(workspace.engine, bytes(range(256)) * 99, assessment="hotline", actor="A", at=later(11))
    add_file(workspace.engine, b"", assessment="other", actor="A", at=later(12))


def rows(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table; a serial number is the workspace's own."""
    found = {}
    with workspace.engine.connect() as connection:
        for name in TABLES:
            table = METADATA.tables[name]
            columns = [column for column in table.c if column.name != "serial"]
            order = [column for column in (*table.primary_key, table.c[columns[0].name]) if column.name != "serial"]
            found[name] = [tuple(row) for row in connection.execute(select(*columns).order_by(*order))]
    return found


def nothing_in(workspace: Workspace) -> bool:
    """Whether it holds nothing, whatever its journal remembers."""
    return all(found == [] for name, found in rows(workspace).items() if name != "journal")


@pytest.fixture
def saved(workspace: Workspace, tmp_path: Path) -> Path:
    """A backup of a filled workspace."""
    fill(workspace)
    assert write_backup(workspace.engine, tmp_path / "backup.zip", at=AT) == 2
    return tmp_path / "backup.zip"


@pytest.fixture
def other(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace in the other backend."""
    if backend == "postgresql":
        found = opened(tmp_path / "other.sqlite")
        yield found
        found.close()
        return
    with request.getfixturevalue("postgres").database() as url:
        found = opened(url)
        yield found
        found.close()


# ---------------------------------------------------------------------------------------------------------- everything


def test_a_backup_goes_back_into_the_other_backend_byte_for_byte(
    workspace: Workspace, saved: Path, other: Workspace, tmp_path: Path
) -> None:
    heads = {name: workspace.history(name)[0] for name in ("hotline", "other")}
    assert restore_backup(other.engine, saved, actor="A", at=AT) == 2
    was, now = rows(workspace), rows(other)
    *journal, restored = now.pop("journal")
    assert journal == was.pop("journal")
    assert restored[:4] == (len(journal) + 1, AT, "A", "restored") and saved.name in restored
    assert now == was
    for name, head in heads.items():
        assert other.history(name) == workspace.history(name)
        assert other.verify(name, (head.number, head.chain)) == ()
    assert other.get("hotline") == workspace.get("hotline")
    assert len(other.get("hotline").assessment.valid_approvals) == 1
    write_backup(other.engine, tmp_path / "again.zip", at=AT)
    first, again = contents(saved), contents(tmp_path / "again.zip")
    assert again.pop("rows/journal.jsonl").startswith(first.pop("rows/journal.jsonl"))
    assert again == first


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def test_what_was_restored_is_searched_and_can_be_gone_on_with(saved: Path, other: Workspace) -> None:
    restore_backup(other.engine, saved, actor="A", at=AT)
    assert [entry.id for entry in other.entries(words="uni words")[0]] == ["hotline"]
    assert [entry.id for entry in other.entries(archived=True)[0]] == ["other"]
    assert [item.item for item in other.due()] == ["review"]
    create(other, make("third"))
    other.lock("hotline", False, reason="go on", actor="ben", at=later(20))
    answer(other, "hotline", "two", "after")
    assert sorted(entry.id for entry in other.entries(words="hotline")[0]) == ["hotline", "third"]
    assert other.verify("hotline") == other.verify("third") == ()
    other.delete("third", actor="A", at=AT)
    assert value(other, "hotline", "two") == "after"


def test_an_empty_workspace_has_a_backup_too(workspace: Workspace, other: Workspace, tmp_path: Path) -> None:
    assert write_backup(workspace.engine, tmp_path / "empty.zip", at=AT) == 0
    assert restore_backup(other.engine, tmp_path / "empty.zip", actor="A", at=AT) == 0
    create(other, make())
    assert other.verify("hotline") == ()


def test_a_backup_is_of_one_moment(workspace: Workspace, second: Workspace, backend: str, tmp_path: Path) -> None:
    """Somebody saves when the assessments were written and the revisions not yet; in SQLite they wait for their turn."""
    create(workspace, make())
    saving = Thread(target=lambda: answer(second, "hotline", "one", "meanwhile"))

    def begin_to_save(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        if "FROM revisions" in statement and saving.ident is None:
            saving.start()
            if backend == "postgresql":
                saving.join()

    event.listen(workspace.engine, "before_cursor_execute", begin_to_save)
    write_backup(workspace.engine, tmp_path / "backup.zip", at=AT)
    saving.join()
    assert len(second.history("hotline")) == 2
    restored = opened(tmp_path / "restored.sqlite")
    restore_backup(restored.engine, tmp_path / "backup.zip", actor="A", at=AT)
    assert restored.verify("hotline") == ()
    assert restored.get("hotline").head == 1
    restored.close()


def test_what_was_damaged_is_kept_as_it_was_and_the_rest_is_not_lost(
    workspace: Workspace, other: Workspace, tmp_path: Path
) -> None:
    fill(workspace)
    damaged = update(REVISIONS).where(REVISIONS.c.assessment == "hotline", REVISIONS.c.number == 6)
    with workspace.engine.begin() as connection:
        connection.execute(damaged.values(content=b"damaged"))
    write_backup(workspace.engine, tmp_path / "backup.zip", at=AT)
    assert restore_backup(other.engine, tmp_path / "backup.zip", actor="A", at=AT) == 2
    assert other.verify("other") == ()
    assert other.verify("hotline") == workspace.verify("hotline") != ()
    assert value(other, "hotline", "one", 5) == "word 2"


@pytest.mark.parametrize(
    "damage",
    ["UPDATE revisions SET at = 'yesterday'", "UPDATE revisions SET content = CAST(x'78ff' AS TEXT)"],
    ids=["a day that is none", "no text"],
)
def test_a_value_that_cannot_be_read_is_told_in_a_line_and_no_backup_is_written(tmp_path: Path, damage: str) -> None:
    workspace = opened(tmp_path / "kept.sqlite")
    fill(workspace)
    with workspace.engine.begin() as connection:
        connection.exec_driver_sql(damage)
    with pytest.raises(DpiaError) as error:
        write_backup(workspace.engine, tmp_path / "backup.zip", at=AT)
    workspace.close()
    assert str(error.value).endswith("it holds a value that cannot be read; `dpia workspace verify` says where.")
    assert not (tmp_path / "backup.zip").exists()


# ------------------------------------------------------------------------------------------------------------ the file


def test_a_backup_is_private_and_whole(saved: Path, tmp_path: Path) -> None:
    assert saved.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    with zipfile.ZipFile(saved) as zipped:
        assert zipped.testzip() is None
        assert json.loads(zipped.read(MANIFEST)) == {
            "dpia_workspace": 1,
            "step": "0003",
            "at": "2026-11-24T14:02:31.250000+00:00",
            "assessments": 2,
        }


def test_a_backup_is_not_written_over_unasked(workspace: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "backup.zip"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(WouldOverwrite):
        write_backup(workspace.engine, target, at=AT)
    assert target.read_text(encoding="utf-8") == "mine"
    write_backup(workspace.engine, target, at=AT, force=True)
    assert zipfile.is_zipfile(target)


def test_a_backup_that_cannot_be_written_leaves_the_old_one(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "backup.zip"
    write_backup(workspace.engine, target, at=AT)
    before = target.read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DpiaError) as error:
        write_backup(workspace.engine, target, at=later(1), force=True)
    assert str(error.value) == f"{target}: the backup cannot be written: No space left on device."
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.glob(".*")] == []


# ----------------------------------------------------------------------------------------------------------- refused


def refused(workspace: Workspace, path: Path) -> str:
    """What restoring says: one line; nothing is stored."""
    with pytest.raises(DpiaError) as error:
        restore_backup(workspace.engine, path, actor="A", at=AT)
    assert nothing_in(workspace)
    assert workspace.entries(words="words") == ((), 0)
    said = str(error.value)
    assert said and "\n" not in said
    return said


def test_a_workspace_with_something_in_it_is_not_restored_into(workspace: Workspace, saved: Path) -> None:
    before = rows(workspace)
    with pytest.raises(DpiaError) as error:
        restore_backup(workspace.engine, saved, actor="A", at=AT)
    assert str(error.value) == (
        "The workspace holds assessments already. Restore into an empty one: --workspace NEW-FILE"
    )
    assert rows(workspace) == before


def test_a_backup_that_is_not_there_is_named(workspace: Workspace, tmp_path: Path) -> None:
    assert refused(workspace, tmp_path / "nothing.zip") == f"{tmp_path}/nothing.zip: there is no such file."


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a backup."""
    folder = tmp_path_factory.mktemp("whole")
    workspace = opened(folder / "workspace.sqlite")
    fill(workspace)
    write_backup(workspace.engine, folder / "backup.zip", at=AT)
    workspace.close()
    return contents(folder / "backup.zip")


def zipped(files: dict[str, bytes], path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return path


def manifest(**changed: Any) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    def change(files: dict[str, bytes]) -> dict[str, bytes]:
        return files | {MANIFEST: json.dumps(json.loads(files[MANIFEST]) | changed).encode()}

    return change


def first_row(table: str, **changed: Any) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    def change(files: dict[str, bytes]) -> dict[str, bytes]:
        first, *others = files[f"rows/{table}.jsonl"].splitlines()
        row = json.dumps(json.loads(first) | changed).encode()
        return files | {f"rows/{table}.jsonl": b"\n".join([row, *others])}

    return change


def replaced(name: str, content: bytes) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda files: files | {name: content}


def without(name: str) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda files: {key: value for key, value in files.items() if key != name}


ASSESSMENTS, REVISIONS_ = "rows/assessments.jsonl", "rows/revisions.jsonl"
DEEP = b"[" * 100_000
HOSTILE: dict[str, Callable[[dict[str, bytes]], dict[str, bytes]]] = {
    "no manifest": without(MANIFEST),
    "an empty manifest": replaced(MANIFEST, b""),
    "a list as manifest": replaced(MANIFEST, b"[1]"),
    "a deep manifest": replaced(MANIFEST, DEEP),
    "an endless manifest": replaced(MANIFEST, b" " * 50_000_000),
    "a manifest of another program": replaced(MANIFEST, b'{"format": 1}'),
    "another format": manifest(dpia_workspace=2),
    "a newer step": manifest(step="9999"),
    "a step that is none": manifest(step=["0001"]),
    "a step of a path": manifest(step="../../evil"),
    "no revisions": without(REVISIONS_),
    "no table of files": without("rows/files.jsonl"),
    "text for rows": replaced(ASSESSMENTS, b"hello\n"),
    "a deep row": replaced(ASSESSMENTS, DEEP + b"\n"),
    "a list for a row": replaced(ASSESSMENTS, b"[1]\n"),
    "a number for a row": replaced(ASSESSMENTS, b"1\n"),
    "an empty row": replaced(ASSESSMENTS, b"{}\n"),
    "an endless row": replaced(ASSESSMENTS, b" " * 70_000_000 + b"{}\n"),
    "bytes that are no text": replaced(ASSESSMENTS, b"\xff\xfe\n"),
    "an unknown column": first_row("assessments", status="approved"),
    "a missing value": first_row("assessments", title=None),
    "a number for a text": first_row("assessments", title=1),
    "a text for a number": first_row("assessments", head="many"),
    "a truth for a number": first_row("assessments", head=True),
    "a number for a truth": first_row("assessments", locked=1),
    "a number without end": first_row("assessments", head=10**40),
    "a fraction": first_row("assessments", level=1.5),
    "no number": first_row("assessments", level=float("nan")),
    "a moment that is none": first_row("assessments", created_at="yesterday"),
    "a number for a moment": first_row("assessments", created_at=0),
    "a day that is none": first_row("assessments", next_review="2027-02-30"),
    "a text for content": first_row("revisions", content="text"),
    "a list for content": first_row("revisions", content=["base64"]),
    "no base64": first_row("revisions", content={"base64": "*"}),
    "a lone surrogate": first_row("assessments", title="\ud800"),
    "an id twice": lambda files: files | {ASSESSMENTS: files[ASSESSMENTS] + files[ASSESSMENTS]},
    "a revision of nothing": first_row("revisions", assessment="nothing"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_backup_is_refused_and_nothing_is_stored(
    workspace: Workspace, whole: dict[str, bytes], tmp_path: Path, what: str
) -> None:
    said = refused(workspace, zipped(HOSTILE[what](whole), tmp_path / "hostile.zip"))
    assert "canary" not in said
    if what in ("a newer step", "a step that is none", "a step of a path"):
        assert "was made by a newer version of dpia" in said


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04", b"PK\x05\x06" + bytes(18)], ids=range(4))
def test_what_is_no_zip_is_refused(workspace: Workspace, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "none.zip"
    path.write_bytes(content)
    assert refused(workspace, path).endswith(
        "bad-value: The file is no backup of a workspace, or it is damaged (give a file that dpia workspace backup wrote)"
    )
    assert refused(workspace, tmp_path).endswith(
        "bad-value: The file is no backup of a workspace, or it is damaged (give a file that dpia workspace backup wrote)"
    )


def test_a_damaged_backup_is_refused_or_whole(whole: dict[str, bytes], tmp_path: Path) -> None:
    """Cut off, with bytes changed, taken out and put in: 150 of each. Never a traceback, never half of it."""
    original = zipped(whole, tmp_path / "whole.zip").read_bytes()
    workspace = opened(tmp_path / "workspace.sqlite")
    chance = random.Random(7)
    path = tmp_path / "damaged.zip"
    refusals = 0
    for number in range(150):
        path.write_bytes(damaged(original, chance, number % 4))
        try:
            restore_backup(workspace.engine, path, actor="A", at=AT)
        except BadInput as error:
            assert "\n" not in str(error)
            assert nothing_in(workspace)
            refusals += 1
        else:
            assert workspace.verify("hotline") == workspace.verify("other") == ()
            workspace.delete("hotline", actor="A", at=AT)
            workspace.delete("other", actor="A", at=AT)
    workspace.close()
    assert refusals > 100


def damaged(original: bytes, chance: random.Random, how: int) -> bytes:
    place = chance.randrange(len(original))
    if how == 0:
        return original[:place]
    if how == 1:
        changed = bytearray(original)
        for _ in range(chance.randrange(1, 4)):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        return bytes(changed)
    if how == 2:
        return original[:place] + original[place + chance.randrange(1, 50) :]
    return original[:place] + chance.randbytes(chance.randrange(1, 50)) + original[place:]


def test_a_backup_that_claims_to_hold_too_much_is_refused(
    workspace: Workspace, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_module, "MAX_TOTAL", sum(map(len, whole.values())) - 1)
    assert refused(workspace, zipped(whole, tmp_path / "large.zip")).endswith(
        "bad-value: The backup holds too much (give a file that dpia workspace backup wrote)"
    )


def test_an_encrypted_backup_is_refused(workspace: Workspace, whole: dict[str, bytes], tmp_path: Path) -> None:
    """The flag in each header says that a password is needed."""
    content = bytearray(zipped(whole, tmp_path / "plain.zip").read_bytes())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := content.find(sign, place + 1)) >= 0:
            content[place + offset] |= 1
    (tmp_path / "encrypted.zip").write_bytes(content)
    assert "The file is no backup of a workspace, or it is damaged" in refused(workspace, tmp_path / "encrypted.zip")


def test_names_that_lead_elsewhere_write_nothing(other: Workspace, whole: dict[str, bytes], tmp_path: Path) -> None:
    """Nothing is unpacked into files, whatever it is called."""
    names = ["../../evil", "/evil", "rows/../evil", "C:\\evil", "rows/evil.jsonl"]
    path = zipped(whole | dict.fromkeys(names, b"evil"), tmp_path / "backup.zip")
    before = sorted(path.name for path in tmp_path.rglob("*"))
    assert restore_backup(other.engine, path, actor="A", at=AT) == 2
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_evidence_in_a_backup_is_that_of_its_hash_or_is_not_given_out(
    workspace: Workspace, whole: dict[str, bytes], tmp_path: Path
) -> None:
    sha256 = json.loads(whole["rows/uses.jsonl"].splitlines()[0])["sha256"]
    changed = first_row("files", sha256=sha256, content={"base64": base64.b64encode(b"other").decode()})
    files = changed(whole)
    first = json.loads(files["rows/files.jsonl"].splitlines()[0])
    second = json.loads(files["rows/files.jsonl"].splitlines()[1])
    if second["sha256"] == sha256:
        second = json.loads(whole["rows/files.jsonl"].splitlines()[0])
    files["rows/files.jsonl"] = b"\n".join(json.dumps(row).encode() for row in (first, second))
    restore_backup(workspace.engine, zipped(files, tmp_path / "backup.zip"), actor="A", at=AT)
    with pytest.raises(DpiaError, match="is damaged: it is not that of its hash"):
        file_here(workspace.engine, sha256)


def test_a_restore_that_is_stopped_stores_nothing(
    workspace: Workspace, whole: dict[str, bytes], tmp_path: Path
) -> None:
    path = zipped(whole, tmp_path / "backup.zip")

    def stop(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        if "INTO uses" in statement:
            raise KeyboardInterrupt

    event.listen(workspace.engine, "before_cursor_execute", stop)
    with pytest.raises(KeyboardInterrupt):
        restore_backup(workspace.engine, path, actor="A", at=AT)
    assert nothing_in(workspace)


FACTS = OrganisationFacts.model_validate(
    {"kind": "organisation", "source": "Till", "on": ON, "answers": {"house": {"size": {"value": 3}}}}
)


@pytest.fixture
def facts(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OrganisationFacts:
    """Facts that are kept beside the workspace; for a database in a data folder of this test."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    keep_facts(workspace, FACTS)
    return FACTS


def test_the_facts_of_the_organisation_come_along(facts: OrganisationFacts, saved: Path, other: Workspace) -> None:
    assert kept_facts(other) is None
    restore_backup(other.engine, saved, actor="A", at=AT)
    assert kept_facts(other) == facts
    assert facts_path(other).stat().st_mode & 0o777 == 0o600


def test_facts_that_lie_there_already_stay(facts: OrganisationFacts, saved: Path, other: Workspace) -> None:
    mine = facts.model_copy(update={"source": "Mine"})
    keep_facts(other, mine)
    restore_backup(other.engine, saved, actor="A", at=AT)
    assert kept_facts(other) == mine


@pytest.mark.parametrize("raw", [b"kind: other\n", b"\xff", b"a: [", b"#" * (MAX_BYTES + 1)])
def test_a_backup_whose_facts_cannot_be_read_fills_nothing(saved: Path, other: Workspace, raw: bytes) -> None:
    with zipfile.ZipFile(saved, "a") as zipped:
        zipped.writestr("organisation.yaml", raw)
    with pytest.raises(BadInput, match=r"backup\.zip"):
        restore_backup(other.engine, saved, actor="A", at=AT)
    assert nothing_in(other)
    assert kept_facts(other) is None
