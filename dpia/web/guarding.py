"""What a request must be like before any page sees it: from this machine, from this browser, from our own pages, not too large."""

from __future__ import annotations

import asyncio
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from fastapi import HTTPException, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dpia.showing.translations import translation
from dpia.web import bearing
from dpia.web.entries import Entry
from dpia.web.keys import KEY_HEADER
from dpia.web.peers import is_foreign
from dpia.web.sessions import new_secret
from dpia.web.showing import sent_of
from dpia.web.signing_in import ask_to_sign_in
from dpia.wording import N_, Translate

SAFE: Final = frozenset({"GET", "HEAD"})
MAX_BODY: Final = 32_000_000
BODY_SECONDS: Final = 30
MAX_HEAD: Final = 16_384
LAUNCH: Final = "/launch"
"""Takes the code from the private file that `dpia serve` opens, and nothing else."""
OPEN_PATHS: Final = frozenset([LAUNCH, "/sign-in", "/healthz"])
NOT_OURS: Final = N_("This request did not come from a page of dpia. Load the page again, and send it from there.")
TOO_SLOW: Final = N_("That took too long to arrive. Send it again.")
LONG_HEAD: Final = N_(
    "The address or the cookies are too long. Open the page anew, or remove the cookies of this machine."
)
TOO_LARGE: Final = N_("That is too large. At most 32 MB can be sent at once.")
_ELSEWHERE: Final = N_(
    "This server answers only to its own address on this machine: the one that `dpia serve` printed."
)
_NO_TOKEN: Final = (
    "A program has to send a token here: `dpia workspace token` makes one. "
    "A browser has to use the address of `dpia serve`."
)
_SOMEBODY_ELSE: Final = N_("This server answers only to the user of this machine who started it.")
_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""Digits and letters that nobody takes for one another when they type a code."""
_CODE_LETTERS: Final = 10
MAX_LAUNCH: Final = 200
"""The bytes of a form that holds one code."""
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


def new_code() -> str:
    """A code of 49 bits that a person can type: `k7p3q-x9tm4`."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LETTERS))
    return f"{letters[:5]}-{letters[5:]}"


@dataclass
class Guard:
    """The secrets of the server, and the addresses it answers to.

    The code is of one run and works once: it is exchanged for a cookie. The session, which the cookie holds, and the form
    key, which no cookie holds and every page of ours sends along, can outlive the run. When a code comes a second time,
    whoever used it first may be a stranger: all secrets are made anew. `entered` is told of either.
    """

    names: frozenset[str]
    port: int
    session: str = field(default_factory=new_secret)
    form_key: str = field(default_factory=new_secret)
    code: str = field(default_factory=new_code)
    entered: Callable[[Guard, Entry], None] = lambda guard, entry: None
    used: bool = False
    resends: bool = False
    _turn: Lock = field(default_factory=Lock, repr=False, compare=False)

    @property
    def hosts(self) -> frozenset[str]:
        """The addresses as browsers name them; the port of HTTP itself they leave out."""
        return frozenset(name if self.port == 80 else f"{name}:{self.port}" for name in self.names)

    @property
    def cookie(self) -> str:
        """The name of the cookie: with the port, because browsers keep one jar for all ports of a host."""
        return f"dpia_session_{self.port}"

    def refusal(self, request: Request) -> Response | None:
        """The answer to a request that nobody may make here; None for one that may be made by whoever is signed in."""
        if request.headers.get("host", "") not in self.hosts:
            of_api = request.scope["path"].startswith(bearing.AT)
            return _refused(400, _NO_TOKEN if of_api else _ELSEWHERE, request.scope)
        if request.scope["path"] == LAUNCH:
            return None if _is_launch(request) else _refused(403, NOT_OURS, request.scope)
        if request.method not in SAFE and not self._is_ours(request):
            return _refused(403, NOT_OURS, request.scope)
        return None

    def serves(self, request: Request) -> bool:
        """Whether a page may be shown: whoever asks is signed in, or it says nothing of anybody."""
        return _is_open(request.scope["path"]) or self.knows(request)

    def take(self, code: str) -> Entry:
        """What a code does. The right one lets in once; when it comes again, everybody is signed out."""
        with self._turn:  # of two who bring it at once, one was the second
            if not self._is_code(code):
                return Entry.WRONG
            entry = Entry.USED if self.used else Entry.LET_IN
            self.used = not self.used
            if entry is Entry.USED:
                self.session, self.form_key, self.code = new_secret(), new_secret(), new_code()
            self.entered(self, entry)
            return entry

    def sign_in(self, answer: Response, session: str) -> Response:
        """An answer with the cookie of the session that there was when the code was taken; by now it can be void again."""
        answer.set_cookie(self.cookie, session, httponly=True, samesite="strict", path="/")
        return answer

    def is_key(self, given: str) -> bool:
        """Whether this is the second secret, which only our own pages know: a cookie that was stolen is not enough."""
        return hmac.compare_digest(given.encode(), self.form_key.encode())

    def sends_again(self, code: str) -> bool:
        """Whether a form is sent once more by signing in, as the page that was refused said; the code stands for its key."""
        sent_again = self.resends and self._is_code(code)
        self.resends = self.resends and not sent_again  # an old tab that tries to save meanwhile does not use it up
        return sent_again

    def knows(self, request: Request) -> bool:
        """Whether a request comes from the browser that was let in."""
        given = request.cookies.get(self.cookie, "")
        return hmac.compare_digest(given.encode(), self.session.encode())

    def _is_code(self, code: str) -> bool:
        """Whether this is the code, however a person writes it."""
        given = re.sub(r"[^0-9a-z]", "", code[:100].lower())
        return hmac.compare_digest(given.encode(), self.code.replace("-", "").encode())

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
    """Whether a path may be asked for before the code was exchanged: it says nothing of anybody."""
    return path in OPEN_PATHS or path.startswith("/static/")


async def from_own_page(request: Request) -> None:
    """Refuses what would change something and does not know the form key; the words of the form are given back then."""
    guard: Guard = request.app.state.guard
    if request.method in SAFE or _is_open(request.scope["path"]) or bearing.bears(request):
        return
    if guard.is_key(request.headers.get(KEY_HEADER, "")):
        return
    await request.body()  # it is kept for those who read it after the form
    sent = await sent_of(request)
    if not guard.is_key(request.state.form_key) and not guard.sends_again(str(sent.get("code", ""))):
        raise HTTPException(403, NOT_OURS)


def _is_launch(request: Request) -> bool:
    """Whether a request is what our private file sends: a small form, posted by a page without an origin."""
    kind = request.headers.get("content-type", "").partition(";")[0]
    length = request.headers.get("content-length", "")
    return (
        request.method == "POST"
        and request.headers.get("origin", "null") == "null"
        and kind == "application/x-www-form-urlencoded"
        and length.isdecimal()
        and int(length) <= MAX_LAUNCH
    )


def _refused(status: int, message: str, scope: Scope) -> Response:
    """What is refused before there is a page: a line in the language of the application; under /api/ as the API tells it."""
    # A page of a stranger could hold all connections, if those that were refused stayed open.
    closing = {"Connection": "close"}
    if scope["path"].startswith(bearing.AT):
        return with_headers(JSONResponse({"problems": [message]}, status_code=status, headers=closing))
    translate: Translate = translation(scope["app"].state.language) if "app" in scope else str
    return with_headers(PlainTextResponse(translate(message) + "\n", status_code=status, headers=closing))


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
        request = Request(scope, receive)
        refusal = self._foreign(request)
        if refusal is None:
            refusal = bearing.refusal(request) if bearing.bears(request) else await self._refusal(request)
        if refusal is not None:
            await with_headers(refusal)(scope, receive, send)
            return

        async def with_ours(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALL_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_ours)

    @staticmethod
    def _foreign(request: Request) -> Response | None:
        return _refused(403, _SOMEBODY_ELSE, request.scope) if is_foreign(request.scope) else None

    async def _refusal(self, request: Request) -> Response | None:
        refusal = self.guard.refusal(request)
        if refusal is None and not self.guard.serves(request):
            refusal = await ask_to_sign_in(request)
        return refusal


class BodyLimit:
    """Ends a request whose head or body is over the limit, or whose body is not there after 30 seconds; uvicorn does not."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        head = (
            len(scope["raw_path"])
            + len(scope["query_string"])
            + sum(len(part) for pair in scope["headers"] for part in pair)
        )
        if head > MAX_HEAD:
            await _refused(431, LONG_HEAD, scope)(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > MAX_BODY:
            await _refused(413, TOO_LARGE, scope)(scope, receive, send)
            return
        taken, arrived = 0, False
        deadline = asyncio.get_running_loop().time() + BODY_SECONDS

        async def counted() -> Message:
            nonlocal taken, arrived
            if arrived:  # what is waited for now is that the browser goes away
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(408, TOO_SLOW) from None
            arrived = not message.get("more_body", False)
            taken += len(message.get("body", b""))
            if taken > MAX_BODY:
                raise HTTPException(413, TOO_LARGE)
            return message

        await self.app(scope, counted, send)
