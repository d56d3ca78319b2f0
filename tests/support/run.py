"""One run of the tests: a folder that all its processes share and that ends with it, and how thorough it is.

What takes long to make and is the same for all, as the report of the worked example, is made by the first that asks for
it. Nothing of a run is left for the next one, so nothing can be out of date.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

HANG_SECONDS = 900
"""After so long a program hangs. None takes a tenth of it, on a busy machine either: what is slow does not fail."""
FOLDER = "DPIA_TEST_RUN"
"""The variable of the environment that tells the workers the folder of the run."""


def begin_run(config: pytest.Config) -> None:
    """Makes the folder; workers find it made. What programs keep for their next start goes there too, not to the user's."""
    if not hasattr(config, "workerinput"):
        folder = tempfile.mkdtemp(prefix="dpia-tests-")
        os.environ |= {FOLDER: folder, "XDG_CACHE_HOME": str(Path(folder, "cache"))}


def end_run(config: pytest.Config) -> None:
    """Removes the folder once all is done."""
    if not hasattr(config, "workerinput") and (folder := os.environ.pop(FOLDER, None)):
        shutil.rmtree(folder, ignore_errors=True)


def once(name: str, make: Callable[[], bytes]) -> bytes:
    """What `make` gives: made once in a run, whichever worker comes first, and the same bytes for the others."""
    path = Path(os.environ[FOLDER], name)
    with Path(f"{path}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            part = Path(f"{path}.part")
            part.write_bytes(make())
            part.replace(path)
    return path.read_bytes()


def examples(full: int) -> int:
    """How many examples a property is tried on that asks for a number of its own: `full`, and an eighth between two edits."""
    return max(1, full * settings().max_examples // settings.get_profile("full").max_examples)
