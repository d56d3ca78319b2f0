"""PDFs made in the background: each in a process of its own with limits on time and memory, so that no report can hurt the server."""

from __future__ import annotations

import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from time import monotonic
from typing import Final, Literal

from dpia.assessment.files import dump_json
from dpia.assessment.model import Assessment
from dpia.questionnaire.model import Publication

MAX_SECONDS: Final = 300
MAX_MEMORY: Final = 3_000_000_000
KEPT: Final = 20
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Job:
    """How far a PDF is: none, being made for so many seconds, done, or failed with a sentence."""

    state: Literal["none", "running", "done", "failed"]
    seconds: int = 0
    message: str = ""


@dataclass
class _Running:
    process: subprocess.Popen[bytes]
    folder: TemporaryDirectory[str]
    since: float

    @property
    def target(self) -> Path:
        return Path(self.folder.name) / "report.pdf"


class Renderings:
    """The PDFs of this run of the server, by content and version. A later change of the assessment needs another one."""

    def __init__(self, folders: tuple[Path, ...] = ()) -> None:
        self._folders = folders
        self._running: dict[Key, _Running] = {}
        self._done: dict[Key, bytes | str] = {}
        self._lock = Lock()

    def begin(self, assessment: Assessment, publication: Publication) -> None:
        """Begins to make a PDF, unless it is there or on its way."""
        key = _key(assessment, publication)
        with self._lock:
            if key in self._running or isinstance(self._done.get(key), bytes):
                return
            self._done.pop(key, None)
            folder = TemporaryDirectory(prefix="dpia-report-")
            source = Path(folder.name) / "assessment.json"
            source.write_text(dump_json(assessment), encoding="utf-8")
            target = Path(folder.name) / "report.pdf"
            command = [
                sys.executable,
                "-P",
                "-m",
                "dpia",
                "report",
                str(source),
                "-o",
                str(target),
                "--publish",
                publication.value,
            ]
            for path in self._folders:
                command += ["--questionnaires", str(path)]
            process = subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
            )
            _limit(process.pid)
            self._running[key] = _Running(process, folder, monotonic())

    def state(self, assessment: Assessment, publication: Publication) -> Job:
        """How far it is."""
        key = _key(assessment, publication)
        with self._lock:
            self._collect(key)
            if key in self._running:
                return Job("running", int(monotonic() - self._running[key].since))
            found = self._done.get(key)
        if isinstance(found, bytes):
            return Job("done")
        return Job("failed", message=found) if found is not None else Job("none")

    def content(self, assessment: Assessment, publication: Publication) -> bytes | None:
        """The PDF, where it is done."""
        with self._lock:
            key = _key(assessment, publication)
            self._collect(key)
            found = self._done.get(key)
        return found if isinstance(found, bytes) else None

    def close(self) -> None:
        """Ends what is still running."""
        with self._lock:
            for running in self._running.values():
                running.process.kill()
                running.process.communicate()
                running.folder.cleanup()
            self._running.clear()

    def _collect(self, key: Key) -> None:
        running = self._running.get(key)
        if running is None:
            return
        if running.process.poll() is None:
            if monotonic() - running.since < MAX_SECONDS:
                return
            running.process.kill()
        _, said = running.process.communicate()
        if running.process.returncode == 0 and running.target.is_file():
            self._done[key] = running.target.read_bytes()
        else:
            lines = said.decode("utf-8", "replace").strip().splitlines()
            self._done[key] = lines[-1] if lines else "The report took too long or too much memory."
        running.folder.cleanup()
        del self._running[key]
        while len(self._done) > KEPT:
            self._done.pop(next(iter(self._done)))


def _key(assessment: Assessment, publication: Publication) -> Key:
    approvals = ",".join(f"{one.name}{one.on}{one.content_hash}" for one in assessment.approvals)
    return f"{assessment.content_hash}|{approvals}", publication.value


def _limit(pid: int) -> None:
    """Sets the limits of the child; where the system cannot (macOS), the time limit of this process remains."""
    if hasattr(resource, "prlimit"):
        resource.prlimit(pid, resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        resource.prlimit(pid, resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
        resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))
