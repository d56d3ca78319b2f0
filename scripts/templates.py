"""Reads the templates, style sheets and scripts as the people do who change them. `make lint` runs it.

Names file and line where a line is too long, a template does not parse, or the tags of a template do not pair.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "templates"
MAX_LINE = 160
PATTERNS = ("*.j2", "*.css", "*.js")
VOID = frozenset(["br", "col", "hr", "img", "input", "link", "meta", "wbr"])

JINJA = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
TAG = re.compile(r"""<(/?)([a-z][\w-]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)>""")


def faults(path: Path) -> Iterator[tuple[int, str]]:
    """What is wrong with a file, each with its line."""
    text = path.read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > MAX_LINE:
            yield number, f"{len(line)} characters in a line; break it at a tag, {MAX_LINE} are the most"
        if line != line.rstrip() or "\t" in line:
            yield number, "a tab, or white space at the end of the line"
    if path.suffix == ".j2":
        yield from _parsed(text)


def _parsed(text: str) -> Iterator[tuple[int, str]]:
    try:
        Environment(autoescape=True).parse(text)
    except TemplateSyntaxError as error:
        yield error.lineno, str(error.message)
    else:
        yield from _unpaired(text)


def _unpaired(text: str) -> Iterator[tuple[int, str]]:
    """Tags that are closed by no other. Where a condition opens an element, one further down may close it."""
    open_tags: list[tuple[str, int]] = []
    for line, closes, tag in _tags(text):
        if not closes:
            open_tags.append((tag, line))
        elif open_tags and open_tags[-1][0] == tag:
            open_tags.pop()
        else:
            beside = (
                f"while <{open_tags[-1][0]}> of line {open_tags[-1][1]} is open" if open_tags else "and none is open"
            )
            yield line, f"</{tag}> {beside}"
            return
    yield from ((line, f"<{tag}> is never closed") for tag, line in open_tags)


def _tags(text: str) -> Iterator[tuple[int, bool, str]]:
    """The tags in the order of the text, without those that close themselves."""
    for match in TAG.finditer(JINJA.sub(_blank, text)):
        if match[2] not in VOID and not match[3].endswith("/"):
            yield text.count("\n", 0, match.start()) + 1, bool(match[1]), match[2]


def _blank(match: re.Match[str]) -> str:
    """As many characters and lines, but none that a tag could be read from."""
    return re.sub(r"[^\n]", " ", match[0])


def ours() -> list[Path]:
    """The files that people change: not what comes minified from elsewhere."""
    return sorted(path for pattern in PATTERNS for path in FOLDER.rglob(pattern) if ".min." not in path.name)


def main() -> int:
    """Prints what is wrong as file:line; 1 if anything is."""
    found = [f"{path.relative_to(ROOT)}:{line}: {said}" for path in ours() for line, said in faults(path)]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
