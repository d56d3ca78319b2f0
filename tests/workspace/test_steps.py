"""The tables come to be step by step, end as `tables.py` says, and a backup stands beside them before each step."""

import shutil
import zipfile
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from dpia.errors import DpiaError
from dpia.workspace import Workspace
from dpia.workspace import backup as backup_module
from dpia.workspace import connecting as connecting_module
from dpia.workspace import steps as steps_module
from dpia.workspace.backup import restore_backup
from dpia.workspace.connecting import address_of
from dpia.workspace.steps import MIGRATIONS, NEWEST, STEPS, step_of, why
from dpia.workspace.tables import METADATA, SEARCH
from tests.support.workspaces import AT, answer, create, later, make, opened, value

THIRD = '''
"""A third step, made up for the tests."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Adds a column."""
    op.add_column("assessments", sa.Column("colour", sa.String(20), nullable=False, server_default="blue"))
'''
BROKEN = THIRD + '    op.execute("INSERT INTO no_such_table VALUES (1)")\n'


def steps_with(monkeypatch: pytest.MonkeyPatch, folder: Path, third: str) -> None:
    """A newer program: with a third step."""
    copied = folder / "100 % migrations"
    shutil.copytree(MIGRATIONS, copied, ignore=shutil.ignore_patterns("__pycache__"))
    (copied / "versions" / "0004_fourth.py").write_text(third, encoding="utf-8")
    monkeypatch.setattr(steps_module, "MIGRATIONS", copied)
    for module in (steps_module, backup_module, connecting_module):
        monkeypatch.setattr(module, "STEPS", (*STEPS, "0004"))
        monkeypatch.setattr(module, "NEWEST", "0004")


@pytest.fixture
def older(nowhere: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A workspace of the newest step with an assessment in it; backups of PostgreSQL go to a data folder of the test."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    workspace = opened(nowhere)
    create(workspace, make())
    answer(workspace, "hotline", "one", "word")
    workspace.close()
    return nowhere


def columns(workspace: Workspace) -> set[str]:
    return {column["name"] for column in inspect(workspace.engine).get_columns("assessments")}


def backups(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.zip"))


def test_the_steps_are_those_of_the_folder() -> None:
    files = sorted(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert [name.partition("_")[0] for name in files] == list(STEPS)
    assert STEPS[-1] == NEWEST


def test_the_steps_lead_to_the_tables(workspace: Workspace) -> None:
    with workspace.engine.connect() as connection:
        assert step_of(connection) == NEWEST
        options = {"compare_type": True, "compare_server_default": True, "include_name": is_ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []
        assert set(METADATA.tables) <= set(inspect(connection).get_table_names())


def is_ours(name: str | None, kind: str, parents: object) -> bool:
    """The table of words is not one of SQLAlchemy's: each database has its own kind."""
    return not (kind == "table" and name is not None and name.startswith(SEARCH))


def test_a_difference_between_the_steps_and_the_tables_would_be_found(workspace: Workspace) -> None:
    with workspace.engine.begin() as connection:
        connection.execute(text("ALTER TABLE due ADD COLUMN colour VARCHAR(20)"))
        connection.execute(text("DROP INDEX due_by_day"))
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_ours})
        assert {change[0] for change in compare_metadata(context, METADATA)} == {"remove_column", "add_index"}
        connection.rollback()


def test_a_backup_stands_beside_the_workspace_before_a_step(
    older: str, backend: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert backups(tmp_path) == []
    steps_with(monkeypatch, tmp_path, THIRD)
    workspace = opened(older, at=later(1))
    assert "colour" in columns(workspace)
    assert workspace.verify("hotline") == ()
    assert answer(workspace, "hotline", "two", "after").number == 3
    workspace.close()
    (backup,) = backups(tmp_path)
    assert backup.stat().st_mode & 0o777 == 0o600
    assert backup.parent.stat().st_mode & 0o777 == 0o700
    name = Path(str(address_of(older).database)).name
    assert backup.name == f"{name}.before-0004-20261124T140331250000.zip"
    assert backup.parent == (tmp_path if backend == "sqlite" else tmp_path / "data" / "dpia")
    with zipfile.ZipFile(backup) as zipped:
        assert '"step": "0003"' in zipped.read("dpia-workspace.json").decode()
    opened(older, at=later(2)).close()
    assert backups(tmp_path) == [backup]


def test_the_backup_before_a_step_can_be_restored_by_the_older_program(
    older: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as newer:
        steps_with(newer, tmp_path, THIRD)
        opened(older, at=later(1)).close()
    with pytest.raises(DpiaError, match="was made by a newer version of dpia"):
        opened(older)
    restored = opened(tmp_path / "restored.sqlite")
    assert restore_backup(restored.engine, backups(tmp_path)[0], actor="A", at=AT) == 1
    assert value(restored, "hotline", "one") == "word"
    assert restored.verify("hotline") == ()
    restored.close()


def test_the_backup_before_a_step_can_be_restored_by_the_newer_program(
    older: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    steps_with(monkeypatch, tmp_path, THIRD)
    opened(older, at=later(1)).close()
    restored = opened(tmp_path / "restored.sqlite")
    assert restore_backup(restored.engine, backups(tmp_path)[0], actor="A", at=AT) == 1
    assert "colour" in columns(restored)
    assert restored.verify("hotline") == ()
    restored.close()


def test_a_step_that_fails_leaves_the_workspace_as_it_was(
    older: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as newer:
        steps_with(newer, tmp_path, BROKEN)
        with pytest.raises(DpiaError) as error:
            opened(older, at=later(1))
        assert "no_such_table" in str(error.value) and "\n" not in str(error.value)
    assert len(backups(tmp_path)) == 1
    workspace = opened(older)
    assert "colour" not in columns(workspace)
    assert answer(workspace, "hotline", "two", "on").number == 3
    assert workspace.verify("hotline") == ()
    workspace.close()


def test_where_no_backup_can_be_made_no_step_is_taken(
    older: str, backend: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    steps_with(monkeypatch, tmp_path, THIRD)
    folder = tmp_path if backend == "sqlite" else tmp_path / "data" / "dpia"
    folder.mkdir(parents=True, exist_ok=True)
    taken = folder / f"{Path(str(address_of(older).database)).name}.before-0004-20261124T140331250000.zip"
    taken.mkdir()
    with pytest.raises(DpiaError, match="exists already"):
        opened(older, at=later(1))
    engine = create_engine(address_of(older))
    with engine.connect() as connection:
        assert step_of(connection) == "0003"
    engine.dispose()


def test_what_a_database_says_is_told_in_one_line_without_what_was_saved(workspace: Workspace) -> None:
    with workspace.engine.connect() as connection, pytest.raises(SQLAlchemyError) as error:
        connection.execute(text("INSERT INTO assessments (id) VALUES (:id)"), {"id": "canary answer"})
    assert "canary answer" not in why(error.value)
    assert "\n" not in why(error.value)
