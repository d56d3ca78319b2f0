"""Times the browser application at the server: 10,000 assessments in the workspace, and one of more than 400 questions.

Pages and saves go through the whole application in this process, guards included; what a browser and the network add is not
in the figures. `make bench` runs it.
"""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import httpx
from rich.console import Console
from rich.table import Table
from sqlalchemy import insert, select, text

import dpia
from dpia.data import EXAMPLES
from dpia.web import Guard, create_app
from dpia.workspace import Workspace, open_workspace
from dpia.workspace.steps import writing
from dpia.workspace.tables import ASSESSMENTS, REVISIONS

HOST = "127.0.0.1:1"
ORIGIN = {"origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}
LARGE, SMALL = "bridgecase", "lumen-line"
MANY = 10_000
ROUNDS = 30
PAGE_MS, SAVE_MS = 100.0, 50.0
Row = tuple[str, str, str]


def fill(workspace: Workspace, library: dpia.Library) -> int:
    """The large assessment, and copies of a small one until there are 10,000. Gives the number of questions that it asks."""
    now = datetime.now(UTC)
    large = dpia.read(EXAMPLES / f"{LARGE}.yaml", library)
    workspace.create(large, actor="bench", at=now)
    small = dpia.new_assessment(library.form(["screening"]), assessment_id="small", title="Chat", created=now.date())
    workspace.create(small.with_answer("screening.processing_name", "A chat"), actor="bench", at=now)
    with writing(workspace.engine) as connection:
        row = dict(connection.execute(select(ASSESSMENTS).where(ASSESSMENTS.c.id == "small")).one()._mapping)
        kept = dict(connection.execute(select(REVISIONS).where(REVISIONS.c.assessment == "small")).one()._mapping)
        numbers = range(3, MANY + 1)
        rows = [{**row, "serial": n, "id": f"small-{n}", "title": f"Chat number {n}"} for n in numbers]
        connection.execute(insert(ASSESSMENTS), rows)
        connection.execute(insert(REVISIONS), [{**kept, "assessment": f"small-{n}"} for n in numbers])
        words = [{"n": n, "words": f"Chat number {n} a chat for people who need help at night"} for n in numbers]
        connection.execute(text("INSERT INTO search (rowid, words) VALUES (:n, :words)"), words)
    stored = workspace.get(LARGE)
    progress = workspace.evaluation(stored, now.date()).progress
    return sum(section.asked for section in progress)


async def timed(client: httpx.AsyncClient, address: str) -> float:
    """The median milliseconds of a page."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        answer = await client.get(address)
        times.append(perf_counter() - start)
        assert answer.status_code == 200, address
    return median(times) * 1000


async def saves(client: httpx.AsyncClient, address: str, field: str) -> float:
    """The median milliseconds of an autosave that changes one answer, with the parts of the page that follow from it."""
    times, seen = [], 1
    for number in range(ROUNDS):
        form = {"seen": str(seen), "asked": field, f"{field}:asked": "1", field: f"Name number {number}"}
        start = perf_counter()
        answer = await client.post(address, data=form, headers={**ORIGIN, "hx-request": "true"})
        times.append(perf_counter() - start)
        assert answer.status_code == 200, answer.text
        seen += 1
    return median(times) * 1000


def verdict(value: float, target: float) -> str:
    """How a value stands to its target."""
    return f"{'ok' if value <= target else 'OVER'}, target {target:g} ms"


async def rows_of(folder: Path) -> list[Row]:
    """All figures."""
    library = dpia.load_library()
    workspace = open_workspace(folder / "workspace.sqlite", library, at=datetime.now(UTC))
    questions = fill(workspace, library)
    guard = Guard(frozenset({HOST}))
    app = create_app(workspace, guard, actor="bench")
    found: list[Row] = [(f"{MANY:,} assessments, one that asks {questions} questions", "", "")]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=f"http://{HOST}") as client:
        await client.get("/start", params={"token": guard.token})
        section = f"/a/{LARGE}/s/screening/what_and_who"
        pages = {
            "list": "/",
            "search": "/?words=night+number",
            "overview": f"/a/{LARGE}",
            "section": section,
            "a section with large tables": f"/a/{LARGE}/s/exchange/parties_and_flows",
            "risk register": f"/a/{LARGE}/risks",
            "history": f"/a/{LARGE}/history",
        }
        for name, address in pages.items():
            value = await timed(client, address)
            found.append((f"  page: {name}", f"{value:.0f} ms", verdict(value, PAGE_MS)))
        value = await saves(client, section, "screening.processing_name")
        found.append(
            ("  save of one answer, with what follows on the page", f"{value:.0f} ms", verdict(value, SAVE_MS))
        )
    workspace.close()
    return found


def main() -> int:
    """Prints the table; 1 where a target is missed."""
    with TemporaryDirectory(prefix="dpia-bench-") as folder:
        rows = asyncio.run(rows_of(Path(folder)))
    table = Table("what", "how long", "", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    Console(width=110).print(table)
    return 1 if any("OVER" in row[2] for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
