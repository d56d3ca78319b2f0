"""Folders are made for this user alone."""

from __future__ import annotations

from pathlib import Path


def make_folder(folder: Path) -> None:
    """Makes a folder, and those above it that are missing, for this user alone."""
    for one in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
        one.mkdir(mode=0o700, exist_ok=True)
