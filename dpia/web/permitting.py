"""Whether a person may do what a request asks for."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Depends, HTTPException, Request

from dpia.web.principals import Permission
from dpia.web.showing import desk_of
from dpia.wording import N_

NOT_ALLOWED: Final = N_("You are not allowed to do this. Ask whoever gives out the rights in your organisation.")


class Needs:
    """What a route says of itself: whoever lacks the permission is refused."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    def __call__(self, request: Request) -> None:
        if self.permission not in desk_of(request).principal.may:
            raise HTTPException(403, NOT_ALLOWED)


def needs(permission: Permission) -> Any:
    """The same as a dependency of a route."""
    return Depends(Needs(permission))
