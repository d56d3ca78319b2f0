"""What the server refuses is told in at most 20 lines and 2,000 characters, each line bounded, whatever was sent."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from dpia.errors import MAX_LINE, MAX_LINES, MAX_TOLD
from tests.support.browsing import ORIGIN, Client, Desk, desk_over
from tests.support.reports import small_assessment, small_library

BASE = "/api/v1/assessments"
HEADERS = {"Content-Type": "application/json"}
LONG = "x" * 5_000
MANY = {f"key{number}": number for number in range(400)}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_over(tmp_path_factory.mktemp("w") / "workspace.sqlite", small_library()) as found:
        found.add(small_assessment().change(id="full", decision=None))
        yield found


def bodies(whole: dict[str, Any]) -> dict[str, Any]:
    inner = whole["answers"]["everything"]
    return {
        "400 unknown keys": {**whole, **MANY},
        "unknown keys beside": MANY,
        "a long key": {**whole, LONG: 1},
        "400 long keys": {**whole, **{f"{LONG}{number}": 1 for number in range(400)}},
        "400 answers to nothing": {**whole, "answers": {"everything": {**inner, **MANY}}},
        "an answer to a long name": {**whole, "answers": {"everything": {**inner, LONG: 1}}},
        "a long option": {**whole, "answers": {"everything": {**inner, "colour": LONG}}},
        "400 options": {**whole, "answers": {"everything": {**inner, "colours": [f"{LONG}{n}" for n in range(400)]}}},
        "a long title": {**whole, "title": LONG},
        "a long id": {**whole, "id": LONG},
        "400 measures": {**whole, "measures": [{"id": f"M {LONG}", "titel": n} for n in range(400)]},
        "400 approvals": {**whole, "approvals": [{LONG: n} for n in range(400)]},
        "a long questionnaire": {**whole, "questionnaires": [{"id": LONG, "version": LONG}]},
    }


@pytest.mark.parametrize("name", bodies({"answers": {"everything": {}}}))
def test_every_refusal_of_the_api_is_short(name: str, desk: Desk) -> None:
    sent = bodies(desk.assessment("full").data())[name]
    for method, path, body in (
        ("POST", BASE, {"assessment": sent}),
        ("PUT", f"{BASE}/full", {"revision": 1, "assessment": sent}),
        ("PATCH", f"{BASE}/full/answers", {"revision": 1, "answers": sent}),
        ("PATCH", f"{BASE}/full/answers", {"revision": 1, "answers": {"everything.name": sent}}),
        ("PUT", f"{BASE}/full", {"revision": 1, **sent}),
    ):
        assert_short(desk.client.ask(method, path, headers={**desk.client.ours, **HEADERS}, content=json.dumps(body)))


def test_a_key_that_stands_twice_is_told_in_a_short_line_however_often(desk: Desk) -> None:
    pairs = ",".join(f'"{LONG}{number % 50}": 1' for number in range(400))
    assert_short(
        desk.client.ask(
            "POST", BASE, headers={**desk.client.ours, **HEADERS}, content='{"assessment": {' + pairs + "}}"
        )
    )


def assert_short(answer: Any) -> None:
    assert answer.status_code in (400, 404, 422), answer.text[:300]
    lines = answer.json()["problems"]
    assert 1 <= len(lines) <= MAX_LINES
    assert sum(len(line) + 1 for line in lines) <= MAX_TOLD
    assert all(len(line) <= MAX_LINE and "\n" not in line for line in lines)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Host": "evil.example"}, 400),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Content-Length": "99999999"}, 413),
        ({"Long": "x" * 20_000}, 431),
        ({"Authorization": "Bearer x"}, 401),
    ],
    ids=str,
)
def test_a_program_is_told_in_json_whoever_refuses_it(headers: dict[str, str], status: int, desk: Desk) -> None:
    with Client(desk.client.app) as stranger:
        answer = stranger.ask("POST", BASE, headers={**HEADERS, **headers}, content="{}")
    assert answer.status_code == status
    (line,) = answer.json()["problems"]
    assert 1 < len(line) <= MAX_LINE
