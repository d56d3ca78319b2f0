"""Scripts use the JSON API with a token: the right one is all they need, a wrong one gets nothing, and pages take none."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from dpia.cli import run
from dpia.web.bearing import make_token, token_path
from tests.support.browsing import HOST, Client, Desk, desk_over
from tests.support.reports import small_assessment, small_library

BASE = "/api/v1/assessments"
CHANGE = {"revision": 1, "answers": {"everything.name": "by a script"}}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path / "workspace.sqlite", small_library()) as found:
        found.add(small_assessment().change(id="full", decision=None))
        yield found


@pytest.fixture
def script(desk: Desk) -> Iterator[Client]:
    """A program without a cookie."""
    with Client(desk.client.app) as found:
        yield found


def token_of(desk: Desk) -> str:
    path = token_path(desk.workspace.engine.url)
    make_token(path)
    return path.read_text(encoding="ascii").strip()


@pytest.mark.parametrize("headers", [{}, {"Host": "anything.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "none"}])
def test_the_token_alone_is_enough_and_needs_no_origin(desk: Desk, script: Client, headers: dict[str, str]) -> None:
    signed = {"Authorization": f"Bearer {token_of(desk)}", **headers}
    assert script.ask("GET", BASE, headers=signed).json()["total"] == 1
    assert script.ask("PATCH", f"{BASE}/full/answers", headers=signed, json=CHANGE).status_code == 200
    assert desk.assessment("full").answer("everything.name").value == "by a script"
    assert desk.workspace.history("full")[0].actor == "A. Analyst"


@pytest.mark.parametrize(
    "sent",
    [
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Basic {token}",
        "{token}",
        "Bearer {token}x",
        "Bearer {half}",
        "Bearer \u00e9",
        "",
    ],
)
def test_any_other_token_is_refused_also_with_the_cookie_of_a_page(desk: Desk, script: Client, sent: str) -> None:
    token = token_of(desk)
    value = sent.format(token=token, half=token[:20]).encode("latin-1")
    before = desk.histories()
    for client in (script, desk.client):
        for method, path in (("GET", BASE), ("PATCH", f"{BASE}/full/answers")):
            answer = client._runner.run(
                client._http.request(method, path, headers={b"Authorization": value, b"Host": HOST.encode()})
            )
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
            assert answer.headers["cache-control"] == "no-store"
            (line,) = answer.json()["problems"]
            assert "dpia workspace token" in line
    assert desk.histories() == before


def test_without_a_token_in_a_file_there_is_none(desk: Desk, script: Client) -> None:
    for given in ("", "x" * 43):
        assert script.ask("GET", BASE, headers={"Authorization": f"Bearer {given}"}).status_code == 401
    assert script.get(BASE).status_code == 403


def test_a_program_that_sends_no_token_is_told_of_it_at_the_number_of_this_machine(script: Client) -> None:
    answer = script.ask("GET", BASE, headers={"Host": "127.0.0.1:1"})
    assert answer.status_code == 400
    assert "dpia workspace token" in answer.text


def test_the_pages_take_no_token(desk: Desk, script: Client) -> None:
    signed = {"Authorization": f"Bearer {token_of(desk)}"}
    for path in ("/", "/a/full", "/a/full/report.html"):
        assert script.ask("GET", path, headers=signed).status_code == 403
    assert script.ask("POST", "/new", headers=signed, data={"title": "x"}).status_code == 403


def test_a_new_token_voids_the_old_one_and_removing_the_file_all(desk: Desk, script: Client) -> None:
    def asks(token: str) -> int:
        return script.ask("GET", BASE, headers={"Authorization": f"Bearer {token}"}).status_code

    old = token_of(desk)
    new = token_of(desk)
    assert (asks(old), asks(new)) == (401, 200)
    token_path(desk.workspace.engine.url).unlink()
    assert asks(new) == 401


def test_a_file_that_others_can_read_or_that_is_a_link_is_no_token(desk: Desk, script: Client, tmp_path: Path) -> None:
    token, path = token_of(desk), token_path(desk.workspace.engine.url)
    path.chmod(0o640)
    assert script.ask("GET", BASE, headers={"Authorization": f"Bearer {token}"}).status_code == 401
    path.rename(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").chmod(0o600)
    path.symlink_to(tmp_path / "elsewhere")
    assert script.ask("GET", BASE, headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_the_command_says_where_the_token_lies_and_only_its_user_reads_it(
    desk: Desk, script: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    before = os.umask(0)
    try:
        assert run(["workspace", "token", "-w", str(desk.path)]) == 0
    finally:
        os.umask(before)
    said = capsys.readouterr()
    path = Path(said.out.strip())
    assert path == desk.path.with_name("workspace.sqlite.token")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    token = path.read_text(encoding="ascii").strip()
    assert token not in said.out + said.err
    assert script.ask("GET", BASE, headers={"Authorization": f"Bearer {token}"}).status_code == 200
