"""What tests hold German texts to: the terms of locale/de/TERMS.md, its quotes, and no English word."""

import re
from collections.abc import Iterator
from unicodedata import normalize

from dpia.data import LOCALE

ENGLISH_ONLY = re.compile(
    r"\b(the|and|with|which|of|to|from|that|this|is|are|were|not|you|your|who|whether|what|people|nobody)\b", re.I
)


def terms(start: str, end: str) -> Iterator[tuple[str, list[str]]]:
    """Each English term that binds between two headings, with the German ones that can stand for it."""
    page = (LOCALE / "de/TERMS.md").read_text(encoding="utf-8")
    binding = page.partition(f"## {start}")[2].partition(f"## {end}")[0]
    for english, german in re.findall(r"^\| ([^|]+) \| ([^|]+) \|", binding, re.M):
        if english not in ("English", "---"):
            for term in english.split(", "):
                yield term, german.split(" / ")


TERMS = dict(terms("Words of the law", "Scales"))
"""Terms that bind everywhere."""
PROGRAM_TERMS = dict(terms("Words of the program", "Words that depend"))
"""Terms that bind in the program's phrases."""


def has_term(text: str, term: str) -> bool:
    """Whether an English text has a term, in the singular or plural, or as a participle."""
    return re.search(rf"\b{re.escape(term)}(s|d|ed)?\b", " ".join(text.split()), re.I) is not None


def plain(text: str) -> str:
    """Without umlauts and capitals, since a plural can change both: "Vorfälle" -> "vorfalle"."""
    return re.sub(r"[\u0300-\u036f]", "", normalize("NFD", text)).lower()


def says(text: str, term: str) -> bool:
    """Whether a German text has every word of a term, whatever its endings."""
    return all(plain(word)[:-2] in plain(text) for word in term.split())


def well_quoted(text: str) -> bool:
    """Whether every quote is a German one and closed."""
    marks = re.sub(r"[^„“]", "", text)
    return not re.search(r"[\"'”\u201a‘’«»`]", text) and not marks.replace("„“", "")
