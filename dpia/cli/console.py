"""Talking to a person (stderr) and giving data (stdout)."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rich.console import Console


@dataclass
class Options:
    """What the options before the command say."""

    quiet: bool = False


OPTIONS = Options()


def out() -> Console:
    """The console for data. It wraps nothing when it is no terminal."""
    return Console(highlight=False, soft_wrap=True)


def talk(message: str) -> None:
    """A line for the person, on stderr; silent with --quiet."""
    if not OPTIONS.quiet:
        Console(stderr=True, highlight=False, soft_wrap=True).print(message, markup=False)


def print_json(data: Any) -> None:
    """Data for a program, on stdout."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n")


@contextmanager
def working(message: str) -> Iterator[None]:
    """A spinner on stderr while something takes longer; nothing when stderr is no terminal."""
    console = Console(stderr=True, highlight=False)
    if OPTIONS.quiet or not console.is_terminal:
        yield
        return
    with console.status(message):
        yield


def today() -> date:
    """The clock: the one place that reads it."""
    return datetime.now().astimezone().date()
