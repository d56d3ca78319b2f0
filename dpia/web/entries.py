"""What becomes of somebody who comes with the code that `dpia serve` printed."""

from __future__ import annotations

from enum import Enum, auto


class Entry(Enum):
    """Let in, or why not."""

    LET_IN = auto()
    WRONG = auto()
    USED = auto()
