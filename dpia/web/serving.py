"""Runs the application on this machine and says with which address to open it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import gettempdir
from typing import Final

import uvicorn

from dpia.errors import DpiaError
from dpia.leftovers import remove_left
from dpia.report.fonts import FontSource, fonts_of
from dpia.web.app import create_app
from dpia.web.connections import SETTINGS, Connection
from dpia.web.entries import Entry
from dpia.web.faults import log_lines
from dpia.web.guarding import Guard
from dpia.web.launching import Launch
from dpia.web.principals import Principal
from dpia.web.rendering import Renderings
from dpia.web.sessions import Session, keep, resume, session_path
from dpia.wording import N_, said
from dpia.workspace import Workspace
from dpia.workspace.connecting import can_write

HOST: Final = "127.0.0.1"
PLAIN_NAMES: Final = (HOST, "localhost")
HEALTHY: Final = b"ok\n"


def listen(port: int) -> socket.socket:
    """A socket on this machine alone; port 0 takes a free one. Raises DpiaError where the port is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        text = N_("Port {port} cannot be used: {why}. Choose another one with --port.")
        raise DpiaError(said(text, port=port, why=error.strerror)) from None
    listener.listen(64)
    return listener


def listen_again(port: int, last: int) -> socket.socket:
    """The same; where no port is asked for, the one that was served last, so that open pages and bookmarks still lead here."""
    if port == 0 and last:
        with suppress(DpiaError):
            return listen(last)
    return listen(port)


def is_served(session: Session) -> str | None:
    """The address of another server of the same workspace, where one answers at the port of the last time."""
    names = (session.name, HOST) if session.port else ()
    for name in names:
        asked = HTTPConnection(HOST, session.port, timeout=1)
        with suppress(OSError, HTTPException):
            asked.request("GET", "/healthz", headers={"Host": f"{name}:{session.port}"})
            if asked.getresponse().read(10) == HEALTHY:
                return f"http://{name}:{session.port}/"
        asked.close()
    return None


def serve(
    workspace: Workspace,
    *,
    port: int,
    principal: Principal,
    language: str,
    folders: tuple[Path, ...],
    fonts: tuple[Path, ...] = (),
    plain_address: bool = False,
    open_browser: bool,
    tell: Callable[[str], None],
) -> None:
    """Serves until it is interrupted. The code that is told works once; it is exchanged for a cookie.

    Session, name and port are those of the last time, so that a page that is open goes on.
    """
    fonts_of((), FontSource(fonts))  # a folder that cannot be used ends the start, not a report
    remove_left(Path(gettempdir()))
    kept_at = session_path(workspace.engine.url)
    session = resume(kept_at, datetime.now(UTC))
    other = is_served(session)
    listener = listen_again(port, session.port)
    number = listener.getsockname()[1]
    if port or session.port in (0, number):  # a port that another server has now is still the one of its pages
        session = replace(session, port=number)
    kept = keep(kept_at, session)
    names = PLAIN_NAMES if plain_address else (session.name,)
    address = f"http://{names[0]}:{number}/"
    guard = Guard(frozenset(names), number, session=session.secret, form_key=session.form_key)
    app = create_app(workspace, guard, principal=principal, language=language, renderings=Renderings(folders, fonts))
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=2,
        http=Connection,
        ws="none",
        **SETTINGS,
    )
    with Launch(guard, address) as launch:

        def entered(guard: Guard, entry: Entry) -> None:
            launch.forget()
            if entry is Entry.USED:
                keep(kept_at, replace(session, secret=guard.session, form_key=guard.form_key, since=datetime.now(UTC)))
                tell("The code was used a second time. If one of the two was not you, somebody else was signed in.")
                tell(f"Everybody is signed out. Sign in at {address} with the code {guard.code}")

        guard.entered = entered
        tell(f"Open {address} and type the code {guard.code}")
        if other is not None:
            tell(
                f"Another `dpia serve` has this workspace open, at {other}. Both work, and what one saves the other shows."
            )
        if not can_write(workspace.engine.url):
            tell("The workspace can only be read: nothing can be saved. Copy it to a folder in which you may write.")
        elif not kept:
            tell(f"Nothing can be kept in {kept_at.parent}: after the next start, sign in again at another address.")
        tell("The code works once, and only on this machine. End with Ctrl+C.")
        if not plain_address:
            tell("Where your browser does not find this address, start with --plain-address.")
        if open_browser:
            launch.open_soon()
        try:
            with log_lines():
                uvicorn.Server(config).run(sockets=[listener])
        finally:
            app.state.renderings.close()
            app.state.previews.close()
            listener.close()
