"""What goes wrong in the server: one line in its log, an answer that owns up to it, and nowhere what somebody wrote."""

import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from starlette.requests import ClientDisconnect

from dpia.web.faults import Lines
from tests.support.browsing import Desk, desk_over, routes_of, served_by
from tests.support.commands import surroundings
from tests.support.reports import small_assessment, small_library
from tests.support.run import HANG_SECONDS

CANARY = "canary-7319"


class Asked(BaseModel):
    people: int


def wrong_value(*_: Any, **__: Any) -> None:
    Asked.model_validate({"people": CANARY})


def wrong_key(*_: Any, **__: Any) -> None:
    {}[CANARY]


def wrong_call(*_: Any, **__: Any) -> None:
    try:
        wrong_key()
    except KeyError as error:
        raise ValueError(CANARY) from error


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_over(tmp_path_factory.mktemp("w") / "workspace.sqlite", small_library()) as found:
        found.add(small_assessment().change(id="full", decision=None))
        yield found


def told(records: list[logging.LogRecord]) -> list[str]:
    return [
        Lines().format(record) for record in records if record.name.partition(".")[0] in ("dpia", "asyncio", "uvicorn")
    ]


@pytest.mark.parametrize("wrong", [wrong_value, wrong_key, wrong_call])
@pytest.mark.parametrize(
    "place",
    [
        "dpia.workspace.store.Workspace.get",
        "dpia.workspace.store.Workspace.entries",
        "dpia.workspace.store.Workspace.history",
        "dpia.workspace.store.Workspace.evaluation",
        "dpia.workspace.store.pack",
        "dpia.web.showing._render",
        "dpia.web.app.words_of",
        "dpia.web.turns.Lock",
        "dpia.web.guarding.Guard.serves",
    ],
)
def test_no_forced_error_on_any_route_tells_what_was_written(
    place: str,
    wrong: Callable[..., None],
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The figure: every route, each of these places, three kinds of error: 0 hits in the log, on the terminal, in an answer."""
    monkeypatch.setattr(place, wrong)
    broken = 0
    for method, path in routes_of(desk.client.app):
        address = path.replace("{name}", "full").replace("{number}", "1")
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            answer = desk.client.ask(method, re.sub(r"\{\w+(:\w+)?\}", "x", address), headers=desk.client.ours)
        lines = told(caplog.records)
        assert CANARY not in answer.text + "".join(lines) + caplog.text, path
        if answer.status_code == 500:
            broken += 1
            assert lines, path
            assert all(re.fullmatch(r"dpia: this is a bug in dpia \(\w+ at \S+:\d+\)", line) for line in lines), lines
            assert len(lines) <= 2, "the error, and one of the page that tells of it"
        else:
            assert lines == [], path
    assert broken
    assert CANARY not in "".join(capfd.readouterr())


def test_with_debugging_every_step_is_told_without_texts(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("DPIA_DEBUG", "1")
    monkeypatch.setattr("dpia.workspace.store.Workspace.get", wrong_call)
    assert desk.client.get("/a/full").status_code == 500
    (line,) = told(caplog.records)
    assert re.search(r"\n  dpia/web/pages/\w+\.py:\d+ in ", line)
    assert "\nKeyError\n" in line
    assert CANARY not in line


def test_whoever_goes_away_while_sending_is_no_bug(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(*_: Any) -> None:
        raise ClientDisconnect

    monkeypatch.setattr("dpia.web.guarding.Guard.serves", gone)
    with pytest.raises(AssertionError):  # there is no answer, and nobody to get one
        desk.client.get("/a/full")
    assert told(caplog.records) == []


def test_a_form_in_chunks_that_is_too_large_is_told_so_before_signing_in(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """It was a bug to the server, which printed a hundred lines."""

    async def endless() -> Any:
        for _ in range(40):
            yield b"x=" + b"x" * 900_000 + b"&"

    headers = {**desk.client.ours, "Content-Type": "application/x-www-form-urlencoded", "Cookie": "x=none"}
    answer = desk.client.ask("POST", "/a/full/decision", headers=headers, content=endless())
    assert answer.status_code == 413
    assert told(caplog.records) == []


def test_a_line_of_another_library_tells_only_who_says_it_and_where() -> None:
    def line(name: str, message: str, error: Exception | None = None) -> str:
        info = (type(error), error, None) if error else None
        return Lines().format(logging.LogRecord(name, logging.ERROR, "/x/events.py", 7, message, (), info))

    assert line("asyncio", CANARY) == "asyncio: ERROR at events:7"
    assert line("asyncio", CANARY, KeyError(CANARY)) == "asyncio: KeyError"
    assert line("uvicorn.error", "Invalid HTTP request received.") == "uvicorn: Invalid HTTP request received."


PROGRAM = f"""
import sys
from dpia.workspace.store import Workspace
def broken(*_, **__):
    {{}}["{CANARY}"]
Workspace.get = broken
from dpia.cli import main
main()
"""


@pytest.mark.slow
@pytest.mark.parametrize("debug", ["", "1"])
def test_a_real_server_prints_one_line_for_a_bug(tmp_path: Path, debug: str) -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "serve", "--no-browser", "-w", str(tmp_path / "w.sqlite")],
        cwd=tmp_path,
        env=surroundings(tmp_path) | {"DPIA_DEBUG": debug},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    with served_by(server, tmp_path).client() as client:
        answer = client.get("/a/x")
    server.terminate()
    out, err = server.communicate(timeout=HANG_SECONDS)
    assert answer.status_code == 500
    assert CANARY not in answer.text + out + err
    first, *steps = err.splitlines()
    assert re.fullmatch(r"dpia: this is a bug in dpia \(KeyError at dpia/\S+\.py:\d+\)", first)
    assert bool(steps) == bool(debug)
