"""The report beside the questions is made by processes with limits: one that takes too much is told, and the server goes on."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dpia.api import make_html
from dpia.assessment.evaluation import evaluate
from dpia.errors import ReportError
from dpia.questionnaire.model import Publication
from dpia.showing.provenance import NO_PROVENANCE
from dpia.web import previewing
from dpia.web.previewing import AT_ONCE, Previews, Wanted
from tests.support.browsing import Desk, desk_over, said
from tests.support.reports import ON, small_assessment, small_form, small_library

WANTED = Wanted(small_assessment(), ON, Publication.OPERATIONAL, (), NO_PROVENANCE)
SLEEPS = ("-c", "import time; time.sleep(900)")
OF_NO_TIME = ("-c", "import dpia.web.previewing as p; p.MAX_SECONDS = 0.001; p.main()")
OF_NO_MEMORY = ("-c", "import dpia.web.previewing as p; p.MAX_MEMORY = 1; p.main()")


@pytest.fixture
def previews() -> Iterator[Previews]:
    made = Previews(small_library())
    yield made
    made.close()


def page(previews: Previews) -> str:
    return asyncio.run(previews.page(WANTED))


def test_it_is_the_same_page_as_without_such_a_process(previews: Previews) -> None:
    evaluation = evaluate(small_form(), small_assessment(), on=ON)
    assert page(previews) == make_html(evaluation, small_library())


def test_the_process_is_used_again(previews: Previews) -> None:
    page(previews)
    (first,) = previews._idle
    previews._turns = None  # it belongs to the loop that the test has ended
    page(previews)
    assert previews._idle == [first]


@pytest.mark.parametrize("program", [OF_NO_TIME, OF_NO_MEMORY], ids=["time", "memory"])
def test_one_that_takes_too_much_is_told_and_the_next_one_is_made(
    program: tuple[str, str], previews: Previews, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previewing, "PROGRAM", program)
    with pytest.raises(ReportError, match="takes too long or too much memory"):
        page(previews)
    monkeypatch.undo()
    previews._turns = None
    assert page(previews).startswith("<!doctype html>")


def test_one_that_hangs_is_ended_by_the_clock(previews: Previews, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previewing, "PROGRAM", SLEEPS)
    monkeypatch.setattr(previewing, "MAX_CLOCK_SECONDS", 0.2)
    with pytest.raises(ReportError, match="takes too long"):
        page(previews)


def test_a_bug_in_such_a_process_stands_in_the_log_with_its_place_and_the_process_goes_on(
    previews: Previews, caplog: pytest.LogCaptureFixture
) -> None:
    page(previews)
    previews._turns = None
    wrong = Wanted("canary", ON, Publication.OPERATIONAL, (), NO_PROVENANCE)  # type: ignore[arg-type]
    with pytest.raises(ReportError, match=r"This is a bug in dpia \(AttributeError\)"):
        asyncio.run(previews.page(wrong))
    (record,) = caplog.records
    assert re.fullmatch(r"this is a bug in dpia \(AttributeError at dpia/\w+/\w+\.py:\d+\)", record.getMessage())
    previews._turns = None
    assert page(previews).startswith("<!doctype html>")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path / "workspace.sqlite", small_library()) as made:
        made.add(small_assessment().change(id="small"))
        yield made


def test_the_server_answers_while_many_previews_are_made(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than there are threads: those that wait for their turn take none."""
    monkeypatch.setattr(previewing, "PROGRAM", SLEEPS)
    app = desk.client.app

    async def ask() -> tuple[int, int]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{next(iter(desk.guard.hosts))}") as client:
            client.cookies.update(desk.client._http.cookies)
            asked = [asyncio.create_task(client.get("/a/small/report.html")) for _ in range(60)]
            while len(app.state.previews._busy) < AT_ONCE:
                await asyncio.sleep(0.01)
            home, health = await client.get("/"), await client.get("/healthz")
            running = len(app.state.previews._busy)
            for task in asked:
                task.cancel()
            app.state.previews.close()
            await asyncio.gather(*asked, return_exceptions=True)
            assert running == AT_ONCE
            return home.status_code, health.status_code

    assert asyncio.run(ask()) == (200, 200)


def test_what_went_wrong_is_a_page_in_the_words_of_the_reader(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previewing, "PROGRAM", OF_NO_TIME)
    answer = desk.client.get("/a/small/report.html")
    assert answer.status_code == 422
    assert "Shorten the longest answers, or make the PDF" in said(answer)


def test_whoever_ends_the_server_ends_the_processes(previews: Previews) -> None:
    page(previews)
    (process,) = previews._idle
    previews.close()
    assert process.returncode is not None
