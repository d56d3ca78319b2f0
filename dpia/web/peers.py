"""Whose program is at the other end of a connection, where the system tells: a cookie that another user stole is of no use to them."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from starlette.types import Scope

TABLES: Final = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
"""The connections of Linux (proc_net_tcp): address and port of both ends, and the user of the one that is here.

A program that connects to `::ffff:127.0.0.1` reaches the same server, and its end stands in the second one.
"""
_MAPPED: Final = bytes(10) + b"\xff\xff"
"""What stands before an address of four bytes in one of sixteen (RFC 4291, 2.5.5.2)."""
_ROOT: Final = 0
"""Root can do everything in any case. Of a connection that nobody holds any more the table says 0 too."""
_LISTENS: Final = "0A"


def is_foreign(scope: Scope) -> bool:
    """Whether a request comes from a program of another user of this machine. False where the system does not tell.

    Whoever sends and closes at once is no longer in the table, or with no user: what nobody holds is nobody's of ours.
    """
    client, server = scope.get("client"), scope.get("server")
    if not server or server[1] is None:
        return False
    heres = _written(*client) if client else ("",) * len(TABLES)  # of a connection that was reset no address is known
    is_told = False
    for table, here, there in zip(TABLES, heres, _written(*server), strict=False):
        with suppress(OSError, ValueError, IndexError):
            for line in table.read_text(encoding="ascii").splitlines()[1:]:
                fields = line.split()
                if fields[1] == here and fields[2] == there and fields[9] != "0":
                    return int(fields[7]) not in (_ROOT, os.getuid())
                is_told = is_told or (fields[1] == there and fields[3] == _LISTENS)
    return is_told


def _written(host: str, port: int) -> tuple[str, ...]:
    """An end as each table writes it: each four bytes of the address as one number of this machine, then the port."""
    try:
        packed = socket.inet_aton(host)
    except OSError:
        return ()
    return tuple(f"{_numbers(address)}:{port:04X}" for address in (packed, _MAPPED + packed))


def _numbers(address: bytes) -> str:
    words = (address[start : start + 4] for start in range(0, len(address), 4))
    return "".join(f"{int.from_bytes(word, sys.byteorder):08X}" for word in words)
