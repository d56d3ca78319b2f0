"""Different changes of one assessment are joined, nothing of either is lost, and where both changed the same somebody chooses."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia.assessment.merging import Clash, Part, merge
from dpia.assessment.model import Approval, Assessment

# ------------------------------------------------------------------------------------------------------ any assessment

WORD = st.sampled_from(["a", "b", "c"])
VALUE = (
    WORD
    | st.integers(2, 4)
    | st.lists(WORD, max_size=2)
    | st.fixed_dictionaries({"value": WORD, "note": WORD})
    | st.lists(st.fixed_dictionaries({"id": st.sampled_from(["P1", "P2"]), "name": WORD}), max_size=2)
    | st.just({"unknown": True})
    | st.fixed_dictionaries({"not_applicable": WORD})
)
ANSWERS = st.dictionaries(
    st.sampled_from(["one-page", "two"]), st.dictionaries(st.sampled_from("pqr"), VALUE, max_size=3), max_size=2
)


def register(names: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Entries with an id each, in any order."""
    entries = st.dictionaries(st.sampled_from(names), st.fixed_dictionaries(fields), max_size=3)
    return entries.map(lambda found: [{"id": name, **entry} for name, entry in found.items()])


def optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


DECISION = st.fixed_dictionaries(
    {
        "outcome": st.sampled_from(["approved", "rejected"]),
        "reason": WORD,
        "by": st.fixed_dictionaries({"name": WORD}),
        "on": st.just("2026-11-24"),
    }
)
REMARK = st.fixed_dictionaries(
    {"about": st.just("two.p"), "text": WORD, "by": WORD, "on": st.just("2026-11-24"), "resolved": st.booleans()}
)
APPROVAL = st.fixed_dictionaries(
    {"name": WORD, "role": WORD, "on": st.just("2026-11-24"), "content_hash": st.just("0" * 64)}
)
ASSESSMENTS = st.fixed_dictionaries(
    {
        "id": st.just("sample"),
        "title": WORD,
        "summary": optional(WORD),
        "questionnaires": st.lists(st.sampled_from(["one-page", "two"]), min_size=1, unique=True).map(
            lambda names: [{"id": name, "version": "1.0.0"} for name in names]
        ),
        "answers": ANSWERS,
        "risks": register("RST", title=WORD, harm=optional(WORD)),
        "measures": register("MNO", title=WORD, owner=optional(WORD)),
        "routing": st.lists(st.fixed_dictionaries({"id": WORD, "reason": WORD}), unique_by=lambda x: x["id"], max_size=2),
        "decision": optional(DECISION),
        "remarks": st.lists(REMARK, max_size=3),
        "approvals": st.lists(APPROVAL, max_size=2),
        "updated": st.sampled_from(["2026-11-24", "2026-11-25"]),
    }
).map(Assessment.model_validate)  # fmt: skip


def parts(assessment: Assessment) -> Mapping[Part, Any]:
    """What stands in an assessment by part, with the entries of a list by what names them."""
    found: dict[Part, Any] = {}
    for key, value in assessment.data().items():
        if key == "answers":
            found |= {(key, file, name): said for file, answers in value.items() for name, said in answers.items()}
        elif key in ("remarks", "approvals"):
            for item in value:
                name = (key, *(str(said) for field, said in item.items() if field not in ("resolved", "verdict")))
                found[name] = [*found.get(name, []), item]
        elif isinstance(value, list):
            found |= {(key, item["id"]): item for item in value}
        else:
            found[key,] = value
    found.pop(("updated",))
    return found


def clashing(clashes: tuple[Clash, ...]) -> set[Part]:
    return {clash.part for clash in clashes}


@given(ASSESSMENTS, ASSESSMENTS)
def test_where_nobody_else_changed_anything_mine_stands(before: Assessment, mine: Assessment) -> None:
    assert merge(before, mine, before) == (mine, ())


@given(ASSESSMENTS, ASSESSMENTS)
def test_where_i_changed_nothing_theirs_stands(before: Assessment, theirs: Assessment) -> None:
    assert merge(before, before, theirs) == (theirs, ())


@given(ASSESSMENTS, ASSESSMENTS)
def test_the_same_change_by_both_is_one(before: Assessment, both: Assessment) -> None:
    joined, clashes = merge(before, both, both)
    assert clashes == ()
    assert parts(joined) == parts(both)
    assert joined.data().get("answers") == both.data().get("answers"), "also where a questionnaire has no answer yet"


@given(ASSESSMENTS, ASSESSMENTS, ASSESSMENTS)
def test_each_part_is_theirs_or_mine_and_no_change_is_lost(
    before: Assessment, mine: Assessment, theirs: Assessment
) -> None:
    joined, clashes = merge(before, mine, theirs)
    was, wanted, now, found = map(parts, (before, mine, theirs, joined))
    lists = {"remarks", "approvals"}  # one entry may stand in them several times: looked at as a whole below
    for part in {*was, *wanted, *now, *found}:
        if part in clashing(clashes) or part[0] in lists or part[0] == "questionnaires":
            continue
        changed_by_me = wanted.get(part) != was.get(part)
        changed_by_them = now.get(part) != was.get(part)
        assert found.get(part) == (wanted if changed_by_me else now).get(part)
        assert not (changed_by_me and changed_by_them) or wanted.get(part) == now.get(part)


@given(ASSESSMENTS, ASSESSMENTS, ASSESSMENTS)
def test_a_clash_says_what_was_what_is_wanted_and_what_stands(
    before: Assessment, mine: Assessment, theirs: Assessment
) -> None:
    joined, clashes = merge(before, mine, theirs)
    found, now = parts(joined), parts(theirs)
    for clash in clashes:
        assert clash.mine != clash.theirs != clash.before or clash.part[0] == "questionnaires"
        assert clash.mine != clash.before
        if clash.part in found:
            assert found[clash.part] == now[clash.part]


@given(ASSESSMENTS, ASSESSMENTS, ASSESSMENTS)
def test_a_clash_is_one_whoever_saves_first(before: Assessment, mine: Assessment, theirs: Assessment) -> None:
    first, second = merge(before, mine, theirs)[1], merge(before, theirs, mine)[1]
    ours = {part for part in clashing(first) ^ clashing(second) if part[0] != "questionnaires"}
    assert ours == set()
    there = {(clash.part, str(clash.mine), str(clash.theirs)) for clash in first if clash.part[0] != "questionnaires"}
    assert there == {
        (clash.part, str(clash.theirs), str(clash.mine)) for clash in second if clash.part[0] != "questionnaires"
    }
    assert bool(first) is bool(second)


@given(ASSESSMENTS, ASSESSMENTS, ASSESSMENTS)
def test_where_nothing_clashes_it_is_the_same_whoever_saves_first(
    before: Assessment, mine: Assessment, theirs: Assessment
) -> None:
    (one, clashes), (other, _) = merge(before, mine, theirs), merge(before, theirs, mine)
    first, second, clashing_kinds = parts(one), parts(other), {clash.part[0] for clash in clashes}
    for part in {*first, *second} - clashing(clashes):
        if part[0] not in clashing_kinds & {"remarks", "questionnaires"}:
            assert first.get(part) == second.get(part)


@given(ASSESSMENTS, ASSESSMENTS, ASSESSMENTS)
def test_what_was_joined_can_be_kept(before: Assessment, mine: Assessment, theirs: Assessment) -> None:
    joined, _ = merge(before, mine, theirs)
    assert Assessment.model_validate(joined.data()) == joined


# ------------------------------------------------------------------------------------------------------------ examples


def sample(**parts_: Any) -> Assessment:
    return Assessment.model_validate(
        {"id": "sample", "title": "A sample", "questionnaires": [{"id": "page", "version": "1.0.0"}], **parts_}
    )


def answers(**given_: Any) -> dict[str, Any]:
    return {"answers": {"page": given_}}


def risk(name: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "title": name, **fields}


BY = {"name": "A. Example"}
APPROVED = {"outcome": "approved", "reason": "Yes.", "by": BY, "on": "2026-11-24"}
REJECTED = {"outcome": "rejected", "reason": "No.", "by": BY, "on": "2026-11-24"}
FIRST = {"about": "page.one", "text": "Why?", "by": "Ann", "on": "2026-11-24"}
SECOND = {"about": "page.one", "text": "Since when?", "by": "Ben", "on": "2026-11-24"}

JOINED: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "two answers": (answers(), answers(one="a"), answers(two="b"), answers(two="b", one="a")),
    "an answer changed and one taken away": (
        answers(one="a", two="b"),
        answers(one="c", two="b"),
        answers(one="a"),
        answers(one="c"),
    ),
    "an answer and the title": (
        answers(one="a"),
        answers(one="b"),
        answers(one="a") | {"title": "New"},
        answers(one="b") | {"title": "New"},
    ),
    "answers of two files": (
        {"answers": {}},
        {"answers": {"page": {"one": "a"}}},
        {"answers": {"other": {"one": "b"}}},
        {"answers": {"other": {"one": "b"}, "page": {"one": "a"}}},
    ),
    "two risks": (
        {"risks": [risk("R01"), risk("R02")]},
        {"risks": [risk("R01", harm="a"), risk("R02")]},
        {"risks": [risk("R01"), risk("R02", harm="b")]},
        {"risks": [risk("R01", harm="a"), risk("R02", harm="b")]},
    ),
    "a new risk each": (
        {"risks": [risk("R01")]},
        {"risks": [risk("R01"), risk("R03")]},
        {"risks": [risk("R01"), risk("R02")]},
        {"risks": [risk("R01"), risk("R02"), risk("R03")]},
    ),
    "a measure and a risk": (
        {"measures": [risk("M01")]},
        {"measures": [risk("M01", owner="Ann")]},
        {"measures": [risk("M01")], "risks": [risk("R01")]},
        {"measures": [risk("M01", owner="Ann")], "risks": [risk("R01")]},
    ),
    "a decision and an answer": (
        answers(),
        {"decision": APPROVED},
        answers(one="a"),
        answers(one="a") | {"decision": APPROVED},
    ),
    "a remark each": ({"remarks": []}, {"remarks": [FIRST]}, {"remarks": [SECOND]}, {"remarks": [SECOND, FIRST]}),
    "a remark resolved and another made": (
        {"remarks": [FIRST]},
        {"remarks": [FIRST | {"resolved": True}]},
        {"remarks": [FIRST, SECOND]},
        {"remarks": [FIRST | {"resolved": True}, SECOND]},
    ),
    "the same remark twice": (
        {"remarks": [FIRST, FIRST]},
        {"remarks": [FIRST, FIRST], "summary": "a"},
        {"remarks": [FIRST, FIRST, SECOND]},
        {"remarks": [FIRST, FIRST, SECOND], "summary": "a"},
    ),
    "the same by both": (answers(), answers(one="a"), answers(one="a", two="b"), answers(one="a", two="b")),
    "both took it away": (answers(one="a", two="b"), answers(two="b"), answers(two="c"), answers(two="c")),
    "the day of the change": (
        {"updated": "2026-11-24"},
        {"updated": "2026-11-25"},
        {"updated": "2026-11-26"},
        {"updated": "2026-11-26"},
    ),
}


@pytest.mark.parametrize("what", JOINED)
def test_different_changes_are_joined(what: str) -> None:
    before, mine, theirs, joined = (sample(**one) for one in JOINED[what])
    assert merge(before, mine, theirs) == (joined, ())


CLASHES: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], Part]] = {
    "an answer": (answers(one="a"), answers(one="b"), answers(one="c"), ("answers", "page", "one")),
    "a new answer": (answers(), answers(one="b"), answers(one="c"), ("answers", "page", "one")),
    "an answer that the other took away": (
        answers(one="a", two="x"),
        answers(one="b", two="x"),
        answers(two="x"),
        ("answers", "page", "one"),
    ),
    "the note of an answer and its value": (
        answers(one="a"),
        answers(one={"value": "a", "note": "why"}),
        answers(one="b"),
        ("answers", "page", "one"),
    ),
    "a table": (
        answers(rows=[{"id": "P1"}]),
        answers(rows=[{"id": "P1"}, {"id": "P2"}]),
        answers(rows=[]),
        ("answers", "page", "rows"),
    ),
    "a risk": (
        {"risks": [risk("R01")]},
        {"risks": [risk("R01", harm="a")]},
        {"risks": [risk("R01", harm="b")]},
        ("risks", "R01"),
    ),
    "a risk that the other removed": ({"risks": [risk("R01")]}, {"risks": [risk("R01", harm="a")]}, {}, ("risks", "R01")),
    "two new risks of one id": ({}, {"risks": [risk("R01", harm="a")]}, {"risks": [risk("R01", harm="b")]}, ("risks", "R01")),
    "a measure": (
        {"measures": [risk("M01")]},
        {"measures": [risk("M01", status="implemented")]},
        {"measures": [risk("M01", status="partial")]},
        ("measures", "M01"),
    ),
    "a decision": ({}, {"decision": APPROVED}, {"decision": REJECTED}, ("decision",)),
    "a decision that the other withdrew": (
        {"decision": APPROVED},
        {"decision": APPROVED | {"reason": "Still."}},
        {},
        ("decision",),
    ),
    "the title": ({"title": "A"}, {"title": "B"}, {"title": "C"}, ("title",)),
    "a remark resolved and removed": (
        {"remarks": [FIRST]},
        {"remarks": [FIRST | {"resolved": True}]},
        {},
        ("remarks", "2026-11-24", "Ann", "page.one", "Why?", "1"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CLASHES)
def test_two_changes_of_one_part_clash_and_theirs_stands(what: str) -> None:
    *all_three, part = CLASHES[what]
    before, mine, theirs = (sample(**one) for one in all_three)
    joined, (clash,) = merge(before, mine, theirs)
    assert clash.part == part
    assert joined == theirs
    assert clashing(merge(before, theirs, mine)[1]) == {part}


def test_one_clash_keeps_what_else_i_changed() -> None:
    before, mine = sample(**answers(one="a")), sample(**answers(one="b", two="mine"))
    joined, (clash,) = merge(before, mine, sample(**answers(one="c")))
    assert clash == Clash(("answers", "page", "one"), "a", "b", "c")
    assert joined == sample(**answers(one="c", two="mine"))


def test_each_closed_what_the_other_left_open() -> None:
    """An assessment without a questionnaire is none."""
    both = [{"id": "page", "version": "1.0.0"}, {"id": "two", "version": "1.0.0"}]
    before, mine, theirs = (sample(questionnaires=found) for found in (both, both[:1], both[1:]))
    joined, clashes = merge(before, mine, theirs)
    assert joined == theirs
    assert clashing(clashes) == {("questionnaires", "two")}


def test_signatures_stand_side_by_side_and_are_void_where_the_content_changed() -> None:
    before = sample(**answers(one="a"))
    ann, ben = (
        before.change(
            approvals=(
                Approval.model_validate(
                    {"name": name, "role": "Director", "on": "2026-11-24", "content_hash": before.content_hash}
                ),
            )
        )
        for name in ("Ann", "Ben")
    )
    joined, clashes = merge(before, ann, ben)
    assert clashes == ()
    assert [approval.name for approval in joined.valid_approvals] == ["Ben", "Ann"]
    changed, clashes = merge(before, ann, before.with_answer("page.one", "b"))
    assert clashes == ()
    assert (len(changed.approvals), changed.valid_approvals) == (1, ())
