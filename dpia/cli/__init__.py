"""The commands. Data goes to stdout, talk to stderr; exit codes: 0 fine, 1 problems found, 2 bad input, 3 bug, 130 interrupted."""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final

from dpia import bugs
from dpia.cli.bounding import TOO_LARGE, within_bounds
from dpia.cli.streams import leave_stdout, open_streams
from dpia.errors import MAX_LINE, BadInput, DpiaError, StaleSave, first_of, shortened

EXIT_BUG: Final = 3
EXIT_INTERRUPTED: Final = 130


def main() -> None:
    """Runs the command line, and turns every error into one line and an exit code."""
    open_streams()
    logging.getLogger().addHandler(logging.NullHandler())  # what libraries log may hold answers
    threading.excepthook = sys.unraisablehook = _tell_of_bug
    arguments = sys.argv[1:]
    sys.exit(within_bounds(arguments, lambda: _flushed(run(arguments)), lambda line: _end(arguments, line)))


def _flushed(code: int) -> int:
    """The exit code, once everything was written; 2 where that fails and nothing was wrong before."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        leave_stdout()
    except OSError as error:
        leave_stdout()
        if code == 0:
            _tell(f"dpia: standard output cannot be written: {error.strerror or error}.")
        return code or DpiaError.exit_code
    return code


def _tell_of_bug(found: Any) -> None:
    """Tells of an error that nobody waits for: in a thread, or while something is cleared away."""
    if found.exc_value is not None and sys.stderr is not None:
        _bug(found.exc_value)


def run(arguments: list[str]) -> int:
    """Runs one command and returns its exit code. What cannot be used of packages and of own templates is told on the way."""
    with warnings.catch_warnings():
        _tell_of_warnings()
        return _run(arguments)


def _tell_of_warnings() -> None:
    from dpia.errors import BrokenPackage, TemplateWarning

    ours = (BrokenPackage, TemplateWarning)
    told = set[str]()

    def show(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
        if not issubclass(category, ours):  # of a library, and its text may hold answers
            return
        if str(message) not in told:
            told.add(str(message))
            _tell(str(message))

    for category in ours:
        warnings.simplefilter("always", category)
    warnings.showwarning = show


def _run(arguments: list[str]) -> int:
    try:
        import typer
        from typer.exceptions import TyperException
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    try:
        from dpia.cli.app import command
        from dpia.cli.console import OPTIONS

        OPTIONS.as_json = "--json" in arguments  # also where they cannot be read
        result = command()(arguments, prog_name="dpia", standalone_mode=False)
        sys.stdout.flush()  # what cannot be written is told as any other error
        return result if isinstance(result, int) else 0
    except typer.Exit as stop:
        return stop.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return EXIT_INTERRUPTED
    except TyperException as error:
        _show_usage(error)
        return DpiaError.exit_code
    except BrokenPipeError:  # whoever read has read enough
        leave_stdout()
        return 0
    except (
        SystemExit
    ) as stop:  # so typer ends once it has shown a completion, and with 1 where it notices a closed pipe
        if stop.code == 1:
            leave_stdout()
        return 0 if stop.code in (None, 0, 1) else EXIT_BUG
    except BadInput as error:
        _tell_problems(error, in_full=arguments[0] == "check" and "--all" in arguments)
        return error.exit_code
    except StaleSave as error:
        _tell_first([str(line) for line in (error, *error.differences)], "… and {} more".format)
        return error.exit_code
    except DpiaError as error:
        _refuse("refused", str(error))
        return error.exit_code
    except MemoryError:
        _refuse("refused", TOO_LARGE)
        return DpiaError.exit_code
    except OSError as error:
        if error.filename is None:  # of standard output, as all else has a name
            leave_stdout()
            _tell(f"dpia: standard output cannot be written: {error.strerror or error}.")
            return DpiaError.exit_code
        _refuse("refused", f"{error.filename or 'dpia'}: {error.strerror or error}.")
        return DpiaError.exit_code
    except Exception as error:
        return _bug(error)


def _and_more(left: int) -> str:
    return f"… and {left} more (dpia check --all lists them; mending the first ones often mends the others)"


_PLAINLY: Final = {
    "Value error, ": "",
    "Input should be a valid integer, unable to parse string as an integer": "write a whole number",
    "Input should be less than or equal to ": "it can be at most ",
    "Input should be greater than or equal to ": "it has to be at least ",
}
"""What a library says of an option, in words for whoever typed it."""


def _show_usage(error: Exception) -> None:
    """A wrong use of a command: what is wrong and how to find out more."""
    message = getattr(error, "format_message", lambda: str(error))().rstrip(".")
    for theirs, ours in _PLAINLY.items():
        message = message.replace(theirs, ours)
    if not message:  # the help that a command without arguments shows says everything
        return
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "dpia"
    _refuse("usage", f"{command}: {message} (see {command} --help)")


def _tell_problems(error: BadInput, *, in_full: bool) -> None:
    """The first problems, each on a line of its own, or all of them; as JSON on stdout for a program that asked for it."""
    from dpia.cli.console import OPTIONS, print_problems, problem_data

    if OPTIONS.as_json:
        print_problems([problem_data(problem) for problem in error.problems])
        return
    lines = [str(problem) for problem in error.problems]
    if in_full:
        for line in lines:
            _tell(line)
    else:
        _tell_first(lines, _and_more)


def _tell_first(lines: Sequence[str], ending: Callable[[int], str]) -> None:
    from dpia.cli.console import printable

    for line in first_of([printable(line) for line in lines], ending):
        _tell(line)


def _refuse(code: str, text: str) -> None:
    """Why a command was not carried out, in the same two ways."""
    from dpia.cli.console import OPTIONS, print_problems, refusal_data

    if OPTIONS.as_json:
        print_problems([refusal_data(code, text)])
    else:
        _tell(text)


def _end(arguments: list[str], line: str) -> None:
    """Why a command was ended from outside, told by the process that began it."""
    from dpia.cli.console import OPTIONS

    OPTIONS.as_json = "--json" in arguments
    _refuse("refused", line)


def _tell(line: str) -> None:
    from dpia.cli.console import printable

    with suppress(OSError):  # where nobody listens the exit code says it
        print(shortened(printable(line), MAX_LINE), file=sys.stderr, flush=True)


def _bug(error: BaseException) -> int:
    """A bug is our fault: one line with its place, which can be sent to us as it is; every step where that is asked for."""
    line, *steps = bugs.told(error)
    asked = "Please report this line" + ("." if steps else "; with DPIA_DEBUG=1 every step is told, without your data.")
    for told in (f"dpia: this is a bug in dpia, not in your file ({line}). {asked}", *steps):
        _tell(told)
    return EXIT_BUG
