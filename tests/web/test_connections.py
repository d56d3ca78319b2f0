"""Whoever sends slowly, much, or over many connections keeps nobody waiting (a real server, asked over real sockets)."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
import uvicorn

from dpia.web import connections, guarding
from dpia.web.connections import MAX_CONNECTIONS, SETTINGS, Connection
from dpia.web.guarding import MAX_HEAD
from dpia.web.peers import TABLES
from dpia.web.serving import listen
from tests.support.browsing import HOST, ORIGIN, desk_over
from tests.support.reports import small_library
from tests.support.run import HANG_SECONDS

HEAD = f"Host: {HOST}\r\nOrigin: {ORIGIN}\r\nSec-Fetch-Site: same-origin\r\n"


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The application as `dpia serve` serves it, with less patience."""
    monkeypatch.setattr(connections, "HEADER_SECONDS", 1)
    monkeypatch.setattr(guarding, "BODY_SECONDS", 1)
    with desk_over(tmp_path / "workspace.sqlite", small_library()) as desk:
        listener = listen(0)
        config = uvicorn.Config(desk.client.app, log_level="critical", http=Connection, ws="none", **SETTINGS)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join(HANG_SECONDS)
        listener.close()


def opened(port: int, sent: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), HANG_SECONDS)
    connection.sendall(sent.encode())
    return connection


def answer(connection: socket.socket) -> str:
    """All that comes until the server closes the connection; one that leaves a body unread may reset it after its answer."""
    got = b""
    with connection, suppress(ConnectionResetError):
        while part := connection.recv(65_536):
            got += part
    return got.decode()


def test_a_body_that_does_not_arrive_is_ended(port: int) -> None:
    got = answer(opened(port, f"POST /sign-in HTTP/1.1\r\n{HEAD}Content-Length: 100\r\n\r\nback=/"))
    assert got.startswith("HTTP/1.1 408 ")
    assert "took too long to arrive" in got


def test_a_head_that_does_not_arrive_is_ended(port: int) -> None:
    connection = opened(port, "GET / HTTP/1.1\r\n")
    connection.sendall(b"Host: ")
    assert answer(connection) == ""


def test_a_connection_on_which_nothing_is_asked_is_ended(port: int) -> None:
    assert answer(opened(port, "")) == ""


def test_a_second_head_that_does_not_arrive_is_ended(port: int) -> None:
    connection = opened(port, f"GET /healthz HTTP/1.1\r\n{HEAD}\r\n")
    assert connection.recv(65_536).startswith(b"HTTP/1.1 200 ")
    connection.sendall(b"GET / HTT")
    assert b"HTTP/1.1" not in answer(connection).encode()


@pytest.mark.parametrize("size", [MAX_HEAD, 100_000])
def test_a_long_head_is_refused(port: int, size: int) -> None:
    got = answer(opened(port, f"GET /healthz HTTP/1.1\r\n{HEAD}Connection: close\r\nX: {'a' * size}\r\n\r\n"))
    assert got.startswith(("HTTP/1.1 431 ", "HTTP/1.1 400 "))


def test_a_long_address_is_refused(port: int) -> None:
    got = answer(opened(port, f"GET /?q={'a' * MAX_HEAD} HTTP/1.1\r\n{HEAD}Connection: close\r\n\r\n"))
    assert got.startswith("HTTP/1.1 431 ")


def test_sixty_slow_bodies_keep_nobody_waiting(port: int) -> None:
    with ExitStack() as stack:
        for _ in range(60):
            stack.enter_context(opened(port, f"POST /sign-in HTTP/1.1\r\n{HEAD}Content-Length: 100\r\n\r\nback"))
        got = answer(opened(port, f"GET /healthz HTTP/1.1\r\n{HEAD}Connection: close\r\n\r\n"))
    assert got.startswith("HTTP/1.1 200 ")


@pytest.mark.slow
def test_more_connections_than_are_served_are_told_and_do_not_stay(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEADER_SECONDS", 10)
    asked = f"GET /healthz HTTP/1.1\r\n{HEAD}Connection: close\r\n\r\n"
    with ExitStack() as stack:
        held = [stack.enter_context(opened(port, "GET / HTTP/1.1\r\n")) for _ in range(MAX_CONNECTIONS)]
        assert answer(opened(port, asked)).startswith("HTTP/1.1 503 ")
        assert [answer(one) for one in held] == [""] * MAX_CONNECTIONS
    assert answer(opened(port, asked)).startswith("HTTP/1.1 200 ")


HOLD = """
import encodings.idna, os, socket, sys
os.setuid(65534)
held = [socket.create_connection(("127.0.0.1", int(sys.argv[1]))) for _ in range(int(sys.argv[2]))]
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(os.getuid() != 0, reason="only root can run a program as another user")
@pytest.mark.skipif(not TABLES[0].exists(), reason="this system does not tell whose a connection is")
def test_another_user_who_holds_connections_keeps_nobody_out(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEADER_SECONDS", HANG_SECONDS)
    command = [sys.executable, "-I", "-c", HOLD, str(port), str(MAX_CONNECTIONS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        got = answer(opened(port, f"GET /healthz HTTP/1.1\r\n{HEAD}Connection: close\r\n\r\n"))
        other.communicate(b"")
    assert got.startswith("HTTP/1.1 200 ")


def test_what_is_refused_for_its_host_does_not_stay_open(port: int) -> None:
    got = answer(opened(port, "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
    assert got.startswith("HTTP/1.1 400 ")
    assert "connection: close" in got.lower()


@pytest.mark.parametrize("charset", ["punycode", "idna", "undefined", "UTF-7"])
def test_a_form_in_other_signs_than_utf_8_is_refused_unread(port: int, charset: str) -> None:
    body = (
        '--x\r\nContent-Disposition: form-data; name="code"\r\n\r\n'
        + "a" * 200_000
        + "-"
        + "b9" * 100_000
        + "\r\n--x--\r\n"
    )
    kind = f"Content-Type: multipart/form-data; boundary=x; charset={charset}\r\n"
    head = f"POST /sign-in HTTP/1.1\r\n{HEAD}{kind}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    assert answer(opened(port, head + body)).startswith("HTTP/1.1 415 ")
