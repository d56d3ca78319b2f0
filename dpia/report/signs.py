"""What of an assessment cannot be printed: how many signs no font has, which, and where they stand, in one text for all who ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.facts import Place
from dpia.assessment.model import Answer
from dpia.report.fonts import FontSource, fonts_of, user_fonts
from dpia.report.glyphs import shown_glyphs, without_glyph
from dpia.showing.display import show_place
from dpia.wording import N_, NOTHING, Said, Saying, and_more, joined, said, said_n

MOST_PLACES: Final = 3
ORDINARY: Final = re.compile(
    "[\t\n\r -~\u00a0-\u024f\u0391-\u03a1\u03a3-\u03ce\u0400-\u0481\u2010-\u2015\u2018-\u2027\u20ac\u2122\u2212]*"
)
"""Text in which every font that comes with the program has each sign: where there is no other, no font is opened."""
_REGISTERS: Final = ("risks", "measures")
_CHINESE: Final = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


# Translators: the places in which there are signs that cannot be printed, as questions and titles
_FIRST_IN: Final = N_("First in: {places}.")


@dataclass(frozen=True, slots=True)
class LostSigns:
    """The signs that cannot be printed: how often such a sign stands somewhere, each once, and the places in order."""

    count: int = 0
    signs: tuple[str, ...] = ()
    places: tuple[Saying, ...] = ()

    def __bool__(self) -> bool:
        return self.count > 0

    def data(self) -> dict[str, Any]:
        """The same as plain data."""
        return {"count": self.count, "signs": list(self.signs), "places": [str(place) for place in self.places]}

    def told(self) -> Said:
        """How many they are, which, where first, and what to do."""
        if not self:
            return NOTHING
        shown = shown_glyphs(self.signs)
        one, many = (
            N_("{n} sign cannot be printed, because no font of the report has it: {signs}."),
            N_("{n} signs cannot be printed, because no font of the report has them: {signs}."),
        )
        first: list[Saying] = [said("“{place}”", place=place) for place in self.places[:MOST_PLACES]]
        if len(self.places) > MOST_PLACES:
            first.append(and_more(len(self.places) - MOST_PLACES))
        where = said(_FIRST_IN, places=joined(first)) if first else NOTHING
        return joined((said_n(one, many, self.count, signs=shown), where, self._advice()), " ")

    def _advice(self) -> Said:
        if any(_CHINESE.match(sign) for sign in self.signs):
            text = N_(
                "For Chinese, Japanese and Korean install fonts-noto-cjk, or put a font that has them into {folder}."
            )
        else:
            text = N_("Put a font that has them into {folder}, or write them otherwise.")
        return said(text, folder=user_fonts())


def lost_signs(evaluation: Evaluation, folders: tuple[Path, ...] = ()) -> LostSigns:
    """What of an assessment cannot be printed with the shipped fonts, the user's, and those of `folders`."""
    counted: dict[Saying, list[str]] = {}
    for place, text in _texts(evaluation):
        if found := _lost(text, folders):
            counted.setdefault(place, []).extend(found)
    every = [sign for found in counted.values() for sign in found]
    return LostSigns(len(every), tuple(dict.fromkeys(every)), tuple(counted))


def lost_in_answer(answer: Answer, folders: tuple[Path, ...] = ()) -> LostSigns:
    """The same for one answer, without places."""
    every = [sign for text in _strings(answer.model_dump(mode="json")) for sign in _lost(text, folders)]
    return LostSigns(len(every), tuple(dict.fromkeys(every)))


def _lost(text: str, folders: tuple[Path, ...]) -> list[str]:
    if ORDINARY.fullmatch(text):
        return []
    return without_glyph(text, _covered(folders))


@lru_cache(maxsize=4)
def _covered(folders: tuple[Path, ...]) -> frozenset[int]:
    return fonts_of((), FontSource(folders)).covered


def _texts(evaluation: Evaluation) -> Iterator[tuple[Saying, str]]:
    """Every text that a report shows, with its place in words."""
    data = evaluation.assessment.data()
    named = {
        "title": N_("Title"),
        "organisation": N_("Organisation"),
        "summary": N_("Summary"),
        "version": N_("Version of the processing"),
    }
    for key, name in named.items():
        yield from _at(said(name), data.get(key))
    for item in evaluation.form.asked:
        file, _, name = item.key.partition(".")
        raw = data.get("answers", {}).get(file, {}).get(name)
        for place, part in _cells(raw):
            known = place.column if place.column in item.columns else None
            yield from _at(said("{place}", place=show_place(evaluation, item.key, Place(place.row, known))), part)
    for name in _REGISTERS:
        for entry in data.get(name, ()):
            yield from _at(said("{id} {title}", id=entry["id"], title=entry.get("title") or ""), entry)
    yield from _at(said(N_("Remarks")), data.get("remarks"))
    decided = [data.get(name) for name in ("decision", "routing", "acceptances", "losses", "pictures")]
    yield from _at(said(N_("Decision")), decided)
    yield from _at(said(N_("Signatures")), data.get("approvals"))


def _at(place: Saying, data: Any) -> Iterator[tuple[Saying, str]]:
    for text in _strings(data):
        yield place, text


def _cells(raw: Any) -> Iterator[tuple[Place, Any]]:
    """An answer as it is kept, cut into its cells where it is a table."""
    rows = raw.get("value") if isinstance(raw, Mapping) and "value" in raw else raw
    if not (isinstance(rows, list) and rows and all(isinstance(row, Mapping) and "id" in row for row in rows)):
        yield Place(), raw
        return
    for row in rows:
        for column, cell in row.items():
            yield Place(str(row["id"]), str(column)), cell
    if rows is not raw:
        yield Place(), {key: part for key, part in raw.items() if key != "value"}


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for part in data.values():
            yield from _strings(part)
    elif isinstance(data, list | tuple):
        for part in data:
            yield from _strings(part)
