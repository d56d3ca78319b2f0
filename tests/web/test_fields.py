"""Forms and answers: what is typed comes out as a typed answer, and what cannot be stored is shown again, with everything else."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.datastructures import FormData

from dpia.assessment.model import Answer
from dpia.assessment.starting import new_assessment
from dpia.data import TEMPLATES
from dpia.questionnaire.kinds import KINDS
from dpia.questionnaire.kinds.base import Widget
from dpia.questionnaire.types import QuestionType
from dpia.web.fields import Read, read_form
from tests.support.browsing import Desk, changed, desk_over, filled, form_data, said, tree
from tests.support.forms import make_library
from tests.support.reports import small_assessment, small_form, small_library

SECTIONS = {
    "simple": "name story lawful colour colours people start keep places owner proof drawing signed doubled spare",
    "secrets": "guard asleep inner mixed",
    "small": "things uses rules",
    "large": "vaults stages",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path / "workspace.sqlite", small_library()) as found:
        found.add(new_assessment(small_form(), assessment_id="blank", title="A blank one", created=date(2026, 11, 24)))
        found.add(small_assessment().change(id="full", decision=None))
        yield found


def page(desk: Desk, name: str, section: str) -> httpx.Response:
    answer = desk.client.get(f"/a/{name}/s/everything/{section}")
    assert answer.status_code == 200
    return answer


def send(desk: Desk, name: str, section: str, /, *, part: bool = False, **given: Any) -> httpx.Response:
    """Opens the page of a section, types into some of its fields, and presses the button."""
    given = {(f"everything.{key}" if not key.startswith(("do", "seen")) else key): it for key, it in given.items()}
    return desk.client.post(f"/a/{name}/s/everything/{section}", filled(page(desk, name, section), **given), part=part)


def answer(desk: Desk, name: str, question: str) -> Answer | None:
    return desk.assessment(name).answer(f"everything.{question}")


TYPED: list[tuple[str, str, dict[str, Any], Any]] = [
    ("simple", "name", {"name": "  A name "}, "A name"),
    ("simple", "story", {"story": "One.\r\n\r\nTwo."}, "One.\n\nTwo."),
    ("simple", "lawful", {"lawful": "no"}, "no"),
    ("simple", "colour", {"colour": "green"}, "green"),
    ("simple", "colours", {"colours": ["red", "blue"]}, ["red", "blue"]),
    ("simple", "people", {"people": "12500"}, 12500),
    ("simple", "people", {"people": "12 500"}, 12500),
    ("simple", "people", {"people": "0,5"}, 0.5),
    ("simple", "people", {"people": "0"}, 0),
    ("simple", "loud", {"loud": "soft"}, "soft"),
    ("simple", "share", {"share": "12"}, 12),
    ("simple", "share", {"share": "12 %"}, 12),
    ("simple", "share", {"share": "12,5"}, 12.5),
    ("simple", "start", {"start": "2027-03-01"}, "2027-03-01"),
    ("simple", "keep", {"keep": "30 days"}, "30 days"),
    ("simple", "places", {"places": ["AT", "NL"]}, ["AT", "NL"]),
    ("simple", "owner", {"owner.name": "O. Sample", "owner.role": "An officer"}, {"name": "O. Sample", "role": "An officer"}),
    ("simple", "proof", {"proof.title": "A proof", "proof.link": "https://example.org/p"}, {"title": "A proof", "link": "https://example.org/p"}),
    ("simple", "drawing", {"drawing.file": "d.png", "drawing.alt": "Boxes"}, {"file": "d.png", "alt": "Boxes"}),
    (
        "simple",
        "signed",
        {"signed.name": "S. Sample", "signed.role": "Signer", "signed.date": "2026-11-01", "signed.decision": "Good."},
        {"name": "S. Sample", "role": "Signer", "date": "2026-11-01", "decision": "Good."},
    ),
    ("secrets", "asleep", {"asleep": "yes"}, "yes"),
    (
        "small",
        "rules",
        {"rules/first/held": "yes", "rules/first/how": "By habit"},
        [{"id": "first", "held": "yes", "how": "By habit"}],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("section", "question", "given", "value"), TYPED, ids=lambda it: str(it)[:60])
def test_what_is_typed_comes_out_typed(
    desk: Desk, section: str, question: str, given: dict[str, Any], value: Any
) -> None:
    assert send(desk, "blank", section, do="save", **given).status_code == 303
    found = answer(desk, "blank", question)
    assert found is not None
    assert found.value == value
    assert type(found.value) is type(value)
    assert desk.head("blank") == 2


def test_every_type_of_question_is_typed_above() -> None:
    typed = {question for _, question, _, _ in TYPED} | {"things", "uses", "vaults", "stages"}
    types = {small_form().questions[f"everything.{question}"].type for question in typed}
    assert {it.type for it in small_form().questions.values()} - types == {"info", "computed", "register"}


@pytest.mark.parametrize("section", SECTIONS)
def test_a_form_that_is_sent_as_it_stands_changes_nothing(desk: Desk, section: str) -> None:
    for name in ("blank", "full"):
        before = desk.assessment(name)
        address = f"/a/{name}/s/everything/{section}"
        assert desk.client.post(address, [*form_data(page(desk, name, section)), ("do", "save")]).status_code == 303
        assert desk.assessment(name) == before, (name, section)
        assert desk.head(name) == 1


def test_a_form_without_the_field_of_a_question_takes_no_answer_away() -> None:
    """A page that drew no field would say so; whoever else sends a form without it keeps the answer too."""
    assessment, form = small_assessment(), small_form()
    for item in form.asked:
        bare = FormData([("asked", item.key)])
        assert read_form(form, assessment, bare) == Read(), item.key


def test_the_questionnaire_of_the_tests_has_every_type() -> None:
    """Reports, pages and forms are tested with it: a type that is not in it would be tested nowhere."""
    asked = {part.asked.type for item in small_form().asked for part in (item, *item.columns.values())}
    assert set(QuestionType) - asked == set()


def test_every_type_has_a_template_that_says_that_its_field_was_there() -> None:
    for asked in (*small_form().asked, *(column for item in small_form().asked for column in item.columns.values())):
        widgets = {asked.kind.widget(asked.asked, in_table) for in_table in (True, False)}
        for widget in widgets:
            source = (TEMPLATES / "web/fields" / f"{widget.template}.html.j2").read_text(encoding="utf-8")
            assert (":asked" in source) is asked.kind.takes_answer, widget


def test_a_type_without_a_template_is_an_error_and_never_an_empty_place(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = KINDS[QuestionType.DURATION]
    monkeypatch.setattr(type(kind), "widget", lambda *_: Widget("nothing"))
    answer = desk.client.get("/a/full/s/everything/simple")
    assert answer.status_code == 500
    assert "This is a bug in dpia (TemplateNotFound)" in answer.text


def test_an_empty_list_that_a_file_brought_is_kept(desk: Desk) -> None:
    given = small_assessment().change(id="other", decision=None).with_answer("everything.colours", Answer(value=[]))
    rows_ = list(given.answer("everything.stages").value)  # type: ignore[union-attr]
    rows_[0] = {**rows_[0], "opened": []}
    desk.add(given.with_answer("everything.stages", Answer(value=rows_)))
    before = desk.assessment("other")
    for section in ("simple", "large"):
        address = f"/a/other/s/everything/{section}"
        assert desk.client.post(address, [*form_data(page(desk, "other", section)), ("do", "save")]).status_code == 303
    assert desk.assessment("other") == before


def test_none_of_these_is_an_answer(desk: Desk) -> None:
    assert send(desk, "blank", "simple", do="save", **{"colours:none": "1"}).status_code == 303
    assert answer(desk, "blank", "colours") == Answer(value=[])
    assert send(desk, "blank", "simple", do="save", **{"colours": ["red"]}).status_code == 303
    assert answer(desk, "blank", "colours") == Answer(value=["red"])
    assert (
        send(desk, "full", "large", do="save", **{"stages/S1/opened": None, "stages/S1/opened:none": "1"}).status_code
        == 303
    )
    assert rows(desk, "stages")[0]["opened"] == []


@pytest.mark.parametrize("section", SECTIONS)
def test_every_question_of_a_section_is_on_its_page(desk: Desk, section: str) -> None:
    keys = [
        node.attributes.get("data-key") for node in tree(page(desk, "full", section)).find("section", class_="question")
    ]
    assert {f"everything.{name}" for name in SECTIONS[section].split()} <= set(keys)


ILL: list[tuple[str, str, dict[str, Any], str, str]] = [
    ("simple", "people", {"people": "many"}, "everything.people", "many"),
    ("simple", "people", {"people": "1e999"}, "everything.people", "1e999"),
    ("simple", "start", {"start": "2027-02-30"}, "everything.start", "2027-02-30"),
    ("simple", "keep", {"keep": "for ever"}, "everything.keep", "for ever"),
    ("simple", "places", {"places": ["AT", "XX"]}, "everything.places", ""),
    ("simple", "colour", {"colour": "purple"}, "everything.colour", ""),
    ("simple", "colours", {"colours": ["red", "purple"]}, "everything.colours", ""),
    ("simple", "owner", {"owner.role": "An officer without a name"}, "everything.owner", "An officer without a name"),
    ("simple", "proof", {"proof.title": "x", "proof.link": "javascript:alert(1)"}, "everything.proof", "javascript:alert(1)"),
    ("simple", "name", {"name": "x" * 501}, "everything.name", "x" * 501),
    ("simple", "name", {"name:state": "unknown", "name:reason": ""}, "", ""),
    ("small", "rules", {"rules/first/held": "perhaps"}, "everything.rules/first/held", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("section", "question", "given", "field", "kept"), [it for it in ILL if it[3]], ids=lambda it: str(it)[:50]
)
def test_what_cannot_be_stored_is_shown_again_with_its_error_and_the_rest_is_stored(
    desk: Desk, section: str, question: str, given: dict[str, Any], field: str, kept: str
) -> None:
    other = {"spare": "Other words"} if section == "simple" else {"rules/second/how": "Other words"}
    shown = send(desk, "blank", section, do="save", **given, **other)
    assert shown.status_code == 422
    assert answer(desk, "blank", question) is None or section == "small"
    root = tree(shown)
    (summary,) = root.find("div", class_="error-summary")
    (link,) = summary.find("a")
    ids = {node.attributes["id"] for node in root.all() if "id" in node.attributes}
    assert link.attributes["href"].removeprefix("#") in ids
    assert summary.attributes["role"] == "alert"
    sent = dict(form_data(shown))
    assert kept == "" or kept in sent.values()
    if section == "simple":
        assert answer(desk, "blank", "spare") == Answer(value="Other words")
    else:
        assert sent["everything.rules/second/how"] == "Other words"


def test_a_field_that_is_wrong_says_so_to_a_screen_reader(desk: Desk) -> None:
    root = tree(send(desk, "blank", "simple", do="save", people="many"))
    (field,) = root.find("input", name="everything.people")
    assert field.attributes["aria-invalid"] == "true"
    described = field.attributes["aria-describedby"].split()
    errors = [node for node in root.all() if node.attributes.get("id") in described]
    assert any("error" in node.attributes.get("class", "") for node in errors)


def test_unknown_is_an_answer_and_goes_away_again(desk: Desk) -> None:
    assert send(desk, "blank", "simple", do="save", **{"people:state": "unknown"}).status_code == 303
    assert answer(desk, "blank", "people") == Answer(unknown=True)
    assert send(desk, "blank", "simple", do="save", **{"people:state": "", "people": "7"}).status_code == 303
    assert answer(desk, "blank", "people") == Answer(value=7)


def test_not_applicable_needs_a_reason(desk: Desk) -> None:
    shown = send(desk, "blank", "simple", do="save", **{"colour:state": "not_applicable", "spare": "Kept"})
    assert shown.status_code == 422
    assert len(tree(shown).find("div", class_="error-summary")) == 1
    assert answer(desk, "blank", "colour") is None
    assert dict(form_data(shown))["everything.colour:state"] == "not_applicable"
    given = {"colour:state": "not_applicable", "colour:reason": "It has no colour."}
    assert send(desk, "blank", "simple", do="save", **given).status_code == 303
    assert answer(desk, "blank", "colour") == Answer(not_applicable="It has no colour.")
    assert dict(form_data(page(desk, "blank", "simple")))["everything.colour:reason"] == "It has no colour."


def test_a_note_stands_beside_an_answer_and_without_one(desk: Desk) -> None:
    assert send(desk, "blank", "simple", do="save", **{"name:note": "A note\r\nin two lines"}).status_code == 303
    assert answer(desk, "blank", "name") == Answer(note="A note\nin two lines")
    assert send(desk, "blank", "simple", do="save", name="A name").status_code == 303
    assert answer(desk, "blank", "name") == Answer(value="A name", note="A note\nin two lines")
    assert send(desk, "blank", "simple", do="save", **{"name": "", "name:note": ""}).status_code == 303
    assert answer(desk, "blank", "name") is None


def test_evidence_and_notes_in_cells_are_kept_when_their_cell_is_typed_anew(desk: Desk) -> None:
    assert send(desk, "full", "small", do="save", **{"things/T1/why": "It tolls."}).status_code == 303
    (first, _) = answer(desk, "full", "things").value  # type: ignore[union-attr]
    assert first["why"] == {
        "value": "It tolls.",
        "note": "A note in a cell",
        "evidence": [{"title": "A cell's document", "file": "cell.pdf"}],
    }


# ------------------------------------------------------------------------------------------------------------- tables


def rows(desk: Desk, question: str = "things") -> list[dict[str, Any]]:
    found = answer(desk, "full", question)
    return list(found.value) if found is not None and isinstance(found.value, list) else []


def press(desk: Desk, what: str, section: str = "small", /, **given: Any) -> httpx.Response:
    return send(desk, "full", section, do=what, **given)


def test_rows_are_added_copied_moved_and_removed(desk: Desk) -> None:
    key = "everything.things"
    led = press(desk, f"add:{key}")
    assert (led.status_code, led.headers["location"]) == (303, "/a/full/s/everything/small#q-everything-things-T3")
    assert [row["id"] for row in rows(desk)] == ["T1", "T2", "T3"]
    assert press(desk, f"copy:{key}:T1").status_code == 303
    assert [row["id"] for row in rows(desk)] == ["T1", "T4", "T2", "T3"]
    assert {**rows(desk)[1], "id": "T1"} == rows(desk)[0]
    assert press(desk, f"up:{key}:T2").status_code == 303
    assert press(desk, f"down:{key}:T1").status_code == 303
    assert [row["id"] for row in rows(desk)] == ["T2", "T1", "T4", "T3"]
    assert press(desk, f"up:{key}:T2").status_code == 303
    assert press(desk, f"down:{key}:T3").status_code == 303
    assert [row["id"] for row in rows(desk)] == ["T2", "T1", "T4", "T3"]
    for row in ("T4", "T3"):
        assert press(desk, f"remove:{key}:{row}").status_code == 303
    assert [row["id"] for row in rows(desk)] == ["T2", "T1"]


@pytest.mark.parametrize("what", ["add:everything.things", "copy:everything.things:T1", "down:everything.things:T1"])
def test_two_windows_that_both_press_a_button_of_a_table_are_shown_both(desk: Desk, what: str) -> None:
    first, second = page(desk, "full", "small"), page(desk, "full", "small")
    address = "/a/full/s/everything/small"
    assert desk.client.post(address, filled(first, do="add:everything.things")).status_code == 303
    clash = desk.client.post(address, filled(second, do=what, **{"everything.things/T1/thing": "My bell"}))
    assert clash.status_code == 409
    (mine,) = [
        node.attributes["value"] for node in tree(clash).all() if node.attributes.get("name", "").startswith("mine:")
    ]  # type: ignore[union-attr]
    assert "My bell" in (mine or "")


def test_what_does_not_fit_is_not_pasted_in_part(desk: Desk) -> None:
    before = rows(desk)
    block = "A drum\tIt beats.\tCellar\tand more\nA flute\tIt sings.\tNowhere at all"
    shown = press(desk, "paste:everything.things", **{"things:paste": block})
    assert shown.status_code == 422
    assert rows(desk) == before
    assert "row 1: “and more” stands in column 4, and the table has 3" in said(shown)
    assert block.split("\n")[1] in shown.text, "what was pasted stays in the box"


def test_cells_with_line_breaks_and_quotes_are_pasted_as_a_spreadsheet_means_them(desk: Desk) -> None:
    """Torn apart at the line break, the place of the door would have come into the column that is published."""
    block = 'Door\t"first line\r\nsecond line"\tcellar\r\nGate\t"He said ""no"""\tyard\r\nBell\tIt "rings"\thall\r\n'
    assert press(desk, "paste:everything.things", **{"things:paste": block}).status_code == 303
    assert [(row["thing"], row["why"], row["secret_place"]) for row in rows(desk)[-3:]] == [
        ("Door", "first line\nsecond line", "cellar"),
        ("Gate", 'He said "no"', "yard"),
        ("Bell", 'It "rings"', "hall"),
    ]


def test_a_quote_that_never_ends_swallows_no_rows(desk: Desk) -> None:
    before = len(rows(desk))
    assert press(desk, "paste:everything.things", **{"things:paste": '"Door\tOpen\nGate\tShut'}).status_code == 303
    assert [row["thing"] for row in rows(desk)[before:]] == ['"Door', "Gate"]


def test_pasted_cells_that_were_not_added_stay_on_the_page(desk: Desk) -> None:
    before = rows(desk)
    shown = press(desk, "save", **{"things:paste": "A drum\tIt beats."})
    assert shown.status_code == 422
    assert rows(desk) == before
    assert "The pasted cells are not added yet." in said(shown)
    assert "A drum\tIt beats." in shown.text


def test_a_cell_that_is_emptied_keeps_its_note(desk: Desk) -> None:
    stored = desk.workspace.get("full")
    noted = [{**row, "why": {"value": "Because.", "note": "Ask again"}} for row in rows(desk)]
    mine = stored.assessment.with_answer("everything.things", noted)
    desk.workspace.save("full", mine, seen=stored.number, actor="ann", at=datetime.now(UTC))
    assert press(desk, "save", **{"things/T1/why": ""}).status_code == 303
    assert rows(desk)[0]["why"] == {"note": "Ask again"}
    assert rows(desk)[1]["why"] == {"value": "Because.", "note": "Ask again"}


@pytest.mark.parametrize("field", ["note", "reason"])
def test_a_note_or_reason_that_is_too_long_is_refused(desk: Desk, field: str) -> None:
    before = desk.assessment("full")
    refused = send(desk, "full", "simple", do="save", **{f"story:{field}": "x" * 100_001})
    assert refused.status_code == 422
    assert "is 100001 characters long, 100000 are allowed" in said(refused)
    assert desk.assessment("full") == before


INVISIBLE = "\u202aC:\\x\u202c and\x0bmore\x07"


def test_signs_that_nobody_sees_are_left_out_of_what_is_pasted(desk: Desk) -> None:
    assert send(desk, "full", "simple", do="save", story=INVISIBLE).status_code == 303
    assert answer(desk, "full", "story").value == "C:\\x and\nmore"  # type: ignore[union-attr]
    for address, sent in (
        ("/a/full/measures", {"title": INVISIBLE, "text": INVISIBLE, "status": "planned"}),
        ("/a/full/risks", {"title": INVISIBLE}),
        ("/a/full/risks/R01", {**dict(form_data(desk.client.get("/a/full/risks/R01"))), "harm": INVISIBLE}),
        ("/a/full/lock", {"locked": "yes", "reason": INVISIBLE}),
    ):
        assert desk.client.post(address, sent).status_code == 303, address


@pytest.mark.parametrize("state", ["unknown", "not_applicable"])
def test_an_answer_given_while_a_state_stood_there_takes_its_place(desk: Desk, state: str) -> None:
    name, reason = ("people", {}) if state == "unknown" else ("story", {"story:reason": "No story."})
    assert send(desk, "full", "simple", do="save", **{name: "", f"{name}:state": state, **reason}).status_code == 303
    assert not answer(desk, "full", name).value  # type: ignore[union-attr]
    given = "12" if name == "people" else "There is one after all."
    assert send(desk, "full", "simple", do="save", **{name: given}).status_code == 303
    now = answer(desk, "full", name)
    assert str(now.value) == given  # type: ignore[union-attr]
    assert not (now.unknown or now.not_applicable)  # type: ignore[union-attr]
    changing = {name: given, f"{name}:state": state, **reason}
    assert send(desk, "full", "simple", do="save", **changing).status_code == 303
    assert answer(desk, "full", name).value is None, "a state that is chosen now counts"  # type: ignore[union-attr]


def test_a_reason_alone_says_that_something_is_not_applicable(desk: Desk) -> None:
    assert send(desk, "blank", "simple", do="save", **{"story:reason": "There is none."}).status_code == 303
    assert answer(desk, "blank", "story").not_applicable == "There is none."  # type: ignore[union-attr]


def test_a_row_that_other_answers_name_is_not_removed_and_the_page_says_where_it_is_used(desk: Desk) -> None:
    shown = press(desk, "remove:everything.things:T2", **{"things/T1/thing": "Another bell"})
    assert shown.status_code == 422
    assert re.search(r"T2 is used in E-3[14], E-3[14]. Take it out there first.", said(shown))
    assert [row["thing"] for row in rows(desk)] == ["Another bell", "A lamp"]
    assert send(desk, "full", "large", do="save", **{"stages/S2/used": ["T1"]}).status_code == 303
    cells = {"uses/T2/purpose:state": "", "uses/T2/often": "", "uses/T2/kept": ""}
    assert press(desk, "save", **cells).status_code == 303
    assert press(desk, "remove:everything.things:T2").status_code == 303
    assert [row["id"] for row in rows(desk)] == ["T1"]


def test_what_is_typed_in_a_row_is_kept_by_every_button(desk: Desk) -> None:
    key = "everything.things"
    for what in (f"add:{key}", f"copy:{key}:T2", f"up:{key}:T2", f"down:{key}:T2", f"remove:{key}:T3"):
        words = f"Words before {what}"
        assert press(desk, what, **{"things/T2/thing": words, "things/T2/thing:state": ""}).status_code == 303
        assert words in [row.get("thing") for row in rows(desk)], what


def test_there_are_none_is_an_answer(desk: Desk) -> None:
    assert send(desk, "blank", "small", do="save", **{"things:none": "1"}).status_code == 303
    assert answer(desk, "blank", "things") == Answer(value=[])
    assert send(desk, "blank", "small", do="add:everything.things").status_code == 303
    assert answer(desk, "blank", "things") == Answer(value=[{"id": "T1"}])


def test_a_block_of_cells_becomes_rows(desk: Desk) -> None:
    block = "A drum\tIt beats.\tIn the cellar\r\nA flute\t\tunknown\r\n\r\n"
    assert press(desk, "paste:everything.things", **{"things:paste": block}).status_code == 303
    assert rows(desk)[2:] == [
        {"id": "T3", "thing": "A drum", "why": "It beats.", "secret_place": "In the cellar"},
        {"id": "T4", "thing": "A flute", "secret_place": {"unknown": True}},
    ]


def test_a_block_of_cells_takes_labels_ids_and_references(desk: Desk) -> None:
    block = "Middle\tIt goes on.\tT1, T2\tV1\tYes\tno\t2026-02-03\tSomebody"
    assert press(desk, "paste:everything.stages", "large", **{"stages:paste": block}).status_code == 303
    assert rows(desk, "stages")[2] == {
        "id": "S3", "stage": "Middle", "what": "It goes on.", "used": ["T1", "T2"], "opened": ["V1"],
        "risky": "yes", "new": "no", "day": "2026-02-03", "who": "Somebody",
    }  # fmt: skip


def test_a_block_of_cells_that_does_not_fit_is_shown_again_and_nothing_else_is_lost(desk: Desk) -> None:
    block = "Middle\tIt goes on.\tT1\tV1\tYes\tno\tsome day\tSomebody"
    typed = {"stages:paste": block, "vaults/V1/vault": "Another vault"}
    shown = press(desk, "paste:everything.stages", "large", **typed)
    assert shown.status_code == 422
    assert "row 1, “Since when?”: “some day” does not fit: A date is needed here" in said(shown)
    assert dict(form_data(shown))["everything.stages:paste"].strip() == block, "what was pasted stays in the box"
    assert len(tree(shown).find("div", class_="error-summary")) == 1
    assert rows(desk, "vaults")[0]["vault"] == "Another vault"
    assert len(rows(desk, "stages")) == 2


def test_references_are_chosen_by_name(desk: Desk) -> None:
    root = tree(page(desk, "full", "large"))
    labels = {node.attributes.get("for", ""): node.words() for node in root.find("label")}
    assert labels["i-everything-stages-S1-used--T1"] == "T1 A bell"


def test_a_table_of_three_hundred_rows_is_saved_whole(desk: Desk) -> None:
    block = "\n".join(f"Thing {number}\tWhy {number}\tPlace {number}" for number in range(300))
    assert press(desk, "paste:everything.things", **{"things:paste": block}).status_code == 303
    assert len(rows(desk)) == 302
    assert len(form_data(page(desk, "full", "small"))) > 2_000
    assert press(desk, "save", **{"things/T302/thing": "The last"}).status_code == 303
    assert rows(desk)[-1]["thing"] == "The last"


@pytest.mark.parametrize(
    "what",
    ["add:", "add:none.none", "remove:everything.things", "remove:everything.things:T99", "up:everything.name:T1", "x:y:z",
     "copy:everything.rules:first", "add:everything.rules", "add:everything.name", "paste:everything.name"],
)  # fmt: skip
def test_a_button_that_is_not_there_changes_nothing(desk: Desk, what: str) -> None:
    before = desk.assessment("full")
    assert press(desk, what, **{"name:paste": "x\ty"}).status_code in (303, 404, 422)
    assert desk.assessment("full") == before


def test_a_hostile_row_id_is_refused(desk: Desk) -> None:
    for row in ("../T1", "T1/thing", "", "x" * 500, "<b>"):
        shown = send(desk, "full", "small", do="save", **{"things:rows": ["T1", row], f"things/{row}/thing": "x"})
        assert shown.status_code in (303, 422)
        assert all(it["id"] in ("T1", "T2") for it in rows(desk)), row


def test_a_cell_that_is_wrong_keeps_no_other_cell_from_being_saved(desk: Desk) -> None:
    """The wrong one keeps what stood there, and the page shows what was typed."""
    before = rows(desk, "stages")
    typed = {"stages/S1/day": "some day", "stages/S1/stage": "Another", "stages/S2/who": "Somebody else"}
    for part in (True, False):
        shown = send(desk, "full", "large", part=part, **({} if part else {"do": "save"}), **typed)
        assert shown.status_code == (200 if part else 422)
        assert "S1" in said(shown) and "A date is needed here" in said(shown)
        assert rows(desk, "stages") == [{**before[0], "stage": "Another"}, {**before[1], "who": "Somebody else"}]
    assert dict(form_data(shown))["everything.stages/S1/day"] == "some day"
    right = desk.client.post(
        "/a/full/s/everything/large", changed(form_data(shown), {"everything.stages/S1/day": "2027-01-02"})
    )
    assert right.status_code == 303, "nobody else changed it: what was saved of the table was saved by this page"
    assert rows(desk, "stages")[0]["day"] == "2027-01-02"


def test_a_cell_without_its_reason_keeps_no_other_cell_from_being_saved(desk: Desk) -> None:
    typed = {"things/T1/why:state": "not_applicable", "things/T1/why:reason": "", "things/T1/thing": "Another bell"}
    assert press(desk, "save", **typed).status_code == 422
    assert rows(desk)[0]["thing"] == "Another bell"


def test_a_row_is_added_beside_a_cell_that_is_wrong_and_the_words_of_both_stay(desk: Desk) -> None:
    shown = press(desk, "add:everything.stages", "large", **{"stages/S1/day": "some day"})
    assert shown.status_code == 422
    assert [row["id"] for row in rows(desk, "stages")] == ["S1", "S2", "S3"]
    sent = dict(form_data(shown))
    assert sent["everything.stages/S1/day"] == "some day"
    assert "everything.stages/S3/day" in sent
    removed = press(desk, "remove:everything.stages:S1", "large", **{"stages/S1/day": "some day"})
    assert removed.status_code == 303, "with its row the cell is gone"


def test_a_button_of_a_table_answers_a_script_with_the_row_and_the_place(desk: Desk) -> None:
    added = send(desk, "full", "small", part=True, do="add:everything.things")
    assert (added.status_code, added.headers["dpia-at"]) == (200, "q-everything-things-T3")
    assert 'id="q-everything-things-T3"' in added.text
    block = {"things:paste": "A drum\tIt beats.", "do": "paste:everything.things"}
    pasted = send(desk, "full", "small", part=True, **block)
    assert pasted.headers["dpia-at"] == "q-everything-things-T3"
    assert "A drum" in pasted.text
    saved = send(desk, "full", "small", part=True, do="save")
    assert (saved.headers["dpia-at"], "dpia-go" in saved.headers) == ("saved", False)
    on = send(desk, "full", "small", part=True, do="next:x")
    assert on.headers["dpia-go"] == "/a/full/s/everything/large"
    wrong = send(desk, "full", "large", part=True, do="overview:", **{"stages/S1/day": "some day"})
    assert not {"dpia-go", "dpia-at"} & set(wrong.headers), "the page stays, and says what is wrong"


def test_empty_rows_are_filled_by_what_is_pasted(desk: Desk) -> None:
    for _ in range(2):
        press(desk, "add:everything.things")
    block = "A drum\tIt beats.\tCellar\nA flute\tIt sings.\tAttic\nA harp\tIt hums.\tHall"
    assert press(desk, "paste:everything.things", **{"things:paste": block}).status_code == 303
    assert [(row["id"], row["thing"]) for row in rows(desk)[2:]] == [
        ("T3", "A drum"), ("T4", "A flute"), ("T5", "A harp"),
    ]  # fmt: skip


def test_what_does_not_fit_in_a_block_is_told_with_its_row_its_column_and_what_is_allowed(desk: Desk) -> None:
    block = "\n".join(
        [
            "Middle\tIt goes on.\tT1\tV1\tYes\tno\t2026-02-03\tSomebody",
            "",
            "End\tIt ends.\tT7\tV1\tperhaps\tno\tsome day\tSomebody",
        ]
    )
    shown = press(desk, "paste:everything.stages", "large", **{"stages:paste": block})
    assert len(rows(desk, "stages")) == 2
    told = said(shown)
    assert "row 3, “Since when?”: “some day” does not fit: A date is needed here" in told
    assert re.search(r"row 3, “[^”]+”: “perhaps” does not fit: choose one of Yes; No", told)
    alone = press(
        desk,
        "paste:everything.stages",
        "large",
        **{"stages:paste": block.replace("perhaps", "no").replace("some day", "")},
    )
    assert re.search(r"row 3, “[^”]+”: “.*T7.*”", said(alone)), "a row that is not there"
    (link,) = tree(shown).find("div", class_="error-summary")[0].find("a")
    (box,) = tree(shown).find("textarea", name="everything.stages:paste")
    assert link.attributes["href"] == f"#{box.attributes['id']}"


def test_there_are_none_is_not_offered_where_rows_are_needed(tmp_path: Path) -> None:
    table = (
        "- {{id: {0}, code: {1}, ask: Which?, type: table, prefix: V{2}, columns: [{{id: a, ask: A, type: text}}]}}\n"
    )
    questions = table.format("versions", "A-1", ", min_rows: 1") + table.format("others", "A-2", "")
    library = make_library(page=questions)
    with desk_over(tmp_path / "other.sqlite", library) as other:
        form = library.form(["page"])
        other.add(new_assessment(form, assessment_id="blank", title="Blank", created=date(2026, 11, 24)))
        address = "/a/blank/s/page/all"
        shown = other.client.get(address)
        boxes = [node.attributes["name"] for node in tree(shown).find("input", type="checkbox")]
        assert boxes == ["page.others:none"]
        ticked = {"page.versions:none": "1", "page.others:none": "1"}
        assert other.client.post(address, filled(shown, **ticked)).status_code == 303
        assert other.assessment("blank").answer("page.versions") is None
        assert other.assessment("blank").answer("page.others") == Answer(value=[])


def test_a_text_field_says_how_much_it_takes(desk: Desk) -> None:
    root = tree(page(desk, "full", "simple"))
    most = {
        node.attributes["name"]: node.attributes.get("data-most")
        for tag in ("input", "textarea")
        for node in root.find(tag)
        if "name" in node.attributes
    }
    assert (most["everything.story"], most["everything.name"]) == ("20000", "500")
    assert most["everything.people"] is None


# --------------------------------------------------------------------------------------------------- parts, for htmx


def test_an_autosave_answers_with_the_parts_that_changed(desk: Desk) -> None:
    shown = send(desk, "full", "simple", part=True, lawful="no")
    assert shown.status_code == 200
    root = tree(shown)
    assert [node.attributes["value"] for node in root.find("input", id_="seen")] == ["2"]
    (saved,) = [node for node in root.all() if node.attributes.get("id") == "saved"]
    assert saved.words().startswith("Saved ")
    (findings,) = [node for node in root.all() if node.attributes.get("id") == "q-everything-lawful-findings"]
    assert "Nothing makes the processing lawful." in findings.words()
    assert root.find("textarea") == []
    assert [node for node in root.find("input") if node.attributes.get("name") != "seen"] == []


def test_an_autosave_of_something_ill_typed_says_so_and_keeps_the_rest(desk: Desk) -> None:
    shown = send(desk, "full", "simple", part=True, people="many", spare="Other words")
    assert shown.status_code == 200
    assert "Not everything could be saved" in said(shown)
    assert answer(desk, "full", "spare") == Answer(value="Other words")
    assert answer(desk, "full", "people") == Answer(value=12500)


def test_a_computed_value_follows_an_autosave(desk: Desk) -> None:
    assert "26" in said(send(desk, "full", "simple", part=True, people="13"))


# ------------------------------------------------------------------------------------------------------ two at a time


def test_different_answers_of_two_people_merge(desk: Desk) -> None:
    mine, theirs = page(desk, "full", "simple"), page(desk, "full", "simple")
    address = "/a/full/s/everything/simple"
    assert desk.client.post(address, filled(theirs, **{"everything.name": "Their name"})).status_code == 303
    assert desk.client.post(address, filled(mine, **{"everything.spare": "My words"})).status_code == 303
    assert answer(desk, "full", "name") == Answer(value="Their name")
    assert answer(desk, "full", "spare") == Answer(value="My words")
    assert desk.head("full") == 3


@pytest.mark.parametrize(("choice", "kept"), [("mine", "My name"), ("theirs", "Their name")])
def test_a_stale_save_of_the_same_answer_shows_both_and_the_choice_stands(desk: Desk, choice: str, kept: str) -> None:
    mine, theirs = page(desk, "full", "simple"), page(desk, "full", "simple")
    address = "/a/full/s/everything/simple"
    desk.client.post(address, filled(theirs, **{"everything.name": "Their name"}))
    shown = desk.client.post(address, filled(mine, **{"everything.name": "My name", "everything.spare": "My words"}))
    assert shown.status_code == 409
    assert "Their name" in said(shown)
    assert "My name" in said(shown)
    assert answer(desk, "full", "spare") == Answer(value="My words"), "what did not clash is saved"
    assert answer(desk, "full", "name") == Answer(value="Their name")
    (form,) = [node for node in tree(shown).find("form") if node.attributes["action"] == "/a/full/keep"]
    sent = [(node.attributes["name"], node.attributes["value"]) for node in form.find("input", type="hidden")]
    led = desk.client.post("/a/full/keep", [*sent, ("choice:everything.name", choice)])
    assert (led.status_code, led.headers["location"].partition("#")[0]) == (303, address)
    assert answer(desk, "full", "name") == Answer(value=kept)
    assert "Their name" in said(desk.client.get("/a/full/history/compare?old=1&new=2"))
    numbers = {
        desk.workspace.get("full", number).assessment.answer("everything.name").value
        for number in range(1, desk.head("full") + 1)
    }  # type: ignore[union-attr]
    assert {"A name", "Their name", "My name"} <= numbers, "whichever was not chosen stays in the history"
    assert "E-1, kept beside what somebody else wrote" in said(desk.client.get("/a/full/history"))


def test_a_choice_made_on_an_old_page_does_not_overwrite_a_third_answer(desk: Desk) -> None:
    mine, theirs = page(desk, "full", "simple"), page(desk, "full", "simple")
    address = "/a/full/s/everything/simple"
    desk.client.post(address, filled(theirs, **{"everything.name": "Their name"}))
    shown = desk.client.post(address, filled(mine, **{"everything.name": "My name"}))
    desk.client.post(address, filled(page(desk, "full", "simple"), **{"everything.name": "A third name"}))
    (form,) = [node for node in tree(shown).find("form") if node.attributes["action"] == "/a/full/keep"]
    sent = [(node.attributes["name"], node.attributes["value"]) for node in form.find("input", type="hidden")]
    again = desk.client.post("/a/full/keep", [*sent, ("choice:everything.name", "mine")])
    assert again.status_code == 409
    assert "A third name" in said(again)
    assert answer(desk, "full", "name") == Answer(value="A third name")


@pytest.mark.parametrize("hostile", ["{", "[1]", '{"value": NaN}', '{"x": 1}', "", '{"value": {"id": 1}}', "9" * 5000])
def test_a_hostile_choice_is_refused(desk: Desk, hostile: str) -> None:
    before = desk.assessment("full")
    sent = {
        "seen": "1",
        "file": "everything",
        "section": "simple",
        "mine:everything.name": hostile,
        "choice:everything.name": "mine",
    }
    assert desk.client.post("/a/full/keep", sent).status_code in (409, 422)
    assert desk.assessment("full") == before


def test_a_clash_during_an_autosave_is_told_on_the_page(desk: Desk) -> None:
    mine, theirs = page(desk, "full", "simple"), page(desk, "full", "simple")
    address = "/a/full/s/everything/simple"
    desk.client.post(address, filled(theirs, **{"everything.name": "Their name"}))
    shown = desk.client.post(address, filled(mine, **{"everything.name": "My name"}), part=True)
    assert "Not saved: somebody else changed the same answer: E-1 What is it called?" in said(shown)
    (saved,) = [node for node in tree(shown).all() if node.attributes.get("id") == "saved"]
    (link,) = saved.find("a")
    assert tree(shown).find("input", id_=link.attributes["href"].removeprefix("#")), "it leads to where one chooses"
    assert {node.attributes["hx-swap-oob"] for node in tree(shown).all() if "hx-swap-oob" in node.attributes} == {
        "innerHTML"
    }


def test_words_that_are_typed_into_a_clash_again_and_again_are_kept_once_until_one_is_chosen(desk: Desk) -> None:
    mine, theirs = page(desk, "full", "simple"), page(desk, "full", "simple")
    address = "/a/full/s/everything/simple"
    desk.client.post(address, filled(theirs, **{"everything.name": "Their name"}))
    for words in ("M", "My", "My name"):
        shown = desk.client.post(address, filled(mine, **{"everything.name": words}), part=True)
    assert desk.head("full") == 4, "theirs, what was typed first, and theirs again"
    (form,) = [node for node in tree(shown).find("form") if node.attributes["action"] == "/a/full/keep"]
    sent = [(node.attributes["name"], node.attributes["value"]) for node in form.find("input", type="hidden")]
    for _ in range(2):
        desk.client.post("/a/full/keep", [*sent, ("choice:everything.name", "mine"), ("do", "theirs")])
    assert desk.head("full") == 6
    assert answer(desk, "full", "name") == Answer(value="Their name")
    assert desk.workspace.get("full", 5).assessment.answer("everything.name") == Answer(value="My name")


def test_a_draft_from_an_older_revision_clashes_with_what_somebody_else_wrote_since(desk: Desk) -> None:
    """The scripts of a page send with each answer that they bring back the revision on which it was typed."""
    address = "/a/full/s/everything/simple"
    desk.client.post(address, filled(page(desk, "full", "simple"), **{"everything.name": "Their name"}))
    back = filled(page(desk, "full", "simple"), **{"everything.name": "My name", "everything.name:seen": "1"})
    assert desk.client.post(address, back).status_code == 409
    assert answer(desk, "full", "name") == Answer(value="Their name")
