"""Free text that looks like personal data is found; ordinary text of an assessment is not."""

from datetime import date

import pytest

import dpia
from dpia.assessment.privacy import kinds_in, privacy_warnings


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("email", "write to maria.k@example.org first"),
        ("telephone", "call +43 1 234 56 78 at night"),
        ("telephone", "her number is 0660 123 45 67"),
        ("telephone", "0043 660 1234567"),
        ("coordinates", "the flat is at 48.20849, 16.37208"),
        ("iban", "paid to AT61 1904 3002 3457 3201"),
        ("ip_address", "seen from 203.0.113.7 twice"),
        ("case_number", "see case no. 12/2026-K"),
        ("case_number", "file ZH-2026-00417 has the rest"),
        ("case_number", "Passport number: X1234567"),
        ("birth_date", "born on 12.03.2009 abroad"),
    ],
)
def test_text_that_leads_to_a_person_is_noticed(kind: str, text: str) -> None:
    assert kind in set(kinds_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "About 6,000 chats a year, 15 % of them with minors; 40,000 advertisements a day.",
        "Article 35(7)(b) GDPR and Article 27 of Directive (EU) 2016/680, section 14.",
        "Deleted after 30 days, on 2027-03-01 at the latest; review on 1 June 2027.",
        "The measures M01, M02 and M10 lower R02; see D3 and P1.",
        "TLS 1.3, version 2.10.4 of the software, ISO 27001:2022.",
        "Precision is 0.0241 at a base rate of 0.01.",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert list(kinds_in(text)) == []


def test_the_place_is_named_and_the_text_is_not_repeated() -> None:
    library = dpia.load_library()
    form = library.form(["screening"])
    assessment = dpia.new_assessment(form, assessment_id="a", title="A", created=date(2026, 11, 24))
    assessment = assessment.with_answer("screening.description", "Ask maria.k@example.org about it.")
    (warning,) = privacy_warnings(form, assessment)
    assert (warning.key, warning.kind) == ("screening.description", "email")
    assert "maria" not in repr(warning)
    assert "maria" not in warning.reason


def test_contacts_of_staff_have_their_place() -> None:
    library = dpia.load_library()
    form = library.form(["screening", "gdpr-dpia"])
    assessment = dpia.new_assessment(form, assessment_id="a", title="A", created=date(2026, 11, 24))
    row = {"id": "CT1", "contact": "privacy@example.org", "units": "call +43 1 234 56 78"}
    assessment = assessment.with_answer("gdpr-dpia.controllers", [row])
    (warning,) = privacy_warnings(form, assessment)
    assert warning.place.column == "units"
