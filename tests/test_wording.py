"""Sentences with gaps: translated first, filled afterwards."""

import pytest

from dpia.wording import N_, Said, said


def test_a_marked_text_is_the_text() -> None:
    assert N_("Open points") == "Open points"


def test_the_gaps_are_filled_by_name() -> None:
    assert str(said("{n} of {all} open", n=2, all=3)) == "2 of 3 open"


def test_the_sentence_is_translated_before_its_gaps_are_filled() -> None:
    catalogue = {"{n} open in {where}": "In {where}: {n} offen"}
    assert said("{n} open in {where}", n=2, where="Graz").text(catalogue.__getitem__) == "In Graz: 2 offen"


def test_what_fills_a_gap_is_never_read_as_a_gap() -> None:
    assert str(said("It says {answer}", answer="{secret} {0}")) == "It says {secret} {0}"


def test_sentences_can_be_compared_and_kept_in_sets() -> None:
    assert {said("{n}", n=1), said("{n}", n=1), said("{n}", n=2)} == {
        Said("{n}", (("n", 1),)),
        Said("{n}", (("n", 2),)),
    }


def test_a_gap_that_is_not_filled_is_an_error() -> None:
    with pytest.raises(KeyError):
        str(said("{n} open"))
