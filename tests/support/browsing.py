"""The browser application for tests: asked in this process as a browser would ask it, or served and opened in Chromium."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpx
from fastapi import FastAPI

from dpia.assessment.model import Assessment
from dpia.data import TEMPLATES
from dpia.questionnaire.library import Library
from dpia.shipped import example_path, shipped_library
from dpia.web import Guard, create_app
from dpia.web.keys import KEY_HEADER
from dpia.web.principals import local
from dpia.workspace import Workspace, open_workspace
from tests.support.commands import surroundings
from tests.support.run import HANG_SECONDS

HOST = "127.0.0.1:8765"
ORIGIN = f"http://{HOST}"
ACTOR = "A. Analyst"
EXAMPLES = ("lumen-line", "adlens", "bridgecase")
CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parents[1] / "web/axe/node_modules/axe-core/axe.min.js"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--force-color-profile=srgb",
)
"""Debian's Chromium, quiet: nothing of the browser itself goes to the network."""
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


# ------------------------------------------------------------------------------------------------ asked in this process


class Client:
    """A browser without a screen: it keeps the cookie and sends what a browser sends of our own pages."""

    def __init__(self, app: FastAPI, *, cookie: str | None = None) -> None:
        self.app = app
        self._runner = asyncio.Runner()
        self._http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ORIGIN, timeout=HANG_SECONDS)
        if cookie is not None:
            self._http.cookies.set(app.state.guard.cookie, cookie)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Gives the loop back."""
        self._runner.run(self._http.aclose())
        self._runner.close()

    @property
    def ours(self) -> dict[str, str]:
        """What tells that a request comes from one of our own pages."""
        key = self.app.state.guard.form_key
        return {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin", KEY_HEADER: key}

    def ask(
        self, method: str, address: str, *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> httpx.Response:
        """A request, as it is: nothing is added to its headers but the cookie. A header of None is left out."""
        return self._runner.run(self._http.request(method, address, headers=dict(headers or {}), **more))

    def get(self, address: str, **more: Any) -> httpx.Response:
        """A page."""
        return self.ask("GET", address, **more)

    def post(
        self,
        address: str,
        data: Mapping[str, Any] | Sequence[tuple[str, str]] | None = None,
        *,
        part: bool = False,
        **more: Any,
    ) -> httpx.Response:
        """A form that was sent by one of our own pages, with their key; `part` as htmx does it."""
        headers = {**self.ours, **({"HX-Request": "true"} if part else {})}
        if data is not None and not isinstance(data, Mapping):
            grouped: dict[str, list[str]] = {}
            for name, value in data:
                grouped.setdefault(name, []).append(value)
            data = grouped
        return self.ask("POST", address, headers=headers, data=data or {}, **more)

    def follow(self, answer: httpx.Response) -> httpx.Response:
        """The page that a redirect leads to."""
        assert answer.status_code == 303, (answer.status_code, said(answer))
        return self.get(answer.headers["location"])


@dataclass
class Desk:
    """A workspace with the application over it, and a browser that is let in."""

    workspace: Workspace
    path: Path
    guard: Guard
    client: Client

    def head(self, name: str) -> int:
        """The newest revision."""
        return self.workspace.get(name).head

    def assessment(self, name: str) -> Assessment:
        """An assessment as it stands."""
        return self.workspace.get(name).assessment

    def histories(self) -> dict[str, tuple[Any, ...]]:
        """The history of each assessment, in the archive or not."""
        found = [entry for archived in (False, True) for entry in self.workspace.entries(archived=archived)[0]]
        return {entry.id: (entry.archived, *self.workspace.history(entry.id)) for entry in found}

    def add(self, assessment: Assessment) -> str:
        """Takes an assessment in."""
        self.workspace.create(assessment, actor=ACTOR, at=datetime.now(UTC))
        return assessment.id


@contextmanager
def desk_over(path: Path, library: Library | None = None, language: str = "en") -> Iterator[Desk]:
    """The application over a workspace in a file."""
    workspace = open_workspace(path, library or shipped_library(), at=datetime.now(UTC))
    guard = Guard(frozenset(["127.0.0.1", "localhost"]), 8765)
    app = create_app(workspace, guard, principal=local("analyst", ACTOR), language=language)
    with Client(app, cookie=guard.session) as client:
        try:
            yield Desk(workspace, path, guard, client)
        finally:
            app.state.renderings.close()
            app.state.previews.close()
            workspace.close()


def example(name: str) -> Assessment:
    """A worked example."""
    from dpia.assessment.files import read_assessment

    return read_assessment(example_path(name))[0]


# --------------------------------------------------------------------------------------------------------- pages as trees


@dataclass
class Node:
    """An element of a page, or a text in it (`#text`)."""

    tag: str
    attributes: dict[str, str]
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def all(self) -> Iterator[Node]:
        """This element and all in it, in order."""
        yield self
        for child in self.children:
            yield from child.all()

    def find(self, tag: str, **wanted: str) -> list[Node]:
        """The elements with a tag and these attributes; `id_` stands for `id`."""
        pairs = {name.rstrip("_").replace("_", "-"): value for name, value in wanted.items()}
        return [
            node
            for node in self.all()
            if node.tag == tag and all(node.attributes.get(name) == value for name, value in pairs.items())
        ]

    def words(self) -> str:
        """All text in it, with single spaces."""
        return " ".join("".join(node.text + " " for node in self.all()).split())

    def shape(self) -> list[str]:
        """The tags and the names of their attributes, in order: what a harmless and a hostile text have to share."""
        return [f"{node.tag} {' '.join(sorted(node.attributes))}" for node in self.all() if node.tag != "#text"]


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if any(node.tag == tag for node in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(Node("#text", {}, text=data))


def tree(answer: httpx.Response | str) -> Node:
    """A page as a tree."""
    parser = _Tree()
    parser.feed(answer if isinstance(answer, str) else answer.text)
    parser.close()
    return parser.root


def said(answer: httpx.Response) -> str:
    """What a page says to a reader."""
    return tree(answer).words()


def form_data(answer: httpx.Response, form_id: str = "answers") -> list[tuple[str, str]]:
    """What a browser would send of a form as it stands."""
    (form,) = tree(answer).find("form", id_=form_id)
    return list(fields_of(form))


def fields_of(form: Node) -> Iterator[tuple[str, str]]:
    for node in form.all():
        name = node.attributes.get("name", "")
        if not name or "disabled" in node.attributes:
            continue
        if node.tag == "input":
            kind = node.attributes.get("type", "text")
            if kind in ("radio", "checkbox") and "checked" not in node.attributes:
                continue
            yield name, node.attributes.get("value", "")
        elif node.tag == "textarea":
            yield name, "".join(part.text for part in node.all()).removeprefix("\n")
        elif node.tag == "select":
            options = [one for one in node.find("option") if "selected" in one.attributes]
            if not options and "multiple" not in node.attributes:
                options = node.find("option")[:1]
            for option in options:
                yield name, option.attributes.get("value", option.words())


def filled(answer: httpx.Response, form_id: str = "answers", **given: Any) -> list[tuple[str, str]]:
    """The same with other values: `{"everything.name": "x"}`; a list sends several, None sends none."""
    return changed(form_data(answer, form_id), given)


def changed(pairs: Sequence[tuple[str, str]], given: Mapping[str, str | Sequence[str] | None]) -> list[tuple[str, str]]:
    """The pairs of a form with other values for some names."""
    kept = [(name, value) for name, value in pairs if name not in given]
    for name, value in given.items():
        values = [] if value is None else [value] if isinstance(value, str) else value
        kept += [(name, one) for one in values]
    return kept


def local_links(page: Node, at: str) -> set[str]:
    """The addresses on this site that a page links to."""
    found = set()
    for node in page.all():
        for name in ("href", "src", "action"):
            if name in node.attributes:
                address = urljoin(ORIGIN + at, node.attributes[name])
                if urlsplit(address).netloc == HOST:
                    found.add(address.removeprefix(ORIGIN).partition("#")[0])
    return found


# -------------------------------------------------------------------------------------------- served, for a real browser


@dataclass
class Served:
    """`dpia serve` in a process of its own."""

    process: subprocess.Popen[str]
    origin: str
    code: str
    workspace: Path

    def open(self, page: Any, address: str = "/") -> None:
        """Opens an address in a page of a browser, and signs in there with the code, where that is needed still."""
        page.goto(self.origin + address)
        if page.query_selector("#sign-in"):
            page.fill("#code", self.code)
            page.click("#sign-in button")
            page.wait_for_selector("#sign-in", state="detached")

    @contextmanager
    def client(self) -> Iterator[httpx.Client]:
        """A client that is signed in, without asking anybody where names that end with localhost are."""
        at = urlsplit(self.origin)
        headers = {"Host": at.netloc, "Origin": self.origin}
        with httpx.Client(base_url=f"http://127.0.0.1:{at.port}", headers=headers, timeout=HANG_SECONDS) as client:
            assert client.post("/sign-in", data={"code": self.code, "to": "/"}).status_code == 303
            yield client

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()

    def stop(self) -> None:
        """Ends it as Ctrl+C does; it has to be running still."""
        ended = self.process.poll()
        if ended is None:
            self.process.send_signal(signal.SIGINT)
        _, complaint = self.process.communicate(timeout=HANG_SECONDS)
        assert ended is None, f"dpia serve ended by itself with {ended}: {complaint}"


def serve(workspace: Path, *options: str, port: int = 0, browser: str = "") -> Served:
    """Starts `dpia serve` on a workspace, and waits for its address; `browser` is the command of the browser it opens."""
    command = [
        sys.executable,
        "-m",
        "dpia",
        "serve",
        "--browser" if browser else "--no-browser",
        "--port",
        str(port),
        "--workspace",
        str(workspace),
    ]
    process = subprocess.Popen(
        [*command, "--as", ACTOR, *options],
        cwd=workspace.parent,
        env=surroundings(workspace.parent) | ({"BROWSER": browser} if browser else {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    return served_by(process, workspace)


def served_by(process: subprocess.Popen[str], workspace: Path) -> Served:
    """What a process that runs `dpia serve` says of itself."""
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"(http\S+)/ and type the code (\S+)", line)
    if found is None:
        process.kill()
        raise AssertionError(f"dpia serve said: {line}{process.communicate()[1]}")
    return Served(process, found[1], found[2], workspace)


@contextmanager
def served(workspace: Path, *options: str) -> Iterator[Served]:
    """`dpia serve`, ended at the end."""
    server = serve(workspace, *options)
    try:
        yield server
    finally:
        server.stop()


def browser_missing() -> str | None:
    """Why there is no browser to test with, or None."""
    if not os.access(CHROMIUM, os.X_OK):
        return "needs Debian's chromium: run `scripts/setup.sh dev`"
    return None


def axe_missing() -> str | None:
    """Why axe-core cannot look at pages, or None."""
    return browser_missing() or (None if AXE.is_file() else "needs axe-core: run `scripts/setup.sh dev`")


@contextmanager
def chromium() -> Iterator[Any]:
    """Chromium, for as long as the tests of a module take."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


WAIT_MS = 120_000
"""After so long a page is given up: for what hangs, never for what is slow."""
HURRIED = "document.getElementById('answers')?.setAttribute('data-pause', '30');\n"
"""Shortens the pause after which a page saves what was typed; it comes before web.js, as if the page said it."""


def browsing(browser: Any, **options: Any) -> Any:
    """A browser with nothing in it yet, in which pages save without waiting for the hands to rest."""
    context = browser.new_context(**options)
    context.set_default_timeout(WAIT_MS)
    script = HURRIED + (TEMPLATES / "web/static/web.js").read_text(encoding="utf-8")
    context.route("**/static/web.js", lambda route: route.fulfill(content_type="text/javascript", body=script))
    return context


def is_answered(page: Any) -> None:
    """Waits until the save that is under way has been answered and the page shows what came back."""
    page.wait_for_function("() => !document.getElementById('answers').classList.contains('htmx-request')")


def is_saved(page: Any) -> None:
    """Waits until nothing is left to save but what is told to be wrong. What was typed waits from its first key on."""
    page.wait_for_function(
        "() => ['done', 'partly'].includes(document.getElementById('saved').dataset.state ?? 'done')"
    )
    is_answered(page)


class Watched:
    """A page of the browser, with everything that went wrong on it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.faults: list[str] = []
        self.elsewhere: list[str] = []
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("dialog", self._asked)
        page.on("request", self._requested)

    def _said(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"{message.type}: {message.text}")

    def _asked(self, dialog: Any) -> None:
        self.faults.append(f"dialog: {dialog.type} {dialog.message}")
        dialog.accept()

    def _requested(self, request: Any) -> None:
        host = urlsplit(request.url).hostname
        if host not in (None, "127.0.0.1") and not str(host).endswith(".localhost"):
            self.elsewhere.append(request.url)


def axe(page: Any) -> list[str]:
    """What axe-core finds on a page against WCAG 2.2 AA: a line for each rule and element."""
    page.wait_for_load_state("load")  # a page that reloads itself has no style for a moment
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
        ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    )
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {json.dumps(node['any'] or node['all'] or node['none'])[:300]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


# ------------------------------------------------------------------------------------------------------ routes of the app


def routes_of(app: FastAPI) -> list[tuple[str, str]]:
    """Every route as method and path, `POST /a/{name}/sign`, those of included routers as well."""
    return sorted(set(_routes(app.router.routes, "")))


def _routes(routes: Sequence[Any], prefix: str) -> Iterator[tuple[str, str]]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _routes(inner.routes, prefix + route.include_context.prefix)
        else:
            yield from ((method, prefix + route.path) for method in getattr(route, "methods", None) or ())
