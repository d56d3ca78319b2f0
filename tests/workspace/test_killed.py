"""A program that is killed while it saves loses nothing that it acknowledged, and leaves nothing half saved.

Files are tested the same way in `tests/assessment/test_files.py`.
"""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.support.commands import ROOT
from tests.support.workspaces import AT, FULL, ON, create, make, opened, value

KILLS = 1000 if FULL else 12
"""How often a saving program is killed; 1,000 times with DPIA_FULL=1, as `make proof` sets it."""
LATEST_SECONDS = 0.15
FRESH = 50
"""So many kills hit one workspace; its history grows with each."""

SAVER = """
import os, sys
from datetime import timedelta
from tests.support.workspaces import ON, opened

small = opened.__globals__["small_library"]()

def say(word, number):
    os.write(1, f"{word} {number}\\n".encode())  # in one piece, whenever it is killed

def save_forever(path):
    workspace = opened(path)
    stored = workspace.get("hotline")
    number, assessment = stored.number, stored.assessment
    while True:
        number += 1
        mine = assessment.with_answer("page.one", f"word{number}")
        mine = mine.with_answer("page.review_on", (ON + timedelta(days=number)).isoformat())
        saved = workspace.save("hotline", mine, seen=number - 1, actor=f"saver{number}", at=stored.at)
        assert saved.number == number
        assessment = saved.assessment
        say("saved", number)

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        try:
            save_forever(line.strip())
        finally:
            say("failed", 0)
            os._exit(1)
    say("child", child)
    os.waitpid(child, 0)
    say("ended", 0)
"""
"""For each path that it reads, a process that opens the workspace and saves again and again until it is killed."""


class Savers:
    """Starts saving processes one after the other; everything is imported before they are forked."""

    def __init__(self) -> None:
        command = [sys.executable, "-c", SAVER]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def kill_one(self, path: Path, after_seconds: float, *, saving: bool) -> int:
        """Kills a process so long after it began, or after its first save where it is to be `saving`.

        Gives the last save that it acknowledged; 0 where it came to none.
        """
        assert self.process.stdin is not None
        self.process.stdin.write(f"{path}\n")
        self.process.stdin.flush()
        last, child = 0, 0
        while not child or (saving and not last):
            word, number = self.line()
            assert word in ("child", "saved"), "the workspace could not be opened or saved in after a kill"
            last, child = (number, child) if word == "saved" else (last, number)
        time.sleep(after_seconds)
        os.kill(child, signal.SIGKILL)
        while (line := self.line())[0] != "ended":
            assert line[0] == "saved", "the workspace could not be opened or saved in after a kill"
            last = line[1]
        return last

    def line(self) -> tuple[str, int]:
        assert self.process.stdout is not None
        word, _, number = self.process.stdout.readline().partition(" ")
        return word, int(number)

    def __enter__(self) -> "Savers":
        return self

    def __exit__(self, *error: object) -> None:
        self.process.communicate()


def check(path: Path, acknowledged: int, known: int) -> int:
    """Opens a workspace after a kill and looks at all of it; gives the newest revision."""
    workspace = opened(path)
    with workspace.engine.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    history = workspace.history("hotline")
    newest = history[0].number
    # The save that was under way may be there whole; one that was acknowledged has to be.
    assert max(acknowledged, known) <= newest <= max(acknowledged, known) + 1
    assert [line.number for line in reversed(history)] == list(range(1, newest + 1))
    assert [line.actor for line in history] == [*(f"saver{number}" for number in range(newest, 1, -1)), "ann"]
    assert workspace.verify("hotline") == ()
    for number in range(max(known, 2), newest + 1):
        assert value(workspace, "hotline", "one", number) == f"word{number}"
    if newest > 1:
        (entry,), total = workspace.entries(words=f"word{newest}")
        assert (entry.head, entry.next_review, total) == (newest, ON + timedelta(days=newest), 1)
        assert [item.day for item in workspace.due()] == [ON + timedelta(days=newest)]
        assert workspace.entries(words=f"word{newest - 1}")[1] == 0
    workspace.close()
    # A journal that was begun and says nothing yet is passed over until the next save.
    assert {file.name for file in path.parent.iterdir()} <= {path.name, f"{path.name}-journal"}
    return newest


@pytest.mark.slow
def test_whenever_a_saving_program_is_killed_no_acknowledged_save_is_lost(tmp_path: Path) -> None:
    chance = random.Random(4)
    acknowledged = began = 0
    with Savers() as savers:
        for kill in range(KILLS):
            if kill % FRESH == 0:
                path = tmp_path / str(kill) / "workspace.sqlite"
                workspace = opened(path)
                create(workspace, make(), at=AT)
                workspace.close()
                known = 1
            last = savers.kill_one(path, chance.uniform(0, LATEST_SECONDS), saving=kill % 3 > 0)
            acknowledged += max(last - known, 0)
            began += last > 0
            known = check(path, last, known)
    sys.stdout.write(f"{KILLS} kills, {began} of them after a save, {acknowledged} acknowledged saves, 0 lost\n")
    assert began >= KILLS // 3 * 2
