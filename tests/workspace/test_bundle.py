"""An export travels with its evidence, comes back the same, and a hostile one leaves nothing behind."""

import hashlib
import json
import random
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dpia.assessment.files import dump_json, dump_yaml
from dpia.assessment.model import Approval, Assessment
from dpia.errors import DpiaError
from dpia.workspace import Workspace
from dpia.workspace.bundle import ASSESSMENT, MAX_ENTRIES, read_bundle, take_in, write_bundle
from dpia.workspace.files import MAX_FILE_BYTES, add_file
from dpia.workspace.manifest import EVIDENCE, MANIFEST, file_name
from dpia.workspace.revisions import Kind
from tests.support.workspaces import AT, ON, create, file_here, make, opened

CONTRACT, PLAN = b"%PDF-1.7 a contract", bytes(range(256)) * 40


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def with_evidence(*contents: bytes, name: str = "hotline") -> Assessment:
    """An assessment that names files as evidence: in an answer, beside one, and for a measure."""
    first, *others = contents
    files = [{"title": "A file", "sha256": sha(content)} for content in others]
    return make(
        name,
        answers={"contract": {"title": "Contract", "sha256": sha(first)}, "one": {"value": "x", "evidence": files[:1]}},
        measures=[{"id": "M01", "title": "Train", "evidence": files[1:]}],
    )


def filled(workspace: Workspace, *contents: bytes) -> Assessment:
    create(workspace, with_evidence(*contents))
    for content in contents:
        add_file(workspace.engine, content, assessment="hotline", actor="A", at=AT)
    return workspace.get("hotline").assessment


def taken(workspace: Workspace, path: Path) -> str:
    return read_bundle(path, workspace, actor="ann", at=AT).name


# ---------------------------------------------------------------------------------------------------------- round trip


def test_an_export_comes_back_with_its_evidence(workspace: Workspace, tmp_path: Path) -> None:
    assessment = filled(workspace, CONTRACT, PLAN, b"")
    path = tmp_path / "export.zip"
    path.write_bytes(write_bundle(workspace, assessment).content)
    elsewhere = opened(tmp_path / "elsewhere.sqlite")
    assert taken(elsewhere, path) == "hotline"
    assert elsewhere.get("hotline").assessment == assessment
    assert elsewhere.get("hotline").assessment.content_hash == assessment.content_hash
    assert [file_here(elsewhere.engine, sha(content)) for content in (CONTRACT, PLAN, b"")] == [CONTRACT, PLAN, b""]
    (line,) = elsewhere.history("hotline")
    assert (line.kind, line.actor, line.note) == (Kind.IMPORTED, "ann", "from an export called export.zip")
    assert write_bundle(elsewhere, assessment).content == path.read_bytes()
    elsewhere.close()


def test_the_same_export_has_the_same_bytes(workspace: Workspace) -> None:
    assessment = filled(workspace, CONTRACT, PLAN)
    assert write_bundle(workspace, assessment) == write_bundle(workspace, assessment)


def test_an_export_is_a_plain_zip(workspace: Workspace, tmp_path: Path) -> None:
    assessment = filled(workspace, CONTRACT, PLAN)
    path = tmp_path / "export.zip"
    path.write_bytes(write_bundle(workspace, assessment).content)
    with zipfile.ZipFile(path) as found:
        assert found.namelist() == [ASSESSMENT, f"{EVIDENCE}Contract.pdf", f"{EVIDENCE}A file.bin", MANIFEST]
        assert found.read(ASSESSMENT).decode() == dump_json(assessment)
        assert found.read(f"{EVIDENCE}A file.bin") == PLAN
        assert json.loads(found.read(MANIFEST))["evidence"] == [
            {"sha256": sha(CONTRACT), "title": "Contract", "file": f"{EVIDENCE}Contract.pdf"},
            {"sha256": sha(PLAN), "title": "A file", "file": f"{EVIDENCE}A file.bin"},
        ]


def test_files_that_the_assessment_no_longer_names_do_not_travel(workspace: Workspace, tmp_path: Path) -> None:
    filled(workspace, CONTRACT, PLAN)
    path = tmp_path / "export.zip"
    path.write_bytes(write_bundle(workspace, make()).content)
    with zipfile.ZipFile(path) as found:
        assert found.namelist() == [ASSESSMENT, MANIFEST]


def test_an_id_that_is_taken_gets_a_number_and_its_signatures_are_void(workspace: Workspace, tmp_path: Path) -> None:
    """The id is content: a signature was given for another one."""
    content = filled(workspace, CONTRACT)
    signature = Approval(name="A. Example", role="Director", on=ON, content_hash=content.content_hash)
    path = tmp_path / "export.zip"
    path.write_bytes(write_bundle(workspace, content.change(approvals=(signature,))).content)
    assert taken(workspace, path) == "hotline-2"
    assert taken(workspace, path) == "hotline-3"
    copy = workspace.get("hotline-2").assessment
    assert copy.answers == content.answers
    assert (len(copy.approvals), copy.valid_approvals) == (1, ())
    assert workspace.history("hotline-2")[0].note == (
        "from an export called export.zip, as hotline-2 because there is one called hotline; its signatures are void by that"
    )


def test_evidence_that_is_not_in_the_export_is_told_in_the_history(workspace: Workspace, tmp_path: Path) -> None:
    create(workspace, with_evidence(CONTRACT, PLAN))
    path = tmp_path / "export.zip"
    path.write_bytes(write_bundle(workspace, workspace.get("hotline").assessment).content)
    taken(workspace, path)
    (line,) = workspace.history("hotline-2")
    assert line.note.startswith(
        "from an export called export.zip, in which 2 files of evidence are missing, as hotline-2 "
    )


def test_files_of_every_form_are_taken_in(workspace: Workspace, tmp_path: Path) -> None:
    assessment = filled(workspace, CONTRACT)
    (tmp_path / "a.zip").write_bytes(write_bundle(workspace, assessment).content)
    (tmp_path / "a.yaml").write_text(dump_yaml(assessment), encoding="utf-8")
    (tmp_path / "a.json").write_text(dump_json(assessment), encoding="utf-8")
    names = [take_in(tmp_path / f"a.{form}", workspace, actor="ann", at=AT).name for form in ("zip", "yaml", "json")]
    assert names == ["hotline-2", "hotline-3", "hotline-4"]
    for name in names:
        assert workspace.get(name).assessment.change(id="hotline") == assessment
        assert workspace.history(name)[0].kind is Kind.IMPORTED


@pytest.mark.parametrize("name", ["nothing.yaml", "folder", "nothing.zip"])
def test_a_file_that_cannot_be_read_is_named(workspace: Workspace, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(DpiaError, match=rf"{name}: cannot be read: ") as error:
        take_in(tmp_path / name, workspace, actor="ann", at=AT)
    assert "\n" not in str(error.value)


# ------------------------------------------------------------------------------------------------ names and what is missing


@pytest.mark.parametrize(
    ("entry", "content", "name"),
    [
        ({"title": "Contract", "file": "Übersicht – файл №1 (ä).TXT"}, b"x", "Übersicht _ файл _1 (ä).TXT"),
        ({"title": "Contract", "file": "C:\\Users\\ann\\contract.pdf"}, b"x", "contract.pdf"),
        ({"title": "Contract", "file": "../../etc/passwd"}, b"x", "passwd.bin"),
        ({"title": "AC/DC: the plan?"}, b"%PDF-1.7", "AC_DC_ the plan_.pdf"),
        ({"title": "Version 1.2 of it"}, b"\x89PNG", "Version 1.2 of it.png"),
        ({"title": "con"}, b"\xff\xd8\xff", "_con.jpg"),
        ({"title": "..."}, b"", "evidence.bin"),
        ({"title": "", "file": ".htaccess"}, b"", "htaccess.bin"),
        ({"title": "x" * 400}, b"PK\x03\x04", "x" * 80 + ".zip"),
        ({"alt": "a picture"}, b"", "evidence.bin"),
    ],
    ids=range(10),
)
def test_a_file_is_called_as_it_was_attached_or_by_its_title(entry: dict[str, str], content: bytes, name: str) -> None:
    assert file_name(entry, content, set()) == name


def test_no_two_files_are_called_alike_on_any_system() -> None:
    taken = set[str]()
    names = [file_name({"file": name}, b"", taken) for name in ("Plan.pdf", "plan.PDF", "Plan.pdf", "Plan (2).pdf")]
    assert names == ["Plan.pdf", "plan (2).PDF", "Plan (3).pdf", "Plan (2) (2).pdf"]
    assert len({name.casefold() for name in names}) == 4


def test_an_export_says_which_evidence_it_lacks(workspace: Workspace, tmp_path: Path) -> None:
    create(workspace, with_evidence(CONTRACT, PLAN))
    add_file(workspace.engine, PLAN, assessment="hotline", actor="A", at=AT)
    made = write_bundle(workspace, workspace.get("hotline").assessment)
    assert made.missing == ("Contract",)
    path = tmp_path / "export.zip"
    path.write_bytes(made.content)
    with zipfile.ZipFile(path) as found:
        assert found.namelist() == [ASSESSMENT, f"{EVIDENCE}A file.bin", MANIFEST]
        assert json.loads(found.read(MANIFEST)) == {
            "dpia_bundle": 1,
            "assessment": ASSESSMENT,
            "evidence": [
                {"sha256": sha(CONTRACT), "title": "Contract", "missing": True},
                {"sha256": sha(PLAN), "title": "A file", "file": f"{EVIDENCE}A file.bin"},
            ],
        }
    elsewhere = opened(tmp_path / "elsewhere.sqlite")
    found_there = read_bundle(path, elsewhere, actor="ann", at=AT)
    assert [str(note) for note in found_there.notes] == [
        "Evidence is named that is not in this workspace: Contract. Attach it again, or take in an export that holds it."
    ]
    assert file_here(elsewhere.engine, sha(PLAN)) == PLAN
    elsewhere.close()


def test_an_export_of_an_older_program_brings_its_evidence(workspace: Workspace, tmp_path: Path) -> None:
    """Files were called by their hashes, and no manifest told of them."""
    path = zipped(usual(CONTRACT, PLAN), tmp_path / "old.zip")
    assert taken(workspace, path) == "hotline"
    assert [file_here(workspace.engine, sha(content)) for content in (CONTRACT, PLAN)] == [CONTRACT, PLAN]


def test_whoever_takes_a_signed_file_in_is_told_that_the_signatures_come_from_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    content = make()
    signature = Approval(name="A. Example", role="Director", on=ON, content_hash=content.content_hash)
    path = tmp_path / "signed.yaml"
    path.write_text(dump_yaml(content.change(approvals=(signature,))), encoding="utf-8")
    found = take_in(path, workspace, actor="ann", at=AT)
    assert [str(note) for note in found.notes] == [
        "A. Example: brought in from signed.yaml on 2026-11-24, the hash fits."
    ]
    assert (
        workspace.history("hotline")[0].note == "from a yaml file called signed.yaml; its signatures come from the file"
    )
    again = take_in(path, workspace, actor="ann", at=AT)
    assert [str(note) for note in again.notes] == [
        "A. Example: brought in from signed.yaml on 2026-11-24, the hash does not fit."
    ]  # under another id none of them holds


# ------------------------------------------------------------------------------------------------------------- hostile

Entries = list[tuple[str, bytes]]


def zipped(entries: Entries, path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name, content in entries:
            target.writestr(name, content)
    return path


def usual(*contents: bytes) -> Entries:
    assessment = with_evidence(*contents)
    return [(ASSESSMENT, dump_json(assessment).encode()), *((EVIDENCE + sha(content), content) for content in contents)]


def changed(**parts: Any) -> Entries:
    data = json.loads(dump_json(with_evidence(CONTRACT))) | parts
    return [(ASSESSMENT, json.dumps(data).encode()), (EVIDENCE + sha(CONTRACT), CONTRACT)]


ZEROS = b"\0" * (MAX_FILE_BYTES + 1)
HOSTILE: dict[str, tuple[Callable[[], Entries], str]] = {
    "no assessment": (lambda: usual(CONTRACT)[1:], "missing-key: The zip file holds no assessment.json"),
    "the assessment elsewhere": (
        lambda: [("x/assessment.json", usual(CONTRACT)[0][1])],
        "missing-key: The zip file holds no assessment.json",
    ),
    "evidence with a wrong hash": (
        lambda: [usual(CONTRACT)[0], (EVIDENCE + sha(CONTRACT), PLAN)],
        "hash: The zip file holds evidence whose content is not that of its name",
    ),
    "one bit of evidence changed": (
        lambda: [usual(CONTRACT)[0], (EVIDENCE + sha(CONTRACT), bytes([CONTRACT[0] ^ 1]) + CONTRACT[1:])],
        "hash: The zip file holds evidence whose content is not that of its name",
    ),
    "evidence over the limit": (lambda: usual(ZEROS), "too-large: The zip file holds a file that is too large"),
    "an assessment over the limit": (
        lambda: [(ASSESSMENT, b" " * (MAX_FILE_BYTES + 1))],
        "too-large: The zip file holds a file that is too large",
    ),
    "a long assessment": (lambda: [(ASSESSMENT, b" " * (MAX_FILE_BYTES - 1))], "too-large"),
    "too many files": (
        lambda: usual(CONTRACT) + [(f"x{number}", b"") for number in range(MAX_ENTRIES)],
        "too-large: The zip file holds too much",
    ),
    "too much in all": (
        lambda: usual(CONTRACT) + [(f"x{number}", ZEROS) for number in range(26)],
        "too-large: The zip file holds too much",
    ),
    "no JSON": (lambda: [(ASSESSMENT, b"dpia: 1")], "bad-syntax"),
    "no text": (lambda: [(ASSESSMENT, b"\xff\xfe")], "bad-encoding"),
    "a key twice": (lambda: [(ASSESSMENT, b'{"dpia": 1, "dpia": 1}')], "duplicate-key"),
    "too deep": (lambda: [(ASSESSMENT, b"[" * 100_000)], "assessment.json"),
    "a status of its own": (lambda: changed(status="approved"), "unknown-key"),
    "an id that leads elsewhere": (lambda: changed(id="../../evil"), "bad-value"),
    "an answer of the wrong type": (lambda: changed(answers={"page": {"recorded": "perhaps"}}), "bad-option"),
    "a questionnaire that is not here": (
        lambda: changed(questionnaires=[{"id": "elsewhere", "version": "1.0.0"}]),
        "unknown-id",
    ),
    "a manifest that is none": (lambda: [*usual(CONTRACT), (MANIFEST, b"[]")], "bad-value: The zip file holds a manifest.json"),
    "a manifest too deep": (lambda: [*usual(CONTRACT), (MANIFEST, b"[" * 100_000)], "bad-value: The zip file holds a manifest.json"),
    "a manifest that names another file": (
        lambda: [
            *usual(CONTRACT),
            (MANIFEST, json.dumps({"dpia_bundle": 1, "evidence": [
                {"sha256": sha(CONTRACT), "title": "x", "file": ASSESSMENT}]}).encode()),
        ],
        "hash: The zip file holds evidence whose content is not that of its name",
    ),
    "a manifest with odd entries": (
        lambda: [*usual(CONTRACT), (MANIFEST, b'{"dpia_bundle": 1, "evidence": [1, {"sha256": 2}]}')],
        "bad-value: The zip file holds a manifest.json",
    ),
    "an approval of its own": (lambda: changed(approvals=[{"name": "A. Example"}]), "missing-key"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_export_is_refused_and_nothing_is_stored(workspace: Workspace, tmp_path: Path, what: str) -> None:
    make_entries, expected = HOSTILE[what]
    assert expected in refused(workspace, zipped(make_entries(), tmp_path / "export.zip"), tmp_path)


def refused(workspace: Workspace, path: Path, folder: Path) -> str:
    before = sorted(folder.rglob("*"))
    with pytest.raises(DpiaError) as error:
        taken(workspace, path)
    assert sorted(folder.rglob("*")) == before
    assert workspace.entries() == ((), 0)
    assert file_here(workspace.engine, sha(CONTRACT)) is None
    assert workspace.free_id("hotline") == "hotline"
    said = str(error.value)
    assert said and all(line.startswith("export.zip") for line in said.splitlines())
    return said


def test_the_last_of_many_files_of_evidence_spoils_them_all(workspace: Workspace, tmp_path: Path) -> None:
    entries = usual(CONTRACT, PLAN, b"third")
    name, _ = max(entries[1:])
    spoilt = [(key, b"other" if key == name else content) for key, content in entries]
    refused(workspace, zipped(spoilt, tmp_path / "export.zip"), tmp_path)
    assert [file_here(workspace.engine, sha(content)) for content in (CONTRACT, PLAN, b"third")] == [None] * 3


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_two_files_of_one_name_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    """One program would read the first, another the second."""
    other = (ASSESSMENT, dump_json(make(title="Another")).encode())
    path = zipped([*usual(CONTRACT), other], tmp_path / "export.zip")
    assert "duplicate-key: The zip file holds two files of one name" in refused(workspace, path, tmp_path)


def test_names_that_lead_elsewhere_are_passed_over(workspace: Workspace, tmp_path: Path) -> None:
    names = [
        "../../evil",
        "/tmp/evil",
        f"{EVIDENCE}../{sha(PLAN)}",
        f"{EVIDENCE}../../../../{'x' * 52}",
        f"/{EVIDENCE}{sha(PLAN)}",
        f"{EVIDENCE}{sha(PLAN).upper()}",
        f"evidence\\{sha(PLAN)}",
        "CON",
        "a" * 300,
    ]
    path = zipped([*usual(CONTRACT), *((name, PLAN) for name in names)], tmp_path / "export.zip")
    before = sorted(tmp_path.rglob("*"))
    assert taken(workspace, path) == "hotline"
    assert sorted(tmp_path.rglob("*")) == before
    assert file_here(workspace.engine, sha(CONTRACT)) == CONTRACT
    assert file_here(workspace.engine, sha(PLAN)) is None


def test_a_link_in_an_export_is_only_its_text(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as target:
        for name, content in usual(CONTRACT)[:1]:
            target.writestr(name, content)
        link = zipfile.ZipInfo(EVIDENCE + sha(CONTRACT))
        link.external_attr = 0o120777 << 16
        target.writestr(link, "/etc/passwd")
    refused(workspace, path, tmp_path)


def test_an_export_that_lies_about_its_size_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    """The directory says that a file of twenty megabytes has ten bytes."""
    path = zipped(usual(ZEROS[:-1]), tmp_path / "export.zip")
    content = path.read_bytes()
    size = len(ZEROS[:-1]).to_bytes(4, "little")
    assert content.count(size) == 2
    path.write_bytes(content.replace(size, (10).to_bytes(4, "little")))
    assert "bad-syntax: The zip file is damaged" in refused(workspace, path, tmp_path)


def test_a_damaged_export_is_refused_or_whole(tmp_path: Path) -> None:
    """Cut off, and with bytes changed: 200 of them. Never a traceback, never half of it."""
    original = zipped(usual(CONTRACT, PLAN), tmp_path / "original.zip").read_bytes()
    workspace = opened(tmp_path / "workspace.sqlite")
    chance = random.Random(11)
    path = tmp_path / "export.zip"
    refusals = 0
    for number in range(200):
        changed_bytes = bytearray(original if number % 4 else original[: chance.randrange(len(original))])
        for _ in range(number % 4):
            changed_bytes[chance.randrange(len(changed_bytes))] = chance.randrange(256)
        path.write_bytes(changed_bytes)
        try:
            name = taken(workspace, path)
        except DpiaError as error:
            assert str(error)
            assert workspace.entries() == ((), 0)
            refusals += 1
        else:
            assert workspace.get(name).assessment == with_evidence(CONTRACT, PLAN)
            workspace.delete(name, actor="A", at=AT)
        assert file_here(workspace.engine, sha(CONTRACT)) is None
    workspace.close()
    assert refusals > 100


def test_evidence_is_read_file_by_file(tmp_path: Path) -> None:
    """A megabyte may hold hundreds: never more than a few of its files are in memory."""
    path = zipped(usual(*(bytes([number]) + ZEROS[2:] for number in range(8))), tmp_path / "export.zip")
    assert path.stat().st_size < 1_000_000
    workspace = opened(tmp_path / "workspace.sqlite")
    tracemalloc.start()
    taken(workspace, path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    workspace.close()
    assert most < 5 * MAX_FILE_BYTES


def test_an_id_that_only_looks_like_another_one_is_told_as_such(workspace: Workspace, tmp_path: Path) -> None:
    create(workspace, make("hotline-10"))
    path = tmp_path / "other.yaml"
    path.write_text(dump_yaml(make("hotline-lo")), encoding="utf-8")
    assert take_in(path, workspace, actor="ann", at=AT).name == "hotline-lo-2"
    note = workspace.history("hotline-lo-2")[0].note
    assert note == "from a yaml file called other.yaml, as hotline-lo-2 because there is one that looks like hotline-lo"
