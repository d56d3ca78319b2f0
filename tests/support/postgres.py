"""A PostgreSQL of the tests' own: started in a temporary folder when the first test asks for it, stopped at the end.

It listens on a socket in that folder only, so that several of them, or one of the system, never meet.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

USER = "dpia"
PASSWORD = "canary-of-a-password"
"""The server asks for none; no message may show it."""
PROGRAMS = ("initdb", "pg_ctl", "postgres")
# What is tested is this program, not whether PostgreSQL survives a power cut.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "120",
    "listen_addresses": "",
    "timezone": "Pacific/Auckland",
}
WATCH = 'read -r line; "$0" -D "$1" -m immediate stop; rm -rf "$2"'
"""Ends the server when its input ends: at the end of the tests, and also where they are killed."""
FOLDER = "/tmp"
"""Any user can reach it, and the path of a socket has at most 107 bytes."""


def programs() -> Path | None:
    """The folder with the programs of the newest PostgreSQL; None where there is none."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True
    )
    found = shutil.which("initdb")
    folders = [*debian, *([Path(found).resolve().parent] if found else [])]
    return next((folder for folder in folders if all((folder / name).exists() for name in PROGRAMS)), None)


def unprivileged() -> str | None:
    """The user to run the server as, because it refuses to run as root; None for the one who runs the tests."""
    if os.getuid() != 0:
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


class Server:
    """A running PostgreSQL."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.binaries, self.folder, self.user = binaries, folder, unprivileged()
        self.data, self.log = folder / "data", folder / "log"
        self._numbers = count(1)
        self._rights: dict[str, Any] = {}
        if self.user is not None:
            shutil.chown(folder, self.user)
            self._rights = {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []}
        self._run("initdb", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        self._run("pg_ctl", "-w", "-l", str(self.log), "-o", f"-k {folder} {options}", "start")
        command = ["sh", "-c", WATCH, str(binaries / "pg_ctl"), str(self.data), str(folder)]
        self._watch = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            cwd=FOLDER,
            start_new_session=True,
            **self._rights,
        )

    def stop(self) -> None:
        """Ends it and removes its folder."""
        self._watch.communicate()

    def url(self, name: str) -> str:
        """The address of a database, as a user writes it."""
        return f"postgresql://{USER}:{PASSWORD}@/{name}?host={self.folder}"

    def name_in(self, url: str) -> str:
        """The database in an address of this server."""
        return url.partition("@/")[2].partition("?")[0]

    def execute(self, statement: str, database: str = "postgres") -> None:
        """Runs one statement as the administrator."""
        with psycopg.connect(host=str(self.folder), user=USER, dbname=database, autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def database(self) -> Iterator[str]:
        """A new, empty database, by its address."""
        name = f"test{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name}")
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, program: str, *arguments: str) -> None:
        """A program of PostgreSQL. What it says goes to a file: a server keeps its parent's pipe open."""
        said = self.folder.with_suffix(".said")
        with said.open("wb") as stream:
            command = [str(self.binaries / program), "-D", str(self.data), *arguments]
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, cwd=FOLDER, **self._rights
            )
        text = said.read_text(encoding="utf-8", errors="replace")
        said.unlink()
        if done.returncode:
            raise RuntimeError(f"{program} failed: {text} {self.log.read_text() if self.log.exists() else ''}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The server of this run; tests that need it are skipped where no PostgreSQL is installed."""
    binaries = programs()
    if binaries is None:
        pytest.skip("no PostgreSQL is installed here: run `make setup-dev`")
    server = Server(binaries, Path(tempfile.mkdtemp(prefix="dpia-postgres-", dir=FOLDER)))
    yield server
    server.stop()
