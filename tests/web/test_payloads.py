"""Script payloads in every text slot: none is executed, and the pages have the elements that they have with a harmless text."""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dpia.assessment.model import Assessment
from dpia.assessment.privacy import kinds_in
from tests.support.browsing import Desk, Watched, browser_missing, browsing, chromium, desk_over, filled, served, tree
from tests.support.reports import DATA, small_assessment, small_form, small_library, with_texts

FULL = bool(os.environ.get("DPIA_FULL"))
PAYLOADS = (DATA / "payloads.txt").read_text(encoding="utf-8").splitlines()
EVERY = 1 if FULL else 5
"""With DPIA_FULL=1 each of the 200 payloads stands in every slot of every page, otherwise each fifth of them."""
ROUNDS = len(PAYLOADS) if FULL else 4
"""In the browser the payloads are dealt out to the slots in turn: 200 times with DPIA_FULL=1, otherwise 4 times."""
SECTIONS = [f"s/everything/{name}" for name in ("simple", "secrets", "small", "large", "registers")]
PAGES = ["", *SECTIONS, "q/everything.lawful", "risks", "risks/R01", "risks/X1", "measures", "measures/M1"]
PAGES += ["decision", "history", "report", "delete", "history/compare?old=1&new=2"]
TYPED = [
    "name",
    "story",
    "spare",
    "owner.name",
    "owner.contact",
    "proof.title",
    "drawing.alt",
    "signed.decision",
    "people",
]
TYPED += ["start", "keep", "name:note", "colour:reason"]


TABLE = re.compile(r"<table\b.*<td", re.IGNORECASE)


def harmless(payload: str) -> str:
    """A text of the same length, which seems to hold personal data where the payload does: that is told on the page.

    A table stays a table, without attributes and with one harmless cell, and the address of a web page stays one: pasted
    tables are shown as such, and addresses as links.
    """
    if TABLE.search(payload):
        plain = "<table><tr><td>{}</td></tr></table>"
        return plain.format("h" * (len(payload) - len(plain) + 2))
    text = re.sub(r"=http://[\w./]+|.", lambda found: found[0] if len(found[0]) > 1 else "h", payload, flags=re.DOTALL)
    return f"@hhhhhh {text[8:]}" if any(kinds_in(payload)) else text


def with_everywhere(name: str, write: Any) -> Assessment:
    return with_texts(small_form(), small_assessment(), write).change(id=name)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_over(tmp_path_factory.mktemp("w") / "workspace.sqlite", small_library()) as found:
        yield found


def shapes(desk: Desk, text: str) -> dict[str, list[str]]:
    """The elements of every page of an assessment that has a text in every slot, and of forms that are shown again."""
    desk.add(with_everywhere("full", lambda slot, old: text))
    client, found = desk.client, {}
    try:
        changed = {"asked": "everything.name", "everything.name": f"{text} again"[:400], "seen": "1"}
        client.post("/a/full/s/everything/simple", changed)
        for page in PAGES:
            answer = client.get(f"/a/full/{page}".rstrip("/"))
            assert answer.status_code == 200, page
            found[page] = tree(answer).shape()
        for address in ("/", "/due"):
            found[address] = tree(client.get(address)).shape()
        found["words"] = tree(client.get("/", params={"words": text[:200]})).find("form")[0].shape()
        wrong = {f"everything.{key}": text for key in TYPED} | {"everything.people:state": "", "do": "save"}
        wrong["everything.colour:state"] = "not_applicable"
        page = client.get("/a/full/s/everything/simple")
        for part in (False, True):
            answer = client.post("/a/full/s/everything/simple", filled(page, **wrong), part=part)
            assert answer.status_code == (200 if part else 422)
            found[f"typed {part}"] = tree(answer).shape()
        texts = dict.fromkeys(
            ["reason", "by:name", "by:role", "condition:1:text", "condition:1:owner", "rejected_parts"], text
        )
        refused = client.post("/a/full/decision", {**texts, "outcome": "rejected", "on": text})
        assert refused.status_code == 422
        found["decision refused"] = tree(refused).shape()
        found["new refused"] = tree(client.post("/new", {"title": text + "x" * 500, "organisation": text})).shape()
        found["import refused"] = tree(
            client.post("/import", {}, files={"file": (text.replace("/", ""), b"\xff")})
        ).shape()
    finally:
        desk.workspace.delete("full", actor="A", at=datetime.now(UTC))
    return found


def test_there_are_two_hundred_payloads() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 200


@pytest.mark.parametrize("every", [25, pytest.param(EVERY, marks=pytest.mark.slow)])
def test_a_payload_in_every_slot_gives_the_elements_of_a_harmless_text(
    desk: Desk, every: int, subtests: pytest.Subtests
) -> None:
    for payload in PAYLOADS[::every]:
        with subtests.test(payload):
            hostile, tame = shapes(desk, payload), shapes(desk, harmless(payload))
            assert [page for page in hostile if hostile[page] != tame[page]] == []


def test_a_payload_really_reaches_the_pages(desk: Desk) -> None:
    desk.add(with_everywhere("reached", lambda slot, old: "<script>alert(1)</script>"))
    for page in PAGES[:-1]:
        told = tree(desk.client.get(f"/a/reached/{page}".rstrip("/")))
        inputs = " ".join(node.attributes.get("value", "") for node in told.find("input"))
        assert "<script>alert(1)</script>" in told.words() + inputs, page
        assert told.find("script", src=None) == []  # type: ignore[arg-type]
    desk.workspace.delete("reached", actor="A", at=datetime.now(UTC))


@pytest.mark.slow
@pytest.mark.skipif(browser_missing() is not None, reason=browser_missing() or "")
def test_no_payload_is_executed_in_the_browser(tmp_path: Path) -> None:
    """The figure: payloads executed, of 200 dealt out to every slot of every page: 0."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "everything.yaml").write_text(
        (DATA / "report/everything.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    used: set[str] = set()

    def deal(start: int) -> Any:
        count = iter(range(start, start + 10_000))

        def write(slot: str, old: str) -> str:
            used.add(PAYLOADS[(place := next(count)) % len(PAYLOADS)])
            return PAYLOADS[place % len(PAYLOADS)]

        return write

    names = [f"round-{number}" for number in range(ROUNDS)]
    with desk_over(tmp_path / "workspace.sqlite", small_library()) as desk:
        for number, name in enumerate(names):
            desk.add(with_everywhere(name, deal(number * max(1, len(PAYLOADS) // ROUNDS))))
    assert used == set(PAYLOADS)
    with served(tmp_path / "workspace.sqlite", "--questionnaires", str(own)) as server, chromium() as browser:
        page = browsing(browser, reduced_motion="reduce").new_page()
        server.open(page)
        watched = Watched(page)
        for name in names:
            for part in PAGES[:-1]:
                page.goto(f"{server.origin}/a/{name}/{part}".rstrip("/"))
                assert page.evaluate("window.__pwned") is None, (name, part)
        page.goto(f"{server.origin}/a/{names[0]}/s/everything/small")
        for payload in PAYLOADS[:: max(1, EVERY * 2)]:
            before = page.input_value("#seen")
            page.fill("#i-everything-things-T1-thing", payload)
            page.wait_for_function("seen => document.getElementById('seen').value !== seen", arg=before)
            assert page.evaluate("window.__pwned") is None, payload
        for address in ("/", "/due"):
            page.goto(server.origin + address)
            assert page.evaluate("window.__pwned") is None, address
        assert watched.faults == []
        assert watched.elsewhere == []
