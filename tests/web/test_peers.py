"""A program of another user of this machine is told nothing, whatever it stole."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dpia.web.peers import TABLES, is_foreign
from tests.support.browsing import served

ASK = """
import encodings.idna, os, sys, urllib.request, urllib.error
request = urllib.request.Request(sys.argv[1], headers={"Host": sys.argv[2]})
os.setuid(int(sys.argv[3]))
try:
    print(urllib.request.urlopen(request).status)
except urllib.error.HTTPError as error:
    print(error.code, error.read().decode())
"""
NOBODY = 65534


@pytest.mark.skipif(os.getuid() != 0, reason="only root can run a program as another user")
@pytest.mark.skipif(not TABLES[0].exists(), reason="this system does not tell whose a connection is")
@pytest.mark.parametrize("way", ["127.0.0.1", "[::ffff:127.0.0.1]"])
def test_another_user_of_the_machine_is_refused_with_the_right_cookie_too(tmp_path: Path, way: str) -> None:
    """By whichever address: a socket of IPv6 reaches a server that listens on one of IPv4."""
    with served(tmp_path / "workspace.sqlite") as server:
        at = urlsplit(server.origin)
        command = [sys.executable, "-I", "-c", ASK, f"http://{way}:{at.port}/healthz", at.netloc]
        ours, theirs = (subprocess.run([*command, str(user)], capture_output=True, text=True) for user in (0, NOBODY))
    assert ours.stdout == "200\n"
    assert theirs.stdout.startswith("403 This server answers only to the user of this machine who started it."), theirs


SEND_AND_CLOSE = """
import encodings.idna, os, socket, struct, sys
os.setuid(int(sys.argv[2]))
connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
connection.sendall(b"POST /new HTTP/1.1")
if sys.argv[3] == "reset":
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
connection.close()
"""


@pytest.mark.skipif(os.getuid() != 0, reason="only root can run a program as another user")
@pytest.mark.skipif(not TABLES[0].exists(), reason="this system does not tell whose a connection is")
@pytest.mark.parametrize("how", ["closed", "reset"])
def test_another_user_who_sends_and_is_gone_at_once_is_refused_too(how: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        subprocess.run([sys.executable, "-I", "-c", SEND_AND_CLOSE, port, str(NOBODY), how], check=True)
        connection, client = server.accept()
        with connection:
            for known in (client, None):
                assert is_foreign({"client": known, "server": server.getsockname()}) is True


def test_a_connection_of_ours_is_ours_and_one_that_is_not_there_is_nobody_s() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        scope = {"client": client.getsockname(), "server": server.getsockname()}
        assert is_foreign(scope) is False
        assert is_foreign({**scope, "client": ("127.0.0.1", 1)}) is TABLES[0].exists()
    assert is_foreign({**scope, "client": ("127.0.0.1", 1)}) is False, (
        "nothing is told of a server that does not listen"
    )
    for odd in ({}, {"client": None, "server": None}, {"client": ("testclient", 1), "server": ("x", None)}):
        assert is_foreign(odd) is False


def test_the_table_of_the_system_is_read_as_it_is_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    table = tmp_path / "tcp"
    head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
    line = "   0: 0100007F:D2F0 0100007F:1F90 01 00000000:00000000 00:00000000 00000000 {} 0 1 1 0 20 4 0 10 -1\n"
    monkeypatch.setattr("dpia.web.peers.TABLES", (table, tmp_path / "none"))
    scope = {"client": ("127.0.0.1", 0xD2F0), "server": ("127.0.0.1", 0x1F90)}
    for user, foreign in ((os.getuid(), False), (0, False), (NOBODY, True)):
        table.write_text(head + line.format(user))
        assert is_foreign(scope) is foreign
        assert is_foreign({**scope, "client": ("127.0.0.1", 7)}) is False
    listens = "   1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 7 1 0 20 4 0 10 -1\n"
    table.write_text(head + listens + line.format(0).replace(" 0 1 1 0 20", " 0 0 1 0 20"))
    assert is_foreign(scope) is True, "nobody holds it any more"
    table.write_text(head + listens)
    assert is_foreign(scope) is True, "it is gone"
    table.write_text("odd\nodd")
    assert is_foreign(scope) is False


@pytest.mark.skipif(sys.byteorder == "big", reason="the line is of a machine of the other order")
def test_the_table_of_ipv6_is_read_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    table = tmp_path / "tcp6"
    mapped = "0000000000000000FFFF00000100007F"
    line = (
        f"   0: {mapped}:D2F0 {mapped}:1F90 01 00000000:00000000 00:00000000 00000000 {NOBODY} 0 1 1 0 20 4 0 10 -1\n"
    )
    table.write_text(f"  sl  local_address remote_address st\n{line}")
    monkeypatch.setattr("dpia.web.peers.TABLES", (tmp_path / "none", table))
    scope = {"client": ("127.0.0.1", 0xD2F0), "server": ("127.0.0.1", 0x1F90)}
    assert is_foreign(scope) is True
    assert is_foreign({**scope, "client": ("127.0.0.1", 7)}) is False
