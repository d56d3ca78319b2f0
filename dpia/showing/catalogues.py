"""Catalogues of the program's phrases: gettext files `dpia.po`, read as translators write them.

Nothing is compiled beforehand: what a translator saves is what the next start shows, no compiled file can be older than its
source, and a fresh clone needs no step. Reading one of 750 phrases takes about 0.01 s, once in a run.
"""

from __future__ import annotations

import io
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

import platformdirs
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from dpia.data import LOCALE
from dpia.errors import DpiaError
from dpia.wording import GAP, N_, said

DOMAIN: Final = "dpia"
FILE: Final = Path("LC_MESSAGES", f"{DOMAIN}.po")
_LINE: Final = re.compile(r'(#.*|((msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)\s+)?"(\\.|[^"\\])*")?')
"""A line as translators write it. Babel takes a text whose quote is missing, and cuts it short."""


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
        raw = path.read_bytes()
        for number, line in enumerate(raw.decode("utf-8").splitlines(), 1):
            if not _LINE.fullmatch(line.strip()):
                raise _no_line(path, number, line)
        return read_po(io.BytesIO(raw), locale=language, domain=DOMAIN, abort_invalid=True)
    except PoFileError as error:
        raise _no_line(path, error.lineno + 1, error.line) from None
    except (OSError, ValueError, LookupError, TypeError) as error:
        what = " ".join(str(error).split())[:200]
        raise DpiaError(said(N_("{path}: is no catalogue: {what}"), path=path, what=what)) from None


def _no_line(path: Path, number: int, line: str) -> DpiaError:
    where = f"{path}:{number}"
    return DpiaError(said(N_("{where}: is no line of a catalogue: {line}"), where=where, line=line.strip()[:80]))


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
    """The gaps of a phrase: "{n} of {all}" -> n, all. Only a bare name in braces is one, see `dpia.wording.filled`."""
    return frozenset(GAP.findall(text))
