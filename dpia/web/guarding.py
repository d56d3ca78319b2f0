"""What a request must be like before any page sees it: from this machine, from this browser, from our own pages, not too large."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from typing import Final

from fastapi import HTTPException, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dpia.showing.translations import translation
from dpia.wording import N_, Translate

COOKIE: Final = "dpia_session"
SAFE: Final = frozenset({"GET", "HEAD"})
MAX_BODY: Final = 32_000_000
OPEN_PATHS: Final = frozenset(["/start", "/healthz"])
TOO_LARGE: Final = N_("That is too large. At most 32 MB can be sent at once.")
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; frame-src 'self'"
)
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
ALL_HEADERS: Final = {**HEADERS, "Content-Security-Policy": POLICY}


@dataclass
class Guard:
    """The secrets of one run of the server, and the addresses it answers to.

    The launch token works once: it is exchanged for a cookie and leaves the address of the page.
    """

    hosts: frozenset[str]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    used: bool = False

    def refusal(self, request: Request) -> Response | None:
        """The answer to a request that must not be served; None for one that may."""
        host = request.headers.get("host", "")
        if host not in self.hosts:
            return _refused(
                400, N_("This server answers only to its own address on this machine."), _translate(request.scope)
            )
        if request.method not in SAFE and not self._is_ours(request):
            return _refused(403, N_("This request did not come from a page of dpia."), _translate(request.scope))
        if not _is_open(request.scope["path"]) and not self.knows(request):
            unknown = N_("Open dpia with the address that `dpia serve` printed, or start it anew.")
            return _refused(403, unknown, _translate(request.scope))
        return None

    def start(self, token: str, translate: Translate = str) -> Response:
        """Exchanges the launch token for the cookie."""
        if self.used or not hmac.compare_digest(token.encode(), self.token.encode()):
            return _refused(403, N_("This address was used already. Start dpia anew with `dpia serve`."), translate)
        self.used = True
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(COOKIE, self.session, httponly=True, samesite="strict", path="/")
        return answer

    def knows(self, request: Request) -> bool:
        """Whether a request comes from the browser that was let in."""
        given = request.cookies.get(COOKIE, "")
        return hmac.compare_digest(given.encode(), self.session.encode())

    def _is_ours(self, request: Request) -> bool:
        """Whether an unsafe request was sent by a page of this server.

        `Sec-Fetch-Site`, which no page can forge, has to say so; a browser that does not send it has to name us as `Origin`.
        `Origin: null` is what a browser sends of our own pages too, because they tell no referrer.
        """
        site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
        if origin not in (None, "null") and not self._is_own_origin(str(origin), request):
            return False
        return site == "same-origin" or (site is None and origin not in (None, "null"))

    def _is_own_origin(self, origin: str, request: Request) -> bool:
        return origin == f"{request.scope['scheme']}://{request.headers.get('host', '')}"


def _is_open(path: str) -> bool:
    """Whether a path may be asked for before the launch token was exchanged: it says nothing of anybody."""
    return path in OPEN_PATHS or path.startswith("/static/")


def _refused(status: int, message: str, translate: Translate) -> Response:
    return with_headers(PlainTextResponse(translate(message) + "\n", status_code=status))


def _translate(scope: Scope) -> Translate:
    """The language of the application, for what is refused before there is a page."""
    return translation(scope["app"].state.language) if "app" in scope else str


def with_headers(answer: Response) -> Response:
    """An answer with the headers that every one carries."""
    for name, value in ALL_HEADERS.items():
        answer.headers.setdefault(name, value)
    return answer


class Guarded:
    """Refuses what the guard refuses, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self.app = app
        self.guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self.guard.refusal(Request(scope))
        if refusal is not None:
            await refusal(scope, receive, send)
            return

        async def with_ours(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALL_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_ours)


class BodyLimit:
    """Ends a request whose body is over the limit; uvicorn itself has none."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > MAX_BODY:
            await _refused(413, TOO_LARGE, _translate(scope))(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MAX_BODY:
                raise HTTPException(413, TOO_LARGE)
            return message

        await self.app(scope, counted, send)
