"""What a person types becomes the value that a file holds; what does not fit stays as it was typed."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dpia.questionnaire import kinds
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.kinds.numbers import number_of, number_text
from tests.support.forms import make_library
from tests.support.reports import small_form

FORM = small_form()


def entered(item: CompiledQuestion | CompiledColumn, text: str, *, listed: bool = False) -> Any:
    return kinds.entered(item.asked, item.options, text, listed=listed)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("6", 6),
        ("6,00", 6.0),
        ("6000", 6000),
        ("6\u202f000", 6000),
        ("6'000", 6000),
        ("6’000,5", 6000.5),
        ("6 000 000", 6_000_000),
        ("6,000.5", 6000.5),
        ("6.000,5", 6000.5),
        ("6,000,000", 6_000_000),
        ("6.000.000", 6_000_000),
        ("1,250,000.125", 1_250_000.125),
        ("1250,1255", 1250.1255),
        ("\uff16\uff10\uff10\uff10", 6000),
        ("\u0666\u0660\u0660\u0660", 6000),
        ("\uff16,\uff10\uff10\uff10", "\uff16,\uff10\uff10\uff10"),
        ("\u0666,\u0660\u0660\u0660", "\u0666,\u0660\u0660\u0660"),
        ("1000,000", "1000,000"),
        ("12345,678", "12345,678"),
        ("0,125", 0.125),
        ("6.1250", 6.125),
        ("−1", -1),
        ("6,000", "6,000"),  # six thousand, or six?
        ("6.000", "6.000"),
        ("-12,500", "-12,500"),
        ("5 10", "5 10"),
        ("1,25,000", "1,25,000"),
        ("6,000,00", "6,000,00"),
        ("6,000.000,5", "6,000.000,5"),
        ("1 000 00", "1 000 00"),
        ("6,5", 6.5),
        ("6 000", 6000),
        ("6\u00a0000", 6000),
        ("-1", -1),
        ("0.29", 0.29),
        ("many", "many"),
        ("1e5", "1e5"),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, number: Any) -> None:
    assert number_of(text) == number


@given(st.floats(-1e15, 1e15) | st.integers(-(10**15), 10**15))
@example(6.125)
@example(-6.125)
@example(1e-7)
@example(5e-324)
def test_a_number_in_a_field_is_read_the_same_again(number: float) -> None:
    read = number_of(number_text(number))
    assert (read, type(read)) == (number, type(number))


def by_type(kind: str) -> Any:
    return next(item for item in FORM.questions.values() if item.type.value == kind)


@pytest.mark.parametrize("kind", ["yes_no", "choice"])
def test_an_option_is_named_by_its_label_its_id_or_its_number_in_a_list(kind: str) -> None:
    item = by_type(kind)
    for number, option in enumerate(item.options, 1):
        assert entered(item, option.id) == entered(item, option.label.upper()) == option.id
        assert entered(item, str(number), listed=True) == option.id
        assert entered(item, str(number)) == str(number), "where no list stands, a number names no place in it"
    assert entered(item, "nothing of the kind") == "nothing of the kind"


LABELS = {
    "ngo": "Non-governmental organisation",
    "nobody": "No data about persons are sent",
    "unclear": "Not clarified yet",
    "law": "Laws that punish irregular stay",
    "police": "National police",
    "force": "National force, armed",
    "yes_law": "Yes, by a law",
    "none": "None of these",
    "r07": "R07 A shelter becomes known",
    "six": "6(b) Polygraph",
    "seven": "7 Migration, asylum and borders",
}
CHOICE = "- id: one\n  code: P-1\n  ask: One?\n  type: choice\n  options:\n" + "".join(
    f"    - {{id: {name}, label: '{label}'}}\n" for name, label in LABELS.items()
)
ONE, SEVERAL = (
    make_library(page=CHOICE.replace("type: choice", f"type: {kind}")).form(["page"]).questions["page.one"]
    for kind in ("choice", "choices")
)


@pytest.mark.parametrize(
    ("typed", "option"),
    [
        ("non-governmental", "ngo"),
        ("national police", "police"),
        ("  laws   that punish ", "law"),
        ("yes", "yes_law"),
        ("none", "none"),
        ("NONE OF THESE", "none"),
        ("r07", "r07"),
        ("6(b)", "six"),
        ("7", "seven"),
        ("7 migration", "seven"),
    ],
)
def test_an_option_is_named_by_the_whole_words_that_its_label_begins_with(typed: str, option: str) -> None:
    assert entered(ONE, typed) == option


@pytest.mark.parametrize(
    "typed", ["no", "n", "not", "non", "law", "national", "nation", "y", "6", "r0", "so", "\u0667x"]
)
def test_a_word_that_only_looks_like_the_beginning_of_a_label_chooses_nothing(typed: str) -> None:
    assert entered(ONE, typed) == typed
    assert entered(ONE, typed, listed=True) == (typed if typed != "6" else "force")


def test_a_number_that_is_a_place_and_a_label_of_its_own_chooses_neither() -> None:
    assert list(LABELS).index("yes_law") == 7 - 1
    assert entered(ONE, "7", listed=True) == "7"


def test_several_options_stand_with_commas_or_semicolons_between_them() -> None:
    item = by_type("choices")
    first, second = item.options[:2]
    assert entered(item, f"1; {second.label}", listed=True) == [first.id, second.id]
    assert entered(item, f"{first.id},{second.id}") == [first.id, second.id]
    assert entered(item, f"{first.id}, nothing of the kind") == [first.id, "nothing of the kind"]


def test_a_label_with_commas_is_one_option() -> None:
    assert entered(SEVERAL, LABELS["seven"]) == ["seven"]
    assert entered(SEVERAL, f"{LABELS['force']}, {LABELS['seven']},ngo") == ["force", "seven", "ngo"]
    assert entered(SEVERAL, f"{LABELS['seven']}; police") == ["seven", "police"]


def test_a_long_text_with_commas_is_no_work() -> None:
    """Trying every way to join 100,000 parts would not end."""
    assert entered(SEVERAL, "a," * 100_000) == ["a"] * 100_000


@pytest.mark.parametrize("typed", [",", ";", " , "])
def test_signs_alone_are_no_answer_and_not_none_of_them(typed: str) -> None:
    assert entered(SEVERAL, typed) == typed.strip()


def test_a_person_is_typed_with_semicolons() -> None:
    assert entered(by_type("person"), "C. Example; Director") == {"name": "C. Example", "role": "Director"}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", 12),
        ("12 %", 12),
        ("12%", 12),
        ("12,5", 12.5),
        ("12,5 %", 12.5),
        ("12.5\u00a0%", 12.5),
        ("a fifth", "a fifth"),
        ("%", "%"),
        ("12 % %", "12 % %"),
        ("1,000", "1,000"),
    ],
)
def test_a_percentage_is_typed_with_or_without_its_sign(typed: str, value: Any) -> None:
    assert entered(by_type("percentage"), typed) == value


def test_evidence_is_typed_with_every_part_that_a_file_can_hold() -> None:
    digest = "a" * 64
    whole = {"title": "Contract", "link": "https://x.org/a;b=1", "file": "contract.pdf", "sha256": digest}
    assert entered(by_type("evidence"), f"Contract; https://x.org/a;b=1; contract.pdf; {digest}") == whole
    assert entered(by_type("evidence"), f"Contract; contract.pdf; {digest}; https://x.org/a;b=1") == whole
    assert entered(by_type("evidence"), "Report; part 2; https://x.org") == "Report; part 2; https://x.org", "no file"
    assert entered(by_type("evidence"), "Contract; a.pdf; b.pdf") == "Contract; a.pdf; b.pdf", (
        "two files are no evidence"
    )


def test_a_picture_is_typed_with_every_part_that_a_file_can_hold() -> None:
    assert entered(by_type("picture"), "flow.png; The flow of the data; Figure 1; drawn by the team") == {
        "file": "flow.png",
        "alt": "The flow of the data",
        "caption": "Figure 1",
        "source": "drawn by the team",
    }


def test_the_last_part_of_a_record_takes_all_that_is_left() -> None:
    signed = entered(by_type("sign_off"), "Ana; DPO; 2026-01-02; approved; but only without face matching")
    assert signed["decision"] == "approved; but only without face matching"
    assert entered(by_type("evidence"), "Contract; https://x.org/a;b=1")["link"] == "https://x.org/a;b=1"


def test_one_country_is_not_the_first_of_several() -> None:
    item = (
        make_library(page="- {id: one, code: P-1, ask: Where?, type: country}\n").form(["page"]).questions["page.one"]
    )
    assert entered(item, "AT") == "AT"
    assert entered(item, "AT, DE") == "AT, DE"


def test_nothing_is_no_answer() -> None:
    assert entered(by_type("text"), "  ") is None
