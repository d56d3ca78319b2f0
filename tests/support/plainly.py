"""Runs `dpia` as a user for whom rights hold: also where the tests are run by root, who may write whatever he likes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import surroundings
from tests.support.run import HANG_SECONDS

_WITHOUT = () if os.getuid() else ("setpriv", "--bounding-set=-all", "--inh-caps=-all")

needs_rights = pytest.mark.skipif(
    bool(_WITHOUT) and (not sys.platform.startswith("linux") or shutil.which("setpriv") is None),
    reason="rights hold for root only where setpriv takes its privileges",
)


def plain_command(*arguments: str | Path) -> list[str]:
    """The command as a process of its own runs it."""
    return [*_WITHOUT, sys.executable, "-m", "dpia", *map(str, arguments)]


def plainly(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """`dpia ARGUMENTS...` in a folder, to its end."""
    return subprocess.run(
        plain_command(*arguments),
        cwd=cwd,
        env=surroundings(cwd),
        capture_output=True,
        text=True,
        timeout=HANG_SECONDS,
    )
