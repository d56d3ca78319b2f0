"""The commands. Data goes to stdout, talk to stderr; exit codes: 0 fine, 1 problems found, 2 bad input, 3 bug, 130 interrupted."""

from __future__ import annotations

import io
import os
import sys
import traceback
import warnings
from typing import Any, Final

from dpia.errors import BadInput, DpiaError

EXIT_BUG: Final = 3
EXIT_INTERRUPTED: Final = 130


def main() -> None:
    """Runs the command line, and turns every error into one line and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a name or an answer may hold a sign that the terminal does not have
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Runs one command and returns its exit code. What cannot be used of other people's packages is told on the way."""
    with warnings.catch_warnings():
        _tell_of_packages()
        return _run(arguments)


def _tell_of_packages() -> None:
    from dpia.errors import BrokenPackage

    shown, told = warnings.showwarning, set[str]()

    def show(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
        if not issubclass(category, BrokenPackage):
            shown(message, category, *where, **more)
        elif str(message) not in told:
            told.add(str(message))
            _tell(str(message))

    warnings.simplefilter("always", BrokenPackage)
    warnings.showwarning = show


def _run(arguments: list[str]) -> int:
    try:
        import typer
        from typer.exceptions import TyperException
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    try:
        from dpia.cli.app import command

        result = command()(arguments, prog_name="dpia", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except typer.Exit as stop:
        return stop.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return EXIT_INTERRUPTED
    except TyperException as error:
        _show_usage(error)
        return DpiaError.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except BadInput as error:
        for problem in error.problems:
            _tell(str(problem))
        return error.exit_code
    except DpiaError as error:
        _tell(str(error))
        return error.exit_code
    except OSError as error:
        _tell(f"{error.filename or 'dpia'}: {error.strerror or error}.")
        return DpiaError.exit_code
    except Exception as error:
        return _bug(error)


def _show_usage(error: Exception) -> None:
    """A wrong use of a command: what is wrong and how to find out more."""
    message = getattr(error, "format_message", lambda: str(error))().replace("Value error, ", "").rstrip(".")
    if not message:  # the help that a command without arguments shows says everything
        return
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "dpia"
    _tell(f"{command}: {message} (see {command} --help)")


def _tell(line: str) -> None:
    from dpia.cli.console import printable

    print(printable(line), file=sys.stderr)


def _bug(error: Exception) -> int:
    """A bug is our fault: one line, and the traceback only where the reader asked for it."""
    _tell(f"dpia: this is a bug in dpia, not in your file ({type(error).__name__}).")
    if os.environ.get("DPIA_DEBUG"):
        traceback.print_exc()
    else:
        _tell("Run it again with DPIA_DEBUG=1 to see where, and please report that.")
    return EXIT_BUG
