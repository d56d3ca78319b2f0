"""Reports as web pages, made by processes with limits: no assessment keeps the server, or the preview of another one, for long.

Such a process knows the definitions and has the templates at hand, so that an ordinary preview takes no longer than in the server.
"""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from threading import Lock, Timer
from typing import IO, Final

from anyio import CapacityLimiter, to_thread

from dpia import bugs
from dpia.api import make_html
from dpia.assessment.evaluation import evaluate
from dpia.assessment.forming import form_of
from dpia.assessment.model import Assessment
from dpia.bounds import bound_memory
from dpia.errors import DpiaError, ReportError
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Publication
from dpia.report.formal import FormalKind
from dpia.showing.provenance import Provenance
from dpia.web.faults import tell_lines
from dpia.wording import N_, Saying, said

PROGRAM: Final = ("-c", "from dpia.web.previewing import main; main()")
AT_ONCE: Final = 2
MAX_SECONDS: Final = 30
"""Of processor time for one page. Two hundred answers of ten kilobytes take three."""
MAX_CLOCK_SECONDS: Final = 120
MAX_MEMORY: Final = 1_500_000_000
BUG: Final = N_("This is a bug in dpia ({error}). Look whether what you sent was saved, before you send it again.")
TOO_MUCH: Final = N_("The preview takes too long or too much memory. Shorten the longest answers, or make the PDF.")


@dataclass(frozen=True, slots=True)
class Bug:
    """An error of ours in such a process: its kind, and the lines that the log of the server tells of it."""

    kind: str
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page is made of."""

    assessment: Assessment
    on: date
    publication: Publication
    fonts: tuple[Path, ...]
    provenance: Provenance
    formal: FormalKind | None = None


class Previews:
    """Some processes that make pages. Each is begun when it is needed, and begun anew after one that was ended."""

    def __init__(self, library: Library) -> None:
        plain = library.original or library
        # What was worked out of it does not go to another process, and is not needed there.
        self._library = replace(plain, checked=True, _files={}, _languages={}, _forms={})
        self._idle: list[subprocess.Popen[bytes]] = []
        self._busy: set[subprocess.Popen[bytes]] = set()
        self._lock = Lock()
        self._turns: CapacityLimiter | None = None

    async def page(self, wanted: Wanted) -> str:
        """The report as one HTML file. Who waits for a turn takes no thread. Raises DpiaError."""
        if self._turns is None:
            self._turns = CapacityLimiter(AT_ONCE)
        return await to_thread.run_sync(partial(self._page, wanted), limiter=self._turns)

    def close(self) -> None:
        """Ends the processes."""
        with self._lock:
            for process in (*self._idle, *self._busy):
                process.kill()
            ended, self._idle = self._idle, []
        for process in ended:
            _end(process)

    def _page(self, wanted: Wanted) -> str:
        with self._lock:
            process = self._idle.pop() if self._idle else None
        is_new = process is None or process.poll() is not None
        if process is None or is_new:
            process = _begun()
        with self._lock:
            self._busy.add(process)
        clock = Timer(MAX_CLOCK_SECONDS, process.kill)
        clock.start()
        try:
            if is_new:
                _write(_pipe(process.stdin), self._library)
            found = _asked(process, wanted)
        except (OSError, EOFError, pickle.UnpicklingError):
            _end(process)
            raise ReportError(said(TOO_MUCH)) from None
        else:
            with self._lock:
                self._idle.append(process)
        finally:
            clock.cancel()
            with self._lock:
                self._busy.discard(process)
        if isinstance(found, Bug):
            tell_lines(found.told)
            raise ReportError(said(BUG, error=found.kind))
        if isinstance(found, Saying):
            raise ReportError(found)
        return found


def _begun() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", *PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _asked(process: subprocess.Popen[bytes], wanted: Wanted) -> str | Saying | Bug:
    _write(_pipe(process.stdin), wanted)
    found: str | Saying | Bug = pickle.load(_pipe(process.stdout))
    return found


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            _pipe(pipe).close()
    process.wait()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def _write(pipe: IO[bytes], value: object) -> None:
    pickle.dump(value, pipe, protocol=5)
    pipe.flush()


def main() -> None:
    """The work of such a process: pages for what comes in, until nothing more comes. It ends where one takes too much."""
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    library: Library = pickle.load(asked)
    bound_memory(MAX_MEMORY)
    with suppress(EOFError):
        while True:
            wanted: Wanted = pickle.load(asked)
            signal.setitimer(signal.ITIMER_PROF, MAX_SECONDS)  # ends the process, also in the midst of one long step
            _write(answers, _made(library, wanted))
            signal.setitimer(signal.ITIMER_PROF, 0)


def _made(library: Library, wanted: Wanted) -> str | Saying | Bug:
    assessment = wanted.assessment
    try:
        form = form_of(assessment, library)
        evaluation = evaluate(form, assessment, on=wanted.on)
        return make_html(
            evaluation,
            library,
            publication=wanted.publication,
            fonts=wanted.fonts,
            provenance=wanted.provenance,
            formal=wanted.formal,
        )
    except DpiaError as error:
        return error.said
    except MemoryError:
        raise
    except Exception as error:
        return Bug(type(error).__name__, tuple(bugs.told(error)))
