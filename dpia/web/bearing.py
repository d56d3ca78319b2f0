"""Scripts sign in to the JSON API with a token in a private file, `Authorization: Bearer TOKEN`, which no browser sends by itself."""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from fastapi import Request, Security
from fastapi.responses import JSONResponse, Response
from fastapi.security import HTTPBearer
from sqlalchemy import URL

from dpia.assessment.files import write_whole
from dpia.folders import make_folder
from dpia.showing.translations import translation
from dpia.web.sessions import session_path
from dpia.wording import N_

AT: Final = "/api/"
MAX_BYTES: Final = 200
_SIGNS: Final = 43
_WRONG: Final = N_(
    "This is not the token of this workspace, or others can read its file. `dpia workspace token` makes one and says where it lies."
)
BEARER: Final = Security(
    HTTPBearer(
        scheme_name="token",
        bearerFormat="the text of the file whose path `dpia workspace token` prints",
        description="For scripts. A request with it needs no cookie and no Origin.",
        auto_error=False,
    )
)
"""What the description of the API says of it; who may ask is decided before, by `bears` and `refusal`."""


def token_path(workspace: URL) -> Path:
    """The file of the token: beside that of the session."""
    return session_path(workspace).with_suffix(".token")


def make_token(path: Path) -> None:
    """Writes a new token, readable for this user alone; the one before it is void. Raises DpiaError where it cannot be written."""
    make_folder(path.parent)
    path.unlink(missing_ok=True)  # a file keeps its rights when it is written anew
    write_whole(path, f"{secrets.token_urlsafe(32)}\n".encode("ascii"), force=True)


def bears(request: Request) -> bool:
    """Whether a request comes with a token, right or wrong: then it alone decides."""
    return request.scope["path"].startswith(AT) and "authorization" in request.headers


def refusal(request: Request) -> Response | None:
    """The answer to a token that is not the one in the file; None for the right one."""
    scheme, _, given = request.headers["authorization"].partition(" ")
    kept = _kept(token_path(request.app.state.workspace.engine.url))
    if scheme.lower() == "bearer" and kept and hmac.compare_digest(given.strip().encode(), kept.encode()):
        return None
    told = translation(request.app.state.language)(_WRONG)
    return JSONResponse({"problems": [told]}, status_code=401, headers={"WWW-Authenticate": "Bearer"})


def _kept(path: Path) -> str:
    """The token that is valid now; empty where there is none, or others could have read it."""
    with suppress(OSError, UnicodeDecodeError):
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as stream:
            state = os.fstat(stream.fileno())
            if state.st_uid == os.getuid() and not state.st_mode & 0o077:
                token = stream.read(MAX_BYTES).decode("ascii").strip()
                return token if len(token) >= _SIGNS else ""
    return ""
