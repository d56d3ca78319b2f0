"""Translation of the program's phrases; English needs no catalogue."""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from dpia.showing.catalogues import FILE, catalogue_path, compiled, folders
from dpia.wording import C_, Phrase, Translate, counted, filled


def translation(language: str) -> Translate:
    """The function that translates texts into a language; texts without a translation stay English."""
    return _translation(language, folders())


@lru_cache(maxsize=16)
def _translation(language: str, places: tuple[Path, ...]) -> Translate:
    names = dict.fromkeys((language, language.partition("-")[0]))
    paths = [path for name in names for place in places if (path := catalogue_path(place, name)).is_file()]
    catalogue = gettext.NullTranslations()
    for path in reversed(paths):
        nearer = gettext.GNUTranslations(io.BytesIO(compiled(path)[0]))
        nearer.add_fallback(catalogue)
        catalogue = nearer

    def translate(text: str) -> str:
        if not isinstance(text, Phrase):
            return catalogue.gettext(text) if text else text
        if text.many:
            return catalogue.ngettext(text.one, text.many, text.number)
        return catalogue.pgettext(text.context, text.one)

    return translate


def languages() -> list[str]:
    """English, and the languages in which at least one phrase of the program is translated and need not be looked at again."""
    paths = [path for folder in folders() for path in folder.glob(f"*/{FILE}")]
    return sorted({"en", *(path.parts[-3].replace("_", "-") for path in paths if compiled(path)[1])})


def speaks(language: str) -> bool:
    """Whether the program's phrases are there in a language: what is there in de is there in de-AT."""
    names = {language, language.partition("-")[0]}
    paths = [catalogue_path(folder, name) for folder in folders() for name in names]
    return "en" in names or any(path.is_file() and compiled(path)[1] for path in paths)


def template_words(translate: Translate) -> dict[str, Callable[..., str]]:
    """What templates say with: `_` for a text, `C_` for one of several senses, and sentences with gaps.

    `say("{n} of {all}", n=2, all=3)` translates, then fills: what stands in a gap is escaped, unless it is Markup.
    `say_n("{n} save", "{n} saves", 3)` chooses the form for a number.
    """

    def say(text: str, /, **gaps: Any) -> Markup:
        return Markup(filled(escape(translate(text)), {name: escape(value) for name, value in gaps.items()}))

    def say_n(one: str, many: str, n: int, /, **gaps: Any) -> Markup:
        return say(counted(one, many, n), n=n, **gaps)

    def in_sense(context: str, text: str) -> str:
        return translate(C_(context, text))

    return {"_": translate, "C_": in_sense, "say": say, "say_n": say_n}
