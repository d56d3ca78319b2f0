"""Standard input, output and error as they are found: closed, full, or with nobody at the other end."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import Final

_STREAMS: Final = (("stdin", os.O_WRONLY, "r"), ("stdout", os.O_RDONLY, "w"), ("stderr", os.O_WRONLY, "w"))
"""What a closed one is opened for: reading from it and writing data to it fail and are told, talk is lost."""


def open_streams() -> None:
    """Opens what is closed, so that no file of ours gets its number, and lets each show what its encoding does not have."""
    for number, (name, how, mode) in enumerate(_STREAMS):
        if getattr(sys, name) is None:
            with suppress(OSError):
                os.close(number)
            os.set_inheritable(os.open(os.devnull, how), True)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a name or an answer may hold a sign that the terminal does not have
            stream.reconfigure(errors="backslashreplace")


def leave_stdout() -> None:
    """What is still to be written to stdout goes nowhere, so that the end of the program does not stumble over it."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
