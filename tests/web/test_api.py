"""The JSON API: schemathesis finds no 5xx and no answer that its own schema does not describe; a conflict carries both texts."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dpia.assessment.model import Answer
from dpia.web.api import MAX_KEYS
from tests.support.browsing import HOST, ORIGIN, Desk, desk_over
from tests.support.reports import small_assessment, small_library
from tests.support.run import examples

BASE = "/api/v1/assessments"
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
    return desk.client.ask(method, path, headers=desk.client.ours, **more)


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
                **desk.client.ours,
                "Cookie": f"{desk.guard.cookie}={desk.guard.session}",
                "Host": HOST,
            }
            headers.pop("Authorization", None)
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


@pytest.mark.parametrize(
    ("method", "address", "status", "told"),
    [
        ("GET", "/api/v1/nothing", 404, "There is no such address in the API"),
        ("GET", f"{BASE}/full/nothing", 404, "There is no such address in the API"),
        ("DELETE", f"{BASE}/full", 405, "This address of the API takes no request of that kind"),
    ],
)
def test_an_address_that_is_none_and_a_request_that_it_does_not_take_are_told_in_words(
    fresh: Desk, method: str, address: str, status: int, told: str
) -> None:
    answer = fresh.client.ask(method, address, headers=fresh.client.ours)
    assert answer.status_code == status
    (line,) = answer.json()["problems"]
    assert line.startswith(told) and "/api/v1/openapi.json" in line


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
        "PATCH", f"{BASE}/full/answers", headers={**desk.client.ours, "Content-Type": "application/json"}, content=body
    )
    assert answer.status_code in (400, 422)
    assert all("\n" not in line for line in answer.json()["problems"])
    assert desk.histories() == before


def test_signatures_and_decision_are_not_changed_by_saving(fresh: Desk) -> None:
    """A signature of somebody else, dated back, held for the content as if it had been given."""
    data = fresh.assessment("full").data()
    content = fresh.assessment("full").content_hash
    forged = {"name": "Data Protection Officer", "role": "DPO", "on": "2020-01-01", "content_hash": content}
    decision = {"outcome": "approved", "reason": "Yes.", "by": {"name": "A. Director"}, "on": "2020-01-01"}
    for part, told in (({"approvals": [forged]}, "signatures"), ({"decision": decision}, "decision")):
        refused = call(fresh, "PUT", f"{BASE}/full", json={"revision": 1, "assessment": {**data, **part}})
        assert refused.status_code == 422
        (line,) = refused.json()["problems"]
        assert f"{told} " in line.lower() and "not changed with the content" in line
    assert fresh.head("full") == 1


def test_an_assessment_that_is_taken_in_with_signatures_says_where_they_come_from(fresh: Desk) -> None:
    second = fresh.assessment("full").change(id="second", approvals=())
    signed = {"name": "A. Director", "role": "Director", "on": "2026-11-24", "content_hash": second.content_hash}
    made = call(fresh, "POST", BASE, json={"assessment": {**second.data(), "approvals": [signed]}})
    assert made.status_code == 201
    (line,) = call(fresh, "GET", f"{BASE}/second/revisions").json()
    assert line["note"] == "by the API; its signatures come from the file"
    for page in ("/a/second", "/a/second/decision"):
        assert "A. Director: brought in from another program on " in fresh.client.get(page).text
    assert "brought in" not in fresh.client.get("/a/full/decision").text


def test_an_assessment_is_saved_at_its_own_address_only(fresh: Desk) -> None:
    data = {**fresh.assessment("full").data(), "id": "other"}
    refused = call(fresh, "PUT", f"{BASE}/full", json={"revision": 1, "assessment": data})
    assert refused.status_code == 422
    assert refused.json()["problems"] == [
        "assessment.id: bad-value: The assessment is called “other”, the address names “full” (send it to its own address)"
    ]
    assert fresh.head("full") == 1


def test_what_is_sent_a_second_time_changes_nothing(fresh: Desk) -> None:
    bare = {"dpia": 2, "id": "bare", "title": "Bare", "questionnaires": [{"id": "everything", "version": "1.0.0"}]}
    data = {**bare, "answers": {"everything": {}}}
    assert call(fresh, "POST", BASE, json={"assessment": data}).status_code == 201
    data["title"] = "Another title"
    first, second = (call(fresh, "PUT", f"{BASE}/bare", json={"revision": 1, "assessment": data}) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert (first.json()["changed"], second.json()["changed"]) == (True, False)
    assert first.json()["content_hash"] == second.json()["content_hash"]


def test_a_sign_that_steers_the_display_is_told_as_in_files(fresh: Desk) -> None:
    data = {**fresh.assessment("full").data(), "title": "Hot\u202eline"}
    refused = call(fresh, "PUT", f"{BASE}/full", json={"revision": 1, "assessment": data})
    assert refused.status_code == 422
    assert refused.json()["problems"] == [
        "assessment: bad-value: This text holds a character that is not seen and steers the display (remove it)"
    ]


def test_a_body_that_is_not_sent_as_json_is_told_how(fresh: Desk) -> None:
    answer = fresh.client.ask(
        "PUT", f"{BASE}/full", headers=fresh.client.ours, content=b'{"revision": 1, "assessment": {}}'
    )
    assert answer.status_code == 422
    (line,) = answer.json()["problems"]
    assert "send it with `Content-Type: application/json`" in line.replace("Send", "send")


@pytest.mark.parametrize(
    "body",
    [
        b'{"revision": 1, "revision": 1, "answers": {"everything.name": "x"}}',
        b'{"revision": 1, "answers": {"everything.name": "x", "everything.name": "y"}}',
        b'{"revision": 1, "answers": {"everything.name": {"value": "x", "note": "a", "no\\u0074e": "b"}}}',
    ],
    ids=["above", "an answer", "deep inside"],
)
def test_a_key_that_stands_twice_is_refused_as_in_files(fresh: Desk, body: bytes) -> None:
    answer = fresh.client.ask(
        "PATCH", f"{BASE}/full/answers", headers={**fresh.client.ours, "Content-Type": "application/json"}, content=body
    )
    assert answer.status_code == 422
    (line,) = answer.json()["problems"]
    assert "stands twice in one mapping" in line
    assert fresh.head("full") == 1


def test_a_locked_assessment_is_told_so(fresh: Desk) -> None:
    fresh.client.post("/a/full/lock", {"locked": "yes"})
    answer = call(fresh, "PATCH", f"{BASE}/full/answers", json={"revision": 2, "answers": {"everything.name": "x"}})
    assert (answer.status_code, len(answer.json()["problems"])) == (409, 1)


def test_the_description_is_complete(desk: Desk) -> None:
    described = desk.client.get("/api/v1/openapi.json").json()
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert operation.get("description"), f"{method} {path}"
            assert {"400", "401", "403", "404", "409", "413", "422", "500"} <= set(operation["responses"]), (
                f"{method} {path}"
            )
            assert operation["security"] == [{"token": []}], f"{method} {path}"
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_true_and_false_of_json_are_yes_and_no(fresh: Desk) -> None:
    for revision, (sent, kept) in enumerate([(True, "yes"), ({"value": False, "note": "x"}, "no")], start=1):
        body = {"revision": revision, "answers": {"everything.lawful": sent}}
        assert call(fresh, "PATCH", f"{BASE}/full/answers", json=body).status_code == 200
        assert fresh.assessment("full").answer("everything.lawful").value == kept
    refused = call(fresh, "PATCH", f"{BASE}/full/answers", json={"revision": 3, "answers": {"everything.people": True}})
    assert refused.status_code == 422
    whole = {**fresh.assessment("full").data()}
    whole["answers"] = {**whole["answers"], "everything": {**whole["answers"]["everything"], "lawful": True}}
    assert call(fresh, "PUT", f"{BASE}/full", json={"revision": 3, "assessment": whole}).status_code == 200
    assert fresh.assessment("full").answer("everything.lawful").value == "yes"


def test_a_body_with_countless_keys_is_refused_at_once(desk: Desk) -> None:
    answers = {f"k{number}": 1 for number in range(MAX_KEYS + 1)}
    answer = call(desk, "POST", "/api/v1/assessments", json={"answers": answers})
    assert answer.status_code == 422
    assert "More than 100000 keys" in "".join(re.findall(r"[\w ]", answer.text))
