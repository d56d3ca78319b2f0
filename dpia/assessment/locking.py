"""One program at a time changes a file: others wait while it is read, compared and replaced."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import uniform
from threading import local
from time import monotonic, sleep
from typing import Final

from dpia.errors import DpiaError
from dpia.leftovers import beside
from dpia.wording import N_, said

WAIT_SECONDS: Final = 10.0
"""A change takes some milliseconds. Whoever holds a file for so long is hung, or gone."""
BUSY: Final = N_("{path}: another program has been changing it for {seconds} seconds. Nothing was saved; try again.")
_NO_LOCKS: Final = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)
"""What drives say that know no locks: some of those in a network."""


class _Held(local):
    """The files that this thread holds."""

    def __init__(self) -> None:
        self.paths: set[Path] = set()


_HELD: Final = _Held()


def real(path: Path) -> Path:
    """The file that a name leads to: where it is a symbolic link, the one behind it. Raises OSError for links in a circle."""
    try:
        return path.resolve()
    except RuntimeError:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Holds the other programs, and threads, off a file that is to be changed. Holding it twice is holding it once.

    A lock lies beside the file meanwhile. The system lets go of it when the process ends; on a drive without locks one that
    did not change hands for ten seconds is taken for that of a killed program. Raises DpiaError where the file stays taken,
    OSError where none can be made there.
    """
    path = real(path)
    if path in _HELD.paths:
        yield
        return
    lock = _taken(path)
    _HELD.paths.add(path)
    try:
        yield
    finally:
        _HELD.paths.discard(path)
        lock.let_go()


@dataclass(frozen=True, slots=True)
class _Lock:
    path: Path
    handle: int

    def let_go(self) -> None:
        """Removed before it is let go: whoever waited for it sees that it is gone, and makes a new one."""
        with suppress(OSError):
            self.path.unlink()
        os.close(self.handle)


def _taken(path: Path) -> _Lock:
    try:
        return _waited_for(path, beside(path, ".lock"), _try)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    with suppress(OSError):
        beside(path, ".lock").unlink()
    return _waited_for(path, beside(path, "-by-name.lock"), _try_by_name)


def _waited_for(path: Path, lock: Path, attempt: Callable[[Path], int | None]) -> _Lock:
    until, seen = monotonic() + WAIT_SECONDS, _identity(lock)
    while (handle := attempt(lock)) is None:
        if monotonic() > until:
            if attempt is _try or _identity(lock) != seen:
                raise DpiaError(said(BUSY, path=path, seconds=round(WAIT_SECONDS)))
            lock.unlink(missing_ok=True)
        sleep(uniform(0.002, 0.01))
    return _Lock(lock, handle)


def _try(lock: Path) -> int | None:
    """The lock, open and held, or None where another one has it."""
    handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
    try:
        with suppress(OSError):  # another user who may change the file may wait for it too; there is nothing in it
            os.fchmod(handle, 0o666)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(handle), lock.stat()):
            return handle
    except (BlockingIOError, FileNotFoundError):
        pass
    except OSError:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _try_by_name(lock: Path) -> int | None:
    """The same where the drive knows no locks: whoever makes the file has it."""
    try:
        return os.open(lock, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666)
    except FileExistsError:
        return None


def _identity(lock: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        found = lock.stat()
        return found.st_ino, found.st_mtime_ns
    return None
