"""The JSON API: schemathesis finds no 5xx and no answer that its own schema does not describe; a conflict carries both texts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dpia.assessment.model import Answer
from dpia.web.guarding import COOKIE
from tests.support.browsing import HOST, ORIGIN, Desk, desk_over
from tests.support.reports import small_assessment, small_library
from tests.support.run import examples

BASE = "/api/v1/assessments"
OURS = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
EXAMPLES = examples(80)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_over(tmp_path_factory.mktemp("w") / "workspace.sqlite", small_library()) as found:
        found.add(small_assessment().change(id="full", decision=None))
        yield found


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path / "workspace.sqlite", small_library()) as found:
        found.add(small_assessment().change(id="full", decision=None))
        yield found


def call(desk: Desk, method: str, path: str, **more: Any) -> httpx.Response:
    return desk.client.ask(method, path, headers=OURS, **more)


def operations(desk: Desk) -> list[Any]:
    schema = schemathesis.openapi.from_dict(desk.client.get("/api/v1/openapi.json").json())
    return [found.ok() for found in schema.get_all_operations()]


@pytest.mark.hypothesis
def test_schemathesis_finds_no_server_error_and_no_answer_that_is_not_described(desk: Desk) -> None:
    """The figure: requests of the 8 operations, each of which is answered as the schema says, without a 5xx."""
    found = operations(desk)
    assert len(found) == 8
    statuses: dict[int, int] = {}
    before = desk.assessment("full")
    for operation in found:

        @given(case=operation.as_strategy(), known=st.booleans())
        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def ask(case: schemathesis.Case, known: bool) -> None:
            if known and "name" in (case.path_parameters or {}):
                case.path_parameters["name"] = "full"
            if "cookie" in {key.lower() for key in case.headers or {}}:
                return
            sent = case.as_transport_kwargs(base_url=ORIGIN)
            headers = {
                **dict(sent.get("headers") or {}),
                **OURS,
                "Cookie": f"{COOKIE}={desk.guard.session}",
                "Host": HOST,
            }
            body = {key: sent[key] for key in ("json", "data") if sent.get(key) is not None}
            if "data" in body:
                body = {"content": body["data"] if isinstance(body["data"], bytes | str) else b""}
            try:
                answer = desk.client.ask(
                    sent["method"], sent["url"], params=sent.get("params"), headers=headers, **body
                )
            except (httpx.InvalidURL, UnicodeEncodeError, TypeError):
                return  # what no client can send
            statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
            assert answer.status_code < 500, answer.text
            if answer.status_code == 405:
                return
            described = case.operation.definition.raw["responses"]
            assert str(answer.status_code) in described, (
                f"{case.method} {case.path}: {answer.status_code} {answer.text[:200]}"
            )
            case.operation.validate_response(schemathesis.Response.from_any(as_requests(answer)))

        ask()
    assert sum(statuses.values()) >= 8 * EXAMPLES * 0.5, statuses
    assert {200, 404, 422} <= set(statuses), statuses
    assert desk.workspace.verify("full") == ()
    assert desk.assessment("full").id == before.id


def as_requests(answer: httpx.Response) -> httpx.Response:
    return answer


def test_the_list_and_an_assessment_with_its_history(fresh: Desk) -> None:
    listed = call(fresh, "GET", BASE).json()
    assert (listed["total"], [one["id"] for one in listed["assessments"]]) == (1, ["full"])
    found = call(fresh, "GET", f"{BASE}/full").json()
    assert (found["revision"], found["head"], found["locked"]) == (1, 1, False)
    assert found["content_hash"] == fresh.assessment("full").content_hash
    assert found["assessment"] == fresh.assessment("full").data()
    assert [one["number"] for one in call(fresh, "GET", f"{BASE}/full/revisions").json()] == [1]
    assert call(fresh, "GET", f"{BASE}/full/revisions/1").json()["revision"] == 1
    assert call(fresh, "GET", f"{BASE}/full/revisions/2").status_code == 404
    assert "findings" in call(fresh, "GET", f"{BASE}/full/evaluation").json()


def test_an_assessment_is_taken_in_and_saved_whole(fresh: Desk) -> None:
    data = {**fresh.assessment("full").data(), "id": "second"}
    made = call(fresh, "POST", BASE, json={"assessment": data})
    assert (made.status_code, made.json()["revision"]) == (201, 1)
    again = call(fresh, "POST", BASE, json={"assessment": data})
    assert again.status_code in (409, 422)
    data["title"] = "Another title"
    saved = call(fresh, "PUT", f"{BASE}/second", json={"revision": 1, "assessment": data})
    assert (saved.status_code, saved.json()["revision"], saved.json()["changed"]) == (200, 2, True)
    assert fresh.assessment("second").title == "Another title"


def test_answers_are_changed_and_taken_away(fresh: Desk) -> None:
    path = f"{BASE}/full/answers"
    saved = call(
        fresh, "PATCH", path, json={"revision": 1, "answers": {"everything.name": "New", "everything.spare": None}}
    )
    assert saved.json()["revision"] == 2
    assert fresh.assessment("full").answer("everything.name") == Answer(value="New")
    for answers in (
        {"everything.people": "many"},
        {"name": "x"},
        {"everything.none": "x"},
        {"everything.name": {"x": 1}},
    ):
        refused = call(fresh, "PATCH", path, json={"revision": 2, "answers": answers})
        assert refused.status_code == 422, answers
        assert refused.json()["problems"]
    assert fresh.head("full") == 2


def test_different_answers_merge_and_a_conflict_carries_what_clashes(fresh: Desk) -> None:
    path = f"{BASE}/full/answers"
    assert call(fresh, "PATCH", path, json={"revision": 1, "answers": {"everything.name": "Theirs"}}).status_code == 200
    merged = call(fresh, "PATCH", path, json={"revision": 1, "answers": {"everything.inner": "Three people"}}).json()
    assert (merged["revision"], merged["merged"]) == (3, True)
    clash = call(fresh, "PATCH", path, json={"revision": 1, "answers": {"everything.name": "Mine"}})
    assert clash.status_code == 409
    assert clash.json()["clashes"] == [
        {"part": ["answers", "everything", "name"], "before": "A name", "mine": "Mine", "theirs": "Theirs"}
    ]
    assert len(clash.json()["problems"]) == 1
    assert fresh.head("full") == 3


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'{"revision": 1}', b'{"revision": true, "answers": {"everything.name": "x"}}',
     b'{"revision": "1", "answers": {"everything.name": "x"}}', b'{"revision": 1, "answers": {}, "status": "approved"}',
     b'{"revision": 1, "answers": {"everything.people": NaN}}', b'{"revision": 1, "answers": {"everything.people": 1e999}}',
     b'{"revision": 99999999999999999999, "answers": {"everything.name": "x"}}', b"[" * 100_000, b"\xff\xfe",
     b'{"revision": 1, "answers": {"everything.name": "\\ud800"}}', b'{"revision": 1, "answers": {"everything.name": "\\u0000"}}',
     b'{"revision": 1, "answers": {"everything.people": ' + b"9" * 5000 + b"}}"],
    ids=range(16),
)  # fmt: skip
def test_a_hostile_body_is_refused_in_lines_and_stores_nothing(desk: Desk, body: bytes) -> None:
    before = desk.histories()
    answer = desk.client.ask(
        "PATCH", f"{BASE}/full/answers", headers={**OURS, "Content-Type": "application/json"}, content=body
    )
    assert answer.status_code in (400, 422)
    assert all("\n" not in line for line in answer.json()["problems"])
    assert desk.histories() == before


def test_a_locked_assessment_is_told_so(fresh: Desk) -> None:
    fresh.client.post("/a/full/lock", {"locked": "yes"})
    answer = call(fresh, "PATCH", f"{BASE}/full/answers", json={"revision": 2, "answers": {"everything.name": "x"}})
    assert (answer.status_code, len(answer.json()["problems"])) == (409, 1)


def test_the_description_is_complete(desk: Desk) -> None:
    described = desk.client.get("/api/v1/openapi.json").json()
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert operation.get("description"), f"{method} {path}"
            assert {"400", "403", "404", "409", "413", "422"} <= set(operation["responses"]), f"{method} {path}"
