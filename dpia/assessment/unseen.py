"""Signs that nobody sees, and names in letters of two scripts: what is read is then not what is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from unicodedata import bidirectional, category, name

from dpia.assessment.model import Assessment

_ALWAYS: Final = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ue000-\uf8ff"
    "\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff\U000f0000-\U0010fffd"
)
"""Soft hyphens, fillers, signs of no width, of direction and of old formats, tags, and signs whose meaning is nobody's.

Among them is all that Unicode calls ignorable by default, but for what the next pattern looks at.
"""
_UNSEEN: Final = re.compile(
    f"[{_ALWAYS}]|(?<=[ -~])[\u200c\u200d\ufe00-\ufe0e\U000e0100-\U000e01ef]|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{{2,}}"
    "|(?<![\u2801-\u28ff])\u2800(?![\u2801-\u28ff])"
)
"""Joiners and selectors of forms belong to many scripts and to emoji; behind a sign of ASCII, or several at once, they do not.

The blank of Braille belongs beside Braille.
"""
_DIRECTIONS: Final = "\u061c\u200e\u200f"
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_TWINS: Final = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
"""Scripts whose letters look like each other's."""


def unseen_in(text: str) -> str:
    """The signs of a text that nobody sees, each once, as U+200B; empty for most texts."""
    if text.isascii():
        return ""
    found = [sign for part in _UNSEEN.findall(text) for sign in part]
    if not any(bidirectional(sign) in ("R", "AL") for sign in text if sign not in _DIRECTIONS):
        found += [sign for sign in text if sign in _DIRECTIONS]
    return ", ".join(f"U+{ord(sign):04X}" for sign in dict.fromkeys(found))


def is_mixed(text: str) -> bool:
    """Whether a word has letters of two scripts that look alike, as "Paul" with a Cyrillic a."""
    return not text.isascii() and any(len({*map(_script, word)} & _TWINS) > 1 for word in _WORD.findall(text))


@lru_cache(maxsize=10_000)
def _script(letter: str) -> str:
    return name(letter, "").partition(" ")[0] if category(letter).startswith("L") else ""


@dataclass(frozen=True, slots=True)
class Written:
    """A text of an assessment: the question or register that it belongs to, the row or entry, and whether it names somebody."""

    key: str
    row: str
    text: str
    is_name: bool = False


_NAMES: Final = frozenset({"name", "by", "owner", "organisation", "authority", "role"})


def texts_of(assessment: Assessment) -> Iterator[Written]:
    """Every text that somebody wrote, in the order of the file."""
    for file, answers in assessment.answers.items():
        for question, answer in answers.items():
            for part in (answer.value, answer.not_applicable, answer.note):
                yield from _within(f"{file}.{question}", "", part)
    for field in ("title", "organisation", "summary"):
        yield from _within(field, "", getattr(assessment, field), is_name=field != "summary")
    for register in ("risks", "measures", "acceptances", "approvals", "remarks", "occasions"):
        for entry in getattr(assessment, register):
            found = entry.model_dump(mode="json")
            yield from _within(register, str(found.get("id", found.get("finding", found.get("about", "")))), found)
    if assessment.decision is not None:
        yield from _within("decision", "", assessment.decision.model_dump(mode="json"))


def _within(key: str, row: str, value: Any, *, is_name: bool = False) -> Iterator[Written]:
    if isinstance(value, str):
        yield Written(key, row, value, is_name)
    elif isinstance(value, dict):
        for field, part in value.items():
            yield from _within(key, row, part, is_name=field in _NAMES)
    elif isinstance(value, list):
        for part in value:
            yield from _within(key, row, part, is_name=is_name)
