"""Joins two changes of one assessment: different answers merge, and where both changed the same one somebody has to choose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from dpia.assessment.model import Assessment
from dpia.errors import StaleSave
from dpia.wording import N_, said

Part = tuple[str, ...]
"""What is joined as one: an answer ("answers", "gdpr-dpia", "purposes"), a risk ("risks", "R01"), or a field ("title",).

("answers", "gdpr-dpia") is the place of the answers of one file, which stands in the content hash also while it is empty.
"""
_BY_ID: Final = ("risks", "measures", "questionnaires", "routing")
_BY_CONTENT: Final = {
    "remarks": ("on", "by", "about", "text"),
    "approvals": ("name", "role", "on", "content_hash"),
    "acceptances": ("finding", "by"),
    "occasions": ("on", "what", "by", "kind"),
    "losses": ("source", "place"),
    "pictures": ("sha256",),
}
_ASKED: Final = "questionnaires"
_NEITHER: Final = "updated"
"""It is set by whoever saves."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A part that both changed: as it was, as I want it, as it stands now. None where it is not there."""

    part: Part
    before: Any
    mine: Any
    theirs: Any


def merge(before: Assessment, mine: Assessment, theirs: Assessment) -> tuple[Assessment, tuple[Clash, ...]]:
    """`theirs` with everything that `mine` changed against `before`, and the parts that both changed differently.

    In those the result keeps `theirs`. A signature stays beside the others, and is void where the content became another.
    """
    if theirs == before:
        return mine, ()
    if mine == before:
        return theirs, ()
    was, wanted, now = (dict(_parts(item.data())) for item in (before, mine, theirs))
    clashes: list[Clash] = []
    joined = dict(now)
    for part in dict.fromkeys((*was, *wanted)):
        old, new, there = was.get(part), wanted.get(part), now.get(part)
        if new in (old, there) or part[0] == _NEITHER:
            continue
        if there != old:
            clashes.append(Clash(part, old, new, there))
        elif new is None:
            del joined[part]
        else:
            joined[part] = new
    if not any(part[0] == _ASKED for part in joined):  # each closed what the other left open
        joined |= {part: value for part, value in now.items() if part[0] == _ASKED}
        clashes += [
            Clash(part, value, None, value) for part, value in now.items() if part[0] == _ASKED and part not in wanted
        ]
    return Assessment.model_validate(_whole(joined)), tuple(clashes)


def join(before: Assessment, mine: Assessment, theirs: Assessment, *, name: object) -> Assessment:
    """`merge` where nothing clashes. Raises StaleSave with what does, and for a signature where the content became another."""
    if is_signing(before, mine) and theirs.change(approvals=before.approvals) != before:
        text = N_("{name}: somebody else changed the content in between. It was not signed.")
        raise StaleSave(said(text, name=name))
    joined, clashes = merge(before, mine, theirs)
    if clashes:
        text = N_("{name}: somebody else changed the same answer in between. Nothing was saved.")
        raise StaleSave(said(text, name=name), clashes)
    return joined


def is_signing(before: Assessment, after: Assessment) -> bool:
    """Whether signatures were added to a content that stayed the same."""
    kept = all(one in after.approvals for one in before.approvals)
    added = len(after.approvals) > len(before.approvals)
    return kept and added and after.change(approvals=before.approvals) == before


def is_noting(before: Assessment, after: Assessment) -> bool:
    """Whether nothing but what happened since was noted."""
    return before.occasions != after.occasions and before.change(occasions=after.occasions) == after


def with_mine(theirs: Assessment, clashes: Iterable[Clash]) -> Assessment:
    """`theirs` with my side of what clashes, to be shown beside it."""
    parts = dict(_parts(theirs.data()))
    for clash in clashes:
        parts.pop(clash.part, None)
        if clash.mine is not None:
            parts[clash.part] = clash.mine
    return Assessment.model_validate(_whole(parts))


def _parts(data: dict[str, Any]) -> Iterator[tuple[Part, Any]]:
    same: dict[Part, int] = {}
    for key, value in data.items():
        if key == "answers":
            for file, answers in value.items():
                yield (key, file), {}
                yield from (((key, file, question), answer) for question, answer in answers.items())
        elif key in _BY_ID:
            yield from (((key, item["id"]), item) for item in value)
        elif key in _BY_CONTENT:
            for item in value:
                name = (key, *(str(item.get(field)) for field in _BY_CONTENT[key]))
                same[name] = same.get(name, 0) + 1
                yield (*name, str(same[name])), item
        else:
            yield (key,), value


def _whole(parts: dict[Part, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for part, value in parts.items():
        key = part[0]
        if key == "answers":
            answers = data.setdefault(key, {}).setdefault(part[1], {})
            answers.update({part[2]: value} if len(part) > 2 else {})
        elif len(part) > 1:
            data.setdefault(key, []).append(value)
        else:
            data[key] = value
    return data
