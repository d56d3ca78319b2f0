"""What is kept of a revision, and that any change of it is found: alone, or against a head that was kept elsewhere."""

import hashlib
import json
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from dpia.assessment.model import Approval, Assessment
from dpia.errors import DpiaError
from dpia.workspace import Workspace
from dpia.workspace.files import add_file
from dpia.workspace.revisions import (
    MAX_CONTENT_BYTES,
    NO_CHAIN,
    Kind,
    Packed,
    chain_of,
    content_hash_of,
    pack,
    unpack,
)
from dpia.workspace.tables import ASSESSMENTS, FILES, REVISIONS
from tests.support.workspaces import AT, ON, answer, create, file_here, later, make, value

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u202a\u202b\u202c\u202d\u202e"))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | TEXT | st.floats(-1e15, 1e15),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)

# ---------------------------------------------------------------------------------------------------- pack and unpack


@settings(deadline=None)
@given(PLAIN)
def test_what_is_kept_is_read_back_the_same(answered: Any) -> None:
    assessment = make(answers={"purpose": {"value": answered, "note": "why"}})
    packed = pack(assessment.data())
    assert unpack(packed.content, packed.approvals) == assessment
    assert packed.content_hash == content_hash_of(packed.content) == assessment.content_hash


@settings(deadline=None)
@given(PLAIN)
def test_what_is_kept_is_canonical_json(answered: Any) -> None:
    data = make(answers={"purpose": {"value": answered, "note": "why"}}).data()
    assert zlib.decompress(pack(data).content) == rfc8785.dumps(data)


def test_signatures_stand_beside_the_content() -> None:
    content = make()
    signature = Approval(name="A. Example", role="Director", on=ON, content_hash=content.content_hash)
    signed = content.change(approvals=(signature,))
    plain, packed = pack(content.data()), pack(signed.data())
    assert (plain.content, plain.content_hash) == (packed.content, packed.content_hash)
    assert (plain.approvals, packed.approvals != "[]") == ("[]", True)
    assert unpack(packed.content, packed.approvals) == signed


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no zlib",
        pack(make().data()).content[:-5],
        pack(make().data()).content + b"more",
        zlib.compress(b"no json"),
        zlib.compress(b"[]"),
        zlib.compress(b"{}"),
        zlib.compress(b"\xff"),
        zlib.compress(b"[" * 100_000),
        zlib.compress(json.dumps(make().data() | {"status": "approved"}).encode()),
    ],
    ids=["empty", "no-zlib", "cut-off", "more-behind", "no-json", "list", "nothing", "no-utf-8", "deep", "unknown-key"],
)
def test_damaged_content_is_one_line(content: bytes) -> None:
    with pytest.raises(DpiaError) as error:
        unpack(content, "[]")
    assert str(error.value) == (
        "A revision in the workspace is damaged; `dpia history ID` says which. Restore a backup."
    )
    assert content_hash_of(content) != make().content_hash


def test_content_that_grows_without_end_is_not_read() -> None:
    bomb = zlib.compress(b'"' + b" " * (MAX_CONTENT_BYTES + 1) + b'"', 9)
    assert len(bomb) < 200_000
    with pytest.raises(DpiaError):
        unpack(bomb, "[]")
    assert content_hash_of(bomb) == ""


# --------------------------------------------------------------------------------------------------------------- chain


def chained(**changed: Any) -> str:
    packed = Packed(b"", "1" * 64, "[]")
    said: dict[str, Any] = {"assessment": "a", "number": 1, "at": AT, "actor": "ann", "kind": "edited", "note": ""}
    return chain_of(changed.pop("before", NO_CHAIN), **said | {"packed": packed} | changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"before": "1" * 64},
        {"assessment": "b"},
        {"number": 2},
        {"at": AT + timedelta(microseconds=1)},
        {"actor": "ben"},
        {"kind": "signed"},
        {"note": "x"},
        {"packed": Packed(b"", "2" * 64, "[]")},
        {"packed": Packed(b"", "1" * 64, "[1]")},
        {"actor": "annedited", "kind": ""},
    ],
    ids="-".join,
)
def test_the_chain_binds_everything_that_is_said(changed: dict[str, Any]) -> None:
    assert chained(**changed) != chained()


def test_the_chain_does_not_depend_on_the_zone() -> None:
    assert chained(at=AT.astimezone(timezone(timedelta(hours=13)))) == chained()


def test_the_chain_is_the_one_that_was_written_down() -> None:
    """It must never change: a head that somebody kept elsewhere would show a change that there was not."""
    at = datetime(2026, 11, 24, 14, 2, 31, 250_000, tzinfo=UTC)
    packed = Packed(b"", "ab" * 32, "[]")
    first = chain_of(NO_CHAIN, assessment="a", number=1, at=at, actor="ann", kind="created", note="", packed=packed)
    said = (
        b'{"actor":"ann","approvals":"[]","assessment":"a","at":"2026-11-24T14:02:31.250000+00:00",'
        b'"content_hash":"' + b"ab" * 32 + b'","kind":"created","note":"","number":1}'
    )
    assert first == hashlib.sha256(b"dpia-revision-v1\0" + b"0" * 64 + said).hexdigest()
    assert first == "33e192b9aa74690e4555909d705a8e85a3a6568b629b73e334b03ac92513a036"


# -------------------------------------------------------------------------------------------------------------- verify

HISTORY = [("one", "first"), ("recorded", "yes"), ("one", "second"), ("logged", "no")]


@pytest.fixture
def kept(workspace: Workspace) -> Workspace:
    """An assessment with five revisions by two people, and another one."""
    create(workspace, make())
    for number, (question, said) in enumerate(HISTORY):
        answer(workspace, "hotline", question, said, actor=("ann", "ben")[number % 2], at=later(number), note="so")
    create(workspace, make("other", "Other"))
    return workspace


def head_of(workspace: Workspace) -> tuple[int, str]:
    newest = workspace.history("hotline")[0]
    return newest.number, newest.chain


def tamper(workspace: Workspace, *statements: Any) -> None:
    with workspace.engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)


def revision(number: int) -> Any:
    return (REVISIONS.c.assessment == "hotline") & (REVISIONS.c.number == number)


def change(revision_number: int, **values: Any) -> Any:
    return update(REVISIONS).where(revision(revision_number)).values(**values)


def row(workspace: Workspace, number: int) -> dict[str, Any]:
    with workspace.engine.connect() as connection:
        return dict(connection.execute(select(REVISIONS).where(revision(number))).one()._mapping)


def test_what_nobody_touched_is_whole(kept: Workspace, second: Workspace) -> None:
    assert kept.verify("hotline") == second.verify("hotline") == second.verify("other") == ()
    assert second.verify("hotline", head_of(kept)) == ()
    for line in kept.history("hotline"):
        assert second.verify("hotline", (line.number, line.chain)) == ()


def flipped(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << (bit % 8)
    return bytes(changed)


def test_whichever_bit_of_content_is_flipped_its_hash_is_another() -> None:
    """All but the up to seven bits that fill the last byte of the compressed data up: they say nothing."""
    packed = pack(make(answers={"purpose": "Advice. " * 50}).data())
    same = [
        bit
        for bit in range(len(packed.content) * 8)
        if content_hash_of(flipped(packed.content, bit)) == packed.content_hash
    ]
    before_the_checksum = len(packed.content) - 5
    assert {bit // 8 for bit in same} <= {before_the_checksum}
    assert len(same) < 8


def test_one_flipped_bit_of_content_is_found(kept: Workspace, second: Workspace) -> None:
    content = row(kept, 3)["content"]
    for bit in range(0, len(content) * 8 - 40, 97):
        tamper(kept, change(3, content=flipped(content, bit)))
        assert second.verify("hotline") == ("hotline: the content of revision 3 is not that of its hash",), bit
    tamper(kept, change(3, content=content))
    assert second.verify("hotline") == ()


def test_damaged_content_can_be_told_apart_from_what_can_still_be_read(kept: Workspace, second: Workspace) -> None:
    tamper(kept, change(3, content=b"damaged"))
    with pytest.raises(DpiaError, match=r"^A revision in the workspace is damaged"):
        second.get("hotline", 3)
    assert value(second, "hotline", "one") == "second"
    assert value(second, "hotline", "one", 2) == "first"


Tamper = Callable[[Workspace], list[Any]]


def another_content(workspace: Workspace) -> list[Any]:
    changed = make(answers={"purpose": "Something else."})
    packed = pack(changed.data())
    return [change(3, content=packed.content, content_hash=packed.content_hash)]


def signed_by_somebody(workspace: Workspace) -> list[Any]:
    content = workspace.get("hotline", 5).assessment
    signature = Approval(name="C. Example", role="Director", on=ON, content_hash=content.content_hash)
    return [change(5, approvals=pack(content.change(approvals=(signature,)).data()).approvals)]


def swapped(workspace: Workspace) -> list[Any]:
    second = row(workspace, 2)
    return [delete(REVISIONS).where(revision(2)), change(3, number=2), insert(REVISIONS).values(second | {"number": 3})]


def swapped_contents(workspace: Workspace) -> list[Any]:
    second, third = row(workspace, 2), row(workspace, 3)
    keys = ("content", "content_hash", "approvals")
    return [change(2, **{key: third[key] for key in keys}), change(3, **{key: second[key] for key in keys})]


def inserted(workspace: Workspace) -> list[Any]:
    """A revision between the fourth and the fifth."""
    fifth = row(workspace, 5)
    made = row(workspace, 2) | {"number": 5}
    return [
        change(5, **made),
        insert(REVISIONS).values(fifth | {"number": 6}),
        update(ASSESSMENTS).where(ASSESSMENTS.c.id == "hotline").values(head=6),
    ]


def put_behind(workspace: Workspace) -> list[Any]:
    made = row(workspace, 2) | {"number": 6}
    head = update(ASSESSMENTS).where(ASSESSMENTS.c.id == "hotline").values(head=6)
    return [insert(REVISIONS).values(made), head]


def taken_from_another(workspace: Workspace) -> list[Any]:
    with workspace.engine.connect() as connection:
        other = connection.execute(select(REVISIONS).where(REVISIONS.c.assessment == "other")).one()._mapping
    return [change(1, **{key: other[key] for key in ("content", "content_hash", "chain", "at", "actor")})]


FOUND: dict[str, tuple[Tamper, str]] = {
    "an actor": (lambda _: [change(3, actor="eve")], "revision 3 does not follow from those before it"),
    "a moment": (lambda _: [change(3, at=later(99))], "revision 3 does not follow from those before it"),
    "a microsecond": (
        lambda _: [change(2, at=AT + timedelta(microseconds=1))],
        "revision 2 does not follow from those before it",
    ),
    "a note": (lambda _: [change(3, note="")], "revision 3 does not follow from those before it"),
    "a kind": (lambda _: [change(3, kind=Kind.RESTORED)], "revision 3 does not follow from those before it"),
    "a chain": (lambda _: [change(3, chain="0" * 64)], "revision 3 does not follow from those before it"),
    "a content hash": (lambda _: [change(3, content_hash="0" * 64)], "revision 3 does not follow from those before it"),
    "a content with its hash": (another_content, "revision 3 does not follow from those before it"),
    "a signature": (signed_by_somebody, "revision 5 does not follow from those before it"),
    "the first revision deleted": (lambda _: [delete(REVISIONS).where(revision(1))], "revision 1 is missing"),
    "one in the middle deleted": (lambda _: [delete(REVISIONS).where(revision(3))], "revision 3 is missing"),
    "the last revision deleted": (
        lambda _: [delete(REVISIONS).where(revision(5))],
        "the newest revision is 5, and 4 are there",
    ),
    "two swapped": (swapped, "revision 2 does not follow from those before it"),
    "two contents swapped": (swapped_contents, "revision 2 does not follow from those before it"),
    "one inserted": (inserted, "revision 5 does not follow from those before it"),
    "one put behind": (put_behind, "revision 6 does not follow from those before it"),
    "one of another assessment": (taken_from_another, "revision 1 does not follow from those before it"),
}


@pytest.mark.parametrize("what", FOUND)
def test_tampering_is_found(kept: Workspace, second: Workspace, what: str) -> None:
    attempt, said = FOUND[what]
    tamper(kept, *attempt(kept))
    assert f"hotline: {said}" in second.verify("hotline")
    assert second.verify("other") == ()


def cut_off(workspace: Workspace) -> list[Any]:
    head = update(ASSESSMENTS).where(ASSESSMENTS.c.id == "hotline").values(head=4)
    return [delete(REVISIONS).where(revision(5)), head]


def written_anew(workspace: Workspace) -> list[Any]:
    """Every revision with another actor, and a chain that fits."""
    changes, chain = [], NO_CHAIN
    for number in range(1, 6):
        old = row(workspace, number)
        packed = Packed(old["content"], old["content_hash"], old["approvals"])
        said = {key: old[key] for key in ("at", "kind", "note")} | {"actor": "eve"}
        chain = chain_of(chain, assessment="hotline", number=number, packed=packed, **said)
        changes.append(change(number, actor="eve", chain=chain))
    return changes


@pytest.mark.parametrize(
    ("attempt", "said"),
    [
        (cut_off, "revision 5 was noted down and is missing"),
        (written_anew, "revision 5 is not the one that was noted down"),
    ],
    ids=["cut-off", "written-anew"],
)
def test_a_cut_or_a_whole_new_history_is_found_with_a_head_kept_elsewhere_and_not_without(
    kept: Workspace, second: Workspace, attempt: Tamper, said: str
) -> None:
    anchor = head_of(kept)
    tamper(kept, *attempt(kept))
    assert second.verify("hotline") == ()
    assert second.verify("hotline", anchor) == (f"hotline: {said}",)


def test_a_head_kept_early_says_nothing_of_what_came_later(kept: Workspace, second: Workspace) -> None:
    early = kept.history("hotline")[-1]
    tamper(kept, *cut_off(kept))
    assert second.verify("hotline", (early.number, early.chain)) == ()


def test_the_lock_and_the_list_are_not_in_the_chain(kept: Workspace, second: Workspace) -> None:
    """They can be changed unseen; what was locked and unlocked is a revision, and the list can be made anew."""
    tamper(kept, update(ASSESSMENTS).where(ASSESSMENTS.c.id == "hotline").values(locked=True, title="Other", level=3))
    assert second.verify("hotline") == ()


@pytest.mark.parametrize("anchor", [(0, "x"), (-1, "0" * 64), (10**30, "0" * 64), (5, "0" * 64), (5, "")])
def test_a_head_that_never_was_is_not_the_one(kept: Workspace, anchor: tuple[int, str]) -> None:
    assert len(kept.verify("hotline", anchor)) == 1


def test_changed_evidence_is_found_when_it_is_asked_for(kept: Workspace, second: Workspace) -> None:
    sha256 = add_file(kept.engine, b"a contract", assessment="hotline", actor="A", at=AT)
    tamper(kept, update(FILES).where(FILES.c.sha256 == sha256).values(content=b"A contract"))
    with pytest.raises(DpiaError, match=rf"^The file {sha256[:8]} in the workspace is damaged"):
        file_here(second.engine, sha256)


def test_an_assessment_without_revisions_is_not_whole(kept: Workspace) -> None:
    tamper(kept, delete(REVISIONS).where(REVISIONS.c.assessment == "other"))
    assert kept.verify("other") == ("other: the newest revision is 1, and 0 are there",)


def test_a_save_over_a_missing_revision_is_refused(kept: Workspace, second: Workspace) -> None:
    """It would hide that the one before it is gone."""
    seen: Assessment = second.get("hotline").assessment
    tamper(kept, delete(REVISIONS).where(revision(5)))
    with pytest.raises(DpiaError):
        second.save("hotline", seen.with_answer("page.two", "x"), seen=5, actor="ann", at=AT)
    assert kept.verify("hotline") == ("hotline: the newest revision is 5, and 4 are there",)
