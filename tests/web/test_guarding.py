"""No foreign site, no other user of the machine and no oversized request gets anything done, and GET changes nothing."""

import hashlib
import http.client
import re
import socket
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
import pytest

from dpia.web.entries import Entry
from dpia.web.guarding import HEADERS, LAUNCH, MAX_BODY, NOT_OURS, Guard
from dpia.web.keys import KEY_FIELD, KEY_HEADER
from dpia.web.showing import HTMX, HTMX_SHA256, STATIC
from tests.support.browsing import ACTOR, HOST, ORIGIN, Client, Desk, desk_over, example, routes_of, said, served, tree
from tests.support.reports import small_assessment, small_library
from tests.support.run import HANG_SECONDS

OURS = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
HOSTS = [
    "evil.example",
    "evil.example:8765",
    "127.0.0.1",
    "127.0.0.1:80",
    "127.0.0.1:8765.evil.example",
    "127.0.0.1:8765@evil.example",
    "evil.example#127.0.0.1:8765",
    "localhost",
    "[::1]:8765",
    "0.0.0.0:8765",
    "127.0.0.2:8765",
    "",
]
ORIGINS = [
    "http://evil.example",
    "https://127.0.0.1:8765",
    "http://127.0.0.1:8766",
    "http://127.0.0.1",
    "http://localhost:8765",
    "http://127.0.0.1:8765.evil.example",
    "http://127.0.0.1:8765@evil.example",
    "http://evil.example/http://127.0.0.1:8765",
    "http://[",
    "http://[::1]:8765",
    "file://",
    "chrome-extension://abc",
    "",
]
SITES = ["cross-site", "same-site", "none", "", "SAME-ORIGIN", "same-origin, cross-site", "self"]
VARIANTS: list[tuple[str, dict[str, str]]] = [
    *((f"Host: {host}", {**OURS, "Host": host}) for host in HOSTS),
    *((f"Host: {host}, its own Origin", {**OURS, "Host": host, "Origin": f"http://{host}"}) for host in HOSTS if host),
    *((f"Origin: {origin}", {**OURS, "Origin": origin}) for origin in ORIGINS),
    *((f"Origin: {origin} alone", {"Origin": origin}) for origin in [*ORIGINS, "null"]),
    *((f"Sec-Fetch-Site: {site}", {**OURS, "Sec-Fetch-Site": site}) for site in SITES),
    *((f"Sec-Fetch-Site: {site}, no Origin", {"Sec-Fetch-Site": site}) for site in SITES),
    *((f"Sec-Fetch-Site: {site}, Origin: null", {"Sec-Fetch-Site": site, "Origin": "null"}) for site in SITES),
    ("neither Origin nor Sec-Fetch-Site", {}),
    ("forwarded", {"Host": "evil.example", "X-Forwarded-Host": HOST, "Forwarded": f"host={HOST}", **OURS}),
    ("forwarded from elsewhere", {"Sec-Fetch-Site": "cross-site", "X-Forwarded-Proto": "http", "Origin": ORIGIN}),
]
VALUES = {
    "name": "lumen-line",
    "file": "screening",
    "section": "what_and_who",
    "key": "screening.processing_name",
    "risk_id": "R01",
    "measure_id": "M01",
    "sha256": "0" * 64,
    "kind": "yaml",
    "number": "1",
}
FORM = {"name": "lumen-line", "title": "Another title", "classification": "public", "reason": "So.", "locked": "yes"}
FORM |= {"asked": "screening.processing_name", "screening.processing_name": "Another name", "do": "save", "seen": "1"}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_over(tmp_path_factory.mktemp("w") / "workspace.sqlite") as found:
        found.add(example("lumen-line"))
        yield found


def address(path: str, **values: str) -> str:
    return re.sub(r"{(\w+)}", lambda match: {**VALUES, **values}[match[1]], path)


def key(desk: Desk) -> dict[str, str]:
    return {KEY_HEADER: desk.guard.form_key}


def unsafe(desk: Desk) -> list[tuple[str, str]]:
    return [(method, path) for method, path in routes_of(desk.client.app) if method in UNSAFE]


def safe(desk: Desk) -> list[str]:
    return [path for method, path in routes_of(desk.client.app) if method == "GET"]


def queries(path: str) -> str:
    return "?old=1&new=1" if path.endswith("/compare") else ""


def test_every_unsafe_route_refuses_every_hostile_host_origin_and_site(desk: Desk) -> None:
    before, routes = desk.histories(), unsafe(desk)
    assert len(routes) >= 24
    assert len(VARIANTS) >= 60
    served_anyway = []
    for method, path in routes:
        for told, headers in VARIANTS:
            answer = desk.client.ask(method, address(path), headers={**headers, **key(desk)}, data=FORM)
            if answer.status_code not in (400, 403):
                served_anyway.append(f"{method} {path} with {told}: {answer.status_code}")
    assert served_anyway == []
    assert desk.histories() == before


def test_every_unsafe_route_serves_our_own_pages(desk: Desk, tmp_path: Path) -> None:
    """The refusals above are for the headers: with those of our own pages no route answers as the guard does."""
    with desk_over(tmp_path / "workspace.sqlite") as other:
        for method, path in unsafe(other):
            other.add(example("lumen-line")) if "lumen-line" not in other.histories() else None
            if path == LAUNCH:
                continue
            answer = other.client.ask(method, address(path), headers=other.client.ours, data=FORM)
            done = (200,) if path == "/shown" else (201, 303, 404, 409, 422)
            assert answer.status_code in done, f"{method} {path}: {answer.status_code}"


@pytest.mark.parametrize("headers", [OURS, {"Origin": ORIGIN}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"}])
def test_a_form_of_our_own_pages_is_taken(tmp_path: Path, headers: dict[str, str]) -> None:
    with desk_over(tmp_path / "workspace.sqlite") as desk:
        form = {"title": "Night chat", KEY_FIELD: desk.guard.form_key}
        answer = desk.client.ask("POST", "/new", headers=headers, data=form)
        assert (answer.status_code, list(desk.histories())) == (303, ["night-chat"])


@pytest.mark.parametrize("cookie", [None, "", "x", "0" * 43, "dpia_session=", "\u00e9"])
def test_nothing_is_read_or_stored_without_the_right_cookie(desk: Desk, cookie: str | None) -> None:
    before = desk.histories()
    headers = {} if cookie is None else {"Cookie": f"{desk.guard.cookie}={cookie}".encode("latin-1")}
    with Client(desk.client.app) as stranger:
        for method, path in routes_of(desk.client.app):
            if path == "/healthz":
                continue
            answer = stranger.ask(
                method, address(path) + queries(path), headers={**stranger.ours, **headers}, data=FORM
            )  # type: ignore[dict-item]
            assert answer.status_code == 403, f"{method} {path}"
    assert desk.histories() == before


def test_a_stranger_learns_neither_who_works_here_nor_on_what(desk: Desk) -> None:
    with Client(desk.client.app) as stranger:
        for path in (
            "/",
            LAUNCH,
            "/launched",
            "/sign-in",
            "/sign-in/x",
            "/static/none",
            "/static/",
            "/healthz",
            "/healthzz",
            "/none",
        ):
            answer = stranger.get(path)
            assert ACTOR not in answer.text, path
            assert "umen" not in answer.text, path


def test_the_cookie_alone_changes_nothing(desk: Desk) -> None:
    """Whoever stole it, and forges every header that a browser sends, does not know the key of our forms."""
    before = desk.histories()
    for method, path in unsafe(desk):
        if path in ("/sign-in", LAUNCH):
            continue
        for more in ({}, {KEY_HEADER: ""}, {KEY_HEADER: "x"}, {KEY_HEADER: desk.guard.session}, {KEY_HEADER: "\u00e9"}):
            headers = {name: value.encode("latin-1") for name, value in {**OURS, **more}.items()}
            form = {**FORM, **({KEY_FIELD: more[KEY_HEADER]} if more else {}), "code": desk.guard.code}
            answer = desk.client.ask(method, address(path), headers=headers, data=form)  # type: ignore[arg-type]
            assert answer.status_code == 403, f"{method} {path} with {more}"
    assert desk.histories() == before


def test_a_form_without_its_key_gives_the_words_back(desk: Desk) -> None:
    answer = desk.client.ask("POST", "/a/lumen-line/measures", headers=OURS, data={"title": "Words of mine"})
    assert (answer.status_code, "Words of mine" in answer.text, "Nothing of it was saved" in said(answer)) == (
        403,
        True,
        True,
    )


def test_no_page_of_another_program_is_of_the_site_of_the_cookie(tmp_path: Path) -> None:
    """Cookies carry no port: so the host is one that no other program knows, and the cookie bears the port in its name."""
    guards = [Guard(frozenset(["dpia-x.localhost"]), port) for port in (8951, 8952)]
    assert [one.cookie for one in guards] == ["dpia_session_8951", "dpia_session_8952"]
    assert guards[0].hosts == {"dpia-x.localhost:8951"}
    assert Guard(frozenset(["127.0.0.1"]), 80).hosts == {"127.0.0.1"}


def launch(browser: Client, code: str, **headers: str) -> httpx.Response:
    """What the private file sends, as Chromium and Firefox send it."""
    sent = {"Origin": "null", "Sec-Fetch-Site": "cross-site", "Content-Type": "application/x-www-form-urlencoded"}
    return browser.ask("POST", LAUNCH, headers={**sent, **headers}, content=f"code={code}".encode())


def test_the_code_is_exchanged_once_for_a_cookie_that_no_script_reads(tmp_path: Path) -> None:
    with desk_over(tmp_path / "workspace.sqlite") as desk, Client(desk.client.app) as browser:
        code = desk.guard.code
        assert re.fullmatch(r"[2-9a-z]{5}-[2-9a-z]{5}", code)
        for wrong in ("", "x", code[:-1], code + "x", desk.guard.session, "\u00e9" * 10):
            answer = launch(browser, wrong)
            assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
            assert "That is not the code" in said(answer)
        answer = launch(browser, code)
        assert answer.status_code == 200
        (refresh,) = tree(answer).find("meta", http_equiv="refresh")
        assert refresh.attributes["content"] == "0; url=/", "a page of ours leads on, and the cookie goes along"
        parts = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")}
        assert {"httponly", "samesite=strict", "path=/"} <= parts
        assert not any(part.startswith(("domain=", "expires=", "max-age=")) for part in parts)
        assert browser.get("/").status_code == 200


def test_a_code_that_comes_again_signs_everybody_out_and_says_so(tmp_path: Path) -> None:
    with desk_over(tmp_path / "workspace.sqlite") as desk:
        desk.add(example("lumen-line"))
        before, told = desk.histories(), list[Entry]()
        desk.guard.entered = lambda guard, entry: told.append(entry)
        with Client(desk.client.app) as thief, Client(desk.client.app) as owner:
            code, key_before = desk.guard.code, desk.guard.form_key
            assert launch(thief, code).status_code == 200
            answer = launch(owner, code)
            assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
            assert "Everybody is signed out now" in said(answer)
            assert told == [Entry.LET_IN, Entry.USED]
            for client in (thief, owner, desk.client):
                assert client.get("/").status_code == 403
            for method, path in unsafe(desk):
                answer = thief.ask(method, address(path), headers={**OURS, KEY_HEADER: key_before}, data=FORM)
                assert answer.status_code == 403, f"{method} {path}"
            assert launch(thief, code).status_code == 403, "the old code is a wrong one now"
            assert launch(owner, desk.guard.code).status_code == 200
            assert (owner.get("/").status_code, thief.get("/").status_code) == (200, 403)
        assert desk.histories() == before


def test_of_two_who_bring_the_code_at_once_one_is_the_second() -> None:
    class Slow(Guard):
        def __getattribute__(self, name: str) -> Any:
            found = super().__getattribute__(name)
            if name == "used":
                time.sleep(0.1)
            return found

    guard = Slow(frozenset([HOST]), 1)
    with ThreadPoolExecutor(2) as pool:
        entries = list(pool.map(guard.take, [guard.code] * 2))
    assert sorted(entries, key=str) == [Entry.LET_IN, Entry.USED]


def test_who_was_let_in_gets_no_session_that_began_after_everybody_was_signed_out(tmp_path: Path) -> None:
    with desk_over(tmp_path / "workspace.sqlite") as desk, Client(desk.client.app) as thief:
        code, take = desk.guard.code, desk.guard.take

        def overtaken(given: str) -> Entry:
            entry = take(given)
            assert take(given) is Entry.USED, "the owner comes before the thief is answered"
            return entry

        desk.guard.take = overtaken  # type: ignore[method-assign]
        assert launch(thief, code).status_code == 200
        assert thief.get("/").status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": ORIGIN}, {"Content-Type": "text/plain"}, {"Host": "evil.example"},
     {"Content-Type": "multipart/form-data; boundary=x"}, {"Content-Length": "201"}, {"Content-Length": "9" * 30}],
    ids=str,
)  # fmt: skip
def test_the_way_of_the_private_file_takes_nothing_else(tmp_path: Path, headers: dict[str, str]) -> None:
    with desk_over(tmp_path / "workspace.sqlite") as desk, Client(desk.client.app) as browser:
        assert launch(browser, desk.guard.code, **headers).status_code in (400, 403, 413)
        for method in ("GET", "HEAD", "PUT", "OPTIONS"):
            answer = browser.ask(method, f"{LAUNCH}?code={desk.guard.code}", headers=OURS)
            assert answer.status_code == 403, "a picture or a prefetch"
        assert not desk.guard.used


def test_get_never_changes_the_store(desk: Desk) -> None:
    before, paths = desk.path.read_bytes(), safe(desk)
    assert len(paths) >= 24
    for path in paths:
        for query in (
            queries(path),
            queries(path) + ("&" if queries(path) else "?") + "archived=true&do=remove&words=x",
        ):
            answer = desk.client.get(address(path) + query)
            assert answer.status_code in (200, 404), f"{path}: {answer.status_code} {said(answer)}"
    for method, path in unsafe(desk):
        if path == LAUNCH:
            continue
        assert desk.client.ask(method="GET", address=address(path)).status_code in (200, 404, 405), f"{method} {path}"
        assert desk.client.ask("HEAD", address(path)).status_code in (200, 404, 405), f"{method} {path}"
    assert desk.path.read_bytes() == before


def assert_headers(answer: httpx.Response, told: str) -> None:
    for name in ("Cache-Control", "Referrer-Policy", "X-Content-Type-Options", "Cross-Origin-Opener-Policy"):
        assert answer.headers.get(name) == HEADERS[name], f"{told}: {name}"
    policy = answer.headers.get("Content-Security-Policy", "")
    assert policy.startswith("default-src 'none'"), told
    assert "base-uri 'none'" in policy, told
    if "sandbox" not in policy:
        assert "unsafe" not in policy, told
        assert "frame-ancestors 'none'" in policy, told


def test_every_answer_carries_the_headers(desk: Desk) -> None:
    for path in safe(desk):
        assert_headers(desk.client.get(address(path) + queries(path)), path)
    for method, path in unsafe(desk):
        assert_headers(desk.client.ask(method, address(path), headers={}), f"refused {path}")
    for path in (
        "/static/web.css",
        f"/static/{HTMX}",
        "/static/none.js",
        "/static/fonts/NotoSans-Regular.ttf",
        "/none",
    ):
        assert_headers(desk.client.get(path), path)
    assert_headers(desk.client.get("/", headers={"Host": "evil.example"}), "a foreign host")
    assert_headers(desk.client.ask("DELETE", "/new", headers=OURS), "a method that is not there")
    assert_headers(desk.client.ask("POST", "/new", headers={**OURS, "Content-Length": str(MAX_BODY + 1)}), "too large")


def test_only_the_preview_of_the_report_allows_styles_and_it_is_in_a_sandbox(desk: Desk) -> None:
    answer = desk.client.get("/a/lumen-line/report.html")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.rstrip(";").endswith("sandbox")
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_bug_is_told_in_a_line_with_the_headers_and_without_what_was_written(tmp_path: Path) -> None:
    with desk_over(tmp_path / "workspace.sqlite") as desk:

        @desk.client.app.get("/breaks")
        def breaks() -> None:
            raise RuntimeError("the words of a victim")

        answer = desk.client.get("/breaks")
        assert answer.status_code == 500
        assert "This is a bug in dpia (RuntimeError)" in said(answer)
        assert "victim" not in answer.text
        assert_headers(answer, "a bug")


@pytest.mark.parametrize("length", [str(MAX_BODY + 1), "9" * 30, "-1", "1e3", ""])
def test_a_body_that_says_it_is_too_large_is_refused(desk: Desk, length: str) -> None:
    before = desk.histories()
    answer = desk.client.ask("POST", "/new", headers={**desk.client.ours, "Content-Length": length}, content=b"title=x")
    assert answer.status_code == 413
    assert desk.histories() == before


@pytest.mark.parametrize(
    ("path", "kind", "opening"),
    [
        ("/new", "application/x-www-form-urlencoded", b"title="),
        (
            "/import",
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="x"; filename="x"',
        ),
        ("/api/v1/assessments", "application/json", b'{"assessment": {"title": "'),
    ],
)
def test_a_body_in_chunks_is_cut_off_at_the_limit(desk: Desk, path: str, kind: str, opening: bytes) -> None:
    before, sent = desk.histories(), 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal sent
        yield opening + (b"\r\n\r\n" if b"filename" in opening else b"")
        while sent < 2 * MAX_BODY:
            sent += 1_000_000
            yield b"x" * 1_000_000

    answer = desk.client.ask("POST", path, headers={**desk.client.ours, "Content-Type": kind}, content=body())
    assert answer.status_code in ((400, 413) if path == "/new" else (413,))  # a field of a form ends at 1 MB already
    assert sent <= MAX_BODY + 2_000_000
    assert desk.histories() == before
    assert_headers(answer, path)


HOSTILE = [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "x\r\nLocation: http://evil",
]
HOSTILE += ["../../evil", "javascript:alert(1)", "%2f%2fevil.example", "@evil.example"]


def test_no_redirect_leaves_the_site(tmp_path: Path) -> None:
    names = ["file", "section", "risk", "publish", "number", "scenario", "back", "next", "title", "reason", "seen"]
    values = {"name": "small", "file": "everything", "section": "simple", "key": "everything.name"}
    led = 0
    with desk_over(tmp_path / "workspace.sqlite", small_library()) as desk:
        desk.add(small_assessment().change(id="small"))
        paths = [path for method, path in unsafe(desk) if method == "POST" and not path.startswith("/api")]
        for path in paths:
            if path.endswith("/delete"):
                continue
            for hostile in HOSTILE:
                for do in (hostile, f"next:{hostile}/x", f"next:/{hostile}", f"add:{hostile}"):
                    if do != hostile and not path.endswith(("{section}", "/keep")):
                        continue
                    form = dict.fromkeys(names, hostile) | {"do": do, "classification": "public"}
                    answer = desk.client.ask("POST", address(path, **values), headers=desk.client.ours, data=form)
                    location = answer.headers.get("location", "/")
                    assert location.startswith("/"), f"{path} {do}: {location}"
                    assert not location.startswith(("//", "/\\")), f"{path} {do}: {location}"
                    assert "\n" not in location, f"{path} {do}: {location}"
                    led += answer.status_code == 303
    assert led >= 60


def test_a_slash_at_the_end_leads_nowhere_else(desk: Desk) -> None:
    for path in ("//evil.example/", "/a//evil.example/", "//evil.example/%2e%2e/", "/due/", "/\\evil.example/"):
        answer = desk.client.get(f"{ORIGIN}{path}")
        if "location" in answer.headers:
            assert urlsplit(str(httpx.URL(ORIGIN).join(answer.headers["location"]))).netloc == HOST, path


TRAVERSALS = ["..", "../../pyproject.toml", "..%2f..%2fbase.html.j2", "%2e%2e/base.html.j2", "....//base.html.j2"]
TRAVERSALS += ["/etc/passwd", "%2fetc%2fpasswd", "..\\base.html.j2", "%00", "web.css%00.png", "../static-x/web.css"]


def raw(desk: Desk, path: str) -> httpx.Response:
    """GET of a path as it is written; a client would tidy it up first."""
    url = httpx.URL(ORIGIN)
    request = httpx.Request("GET", url, headers={"Cookie": f"{desk.guard.cookie}={desk.guard.session}"})
    request.url = _Untidy(url, path)
    return desk.client._runner.run(desk.client._http.send(request))


class _Untidy(httpx.URL):
    def __init__(self, url: httpx.URL, path: str) -> None:
        super().__init__(url)
        self._path = path

    @property
    def path(self) -> str:
        return unquote(self._path)

    @property
    def raw_path(self) -> bytes:
        return self._path.encode()


@pytest.mark.parametrize("traversal", TRAVERSALS)
def test_no_path_leads_out_of_its_folder(desk: Desk, traversal: str) -> None:
    templates = ["/static/{}", "/static/fonts/{}", "/a/{}", "/a/lumen-line/file/{}", "/a/lumen-line/s/{}/x"]
    templates += ["/a/lumen-line/q/{}", "/a/lumen-line/export.{}", "/api/v1/assessments/{}", "/a/lumen-line/risks/{}"]
    for template in templates:
        answer = raw(desk, template.format(traversal))
        assert answer.status_code in (404, 405, 422), f"{template}: {answer.status_code}"
        assert "root:" not in answer.text, template
        assert "{% block" not in answer.text, template


def test_the_paths_are_sent_as_they_are_written(desk: Desk) -> None:
    """That the test above tests something: a file that is there is found by such a path."""
    assert raw(desk, "/static/fonts/../web.css").status_code in (200, 404)
    assert raw(desk, "/static/web.css").text == (STATIC / "web.css").read_text(encoding="utf-8")
    assert raw(desk, "/static/%77eb.css").status_code == 200


def test_htmx_is_the_file_that_is_named(desk: Desk) -> None:
    answer = desk.client.get(f"/static/{HTMX}")
    assert hashlib.sha256(answer.content).hexdigest() == HTMX_SHA256
    assert [path.name for path in STATIC.glob("*htmx*")] == [HTMX]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with served(tmp_path_factory.mktemp("served") / "workspace.sqlite") as found:
        yield found


def test_the_server_listens_on_this_machine_alone(server: Any) -> None:
    port = urlsplit(server.origin).port
    lines = Path("/proc/net/tcp").read_text().splitlines() + Path("/proc/net/tcp6").read_text().splitlines()
    listening = {line.split()[1] for line in lines[1:] if line.split()[3:4] == ["0A"]}
    assert {where for where in listening if where.endswith(f":{port:04X}")} == {f"0100007F:{port:04X}"}
    for name in {socket.gethostbyname(socket.gethostname())} - {"127.0.0.1"}:
        with pytest.raises(OSError), socket.create_connection((name, port), timeout=2):
            pass


def test_the_server_itself_cuts_a_body_in_chunks_off(server: Any) -> None:
    port = urlsplit(server.origin).port
    host = urlsplit(server.origin).netloc
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=HANG_SECONDS)
    headers = {"Host": host, "Origin": f"http://{host}", "Content-Type": "application/x-www-form-urlencoded"}
    try:
        connection.request(
            "POST", "/new", body=(b"x" * 1_000_000 for _ in range(64)), headers=headers, encode_chunked=True
        )
        status = connection.getresponse().status
    except (BrokenPipeError, ConnectionResetError):
        status = 413  # the server hung up while we were still sending
    finally:
        connection.close()
    assert status in (400, 403, 413)


def test_forwarded_headers_change_nothing_at_the_server(server: Any) -> None:
    port = urlsplit(server.origin).port
    host = urlsplit(server.origin).netloc
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=HANG_SECONDS)
    headers = {"Host": host, "Origin": f"https://{host}", "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.1"}
    connection.request("POST", "/new", body=b"title=x", headers=headers)
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (403, f"{NOT_OURS}\n".encode())
    connection.close()
