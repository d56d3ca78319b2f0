"""What a killed run leaves lying: half-written files, locks, and passing folders. A later run removes them.

Whoever makes one holds a lock on it, which the system lets go of when the process ends, however it ends. So what nobody
holds is left over; neither clocks nor numbers of processes are asked.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from time import time
from typing import BinaryIO, Final

MAX_STEM_BYTES: Final = 200
"""A file's name has at most 255 bytes, and ours are longer than that of the file they stand beside."""
HELD: Final = "held"
"""The file in a passing folder on which its owners hold the lock."""
DAY_SECONDS: Final = 86_400
_FILE: Final = re.compile(r"\..+\.dpia(-[a-z0-9_]{8}\.part|(-by-name)?\.lock)", re.DOTALL)
_FOLDER: Final = re.compile(r"dpia-(report|import|launch)-[a-z0-9_]{8}")


def beside(path: Path, ending: str) -> Path:
    """A hidden name beside a file, for what belongs to it for a moment."""
    stem = path.name
    if len(os.fsencode(stem)) > MAX_STEM_BYTES:
        stem = sha256(os.fsencode(stem)).hexdigest()[:16]
    return path.with_name(f".{stem}.dpia{ending}")


@contextmanager
def part_of(path: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A new file beside another one, open and private to this user, which is removed at the end unless it was renamed."""
    handle, part = _new_part(path)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream, part
    finally:
        with suppress(OSError):
            part.unlink()


def _new_part(path: Path) -> tuple[int, Path]:
    named = beside(path, "-")
    while True:
        handle, name = tempfile.mkstemp(dir=named.parent, prefix=named.name, suffix=".part")
        with suppress(OSError):  # a drive that knows no locks: it is never taken for left over there
            fcntl.flock(handle, fcntl.LOCK_EX)
        if Path(name).exists():
            return handle, Path(name)
        os.close(handle)  # somebody looked for what is left over, just before it was held


class PassingFolder:
    """A folder in the temporary folder for this user alone, until it is removed or the process ends.

    A child that gets `handle` holds it too, so that nobody takes the folder away under it.
    """

    def __init__(self, kind: str) -> None:
        remove_left(Path(tempfile.gettempdir()))
        self.path = Path(tempfile.mkdtemp(prefix=f"dpia-{kind}-"))
        self.handle = os.open(self.path / HELD, os.O_CREAT | os.O_RDWR, 0o600)
        with suppress(OSError):
            fcntl.flock(self.handle, fcntl.LOCK_EX)

    def put(self, name: str, content: bytes) -> Path:
        """A new file in it, for this user alone too."""
        path = self.path / name
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
        return path

    def remove(self) -> None:
        """Removes it with everything in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self.handle)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *error: object) -> None:
        self.remove()


def left_in(folder: Path) -> tuple[Path, ...]:
    """What killed runs of this user left in a folder: no process holds it any more."""
    return tuple(path for path in _ours(folder) if _if_left(path, remove=False))


def remove_left(folder: Path) -> None:
    """Removes what killed runs of this user left in a folder."""
    for path in _ours(folder):
        _if_left(path, remove=True)


def _ours(folder: Path) -> Iterator[Path]:
    """What is called as ours are, and belongs to this user."""
    try:
        with os.scandir(folder) as found:
            entries = [entry for entry in found if _FILE.fullmatch(entry.name) or _FOLDER.fullmatch(entry.name)]
    except OSError:
        return
    for entry in sorted(entries, key=lambda entry: entry.name):
        with suppress(OSError):
            found_as = entry.stat(follow_symlinks=False)
            wanted = stat.S_ISREG if _FILE.fullmatch(entry.name) else stat.S_ISDIR
            if wanted(found_as.st_mode) and found_as.st_uid == os.getuid():
                yield Path(entry)


def _if_left(path: Path, *, remove: bool) -> bool:
    """Whether nobody holds it. It is removed while we hold it, so that nobody takes it up again in between."""
    is_folder = path.is_dir()
    try:
        handle = os.open(path / HELD if is_folder else path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:  # a folder that was made just now, or whose maker was killed just then
        return is_folder and _is_old(path) and _removed(path, remove)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return _removed(path, remove)
    except OSError:
        return False
    finally:
        os.close(handle)


def _is_old(path: Path) -> bool:
    with suppress(OSError):
        return time() - path.stat().st_mtime > DAY_SECONDS
    return False


def _removed(path: Path, remove: bool) -> bool:
    if remove:
        with suppress(OSError):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return True
