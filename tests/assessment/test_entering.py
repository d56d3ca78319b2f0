"""What a person types becomes the value that a file holds; what does not fit stays as it was typed."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dpia.assessment.entering import entered, number_of, number_text
from tests.support.reports import small_form

FORM = small_form()


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
        ("1250,125", 1250.125),
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
def test_an_option_is_named_by_label_id_number_or_the_beginning_of_its_label(kind: str) -> None:
    item = by_type(kind)
    for number, option in enumerate(item.options, 1):
        assert (
            entered(item, option.id) == entered(item, option.label.upper()) == entered(item, str(number)) == option.id
        )
    assert entered(item, "nothing of the kind") == "nothing of the kind"


def test_several_options_stand_with_commas_or_semicolons_between_them() -> None:
    item = by_type("choices")
    first, second = item.options[:2]
    assert entered(item, f"1; {second.label}") == entered(item, f"{first.id},2") == [first.id, second.id]


def test_a_person_is_typed_with_semicolons() -> None:
    assert entered(by_type("person"), "C. Example; Director") == {"name": "C. Example", "role": "Director"}


def test_nothing_is_no_answer() -> None:
    assert entered(by_type("text"), "  ") is None
