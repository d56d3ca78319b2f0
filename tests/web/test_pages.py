"""Every page of the worked examples, and what its buttons do: evidence, remarks, lock, decision, signature, review, import."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dpia.assessment.files import dump_json, dump_yaml
from dpia.assessment.model import Answer, Approval, Decision, Remark, Risk
from dpia.questionnaire.model import Publication
from dpia.workspace.files import MAX_FILE_BYTES
from dpia.workspace.revisions import Kind
from tests.cli.test_bad_input import JSON, YAML
from tests.support.browsing import (
    ACTOR,
    EXAMPLES,
    Desk,
    changed,
    desk_over,
    example,
    fields_of,
    filled,
    form_data,
    local_links,
    said,
    tree,
)
from tests.support.reports import lumen_pdf, small_assessment, small_library

KEY, LAWFUL, ON = "everything.name", "everything.lawful", date(2026, 11, 24)


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_over(tmp_path_factory.mktemp("w") / "workspace.sqlite") as found:
        for name in EXAMPLES:
            found.add(example(name))
        yield found


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_over(tmp_path_factory.mktemp("s") / "workspace.sqlite", small_library()) as found:
        yield found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path / "workspace.sqlite", small_library()) as found:
        found.add(small_assessment().change(id="full", decision=None, remarks=()))
        yield found


def files_in(desk: Desk) -> int:
    with desk.workspace.engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM files").scalar_one())


# ---------------------------------------------------------------------------------------------------------- every page


@pytest.mark.parametrize("name", [EXAMPLES[0], *(pytest.param(name, marks=pytest.mark.slow) for name in EXAMPLES[1:])])
def test_every_page_of_a_worked_example_answers_and_every_link_leads_somewhere(examples: Desk, name: str) -> None:
    waiting, seen = [f"/a/{name}", "/"], set[str]()
    while waiting:
        address = waiting.pop()
        if address in seen or re.match(rf"/a/(?!{name}(/|$))", address):
            continue
        seen.add(address)
        if address.endswith("/history/compare"):
            continue  # a form adds what is compared
        answer = examples.client.get(address)
        posted = re.search(
            r"/(accept|archive|close|depth|details|duplicate|import|lock|occasion|open|organisation|redo|remark|remove|restore|review|sign|evidence|undo)$",
            address,
        )
        assert answer.status_code in ((404, 405) if posted else (200,)), f"{address}: {said(answer)[:200]}"
        if answer.headers["content-type"].startswith("text/html") and "report.html" not in address:
            root = tree(answer)
            assert len(root.find("h1")) == (0 if posted else 1) or posted, address
            ids = [node.attributes["id"] for node in root.all() if "id" in node.attributes]
            assert sorted(ids) == sorted(set(ids)), f"{address}: an id stands there twice"
            inputs = [node for tag in ("input", "textarea", "select") for node in root.find(tag)]
            labelled = {node.attributes.get("for") for node in root.find("label")}
            bare = [
                node.attributes
                for node in inputs
                if node.attributes.get("type") != "hidden" and node.attributes.get("id") not in labelled
            ]
            assert bare == [], f"{address}: without a label"
            waiting += [link for link in local_links(root, address) if "report.pdf" not in link]
    sections = {address for address in seen if "/s/" in address}
    evaluation = examples.workspace.evaluation(examples.workspace.get(name), date(2026, 11, 24))
    wanted = {
        f"/a/{name}/s/{file}/{section}"
        for file, section, keys in evaluation.form.answered_sections
        if any(evaluation.states[key].shown for key in keys)
    }
    assert wanted <= sections
    assert {f"/a/{name}/{page}" for page in ("risks", "measures", "decision", "report", "history")} <= seen


@pytest.mark.parametrize(
    "address",
    ["/a/none", "/a/lumen-line/s/none/none", "/a/lumen-line/risks/R99", "/a/lumen-line/measures/M99", "/a/lumen-line/q/x.y",
     "/a/lumen-line/report?publish=none", "/a/lumen-line/export.exe", "/a/lumen-line/history/compare?old=1&new=99", "/none",
     "/a/lumen-line/report.pdf"],
)  # fmt: skip
def test_what_is_not_there_is_said_in_a_line(examples: Desk, address: str) -> None:
    answer = examples.client.get(address)
    assert answer.status_code == 404
    assert "That did not work" in said(answer)
    assert len(tree(answer).find("ul", class_="problems")[0].find("li")) == 1


@pytest.mark.parametrize(
    "query",
    ["old=99999999999999999999&new=1", "old=-1&new=1", "old=x&new=1", "new=1", "old=1&new=99999999999999999999999"],
)
def test_a_number_that_is_none_is_refused(examples: Desk, query: str) -> None:
    assert examples.client.get(f"/a/lumen-line/history/compare?{query}").status_code in (404, 422)


@pytest.mark.parametrize(
    "query",
    [
        "page_number=0",
        "page_number=-5",
        "page_number=99999999999999999999",
        "sort=x&only=y",
        "words=%00",
        "words=%22%27%2a(",
        "words=AND",
        "words=" + "x" * 5000,
    ],
)
def test_strange_words_in_the_address_of_the_list_are_borne(examples: Desk, query: str) -> None:
    assert examples.client.get(f"/?{query}").status_code in (200, 422)
    assert examples.client.get(f"/a/lumen-line/history?{query}").status_code in (200, 422)


def test_the_list_tells_the_findings_of_an_assessment_apart(examples: Desk) -> None:
    (entry,) = examples.workspace.entries(words="lumen")[0]
    counts = ((entry.blocks, "block"), (entry.majors, "major"), (entry.minors, "minor"))
    wanted = ", ".join(f"{number} {level}" for number, level in counts if number)
    assert wanted.count(", ") >= 1
    assert wanted in said(examples.client.get("/?words=lumen"))


def test_the_list_finds_words_of_titles_and_answers(examples: Desk) -> None:
    assert "/a/adlens" in local_links(tree(examples.client.get("/?words=adlens")), "/")
    assert "/a/lumen-line" not in local_links(tree(examples.client.get("/?words=adlens")), "/")
    assert "Nothing fits." in said(examples.client.get("/?words=xyzzy"))


# ------------------------------------------------------------------------------------------------- evidence and remarks


def test_evidence_is_kept_and_comes_back_as_a_download(desk: Desk) -> None:
    content = b"%PDF- <script>alert(1)</script>"
    upload = {"file": ("../../<b>proof.html", content, "text/html")}
    led = desk.client.post(f"/a/full/q/{KEY}/evidence", {"title": "A proof"}, files=upload)
    shown = desk.client.follow(led)
    (address,) = [link for link in local_links(tree(shown), f"/a/full/q/{KEY}") if "/file/" in link]
    answer = desk.client.get(address)
    assert answer.content == content
    assert answer.headers["content-type"] == "application/octet-stream"
    assert (
        answer.headers["content-disposition"]
        == "attachment; filename=\"_b_proof.html\"; filename*=UTF-8''%3Cb%3Eproof.html"
    )
    (evidence,) = desk.assessment("full").answer(KEY).evidence  # type: ignore[union-attr]
    assert (evidence.title, evidence.sha256) == ("A proof", address.rpartition("/")[2])
    assert desk.client.post(f"/a/full/q/{KEY}/evidence/remove", {"place": "0"}).status_code == 303
    assert desk.assessment("full").answer(KEY) == Answer(value="A name")
    assert desk.client.get(address).content == content, "an older revision names it still"


def test_evidence_that_cannot_be_kept_leaves_nothing_behind(desk: Desk) -> None:
    before, address = desk.assessment("full"), f"/a/full/q/{KEY}/evidence"
    too_large = {"file": ("big.bin", b"x" * (MAX_FILE_BYTES + 1), "application/octet-stream")}
    answer = desk.client.post(address, {"title": "Large"}, files=too_large)
    assert (answer.status_code, "20 are allowed" in said(answer)) == (422, True)
    assert desk.client.post(address, {"title": "x" * 600}, files={"file": ("a.txt", b"x")}).status_code == 422
    for link in ("javascript:alert(1)", "file:///etc/passwd", "//evil.example", "https://a b"):
        assert desk.client.post(address, {"title": "A link", "link": link}).status_code == 422
    assert desk.client.post(address, {"title": "Nothing"}).status_code == 422
    desk.client.post("/a/full/lock", {"locked": "yes"})
    assert desk.client.post(address, {"title": "Late"}, files={"file": ("a.txt", b"x")}).status_code == 409
    assert (desk.assessment("full"), files_in(desk)) == (before, 0)


def test_remarks_are_a_thread_that_can_be_resolved(desk: Desk) -> None:
    address = f"/a/full/q/{KEY}/remark"
    assert desk.client.post(address, {"text": " First.\r\nSecond line. "}).status_code == 303
    assert desk.client.post(address, {"text": ""}).status_code == 422
    (remark,) = desk.assessment("full").remarks
    assert (remark.text, remark.by, remark.about) == ("First.\nSecond line.", "A. Analyst", KEY)
    assert "Second line." in said(desk.client.get(f"/a/full/q/{KEY}"))
    assert desk.client.post(address, {"do": "resolve"}).status_code == 303
    assert desk.assessment("full").remarks[0].resolved
    assert desk.client.post(address, {"do": "reopen"}).status_code == 303
    assert not desk.assessment("full").remarks[0].resolved
    assert desk.client.post(address, {"do": "resolve", "text": "So be it."}).status_code == 303
    assert [(one.text, one.resolved) for one in desk.assessment("full").remarks][1:] == [("So be it.", True)]
    assert desk.client.post(address, {"text": "Not yet."}).status_code == 303
    assert {one.resolved for one in desk.assessment("full").remarks} == {False}, "a new remark opens the thread"
    assert desk.client.post(address, {"text": "x" * 20_001}).status_code == 422
    assert len(desk.assessment("full").remarks) == 3
    assert f"/a/full/q/{KEY}" in local_links(tree(desk.client.get("/a/full/s/everything/simple")), "/")


# -------------------------------------------------------------------------------------------------- lock and decision


def test_a_lock_keeps_answers_as_they_are_until_it_is_opened_with_a_reason(desk: Desk) -> None:
    address, form = "/a/full/s/everything/simple", {"asked": KEY, KEY: "Another", "seen": "1", "do": "save"}
    assert desk.client.post("/a/full/lock", {"locked": "yes", "reason": "For the DPO"}).status_code == 303
    assert "locked" in said(desk.client.get(address))
    assert desk.client.post(address, form).status_code == 409
    assert desk.client.post(address, form, part=True).status_code == 409
    assert desk.client.post("/a/full/lock", {"locked": "no"}).status_code == 422
    assert desk.workspace.get("full").locked
    assert desk.client.post("/a/full/lock", {"locked": "no", "reason": "A question is open"}).status_code == 303
    assert "A question is open" in said(desk.client.get("/a/full/history"))
    assert desk.client.post(address, form).status_code == 303
    assert desk.assessment("full").answer(KEY) == Answer(value="Another")


DECISION = {
    "reason": "So it is.",
    "by:name": "D. Sample",
    "by:role": "Director",
    "on": "2026-11-20",
    "do": "take",
    "seen": "0",
}
CONDITION = {"condition:1:text": "A condition", "condition:1:owner": "A keeper", "condition:1:due": "2027-02-01"}


def decidable(desk: Desk) -> None:
    """The small assessment with its finding answered by a condition."""
    taken = desk.client.post("/a/full/decision", {**DECISION, "outcome": "rejected"})
    assert taken.status_code == 303, said(taken)


def test_a_decision_outside_the_floor_is_refused(desk: Desk) -> None:
    assert (
        desk.client.post(
            "/a/full/s/everything/simple", {"asked": "everything.lawful", "everything.lawful": "no", "seen": "1"}
        ).status_code
        == 303
    )
    before = desk.assessment("full")
    answer = desk.client.post("/a/full/decision", {**DECISION, "outcome": "approved"})
    assert answer.status_code == 422
    assert "This decision is not left" in said(answer)
    assert desk.assessment("full") == before
    assert desk.client.post("/a/full/decision", {**DECISION, "outcome": "nonsense"}).status_code == 422
    assert desk.client.post("/a/full/decision", {**DECISION, "outcome": "rejected", "reason": ""}).status_code == 422
    assert (
        desk.client.post("/a/full/decision", {**DECISION, "outcome": "rejected", "on": "2026-02-30"}).status_code == 422
    )
    assert desk.assessment("full") == before


def test_after_a_decision_the_page_says_that_it_was_taken_by_whom_and_when(desk: Desk) -> None:
    before = said(desk.client.get("/a/full/decision"))
    assert "The decision was taken" not in before and "Change this decision" not in before
    decidable(desk)
    after = desk.client.get("/a/full/decision")
    assert "The decision was taken: Rejected by D. Sample (Director) on 2026-11-20" in said(after)
    assert f"by {ACTOR}, revision 2" in said(after)
    (button,) = tree(after).find("button", value="take")
    assert button.words() == "Change this decision"
    desk.client.post("/a/full/decision", {"do": "withdraw", "seen": "2"})
    assert "The decision was taken" not in said(desk.client.get("/a/full/decision"))


def test_a_void_signature_and_a_decision_that_does_not_fit_are_told_on_the_overview_and_in_the_list(desk: Desk) -> None:
    taken = {"outcome": "approved", "reason": "So.", "by": {"name": "D. Sample"}, "on": "2026-11-24"}
    stored = desk.workspace.get("full")
    decided = stored.assessment.change(decision=Decision.model_validate(taken))
    by = {"actor": "A", "at": datetime.now(UTC)}
    desk.workspace.save("full", stored.assessment.with_answer(LAWFUL, "no"), seen=1, **by)
    now = desk.workspace.get("full").assessment.change(decision=decided.decision)
    desk.workspace.save("full", now, seen=2, kind=Kind.DECIDED, **by)
    now = desk.workspace.get("full").assessment
    signature = Approval(name="S. Sample", role="Signer", on=ON, content_hash=now.content_hash)
    desk.workspace.save("full", now.change(approvals=(signature,)), seen=3, kind=Kind.SIGNED, **by)
    for address in ("/", "/a/full"):
        shown = said(desk.client.get(address))
        assert "Approved (does not fit)" in shown, address
        assert "void" not in shown, address
    desk.client.post("/a/full/s/everything/simple", {"asked": KEY, KEY: "Another", "seen": "4"})
    for address in ("/", "/a/full"):
        assert "1 signature is void" in said(desk.client.get(address)), address
    mended = desk.workspace.get("full").assessment.change(decision=None)
    desk.workspace.save("full", mended, seen=5, kind=Kind.DECIDED, **by)
    assert "1 signature is void" in said(desk.client.get("/")), "without a decision too"
    assert "does not fit" not in said(desk.client.get("/"))


def test_a_refused_decision_is_shown_again_as_it_was_typed(desk: Desk) -> None:
    answer = desk.client.post("/a/full/decision", {**DECISION, **CONDITION, "outcome": "rejected", "on": "2026-02-30"})
    assert answer.status_code == 422
    for typed in ("So it is.", "D. Sample", "A condition", "A keeper"):
        assert typed in answer.text, typed


@pytest.mark.parametrize(
    ("half", "why"),
    [
        ({"condition:1:owner": "Head of IT", "condition:1:due": "2027-05-01"}, "not what is to be done"),
        ({"consultation:advice": "The authority says no.", "consultation:reference": "12/3"}, "names no authority"),
    ],
)
def test_a_decision_that_is_filled_in_by_half_is_refused_with_all_that_was_typed(
    desk: Desk, half: dict[str, str], why: str
) -> None:
    refused = desk.client.post("/a/full/decision", {**DECISION, **half, "outcome": "rejected"})
    assert refused.status_code == 422
    assert why in said(refused)
    assert all(typed in refused.text for typed in half.values())
    assert desk.assessment("full").decision is None


def test_a_decision_that_is_saved_again_keeps_what_its_form_does_not_show(desk: Desk) -> None:
    conditions = [
        {"id": name, "text": f"Do {name}.", "finding": ["everything.not_lawful"], "owner": "A keeper"}
        for name in ("C7", "C9")
    ]
    decided = {
        "outcome": "rejected",
        "reason": "So it is.",
        "by": {"name": "D. Sample", "role": "Director", "contact": "d@example.org"},
        "on": "2026-11-20",
        "conditions": conditions,
    }
    stored, now = desk.workspace.get("full"), datetime.now(UTC)
    mine = stored.assessment.change(decision={**decided, "content": stored.assessment.decided_content})
    desk.workspace.save("full", mine, seen=stored.number, actor="ann", at=now, kind=Kind.DECIDED)
    before = desk.assessment("full").decision
    page = desk.client.get("/a/full/decision")
    (form,) = [one for one in tree(page).find("form") if one.attributes["action"] == "/a/full/decision"]
    fields = [pair for pair in fields_of(form) if pair[0] != "do"]
    assert desk.client.post("/a/full/decision", changed(fields, {"do": "take"})).status_code == 303
    assert desk.assessment("full").decision == before
    emptied = {"condition:1:text": "", "condition:1:owner": "", "condition:3:text": "Do more."}
    again = changed(fields, {"do": "take", "seen": str(desk.head("full")), **emptied})
    assert desk.client.post("/a/full/decision", again).status_code == 303
    kept = desk.assessment("full").decision.conditions  # type: ignore[union-attr]
    assert [(one.id, one.text, one.finding) for one in kept] == [
        ("C9", "Do C9.", ("everything.not_lawful",)),
        ("K1", "Do more.", ()),
    ]


def test_a_note_that_somebody_else_adds_stays_through_the_next_autosaves(desk: Desk) -> None:
    """The field with the note is drawn anew: what the page still showed would take the note away."""
    address, other = "/a/full/s/everything/simple", "everything.spare"
    form = [pair for pair in form_data(desk.client.get(address)) if pair[0] != "do"]
    stored, now = desk.workspace.get("full"), datetime.now(UTC)
    noted = (stored.assessment.answer(other) or Answer(value="x")).model_copy(update={"note": "Asked the legal unit"})
    theirs = stored.assessment.with_answer(other, noted)
    desk.workspace.save("full", theirs, seen=stored.number, actor="ben", at=now)
    part = desk.client.post(address, changed(form, {KEY: "One"}), part=True)
    assert part.status_code == 200
    assert "Asked the legal unit" in part.text
    assert desk.assessment("full").answer(other).note == "Asked the legal unit"  # type: ignore[union-attr]


@pytest.mark.parametrize("seen", ["²", "x", "", "9" * 30])
def test_a_revision_that_is_no_number_is_none(desk: Desk, seen: str) -> None:
    answer = desk.client.post("/a/full/s/everything/simple", {"asked": KEY, KEY: "Another", "seen": seen})
    assert answer.status_code == 303
    assert desk.client.post("/a/full/history/restore", {"number": "²"}).status_code == 404


def test_a_signature_is_bound_to_the_content_and_void_after_any_change(desk: Desk) -> None:
    assert desk.client.post("/a/full/sign", {"name": "S", "role": "R", "content_hash": "0" * 64}).status_code == 422
    decidable(desk)
    (shown,) = re.findall(r"[0-9a-f]{64}", desk.client.get("/a/full/decision").text)[:1]
    assert shown == desk.assessment("full").content_hash
    assert desk.client.post("/a/full/sign", {"name": "S", "role": "R", "content_hash": "0" * 64}).status_code == 409
    assert desk.client.post("/a/full/sign", {"name": "", "role": "R", "content_hash": shown}).status_code == 422
    assert desk.assessment("full").approvals == ()
    assert (
        desk.client.post("/a/full/sign", {"name": "S. Sample", "role": "Signer", "content_hash": shown}).status_code
        == 303
    )
    assert len(desk.assessment("full").valid_approvals) == 1
    again = desk.client.post("/a/full/sign", {"name": "s. sample", "role": "Signer", "content_hash": shown})
    assert again.status_code == 409
    assert "S. Sample signed exactly this content on " in said(again)
    assert len(desk.assessment("full").valid_approvals) == 1
    assert "S. Sample, Signer" in said(desk.client.get("/a/full/decision"))
    desk.client.post("/a/full/s/everything/simple", {"asked": KEY, KEY: "Another", "seen": str(desk.head("full"))})
    assert desk.assessment("full").valid_approvals == ()
    assert "void: the content changed afterwards" in said(desk.client.get("/a/full/decision"))


def test_a_review_shows_the_previous_answer_beside_the_new_one(examples: Desk) -> None:
    key, client = "screening.processing_name", examples.client
    page = client.follow(client.post("/a/lumen-line/review"))
    assert page.status_code == 200
    new = "lumen-line-review"
    assert examples.assessment(new).reviewed is not None
    address = f"/a/{new}/s/screening/what_and_who"
    assert "In the version that is reviewed" not in said(client.get(address))
    client.post(address, {"asked": key, key: "A new name", "seen": "1"})
    (previous,) = tree(client.get(address)).find("div", class_="previous")
    name = examples.assessment("lumen-line").answer(key)
    assert name is not None
    assert previous.words() == f"In the version that is reviewed: {name.value}"


def test_rows_that_come_from_another_table_show_what_it_says_and_are_not_removed_here(examples: Desk) -> None:
    address, key = "/a/bridgecase/s/io-dpia/people_and_data", "io-dpia.data_items"
    shown = examples.client.get(address)
    there = examples.assessment("bridgecase").answer("gdpr-dpia.data_items").value[0]  # type: ignore[union-attr]
    assert f'"remove:{key}:{there["id"]}"' not in shown.text
    assert "Taken over from: G-" in said(shown)
    before = examples.assessment("bridgecase")
    for what in ("remove", "copy", "up"):
        refused = examples.client.post(address, filled(shown, do=f"{what}:{key}:{there['id']}"))
        assert refused.status_code == 422
        assert "stands in another question" in said(refused)
    assert examples.assessment("bridgecase") == before


def test_history_compares_restores_and_undoes(desk: Desk) -> None:
    address = "/a/full/s/everything/simple"
    desk.client.post(address, {"asked": KEY, KEY: "Second", "seen": "1"})
    desk.client.post(address, {"asked": KEY, KEY: "Third", "seen": "2"})
    compared = said(desk.client.get("/a/full/history/compare?old=1&new=3"))
    assert "A name" in compared
    assert "Third" in compared
    assert desk.client.post("/a/full/history/restore", {"number": "2"}).status_code == 303
    assert (desk.head("full"), desk.assessment("full").answer(KEY)) == (4, Answer(value="Second"))
    assert desk.client.post("/a/full/history/restore", {"number": "99"}).status_code == 404
    assert desk.client.post("/a/full/history/restore", {"number": "x"}).status_code == 404


def test_undo_goes_back_step_by_step_and_redo_forward(desk: Desk) -> None:
    address = "/a/full/s/everything/simple"
    shown = said(desk.client.get("/a/full/history"))
    assert "Undo" not in shown and "Redo" not in shown
    for seen, word in enumerate(("Second", "Third"), 1):
        desk.client.post(address, {"asked": KEY, KEY: word, "seen": str(seen)})
    assert "Undo: back to revision 2" in said(desk.client.get("/a/full/history"))
    first = desk.workspace.get("full", 1).assessment.answer(KEY)
    for kept in (Answer(value="Second"), first):
        assert desk.client.post("/a/full/history/undo", {"seen": str(desk.head("full"))}).status_code == 303
        assert desk.assessment("full").answer(KEY) == kept
    assert desk.client.post("/a/full/history/redo", {"seen": "3"}).status_code == 409, "it is on an older page"
    shown = said(desk.client.get("/a/full/history"))
    assert "Undo" not in shown
    assert "Redo: forward to revision 2" in shown
    refused = desk.client.post("/a/full/history/undo", {"seen": str(desk.head("full"))})
    assert (refused.status_code, desk.head("full")) == (422, 5)
    assert "full: there is nothing that could be undone." in said(refused)
    assert desk.client.post("/a/full/history/redo", {"seen": str(desk.head("full"))}).status_code == 303
    assert desk.assessment("full").answer(KEY) == Answer(value="Second")
    desk.workspace.lock("full", True, reason="For the DPO", actor="ann", at=datetime.now(UTC))
    assert "Redo" not in said(desk.client.get("/a/full/history"))
    assert desk.client.post("/a/full/history/redo", {"seen": str(desk.head("full"))}).status_code == 409


def test_the_saves_of_one_sitting_are_one_line_of_the_history(desk: Desk) -> None:
    address = "/a/full/s/everything/simple"
    for seen in range(1, 5):
        desk.client.post(address, {"asked": KEY, KEY: f"Word {seen}", "seen": str(seen)})
    shown = desk.client.get("/a/full/history")
    assert [cell.words() for cell in tree(shown).find("th")[6:]] == ["2–5", "1"]
    assert "edited, 4 saves" in said(shown)
    assert "/a/full/history/compare?old=1&new=5" in shown.text.replace("&amp;", "&")
    every = desk.client.get("/a/full/history?every=true")
    assert [cell.words() for cell in tree(every).find("th")[6:]] == ["5", "4", "3", "2", "1"]
    assert "edited, 4 saves" in said(desk.client.get("/a/full"))


def test_open_remarks_stand_on_the_overview_until_they_are_resolved(desk: Desk) -> None:
    assert "Open remarks" not in said(desk.client.get("/a/full"))
    for text in ("Which law?", "And since when?"):
        desk.client.post(f"/a/full/q/{KEY}/remark", {"text": text})
    stored, now = desk.workspace.get("full"), datetime.now(UTC)
    remark = Remark(about="everything.simple", text="Too short.", by="ann", on=now.date())
    mine = stored.assessment.change(remarks=(*stored.assessment.remarks, remark))
    desk.workspace.save("full", mine, seen=stored.number, actor="ann", at=now)
    shown = desk.client.get("/a/full")
    assert "(2) · everything.simple" in said(shown)
    assert f'href="/a/full/q/{KEY}"' in shown.text
    desk.client.post(f"/a/full/q/{KEY}/remark", {"do": "resolve"})
    assert "Open remarks everything.simple" in " ".join(said(desk.client.get("/a/full")).split())


# -------------------------------------------------------------------------------------------------- risks and measures


def test_a_risk_is_rated_and_its_measures_are_linked(desk: Desk) -> None:
    led = desk.client.post("/a/full/risks", {"title": "A risk of our own"})
    address = led.headers["location"]
    assert desk.client.get(address).status_code == 200
    form = {
        "title": "A risk of our own",
        "before:severity": "serious",
        "before:likelihood": "likely",
        "before:reason": "So.",
        "measures": ["M1", "M2"],
        "seen": str(desk.head("full")),
    }
    assert desk.client.post(address, form).status_code == 303
    risk = desk.assessment("full").risks[-1]
    assert (risk.title, risk.before.severity, risk.measures) == ("A risk of our own", "serious", ("M1", "M2"))  # type: ignore[union-attr]
    part = desk.client.post(
        address,
        {**form, "today:severity": "grave", "today:likelihood": "likely", "seen": str(desk.head("full"))},
        part=True,
    )
    assert (part.status_code, "Saved" in said(part)) == (200, True)
    assert (
        desk.client.post(address, {**form, "seen": str(desk.head("full")), "do": "remove", "sure": "yes"}).status_code
        == 303
    )
    assert all(one.id != risk.id for one in desk.assessment("full").risks)


def test_a_measure_is_added_changed_and_removed_with_its_links(desk: Desk) -> None:
    led = desk.client.post(
        "/a/full/measures",
        {"title": "A new one", "status": "planned", "owner": "O", "due": "2027-05-01", "risk": "R01"},
    )
    assert led.headers["location"].startswith("/a/full/risks/R01")
    added = desk.assessment("full").measures[-1]
    assert added.id in next(one for one in desk.assessment("full").risks if one.id == "R01").measures
    assert (
        desk.client.post(
            f"/a/full/measures/{added.id}", {"title": "Better", "status": "implemented", "seen": "0"}
        ).status_code
        == 303
    )
    assert desk.assessment("full").measures[-1].title == "Better"
    assert desk.client.post("/a/full/measures", {"title": ""}).status_code == 422
    assert desk.client.post("/a/full/measures", {"title": "x", "due": "soon"}).status_code == 422
    assert (
        desk.client.post(f"/a/full/measures/{added.id}", {"do": "remove", "sure": "yes", "seen": "0"}).status_code
        == 303
    )
    assert all(added.id not in one.measures for one in desk.assessment("full").risks)


# ------------------------------------------------------------------------------------------- into and out of the workspace


def take_in(desk: Desk, name: str, content: bytes):  # type: ignore[no-untyped-def]
    return desk.client.post("/import", {}, files={"file": (name, content)})


def test_a_report_a_yaml_file_json_and_an_export_are_taken_in(examples: Desk) -> None:
    lumen = example("lumen-line")
    files = {
        "report.pdf": lumen_pdf(Publication.OPERATIONAL),
        "lumen.yaml": dump_yaml(lumen).encode(),
        "lumen.json": dump_json(lumen).encode(),
        "lumen.zip": examples.client.get("/a/lumen-line/export.zip").content,
    }
    for name, content in files.items():
        led = take_in(examples, name, content)
        assert led.status_code == 303, said(led)
        found = examples.assessment(led.headers["location"].removeprefix("/a/"))
        assert found.answers == lumen.answers, name
        assert found.risks == lumen.risks, name


def test_evidence_travels_with_an_export(desk: Desk, tmp_path: Path) -> None:
    desk.client.post(f"/a/full/q/{KEY}/evidence", {"title": "A proof"}, files={"file": ("p.txt", b"the proof")})
    exported = desk.client.get("/a/full/export.zip").content
    with desk_over(tmp_path / "other.sqlite", small_library()) as other:
        assert take_in(other, "full.zip", exported).status_code == 303
        sha256 = other.assessment("full").answer(KEY).evidence[0].sha256  # type: ignore[union-attr]
        assert other.client.get(f"/a/full/file/{sha256}").content == b"the proof"


def zipped(**files: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files.items():
            bundle.writestr(name.replace("__", "/"), content)
    return target.getvalue()


HOSTILE: dict[str, bytes] = {
    **{f"yaml {name}": text if isinstance(text, bytes) else text.encode() for name, text in YAML.items()},
    **{f"json {name}": text if isinstance(text, bytes) else text.encode() for name, text in JSON.items()},
    "a pdf that is none": b"%PDF-1.7\nnothing\n%%EOF",
    "a zip cut off": zipped(**{"assessment.json": b"{}"})[:40],
    "a zip without an assessment": zipped(readme=b"x"),
    "a zip with something else in it": zipped(**{"assessment.json": b"[]"}),
    "a zip bomb": zipped(**{"assessment.json": b" " * 60_000_000}),
    "a zip that leads out": zipped(**{"..__..__evil": b"x", "assessment.json": b"{}"}),
    "nothing at all": b"",
    "noise": bytes(range(256)) * 40,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_a_line_and_stores_nothing(small: Desk, name: str) -> None:
    before = small.histories()
    answer = take_in(small, "file.yaml", HOSTILE[name])
    assert answer.status_code in (404, 422), said(answer)
    lines = [node.words() for node in tree(answer).find("ul", class_="problems")[0].find("li")]
    assert lines
    for line in lines:
        assert "Traceback" not in line
        assert "/tmp" not in line, "the place of a passing file is nobody's business"
    assert (small.histories(), files_in(small)) == (before, 0)


def test_deleting_asks_and_says_what_goes(desk: Desk) -> None:
    asked = desk.client.get("/a/full/delete")
    assert "whole history" in said(asked)
    assert desk.client.post("/a/full/delete", {"name": "ful"}).status_code == 422
    assert "full" in desk.histories()
    assert desk.client.post("/a/full/delete", {"name": "full"}).status_code == 303
    assert desk.histories() == {}
    assert desk.client.get("/a/full").status_code == 404


def test_an_archived_assessment_can_be_read_only(desk: Desk) -> None:
    assert desk.client.post("/a/full/archive", {"archived": "yes"}).status_code == 303
    assert "There is no assessment yet." in said(desk.client.get("/"))
    assert "/a/full" in local_links(tree(desk.client.get("/?archived=true")), "/")
    assert desk.client.post("/a/full/s/everything/simple", {"asked": KEY, KEY: "x", "seen": "1"}).status_code == 409
    assert desk.client.post("/a/full/archive", {"archived": "no"}).status_code == 303
    assert desk.client.post("/a/full/s/everything/simple", {"asked": KEY, KEY: "x", "seen": "1"}).status_code == 303


def test_a_copy_has_the_answers_and_neither_decision_nor_signatures(desk: Desk) -> None:
    decidable(desk)
    led = desk.client.post("/a/full/duplicate")
    copy = desk.assessment(led.headers["location"].removeprefix("/a/"))
    original = desk.assessment("full").answers
    said_there = {
        file: {name: answer.model_copy(update={"suggested": None}) for name, answer in answers.items()}
        for file, answers in copy.answers.items()
    }
    assert said_there == original
    assert copy.answers["everything"]["signed"].suggested is not None
    assert copy.answers["everything"]["name"].suggested is None
    assert (copy.decision, copy.approvals, copy.title) == (None, (), "A title for everything (copy)")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Chat at night!", "chat-at-night"),
        ("Ночной чат", "nochnoy-chat"),
        ("Beratung für Überlebende", "beratung-fuer-ueberlebende"),
        ("9 to 5", "assessment-9-to-5"),
        ("../../x", "x"),
        ("a" * 300, "a" * 50),
    ],
)
def test_a_title_makes_an_id(examples: Desk, title: str, name: str) -> None:
    led = examples.client.post("/new", {"title": title})
    assert led.headers["location"] == f"/a/{name}/s/screening/what_and_who"
    again = examples.client.post("/new", {"title": title})
    assert again.headers["location"] == f"/a/{name}-2/s/screening/what_and_who"


@pytest.mark.parametrize("title", ["", "   ", "x" * 501])
def test_a_new_assessment_needs_a_title_and_what_was_typed_stays(examples: Desk, title: str) -> None:
    answer = examples.client.post("/new", {"title": title, "organisation": "A house"})
    assert answer.status_code == 422
    assert tree(answer).find("input", id_="organisation")[0].attributes["value"] == "A house"
    assert len(tree(answer).find("div", class_="error-summary")) == 1


def test_a_number_that_two_people_read_differently_is_asked_for_again(desk: Desk) -> None:
    address, key = "/a/full/s/everything/simple", "everything.people"
    before = desk.assessment("full").answer(key)
    refused = desk.client.post(address, {"asked": key, key: "6,000", "seen": "1"})
    assert refused.status_code == 422
    assert "Write 6000 or 6." in said(refused)
    assert 'value="6,000"' in refused.text
    assert desk.assessment("full").answer(key) == before
    desk.client.post(address, {"asked": key, key: "6,000.0", "seen": "1"})
    assert desk.assessment("full").answer(key) == Answer(value=6000.0)


def test_a_new_risk_never_gets_the_number_of_another(desk: Desk) -> None:
    now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    stored = desk.workspace.get("full")
    taken = Risk(id="R05", title="Ours, with a number of the catalogue")
    mine = stored.assessment.change(risks=(*stored.assessment.risks, taken))
    desk.workspace.save("full", mine, seen=stored.number, actor="ann", at=now)

    led = [desk.client.post("/a/full/risks", {"scenario": "R05"}).headers["location"] for _ in range(2)]

    added = desk.assessment("full").risks[-1]
    assert led == ["/a/full/risks/R05-2"] * 2
    assert (added.id, added.scenario) == ("R05-2", "R05")
    assert len(desk.assessment("full").risks) == len(mine.risks) + 1
    assert 'value="R05"' not in desk.client.get("/a/full/risks").text


def test_the_overview_tells_of_two_risks_with_one_number(desk: Desk) -> None:
    stored = desk.workspace.get("full")
    state = next(one for one in desk.workspace.evaluation(stored, date(2026, 11, 24)).risks if one.raised_by)
    others = tuple(one for one in stored.assessment.risks if one.scenario != state.id and one.id != state.id)
    mine = stored.assessment.change(risks=(*others, Risk(id=state.id, title="Ours")))
    desk.workspace.save("full", mine, seen=stored.number, actor="ann", at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC))

    words = " ".join(said(desk.client.get("/a/full")).split())

    assert f"The risk {state.id} “Ours” has the number of {state.id} “{state.title}” of the catalogue" in words
    assert desk.client.get(f"/a/full/risks/{state.id}-2").status_code == 200


def test_what_happened_is_noted_while_locked_and_voids_no_signature(desk: Desk) -> None:
    before = desk.assessment("full")
    assert desk.client.post("/a/full/lock", {"locked": "yes", "reason": "For the DPO"}).status_code == 303
    sent = {"what": "The police asked.\nThey got nothing.", "kind": "none_of_this_set", "on": "2026-11-03"}
    assert desk.client.post("/a/full/occasion", sent).headers["location"].endswith("/a/full#occasions")
    after = desk.assessment("full")
    (noted,) = after.occasions
    assert (noted.what, noted.kind, noted.by, noted.on.isoformat()) == (sent["what"], None, "A. Analyst", "2026-11-03")
    assert after.content_hash == before.content_hash
    shown = said(desk.client.get("/a/full"))
    assert "They got nothing." in shown
    assert "noted what happened" in shown
    assert desk.client.post("/a/full/occasion", {**sent, "do": "remove"}).status_code == 303
    assert desk.assessment("full").occasions == ()


def test_a_note_of_what_happened_needs_words_and_a_day(desk: Desk) -> None:
    for sent, told in (
        ({"what": " "}, "says what happened"),
        ({"what": "It rained.", "on": "2026-02-30"}, "Day"),
        ({"what": "It will rain.", "on": "2999-01-01"}, "not happened yet"),
    ):
        answer = desk.client.post("/a/full/occasion", sent)
        assert answer.status_code == 422
        assert told in said(answer)


def test_in_the_archive_nothing_can_be_noted_and_lines_stay_lines(desk: Desk) -> None:
    desk.client.post("/a/full/occasion", {"what": "First line.\nSecond line.", "on": "2026-11-03"})
    page = tree(desk.client.get("/a/full"))
    assert [node.words() for node in page.find("span", class_="prewrap") if "First" in node.words()] == [
        "First line. Second line."
    ]
    assert page.find("form", action="/a/full/occasion")
    desk.workspace.archive("full", True, actor="A", at=datetime.now(UTC))
    assert not tree(desk.client.get("/a/full")).find("form", action="/a/full/occasion")
