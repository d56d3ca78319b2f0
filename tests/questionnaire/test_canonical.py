"""What has one meaning only is taken as it is written and kept in one form; what could be two things stays and is asked about."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia.questionnaire import kinds
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.days import days_of
from dpia.questionnaire.kinds import Unfit, read_value
from tests.support.forms import make_library
from tests.support.reports import small_form

FORM = small_form()
SHARES = (
    make_library(
        page="""- {id: share, code: P-1, ask: Which share?, type: number, min: 0, max: 1}
- {id: load, code: P-2, ask: Which load?, type: number, unit: "%"}
- {id: many, code: P-3, ask: How many?, type: number, min: 0}
- {id: often, code: P-14, ask: How often?, type: number, unit: times}
- {id: land, code: P-4, ask: Where?, type: country}
- {id: lands, code: P-5, ask: Where?, type: country, many: true}
- id: body
  code: P-6
  ask: Who?
  type: choice
  options: [{id: ngo, label: Non-governmental organisation}, {id: eu_body, label: 'Agency, of the EU'}]
- id: bodies
  code: P-7
  ask: Who?
  type: choices
  options:
    - {id: ngo, label: Non-governmental organisation}
    - {id: eu_body, label: 'Agency, of the EU'}
    - {id: none, label: None of these, exclusive: true}
- {id: sure, code: P-8, ask: Sure?, type: yes_no}
- {id: share_of, code: P-9, ask: Which part?, type: percentage}
- {id: day, code: P-10, ask: When?, type: date}
- {id: time, code: P-11, ask: How long?, type: duration}
- {id: signed, code: P-12, ask: Who signs?, type: sign_off}
- {id: words, code: P-13, ask: What?, type: text}
"""
    )
    .form(["page"])
    .questions
)


def canonical(name: str, written: Any) -> Any:
    item = SHARES[f"page.{name}"]
    return kinds.canonical(item.asked, item.options, written)


@pytest.mark.parametrize(
    ("name", "written", "kept"),
    [
        ("often", "12 times", 12),
        ("often", "6 000 Times", 6000),
        ("often", "6,000 times", "6,000"),
        ("often", "many times", "many times"),
        ("sure", "y", "yes"),
        ("sure", "N", "no"),
        ("land", "UK", "GB"),
        ("lands", ["el", "uk"], ["GR", "GB"]),
        ("share", "90 %", 0.9),
        ("share", "90%", 0.9),
        ("share", "12,5 %", 0.125),
        ("share", "100 %", 1),
        ("share", "0.9", 0.9),
        ("share", "0,9", 0.9),
        ("load", "90 %", 90),
        ("many", "90 %", "90 %"),
        ("many", "6 000", 6000),
        ("many", "6\u202f000", 6000),
        ("many", "6'000,5", 6000.5),
        ("many", "11", 11),
        ("many", "2.400", "2.400"),
        ("many", "6,000", "6,000"),
        ("many", 2.4, 2.4),
        ("many", True, True),
        ("share_of", "90 %", 90),
        ("share_of", "12,5%", 12.5),
        ("share_of", "12", 12),
        ("share_of", "12,500 %", "12,500 %"),
        ("day", "01.12.2026", "2026-12-01"),
        ("day", "1.12.2026", "2026-12-01"),
        ("day", "1. 12. 2026", "2026-12-01"),
        ("day", "2026/12/01", "2026-12-01"),
        ("day", "2026.12.1", "2026-12-01"),
        ("day", "1 December 2026", "2026-12-01"),
        ("day", "1st of December 2026", "2026-12-01"),
        ("day", "December 1, 2026", "2026-12-01"),
        ("day", "Dec 1 2026", "2026-12-01"),
        ("day", "1. Dezember 2026", "2026-12-01"),
        ("day", "3. März 2027", "2027-03-03"),
        ("day", "25/12/2026", "2026-12-25"),
        ("day", "12/25/2026", "2026-12-25"),
        ("day", "12/12/2026", "2026-12-12"),
        ("day", "01/12/2026", "01/12/2026"),
        ("day", "01-12-2026", "01-12-2026"),
        ("day", "1.12.26", "1.12.26"),
        ("day", "31.02.2026", "31.02.2026"),
        ("day", "next week", "next week"),
        ("day", 20261201, 20261201),
        ("sure", "No", "no"),
        ("sure", "NO", "no"),
        ("sure", "Yes", "yes"),
        ("sure", True, "yes"),
        ("sure", False, "no"),
        ("sure", "false", "no"),
        ("sure", " no\u00a0", "no"),
        ("sure", "“yes”", "yes"),
        ("sure", "nein", "nein"),
        ("sure", "not", "not"),
        ("sure", 1, 1),
        ("body", "NGO", "ngo"),
        ("body", "non-governmental  organisation", "ngo"),
        ("body", "EU body", "eu_body"),
        ("body", "„ngo“", "ngo"),
        ("body", "organisation", "organisation"),
        ("body", "non-governmental", "non-governmental"),
        ("bodies", ["NGO", "Agency, of the EU"], ["ngo", "eu_body"]),
        ("bodies", "ngo", ["ngo"]),
        ("bodies", "ngo, eu_body", ["ngo", "eu_body"]),
        ("bodies", "Agency, of the EU; NGO", ["eu_body", "ngo"]),
        ("bodies", "ngo, nobody", "ngo, nobody"),
        ("bodies", ["ngo", "nobody"], ["ngo", "nobody"]),
        ("bodies", [], []),
        ("land", "at", "AT"),
        ("land", "Austria", "AT"),
        ("land", "österreich", "AT"),
        ("land", "Atlantis", "Atlantis"),
        ("lands", ["at", "Germany"], ["AT", "DE"]),
        ("lands", "at, de", ["AT", "DE"]),
        ("lands", "South Africa", "ZA"),
        ("lands", "AT", "AT"),
        ("time", "3 Monate", "3 months"),
        ("time", "1 Jahr", "1 year"),
        ("time", "30days", "30 days"),
        ("time", "30 DAYS", "30 days"),
        ("time", "24 h", "24 hours"),
        ("time", "1,5 years", "1.5 years"),
        ("time", "2,500 days", "2,500 days"),
        ("time", "3 m", "3 m"),
        ("time", "30 Days", "30 Days"),
        ("time", "30", "30"),
        ("signed", {"name": "A", "date": "1.12.2026"}, {"name": "A", "date": "2026-12-01"}),
        ("signed", "A", "A"),
        ("words", "01.12.2026", "01.12.2026"),
        ("words", "“No”", "“No”"),
    ],
)
def test_what_has_one_meaning_is_kept_in_one_form_and_anything_else_stays(name: str, written: Any, kept: Any) -> None:
    found = canonical(name, written)
    assert (found, type(found)) == (kept, type(kept))
    assert canonical(name, found) == found


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("day", "1.12.2026", "2026-12-01"),
        ("time", "3 Monate", "3 months"),
        ("share", "90 %", 0.9),
        ("sure", "true", "yes"),
        ("land", "Austria", "AT"),
        ("lands", "Austria, de", ["AT", "DE"]),
        ("lands", "AT DE", ["AT", "DE"]),
    ],
)
def test_the_same_is_read_where_it_is_typed_or_pasted(name: str, typed: str, value: Any) -> None:
    item = SHARES[f"page.{name}"]
    assert kinds.entered(item.asked, item.options, typed) == value
    assert item.kind.pasted(item.asked, item.options, typed) == value


def items() -> list[CompiledQuestion | CompiledColumn]:
    found: list[CompiledQuestion | CompiledColumn] = [*FORM.questions.values()]
    found += [column for item in FORM.questions.values() for column in item.columns.values()]
    return [item for item in found if item.kind.takes_answer and item.asked.type.value != "table"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["No", "1.12.2026", "90 %"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(items()), anything)
def test_what_fits_its_question_stays_as_it_is_whatever_it_is(
    item: CompiledQuestion | CompiledColumn, written: Any
) -> None:
    kept = kinds.canonical(item.asked, item.options, written)
    try:
        value = read_value(item.asked, item.options, written)
    except Unfit:
        return
    assert read_value(item.asked, item.options, kept) == value


def test_a_day_that_could_be_two_names_both() -> None:
    assert [day.isoformat() for day in days_of("03/04/2027")] == ["2027-04-03", "2027-03-04"]
    assert days_of("30/02/2027") == ()
