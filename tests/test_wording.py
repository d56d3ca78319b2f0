"""Sentences with gaps: translated first, filled afterwards."""

import re
from pathlib import Path

import pytest
from markupsafe import escape

import dpia
from dpia.showing.translations import template_words
from dpia.web.retelling import retold
from dpia.wording import C_, N_, Phrase, Said, and_more, counted, said, said_n


def test_a_marked_text_is_the_text() -> None:
    assert N_("Open points") == "Open points"


def test_the_gaps_are_filled_by_name() -> None:
    assert str(said("{n} of {all} open", n=2, all=3)) == "2 of 3 open"


def test_the_sentence_is_translated_before_its_gaps_are_filled() -> None:
    catalogue = {"{n} open in {where}": "In {where}: {n} offen"}
    assert said("{n} open in {where}", n=2, where="Graz").text(catalogue.__getitem__) == "In Graz: 2 offen"


def test_what_fills_a_gap_is_never_read_as_a_gap() -> None:
    assert str(said("It says {answer}", answer="{secret} {0}")) == "It says {secret} {0}"


@pytest.mark.parametrize("gap", ["{n:>200000000}", "{n.__class__}", "{n!r}", "{n[0]}", "{}", "{", "}", "{{", "{ n }"])
def test_a_gap_is_a_bare_name_and_everything_else_stays(gap: str) -> None:
    """A translation is of other people: with `str.format` it could ask for a gigabyte, or for what the program knows."""
    assert said("{n} open", n=2).text(lambda text: f"{gap} {text}") == f"{gap} 2 open"
    say = template_words(lambda text: f"{gap} {text}")["say"]
    assert say("{n} open", n="<b>") == f"{escape(gap)} &lt;b&gt; open"
    assert retold("revision 3", ["revision {number}"], lambda text: f"{gap} {text}") == f"{gap} revision 3"


def test_nothing_formats_a_text_of_others() -> None:
    """`.format` on texts that are written here: a notice of the database, and markup, which escapes what it is given."""
    found = [
        f"{path.name}: {line.strip()}"
        for path in Path(dpia.__file__).parent.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\.format(_map)?\(|\bformat_map\b", line)
    ]
    assert sorted(line for line in found if "_OVERTAKEN.format" not in line and "Markup(" not in line) == []


def test_sentences_can_be_compared_and_kept_in_sets() -> None:
    assert {said("{n}", n=1), said("{n}", n=1), said("{n}", n=2)} == {
        Said("{n}", (("n", 1),)),
        Said("{n}", (("n", 2),)),
    }


def test_a_gap_that_is_not_filled_is_an_error() -> None:
    with pytest.raises(KeyError):
        str(said("{n} open"))


def test_a_word_of_several_senses_is_its_text_and_knows_its_sense() -> None:
    word = C_("remark", "open")
    assert word == "open" and (word.context, word.one, word.many) == ("remark", "open", "")


@pytest.mark.parametrize(("n", "told"), [(0, "0 saves"), (1, "1 save"), (2, "2 saves")])
def test_a_sentence_that_tells_a_number_has_the_form_for_it(n: int, told: str) -> None:
    assert str(said_n("{n} save", "{n} saves", n)) == told
    assert counted("{n} save", "{n} saves", n).number == n


def test_a_translation_is_asked_with_both_forms_and_the_number() -> None:
    asked: list[str] = []
    and_more(3).text(lambda text: asked.append(text) or "{n} μ")
    (phrase,) = asked
    assert isinstance(phrase, Phrase) and (phrase.one, phrase.many, phrase.number) == ("and {n} more",) * 2 + (3,)
