"""Talking to a person (stderr) and giving data (stdout)."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from rich.console import Console
from rich.highlighter import RegexHighlighter
from rich.theme import Theme

from dpia.errors import MAX_LINE, Problem, shortened
from dpia.showing.outline_schema import ProblemData


@dataclass
class Options:
    """What the options that every command has say."""

    quiet: bool = False
    workspace: str | None = None
    questionnaires: tuple[Path, ...] = ()
    as_json: bool = False


OPTIONS = Options()


class Levels(RegexHighlighter):
    """Colours the words that a line begins with, on a terminal only; the words say the same without colour."""

    base_style = "dpia."
    highlights = (r"^(?P<bad>BLOCK|MISSING) ", r"^(?P<warn>MAJOR|better) ", r"^(?P<note>MINOR) ", r"^(?P<fine>ok) ")


THEME = Theme({"dpia.bad": "bold red", "dpia.warn": "bold yellow", "dpia.note": "cyan", "dpia.fine": "green"})


def _hang_up(self: Console) -> NoReturn:
    """Rich would end the program with 1; that somebody has read enough is no error."""
    raise BrokenPipeError


Console.on_broken_pipe = _hang_up  # type: ignore[method-assign]


def show(lines: Iterable[str]) -> None:
    """Lines on stdout, as they are: nothing is wrapped, and nothing in them is taken for markup."""
    console = Console(highlighter=Levels(), theme=THEME, soft_wrap=True, emoji=False)
    for line in lines:
        console.print(line, markup=False)


def talk(message: str) -> None:
    """A line for the person, on stderr; silent with --quiet."""
    if not OPTIONS.quiet:
        warn(message)


def warn(message: str) -> None:
    """A line on stderr that is told with --quiet too."""
    with suppress(OSError):  # talk that nobody hears stops no work
        print(printable(message), file=sys.stderr, flush=True)


def printable(text: str) -> str:
    """A text on one line, whose control characters, if any, are written out: a file's name can hold some."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape", "surrogatepass").decode("ascii") for sign in text
    )


def print_json(data: Any) -> None:
    """Data for a program, on stdout."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n")


def print_problems(problems: Sequence[ProblemData]) -> None:
    """What is wrong, on stdout for a program that asked for JSON."""
    print_json({"problems": problems})


def problem_data(problem: Problem) -> ProblemData:
    """A problem in a file as plain data."""
    place = problem.location
    return {
        "code": problem.code.slug,
        "level": "warning" if problem.warning else "error",
        "text": shortened(problem.message, MAX_LINE),
        "hint": shortened(problem.hint, MAX_LINE),
        "file": place.file,
        "line": place.line,
        "column": place.column,
    }


def refusal_data(code: str, text: str) -> ProblemData:
    """The same for what is no problem in a file: a `usage`, or a command that was `refused`."""
    return {
        "code": code,
        "level": "error",
        "text": shortened(text, MAX_LINE),
        "hint": "",
        "file": None,
        "line": None,
        "column": None,
    }


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
