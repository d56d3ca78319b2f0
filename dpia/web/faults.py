"""What goes wrong in the server is told in one line of its log, with the kind of error and its place, never with its text."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from fastapi import Request
from fastapi.responses import PlainTextResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dpia import bugs

LOG: Final = logging.getLogger("dpia")
LOGGED: Final = ("dpia", "uvicorn", "asyncio")
"""Whose lines are told. What other libraries log may hold answers."""
_OURS: Final = ("dpia", "uvicorn")


class Owning:
    """Around everything else: answers what nobody else answered, and lets nothing through to the server, which would print it."""

    def __init__(self, app: ASGIApp, answer: Callable[[Request, Exception], Response]) -> None:
        self.app = app
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except ClientDisconnect:  # whoever asked is gone
            return
        except Exception as error:
            if not isinstance(error, HTTPException):
                tell(error)
            if not begun:
                await self._answer(Request(scope), error)(scope, receive, send)

    def _answer(self, request: Request, error: Exception) -> Response:
        try:
            return self.answer(request, error)
        except Exception as another:
            tell(another)
            return PlainTextResponse(f"This is a bug in dpia ({type(error).__name__}).\n", status_code=500)


def tell(error: Exception) -> None:
    """A bug, in the log."""
    tell_lines(bugs.told(error))


def tell_lines(told: Sequence[str]) -> None:
    """The same of a bug in another process, as `bugs.told` gives it."""
    line, *steps = told
    LOG.error("\n".join([f"this is a bug in dpia ({line})", *steps]))


class Lines(logging.Formatter):
    """A line of the log: what we and uvicorn say in words of our own; of all else only who says it, and where."""

    def format(self, record: logging.LogRecord) -> str:
        name = record.name.partition(".")[0]
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            said = "\n".join(bugs.told(error))
        else:
            said = record.getMessage() if name in _OURS else f"{record.levelname} at {record.module}:{record.lineno}"
        return f"{name}: {said}"


@contextmanager
def log_lines() -> Iterator[None]:
    """What the log tells goes to stderr in such lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    loggers = [logging.getLogger(name) for name in LOGGED]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.WARNING)
        logger.propagate = False
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
            logger.propagate = True
