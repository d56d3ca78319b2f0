"""PDFs in the background: two at once, the next ones wait, and what is kept is bounded."""

import os
import time
from collections.abc import Iterator
from errno import ENOSPC
from pathlib import Path
from threading import Event

import pytest

from dpia.assessment.model import Assessment
from dpia.errors import DpiaError
from dpia.questionnaire.model import Publication
from dpia.web import rendering
from dpia.web.rendering import AT_ONCE, KEPT, MAX_WAITING, Job, Renderings
from dpia.workspace import Stored
from tests.support.browsing import desk_over, said
from tests.support.reports import DATA, small_assessment, small_library
from tests.support.run import HANG_SECONDS
from tests.support.workspaces import AT

FULL = Publication.OPERATIONAL


def stored(assessment: Assessment) -> Stored:
    return Stored(assessment.id, 1, 1, assessment, AT, "A", False, False, assessment.content_hash)


def titled(number: int) -> Stored:
    return stored(small_assessment().change(title=f"Number {number}"))


class Held(Renderings):
    """Renderings whose processes are none: each ends when it is let go, with a file of so many bytes."""

    def __init__(self, size: int = 1) -> None:
        super().__init__()
        self.go, self.size = Event(), size
        self.most = 0

    def close(self) -> None:
        self.go.set()
        super().close()

    def _run(self, key: tuple[str, str], command: list[str], handle: int) -> tuple[int, bytes]:
        with self._lock:
            self._running[key] = time.monotonic()
            self.most = max(self.most, len(self._running))
        self.go.wait(HANG_SECONDS)
        Path(command[command.index("-o") + 1]).write_bytes(b"x" * self.size)
        del self._running[key]
        return 0, b""


@pytest.fixture
def held() -> Iterator[Held]:
    made = Held()
    yield made
    made.close()


def states(renderings: Renderings, count: int) -> list[str]:
    return [renderings.state(titled(number), FULL).state for number in range(count)]


def wait_for(renderings: Renderings, wanted: list[str]) -> None:
    until = time.monotonic() + HANG_SECONDS
    while states(renderings, len(wanted)) != wanted and time.monotonic() < until:
        time.sleep(0.01)
    assert states(renderings, len(wanted)) == wanted


def test_some_are_made_at_once_and_the_next_ones_wait_for_their_turn(held: Held) -> None:
    for number in range(AT_ONCE + 3):
        held.begin(titled(number), FULL)
    wait_for(held, ["running"] * AT_ONCE + ["waiting"] * 3)
    until = time.monotonic() + HANG_SECONDS
    while (
        held.most < AT_ONCE and time.monotonic() < until
    ):  # a job counts as running a moment before its process begins
        time.sleep(0.01)
    held.go.set()
    wait_for(held, ["done"] * (AT_ONCE + 3))
    assert held.most == AT_ONCE


def test_no_more_than_a_number_of_them_wait(held: Held) -> None:
    for number in range(AT_ONCE + MAX_WAITING):
        held.begin(titled(number), FULL)
    with pytest.raises(DpiaError, match="Come back when some of them are done"):
        held.begin(titled(99), FULL)
    held.begin(titled(0), FULL)  # one that is on its way is no further one


def test_the_newest_are_kept(held: Held) -> None:
    held.go.set()
    for number in range(KEPT + 2):
        held.begin(titled(number), FULL)
        wait_for_one(held, number)
    assert states(held, KEPT + 2) == ["none"] * 2 + ["done"] * KEPT


def test_what_is_kept_is_bounded_by_bytes_too(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "MAX_KEPT_BYTES", 25)
    held.go.set()
    held.size = 10
    for number in range(5):
        held.begin(titled(number), FULL)
        wait_for_one(held, number)
    assert states(held, 5) == ["none", "none", "done", "done", "done"]
    assert held.content(titled(4), FULL) == b"x" * 10


def wait_for_one(renderings: Renderings, number: int) -> None:
    until = time.monotonic() + HANG_SECONDS
    while renderings.state(titled(number), FULL).state != "done" and time.monotonic() < until:
        time.sleep(0.005)


def test_the_page_says_that_a_report_waits(tmp_path: Path, held: Held) -> None:
    with desk_over(tmp_path / "workspace.sqlite", small_library()) as desk:
        desk.client.app.state.renderings = held
        for number in range(AT_ONCE):
            held.begin(titled(number), FULL)
        desk.add(small_assessment().change(id="small"))
        page = desk.client.follow(desk.client.post("/a/small/report", {"publish": "operational"}))
        assert "this PDF waits for its turn" in said(page)
        assert 'hx-trigger="every 2s"' in page.text


@pytest.mark.parametrize("error", [OSError(ENOSPC, "No space left on device"), KeyError("an answer")])
def test_one_that_cannot_begin_is_told_and_stands_in_nobody_s_way(
    error: Exception, held: Held, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(kind: str) -> None:
        raise error

    held.go.set()
    monkeypatch.setattr(rendering, "PassingFolder", failing)
    held.begin(titled(0), FULL)
    wait_for(held, ["failed"])
    assert held.content(titled(0), FULL) is None
    told = str(held.state(titled(0), FULL).message)
    assert ("No space left on device" in told) or (
        told == "This is a bug in dpia (KeyError)." and "KeyError at" in caplog.text
    )
    assert "an answer" not in told + caplog.text
    monkeypatch.undo()
    for number in (0, 1):
        held.begin(titled(number), FULL)
    wait_for(held, ["done", "done"])


@pytest.mark.slow
def test_a_real_one_is_made_and_a_wrong_one_says_why() -> None:
    made = Renderings((DATA / "report/everything.yaml",))
    try:
        made.begin(stored(small_assessment()), FULL)
        assert made.state(stored(small_assessment()), FULL).state in ("waiting", "running")
        until = time.monotonic() + HANG_SECONDS
        while made.state(stored(small_assessment()), FULL).state != "done" and time.monotonic() < until:
            time.sleep(0.1)
        assert (made.content(stored(small_assessment()), FULL) or b"").startswith(b"%PDF-1.7")
    finally:
        made.close()


def test_whoever_closes_ends_what_is_made() -> None:
    made = Renderings((DATA / "report/everything.yaml",))
    made.begin(stored(small_assessment()), FULL)
    until = time.monotonic() + HANG_SECONDS
    while not made._processes and time.monotonic() < until:
        time.sleep(0.01)
    (process,) = made._processes
    made.close()
    assert process.returncode is not None
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    assert made.content(stored(small_assessment()), FULL) is None
    assert made.state(stored(small_assessment()), FULL) != Job("none")
