"""What a folder of own templates holds to no effect: files that replace nothing, and pictures that a report never opens."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import islice
from pathlib import Path
from typing import Final

from dpia.data import TEMPLATES
from dpia.errors import TemplateWarning
from dpia.report.sandbox import lies_in
from dpia.wording import did_you_mean

SHIPPED: Final = TEMPLATES / "report"
MOST_FILES: Final = 1_000
_READ: Final = frozenset({".j2", ".html", ".htm", ".css"})
_NAMED: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".ttf", ".otf", ".woff", ".woff2"})
"""Files that mean nothing by themselves: another one has to name them."""
_ELEMENT: Final = re.compile(r"<(?P<tag>img|image|object|embed|link)\b[^>]*(?:>|\Z)", re.IGNORECASE)
_SOURCE: Final = re.compile(r"""\s(?:src|data|href|xlink:href)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_URL: Final = re.compile(r"url\((?P<address>[^()]+)\)")
_IMPORT: Final = re.compile(r"""@import\s+["'](?P<address>[^"'\n]*)["']""")
_UNUSED: Final = "replaces no template and is not used"
_ADVICE: Final = "give a logo with --logo, or write a picture as a data: address"
_STYLE_ADVICE: Final = "write the style into the template, or into a report.css of yours"


def warn_of_templates(folders: tuple[Path, ...], page: str) -> None:
    """Warns with TemplateWarning of each file and picture of a user's folders that the report `page` does without."""
    found = {folder: _files(folder) for folder in folders}
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in _texts(found)}
    unused = (said for folder, files in found.items() for said in _unused(folder, files, texts))
    for said in dict.fromkeys((*unused, *_not_shown(folders, texts, page), *_not_opened(folders, texts))):
        warnings.warn(said, TemplateWarning, stacklevel=2)


def _files(folder: Path) -> list[Path]:
    """The files of a folder and of those in it that could be meant for a report; a link that leads out is none of them."""
    known = (path for path in folder.rglob("*") if path.suffix.lower() in _READ | _NAMED and path.is_file())
    return sorted(path for path in islice(known, MOST_FILES) if lies_in(path, [folder]))


def _texts(found: Mapping[Path, list[Path]]) -> Iterator[Path]:
    return (path for files in found.values() for path in files if path.suffix.lower() in _READ)


def _unused(folder: Path, files: list[Path], texts: Mapping[Path, str]) -> Iterator[str]:
    """Files that have the name of no shipped one and that no other file names."""
    shipped = {str(path.relative_to(SHIPPED)) for path in SHIPPED.rglob("*") if path.is_file()}
    linked = {path.resolve() for path in files if path.is_symlink()}
    for path in files:
        name = re.compile(rf"{re.escape(path.name)}(?![\w.])")
        named = path in linked or any(name.search(text) for other, text in texts.items() if other != path)
        if str(path.relative_to(folder)) not in shipped and not named:
            hint = did_you_mean(path.name, shipped)
            what = "is named by no file of the folder and is not used" if path.suffix.lower() in _NAMED else _UNUSED
            yield f"{path}: {what}" + (f" ({hint})" if hint and what == _UNUSED else "")


def _not_shown(folders: tuple[Path, ...], texts: Mapping[Path, str], page: str) -> Iterator[str]:
    """Pictures and style sheets of the page that are no data address: the report has a gap where they should be."""
    for element in _ELEMENT.finditer(page):
        source = _SOURCE.search(element[0])
        address = unescape("".join(filter(None, source.groups()))) if source else ""
        if address and not address.startswith(("data:", "#")):
            is_style = element["tag"].lower() == "link"
            told = f"the style {address} is not used" if is_style else f"the picture {address} is not in the report"
            owners = [path for path, text in texts.items() if address in text] or folders[:1]
            yield from (f"{path}: {told} ({_STYLE_ADVICE if is_style else _ADVICE})" for path in owners)


def _not_opened(folders: tuple[Path, ...], texts: Mapping[Path, str]) -> Iterator[str]:
    """Files that a style names and that are not there. A style sheet may name those beside the templates, a template none."""
    for path, text in texts.items():
        for found in (*_URL.finditer(text), *_IMPORT.finditer(text)):
            address = found["address"].strip().strip("\"'")
            beside = path.suffix == ".css" and any((folder / address).is_file() for folder in (*folders, SHIPPED))
            if not (beside or address.startswith(("data:", "#", "{{"))):
                yield f"{path}: {address} is not opened ({_ADVICE}; a style sheet can name files beside it)"
