"""Ids and file names of titles in any script."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia.assessment.naming import id_of, in_latin


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Chat at night!", "chat-at-night"),
        ("Don't wait", "dont-wait"),
        ("Beratung für Überlebende", "beratung-fuer-ueberlebende"),
        ("Beratung fu\u0308r Überlebende", "beratung-fuer-ueberlebende"),
        ("خط المساعدة", "kht-almsadh"),
        ("Γραμμή βοήθειας", "grammi-voitheias"),
        ("Гаряча лінія", "garyacha-liniya"),
        ("求助热线", "qiuzhurexian"),
        ("상담 창구", "sangdam-changgu"),
        ("ស្រី", "srei"),
        ("2026", "assessment-2026"),
        ("…", "assessment"),
    ],
)
def test_a_title_in_any_script_has_an_id_that_can_be_read(title: str, name: str) -> None:
    assert id_of(title) == name


@given(st.text(max_size=300))
def test_an_id_is_always_one(title: str) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9-]{0,62}", id_of(title))
    assert in_latin(title).isascii()
