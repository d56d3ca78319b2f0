"""The browser is opened without the code standing where other users of the machine can see it, and is signed in by itself."""

import os
import stat
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from dpia.web.guarding import Guard
from dpia.web.launching import Launch
from tests.support.browsing import browser_missing, serve

ADDRESS = "http://dpia-x.localhost:8951/"


@pytest.fixture
def guard() -> Guard:
    return Guard(frozenset(["dpia-x.localhost"]), 8951)


def opened(launch: Launch, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the browser is started with."""
    told: list[str] = []
    monkeypatch.setattr("webbrowser.open", told.append)
    monkeypatch.setattr("dpia.web.launching.SECONDS", 0)
    launch.open_soon().join()
    return told[0]


def test_the_browser_is_started_with_a_private_file_that_alone_knows_the_code(
    guard: Guard, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = os.umask(0)
    try:
        with Launch(guard, ADDRESS) as launch:
            told = opened(launch, monkeypatch)
            assert told.startswith("file:///") and guard.code not in told
            file = Path(unquote(urlsplit(told).path))
            assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode)) == (0o600, 0o700)
            assert guard.code in file.read_text() and f'action="{ADDRESS}launch"' in file.read_text()
            launch.forget()
            assert not file.exists()
            launch.forget()
        assert not file.parent.exists()
    finally:
        os.umask(before)


@pytest.mark.slow
@pytest.mark.skipif(browser_missing() is not None, reason=browser_missing() or "")
def test_chromium_is_signed_in_by_the_file_and_led_on(
    browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `dpia serve` does it; the program that it starts as the browser is Chromium, by way of a script that says with what."""
    said = tmp_path / "said"
    program = tmp_path / "browser.sh"
    program.write_text(f'#!/bin/sh\necho "$1" > {said}.part && mv {said}.part {said}\n')
    program.chmod(0o700)
    server = serve(tmp_path / "w.sqlite", browser=f"{program} %s")
    try:
        page = browser.new_context().new_page()
        page.wait_for_timeout(1)
        while not said.exists():
            page.wait_for_timeout(100)
        address = said.read_text().strip()
        listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
        assert server.code not in listed + address
        file = Path(unquote(urlsplit(address).path))
        page.goto(address)
        page.wait_for_url(f"{server.origin}/")
        assert page.inner_text("h1") == "Assessments"
        assert not file.exists(), "its code is used"
        page.goto(f"{server.origin}/new")
        assert page.query_selector("#sign-in") is None
        page.go_back()
        assert page.url == f"{server.origin}/"
        page.go_back()
        assert page.url == "about:blank", "what signed in is not in the history of the tab, to be sent a second time"
        page.goto(f"{server.origin}/new")
        assert page.query_selector("#sign-in") is None
    finally:
        server.stop()


@pytest.mark.slow
@pytest.mark.skipif(browser_missing() is not None, reason=browser_missing() or "")
def test_a_code_is_typed_and_a_wrong_one_is_told(browser: Any, tmp_path: Path) -> None:
    server = serve(tmp_path / "w.sqlite")
    try:
        page = browser.new_context().new_page()
        for code, told in (("wrong", "That is not the code."), (server.code.upper(), ""), (server.code, "used before")):
            page.goto(f"{server.origin}/due")
            page.fill("#code", code)
            page.click("#sign-in button")
            if told:
                assert told in page.inner_text("[role=alert]")
                assert page.query_selector(".unsent") is None
                continue
            page.wait_for_url(f"{server.origin}/due")
            assert page.inner_text("h1") == "Due"
            assert page.evaluate("sessionStorage.length") == 0, "a code is no draft"
            page.context.clear_cookies()
    finally:
        server.stop()
