"""Which way a text runs."""

import pytest

from dpia.showing.direction import Direction, direction


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("שלום", "rtl"),
        ("العربية (GDPR 35)", "rtl"),
        ("GDPR 35 العربية", "ltr"),
        ("12. העברה", "rtl"),
        ("2026-11-24 – 15 %", None),
        ("", None),
        ("求助热线", "ltr"),
    ],
)
def test_the_first_letter_that_has_a_direction_decides(text: str, runs: Direction | None) -> None:
    assert direction(text) == runs
