"""What several people send at once is taken one after the other, and nothing of it is lost."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from dpia.showing import markdown
from tests.support.browsing import ORIGIN, Desk, desk_over
from tests.support.reports import small_assessment, small_library

KEY = "everything.name"
SIX = range(6)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path / "w.db", small_library()) as found:
        found.add(small_assessment())
        yield found


def at_once(desk: Desk, *requests: tuple[str, dict[str, Any]]) -> list[httpx.Response]:
    """Sends forms without waiting for an answer in between."""

    async def send() -> list[httpx.Response]:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(desk.client.app),
            base_url=ORIGIN,
            cookies={desk.guard.cookie: desk.guard.session},
            headers=desk.client.ours,
        ) as client:
            return list(await asyncio.gather(*(client.post(address, data=data) for address, data in requests)))

    return desk.client._runner.run(send())


def test_evidence_that_several_add_at_once_is_kept(desk: Desk) -> None:
    name = small_assessment().id
    address = f"/a/{name}/q/{KEY}/evidence"
    before = desk.assessment(name).answer(KEY)
    had = [entry.title for entry in before.evidence] if before is not None else []
    answers = at_once(desk, *((address, {"title": f"T{n}", "link": f"https://example.org/{n}"}) for n in SIX))
    assert [answer.status_code for answer in answers] == [303] * 6
    after = desk.assessment(name).answer(KEY)
    assert after is not None
    assert sorted(entry.title for entry in after.evidence) == sorted([*had, *(f"T{n}" for n in SIX)])


def test_copies_that_several_make_at_once_have_ids_of_their_own(desk: Desk) -> None:
    name = small_assessment().id
    answers = at_once(desk, *((f"/a/{name}/duplicate", {}) for _ in SIX))
    assert [answer.status_code for answer in answers] == [303] * 6
    assert len({answer.headers["location"] for answer in answers}) == 6


def test_somebody_who_sends_slowly_keeps_nobody_waiting(desk: Desk) -> None:
    address = f"/a/{small_assessment().id}/q/{KEY}/evidence"

    async def send() -> tuple[int, int]:
        second_is_done = asyncio.Event()

        async def slowly() -> AsyncIterator[bytes]:
            yield b"title=Slow&"
            await second_is_done.wait()
            yield b"link=https%3A%2F%2Fexample.org"

        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(desk.client.app),
            base_url=ORIGIN,
            cookies={desk.guard.cookie: desk.guard.session},
            headers=desk.client.ours,
        ) as client:
            kind = {"content-type": "application/x-www-form-urlencoded"}
            first = asyncio.create_task(client.post(address, content=slowly(), headers=kind))
            await asyncio.sleep(0.05)  # the first is under way
            quick = client.post(address, data={"title": "Quick", "link": "https://example.org"})
            second = await asyncio.wait_for(quick, 60)
            second_is_done.set()
            return (await first).status_code, second.status_code

    assert desk.client._runner.run(send()) == (303, 303)


def test_a_second_click_on_remove_takes_no_other_piece(desk: Desk) -> None:
    """The page of the second click was made before the first: its places are those of that revision."""
    name = small_assessment().id
    at_once(
        desk, *((f"/a/{name}/q/{KEY}/evidence", {"title": t, "link": "https://example.org"}) for t in ("A", "B", "C"))
    )
    seen = str(desk.workspace.get(name).number)
    first, second = at_once(
        desk, *((f"/a/{name}/q/{KEY}/evidence/remove", {"place": "0", "seen": seen}) for _ in range(2))
    )
    assert sorted((first.status_code, second.status_code))[0] == 303
    after = desk.assessment(name).answer(KEY)
    assert after is not None and len(after.evidence) == 2


def test_the_reader_of_markdown_is_ready_before_two_threads_use_it() -> None:
    markdown._parser.cache_clear()
    parser = markdown._parser()
    rulers = (parser.core.ruler, parser.block.ruler, parser.inline.ruler, parser.inline.ruler2)
    assert all(ruler.__cache__ is not None for ruler in rulers)
