"""Evidence is kept once by its hash, whoever brings it, and only for an assessment that is there."""

import hashlib
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from dpia.errors import BadInput, NotFound
from dpia.workspace import Workspace
from dpia.workspace.files import MAX_FILE_BYTES, add_file, find_file
from dpia.workspace.tables import FILES, USES
from tests.support.workspaces import AT, create, file_here, make


def counts(workspace: Workspace) -> tuple[int, int]:
    with workspace.engine.connect() as connection:
        files, uses = (
            connection.execute(select(func.count()).select_from(table)).scalar_one() for table in (FILES, USES)
        )
        return files, uses


@pytest.mark.parametrize("content", [b"", b"\0", b"a contract", bytes(range(256)) * 4000], ids=len)
def test_a_file_is_found_by_its_hash(workspace: Workspace, second: Workspace, content: bytes) -> None:
    create(workspace, make())
    sha256 = add_file(workspace.engine, content, assessment="hotline", actor="A", at=AT)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert file_here(second.engine, sha256) == content


def test_a_file_is_kept_once(workspace: Workspace) -> None:
    create(workspace, make())
    create(workspace, make("other"))
    for name in ("hotline", "hotline", "other"):
        add_file(workspace.engine, b"a contract", assessment=name, actor="A", at=AT)
    assert counts(workspace) == (1, 2)


def test_many_bring_one_file_at_once(workspace: Workspace) -> None:
    names = [f"a{number}" for number in range(6)]
    for name in names:
        create(workspace, make(name))
    ready, failed = Barrier(len(names)), list[BaseException]()

    def bring(name: str) -> None:
        try:
            ready.wait()
            for number in range(5):
                add_file(workspace.engine, b"file %d" % number, assessment=name, actor="A", at=AT)
        except BaseException as error:
            failed.append(error)

    threads = [Thread(target=bring, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert counts(workspace) == (5, 30)


@pytest.mark.parametrize(
    "sha256", ["0" * 64, "", "x", "'; DROP TABLE files; --", "../../etc/passwd", "\0", "\ud800"], ids=ascii
)
def test_a_file_that_is_not_there_is_none(workspace: Workspace, sha256: str) -> None:
    assert file_here(workspace.engine, sha256) is None


@pytest.mark.parametrize("name", ["nothing", "", "nul\0"], ids=ascii)
def test_a_file_for_an_assessment_that_is_not_there_is_not_kept(workspace: Workspace, name: str) -> None:
    with pytest.raises(NotFound, match="There is no assessment"):
        add_file(workspace.engine, b"a contract", assessment=name, actor="A", at=AT)
    assert counts(workspace) == (0, 0)


def test_a_file_may_have_twenty_megabytes_and_no_more(workspace: Workspace) -> None:
    create(workspace, make())
    most = bytes(MAX_FILE_BYTES)
    assert file_here(workspace.engine, add_file(workspace.engine, most, assessment="hotline", actor="A", at=AT)) == most
    with pytest.raises(BadInput, match="The file has 20 MB, 20 are allowed"):
        add_file(workspace.engine, most + b"x", assessment="hotline", actor="A", at=AT)
    assert counts(workspace) == (1, 1)


def test_a_file_is_given_out_only_through_an_assessment_that_uses_it(workspace: Workspace) -> None:
    for name in ("mine", "theirs"):
        create(workspace, make(name))
    sha256 = add_file(workspace.engine, b"a contract", assessment="mine", actor="A", at=AT)
    assert find_file(workspace.engine, sha256, assessment="mine") == b"a contract"
    for other in ("theirs", "none", "", "mine' OR 1=1 --"):
        assert find_file(workspace.engine, sha256, assessment=other) is None
