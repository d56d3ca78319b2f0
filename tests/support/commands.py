"""Runs `dpia` as people do: as a process of its own, in a folder of its own, for a user who has nothing set up."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.run import HANG_SECONDS

ROOT = Path(__file__).parents[2]
INHERITED = ("PATH", "LANG", "XDG_CACHE_HOME", "XDG_DATA_HOME", "HYPOTHESIS_STORAGE_DIRECTORY")


def dpia(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`dpia ARGUMENTS...` in a folder; what it said stands in `stdout` and `stderr`, its exit code in `returncode`."""
    return subprocess.run(
        [sys.executable, "-m", "dpia", *map(str, arguments)],
        cwd=cwd,
        env=surroundings(cwd) | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=HANG_SECONDS,
    )


def surroundings(home: Path) -> dict[str, str]:
    """The environment of such a process: no colours are asked for and no settings are there."""
    kept = {name: os.environ[name] for name in INHERITED if name in os.environ}
    # WeasyPrint 70 leaves the colour profile of PDF/A for the garbage collector to close.
    warnings = "error,ignore::ResourceWarning"
    return kept | {"HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": warnings}
