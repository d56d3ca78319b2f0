"""Forms that a script sends stay on their page: where they would lead on is told, so that the page goes there once all is saved."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STAYS: Final = "dpia-stay"
"""The header of a form that a script sent."""
GO: Final = "dpia-go"
"""The header of its answer: everything is saved, and the page goes on to this address."""
AT: Final = "dpia-at"
"""The header of its answer: everything is saved, and this place of the page takes the focus."""


class Staying:
    """Turns a redirect into an answer without content for forms that a script sent: a script cannot see where one leads."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or STAYS not in Headers(scope=scope):
            await self.app(scope, receive, send)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 303:
                message["status"] = 204
                headers = MutableHeaders(scope=message)
                headers[GO] = headers["location"]
                for name in ("location", "content-length"):
                    del headers[name]
            await send(message)

        await self.app(scope, receive, told)
