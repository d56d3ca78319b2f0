"""Limits that a process sets on itself before it reads what strangers made: processor time, memory, and no dump of either."""

from __future__ import annotations

import resource
from typing import Final

MAX_SECONDS: Final = 300
"""Of processor time. The largest report that is not refused takes about a minute."""
MAX_MEMORY: Final = 3_000_000_000
"""Bytes of addresses, of which about a third is used: libraries reserve more than they take."""


def bound_memory(most: int = MAX_MEMORY) -> None:
    """What asks for more gets a MemoryError, or ends where a library cannot go on. macOS does not hold to it."""
    _lower(resource.RLIMIT_AS, most)
    _lower(resource.RLIMIT_CORE, 0)


def bound_seconds(most: int = MAX_SECONDS) -> None:
    """The process may take so many seconds of processor time; then the system ends it by SIGXCPU."""
    _lower(resource.RLIMIT_CPU, most)


def _lower(kind: int, most: int) -> None:
    """Sets the limit that holds, and keeps a stricter one that is there already."""
    soft, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (min(one for one in (most, soft, hard) if one != resource.RLIM_INFINITY), hard))
