"""Free text that looks like personal data is found; ordinary text of an assessment is not."""

from datetime import date
from typing import Any

import pytest

import dpia
from dpia.assessment.privacy import kinds_in, privacy_warnings
from tests.support.forms import make_assessment, make_form

WRONG = "maria.k@example.org"
DECISION = {"outcome": "rejected", "reason": "Nothing is gained.", "by": {"name": "N. Example"}, "on": "2026-11-24"}


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
        ("birth_date", "born 12 March 2009"),
        ("telephone", "Call Maria on 0612345678"),
        ("telephone", "Phone: 612345678"),
        ("telephone", "(415) 555-0132"),
        ("telephone", "٠٦١٢٣٤٥٦٧٨"),
        ("telephone", "\uff10\uff16\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18"),
        ("case_number", "case 2026/1234"),
        ("case_number", "as in case 4711"),
        ("case_number", "passport P1234567"),
        ("case_number", "12 Js 345/26"),
        ("case_number", "file 2026-000123"),
        ("coordinates", "N52 22.212 E4 53.712"),
        ("coordinates", "52,3702 4,8952"),
        ("coordinates", "lat 52.37 lon 4.89"),
        ("ip_address", "2001:db8::8a2e:370:7334"),
        ("handle", "she writes as @maria_1999"),
        ("handle", "see t.me/example"),
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
        "Rates of 0.2900, 0.0100 and 0.7100 on 1,200 examples.",
        "Version 1.2.3.4; see section 4.1.2.3, TR-2021-123, CVE-2024-12345 and AES-256-128.",
        "The pilot runs 01/2026 - 12/2026; the public line 0800 123 456 is open from 12:30:45.",
        "In case 3 of them agree, case 12 of the script is played.",
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


@pytest.mark.parametrize(
    "parts",
    [
        {"title": f"Chat of {WRONG}"},
        {"risks": [{"id": "X1", "title": f"Risk of {WRONG}"}]},
        {
            "risks": [
                {"id": "X1", "title": "A", "before": {"severity": "grave", "likelihood": "likely", "reason": WRONG}}
            ]
        },
        {"measures": [{"id": "M1", "title": WRONG}]},
        {"remarks": [{"about": "screening", "text": WRONG, "by": "A reviewer", "on": "2026-11-24"}]},
        {"routing": [{"id": "ai-fria", "applies": False, "reason": WRONG}]},
        {"decision": {**DECISION, "rejected_parts": WRONG}},
        {"decision": {**DECISION, "conditions": [{"id": "K1", "text": WRONG}]}},
        {"decision": {**DECISION, "consultation": {"authority": "The authority", "advice": WRONG}}},
    ],
    ids=str,
)
def test_every_free_text_beside_the_answers_is_looked_at(parts: dict[str, Any]) -> None:
    form = dpia.load_library().form(["screening"])
    empty = dpia.new_assessment(form, assessment_id="a", title="A", created=date(2026, 11, 24))
    assessment = dpia.Assessment.model_validate({**empty.data(), **parts})
    assert [warning.kind for warning in privacy_warnings(form, assessment)] == ["email"]


@pytest.mark.parametrize("cell", [{"value": "yes", "note": WRONG}, {"not_applicable": WRONG}])
def test_what_is_said_beside_a_cell_that_is_no_text_is_looked_at(cell: dict[str, Any]) -> None:
    form = make_form(
        small="- {id: items, code: S-1, ask: Which?, type: table, prefix: D, columns: [{id: old, ask: Old?, type: yes_no}]}"
    )
    assessment = make_assessment(form, {"items": [{"id": "D1", "old": cell}]})
    assert [warning.place for warning in privacy_warnings(form, assessment)] == [("D1", "old")]
