"""What a value of each type looks like, and what is said about one that does not fit."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia.errors import Code
from dpia.questionnaire.countries import COUNTRIES
from dpia.questionnaire.kinds import KINDS, NO_ANSWER_TYPES, Unfit, lacking, read_value
from dpia.questionnaire.kinds.base import QuestionKind
from dpia.questionnaire.kinds.row import missing_rows
from dpia.questionnaire.model import Question
from dpia.questionnaire.options import Option
from dpia.questionnaire.rules.truth import Duration
from dpia.questionnaire.types import QuestionType

NEEDED: dict[str, dict[str, Any]] = {
    "choice": {"options": [{"id": "red", "label": "Red"}, {"id": "green", "label": "Green"}]},
    "choices": {
        "options": [
            {"id": "red", "label": "Red"},
            {"id": "green", "label": "Green"},
            {"id": "none", "label": "None", "exclusive": True},
        ]
    },
    "scale": {"options": [{"id": "low", "label": "Low"}, {"id": "high", "label": "High"}]},
}
SHARE = {"min": 0, "max": 1}
VALUE_TYPES = [
    kind.value for kind in QuestionType if kind not in {*NO_ANSWER_TYPES, QuestionType.TABLE, QuestionType.ROW}
]


def question(kind: str, **keys: Any) -> Question:
    return Question.model_validate(
        {"id": "q", "code": "A-1", "ask": "What?", "type": kind, **NEEDED.get(kind, {}), **keys}
    )


def read(kind: str, raw: Any, **keys: Any) -> Any:
    if kind == "row":
        from dpia.questionnaire.model import Column

        column = Column.model_validate({"id": "q", "ask": "Which?", "type": "row", "of": "items", **keys})
        return read_value(column, (), raw)
    asked = question(kind, **keys)
    options = (
        (Option(id="yes", label="Yes"), Option(id="no", label="No")) if kind == "yes_no" else tuple(asked.options or ())
    )
    return read_value(asked, options, raw)  # type: ignore[arg-type]


def unfit(kind: str, raw: Any, **keys: Any) -> Unfit:
    with pytest.raises(Unfit) as error:
        read(kind, raw, **keys)
    return error.value


@pytest.mark.parametrize(
    ("kind", "raw", "value", "keys"),
    [
        ("yes_no", "yes", "yes", {}),
        ("choice", "red", "red", {}),
        ("scale", "high", "high", {}),
        ("choices", ["green", "red"], frozenset({"red", "green"}), {}),
        ("choices", ["none"], frozenset({"none"}), {}),
        ("choices", [], frozenset({"none"}), {}),  # it says the same as the option
        ("text", " one line ", "one line", {}),
        ("text", "one line\n", "one line", {}),
        ("long", "one\n\ntwo", "one\n\ntwo", {}),
        ("number", 11, 11, {}),
        ("number", -0.5, -0.5, {}),
        ("number", 10.0, 10.0, {"whole": True}),
        ("number", 5, 5, {"min": 5, "max": 5}),
        ("percentage", 0, 0, {}),
        ("percentage", 12.5, 12.5, {}),
        ("percentage", 100, 100, {}),
        ("date", "2027-03-01", date(2027, 3, 1), {}),
        ("date", "2028-02-29", date(2028, 2, 29), {}),
        ("duration", "30 days", Duration(30, "days"), {}),
        ("duration", "1 year", Duration(1, "years"), {}),
        ("duration", "1.5 Years", Duration(1.5, "years"), {}),
        ("country", "AT", frozenset({"AT"}), {}),
        ("country", ["AT", "DE"], frozenset({"AT", "DE"}), {"many": True}),
        ("country", "AT", frozenset({"AT"}), {"many": True}),
        ("row", "D1", ("D1",), {}),
        ("row", ["D2", "D1"], ("D2", "D1"), {"many": True}),
    ],
)
def test_a_value_that_fits_is_read(kind: str, raw: Any, value: Any, keys: dict[str, Any]) -> None:
    assert read(kind, raw, **keys) == value


@pytest.mark.parametrize(
    ("kind", "raw", "keys", "message", "hint", "code"),
    [
        ("yes_no", True, {}, "none of the answers to choose from", "write one of yes, no", Code.BAD_VALUE),
        ("yes_no", "maybe", {}, "“maybe” is none of the answers to choose from", "write yes or no", Code.BAD_OPTION),
        ("choice", "gren", {}, "“gren” is none of the answers", "did you mean green (“Green”)?", Code.BAD_OPTION),
        ("choice", "blue", {}, "“blue” is none of the answers", "write one of red, green", Code.BAD_OPTION),
        ("choice", 5, {}, "none of the answers to choose from", "write one of red, green", Code.BAD_VALUE),
        ("choice", ["red"], {}, "none of the answers to choose from", "write one of red, green", Code.BAD_VALUE),
        ("scale", True, {}, "none of the answers to choose from", "write one of low, high", Code.BAD_VALUE),
        ("choices", "red", {}, "A list of answers is needed", "write them in brackets", Code.BAD_VALUE),
        ("choices", ["red", "red"], {}, "same answer stands here twice", "name each answer once", Code.BAD_VALUE),
        (
            "choices",
            ["red", "none"],
            {},
            "“None” cannot stand beside other answers",
            "remove it, or remove the",
            Code.BAD_VALUE,
        ),
        ("choices", [["red"]], {}, "none of the answers to choose from", "one of red, green, none", Code.BAD_VALUE),
        ("text", 12, {}, "A text is needed here", "put it in quotes", Code.BAD_VALUE),
        ("text", "a\nb", {}, "has to stay on one line", "take the line breaks out", Code.BAD_VALUE),
        ("text", "x" * 501, {}, "is 501 characters long, 500 are allowed", "shorten it", Code.BAD_VALUE),
        ("text", "abcd", {"max_length": 3}, "is 4 characters long, 3 are allowed", "shorten it", Code.BAD_VALUE),
        ("long", "x" * 20_001, {}, "is 20001 characters long, 20000 are allowed", "shorten it", Code.BAD_VALUE),
        ("long", ["x"], {}, "A text is needed here", "put it in quotes", Code.BAD_VALUE),
        ("number", True, {}, "A number is needed here", "write digits, for example 11 or 0.5", Code.BAD_VALUE),
        ("number", "eleven", {}, "A number is needed here", "write digits, for example 11 or 0.5", Code.BAD_VALUE),
        ("number", "6,000", {}, "is it 6000 or 6?", "write 6000 or 6", Code.BAD_VALUE),
        ("number", "2.400", {}, "is it 2400 or 2.4?", "write 2400 or 2.4", Code.BAD_VALUE),
        ("number", "-1.375", {}, "is it -1375 or -1.375?", "write -1375 or -1.3750", Code.BAD_VALUE),
        ("number", float("nan"), {}, "too large to count with", "the largest is", Code.BAD_VALUE),
        ("number", float("inf"), {}, "too large to count with", "the largest is", Code.BAD_VALUE),
        ("number", 10**400, {}, "too large to count with", "the largest is", Code.BAD_VALUE),
        ("number", 1.5, {"whole": True}, "A whole number is needed", "without decimals", Code.BAD_VALUE),
        ("number", 4, {"min": 5, "max": 9}, "outside of what is possible", "a number from 5 to 9", Code.BAD_VALUE),
        ("number", 10, {"max": 9}, "too large", "write 9 or less", Code.BAD_VALUE),
        ("number", -1, {"min": 0}, "too small", "write 0 or more", Code.BAD_VALUE),
        ("number", 90, SHARE, "A share from 0 to 1 is needed", "write 0.9, or 90 % if that is meant", Code.BAD_VALUE),
        ("number", 900, SHARE, "A share from 0 to 1 is needed", "write it as 0.9 or as 90 %", Code.BAD_VALUE),
        ("percentage", "12,500", {}, "is it 12500 or 12.5?", "write 12500 or 12.5", Code.BAD_VALUE),
        ("percentage", "12 %", {}, "A percentage is needed here", "write for example 12", Code.BAD_VALUE),
        ("percentage", 100.5, {}, "A percentage from 0 to 100 is needed", "write for example 12", Code.BAD_VALUE),
        ("percentage", -1, {}, "A percentage from 0 to 100 is needed", "write for example 12", Code.BAD_VALUE),
        ("percentage", float("nan"), {}, "A percentage from 0 to 100 is needed", "", Code.BAD_VALUE),
        ("date", "2026-02-29", {}, "There is no such day as 2026-02-29", "a day of the calendar", Code.BAD_DATE),
        ("date", "0000-01-01", {}, "There is no such day as 0000-01-01", "a day of the calendar", Code.BAD_DATE),
        ("date", "31.2.2027", {}, "There is no such day as 31.2.2027", "a day of the calendar", Code.BAD_DATE),
        ("date", "01/12/2026", {}, "is it 2026-12-01 or 2026-01-12?", "write the one that is meant", Code.BAD_DATE),
        ("date", "1.3.27", {}, "The year of this date has two digits", "write all four", Code.BAD_DATE),
        ("date", "10000-01-01", {}, "A date is needed here", "write year-month-day", Code.BAD_DATE),
        ("date", "1.3.2027", {}, "A date is needed here", "write year-month-day", Code.BAD_DATE),
        ("date", "2026-W01-1", {}, "A date is needed here", "write year-month-day", Code.BAD_DATE),
        ("date", "\u0662\u0660\u0662\u0666-01-01", {}, "A date is needed here", "year-month-day", Code.BAD_DATE),
        ("date", 20270301, {}, "A date is needed here", "write year-month-day", Code.BAD_DATE),
        ("date", date(2027, 3, 1), {}, "A date is needed here", "write year-month-day", Code.BAD_DATE),
        ("duration", "30", {}, "This length of time has no unit", "write 30 days, 30 months", Code.BAD_VALUE),
        ("duration", 30, {}, "This length of time has no unit", "write 30 days, 30 months", Code.BAD_VALUE),
        ("duration", "-3 days", {}, "A length of time is needed here", "write for example 30 days", Code.BAD_VALUE),
        ("duration", "nan days", {}, "A length of time is needed here", "write for example 30 days", Code.BAD_VALUE),
        ("duration", "3 fortnights", {}, "A length of time is needed here", "for example 30 days", Code.BAD_VALUE),
        ("country", "at", {}, "“at” is the code of no country", "for example AT for Austria", Code.BAD_VALUE),
        ("country", ["AT"], {}, "This is the code of no country", "for example AT", Code.BAD_VALUE),
        ("country", {"AT": 1}, {}, "This is the code of no country", "for example AT", Code.BAD_VALUE),
        ("country", ["AT", ["DE"]], {"many": True}, "the code of no country", "or a list of them", Code.BAD_VALUE),
        ("row", "D 1", {}, "The short name of a row is needed here", "for example D1", Code.BAD_VALUE),
        ("row", ["D1"], {}, "The short name of a row is needed here", "for example D1", Code.BAD_VALUE),
        ("row", ["D1", 2], {"many": True}, "needed here, or a list of them", "for example D1", Code.BAD_VALUE),
        ("row", ["D1", "D1"], {"many": True}, "The same row stands here twice", "name each row once", Code.BAD_VALUE),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_what_is_wrong_and_what_to_write(
    kind: str, raw: Any, keys: dict[str, Any], message: str, hint: str, code: Code
) -> None:
    error = unfit(kind, raw, **keys)
    assert message in error.told.message
    assert hint in error.told.hint
    assert error.told.code is code


PERSON = {"name": "A. Example", "role": "Director"}
PICTURE = {"file": "flow.png", "alt": "A drawing of the flow of data"}
EVIDENCE = {"title": "Contract", "link": "https://example.org/contract", "sha256": "a" * 64}
SIGN_OFF = {"name": "A. Example", "role": "Director", "date": "2026-11-24", "decision": "It may start."}


@pytest.mark.parametrize(
    ("kind", "raw"), [("person", PERSON), ("picture", PICTURE), ("evidence", EVIDENCE), ("sign_off", SIGN_OFF)]
)
def test_a_record_is_read_as_its_parts(kind: str, raw: dict[str, Any]) -> None:
    assert read(kind, raw).model_dump(mode="json") == raw


@pytest.mark.parametrize(
    ("kind", "raw", "message", "hint"),
    [
        ("person", "A. Example", "This answer has several parts", "write {name: <name>, role: <role>"),
        ("person", {"role": "x"}, "“Name” is missing", "add “name”"),
        ("person", {"name": "x", "rolle": "y"}, "There is no part “rolle”", "did you mean “role”?"),
        ("person", {"name": 5}, "“Name” is not written as it has to be", "write “Name” as a text on one line"),
        ("picture", {"file": "a.png"}, "“Alt” is missing", "add “alt”"),
        (
            "evidence",
            {"title": "x", "link": "javascript:alert(1)"},
            "“Link” is not written as it has to be",
            "https://",
        ),
        (
            "evidence",
            {"title": "x", "sha256": "123"},
            "“Sha256” is not written as it has to be",
            "64 digits and letters",
        ),
        ("sign_off", {**SIGN_OFF, "date": "2026-02-30"}, "“Date” is not written as it has to be", "as 2026-11-24"),
        ("sign_off", {**SIGN_OFF, "date": "10000-01-1"}, "“Date” is not written as it has to be", "as 2026-11-24"),
    ],
)
def test_a_record_that_does_not_fit_is_refused_by_its_key(kind: str, raw: Any, message: str, hint: str) -> None:
    error = unfit(kind, raw)
    assert message in error.told.message
    assert hint in error.told.hint


def test_a_record_is_refused_with_everything_that_is_wrong_in_it() -> None:
    error = unfit("sign_off", {"nam": "x", "role": "Director", "date": "2026-02-30"})
    assert error.told.message == (
        "“Name” is missing; “Date” is not written as it has to be; “Decision” is missing; there is no part “nam”"
    )
    assert error.told.hint == ("add “name”; write the date as 2026-11-24; add “decision”; did you mean “name”?")
    assert error.told.code is Code.BAD_VALUE


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from([*VALUE_TYPES, "row"]), anything)
def test_no_value_at_all_makes_reading_fail_in_another_way(kind: str, raw: Any) -> None:
    try:
        value = read(kind, raw)
    except Unfit as error:
        assert error.told.message
    else:
        assert hash(value) == hash(read(kind, raw))


def test_an_unfit_message_does_not_repeat_long_content() -> None:
    error = unfit("choice", "secret " * 100)
    assert len(error.told.message) < 120


def test_every_country_code_is_two_capital_letters() -> None:
    assert len(COUNTRIES) == 249
    assert all(len(code) == 2 and code.isalpha() and code.isupper() for code in COUNTRIES)


def test_missing_rows_names_the_references_that_lead_nowhere() -> None:
    assert missing_rows(("D1", "D3"), {"D1", "D2"}) == ["D3"]


def test_a_kind_that_does_not_say_how_it_is_read_or_drawn_is_found_at_once() -> None:
    class Bare(QuestionKind):
        type = QuestionType.TEXT

    assert lacking(Bare()) == ["widget", "reader", "schema"]
    assert [name for name, kind in KINDS.items() if lacking(kind)] == []
