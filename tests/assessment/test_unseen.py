"""Signs that nobody sees and names in two scripts are told; what scripts and emoji need is not."""

import pytest

from dpia.assessment.doubts import DoubtKind
from dpia.assessment.unseen import is_mixed, unseen_in
from tests.support.reports import judge, small_assessment

HIDDEN = {
    "soft hyphen": ("ab\u00adc", "U+00AD"),
    "no width": ("ab\u200bc", "U+200B"),
    "a byte order mark within": ("ab\ufeffc", "U+FEFF"),
    "an isolate": ("a\u2066b\u2069", "U+2066, U+2069"),
    "a mark of direction in Latin text": ("a\u200eb", "U+200E"),
    "a tag": ("a\U000e0041", "U+E0041"),
    "private use": ("a\ue000", "U+E000"),
    "a joiner in Latin text": ("pay\u200dpal", "U+200D"),
    "a selector of forms behind a letter": ("a\ufe00b", "U+FE00"),
    "many selectors": ("😀\ufe0f\ufe01", "U+FE0F, U+FE01"),
    "a filler": ("a\u3164b", "U+3164"),
    "a blank of Braille": ("a\u2800b", "U+2800"),
    "a sign of musical format": ("a\U0001d173b", "U+1D173"),
    "a note without a head": ("a\U0001d159b", "U+1D159"),
    "a sign of shorthand format": ("a\U0001bca0b", "U+1BCA0"),
    "a selector of Mongolian forms": ("a\u180fb", "U+180F"),
    "a sign without a meaning that is ignored": ("a\u2065b\U000e0fff", "U+2065, U+E0FFF"),
}


@pytest.mark.parametrize(("text", "signs"), HIDDEN.values(), ids=HIDDEN.keys())
def test_a_sign_that_nobody_sees_is_named(text: str, signs: str) -> None:
    assert unseen_in(text) == signs


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Größe – “so” …",
        "👨\u200d👩\u200d👧",
        "❤\ufe0f",
        "1\ufe0f\u20e3",
        "क्\u200dष",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "שלום\u200f!",
        "葛\U000e0100",
        "\u2813\u2800\u280a",
    ],
)
def test_what_scripts_and_emoji_need_is_not(text: str) -> None:
    assert unseen_in(text) == ""


def test_letters_of_two_scripts_in_one_word_are_found() -> None:
    assert is_mixed("P\u0430ul")
    for text in ("Paul \u041f\u0430\u0432\u043b\u043e\u0432", "東京 Tokyo", "Éva Kovács", "Œuvre", ""):
        assert not is_mixed(text), text


def test_they_are_told_as_doubts_with_their_place_and_without_the_text() -> None:
    given = small_assessment()
    given = given.with_answer(
        "everything.name", given.answer("everything.name").model_copy(update={"value": "a\u200bb"})
    )
    given = given.change(title="T\u0456tle", organisation="Our\u00adselves")
    found = {(doubt.kind, doubt.key): str(doubt.text) for doubt in judge(given).doubts}
    assert "U+200B" in found[DoubtKind.UNSEEN, "everything.name"]
    assert "U+00AD" in found[DoubtKind.UNSEEN, "organisation"]
    assert "two scripts" in found[DoubtKind.TWO_SCRIPTS, "title"]
    assert "\u0456" not in "".join(found.values())
