"""What a browser is shown that is not signed in: how to sign in, the words that it sent, and the way back to its page."""

from __future__ import annotations

import re
from typing import Final

from fastapi import Request
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from dpia.showing.translations import translation
from dpia.web.entries import Entry
from dpia.web.showing import is_part, page, sent_of
from dpia.web.staying import STAYS
from dpia.web.words import words_of
from dpia.wording import N_

_PLACE: Final = re.compile(r"/(?![/\\])[!-\[\]-~]*")
"""An address on this server: it begins with one slash, and with no second one of any kind."""
_UNKNOWN: Final = N_("Sign in with the code that `dpia serve` printed, or start it anew.")
UNSIGNED: Final = "Send the token of this workspace, `Authorization: Bearer TOKEN`. `dpia workspace token` makes one."
_SIGNING_IN: Final = ("code", "to", "again")
_NOT_LET_IN: Final = {
    Entry.WRONG: N_("That is not the code. It stands in the terminal in which “dpia serve” runs."),
    Entry.USED: N_(
        "This code was used before. If that was not you, somebody else on this machine was signed in. Everybody is signed "
        "out now, and the terminal shows a new code."
    ),
}


async def ask_to_sign_in(request: Request) -> Response:
    """The page that asks to sign in, with the words of a form; a line for programs and for scripts of our pages."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"problems": [UNSIGNED]}, status_code=403)
    if is_part(request) or STAYS in request.headers:
        text = translation(request.app.state.language)(_UNKNOWN)
        return PlainTextResponse(text + "\n", status_code=403)
    is_form = request.headers.get("content-type", "").startswith(("application/x-www-form", "multipart/form-data"))
    sent = await sent_of(request) if request.method == "POST" and is_form else None
    return sign_in_page(request, sent)


def sign_in_page(request: Request, sent: FormData | None, entry: Entry | None = None) -> Response:
    """The page itself; `entry` is what became of a code. What was sent goes on with it, and is sent again by signing in."""
    translate = translation(request.app.state.language)
    wrong = translate(_NOT_LET_IN[entry]) if entry is not None else ""
    words = words_of(sent, translate, leave_out=_SIGNING_IN) if sent is not None else ()
    query = f"?{request.url.query}" if request.url.query else ""
    to = request.url.path + query if words or request.method in ("GET", "HEAD") else "/"
    if sent is not None and "to" in sent:
        to = str(sent["to"])
    return page(request, "sign-in.html.j2", status=403, to=_local(to), words=words, wrong=wrong)


def way_back(sent: FormData) -> Response:
    """To the page that was asked for; a form that was refused there is sent again by the browser, as it was."""
    return RedirectResponse(_local(str(sent.get("to", "/"))), status_code=307 if "again" in sent else 303)


def _local(address: str) -> str:
    """An address of this server; its first page for any other."""
    return address if _PLACE.fullmatch(address) else "/"
