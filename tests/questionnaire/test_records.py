"""People, evidence, pictures and sign-offs: strict on the way in, short on the way out."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from dpia.questionnaire.records import Evidence, Person, Picture, Record, SignOff, is_empty

SHA = "0" * 64


@pytest.mark.parametrize(
    ("record", "data"),
    [
        (Person, {"name": "A. Official"}),
        (Person, {"name": "A. Official", "role": "Officer", "organisation": "Unit", "contact": "a@example.org"}),
        (Evidence, {"title": "Report", "file": "report.pdf", "sha256": SHA}),
        (Evidence, {"title": "Report", "link": "https://example.org/report"}),
        (Picture, {"file": "flow.png", "alt": "Data flow"}),
        (SignOff, {"name": "A. Official", "role": "Director", "date": "2026-11-24", "decision": "Agreed"}),
    ],
)
def test_a_record_is_written_as_it_was_read(record: type[Record], data: dict[str, Any]) -> None:
    assert record.model_validate(data).model_dump(mode="json") == data


@pytest.mark.parametrize(
    ("record", "data"),
    [
        (Person, {}),
        (Person, {"name": ""}),
        (Person, {"name": "two\nlines"}),
        (Person, {"name": "A.", "age": 3}),
        (Person, {"name": 3}),
        (Evidence, {"title": "x", "link": "javascript:alert(1)"}),
        (Evidence, {"title": "x", "link": "file:///etc/passwd"}),
        (Evidence, {"title": "x", "link": "https://a b"}),
        (Evidence, {"title": "x", "sha256": "abc"}),
        (Evidence, {"title": "x", "sha256": SHA.upper().replace("0", "A")}),
        (Picture, {"file": "flow.png"}),
        (SignOff, {"name": "A.", "role": "B", "date": "2026-02-30", "decision": "x"}),
        (SignOff, {"name": "A.", "role": "B", "date": "2026-W48-2", "decision": "x"}),
        (SignOff, {"name": "A.", "role": "B", "date": 20261124, "decision": "x"}),
    ],
)
def test_what_does_not_fit_a_record_is_refused(record: type[Record], data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        record.model_validate(data)


def test_a_day_is_a_day() -> None:
    signed = SignOff.model_validate({"name": "A.", "role": "B", "date": "2028-02-29", "decision": "x"})
    assert signed.date == date(2028, 2, 29)


@pytest.mark.parametrize(("value", "empty"), [(None, True), (False, True), ("", True), ((), True), ({}, True),
                                              (0, False), (True, False), ("x", False), ((0,), False)])  # fmt: skip
def test_zero_is_something_and_false_is_nothing(value: Any, empty: bool) -> None:
    assert is_empty(value) is empty
