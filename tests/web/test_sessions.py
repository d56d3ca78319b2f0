"""A session outlives the server: what is kept of it is private, and is not used where others could have read it."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url

from dpia.web.serving import listen, listen_again
from dpia.web.sessions import LASTS, Session, keep, resume, session_path
from tests.support.browsing import served

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
KEPT = {
    "secret": "x" * 43,
    "form_key": "y" * 43,
    "since": NOW.isoformat(),
    "name": f"dpia-{'a' * 16}.localhost",
    "port": 7,
}


def test_a_session_that_was_kept_is_resumed(tmp_path: Path) -> None:
    path = tmp_path / "w.sqlite.session"
    made = resume(path, NOW)
    keep(path, replace(made, port=4711))
    assert resume(path, NOW + LASTS - timedelta(seconds=1)) == replace(made, port=4711)
    ended = resume(path, NOW + LASTS)
    assert ended.secret != made.secret and ended.form_key != made.form_key, "it has ended"
    assert (ended.name, ended.port) == (made.name, 4711), "open pages are still at their address"
    assert resume(path, NOW - timedelta(days=1)).secret != made.secret, "it begins in the future"


def test_what_is_kept_is_a_session(tmp_path: Path) -> None:
    """That what is refused below is refused for its fault alone."""
    path = tmp_path / "w.sqlite.session"
    path.write_text(json.dumps(KEPT))
    path.chmod(0o600)
    assert resume(path, NOW).secret == KEPT["secret"]


def test_no_two_workspaces_share_a_name_or_a_secret() -> None:
    made = [Session(NOW) for _ in range(50)]
    assert (
        len({one.name for one in made}) == len({one.secret for one in made} | {one.form_key for one in made}) / 2 == 50
    )


def test_a_session_is_private_whatever_stood_there_before(tmp_path: Path) -> None:
    path, umask = tmp_path / "w.sqlite.session", os.umask(0)
    try:
        keep(path, resume(path, NOW))
        assert path.stat().st_mode & 0o777 == 0o600
        path.chmod(0o644)
        others = json.loads(path.read_text())["secret"]
        again = resume(path, NOW)
        assert again.secret != others, "somebody else could have read it"
        keep(path, again)
        assert path.stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(umask)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"secret": "x", "since": "2026-11-24T12:00:00+00:00", "port": 1}', "9" * 20_000,
             '{"secret": 7, "since": "x", "port": 1}', json.dumps({"secret": "x" * 43, "since": "soon", "port": 1}),
             json.dumps({**KEPT, "secret": "x"}), json.dumps({**KEPT, "form_key": ""}), json.dumps({**KEPT, "port": 70_000}),
             json.dumps({**KEPT, "name": "evil.example"}), json.dumps({**KEPT, "name": 7}),
             json.dumps({**KEPT, "since": "2026-11-24T12:00:00"}), json.dumps({k: v for k, v in KEPT.items() if k != "name"})],
)  # fmt: skip
def test_what_is_no_session_begins_a_new_one(tmp_path: Path, text: str) -> None:
    path = tmp_path / "w.sqlite.session"
    path.write_text(text)
    path.chmod(0o600)
    made = resume(path, NOW)
    assert (made.since, made.port, len(made.secret)) == (NOW, 0, 43)


def test_a_link_is_neither_followed_nor_written_through(tmp_path: Path) -> None:
    path, target = tmp_path / "w.sqlite.session", tmp_path / "target"
    keep(target, Session(NOW, secret="y" * 43))
    path.symlink_to(target)
    made = resume(path, NOW)
    assert made.secret != "y" * 43
    keep(path, made)
    assert json.loads(target.read_text())["secret"] == "y" * 43
    assert not path.is_symlink()


def test_where_nothing_can_be_written_the_server_serves_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    keep(tmp_path / "file" / "w.session", Session(NOW))


def test_a_session_stands_beside_its_workspace_and_in_the_data_folder_for_postgresql(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert session_path(make_url(f"sqlite:///{tmp_path}/a b.sqlite")) == tmp_path / "a b.sqlite.session"
    one, other, again = (
        session_path(make_url(url))
        for url in ("postgresql://ann:secret@host/one", "postgresql://ann@host/two", "postgresql://ann@host/one")
    )
    assert one == again != other
    assert one.parent == tmp_path / "dpia" and "secret" not in one.name


def test_the_port_of_the_last_time_is_served_again_where_it_is_free() -> None:
    with listen(0) as first:
        port = first.getsockname()[1]
    with listen_again(0, port) as again:
        assert again.getsockname()[1] == port
        with listen_again(0, port) as other:
            assert other.getsockname()[1] != port, "another server has it now"


def test_a_second_server_of_a_workspace_says_where_the_first_one_is(tmp_path: Path) -> None:
    with served(tmp_path / "w.sqlite") as first, served(tmp_path / "w.sqlite") as second:
        assert second.process.stdout is not None
        told = second.process.stdout.readline()
        assert told.startswith(f"Another `dpia serve` has this workspace open, at {first.origin}/.")
        assert first.origin != second.origin
    with served(tmp_path / "w.sqlite") as again:
        assert again.process.stdout is not None
        assert again.process.stdout.readline().startswith("The code works once")


def test_what_cannot_be_kept_is_told(tmp_path: Path) -> None:
    assert keep(tmp_path / "w.sqlite.session", Session(NOW))
    (tmp_path / "file").write_bytes(b"")
    assert not keep(tmp_path / "file" / "w.sqlite.session", Session(NOW))
