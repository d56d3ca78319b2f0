"""PDFs made in the background, each by a process of its own that limits itself: some at once, the next ones wait their turn."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Final, Literal

from dpia.assessment.files import dump_json
from dpia.bounds import MAX_SECONDS
from dpia.errors import DpiaError
from dpia.leftovers import PassingFolder
from dpia.questionnaire.model import Publication
from dpia.report.formal import FormalKind
from dpia.showing.provenance import NO_PROVENANCE, Provenance
from dpia.web.faults import tell
from dpia.wording import N_, NOTHING, Said, said
from dpia.workspace import Stored

AT_ONCE: Final = 2
MAX_WAITING: Final = 20
MAX_CLOCK_SECONDS: Final = 2 * MAX_SECONDS
"""How long one may take by the clock: on a busy machine longer than it works."""
KEPT: Final = 20
MAX_KEPT_BYTES: Final = 100_000_000
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Job:
    """How far a PDF is: none, waiting for its turn, being made for so many seconds, done, or failed with a sentence."""

    state: Literal["none", "waiting", "running", "done", "failed"]
    seconds: int = 0
    message: Said = NOTHING


class Renderings:
    """The PDFs of this run of the server, by content and version. A later change of the assessment needs another one."""

    def __init__(self, folders: tuple[Path, ...] = (), fonts: tuple[Path, ...] = ()) -> None:
        self._folders = folders
        self.fonts = fonts
        self._pool = ThreadPoolExecutor(AT_ONCE, "report")
        self._jobs: dict[Key, Future[bytes | Said]] = {}
        self._running: dict[Key, float] = {}
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._lock = Lock()
        self._is_closed = False

    def begin(
        self,
        stored: Stored,
        publication: Publication,
        provenance: Provenance = NO_PROVENANCE,
        formal: FormalKind | None = None,
    ) -> None:
        """Begins to make a PDF, unless it is there or on its way. Raises DpiaError where too many wait already."""
        key = _key(stored, publication, formal)
        with self._lock:
            there = self._jobs.get(key)
            if there is not None and (not there.done() or isinstance(there.result(), bytes)):
                return
            if sum(not job.done() for job in self._jobs.values()) >= AT_ONCE + MAX_WAITING:
                text = N_("{n} reports wait to be made already. Come back when some of them are done.")
                raise DpiaError(said(text, n=MAX_WAITING))
            self._jobs.pop(key, None)
            self._forget()
            self._jobs[key] = self._pool.submit(self._made, key, stored, publication, provenance, formal)

    def state(self, stored: Stored, publication: Publication, formal: FormalKind | None = None) -> Job:
        """How far it is."""
        key = _key(stored, publication, formal)
        with self._lock:
            job, since = self._jobs.get(key), self._running.get(key, monotonic())
        if job is None:
            return Job("none")
        if not job.done():
            return Job("running", int(monotonic() - since)) if job.running() else Job("waiting")
        found = job.result()
        return Job("done") if isinstance(found, bytes) else Job("failed", message=found)

    def content(self, stored: Stored, publication: Publication, formal: FormalKind | None = None) -> bytes | None:
        """The PDF, where it is done."""
        with self._lock:
            job = self._jobs.get(_key(stored, publication, formal))
        found = job.result() if job is not None and job.done() else None
        return found if isinstance(found, bytes) else None

    def close(self) -> None:
        """Ends what is still running, and what waits."""
        with self._lock:
            self._is_closed = True
            for process in self._processes:
                _kill(process)
        self._pool.shutdown(cancel_futures=True)

    def _made(
        self, key: Key, stored: Stored, publication: Publication, provenance: Provenance, formal: FormalKind | None
    ) -> bytes | Said:
        """The PDF, or why there is none. What it raised would be raised again by every page that asks for it."""
        try:
            return self._make(key, stored, publication, provenance, formal)
        except OSError as error:  # a full disk, no process any more
            return said(N_("The report could not be made: {why}."), why=error.strerror or type(error).__name__)
        except Exception as error:
            tell(error)
            return said(N_("This is a bug in dpia ({name})."), name=type(error).__name__)

    def _make(
        self, key: Key, stored: Stored, publication: Publication, provenance: Provenance, formal: FormalKind | None
    ) -> bytes | Said:
        folder = PassingFolder("report")
        try:
            source = folder.put("assessment.json", dump_json(stored.assessment).encode("utf-8"))
            target = folder.path / "report.pdf"
            command = [
                sys.executable,
                "-P",
                "-m",
                "dpia",
                *(("report",) if formal is None else ("document", formal.value)),
                str(source),
                "-o",
                str(target),
                "--publish",
                publication.value,
                "--allow-missing-glyphs",
            ]
            if formal is None:
                known = folder.put("provenance.json", json.dumps(asdict(provenance)).encode("ascii"))
                command += ["--provenance", str(known)]
            for path in self.fonts:
                command += ["--fonts", str(path)]
            for path in self._folders:
                command += ["--questionnaires", str(path)]
            code, told = self._run(key, command, folder.handle)
            if code == 0 and target.is_file():
                return target.read_bytes()
            lines = told.decode("utf-8", "replace").strip().splitlines()
            return (
                Said("{says}", (("says", lines[-1]),))
                if lines
                else said(N_("The report took too long or too much memory."))
            )
        finally:
            folder.remove()

    def _run(self, key: Key, command: list[str], handle: int) -> tuple[int, bytes]:
        """Runs it to its end, or for as long as it may take; its exit code and what it said."""
        with self._lock:
            if self._is_closed:
                return -1, b""
            process = subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True, pass_fds=(handle,)
            )
            self._processes.add(process)
            self._running[key] = monotonic()
        try:
            _, told = process.communicate(timeout=MAX_CLOCK_SECONDS)
        except subprocess.TimeoutExpired:
            _kill(process)
            _, told = process.communicate()
        finally:
            with self._lock:
                self._processes.discard(process)
                self._running.pop(key, None)
        return process.returncode, told

    def _forget(self) -> None:
        """Leaves room for one more: the oldest go, until the others are few and small enough."""
        done = {key: job.result() for key, job in self._jobs.items() if job.done()}
        size = sum(_size(found) for found in done.values())
        for place, (key, found) in enumerate(done.items()):
            if len(done) - place < KEPT and size <= MAX_KEPT_BYTES:
                break
            size -= _size(found)
            del self._jobs[key]


def _key(stored: Stored, publication: Publication, formal: FormalKind | None) -> Key:
    """The chain of a revision is that of its content, its signatures, and all before."""
    return stored.chain, f"{publication.value} {formal.value if formal else 'report'}"


def _size(found: bytes | Said) -> int:
    return len(found) if isinstance(found, bytes) else 0


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Ends a process with the child that does its work."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
