"""How a bug is told: which kind of error, and where in the program. Never its text, which may hold what somebody wrote."""

from __future__ import annotations

import os
from pathlib import Path
from traceback import FrameSummary, extract_tb
from typing import Final

ROOT: Final = Path(__file__).parents[1]
MAX_STEPS: Final = 40
"""Of an endless recursion the last steps tell enough."""
_INSTALLED: Final = ("site-packages", "dist-packages")


def told(error: BaseException) -> list[str]:
    """The kind of an error with its place; where DPIA_DEBUG is set, a line for every step to it as well."""
    return [at(error), *(steps(error) if os.environ.get("DPIA_DEBUG") else ())]


def at(error: BaseException) -> str:
    """The kind of an error and the last place of ours on its way: `KeyError at dpia/web/views.py:57`."""
    kind, frames = type(error).__name__, extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _file(frame).startswith(("dpia/", "templates/"))]
    last = (ours or frames)[-1] if frames else None
    return f"{kind} at {_file(last)}:{last.lineno}" if last is not None else kind


def steps(error: BaseException) -> list[str]:
    """What a traceback says of an error and of those that it came from, but for their texts and for lines of code."""
    lines: list[str] = []
    one: BaseException | None = error
    seen: set[int] = set()
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        frames = extract_tb(one.__traceback__)[-MAX_STEPS:]
        lines += [type(one).__name__, *(f"  {_file(frame)}:{frame.lineno} in {frame.name}" for frame in frames)]
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return lines


def _file(frame: FrameSummary) -> str:
    """A file of the code as it is called on every machine: no folder of the user's stands in it."""
    path = Path(frame.filename)
    places = [place for place, part in enumerate(path.parts) if part in _INSTALLED]
    if places:
        return "/".join(path.parts[places[-1] + 1 :])
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else "/".join(path.parts[-2:])
