"""Collects the phrases of the program and brings the catalogues up to date. `make messages` runs it, a test compares.

Writes locale/dpia.pot, and into each locale/LANGUAGE/LC_MESSAGES/dpia.po what came and what changed: no translation is lost,
and one whose English changed is marked as fuzzy and not shown. `python scripts/messages.py fr` begins French.
What cannot be shown is told as file:line.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import write_po

from dpia.showing.catalogues import DOMAIN, FILE, catalogue_path, is_translated, read_catalogue, unfit

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "locale"
TEMPLATE = FOLDER / f"{DOMAIN}.pot"
COMMENTS = ("Translators:",)
KEYWORDS = {
    "_": None,
    "N_": None,
    "C_": ((1, "c"), 2),
    "say": None,
    "said": None,
    "counted": (1, 2),
    "say_n": (1, 2),
    "said_n": (1, 2),
}
HEADER = """\
# The phrases of dpia, for translators: locale/README.md says how.
# Written by `make messages`.
#"""
NOISE = (b'"POT-Creation-Date:', b'"Generated-By:', b'"PO-Revision-Date: YEAR')
"""Lines of the head that would differ without any phrase having changed."""


def extracted() -> Catalog:
    """Every phrase that is marked in the code and in the templates, with its places and what translators are told."""
    catalogue = Catalog(project="dpia", version="", header_comment=HEADER, copyright_holder="", fuzzy=False)
    with (ROOT / "babel.cfg").open(encoding="utf-8") as stream:
        methods, options = parse_mapping_cfg(stream, filename="babel.cfg")
    found = extract_from_dir(
        ROOT, methods, options, KEYWORDS, COMMENTS, strip_comment_tags=True, directory_filter=_ours
    )
    for name, _, message, comments, context in found:
        catalogue.add(message, locations=[(Path(name).as_posix(), 0)], auto_comments=comments, context=context)
    return catalogue


def _ours(folder: str | Path) -> bool:
    return not Path(folder).name.startswith(".") and Path(folder).name != "node_modules"


def written(catalogue: Catalog) -> bytes:
    """A catalogue as a file: in the order of its phrases, without line numbers and dates, so that only phrases differ."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=100, sort_output=True, include_lineno=False, include_previous=True)
    return b"".join(line for line in buffer.getvalue().splitlines(True) if not line.startswith(NOISE))


def updated(path: Path, template: Catalog) -> bytes:
    """The file of a language with the phrases of today."""
    catalogue = read_catalogue(path)
    catalogue.update(template, update_header_comment=False)
    return written(catalogue)


def begun(language: str, template: Catalog) -> bytes:
    """An empty catalogue of a language. Raises SystemExit for a code that is none."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        raise SystemExit(f"`{language}` is no language: give a code such as de or pt-BR") from None
    catalogue = Catalog(locale=locale, project="dpia", version="", header_comment="#", fuzzy=False)
    catalogue.update(template, update_header_comment=False)
    return written(catalogue)


def faults(path: Path) -> Iterator[str]:
    """What cannot be shown of a catalogue, as file:line."""
    for message in read_catalogue(path):
        if is_translated(message) and (why := unfit(message)):
            text = message.string if isinstance(message.string, str) else message.string[-1]
            yield f"{path.relative_to(ROOT)}:{message.lineno}: the translation {why}: {text[:80]}"


def summary(path: Path) -> str:
    """How far a language is."""
    messages = [message for message in read_catalogue(path) if message.id]
    done, fuzzy = sum(map(is_translated, messages)), sum(message.fuzzy for message in messages)
    return f"{path.relative_to(ROOT)}: {done} of {len(messages)} phrases translated, {fuzzy} to be looked at again"


def main(new_languages: list[str]) -> int:
    """Writes the files; 1 if a translation cannot be shown."""
    template = extracted()
    TEMPLATE.write_bytes(written(template))
    for language in new_languages:
        path, made = catalogue_path(FOLDER, language), begun(language, template)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made)
    print(f"{TEMPLATE.relative_to(ROOT)}: {len(template)} phrases")
    found = []
    for path in sorted(FOLDER.glob(f"*/{FILE}")):
        path.write_bytes(updated(path, template))
        print(summary(path))
        found += faults(path)
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
