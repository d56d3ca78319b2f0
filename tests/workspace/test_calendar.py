"""The calendar file is RFC 5545 to the letter, read back by a small strict reader."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpia.questionnaire.text import is_forbidden
from dpia.workspace import Workspace
from dpia.workspace.calendar import calendar_of, summary
from dpia.workspace.kept import DueItem
from tests.support.workspaces import AT, answer, create, later, make

Properties = list[tuple[str, str, str]]


def unfolded(text: str) -> list[str]:
    """The lines of a calendar; each ends in CR LF, has at most 75 octets, and is cut between signs."""
    assert text.endswith("\r\n")
    lines: list[str] = []
    for raw in text.encode("utf-8").removesuffix(b"\r\n").split(b"\r\n"):
        assert len(raw) <= 75
        assert raw and b"\r" not in raw and b"\n" not in raw
        line = raw.decode("utf-8")
        if line.startswith(" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines


def read(text: str) -> tuple[Properties, list[dict[str, str]]]:
    """The properties of the calendar, and each event by name; a value of text without its escapes."""
    head: Properties = []
    events: list[dict[str, str]] = []
    inside = None
    lines = unfolded(text)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    for line in lines[1:-1]:
        match = re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=[A-Za-z0-9-]+)*):([^\x00-\x08\x0a-\x1f\x7f]*)", line)
        assert match, line
        name, parameters, value = match.groups()
        if name in ("BEGIN", "END"):
            assert value == "VEVENT"
            assert (name == "BEGIN") is (inside is None)
            inside = {} if name == "BEGIN" else None
            if inside is not None:
                events.append(inside)
        elif inside is None:
            head.append((name, parameters, value))
        else:
            assert name not in inside
            inside[name] = unescaped(value) if name == "SUMMARY" else f"{parameters}:{value}"
    assert inside is None
    return head, events


def unescaped(value: str) -> str:
    """RFC 5545, 3.3.11: a backslash stands before a backslash, a semicolon or a comma, and they stand nowhere alone."""
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,])*", value), value
    return re.sub(r"\\([\\;,])", r"\1", value)


def item(
    title: str = "Hotline", what: str = "Train", name: str = "measure M01", day: date = date(2027, 2, 1)
) -> DueItem:
    return DueItem("hotline", title, name, day, what, "C. Example")


def test_a_day_that_is_due_is_a_day_in_the_calendar() -> None:
    head, (event,) = read(calendar_of([item()], AT))
    assert head == [("VERSION", "", "2.0"), ("PRODID", "", "-//dpia//due//EN")]
    assert re.fullmatch(r":[0-9a-f]{32}@dpia", event.pop("UID"))
    assert event == {
        "DTSTAMP": ":20261124T140231Z",
        "DTSTART": ";VALUE=DATE:20270201",
        "SUMMARY": "Hotline: measure M01 Train",
    }


def test_a_calendar_without_anything_due_is_one_all_the_same() -> None:
    assert read(calendar_of([], AT)) == ([("VERSION", "", "2.0"), ("PRODID", "", "-//dpia//due//EN")], [])


def test_the_moment_is_in_universal_time() -> None:
    moment = datetime(2026, 11, 25, 0, 30, tzinfo=timezone(timedelta(hours=13)))
    assert "DTSTAMP:20261124T113000Z" in calendar_of([item()], moment)


def test_a_review_is_called_so() -> None:
    assert summary(DueItem("hotline", "Hotline", "review", date(2027, 1, 1), "", "")) == "Hotline: next review"


@settings(deadline=None)
@given(
    title=st.text(min_size=1, max_size=500),
    what=st.text(max_size=500),
    day=st.dates(),
    at=st.datetimes(timezones=st.just(UTC)),
)
def test_any_text_and_any_day_is_read_back(title: str, what: str, day: date, at: datetime) -> None:
    found = item(title=title, what=what, day=day)
    _, (event,) = read(calendar_of([found], at))
    assert event["SUMMARY"] == "".join(sign for sign in " ".join(summary(found).split()) if not is_forbidden(sign))
    assert event["DTSTART"] == f";VALUE=DATE:{day.isoformat().replace('-', '')}"
    assert len(event["DTSTART"]) == len(";VALUE=DATE:20270201")
    assert len(event["DTSTAMP"]) == len(":20261124T140231Z")


@pytest.mark.parametrize("text", ["a\nb", "a\r\nEND:VEVENT\r\nb", "a\x00b", "a\x1bb", "a\u2028b", "a\x85b"], ids=ascii)
def test_a_text_adds_no_line_of_its_own(text: str) -> None:
    _, (event,) = read(calendar_of([item(title=text, what=text)], AT))
    assert event["SUMMARY"].count("a") >= 2


@pytest.mark.parametrize("sign", ["x", "ä", "漢", "🙂", "\\", ",", ";", "e\u0301"], ids=ascii)
def test_a_long_text_is_folded_between_signs(sign: str) -> None:
    for length in range(55, 130):
        _, (event,) = read(calendar_of([item(title=sign * length)], AT))
        assert event["SUMMARY"] == f"{sign * length}: measure M01 Train"


def test_the_name_of_an_event_stays_when_its_day_and_words_change() -> None:
    """So that a calendar which takes the file in again moves the event and makes no second one."""
    first, second = (
        read(calendar_of([found], at))[1][0]["UID"]
        for found, at in ((item(), AT), (item("Renamed", "Other", day=date(2028, 1, 1)), later(9)))
    )
    assert first == second


def test_every_item_has_its_own_name() -> None:
    items = [item(), item(name="measure M02"), item(name="review"), DueItem("other", "x", "review", AT.date(), "", "")]
    _, events = read(calendar_of(items, AT))
    assert len({event["UID"] for event in events}) == 4


def test_what_is_due_in_a_workspace_is_in_its_calendar(workspace: Workspace) -> None:
    measures = [{"id": "M01", "title": "Train; twice, \\ well", "due": "2027-02-01"}]
    create(workspace, make(answers={"review_on": "2027-03-01"}, measures=measures))
    _, before = read(calendar_of(workspace.due(), AT))
    assert [event["SUMMARY"] for event in before] == [
        "Hotline: measure M01 Train; twice, \\ well",
        "Hotline: next review",
    ]
    answer(workspace, "hotline", "review_on", "2027-01-01")
    _, after = read(calendar_of(workspace.due(), later(1)))
    assert {event["UID"] for event in after} == {event["UID"] for event in before}
    assert after[0]["DTSTART"] == ";VALUE=DATE:20270101"
