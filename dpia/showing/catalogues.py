"""Catalogues of the program's phrases: gettext files `dpia.po`, read as translators write them.

Nothing is compiled beforehand: what a translator saves is what the next start shows, no compiled file can be older than its
source, and a fresh clone needs no step. Reading one of 600 phrases takes some hundredths of a second, once in a run.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Final

import platformdirs
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from dpia.data import LOCALE
from dpia.errors import DpiaError

DOMAIN: Final = "dpia"
FILE: Final = Path("LC_MESSAGES", f"{DOMAIN}.po")


def user_locale() -> Path:
    """The folder of a user's own catalogues, beside the own questionnaires; it need not exist."""
    return Path(platformdirs.user_data_dir("dpia", appauthor=False)) / "locale"


def folders() -> tuple[Path, ...]:
    """Where catalogues are looked for: what the user's own says counts, the shipped one says the rest."""
    return user_locale(), LOCALE


def catalogue_path(folder: Path, language: str) -> Path:
    """The catalogue of a language in a folder: pt-BR lies in pt_BR/LC_MESSAGES/dpia.po."""
    return folder / language.replace("-", "_") / FILE


def read_catalogue(path: Path) -> Catalog:
    """A catalogue as it is written; its folder says the language. Raises DpiaError with the line that cannot be read."""
    language = path.parent.parent.name if path.suffix == ".po" else None
    try:
        with path.open("rb") as stream:
            return read_po(stream, locale=language, domain=DOMAIN, abort_invalid=True)
    except PoFileError as error:
        raise DpiaError(f"{path}:{error.lineno + 1}: is no line of a catalogue: {error.line.strip()[:80]}") from None
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise DpiaError(f"{path}: is no catalogue: {' '.join(str(error).split())[:200]}") from None


@lru_cache(maxsize=32)
def compiled(path: Path) -> tuple[bytes, int]:
    """A catalogue as gettext reads it, and how many phrases it translates. What is fuzzy or unfit is left out: it stays English."""
    catalogue = read_catalogue(path)
    left_out = [message for message in catalogue if message.id and (not is_translated(message) or unfit(message))]
    for message in left_out:
        catalogue.delete(message.id, context=message.context)
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue(), len(catalogue)


def is_translated(message: Message) -> bool:
    """Whether somebody translated a phrase and nobody has to look at it again."""
    texts = message.string if isinstance(message.string, list | tuple) else [message.string]
    return bool(message.id) and not message.fuzzy and all(texts)


def unfit(message: Message) -> str:
    """Why a translation cannot be shown, in a few words; empty where it can.

    Its gaps are those of the English phrase, or the page that fills them would fail. A form for one may leave out the number.
    """
    ids = message.id if isinstance(message.id, list | tuple) else [message.id]
    texts = message.string if isinstance(message.string, list | tuple) else [message.string]
    wanted = frozenset().union(*map(_gaps, ids))
    may_lack = frozenset(["n"]) if len(ids) > 1 else frozenset()
    for text in texts:
        try:
            found = _gaps(text or "")
        except ValueError:
            return "has a brace that is not closed"
        if "{{" in (text or "") or "}}" in (text or ""):
            return "has a doubled brace"
        if more := sorted(found - wanted):
            return f"has a gap {{{more[0]}}} that the English phrase has not"
        if lost := sorted(wanted - found - may_lack):
            return f"lacks the gap {{{lost[0]}}}"
    return ""


def _gaps(text: str) -> frozenset[str]:
    """The gaps of a phrase: "{n} of {all}" -> n, all. What stands in braces beside a name is part of it: "n.real", "n!r"."""
    return frozenset(
        name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
        for _, name, form, conversion in Formatter().parse(text)
        if name is not None
    )
