"""Commands that read what strangers made work in a child with limits on time and memory; the parent tells how it ended."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import FrameType
from typing import Final

from dpia.bounds import MAX_MEMORY, MAX_SECONDS, bound_memory, bound_seconds
from dpia.errors import DpiaError

COMMANDS: Final = frozenset(
    {
        "report",
        "document",
        "check",
        "import",
        "export",
        "diff",
        "questionnaires",
        "move",
        "review",
        "duplicate",
        "open",
        "close",
        "keep",
        "sign",
        "occasion",
        "new",
        "history",
        "due",
    }
)
"""Those that begin with a file or a workspace, take no input from a person, and end by themselves.

Verifying, backing up and restoring a workspace take as long as it is large, so they have no limit.
"""
TOO_SLOW: Final = (
    f"This took more than {MAX_SECONDS} seconds of processor time and was ended. "
    "Make the file smaller, or look for what in it or in its templates never ends."
)
TOO_LARGE: Final = (
    f"This needed more than the {MAX_MEMORY // 1_000_000_000} GB of memory that it may take, or than there are, and was ended. "
    "Make the file smaller, or look for what in it or in its templates grows."
)
_PASSED_ON: Final = (signal.SIGTERM, signal.SIGHUP)


def within_bounds(arguments: Sequence[str], work: Callable[[], int], tell: Callable[[str], None]) -> int:
    """The exit code of some work, which is done in a child with limits where the command asks for it."""
    words = [word for word in arguments if not word.startswith("-")]
    if not ((words and words[0] in COMMANDS) or words[:2] == ["workspace", "list"]):
        return work()
    at_interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGINT, _interrupted_once if callable(at_interrupt) else at_interrupt)
        bound_memory()
        bound_seconds()
        return work()
    return _ended(_waited(child, callable(at_interrupt)), tell)


def _interrupted_once(number: int, frame: FrameType | None) -> None:
    """Ctrl+C reaches the child twice, by the terminal and by its parent; the second must not disturb its clearing up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def _waited(child: int, can_be_interrupted: bool) -> int:
    """How a child ended, as `os.waitpid` says it. Whoever ends or interrupts this process does so to the child."""

    def pass_on(number: int, frame: FrameType | None) -> None:
        with suppress(ProcessLookupError):
            os.kill(child, number)

    for number in (*_PASSED_ON, *([signal.SIGINT] if can_be_interrupted else [])):
        signal.signal(number, pass_on)
    return os.waitpid(child, 0)[1]


def _ended(status: int, tell: Callable[[str], None]) -> int:
    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        return code
    if -code in (signal.SIGINT, *_PASSED_ON):
        return 128 - code
    tell(TOO_SLOW if -code == signal.SIGXCPU else TOO_LARGE)
    return DpiaError.exit_code
