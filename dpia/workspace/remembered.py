"""What a workspace keeps at hand of what it read and worked out last."""

from __future__ import annotations

from threading import Lock
from typing import Final, TypeVar

REMEMBERED: Final = 64
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Remembered(dict[_Key, _Value]):
    """The last things that were read or made, for all threads. Revisions never change, so none of them goes stale."""

    def __init__(self) -> None:
        super().__init__()
        self._turn = Lock()

    def __setitem__(self, key: _Key, value: _Value) -> None:
        with self._turn:
            super().__setitem__(key, value)
            while len(self) > REMEMBERED:
                del self[next(iter(self))]
