"""What a translator has to do: how far a translation is, and the file to fill in, which loses nothing that was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dpia.questionnaire.base import Definition
from dpia.questionnaire.texts import Text, texts_of
from dpia.questionnaire.translating import (
    Standing,
    Texts,
    TranslatedText,
    Translation,
    digest,
    is_made_from,
    misfit,
    standing,
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How it stands with each text of a definition in a language, by place in the order of the file."""

    definition: Definition
    id: str
    kind: str
    standings: Mapping[str, Standing]

    def places(self, wanted: Standing) -> tuple[str, ...]:
        """The places whose text stands so."""
        return tuple(place for place, found in self.standings.items() if found is wanted)


def progress(definitions: Sequence[Definition], texts: Texts) -> Iterator[Progress]:
    """How far the translation of each definition is. Those without a text for readers are left out."""
    for definition in definitions:
        found = texts_of(definition)
        if found:
            name, kind = str(getattr(definition, "id", "")), str(getattr(definition, "kind", ""))
            yield Progress(definition, name, kind, {place: texts.standing(name, text) for place, text in found.items()})


def to_fill_in(
    definitions: Sequence[Definition], language: str, own: Translation | None, elsewhere: Texts
) -> dict[str, Any] | None:
    """The file of a translation as plain data, to be filled in; None where nothing is to be written.

    `definitions` are all those with one id, which share the file: a glossary can stand in several files.

    What the file `own` holds stays. A text that is missing gets the English one beside it, a stale one moves to `was`, and
    what belongs to a place that is no more moves to `gone`. What is current `elsewhere` need not be written again.
    """
    name = str(getattr(definitions[0], "id", ""))
    texts = texts_by_place(definitions)
    written = dict(own.texts) if own is not None else {}
    gone = dict(own.gone) if own is not None else {}
    gone |= {place: entry for place, entry in written.items() if place not in texts and _written(entry)}
    entries: dict[str, Any] = {}
    for place, versions in texts.items():
        entry = written.get(place) or _come_back(gone, versions[-1])
        text = meant(versions, entry)
        other = elsewhere.entry(name, text)
        if entry is not None or other is None or standing(text, other) is not Standing.CURRENT:
            entries[place] = _entry(text, entry or _as_old(other))
    if not entries and own is None:
        return None
    head = {"kind": "translation", "translates": name, "language": own.language if own is not None else language}
    left = {place: entry.model_dump(exclude_defaults=True) for place, entry in gone.items()}
    return {**head, "texts": entries, **({"gone": left} if left else {})}


def texts_by_place(definitions: Iterable[Definition]) -> dict[str, list[Text]]:
    """Every text of definitions with one id, by place: several where they differ, of which the last one counts."""
    found: dict[str, list[Text]] = {}
    for definition in definitions:
        for place, text in texts_of(definition).items():
            found.setdefault(place, []).append(text)
    return found


def meant(versions: Sequence[Text], entry: TranslatedText | None) -> Text:
    """The text that an entry was made from, or else the one that counts."""
    made = (text for text in versions if entry is not None and is_made_from(entry, text.english))
    return next(made, versions[-1])


def _written(entry: TranslatedText) -> bool:
    """Whether somebody wrote anything into an entry."""
    return bool(entry.text or entry.was or entry.note)


def _come_back(gone: dict[str, TranslatedText], text: Text) -> TranslatedText | None:
    """What was written for this place, or for the same English text at a place that is no more."""
    same = (place for place, entry in gone.items() if entry.text and is_made_from(entry, text.english))
    place = text.place if text.place in gone else next(same, None)
    return gone.pop(place) if place is not None else None


def _as_old(entry: TranslatedText | None) -> TranslatedText | None:
    """A text of another file that cannot be used as it is."""
    return None if entry is None else entry.model_copy(update={"text": "", "was": entry.text or entry.was})


def _entry(text: Text, entry: TranslatedText | None) -> dict[str, str]:
    note = {"note": entry.note} if entry is not None and entry.note else {}
    if entry is not None and entry.text and is_made_from(entry, text.english):
        ill = {"en": text.english} if misfit(text, entry) else {}
        return {"of": max(entry.of, digest(text.english), key=len), "text": entry.text, **ill, **note}
    was = (entry.text or entry.was) if entry is not None else None
    return {"of": digest(text.english), "text": "", "en": text.english, **({"was": was} if was else {}), **note}
