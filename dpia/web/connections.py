"""One connection of a browser: the head of a request has to come soon, and there are not too many at once."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from dpia.web.guarding import MAX_HEAD
from dpia.web.peers import is_foreign

HEADER_SECONDS: Final = 10
IDLE_SECONDS: Final = 10
MAX_CONNECTIONS: Final = 200
MOST_STRANGERS: Final = 20
"""Connections of other users of the machine, which are only refused; they do not count among the others."""
_STRANGERS: Final = set["Connection"]()

SETTINGS: Final[dict[str, Any]] = {
    "h11_max_incomplete_event_size": MAX_HEAD,
    "limit_concurrency": MAX_CONNECTIONS,
    "timeout_keep_alive": IDLE_SECONDS,
}
"""What uvicorn can limit itself."""


class Connection(H11Protocol):
    """Uvicorn's connection, which is closed where no whole head of a request has come for a while."""

    _ending: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if is_foreign({"client": self.client, "server": self.server}):
            self.connections.discard(self)
            if len(_STRANGERS) >= MOST_STRANGERS:
                transport.abort()
                return
            _STRANGERS.add(self)
        self._expect()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        self._expect_nothing()
        _STRANGERS.discard(self)
        super().connection_lost(exc)

    def _expect(self) -> None:
        """The clock runs while a head comes, and while a body does that nobody waits for; more signs do not set it back."""
        if self.conn.their_state is not h11.IDLE and self.conn.our_state is not h11.DONE:
            self._expect_nothing()
        elif self._ending is None:
            self._ending = self.loop.call_later(HEADER_SECONDS, self.transport.close)

    def _expect_nothing(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
            self._ending = None
