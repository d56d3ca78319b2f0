"""Talking to a person (stderr) and giving data (stdout)."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rich.console import Console
from rich.highlighter import RegexHighlighter
from rich.theme import Theme


@dataclass
class Options:
    """What the options that every command has say."""

    quiet: bool = False
    workspace: str | None = None


OPTIONS = Options()


class Levels(RegexHighlighter):
    """Colours the words that a line begins with, on a terminal only; the words say the same without colour."""

    base_style = "dpia."
    highlights = (r"^(?P<bad>BLOCK|MISSING) ", r"^(?P<warn>MAJOR|better) ", r"^(?P<note>MINOR) ", r"^(?P<fine>ok) ")


THEME = Theme({"dpia.bad": "bold red", "dpia.warn": "bold yellow", "dpia.note": "cyan", "dpia.fine": "green"})


def show(lines: Iterable[str]) -> None:
    """Lines on stdout, as they are: nothing is wrapped, and nothing in them is taken for markup."""
    console = Console(highlighter=Levels(), theme=THEME, soft_wrap=True, emoji=False)
    for line in lines:
        console.print(line, markup=False)


def talk(message: str) -> None:
    """A line for the person, on stderr; silent with --quiet."""
    if not OPTIONS.quiet:
        Console(stderr=True, highlight=False, soft_wrap=True, emoji=False).print(printable(message), markup=False)


def printable(text: str) -> str:
    """A text on one line, whose control characters, if any, are written out: a file's name can hold some."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape", "surrogatepass").decode("ascii") for sign in text
    )


def print_json(data: Any) -> None:
    """Data for a program, on stdout."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n")


@contextmanager
def working(message: str) -> Iterator[None]:
    """A spinner on stderr while something takes longer; nothing when stderr is no terminal."""
    console = Console(stderr=True, highlight=False, emoji=False)
    if OPTIONS.quiet or not console.is_terminal:
        yield
        return
    with console.status(message):
        yield


def today() -> date:
    """The clock: the one place that reads it."""
    return datetime.now().astimezone().date()


def actor_here() -> str:
    """Who is at work: the user of this machine. That is a statement, not a proof."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
