"""A file stays as long as a revision of any assessment names it, whatever was done in which order."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from dpia.assessment.files import dump_yaml
from dpia.assessment.model import Answer, Assessment, Decision
from dpia.assessment.review import start_review
from dpia.workspace import Workspace
from dpia.workspace.backup import restore_backup, write_backup
from dpia.workspace.bundle import take_in, write_bundle
from dpia.workspace.evidence import evidence_in, use
from dpia.workspace.files import add_file, files_there, hold_files
from dpia.workspace.revisions import Kind
from dpia.workspace.steps import step_of, writing
from dpia.workspace.tables import FILES, USES
from tests.support.forms import make_library
from tests.support.postgres import Server
from tests.support.workspaces import AT, PAGE, answer, create, file_here, later, make, opened

CONTENT = b"%PDF-1.7 a contract"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
EVIDENCE = {"title": "Contract", "file": "contract.pdf", "sha256": SHA256}
REVIEW = """
- {id: reviewed_assessment, code: R-1, ask: Which?, type: text, required: false}
- {id: previous_decision, code: R-2, ask: Which decision?, type: text, required: false}
- {id: previous_decision_date, code: R-3, ask: When?, type: date, required: false}
- {id: benefit_before, code: R-4, ask: Which?, type: text, required: false}
- {id: independent_review, code: R-5, ask: Which?, type: text, required: false}
- {id: conditions, code: R-6, ask: Which?, type: table, required: false, prefix: K, columns: [{id: condition, ask: What?, type: text}]}
"""
LIBRARY = make_library(page=PAGE, review=REVIEW)
DECISION = Decision.model_validate(
    {"outcome": "approved", "reason": "So it is.", "by": {"name": "A. Example"}, "on": "2026-11-24"}
)


def named(name: str = "hotline") -> Assessment:
    """An assessment whose answer has the contract beside it."""
    return make(name, answers={"one": {"value": "x", "evidence": [EVIDENCE]}}).change(decision=DECISION)


def original(workspace: Workspace) -> None:
    """`hotline` names the contract, and brings it."""
    create(workspace, named())
    add_file(workspace.engine, CONTENT, assessment="hotline", actor="A", at=AT)


# What makes another assessment of the original, or changes it; each gives what names the file from then on.


def duplicate(workspace: Workspace, folder: Path) -> str:
    return create(workspace, workspace.get("hotline", 1).assessment.change(id="copy", decision=None))


def review(workspace: Workspace, folder: Path) -> str:
    begun = start_review(workspace.get("hotline", 1).assessment, workspace.library, on=AT.date())
    return create(workspace, begun.change(id="review-of-it"))


def import_yaml(workspace: Workspace, folder: Path) -> str:
    path = folder / "hotline.yaml"
    path.write_text(dump_yaml(named("from-yaml")), encoding="utf-8")
    return take_in(path, workspace, actor="ann", at=AT).name


def import_zip(workspace: Workspace, folder: Path) -> str:
    path = folder / "hotline.zip"
    path.write_bytes(write_bundle(workspace, named("from-zip")).content)
    return take_in(path, workspace, actor="ann", at=AT).name


def take_away(workspace: Workspace, folder: Path) -> str:
    answer(workspace, "hotline", "one", None)
    return "hotline"


def bring_back(workspace: Workspace, folder: Path) -> str:
    stored = workspace.get("hotline")
    old = workspace.get("hotline", 1).assessment
    workspace.save("hotline", old, seen=stored.number, actor="ann", at=later(9), kind=Kind.RESTORED)
    return "hotline"


def archive(workspace: Workspace, folder: Path) -> str:
    create(workspace, named("shelved"))
    workspace.archive("shelved", True, actor="A", at=AT)
    return "shelved"


def answer_elsewhere(workspace: Workspace, folder: Path) -> str:
    create(workspace, make("other", "Other"))
    answer(workspace, "other", "one", Answer.model_validate({"value": "y", "evidence": [EVIDENCE]}))
    answer(workspace, "other", "one", "z")  # an older revision names it still
    return "other"


Route = Callable[[Workspace, Path], str]
ROUTES: tuple[Route, ...] = (
    duplicate,
    review,
    import_yaml,
    import_zip,
    take_away,
    bring_back,
    archive,
    answer_elsewhere,
)


@pytest.fixture
def shelf(address: str) -> Any:
    workspace = opened(address, LIBRARY)
    yield workspace
    workspace.close()


def there(workspace: Workspace) -> bool:
    return file_here(workspace.engine, SHA256) == CONTENT


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.__name__)
def test_what_was_made_of_an_assessment_keeps_its_evidence(shelf: Workspace, tmp_path: Path, route: Route) -> None:
    original(shelf)
    name = route(shelf, tmp_path)
    if name != "hotline":
        shelf.delete("hotline", actor="A", at=AT)
    assert there(shelf)
    shelf.delete(name, actor="A", at=AT)
    assert not there(shelf)


@pytest.mark.hypothesis
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(order=st.permutations(ROUTES), ends=st.randoms(use_true_random=False))
def test_in_whatever_order_it_was_done_the_file_stays_until_nobody_names_it(
    tmp_path_factory: pytest.TempPathFactory, made_file: Path, order: list[Route], ends: Any
) -> None:
    folder = tmp_path_factory.mktemp("order")
    path = folder / "workspace.sqlite"
    path.write_bytes(made_file.read_bytes())
    workspace = opened(path, LIBRARY)
    original(workspace)
    names = sorted({"hotline", *(route(workspace, folder) for route in order)})
    ends.shuffle(names)
    for name in names:
        assert there(workspace)
        workspace.delete(name, actor="A", at=AT)
    assert not there(workspace)
    workspace.close()


@pytest.mark.parametrize("order", [*permutations(("names it", "brings it", "is deleted"))], ids=" then ".join)
def test_an_assessment_that_named_a_file_before_another_one_brought_it_keeps_it(
    shelf: Workspace, order: tuple[str, ...]
) -> None:
    create(shelf, make())
    for step in order:
        if step == "names it":
            create(shelf, named("first"))
        elif step == "brings it" and shelf.free_id("hotline") != "hotline":
            add_file(shelf.engine, CONTENT, assessment="hotline", actor="A", at=AT)
        elif step == "is deleted":
            shelf.delete("hotline", actor="A", at=AT)
    brought = order.index("brings it") < order.index("is deleted")
    assert there(shelf) is (brought and order.index("names it") < order.index("is deleted"))


def test_in_postgresql_a_deletion_waits_for_whoever_begins_to_use_a_file(postgres: Server) -> None:
    with postgres.database() as url:
        workspace, second = opened(url, LIBRARY), opened(url, LIBRARY)
        original(workspace)
        create(workspace, make("copy"))
        begun, done = Event(), Event()

        def remove() -> None:
            begun.set()
            second.delete("hotline", actor="A", at=AT)
            done.set()

        with writing(workspace.engine) as connection:
            hold_files(connection)
            use(connection, "copy", [SHA256])
            thread = Thread(target=remove)
            thread.start()
            begun.wait()
            assert not done.wait(0.3)
        thread.join()
        assert there(workspace)
        workspace.close()
        second.close()


# ------------------------------------------------------------------------------------------------ older workspaces


def back_to_step_one(workspace: Workspace) -> None:
    """The workspace as it was before uses were noted for every revision, and before there was a journal."""
    with workspace.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE journal")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
        assert step_of(connection) == "0001"


def test_an_older_workspace_is_brought_up_to_date_with_every_use(
    nowhere: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    workspace = opened(nowhere, LIBRARY)
    create(workspace, make("hotline"))
    add_file(workspace.engine, CONTENT, assessment="hotline", actor="A", at=AT)
    for route in (duplicate_of_named, answer_elsewhere):
        route(workspace, tmp_path)
    with workspace.engine.begin() as connection:
        connection.execute(delete(USES).where(USES.c.assessment != "hotline"))
    back_to_step_one(workspace)
    workspace.close()
    workspace = opened(nowhere, LIBRARY, at=later(1))
    with workspace.engine.connect() as connection:
        found = {tuple(row) for row in connection.execute(select(USES))}
    assert found == {("hotline", SHA256), ("copy", SHA256), ("other", SHA256)}
    assert workspace.verify("copy") == workspace.verify("other") == ()
    for name in ("hotline", "other"):
        workspace.delete(name, actor="A", at=AT)
        assert there(workspace)
    workspace.close()
    assert len([*tmp_path.rglob("*.before-0003-*.zip")]) == 1


def duplicate_of_named(workspace: Workspace, folder: Path) -> str:
    return create(workspace, named("copy"))


def test_a_backup_of_an_older_program_is_restored_with_every_use(shelf: Workspace, tmp_path: Path) -> None:
    original(shelf)
    duplicate(shelf, tmp_path)
    whole, old = tmp_path / "whole.zip", tmp_path / "old.zip"
    write_backup(shelf.engine, whole, at=AT)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(old, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "rows/uses.jsonl":
                content = b"".join(line for line in content.splitlines(keepends=True) if b'"hotline"' in line)
            if name == "dpia-workspace.json":
                content = json.dumps(json.loads(content) | {"step": "0001"}).encode()
            target.writestr(name, content)
    elsewhere = opened(tmp_path / "elsewhere.sqlite", LIBRARY)
    restore_backup(elsewhere.engine, old, actor="A", at=AT)
    elsewhere.delete("hotline", actor="A", at=AT)
    assert there(elsewhere)
    elsewhere.close()


def test_a_damaged_revision_keeps_no_workspace_from_being_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "workspace.sqlite"
    workspace = opened(path, LIBRARY)
    create(workspace, make())
    create(workspace, make("other"))
    with workspace.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE revisions SET content = x'00' WHERE assessment = 'hotline'")
    back_to_step_one(workspace)
    workspace.close()
    workspace = opened(path, LIBRARY, at=later(1))
    assert workspace.verify("other") == ()
    assert len(workspace.verify("hotline")) > 0
    workspace.close()


# ------------------------------------------------------------------------------------------------------- what is named


def test_every_file_is_found_wherever_it_is_named_and_a_questionnaire_is_none() -> None:
    other = "b" * 64
    data = {
        "questionnaires": [{"id": "page", "version": "1.2.0", "sha256": "a" * 64}],
        "answers": {"page": {"contract": EVIDENCE, "goals": [{"id": "G1", "name": {"value": "x", "evidence": [EVIDENCE]}}]}},
        "measures": [{"id": "M01", "evidence": [{"title": "Plan", "sha256": other}]}],
        "reviewed": {"data": {"answers": {"page": {"contract": {"title": "Old", "sha256": "c" * 64}}}}},
        "title": {"sha256": "no hash"},
    }  # fmt: skip
    assert [sha256 for sha256, _ in evidence_in(data)] == [SHA256, SHA256, other, "c" * 64]


def test_which_of_many_files_are_there_is_one_question(shelf: Workspace) -> None:
    original(shelf)
    wanted = [SHA256, *(f"{number:064x}" for number in range(1200))]
    assert files_there(shelf.engine, wanted) == {SHA256}
    assert files_there(shelf.engine, []) == set()


def test_the_step_needs_no_file_to_be_there(tmp_path: Path) -> None:
    """Foreign keys are on, so a use of a file that is not here was refused before."""
    workspace = opened(tmp_path / "workspace.sqlite", LIBRARY)
    create(workspace, named())
    with workspace.engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(select(USES))] == [("hotline", SHA256)]
        assert connection.execute(select(FILES.c.sha256)).first() is None
    workspace.close()
