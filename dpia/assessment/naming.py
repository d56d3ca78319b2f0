"""Names in the letters that every system takes: ids and file names made of titles in any script."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

MAX_ID: Final = 50
# Umlauts as German writes them where it lacks them; and the letter alef, which would vanish and take the vowel along.
_BEFORE: Final = str.maketrans(
    {
        **{"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS"},
        **{"\u0627": "a", "\u0623": "a", "\u0625": "i", "\u0622": "a"},
    }
)


def in_latin(text: str) -> str:
    """A text in plain Latin letters: "Beratung für Überlebende" -> "Beratung fuer Ueberlebende", "Помощь" -> "Pomoshch'"."""
    from anyascii import anyascii

    return anyascii(normalize("NFC", text).translate(_BEFORE))


def id_of(title: str) -> str:
    """An id made of a title: "Chat at night!" -> "chat-at-night", "חדר" -> "hdr"; one without letters is called assessment."""
    words = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['`]", "", in_latin(title).lower())).strip("-")[:MAX_ID].strip("-")
    return words if re.match(r"[a-z]", words) else f"assessment-{words}".rstrip("-")
