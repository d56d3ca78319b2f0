"""What a person types becomes the value that a file holds; what does not fit stays as it was typed."""

from typing import Any

import pytest

from dpia.assessment.entering import entered, number_of
from tests.support.reports import small_form

FORM = small_form()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("6", 6),
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
