"""Runs the application on this machine and says with which address to open it."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path
from threading import Timer
from typing import Final

import uvicorn

from dpia.errors import DpiaError
from dpia.web.app import create_app
from dpia.web.guarding import Guard
from dpia.web.rendering import Renderings
from dpia.wording import N_, said
from dpia.workspace import Workspace

HOST: Final = "127.0.0.1"
NAMES: Final = ("127.0.0.1", "localhost")


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


def serve(
    workspace: Workspace,
    *,
    port: int,
    actor: str,
    language: str,
    folders: tuple[Path, ...],
    open_browser: bool,
    tell: Callable[[str], None],
) -> None:
    """Serves until it is interrupted. The address that is told works once; it is exchanged for a cookie."""
    listener = listen(port)
    number = listener.getsockname()[1]
    guard = Guard(frozenset(f"{name}:{number}" for name in NAMES))
    app = create_app(workspace, guard, actor=actor, language=language, renderings=Renderings(folders))
    address = f"http://{HOST}:{number}/start?token={guard.token}"
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=2,
    )
    tell(f"Open {address}")
    tell("The address works once, and only on this machine. End with Ctrl+C.")
    if open_browser:
        Timer(0.8, webbrowser.open, [address]).start()
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        app.state.renderings.close()
        listener.close()
