"""Where a workspace is kept when nobody says otherwise."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import platformdirs

ENVIRONMENT: Final = "DPIA_WORKSPACE"


def data_folder() -> Path:
    """The user's data folder of this program."""
    return Path(platformdirs.user_data_dir("dpia", appauthor=False))


def default_url() -> str:
    """The address in DPIA_WORKSPACE, or the SQLite file in the user's data folder."""
    return os.environ.get(ENVIRONMENT, "").strip() or str(data_folder() / "workspace.sqlite")
