"""An empty workspace for each test, in SQLite and in PostgreSQL.

The tables are made once and copied, or emptied, for each test; the tests of how they are made start from `nowhere`.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dpia.workspace import Workspace
from tests.support.postgres import Server, postgres
from tests.support.workspaces import BACKENDS, opened

__all__ = ["postgres"]


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def made_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "workspace.sqlite"
    opened(path).close()
    return path


@pytest.fixture(scope="session")
def made_database(postgres: Server) -> Iterator[str]:
    with postgres.database() as url:
        opened(url).close()
        yield url


@pytest.fixture
def address(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A workspace with nothing in it."""
    if backend == "sqlite":
        return str(shutil.copy(request.getfixturevalue("made_file"), tmp_path / "workspace.sqlite"))
    url = str(request.getfixturevalue("made_database"))
    server: Server = request.getfixturevalue("postgres")
    server.execute(
        "DELETE FROM assessments; DELETE FROM files; DELETE FROM search; DELETE FROM journal",
        database=server.name_in(url),
    )
    return url


@pytest.fixture
def nowhere(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An address at which there is no workspace yet: no file, and a database without tables."""
    if backend == "sqlite":
        yield str(tmp_path / "nowhere.sqlite")
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url


@pytest.fixture
def workspace(address: str) -> Iterator[Workspace]:
    found = opened(address)
    yield found
    found.close()


@pytest.fixture
def second(address: str, workspace: Workspace) -> Iterator[Workspace]:
    """The same workspace as another program sees it: nothing remembered is shared."""
    found = opened(address)
    yield found
    found.close()
