"""Saving a page changes only what was touched: order, line breaks at the end and every other form stay as they were kept."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dpia.assessment.model import Answer, Assessment, Rating, Risk
from dpia.web.untouched import as_it_stood, says_the_same
from tests.support.browsing import Desk, desk_over, filled, form_data
from tests.support.reports import small_assessment, small_library

SECTION = "/a/full/s/everything/{}"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path / "workspace.sqlite", small_library()) as found:
        found.add(odd())
        yield found


def odd() -> Assessment:
    """The small assessment as another program could have written it: other orders, white space, wrapped values."""
    whole = small_assessment().change(id="full", decision=None)
    given: dict[str, Any] = {
        "story": Answer(value="Ends with line breaks.\n\n"),
        "colours": Answer(value=["blue", "red"], note="A note.\n"),
        "places": Answer(value=["NL", "AT"]),
    }
    for name, answer in given.items():
        whole = whole.with_answer(f"everything.{name}", answer)
    stages = [dict(row) for row in whole.answer("everything.stages").value]  # type: ignore[union-attr]
    stages[0] = {**stages[0], "used": ["T2", "T1"], "what": {"value": "It begins.\n"}}
    uses = list(reversed(whole.answer("everything.uses").value))  # type: ignore[union-attr]
    return whole.with_answer("everything.stages", Answer(value=stages)).with_answer(
        "everything.uses", Answer(value=uses)
    )


def differing(before: Assessment, after: Assessment) -> set[str]:
    keys = {f"{file}.{name}" for one in (before, after) for file, all_ in one.answers.items() for name in all_}
    return {key for key in keys if before.answer(key) != after.answer(key)}


@pytest.mark.parametrize(
    ("section", "touched"),
    [("simple", "name"), ("simple", "spare"), ("large", "vaults/V1/vault"), ("small", "things/T1/why")],
)
def test_saving_a_page_changes_the_answer_that_was_touched_and_no_other(desk: Desk, section: str, touched: str) -> None:
    before = desk.assessment("full")
    address = SECTION.format(section)
    answer = desk.client.post(address, filled(desk.client.get(address), **{f"everything.{touched}": "Touched"}))
    assert answer.status_code == 303
    assert differing(before, desk.assessment("full")) == {f"everything.{touched.partition('/')[0]}"}


def test_the_history_names_only_what_was_touched(desk: Desk) -> None:
    address = SECTION.format("simple")
    desk.client.post(address, filled(desk.client.get(address), **{"everything.name": "Touched"}))
    assert desk.workspace.history("full")[0].note == "E-1"


def test_a_cell_that_is_touched_leaves_its_row_and_the_order_of_rows_alone(desk: Desk) -> None:
    address = SECTION.format("large")
    before = desk.assessment("full").answer("everything.stages").value  # type: ignore[union-attr]
    desk.client.post(address, filled(desk.client.get(address), **{"everything.stages/S1/stage": "Touched"}))
    now = desk.assessment("full").answer("everything.stages").value  # type: ignore[union-attr]
    assert now == [{**before[0], "stage": "Touched"}, *before[1:]]


def test_a_choice_that_is_added_stands_behind_those_that_were_there(desk: Desk) -> None:
    address = SECTION.format("simple")
    desk.client.post(address, filled(desk.client.get(address), **{"everything.colours": ["red", "green", "blue"]}))
    assert desk.assessment("full").answer("everything.colours").value == ["blue", "red", "green"]  # type: ignore[union-attr]


def test_what_is_typed_at_the_ends_of_a_long_text_is_kept_as_it_was_typed(desk: Desk) -> None:
    address = SECTION.format("simple")
    desk.client.post(address, filled(desk.client.get(address), **{"everything.story": "    code\r\nand more\r\n"}))
    assert desk.assessment("full").answer("everything.story").value == "    code\nand more\n"  # type: ignore[union-attr]


def test_rating_a_risk_leaves_the_rest_of_it_as_it_stood(desk: Desk) -> None:
    state = desk.assessment("full")
    linked = tuple(measure.id for measure in state.measures)[::-1]
    risk = Risk(
        id="X01", title="Own", harm="A harm.\n", measures=linked, raising=("b", "a"),
        before=Rating(severity="grave", likelihood="likely", reason="So.\n"),
    )  # fmt: skip
    desk.workspace.save("full", state.change(risks=(*state.risks, risk)), seen=1, actor="A", at=datetime.now(UTC))
    address = "/a/full/risks/X01"
    sent = filled(desk.client.get(address), people="Ten")
    assert desk.client.post(address, sent).status_code == 303
    (now,) = [one for one in desk.assessment("full").risks if one.id == "X01"]
    assert now == risk.model_copy(update={"people": "Ten"})
    head = desk.head("full")
    assert desk.client.post(address, form_data(desk.client.get(address))).status_code == 303
    assert desk.head("full") == head, "a form that is sent as it stands changes nothing"
    assert desk.client.post(address, filled(desk.client.get(address), raising="a\r\nb")).status_code == 303
    (now,) = [one for one in desk.assessment("full").risks if one.id == "X01"]
    assert now.raising == ("a", "b"), "the order of lines says something"


def test_every_risk_and_measure_that_is_sent_as_it_stands_changes_nothing(desk: Desk) -> None:
    for risk in desk.workspace.evaluation(desk.workspace.get("full"), datetime.now(UTC).date()).risks:
        address = f"/a/full/risks/{risk.id}"
        if risk.risk is not None:
            assert desk.client.post(address, form_data(desk.client.get(address))).status_code == 303
    assert desk.head("full") == 1


@pytest.mark.parametrize(
    ("new", "old", "stood"),
    [
        (["D3", "D6"], ["D6", "D3"], ["D6", "D3"]),
        (["D1"], "D1", "D1"),
        ("text", "text\n\n", "text\n\n"),
        ("x", {"value": "x"}, {"value": "x"}),
        ({"name": "A", "role": "C"}, {"name": "A ", "role": "B"}, {"name": "A ", "role": "C"}),
        (["a"], ["a", "b"], ["a"]),
        ([], ["a"], []),
        (None, "x", None),
        (6, 6.0, 6.0),
        ("", None, ""),
    ],
)  # fmt: skip
def test_what_says_the_same_is_the_old_one(new: Any, old: Any, stood: Any) -> None:
    found = as_it_stood(new, old)
    assert (found, type(found)) == (stood, type(stood))


def test_rows_in_another_order_do_not_say_the_same() -> None:
    assert not says_the_same([{"id": "D1"}, {"id": "D2"}], [{"id": "D2"}, {"id": "D1"}])


def test_letters_that_a_form_composes_are_no_change() -> None:
    kept = unicodedata.normalize("NFD", "Prüfung")
    assert as_it_stood(unicodedata.normalize("NFC", kept), kept) == kept
