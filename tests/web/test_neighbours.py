"""Other programs of this machine, and hostile pages, beside a server that is in use: in a real browser."""

import http.server
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.browsing import Served, browser_missing, served

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(browser_missing() is not None, reason=browser_missing() or ""),
]


@contextmanager
def program(host: str, page: str) -> Iterator[tuple[str, list[str]]]:
    """Another program that listens on this machine: its address, and every cookie that it was sent."""
    cookies: list[str] = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.headers.get("Cookie"):
                cookies.append(self.headers["Cookie"])
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer((host, 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://{host}:{server.server_port}/", cookies
        finally:
            server.shutdown()


def lured(browser_context: Any, there: str) -> None:
    """A hostile page of another site leads the tab to a program of this machine, which asks itself for more."""
    with program("127.0.0.2", f'<script>location = "{there}"</script>') as (evil, _):
        page = browser_context.new_page()
        page.goto(evil)
        page.wait_for_function("() => document.title === 'done'")
        page.close()


STEALS = '<script>document.title || fetch("/steal").then(() => (document.title = "done"))</script>'


def test_no_program_on_another_port_is_sent_the_cookie(browser: Any, server: Served) -> None:
    context = browser.new_context()
    page = context.new_page()
    server.open(page)
    for host in ("127.0.0.1", "localhost"):
        with program("127.0.0.1", STEALS) as (there, cookies):
            lured(context, there.replace("127.0.0.1", host))
            assert cookies == []
    assert context.cookies(server.origin) != [], "there is one to be sent"
    context.close()


def test_under_a_plain_address_a_stolen_cookie_changes_nothing(browser: Any, tmp_path: Path) -> None:
    """That the attack above is one: under 127.0.0.1 the cookie is sent to every port. It does not bring the form key."""
    with served(tmp_path / "w.sqlite", "--plain-address") as server, program("127.0.0.1", STEALS) as (there, cookies):
        assert urlsplit(server.origin).hostname == "127.0.0.1"
        context = browser.new_context()
        server.open(context.new_page())
        lured(context, there)
        assert cookies
        headers = {"Cookie": cookies[0], "Sec-Fetch-Site": "same-origin", "Origin": server.origin}
        answer = context.request.post(f"{server.origin}/new", headers=headers, form={"title": "Theirs"})
        assert answer.status == 403
        context.close()


def test_two_servers_in_one_browser_leave_each_other_signed_in(browser: Any, tmp_path: Path) -> None:
    for options in ((), ("--plain-address",)):
        for folder in ("one", "two"):
            (tmp_path / folder).mkdir(exist_ok=True)
        with (
            served(tmp_path / "one" / "w.sqlite", *options) as one,
            served(tmp_path / "two" / "w.sqlite", *options) as two,
        ):
            context = browser.new_context()
            page = context.new_page()
            for server in (one, two, one, two):
                server.open(page)
                server.code = "it was used"
                assert page.inner_text("h1") == "Assessments"
            context.close()


def test_a_page_of_another_site_can_neither_use_the_code_up_nor_sign_anybody_in(browser: Any, server: Served) -> None:
    """Pictures, prefetches and forms of a page that does not know the code."""
    tries = "".join(
        f'<img src="{server.origin}{path}"><link rel="prefetch" href="{server.origin}{path}">'
        for path in ("/launch", f"/launch?code={server.code}", f"/sign-in?code={server.code}")
    )
    form = f'<form method="post" action="{server.origin}/launch"><input name="code" value="x"></form>'
    context = browser.new_context()
    with program("127.0.0.2", f"{tries}{form}<script>onload = () => document.forms[0].submit()</script>") as (evil, _):
        page = context.new_page()
        page.goto(evil)
        page.wait_for_url(f"{server.origin}/launch")
    assert context.cookies(server.origin) == []
    server.open(page)
    assert page.inner_text("h1") == "Assessments"
    context.close()
