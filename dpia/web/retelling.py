"""What a workspace keeps in English words, told in the language of a page: notes of revisions, and what is due.

A workspace is shared by people of several languages, so it keeps one; what people typed is no phrase and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from dpia.wording import C_, Translate, filled

NOTES: Final = (
    # Translators: notes of the history, after a word such as "imported": "imported: from a PDF file"
    C_("note", "{what}, as {free} because there is one called {name}; its signatures are void by that"),
    C_("note", "{what}, as {free} because there is one called {name}"),
    C_("note", "{what}, as {free} because there is one that looks like {name}; its signatures are void by that"),
    C_("note", "{what}, as {free} because there is one that looks like {name}"),
    C_("note", "{what}; its signatures come from the file"),
    C_("note", "{what}; signatures are not brought back"),
    C_("note", "from an export called {file}, in which {number} files of evidence are missing"),
    C_("note", "from an export called {file}"),
    C_("note", "from a {form} file called {file}"),
    C_("note", "from an export, in which {number} files of evidence are missing"),
    C_("note", "from an export"),
    C_("note", "from a {form} file"),
    C_("note", "by the API"),
    C_("note", "copied from {name}"),
    C_("note", "review of {name}"),
    # Translators: words of a person that clashed with those of another one, and were not chosen: "G-1.1, kept beside another answer"
    C_("note", "{what}, kept beside what somebody else wrote"),
    C_("note", "as in revision {number}"),
    C_("note", "revision {number}"),
    # Translators: decisions, after the word "decided"
    C_("note", "withdrawn"),
    C_("note", "approved"),
    C_("note", "conditional"),
    C_("note", "consultation"),
    C_("note", "rejected"),
)
DUE: Final = (
    # Translators: what is due, before its title: "measure M03 Safety question first"
    C_("due", "measure {id}"),
    C_("due", "condition {id}"),
    C_("due", "review"),
    # Translators: days that questions set, by their codes: "audit X-36 When is the next joint audit?", in a row "audit X-36 P1"
    C_("due", "review {id}"),
    C_("due", "audit {id}"),
    C_("due", "end {id}"),
    C_("due", "review {id} {row}"),
    C_("due", "audit {id} {row}"),
    C_("due", "end {id} {row}"),
    C_("due", "occasion {id}"),
)
MAX_LENGTH: Final = 2_000
"""No sentence of ours is longer; a workspace that somebody else made may hold any text in its place."""


def retold(text: str, sentences: Sequence[str], translate: Translate) -> str:
    """A text that was made of one of these sentences, in the language of `translate`; any other text as it is."""
    if len(text) > MAX_LENGTH:
        return text
    for sentence in sentences:
        if found := _made_of(sentence).fullmatch(text):
            gaps = found.groupdict()
            if "what" in gaps:
                gaps["what"] = retold(gaps["what"], sentences, translate)
            return filled(translate(sentence), gaps)
    return text


@lru_cache
def _made_of(sentence: str) -> re.Pattern[str]:
    """The texts that a sentence with gaps becomes: "revision {number}" finds "revision 3". Only `what` has words."""
    words = re.escape(sentence).replace(r"\{what\}", "(?P<what>.+?)")
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>\\S+)", words), re.DOTALL)
